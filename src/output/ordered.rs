//! Files are renamed into a folder one by one, in such an order that no page that can be reached
//! ever links to a file that is not there: new files, then the changed ones, then removals.
//!
//! The program may be killed between any two steps, and the next build begins with what it left. So
//! the list of files tells which of them no page links to: the new ones until all of them are
//! there, and those that are to go. Whatever the next site has of them is replaced before any page
//! links to it again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::manifest::{self, Manifest};
use super::stage::StagedFolder;
use super::{OutputError, content, exchange, failed};
use crate::interrupt::InterruptGuard;
use crate::model::vocabulary::Audience;

/// What a folder is to have.
pub(super) struct FolderPlan<'p> {
    /// The folder.
    pub folder: &'p Path,
    /// Where its changed files wait.
    pub stage: &'p StagedFolder,
    /// Those.
    pub changed: &'p BTreeSet<&'p str>,
    /// All its files.
    pub paths: &'p BTreeSet<&'p str>,
    /// For whom.
    pub audience: Audience,
    /// What it has.
    pub owned: &'p Manifest,
}

impl<'p> FolderPlan<'p> {
    /// Whether it is done by one renaming, so that nothing can be half done.
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

    /// Whether a file is there, with all that it links to.
    fn is_linked(&self, path: &str) -> bool {
        self.owned.paths.contains(path)
            && !self.owned.unlinked.contains(path)
            && self.folder.join(path).symlink_metadata().is_ok()
    }

    /// Puts the files in place. How many were removed.
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
        // Whoever may see more might be shown what is there until then.
        let cautious = self.audience.min(self.owned.audience);
        if !new.is_empty() || cautious != self.owned.audience {
            let unlinked: BTreeSet<&str> = still_unlinked.union(&new).copied().collect();
            self.list(&all, &unlinked, cautious)?;
        }
        if !new.is_empty() {
            self.clear_the_way(&new, &stale)?;
            self.rename(&new)?;
            self.list(&all, &still_unlinked, cautious)?;
        }
        self.rename(&changed)?;
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

    /// Pages last, and the first page of all as the very last: where there was no site, nobody comes
    /// to a page before all are there.
    fn rename(&self, paths: &BTreeSet<&str>) -> Result<(), OutputError> {
        let mut ordered: Vec<&str> = paths.iter().copied().collect();
        ordered.sort_by_key(|path| (path.ends_with(".html"), *path == "index.html"));
        let folders: BTreeSet<&Path> = paths.iter().filter_map(|p| Path::new(p).parent()).collect();
        for dir in folders {
            let dir = self.folder.join(dir);
            fs::create_dir_all(&dir).map_err(failed(&dir))?;
        }
        ordered.into_iter().try_for_each(|path| {
            let place = self.folder.join(path);
            fs::rename(self.stage.waits(path), &place).map_err(failed(&place))
        })
    }

    /// Removes old files first whose names are those of new folders, and the other way round.
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

/// Removes a file of ours, and the folders that it leaves empty.
fn remove(folder: &Path, path: &str) -> Result<(), OutputError> {
    let place = folder.join(path);
    match fs::remove_file(&place) {
        Ok(()) => {}
        Err(error) if content::is_absent(&error) => {}
        // A new folder took the name of an old file, or somebody made one.
        Err(_) if place.symlink_metadata().is_ok_and(|there| there.is_dir()) => return Ok(()),
        Err(error) => return Err(failed(&place)(error)),
    }
    let above = place.ancestors().skip(1).take_while(|above| *above != folder);
    for above in above {
        // A folder that still has something in it stays.
        if fs::remove_dir(above).is_err() {
            break;
        }
    }
    Ok(())
}
