//! The parts of a Word document.

/// The parts, with their names, in the order in which they are in the archive.
pub(crate) fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, length: usize| {
        (0..length).rev().fold(0_usize, |sum, n| (sum << 8) | usize::from(archive[at + n]))
    };
    let mut parts = Vec::new();
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let (is_stored, packed) = (number(at + 8, 2) == 0, number(at + 18, 4));
        let start = at + 30 + number(at + 26, 2);
        let name = String::from_utf8_lossy(&archive[at + 30..start]).into_owned();
        let content = &archive[start..start + packed];
        let inflated = || miniz_oxide::inflate::decompress_to_vec(content).expect("deflated");
        parts.push((name, if is_stored { content.to_vec() } else { inflated() }));
        at = start + packed;
    }
    assert!(parts.len() > 5, "it is an archive");
    parts
}
