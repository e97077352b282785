//! What `check` says of journals that are wrong: each folder of `tests/errors` is a journal, and
//! its `expected.txt` the exact report. `tests/run bless` writes what is said now.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn every_wrong_journal_has_its_report() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut cases: Vec<_> = fs::read_dir(&root)
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    let differ: Vec<String> = cases.iter().filter_map(|case| difference(case)).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

fn difference(case: &Path) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_loopbook"))
        .args(["check", "."])
        .current_dir(case)
        .env("NO_COLOR", "1")
        // 6 February 2026: what is said of a journal's health depends on the day.
        .env("SOURCE_DATE_EPOCH", "1770336000")
        .output()
        .expect("the program runs");
    let said = without_shipped_lines(&format!(
        "{}{}exit code {}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().expect("an exit code"),
    ));
    let place = case.join("expected.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(&place, &said).expect("a report that can be written");
    }
    let expected = fs::read_to_string(&place).unwrap_or_default();
    (said != expected)
        .then(|| format!("{}\n── expected\n{expected}\n── said\n{said}", case.display()))
}

/// Shipped templates change: which of their lines is named is no part of what is compared, only that one is.
fn without_shipped_lines(said: &str) -> String {
    let mut lines = String::new();
    for line in said.split_inclusive('\n') {
        match line.split_once(".html`, line ") {
            Some((before, number)) if before.contains("`theme/") => {
                assert!(number.trim_end().bytes().all(|byte| byte.is_ascii_digit()), "{line}");
                lines += &format!("{before}.html`, line N\n");
            }
            _ => lines += line,
        }
    }
    lines
}
