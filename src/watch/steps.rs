//! What [`run`](super::run) does at each change, without waiting for one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::change_set::ChangeSet;
use super::loader::{JournalLoader, LoadOutcome, LoadedJournal};
use super::snapshot::Snapshot;
use super::writer::Writer;
use super::{Gone, News, Options, messages, now, write};
use crate::analyse::Analysis;
use crate::share::share;

/// A journal that is built when it is said to have changed.
pub struct Steps<'s> {
    options: &'s Options,
    tell: &'s dyn Fn(News<'_>),
    loader: JournalLoader<'s>,
    writer: Writer,
    loaded: Option<LoadedJournal>,
}

impl<'s> Steps<'s> {
    /// Nothing is read yet. Its folders are not watched with `poll`.
    pub fn new(options: &'s Options, tell: &'s dyn Fn(News<'_>)) -> Self {
        let loader = JournalLoader::new(options, messages().0, tell);
        Self { options, tell, loader, writer: Writer::default(), loaded: None }
    }

    /// Reads what may have changed, anything where no paths are named, and writes what follows.
    pub fn take(&mut self, paths: Option<BTreeSet<PathBuf>>) -> Result<(), Gone> {
        let begun = now();
        let changes = paths.map_or_else(ChangeSet::of_all, ChangeSet::of);
        match (self.loader.read(Some(changes), self.loaded.as_ref())?, &mut self.loaded) {
            (Some(LoadOutcome::Loaded(next)), loaded) => *loaded = Some(*next),
            (Some(LoadOutcome::Patch(patch)), Some(loaded)) => loaded.apply(patch),
            _ => return Ok(()),
        }
        let Some(loaded) = &self.loaded else { return Ok(()) };
        self.writer.untold.extend(loaded.reread.changed.iter().cloned());
        let (shared, _) = share(&loaded.journal, loaded.diagnostics(), &self.options.share());
        let analysis = Analysis::of(&shared, (self.options.today)());
        let snapshot = Snapshot::new(&analysis, loaded);
        let (writer, stop) = (&mut self.writer, AtomicBool::new(false));
        write(writer, &snapshot, loaded, self.options, begun, &stop, self.tell);
        Ok(())
    }
}
