//! After any edits, the site that is kept fresh is the one that a clean build writes, and only what
//! an edit is about is made again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::{Date, date};
use loopbook::diagnostic::codes;
use loopbook::model::vocabulary::Audience;
use loopbook::output::{self, Written};
use loopbook::watch::steps::Steps;
use loopbook::watch::{News, Options, folders};
use loopbook::{pipeline, read, share};
use proptest::prelude::*;

use crate::support::edits::{apply, edits};
use crate::support::effort::cases;

const TODAY: Date = date(2026, 11, 21);

fn options(root: &Path) -> Options {
    Options {
        root: root.to_path_buf(),
        output: None,
        force: false,
        audience: Audience::Me,
        poll: true,
        watcher: Box::new(folders::system),
        today: Box::new(|| TODAY),
        editor: None,
    }
}

/// The files below a folder, none where there is no folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let own = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("below it").to_path_buf();
        (path, fs::read(entry.path()).expect("a file"))
    };
    files.map(own).collect()
}

/// Where a clean build would write to, and what; `None` where it would write nothing.
fn clean(root: &Path) -> Option<(PathBuf, BTreeMap<PathBuf, Vec<u8>>)> {
    let loaded = read::read(root, None);
    let journal = loaded.journal.as_ref().filter(|_| loaded.configured)?;
    let (site, problems) = pipeline::site(&share::for_author(journal, &loaded.diagnostics), TODAY);
    if problems.iter().any(|problem| problem.code == codes::TEMPLATE) {
        return None;
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    output::write(&site, elsewhere.path(), false).expect("written");
    let place = output::site_folder(root, None, &journal.config).expect("a folder");
    Some((place, files(elsewhere.path())))
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn a_site_kept_fresh_is_a_clean_one(batches in edits(), named in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let options = options(root);
        let refused = Mutex::new(false);
        let tell = |news: News<'_>| match news {
            News::Refused(_) | News::Unmade(_) => *refused.lock().expect("a lock") = true,
            News::Built { .. } => *refused.lock().expect("a lock") = false,
            other => panic!("{other:?}"),
        };
        let mut steps = Steps::new(&options, &tell);
        steps.rebuild(None).expect("a journal");
        for batch in &batches {
            let before = [files(&root.join("site")), files(&root.join("elsewhere"))];
            let paths: BTreeSet<PathBuf> = batch.iter().flat_map(|edit| apply(root, edit)).collect();
            // A file that was emptied is waited for once.
            for _ in 0..2 {
                steps.rebuild(named.then(|| paths.clone())).expect("a journal");
            }
            match clean(root) {
                Some((place, expected)) => {
                    let found = files(&place);
                    let differs = |path: &&PathBuf| found.get(*path) != expected.get(*path);
                    let differ: BTreeSet<_> = found.keys().chain(expected.keys()).filter(differs).collect();
                    prop_assert!(differ.is_empty(), "after {batch:?}: {differ:?}");
                    prop_assert!(!*refused.lock().expect("a lock"));
                }
                None => {
                    let after = [files(&root.join("site")), files(&root.join("elsewhere"))];
                    prop_assert!(before == after, "what can't be built leaves the last good site");
                    prop_assert!(*refused.lock().expect("a lock"), "and it is said");
                }
            }
        }
    }
}

/// A copy of the example, built once; and what became of each edit.
struct Example {
    folder: tempfile::TempDir,
    written: Mutex<Vec<Written>>,
}

impl Example {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal");
        for (path, bytes) in files(&from) {
            if path.starts_with("site") {
                continue;
            }
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().expect("a parent")).expect("folders");
            fs::write(place, bytes).expect("a file");
        }
        Self { folder, written: Mutex::default() }
    }

    /// How many files each edit writes.
    fn after(&self, edits: &[(&str, &dyn Fn(String) -> String)]) -> Vec<usize> {
        let options = options(self.folder.path());
        let tell = |news: News<'_>| match news {
            News::Built { written, .. } => self.written.lock().expect("a lock").push(written),
            other => panic!("{other:?}"),
        };
        let mut steps = Steps::new(&options, &tell);
        steps.rebuild(None).expect("a journal");
        let mut counts = Vec::new();
        for (path, edit) in edits {
            let path = self.folder.path().join(path);
            let text = fs::read_to_string(&path).unwrap_or_default();
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(&path, edit(text)).expect("written");
            let before = self.written.lock().expect("a lock").len();
            steps.rebuild(Some(BTreeSet::from([path]))).expect("a journal");
            let told = self.written.lock().expect("a lock");
            counts.push(told[before..].iter().map(|written| written.written).sum());
        }
        counts
    }
}

#[test]
fn a_word_in_a_note_is_written_where_it_is_shown() {
    let example = Example::new();
    let note = first_note(example.folder.path());
    let add = |text: String| format!("{text}\nAnother word.\n");
    let same = |text: String| text;
    let tag = |text: String| format!("{text}\nA #tag-that-is-new.\n");
    let style = |_: String| ":root { --accent: #123456; }\n".to_owned();
    let other_style = |_: String| ":root { --accent: #654321; }\n".to_owned();
    let counts = example.after(&[
        (&note, &add),
        (&note, &same),
        (&note, &tag),
        ("theme/static/assets/custom.css", &style),
        ("theme/static/assets/custom.css", &other_style),
    ]);
    let all = example.written.lock().expect("a lock")[0].written;
    assert!((1..=8).contains(&counts[0]), "its page, feeds and the search: {counts:?} of {all}");
    assert_eq!(counts[1], 0, "a save that changes nothing writes nothing");
    assert!(
        (2..=16).contains(&counts[2]),
        "also the tag's page, and the lists that show it: {counts:?}"
    );
    assert_eq!(counts[4], 1, "a style is a file");
}

fn first_note(root: &Path) -> String {
    let read = read::read(root, None).journal.expect("a journal");
    read.entries[0].path.clone()
}

#[test]
fn a_site_that_was_left_and_is_written_again_is_compared_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let (config, note) = (root.join("loopbook.yaml"), root.join("2026-01-05-a.md"));
    let options = options(root);
    let tell = |news: News<'_>| assert!(matches!(news, News::Built { .. }), "{news:?}");
    let mut steps = Steps::new(&options, &tell);
    for (output, words) in [("site", "One."), ("elsewhere", "Two."), ("site", "Two.")] {
        fs::write(&config, format!("output: {output}\n")).expect("written");
        fs::write(&note, words).expect("written");
        steps.rebuild(None).expect("a journal");
        let (place, expected) = clean(root).expect("it can be built");
        assert!(files(&place) == expected, "{output}");
    }
}

#[test]
fn words_that_change_in_one_note_after_the_other_are_found_and_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    // More than one file of the search holds.
    let path = |at: usize| root.join(format!("2026-01-05-note-{at:02}.md"));
    let write = |at: usize, words: &str| {
        let next = (at + 1) % 40;
        let text = format!(
            "---\ntask: docs\n---\nNote {at} of [[2026-01-05-note-{next:02}]].\n\n{words}\n"
        );
        fs::write(path(at), text).expect("written");
    };
    (0..40).for_each(|at| write(at, "Words."));
    let options = options(root);
    let written = Mutex::new(Vec::new());
    let tell = |news: News<'_>| match news {
        News::Built { written: now, .. } => written.lock().expect("a lock").push(now.written),
        other => panic!("{other:?}"),
    };
    let mut steps = Steps::new(&options, &tell);
    steps.rebuild(None).expect("a journal");
    for (at, words) in [
        (0, "Other words."),
        (39, "Something new altogether."),
        (0, "Words."),
        (17, ""),
        (39, "Something **older**.\n\n> [!private]\n> Other words."),
        (5, "![[2026-01-05-note-06]]"),
        (6, "What is shown elsewhere too."),
        (7, "Words. <!-- and a comment without an end"),
    ] {
        write(at, words);
        steps.rebuild(Some(BTreeSet::from([path(at)]))).expect("a journal");
        let (place, expected) = clean(root).expect("it can be built");
        let found = files(&place);
        let differs = expected.iter().find(|(path, bytes)| found.get(*path) != Some(bytes));
        assert_eq!(differs.map(|(path, _)| path), None, "{at}: {words}");
        assert_eq!(found.len(), expected.len());
    }
    // Its page, the index and texts of the search, and for the newest notes the feed; the last one's also where it is
    // embedded.
    let counts = written.into_inner().expect("a lock");
    assert_eq!(counts[1..8], [3, 4, 3, 4, 4, 3, 4]);
    assert!(counts[8] > 10, "pages about the present say how many problems there are: {counts:?}");
}
