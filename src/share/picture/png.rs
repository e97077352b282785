//! PNG and APNG: a row of chunks, each with its kind, its length and a checksum.

use img_parts::png::Png;
use img_parts::{Bytes, ImageEXIF, ImageICC};

use super::{icc, orientation};

/// The chunks that change what is seen, and how long each may be; of the data, of any length.
///
/// `iCCP` and `eXIf` are made anew. `tEXt`, `zTXt`, `iTXt`, `tIME`, `sPLT` and `hIST` are not here, nor are
/// those that only some program knows.
const DRAWS: [(&[u8; 4], usize); 18] = [
    (b"IHDR", 13),
    (b"PLTE", 768),
    (b"IDAT", usize::MAX),
    (b"IEND", 0),
    (b"tRNS", 256),
    (b"bKGD", 6),
    (b"pHYs", 9),
    (b"sBIT", 4),
    (b"gAMA", 4),
    (b"cHRM", 32),
    (b"sRGB", 1),
    (b"cICP", 4),
    (b"mDCV", 24),
    (b"cLLI", 8),
    (b"acTL", 8),
    (b"fcTL", 26),
    (b"fdAT", usize::MAX),
    (b"iCCP", usize::MAX),
];

/// `None` where it is damaged, or has a chunk that it can't be shown without and nobody knows.
pub(super) fn clean(bytes: Bytes) -> Option<Vec<u8>> {
    let mut png = Png::from_bytes(bytes).ok()?;
    let profile = png.icc_profile().and_then(|profile| icc::clean(&profile));
    let turned = png.exif().and_then(|exif| orientation::only(&exif));

    let complete = png.chunks().first()?.kind() == *b"IHDR"
        && png.chunk_by_type(*b"IDAT").is_some()
        && png.chunks().last()?.kind() == *b"IEND";
    let known = |kind: [u8; 4], length: usize| {
        DRAWS.iter().any(|(name, longest)| **name == kind && length <= *longest)
    };
    let needed = |kind: [u8; 4]| kind[0].is_ascii_uppercase();
    if !complete
        || png.chunks().iter().any(|c| needed(c.kind()) && !known(c.kind(), c.contents().len()))
    {
        return None;
    }
    png.chunks_mut().retain(|chunk| known(chunk.kind(), chunk.contents().len()));
    // A profile with a fault is none to browsers either.
    png.remove_chunks_by_type(*b"iCCP");
    if let Some(profile) = profile {
        png.set_icc_profile(Some(profile.into()));
    }
    png.set_exif(turned.map(Bytes::from));
    Some(png.encoder().bytes().to_vec())
}
