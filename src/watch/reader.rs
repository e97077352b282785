//! The journal, read again after each batch, and the theme with it.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use super::batch::{Batch, Folders};
use super::{Gone, Message, News, Options};
use crate::diagnostic::Diagnostic;
use crate::model::Journal;
use crate::read::memo::{Again, Memo};
use crate::render::theme::Theme;

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
    pub again: Again,
    /// Its theme.
    pub theme: Arc<Theme>,
}

/// What came of reading.
pub enum Candidate {
    /// A journal that can be built.
    Good(Box<Good>),
    /// One that can't, and why.
    Bad(Vec<Diagnostic>),
}

/// Reads a journal, and watches its folders.
pub struct Reader<'r> {
    options: &'r Options,
    tell: &'r dyn Fn(News<'_>),
    sender: Sender<Message>,
    folders: Folders,
    memo: Memo,
    theme: Option<Arc<Theme>>,
}

impl<'r> Reader<'r> {
    /// Reads that journal; what changes in it comes to `sender`.
    pub fn new(options: &'r Options, sender: Sender<Message>, tell: &'r dyn Fn(News<'_>)) -> Self {
        let mut reader = Self {
            options,
            tell,
            sender,
            folders: Folders::none(),
            memo: Memo::default(),
            theme: None,
        };
        if !options.poll {
            reader.renew();
        }
        reader
    }

    /// The journal as it is at first; `None` where it can't be built.
    pub fn first(&mut self) -> Result<Option<Good>, Gone> {
        Ok(match self.read(Some(Batch::of_all()))? {
            Some(Candidate::Good(mut good)) => {
                good.again.changed.clear();
                Some(*good)
            }
            Some(Candidate::Bad(_)) | None => None,
        })
    }

    /// Reads what a batch names, or looks whether anything changed where nobody would tell; `None`
    /// where nothing did.
    pub fn read(&mut self, batch: Option<Batch>) -> Result<Option<Candidate>, Gone> {
        let root = &self.options.root;
        if !root.is_dir() {
            return Err(Gone(root.clone()));
        }
        let looks = self.memo.unsettled || !self.folders.are_watched();
        let touched = match &batch {
            None if !looks => return Ok(None),
            None => None,
            Some(batch) => batch.paths(),
        };
        let output = self.options.output.as_deref();
        let mut again = self.memo.read(root, output, touched);
        // What was put into a new folder before it was watched, nobody told.
        while self.watch() {
            let Some(more) = self.memo.read(root, output, None) else { break };
            let before = again.map(|again| again.changed).unwrap_or_default();
            let mut changed: Vec<String> = before.into_iter().chain(more.changed).collect();
            changed.sort();
            changed.dedup();
            again = Some(Again { changed, ..more });
        }
        Ok(again.map(|again| self.judge(again)))
    }

    /// How long to wait for a batch before looking by oneself.
    pub fn patience(&self) -> Duration {
        if self.memo.unsettled {
            SETTLE
        } else if self.folders.are_watched() {
            TICK
        } else {
            POLL
        }
    }

    fn judge(&mut self, mut again: Again) -> Candidate {
        let refuse = |problems: &[Diagnostic]| {
            (self.tell)(News::Refused(problems));
            Candidate::Bad(problems.to_vec())
        };
        let configured = again.read.configured;
        let Some(journal) = again.read.journal.take().filter(|_| configured) else {
            // Whatever is next may have another theme.
            self.theme = None;
            return refuse(&again.read.diagnostics);
        };
        // A note is no part of a theme, and most changes are of notes.
        let is_note = |path: &String| path.ends_with(".md");
        let theme = match self.theme.take().filter(|_| again.changed.iter().all(is_note)) {
            Some(theme) => theme,
            None => {
                let mut problems = again.read.diagnostics.clone();
                match Theme::load(&journal, &mut problems) {
                    Some(theme) => Arc::new(theme),
                    None => return refuse(&problems),
                }
            }
        };
        self.theme = Some(theme.clone());
        Candidate::Good(Box::new(Good { journal, again, theme }))
    }

    /// Watches the folders that there are now; whether any is new.
    fn watch(&mut self) -> bool {
        match self.folders.watch(self.memo.folders()) {
            Ok(new) => new,
            Err(error) => {
                (self.tell)(News::Polling(error));
                false
            }
        }
    }

    fn renew(&mut self) {
        match Folders::new(self.sender.clone()) {
            Ok(folders) => self.folders = folders,
            Err(error) => (self.tell)(News::Polling(error)),
        }
    }
}
