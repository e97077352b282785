//! The files on disk: after the first time, only those with another fingerprint are made, and only
//! those with other bytes are written.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Instant, SystemTime};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::output::{self, OutputError, Written};
use crate::site::renderer::SiteRenderer;
use crate::site::{Content, Site};

/// The result of writing a site.
pub(super) enum Outcome {
    /// It is on disk.
    Written(Written),
    /// Templates failed; nothing was written.
    Refused(Vec<Diagnostic>),
    /// The file system refused.
    Failed(OutputError),
    /// There is something newer.
    Stopped,
}

/// A site to be written.
pub(super) struct WriteOrder<'o> {
    /// The folder of the site.
    pub folder: &'o Path,
    /// Whether files that are not ours may be replaced.
    pub force: bool,
    /// The folder of the journal.
    pub journal: &'o Path,
    /// Is set when there is something newer.
    pub stop: &'o AtomicBool,
}

/// The state of the site on disk.
#[derive(Default)]
pub(super) struct Writer {
    /// Where that is.
    folder: PathBuf,
    files: HashMap<String, Marks>,
    /// The files of the journal that changed since it was last told what became of the site.
    pub untold: BTreeSet<String>,
    /// Since when there is something to write.
    pub behind: Option<Instant>,
}

/// What a file was made from, and what it holds, as numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Marks {
    made_from: u64,
    holds: u64,
    /// What the file system said of it after it was written.
    stamp: Option<Stamp>,
}

/// A file by its time and length.
type Stamp = (SystemTime, u64);

fn stamp(place: &Path) -> Option<Stamp> {
    let found = place.symlink_metadata().ok()?;
    Some((found.modified().ok()?, found.len()))
}

impl Writer {
    /// Writes what changed of a site, unless it is told to stop.
    pub(super) fn write(&mut self, renderer: &SiteRenderer<'_>, order: &WriteOrder<'_>) -> Outcome {
        let WriteOrder { folder, force, .. } = *order;
        if self.folder != folder {
            // Nothing is known of what is there.
            self.files.clear();
            self.folder = folder.to_path_buf();
        }
        let altered = self.altered();
        self.files.retain(|path, _| !altered.contains(path));
        let paths: BTreeSet<&str> = renderer.routes().paths().collect();
        let stopped = || order.stop.load(Ordering::Relaxed);
        let made = paths.par_iter().filter(|_| !stopped());
        let made: Vec<_> = made.filter_map(|path| self.make(renderer, path)).collect();
        // A journal that is gone is not to come back as a folder with only a site in it.
        if stopped() || !order.journal.is_dir() {
            return Outcome::Stopped;
        }
        let mut problems = Vec::new();
        let (mut files, mut changed) = (HashMap::new(), Site::default());
        changed.audience = renderer.audience();
        for (path, made) in made {
            match made {
                Ok((marks, content)) => {
                    files.insert(path.to_owned(), marks);
                    changed.files.extend(content.map(|content| (path.to_owned(), content)));
                }
                Err(problem) => problems.push(*problem),
            }
        }
        if !problems.is_empty() {
            // A template that fails does so on each of its pages: once is enough.
            let mut said = BTreeSet::new();
            problems.retain(|problem| said.insert(problem.message.clone()));
            return Outcome::Refused(problems);
        }
        // Until it is written, nothing is known of what is there.
        let first = std::mem::take(&mut self.files).is_empty();
        let written = if first {
            output::write(&changed, folder, force).map(Some)
        } else {
            output::patch(&changed, &paths, folder, force)
        };
        match written {
            Ok(Some(written)) => {
                files.par_iter_mut().for_each(|(path, marks)| {
                    if first || changed.files.contains_key(path) {
                        marks.stamp = stamp(&folder.join(path));
                    }
                });
                self.files = files;
                Outcome::Written(written)
            }
            // Somebody removed the site.
            Ok(None) => self.write(renderer, order),
            Err(error) => Outcome::Failed(error),
        }
    }

    /// The files of the site that somebody else changed or removed since they were written.
    fn altered(&self) -> BTreeSet<String> {
        let differs =
            |(path, marks): &(&String, &Marks)| stamp(&self.folder.join(path)) != marks.stamp;
        self.files.par_iter().filter(differs).map(|(path, _)| path.clone()).collect()
    }

    /// Whether there are such files.
    pub(super) fn is_altered(&self) -> bool {
        !self.altered().is_empty()
    }

    /// A file's marks, and what it holds where that is something else than before.
    fn make<'p>(&self, renderer: &SiteRenderer<'_>, path: &'p str) -> Option<(&'p str, Made)> {
        let before = self.files.get(path);
        let made_from = renderer.fingerprint(path);
        if let Some(marks) = before.filter(|marks| marks.made_from == made_from) {
            return Some((path, Ok((*marks, None))));
        }
        let made = renderer.make(path)?.map(|content| {
            let mut hasher = DefaultHasher::new();
            match &content {
                Content::Bytes(bytes) => bytes.hash(&mut hasher),
                Content::Copy(_) => made_from.hash(&mut hasher),
            }
            let marks = Marks { made_from, holds: hasher.finish(), stamp: None };
            match before.filter(|before| before.holds == marks.holds) {
                Some(before) => (Marks { stamp: before.stamp, ..marks }, None),
                None => (marks, Some(content)),
            }
        });
        Some((path, made))
    }
}

type Made = Result<(Marks, Option<Content>), Box<Diagnostic>>;
