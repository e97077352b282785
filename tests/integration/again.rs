//! Reading a journal again gives what reading it for the first time does, after any edits.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use loopbook::read;
use loopbook::read::cache::{CacheOutcome, ReadCache};
use proptest::prelude::*;

use crate::support::edits::{apply, edits};
use crate::support::effort::cases;

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn reading_again_is_reading(batches in edits(), named in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let mut cache = ReadCache::default();
        let mut now = cache.read(root, None, None).expect("the first time").read;
        for batch in &batches {
            let paths: BTreeSet<PathBuf> = batch.iter().flat_map(|edit| apply(root, edit)).collect();
            // A file that was emptied is waited for once.
            for _ in 0..2 {
                let touched = named.then_some(&paths);
                match cache.reread(root, None, touched, now.journal.as_ref()) {
                    Some(CacheOutcome::Whole(again)) => now = again.read,
                    Some(CacheOutcome::Patch(patch)) => {
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
            prop_assert!(cache.read(root, None, None).is_none(), "nothing changed since {batch:?}");
        }
    }
}

#[test]
fn a_word_more_in_a_note_patches_one_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(folder.path().join("2026-01-06-b.md"), "[[2026-01-05-a#Part]]\n").expect("written");
    fs::write(&note, "---\nstep: ask\ntask: docs\n---\n## Part\n\nText.\n").expect("written");
    let mut cache = ReadCache::default();
    let journal = cache.read(root, None, None).expect("read").read.journal.expect("a journal");
    let mut again = |text: &str| {
        fs::write(&note, text).expect("written");
        cache
            .reread(root, None, Some(&BTreeSet::from([note.clone()])), Some(&journal))
            .expect("a change")
    };
    let word =
        "---\nstep: deliver\nimpact: less\ntask: docs\n---\n## Part\n\nText, [[2026-01-06-b]].\n";
    let CacheOutcome::Patch(patch) = again(word) else { panic!("a whole journal") };
    assert_eq!(patch.entries.len(), 1);
    assert_eq!(patch.entries[0].1.body.links.len(), 1);
    for another in [word.replace("task: docs", "task: site"), word.replace("## Part", "## Else")] {
        assert!(matches!(again(&another), CacheOutcome::Whole(_)), "{another}");
    }
}

#[test]
fn a_save_that_changes_nothing_is_no_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(&note, "Text.\n").expect("written");
    let mut cache = ReadCache::default();
    assert!(cache.read(root, None, None).is_some());
    fs::write(&note, "Text.\n").expect("written");
    assert!(cache.read(root, None, Some(&BTreeSet::from([note]))).is_none());
    assert!(cache.read(root, None, None).is_none());
}

#[test]
fn a_file_that_is_empty_for_a_moment_is_not_read_as_empty() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, note) = (folder.path(), folder.path().join("2026-01-05-a.md"));
    fs::write(&note, "---\nprivate: true\n---\nText.\n").expect("written");
    let mut cache = ReadCache::default();
    cache.read(root, None, None);
    let touched = BTreeSet::from([note.clone()]);
    fs::write(&note, "").expect("written");
    assert!(cache.read(root, None, Some(&touched)).is_none());
    assert!(cache.unsettled, "it is looked at again soon");
    let again = cache.read(root, None, Some(&touched)).expect("it stays empty");
    assert_eq!(again.changed, ["2026-01-05-a.md"]);
    assert!(!cache.unsettled);
}

#[test]
fn a_file_that_is_empty_for_a_moment_is_waited_for_while_others_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let [note, other] = ["2026-01-05-a.md", "2026-01-06-b.md"].map(|name| root.join(name));
    fs::write(&note, "Text.\n").expect("written");
    fs::write(&other, "Text.\n").expect("written");
    let mut cache = ReadCache::default();
    cache.read(root, None, None);
    fs::write(&note, "").expect("written");
    assert!(cache.read(root, None, Some(&BTreeSet::from([note]))).is_none());
    fs::write(&other, "Other.\n").expect("written");
    let again = cache.read(root, None, Some(&BTreeSet::from([other]))).expect("another one");
    assert_eq!(again.changed, ["2026-01-06-b.md"]);
    assert!(cache.unsettled, "the empty one is still looked at again");
    let again = cache.read(root, None, None).expect("it stays empty");
    assert_eq!(again.changed, ["2026-01-05-a.md"]);
}

#[test]
fn what_changed_is_known_when_the_configuration_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let config = root.join("loopbook.yaml");
    fs::write(root.join("2026-01-05-a.md"), "Text.\n").expect("written");
    fs::write(&config, "title: One\n").expect("written");
    let mut cache = ReadCache::default();
    cache.read(root, None, None);
    let mut save = |text: &str| {
        fs::write(&config, text).expect("written");
        cache.read(root, None, Some(&BTreeSet::from([config.clone()]))).expect("a change").changed
    };
    assert_eq!(save("title: Two\n"), ["loopbook.yaml"]);
    assert_eq!(save("title: [\n"), ["loopbook.yaml"]);
    assert_eq!(save("title: Three\n"), ["loopbook.yaml"], "the notes are as they were");
}

#[test]
fn a_section_that_hides_its_notes_is_seen_when_it_is_saved_and_when_a_note_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let [section, note] = ["posts/_index.md", "posts/2026-01-05-a.md"].map(|name| root.join(name));
    fs::create_dir(root.join("posts")).expect("a folder");
    fs::write(&section, "---\ntitle: Posts\n---\n").expect("written");
    fs::write(&note, "---\nvisibility: public\n---\nText.\n").expect("written");
    let mut cache = ReadCache::default();
    let mut now = cache.read(root, None, None).expect("the first time").read;
    let hides = "---\ncascade:\n  draft: true\n---\n";
    let mut visibilities = Vec::new();
    for (path, text) in [
        (&note, "---\nvisibility: public\n---\nOther text.\n"),
        (&section, hides),
        (&note, "---\nvisibility: public\n---\nText.\n"),
        (&section, "---\ntitle: Posts\n---\n"),
    ] {
        fs::write(path, text).expect("written");
        let touched = BTreeSet::from([path.clone()]);
        if let Some(again) = cache.read(root, None, Some(&touched)) {
            now = again.read;
        }
        assert!(now.journal == read::read(root, None).journal, "{text}");
        visibilities.push(now.journal.as_ref().expect("a journal").entries[0].visibility);
    }
    assert_eq!(visibilities[0], visibilities[3]);
    assert_ne!(visibilities[0], visibilities[1], "the section hides it");
    assert_eq!(visibilities[1], visibilities[2]);
}
