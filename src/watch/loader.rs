//! Reads the journal and its theme after each set of changes.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::change_set::ChangeSet;
use super::folders::Folders;
use super::revision::Revisions;
use super::{JournalGone, Message, News, Options};
use crate::diagnostic::Diagnostic;
use crate::model::Journal;
use crate::model::theme::{OWN, ThemeChoice};
use crate::read::cache::{CacheOutcome, Patch, ReadCache, Reread};
use crate::read::files::below;
use crate::site::search::cache::SearchCache;
use crate::theme::Theme;

/// How often to look for changes in folders that the system does not watch.
const POLL: Duration = Duration::from_millis(500);
/// How soon to read a file again that was empty, because an editor may be writing it.
const SETTLE: Duration = Duration::from_millis(250);
/// How often to check whether a new day began.
const TICK: Duration = Duration::from_secs(30);

/// A journal that can be built.
pub(super) struct LoadedJournal {
    /// The journal.
    pub journal: Journal,
    /// The diagnostics, and what changed since the last time.
    pub reread: Reread,
    /// The journal's theme.
    pub theme: Arc<Theme>,
    /// The problems of the theme.
    pub theme_problems: Vec<Diagnostic>,
    /// How often what pages show of it changed.
    pub revisions: Revisions,
    /// What was read for the search.
    pub search: SearchCache,
}

impl LoadedJournal {
    /// The problems of the journal.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.reread.read.diagnostics
    }

    /// Replaces the entries that changed. Says whether they changed in words alone.
    pub(super) fn apply(&mut self, patch: Patch) -> bool {
        let before = self.revisions.of_journal();
        // Pages about the present say how many problems there are.
        if patch.diagnostics.len() != self.diagnostics().len() {
            self.revisions.change_journal();
        } else if patch.diagnostics != self.diagnostics() {
            self.revisions.change_problems();
        }
        for (index, entry) in patch.entries {
            self.revisions.change_entry(&self.journal, index, &entry);
            self.journal.entries[index] = entry;
        }
        self.reread.read.diagnostics = patch.diagnostics;
        self.reread.changed = patch.changed;
        self.revisions.of_journal() == before
    }
}

/// The result of reading a journal.
pub(super) enum LoadOutcome {
    /// A journal that can be built.
    Loaded(Box<LoadedJournal>),
    /// The entries that differ from those of the last journal that could be built.
    Patch(Patch),
    /// The problems of a journal that can't be built.
    Refused(Vec<Diagnostic>),
}

/// Reads a journal, and watches its folders.
pub(super) struct JournalLoader<'r> {
    options: &'r Options,
    tell: &'r dyn Fn(News<'_>),
    folders: Folders,
    cache: ReadCache,
    theme: Option<CachedTheme>,
    /// Whether the journal that was read last could be built.
    buildable: bool,
}

/// The theme that was loaded last, and the choice of theme that it was loaded for.
type CachedTheme = (ThemeChoice, Arc<Theme>, Vec<Diagnostic>);

impl<'r> JournalLoader<'r> {
    /// Creates a loader that sends file-system events to `sender`.
    pub(super) fn new(
        options: &'r Options,
        sender: Sender<Message>,
        tell: &'r dyn Fn(News<'_>),
    ) -> Self {
        let watcher = if options.poll { None } else { Some((options.watcher)(sender)) };
        let watcher = watcher.transpose().unwrap_or_else(|error| {
            tell(News::Polling(error));
            None
        });
        let (folders, cache) = (Folders::new(watcher), ReadCache::default());
        Self { options, tell, folders, cache, theme: None, buildable: false }
    }

    /// Reads the files that may have changed. Without `changes`, it looks for changes if folders are not
    /// watched. Returns `None` if nothing changed. `last` is the last journal that could be built.
    pub(super) fn read(
        &mut self,
        changes: Option<ChangeSet>,
        last: Option<&LoadedJournal>,
    ) -> Result<Option<LoadOutcome>, JournalGone> {
        let must_look = self.cache.unsettled || !self.folders.are_watched();
        if let Some(changes) = &changes {
            self.folders.forget(changes);
        }
        let touched = match &changes {
            None if !must_look => return self.check_exists().map(|()| None),
            None => None,
            Some(changes) => changes.paths(),
        };
        let (root, output) = (&self.options.root, self.options.output.as_deref());
        let last = last.filter(|_| self.buildable).map(|loaded| &loaded.journal);
        let mut reading = self.cache.reread(root, output, touched, last);
        // Files may have been added to a new folder before it was watched.
        while self.watch() {
            let Some(more) = self.cache.read(root, output, None) else { continue };
            let before = match reading {
                Some(CacheOutcome::Whole(reread)) => reread.changed,
                Some(CacheOutcome::Patch(patch)) => patch.changed,
                None => Vec::new(),
            };
            let mut changed: Vec<String> = before.into_iter().chain(more.changed).collect();
            changed.sort();
            changed.dedup();
            reading = Some(CacheOutcome::Whole(Box::new(Reread { changed, ..more })));
        }
        // If the folder was removed meanwhile, the result is worthless.
        self.check_exists()?;
        Ok(reading.map(|reading| match reading {
            CacheOutcome::Patch(patch) => LoadOutcome::Patch(patch),
            CacheOutcome::Whole(reread) => {
                let outcome = self.load(*reread);
                self.buildable = matches!(outcome, LoadOutcome::Loaded(_));
                outcome
            }
        }))
    }

    fn check_exists(&self) -> Result<(), JournalGone> {
        let root = &self.options.root;
        if root.is_dir() { Ok(()) } else { Err(JournalGone(root.clone())) }
    }

    /// How long to wait for events before looking for changes.
    pub(super) fn timeout(&self) -> Duration {
        if self.cache.unsettled {
            SETTLE
        } else if self.folders.are_watched() {
            TICK
        } else {
            POLL
        }
    }

    fn load(&mut self, mut reread: Reread) -> LoadOutcome {
        let refuse = |problems: &[Diagnostic]| {
            (self.tell)(News::Refused(problems));
            LoadOutcome::Refused(problems.to_vec())
        };
        let configured = reread.read.configured;
        let Some(journal) = reread.read.journal.take().filter(|_| configured) else {
            // Changes of the theme are not tracked until the journal can be built.
            self.theme = None;
            return refuse(&reread.read.diagnostics);
        };
        let choice = &journal.theme;
        let of_theme = |path: &String| {
            let mut folders = choice.folder.as_deref().into_iter().chain([OWN]);
            folders.any(|folder| below(path, folder))
        };
        let is_current =
            |(cached, ..): &CachedTheme| cached == choice && !reread.changed.iter().any(of_theme);
        // Loading a theme takes a while, and most changes are in notes.
        let (theme, theme_problems) = match self.theme.take().filter(is_current) {
            Some((_, theme, problems)) => (theme, problems),
            None => {
                let mut problems = Vec::new();
                match Theme::load_for_site(&journal, &mut problems) {
                    Some(theme) => (Arc::new(theme), problems),
                    None => {
                        problems.splice(0..0, reread.read.diagnostics);
                        return refuse(&problems);
                    }
                }
            }
        };
        self.theme = Some((choice.clone(), theme.clone(), theme_problems.clone()));
        let revisions = Revisions::of(&journal);
        let search = SearchCache::default();
        let loaded = LoadedJournal { journal, reread, theme, theme_problems, revisions, search };
        LoadOutcome::Loaded(Box::new(loaded))
    }

    /// Watches the folders that exist now, and the journal's folder in any case. Returns whether any of
    /// them is new.
    fn watch(&mut self) -> bool {
        let mut folders = self.cache.folders().clone();
        folders.insert(self.options.root.clone());
        self.folders.watch(&folders).unwrap_or_else(|error| {
            (self.tell)(News::Polling(error));
            false
        })
    }
}
