//! Where the files of a site wait until they are put in place.

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

/// What the folder is called where files wait inside the folder of the site.
const INSIDE: &str = ".loopbook-stage";
/// What a folder's name begins with where they wait beside it. It has nothing of the site's own
/// name, which may be as long as a name can be.
const BESIDE: &str = ".loopbook-build-";

/// A folder of files that wait; it is removed when it is dropped.
pub(super) struct StagedFolder {
    /// The folder.
    pub folder: PathBuf,
    /// Whether it is beside the site's, on the same file system.
    pub is_beside: bool,
}

impl StagedFolder {
    /// Beside a folder. What is in it is ours from the start, so that the next build can clear it.
    pub(super) fn beside(
        folder: &Path,
        paths: &BTreeSet<&str>,
        audience: Audience,
    ) -> Result<Self, OutputError> {
        let above = parent(folder).ok_or_else(|| OutputError::NotAFolder(folder.to_path_buf()))?;
        let stage = create(above).map_err(failed(folder))?;
        let stage = Self { folder: stage, is_beside: true };
        let listed = manifest::write(&stage.folder, paths.iter().copied(), [], audience);
        listed.map_err(|error| error.at(folder))?;
        Ok(stage)
    }

    /// Inside a folder.
    pub(super) fn inside(folder: &Path) -> Result<Self, OutputError> {
        clear_inside(folder)?;
        let stage = folder.join(INSIDE);
        fs::create_dir(&stage).map_err(failed(folder))?;
        Ok(Self { folder: stage, is_beside: false })
    }

    /// Where a file waits.
    pub(super) fn waits(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Makes the folders of files. They will be in `folder`, which messages name.
    pub(super) fn make_folders(
        &self,
        paths: &BTreeSet<&str>,
        folder: &Path,
    ) -> Result<(), OutputError> {
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|p| Path::new(p).parent()).collect();
        let make = |dir: &Path| fs::create_dir_all(self.folder.join(dir));
        folders.iter().try_for_each(|dir| make(dir).map_err(failed(&folder.join(dir))))
    }

    /// Leaves the folder, which is something else now.
    pub(super) fn leave(mut self) {
        self.folder.clear();
    }
}

impl Drop for StagedFolder {
    fn drop(&mut self) {
        if !self.folder.as_os_str().is_empty() {
            // The next build clears what can't be removed now.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A new folder. Two builds without a lock are told apart by their numbers.
fn create(above: &Path) -> io::Result<PathBuf> {
    let process = std::process::id();
    let mut last = None;
    for number in 0..1000 {
        let folder = above.join(format!("{BESIDE}{process}-{number}"));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
}

/// Removes what stopped builds left beside a folder. Only to be called while no other build can be
/// at work there.
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

/// Removes a folder that was left before its list was whole: it has at most a part of the list and
/// empty folders. Any other file in it is somebody else's, and stays.
fn clear_unlisted(folder: &Path) {
    for entry in WalkDir::new(folder).contents_first(true).into_iter().flatten() {
        // Whatever fails here leaves something where it is.
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        } else if entry.file_name().to_string_lossy().starts_with(SITE_MANIFEST) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the files of a site that is not in its place any more. What somebody else put there
/// meanwhile goes into the site that took its place; where that has a file of this name, it stays.
/// What can't be removed is left for the next build.
pub(super) fn retire(old: &Path, new: Option<&Path>, manifest: &Manifest) {
    let list = old.join(SITE_MANIFEST);
    for entry in WalkDir::new(old).min_depth(1).contents_first(true).into_iter().flatten() {
        let (path, from) = (relative(old, entry.path()), entry.path());
        // Whatever fails here leaves a file where it is, and none is lost.
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
    // The last, for by it the folder is known to be ours. Folders are empty only now.
    let _ = fs::remove_file(list);
    let _ = fs::remove_dir(old);
}

/// A path below a folder, with `/` between its parts; `None` where it is no text.
pub(super) fn relative(folder: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

/// Removes what a stopped build left inside a folder.
pub(super) fn clear_inside(folder: &Path) -> Result<(), OutputError> {
    let stage = folder.join(INSIDE);
    match fs::remove_dir_all(&stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&stage)(error)),
        _ => Ok(()),
    }
}
