//! The files on disk: after the first time, only those with another fingerprint are made, and only
//! those with other bytes are written.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::output::{self, OutputError, Written};
use crate::render::press::Press;
use crate::render::{Content, Site};

/// What became of writing a site.
pub enum Outcome {
    /// It is on disk.
    Written(Written),
    /// Templates failed; nothing was written.
    Refused(Vec<Diagnostic>),
    /// The file system refused.
    Failed(OutputError),
    /// There is something newer.
    Stopped,
}

/// What is on disk.
#[derive(Default)]
pub struct Writer {
    files: HashMap<String, Marks>,
}

/// What a file was made from, and what it holds, as numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Marks {
    made_from: u64,
    holds: u64,
}

impl Writer {
    /// Writes what changed of a site, unless it is told to stop.
    pub fn write(
        &mut self,
        press: &Press<'_>,
        folder: &Path,
        force: bool,
        stop: &AtomicBool,
    ) -> Outcome {
        let paths: BTreeSet<&str> = press.paths().collect();
        let stopped = || stop.load(Ordering::Relaxed);
        let made = paths.par_iter().filter(|_| !stopped());
        let made: Vec<_> = made.filter_map(|path| self.make(press, path)).collect();
        if stopped() {
            return Outcome::Stopped;
        }
        let mut problems = Vec::new();
        let (mut files, mut changed) = (HashMap::new(), Site::default());
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
            problems.dedup_by(|a, b| a.message == b.message);
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
                self.files = files;
                Outcome::Written(written)
            }
            // Somebody removed the site.
            Ok(None) => self.write(press, folder, force, stop),
            Err(error) => Outcome::Failed(error),
        }
    }

    /// A file's marks, and what it holds where that is something else than before.
    fn make<'p>(&self, press: &Press<'_>, path: &'p str) -> Option<(&'p str, Made)> {
        let before = self.files.get(path);
        let made_from = press.fingerprint(path);
        if let Some(marks) = before.filter(|marks| marks.made_from == made_from) {
            return Some((path, Ok((*marks, None))));
        }
        let made = press.make(path)?.map(|content| {
            let mut hasher = DefaultHasher::new();
            match &content {
                Content::Bytes(bytes) => bytes.hash(&mut hasher),
                Content::Copy(_) => made_from.hash(&mut hasher),
            }
            let marks = Marks { made_from, holds: hasher.finish() };
            let same = before.is_some_and(|before| before.holds == marks.holds);
            (marks, (!same).then_some(content))
        });
        Some((path, made))
    }
}

type Made = Result<(Marks, Option<Content>), Box<Diagnostic>>;
