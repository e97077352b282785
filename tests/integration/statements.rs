//! `docs/statements.md` says what the program does with each statement of the texts: every statement has its
//! row, every test that a row names is there, and the scores are counted as they stand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

struct Row {
    number: usize,
    text: String,
    score: usize,
    with: String,
    shown: String,
}

fn rows(page: &str) -> Vec<Row> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let row = |cells: Vec<String>| {
        let [number, _, text, score, with, shown] = cells.try_into().ok()?;
        let (number, score) = (number.parse().ok()?, score.parse().ok()?);
        Some(Row { number, text, score, with, shown })
    };
    page.lines().filter(|line| line.starts_with('|')).filter_map(|line| row(cells(line))).collect()
}

/// The names of all functions of the program and its tests.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("source");
            let starts = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            names.extend(starts.map(str::to_owned));
        }
    }
}

#[test]
fn each_statement_is_scored_and_what_shows_it_is_a_test() {
    let page = fs::read_to_string("docs/statements.md").expect("the page");
    let rows = rows(&page);
    let numbers: Vec<usize> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=98).collect::<Vec<_>>());
    let mut tests = BTreeSet::new();
    for folder in ["tests/integration", "src/render"] {
        functions(Path::new(folder), &mut tests);
    }
    for Row { number, text, score, with, shown } in &rows {
        assert!(text.chars().all(|c| "FIQC ".contains(c)) && !text.is_empty(), "{number}: {text}");
        let test = shown.strip_prefix('`').and_then(|rest| rest.split('`').next());
        match score {
            2 | 3 => {
                let test = test.unwrap_or_else(|| panic!("{number} names no test"));
                assert!(tests.contains(test), "{number}: there is no test `{test}`");
                assert!(!with.is_empty(), "{number}");
                assert_eq!(shown.contains("`; "), *score == 2, "{number}: only a 2 has a hole");
            }
            0 | 1 => {
                assert!(test.is_none() && shown.ends_with('.'), "{number} needs a reason: {shown}");
                assert_eq!(with.is_empty(), *score == 0, "{number}");
            }
            _ => panic!("{number}: {score}"),
        }
    }
    for score in 0..=3 {
        let count = rows.iter().filter(|row| row.score == score).count();
        let line = page.lines().find(|line| line.starts_with(&format!("| {score} |")));
        let line = line.expect("a line of the scores");
        assert!(line.ends_with(&format!("| {count} |")), "{count} have {score}: {line}");
    }
}
