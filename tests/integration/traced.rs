//! No verb writes to a note that is there, but those that are asked to: what each opens is looked at from outside, by `strace`.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::wait::wait_for;

const PROGRAM: &str = env!("CARGO_BIN_EXE_loopbook");

/// All that changes a file, or what a path leads to.
const CALLS: &str = "trace=open,openat,openat2,creat,truncate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,\
                     symlink,symlinkat,rmdir,mknod,mknodat";

/// Every verb, with what it is asked; `serve` and `watch` are ended when they have built.
const VERBS: &[&[&str]] = &[
    &["build"],
    &["build", "--audience", "manager", "-o", "for-manager"],
    &["check"],
    &["status"],
    &["next"],
    &["next", "--sheet"],
    &["new", "ask", "--print-template"],
    &["new", "deliver"],
    &["log", "note", "--as-written", "Some words."],
    &["packet", "group-pm", "--freeze", "-o", "packet.html"],
    &["packet", "group-pm", "--format", "md", "-o", "packet.md"],
    &["packet", "director", "--draft"],
    &["packet", "group-pm", "--reply-to", "cpo", "-o", "copy.html"],
    &["reply", "import", "{tests}/replies/reply.txt"],
    &["review", "--format", "html", "-o", "review.html"],
    &["guide"],
    &["ladder", "list"],
    &["ladder", "show", "product-management"],
    &["ladder", "import", "{tests}/ladders/family.yml"],
    &["export"],
    &["schema", "front-matter"],
    &["theme", "list"],
    &["theme", "copy", "notebook"],
    &["init", ".", "--editor", "obsidian"],
    &["completions", "bash"],
    &["man"],
    &["watch"],
    &["serve"],
];

/// What is asked of the verbs whose purpose it is to change notes that are there, and those notes.
const WRITING: &[(&[&str], &[&str])] = &[
    (
        &["log", "note", "--day", "--date", "2026-11-20", "Some words."],
        &["entries/2026/2026-11-20-friday.md"],
    ),
    (
        &["done", "Send metric definitions", "--yes"],
        &["entries/2026/2026-11-12-live-for-two-of-three.md"],
    ),
    (
        &["share", "2026-11-18-second-row", "--with", "manager", "--yes"],
        &["entries/2026/2026-11-18-second-row.md"],
    ),
    (
        &["rename", "task", "budget-round", "Budget", "--yes"],
        &["entries/2026/2026-11-17-the-budget-round.md", "tasks/budget-round.md"],
    ),
];

/// The example, in a folder of its own.
fn journal() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.expect("an entry");
        let to = folder.path().join(entry.path().strip_prefix(&from).expect("below"));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(to).expect("a folder"),
            false => drop(fs::copy(entry.path(), to).expect("a file")),
        }
    }
    folder
}

/// The files that were there before, with their bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files =
        walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("an entry").into_path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).expect("a file")))
        .collect()
}

/// What a verb is asked, and whether it goes on until it is ended.
fn traced(verb: &[&str], root: &Path, log: &Path) -> Option<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut command = Command::new("strace");
    // By `-D` the program is the child, and not what traces it.
    command.args(["-D", "-f", "-y", "-s", "4096", "-e", CALLS, "-o"]).arg(log).arg(PROGRAM);
    command.args(verb.iter().map(|word| word.replace("{tests}", &tests.to_string_lossy())));
    // The key of replies, which is there.
    command.env("XDG_DATA_HOME", tests.join("replies"));
    command.current_dir(root).env("NO_COLOR", "1").env("EDITOR", "true").stdin(Stdio::null());
    if !matches!(verb[0], "watch" | "serve") {
        let done = command.output().ok()?;
        assert!(matches!(done.status.code(), Some(0 | 1)), "{verb:?}: {done:?}");
        return Some(());
    }
    command.args(["--today", "2026-11-21"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().ok()?;
    let mut said = BufReader::new(child.stderr.take().expect("standard error"));
    let mut line = String::new();
    while !line.contains("built") {
        line.clear();
        assert!(said.read_line(&mut line).expect("a line") > 0, "{verb:?} builds");
    }
    // What it changes is read again, and written nowhere but in the site.
    fs::write(root.join("entries/2026-11-20-new.md"), "A new note.\n").expect("written");
    line.clear();
    said.read_line(&mut line).expect("a line");
    fs::remove_file(root.join("entries/2026-11-20-new.md")).expect("removed");
    let ended = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(ended.expect("`kill`").success());
    child.wait().expect("it ends");
    Some(())
}

/// The paths that a line of the log says something was done to.
fn changed(line: &str) -> Vec<PathBuf> {
    let opens = line.contains("open");
    let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "creat("]
        .iter()
        .any(|flag| line.contains(flag));
    if line.contains(" = -1 ") || (opens && !writes) {
        return Vec::new();
    }
    let texts = line.split('"').skip(1).step_by(2);
    texts.map(PathBuf::from).collect()
}

fn has_strace() -> bool {
    let has = Command::new("strace").arg("-V").output().is_ok();
    if !has {
        writeln!(std::io::stderr(), "skipped: there is no `strace`").expect("written");
    }
    has
}

/// What a verb does in a journal, line by line.
fn trace(verb: &[&str], root: &Path) -> String {
    let logs = tempfile::tempdir().expect("a folder");
    let log = logs.path().join("log");
    traced(verb, root, &log).expect("it runs");
    wait_for("the trace is whole", || {
        let text = fs::read_to_string(&log).ok()?;
        (text.contains(" exited with ") || text.contains(" killed by ")).then_some(text)
    })
}

/// Each note is replaced in one step, and no other one is touched.
#[test]
fn those_that_change_notes_replace_the_ones_that_they_are_asked_to() {
    if !has_strace() {
        return;
    }
    for (verb, expected) in WRITING {
        let folder = journal();
        let root = folder.path();
        let before = files(root);
        let log = trace(verb, root);
        for line in log.lines() {
            for path in changed(line).iter().map(|path| root.join(path)) {
                let path = path.canonicalize().unwrap_or(path);
                let Ok(note) = path.strip_prefix(root) else { continue };
                let is_meant = expected.iter().any(|own| note == Path::new(own));
                assert!(is_meant || !before.contains_key(&path), "{verb:?}: {line}");
                assert!(!is_meant || line.contains("rename"), "{verb:?} opens a note: {line}");
            }
        }
        let after = files(root);
        let differs = |path: &&PathBuf| after.get(*path) != before.get(*path);
        let differ: Vec<&Path> = before
            .keys()
            .filter(differs)
            .map(|path| path.strip_prefix(root).expect("below"))
            .collect();
        assert_eq!(differ, expected.iter().map(Path::new).collect::<Vec<_>>(), "{verb:?}");
    }
}

#[test]
fn no_verb_opens_a_note_for_writing() {
    if !has_strace() {
        return;
    }
    let mut traces = 0;
    for verb in VERBS {
        let folder = journal();
        let root = folder.path();
        let before = files(root);
        let log = trace(verb, root);
        for line in log.lines() {
            let paths = changed(line);
            traces += paths.len();
            for path in paths.iter().map(|path| root.join(path)) {
                assert!(!before.contains_key(&path), "{verb:?}: {line}");
            }
        }
        for (path, bytes) in before {
            assert!(
                fs::read(&path).is_ok_and(|now| now == bytes),
                "{verb:?} changes {}",
                path.display()
            );
        }
    }
    assert!(traces > 100, "only {traces} files were written, so the trace says nothing");
}

/// The list above is whole: each command that the help names is in it.
#[test]
fn every_verb_is_traced() {
    let help = Command::new(PROGRAM).arg("--help").output().expect("it runs");
    let help = String::from_utf8(help.stdout).expect("text");
    let commands = help
        .split("Commands:\n")
        .nth(1)
        .and_then(|text| text.split("\n\n").next())
        .expect("a list");
    for command in commands.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(
            command == "help"
                || WRITING.iter().any(|(verb, _)| verb[0] == command)
                || VERBS.iter().any(|verb| verb[0] == command),
            "{command} is not traced"
        );
    }
}
