//! Colour profiles: what is needed for the colours, without the words.
//!
//! Screenshots have the profile of the display, with its name, its serial number (`mmod`) and the day it
//! was calibrated. Here a profile keeps its colour tables; a description and a copyright, which
//! it must have, say that it is one.

use std::collections::BTreeMap;

const HEAD: usize = 128;
/// The tags that colours are computed from.
const COLOURS: [&[u8; 4]; 29] = [
    b"wtpt", b"bkpt", b"chad", b"lumi", b"cicp", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC",
    b"bTRC", b"kTRC", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1",
    b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3", b"gamt", b"pre0", b"chrm",
];
/// What the head says besides: the program, day, platform, maker, model, creator, checksum, reserved.
const TOLD: [std::ops::Range<usize>; 5] = [4..8, 24..36, 40..44, 48..56, 80..128];

/// `None` where it is none that can be read; browsers don't use such a one either.
pub(super) fn clean(profile: &[u8]) -> Option<Vec<u8>> {
    let mut head = profile.get(..HEAD).filter(|head| &head[36..40] == b"acsp")?.to_vec();
    TOLD.into_iter().for_each(|told| head[told].fill(0));
    let count = usize::try_from(number(profile, HEAD)?).ok()?;
    let table = profile.get(HEAD + 4..)?.get(..count.checked_mul(12)?)?;

    let mut tags: Vec<([u8; 4], &[u8])> = Vec::new();
    for tag in table.chunks_exact(12) {
        let name: [u8; 4] = tag[..4].try_into().ok()?;
        let at = usize::try_from(number(tag, 4)?).ok()?;
        let length = usize::try_from(number(tag, 8)?).ok()?;
        let data = profile.get(at..)?.get(..length)?;
        if COLOURS.contains(&&name) {
            tags.push((name, data));
        }
    }
    let (described, free) = words(head[8]);
    tags.extend([(*b"desc", described.as_slice()), (*b"cprt", free.as_slice())]);
    write(head, &tags)
}

/// The head, the table, and the data; what several tags share is written once.
fn write(mut head: Vec<u8>, tags: &[([u8; 4], &[u8])]) -> Option<Vec<u8>> {
    let start = HEAD + 4 + 12 * tags.len();
    let mut data: Vec<u8> = Vec::new();
    let mut places: BTreeMap<&[u8], usize> = BTreeMap::new();
    let mut table = u32::try_from(tags.len()).ok()?.to_be_bytes().to_vec();
    for (name, bytes) in tags {
        let place = *places.entry(bytes).or_insert_with(|| {
            let place = start + data.len();
            data.extend_from_slice(bytes);
            data.resize(data.len().next_multiple_of(4), 0);
            place
        });
        table.extend_from_slice(name);
        table.extend(u32::try_from(place).ok()?.to_be_bytes());
        table.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
    }
    let length = u32::try_from(start + data.len()).ok()?;
    head[..4].copy_from_slice(&length.to_be_bytes());
    Some([head, table, data].concat())
}

/// A description and a copyright of no content, as profiles of this version have them.
fn words(version: u8) -> (Vec<u8>, Vec<u8>) {
    if version >= 4 {
        // One record of twelve bytes, English, with one letter, at byte 28.
        let text = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x02\0\0\0\x1C\0-".to_vec();
        return (text.clone(), text);
    }
    let mut described = b"desc\0\0\0\0\0\0\0\x02-\0".to_vec();
    // No Unicode text and no Macintosh one.
    described.extend([0; 4 + 4 + 2 + 1 + 67]);
    (described, b"text\0\0\0\0-\0".to_vec())
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
