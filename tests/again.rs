//! Reading a journal again gives what reading it for the first time does, after any edits.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use loopbook::read;
use loopbook::read::memo::{Memo, Reading};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What somebody does to a journal.
#[derive(Clone, Debug)]
enum Edit {
    Write(&'static str, &'static str),
    Delete(&'static str),
    Rename(&'static str, &'static str),
    Touch(&'static str),
}

const PATHS: &[&str] = &[
    "entries/2026-01-05-first.md",
    "entries/2026-01-06-second.md",
    "entries/deep/2026-01-07-third.md",
    "entries/page.md",
    "entries/shot.png",
    "goals/goal.md",
    "tasks/task.md",
    "people/lead.md",
    "ladders/steps.yaml",
    "theme/templates/404.html",
    "notes/2026-01-08-elsewhere.md",
    "loopbook.yaml",
];

const FOLDERS: &[&str] = &["entries", "entries/deep", "entries/other", "goals", "tasks", "notes"];

const TEXTS: &[&str] = &[
    "",
    "Only text, and [[first]], [[goal|g]] and ![](shot.png).\n",
    "---\nstep: ask\ntask: task\ngoal: goal\nwith: lead\n---\n# A title\n\n[[2026-01-06-second#Part]]\n",
    "---\nstep: deliver\ntask: [task, other]\nimpact: less\nshows: craft\n---\n## Part\n\n- [ ] call (by 2026-02-01)\n",
    "---\nstep: ask\ntask: task\ngoal: goal\nwith: lead\n---\n# A title\n\nOther words, [[page]].\n",
    "---\nstep: dance\n---\nWrong.\n",
    "---\ntitle: Named\naliases: [first, task]\nneeds: [craft]\n---\n",
    "---\ntitle: [\n",
    "title: A journal\nmanager: lead\n",
    "entries: notes\n",
    "nonsense: yes\n",
];

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let edit = prop_oneof![
        6 => (select(PATHS), select(TEXTS)).prop_map(|(path, text)| Edit::Write(path, text)),
        1 => select(PATHS).prop_map(Edit::Delete),
        1 => select(FOLDERS).prop_map(Edit::Delete),
        1 => (select(PATHS), select(PATHS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (select(FOLDERS), select(FOLDERS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => select(PATHS).prop_map(Edit::Touch),
    ];
    vec(vec(edit, 1..4), 1..6)
}

/// Does it, as far as it can be done, and says which paths a file system would name.
fn apply(root: &Path, edit: &Edit) -> Vec<PathBuf> {
    let at = |path: &str| root.join(path);
    match *edit {
        Edit::Write(path, text) => {
            let path = at(path);
            if fs::create_dir_all(path.parent().expect("a folder")).is_ok() {
                let _ = fs::write(&path, text);
            }
            vec![path]
        }
        Edit::Delete(path) => {
            let _ = fs::remove_dir_all(at(path));
            let _ = fs::remove_file(at(path));
            vec![at(path)]
        }
        Edit::Rename(from, to) => {
            let (from, to) = (at(from), at(to));
            if let Some(folder) = to.parent() {
                let _ = fs::create_dir_all(folder);
            }
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
        Edit::Touch(path) => {
            if let Ok(file) = fs::File::options().append(true).open(at(path)) {
                let later = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000);
                let _ = file.set_modified(later);
            }
            vec![at(path)]
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_again_is_reading(batches in edits(), named in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let mut memo = Memo::default();
        let mut now = memo.read(root, None, None).expect("the first time").read;
        for batch in &batches {
            let paths: BTreeSet<PathBuf> = batch.iter().flat_map(|edit| apply(root, edit)).collect();
            // A file that was emptied is waited for once.
            for _ in 0..2 {
                let touched = named.then_some(&paths);
                match memo.reread(root, None, touched, now.journal.as_ref()) {
                    Some(Reading::Whole(again)) => now = again.read,
                    Some(Reading::Patch(patch)) => {
                        let journal = now.journal.as_mut().expect("what was patched");
                        for (at, entry) in patch.entries {
                            journal.entries[at] = entry;
                        }
                        now.diagnostics = patch.diagnostics;
                    }
                    None => {}
                }
            }
            let fresh = read::read(root, None);
            prop_assert!(now.journal == fresh.journal, "after {batch:?}");
            prop_assert_eq!(&now.diagnostics, &fresh.diagnostics);
            prop_assert_eq!(now.configured, fresh.configured);
            prop_assert!(memo.read(root, None, None).is_none(), "nothing changed since {batch:?}");
        }
    }
}

#[test]
fn a_word_more_in_a_note_patches_one_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(folder.path().join("2026-01-06-b.md"), "[[2026-01-05-a#Part]]\n").expect("written");
    fs::write(&note, "---\nstep: ask\ntask: docs\n---\n## Part\n\nText.\n").expect("written");
    let mut memo = Memo::default();
    let journal = memo.read(root, None, None).expect("read").read.journal.expect("a journal");
    let mut again = |text: &str| {
        fs::write(&note, text).expect("written");
        memo.reread(root, None, Some(&BTreeSet::from([note.clone()])), Some(&journal))
            .expect("a change")
    };
    let word =
        "---\nstep: deliver\nimpact: less\ntask: docs\n---\n## Part\n\nText, [[2026-01-06-b]].\n";
    let Reading::Patch(patch) = again(word) else { panic!("a whole journal") };
    assert_eq!(patch.entries.len(), 1);
    assert_eq!(patch.entries[0].1.body.links.len(), 1);
    for another in [word.replace("task: docs", "task: site"), word.replace("## Part", "## Else")] {
        assert!(matches!(again(&another), Reading::Whole(_)), "{another}");
    }
}

#[test]
fn a_save_that_changes_nothing_is_no_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(&note, "Text.\n").expect("written");
    let mut memo = Memo::default();
    assert!(memo.read(root, None, None).is_some());
    fs::write(&note, "Text.\n").expect("written");
    assert!(memo.read(root, None, Some(&BTreeSet::from([note]))).is_none());
    assert!(memo.read(root, None, None).is_none());
}

#[test]
fn a_file_that_is_empty_for_a_moment_is_not_read_as_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(&note, "---\nprivate: true\n---\nText.\n").expect("written");
    let mut memo = Memo::default();
    memo.read(root, None, None);
    let touched = BTreeSet::from([note.clone()]);
    fs::write(&note, "").expect("written");
    assert!(memo.read(root, None, Some(&touched)).is_none());
    assert!(memo.unsettled, "it is looked at again soon");
    let again = memo.read(root, None, Some(&touched)).expect("it stays empty");
    assert_eq!(again.changed, ["2026-01-05-a.md"]);
    assert!(!memo.unsettled);
}
