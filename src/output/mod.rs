//! A site in memory becomes files on disk.
//!
//! What never happens: a file that is not ours is touched; a reader meets half a file; a build that
//! fails or is killed leaves a link that leads nowhere. So whatever changed is written beside the
//! site first (`stage`). Then the whole folder is exchanged for a new one, so that there is the
//! old site or the new one (`exchange`); where that can't be, files are renamed one by one, in an
//! order in which no link is ever dead (`ordered`). Which files are ours is listed in
//! [`SITE_MANIFEST`](crate::model::config::SITE_MANIFEST) (`manifest`).

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
pub use location::place;
use manifest::Manifest;
use ordered::FolderPlan;
pub use source::FileSource;
use source::each;
use stage::StagedFolder;

/// What a build did to the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or different.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of ours that the site no longer has.
    pub removed: usize,
}

/// Why a site could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder has files, and was not made by a build.
    #[error("`{}` has files that loopbook did not write; name another folder with `-o`, or build into it with `--force`", .0.display())]
    NotOurs(PathBuf),
    /// The site has files where others stand already.
    #[error("`{}` is there already, and loopbook did not write it; move it away, or replace it with `--force`", .0.display())]
    Foreign(PathBuf),
    /// The site that is there is for readers who may see less.
    #[error("`{}` has a site for `{}`, which may be where they read it; name another folder with `-o`, or put one for `{}` there with `--force`", place.display(), was.word(), now.word())]
    Wider {
        /// Where.
        place: PathBuf,
        /// For whom the old one is.
        was: Audience,
        /// For whom the new one is.
        now: Audience,
    },
    /// Its pages would stand among the notes.
    #[error("the journal is written in `{}`: choose a separate folder for the site", .0.display())]
    AmongNotes(PathBuf),
    /// The journal is in it.
    #[error("`{}` holds the journal: choose a separate folder for the site", .0.display())]
    HoldsJournal(PathBuf),
    /// Templates fail.
    #[error("nothing was written: some pages are missing, and the old site is still whole")]
    Unmade(Vec<Diagnostic>),
    /// A link leads to no folder.
    #[error("`{}` is a link to `{}`, which does not exist; create that folder, or remove the link", link.display(), target.display())]
    DanglingLink {
        /// The link.
        link: PathBuf,
        /// Where it leads to.
        target: PathBuf,
    },
    /// A file is where the folder should be.
    #[error("`{}` is not a folder; name another one with `-o`", .0.display())]
    NotAFolder(PathBuf),
    /// The name is too long for the file system.
    #[error("`{}` cannot be written: its name has {} bytes, more than this file system allows; shorten the name, or that of the note it is made from", .0.display(), name_length(.0))]
    NameTooLong(PathBuf),
    /// A file that is copied to the site, or compared with what is there, can't be read.
    #[error("`{}` cannot be read: {reason}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// The file system refused.
    #[error("`{}` cannot be written: {reason}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
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
    /// The same, of another file.
    fn at(self, place: &Path) -> Self {
        match self {
            Self::Io { reason, .. } => Self::Io { path: place.to_path_buf(), reason },
            other => other,
        }
    }
}

/// Writes a site into a folder. Without `force` the folder has to be new, empty, or one that a
/// build made.
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

/// A whole new site: made beside its place, then put there at once.
fn create(source: &impl FileSource, folder: &Path) -> Result<Written, OutputError> {
    let paths = source.paths();
    if let Some(above) = location::parent(folder) {
        fs::create_dir_all(above).map_err(failed(above))?;
    }
    let stage = StagedFolder::beside(folder, &paths, source.audience())?;
    stage.make_folders(&paths, folder)?;
    each(source, &paths, |path, content| {
        content::store(content, &stage.waits(path), &folder.join(path))
    })?;
    exchange::put_new(folder, stage)?;
    Ok(Written { written: paths.len(), ..Written::default() })
}

/// A site in the place of an older one.
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
    let differ = |path: &str, content: &_| {
        let place = folder.join(path);
        if content::is_same(content, &place)? {
            return Ok(None);
        }
        if !force && owned.is_foreign(path, &place) {
            return Err(OutputError::Foreign(place));
        }
        content::store(content, &stage.waits(path), &place)?;
        Ok(paths.get(path).copied())
    };
    let changed: BTreeSet<&str> = each(source, &paths, differ)?.into_iter().flatten().collect();
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
    let whole = !plan.is_one_step() && exchange::is_possible(folder, &stage, &owned);
    if whole && exchange::put(folder, &stage, &unchanged, &owned)? {
        stage.leave();
        return Ok(written);
    }
    written.removed = plan.put()?;
    Ok(written)
}

/// Where the files wait that change in a folder: beside it, unless that is elsewhere or not allowed.
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

/// Writes the files of a site that changed since it was last written into a folder; `paths` are all
/// that it has now. `None` where no build made the folder: it has to be written whole.
///
/// A change is small, and there may be one a second: files are renamed one by one.
pub fn patch(
    changed: &Site,
    paths: &BTreeSet<&str>,
    folder: &Path,
    force: bool,
) -> Result<Option<Written>, OutputError> {
    let _lock = location::lock(folder);
    let Some(owned) = Manifest::read(folder)? else { return Ok(None) };
    owned.admits(changed.audience, folder, force)?;
    let files = changed.paths();
    for path in &files {
        let place = folder.join(path);
        if !force && owned.is_foreign(path, &place) {
            return Err(OutputError::Foreign(place));
        }
    }
    let stage = StagedFolder::inside(folder)?;
    stage.make_folders(&files, folder)?;
    each(changed, &files, |path, content| {
        content::store(content, &stage.waits(path), &folder.join(path))
    })?;
    let audience = changed.audience;
    let plan =
        FolderPlan { folder, stage: &stage, changed: &files, paths, audience, owned: &owned };
    let removed = plan.put()?;
    Ok(Some(Written { written: files.len(), unchanged: paths.len() - files.len(), removed }))
}
