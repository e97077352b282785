//! Words as numbers, so that they are compared and hashed without looking elsewhere in memory.

use std::hash::{Hash, Hasher};

/// A word of up to [`LONGEST`] bytes, which nearly all have: its bytes, the first of them highest, and last how many
/// there are. Such numbers are in the order of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ShortWord(u128);

const LONGEST: usize = 15;

impl ShortWord {
    /// A word; `None` where it is longer.
    pub(super) fn new(word: &str) -> Option<Self> {
        let length = word.len();
        (length <= LONGEST).then(|| Self(first_bytes(word.as_bytes()) | length as u128))
    }

    /// The first bytes of a longer word, which stands behind the short one of just these.
    pub(super) fn beginning(word: &str) -> Self {
        Self(first_bytes(&word.as_bytes()[..LONGEST]) | 0xff)
    }

    /// Its bytes, and last how many of them are its own.
    fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

/// A word of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexedWord<'p> {
    /// A short one, as it is written down.
    Short([u8; 16]),
    /// A longer one.
    Long(&'p str),
}

impl<'p> IndexedWord<'p> {
    /// A word, of which the first is known, and the second where it is a longer one.
    pub(super) fn new(short: ShortWord, long: Option<&'p str>) -> Self {
        long.map_or_else(|| Self::Short(short.bytes()), Self::Long)
    }

    /// What it was made of.
    pub(super) fn parts(&self) -> (ShortWord, Option<&'p str>) {
        match self {
            Self::Short(bytes) => (ShortWord(u128::from_be_bytes(*bytes)), None),
            Self::Long(word) => (ShortWord::beginning(word), Some(word)),
        }
    }
}

impl AsRef<str> for IndexedWord<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Short(bytes) => {
                let length = usize::from(bytes[LONGEST]).min(LONGEST);
                // It was a word before.
                std::str::from_utf8(&bytes[..length]).unwrap_or_default()
            }
            Self::Long(word) => word,
        }
    }
}

/// Up to fifteen bytes, the first of them highest. Those of a chunk may be in the one before, too.
fn first_bytes(bytes: &[u8]) -> u128 {
    let unused = |width: usize| 8 * (width - bytes.len()) as u32;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u64::from_be_bytes(*first), u64::from_be_bytes(*last));
        return u128::from(first) << 64 | u128::from(last.checked_shl(unused(16)).unwrap_or(0));
    }
    let eight = match (bytes.first_chunk(), bytes.last_chunk(), bytes) {
        (Some(first), Some(last), _) => {
            let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
            u64::from(first) << 32 | u64::from(last) << unused(8)
        }
        _ => bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte))
            .checked_shl(unused(8))
            .unwrap_or(0),
    };
    u128::from(eight) << 64
}

impl Hash for ShortWord {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64((self.0 >> 64) as u64);
        state.write_u64(self.0 as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::{IndexedWord, ShortWord};

    #[test]
    fn short_words_stay_what_they_are_and_are_in_order() {
        let mut words: Vec<String> =
            (0..=15).map(|length| "abcdefghijklmno"[..length].to_owned()).collect();
        words.extend(
            ["b", "bc", "bcd", "é", "日本語", "abcdefgi", "abcdefghi", "abcdz", "zz"]
                .map(ToOwned::to_owned),
        );
        words.sort();
        words.dedup();
        let short = |word: &String| ShortWord::new(word).expect("a short word");
        for pair in words.windows(2) {
            assert!(short(&pair[0]) < short(&pair[1]), "{pair:?}");
        }
        for word in &words {
            assert_eq!(IndexedWord::new(short(word), None).as_ref(), word);
        }
        let long = "abcdefghijklmnop";
        assert_eq!(ShortWord::new(long), None);
        let before = ShortWord::new(&long[..15]).expect("a short word");
        let behind = ShortWord::new("abcdefghijklmo").expect("a short word");
        assert!(before < ShortWord::beginning(long) && ShortWord::beginning(long) < behind);
    }
}
