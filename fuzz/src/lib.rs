//! What is tried with any bytes. `cargo fuzz` finds bytes; `tests/integration/corpus.rs` tries again what was found.
//!
//! A target panics where a promise does not hold.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::diagnostic::Diagnostic;
use loopbook::export::Export;
use loopbook::model::packet_file::PacketFile;
use loopbook::model::vocabulary::Audience;
use loopbook::model::{Journal, Slug};
use loopbook::packet::html::{self, Paper};
use loopbook::packet::{Recipient, Window, docx, draft, md};
use loopbook::render::script::say;
use loopbook::share::picture::clean;
use loopbook::share::{PacketOptions, ShareOptions, Shared, for_author, share};
use loopbook::site::{Content, Site, SiteRenderer};
use loopbook::theme::Theme;
use loopbook::{ladder, markdown, pipeline, read};

/// A target: its name, which is its folder in `fuzz/corpus`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("note", note),
    ("front_matter", front_matter),
    ("configuration", configuration),
    ("ladder", ladder),
    ("share_filter", share_filter),
    ("svg", svg),
    ("picture", picture),
    ("links_and_dates", links_and_dates),
    ("packet_file", packet_file),
];

const TODAY: Date = date(2026, 3, 1);

/// No text of a note stops a build, nor what is exported.
pub fn note(data: &[u8]) {
    let files: &[(&str, &[u8])] = &[
        ("entries/2026-01-05-a.md", data),
        ("entries/2026-01-06-b.md", b"[[2026-01-05-a]] ![[2026-01-05-a]] [[a#Part]]\n"),
    ];
    with_journal(files, |_, journal, diagnostics| {
        let shared = for_author(journal, diagnostics);
        drop(exported(&shared));
        drop(pages(&shared));
    });
}

/// No front matter stops what reads it and what is made of it, in any kind of note.
pub fn front_matter(data: &[u8]) {
    let matter = [b"---\n", data, b"\n---\n# A title\n\nText.\n"].concat();
    let paths = ["entries/2026-01-05-a.md", "goals/a.md", "tasks/a.md", "people/a.md"];
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (*path, &*matter)).collect();
    with_journal(&files, |_, journal, diagnostics| {
        drop(exported(&for_author(journal, diagnostics)));
        for audience in [Audience::Manager, Audience::Public] {
            drop(exported(&share(journal, diagnostics, &ShareOptions::new(audience)).0));
        }
    });
}

/// No configuration stops what reads it.
pub fn configuration(data: &[u8]) {
    let note = b"---\nstep: ask\nwith: ana\n---\nText.\n";
    let files: &[(&str, &[u8])] = &[("loopbook.yaml", data), ("entries/2026-01-05-a.md", note)];
    with_journal(files, |_, journal, diagnostics| {
        drop(exported(&for_author(journal, diagnostics)));
    });
}

/// No ladder stops what reads it, and none what imports it.
pub fn ladder(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    drop(ladder::read("a", &text));
    if let Ok(imported) = ladder::import::import(&text, None, &[], "elsewhere") {
        let (read, problems) = ladder::read("a", &imported.yaml);
        assert!(read.is_some(), "what is imported can be read: {problems:?}");
    }
}

/// Nothing that is private reaches another reader, whatever is around it.
pub fn share_filter(data: &[u8]) {
    if told(data) {
        return;
    }
    let hidden = b"---\nprivate: yes\ntask: zyqtask\nwith: zyqperson\ntags: [zyqtag]\n---\n# zyqtitle\n\nzyqtext\n";
    let around = [b"> [!private]\n> zyqcallout\n\nText %%zyqcomment%%.\n\n", data].concat();
    let files: &[(&str, &[u8])] = &[
        ("entries/2026-01-04-before.md", data),
        ("entries/2026-01-05-hidden.md", hidden),
        ("entries/2026-01-06-around.md", &around),
    ];
    with_journal(files, |_, journal, diagnostics| {
        for audience in [Audience::Manager, Audience::Public] {
            let (shared, _) = share(journal, diagnostics, &ShareOptions::new(audience));
            let export = exported(&shared);
            assert!(!told(export.as_bytes()), "{export}");
            for (path, bytes) in pages(&shared) {
                assert!(!told(path.as_bytes()), "{path}");
                assert!(!told(&bytes), "{path}: {}", String::from_utf8_lossy(&bytes));
            }
        }
    });
}

/// What is left of a drawing has no script, and is cleaned again without a change.
pub fn svg(data: &[u8]) {
    let Ok(cleaned) = clean("svg", data) else { return };
    let text = String::from_utf8_lossy(&cleaned).to_lowercase();
    for word in ["<script", "javascript:", "<!entity"] {
        assert!(!markup(&text).contains(word), "{word} in {text}");
    }
    let again = clean("svg", &cleaned).expect("what was cleaned can be cleaned");
    assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&cleaned));
}

/// No bytes stop what cleans a picture, and what was cleaned can be cleaned again.
pub fn picture(data: &[u8]) {
    for extension in ["jpg", "png", "gif", "webp"] {
        if let Ok(cleaned) = clean(extension, data) {
            clean(extension, &cleaned).expect("what was cleaned can be cleaned");
        }
    }
}

/// No text stops what reads links, anchors and dates.
pub fn links_and_dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (document, _) = markdown::parse_value(&text);
    drop(markdown::urls(&document));
    drop(markdown::plain(&document));
    drop(markdown::comments::cut(&text));
    for line in text.lines() {
        drop(read::path_name::path_name(line));
        let decoded = markdown::url::decode(line);
        assert_eq!(markdown::url::decode(&markdown::url::encode(&decoded)), decoded);
        drop(markdown::url::resolve("entries/a/b.md", line));
    }
    // A date in a file's name and in a key.
    let line = text.lines().next().unwrap_or_default().replace(['/', '\0', '\\'], "-");
    let name: String = line.chars().take(60).collect();
    let path = format!("entries/{name}.md");
    let note = format!("---\ndate: {name}\ndue: {name}\n---\n[[{line}]]\n");
    with_journal(
        &[(&path, note.as_bytes()), ("entries/2026-01-05.md", note.as_bytes())],
        |_, journal, diagnostics| {
            drop(exported(&for_author(journal, diagnostics)));
        },
    );
}

/// No packet that somebody writes stops what is made of it, and nothing that is hidden gets into it.
pub fn packet_file(data: &[u8]) {
    if told(data) {
        return;
    }
    // As it is, and below a comment that nobody gets, with all of it where a section has it.
    let head = b"---\naudience: public\n---\n\n## The case\n\nText %%zyqcomment%%.\n\n";
    for text in [data, &[head, data].concat()] {
        let mut files = PACKET_NOTES.map(|(path, text)| (path, text.as_bytes())).to_vec();
        files.push(("packets/g.md", text));
        with_journal(&files, |folder, journal, diagnostics| {
            let Ok(Some(file)) = read::packet_file::packet_file(folder, &Slug::new("g")) else {
                return;
            };
            for audience in [Audience::Public, Audience::Manager] {
                for recipient in [Recipient::Committee, Recipient::Manager] {
                    documents(journal, diagnostics, audience, recipient, &file);
                }
            }
        });
    }
}

/// A goal with evidence, quotes and a story; and a note that nobody else gets.
const PACKET_NOTES: &[(&str, &str); 6] = &[
    ("loopbook.yaml", "visibility: public\nmanager: ana\n"),
    (
        "goals/g.md",
        "---\nneeds: [strategy, coaching]\nfrom: a\nto: b\nby: 2026-12-31\nwith: ana\n---\n\nThe case.\n",
    ),
    (
        "tasks/interview-loop.md",
        "---\nsize: large\n---\n\n## Story\n\nWhat I did, in some words.\n",
    ),
    (
        "entries/2026-01-05-asked.md",
        "---\nstep: ask\ntask: interview-loop\nwith: ana\n---\nAsked.\n",
    ),
    (
        "entries/2026-02-05-done.md",
        "---\nstep: deliver\ntask: interview-loop\nimpact: Less waiting.\nmetric: \"days: 34 -> 17\"\nshows: strategy\n\
         quote: It works.\nquote_from: ana\nquote_ok: yes\ngoal: g\n---\nDone.\n",
    ),
    (
        "entries/2026-02-06-hidden.md",
        "---\nprivate: yes\nstep: deliver\ntask: interview-loop\ngoal: g\nshows: strategy\nimpact: zyqimpact\n---\n# zyqtitle\n",
    ),
];

/// Makes all documents of a packet for one reader.
fn documents(
    journal: &Journal,
    diagnostics: &[Diagnostic],
    audience: Audience,
    recipient: Recipient,
    file: &PacketFile,
) {
    let goal = journal.goal("g").expect("the goal");
    let options = PacketOptions::for_goal(journal, goal, None, Some(TODAY)).ok();
    let options = ShareOptions { packet: options, ..ShareOptions::new(audience) };
    let (shared, _) = share(journal, diagnostics, &options);
    let analysis = Analysis::of(&shared, TODAY);
    let window = Window::default();
    let packet = pipeline::packet(&analysis, &goal.id, &window, None, recipient, Some(file));
    let packet = packet.expect("the goal is shared");
    let page = html::html(&packet, &theme(), None).expect("a page");
    let page = String::from_utf8(page).expect("text");
    // The letters of a font in Base64 say anything.
    let (head, style) = page.split_once("<style>").expect("a style");
    let (_, body) = style.split_once("</style>").expect("its end");
    for text in [head, body, &md::markdown(&packet)] {
        assert!(!told(text.as_bytes()), "{text}");
    }
    assert!(!page.to_lowercase().contains("<script"), "{body}");
    assert!(docx::is_ours(&docx::docx(page.as_bytes(), Paper::A4)));
    drop(draft::draft(&packet, &theme()).expect("a draft"));
}

/// Reads a journal of these files.
fn with_journal(files: &[(&str, &[u8])], work: impl FnOnce(&Path, &Journal, &[Diagnostic])) {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files {
        write(&folder.path().join(path), bytes);
    }
    let read = read::read(folder.path(), None);
    if let Some(journal) = read.journal {
        work(folder.path(), &journal, &read.diagnostics);
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("its folders");
    fs::write(path, bytes).expect("written");
}

fn exported(shared: &Shared<'_>) -> String {
    let analysis = Analysis::of(shared, TODAY);
    let theme = theme();
    let words = |next| {
        let words = say(&theme, &analysis, &next, &mut Vec::new());
        (next, words)
    };
    let moves: Vec<_> = analysis.next_moves().into_iter().map(words).collect();
    serde_json::to_string(&Export::new(&analysis, &moves, &[])).expect("JSON")
}

/// What the journal's notes become: the files of its site without those that every site has.
fn pages(shared: &Shared<'_>) -> Vec<(String, Vec<u8>)> {
    let analysis = Analysis::of(shared, TODAY);
    let theme = theme();
    let (site, _) = Site::render(&SiteRenderer::new(&analysis, Arc::clone(&theme)));
    let own = site.files.into_iter().filter(|(path, _)| !theme.assets.contains_key(path));
    let bytes = |(path, content)| match content {
        Content::Bytes(bytes) => Some((path, bytes)),
        Content::Copy(_) => None,
    };
    own.filter_map(bytes).collect()
}

/// The shipped theme, compiled once: that takes a hundred times as long as to render a few notes.
fn theme() -> Arc<Theme> {
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    let load =
        || Theme::load(&Journal::default(), &mut Vec::new()).expect("the shipped theme").into();
    Arc::clone(THEME.get_or_init(load))
}

/// Whether these bytes have a word that only hidden places have.
fn told(bytes: &[u8]) -> bool {
    bytes.to_ascii_lowercase().windows(3).any(|word| word == b"zyq")
}

/// A drawing without its texts.
fn markup(svg: &str) -> String {
    svg.split('<').map(|part| format!("<{}", part.split('>').next().unwrap_or_default())).collect()
}
