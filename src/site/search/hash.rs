//! A fast hash function for words. It need not resist collisions on purpose.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes the hashes of a map whose keys are words.
pub(super) type WordHashes = BuildHasherDefault<WordHasher>;

/// Hashes one word: its length, and eight bytes at a time.
#[derive(Debug, Default)]
pub(super) struct WordHasher(u64);

/// Any large odd number works.
const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;

impl WordHasher {
    fn mix(&mut self, bytes: u64) {
        self.0 = (self.0.rotate_left(5) ^ bytes).wrapping_mul(FACTOR);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.len() as u64;
        let mut rest = bytes;
        while let Some((eight, more)) = rest.split_first_chunk() {
            self.mix(u64::from_le_bytes(*eight));
            rest = more;
        }
        if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
            // Some of the bytes may be in both.
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            self.mix(u64::from(first) | u64::from(last) << 32);
        } else if let [first, .., last] = rest {
            let middle = rest[rest.len() / 2];
            self.mix(u64::from_le_bytes([*first, middle, *last, 0, 0, 0, 0, 0]));
        } else if let [only] = rest {
            self.mix(u64::from(*only));
        }
    }

    fn write_u64(&mut self, bytes: u64) {
        self.mix(bytes);
    }

    /// Ignores the byte that ends a text, because the length is hashed already.
    fn write_u8(&mut self, _end: u8) {}

    fn finish(&self) -> u64 {
        // The upper bits depend on all of the word; maps look at the lower ones first.
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::{BuildHasher, Hash};

    use super::WordHashes;

    #[test]
    fn words_that_are_alike_have_other_hashes() {
        let hash = |word: &str| {
            let mut hasher = WordHashes::default().build_hasher();
            word.hash(&mut hasher);
            std::hash::Hasher::finish(&hasher)
        };
        let mut words = vec![String::new()];
        for length in 1..=20 {
            for at in 0..length {
                for c in ["b", "é"] {
                    let mut word = "a".repeat(length);
                    word.replace_range(at..=at, c);
                    words.push(word);
                }
            }
        }
        let hashes: HashSet<u64> = words.iter().map(|word| hash(word)).collect();
        assert_eq!(hashes.len(), words.len());
        let low: HashSet<u64> = (0..4096).map(|n| hash(&n.to_string()) % 8192).collect();
        assert!(low.len() > 2500, "{} of 4096 words have a place of their own", low.len());
    }
}
