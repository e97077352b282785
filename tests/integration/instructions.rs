//! How many instructions a build takes: a guard against slow code that no clock and no busy machine disturbs.
//!
//! `tests/instructions.txt` has the number, and the compiler that it was measured with: another one makes other code.
//! `BLESS_INSTRUCTIONS=1 cargo test --test integration instructions` measures it anew. Do that when the work of a build
//! changes on purpose, and say in the commit why.

#![allow(clippy::print_stderr, reason = "it says why it is skipped")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::large::notes;
use crate::support::folder::folder;

/// A build may take this much more or less; a gain is written down too, so that it is not lost unseen.
const PERCENT: u64 = 10;
const NOTES: usize = 200;

#[test]
fn a_build_takes_the_instructions_that_are_written_down() {
    let Some(compiler) = said(Command::new("rustc").arg("--version")) else {
        eprintln!("skipped: there is no `rustc` to ask for its version");
        return;
    };
    let target = format!("{} {}", env::consts::ARCH, env::consts::OS);
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/instructions.txt");
    let renew = env::var_os("BLESS_INSTRUCTIONS").is_some();
    let known = fs::read_to_string(&record).unwrap_or_default();
    let [by, on, known] =
        ["compiler: ", "target: ", "instructions: "].map(|key| value(&known, key));
    if !renew && (by != compiler || on != target) {
        eprintln!("skipped: the number is of {by} for {on}, and this is {compiler} for {target}");
        return;
    }
    let Some(count) = instructions() else {
        eprintln!("skipped: valgrind cannot be run");
        return;
    };
    if renew {
        let text = format!(
            "# How many instructions a debug build of loopbook takes to build a site of {NOTES} notes.\n\
             # tests/integration/instructions.rs compares it, and says how to measure it anew.\n\
             compiler: {compiler}\ntarget: {target}\ninstructions: {count}\n"
        );
        fs::write(&record, text).expect("written");
        return;
    }
    let known: u64 = known.parse().expect("tests/instructions.txt has a number");
    let most = known / 100 * PERCENT;
    assert!(
        count.abs_diff(known) <= most,
        "a build of {NOTES} notes takes {count} instructions; tests/instructions.txt says {known}. \
         If that is meant: BLESS_INSTRUCTIONS=1 cargo test --test integration instructions"
    );
}

fn value(text: &str, key: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().to_owned()
}

fn said(command: &mut Command) -> Option<String> {
    let done = command.output().ok().filter(|done| done.status.success())?;
    Some(String::from_utf8(done.stdout).ok()?.trim().to_owned())
}

/// The instructions of a build on one thread; `None` where they cannot be counted.
fn instructions() -> Option<u64> {
    let journal = folder(&notes(NOTES));
    let counts = journal.path().join("counts");
    let done = Command::new("valgrind")
        // Callgrind counts the same, and takes twice as long.
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg(format!("--cachegrind-out-file={}", counts.display()))
        .arg(env!("CARGO_BIN_EXE_loopbook"))
        .args(["build", "--today", "2026-11-21"])
        .arg(journal.path())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .ok()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let counts = fs::read_to_string(counts).ok()?;
    value(&counts, "summary: ").parse().ok()
}
