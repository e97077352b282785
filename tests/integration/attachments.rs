//! Files that notes link to, as other readers get them.

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::{ShareOptions, attachments, for_author, share};
use loopbook::site::Content;

use crate::support::folder::folder;

const NOTE: &str = "---\nvisibility: public\nevidence: [\"[[plan.canvas]]\", notes.txt]\n---\n\
    [a plan](plan.canvas), [[old.mdown]], [words](notes.txt), [a page](page.html), [data](a.JSON), \
    [a report](report.pdf), [numbers](numbers.xlsx), [a table](table.csv), ![](dot.gif), [free](static/free.html).\n";
const HIDDEN: [&str; 5] = ["plan.canvas", "old.mdown", "notes.txt", "page.html", "a.JSON"];
const SHARED: [&str; 4] = ["report.pdf", "numbers.xlsx", "table.csv", "static/free.html"];

#[test]
fn notes_of_other_programs_reach_no_other_reader() {
    let secret = "---\nprivate: yes\n---\ncanary\n";
    let mut files: Vec<(&str, &str)> = HIDDEN.iter().map(|name| (*name, secret)).collect();
    files.extend(SHARED.iter().map(|name| (*name, "x")));
    files.push(("loopbook.yaml", ""));
    files.push(("2026-01-05-a.md", NOTE));
    let folder = folder(&files);
    std::fs::write(folder.path().join("dot.gif"), dot()).expect("a file that can be written");
    let loaded = read::read(folder.path(), None);
    let journal = loaded.journal.expect("a journal");
    let copies = |audience| {
        let (shared, _) = share(&journal, &[], &ShareOptions::new(audience));
        let (site, problems) = pipeline::site(&shared, date(2026, 1, 6));
        assert_eq!(problems, []);
        let mut text = String::new();
        for content in site.files.values() {
            if let Content::Bytes(bytes) = content {
                text.push_str(&String::from_utf8_lossy(bytes));
            }
        }
        let copied: Vec<String> = site.files.into_keys().collect();
        (copied, text)
    };
    let (copied, text) = copies(Audience::Public);
    for name in SHARED {
        let name = name.rsplit('/').next().unwrap_or(name);
        assert!(copied.iter().any(|path| path.ends_with(name)), "{name} is not in {copied:?}");
    }
    for name in HIDDEN {
        assert!(!copied.iter().any(|path| path.ends_with(name)), "{name} is in {copied:?}");
        assert!(!text.contains(&format!("files/{name}")), "{name} is linked");
    }
    assert!(text.contains("a plan, "), "the link is its words: {text}");
    assert!(!text.contains("canary"));
    let mine = pipeline::site(&for_author(&journal, &[]), date(2026, 1, 6)).0;
    // `old.markdown` is a note, and so a page.
    let mut others = HIDDEN.iter().filter(|name| !name.ends_with(".markdown"));
    assert!(others.all(|name| mine.files.contains_key(&format!("files/{name}"))));
}

#[test]
fn comments_in_names_of_files_reach_no_other_reader() {
    let note = "---\nvisibility: public\n---\n[one](a%20%25%25canary%25%25.pdf), [two](b/%25%25canary%25%25.csv), \
        [three](c%20%3C!--canary--%3E.csv), [four](d%20%25%25canary.csv), ![five](canary/e%20%25%25canary%25%25.gif)\n";
    let names = ["a %%canary%%.pdf", "b/%%canary%%.csv", "c <!--canary-->.csv", "d %%canary.csv"];
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x")).collect();
    files.extend([("loopbook.yaml", ""), ("2026-01-05-a.md", note)]);
    let folder = folder(&files);
    std::fs::create_dir(folder.path().join("canary")).expect("a folder");
    let picture = folder.path().join("canary/e %%canary%%.gif");
    std::fs::write(picture, dot()).expect("a file that can be written");
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let (shared, _) = share(&journal, &[], &ShareOptions::new(Audience::Public));
    let (site, problems) = pipeline::site(&shared, date(2026, 1, 6));
    assert_eq!(problems, []);
    for name in ["a.pdf", "file.csv", "c.csv", "d.csv", "e.gif"] {
        assert!(site.files.contains_key(&format!("files/{name}")), "{name}");
    }
    for (path, content) in &site.files {
        let Content::Bytes(bytes) = content else { continue };
        assert!(!path.contains("canary"), "{path}");
        assert!(!String::from_utf8_lossy(bytes).contains("canary"), "{path}");
    }
}

#[test]
fn what_keeps_its_metadata_is_told_to_the_author() {
    let for_manager = NOTE.replace("public", "manager").replace("report.pdf", "x.docx");
    let folder = folder(&[
        ("loopbook.yaml", ""),
        ("2026-01-05-a.md", NOTE),
        ("2026-01-06-b.md", &for_manager),
        ("2026-01-07-c.md", "[mine](mine.pdf)\n"),
        ("report.pdf", "x"),
        ("numbers.xlsx", "x"),
        ("table.csv", "x"),
        ("x.docx", "x"),
        ("mine.pdf", "x"),
    ]);
    let journal = read::read(folder.path(), None).journal.expect("a journal");
    let told = attachments::with_metadata(&journal);
    let told: Vec<String> =
        told.iter().map(|one| format!("{}: {}", one.path, one.message)).collect();
    let both = "readers with `manager` and `public` get this file as it is, with its metadata";
    let one = "readers with `manager` get this file as it is, with its metadata";
    let wanted =
        [format!("numbers.xlsx: {both}"), format!("report.pdf: {both}"), format!("x.docx: {one}")];
    assert_eq!(told, wanted);
}

/// The smallest picture.
fn dot() -> Vec<u8> {
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    [head.as_slice(), b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b"].concat()
}
