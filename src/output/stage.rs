//! Temporary folders for the files of a site, before they are moved to their places.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::location::parent;
use super::manifest::{self, Manifest};
use super::{OutputError, failed};
use crate::model::config::SITE_MANIFEST;
use crate::model::vocabulary::Audience;

/// The name of a temporary folder inside the folder of the site.
const INSIDE: &str = ".loopbook-stage";
/// The beginning of the name of a temporary folder beside the folder of the site. It does not contain
/// the site's name, because that may already be as long as a name can be.
const BESIDE: &str = ".loopbook-build-";

/// A temporary folder. Dropping it removes it from disk.
pub(super) struct StagedFolder {
    /// The path of the folder.
    pub folder: PathBuf,
    /// Whether the folder is beside the site, on the same file system.
    pub is_beside: bool,
}

impl StagedFolder {
    /// Creates a folder beside `folder`. It gets a list of its files first, so that the next build can
    /// remove it if this one is killed.
    pub(super) fn beside(
        folder: &Path,
        paths: &BTreeSet<&str>,
        audience: Audience,
    ) -> Result<Self, OutputError> {
        let parent = parent(folder).ok_or_else(|| OutputError::NotAFolder(folder.to_path_buf()))?;
        let stage = create(parent).map_err(failed(folder))?;
        let stage = Self { folder: stage, is_beside: true };
        let listed = manifest::write(&stage.folder, paths.iter().copied(), [], audience);
        listed.map_err(|error| error.with_path(folder))?;
        Ok(stage)
    }

    /// Creates a folder inside `folder`.
    pub(super) fn inside(folder: &Path) -> Result<Self, OutputError> {
        clear_inside(folder)?;
        let stage = folder.join(INSIDE);
        fs::create_dir(&stage).map_err(failed(folder))?;
        Ok(Self { folder: stage, is_beside: false })
    }

    /// The path of a file in this folder.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Creates folders for files. Messages name the folders in `folder`, where they will be in the end.
    pub(super) fn make_folders(
        &self,
        paths: &BTreeSet<&str>,
        folder: &Path,
    ) -> Result<(), OutputError> {
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|p| Path::new(p).parent()).collect();
        let make = |dir: &Path| fs::create_dir_all(self.folder.join(dir));
        folders.iter().try_for_each(|dir| make(dir).map_err(failed(&folder.join(dir))))
    }

    /// Does not remove the folder, because it is the site now or was already removed.
    pub(super) fn leave(mut self) {
        self.folder.clear();
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        if !self.folder.as_os_str().is_empty() {
            // If this fails, the next build removes the folder.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Creates a folder. The number keeps builds apart where the file system has no locks.
fn create(parent: &Path) -> io::Result<PathBuf> {
    let process = std::process::id();
    let mut last = None;
    for number in 0..1000 {
        let folder = parent.join(format!("{BESIDE}{process}-{number}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
}

/// Removes what killed builds left beside a folder. The caller must hold the lock, so that no other
/// build is running.
pub(super) fn clear_leftovers(folder: &Path) {
    let Some(Ok(entries)) = parent(folder).map(fs::read_dir) else { return };
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || !entry.file_name().to_string_lossy().starts_with(BESIDE) {
            continue;
        }
        match Manifest::read(&entry.path()) {
            Ok(Some(manifest)) => retire(&entry.path(), None, &manifest),
            _ => clear_unlisted(&entry.path()),
        }
    }
}

/// Removes a folder whose list was never completed. It has at most a part of the list and empty
/// folders. Any other file is not ours, and stays.
fn clear_unlisted(folder: &Path) {
    for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
        // An error here leaves a file or folder where it is.
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        } else if entry.file_name().to_string_lossy().starts_with(SITE_MANIFEST) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the files of a site that was replaced. Files that somebody else added meanwhile move to
/// the new site, unless it has a file of that name. The next build removes what can't be removed
/// now.
pub(super) fn retire(old: &Path, new: Option<&Path>, manifest: &Manifest) {
    let list = old.join(SITE_MANIFEST);
    for entry in WalkDir::new(old).min_depth(1).contents_first(true).into_iter().flatten() {
        let (path, from) = (relative(old, entry.path()), entry.path());
        // An error here leaves a file where it is. No file is lost.
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(from);
        } else if path.as_ref().is_some_and(|p| p == manifest::NEW || manifest.paths.contains(p)) {
            let _ = fs::remove_file(from);
        } else if let Some(to) = new.and_then(|new| Some(new.join(from.strip_prefix(old).ok()?)))
            && from != list
            && to.symlink_metadata().is_err()
        {
            let _ = to.parent().map(fs::create_dir_all);
            let _ = fs::rename(from, to);
        }
    }
    // The list is removed last, because it shows that the folder is ours.
    let _ = fs::remove_file(list);
    let _ = fs::remove_dir(old);
}

/// A path relative to a folder, with `/` as separator; `None` if it is not valid Unicode.
pub(super) fn relative(folder: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Removes what a killed build left inside a folder.
pub(super) fn clear_inside(folder: &Path) -> Result<(), OutputError> {
    let stage = folder.join(INSIDE);
    match fs::remove_dir_all(&stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&stage)(error)),
        _ => Ok(()),
    }
}
