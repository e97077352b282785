//! Nothing hidden gets out: a word in each place where a journal can hold one, looked for in every
//! byte that another reader gets.
//!
//! This is a second reading of `docs/format.md`, by somebody who did not write the filter. The journal is
//! `journal.txt`; its words say themselves who may see them (`words.rs`).

mod program;
mod words;

#[path = "../support/folder.rs"]
mod folder;

use std::collections::BTreeSet;
use std::path::PathBuf;

use program::{Given, given, told};
use tempfile::TempDir;
use words::{Reader, words};

/// The planted journal: its texts, and a picture with words in its metadata.
fn journal() -> Vec<(PathBuf, Vec<u8>)> {
    let texts = include_str!("journal.txt").split("=== ").skip(1).map(|file| {
        let (path, text) = file.split_once('\n').expect("a path");
        (path.to_owned(), text.trim_end().as_bytes().to_vec())
    });
    let pictures = [
        ("photo.jpg", "entries/zyqsilfolder/zyqsilpicturefolder/zyqsilpicture.jpg"),
        ("drawing.svg", "entries/zyqsilfolder/zyqsildrawing.svg"),
        ("shot.png", "static/shown.png"),
        ("moving.gif", "static/zyqmeunusedfolder/zyqmeunused.gif"),
    ];
    let pictures = pictures.into_iter().map(|(picture, path)| {
        let place = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(picture);
        (path.to_owned(), std::fs::read(place).expect("a picture"))
    });
    texts
        .chain(pictures)
        .map(|(path, bytes)| (PathBuf::from("journal").join(path), bytes))
        .collect()
}

/// All words of the journal: those of its texts, and of its paths.
fn planted() -> BTreeSet<String> {
    let files = journal();
    let paths = files.iter().flat_map(|(path, _)| words(path.to_string_lossy().as_bytes()));
    files.iter().flat_map(|(_, text)| words(text)).chain(paths).collect()
}

fn folder() -> TempDir {
    folder::folder(&journal())
}

/// What a reader was told and may not see, and what they were not and have to.
fn differences(reader: Reader, given: &Given) -> String {
    let told = told(given);
    let leaks = told.iter().filter(|(word, _)| !reader.may_see(word));
    let leaks = leaks.map(|(word, places)| format!("{reader:?} sees {word} in {places:?}"));
    let planted = planted();
    let lost = planted.iter().filter(|word| reader.has_to_see(word) && !told.contains_key(*word));
    let lost = lost.map(|word| format!("{reader:?} does not see {word}"));
    leaks.chain(lost).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_reader_sees_what_they_may_and_no_other_word() {
    let folder = folder();
    assert!(planted().len() > 250, "{} words", planted().len());
    let all = Reader::ALL.map(|reader| differences(reader, &given(folder.path(), reader)));
    let all = all.into_iter().filter(|found| !found.is_empty()).collect::<Vec<_>>().join("\n");
    assert!(all.is_empty(), "\n{all}");
}
