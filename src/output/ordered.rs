//! Renames files one by one into the folder of a site: first new files, then changed ones, then
//! removals. In this order, no page that a reader can reach has a dead link.
//!
//! The program may be killed between any two steps, and the next build continues from there. So the
//! list of files records which files no page links to: new files until all of them are in place, and
//! files that are being removed. The next build replaces such files before it links to them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::manifest::{self, Manifest};
use super::stage::StagedFolder;
use super::{OutputError, content, exchange, failed};
use crate::interrupt::InterruptGuard;
use crate::model::vocabulary::Audience;

/// The changes to make to the folder of a site.
pub(super) struct FolderPlan<'p> {
    /// The folder.
    pub folder: &'p Path,
    /// The folder with the changed files.
    pub stage: &'p StagedFolder,
    /// The paths of the changed files.
    pub changed: &'p BTreeSet<&'p str>,
    /// The paths of all files of the new site.
    pub paths: &'p BTreeSet<&'p str>,
    /// Who reads the new site.
    pub audience: Audience,
    /// The files of the old site.
    pub owned: &'p Manifest,
}

impl<'p> FolderPlan<'p> {
    /// Whether renaming one file makes all changes, so that they can't be half done.
    pub(super) fn is_one_step(&self) -> bool {
        exchange::is_current(self.paths, self.audience, self.owned)
            && self.changed.len() == 1
            && self.changed.iter().all(|path| self.is_linked(path))
    }

    /// The files that the site no longer has.
    pub(super) fn stale(&self) -> BTreeSet<&'p str> {
        let owned = self.owned.paths.iter().map(String::as_str);
        owned.filter(|path| !self.paths.contains(path)).collect()
    }

    /// Whether a file exists together with everything that it links to.
    fn is_linked(&self, path: &str) -> bool {
        self.owned.paths.contains(path)
            && !self.owned.unlinked.contains(path)
            && self.folder.join(path).symlink_metadata().is_ok()
    }

    /// Makes the changes, and returns how many files were removed.
    pub(super) fn put(&self) -> Result<usize, OutputError> {
        let guard = InterruptGuard::new().map_err(failed(self.folder))?;
        let removed = self.put_all()?;
        guard.release();
        Ok(removed)
    }

    fn put_all(&self) -> Result<usize, OutputError> {
        let (changed, new): (BTreeSet<&str>, BTreeSet<&str>) =
            self.changed.iter().partition(|path| self.is_linked(path));
        let stale = self.stale();
        let unlinked = self.owned.unlinked.iter().map(String::as_str);
        let still_unlinked: BTreeSet<&str> = unlinked.filter(|path| stale.contains(path)).collect();
        let all: BTreeSet<&str> =
            self.owned.paths.iter().map(String::as_str).chain(new.iter().copied()).collect();
        // Until all files are replaced, the folder counts as a site for the readers who may see less.
        let cautious = self.audience.min(self.owned.audience);
        if !new.is_empty() || cautious != self.owned.audience {
            let unlinked: BTreeSet<&str> = still_unlinked.union(&new).copied().collect();
            self.list(&all, &unlinked, cautious)?;
        }
        if !new.is_empty() {
            self.clear_the_way(&new, &stale)?;
            rename(self.folder, self.stage, &new)?;
            self.list(&all, &still_unlinked, cautious)?;
        }
        rename(self.folder, self.stage, &changed)?;
        if !stale.is_empty() {
            self.list(&all, &stale, cautious)?;
            stale.iter().try_for_each(|path| remove(self.folder, path))?;
        }
        if !exchange::is_current(self.paths, self.audience, self.owned) {
            self.list(self.paths, &BTreeSet::new(), self.audience)?;
        }
        Ok(stale.len())
    }

    fn list(
        &self,
        all: &BTreeSet<&str>,
        unlinked: &BTreeSet<&str>,
        audience: Audience,
    ) -> Result<(), OutputError> {
        let linked = all.difference(unlinked).copied();
        manifest::write(self.folder, linked, unlinked.iter().copied(), audience)
    }

    /// Removes old files that have the names of new folders, and old folders that have the names of
    /// new files.
    fn clear_the_way(
        &self,
        new: &BTreeSet<&str>,
        stale: &BTreeSet<&str>,
    ) -> Result<(), OutputError> {
        let folder_of = |path: &str, files: &BTreeSet<&str>| {
            path.match_indices('/').any(|(end, _)| files.contains(&path[..end]))
        };
        let now_folders =
            new.iter().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end]));
        let now_folders: BTreeSet<&str> = now_folders.filter(|path| stale.contains(path)).collect();
        let now_files = stale.iter().copied().filter(|path| folder_of(path, new));
        now_folders.iter().copied().chain(now_files).try_for_each(|path| remove(self.folder, path))
    }
}

/// Replaces files that exist together with everything that they link to, and that are all that changes.
pub(super) fn replace(
    folder: &Path,
    stage: &StagedFolder,
    paths: &BTreeSet<&str>,
) -> Result<(), OutputError> {
    let guard = InterruptGuard::new().map_err(failed(folder))?;
    rename(folder, stage, paths)?;
    guard.release();
    Ok(())
}

/// Renames pages after other files, and `index.html` last, so that nobody finds a new site before
/// it is complete.
fn rename(folder: &Path, stage: &StagedFolder, paths: &BTreeSet<&str>) -> Result<(), OutputError> {
    let mut ordered: Vec<&str> = paths.iter().copied().collect();
    ordered.sort_by_key(|path| (path.ends_with(".html"), *path == "index.html"));
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|p| Path::new(p).parent()).collect();
    for dir in folders {
        let dir = folder.join(dir);
        fs::create_dir_all(&dir).map_err(failed(&dir))?;
    }
    ordered.into_iter().try_for_each(|path| {
        let target = folder.join(path);
        fs::rename(stage.path(path), &target).map_err(failed(&target))
    })
}

/// Removes a file of the site, and the folders that are empty without it.
fn remove(folder: &Path, path: &str) -> Result<(), OutputError> {
    let target = folder.join(path);
    match fs::remove_file(&target) {
        Ok(()) => {}
        Err(error) if content::is_absent(&error) => {}
        // A new folder has the name of an old file.
        Err(_) if target.symlink_metadata().is_ok_and(|found| found.is_dir()) => return Ok(()),
        Err(error) => return Err(failed(&target)(error)),
    }
    for parent in target.ancestors().skip(1).take_while(|parent| *parent != folder) {
        // This fails if the folder is not empty.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}
