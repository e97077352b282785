//! Changes to several files that belong together.
//!
//! Files cannot be replaced together in one step. So what is about to be done is written down
//! first; if the program stops halfway, the next one finds that and undoes it.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file;
use crate::regular_file;

/// The file in a journal in which an unfinished batch is written down.
const RECORD: &str = ".loopbook-unfinished.json";

/// Changes of files, and new names of some of them. Paths are relative to the journal.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The files that change.
    pub changes: Vec<FileChange>,
    /// The old and the new path of each file that is renamed, once all files have changed.
    pub renames: Vec<(String, String)>,
}

/// A file's text before and after.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// The file.
    pub path: String,
    /// Its text before; `None` for a file that is created.
    pub before: Option<String>,
    /// Its text after.
    pub after: String,
}

impl Batch {
    /// Makes the changes, all or none of them.
    ///
    /// # Errors
    ///
    /// As [`replace`](super::replace), or if the new path is taken. What was changed until then is
    /// undone.
    pub fn apply(&self, journal: &Path) -> Result<()> {
        // Before the record is there: an undo would take what is there already for its own.
        self.is_free(journal)?;
        let record = journal.join(RECORD);
        let json = serde_json::to_vec(self).map_err(Error::from)?;
        let _running = file::create(&record, &json)?;
        let done = self.replace_all(journal);
        if done.is_err() {
            self.undo(journal)?;
        }
        fs::remove_file(&record)?;
        done
    }

    fn is_free(&self, journal: &Path) -> Result<()> {
        let created = self.changes.iter().filter(|change| change.before.is_none());
        let created = created.map(|change| &change.path);
        for path in created.chain(self.renames.iter().map(|(_, to)| to)) {
            if journal.join(path).symlink_metadata().is_ok() {
                return Err(Error::new(ErrorKind::AlreadyExists, format!("`{path}` exists")));
            }
        }
        Ok(())
    }

    fn replace_all(&self, journal: &Path) -> Result<()> {
        let named =
            |path: &str, error: Error| Error::new(error.kind(), format!("`{path}`: {error}"));
        for FileChange { path, before, after } in &self.changes {
            let on_disk = journal.join(path);
            let written = match before {
                Some(before) => file::replace(&on_disk, before.as_bytes(), after.as_bytes()),
                None => file::create(&on_disk, after.as_bytes()).map(|_| ()),
            };
            written.map_err(|error| named(path, error))?;
        }
        for (from, to) in &self.renames {
            fs::rename(journal.join(from), journal.join(to)).map_err(|error| named(from, error))?;
        }
        Ok(())
    }

    /// Takes back every change that was made. A file that was changed again since then stays.
    fn undo(&self, journal: &Path) -> Result<()> {
        for (from, to) in self.renames.iter().rev() {
            let [from, to] = [inside(journal, from)?, inside(journal, to)?];
            let is_renamed = from.symlink_metadata().is_err() && to.symlink_metadata().is_ok();
            if is_renamed {
                fs::rename(to, from)?;
            }
        }
        for FileChange { path, before, after } in &self.changes {
            let path = inside(journal, path)?;
            if regular_file::read(&path).is_ok_and(|content| content == after.as_bytes()) {
                match before {
                    Some(before) => file::replace(&path, after.as_bytes(), before.as_bytes())?,
                    None => fs::remove_file(&path)?,
                }
            }
        }
        Ok(())
    }
}

/// Undoes a batch that a program left unfinished in a journal. Whether there was one.
///
/// # Errors
///
/// If the record cannot be read, or a file cannot be changed back.
pub fn undo_unfinished(journal: &Path) -> Result<bool> {
    let record = journal.join(RECORD);
    let opened = match regular_file::open(&record) {
        Ok(opened) => opened,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    // The program that wrote it may still run: it is no unfinished one then.
    file::lock(&opened)?;
    let json = match regular_file::read(&record) {
        Ok(json) => json,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let batch: Batch = serde_json::from_slice(&json).map_err(Error::from)?;
    batch.undo(journal)?;
    fs::remove_file(&record)?;
    Ok(true)
}

/// A path of the record in the journal. A journal may come from somebody else, with a record that
/// would change files anywhere.
fn inside(journal: &Path, path: &str) -> Result<PathBuf> {
    let relative = Path::new(path);
    let found = journal.join(relative);
    let is_plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    // The file itself may be gone; its folder is there.
    let folder = found.parent().unwrap_or(journal).canonicalize()?;
    let whole = found.canonicalize().unwrap_or_else(|_| folder.clone());
    let root = journal.canonicalize()?;
    if is_plain && folder.starts_with(&root) && whole.starts_with(&root) {
        return Ok(found);
    }
    let message =
        format!("`{RECORD}` names `{path}`, which is not in the journal: remove the record");
    Err(Error::new(ErrorKind::InvalidData, message))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Batch, FileChange, RECORD, undo_unfinished};

    /// Changes `a.md` and `b.md`, creates `n.md`, and renames the first two where that is asked.
    fn batch(rename: bool) -> Batch {
        let change = |path: &str, before: Option<&str>| FileChange {
            path: path.to_owned(),
            before: before.map(ToOwned::to_owned),
            after: "new".to_owned(),
        };
        let changes =
            vec![change("a.md", Some("old")), change("n.md", None), change("b.md", Some("old"))];
        let renames = [("a.md", "c.md"), ("b.md", "d.md")];
        let renames = renames.map(|(from, to)| (from.to_owned(), to.to_owned()));
        Batch { changes, renames: if rename { renames.to_vec() } else { Vec::new() } }
    }

    fn content(folder: &tempfile::TempDir, name: &str) -> Option<String> {
        fs::read_to_string(folder.path().join(name)).ok()
    }

    #[test]
    fn all_changes_are_made_or_none() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.md"), "old").expect("written");
        batch(false).apply(folder.path()).expect_err("b.md is missing");
        assert_eq!(content(&folder, "a.md").as_deref(), Some("old"));
        assert_eq!(content(&folder, "n.md"), None);
        fs::write(folder.path().join("b.md"), "old").expect("written");
        for taken in ["d.md", "n.md"] {
            fs::write(folder.path().join(taken), "new").expect("written");
            batch(true).apply(folder.path()).expect_err("a name is taken");
            assert_eq!(content(&folder, taken).as_deref(), Some("new"));
            assert_eq!(content(&folder, "a.md").as_deref(), Some("old"));
            fs::remove_file(folder.path().join(taken)).expect("removed");
        }
        batch(true).apply(folder.path()).expect("applied");
        for (name, text) in [("a.md", None), ("c.md", Some("new")), ("b.md", None)] {
            assert_eq!(content(&folder, name).as_deref(), text);
        }
        assert_eq!(content(&folder, "d.md").as_deref(), Some("new"));
        assert_eq!(content(&folder, "n.md").as_deref(), Some("new"));
        assert_eq!(content(&folder, RECORD), None);
    }

    #[test]
    fn what_a_stopped_program_left_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("c.md", "new"), ("d.md", "changed since"), ("n.md", "new")] {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let json = serde_json::to_vec(&batch(true)).expect("JSON");
        fs::write(folder.path().join(RECORD), json).expect("written");
        assert!(undo_unfinished(folder.path()).expect("undone"));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
        assert_eq!(content(&folder, "a.md").as_deref(), Some("old"));
        assert_eq!(content(&folder, "b.md").as_deref(), Some("changed since"));
        assert!(!undo_unfinished(folder.path()).expect("nothing left"));
    }

    #[test]
    fn a_program_that_still_runs_is_not_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("b.md"), "new").expect("written");
        let json = serde_json::to_vec(&batch(false)).expect("JSON");
        let record = folder.path().join(RECORD);
        let running = super::file::create(&record, &json).expect("written");
        std::thread::scope(|scope| {
            let undone = scope.spawn(|| undo_unfinished(folder.path()).expect("no error"));
            fs::remove_file(&record).expect("it ends");
            drop(running);
            assert!(!undone.join().expect("a thread"));
        });
        assert_eq!(content(&folder, "b.md").as_deref(), Some("new"));
    }

    #[cfg(unix)]
    #[test]
    fn a_record_changes_nothing_outside_of_its_journal() {
        let outside = tempfile::tempdir().expect("a folder");
        let journal = outside.path().join("journal");
        fs::create_dir(&journal).expect("a folder");
        std::os::unix::fs::symlink("..", journal.join("up")).expect("a link");
        std::os::unix::fs::symlink("../a.md", journal.join("link.md")).expect("a link");
        fs::write(outside.path().join("a.md"), "new").expect("written");
        let absolute = outside.path().join("a.md").display().to_string();
        for path in ["../a.md", "up/a.md", "link.md", &absolute] {
            let change = |before| FileChange { path: path.into(), before, after: "new".into() };
            let renamed = vec![(path.to_owned(), "b.md".to_owned())];
            for batch in [
                Batch { changes: vec![change(Some("old".into()))], renames: Vec::new() },
                Batch { changes: vec![change(None)], renames: Vec::new() },
                Batch { changes: Vec::new(), renames: renamed },
            ] {
                let json = serde_json::to_vec(&batch).expect("JSON");
                fs::write(journal.join(RECORD), json).expect("written");
                let error = undo_unfinished(&journal).expect_err(path);
                assert!(error.to_string().contains("not in the journal"), "{path}: {error}");
            }
        }
        assert_eq!(content(&outside, "a.md").as_deref(), Some("new"));
    }
}
