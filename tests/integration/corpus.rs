//! What fuzzing found is tried again: each file of `fuzz/corpus` on its target, and some of the seeds.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// The files directly in a folder, in order; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
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
    let pictures = files(&root.join("tests/pictures"));
    let notes = files(&root.join("tests/cmd/journal/entries"));
    let ladders = files(&root.join("ladders"));
    let configuration = vec![root.join("example-journal/loopbook.yaml")];
    for (name, target) in targets::TARGETS {
        let seeds = match *name {
            "svg" | "picture" => &pictures,
            "ladder" => &ladders,
            "configuration" => &configuration,
            _ => &notes,
        };
        assert!(!seeds.is_empty(), "{name} has none");
        for path in seeds {
            target(&fs::read(path).expect("a file"));
        }
    }
}
