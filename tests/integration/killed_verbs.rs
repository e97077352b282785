//! Verbs that write notes, killed at random moments: every file is as it was or as it should be, and
//! what a killed `rename` left is undone.
//!
//! `KILL_PROGRAM` is another build of the program.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::support::effort::effort;
use crate::support::folder::folder;

/// A verb with what it is asked.
type Verb = &'static [&'static str];

const LOG: Verb = &["log", "deliver", "Search is live", "--task", "docs"];
const LOG_DAY: Verb = &["log", "deliver", "Search is live", "--task", "docs", "--day"];
const DONE: Verb = &["done", "send the draft", "--yes"];
const SHARE: Verb = &["share", "2026-01-06", "2026-01-04-n3", "--with", "manager", "--yes"];
const RENAME: Verb = &["rename", "task", "docs", "Docs for all", "--yes"];
const RENAME_GOAL: Verb = &["rename", "goal", "staff", "Staff engineer", "--yes"];

/// How many of each verb are killed.
fn kills() -> usize {
    6 * effort() as usize
}

/// So many notes name the task, so that a rename takes its time to write them.
const NOTES: usize = 24;

fn journal() -> Vec<(String, String)> {
    let note = |number: usize| {
        let text = format!("---\nstep: deliver\ntask: docs\n---\nSee [[docs]], {number}.\n");
        (format!("entries/2026-01-{:02}-n{number}.md", number % 5 + 1), text)
    };
    let day = "---\ntask: docs\n---\n# A day\n\n- [ ] Send the draft (by 2026-01-09)\n\n## Talk\nstep:: ask\n";
    let mut files: Vec<_> = (0..NOTES).map(note).collect();
    files.push(("entries/2026-01-06.md".into(), day.into()));
    files.push(("tasks/docs.md".into(), "# The docs\n\nSee [[docs]] for [[staff]].\n".into()));
    files.push(("goals/staff.md".into(), "---\npacket: docs\n---\n# Staff\n".into()));
    let packet = "---\naudience: me\n---\n## Stories\n\n```loopbook\nstory: docs\n```\n";
    files.push(("packets/staff.md".into(), packet.into()));
    files
}

fn verb(root: &Path, verb: Verb) -> Command {
    let program = std::env::var_os("KILL_PROGRAM");
    let mut command =
        Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_loopbook").into()));
    command
        .arg(verb[0])
        .arg("-C")
        .arg(root)
        .args(&verb[1..])
        .env("SOURCE_DATE_EPOCH", "1767657600");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

type Tree = BTreeMap<String, String>;

/// The files of the journal: none whose name begins with a dot is one.
fn tree(root: &Path) -> Tree {
    let is_read = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let files = WalkDir::new(root).into_iter().filter_entry(is_read);
    let files = files.map(|entry| entry.expect("an entry"));
    let content = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(root).expect("below").display().to_string();
        (path, fs::read_to_string(entry.path()).expect("whole text"))
    };
    files.filter(|entry| entry.file_type().is_file()).map(content).collect()
}

/// Numbers without a pattern, the same ones each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

#[expect(clippy::disallowed_methods, reason = "it says when to kill, and goes into nothing")]
fn now() -> Instant {
    Instant::now()
}

/// What became of the journals.
#[derive(Debug, Default)]
struct Count {
    killed: usize,
    ended: usize,
    old: usize,
    new: usize,
    /// Some files are old and some new, each of them whole.
    between: usize,
}

/// Kills a verb that often. Each file of the journal is then as before or as after; which of them
/// must go together is up to `check`, which gets the journal, and how it was before and after.
fn killed(asked: Verb, check: impl Fn(&Path, &Tree, &Tree)) -> Count {
    let files = journal();
    let whole = folder(&files);
    let old = tree(whole.path());
    let begun = now();
    let done = verb(whole.path(), asked).output().expect("it starts");
    let time = begun.elapsed();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let new = tree(whole.path());
    assert_ne!(old, new);

    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut count = Count::default();
    while count.killed < kills() && count.ended < kills() * 6 {
        let journal = folder(&files);
        let root = journal.path();
        let mut child = verb(root, asked).spawn().expect("it starts");
        if random.below(3) == 0 {
            sleep(Duration::from_micros(random.below(time.as_micros() as u64 * 11 / 10)));
        } else {
            // Soon after it began to write: every verb makes a hidden file first.
            let hidden = || {
                [root.to_path_buf(), root.join("entries")].iter().any(|folder| {
                    let names = fs::read_dir(folder).expect("readable").flatten();
                    let mut names = names.map(|entry| entry.file_name());
                    names.any(|name| name.to_string_lossy().starts_with(".loopbook"))
                })
            };
            while !hidden() && child.try_wait().expect("a child").is_none() {
                std::hint::spin_loop();
            }
            sleep(Duration::from_micros(random.below(time.as_micros() as u64 / 3)));
        }
        if child.try_wait().expect("a child").is_some() {
            count.ended += 1;
            continue;
        }
        // It may have ended just now.
        let _ = child.kill();
        child.wait().expect("a child");
        count.killed += 1;
        let found = tree(root);
        for (path, text) in &found {
            let is_whole = [&old, &new].iter().any(|tree| tree.get(path) == Some(text));
            assert!(is_whole, "{asked:?} left this in {path}:\n{text}");
        }
        match &found {
            found if *found == old => count.old += 1,
            found if *found == new => count.new += 1,
            _ => count.between += 1,
        }
        check(root, &old, &new);
    }
    writeln!(std::io::stderr(), "{}: {count:?}", asked.join(" ")).expect("written");
    count
}

/// The same verb again does what the killed one did not do, whatever that left.
fn again(asked: Verb) -> impl Fn(&Path, &Tree, &Tree) {
    move |root, old, new| {
        let found = tree(root);
        if found == *old {
            assert!(verb(root, asked).output().expect("it starts").status.success());
            assert_eq!(tree(root), *new);
        }
    }
}

#[test]
fn a_killed_log_leaves_the_note_whole_or_none() {
    assert_eq!(killed(LOG, again(LOG)).between, 0);
}

#[test]
fn a_killed_log_leaves_the_day_with_the_part_or_without() {
    assert_eq!(killed(LOG_DAY, again(LOG_DAY)).between, 0);
}

#[test]
fn a_killed_done_leaves_the_promise_open_or_ticked() {
    assert_eq!(killed(DONE, again(DONE)).between, 0);
}

#[test]
fn a_killed_share_leaves_each_note_shared_or_not() {
    killed(SHARE, |root, _, new| {
        assert!(verb(root, SHARE).output().expect("it starts").status.success());
        assert_eq!(tree(root), *new);
    });
}

#[test]
fn a_killed_rename_is_undone_or_whole() {
    killed(RENAME, |root, old, new| is_undone_or_whole(RENAME, root, old, new));
}

#[test]
fn a_killed_rename_of_a_goal_leaves_it_with_its_packet() {
    killed(RENAME_GOAL, |root, old, new| is_undone_or_whole(RENAME_GOAL, root, old, new));
}

fn is_undone_or_whole(rename: Verb, root: &Path, old: &Tree, new: &Tree) {
    let found = tree(root);
    // Anything that writes undoes it first, what it is asked itself is impossible.
    let next = verb(root, &["done", "no such promise", "--yes"]).output().expect("it starts");
    let undone = String::from_utf8_lossy(&next.stderr).contains("was undone");
    let after = tree(root);
    assert!(after == *old || after == *new, "{after:#?}");
    assert!(undone || after == found, "nothing changes unsaid");
    assert!(!root.join(".loopbook-unfinished.json").exists());
    if after == *old {
        assert!(verb(root, rename).output().expect("it starts").status.success());
        assert_eq!(tree(root), *new);
    }
    let names = WalkDir::new(root).into_iter().flatten();
    let hidden =
        |entry: &walkdir::DirEntry| entry.file_name().to_string_lossy().starts_with(".loopbook");
    let left: Vec<_> = names.filter(hidden).map(|entry| entry.into_path()).collect();
    assert!(left.len() <= 1, "{left:?}");
}
