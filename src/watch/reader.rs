//! The journal, read again after each batch, and the theme with it.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::batch::Batch;
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
pub struct Good {
    /// The journal.
    pub journal: Journal,
    /// What was read, but for the journal itself.
    pub again: Reread,
    /// Its theme.
    pub theme: Arc<Theme>,
    /// What is wrong with that.
    pub theme_problems: Vec<Diagnostic>,
}

impl Good {
    /// Makes it what it is with some other entries.
    pub fn apply(&mut self, patch: Patch) {
        for (at, entry) in patch.entries {
            self.journal.entries[at] = entry;
        }
        self.again.read.diagnostics = patch.diagnostics;
        self.again.changed = patch.changed;
    }
}

/// What came of reading.
pub enum Candidate {
    /// A journal that can be built.
    Good(Box<Good>),
    /// What is another one in the last of these.
    Patch(Patch),
    /// One that can't, and why.
    Bad(Vec<Diagnostic>),
}

/// Reads a journal, and watches its folders.
pub struct Reader<'r> {
    options: &'r Options,
    tell: &'r dyn Fn(News<'_>),
    folders: Folders,
    cache: ReadCache,
    theme: Option<Known>,
    /// Whether what was read last could be built.
    good: bool,
}

/// The theme that was there, and for what.
type Known = (ThemeChoice, Arc<Theme>, Vec<Diagnostic>);

impl<'r> Reader<'r> {
    /// Reads that journal; what changes in it comes to `sender`.
    pub fn new(options: &'r Options, sender: Sender<Message>, tell: &'r dyn Fn(News<'_>)) -> Self {
        let watcher = if options.poll { None } else { Some((options.watcher)(sender)) };
        let watcher = watcher.transpose().unwrap_or_else(|error| {
            tell(News::Polling(error));
            None
        });
        let (folders, cache) = (Folders::new(watcher), ReadCache::default());
        Self { options, tell, folders, cache, theme: None, good: false }
    }

    /// Reads what a batch names, or looks whether anything changed where nobody would tell; `None`
    /// where nothing did. `last` is the journal that could be built the last time.
    pub fn read(
        &mut self,
        batch: Option<Batch>,
        last: Option<&Good>,
    ) -> Result<Option<Candidate>, Gone> {
        let looks = self.cache.unsettled || !self.folders.are_watched();
        if let Some(batch) = &batch {
            self.folders.forget(batch);
        }
        let touched = match &batch {
            None if !looks => return self.there().map(|()| None),
            None => None,
            Some(batch) => batch.paths(),
        };
        let (root, output) = (&self.options.root, self.options.output.as_deref());
        let last = last.filter(|_| self.good).map(|good| &good.journal);
        let mut reading = self.cache.reread(root, output, touched, last);
        // What was put into a new folder before it was watched, nobody told.
        while self.watch() {
            let Some(more) = self.cache.read(root, output, None) else { continue };
            let before = match reading {
                Some(CacheOutcome::Whole(again)) => again.changed,
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
            CacheOutcome::Patch(patch) => Candidate::Patch(patch),
            CacheOutcome::Whole(again) => {
                let candidate = self.judge(*again);
                self.good = matches!(candidate, Candidate::Good(_));
                candidate
            }
        }))
    }

    fn there(&self) -> Result<(), Gone> {
        let root = &self.options.root;
        if root.is_dir() { Ok(()) } else { Err(Gone(root.clone())) }
    }

    /// How long to wait for a batch before looking by oneself.
    pub fn patience(&self) -> Duration {
        if self.cache.unsettled {
            SETTLE
        } else if self.folders.are_watched() {
            TICK
        } else {
            POLL
        }
    }

    fn judge(&mut self, mut again: Reread) -> Candidate {
        let refuse = |problems: &[Diagnostic]| {
            (self.tell)(News::Refused(problems));
            Candidate::Bad(problems.to_vec())
        };
        let configured = again.read.configured;
        let Some(journal) = again.read.journal.take().filter(|_| configured) else {
            // What changes in the theme until it is mended is not looked at.
            self.theme = None;
            return refuse(&again.read.diagnostics);
        };
        let choice = &journal.theme;
        let of_theme = |path: &String| {
            let mut folders = choice.folder.as_deref().into_iter().chain([OWN]);
            folders.any(|folder| below(path, folder))
        };
        let same = |(known, ..): &Known| known == choice && !again.changed.iter().any(of_theme);
        // Most changes are of notes, and a theme takes a while to load.
        let (theme, theme_problems) = match self.theme.take().filter(same) {
            Some((_, theme, problems)) => (theme, problems),
            None => {
                let mut problems = Vec::new();
                match Theme::load(&journal, &mut problems) {
                    Some(theme) => (Arc::new(theme), problems),
                    None => {
                        problems.splice(0..0, again.read.diagnostics);
                        return refuse(&problems);
                    }
                }
            }
        };
        self.theme = Some((choice.clone(), theme.clone(), theme_problems.clone()));
        Candidate::Good(Box::new(Good { journal, again, theme, theme_problems }))
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
