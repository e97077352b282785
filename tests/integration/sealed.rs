//! The packet as it leaves: sealed with a password that nobody sees, or printed by a browser that
//! leaves nothing behind. What is in them is looked at in a browser, in `tests/browser`.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::wait::wait_for;

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
        (&["--password", "--format", "md"], "`--password` works with HTML only"),
        (&["--password", "--format", "pdf"], "`--password` works with HTML only"),
        (&["--browser", "chromium"], "`--browser` needs `--format pdf`"),
        (&["--paper", "letter", "--format", "md"], "`--paper` needs `--format pdf`"),
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

/// The program at a terminal of its own: what is typed once that is asked, and all that is shown.
#[cfg(target_os = "linux")]
fn typed(program: &str, answers: &[(&str, &str)]) -> Option<String> {
    use std::io::Read as _;
    let mut command = Command::new("script");
    command
        .args(["-qec", &format!("tty; {program}"), "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut keyboard = child.stdin.take().expect("its input");
    let mut screen = child.stdout.take().expect("its output");
    let mut shown = Vec::new();
    let mut read = |shown: &mut Vec<u8>| {
        let mut byte = [0];
        screen.read_exact(&mut byte).unwrap_or_else(|_| panic!("ended: {}", text(shown)));
        shown.push(byte[0]);
    };
    while !shown.ends_with(b"\n") {
        read(&mut shown);
    }
    let terminal = text(&shown).trim().to_owned();
    for (question, answer) in answers {
        let asked = shown.len();
        while !text(&shown[asked..]).contains(question) {
            read(&mut shown);
        }
        // It asks before it hides what is typed.
        wait_for("the terminal hides what is typed", || hides(&terminal).then_some(()));
        keyboard.write_all(answer.as_bytes()).expect("it listens");
    }
    screen.read_to_end(&mut shown).expect("its output");
    child.wait().expect("it ends");
    Some(text(&shown))
}

/// Whether a terminal shows nothing of what is typed.
#[cfg(target_os = "linux")]
fn hides(terminal: &str) -> bool {
    let asked = Command::new("stty").args(["-a", "-F", terminal]).output().expect("`stty`");
    text(&asked.stdout).contains(" -echo ")
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
    let (first, again) = ("the reader: ", "again: ");
    let answers = [
        (first, "one two three four\n"),
        (again, "another\n"),
        (first, "five\n"),
        (again, "five\n"),
    ];
    let Some(shown) = typed(&program, &answers) else {
        writeln!(std::io::stderr(), "skipped: there is no `script`").expect("written");
        return;
    };
    assert!(shown.contains("password for the reader: \r\nthe same password again: \r\n"));
    assert!(shown.contains("the passwords differ"), "{shown}");
    assert!(!shown.contains("one two") && !shown.contains("another") && !shown.contains("five\r"));
    assert!(place.exists());
    let ended = typed(&format!("{program}; stty -a"), &[(first, "\u{3}")]).expect("a terminal");
    assert!(ended.contains("no password was given"), "{ended}");
    assert!(ended.contains(" echo "), "it shows again what is typed: {ended}");
}

/// A browser that waits, in a folder where it leaves its number and the page that it was given.
fn slow_browser() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("browser");
    let script = format!(
        "#!/bin/sh\nfor a; do html=$a; done\nsleep 300 &\necho \"$! $html\" >'{0}/new' && \
         mv '{0}/new' '{0}/log'\nwait\n",
        folder.path().display()
    );
    // Another program writes it: what is open to write can't be started.
    let write = r#"printf %s "$2" >"$1" && chmod 700 "$1""#;
    let written = Command::new("sh").args(["-c", write, "sh"]).arg(&place).arg(script).status();
    assert!(written.expect("a shell").success());
    (folder, place)
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    // What a script starts in the background may not hear what Ctrl-C sends. Both would be one too many: the second can
    // end the program before it has said why.
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    let signal = if caught.is_none_or(|mask| mask & 0b10 != 0) { "-INT" } else { "-TERM" };
    assert!(Command::new("kill").args([signal, &id]).status().expect("`kill`").success());
}

#[test]
fn an_interrupt_ends_the_browser_and_leaves_no_page() {
    let (folder, browser) = slow_browser();
    let browser = browser.to_str().expect("a name");
    let child = packet(&["--format", "pdf", "--browser", browser]).spawn().expect("it starts");
    let log = wait_for("the browser runs", || fs::read_to_string(folder.path().join("log")).ok());
    let (sleeper, html) = log.trim().split_once(' ').expect("two words");
    assert!(fs::read_to_string(html).expect("the page").starts_with("<!doctype html>"));
    interrupt(&child);
    let done = child.wait_with_output().expect("it ends");
    assert!(text(&done.stderr).contains("stopped; nothing was printed"), "{done:?}");
    assert!(!Path::new(html).parent().expect("a folder").exists());
    wait_for("what the browser started is gone", || {
        let there = Command::new("kill").args(["-0", sleeper]).stderr(Stdio::null()).status();
        let state = fs::read_to_string(format!("/proc/{sleeper}/stat")).unwrap_or_default();
        (!there.expect("`kill`").success() || state.contains(") Z ")).then_some(())
    });
}

#[test]
fn without_a_browser_it_says_how_to_do_without() {
    let nowhere = tempfile::tempdir().expect("a folder");
    let mut command = packet(&["--format", "pdf"]);
    command.env("LOOPBOOK_BROWSER", "/no/such/browser").env("PATH", nowhere.path());
    let said = text(&command.output().expect("it ends").stderr);
    assert!(said.contains("cannot start the browser `/no/such/browser`"), "{said}");
    assert!(said.contains("Ctrl-P"), "{said}");
}
