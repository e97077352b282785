//! Replacing a file in one step.

use std::fs::{self, File};
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
fn lock(file: &File) -> Result<()> {
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
/// left there is overwritten by the next one.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".loopbook-new");
    path.with_file_name(name)
}

fn write(path: &Path, content: &[u8], permissions: fs::Permissions) -> Result<()> {
    let mut file = File::create(path)?;
    file.set_permissions(permissions)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::ErrorKind;

    use super::replace;

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
