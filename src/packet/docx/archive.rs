//! The ZIP archive that a Word document is. It has no time, no owner and no comment, so the same parts
//! give the same bytes.

use miniz_oxide::deflate::compress_to_vec;

/// 1 January 1980: the first day that the format knows, for the day of a part says nothing.
const DAY: u16 = 1 << 5 | 1;
/// The format of archives with compressed files.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const LEVEL: u8 = 6;

/// An archive of these parts: names and contents. The first is not compressed, so that a document can be
/// recognized by what is in it.
pub(super) fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (number, (name, content)) in parts.iter().enumerate() {
        let packed = if number == 0 { content.clone() } else { compress_to_vec(content, LEVEL) };
        let method: u16 = if number == 0 { 0 } else { 8 };
        let offset = length(&archive);
        let mut about = Vec::new();
        for value in [VERSION, FLAGS, method, 0, DAY] {
            about.extend(value.to_le_bytes());
        }
        for value in [crc32fast::hash(content), length(&packed), length(content)] {
            about.extend(value.to_le_bytes());
        }
        about.extend(short(name.len()).to_le_bytes());
        about.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.bytes());
        archive.extend(&packed);
        directory.extend(b"PK\x01\x02");
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&about);
        // No comment, the first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (offset, count) = (length(&archive), short(parts.len()));
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend(length(&directory).to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// A document is shorter than 4 GiB: its pictures are.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
