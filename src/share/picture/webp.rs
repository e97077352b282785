//! WebP: RIFF chunks; an animation's frames are chunks that hold chunks.

use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF, ImageICC};

use super::{icc, orientation};

/// Of a `VP8X` chunk's flags, whether there are transparent parts and an animation. Those for the profile and
/// for Exif are set again as they are added.
const ALPHA_AND_ANIMATION: u8 = 0b0001_0010;
/// The place, size, duration and blending before a frame's chunks.
const FRAME_HEAD: usize = 16;

/// `None` where it is damaged.
pub(super) fn clean(bytes: Bytes) -> Option<Vec<u8>> {
    let mut webp = WebP::from_bytes(bytes).ok()?;
    let profile = webp.icc_profile().and_then(|profile| icc::clean(&profile));
    let turned = webp.exif().and_then(|exif| orientation::only(&exif));

    let kept: Option<Vec<_>> = webp.chunks().iter().filter_map(draws).collect();
    let kept = kept?;
    let shown = |chunk: &RiffChunk| matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ANMF");
    if !kept.iter().any(shown) {
        return None;
    }
    *webp.chunks_mut() = kept;
    webp.set_icc_profile(profile.map(Bytes::from));
    webp.set_exif(turned.map(Bytes::from));
    Some(webp.encoder().bytes().to_vec())
}

/// A chunk as it may stay; `None` of metadata and of what nobody knows, `Some(None)` of a damaged one.
fn draws(chunk: &RiffChunk) -> Option<Option<RiffChunk>> {
    let data = chunk.content().data();
    match &chunk.id() {
        b"VP8 " | b"VP8L" | b"ALPH" => Some(data.map(|_| chunk.clone())),
        b"VP8X" => Some(data.and_then(|data| extended(data))),
        b"ANIM" => {
            Some(data.and_then(|data| data.get(..6)).map(|head| make(b"ANIM", head.to_vec())))
        }
        b"ANMF" => Some(data.and_then(|data| frame(data))),
        _ => None,
    }
}

fn extended(data: &[u8]) -> Option<RiffChunk> {
    let mut head = data.get(..10)?.to_vec();
    head[0] &= ALPHA_AND_ANIMATION;
    head[1..4].fill(0);
    Some(make(b"VP8X", head))
}

/// A frame with nothing but what it shows. Its chunks are read as those of a file of their own.
fn frame(data: &[u8]) -> Option<RiffChunk> {
    let (head, chunks) = data.split_at_checked(FRAME_HEAD)?;
    let size = u32::try_from(chunks.len() + 4).ok()?;
    let file = [b"RIFF", size.to_le_bytes().as_slice(), b"WEBP", chunks].concat();
    let file = RiffChunk::from_bytes(file.into()).ok()?;
    let mut frame = head.to_vec();
    for chunk in file.content().list()?.1 {
        if matches!(&chunk.id(), b"VP8 " | b"VP8L" | b"ALPH") {
            frame.extend_from_slice(&chunk.clone().encoder().bytes());
        }
    }
    Some(make(b"ANMF", frame))
}

fn make(id: &[u8; 4], data: Vec<u8>) -> RiffChunk {
    RiffChunk::new(*id, RiffContent::Data(data.into()))
}
