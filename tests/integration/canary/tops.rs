//! What says at the top of a note that it is private, in the words and the shapes of other programs. Each note either has no
//! word in what others get, or is an error; for the author, what is no error is there.

use std::path::{Path, PathBuf};

use super::program::{self, Given, differ, packets, reviews, some_formats, told};
use super::words::{Reader, words};
use crate::support::folder::folder;

type Files = Vec<(PathBuf, Vec<u8>)>;

/// Tops of notes that are an error; a `¶` stands for the end of a line.
const REFUSED: &[&str] = &[
    // Comments.
    "<!-- do not publish -->",
    "<!-- Don't share! -->",
    "<!-- not for publication -->",
    "<!-- strictly confidential -->",
    "<!-- for my eyes only -->",
    "<!-- status: draft -->",
    "<!-- nicht veröffentlichen -->",
    "<!-- ne pas publier -->",
    "<!-- no publicar -->",
    "<!-- 公開しない -->",
    "<!-- 不公开 -->",
    "- <!-- private -->",
    "- %%private%%",
    "[//]: # (private)",
    "[//]: # \"do not publish\"",
    "[comment]: <> (draft)",
    "[//]: # (published: false)",
    "[private]: #",
    "{% comment %} private {% endcomment %}",
    "{# private #}",
    "{{/* private */}}",
    "#+begin_comment¶private¶#+end_comment",
    // Keys without fences.
    "published: false",
    "public: no",
    "dg-publish: false",
    "Status: draft",
    "Tags: private",
    "Öffentlich: nein",
    "公開：しない",
    "- published: false",
    "- > published: false",
    "#+HUGO_DRAFT: t",
    "title: Pay¶published: no",
    // Properties below a title.
    "# Pay¶¶Visibility: Only me",
    "# Pay¶¶Share with: Nobody",
    "# Pay¶¶Sharing: Private (only me)",
    "# Pay¶¶Published: Not yet",
    "# Pay¶¶Publish?: No",
    "# Pay¶¶Private: ✓",
    "# Pay¶¶Notebook: Private",
    "# Pay¶¶**Status:** Private",
    "# Pay¶¶*Published:* no",
    "# Pay¶¶| Property | Value |¶|---|---|¶| Status | Private |",
    "# Gehalt¶¶Sichtbarkeit: Nur ich",
    "# Salaire¶¶Statut: Brouillon",
    "# Sueldo¶¶Estado: Borrador",
    "# 給料¶¶ステータス: 下書き",
    "# 給料¶¶公開範囲: 自分のみ",
    "## Pay¶¶Published: no",
    "Pay¶===¶¶Status: Private",
    "Pay¶¶Published: no",
    "* Pay¶published: no",
    // Fences that are spoiled.
    "+++ toml¶title = \"x\"¶published = false¶+++",
    "++ +¶title = \"x\"¶published = false¶+++",
    "+++¶title = \"x\"¶draft = true",
    "--- # c¶title: x¶published: false¶---",
    "{ draft: true }",
    "{draft: true, title: x}",
    ";;;¶{ \"published\": false }",
    ";;¶{ \"published\": false }¶;;",
    "```json¶{\"draft\": true}¶```",
];

/// Tops of notes that hide them.
const HIDING: &[&str] = &[
    "Private",
    "**PRIVATE**",
    "🔒 Private!",
    "Do not publish",
    "> **Confidential**",
    "Vertraulich",
    "非公開",
    "# Private",
    "Private¶=======",
    "# Pay¶¶(private)",
    "# Pay¶¶*Do not publish*",
    "# Pay :private:",
    "* TODO Pay :work:private:",
    "#+title: Pay :private:",
];

/// Tops that say nothing of the kind.
const SHOWN: &[&str] = &[
    "# Is it private?",
    "## Private",
    "- Private",
    "Private schools",
    "> [!private]¶> zyqmecallout",
    "```¶Private¶```",
    "# Pay¶¶Status: done",
    "# Talk¶¶Type: internal talk",
    "# Talk¶¶Access: badge at reception",
    "[a]: https://a.example (private)",
    "<!-- private schools -->",
    "{{< toc >}}",
    "Attention :smile:",
];

/// Entries of jrnl, of which the first line is the title. An `@` stands for a word of its own.
const JRNL: &[&str] = &[
    "<!-- private --> @",
    "@ %%do not publish%%",
    "private: true¶@",
    "@ :private:",
    "@¶published: false",
    "@¶<!-- draft -->",
    "@¶> published: false",
    "@¶[//]: # (private)",
    "@¶private:: true",
    "@¶public:: false",
    "Private¶@",
    "@¶PRIVATE",
];

fn word(class: &str, at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
    format!("zyq{class}{}{}", letter(at / 26), letter(at))
}

fn file(path: &str, text: &str) -> (PathBuf, Vec<u8>) {
    (Path::new("journal").join(path), text.as_bytes().to_vec())
}

/// A note with such a top, alone and behind front matter.
fn notes(class: &str, tops: &[&str]) -> Files {
    let each = tops.iter().enumerate().flat_map(|(at, top)| {
        let top = top.replace('¶', "\n");
        let [plain, keyed] = ["plain", "keyed"].map(|kind| word(&format!("{class}{kind}"), at));
        let keys = format!(
            "---\nvisibility: public\ngoal: case\nstep: deliver\ntask: {keyed}task\nimpact: {keyed}impact\n---\n"
        );
        let path = |word: &str| format!("entries/2026-01-20-{word}.md");
        [
            file(&path(&plain), &format!("{top}\n\n{plain}text\n")),
            file(&path(&keyed), &format!("{keys}{top}\n\n{keyed}text\n")),
        ]
    });
    each.collect()
}

/// The journal with what is hidden in it, or without.
fn journal(with: bool) -> Files {
    let mut files = notes("all", SHOWN);
    files.push(file(
        "loopbook.yaml",
        "visibility: public\nentries: [entries, log.txt, other.txt]\n",
    ));
    files.push(file(
        "goals/case.md",
        "---\nvisibility: public\ntitle: zyqallgoal\nto: senior\n---\n",
    ));
    let entries = JRNL.iter().enumerate().map(|(at, entry)| {
        let entry = entry.replace('@', &word("siljrnl", at)).replace('¶', "\n");
        format!("[2026-01-22 09:00] {entry}\n\n")
    });
    let hidden: String = if with { entries.collect() } else { String::new() };
    let shown = "[2026-01-23 09:00] zyqalljrnl\nzyqalljrnltext\n";
    files.push(file("log.txt", &format!("{hidden}{shown}")));
    let other = "private: true\n\n[2026-01-24 09:00] zyqsilother\nzyqsilothertext\n";
    files.push(file("other.txt", if with { other } else { "Nothing yet.\n" }));
    if with {
        files.extend(notes("sil", REFUSED));
        files.extend(notes("me", HIDING));
    }
    files
}

fn everything(folder: &Path, reader: Reader) -> Given {
    let packets = packets(folder, reader, "case");
    let reviews = reviews(folder, reader, some_formats());
    program::given(folder, reader).into_iter().chain(packets).chain(reviews).collect()
}

#[test]
fn what_says_so_at_the_top_gets_out_of_no_output() {
    let all = journal(true);
    let folders = [&all, &journal(false)].map(|files| folder(files));
    let planted: Vec<String> = all.iter().flat_map(|(_, text)| words(text)).collect();
    for reader in Reader::OTHERS {
        let given = folders.each_ref().map(|folder| everything(folder.path(), reader));
        let told = told(&given[0]);
        let leaks: Vec<_> = told.iter().filter(|(word, _)| !reader.may_see(word)).collect();
        assert!(leaks.is_empty(), "{reader:?} sees {leaks:#?}");
        let lost =
            planted.iter().filter(|word| reader.has_to_see(word) && !told.contains_key(*word));
        assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new(), "{reader:?} does not see");
        let differ = differ(&given[0], &given[1]);
        assert!(differ.is_empty(), "{reader:?}: {differ}");
    }
    let mine = program::given(folders[0].path(), Reader::Me);
    let told = told(&mine);
    for word in planted.iter().filter(|word| word.starts_with("zyqme") && word.ends_with("text")) {
        assert!(told.contains_key(word), "the author does not see {word}");
    }
}
