//! `loopbook new`: what it writes is read without a problem, says nothing that nobody said, and
//! replaces nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::effort::cases;
use crate::support::folder::folder;
use crate::support::program::{Done, command, run};
use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::model::keys::EntryKeys;
use loopbook::model::vocabulary::Kind;
use loopbook::model::{Entry, NoteTemplate};
use loopbook::read;
use loopbook::share::for_author;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

/// Runs it with arguments, the last of which is a folder.
fn loopbook<'a>(args: impl IntoIterator<Item = &'a str>, folder: &Path) -> Done {
    run(command().args(args).arg(folder))
}

const TODAY: &str = "2026-11-21";

fn copy(from: &Path) -> TempDir {
    let files = walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(from).expect("below").to_owned();
    let files: Vec<(PathBuf, Vec<u8>)> = files
        .map(|entry| (relative(entry.path()), fs::read(entry.path()).expect("a file")))
        .filter(|(path, _)| !path.starts_with("site"))
        .collect();
    folder(&files)
}

/// The example, the stories, an empty folder with entries, and a plain folder of notes.
fn journals() -> Vec<(String, TempDir)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stories = fs::read_dir(root.join("tests/stories")).expect("the stories");
    let stories = stories.map(|story| story.expect("a story").path()).filter(|path| path.is_dir());
    let mut journals: Vec<(String, TempDir)> = stories
        .chain([root.join("example-journal")])
        .map(|path| (path.display().to_string(), copy(&path)))
        .collect();
    journals.push(("empty".into(), folder(&[("entries/.gitkeep", "")])));
    journals.push(("plain".into(), folder(&[("2026-01-05 A talk.md", "# A talk")])));
    journals
}

fn problems(journal: &Path) -> Vec<String> {
    let loaded = read::read(journal, None);
    loaded.diagnostics.iter().map(|problem| format!("{problem:?}")).collect()
}

fn entry(journal: &Path, printed: &str) -> Entry {
    let path = Path::new(printed.trim()).strip_prefix(journal).expect("in the journal");
    let path = path.to_str().expect("text").to_owned();
    let loaded = read::read(journal, None);
    let entries = loaded.journal.expect("a journal").entries;
    entries.into_iter().find(|entry| entry.path == path).expect("it is read as an entry")
}

/// The problems of a journal but for its dead links: one may lead to a note that is new.
fn problems_beside_dead_links(journal: &Path) -> Vec<String> {
    problems(journal).into_iter().filter(|problem| !problem.contains("dead-link")).collect()
}

/// What an entry says, without what it was asked to say.
fn said(entry: &Entry) -> Vec<String> {
    let bare = Entry {
        id: Default::default(),
        plain_id: Default::default(),
        path: String::new(),
        title: String::new(),
        keys: Box::new(EntryKeys {
            stated_date: None,
            step: None,
            tasks: Vec::new(),
            goals: Vec::new(),
            with: Vec::new(),
            kind: Kind::Note,
            ..(*entry.keys).clone()
        }),
        body: Default::default(),
        ..entry.clone()
    };
    let nothing = Entry { date: entry.date, visibility: entry.visibility, ..nothing() };
    if bare == nothing { Vec::new() } else { vec![format!("{bare:#?}")] }
}

/// An entry of an empty file.
fn nothing() -> Entry {
    let folder = folder(&[("entries/2026-01-05.md", "")]);
    let journal = read::read(folder.path(), None).journal.expect("a journal");
    let entry = journal.entries.into_iter().next().expect("an entry");
    Entry {
        id: Default::default(),
        plain_id: Default::default(),
        path: String::new(),
        title: String::new(),
        body: Default::default(),
        ..entry
    }
}

#[test]
fn every_form_in_every_journal_is_read_and_says_nothing_by_itself() {
    for (name, journal) in journals() {
        let before = problems(journal.path());
        for form in NoteTemplate::ALL {
            let done = loopbook(["new", form.word(), "--date", TODAY, "-C"], journal.path());
            assert_eq!(done.code, 0, "{name}, {}: {}", form.word(), done.err);
            assert_eq!(problems(journal.path()), before, "{name}, {}", form.word());
            let entry = entry(journal.path(), &done.out);
            assert_eq!(said(&entry), [""; 0], "{name}, {}", form.word());
            assert_eq!(entry.body.promises.len(), 0);
            match form {
                // Nobody talked yet.
                NoteTemplate::Step(_) => assert_eq!(entry.step, None),
                NoteTemplate::Kind(kind) => assert_eq!((entry.step, entry.kind), (None, kind)),
            }
        }
    }
}

/// What a talk needs and the journal has not is told at once: that is what the rules are for.
#[test]
fn a_new_note_breaks_no_rule_where_the_loop_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal");
    for form in NoteTemplate::ALL {
        let journal = copy(&root);
        let before = findings(journal.path());
        loopbook(["new", form.word(), "--date", TODAY, "-C"], journal.path());
        let after = findings(journal.path());
        let new: Vec<&String> = after.iter().filter(|code| !before.contains(code)).collect();
        assert!(new.is_empty(), "{}: {new:?}", form.word());
    }
}

fn findings(journal: &Path) -> Vec<String> {
    let journal = read::read(journal, None).journal.expect("a journal");
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, date(2026, 11, 21));
    let told = analysis.findings.iter().map(|f| format!("{} {}", f.code, f.subject));
    told.collect()
}

#[test]
fn new_work_and_new_people_begin_with_a_note() {
    let journal = copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal"));
    let before = problems(journal.path());
    let args =
        ["new", "ask", "--task", "Harbour Lights", "--with", "quentin", "--date", TODAY, "-C"];
    let done = loopbook(args, journal.path());
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(problems(journal.path()), before);
    let entry = entry(journal.path(), &done.out);
    assert_eq!(entry.tasks[0].as_str(), "harbour-lights");
    assert_eq!(entry.with[0].as_str(), "quentin");
    let task = fs::read_to_string(journal.path().join("tasks/harbour-lights.md")).expect("a file");
    assert_eq!(task, "---\ntitle: Harbour Lights\n---\n");
}

#[test]
fn a_new_delivery_quotes_only_a_talk_about_its_work() {
    let ask =
        |task: &str, trying: &str| format!("---\nstep: ask\ntask: {task}\ntrying: {trying}\n---\n");
    let journal = folder(&[
        ("entries/2026-11-01-a.md", ask("rota", "Sleep at night")),
        ("entries/2026-11-02-b.md", ask("guide", "Hire two people")),
    ]);
    for (task, wanted) in [
        (Some("rota"), Some("Sleep at night")),
        (Some("guide"), Some("Hire two people")),
        (Some("other"), None),
        (None, None),
    ] {
        let mut args = vec!["new", "deliver", "--as-written", "--date", TODAY];
        args.extend(task.iter().flat_map(|task| ["--task", task]));
        args.push("-C");
        let done = loopbook(args, journal.path());
        assert_eq!(done.code, 0, "{}", done.err);
        let text = fs::read_to_string(done.out.trim()).expect("a note");
        for said in ["Sleep at night", "Hire two people"] {
            assert_eq!(text.contains(said), wanted == Some(said), "{task:?}: {text}");
        }
        fs::remove_file(done.out.trim()).expect("a note");
    }
}

fn snapshot(journal: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(journal).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(|file| (file.path().to_owned(), fs::read(file.path()).expect("a file"))).collect()
}

/// Text with what means something to YAML, to Markdown, to comments and to file names.
fn words() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "Docs",
        " ",
        "é",
        "日本",
        "🌱",
        ": ",
        " #",
        "%%",
        "-->",
        "<!--",
        "`",
        "```\n",
        "\"",
        "'",
        "\\",
        "\n",
        "---",
        "[[",
        "]]",
        "- [ ] x (by 2026-01-05)",
        "{{ a }}",
        "{% b %}",
        "/",
        "..",
        "@",
        "&",
        "*",
        "!",
        "|",
        "no",
        "1",
        "\u{85}",
        "\u{1b}",
        "\u{2028}",
        "\u{feff}",
        "$",
    ];
    proptest::collection::vec(select(PIECES), 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn whatever_a_journal_says_nothing_is_replaced_and_the_note_is_read(
        form in select(&NoteTemplate::ALL[..]),
        title in words(),
        (trying, impact, need) in (words(), words(), words()),
        file in select(&["2026-11-21-docs.md", "2026-11-21 Docs.md", "x/20261121-docs.md"][..]),
    ) {
        let quoted = |text: &str| serde_json::to_string(text).expect("a text");
        let journal = folder(&[
            (format!("entries/{file}"), format!("---\nstep: ask\ntask: docs\ntrying: {}\n---\n", quoted(&trying))),
            ("entries/2026-11-20-b.md".into(), format!("---\nstep: deliver\ntask: docs\nimpact: {}\n---\n", quoted(&impact))),
            ("entries/2026-11-21-docs-2.md".into(), "---\na: [\n---\n".into()),
            ("goals/g.md".into(), format!("---\nto: x\nby: 2027-01-01\nneeds: [y]\n---\n## y\n\n{need}\n")),
        ]);
        let before = snapshot(journal.path());
        let was = problems_beside_dead_links(journal.path());
        for title in [title.as_str(), "docs"] {
            let title = title.replace('\0', "");
            let done = loopbook(["new", form.word(), "--date", TODAY, "-C"], journal.path().join("").as_path());
            prop_assert_eq!(done.code, 0, "{}", done.err);
            let done = run(
                command().args(["new", "--date", TODAY, "-C"]).arg(journal.path())
                    .args(["--", form.word(), &title]),
            );
            prop_assert_eq!(done.code, 0, "{}", done.err);
            let entry = entry(journal.path(), &done.out);
            prop_assert_eq!(said(&entry), [""; 0]);
        }
        let after = snapshot(journal.path());
        for (path, bytes) in before {
            prop_assert_eq!(&after[&path], &bytes, "{:?} is another", path);
        }
        prop_assert_eq!(problems_beside_dead_links(journal.path()), was);
    }
}

#[test]
fn a_journal_has_templates_of_its_own() {
    let own = |text: &str| folder(&[("entries/.gitkeep", ""), ("theme/notes/ask.md", text)]);
    let journal = own("---\n{{ keys }}\n---\n\nTo {{ person.name }}, on {{ date }}.\n");
    let done = loopbook(["new", "2", "--date", TODAY, "-C"], journal.path());
    let text = fs::read_to_string(done.out.trim()).expect("the note");
    let head = "---\ntitle: What your manager needs\nstep: ask\n---\n";
    assert_eq!(text, format!("{head}\nTo your manager, on {TODAY}.\n"));
    let journal = own("---\n{{ keys }}\n---\n{{ heart.trying }}\n");
    let before = snapshot(journal.path());
    let done = loopbook(["new", "ask", "--date", TODAY, "-C"], journal.path());
    assert_eq!(done.code, 1);
    for said in ["theme/notes/ask.md:4:4", "did you mean `heard`?", "nothing was written"] {
        assert!(done.err.contains(said), "{said}: {}", done.err);
    }
    assert_eq!(snapshot(journal.path()), before);
}

#[test]
fn a_note_goes_where_its_fellows_are() {
    for (files, path) in [
        (&["entries/.gitkeep"][..], "entries/2026-11-21-docs.md"),
        (&["loopbook.yaml"], "entries/2026-11-21-docs.md"),
        (&["2025-01-05-a.md"], "2026-11-21-docs.md"),
        (&["log/2025/01/05.md"], "2026-11-21-docs.md"),
        (&["2025/01/05.md"], "2026/11/2026-11-21-docs.md"),
        (
            &["entries/2024/2024-05-05-a.md", "entries/2025-05-05-b.md"],
            "entries/2026-11-21-docs.md",
        ),
        (
            &["entries/2025-05-05-b.md", "entries/2026/2026-05-05-a.md"],
            "entries/2026/2026-11-21-docs.md",
        ),
        (&["entries/2026-05/2026-05-05-a.md"], "entries/2026-11/2026-11-21-docs.md"),
        // A folder for a subject is nobody's but its own.
        (
            &["entries/2025/2025-05-05-a.md", "entries/x/2026-05-05-b.md"],
            "entries/2026/2026-11-21-docs.md",
        ),
        // An id is one note's, wherever that lies.
        (&["entries/x/2026-11-21 Docs.md"], "entries/2026-11-21-docs-2.md"),
        (
            &["entries/2025-1-1.md", "entries/x/20261121-docs.md", "entries/2026-11-21-docs-2.md"],
            "entries/2026-11-21-docs-3.md",
        ),
    ] {
        let journal = folder(&files.iter().map(|path| (*path, "")).collect::<Vec<_>>());
        let done =
            run(command().args(["new", "note", "Docs", "--date", TODAY, "-C"]).arg(journal.path()));
        let made = Path::new(done.out.trim());
        assert_eq!(made, journal.path().join(path), "{files:?}: {}", done.err);
    }
}

/// A title and a file's name go to other readers with their note, who know the person by another name.
#[test]
fn a_person_with_another_name_for_readers_is_in_no_title_or_file_name() {
    for form in ["master", "ask", "repeat", "feedback"] {
        let made = crate::support::folder::folder(&[
            ("loopbook.yaml", "manager: ines\n"),
            (
                "people/ines.md",
                "---\ntitle: Ines\nrelation: manager\nshare_as: the head of product\n---\n",
            ),
        ]);
        let args = ["new", form, "--date", "2026-04-01", "-C"];
        let done = crate::support::program::run(
            crate::support::program::command()
                .args(args)
                .arg(made.path())
                .env_remove("VISUAL")
                .env_remove("EDITOR"),
        );
        assert_eq!(done.code, 0, "{}", done.err);
        let path = done.out.trim().to_owned();
        assert!(!path.to_lowercase().contains("ines"), "{path}");
        let text = std::fs::read_to_string(made.path().join(&path)).expect("a note");
        let title = text.lines().find(|line| line.starts_with("# ") || line.starts_with("title:"));
        assert!(title.is_none_or(|title| title.contains("the head of product")), "{title:?}");
    }
}
