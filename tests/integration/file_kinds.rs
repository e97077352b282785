//! Pipes, sockets and devices in a journal are never opened, and a configuration that is one stops
//! everything.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::support::folder::folder;
use crate::support::program::{Done, command, run};

const NOTE: (&str, &str) = ("entries/2026-01-05-a.md", "Some words.\n");

/// Makes something at a place.
type Make<'m> = &'m dyn Fn(&Path);

fn pipe(place: &Path) {
    assert!(Command::new("mkfifo").arg(place).status().expect("`mkfifo`").success());
}

fn build(journal: &Path) -> Done {
    run(command().args(["build", "--today", "2026-11-21"]).arg(journal))
}

#[test]
fn what_is_no_file_is_skipped_with_a_warning() {
    let journal = folder(&[NOTE]);
    let root = journal.path();
    for place in ["static", "goals", "theme"] {
        fs::create_dir(root.join(place)).expect("a folder");
    }
    let pipes = ["entries/2026-01-06-b.md", "goals/lead.md", "static/c.png", "theme/theme.yaml"];
    for place in pipes {
        pipe(&root.join(place));
    }
    let socket = UnixListener::bind(root.join("entries/2026-01-07-d.md")).expect("a socket");
    let done = build(root);
    assert_eq!(done.code, 0, "{}", done.err);
    let checked = run(command().args(["check", "--all"]).arg(root));
    for place in pipes.iter().chain(&["entries/2026-01-07-d.md"]) {
        let told = format!(
            "warning[special-file]: named pipes, sockets and devices are not read\n--> {place}"
        );
        assert!(checked.out.contains(&told), "{place}: {}", checked.out);
    }
    assert!(root.join("site/entries/2026-01-05-a.html").exists());
    assert!(!root.join("site/c.png").exists());
    drop(socket);
}

#[test]
fn a_configuration_that_is_no_file_stops_everything() {
    let elsewhere = folder(&[("settings.yaml", "title: Linked\n")]);
    pipe(&elsewhere.path().join("pipe"));
    let settings = elsewhere.path().join("settings.yaml");
    let kinds: [(&str, Make<'_>); 5] = [
        ("it is not a regular file", &|place| pipe(place)),
        ("it is not a regular file", &|place| symlink("/dev/zero", place).expect("a link")),
        ("it is not a regular file", &|place| {
            symlink(elsewhere.path().join("pipe"), place).expect("a link");
        }),
        ("it is a folder", &|place| fs::create_dir(place).expect("a folder")),
        ("No such file", &|place| symlink("nowhere", place).expect("a link")),
    ];
    for (said, make) in kinds {
        let journal = folder(&[NOTE]);
        make(&journal.path().join("loopbook.yaml"));
        for verb in ["build", "check", "export", "status", "packet"] {
            let mut command = command();
            command.arg(verb).current_dir(journal.path());
            let done = run(&mut command);
            assert_eq!(done.code, 1, "{verb}: {}", done.err);
            assert!((done.out + &done.err).contains(said), "{verb}: {}", done.err);
        }
        assert!(!journal.path().join("site").exists());
    }
    let journal = folder(&[NOTE]);
    symlink(settings, journal.path().join("loopbook.yaml")).expect("a link");
    assert_eq!(build(journal.path()).code, 0);
    let page = fs::read_to_string(journal.path().join("site/index.html")).expect("a page");
    assert!(page.contains("Linked"));
}
