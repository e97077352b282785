//! Does what [`run`](super::run) does on each change, but without waiting for events.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::change_set::ChangeSet;
use super::loader::{JournalLoader, LoadOutcome, LoadedJournal};
use super::snapshot::{LastAnalysis, Snapshot, analyse};
use super::writer::Writer;
use super::{JournalGone, News, Options, messages, now, write};
use crate::share::share;

/// A journal that is rebuilt whenever the caller asks for it.
pub struct Steps<'s> {
    options: &'s Options,
    tell: &'s dyn Fn(News<'_>),
    loader: JournalLoader<'s>,
    writer: Writer,
    loaded: Option<LoadedJournal>,
    known: Option<LastAnalysis>,
}

impl<'s> Steps<'s> {
    /// Creates the steps without reading anything. With `options.poll`, no folders are watched.
    pub fn new(options: &'s Options, tell: &'s dyn Fn(News<'_>)) -> Self {
        let loader = JournalLoader::new(options, messages().0, tell);
        Self { options, tell, loader, writer: Writer::default(), loaded: None, known: None }
    }

    /// Reads the files that may have changed, and writes the site. Without `paths`, any file may have
    /// changed.
    pub fn rebuild(&mut self, paths: Option<BTreeSet<PathBuf>>) -> Result<(), JournalGone> {
        let begun = now();
        let changes = paths.map_or_else(ChangeSet::everything, ChangeSet::of_paths);
        match (self.loader.read(Some(changes), self.loaded.as_ref())?, &mut self.loaded) {
            (Some(LoadOutcome::Loaded(next)), loaded) => {
                *loaded = Some(*next);
                self.known = None;
            }
            (Some(LoadOutcome::Patch(patch)), Some(loaded)) => {
                if !loaded.apply(patch) {
                    self.known = None;
                }
            }
            _ => return Ok(()),
        }
        let Some(loaded) = &self.loaded else { return Ok(()) };
        self.writer.unreported.extend(loaded.reread.changed.iter().cloned());
        let (shared, _) = share(&loaded.journal, loaded.diagnostics(), &self.options.share());
        let known = self.known.take();
        let (analysis, of_pages) = analyse(&shared, (self.options.today)(), known);
        let snapshot = Snapshot::new(&analysis, loaded, of_pages);
        let (writer, stop) = (&mut self.writer, AtomicBool::new(false));
        write(writer, &snapshot, loaded, self.options, begun, &stop, self.tell);
        let of_pages = snapshot.renderer.into_lasting();
        self.known = Some(LastAnalysis::of(analysis, of_pages));
        Ok(())
    }
}
