use std::fs;
use std::path::Path;

use super::{OutputError, Written, write};
use crate::model::config::SITE_MANIFEST;
use crate::site::{Content, Site};

fn site(files: &[(&str, &str)]) -> Site {
    let files =
        files.iter().map(|(path, text)| ((*path).to_owned(), Content::Bytes((*text).into())));
    Site { files: files.collect(), ..Site::default() }
}

/// What is in a folder, hidden files too.
fn listing(folder: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    walk.into_iter()
        .map(|entry| {
            let entry = entry.expect("an entry");
            entry.path().strip_prefix(folder).expect("below").display().to_string()
        })
        .collect()
}

/// Whether the folder is another one than before: it was exchanged.
#[cfg(unix)]
fn number(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).expect("there"))
}

#[test]
fn only_what_changed_is_written_and_only_what_is_ours_removed() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    let first = site(&[("index.html", "1"), ("a/b.html", "1"), ("a/c.html", "1")]);
    assert_eq!(
        write(&first, &out, false).expect("new"),
        Written { written: 3, ..Default::default() }
    );
    fs::write(out.join("CNAME"), "mine").expect("a file of mine");
    let second = site(&[("index.html", "1"), ("d.html", "2")]);
    let written = write(&second, &out, false).expect("again");
    assert_eq!(written, Written { written: 1, unchanged: 1, removed: 2 });
    assert!(!out.join("a").exists());
    assert_eq!(fs::read_to_string(out.join("CNAME")).expect("still mine"), "mine");
    let third = site(&[("index.html", "1"), ("CNAME", "theirs")]);
    assert!(matches!(write(&third, &out, false), Err(OutputError::Foreign(_))));
    assert_eq!(fs::read_to_string(out.join("d.html")).expect("the old site"), "2");
    assert_eq!(
        listing(dir.path()),
        ["site", "site/.loopbook", "site/CNAME", "site/d.html", "site/index.html"]
    );
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_folder_of_ours_alone_is_exchanged_and_what_did_not_change_keeps_its_time() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    let first =
        site(&[("index.html", "1"), ("a/b.html", "1"), ("a/c.html", "1"), ("old.html", "1")]);
    write(&first, &out, false).expect("new");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o750)).expect("a folder of mine");
    fs::set_permissions(out.join("a"), fs::Permissions::from_mode(0o700)).expect("too");
    let folder = number(&out);
    let page = number(&out.join("a/b.html"));
    let second =
        site(&[("index.html", "2"), ("a/b.html", "1"), ("a/c.html", "2"), ("new.html", "1")]);
    let written = write(&second, &out, false).expect("again");
    assert_eq!(written, Written { written: 3, unchanged: 1, removed: 1 });
    assert_ne!(number(&out), folder, "another folder");
    assert_eq!(number(&out.join("a/b.html")), page, "the same file");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&out), mode(&out.join("a"))), (0o750, 0o700));
    assert_eq!(fs::read_to_string(out.join("a/c.html")).expect("changed"), "2");
    assert!(!out.join("old.html").exists());
    let folder = number(&out);
    write(&second, &out, false).expect("nothing to do");
    assert_eq!(number(&out), folder);
    let listed = [
        "site",
        "site/.loopbook",
        "site/a",
        "site/a/b.html",
        "site/a/c.html",
        "site/index.html",
        "site/new.html",
    ];
    assert_eq!(listing(dir.path()), listed);
}

#[cfg(unix)]
#[test]
fn a_folder_with_something_foreign_or_behind_a_link_stays_the_same_folder() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = site(&[("index.html", "1"), ("a/b.html", "1"), ("a/c.html", "1")]);
    let second = site(&[("index.html", "2"), ("a/b.html", "2"), ("d/e.html", "1")]);
    for name in ["a/notes.txt", "empty/", "a/empty/"] {
        let out = dir.path().join("site");
        write(&first, &out, false).expect("new");
        match name.strip_suffix('/') {
            Some(folder) => fs::create_dir(out.join(folder)).expect("a folder of mine"),
            None => fs::write(out.join(name), "mine").expect("a file of mine"),
        }
        let folder = number(&out);
        write(&second, &out, false).expect("again");
        assert_eq!(number(&out), folder, "{name}");
        assert!(out.join(name).exists(), "{name}");
        assert_eq!(fs::read_to_string(out.join("d/e.html")).expect("new"), "1");
        fs::remove_dir_all(&out).expect("removed");
    }
    let (real, out) = (dir.path().join("elsewhere"), dir.path().join("site"));
    fs::create_dir(&real).expect("a folder");
    std::os::unix::fs::symlink("elsewhere", &out).expect("a link");
    let folder = number(&real);
    for site in [&first, &second] {
        write(site, &out, false).expect("written");
        assert!(out.symlink_metadata().expect("there").is_symlink());
        assert_eq!(number(&real), folder);
    }
    assert_eq!(fs::read_to_string(real.join("index.html")).expect("there"), "2");
    assert_eq!(listing(&real), [".loopbook", "a", "a/b.html", "d", "d/e.html", "index.html"]);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = site(&[("index.html", "1"), ("a", "file"), ("b/c", "file")]);
    let second = site(&[("index.html", "2"), ("a/d", "file"), ("b", "file")]);
    for foreign in [false, true] {
        let out = dir.path().join("site");
        write(&first, &out, false).expect("new");
        if foreign {
            fs::write(out.join("mine.txt"), "mine").expect("a file of mine");
        }
        write(&second, &out, false).expect("again");
        assert!(out.join("a/d").is_file() && out.join("b").is_file(), "{foreign}");
        fs::remove_dir_all(&out).expect("removed");
    }
}

#[test]
fn what_a_stopped_build_left_is_cleared_even_where_nothing_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    let one = site(&[("index.html", "1")]);
    let [empty, half, foreign, unlisted] =
        ["1-0", "1-1", "1-2", "1-3"].map(|n| dir.path().join(format!(".loopbook-build-{n}")));
    fs::create_dir(&empty).expect("left by a build that was stopped at once");
    write(&one, &half, false).expect("left by one that was stopped later");
    fs::create_dir(&foreign).expect("of somebody");
    fs::create_dir(&unlisted).expect("left by one that was stopped while it wrote its list");
    fs::write(unlisted.join(super::manifest::NEW), "# a part").expect("a part of the list");
    fs::write(foreign.join("thesis.txt"), "years").expect("a file of mine");
    write(&one, &out, false).expect("new");
    assert!(!empty.exists() && !half.exists() && !unlisted.exists());
    assert!(foreign.join("thesis.txt").exists());
    fs::create_dir(out.join(".loopbook-stage")).expect("left by a later one");
    fs::write(out.join(".loopbook-stage/0"), "half").expect("a file");
    write(&one, &out, false).expect("again");
    assert!(!out.join(".loopbook-stage").exists());
}

#[test]
fn what_comes_into_the_old_folder_at_the_last_moment_is_not_lost() {
    let dir = tempfile::tempdir().expect("a folder");
    let [old, new] = ["old", "new"].map(|name| dir.path().join(name));
    write(&site(&[("index.html", "1"), ("a/b.html", "1")]), &old, false).expect("old");
    write(&site(&[("index.html", "2")]), &new, false).expect("new");
    fs::write(old.join("a/mine.txt"), "mine").expect("a file of mine");
    let owned = super::Manifest::read(&old).expect("readable").expect("ours");
    super::stage::retire(&old, Some(&new), &owned);
    assert!(!old.exists());
    assert_eq!(listing(&new), [".loopbook", "a", "a/mine.txt", "index.html"]);
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("thesis.txt"), "years").expect("a file of mine");
    let site = site(&[("index.html", "1")]);
    assert!(matches!(write(&site, dir.path(), false), Err(OutputError::NotOurs(_))));
    write(&site, dir.path(), true).expect("forced");
    assert_eq!(fs::read_to_string(dir.path().join("thesis.txt")).expect("still mine"), "years");
}

#[test]
fn a_manifest_can_claim_nothing_outside() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    write(&site(&[("index.html", "1")]), &out, false).expect("new");
    fs::write(dir.path().join("thesis.txt"), "years").expect("a file of mine");
    fs::write(out.join(SITE_MANIFEST), "../thesis.txt\nindex.html\n").expect("a manifest");
    write(&site(&[("index.html", "2")]), &out, false).expect("again");
    assert!(dir.path().join("thesis.txt").exists());
}

#[test]
fn names_can_be_as_long_as_the_system_allows() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("s".repeat(250));
    for text in ["1", "2"] {
        write(&site(&[("index.html", text), ("a.html", text)]), &out, false).expect("written");
    }
    assert_eq!(listing(&out), [".loopbook", "a.html", "index.html"]);
    let long = format!("entries/{}.html", "n".repeat(252));
    for out in [&out, &dir.path().join("other")] {
        let error = write(&site(&[("index.html", "3"), (&long, "3")]), out, false);
        let said = error.expect_err("too long").to_string();
        let name = out.join(&long).display().to_string();
        assert!(said.contains(&name) && said.contains("its name has 257 bytes"), "{said}");
    }
    assert_eq!(fs::read_to_string(out.join("index.html")).expect("the old site"), "2");
}

#[test]
fn what_can_not_be_read_is_what_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    let picture = dir.path().join("entries/a.png");
    let mut with = site(&[("index.html", "1")]);
    with.files.insert("entries/a.png".into(), Content::Copy(picture.clone()));
    let said = write(&with, &out, false).expect_err("no picture").to_string();
    assert!(said.starts_with(&format!("`{}` cannot be read: ", picture.display())), "{said}");
    assert_eq!(listing(dir.path()), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_told_and_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    std::os::unix::fs::symlink("nowhere", &out).expect("a link");
    let said =
        write(&site(&[("index.html", "1")]), &out, false).expect_err("no folder").to_string();
    assert!(said.contains("is a link to `nowhere`, which does not exist"), "{said}");
    assert!(out.symlink_metadata().expect("still there").is_symlink());
    fs::remove_file(&out).expect("removed");
    fs::write(&out, "a file").expect("a file of mine");
    let said = write(&site(&[("index.html", "1")]), &out, true).expect_err("a file").to_string();
    assert!(said.contains("is not a folder"), "{said}");
}
