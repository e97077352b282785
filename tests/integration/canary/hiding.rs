//! What hides a note without its `visibility`: tags in values, titles and names, keys and words of other programs and
//! languages, settings that cover a folder, callouts that hide by a word, and files that are notes of other programs.
//!
//! Each way stands in a note that says as much as a note can, in a journal that shares everything by default. No other
//! reader gets a word of it from any output, and without these notes each output has the same bytes.

use std::path::{Path, PathBuf};

use loopbook::model::vocabulary::Audience;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::program::{self, FORMATS, Given, differ, packets, reviews, told};
use super::random::{Asked, Read, given};
use super::words::{Reader, words};
use crate::support::effort::cases;
use crate::support::folder::folder;

type Files = Vec<(PathBuf, Vec<u8>)>;

/// What every note says; an `@` stands for its own word.
const KEYS: [&str; 15] = [
    "title: \"@title\"",
    "step: deliver",
    "task: [\"@task\"]",
    "goal: case",
    "with: ana",
    "status: delivered",
    "impact: \"@impact\"",
    "metric: \"@metric: 4 -> 2 min\"",
    "shows: craft",
    "quote: \"@quote\"",
    "quote_from: \"@person\"",
    "quote_ok: yes",
    "tags: [\"@tag\"]",
    "lesson: \"@lesson\"",
    "confirmed_by: lead",
];

/// A note of an entry: its path, the keys that it has instead of those above, and its text.
type Case = (&'static str, &'static str, &'static str);

/// The one that nothing hides: it shows that the others would be seen.
const OPEN: Case = ("entries/2026-01-20-@.md", "", "");

const PLAIN: &str = "entries/2026-01-20-@.md";

const HIDDEN: &[Case] = &[
    // A tag in each value.
    (PLAIN, "title: \"@title #private\"", ""),
    (PLAIN, "title: \"*#Private/work* @title\"", ""),
    (PLAIN, "aliases: [\"@ #secret\"]", ""),
    (PLAIN, "tags: [\"@tag\", Private]", ""),
    (PLAIN, "tags: #private", ""),
    (PLAIN, "tags:\n  - @tag\n  - #confidential", ""),
    (PLAIN, "keywords: [a, confidential]", ""),
    (PLAIN, "categories: a/private", ""),
    (PLAIN, "task: [\"@task #private\"]", ""),
    (PLAIN, "impact: \"@impact #private\"", ""),
    (PLAIN, "metric: \"@metric #draft: 4 -> 2 min\"", ""),
    (PLAIN, "quote: \"@quote #secret\"", ""),
    (PLAIN, "quote_from: \"@person #private\"", ""),
    (PLAIN, "lesson: \"@lesson #privé\"", ""),
    (PLAIN, "evidence: [\"[@label #private](https://a.example)\"]", ""),
    (PLAIN, "project: \"@project #private\"", ""),
    (PLAIN, "step: ask\ntrying: \"@trying #private\"", ""),
    (PLAIN, "step: ask\nhelp: \"@help #非公開\"", ""),
    (PLAIN, "step: pivot\ngaps: [\"@gap #draft\"]", ""),
    (PLAIN, "kind: idea\ncombines: [\"@a\", \"@b #private\"]", ""),
    (PLAIN, "kind: decision\nexpect: \"@expected #private\"", ""),
    (PLAIN, "own: {a: [\"@own #private\"]}", ""),
    (PLAIN, "own: {\"@key #private\": 1}", ""),
    // In names, and in folders.
    ("entries/2026-01-20 @ #private.md", "", ""),
    ("entries/2026-01-20-@-#secret.md", "", ""),
    ("entries/@ #private/2026-01-20-@.md", "", ""),
    ("entries/_drafts/2026-01-20-@.md", "", ""),
    ("entries/Privé/2026-01-20-@.md", "", ""),
    ("entries/下書き/2026-01-20-@.md", "", ""),
    // In the text.
    (PLAIN, "", "#draft"),
    (PLAIN, "", "Words (#Work/Secret)"),
    (PLAIN, "", "- item #privé/santé"),
    (PLAIN, "", "#ｐｒｉｖａｔｅ"),
    (PLAIN, "", "## Met HR #private"),
    (PLAIN, "", "[mood:: #secret]"),
    (PLAIN, "", "draft:: yes"),
    (PLAIN, "", "veröffentlicht:: nein"),
    // Keys and values of other languages.
    (PLAIN, "öffentlich: nein", ""),
    (PLAIN, "Veröffentlicht: Nein", ""),
    (PLAIN, "publié: non", ""),
    (PLAIN, "público: não", ""),
    (PLAIN, "pubblicare: no", ""),
    (PLAIN, "公開: false", ""),
    (PLAIN, "公开: 否", ""),
    (PLAIN, "공개: 아니요", ""),
    (PLAIN, "опубликовано: нет", ""),
    (PLAIN, "منشور: لا", ""),
    (PLAIN, "ציבורי: לא", ""),
    (PLAIN, "publish: いいえ", ""),
    (PLAIN, "public: hayır", ""),
    (PLAIN, "private: はい", ""),
    (PLAIN, "privé: oui", ""),
    (PLAIN, "vertraulich: Projekt", ""),
    (PLAIN, "非公開: はい", ""),
    (PLAIN, "access: privé", ""),
    (PLAIN, "sensitivity: vertraulich", ""),
    (PLAIN, "a: {b: [{veröffentlichen: nein}]}", ""),
    // Settings that cover a folder.
    ("content/posts/2026-01-20-@.md", "", ""),
    ("content/posts/sub/2026-01-20-@.md", "", ""),
    ("content/talks/2026-01-20-@.md", "", ""),
    ("_posts/2026-01-20-@.md", "", ""),
];

/// Whole files, in which an `@` stands for a word of their own too.
const HIDDEN_FILES: &[(&str, &str)] = &[
    (
        "goals/@.md",
        "---\ntitle: \"@goal #private\"\nvisibility: public\nneeds: [craft]\n---\n@text\n",
    ),
    ("goals/@ #private.md", "---\nvisibility: public\nby: 2026-12-01\n---\n@text\n"),
    ("tasks/@.md", "---\nvisibility: public\nöffentlich: nein\n---\n@text\n"),
    ("tasks/@ #draft.md", "---\nvisibility: public\nsize: large\n---\n@text\n"),
    ("people/@.md", "---\ntitle: \"@person #secret\"\nvisibility: public\n---\n@text\n"),
    ("people/private/@.md", "---\nvisibility: public\nlevel: \"@level\"\n---\n@text\n"),
    ("entries/@.md", "---\nvisibility: public\ntitle: \"@page #private\"\n---\n@text\n"),
    (
        "entries/2026-01-20-@.md",
        "+++\ntitle = \"@title #private\"\ngoal = \"case\"\nimpact = \"@impact\"\n+++\n@text\n",
    ),
    (
        "entries/2026-01-20-@.md",
        "{\"goal\": \"case\", \"impact\": \"@impact\", \"a\": {\"公開\": \"いいえ\"}}\n@text\n",
    ),
];

const SETTINGS: &[(&str, &str)] = &[
    (
        "loopbook.yaml",
        "visibility: public\nmanager: lead\ncalendar: yes\nentries: [entries, content, _posts, log.txt]\n",
    ),
    ("hugo.toml", "[[cascade]]\ndraft = true\n[cascade._target]\npath = '/talks/**'\n"),
    ("content/posts/_index.md", "---\ncascade:\n  build: {render: never}\n---\n"),
    ("_config.yml", "defaults:\n  - scope: {path: '_posts'}\n    values: {published: false}\n"),
    ("_posts/keep.txt", "x"),
    (
        "goals/case.md",
        "---\nvisibility: public\ntitle: zyqallgoal\nto: senior\nby: 2026-12-01\nneeds: [craft]\n---\n",
    ),
    ("people/ana.md", "---\ntitle: zyqallana\nvisibility: public\nrelation: peer\n---\n"),
    ("people/lead.md", "---\ntitle: zyqalllead\nvisibility: public\nrelation: manager\n---\n"),
];

/// Kinds of callouts that hide by one word.
const CALLOUTS: [&str; 14] = [
    "private",
    "secret",
    "Internal",
    "confidential",
    "draft",
    "private/health",
    "work/private",
    "private-note",
    "private_note",
    "private note",
    "entwurf",
    "privé",
    "下書き",
    "ｐｒｉｖａｔｅ",
];

/// Notes and copies of other programs beside a note that refers to them.
const ATTACHED: [&str; 12] = [
    "book.ipynb",
    "mail.eml",
    "box.mbox",
    "card.vcf",
    "day.ics",
    "note.md.bak",
    "note.md.1",
    "note.MD.orig",
    "list.txt.old",
    "plain",
    "plan.canvas",
    "data.jsonl",
];

fn file(path: &str, text: &str) -> (PathBuf, Vec<u8>) {
    (Path::new("journal").join(path), text.as_bytes().to_vec())
}

fn own_word(class: &str, at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
    format!("zyq{class}{}{}", letter(at / 26), letter(at))
}

fn note((path, keys, text): Case, word: &str) -> (PathBuf, Vec<u8>) {
    let stated = |line: &&&str| {
        let key = line.split(':').next().expect("a key");
        keys.lines().all(|own| own.split(':').next() != Some(key))
    };
    let lines: Vec<&str> = KEYS.iter().filter(stated).copied().chain(keys.lines()).collect();
    let text = format!(
        "---\n{}\n---\n@text and [[case]]\n\n- [ ] @promise (by 2026-04-01)\n\n{text}\n",
        lines.join("\n")
    );
    file(&path.replace('@', word), &text.replace('@', word))
}

/// The journal with all that is hidden in it, or without.
fn journal(with: bool) -> Files {
    let mut files: Files = SETTINGS.iter().map(|(path, text)| file(path, text)).collect();
    files.push(note(OPEN, &own_word("all", 0)));
    let shown = |name: &str, text: &str| {
        file(
            &format!("entries/2026-01-21-zyqall{name}.md"),
            &format!(
                "---\ngoal: case\nstep: deliver\ntask: {name}\nimpact: zyqall{name}impact\nshows: craft\n---\n{text}"
            ),
        )
    };
    let mut callouts = String::new();
    let mut links = String::new();
    for (at, kind) in CALLOUTS.iter().enumerate() {
        let [all, me] = ["allcall", "mecall"].map(|class| own_word(class, at));
        callouts += &format!("{all}\n\n");
        if with {
            callouts += &format!("> [!{kind}] {me}title\n> {me}text [[case]]\n\n");
        }
    }
    for (at, name) in ATTACHED.iter().enumerate() {
        links += &format!("[{}]({name}) and ![]({name})\n\n", own_word("alllink", at));
        if with {
            files.push(file(&format!("entries/{name}"), &own_word("mefile", at)));
        }
    }
    files.push(shown("callouts", &callouts));
    files.push(shown("files", &links));
    let hidden = "[2026-01-22 09:00] zyqmejrnla #private\nzyqmejrnlb\n\n[2026-01-22 10:00] zyqmejrnlc @secret\nzyqmejrnld\n\n";
    let log = format!(
        "{}[2026-01-23 09:00] zyqalljrnl\nzyqalljrnltext\n",
        if with { hidden } else { "" }
    );
    files.push(file("log.txt", &log));
    if with {
        let notes = HIDDEN.iter().enumerate();
        files.extend(notes.map(|(at, case)| note(*case, &own_word("me", at))));
        let own = HIDDEN_FILES.iter().enumerate().map(|(at, (path, text))| {
            let word = own_word("mefull", at);
            file(&path.replace('@', &word), &text.replace('@', &word))
        });
        files.extend(own);
        // What is nearly a callout that hides would hide nothing, and keeps its note from everybody.
        for (at, kind) in ["［!private］", "［！非公開］", "[!privte-note]"].iter().enumerate()
        {
            let word = own_word("silwide", at);
            let path = format!("entries/2026-01-24-{word}.md");
            files.push(file(&path, &format!("{word}text\n\n> {kind} {word}\n> {word}callout\n")));
        }
    }
    files
}

/// All that is made for a reader.
fn everything(folder: &Path, reader: Reader) -> Given {
    let site = program::given(folder, reader);
    let packets = packets(folder, reader, "case");
    site.into_iter().chain(packets).chain(reviews(folder, reader, &FORMATS)).collect()
}

#[test]
fn nothing_hidden_by_a_word_gets_out_of_any_output() {
    let folders = [true, false].map(|with| folder(&journal(with)));
    let all = journal(true);
    let planted: Vec<String> = all.iter().flat_map(|(_, text)| words(text)).collect();
    assert!(planted.len() > 700, "{} words", planted.len());
    let check = |reader: Reader| {
        let given = folders.each_ref().map(|folder| everything(folder.path(), reader));
        assert!(!given[0].keys().any(|name| name.ends_with(".ics")), "{reader:?} gets a calendar");
        let told = told(&given[0]);
        let leaks: Vec<_> = told.iter().filter(|(word, _)| !reader.may_see(word)).collect();
        assert!(leaks.is_empty(), "{reader:?} sees {leaks:#?}");
        let lost =
            planted.iter().filter(|word| reader.has_to_see(word) && !told.contains_key(*word));
        assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new(), "{reader:?} does not see");
        let differ = differ(&given[0], &given[1]);
        assert!(differ.is_empty(), "{reader:?}: {differ}");
        // What nothing hides is in each output, so the others would be too.
        for (output, word) in [
            ("feed.xml", "zyqallaatext"),
            ("search/", "zyqallaatext"),
            ("(export)", "zyqallaatask"),
            ("all.html", "zyqallaaquote"),
            ("(printed", "zyqallaaquote"),
            ("(docx)", "zyqallaaquote"),
            ("(for the manager", "zyqallaaquote"),
            (".json", "zyqallaaquote"),
            ("(review md", "zyqallaaquote"),
            ("(review html", "zyqallaaquote"),
            ("(review docx", "zyqallaaquote"),
        ] {
            let told = told.get(word).into_iter().flatten();
            assert!(told.into_iter().any(|name| name.contains(output)), "{output} lacks {word}");
        }
    };
    Reader::OTHERS.into_iter().for_each(check);
    // They are the author's own, with the calendar.
    let mine = program::given(folders[0].path(), Reader::Me);
    assert!(mine.keys().any(|name| name.ends_with(".ics")));
    let told = told(&mine);
    for word in planted.iter().filter(|word| word.starts_with("zyqme") && word.ends_with("text")) {
        assert!(told.contains_key(word), "the author does not see {word}");
    }
}

/// A sheet says the names of tasks and promises of any note, and nothing else of a hidden one.
#[test]
fn a_sheet_tells_nothing_that_a_word_hides() {
    let folder = folder(&journal(true));
    for (person, reader) in [("lead", Reader::Manager), ("ana", Reader::Public)] {
        let args = ["next", person, "--sheet", "-C", "journal", "--today=2026-03-10"];
        let sheet = words(&program::run(folder.path(), &args).stdout);
        let known = |word: &str| word.ends_with("task") || word.ends_with("promise");
        let leaks = sheet.iter().filter(|word| !reader.may_see(word) && !known(word));
        assert_eq!(leaks.collect::<Vec<_>>(), Vec::<&String>::new(), "{person}");
        assert!(reader == Reader::Manager || sheet.contains("zyqallaaimpact"), "{sheet:?}");
    }
}

/// Where a tag stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    Title,
    Alias,
    Impact,
    Own,
    Text,
    Heading,
    Item,
    FileName,
    Folder,
}

/// How it is written; an `@` stands for the word. Besides, whether it is a tag.
const SHAPES: &[(&str, bool)] = &[
    ("#@", true),
    ("(#@)", true),
    ("words #@, more", true),
    ("#@/part", true),
    ("#part/@", true),
    ("**#@**", true),
    ("C#@", false),
    ("https://a.example/b#@", false),
    ("@ words", false),
];

/// Words, and whether a tag of this word hides.
const WORDS: &[(&str, bool)] = &[
    ("private", true),
    ("Confidential", true),
    ("SECRET", true),
    ("draft", true),
    ("privé", true),
    ("Vertraulich", true),
    ("非公開", true),
    ("черновик", true),
    ("gizli", true),
    ("privately", false),
    ("private-sector", false),
    ("draftsman", false),
    ("secretary", false),
    ("work", false),
    ("Öffentlichkeitsarbeit", false),
];

type Written = (Place, (&'static str, bool), (&'static str, bool), &'static str);

/// The rule of `docs/format.md`, read a second time: a tag of such a word hides wherever it stands.
fn hides((place, (_, is_tag), (word, is_hiding), _): Written) -> bool {
    // In a name, a hyphen stands where a title has a blank.
    let in_name = matches!(place, Place::FileName | Place::Folder);
    is_tag && is_hiding || in_name && word.starts_with("private-")
}

fn written(at: usize, own: Written) -> (String, String) {
    let (place, (shape, _), (word, _), format) = own;
    let tag = shape.replace('@', word);
    let name = own_word(if hides(own) { "me" } else { "all" }, at);
    let mut path = format!("entries/2026-01-{:02}-{name}.md", 10 + at);
    let key = |key: &str| Some((key.to_owned(), format!("\"{name} {tag}\"")));
    let mut matter = None;
    let mut text = format!("{name}text\n");
    match place {
        Place::Title => matter = key("title"),
        Place::Alias => matter = Some(("aliases".to_owned(), format!("[\"a {tag}\"]"))),
        Place::Impact => matter = key("impact"),
        Place::Own => {
            let assigns = if format == "toml" { " =" } else { ":" };
            matter = Some(("own".to_owned(), format!("{{\"a\"{assigns} [\"b {tag}\"]}}")));
        }
        Place::Text => text += &format!("\n{tag}\n"),
        Place::Heading => text += &format!("\n## A {tag}\n"),
        Place::Item => text += &format!("\n- a\n  - {tag}\n"),
        // A name has neither the marks of a text nor an address.
        Place::FileName => path = format!("entries/2026-01-{:02}-{name} #{word}.md", 10 + at),
        Place::Folder => path = format!("entries/a #{word}/2026-01-{:02}-{name}.md", 10 + at),
    }
    let lines: Vec<(String, String)> = matter.into_iter().collect();
    let line = |assigns: &str| -> String {
        lines.iter().map(|(key, value)| format!("{key}{assigns} {value}\n")).collect()
    };
    let matter = match format {
        "toml" => format!("+++\nstep = \"deliver\"\n{}+++\n", line(" =")),
        "json" => {
            let own = lines.iter().map(|(key, value)| format!(", \"{key}\": {value}"));
            format!("{{\"step\": \"deliver\"{}}}\n", own.collect::<String>())
        }
        _ => format!("---\nstep: deliver\n{}---\n", line(":")),
    };
    (path, matter + &text)
}

const PLACES: &[Place] = &[
    Place::Title,
    Place::Alias,
    Place::Impact,
    Place::Own,
    Place::Text,
    Place::Heading,
    Place::Item,
    Place::FileName,
    Place::Folder,
];

fn place() -> impl Strategy<Value = Written> {
    let formats = select(&["yaml", "toml", "json"][..]);
    (select(PLACES), select(SHAPES), select(WORDS), formats).prop_map(
        |(place, shape, word, format)| match place {
            Place::FileName | Place::Folder => (place, SHAPES[0], word, format),
            _ => (place, shape, word, format),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 200, ..cases(14) })]

    #[test]
    fn a_tag_hides_its_note_by_its_word_alone(
        notes in vec(place(), 1..16),
        audience in select(&[Audience::Manager, Audience::Public][..]),
    ) {
        let mut files: Vec<(String, String)> =
            notes.iter().enumerate().map(|(at, own)| written(at, *own)).collect();
        files.push(("goals/other.md".to_owned(), "---\nstate: paused\n---\n".to_owned()));
        files.push(("loopbook.yaml".to_owned(), "visibility: public\n".to_owned()));
        let read = Read::new(&files);
        let given = given(&read.shared(audience, Asked::Site));
        let told = told(&given);
        for (at, own) in notes.iter().enumerate() {
            let [me, all] = ["me", "all"].map(|class| own_word(class, at));
            let shown = told.contains_key(&format!("{all}text"));
            prop_assert!(!told.keys().any(|word| word.starts_with(&me)), "{own:?} is seen: {:?}", files[at]);
            prop_assert_eq!(shown, !hides(*own), "{:?}: {:?}", own, files[at]);
        }
    }
}
