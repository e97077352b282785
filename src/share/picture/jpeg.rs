//! JPEG: a row of segments, and scans of coded data that end where the next marker stands.
//!
//! `img-parts` reads segments up to the first scan and takes the rest of the file as it is. But a
//! progressive picture has more segments between its scans, comments perhaps, and phones put previews after
//! the end; so the rest is walked here.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::{Bytes, ImageEXIF, ImageICC};

use super::{icc, orientation};

/// `None` where it is damaged.
pub(super) fn clean(bytes: Bytes) -> Option<Vec<u8>> {
    let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
    let profile = jpeg.icc_profile().and_then(|profile| icc::clean(&profile));
    let turned = jpeg.exif().and_then(|exif| orientation::only(&exif));

    let mut kept = Vec::new();
    for segment in jpeg.segments() {
        match segment.marker() {
            markers::APP0 => kept.extend(jfif(segment)),
            markers::APP14 => kept.extend(adobe(segment)),
            markers::APP1..=markers::APP15 | markers::COM => {}
            markers::SOS => {
                let entropy = scans(tail(segment))?;
                let head = segment.contents().clone();
                kept.push(JpegSegment::new_with_entropy(markers::SOS, head, entropy.into()));
            }
            marker if draws(marker) => kept.push(segment.clone()),
            _ => return None,
        }
    }
    if kept.last().is_none_or(|last| last.marker() != markers::SOS) {
        return None;
    }
    *jpeg.segments_mut() = kept;
    jpeg.set_icc_profile(profile.map(Bytes::from));
    jpeg.set_exif(turned.map(Bytes::from));
    Some(jpeg.encoder().bytes().to_vec())
}

/// The segments without which there is no picture: frames, tables, intervals.
fn draws(marker: u8) -> bool {
    matches!(marker, markers::SOF0..=markers::SOF15 if marker != markers::JPG)
        || matches!(marker, markers::DQT | markers::DNL | markers::DRI)
}

/// The version and density, without the thumbnail.
fn jfif(segment: &JpegSegment) -> Option<JpegSegment> {
    let head = segment.contents().get(..12).filter(|head| head.starts_with(b"JFIF\0"))?;
    let contents = [head, &[0, 0]].concat();
    Some(JpegSegment::new_with_contents(markers::APP0, contents.into()))
}

/// The colour transform, without which some pictures have their colours inverted.
fn adobe(segment: &JpegSegment) -> Option<JpegSegment> {
    let head = segment.contents().get(..12).filter(|head| head.starts_with(b"Adobe"))?;
    Some(JpegSegment::new_with_contents(markers::APP14, Bytes::copy_from_slice(head)))
}

/// What follows the head of the first scan, up to the end of the file.
fn tail(scan: &JpegSegment) -> Bytes {
    let encoded = scan.clone().encoder().bytes();
    encoded.slice(scan.len()..)
}

/// Scans and what draws between them, up to the end of the picture; `None` where it has none.
fn scans(bytes: Bytes) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let mut coded = true;
    loop {
        if coded {
            let end = at + coded_length(bytes.get(at..)?)?;
            kept.extend_from_slice(&bytes[at..end]);
            at = end;
        }
        // A marker may have any number of fill bytes before it.
        let fill = bytes.get(at..)?.iter().take_while(|byte| **byte == markers::P).count();
        let marker = *bytes.get(at + fill)?;
        if fill == 0 {
            return None;
        }
        at += fill + 1;
        if marker == markers::EOI {
            kept.extend([markers::P, markers::EOI]);
            return Some(kept);
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at..at + length).filter(|segment| segment.len() >= 2)?;
        at += length;
        coded = marker == markers::SOS;
        match marker {
            markers::DHT
            | markers::DAC
            | markers::DQT
            | markers::DRI
            | markers::DNL
            | markers::SOS => {
                kept.extend([markers::P, marker]);
                kept.extend_from_slice(segment);
            }
            markers::APP0..=markers::APP15 | markers::COM => {}
            _ => return None,
        }
    }
}

/// How many bytes there are to the next marker that ends coded data: `FF 00` is a byte of it, and
/// restart markers stand within.
fn coded_length(bytes: &[u8]) -> Option<usize> {
    let ends = |pair: &[u8]| {
        pair[0] == markers::P && !matches!(pair[1], 0 | markers::RST0..=markers::RST7)
    };
    bytes.windows(2).position(ends)
}
