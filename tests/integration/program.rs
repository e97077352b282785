//! The program that watches and serves: what it says, how it ends, and what it leaves.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::effort::effort;

/// The program; it is ended when the test is.
struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
    err: BufReader<ChildStderr>,
}

impl Program {
    fn start(arguments: &[&str], folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loopbook"));
        command.args(arguments).arg(folder).args(["--today", "2026-11-21"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let out = BufReader::new(child.stdout.take().expect("standard output"));
        let err = BufReader::new(child.stderr.take().expect("standard error"));
        Self { child, out, err }
    }

    /// The next line that it says.
    fn said(&mut self) -> String {
        line(&mut self.err)
    }

    /// What it says from here on, when it has ended.
    fn last_words(&mut self) -> String {
        std::io::read_to_string(&mut self.err).expect("text")
    }

    /// Ends it as Ctrl-C does: by which signal it ended.
    fn stop(&mut self) -> Option<i32> {
        // What a script starts in the background does not hear the first one.
        for signal in ["-INT", "-TERM"] {
            let id = self.child.id().to_string();
            let sent = Command::new("kill").args([signal, &id]).status().expect("`kill` is there");
            assert!(sent.success());
            for _ in 0..100 {
                if let Some(ended) = self.child.try_wait().expect("it is a child") {
                    return ended.signal();
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        None
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(reader: &mut impl BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    line.trim_end().to_owned()
}

/// A journal of so many notes, in a folder of its own.
fn journal(notes: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("journal");
    fs::create_dir_all(root.join("entries")).expect("folders");
    fs::write(root.join("loopbook.yaml"), "title: A journal\n").expect("written");
    for number in 0..notes {
        let note = root.join(format!("entries/2026-01-05-note-{number}.md"));
        fs::write(note, "Some words.\n").expect("written");
    }
    folder
}

fn ending_of(line: &str) -> &str {
    line.rsplit_once(" ms; ").unwrap_or_else(|| panic!("no time in {line:?}")).1
}

#[test]
fn each_build_is_one_calm_line() {
    let folder = journal(1);
    let root = folder.path().join("journal");
    let mut program = Program::start(&["watch"], &root);
    let first = program.said();
    assert!(first.starts_with("built: ") && first.contains(" files written in "), "{first}");
    assert_eq!(ending_of(&first), "0 findings, no problems");
    fs::write(root.join("entries/2026-01-05-note-0.md"), "Other words.\n").expect("written");
    let second = program.said();
    assert!(second.starts_with("entries/2026-01-05-note-0.md: "), "{second}");
    assert_eq!(ending_of(&second), ending_of(&first));
    assert!(!second.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn it_ends_with_an_error_when_the_journal_is_gone() {
    let folder = journal(1);
    let root = folder.path().join("journal");
    let mut program = Program::start(&["watch"], &root);
    program.said();
    fs::rename(&root, folder.path().join("elsewhere")).expect("moved");
    assert_eq!(program.child.wait().expect("it ends").code(), Some(1));
    let said = program.last_words();
    assert!(said.contains("was removed; the site is unchanged"), "{said}");
    assert!(!root.exists());
}

#[test]
fn a_site_is_whole_whenever_it_is_stopped() {
    let folder = journal(40);
    let (root, site) = (folder.path().join("journal"), folder.path().join("journal/site"));
    // At first there is none, and later one that is being changed.
    for round in 0..8 * u64::from(effort()) {
        let mut program = Program::start(&["watch"], &root);
        if round > 2 {
            program.said();
            let title = format!("title: Title {round}\n");
            fs::write(root.join("loopbook.yaml"), title).expect("written");
        }
        thread::sleep(Duration::from_millis(40 + (round * 25 + round / 16) % 400));
        assert!(matches!(program.stop(), Some(2 | 15)), "a shell sees 130");
        assert_whole(&site);
    }
    let built = Command::new(env!("CARGO_BIN_EXE_loopbook"))
        .args(["build", "--today", "2026-11-21"])
        .arg(&root)
        .output()
        .expect("it builds");
    assert!(built.status.success());
    let left = |entry: walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name.starts_with('.') && name != ".loopbook").then_some(name)
    };
    let left =
        walkdir::WalkDir::new(&root).into_iter().filter_map(|entry| left(entry.expect("an entry")));
    let left: Vec<String> = left.collect();
    assert!(left.is_empty(), "{left:?} was left behind");
}

/// Whether each page of a site is there to its end; there may be no site at all.
fn assert_whole(site: &Path) {
    if !site.exists() {
        return;
    }
    let manifest = fs::read_to_string(site.join(".loopbook")).expect("a manifest");
    for path in manifest.lines().filter(|line| line.ends_with(".html")) {
        let page =
            fs::read_to_string(site.join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
        assert!(page.trim_end().ends_with("</html>"), "{path} is half a page");
    }
}

#[test]
fn a_port_that_is_taken_is_said_to_be_and_another_one_is_found() {
    let folder = journal(1);
    let root = folder.path().join("journal");
    let mut first = Program::start(&["serve"], &root);
    let url = line(&mut first.out);
    let port = url.strip_prefix("http://127.0.0.1:").and_then(|port| port.strip_suffix('/'));
    let port = port.unwrap_or_else(|| panic!("an address, and not {url:?}"));
    let mut second = Program::start(&["serve"], &root);
    let other = line(&mut second.out);
    assert!(other.starts_with("http://127.0.0.1:") && other != url, "{other}");
    let mut third = Program::start(&["serve", "--port", port], &root);
    assert_eq!(third.child.wait().expect("it ends").code(), Some(1));
    let said = third.last_words();
    assert!(said.contains(&format!("port {port}")) && said.contains("--port"), "{said}");
}
