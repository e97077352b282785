//! Exchanges the old site and the new one in one step of the file system. Even if the program is
//! killed, readers see either the old site or the new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::stage::{StagedFolder, relative, retire};
use super::{OutputError, content, failed};
use crate::interrupt::InterruptGuard;
use crate::model::config::SITE_MANIFEST;
use crate::model::vocabulary::Audience;

/// Whether a new folder can replace this one without losing anything: the folder has no file that
/// loopbook did not write, no other file system, owner or access list inside it, and is not the
/// current folder.
pub(super) fn is_possible(folder: &Path, stage: &StagedFolder, owned: &Manifest) -> bool {
    stage.is_beside && !is_current_folder(folder) && all_ours(folder, stage, owned).unwrap_or(false)
}

fn is_current_folder(folder: &Path) -> bool {
    let current = std::env::current_dir().and_then(|current| current.canonicalize());
    match (current, folder.canonicalize()) {
        (Ok(current), Ok(folder)) => current.starts_with(folder),
        _ => true,
    }
}

fn all_ours(folder: &Path, stage: &StagedFolder, owned: &Manifest) -> walkdir::Result<bool> {
    let Ok(like) = fs::symlink_metadata(&stage.folder) else { return Ok(false) };
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        let Some(path) = relative(folder, entry.path()) else { return Ok(false) };
        let ours = if entry.file_type().is_dir() {
            owned.has_in(&path) && system::is_alike(entry.path(), &entry.metadata()?, &like)
        } else {
            owned.paths.contains(&path) || [SITE_MANIFEST, manifest::NEW].contains(&path.as_str())
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Adds the unchanged files to the stage, and exchanges it with the folder. Returns `false` and leaves
/// the folder as it was if the file system can't exchange folders.
pub(super) fn put(
    folder: &Path,
    stage: &StagedFolder,
    unchanged: &BTreeSet<&str>,
    owned: &Manifest,
) -> Result<bool, OutputError> {
    let unchanged: Vec<&str> = unchanged.iter().copied().collect();
    let link = |path: &&str| content::link(&folder.join(path), &stage.path(path));
    unchanged.par_iter().try_for_each(link)?;
    keep_permissions(folder, stage)?;
    let Ok(guard) = InterruptGuard::new() else { return Ok(false) };
    if system::exchange(&stage.folder, folder).is_err() {
        return Ok(false);
    }
    retire(&stage.folder, Some(folder), owned);
    guard.release();
    Ok(true)
}

/// Renames a stage to a folder that does not exist or is empty.
pub(super) fn put_new(folder: &Path, stage: StagedFolder) -> Result<(), OutputError> {
    let guard = InterruptGuard::new().map_err(failed(folder))?;
    fs::rename(&stage.folder, folder).map_err(failed(folder))?;
    stage.leave();
    guard.release();
    Ok(())
}

/// Gives the new folders the permissions of the old ones.
fn keep_permissions(folder: &Path, stage: &StagedFolder) -> Result<(), OutputError> {
    for entry in walkdir::WalkDir::new(&stage.folder).contents_first(true) {
        let Ok(entry) = entry else { continue };
        let Ok(path) = entry.path().strip_prefix(&stage.folder) else { continue };
        // Joining an empty path would add a slash.
        let old = if path.as_os_str().is_empty() { folder } else { &folder.join(path) };
        if entry.file_type().is_dir()
            && let Ok(wanted) = fs::metadata(old)
            && let Ok(new) = entry.metadata()
            && wanted.permissions() != new.permissions()
        {
            fs::set_permissions(entry.path(), wanted.permissions()).map_err(failed(old))?;
        }
    }
    Ok(())
}

/// Whether the folder already has a site with these files for these readers.
pub(super) fn is_current(paths: &BTreeSet<&str>, audience: Audience, owned: &Manifest) -> bool {
    owned.audience == audience
        && owned.unlinked.is_empty()
        && owned.paths.len() == paths.len()
        && owned.paths.iter().all(|path| paths.contains(path.as_str()))
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod system {
    use std::fs::Metadata;
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use rustix::fs::{Access, CWD, RenameFlags, access, listxattr, renameat_with};
    use rustix::io::Errno;

    /// Exchanges the names of two folders.
    pub(super) fn exchange(first: &Path, second: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, first, CWD, second, RenameFlags::EXCHANGE)?)
    }

    /// Whether a folder has the file system, owner and group of another one, is writable, and has no
    /// access list.
    pub(super) fn is_alike(path: &Path, folder: &Metadata, other: &Metadata) -> bool {
        (folder.dev(), folder.uid(), folder.gid()) == (other.dev(), other.uid(), other.gid())
            && access(path, Access::WRITE_OK | Access::EXEC_OK).is_ok()
            && !has_attributes(path)
    }

    /// Whether a folder has attributes that a new folder would not have.
    fn has_attributes(path: &Path) -> bool {
        let mut names = Vec::with_capacity(1 << 16);
        match listxattr(path, rustix::buffer::spare_capacity(&mut names)) {
            Ok(_) => names.split(|byte| *byte == 0).any(|name| {
                let given = [&b"security."[..], b"com.apple."];
                !name.is_empty() && !given.iter().any(|start| name.starts_with(start))
            }),
            Err(Errno::NOTSUP | Errno::NOSYS) => false,
            Err(_) => true,
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod system {
    use std::fs::Metadata;
    use std::io;
    use std::path::Path;

    /// This system can't exchange folders.
    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn is_alike(_: &Path, _: &Metadata, _: &Metadata) -> bool {
        false
    }
}
