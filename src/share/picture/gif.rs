//! GIF: a screen, then blocks, each of which begins with a byte that says what it is.

const IMAGE: u8 = 0x2C;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3B;
const GRAPHIC_CONTROL: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

/// `None` where it is damaged. Comments, texts drawn by nobody, and what applications add are not
/// copied, but for how often it repeats.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut kept = Vec::with_capacity(bytes.len());
    let screen = take(&mut rest, 13)?;
    kept.extend_from_slice(screen);
    kept.extend_from_slice(take(&mut rest, palette(screen[10]))?);
    let mut frames = 0;
    loop {
        // Some programs forget the trailer.
        match take(&mut rest, 1).map_or(TRAILER, |byte| byte[0]) {
            IMAGE => {
                let head = take(&mut rest, 9)?;
                kept.push(IMAGE);
                kept.extend_from_slice(head);
                kept.extend_from_slice(take(&mut rest, palette(head[8]))?);
                // The size of its first codes, and the codes.
                kept.extend_from_slice(take(&mut rest, 1)?);
                kept.extend_from_slice(blocks(&mut rest)?);
                frames += 1;
            }
            EXTENSION => extension(&mut rest, &mut kept)?,
            TRAILER => break,
            _ => return None,
        }
    }
    kept.push(TRAILER);
    (frames > 0).then_some(kept)
}

fn extension(rest: &mut &[u8], kept: &mut Vec<u8>) -> Option<()> {
    let label = take(rest, 1)?[0];
    let blocks = blocks(rest)?;
    match (label, blocks) {
        // The delay and the transparent colour.
        (GRAPHIC_CONTROL, [4, _, _, _, _, 0]) => {
            kept.extend([EXTENSION, GRAPHIC_CONTROL]);
            kept.extend_from_slice(blocks);
        }
        (APPLICATION, [11, blocks @ ..]) => kept.extend(repeats(blocks).into_iter().flatten()),
        _ => {}
    }
    Some(())
}

/// The block that says how often an animation repeats, if this is one.
fn repeats(blocks: &[u8]) -> Option<[u8; 19]> {
    let (name, blocks) = blocks.split_at_checked(11)?;
    let [3, 1, low, high, ..] = *blocks else { return None };
    let known = name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0";
    let mut block = *b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    block[16..18].copy_from_slice(&[low, high]);
    known.then_some(block)
}

/// How many bytes a palette has, by the flags before it.
fn palette(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// A row of blocks, each with its length before it, and the empty one that ends it.
fn blocks<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let mut length = 0;
    loop {
        let block = usize::from(*rest.get(length)?);
        length += block + 1;
        if block == 0 {
            return take(rest, length);
        }
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}
