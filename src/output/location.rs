//! Finds the folder for the site of a journal.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::OutputError;
use crate::model::Config;

/// The folder for the site: the one that was named on the command line, else the configured one.
///
/// # Errors
///
/// If the folder is inside a folder of notes, or contains the journal.
pub fn site_folder(
    root: &Path,
    named: Option<&Path>,
    config: &Config,
) -> Result<PathBuf, OutputError> {
    let output = match named {
        Some(output) => output.to_path_buf(),
        None if root == Path::new(".") => PathBuf::from(&config.output),
        None => root.join(&config.output),
    };
    let real_output = real_path(&output);
    for source in config.source_folders() {
        let source = root.strip_prefix(".").unwrap_or(root).join(source);
        if real_output.starts_with(real_path(&source)) {
            return Err(OutputError::AmongNotes(source));
        }
    }
    if root.canonicalize().is_ok_and(|root| root.starts_with(&real_output)) {
        return Err(OutputError::HoldsJournal(output));
    }
    Ok(output)
}

/// The absolute path of a folder without symbolic links, even if the folder does not exist yet.
fn real_path(folder: &Path) -> PathBuf {
    match (folder.canonicalize(), folder.parent(), folder.file_name()) {
        (Ok(path), ..) => path,
        (Err(_), Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
            real_path(Path::new(".")).join(name)
        }
        (Err(_), Some(parent), Some(name)) => real_path(parent).join(name),
        (Err(_), ..) => folder.to_path_buf(),
    }
}

/// The folder that contains a file or folder. For a bare name, that is `.`.
pub(super) fn parent(path: &Path) -> Option<&Path> {
    path.file_name()?;
    path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}

/// Makes other builds wait that write beside the same folder, until the lock is dropped. `None` if
/// the file system has no locks, like some network folders.
pub(super) fn lock(folder: &Path) -> Option<File> {
    let parent = File::open(real_path(folder).parent()?).ok()?;
    parent.lock().ok()?;
    Some(parent)
}

/// Whether a folder is on the same file system as its parent.
#[cfg(unix)]
pub(super) fn is_with_parent(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    parent(folder)
        .is_some_and(|parent| device(parent).is_some() && device(parent) == device(folder))
}

/// On other systems, renaming reports an error later.
#[cfg(not(unix))]
pub fn is_with_parent(folder: &Path) -> bool {
    parent(folder).is_some_and(|parent| fs::metadata(parent).is_ok())
}
