//! A journal is built again at each change, and its pages are kept fresh while they are read.
//!
//! One thread has the journal and makes pages: first those that somebody looks at (`desk`), then,
//! beside it, the files on disk (`writer`). It hears of changes and of readers by one channel
//! (`inbox`). What changes while files are written is another batch, and stops the writing of
//! what is no longer so. A journal that can't be built (`reader`) leaves the last good one.

mod answer;
mod asset;
mod batch;
mod desk;
mod edition;
pub mod folders;
mod inbox;
pub mod problem;
mod reader;
pub mod readers;
pub mod server;
pub mod steps;
mod writer;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::words::Audience;
use crate::output::{self, OutputError, Written};
use crate::share::ShareOptions;
use batch::Batch;
use desk::Desk;
use edition::Edition;
use folders::NewWatcher;
use inbox::Inbox;
use problem::Editor;
use reader::{Candidate, Good, Reader};
use readers::Readers;
use server::Ask;
use writer::{Order, Outcome, Writer};

/// How long readers come first before files are written.
const READERS_FIRST: Duration = Duration::from_millis(10);
/// How long the files on disk may stay behind a journal that changes all the time.
const BEHIND: Duration = Duration::from_secs(3);

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
    /// What tells of changes: [`folders::system`].
    pub watcher: Box<NewWatcher>,
    /// The day, whenever it is asked for.
    pub today: Box<dyn Fn() -> Date + Send + Sync>,
    /// For whom it is built.
    pub audience: Audience,
    /// By which links a place in a file opens in an editor.
    pub editor: Option<Editor>,
}

impl Options {
    fn options(&self) -> ShareOptions {
        ShareOptions::of(self.audience)
    }
}

/// What happened, for the terminal.
#[derive(Debug)]
pub enum News<'n> {
    /// The site was built.
    Built {
        /// The files of the journal that changed, by path; none the first time.
        changed: &'n BTreeSet<String>,
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

/// Watches a journal until its folder is gone. `readers` are those who have pages open.
pub fn run(
    options: &Options,
    (sender, receiver): (Sender<Message>, Receiver<Message>),
    readers: &Readers,
    tell: impl FnMut(News<'_>) + Send,
) -> Result<(), Gone> {
    let tell = Mutex::new(tell);
    let tell = |news: News<'_>| tell.lock().unwrap_or_else(PoisonError::into_inner)(news);
    let mut watching = Watching {
        options,
        tell: &tell,
        reader: Reader::new(options, sender, &tell),
        inbox: Inbox::new(receiver),
        desk: Desk::new(readers, options),
        writer: Writer::default(),
        begun: now(),
    };
    let mut good = watching.first()?;
    loop {
        match watching.stay(&good)? {
            Some(Candidate::Good(next)) => good = *next,
            Some(Candidate::Patch(patch)) => good.apply(patch),
            // It is another day.
            Some(Candidate::Bad(_)) | None => continue,
        }
        watching.writer.untold.extend(good.again.changed.iter().cloned());
    }
}

struct Watching<'w> {
    options: &'w Options,
    tell: &'w (dyn Fn(News<'_>) + Sync),
    reader: Reader<'w>,
    inbox: Inbox,
    desk: Desk<'w>,
    writer: Writer,
    /// When the last batch was whole.
    begun: Instant,
}

impl Watching<'_> {
    /// The first state of the journal that can be built.
    fn first(&mut self) -> Result<Good, Gone> {
        let mut batch = Some(Batch::of_all());
        loop {
            match self.reader.read(batch, None)? {
                Some(Candidate::Good(good)) => return Ok(*good),
                Some(Candidate::Bad(problems)) => self.desk.show(&problems),
                Some(Candidate::Patch(_)) | None => {}
            }
            let desk = &mut self.desk;
            batch = self.inbox.next(self.reader.patience(), &mut |wish| desk.answer(wish, None));
            self.begun = now();
        }
    }

    /// Stays with one state of the journal until there is another one that can be built; `None`
    /// where only the day is another one.
    fn stay(&mut self, good: &Good) -> Result<Option<Candidate>, Gone> {
        let today = (self.options.today)();
        edition::with(good, &self.options.options(), today, |edition| {
            self.desk.open(edition, good);
            self.publish(good, edition, today)
        })
    }

    /// Makes what is asked for, and all files.
    fn publish(
        &mut self,
        good: &Good,
        edition: &Edition<'_>,
        today: Date,
    ) -> Result<Option<Candidate>, Gone> {
        let Self { options, tell, reader, inbox, desk, writer, begun } = self;
        let behind = *writer.behind.get_or_insert(*begun);
        let stop = AtomicBool::new(false);
        let mut waiting = Some((writer, *begun));
        thread::scope(|scope| {
            loop {
                let patience = if waiting.is_some() { READERS_FIRST } else { reader.patience() };
                let batch =
                    inbox.next(patience, &mut |wish| desk.answer(wish, Some(edition.press)));
                if batch.is_none()
                    && let Some((writer, begun)) = waiting.take()
                {
                    let (options, tell, stop) = (*options, *tell, &stop);
                    scope.spawn(move || write(writer, good, edition, options, begun, stop, tell));
                    continue;
                }
                *begun = now();
                let next = reader.read(batch, Some(good));
                let over = match &next {
                    Ok(Some(Candidate::Bad(problems))) => {
                        desk.show(problems);
                        false
                    }
                    Ok(None) => (options.today)() != today,
                    Ok(Some(Candidate::Good(_) | Candidate::Patch(_))) | Err(_) => true,
                };
                if over {
                    // What is no longer so need not be written, unless it never would be.
                    let patient = next.is_err() || *begun < behind + BEHIND;
                    if patient {
                        stop.store(true, Ordering::Relaxed);
                        edition.press.cancel();
                    }
                    return next;
                }
            }
        })
    }
}

/// Writes the files of an edition, and tells what became of it.
fn write(
    writer: &mut Writer,
    good: &Good,
    edition: &Edition<'_>,
    options: &Options,
    begun: Instant,
    stop: &AtomicBool,
    tell: &dyn Fn(News<'_>),
) {
    let Options { root: journal, force, .. } = options;
    let place = output::place(journal, options.output.as_deref(), &good.journal.config);
    let outcome = match place {
        _ if edition.fails() => Outcome::Refused(edition.problems.to_vec()),
        Ok(folder) => {
            let order = Order { folder: &folder, force: *force, journal, stop };
            writer.write(edition.press, &order)
        }
        Err(error) => Outcome::Failed(error),
    };
    if !matches!(outcome, Outcome::Stopped) {
        writer.behind = None;
    }
    match outcome {
        Outcome::Written(written) => tell(News::Built {
            changed: &std::mem::take(&mut writer.untold),
            written,
            took: now().saturating_duration_since(begun),
            findings: edition.findings,
            problems: edition.problems,
        }),
        Outcome::Refused(problems) => tell(News::Refused(&problems)),
        Outcome::Failed(error) => tell(News::Unwritten(error)),
        Outcome::Stopped => {}
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a build takes goes into no page")]
fn now() -> Instant {
    Instant::now()
}
