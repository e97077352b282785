//! How a photo is turned, which is all that is kept of its Exif.

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// An Exif block that says how the picture is turned and nothing else, if the given one says so.
///
/// `None` where the picture is upright, as one without Exif is. The block is TIFF, from its byte order on.
pub(super) fn only(exif: &[u8]) -> Option<Vec<u8>> {
    let turned = orientation(exif).filter(|turned| (2..=8).contains(turned))?;
    let mut block = b"MM\0\x2A\0\0\0\x08\0\x01".to_vec();
    block.extend(ORIENTATION.to_be_bytes());
    block.extend(SHORT.to_be_bytes());
    block.extend(1_u32.to_be_bytes());
    block.extend(turned.to_be_bytes());
    // The value's other half, and that no directory follows.
    block.extend([0; 6]);
    Some(block)
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II\x2A\0" => true,
        b"MM\0\x2A" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let directory = usize::try_from(directory).ok()?;
    let entries = directory.checked_add(2)?;
    (0..usize::from(short(directory)?))
        .map(|index| entries + 12 * index)
        .find(|entry| short(*entry) == Some(ORIENTATION) && short(entry + 2) == Some(SHORT))
        .and_then(|entry| short(entry + 8))
}

#[cfg(test)]
mod tests {
    use super::only;

    #[test]
    fn only_the_way_it_is_turned_is_kept_in_either_byte_order() {
        let little = b"II\x2A\0\x08\0\0\0\x02\0\x0F\x01\x02\0\x04\0\0\0Acme\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let kept = only(little).expect("it is turned");
        assert_eq!(kept.len(), 26);
        assert_eq!(only(&kept).as_deref(), Some(kept.as_slice()));
        assert_eq!(kept[18..20], [0, 6]);
        let upright = [&little[..30], &[1], &little[31..]].concat();
        assert_eq!(only(&upright), None);
        assert_eq!(only(&little[..28]), None);
        assert_eq!(only(b"II\x2A\0\xFF\xFF\xFF\xFF"), None);
    }
}
