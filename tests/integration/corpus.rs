//! What fuzzing found is tried again: each file of `fuzz/corpus` on its target, and some of the seeds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::effort::effort;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own, too")]
mod targets;

/// The files directly in a folder, in order; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// The files of the tests that a target begins with.
fn seeds(root: &Path, name: &str) -> Vec<PathBuf> {
    match name {
        "svg" => {
            let mut pictures = files(&root.join("tests/pictures"));
            pictures.retain(|path| path.extension().is_some_and(|extension| extension == "svg"));
            pictures
        }
        "picture" => files(&root.join("tests/pictures")),
        "ladder" => files(&root.join("ladders"))
            .into_iter()
            .chain(files(&root.join("tests/ladders")))
            .collect(),
        "packet_file" => files(&root.join("tests/packets")),
        "configuration" => vec![root.join("example-journal/loopbook.yaml")],
        _ => files(&root.join("tests/cmd/journal/entries")),
    }
}

#[test]
fn what_fuzzing_found_does_no_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for (name, target) in targets::TARGETS {
        for path in files(&root.join("fuzz/corpus").join(name)) {
            // A panic says where; this says what with.
            let bytes = fs::read(&path).expect("a file");
            let harm = std::panic::catch_unwind(|| target(&bytes));
            assert!(harm.is_ok(), "{name} fails with {}", path.display());
            count += 1;
        }
    }
    assert!(count >= targets::TARGETS.len(), "only {count} files");
}

#[test]
fn each_target_takes_what_the_tests_are_made_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in targets::TARGETS {
        let seeds = seeds(root, name);
        assert!(!seeds.is_empty(), "{name} has none");
        for path in seeds {
            target(&fs::read(path).expect("a file"));
        }
    }
}

/// What turns up in the texts that targets read, to be put anywhere; a `·` stands between two.
const WORDS: &str = "---\n·```\n·~~~·%%·[[·]]·![[·> ·> [!private]\n·> [!note]- ·[^1]: ·[^1]·[a]: ·](·](#·==·<!--·-->\
    ·<div>·</div>·<svg>·<script>·    ·\t·- ·1. ·- [ ] ·|·\n\n·\r\n·\\·`·``·*·**·_·#·# ·#tag·^id·&amp;·&#0;·: \
    ·private: yes\n·visibility: public\n·step: ask\n·with: ana\n·task: ·date: ·2026-01-05·9999-12-31·0022-01-01\
    ·&a ·*a·<<: ·!!str ·|\n  ·>-\n  ·{·}·[·]·\"·'·\u{0}·\u{feff}·\u{202e}·🎢·é·%2e%2e%2f·../·javascript:·url(#a)\
    ·<use href=\"#a\"/>·<style>·</style>·<defs>·<switch>·<!DOCTYPE a [·<![CDATA[·viewBox=\"0 0 1 1\"";

/// Numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    /// One below a limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        let words: Vec<_> = WORDS.split('·').collect();
        words[self.below(words.len())]
    }

    /// A part of some bytes.
    fn part<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let from = self.below(bytes.len() + 1);
        let length = self.below((bytes.len() - from).min(80) + 1);
        &bytes[from..from + length]
    }

    /// A seed with some changes, a part of another one among them.
    fn changed(&mut self, seed: &[u8], other: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.below(6) {
            let place = self.below(bytes.len() + 1);
            let inserted = match self.below(6) {
                0 => Vec::new(),
                1 => self.part(other).to_vec(),
                2 => self.part(&bytes).to_vec(),
                3 => vec![self.below(256) as u8],
                _ => self.word().into(),
            };
            let end = if self.below(3) == 0 {
                place + self.below(bytes.len() - place + 1) / 4
            } else {
                place
            };
            bytes.splice(place..end, inserted);
        }
        bytes.truncate(1 << 14);
        bytes
    }
}

/// A short form of what `fuzz/run` does, without its eyes: seeds that were changed blindly.
#[test]
fn seeds_that_are_changed_do_no_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, (name, target)) in targets::TARGETS.iter().enumerate() {
        let seeds: Vec<Vec<u8>> =
            seeds(root, name).iter().map(|path| fs::read(path).expect("a file")).collect();
        let mut numbers =
            Numbers(0x9e37_79b9_7f4a_7c15 ^ (u64::from(effort()) << 8) ^ number as u64);
        for _ in 0..30 * effort() {
            let [seed, other] = [0, 1].map(|_| numbers.below(seeds.len()));
            let bytes = numbers.changed(&seeds[seed], &seeds[other]);
            if std::panic::catch_unwind(|| target(&bytes)).is_err() {
                let kept = root.join(format!("target/harm-{name}"));
                fs::write(&kept, &bytes).expect("written");
                panic!("{name} fails with {}", kept.display());
            }
        }
    }
}
