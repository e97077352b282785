//! Changes to several files that belong together.
//!
//! Files cannot be replaced together in one step. So what is about to be done is written down
//! first; if the program stops halfway, the next one finds that and undoes it.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::file;
use crate::regular_file;

/// The file in a journal in which an unfinished batch is written down.
const RECORD: &str = ".loopbook-unfinished.json";

/// Changes of files, and the new name of one of them. Paths are relative to the journal.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The files that change.
    pub changes: Vec<FileChange>,
    /// The old and the new path of a file that is renamed after it changed.
    pub rename: Option<(String, String)>,
}

/// A file's text before and after.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChange {
    /// The file.
    pub path: String,
    /// Its text before.
    pub before: String,
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
        let record = journal.join(RECORD);
        let json = serde_json::to_vec(self).map_err(Error::from)?;
        write_new(&record, &json)?;
        let done = self.replace_all(journal);
        if done.is_err() {
            self.undo(journal)?;
        }
        fs::remove_file(&record)?;
        done
    }

    fn replace_all(&self, journal: &Path) -> Result<()> {
        if let Some((_, to)) = &self.rename
            && journal.join(to).symlink_metadata().is_ok()
        {
            return Err(Error::new(ErrorKind::AlreadyExists, format!("`{to}` exists")));
        }
        for FileChange { path, before, after } in &self.changes {
            file::replace(&journal.join(path), before.as_bytes(), after.as_bytes())
                .map_err(|error| Error::new(error.kind(), format!("`{path}`: {error}")))?;
        }
        match &self.rename {
            Some((from, to)) => fs::rename(journal.join(from), journal.join(to)),
            None => Ok(()),
        }
    }

    /// Takes back every change that was made. A file that was changed again since then stays.
    fn undo(&self, journal: &Path) -> Result<()> {
        if let Some((from, to)) = &self.rename {
            let [from, to] = [from, to].map(|path| journal.join(path));
            let is_renamed = from.symlink_metadata().is_err() && to.symlink_metadata().is_ok();
            if is_renamed {
                fs::rename(to, from)?;
            }
        }
        for FileChange { path, before, after } in &self.changes {
            let path = journal.join(path);
            if regular_file::read(&path).is_ok_and(|content| content == after.as_bytes()) {
                file::replace(&path, after.as_bytes(), before.as_bytes())?;
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
    let json = match regular_file::read(&record) {
        Ok(json) => json,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    // A program that stopped while it wrote the record had not changed anything yet.
    if let Ok(batch) = serde_json::from_slice::<Batch>(&json) {
        batch.undo(journal)?;
    }
    fs::remove_file(&record)?;
    Ok(true)
}

/// Writes a file that must survive a crash and must not be there yet.
fn write_new(path: &PathBuf, content: &[u8]) -> Result<()> {
    use std::io::Write;

    let mut file = fs::File::create_new(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Batch, FileChange, RECORD, undo_unfinished};

    fn batch(rename: bool) -> Batch {
        let change = |path: &str| FileChange {
            path: path.to_owned(),
            before: "old".to_owned(),
            after: "new".to_owned(),
        };
        let rename = rename.then(|| ("a.md".to_owned(), "c.md".to_owned()));
        Batch { changes: vec![change("a.md"), change("b.md")], rename }
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
        fs::write(folder.path().join("b.md"), "old").expect("written");
        batch(true).apply(folder.path()).expect("applied");
        assert_eq!(content(&folder, "a.md"), None);
        assert_eq!(content(&folder, "c.md").as_deref(), Some("new"));
        assert_eq!(content(&folder, RECORD), None);
    }

    #[test]
    fn what_a_stopped_program_left_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [("c.md", "new"), ("b.md", "changed since")] {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let json = serde_json::to_vec(&batch(true)).expect("JSON");
        fs::write(folder.path().join(RECORD), json).expect("written");
        assert!(undo_unfinished(folder.path()).expect("undone"));
        assert_eq!(content(&folder, "a.md").as_deref(), Some("old"));
        assert_eq!(content(&folder, "b.md").as_deref(), Some("changed since"));
        assert!(!undo_unfinished(folder.path()).expect("nothing left"));
    }
}
