//! The codes of diagnostics are in the documentation, and no others.

use std::collections::BTreeSet;
use std::fs;

use loopbook::analyse::health::RULES;
use loopbook::diagnostic::Severity;
use loopbook::diagnostic::codes::ALL;

/// `docs/format.md` lists each code with its meaning and its remedy, and no other code.
#[test]
fn the_documentation_has_every_code() {
    let docs = fs::read_to_string("docs/format.md").expect("the documentation");
    let (_, section) = docs.split_once("\n### Diagnostics\n").expect("its section");
    let section = section.split("\n### ").next().expect("a section");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = ALL
        .iter()
        .map(|doc| {
            let severity = match doc.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            format!("| `{}` | {severity} | {} | {} |", doc.code, doc.meaning, doc.remedy)
        })
        .collect();
    assert_eq!(rows, expected, "the rows of the table in `docs/format.md`");
}

/// One name means one thing, among the rules about files and those about the loop.
#[test]
fn no_code_is_used_twice() {
    let files = ALL.iter().map(|doc| doc.code.as_str());
    let all: Vec<&str> = files.chain(RULES.iter().map(|rule| rule.code)).collect();
    assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len(), "{all:?}");
    assert!(ALL.is_sorted_by_key(|doc| doc.code), "in the order of the alphabet");
}

/// Each code is reported by something: a code that nothing reports is gone, and its row with it.
#[test]
fn every_code_is_used() {
    let mut sources = String::new();
    for file in walkdir::WalkDir::new("src").into_iter().filter_map(Result::ok) {
        if file.path().extension().is_some_and(|extension| extension == "rs") {
            sources += &fs::read_to_string(file.path()).expect("text");
        }
    }
    for doc in ALL {
        let name = doc.code.as_str().to_uppercase().replace('-', "_");
        assert!(sources.contains(&format!("codes::{name}")), "`{}` is never reported", doc.code);
    }
}
