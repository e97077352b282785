//! Writes the site to disk. After the first time, it makes only files with a new fingerprint and writes
//! only files with new content.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

use rayon::prelude::*;

use super::revision::Revision;
use super::snapshot::Snapshot;
use crate::diagnostic::Diagnostic;
use crate::output::{self, OutputError, Written};
use crate::site::{Content, Site};

/// The result of writing a site.
pub(super) enum Outcome {
    /// The site is on disk.
    Written(Written),
    /// Some templates failed, and nothing was written.
    Refused(Vec<Diagnostic>),
    /// The file system reported an error.
    Failed(OutputError),
    /// A newer state of the journal replaced this one.
    Stopped,
}

/// Where and how to write a site.
pub(super) struct WriteOrder<'o> {
    /// The site's folder.
    pub folder: &'o Path,
    /// Whether files may be replaced that loopbook did not write.
    pub force: bool,
    /// The journal's folder.
    pub journal: &'o Path,
    /// Set when a newer state of the journal replaces this one.
    pub stop: &'o AtomicBool,
}

/// The state of the site on disk.
#[derive(Default)]
pub(super) struct Writer {
    /// The site's folder.
    folder: PathBuf,
    files: HashMap<String, FileState>,
    /// The journal's files that changed since the last report.
    pub unreported: BTreeSet<String>,
    /// Since when the site is out of date.
    pub behind: Option<Instant>,
}

/// What is known of a file that was written.
#[derive(Clone, Copy, PartialEq, Eq)]
struct FileState {
    /// What the file was made from, where few things come into question.
    revision: Option<Revision>,
    /// A hash of everything that the file was made from.
    fingerprint: u64,
    /// A hash of the file's content.
    content: u64,
    /// The file's stamp after it was written.
    stamp: Option<Stamp>,
}

/// The time of modification and the length of a file.
type Stamp = (SystemTime, u64);

fn stamp(path: &Path) -> Option<Stamp> {
    let found = path.symlink_metadata().ok()?;
    Some((found.modified().ok()?, found.len()))
}

impl Writer {
    /// Writes the files of a site that changed, unless `order.stop` is set.
    pub(super) fn write(&mut self, snapshot: &Snapshot<'_>, order: &WriteOrder<'_>) -> Outcome {
        let renderer = &snapshot.renderer;
        let WriteOrder { folder, force, .. } = *order;
        if self.folder != folder {
            // The files in another folder are not known.
            self.files.clear();
            self.folder = folder.to_path_buf();
        }
        let altered = self.altered();
        self.files.retain(|path, _| !altered.contains(path));
        let paths: BTreeSet<&str> = renderer.routes().paths().collect();
        let is_stopped = || order.stop.load(Ordering::Relaxed);
        let made = paths.par_iter().filter(|_| !is_stopped());
        let made: Vec<_> = made.filter_map(|path| self.make(snapshot, path)).collect();
        // If the journal was removed, writing would create its folder again with only a site in it.
        if is_stopped() || !order.journal.is_dir() {
            return Outcome::Stopped;
        }
        let mut problems = Vec::new();
        let (mut files, mut changed) = (HashMap::new(), Site::default());
        changed.audience = renderer.audience();
        for (path, made) in made {
            match made {
                Ok((state, content)) => {
                    files.insert(path.to_owned(), state);
                    changed.files.extend(content.map(|content| (path.to_owned(), content)));
                }
                Err(problem) => problems.push(*problem),
            }
        }
        if !problems.is_empty() {
            // A template that fails on several pages is reported once.
            let mut reported = BTreeSet::new();
            problems.retain(|problem| reported.insert(problem.message.clone()));
            return Outcome::Refused(problems);
        }
        // If writing fails half way, the state of the files is unknown.
        let is_first = std::mem::take(&mut self.files).is_empty();
        let written = if is_first {
            output::write(&changed, folder, force).map(Some)
        } else {
            output::patch(&changed, &paths, folder, force)
        };
        match written {
            Ok(Some(written)) => {
                files.par_iter_mut().for_each(|(path, state)| {
                    if is_first || changed.files.contains_key(path) {
                        state.stamp = stamp(&folder.join(path));
                    }
                });
                self.files = files;
                Outcome::Written(written)
            }
            // Somebody removed the site, so write all of it.
            Ok(None) => self.write(snapshot, order),
            Err(error) => Outcome::Failed(error),
        }
    }

    /// The files of the site that somebody else changed or removed since they were written.
    fn altered(&self) -> BTreeSet<String> {
        let differs =
            |(path, state): &(&String, &FileState)| stamp(&self.folder.join(path)) != state.stamp;
        self.files.par_iter().filter(differs).map(|(path, _)| path.clone()).collect()
    }

    /// Whether somebody else changed or removed files of the site.
    pub(super) fn is_altered(&self) -> bool {
        !self.altered().is_empty()
    }

    /// The state of a file, and its content if that changed.
    fn make<'p>(&self, snapshot: &Snapshot<'_>, path: &'p str) -> Option<(&'p str, Made)> {
        let before = self.files.get(path);
        let revision = snapshot.revision(path);
        if let Some(state) = before.filter(|_| revision.is_some())
            && state.revision == revision
        {
            return Some((path, Ok((*state, None))));
        }
        let fingerprint = snapshot.renderer.fingerprint(path);
        if let Some(state) = before.filter(|state| state.fingerprint == fingerprint) {
            return Some((path, Ok((FileState { revision, ..*state }, None))));
        }
        let made = snapshot.renderer.make(path)?.map(|content| {
            let mut hasher = DefaultHasher::new();
            match &content {
                Content::Bytes(bytes) => bytes.hash(&mut hasher),
                Content::Copy(_) => fingerprint.hash(&mut hasher),
            }
            let content_hash = hasher.finish();
            let state = FileState { revision, fingerprint, content: content_hash, stamp: None };
            match before.filter(|before| before.content == state.content) {
                Some(before) => (FileState { stamp: before.stamp, ..state }, None),
                None => (state, Some(content)),
            }
        });
        Some((path, made))
    }
}

type Made = Result<(FileState, Option<Content>), Box<Diagnostic>>;
