//! Writes the site to disk. After the first time, it makes only files with a new fingerprint and writes
//! only files with new content.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use ahash::{AHasher, HashMap};
use rayon::prelude::*;

use super::revision::Revision;
use super::snapshot::Snapshot;
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;
use crate::output::{self, FileSource, OutputError, Written};
use crate::site::route::Route;
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
        if self.files.is_empty() {
            return self.write_all(snapshot, order);
        }
        let is_stopped = || order.stop.load(Ordering::Relaxed);
        let made = renderer.routes().all().filter(|_| !is_stopped());
        let made: Vec<_> =
            made.filter_map(|(path, route)| self.make(snapshot, path, route)).collect();
        // If the journal was removed, writing would create its folder again with only a site in it.
        if is_stopped() || !order.journal.is_dir() {
            return Outcome::Stopped;
        }
        let mut problems = Vec::new();
        let (mut states, mut changed) = (Vec::with_capacity(made.len()), Site::default());
        changed.audience = renderer.audience();
        for (path, made) in made {
            match made {
                Ok((state, content)) => {
                    states.push((path, state));
                    changed.files.extend(content.map(|content| (path.to_owned(), content)));
                }
                Err(problem) => problems.push(*problem),
            }
        }
        if !problems.is_empty() {
            return refuse(problems);
        }
        // If writing fails half way, the state of the files is unknown.
        let mut files = std::mem::take(&mut self.files);
        let paths: BTreeSet<&str> = renderer.routes().paths().collect();
        match output::patch(&changed, &paths, folder, force) {
            Ok(Some(written)) => {
                states.par_iter_mut().for_each(|(path, state)| {
                    if changed.files.contains_key(*path) {
                        state.stamp = stamp(&folder.join(path));
                    }
                });
                for (path, state) in states {
                    match files.get_mut(path) {
                        Some(known) => *known = state,
                        None => _ = files.insert(path.to_owned(), state),
                    }
                }
                if files.len() > paths.len() {
                    files.retain(|path, _| paths.contains(path.as_str()));
                }
                self.files = files;
                Outcome::Written(written)
            }
            // Somebody removed the site, so write all of it.
            Ok(None) => self.write_all(snapshot, order),
            Err(error) => Outcome::Failed(error),
        }
    }

    /// Writes all files, each when it is made, for together they are far larger than what they are made from.
    fn write_all(&mut self, snapshot: &Snapshot<'_>, order: &WriteOrder<'_>) -> Outcome {
        self.files.clear();
        let WriteOrder { folder, force, journal, stop } = *order;
        let source = AllFiles { snapshot, stop, states: Mutex::default() };
        // If the journal was removed, writing would create its folder again with only a site in it.
        if !journal.is_dir() {
            return Outcome::Stopped;
        }
        match output::write(&source, folder, force) {
            Ok(written) => {
                let states = source.states.into_inner().unwrap_or_else(PoisonError::into_inner);
                let with_stamp = |(path, state): (String, FileState)| {
                    let stamp = stamp(&folder.join(&path));
                    (path, FileState { stamp, ..state })
                };
                self.files = states.into_par_iter().map(with_stamp).collect();
                Outcome::Written(written)
            }
            Err(OutputError::Unmade(problems)) if !source.is_stopped() => refuse(problems),
            Err(error) if !source.is_stopped() && journal.is_dir() => Outcome::Failed(error),
            Err(_) => Outcome::Stopped,
        }
    }

    /// The files of the site that somebody else changed or removed since they were written.
    fn altered(&self) -> BTreeSet<String> {
        // Each save looks at every file, so their paths are put together in one place.
        let place = || OsString::with_capacity(self.folder.as_os_str().len() + 256);
        let differs = |place: &mut OsString, (path, state): (&String, &FileState)| {
            place.clear();
            place.push(&self.folder);
            place.push("/");
            place.push(path);
            (stamp(Path::new(&place)) != state.stamp).then(|| path.clone())
        };
        self.files.par_iter().map_init(place, differs).flatten().collect()
    }

    /// Whether somebody else changed or removed files of the site.
    pub(super) fn is_altered(&self) -> bool {
        !self.altered().is_empty()
    }

    /// The state of a file, and its content if that changed; `None` where it is made from what it was made from before.
    fn make<'p>(
        &self,
        snapshot: &Snapshot<'_>,
        path: &'p str,
        route: &Route,
    ) -> Option<(&'p str, Made)> {
        let before = self.files.get(path);
        let revision = snapshot.revision(route);
        if before.is_some_and(|state| revision.is_some() && state.revision == revision) {
            return None;
        }
        let fingerprint = snapshot.renderer.fingerprint(path);
        if let Some(state) = before.filter(|state| state.fingerprint == fingerprint) {
            return Some((path, Ok((FileState { revision, ..*state }, None))));
        }
        let made = snapshot.renderer.make(path)?.map(|content| {
            let state = FileState::of(&content, revision, fingerprint);
            match before.filter(|before| before.content == state.content) {
                Some(before) => (FileState { stamp: before.stamp, ..state }, None),
                None => (state, Some(content)),
            }
        });
        Some((path, made))
    }
}

impl FileState {
    /// Of a file that was just made.
    fn of(content: &Content, revision: Option<Revision>, fingerprint: u64) -> Self {
        let mut hasher = AHasher::default();
        match content {
            Content::Bytes(bytes) => bytes.hash(&mut hasher),
            Content::Copy(_) => fingerprint.hash(&mut hasher),
        }
        Self { revision, fingerprint, content: hasher.finish(), stamp: None }
    }
}

/// Some templates failed. One that fails on several pages is reported once.
fn refuse(mut problems: Vec<Diagnostic>) -> Outcome {
    let mut reported = BTreeSet::new();
    problems.retain(|problem| reported.insert(problem.message.clone()));
    Outcome::Refused(problems)
}

/// All files of a site, and what is known of those that were made.
struct AllFiles<'s> {
    snapshot: &'s Snapshot<'s>,
    stop: &'s AtomicBool,
    states: Mutex<Vec<(String, FileState)>>,
}

impl FileSource for AllFiles<'_> {
    fn paths(&self) -> BTreeSet<&str> {
        self.snapshot.renderer.routes().paths().collect()
    }

    fn make(&self, path: &str) -> Result<Cow<'_, Content>, Box<Diagnostic>> {
        let renderer = &self.snapshot.renderer;
        let revision = renderer.routes().get(path).and_then(|route| self.snapshot.revision(route));
        let fingerprint = renderer.fingerprint(path);
        let content = renderer.make(path).unwrap_or(Ok(Content::Bytes(Vec::new())))?;
        let state = FileState::of(&content, revision, fingerprint);
        let states = &mut self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.push((path.to_owned(), state));
        Ok(Cow::Owned(content))
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn audience(&self) -> Audience {
        self.snapshot.renderer.audience()
    }
}

type Made = Result<(FileState, Option<Content>), Box<Diagnostic>>;
