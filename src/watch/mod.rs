//! A journal is built again at each change, and its pages are kept fresh while they are read.
//!
//! One thread has the journal and makes pages: first those that somebody looks at (`desk`), then,
//! beside it, the files on disk (`writer`). It hears of changes and of readers by one channel
//! (`inbox`). What changes while files are written is another batch, and stops the writing of
//! what is no longer so. A journal that can't be built (`reader`) leaves the last good one.

mod asset;
mod batch;
mod desk;
mod inbox;
pub mod problem;
mod reader;
pub mod server;
mod writer;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::health::Severity;
use crate::diagnostic::Diagnostic;
use crate::output::{self, OutputError, Written};
use crate::render::book::Book;
use crate::render::moves::Said;
use crate::render::press::Press;
use crate::render::views::SiteView;
use desk::Desk;
use inbox::Inbox;
use problem::Editor;
use reader::{Candidate, Reader};
use server::{Ask, Audience};
use writer::{Outcome, Writer};

/// How long readers come first before files are written.
const READERS_FIRST: Duration = Duration::from_millis(10);

/// What the thread that has the journal is told.
pub enum Message {
    /// The file system changed.
    Changed(notify::Event),
    /// It changed, and nobody knows how.
    Lost,
    /// Somebody asks for a file.
    Ask(Ask),
    /// Somebody has this page open.
    Joined(String),
}

/// What is watched, and how.
pub struct Options {
    /// The journal.
    pub root: PathBuf,
    /// Where the site goes; as configured where it is absent.
    pub output: Option<PathBuf>,
    /// Whether files that are not ours may be replaced.
    pub force: bool,
    /// Whether to look from time to time instead of being told.
    pub poll: bool,
    /// The day, whenever it is asked for.
    pub today: Box<dyn Fn() -> Date + Sync>,
    /// By which links a place in a file opens in an editor.
    pub editor: Option<Editor>,
}

/// What happened, for the terminal.
#[derive(Debug)]
pub enum News<'n> {
    /// The site was built.
    Built {
        /// The files of the journal that changed, by path; none the first time.
        changed: &'n [String],
        /// What was done to the files of the site.
        written: Written,
        /// From the end of the batch until all was written.
        took: Duration,
        /// What would kill the loop: how many warnings.
        findings: usize,
        /// What is wrong with the journal.
        problems: &'n [Diagnostic],
    },
    /// Nothing was built, and the last good site stays.
    Refused(&'n [Diagnostic]),
    /// The site could not be written; it is tried again at the next change.
    Unwritten(OutputError),
    /// The system can't watch the folder, so it is looked at from time to time.
    Polling(notify::Error),
}

/// The journal's folder is gone, and with it what there was to do.
#[derive(Debug, thiserror::Error)]
#[error("`{}` is gone; the site is as it was", .0.display())]
pub struct Gone(pub PathBuf);

/// The two ends of a channel for [`run`].
pub fn messages() -> (Sender<Message>, Receiver<Message>) {
    channel()
}

/// Watches a journal until its folder is gone. `audience` are those who have pages open.
pub fn run(
    options: &Options,
    (sender, receiver): (Sender<Message>, Receiver<Message>),
    audience: &Audience,
    tell: impl FnMut(News<'_>) + Send,
) -> Result<(), Gone> {
    let tell = Mutex::new(tell);
    let tell = |news: News<'_>| tell.lock().unwrap_or_else(PoisonError::into_inner)(news);
    let mut reader = Reader::new(options, sender, &tell);
    let mut inbox = Inbox::new(receiver);
    let mut desk = Desk::new(audience, options);
    let mut writer = Writer::default();
    let mut begun = now();
    let mut next = reader.first();
    loop {
        let mut current = match next {
            Ok(Some(candidate)) => candidate,
            Err(gone) => return Err(gone),
            // There is nothing good yet.
            Ok(None) => {
                next = loop {
                    let batch = inbox.next(reader.patience(), &mut |wish| desk.answer(wish, None));
                    begun = now();
                    match reader.read(batch) {
                        Ok(Some(Candidate::Good(good))) => break Ok(Some(*good)),
                        Ok(Some(Candidate::Bad(problems))) => desk.show(&problems),
                        Ok(None) => {}
                        Err(gone) => break Err(gone),
                    }
                };
                continue;
            }
        };
        next = loop {
            let state = State { options, tell: &tell, begun };
            match state.stay(&current, &mut reader, &mut inbox, &mut desk, &mut writer) {
                Ok((Some(good), when)) => {
                    begun = when;
                    break Ok(Some(good));
                }
                // It is another day, and the same journal.
                Ok((None, when)) => {
                    begun = when;
                    current.again.changed.clear();
                }
                Err(gone) => break Err(gone),
            }
        };
    }
}

/// One state of the journal, until there is another one that can be built.
struct State<'s> {
    options: &'s Options,
    tell: &'s (dyn Fn(News<'_>) + Sync),
    begun: Instant,
}

impl State<'_> {
    /// Makes what is asked for, and all files; gives the next good state of the journal, or none
    /// where only the day is another one, and when that was known.
    fn stay(
        &self,
        good: &reader::Good,
        reader: &mut Reader<'_>,
        inbox: &mut Inbox,
        desk: &mut Desk<'_>,
        writer: &mut Writer,
    ) -> Result<(Option<reader::Good>, Instant), Gone> {
        let reader::Good { journal, again, theme } = good;
        let today = (self.options.today)();
        let analysis = Analysis::of(journal, today);
        let book = Book::new(&analysis, &again.read.diagnostics);
        let mut problems = again.read.diagnostics.clone();
        let view = SiteView::new(&book, theme.has_custom_style());
        let said = Said::new(&book, theme, &mut problems);
        let press = Press::new(&book, theme, &view, &said, &mut problems);
        let output =
            output::place(&self.options.root, self.options.output.as_deref(), &journal.config);
        let findings =
            analysis.findings.iter().filter(|found| found.severity == Severity::Warning).count();
        desk.open(&press, theme, &problems);

        let stop = AtomicBool::new(false);
        let mut waiting = Some((writer, output));
        thread::scope(|scope| {
            loop {
                let patience = if waiting.is_some() { READERS_FIRST } else { reader.patience() };
                let batch = inbox.next(patience, &mut |wish| desk.answer(wish, Some(&press)));
                if batch.is_none()
                    && let Some((writer, output)) = waiting.take()
                {
                    let (stop, press, problems) = (&stop, &press, &problems);
                    let changed = &again.changed;
                    scope.spawn(move || {
                        let outcome = match output {
                            Ok(output) => writer.write(press, &output, self.options.force, stop),
                            Err(error) => Outcome::Failed(error),
                        };
                        self.report(outcome, changed, findings, problems);
                    });
                    continue;
                }
                let begun = now();
                match reader.read(batch) {
                    Ok(Some(Candidate::Good(good))) => {
                        stop.store(true, Ordering::Relaxed);
                        return Ok((Some(*good), begun));
                    }
                    Ok(Some(Candidate::Bad(problems))) => desk.show(&problems),
                    Ok(None) if (self.options.today)() != today => {
                        stop.store(true, Ordering::Relaxed);
                        return Ok((None, begun));
                    }
                    Ok(None) => {}
                    Err(gone) => return Err(gone),
                }
            }
        })
    }

    fn report(
        &self,
        outcome: Outcome,
        changed: &[String],
        findings: usize,
        problems: &[Diagnostic],
    ) {
        match outcome {
            Outcome::Written(written) => (self.tell)(News::Built {
                changed,
                written,
                took: now().saturating_duration_since(self.begun),
                findings,
                problems,
            }),
            Outcome::Refused(problems) => (self.tell)(News::Refused(&problems)),
            Outcome::Failed(error) => (self.tell)(News::Unwritten(error)),
            Outcome::Stopped => {}
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a build takes goes into no page")]
fn now() -> Instant {
    Instant::now()
}
