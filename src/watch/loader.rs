//! Reads the journal and its theme again after each set of changes.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::change_set::ChangeSet;
use super::folders::Folders;
use super::{Gone, Message, News, Options};
use crate::diagnostic::Diagnostic;
use crate::model::Journal;
use crate::model::theme::{OWN, ThemeChoice};
use crate::read::cache::{CacheOutcome, Patch, ReadCache, Reread};
use crate::read::files::below;
use crate::theme::Theme;

/// How often a folder is looked at that the system does not watch.
const POLL: Duration = Duration::from_millis(500);
/// After which time a file that was found empty is looked at again.
const SETTLE: Duration = Duration::from_millis(250);
/// How often it is asked whether it is another day.
const TICK: Duration = Duration::from_secs(30);

/// A journal that can be built.
pub(super) struct LoadedJournal {
    /// The journal.
    pub journal: Journal,
    /// What was read besides, and what changed.
    pub reread: Reread,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What is wrong with that.
    pub theme_problems: Vec<Diagnostic>,
}

impl LoadedJournal {
    /// What is wrong with the journal.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.reread.read.diagnostics
    }

    /// Replaces the entries that changed.
    pub(super) fn apply(&mut self, patch: Patch) {
        for (at, entry) in patch.entries {
            self.journal.entries[at] = entry;
        }
        self.reread.read.diagnostics = patch.diagnostics;
        self.reread.changed = patch.changed;
    }
}

/// What came of reading a journal.
pub(super) enum LoadOutcome {
    /// A journal that can be built.
    Loaded(Box<LoadedJournal>),
    /// The entries that are different from those of the last such journal.
    Patch(Patch),
    /// A journal that can't be built, and why.
    Refused(Vec<Diagnostic>),
}

/// Reads a journal, and watches its folders.
pub(super) struct JournalLoader<'r> {
    options: &'r Options,
    tell: &'r dyn Fn(News<'_>),
    folders: Folders,
    cache: ReadCache,
    theme: Option<CachedTheme>,
    /// Whether what was read last could be built.
    buildable: bool,
}

/// The theme that was loaded last, and for which choice.
type CachedTheme = (ThemeChoice, Arc<Theme>, Vec<Diagnostic>);

impl<'r> JournalLoader<'r> {
    /// Reads that journal; what changes in it comes to `sender`.
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

    /// Reads what may have changed, or looks whether anything changed where nobody would tell; `None`
    /// where nothing did. `last` is the journal that could be built the last time.
    pub(super) fn read(
        &mut self,
        changes: Option<ChangeSet>,
        last: Option<&LoadedJournal>,
    ) -> Result<Option<LoadOutcome>, Gone> {
        let looks = self.cache.unsettled || !self.folders.are_watched();
        if let Some(changes) = &changes {
            self.folders.forget(changes);
        }
        let touched = match &changes {
            None if !looks => return self.there().map(|()| None),
            None => None,
            Some(changes) => changes.paths(),
        };
        let (root, output) = (&self.options.root, self.options.output.as_deref());
        let last = last.filter(|_| self.buildable).map(|loaded| &loaded.journal);
        let mut reading = self.cache.reread(root, output, touched, last);
        // What was put into a new folder before it was watched, nobody told.
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
        // Of a folder that went away meanwhile, nothing was read that could be built.
        self.there()?;
        Ok(reading.map(|reading| match reading {
            CacheOutcome::Patch(patch) => LoadOutcome::Patch(patch),
            CacheOutcome::Whole(reread) => {
                let outcome = self.judge(*reread);
                self.buildable = matches!(outcome, LoadOutcome::Loaded(_));
                outcome
            }
        }))
    }

    fn there(&self) -> Result<(), Gone> {
        let root = &self.options.root;
        if root.is_dir() { Ok(()) } else { Err(Gone(root.clone())) }
    }

    /// How long to wait for changes before looking by oneself.
    pub(super) fn patience(&self) -> Duration {
        if self.cache.unsettled {
            SETTLE
        } else if self.folders.are_watched() {
            TICK
        } else {
            POLL
        }
    }

    fn judge(&mut self, mut reread: Reread) -> LoadOutcome {
        let refuse = |problems: &[Diagnostic]| {
            (self.tell)(News::Refused(problems));
            LoadOutcome::Refused(problems.to_vec())
        };
        let configured = reread.read.configured;
        let Some(journal) = reread.read.journal.take().filter(|_| configured) else {
            // What changes in the theme until it is mended is not looked at.
            self.theme = None;
            return refuse(&reread.read.diagnostics);
        };
        let choice = &journal.theme;
        let of_theme = |path: &String| {
            let mut folders = choice.folder.as_deref().into_iter().chain([OWN]);
            folders.any(|folder| below(path, folder))
        };
        let same =
            |(known, ..): &CachedTheme| known == choice && !reread.changed.iter().any(of_theme);
        // Most changes are of notes, and a theme takes a while to load.
        let (theme, theme_problems) = match self.theme.take().filter(same) {
            Some((_, theme, problems)) => (theme, problems),
            None => {
                let mut problems = Vec::new();
                match Theme::load(&journal, &mut problems) {
                    Some(theme) => (Arc::new(theme), problems),
                    None => {
                        problems.splice(0..0, reread.read.diagnostics);
                        return refuse(&problems);
                    }
                }
            }
        };
        self.theme = Some((choice.clone(), theme.clone(), theme_problems.clone()));
        LoadOutcome::Loaded(Box::new(LoadedJournal { journal, reread, theme, theme_problems }))
    }

    /// Watches the folders that there are now, and the journal's own even where nothing could be
    /// read; whether any is new.
    fn watch(&mut self) -> bool {
        let mut folders = self.cache.folders().clone();
        folders.insert(self.options.root.clone());
        self.folders.watch(&folders).unwrap_or_else(|error| {
            (self.tell)(News::Polling(error));
            false
        })
    }
}
