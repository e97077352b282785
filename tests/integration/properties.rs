//! What holds for any journal, tried on many.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::export::Export;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::for_author;
use loopbook::site::Content;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::effort::cases;
use crate::support::folder::folder;

/// A word that no site has by itself.
const CANARY: &str = "zyzzyva";

/// The name under which [`build`] puts what is exported.
const EXPORT: &str = "(export)";

/// A file's path in the journal, and its content.
type Files = Vec<(String, Vec<u8>)>;

/// The files of a site, and the export.
type Built = BTreeMap<String, String>;

/// Takes a journal the whole way. `None` where its configuration can't be read.
fn build(files: &[(String, Vec<u8>)]) -> Option<Built> {
    let folder = folder(files);
    let loaded = read::read(folder.path(), None);
    let journal = loaded.journal?;
    let today = date(2026, 3, 1);
    let shared = for_author(&journal, &loaded.diagnostics);
    let (site, mut problems) = pipeline::site(&shared, today);
    let analysis = Analysis::of(&shared, today);
    let moves = pipeline::moves(&analysis, &mut problems);
    let export = Export::new(&analysis, &moves, &[]);
    let export = serde_json::to_string_pretty(&export).expect("JSON");
    assert!(problems.is_empty(), "{problems:#?}");
    let files = site.files.into_iter().map(|(path, content)| (path, text(content)));
    Some(files.chain([(EXPORT.to_owned(), export)]).collect())
}

fn text(content: Content) -> String {
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Copy(path) => std::fs::read(path).expect("a file of the journal"),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What differs between two builds of what should be the same journal.
fn different(one: Files, other: Files) -> Vec<String> {
    let [one, other] = [one, other].map(|files| build(&files).unwrap_or_default());
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// The files that hold the canary.
fn told(built: &Built) -> Vec<&str> {
    let has = |text: &str| text.to_lowercase().contains(CANARY);
    let files = built.iter().filter(|(path, text)| has(path) || has(text));
    files.map(|(path, _)| path.as_str()).collect()
}

const NOTHING: [&str; 0] = [];

// What notes are made of.

/// Marks of Markdown that begin or end what is special in it, and some text for between them.
#[rustfmt::skip]
const MARKDOWN: &[&str] = &[
    "\n", "\n\n", "    ", "\t", " ", "a", "Known", "é", "日本", "🌱", "\u{301}", "\u{85}", "\0", "# ",
    "## Trying\n", "- ", "- [ ] ", "- [x] call (by 2026-03-01)\n", "(by ", "2026-02-30)", "1. ",
    "> ", "> [!private]- pay\n", "[!note]", "*", "**", "_", "~~", "==", "|", "\n|a|b|\n|-|-|\n",
    "[", "]", "(", ")", "](", "![", "[[", "]]", "![[", "[[known", "[[known#Trying|",
    "[[missing]]\n", "#^", " ^block", "[^1]", "[^1]: ", "[x]: y\n", "#tag", "#", "%%", "<!--",
    "-->", "<b>", "<script>", "&amp;", "&#0;", "\\", "`", "```", "```\n", "~~~", "---\n", "...\n",
    "https://a.example", "javascript:", "<a@b.example>", "picture.png", "../", "%20", "{{ a }}",
    "{% b %}", "{#id}", "{", "}",
];

/// Keys and their values, right, nearly right and wrong.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "title", "date", "tags", "aliases", "step", "loop", "task", "goal", "with", "kind",
    "visibility", "draft", "energy", "perception", "wishes", "bar", "status", "due", "size",
    "project", "impact", "metric", "evidence", "shows", "confirmed_by", "quote", "quote_from",
    "recommends", "recommendation", "still_missing", "reply",
    "gaps", "resolves", "update_by", "since", "until", "shared_on", "fiscal_year_start", "minutes",
    "reversible", "review_on", "outcome",
    "raw_html", "relation", "needs", "by", "to", "ladder", "levels", "competencies", "manager",
    "entries", "language", "stpe", "my own", "\"a\"", "2026", "yes", "? a",
];
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", "ask", "deliver", "pivot", "repeat", "2", "setback", "update", "new", "docs",
    "[docs, site]", "[[Known]]", "\"[[Known]]\"", "2026-01-05", "2026-01-05T10:00:00Z",
    "2026-02-30", "0000-01-01", "9999-12-31", "small", "delivered", "true", "no", "~", "5", "-1",
    "1e999", "0x1f", "a: b", "\"a: 1 -> 2 min\"", "a: 1 -> 2", "[a, [b, [c]]]", "{a: b}", "[", "]",
    "{", "\"", "'", "|\n  text\n  more", ">-\n  text", "\n  - a\n  - b", "\n  a: b", "&a b", "*a",
    "!!binary AAAA", "!x y", "# c", "%a", "@a", "`a`", "é", "日本 🌱", "\u{85}", "\u{feff}", "\t",
    "\0", "- a", "? b", "<<: *a", "https://a.example", "ownership@l6", "manager", "zyx-ui",
];

fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(MARKDOWN).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn yaml() -> impl Strategy<Value = String> {
    let pair = (select(KEYS), select(VALUES)).prop_map(|(key, value)| format!("{key}: {value}\n"));
    let line = prop_oneof![
        12 => pair,
        1 => select(VALUES).prop_map(|value| format!("{value}\n")),
        1 => any::<char>().prop_map(|c| format!("{c}\n")),
    ];
    vec(line, 0..4).prop_map(|lines| lines.concat())
}

fn note() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => markdown(),
        3 => (yaml(), markdown()).prop_map(|(yaml, text)| format!("---\n{yaml}---\n{text}")),
    ]
}

/// A journal of several notes, each of any sort.
fn journal(note: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Files> {
    const PLACES: &[&str] = &[
        "entries/2026-01-05-a.md",
        "entries/2026-01-05-b.md",
        "entries/x/2026-01-05-a.md",
        "entries/x/20260104 c.md",
        "entries/2026/01/06.md",
        "entries/page.md",
        "goals/promotion.md",
        "tasks/docs.md",
        "people/manager.md",
        "ladders/levels.yaml",
        "loopbook.yaml",
    ];
    btree_map(select(PLACES), note, 1..5).prop_map(|notes| {
        let mut files: Files =
            notes.into_iter().map(|(path, note)| (path.to_owned(), note)).collect();
        files.push(("entries/2026-01-01-known.md".into(), "# Known\n\n## Trying\n\na".into()));
        files.push(("entries/picture.png".into(), "picture".into()));
        files
    })
}

fn text_journal() -> impl Strategy<Value = Files> {
    journal(note().prop_map(String::into_bytes))
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn no_text_stops_a_build(files in text_journal()) {
        build(&files);
    }
}

proptest! {
    #![proptest_config(cases(30))]

    #[test]
    fn no_text_stops_a_check(
        files in text_journal(),
        format in select(&["human", "json", "github"][..]),
    ) {
        let folder = folder(&files);
        let mut check = Command::new(env!("CARGO_BIN_EXE_loopbook"));
        let done = check.args(["check", "--format", format]).arg(folder.path()).output();
        let done = done.expect("a check");
        prop_assert!(matches!(done.status.code(), Some(0 | 1)), "{done:#?}");
    }

    #[test]
    fn no_bytes_stop_a_build(files in journal(vec(any::<u8>(), 0..80))) {
        build(&files);
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_order_in_which_files_are_made_changes_nothing(
        (files, shuffled) in text_journal()
            .prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle()))
    ) {
        prop_assert_eq!(different(files, shuffled), NOTHING);
    }

    #[test]
    fn line_endings_and_a_byte_order_mark_change_nothing(
        files in journal(note().prop_map(|text| text.replace(['\r', '\u{feff}'], "").into_bytes()))
    ) {
        let other = files.iter().map(|(path, text)| {
            let text = String::from_utf8_lossy(text);
            let text = match path.ends_with(".png") {
                true => text.into_owned(),
                false => format!("\u{feff}{}", text.replace('\n', "\r\n")),
            };
            (path.clone(), text.into_bytes())
        });
        let other = other.collect();
        prop_assert_eq!(different(files, other), NOTHING);
    }
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn an_entry_that_moves_keeps_its_id(
        name in select(&["2026-01-05-a.md", "20260105 Über uns.md", "2026-01-05.md", "a.md"][..]),
        from in select(FOLDERS),
        to in select(FOLDERS),
        text in markdown(),
    ) {
        let ids = [from, to].map(|folder| {
            let note = format!("---\ndate: 2026-01-05\ntitle: Any\n---\n{text}");
            let files = [(format!("entries/{folder}{name}"), note.into_bytes())];
            let built = build(&files).expect("a journal");
            let export: serde_json::Value = serde_json::from_str(&built[EXPORT]).expect("JSON");
            // What was meant to hide something, and does not, keeps the note out.
            let id = export["entries"].get(0)?["id"].as_str().expect("an id").to_owned();
            assert!(built.contains_key(&format!("entries/{id}.html")));
            Some(id)
        });
        prop_assert_eq!(&ids[0], &ids[1]);
    }
}

const FOLDERS: &[&str] = &["", "x/", "2026/", "2026/01/", "2025-12-31 week/", "goals/", "ü b/c/"];

/// Front matter that can't be read, for one reason each.
const UNREADABLE: &[&str] = &[
    "",
    "a: [",
    "a: \"",
    "- a",
    "a",
    "\ta: b",
    "a: b\na: c",
    "with: {a: b}",
    "quote_ok: 9",
    "raw_html: yesterday",
    "task: \"@\"",
    "draft: perhaps",
    "visibility: secret",
    "a: *b",
    "private: old",
];

proptest! {
    #![proptest_config(cases(100))]

    /// What could not be read might have said that the note is private.
    #[test]
    fn a_note_whose_front_matter_cannot_be_read_is_nowhere_in_the_site(
        wrong in select(UNREADABLE),
        first in any::<bool>(),
        (before, after) in (markdown(), markdown()),
    ) {
        let told_of = format!("title: {CANARY}\ntask: {CANARY}\ntags: {CANARY}\nwith: {CANARY}\n");
        let matter = match (wrong, first) {
            ("", _) => told_of,
            (_, true) => format!("{wrong}\n{told_of}---\n"),
            (_, false) => format!("{told_of}{wrong}\n---\n"),
        };
        let text = match wrong {
            "" => format!("\n{CANARY}"),
            _ => format!("{before}\n# {CANARY}\n#{CANARY} [[{CANARY}]] {after}"),
        };
        let built = build(&[
            ("entries/2026-01-05-bad.md".to_owned(), format!("---\n{matter}{text}").into_bytes()),
            ("entries/2026-01-06-good.md".to_owned(), "[[bad]] ![[2026-01-05-bad]]".into()),
        ]);
        let mut built = built.expect("a journal");
        prop_assert!(built[EXPORT].contains("\"error\""), "it was read:\n{matter}");
        // The author's own health page shows the line that is wrong.
        built.remove("health.html");
        prop_assert!(!built.contains_key("entries/2026-01-05-bad.html"));
        prop_assert_eq!(told(&built), NOTHING);
    }

    #[test]
    fn comments_are_nowhere_in_the_site(
        place in select(COMMENTED),
        before in uncommented(),
        after in uncommented(),
        inside in uncommented(),
        marks in select(&[("%%", "%%"), ("<!--", "-->")][..]),
        html in any::<bool>(),
    ) {
        let (open, close) = marks;
        let comment = format!("{open}{inside}{CANARY}{inside}{close}");
        let text = format!("---\nraw_html: {html}\n---\n{before}{comment}{after}\n");
        let built = build(&[
            (place.to_owned(), text.into_bytes()),
            ("entries/2026-01-06-other.md".to_owned(), "![[commented]] [[commented]]".into()),
        ]);
        let built = built.expect("a journal");
        prop_assert_eq!(told(&built), NOTHING);
    }
}

const COMMENTED: &[&str] = &[
    "entries/2026-01-05-commented.md",
    "entries/commented.md",
    "goals/commented.md",
    "tasks/commented.md",
    "people/commented.md",
];

/// Markdown without comments of its own, and without code, in which nothing is a comment.
fn uncommented() -> impl Strategy<Value = String> {
    markdown().prop_map(|text| {
        let text = text.replace(['%', '`', '~', '\t'], "");
        text.replace("<!--", "").replace("-->", "").replace("    ", "")
    })
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing_for_a_file_that_is_no_text() {
    let file = |text: &[u8]| vec![("entries/2026-01-05-a.md".to_owned(), text.to_vec())];
    assert_eq!(different(file(b"na\xefve\n"), file(b"na\xefve\r\n")), NOTHING);
    assert_eq!(different(file(b"na\xefve\n"), file(b"\xef\xbb\xbfna\xefve\n")), NOTHING);
}
