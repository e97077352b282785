//! Writes a site to disk.
//!
//! It never touches a file that loopbook did not write, never shows a reader half a file, and never
//! leaves a dead link, even when a build fails or is killed. Changed files are first written to a
//! folder beside the site (`stage`). Then the whole folder is exchanged for the new one in one step
//! (`exchange`). Where that is not possible, files are renamed one by one, in an order in which no
//! link is ever dead (`ordered`). A list in the folder records which files loopbook wrote
//! ([`SITE_MANIFEST`](crate::model::config::SITE_MANIFEST), `manifest`).

mod content;
mod exchange;
mod location;
mod manifest;
mod ordered;
mod source;
mod stage;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;
use crate::site::Site;
pub use location::site_folder;
use manifest::Manifest;
use ordered::FolderPlan;
pub use source::FileSource;
use source::each;
use stage::StagedFolder;

/// How many files of a site a build wrote and removed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were already up to date.
    pub unchanged: usize,
    /// Files of an earlier build that the site no longer has.
    pub removed: usize,
}

/// Why a site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files, and no build wrote them.
    #[error("`{}` has files that loopbook did not write; choose another folder with `-o`, or build into it with `--force`", .0.display())]
    NotOurs(PathBuf),
    /// A file that loopbook did not write has the name of a file of the site.
    #[error("`{}` already exists, and loopbook did not write it; move it away, or replace it with `--force`", .0.display())]
    Foreign(PathBuf),
    /// The folder has a site for readers who may see less.
    #[error("`{}` has a site for `{}`, and these readers may still use it; choose another folder with `-o`, or replace it by a site for `{}` with `--force`", folder.display(), was.word(), now.word())]
    Wider {
        /// The folder.
        folder: PathBuf,
        /// The audience of the old site.
        was: Audience,
        /// The audience of the new site.
        now: Audience,
    },
    /// The folder is inside a folder of notes.
    #[error("`{}` contains the journal's notes: choose a separate folder for the site", .0.display())]
    AmongNotes(PathBuf),
    /// The folder contains the journal.
    #[error("`{}` contains the journal: choose a separate folder for the site", .0.display())]
    HoldsJournal(PathBuf),
    /// Some templates fail.
    #[error("nothing was written: some pages could not be made, and the old site is unchanged")]
    Unmade(Vec<Diagnostic>),
    /// The files are not needed any more.
    #[error("nothing was written: the journal has changed since")]
    Stopped,
    /// The folder is a symbolic link whose target does not exist.
    #[error("`{}` is a link to `{}`, which does not exist; create that folder, or remove the link", link.display(), target.display())]
    DanglingLink {
        /// The link.
        link: PathBuf,
        /// The link's target.
        target: PathBuf,
    },
    /// A file has the folder's name.
    #[error("`{}` is not a folder; choose another one with `-o`", .0.display())]
    NotAFolder(PathBuf),
    /// A file's name is too long for the file system.
    #[error("`{}` cannot be written: its name has {} bytes, more than this file system allows; shorten it, or the name of its note", .0.display(), name_length(.0))]
    NameTooLong(PathBuf),
    /// A file that is copied to the site or compared with it can't be read.
    #[error("`{}` cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error.
        reason: io::Error,
    },
    /// The file system reports an error.
    #[error("`{}` cannot be written: {reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The error.
        reason: io::Error,
    },
}

fn name_length(path: &Path) -> usize {
    path.file_name().map_or(0, |name| name.as_encoded_bytes().len())
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutputError + '_ {
    |reason| match reason.kind() {
        io::ErrorKind::InvalidFilename => OutputError::NameTooLong(path.to_path_buf()),
        _ => OutputError::Io { path: path.to_path_buf(), reason },
    }
}

impl OutputError {
    /// Replaces the path of the error.
    fn with_path(self, path: &Path) -> Self {
        match self {
            Self::Io { reason, .. } => Self::Io { path: path.to_path_buf(), reason },
            other => other,
        }
    }
}

/// Writes a site to a folder. Without `force`, the folder must be new, empty, or the folder of an
/// earlier build.
pub fn write(source: &impl FileSource, folder: &Path, force: bool) -> Result<Written, OutputError> {
    let lock = location::lock(folder);
    if lock.is_some() {
        stage::clear_leftovers(folder);
    }
    match fs::read_dir(folder) {
        Ok(mut entries) => replace(source, folder, force || entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_link(folder) {
            Ok(target) => Err(OutputError::DanglingLink { link: folder.to_path_buf(), target }),
            Err(_) => create(source, folder),
        },
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(OutputError::NotAFolder(folder.to_path_buf()))
        }
        Err(error) => Err(failed(folder)(error)),
    }
}

/// Writes a new site beside its folder, then moves it there in one step.
fn create(source: &impl FileSource, folder: &Path) -> Result<Written, OutputError> {
    let paths = source.paths();
    if let Some(parent) = location::parent(folder) {
        fs::create_dir_all(parent).map_err(failed(parent))?;
    }
    let stage = StagedFolder::beside(folder, &paths, source.audience())?;
    stage.make_folders(&paths, folder)?;
    each(source, &paths, |path, content| {
        content::store(content, &stage.path(path), &folder.join(path))
    })?;
    exchange::put_new(folder, stage)?;
    Ok(Written { written: paths.len(), ..Written::default() })
}

/// Replaces an older site.
fn replace(source: &impl FileSource, folder: &Path, force: bool) -> Result<Written, OutputError> {
    let owned = Manifest::read(folder)?;
    if owned.is_none() && !force {
        return Err(OutputError::NotOurs(folder.to_path_buf()));
    }
    let (owned, audience) = (owned.unwrap_or_default(), source.audience());
    owned.admits(audience, folder, force)?;
    stage::clear_inside(folder)?;
    let paths = source.paths();
    let stage = stage_for(folder, &paths, audience)?;
    stage.make_folders(&paths, folder)?;
    let store_if_changed = |path: &str, content: &_| {
        let target = folder.join(path);
        if content::is_same(content, &target)? {
            return Ok(None);
        }
        if !force && owned.is_foreign(path, &target) {
            return Err(OutputError::Foreign(target));
        }
        content::store(content, &stage.path(path), &target)?;
        Ok(paths.get(path).copied())
    };
    let changed: BTreeSet<&str> =
        each(source, &paths, store_if_changed)?.into_iter().flatten().collect();
    let unchanged: BTreeSet<&str> = paths.difference(&changed).copied().collect();
    let plan = FolderPlan {
        folder,
        stage: &stage,
        changed: &changed,
        paths: &paths,
        audience,
        owned: &owned,
    };
    let mut written =
        Written { written: changed.len(), unchanged: unchanged.len(), removed: plan.stale().len() };
    if changed.is_empty() && exchange::is_current(&paths, audience, &owned) {
        return Ok(written);
    }
    let can_exchange = !plan.is_one_step() && exchange::is_possible(folder, &stage, &owned);
    if can_exchange && exchange::put(folder, &stage, &unchanged, &owned)? {
        stage.leave();
        return Ok(written);
    }
    written.removed = plan.put()?;
    Ok(written)
}

/// The folder for changed files: beside the site, or inside it if beside it is another file system or
/// not writable.
fn stage_for(
    folder: &Path,
    paths: &BTreeSet<&str>,
    audience: Audience,
) -> Result<StagedFolder, OutputError> {
    let is_link = folder.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    if !is_link
        && location::is_with_parent(folder)
        && let Ok(stage) = StagedFolder::beside(folder, paths, audience)
    {
        return Ok(stage);
    }
    StagedFolder::inside(folder)
}

/// Writes the changed files of a site. `paths` are the paths of all files that the site has now. `None`
/// if no build wrote the folder, so that [`write()`] has to write all of it.
///
/// Changes are small, and there may be one each second, so files are renamed one by one.
pub fn patch(
    changed: &Site,
    paths: &BTreeSet<&str>,
    folder: &Path,
    force: bool,
) -> Result<Option<Written>, OutputError> {
    let _lock = location::lock(folder);
    let Some(listed) = manifest::read_text(folder)? else { return Ok(None) };
    let (files, audience) = (changed.paths(), changed.audience);
    let written = || Written {
        written: files.len(),
        unchanged: paths.len() - files.len(),
        ..Written::default()
    };
    // Most changes are of files that are there, in a site that has the same files as before: then the list need not be
    // taken apart, path by path.
    let exists =
        |path: &&str| folder.join(path).symlink_metadata().is_ok_and(|found| found.is_file());
    if listed == manifest::text(paths.iter().copied(), [], audience) && files.iter().all(exists) {
        let stage = stage_inside(changed, &files, folder)?;
        ordered::replace(folder, &stage, &files)?;
        return Ok(Some(written()));
    }
    let owned = Manifest::parse(&listed);
    owned.admits(audience, folder, force)?;
    for path in &files {
        let target = folder.join(path);
        if !force && owned.is_foreign(path, &target) {
            return Err(OutputError::Foreign(target));
        }
    }
    let stage = stage_inside(changed, &files, folder)?;
    let plan =
        FolderPlan { folder, stage: &stage, changed: &files, paths, audience, owned: &owned };
    let removed = plan.put()?;
    Ok(Some(Written { removed, ..written() }))
}

/// Writes the changed files of a site to a folder inside its folder.
fn stage_inside(
    changed: &Site,
    files: &BTreeSet<&str>,
    folder: &Path,
) -> Result<StagedFolder, OutputError> {
    let stage = StagedFolder::inside(folder)?;
    stage.make_folders(files, folder)?;
    each(changed, files, |path, content| {
        content::store(content, &stage.path(path), &folder.join(path))
    })?;
    Ok(stage)
}
