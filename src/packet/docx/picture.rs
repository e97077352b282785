//! The pictures of a document: each is within, once.

use base64ct::{Base64, Encoding};

use super::tree::PageElement;

/// English metric units in a pixel of CSS, and the most that a line of text is wide: 170 mm.
const PIXEL: u32 = 9525;
const WIDEST: u32 = 170 * 36_000;

/// A picture as it stands in the archive.
pub(super) struct Picture {
    /// The ending of its file's name.
    pub(super) ending: &'static str,
    pub(super) bytes: Vec<u8>,
    /// Its width and height, in English metric units.
    pub(super) size: (u32, u32),
}

impl Picture {
    /// The picture that an `img` has within; `None` for a format that Word does not show.
    pub(super) fn of(img: &PageElement) -> Option<Self> {
        let (kind, data) =
            img.attribute("src")?.strip_prefix("data:image/")?.split_once(";base64,")?;
        let bytes = Base64::decode_vec(data).ok()?;
        let (ending, (width, height)) = match kind {
            "png" => ("png", png(&bytes)?),
            "gif" => ("gif", gif(&bytes)?),
            "jpeg" => ("jpeg", jpeg(&bytes)?),
            _ => return None,
        };
        let asked = |name| img.attribute(name).and_then(|pixels| pixels.parse::<u32>().ok());
        let (width, height) = match (asked("width"), asked("height")) {
            (Some(wide), Some(high)) => (wide, high),
            (Some(wide), None) => (wide, scaled(height, wide, width)),
            (None, Some(high)) => (scaled(width, high, height), high),
            (None, None) => (width, height),
        };
        let wide = width.checked_mul(PIXEL)?.min(WIDEST);
        let high = scaled(height, wide, width);
        (wide > 0 && high > 0).then_some(Self { ending, bytes, size: (wide, high) })
    }
}

/// That length, where another one of the same picture became `new` from `old`.
fn scaled(length: u32, new: u32, old: u32) -> u32 {
    let scaled = u64::from(length) * u64::from(new) / u64::from(old.max(1));
    u32::try_from(scaled).unwrap_or(0)
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = |from: usize| Some(u32::from_be_bytes(bytes.get(from..from + 4)?.try_into().ok()?));
    (bytes.get(12..16)? == b"IHDR").then_some((at(16)?, at(20)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = |from: usize| Some(u16::from_le_bytes(bytes.get(from..from + 2)?.try_into().ok()?));
    bytes.starts_with(b"GIF8").then_some((u32::from(at(6)?), u32::from(at(8)?)))
}

/// The size in the first frame header of a JPEG file.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = |from: usize| Some(u16::from_be_bytes(bytes.get(from..from + 2)?.try_into().ok()?));
    let mut segment = 2;
    loop {
        let marker = at(segment)?;
        let is_frame =
            matches!(marker, 0xffc0..=0xffcf) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc);
        if is_frame {
            return Some((u32::from(at(segment + 7)?), u32::from(at(segment + 5)?)));
        }
        if marker >> 8 != 0xff {
            return None;
        }
        segment += 2 + usize::from(at(segment + 2)?);
    }
}
