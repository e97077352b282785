//! Nothing hidden gets out: a word in each place where a journal can hold one, looked for in every
//! byte that another reader gets.
//!
//! This is a second reading of `docs/format.md`, by somebody who did not write the filter. The journal is
//! `journal.txt`; its words say themselves who may see them (`words.rs`).

mod days;
mod generate;
mod hiding;
mod live;
mod program;
mod random;
mod texts;
mod tops;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use self::program::{FORMATS, Given, differ, given, packets, reviews, some_formats, told};
use self::words::{Reader, words};

use crate::support::folder::folder;

/// The files of a text in which a line `=== path` begins each.
fn parsed(text: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let files = text.split("\n=== ").skip(1);
    let files = files.map(|file| file.split_once('\n').unwrap_or((file, "")));
    files
        .map(|(path, text)| (Path::new("journal").join(path), text.trim_end().as_bytes().to_vec()))
        .collect()
}

/// The planted journal: its texts, and pictures with words in their metadata.
fn journal() -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = parsed(&format!("\n{}", include_str!("journal.txt")));
    let pictures = [
        ("photo.jpg", "entries/zyqsilfolder/zyqsilpicturefolder/zyqanypicture.jpg"),
        ("drawing.svg", "entries/zyqsilfolder/zyqanydrawing.svg"),
        ("shot.png", "static/shown.png"),
        ("palette.png", "entries/zyqmeownpicture.png"),
        ("moving.gif", "static/zyqmeunusedfolder/zyqmeunused.gif"),
    ];
    files.extend(
        pictures
            .into_iter()
            .map(|(picture, path)| (Path::new("journal").join(path), self::picture(picture))),
    );
    files
}

fn picture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    std::fs::read(folder.join(name)).expect("a picture")
}

/// All words of the journal: those of its texts, and of its paths.
fn planted(files: &[(PathBuf, Vec<u8>)]) -> BTreeSet<String> {
    let paths = files.iter().flat_map(|(path, _)| words(path.to_string_lossy().as_bytes()));
    files.iter().flat_map(|(_, text)| words(text)).chain(paths).collect()
}

/// What a reader was told and may not see, and what they were not and have to.
fn differences(reader: Reader, files: &[(PathBuf, Vec<u8>)], given: &Given) -> String {
    let told = told(given);
    let leaks = told.iter().filter(|(word, _)| !reader.may_see(word));
    let leaks = leaks.map(|(word, places)| format!("{reader:?} sees {word} in {places:?}"));
    let planted = planted(files);
    let lost = planted.iter().filter(|word| reader.has_to_see(word) && !told.contains_key(*word));
    let lost = lost.map(|word| format!("{reader:?} does not see {word}"));
    leaks.chain(lost).collect::<Vec<_>>().join("\n")
}

fn all_differences(files: &[(PathBuf, Vec<u8>)], formats: &[&str]) -> String {
    let folder = folder(files);
    let all = Reader::ALL.map(|reader| {
        let reviews = reviews(folder.path(), reader, formats);
        differences(
            reader,
            files,
            &given(folder.path(), reader).into_iter().chain(reviews).collect(),
        )
    });
    all.into_iter().filter(|found| !found.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_reader_sees_what_they_may_and_no_other_word() {
    let files = journal();
    assert!(planted(&files).len() > 250, "{} words", planted(&files).len());
    let found = all_differences(&files, &FORMATS);
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn what_pictures_tell_besides_is_for_the_author() {
    let folder = folder(&journal());
    for reader in Reader::ALL {
        let given = given(folder.path(), reader);
        let tells = |bytes: &[u8]| {
            let lower = bytes.to_ascii_lowercase();
            lower.windows(6).any(|window| window == b"canary")
        };
        let telling: Vec<_> = given.iter().filter(|(_, bytes)| tells(bytes)).collect();
        let telling: Vec<_> = telling.into_iter().map(|(name, _)| name.as_str()).collect();
        let pictures = ["zyqanydrawing.svg", "zyqanypicture.jpg", "shown.png"];
        for picture in pictures {
            let there = given.keys().any(|name| name.ends_with(picture));
            assert!(there, "{reader:?} gets no {picture}: {:?}", given.keys());
        }
        match reader {
            Reader::Me => assert!(telling.len() >= pictures.len(), "{telling:?}"),
            _ => assert!(telling.is_empty(), "{reader:?} is told by {telling:?}"),
        }
    }
}

/// It can't be known what such a picture holds, so nothing is made of it.
#[test]
fn a_picture_that_cannot_be_cleaned_goes_nowhere() {
    let note = "---\nvisibility: public\n---\n![[photo.avif]]\n";
    let folder = folder(&[
        ("journal/entries/2026-01-05-a.md", note.as_bytes()),
        ("journal/entries/photo.avif", b"\0\0\0\x20ftypavif zyqmeplace"),
    ]);
    for reader in Reader::OTHERS {
        let audience = format!("--audience={}", reader.word());
        let done = program::run(folder.path(), &["build", "journal", "-o", "site", &audience]);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(told.contains("photo.avif"), "{told}");
        let found = program::files(&folder.path().join("site"));
        assert!(program::told(&found).is_empty(), "{reader:?}: {:?}", found.keys());
    }
}

#[test]
fn a_packet_tells_its_reader_no_other_word() {
    let folder = folder(&journal());
    for reader in Reader::ALL {
        let given = packets(folder.path(), reader, "zyqallcase");
        let marked = given.keys().filter(|name| name.starts_with("(since")).count();
        assert_eq!(marked, if reader == Reader::Me { 0 } else { 2 }, "{:?}", given.keys());
        let told = told(&given);
        // Its goal's file counts as shared.
        let may_see =
            |word: &str| reader.may_see(word) || Reader::Manager.may_see(word) && in_goal(word);
        let leaks: Vec<_> = told.iter().filter(|(word, _)| !may_see(word)).collect();
        assert!(leaks.is_empty(), "{reader:?} sees {leaks:#?}");
        for word in ["zyqallcasetitle", "zyqmgrcase", "zyqallcaseimpact", "zyqallcaseevidence"] {
            assert!(told.contains_key(word), "{reader:?} does not see {word}");
        }
        assert_eq!(told.contains_key("zyqmecasehiddenimpact"), reader == Reader::Me);
    }
}

/// A sheet for a 1:1 can be pasted where its reader sees it. Names of tasks are known to both, and so is the
/// reader's own name, which is in its heading.
#[test]
fn a_sheet_tells_its_reader_no_other_word() {
    let folder = folder(&journal());
    let mut said = 0;
    for (person, reader) in [
        ("zyqmebossslug", Reader::Manager),
        ("zyqmepeerslug", Reader::Public),
        ("zyqmehiddenperson", Reader::Public),
    ] {
        let args = ["next", person, "--sheet", "-C", "journal", "--today=2026-03-10"];
        let sheet = program::run(folder.path(), &args).stdout;
        let heading = sheet.iter().position(|byte| *byte == b'\n').expect("a heading");
        let told = words(&sheet[heading..]);
        said += told.len();
        let leaks = told.iter().filter(|word| !reader.may_see(word) && !word.contains("task"));
        assert_eq!(leaks.collect::<Vec<_>>(), Vec::<&String>::new(), "{person}");
    }
    assert!(said > 8, "{said} words");
}

/// Whether a word is in the file of the packet's goal, or in the ladder that it names.
fn in_goal(word: &str) -> bool {
    let files = journal();
    let mut files = files.iter().filter(|(path, _)| {
        path.ends_with("goals/zyqallcase.md") || path.ends_with("ladders/zyqmayladder.yaml")
    });
    files.any(|(_, text)| words(text).contains(word))
}

const HIDDEN: &str = "
=== entries/zyqmehiddenslug.md
---
date: 2026-01-09
title: zyqmehiddentitle
---
## zyqmehiddenheading

zyqmehiddentext
";

/// Small journals, each with something that is easily overlooked; beside them is this one.
#[test]
fn so_it_is_in_odd_places() {
    let mut wrong = String::new();
    for case in include_str!("odd.txt").split("##### ").skip(1) {
        let (name, text) = case.split_once('\n').expect("a name");
        let mut files = parsed(&format!("\n{text}{HIDDEN}"));
        files.push((PathBuf::from("journal/entries/zyqanypicture.png"), picture("palette.png")));
        let found = all_differences(&files, some_formats());
        if !found.is_empty() {
            wrong += &format!("\n{name}:\n{found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Pairs of journals, the second with more or other files, that other readers can't tell apart.
#[test]
fn these_journals_are_one_to_other_readers() {
    let mut wrong = String::new();
    for case in include_str!("pairs.txt").split("##### ").skip(1) {
        let (name, texts) = case.split_once('\n').expect("a name");
        let (one, more) = texts.split_once("--- or with\n").expect("two");
        let one = parsed(&format!("\n{one}"));
        let more = parsed(&format!("\n{more}"));
        let other = one.iter().filter(|(path, _)| more.iter().all(|(other, _)| other != path));
        let other: Vec<_> = other.chain(&more).cloned().collect();
        let folders = [&one, &other].map(|files| folder(files));
        for reader in Reader::OTHERS {
            let of = |at: usize| {
                let folder: &Path = folders[at].path();
                let case = folder.join("journal/goals/case.md").exists();
                let packets = if case { packets(folder, reader, "case") } else { Given::new() };
                let reviews = reviews(folder, reader, some_formats());
                given(folder, reader).into_iter().chain(packets).chain(reviews).collect()
            };
            let differ = differ(&of(0), &of(1));
            if !differ.is_empty() {
                wrong += &format!("\n{name}, for {reader:?}:\n{differ}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
