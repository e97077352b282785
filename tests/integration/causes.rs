//! Messages name the file that is at fault, and what is the matter with it; and no file of the journal
//! is ever replaced.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::folder::folder;
use crate::support::program::{Done, command, run};

const NOTE: &str = "entries/2026-01-05-a.md";
const GOAL: &str = "---\ntitle: Lead\n---\nWhy.\n";

fn journal(files: &[(&str, &str)]) -> TempDir {
    let usual = [("loopbook.yaml", "title: Mine\n"), (NOTE, "Some words.\n")];
    folder(&[&usual, files].concat())
}

fn done(journal: &Path, arguments: &[&str]) -> Done {
    run(command().args(arguments).args(["--today", "2026-11-21"]).current_dir(journal))
}

#[test]
fn an_export_without_a_note_tells_why() {
    let journal = journal(&[("entries/2026-01-06-b.md", "---\nvisibility: maybe\n---\nWords.\n")]);
    let done = done(journal.path(), &["export"]);
    assert_eq!(done.code, 1);
    assert!(done.out.starts_with('{'));
    assert!(done.err.contains("--> entries/2026-01-06-b.md:2"), "{}", done.err);
}

#[test]
fn a_goal_whose_file_has_errors_is_not_said_to_be_absent() {
    let wrong = "---\ntitle: Lead the team\nvisibility: maybe\n---\nWhy.\n";
    let journal = journal(&[("goals/lead.md", wrong)]);
    let named = done(journal.path(), &["packet", "lead"]);
    assert_eq!(named.code, 1);
    assert!(named.err.contains("--> goals/lead.md:3"), "{}", named.err);
    assert!(named.err.contains("no packet was made: the goal's file has errors"));
    for arguments in [&["packet", "Lead the team"][..], &["packet"]] {
        let done = done(journal.path(), arguments);
        assert_eq!(done.code, 2);
        assert!(done.err.contains("it may be `goals/lead.md`, which has errors"), "{}", done.err);
    }
}

#[test]
fn a_picture_that_others_can_not_have_is_named_with_its_folder() {
    let note = "---\nvisibility: public\n---\n![](one/a.png) ![](two/a.png)\n";
    let journal = journal(&[
        ("entries/2026-01-06-b.md", note),
        ("entries/one/a.png", "no picture"),
        ("entries/two/a.png", "no picture"),
    ]);
    let done = done(journal.path(), &["build", "--audience", "public"]);
    assert_eq!(done.code, 1);
    for path in ["entries/one/a.png", "entries/two/a.png"] {
        assert!(done.err.contains(&format!("`{path}` ")), "{path}: {}", done.err);
    }
}

#[test]
fn a_packet_never_replaces_a_file_of_the_journal() {
    let quote = "---\ntags: [a]\n---\nThey wrote:\n\nMade with loopbook on 2026-01-05\n";
    let journal = journal(&[
        ("goals/lead.md", GOAL),
        ("entries/2026-01-07-c.md", quote),
        ("entries/a.png", "a picture"),
        ("other.txt", "words"),
        (".hidden.txt", "words"),
    ]);
    let root = journal.path();
    let paths =
        ["loopbook.yaml", NOTE, "goals/lead.md", "entries/2026-01-07-c.md", "entries/a.png"];
    for path in paths {
        let before = fs::read(root.join(path)).expect("there");
        for place in [path.to_owned(), root.join("entries/..").join(path).display().to_string()] {
            let done = done(root, &["packet", "lead", "--force", "--format", "md", "-o", &place]);
            assert_eq!(done.code, 1, "{place}");
            assert!(done.err.contains("is a file of the journal"), "{}", done.err);
        }
        assert_eq!(fs::read(root.join(path)).expect("still there"), before);
    }
    // Its data goes beside it.
    fs::write(root.join("entries/b.json"), "{}").expect("written");
    let beside = done(root, &["packet", "lead", "--force", "--freeze", "-o", "entries/b.html"]);
    assert_eq!(
        (beside.code, fs::read(root.join("entries/b.json")).expect("there")),
        (1, b"{}".to_vec())
    );
    // What is no file of the journal is replaced, and so is a packet.
    for path in [".hidden.txt", "packet.html", "packet.html"] {
        let done = done(root, &["packet", "lead", "--force", "--format", "html", "-o", path]);
        assert_eq!(done.code, 0, "{path}: {}", done.err);
    }
}

/// `-` is standard output, as in other programs; a pipe is not opened, as it may wait forever.
#[cfg(unix)]
#[test]
fn a_packet_goes_to_standard_output_or_to_a_regular_file() {
    let journal = journal(&[("goals/lead.md", GOAL)]);
    let root = journal.path();
    let here = run(command().args(["packet", "lead", "-o", "-"]).current_dir(root));
    assert_eq!(here.code, 0, "{}", here.err);
    assert!(here.out.starts_with("<!doctype html>"), "{}", here.out);
    assert!(!root.join("-").exists());
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe")).status();
    assert!(made.expect("`mkfifo`").success());
    for path in ["pipe", "/dev/null"] {
        let done = done(root, &["packet", "lead", "--force", "-o", path]);
        assert_eq!(done.code, 1, "{path}");
        assert!(done.err.contains("use `-o -` for standard output"), "{}", done.err);
    }
}

#[test]
fn a_name_may_be_as_long_as_the_system_allows() {
    let journal = journal(&[("goals/lead.md", GOAL)]);
    let name = format!("{}.html", "p".repeat(245));
    for _ in 0..2 {
        let done = done(journal.path(), &["packet", "lead", "-o", &name]);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    let site = "s".repeat(250);
    assert_eq!(done(journal.path(), &["build", "-o", &site]).code, 0);
    let note = format!("entries/2026-01-08-{}.md", "n".repeat(241));
    fs::write(journal.path().join(&note), "Words.\n").expect("written");
    let done = done(journal.path(), &["build"]);
    assert!(done.code == 0 || done.err.contains("its name has 257 bytes"), "{}", done.err);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named() {
    use std::os::unix::fs::symlink;
    let journal = journal(&[("goals/lead.md", GOAL)]);
    let root = journal.path();
    symlink("nowhere", root.join("out")).expect("a link");
    let built = done(root, &["build", "-o", "out"]);
    assert!(
        built.err.contains("`out` is a link to `nowhere`, which does not exist"),
        "{}",
        built.err
    );
    let packed = done(root, &["packet", "lead", "-o", "out"]);
    assert!(packed.err.contains("`out` is a link to `nowhere`"), "{}", packed.err);
    assert!(root.join("out").symlink_metadata().expect("there").is_symlink());
    // What a link leads to is written, and the link stays.
    fs::write(root.join("nowhere"), "").expect("written");
    assert_eq!(done(root, &["packet", "lead", "-o", "out"]).code, 0);
    assert!(root.join("out").symlink_metadata().expect("there").is_symlink());
    assert!(fs::read_to_string(root.join("nowhere")).expect("written").starts_with("<!doctype"));
}

#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes_is_an_error_and_leaves_the_old_site() {
    let journal = journal(&[]);
    let root = journal.path();
    assert_eq!(done(root, &["build"]).code, 0);
    let before = fs::read(root.join("site/index.html")).expect("a page");
    fs::write(root.join("loopbook.yaml"), "title: Yours\n").expect("written");
    // 1 kB, or half of that.
    let program = env!("CARGO_BIN_EXE_loopbook");
    let script = format!("ulimit -f 1; '{program}' build --today 2026-11-21");
    let done = std::process::Command::new("sh").args(["-c", &script]).current_dir(root).output();
    let done = done.expect("a shell");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot be written: File too large"), "{said}");
    assert_eq!(fs::read(root.join("site/index.html")).expect("the old page"), before);
    let left =
        fs::read_dir(root).expect("readable").map(|entry| entry.expect("an entry").file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".loopbook-")));
}
