//! The program, run as a person runs it, and all that it gives for a reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::words::{Reader, words};
use crate::support::docx;
use crate::support::effort::effort;

/// What somebody gets: by name, each file of a site and what is printed.
pub(super) type Given = BTreeMap<String, Vec<u8>>;

/// Runs it in a journal; the journal may have errors.
pub(super) fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_loopbook"));
    program.stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
    let done = program.args(arguments).current_dir(folder).output().expect("the program");
    let code = done.status.code();
    assert!(
        matches!(code, Some(0 | 1)),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    done
}

const TODAY: &str = "--today=2026-03-10";

/// The site and the export for a reader, from a journal in `folder/journal`.
pub(super) fn given(folder: &Path, reader: Reader) -> Given {
    let audience = format!("--audience={}", reader.word());
    let site = folder.join(format!("site-{}", reader.word()));
    let place = site.to_str().expect("a path in UTF-8");
    run(folder, &["build", "journal", "-o", place, &audience, TODAY]);
    let mut given = files(&site);
    assert!(given.len() > 10, "{reader:?} gets only {} files", given.len());
    let export = run(folder, &["export", "journal", &audience, TODAY]).stdout;
    assert!(export.starts_with(b"{"), "{reader:?} gets no export");
    given.insert("(export)".to_owned(), export);
    given
}

/// The packets for a goal, in each format and window, one as a file and the other printed, and what is kept for `--since`.
pub(super) fn packets(folder: &Path, reader: Reader, goal: &str) -> Given {
    let audience = format!("--audience={}", reader.word());
    let place = folder.join(format!("packets-{}", reader.word()));
    fs::create_dir_all(&place).expect("a folder");
    let mut given = Given::new();
    for window in [None, Some("--from=2026-01-21"), Some("--to=2026-01-20")] {
        let file = place.join(format!("{}.html", window.unwrap_or("all")));
        let output = format!("--output={}", file.display());
        let packet = ["packet", goal, "-C", "journal", &audience, TODAY];
        run(folder, &[&packet[..], &[&output, "--freeze"], window.as_slice()].concat());
        let printed =
            run(folder, &[&packet[..], &["--format=md"], window.as_slice()].concat()).stdout;
        assert!(!printed.is_empty());
        given.insert(format!("(printed {window:?})"), printed);
    }
    let arguments = ["packet", goal, "-C", "journal", &audience, "--format=docx", TODAY];
    for (name, part) in docx::parts(&run(folder, &arguments).stdout) {
        given.insert(format!("(docx)/{name}"), part);
    }
    for format in ["--format=html", "--format=md"] {
        let arguments =
            ["packet", goal, "-C", "journal", &audience, "--for=manager", format, TODAY];
        given.insert(format!("(for the manager {format})"), run(folder, &arguments).stdout);
    }
    run(folder, &["packet", goal, "-C", "journal", &audience, "--draft", TODAY]);
    let draft = folder.join(format!("journal/packets/{goal}.md"));
    given.insert("(draft)".to_owned(), fs::read(&draft).expect("a draft"));
    // Each reader's packet is made of the notes.
    fs::remove_file(&draft).expect("removed");
    // What was kept of a packet that said more.
    let kept = folder.join("packets-me/all.json");
    if kept.exists() && reader != Reader::Me {
        let since = format!("--since={}", kept.display());
        for format in ["--format=html", "--format=md"] {
            let arguments = ["packet", goal, "-C", "journal", &audience, format, &since, TODAY];
            given.insert(format!("(since {format})"), run(folder, &arguments).stdout);
        }
    }
    given.extend(files(&place));
    assert!(given.keys().any(|name| name.ends_with(".json")), "{:?}", given.keys());
    given
}

/// The formats of a review.
pub(super) const FORMATS: [&str; 3] = ["html", "md", "docx"];

/// Those that are tried in each of many journals: all are made of one document.
pub(super) fn some_formats() -> &'static [&'static str] {
    if effort() > 1 { &FORMATS } else { &FORMATS[..1] }
}

/// The review of this year in these formats.
pub(super) fn reviews(folder: &Path, reader: Reader, formats: &[&str]) -> Given {
    let audience = format!("--audience={}", reader.word());
    let review = |format: &str| {
        let format = format!("--format={format}");
        run(folder, &["review", "-C", "journal", &audience, &format, TODAY]).stdout
    };
    let mut given = Given::new();
    for format in formats {
        let written = review(format);
        if *format == "docx" {
            let parts = docx::parts(&written).into_iter();
            given.extend(parts.map(|(name, part)| (format!("(review docx)/{name}"), part)));
        } else {
            given.insert(format!("(review {format})"), written);
        }
    }
    assert!(given.values().all(|bytes| !bytes.is_empty()), "{:?}", given.keys());
    given
}

/// The files below a folder.
pub(super) fn files(folder: &Path) -> Given {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let own = |entry: walkdir::DirEntry| {
        let path =
            entry.path().strip_prefix(folder).expect("below it").to_string_lossy().into_owned();
        (path, fs::read(entry.path()).expect("a file"))
    };
    files.map(own).collect()
}

/// The words in all of it, each with the names of what holds it.
pub(super) fn told(given: &Given) -> BTreeMap<String, BTreeSet<&str>> {
    let mut told: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (name, bytes) in given {
        for word in words(bytes).into_iter().chain(words(name.as_bytes())) {
            told.entry(word).or_default().insert(name);
        }
    }
    told
}

/// Where two differ, with what is around the first difference.
pub(super) fn differ(one: &Given, other: &Given) -> String {
    let mut told = String::new();
    let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    for name in names {
        let [one, other] = [one, other].map(|given| given.get(name));
        let (Some(one), Some(other)) = (one, other) else {
            writeln!(told, "{name} is there only once").expect("written");
            continue;
        };
        if let Some(at) = one
            .iter()
            .zip(other)
            .position(|(a, b)| a != b)
            .or((one.len() != other.len()).then(|| one.len().min(other.len())))
        {
            let around = |bytes: &[u8]| {
                let part = &bytes[at.saturating_sub(90)..(at + 60).min(bytes.len())];
                String::from_utf8_lossy(part).replace('\n', "⏎")
            };
            writeln!(told, "{name}:\n  {}\n  {}", around(one), around(other)).expect("written");
        }
    }
    told
}
