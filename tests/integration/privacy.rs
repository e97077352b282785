//! What somebody meant to hide stays hidden, in whatever words they said so.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::diagnostic::{Diagnostic, Severity};
use loopbook::export::Export;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read::{Read, read};
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

use crate::support::folder::folder;

type Files = Vec<(String, Vec<u8>)>;

/// Whatever a note says is shared, unless it says otherwise.
const OPEN: &str = "visibility: public\n";

/// What is read of these files, all of it shared by default.
fn loaded(files: &Files) -> Read {
    let config = ("loopbook.yaml".to_owned(), OPEN.into());
    let files: Files = files.iter().cloned().chain([config]).collect();
    read(folder(&files).path(), None)
}

/// Everything that the reader gets: the paths and the bytes of the site, and the export.
fn told(read: &Read, audience: Audience, today: Date) -> String {
    let journal = read.journal.as_ref().expect("a journal");
    let (shared, _) = share(journal, &read.diagnostics, &ShareOptions::new(audience).on(today));
    let (site, mut problems) = pipeline::site(&shared, today);
    let analysis = Analysis::of(&shared, today);
    let moves = pipeline::moves(&analysis, &mut problems);
    let export = Export::new(&analysis, &moves, &problems);
    let mut told = serde_json::to_string(&export).expect("JSON");
    for (path, content) in site.files {
        told.push_str(&path);
        if let Content::Bytes(bytes) = content {
            told.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    told.to_lowercase()
}

const TODAY: Date = date(2026, 3, 1);

/// Words for yes and for no, as people and programs write them.
const YES: [&str; 16] = [
    "true", "True", "TRUE", "yes", "Yes!", "YES", "on", "y", "1", "\"true\"", "'yes'", "✓", "ja",
    "oui", "sí", "yes # so",
];
const NO: [&str; 12] =
    ["false", "False", "FALSE", "no", "No.", "off", "n", "0", "\"false\"", "'no'", "nein", "non"];

/// Ways to say that a note is private.
fn spellings() -> Vec<String> {
    let yes = ["private", "draft", "hidden", "unlisted", "confidential", "dg-hide"];
    let no = ["publish", "published", "public", "share", "visible", "dg-publish"];
    let yes = yes.iter().flat_map(|key| YES.map(|word| format!("{key}: {word}")));
    let no = no.iter().flat_map(|key| NO.map(|word| format!("{key}: {word}")));
    let cases =
        ["Private: yes", "PRIVATE: yes", "DG_Hide: yes", "dgPublish: no", "\"private\": yes"];
    let words = [
        "visibility: private",
        "visibility: Private",
        "access: private",
        "access: restricted",
        "classification: confidential",
        "classification: Strictly Confidential",
        "status: private",
        "status: draft",
        "build: {render: never}",
    ];
    yes.chain(no).chain(cases.map(String::from)).chain(words.map(String::from)).collect()
}

/// The names of the notes that say something in YAML, and of those that a reader gets.
fn seen(matters: &[String]) -> (Read, BTreeSet<usize>) {
    let fenced: Vec<String> =
        matters.iter().map(|matter| format!("---\n{matter}\n---\n")).collect();
    seen_with(&fenced)
}

/// The same for front matter with its fences.
fn seen_with(matters: &[String]) -> (Read, BTreeSet<usize>) {
    let note = |(number, matter): (usize, &String)| {
        let path = format!("entries/2026-01-05-n{number}.md");
        (path, format!("{matter}canary{number}z\n").into_bytes())
    };
    let read = loaded(&matters.iter().enumerate().map(note).collect());
    let told = told(&read, Audience::Public, TODAY);
    let seen = |number: &usize| told.contains(&format!("canary{number}z"));
    let seen = (0..matters.len()).filter(seen).collect();
    (read, seen)
}

/// None of these notes may be shown, and none may be an error.
fn all_hide(matters: &[String]) {
    let (read, seen) = seen_with(matters);
    let seen: Vec<&String> = seen.into_iter().map(|number| &matters[number]).collect();
    assert_eq!(seen, [""; 0]);
    let refused = read.diagnostics.iter().filter(|one| one.is_error());
    let refused: Vec<(&str, &str)> = refused.map(|one| (&*one.path, &*one.message)).collect();
    assert_eq!(refused, [("", ""); 0], "each of these can be read");
}

/// A spelling without what only YAML writes: its key, and its value as TOML and JSON write it.
fn key_and_value(spelling: &str, assigns: &str) -> (String, String) {
    let (key, value) = spelling.split_once(": ").expect("a key");
    let value = value.split(" #").next().unwrap_or(value);
    let inner = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let value = match inner {
        Some(inner) => {
            let (key, value) = key_and_value(inner, assigns);
            format!("{{{key}{assigns} {value}}}")
        }
        None => match value.trim_matches(['"', '\'']) {
            bare @ ("true" | "false" | "1" | "0") if bare == value => bare.to_owned(),
            text => format!("\"{text}\""),
        },
    };
    (format!("\"{}\"", key.trim_matches('"')), value)
}

#[test]
fn every_spelling_of_private_hides_at_every_depth_of_yaml() {
    let spellings = spellings();
    assert!(spellings.len() >= 120, "only {}", spellings.len());
    let each_depth = |spelling: &String| {
        let (plain, _) = spelling.split_once(" #").unwrap_or((spelling, ""));
        [
            spelling.clone(),
            format!("params:\n  {plain}"),
            format!("a:\n  b:\n    - c: 1\n      {plain}"),
            format!("a: {{b: [{{{plain}}}]}}"),
            format!("a: &a\n  {plain}\nb: *a"),
        ]
        .map(|matter| format!("---\n{matter}\n---\n"))
    };
    all_hide(&spellings.iter().flat_map(each_depth).collect::<Vec<String>>());
}

#[test]
fn every_spelling_of_private_hides_at_every_depth_of_toml() {
    let each_depth = |spelling: &String| {
        let (key, value) = key_and_value(spelling, " =");
        let said = format!("{key} = {value}");
        [
            said.clone(),
            format!("a = 1\n[params]\n{said}"),
            format!("[a.b]\nc = 1\n{said}"),
            format!("[[a.b]]\nc = 1\n[[a.b]]\n{said}"),
            format!("a = {{ b = [{{ {said} }}] }}"),
            format!("a.b.{said}"),
        ]
        .map(|matter| format!("+++\n{matter}\n+++\n"))
    };
    all_hide(&spellings().iter().flat_map(each_depth).collect::<Vec<String>>());
}

#[test]
fn every_spelling_of_private_hides_at_every_depth_of_json() {
    let each_depth = |spelling: &String| {
        let (key, value) = key_and_value(spelling, ":");
        let said = format!("{key}: {value}");
        [
            format!("{{{said}}}"),
            format!("{{\n  \"a\": 1,\n  {said}\n}}"),
            format!("{{\"params\": {{{said}}}}}"),
            format!("{{\"a\": {{\"b\": [{{\"c\": 1, {said}}}]}}}}"),
            format!("{{\"a\": [[{{{said}}}]]}}"),
        ]
        .map(|matter| format!("{matter}\n"))
    };
    all_hide(&spellings().iter().flat_map(each_depth).collect::<Vec<String>>());
}

#[test]
fn other_programs_are_heeded_and_the_author_is_told() {
    let (read, seen) =
        seen(&["published: false".into(), "title: x".into(), "published: true".into()]);
    assert_eq!(seen, BTreeSet::from([1, 2]));
    let told: Vec<(Severity, &str, &str)> = read
        .diagnostics
        .iter()
        .map(|one| (one.severity, one.code.as_str(), &*one.message))
        .collect();
    assert_eq!(told, [(Severity::Info, "kept-private", "`published` keeps this note private")]);
}

#[test]
fn nothing_of_another_program_widens() {
    let matters: Vec<String> = ["publish: yes", "published: true", "public: yes", "access: public"]
        .iter()
        .map(|matter| format!("visibility: private\n{matter}"))
        .collect();
    assert_eq!(seen(&matters).1, BTreeSet::new());
}

#[test]
fn a_deciding_value_that_cannot_be_read_keeps_the_note_out() {
    let matters: Vec<String> = [
        "private: perhaps",
        "hidden: [a]",
        "published: soon",
        "access: colleagues",
        "params: {private: 2}",
        "publishDate: later",
        "<<: {private: yes}",
    ]
    .map(String::from)
    .to_vec();
    let (read, seen) = seen(&matters);
    assert_eq!(seen, BTreeSet::new());
    assert_eq!(read.diagnostics.iter().filter(|one| one.is_error()).count(), matters.len());
}

#[test]
fn tags_folders_and_callouts_hide() {
    let files = [
        ("entries/2026-01-05-a.md", "---\ntags: [x, Private]\n---\ncanary\n"),
        ("entries/2026-01-05-b.md", "canary #confidential\n"),
        ("entries/_drafts/2026-01-05-c.md", "canary\n"),
        ("entries/Private/2026/2026-01-05-h.md", "canary\n"),
        ("entries/2026-01-05-i.md", "canary #private/health\n"),
        ("entries/2026-01-05-j.md", "- [kind:: note] canary (#Work/Secret)\n"),
        ("entries/2026-01-05-k.md", "---\ntags: #private\n---\ncanary\n"),
        ("entries/2026-01-05-l.md", "---\ntags:\n  - #secret\n  - b\n---\ncanary\n"),
        ("entries/2026-01-05-m.md", "---\nkeywords: [a, confidential]\n---\ncanary\n"),
        ("entries/2026-01-05-n.md", "---\ntags: [a/private]\n---\ncanary\n"),
        ("entries/2026-01-05-d.md", "> [!secret] canary\n"),
        ("entries/2026-01-05-e.md", "> [!Internal]\n> canary\n"),
        ("entries/2026-01-05-f.md", "- > [!confidential]-\n  > canary\n"),
        ("entries/2026-01-05-g.md", "shown\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec();
    let read = loaded(&files);
    let public = told(&read, Audience::Public, TODAY);
    assert!(public.contains("shown") && !public.contains("canary"));
    assert!(told(&read, Audience::Me, TODAY).contains("canary"));
}

#[test]
fn days_bound_what_others_see() {
    let note = |name: &str, matter: &str| {
        (
            format!("{name}.md"),
            format!("---\nvisibility: public\n{matter}\n---\ncanary\n").into_bytes(),
        )
    };
    for folder in ["entries/2026-01-05-a", "entries/page", "goals/a", "tasks/a", "people/a"] {
        let later = loaded(&vec![note(folder, "publishDate: 2026-03-02")]);
        let over = loaded(&vec![note(folder, "expiryDate: 2026-03-02")]);
        let seen =
            |read: &Read, day| told(read, Audience::Public, date(2026, 3, day)).contains("canary");
        assert_eq!([1, 2].map(|day| seen(&later, day)), [false, true], "{folder}");
        assert_eq!([1, 2].map(|day| seen(&over, day)), [true, false], "{folder}");
        assert!(told(&later, Audience::Me, TODAY).contains("canary"));
        // Who does not say which day it is shares neither.
        let journal = later.journal.as_ref().expect("a journal");
        let (shared, _) = share(journal, &[], &ShareOptions::new(Audience::Public));
        assert_eq!(shared.note_count(), 0, "{folder}");
    }
}

#[test]
fn front_matter_that_is_none_is_an_error() {
    let open = "---\nvisibility: public\n---\n";
    for text in [
        format!("{open}---\nprivate: yes\n---\ncanary"),
        format!("{open}\n---\nprivate: yes\n---\ncanary"),
        format!("{open}private: yes\n---\ncanary"),
        format!("{open}hidden: true\n\ncanary"),
        format!("{open}---\nparams:\n  hidden: true\n---\ncanary"),
        format!("{open}canary\n\n- private: yes\n"),
        format!("{open}{}draft: yes\n\ncanary", "a: b\n".repeat(50)),
        "---\n---\nprivate: yes\n---\ncanary".to_owned(),
        "---\nvisibility: public\n...\nprivate: yes\n---\ncanary".to_owned(),
        "---\nvisibility: public\na: |\n  b\n---\n  c\nprivate: yes\n---\ncanary".to_owned(),
        "canary\n\nvisibility: private\n".to_owned(),
        "**private**: yes\n\ncanary\n".to_owned(),
        format!("{}private: yes\n\ncanary\n", "\n".repeat(30)),
        "---\n\ncanary\n\nprivate: yes\n".to_owned(),
    ] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.clone().into_bytes())]);
        assert!(!told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
        assert!(read.diagnostics.iter().any(loopbook::diagnostic::Diagnostic::is_error), "{text}");
    }
    let code = format!("{open}Text.\n\n```yaml\nprivate: yes\n```\n");
    let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), code.into_bytes())]);
    assert_eq!(read.diagnostics, []);
}

#[test]
fn what_a_quote_or_a_comment_at_the_top_says_is_an_error() {
    let open = "---\nvisibility: public\n---\n";
    for top in [
        "> published: false\n",
        "> private: true\n",
        "> Title: Pay\n> Published: no\n",
        "> [!info] Properties\n> - status: draft\n",
        ">> tags: private\n",
        "# Pay\n\n> dg-publish: false\n",
        "<!-- private -->\n",
        "<!-- private: true -->\n",
        "<!-- published: false -->\n",
        "<!--private-->Words.\n",
        "<!--\nDRAFT\n-->\n",
        "<!-- Privat! -->\n",
        "<!-- private notes -->\n",
        "%% private %%\n",
        "%% published: no %%\n",
        "# Pay <!-- private -->\n",
        "# Pay\n\n<!-- confidential -->\n",
        "> <!-- draft -->\n",
    ] {
        for text in [format!("{top}\ncanary\n"), format!("{open}{top}\ncanary\n")] {
            let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.clone().into())]);
            assert!(read.diagnostics.iter().any(Diagnostic::is_error), "{text}");
            assert!(!told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
        }
    }
    for text in [
        "> Private schools: a good idea?\n> He said: no\n\ncanary\n",
        "> published: last year\n\ncanary\n",
        "> A quote.\n\n> published: false\n\ncanary\n",
        "A canary.\n\n> published: false\n",
        "A canary.\n\n<!-- private -->\n",
        "Words.\n\ncanary <!-- draft -->\n",
        "<!-- private schools -->\n\ncanary\n",
        "<!-- is this private? -->\n\ncanary\n",
        "<!-- prettier-ignore -->\n\ncanary\n",
        "# Write `<!-- private -->`\n\ncanary\n",
    ] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into())]);
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
    }
}

#[test]
fn a_line_end_of_other_programs_hides_no_key() {
    for end in ["\u{85}", "\u{2028}", "\u{2029}"] {
        for text in [
            "---|private: true|---|canary\n",
            "|---|private: true|---|canary\n",
            "+++|private = true|+++|canary\n",
            "---\ntitle: Pay|private: true\n---\ncanary\n",
            "---\ntitle: Pay|params:|  private: true\n---\ncanary\n",
            "# Pay|published: no|canary\n",
            "# Pay|private: true|canary\n",
            "canary|private: true\n",
        ] {
            let text = text.replace('|', end);
            let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.clone().into())]);
            assert!(read.diagnostics.iter().any(Diagnostic::is_error), "{text:?}");
            assert!(!told(&read, Audience::Public, TODAY).contains("canary"), "{text:?}");
        }
        for text in [
            "---|\nprivate: no\n---|\ncanary\n",
            "---\ntitle: Pay|and more\n---\ncanary|shared: no\n",
            "--- a dash|canary\n",
        ] {
            let text = text.replace('|', end);
            let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.clone().into())]);
            assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{text:?}");
        }
    }
}

#[test]
fn what_org_says_at_the_top_is_an_error() {
    for top in [
        "#+filetags: :private:",
        "#+FILETAGS: :work:Secret:",
        "#+title: Pay\n#+filetags: work private",
        "#+PRIVATE: t",
        "#+title: Pay\n#+published: nil",
        ":PROPERTIES:\n:ID: 1\n:END:\n#+title: Pay\n#+filetags: :draft:",
        ":PROPERTIES:\n:ID: 1\n:PUBLISHED: no\n:END:",
        "# Pay\n\n#+filetags: :confidential:",
    ] {
        let text = format!("{top}\n\ncanary\n");
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into())]);
        assert!(read.diagnostics.iter().any(Diagnostic::is_error), "{top}");
        assert!(!told(&read, Audience::Public, TODAY).contains("canary"), "{top}");
    }
    for text in [
        "#+title: Pay\n#+filetags: :work:private-sector:\n\ncanary\n",
        "#+title: Pay\n#+published: 2026\n\ncanary\n",
        "A canary.\n\n#+filetags: :work:private-sector:\n",
        ":rocket: A canary.\n\nStatus: draft\n",
    ] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into())]);
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
    }
    each_hides(&[("entries/2026-01-05-a.md", "---\nfiletags: ':private:'\n---\ncanary\n")], &[]);
}

/// Who forgets `kind::` means the section or the item, and not the whole day.
#[test]
fn a_field_in_a_section_or_an_item_shows_no_whole_note() {
    let shown = |text: &str, config: &str| {
        let files = [("entries/2026-01-05.md", text), ("loopbook.yaml", config)];
        let read = read(folder(&files).path(), None);
        let errors = read.diagnostics.iter().filter(|one| one.is_error()).count();
        (told(&read, Audience::Public, TODAY).contains("canary"), errors)
    };
    for text in [
        "canary\n\n- x [visibility:: public]\n",
        "canary\n\n- x\n  visibility:: public\n",
        "- a\n  - b (visibility:: public)\n\ncanary\n",
        "canary\n\n## Part\nvisibility:: public\n",
        "canary\n\n## Part [visibility:: public]\n",
        "canary\n\n## Part\n\nwords\n\n> quote\n\nwords [visibility:: public]\n",
        "canary\n\n- x [kind:: note]\n- y [visibility:: public]\n",
    ] {
        assert_eq!(shown(text, "title: A\n"), (false, 1), "{text}");
    }
    for text in ["canary\nvisibility:: public\n", "# Day\nvisibility:: public\n\ncanary\n\n## A\n"]
    {
        assert_eq!(shown(text, "title: A\n"), (true, 0), "{text}");
    }
    // It is as narrow as the default, or narrower than what the front matter says.
    let narrow = "canary\n\n- x [visibility:: public]\n";
    assert_eq!(shown(narrow, "visibility: public\n"), (true, 0));
    let stated = "---\nvisibility: private\n---\ncanary\n\n- x [visibility:: public]\n";
    assert_eq!(shown(stated, "title: A\n"), (false, 0));
}

#[test]
fn utf_16_without_a_mark_is_no_text() {
    let text = "---\nprivate: yes\n---\ncanary\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [little, big] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), bytes)]);
        assert_eq!(read.diagnostics[0].code.as_str(), "not-utf8");
        assert_eq!(read.journal.expect("a journal").entries.len(), 0);
    }
}

#[test]
fn comments_in_keys_and_names_reach_nobody() {
    let entry = "---\nstep: deliver\ntitle: A %%canary%%\naliases: [\"b %%canary%%\"]\ntags: [\"x%%canary%%\"]\n\
        task: \"Migration %%canary%%\"\ngoal: \"Level <!--canary--> six\"\nwith: [\"Ann %%canary%%\"]\n\
        trying: t %%canary%%\nblocking: t %%canary%%\nhelp: t %%canary%%\nbar: t %%canary%%\n\
        project: \"Alpha %%canary%%\"\nimpact: \"Faster %%canary%%\"\nmetric: [\"time %%canary%%: 4 -> 2 min\"]\n\
        evidence: [\"https://e.example/a%%canary%%\", \"[l %%canary%%](https://e.example/)\", \"x %%canary\"]\n\
        shows: [\"own %%canary%%\"]\nconfirmed_by: \"Cy %%canary%%\"\nseen_by: \"Dee %%canary%%\"\n\
        quote: \"good %%canary%%\"\nquote_from: \"Eve %%canary%%\"\nquote_ok: yes\ngaps: [\"gap %%canary%%\"]\n\
        lesson: l %%canary%%\nresolves: [\"r %%canary%%\"]\ncombines: [\"c %%canary%%\"]\nexpect: e %%canary%%\nwrong_if: w %%canary%%\nwishes: [\"w %%canary%%\"]\n---\n";
    let open = |text: &str| format!("---\nvisibility: public\n{text}---\n").into_bytes();
    let files = vec![
        ("entries/2026-01-05-a %%canary%%.md".to_owned(), entry.into()),
        ("entries/b %%canary%%.md".to_owned(), open("title: B\n")),
        ("goals/g %%canary%%.md".to_owned(), open("needs: [\"n %%canary%%\"]\nfrom: f %%canary%%\nto: t %%canary%%\nladder: l\n")),
        ("tasks/t %%canary%%.md".to_owned(), open("asked_by: \"Ann %%canary%%\"\n")),
        ("people/p %%canary%%.md".to_owned(), open("share_as: \"a friend %%canary%%\"\n")),
        ("ladders/l.yaml".to_owned(), b"title: L %%canary%%\nlevels: [\"one %%canary%%\"]\ncompetencies:\n  - id: own\n    title: O %%canary%%\n    expects:\n      \"one %%canary%%\": E %%canary%%\n".to_vec()),
        ("loopbook.yaml".to_owned(), "title: J %%canary%%\nauthor: Me %%canary%%\nmanager: Boss %%canary%%\nvisibility: public\n".into()),
    ];
    let folder = folder(&files);
    let read = read(folder.path(), None);
    assert!(
        !read.diagnostics.iter().any(loopbook::diagnostic::Diagnostic::is_error),
        "{:#?}",
        read.diagnostics
    );
    for audience in [Audience::Manager, Audience::Public] {
        let told = told(&read, audience, TODAY);
        assert!(told.contains("migration") && told.contains("faster"), "the note is shown");
        let found = told.find("canary").map(|at| {
            let around =
                told.char_indices().filter(|(i, _)| (at.saturating_sub(80)..at + 40).contains(i));
            around.map(|(_, c)| c).collect::<String>()
        });
        assert_eq!(found, None, "{audience:?}");
    }
}

#[test]
fn a_date_lies_between_1900_and_2200() {
    let due = |due: &str| {
        let note = format!("---\ndue: {due}\n---\n").into_bytes();
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), note)]);
        assert_eq!(read.diagnostics.len(), usize::from(!due.starts_with("2200")), "{due}");
        read.journal.expect("a journal").entries[0].due
    };
    assert_eq!(due("2200-12-31"), Some(date(2200, 12, 31)));
    assert_eq!(["9999-12-31", "0022-01-05", "31 December 1899"].map(due), [None; 3]);
    let read = loaded(&vec![("entries/0022-01-05-a.md".to_owned(), b"text".to_vec())]);
    assert!(read.diagnostics.iter().any(|one| one.code.as_str() == "no-such-day"));
    assert_eq!(read.journal.expect("a journal").entries.len(), 0);
}

#[test]
fn a_link_defined_out_of_sight_is_text_in_titles_and_ids() {
    let links =
        ["[words][ref]", "[words] [ref]", "[ref][] words", "words ![x][ref]", "*[ref]* words"];
    let mut notes: Vec<String> = Vec::new();
    for link in links {
        notes.push(format!("## See {link} [step:: ask]\n\nText.\n"));
        notes.push(format!("- See {link} [step:: ask]\n- More\n"));
        notes.push(format!("# {link}\n\n## Trying\n\n{link}\n\n## Part [step:: ask]\n"));
    }
    let told_of = |hidden: &str| {
        let files = (10..).zip(&notes).map(|(day, shown)| {
            (format!("entries/2026-01-{day}-day.md"), format!("{shown}{hidden}").into_bytes())
        });
        told(&loaded(&files.collect()), Audience::Public, TODAY)
    };
    let without = told_of("");
    assert!(without.contains("words"), "the notes are there");
    let definition = "[ref]: https://a.example \"t\"\n";
    let part = format!("\n## Hidden [kind:: idea] [private:: yes]\n\n{definition}");
    let callout = format!("\n> [!private]\n> {definition}");
    assert!(told_of(&part) == without, "a hidden part changes what others get");
    assert!(told_of(&callout) == without, "a private callout changes what others get");
}

/// None of these files' canaries reach anybody else; each note alone, so that none hides another's.
fn each_hides(files: &[(&str, &str)], around: &[(&str, &str)]) {
    for file in files {
        let all = around.iter().chain([file]);
        let files =
            all.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        let read = loaded(&files);
        for audience in [Audience::Manager, Audience::Public] {
            assert!(!told(&read, audience, TODAY).contains("canary"), "{file:?}");
        }
    }
}

#[test]
fn a_hiding_tag_hides_wherever_it_stands() {
    let files = [
        ("entries/2026-01-05-a.md", "# Met HR #private\n\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\ntitle: \"Met HR #private\"\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\ntitle: 'Met HR #Private/work'\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "+++\ntitle = \"Met HR #private\"\n+++\ncanary\n"),
        ("entries/2026-01-05-a.md", "{\"title\": \"Met HR #private\"}\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\naliases: [\"x #secret\"]\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\nimpact: \"faster #private\"\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\nown: {a: [\"b #privé\"]}\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "canary #draft\n"),
        ("entries/2026-01-05-a.md", "canary #ｐｒｉｖａｔｅ\n"),
        ("entries/2026-01-05 canary #private.md", "x\n"),
        ("entries/2026-01-05-canary-#private.md", "x\n"),
        ("entries/Work #private/2026-01-05-a.md", "canary\n"),
        ("goals/a.md", "---\ntitle: \"canary #private\"\nvisibility: public\n---\n"),
        ("tasks/canary #private.md", "---\nvisibility: public\n---\n"),
        ("people/a.md", "---\ntitle: \"canary #private\"\nvisibility: public\n---\n"),
    ];
    each_hides(&files, &[]);
    // What is no such tag hides nothing.
    let shown = [
        ("entries/2026-01-05-a.md", "---\ntitle: \"C#private-sector\"\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\nevidence: https://a.example/b#private\n---\ncanary\n"),
    ];
    for (path, text) in shown {
        let read = loaded(&vec![(path.to_owned(), text.as_bytes().to_vec())]);
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
    }
}

#[test]
fn a_hiding_tag_of_jrnl_hides_its_entry_alone() {
    for title in ["Canary #private", "#private canary", "Canary @private.", "Canary *#secret*"] {
        let text = format!("[2026-01-05 09:00] {title}\nbody\n[2026-01-06 09:00] Shown\nwords\n");
        let config = "visibility: public\nentries: j.txt\n";
        let files = [("j.txt", text.as_str()), ("loopbook.yaml", config)];
        let read = read(folder(&files).path(), None);
        let public = told(&read, Audience::Public, TODAY);
        assert!(public.contains("shown") && !public.contains("canary"), "{title}");
        let said = read.diagnostics.iter().filter(|one| one.code.as_str() == "kept-private");
        assert_eq!(said.count(), 1, "{title}: {:?}", read.diagnostics);
    }
    let body =
        "[2026-01-05 09:00] Title\ncanary @private\n[2026-01-06] Write to a@private.example\n";
    let files = [("j.txt", body), ("loopbook.yaml", "visibility: public\nentries: j.txt\n")];
    let public = told(&read(folder(&files).path(), None), Audience::Public, TODAY);
    assert!(public.contains("write to") && !public.contains("canary"));
}

#[test]
fn what_is_nearly_a_private_callout_hides_or_is_an_error() {
    for kind in [
        "[!private/health]",
        "[!work/private]",
        "[!private-note]",
        "[!private_note]",
        "[!privatenote]",
        "[!hidden]",
        "[!Entwürfe]",
        "[!private note]",
        "[!draft]",
        "[!entwurf]",
        "[!ｐｒｉｖａｔｅ]",
        "［!private］",
        "［！private］",
        "[！private]",
        "［!private]",
        "[!private］",
        "［!privat］",
        "[!privte-note]",
        "[!privte/health]",
        "［!非公開］",
        "[!下書き]",
    ] {
        for text in
            [format!("> {kind} canary\n> canary\n"), format!("Words.\n\n- > {kind}\n  > canary\n")]
        {
            each_hides(&[("entries/2026-01-05-a.md", &text)], &[]);
        }
    }
    for kind in ["[!note]", "[!note/x]", "[!tip-of-the-day]", "［!注意］"] {
        let text = format!("> {kind} t\n> canary\n");
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into_bytes())]);
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{kind}");
    }
}

#[test]
fn keys_and_values_of_other_languages_hide() {
    all_hide(
        &[
            "öffentlich: nein",
            "veröffentlichen: nein",
            "Veröffentlicht: Nein",
            "公開: false",
            "公開: いいえ",
            "publié: non",
            "público: não",
            "pubblicare: no",
            "公开: 否",
            "공개: 아니요",
            "опубликовано: нет",
            "publish: いいえ",
            "publish: нет",
            "publish: nee",
            "published: nej",
            "public: hayır",
            "private: はい",
            "private: да",
            "draft: tak",
            "hidden: 是",
            "private: ｙｅｓ",
            "a: {öffentlich: nein}",
        ]
        .map(|matter| format!("---\n{matter}\n---\n")),
    );
    let shown = ["öffentlich: ja", "公開: true", "公開: はい", "publish: はい", "publié: oui"]
        .map(String::from);
    assert_eq!(seen(&shown).1.len(), shown.len());
    let (read, _) =
        seen(&["quote_ok: はい".into(), "quote_ok: いいえ".into(), "quote_ok: так".into()]);
    assert_eq!(read.diagnostics, []);
}

#[test]
fn what_settings_of_hugo_make_drafts_is_hidden() {
    let note = ("content/posts/sub/2026-01-05-a.md", "---\nvisibility: public\n---\ncanary\n");
    let settings = ("hugo.toml", "title = \"x\"\n");
    for index in [
        "---\ncascade:\n  draft: true\n---\n",
        "---\ncascade:\n  - draft: true\n    _target: {path: '/posts/**'}\n---\n",
        "---\ncascade: {build: {render: never}}\n---\n",
        "---\ncascade: {params: {private: yes}}\n---\n",
        "---\nCascade: {private: perhaps}\n---\n",
        "---\ncascade: [\n---\n",
        "+++\n[[cascade]]\ndraft = true\n+++\n",
        "+++\n[cascade]\npublishDate = 2026-12-01\n+++\n",
        "{\"cascade\": {\"draft\": true}}\n",
        "\u{feff}---\r\ncascade:\r\n  draft: true\r\n---\r\n",
    ] {
        for path in
            ["content/posts/_index.md", "content/_index.md", "content/posts/sub/_index.html"]
        {
            each_hides(&[(path, index)], &[settings, note]);
            // A journal may be a part of a site.
            each_hides(&[(path, index)], &[note]);
        }
    }
    for (path, text) in [
        ("hugo.toml", "[cascade]\ndraft = true\n"),
        ("hugo.toml", "[[cascade]]\ndraft = true\n[cascade._target]\npath = '/posts/**'\n"),
        ("hugo.toml", "[[cascade]]\ndraft = true\n[cascade.target]\npath = '/{posts,b}/**'\n"),
        ("hugo.yaml", "cascade:\n  build: {render: never}\n"),
        ("hugo.json", "{\"cascade\": {\"draft\": true}}\n"),
        ("config/_default/hugo.toml", "[cascade]\ndraft = true\n"),
        ("config/_default/cascade.toml", "draft = true\n"),
        ("config/production/hugo.yaml", "languages: {en: {cascade: {draft: true}}}\n"),
        ("config.toml", "[cascade]\ndraft = true\n"),
        ("hugo.toml", "[cascade\ndraft = true\n"),
    ] {
        let other = ("config/_default/hugo.toml", "");
        let around = if path.starts_with("config/") { vec![other, note] } else { vec![note] };
        each_hides(&[(path, text)], &around[usize::from(path == other.0)..]);
    }
    // A scope hides nothing beside it.
    for (path, text) in [
        ("content/drafted/_index.md", "---\ncascade: {draft: true}\n---\n"),
        ("content/posts/_index.md", "---\ncascade: {draft: false, x: y}\n---\n"),
        ("content/posts/_index.md", "---\ndraft: true\n---\nA cascade.\n"),
        ("hugo.toml", "[[cascade]]\ndraft = true\n[cascade._target]\npath = '/other/**'\n"),
    ] {
        let files = [("hugo.toml", ""), note, (path, text)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let read = loaded(&files[usize::from(path == "hugo.toml")..].to_vec());
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{path} {text}");
    }
}

#[test]
fn what_defaults_of_jekyll_do_not_publish_is_hidden() {
    let note = ("_posts/2026-01-05-a.md", "---\nvisibility: public\n---\ncanary\n");
    for settings in [
        "defaults:\n  - scope: {path: '_posts'}\n    values: {published: false}\n",
        "defaults:\n  - scope: {path: ''}\n    values: {published: false}\n",
        "defaults:\n  - scope: {path: '', type: posts}\n    values: {draft: true}\n",
        "defaults:\n  - scope: {path: '_posts/2026-*'}\n    values: {hidden: true}\n",
        "defaults:\n  - values: {published: no}\n",
        "defaults:\n  scope: {path: '_posts/'}\n  values: {params: {private: yes}}\n",
        "defaults:\n  - scope: {path: '_posts'}\n   values: [\n",
        "collections_dir: c\ndefaults:\n  - scope: {path: 'x'}\n    values: {published: false}\n",
    ] {
        each_hides(&[("_config.yml", settings)], &[note]);
    }
    for settings in [
        "defaults:\n  - scope: {path: '_posts'}\n    values: {published: true, layout: post}\n",
        "defaults:\n  - scope: {path: '_other'}\n    values: {published: false}\n",
        "defaults:\n  - scope: {path: '_post'}\n    values: {published: false}\n",
    ] {
        let files = [("_config.yml", settings), note];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let read = loaded(&files.to_vec());
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{settings}");
    }
}

#[test]
fn what_obsidian_publish_excludes_is_hidden() {
    let note = ("Work/Pay talks/2026-01-05-a.md", "---\nvisibility: public\n---\ncanary\n");
    for settings in [
        "{\"siteId\": \"x\", \"included\": [\"Work\"], \"excluded\": [\"Other\", \"Work/Pay talks\"]}",
        "{\"excluded\": [\"Work\"]}",
        "{\"excluded\": [\"Work/Pay talks/\"]}",
        "{\"excluded\": [\"/\"]}",
        "{\"excluded\": [{\"folder\": \"Work\"}]}",
        "{\"excluded\": [\"Other\",",
    ] {
        each_hides(&[(".obsidian/publish.json", settings)], &[note]);
    }
    for settings in [
        "{\"siteId\": \"x\", \"included\": [\"Other\"], \"excluded\": []}",
        "{\"excluded\": [\"Work/Pay\", \"Pay talks\"]}",
        "{\"excluded\": null}",
        "{\"siteId\": ",
    ] {
        let files = [(".obsidian/publish.json", settings), note];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        let read = loaded(&files.to_vec());
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{settings}");
    }
}

#[test]
fn a_container_of_another_program_that_is_called_private_is_an_error() {
    for text in [
        "Words.\n\n::: private\ncanary\n:::\n",
        "Words.\n\n::: {.confidential}\ncanary\n:::\n",
        "Words.\n\n> :::private-note\n> canary\n> :::\n",
        "Words.\n\n!!! private \"Pay\"\n    canary\n",
        "Words.\n\n??? secret\n    canary\n",
        "Words.\n\n{{< private >}}canary{{< /private >}}\n",
        "Words.\n\n{{% hidden %}}\n\ncanary\n",
        "Words.\n\n- #+BEGIN_PRIVATE\n  canary\n  #+END_PRIVATE\n",
        "Words.\n\n::: vertraulich\ncanary\n:::\n",
    ] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into())]);
        assert!(read.diagnostics.iter().any(Diagnostic::is_error), "{text}");
        assert!(!told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
    }
    for text in [
        "Words.\n\n::: warning Private matters\ncanary\n:::\n",
        "Words!!! Private canary\n",
        "```\n::: private\n```\n\ncanary `{{< private >}}`\n",
        "{{< figure >}} canary\n",
    ] {
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into())]);
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{text}");
    }
}

/// A packet has all of its goal's file, so a part of it can't be private by a field.
#[test]
fn a_private_section_of_a_goal_is_an_error() {
    for text in [
        "Words.\n\n## Pay [private:: yes]\n\ncanary\n",
        "Words.\n\n## Pay\ndraft:: yes\n\ncanary\n",
        "Words.\n\n- canary [visibility:: private]\n",
        "Words.\n\n## Pay\n\ncanary (published:: no)\n",
        "Words.\n\n## Pay #private\n\ncanary\n",
        "Words.\n\n- canary #secret\n",
    ] {
        let text = format!("---\nneeds: [craft]\nvisibility: public\n---\n{text}");
        let read = loaded(&vec![("goals/case.md".to_owned(), text.clone().into())]);
        let errors = read.diagnostics.iter().filter(|one| one.is_error());
        assert_eq!(errors.count(), 1, "{text}: {:?}", read.diagnostics);
    }
    for text in [
        "---\nprivate: yes\n---\n## Pay\n\nWords.\n",
        "Words.\n\nprivate:: yes\n\n## Pay\n",
        "## Pay\n\n> [!private]\n> Words.\n\n## More [private:: no]\n",
    ] {
        let read = loaded(&vec![("goals/case.md".to_owned(), text.into())]);
        assert!(!read.diagnostics.iter().any(Diagnostic::is_error), "{text}");
    }
}

#[test]
fn what_logseq_is_told_to_hide_is_hidden() {
    let note = ("journals/2026_01_05.md", "- canary\n  visibility:: public\n");
    for hidden in ["\"/journals\"", "\"journals/2026_01_05.md\"", "\"/a\"\n  \"/journals\""] {
        let settings = format!("{{:meta/version 1\n :hidden [{hidden}]}}\n");
        each_hides(&[("logseq/config.edn", &settings)], &[note]);
    }
    let settings = ("logseq/config.edn", "{:meta/version 1\n :hidden [\"/pages\"]}\n");
    let files = [settings, note].map(|(path, text)| (path.to_owned(), text.into()));
    assert!(told(&loaded(&files.to_vec()), Audience::Public, TODAY).contains("canary"));
}

#[test]
fn a_title_or_a_name_that_says_nothing_but_private_hides() {
    let hiding = [
        ("entries/2026-01-05-private.md", "canary\n"),
        ("entries/2026-01-05 Do not publish.md", "canary\n"),
        ("entries/2026-01-05-vertraulich.md", "canary\n"),
        ("entries/2026-01-05-a.md", "---\ntitle: Confidential\n---\ncanary\n"),
        ("entries/2026-01-05-a.md", "# Private notes\n\ncanary\n"),
        ("entries/2026-01-05-a.md", "# [Private] Pay\n\ncanary\n"),
        ("entries/2026-01-05-a.md", "---\ntitle: 'Private: Pay'\n---\ncanary\n"),
        ("entries/2026-01-05 Pay (confidential).md", "canary\n"),
        ("entries/2026-01-05-a.md", "# Pay\n*5 January*\n**Private**\n\ncanary\n"),
    ];
    each_hides(&hiding, &[]);
    let shown = [
        ("entries/2026-01-05-private-schools.md", "canary\n"),
        ("entries/2026-01-05-a.md", "---\ntitle: No draft\n---\ncanary\n"),
        ("tasks/draft.md", "---\nvisibility: public\n---\ncanary\n"),
    ];
    for (path, text) in shown {
        let read = loaded(&vec![(path.to_owned(), text.as_bytes().to_vec())]);
        let note = ("entries/2026-01-06-b.md".to_owned(), b"---\ntask: draft\n---\n".to_vec());
        let read = if path.starts_with("tasks") {
            loaded(&vec![(path.to_owned(), text.as_bytes().to_vec()), note])
        } else {
            read
        };
        assert!(told(&read, Audience::Public, TODAY).contains("canary"), "{path} {text}");
    }
}

/// What a page leaves out of its author's HTML is in no search, feed, preview or first line either.
#[test]
fn what_raw_html_does_not_show_is_nowhere() {
    for html in [
        "<script>\nvar x = \"canary\";\n</script>\n\nshown\n",
        "<script>var x = \"canary\"</script>\n\nshown\n",
        "<SCRIPT>\n\nvar x = \"canary\";\n\n</SCRIPT>\nshown\n",
        "A <script>canary</script> shown.\n",
        "<iframe src=\"https://a.example\">\n\ncanary *canary*\n\n- canary\n\n</iframe>\n\nshown\n",
        "<iframe>canary\n</iframe>\n\nshown\n",
        "<div><iframe>\n\ncanary\n\ncanary</iframe> shown</div>\n",
        "<noframes>\n\ncanary\n\n</noframes>\n\nshown\n",
        "<template>\n<b>canary</b>\n</template>\n\nshown\n",
        "<template>\n\ncanary\n\n</template>\n\nshown\n",
        "A <template>canary</template> shown.\n",
    ] {
        let text = format!("---\nraw_html: yes\n---\n{html}");
        let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.into_bytes())]);
        let public = told(&read, Audience::Public, TODAY);
        assert!(public.contains("shown"), "{html}");
        let found = public.find("canary").map(|at| public.get(at.saturating_sub(60)..at + 20));
        assert_eq!(found, None, "{html}");
    }
    // A style is kept where it acts, and is no word of the note.
    let text = "---\nraw_html: yes\n---\n<style>\n.canary { color: red }\n</style>\n\nshown\n";
    let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text.as_bytes().to_vec())]);
    let journal = read.journal.as_ref().expect("a journal");
    let (shared, _) = share(journal, &[], &ShareOptions::new(Audience::Public).on(TODAY));
    let (site, _) = pipeline::site(&shared, TODAY);
    for (path, content) in site.files.iter().filter(|(path, _)| path.starts_with("search/")) {
        let Content::Bytes(bytes) = content else { continue };
        assert!(!String::from_utf8_lossy(bytes).contains("canary"), "{path}");
    }
    // Without its end, an element is a word that somebody wrote.
    let text = "The <template> element\n\nshown\n".as_bytes().to_vec();
    let read = loaded(&vec![("entries/2026-01-05-a.md".to_owned(), text)]);
    assert!(told(&read, Audience::Public, TODAY).contains("shown"));
}

#[test]
fn a_field_that_an_editor_wrapped_is_an_error() {
    for text in [
        "I do not know what to do now (private::\nyes).\n",
        "Text [visibility::\nprivate] and more.\n",
        "Text **private**::  \n no, and more.\n",
        "Text.\n\nprivate::\nyes\n",
        "Text [非公開：：はい] and more.\n",
        "Text [private：：yes] and more.\n",
    ] {
        let folder = folder(&[("2026-01-10-a.md", text)]);
        let read = read(folder.path(), None);
        assert!(read.diagnostics.iter().any(Diagnostic::is_error), "{text:?}");
    }
    let folder = folder(&[("2026-01-10-a.md", "It is private::\n\nYes, we met.\n")]);
    let read = read(folder.path(), None);
    assert!(!read.diagnostics.iter().any(Diagnostic::is_error));
}

#[test]
fn a_hiding_tag_of_a_part_hides_the_part() {
    for tag in
        ["[tags:: private]", "(tags:: work, private)", "[tag:: private]", "[tags:: [[private]]]"]
    {
        let note = format!("Open.\n\n## Pay talk [step:: ask] {tag}\n\nKANARI\n");
        let read = loaded(&vec![("entries/2026-01-01.md".to_owned(), note.into())]);
        let told = told(&read, Audience::Public, TODAY);
        assert!(!told.contains("kanari") && !told.contains("pay talk"), "{tag}");
    }
}

#[test]
fn a_tag_that_is_written_as_a_link_hides() {
    let texts = [
        "tags:: [[private]]\n\nKANARI\n",
        "- KANARI #[[private]]\n",
        "- KANARI #[[private/health]]\n",
        "---\ntags: [\"[[private]]\"]\n---\nKANARI\n",
        "---\ntags: [[private]]\n---\nKANARI\n",
    ];
    for text in texts {
        let read = loaded(&vec![("entries/2026-01-01.md".to_owned(), text.into())]);
        assert!(!told(&read, Audience::Public, TODAY).contains("kanari"), "{text}");
    }
}

#[test]
fn what_decides_below_a_title_or_a_tag_counts() {
    let matters = [
        "tags:\n  - work\n  - private: true",
        "tags: {private: true}",
        "title: {private: true}",
        "aliases: [{private: true}]",
    ];
    all_hide(&matters.map(|matter| format!("---\n{matter}\n---\n")));
}

#[test]
fn a_day_from_which_or_until_which_others_see_a_note_is_read_or_an_error() {
    let values = ["9999-12-31", "true", "2027", "until March", "03/04/2027", "2027-Q1"];
    let matters = ["embargo", "expires"]
        .iter()
        .flat_map(|key| values.map(|value| format!("{key}: {value}")))
        .collect::<Vec<_>>();
    let (read, those) = seen(&matters);
    assert!(those.is_empty(), "{those:?}");
    let errors = read.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    assert_eq!(errors.count(), matters.len());
    let (_, those) = seen(&["embargo: no", "expires: never", "expires: no"].map(str::to_owned));
    assert_eq!(those.len(), 3);
}
