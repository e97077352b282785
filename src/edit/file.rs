//! Replacing and creating a file in one step.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use crate::regular_file;

/// Replaces what a file holds. Whoever reads it at any moment gets the old or the new content, also
/// if the program or the computer stops halfway.
///
/// # Errors
///
/// [`ErrorKind::ResourceBusy`] if the file no longer holds `before`; [`ErrorKind::PermissionDenied`]
/// if it may not be written; any other error of the system. The file is then as it was.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<()> {
    // A link stays a link: the file that it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let note = regular_file::open(&path)?;
    let permissions = note.metadata()?.permissions();
    if permissions.readonly() {
        return Err(Error::new(ErrorKind::PermissionDenied, "it is read-only"));
    }
    // Two programs that change one note wait for each other; the second one then finds it changed.
    lock(&note)?;
    must_hold(&path, before)?;
    let beside = beside(&path);
    let written = write(&beside, after, permissions).and_then(|()| {
        must_hold(&path, before)?;
        fs::rename(&beside, &path)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Some file systems have no locks; there, only the comparison protects the file.
pub(super) fn lock(file: &File) -> Result<()> {
    match file.lock() {
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()),
        locked => locked,
    }
}

fn must_hold(path: &Path, content: &[u8]) -> Result<()> {
    if regular_file::read(path)? == content {
        return Ok(());
    }
    Err(Error::new(ErrorKind::ResourceBusy, "another program changed it meanwhile"))
}

/// A hidden name, which no journal reads. It is always the same for a file, so what a killed program
/// left there is replaced by the next one; and short, as the file's name may be as long as possible.
fn beside(path: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    path.file_name().hash(&mut hasher);
    path.with_file_name(format!("{NEW}{:016x}", hasher.finish()))
}

/// How the names of files begin that are being written.
const NEW: &str = ".loopbook-new-";

fn write(path: &Path, content: &[u8], permissions: fs::Permissions) -> Result<()> {
    // It may be a link that somebody put there.
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::create_new(path)?;
    file.set_permissions(permissions)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Creates a file with its content, so that nobody finds half of it. It is locked while the returned
/// file is open.
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`] if it is there; any other error of the system.
pub fn create(path: &Path, content: &[u8]) -> Result<File> {
    if path.symlink_metadata().is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    builder.prefix(NEW);
    // Whoever may read other new files may read this one.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    lock(new.as_file())?;
    new.write_all(content)?;
    new.as_file().sync_all()?;
    match new.persist_noclobber(path) {
        Ok(file) => Ok(file),
        Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => Err(refused.error),
        // Some file systems can't rename without replacing.
        Err(_) => {
            let mut file = File::create_new(path)?;
            lock(&file)?;
            file.write_all(content)?;
            file.sync_all()?;
            Ok(file)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::ErrorKind;

    use super::{create, replace};

    #[test]
    fn a_file_is_replaced_only_if_it_is_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("note.md");
        fs::write(&note, "old").expect("written");
        replace(&note, b"old", b"new").expect("replaced");
        assert_eq!(fs::read_to_string(&note).expect("text"), "new");
        let error = replace(&note, b"old", b"newer").expect_err("it changed");
        assert_eq!(error.kind(), ErrorKind::ResourceBusy);
        assert_eq!(fs::read_to_string(&note).expect("text"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_file_with_the_longest_name_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join(format!("{}.md", "a".repeat(252)));
        fs::write(&note, "old").expect("written");
        replace(&note, b"old", b"new").expect("replaced");
        assert_eq!(fs::read_to_string(&note).expect("text"), "new");
    }

    #[test]
    fn a_file_is_created_only_if_there_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let note = folder.path().join("note.md");
        create(&note, b"one").expect("created");
        let error = create(&note, b"two").expect_err("it is there");
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&note).expect("text"), "one");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_lies_where_a_file_is_written_is_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().expect("a folder");
        let [note, other] = ["note.md", "other"].map(|name| folder.path().join(name));
        fs::write(&note, "old").expect("written");
        fs::write(&other, "mine").expect("written");
        symlink(&other, super::beside(&note)).expect("a link");
        replace(&note, b"old", b"new").expect("replaced");
        assert_eq!(fs::read_to_string(&other).expect("text"), "mine");
        let plain = folder.path().join("plain");
        fs::write(&plain, "").expect("written");
        create(&folder.path().join("new"), b"").expect("created");
        let mode = |path: &std::path::Path| path.metadata().expect("there").permissions().mode();
        assert_eq!(mode(&folder.path().join("new")), mode(&plain));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().expect("a folder");
        let [note, link] = ["note.md", "link.md"].map(|name| folder.path().join(name));
        fs::write(&note, "old").expect("written");
        fs::set_permissions(&note, fs::Permissions::from_mode(0o640)).expect("set");
        symlink("note.md", &link).expect("a link");
        replace(&link, b"old", b"new").expect("replaced");
        assert!(link.symlink_metadata().expect("there").is_symlink());
        assert_eq!(fs::read_to_string(&note).expect("text"), "new");
        let mode = note.metadata().expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
