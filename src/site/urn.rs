//! Ids that don't change when a site moves.

use std::fmt::Write as _;

/// A name for what these parts name: the same for the same parts, wherever the site is.
///
/// A UUID of version 8 (RFC 9562), whose bits are the 128-bit FNV-1a hash of the parts.
pub(super) fn urn(parts: &[&str]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    // No text has this byte, so `["a", "b"]` and `["ab"]` differ.
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0xff])) {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    let version = 0xf_u128 << 76;
    let variant = 0b11_u128 << 62;
    let bits = hash & !version & !variant | 0x8 << 76 | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let mut urn = "urn:uuid".to_owned();
    for (separator, range) in
        [(':', 0..8), ('-', 8..12), ('-', 12..16), ('-', 16..20), ('-', 20..32)]
    {
        let _ = write!(urn, "{separator}{}", &hex[range]);
    }
    urn
}

#[cfg(test)]
mod tests {
    use super::urn;

    #[test]
    fn a_name_is_a_uuid_and_its_parts_count() {
        let name = urn(&["Ines", "entry", "2026-01-05-talk"]);
        assert_eq!(name, urn(&["Ines", "entry", "2026-01-05-talk"]));
        assert_eq!(name.len(), "urn:uuid:00000000-0000-8000-8000-000000000000".len());
        assert!(name.starts_with("urn:uuid:") && &name[23..24] == "8", "{name}");
        assert!(matches!(&name[28..29], "8" | "9" | "a" | "b"), "{name}");
        assert_ne!(urn(&["a", "b"]), urn(&["ab"]));
        assert_ne!(urn(&["a", "b"]), urn(&["a", "b", ""]));
    }
}
