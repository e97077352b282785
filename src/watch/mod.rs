//! Builds a journal again at each change, and keeps its pages fresh while they are read.
//!
//! One thread has the journal (`loader`). For each state of it, a `Snapshot` makes pages: first those
//! that somebody looks at (`page_server`), then the files on disk, from a second thread (`writer`). One
//! channel brings changes and requests (`event_queue`). A change while files are written stops the
//! writing, for they would be out of date. A journal that can't be built leaves the last one that
//! could.

mod answer;
mod asset;
mod change_set;
mod event_queue;
pub mod folders;
mod loader;
mod page_server;
pub mod problem;
pub mod server;
mod snapshot;
pub mod steps;
pub mod subscribers;
mod writer;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;
use crate::output::{self, OutputError, Written};
use crate::read::cache::Patch;
use crate::share::{ShareOptions, share};
use change_set::ChangeSet;
use event_queue::EventQueue;
use folders::NewWatcher;
use loader::{JournalLoader, LoadOutcome, LoadedJournal};
use page_server::PageServer;
use problem::{EditorLink, Effect};
use server::Ask;
use snapshot::Snapshot;
use subscribers::Subscribers;
use writer::{Outcome, WriteOrder, Writer};

/// How long readers come first before files are written.
const READERS_FIRST: Duration = Duration::from_millis(10);
/// How long the files on disk may stay behind a journal that changes all the time.
const BEHIND: Duration = Duration::from_secs(3);
/// How often the files on disk are looked at, for somebody may have changed one by hand.
const LOOK: Duration = Duration::from_secs(30);

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
    pub editor: Option<EditorLink>,
}

impl Options {
    fn share(&self) -> ShareOptions {
        ShareOptions::new(self.audience).on((self.today)())
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
        /// From the end of the changes until all was written.
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

/// Watches a journal until its folder is gone. `subscribers` are those who have pages open.
pub fn run(
    options: &Options,
    (sender, receiver): (Sender<Message>, Receiver<Message>),
    subscribers: &Subscribers,
    tell: impl FnMut(News<'_>) + Send,
) -> Result<(), Gone> {
    let tell = Mutex::new(tell);
    let tell = |news: News<'_>| tell.lock().unwrap_or_else(PoisonError::into_inner)(news);
    let mut watching = Watching {
        options,
        tell: &tell,
        loader: JournalLoader::new(options, sender, &tell),
        queue: EventQueue::new(receiver),
        server: PageServer::new(subscribers, options),
        writer: Writer::default(),
        begun: now(),
    };
    let mut loaded = watching.load_first()?;
    loop {
        match watching.show_until_changed(&loaded)? {
            Next::Loaded(next) => loaded = *next,
            Next::Patch(patch) => loaded.apply(patch),
            Next::Day => continue,
        }
        watching.writer.untold.extend(loaded.reread.changed.iter().cloned());
    }
}

/// Why a snapshot is out of date.
enum Next {
    /// There is another journal.
    Loaded(Box<LoadedJournal>),
    /// Some entries changed.
    Patch(Patch),
    /// It is another day.
    Day,
}

struct Watching<'w> {
    options: &'w Options,
    tell: &'w (dyn Fn(News<'_>) + Sync),
    loader: JournalLoader<'w>,
    queue: EventQueue,
    server: PageServer<'w>,
    writer: Writer,
    /// When the last set of changes was complete.
    begun: Instant,
}

impl Watching<'_> {
    /// The first state of the journal that can be built.
    fn load_first(&mut self) -> Result<LoadedJournal, Gone> {
        let mut changes = Some(ChangeSet::of_all());
        loop {
            match self.loader.read(changes, None)? {
                Some(LoadOutcome::Loaded(loaded)) => return Ok(*loaded),
                Some(LoadOutcome::Refused(problems)) => {
                    self.server.show(&problems, Effect::Refused);
                }
                Some(LoadOutcome::Patch(_)) | None => {}
            }
            let (server, patience) = (&mut self.server, self.loader.patience());
            changes = self.queue.next(patience, &mut |request| server.answer(request, None));
            self.begun = now();
        }
    }

    /// Serves and writes the pages of one state of the journal, until there is another one that can be
    /// built.
    fn show_until_changed(&mut self, loaded: &LoadedJournal) -> Result<Next, Gone> {
        let today = (self.options.today)();
        let (shared, _) = share(&loaded.journal, loaded.diagnostics(), &self.options.share());
        let analysis = Analysis::of(&shared, today);
        let snapshot = Snapshot::new(&analysis, loaded);
        self.server.publish(&snapshot, loaded);

        let Self { options, tell, loader, queue, server, writer, begun } = self;
        let behind = *writer.behind.get_or_insert(*begun);
        let stop = AtomicBool::new(false);
        let writer = Mutex::new(writer);
        let mut waiting = Some(*begun);
        let mut looked = now();
        thread::scope(|scope| {
            loop {
                let patience = if waiting.is_some() { READERS_FIRST } else { loader.patience() };
                let renderer = Some(&snapshot.renderer);
                let changes = queue.next(patience, &mut |request| server.answer(request, renderer));
                if changes.is_none()
                    && let Some(begun) = waiting.take()
                {
                    let (options, tell, stop, snapshot) = (*options, *tell, &stop, &snapshot);
                    let writer = &writer;
                    scope.spawn(move || {
                        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
                        write(&mut writer, snapshot, loaded, options, begun, stop, tell);
                    });
                    continue;
                }
                *begun = now();
                if changes.is_none() && looked + LOOK <= *begun {
                    looked = *begun;
                    let is_altered = |writer: MutexGuard<'_, &mut Writer>| writer.is_altered();
                    waiting = writer.try_lock().is_ok_and(is_altered).then_some(looked);
                }
                let next = match loader.read(changes, Some(loaded)) {
                    Ok(Some(LoadOutcome::Loaded(next))) => Ok(Next::Loaded(next)),
                    Ok(Some(LoadOutcome::Patch(patch))) => Ok(Next::Patch(patch)),
                    Ok(Some(LoadOutcome::Refused(problems))) => {
                        server.show(&problems, Effect::Refused);
                        continue;
                    }
                    Ok(None) if (options.today)() != today => Ok(Next::Day),
                    Ok(None) => continue,
                    Err(gone) => Err(gone),
                };
                // Files that are out of date need not be written, unless none ever would be.
                if next.is_err() || *begun < behind + BEHIND {
                    stop.store(true, Ordering::Relaxed);
                    snapshot.renderer.cancel();
                }
                return next;
            }
        })
    }
}

/// Writes the files of a snapshot, and tells what became of it.
fn write(
    writer: &mut Writer,
    snapshot: &Snapshot<'_>,
    loaded: &LoadedJournal,
    options: &Options,
    begun: Instant,
    stop: &AtomicBool,
    tell: &dyn Fn(News<'_>),
) {
    let Options { root: journal, force, .. } = options;
    let place = output::place(journal, options.output.as_deref(), &loaded.journal.config);
    let outcome = match place {
        _ if snapshot.renderer.fails() => Outcome::Refused(snapshot.problems.clone()),
        Ok(folder) => {
            let order = WriteOrder { folder: &folder, force: *force, journal, stop };
            writer.write(&snapshot.renderer, &order)
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
            findings: snapshot.findings,
            problems: &snapshot.problems,
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
