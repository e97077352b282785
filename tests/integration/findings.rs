//! The same problem in many places is one finding for people; programs get every one.

use std::path::Path;

use crate::support::folder::folder;
use crate::support::program::{Done, command, run};

fn check(journal: &Path, options: &[&str]) -> Done {
    run(command().current_dir(journal).args(["check", "--today", "2026-01-20"]).args(options))
}

/// Six notes with the same slip, one of them with an error as well, and 25 links to as many missing notes.
fn journal() -> tempfile::TempDir {
    let slips = (1..=6).map(|day| {
        (format!("entries/2026-01-0{day}.md"), "---\nstpe: ask\n---\nWords.\n".to_owned())
    });
    let links: String = (1..=25).map(|number| format!("[[Gone {number}]]\n")).collect();
    let links = ("entries/2026-01-08.md".to_owned(), links);
    let wrong = ("entries/2026-01-09.md".to_owned(), "---\nwith: [\n---\n".to_owned());
    folder(&slips.chain([links, wrong]).collect::<Vec<_>>())
}

#[test]
fn the_same_problem_in_many_places_is_one_finding() {
    let journal = journal();
    let done = check(journal.path(), &[]);
    assert_eq!(done.out.matches("unknown-key").count(), 1, "{}", done.out);
    let finding = "warning[unknown-key]: unknown key `stpe` (6 times)\n \
                   --> entries/2026-01-01.md:2:1\n";
    assert!(done.out.contains(finding), "{}", done.out);
    let places = "note: also in entries/2026-01-02.md:2:1, entries/2026-01-03.md:2:1, \
                  entries/2026-01-04.md:2:1 and 2 more\n";
    assert!(done.out.contains(places), "{}", done.out);
    assert_eq!(done.out.matches("dead-link").count(), 20, "a few of each kind are enough");
    assert_eq!(
        done.err.lines().collect::<Vec<_>>(),
        [
            "checked 7 notes: 1 error and 31 warnings",
            "   1 error   front-matter",
            "  25 warning dead-link",
            "   6 warning unknown-key",
            "`--all` lists each of them by itself",
        ],
    );
    assert_eq!(done.code, 1);
}

#[test]
fn all_and_programs_get_every_finding() {
    let journal = journal();
    let all = check(journal.path(), &["--all"]);
    assert_eq!(all.out.matches("[unknown-key]: unknown key `stpe`\n").count(), 6);
    assert_eq!(all.out.matches("[dead-link]").count(), 25);
    assert!(!all.err.contains("--all"), "{}", all.err);
    let json = check(journal.path(), &["--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json.as_array().expect("a list").len(), 32);
    assert_eq!(check(journal.path(), &["--format", "github"]).out.lines().count(), 32);
}

#[test]
fn build_groups_findings_and_names_the_command_that_does_not() {
    let journal = journal();
    let done = run(command().args(["build", "--today", "2026-01-20"]).arg(journal.path()));
    assert_eq!(done.err.matches("unknown-key").count(), 1, "{}", done.err);
    let hint = format!("`loopbook check {} --all` lists", journal.path().display());
    assert!(done.err.contains(&hint), "{}", done.err);
}

#[test]
fn a_finding_names_its_only_other_place() {
    let slip = "---\nstpe: ask\n---\n";
    let files = [("entries/2026-01-01.md", slip), ("entries/2026-01-02.md", slip)];
    let done = check(folder(&files).path(), &[]);
    assert!(done.out.contains("(2 times)"), "{}", done.out);
    assert!(done.out.contains("note: also in entries/2026-01-02.md:2:1\n"), "{}", done.out);
    // A journal without problems has no kinds of them.
    let done = check(folder(&[("entries/2026-01-01.md", "Words.")]).path(), &[]);
    assert_eq!(done.err, "checked 1 note: no problems\n");
}
