//! Where the site of a journal goes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::OutputError;
use crate::model::Config;

/// Where the site of a journal goes: into the folder that is named, else the configured one. It
/// must not be where the notes are.
pub fn place(root: &Path, named: Option<&Path>, config: &Config) -> Result<PathBuf, OutputError> {
    let output = match named {
        Some(output) => output.to_path_buf(),
        None if root == Path::new(".") => PathBuf::from(&config.output),
        None => root.join(&config.output),
    };
    let real = real(&output);
    for source in config.source_folders() {
        let source = root.strip_prefix(".").unwrap_or(root).join(source);
        if real.starts_with(self::real(&source)) {
            return Err(OutputError::AmongNotes(source));
        }
    }
    if root.canonicalize().is_ok_and(|root| root.starts_with(&real)) {
        return Err(OutputError::HoldsJournal(output));
    }
    Ok(output)
}

/// Where a folder is, or will be, on this machine: what is not there yet is in what is.
fn real(folder: &Path) -> PathBuf {
    match (folder.canonicalize(), folder.parent(), folder.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
            real(Path::new(".")).join(name)
        }
        (Err(_), Some(parent), Some(name)) => real(parent).join(name),
        (Err(_), ..) => folder.to_path_buf(),
    }
}

/// The folder that a file or folder is in, on this machine as it was named.
pub(super) fn parent(path: &Path) -> Option<&Path> {
    path.file_name()?;
    path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}

/// Keeps other builds from writing beside the same place at the same time, until it is dropped: they
/// wait. `None` where nothing can be locked (on some network folders).
pub(super) fn lock(folder: &Path) -> Option<File> {
    let real = real(folder);
    let beside = File::open(real.parent()?).ok()?;
    beside.lock().ok()?;
    Some(beside)
}

/// Whether a folder and the one it is in are on the same file system.
#[cfg(unix)]
pub(super) fn is_with_parent(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    parent(folder).is_some_and(|above| device(above).is_some() && device(above) == device(folder))
}

/// Elsewhere renaming will tell.
#[cfg(not(unix))]
pub fn is_with_parent(folder: &Path) -> bool {
    parent(folder).is_some_and(|above| fs::metadata(above).is_ok())
}
