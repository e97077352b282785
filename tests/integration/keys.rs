//! What is read of a journal's keys alone is what is read of them with all texts.

use std::fs;
use std::path::{Path, PathBuf};

use loopbook::model::{Document, Journal};
use loopbook::read;
use proptest::prelude::*;

use crate::support::edits::{apply, edits};
use crate::support::effort::cases;

/// The journal without what only the texts of entries and pages say, and what links by their titles lead to.
fn without_texts(mut journal: Journal) -> Journal {
    for entry in &mut journal.entries {
        entry.title.clear();
        entry.tags.clear();
        entry.visibility = journal.config.visibility;
        entry.body = Document::default();
        let keys = &mut entry.keys;
        for answer in [&mut keys.trying, &mut keys.blocking, &mut keys.help, &mut keys.bar] {
            *answer = None;
        }
        for proof in &mut keys.evidence {
            proof.target = None;
        }
    }
    for page in &mut journal.pages {
        page.title.clear();
        page.tags.clear();
        page.visibility = journal.config.visibility;
        page.body = Document::default();
    }
    // What their links lead to.
    for body in journal.goals.iter_mut().map(|goal| &mut goal.body) {
        *body = Document::default();
    }
    for body in journal.tasks.iter_mut().map(|task| &mut task.body) {
        *body = Document::default();
    }
    for body in journal.people.iter_mut().map(|person| &mut person.body) {
        *body = Document::default();
    }
    journal
}

/// Reads a journal in both ways, compares them, and gives how many entries have no text in one of them.
#[track_caller]
fn compare(root: &Path) -> usize {
    let (whole, keys) = (read::read(root, None), read::read_keys(root));
    assert_eq!(whole.configured, keys.configured, "{}", root.display());
    let (Some(whole), Some(keys)) = (whole.journal, keys.journal) else { return 0 };
    let both = whole.entries.iter().zip(&keys.entries);
    let skipped = both.filter(|(whole, keys)| whole.body.len() > keys.body.len()).count();
    assert_eq!(without_texts(keys), without_texts(whole), "{}", root.display());
    skipped
}

/// The folders in a folder.
fn folders(path: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let entries = fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry"));
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn keys_are_the_same_without_most_texts() {
    let mut skipped = compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal"));
    assert!(skipped > 0);
    for journal in [folders("tests/stories"), folders("tests/errors")].concat() {
        skipped += compare(&journal);
    }
    assert!(skipped > 100, "{skipped}");
}

#[test]
fn what_keeps_a_note_out_is_read() {
    let journal = crate::support::folder::folder(&[
        ("2026-01-05-a.md", "> text [!private]\n"),
        ("2026-01-06-b.md", "> private%%x%%:%%y%%: yes\n"),
        ("2026-01-07-c.md", "Text.\n"),
    ]);
    assert_eq!(compare(journal.path()), 1);
    let entries = read::read_keys(journal.path()).journal.expect("a journal").entries;
    let dates: Vec<String> = entries.iter().map(|entry| entry.date.to_string()).collect();
    assert_eq!(dates, ["2026-01-07"]);
}

proptest! {
    #![proptest_config(cases(32))]
    #[test]
    fn keys_are_the_same_in_any_journal(batches in edits()) {
        let folder = tempfile::tempdir().expect("a folder");
        for edit in batches.iter().flatten() {
            apply(folder.path(), edit);
            compare(folder.path());
        }
    }
}
