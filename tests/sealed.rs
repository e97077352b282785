//! The packet as it leaves: sealed with a password that nobody sees. What is in it is looked at in a
//! browser, in `tests/browser`.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_loopbook");
/// What the example's packet is called for.
const GOAL: &str = "group-pm";

fn packet(options: &[&str]) -> Command {
    let journal = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-journal");
    let mut command = Command::new(PROGRAM);
    command.args(["packet", GOAL, "--today", "2026-11-21", "-C"]).arg(journal).args(options);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn with_input(command: &mut Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    // It need not read it.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_password_is_one_line_of_input() {
    let done = with_input(&mut packet(&["--password"]), "five words chosen by dice\nmore\n");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let page = text(&done.stdout);
    assert!(page.starts_with("<!doctype html>") && page.contains("loopbook-sealed-1 AES-256-GCM "));
    assert!(!text(&done.stderr).contains("fewer than 12"));
    let again = with_input(&mut packet(&["--password"]), "five words chosen by dice\n");
    assert_ne!(page, text(&again.stdout), "salt and vector are new each time");
    let done = with_input(&mut packet(&["--password"]), "short\n");
    assert!(text(&done.stderr).contains("fewer than 12 characters"), "{}", text(&done.stderr));
}

#[test]
fn what_can_not_be_meant_is_refused_and_writes_nothing() {
    for (options, said) in [
        (&["--password"][..], "the password is empty"),
        (&["--password", "--format", "md"], "`--password` seals a page"),
        (&["--password=secret"], "unexpected value 'secret'"),
    ] {
        let done = with_input(&mut packet(options), "\n");
        assert_eq!(done.status.code(), Some(2), "{options:?}");
        assert!(text(&done.stderr).contains(said), "{}", text(&done.stderr));
        assert_eq!(text(&done.stdout), "");
    }
}

#[test]
fn a_sealed_page_replaces_one_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("packet.html");
    let written = || {
        let options = ["--password", "-o", place.to_str().expect("a name")];
        with_input(&mut packet(&options), "five words chosen by dice\n").status.success()
    };
    assert!(written() && written());
    fs::write(&place, "a page of somebody").expect("written");
    assert!(!written());
    assert_eq!(fs::read_to_string(&place).expect("text"), "a page of somebody");
}

/// The program at a terminal of its own, with what is typed and how long after the last.
fn typed(program: &str, keys: &[&str]) -> Option<String> {
    let mut command = Command::new("script");
    command.args(["-qec", program, "/dev/null"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut input = child.stdin.take().expect("its input");
    for key in keys {
        sleep(Duration::from_millis(700));
        input.write_all(key.as_bytes()).expect("it listens");
    }
    let done = child.wait_with_output().expect("it ends");
    Some(text(&done.stdout))
}

#[cfg(target_os = "linux")]
#[test]
fn a_password_is_typed_twice_at_a_terminal_which_does_not_show_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("packet.html");
    let quoted = |command: &Command| {
        let words = command.get_args().map(|word| format!(" '{}'", word.to_string_lossy()));
        format!("{PROGRAM}{}", words.collect::<String>())
    };
    let options = ["--password", "-o", place.to_str().expect("a name")];
    let program = quoted(&packet(&options));
    let Some(shown) = typed(&program, &["one two three four\n", "another\n", "five\n", "five\n"])
    else {
        writeln!(std::io::stderr(), "skipped: there is no `script`").expect("written");
        return;
    };
    assert!(shown.contains("a password for whoever reads it: \r\nthe same password again: \r\n"));
    assert!(shown.contains("two different passwords"), "{shown}");
    assert!(!shown.contains("one two") && !shown.contains("another") && !shown.contains("five\r"));
    assert!(place.exists());
    let ended = typed(&format!("{program}; stty -a"), &["\u{3}"]).expect("a terminal");
    assert!(ended.contains("no password was typed"), "{ended}");
    assert!(ended.contains(" echo "), "it shows again what is typed: {ended}");
}
