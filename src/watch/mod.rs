//! Rebuilds a journal on every change, and updates open pages.
//!
//! One thread owns the journal (`loader`). For each state of the journal, a `Snapshot` makes pages:
//! first those that readers request (`page_server`), then the files on disk, in a second thread
//! (`writer`). One channel brings file-system events and requests (`event_queue`). A change stops the
//! writing of files that would be out of date. While the journal can't be built, the last good state
//! stays.

mod answer;
mod asset;
mod change_set;
mod event_queue;
pub mod folders;
mod loader;
mod page_server;
pub mod problem;
mod revision;
pub mod server;
mod snapshot;
#[cfg(feature = "test-support")]
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
use server::FileRequest;
use snapshot::{LastAnalysis, Snapshot, analyse};
use subscribers::Subscribers;
use writer::{Outcome, WriteOrder, Writer};

/// How long the page server waits for requests before files are written.
const READERS_FIRST: Duration = Duration::from_millis(10);
/// How long the files on disk may be out of date while the journal keeps changing.
const MAX_DELAY: Duration = Duration::from_secs(3);
/// How often to check whether somebody else changed files of the site.
const CHECK_INTERVAL: Duration = Duration::from_secs(30);

/// A message to the thread that owns the journal.
pub enum Message {
    /// A file changed.
    Changed(notify::Event),
    /// Events were lost, so any file may have changed.
    EventsLost,
    /// A reader requests a file.
    Request(FileRequest),
    /// A reader opened this page.
    Joined(String),
}

/// Options for [`run`].
pub struct Options {
    /// The journal's folder.
    pub root: PathBuf,
    /// The folder for the site; `None` for the configured one.
    pub output: Option<PathBuf>,
    /// Whether files may be replaced that loopbook did not write.
    pub force: bool,
    /// Whether to poll for changes instead of watching folders.
    pub poll: bool,
    /// Creates the watcher: [`folders::system`], except in tests.
    pub watcher: Box<NewWatcher>,
    /// Returns the current day.
    pub today: Box<dyn Fn() -> Date + Send + Sync>,
    /// Who reads the site.
    pub audience: Audience,
    /// How links to positions in files open an editor.
    pub editor: Option<EditorLink>,
}

impl Options {
    fn share(&self) -> ShareOptions {
        ShareOptions::new(self.audience).on((self.today)())
    }
}

/// Something to report on the terminal.
#[derive(Debug)]
pub enum News<'n> {
    /// The site was built.
    Built {
        /// The paths of the journal's files that changed; empty for the first build.
        changed: &'n BTreeSet<String>,
        /// How many files of the site were written and removed.
        written: Written,
        /// The time from the last change until all files were written.
        took: Duration,
        /// The number of health warnings.
        findings: usize,
        /// The problems of the journal and its theme.
        problems: &'n [Diagnostic],
    },
    /// The journal can't be built. The site's folder stays as it is, and a server has no pages for other readers.
    Refused(&'n [Diagnostic]),
    /// Some pages can't be made, because their templates fail. The site's folder stays as it is, and a server has
    /// all other pages.
    Unmade(&'n [Diagnostic]),
    /// The site could not be written. The next change tries again.
    Unwritten(OutputError),
    /// The system can't watch the folder, so loopbook polls it.
    Polling(notify::Error),
}

/// The journal's folder was removed.
#[derive(Debug, thiserror::Error)]
#[error("`{}` was removed; the site is unchanged", .0.display())]
pub struct JournalGone(pub PathBuf);

/// Creates a channel for [`run`].
pub fn messages() -> (Sender<Message>, Receiver<Message>) {
    channel()
}

/// Watches a journal until its folder is removed. `subscribers` are the open pages.
pub fn run(
    options: &Options,
    (sender, receiver): (Sender<Message>, Receiver<Message>),
    subscribers: &Subscribers,
    tell: impl FnMut(News<'_>) + Send,
) -> Result<(), JournalGone> {
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
        known: None,
    };
    let mut loaded = watching.load_first()?;
    loop {
        match watching.show_until_changed(&loaded)? {
            Next::Loaded(next) => {
                loaded = *next;
                watching.known = None;
            }
            Next::Patch(patch) => {
                if !loaded.apply(patch) {
                    watching.known = None;
                }
            }
            Next::Day => continue,
        }
        watching.writer.unreported.extend(loaded.reread.changed.iter().cloned());
    }
}

/// What replaces a snapshot.
enum Next {
    /// Another journal.
    Loaded(Box<LoadedJournal>),
    /// The same journal with some other entries.
    Patch(Patch),
    /// The same journal on another day.
    Day,
}

struct Watching<'w> {
    options: &'w Options,
    tell: &'w (dyn Fn(News<'_>) + Sync),
    loader: JournalLoader<'w>,
    queue: EventQueue,
    server: PageServer<'w>,
    writer: Writer,
    /// When the latest set of changes was complete.
    begun: Instant,
    /// What was found out about the journal, as long as it is the same but for words.
    known: Option<LastAnalysis>,
}

impl Watching<'_> {
    /// Waits until the journal can be built.
    fn load_first(&mut self) -> Result<LoadedJournal, JournalGone> {
        let mut changes = Some(ChangeSet::everything());
        loop {
            match self.loader.read(changes, None)? {
                Some(LoadOutcome::Loaded(loaded)) => return Ok(*loaded),
                Some(LoadOutcome::Refused(problems)) => {
                    self.server.show(&problems, Effect::Refused);
                }
                Some(LoadOutcome::Patch(_)) | None => {}
            }
            let (server, timeout) = (&mut self.server, self.loader.timeout());
            changes = self.queue.next(timeout, &mut |request| server.answer(request, None));
            self.begun = now();
        }
    }

    /// Serves and writes the pages of one state of the journal, until there is another state that can
    /// be built.
    fn show_until_changed(&mut self, loaded: &LoadedJournal) -> Result<Next, JournalGone> {
        let today = (self.options.today)();
        let (shared, _) = share(&loaded.journal, loaded.diagnostics(), &self.options.share());
        let (analysis, of_pages) = analyse(&shared, today, self.known.take());
        let snapshot = Snapshot::new(&analysis, loaded, of_pages);
        self.server.publish(&snapshot, loaded);

        let Self { options, tell, loader, queue, server, writer, begun, known } = self;
        let behind = *writer.behind.get_or_insert(*begun);
        let stop = AtomicBool::new(false);
        let writer = Mutex::new(writer);
        let mut waiting = Some(*begun);
        let mut checked = now();
        let next = thread::scope(|scope| {
            loop {
                let timeout = if waiting.is_some() { READERS_FIRST } else { loader.timeout() };
                let renderer = Some(&snapshot.renderer);
                // A journal may change faster than it is read: then there is always another change, and
                // no pause in which to write.
                let overdue = waiting.is_some() && now() >= behind + MAX_DELAY;
                let changes = if overdue {
                    None
                } else {
                    queue.next(timeout, &mut |request| server.answer(request, renderer))
                };
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
                if changes.is_none() && checked + CHECK_INTERVAL <= *begun {
                    checked = *begun;
                    let is_altered = |writer: MutexGuard<'_, &mut Writer>| writer.is_altered();
                    waiting = writer.try_lock().is_ok_and(is_altered).then_some(checked);
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
                // Stop writing files that are out of date, unless the site would stay out of date for
                // too long.
                if next.is_err() || *begun < behind + MAX_DELAY {
                    stop.store(true, Ordering::Relaxed);
                    snapshot.renderer.cancel();
                }
                return next;
            }
        });
        let of_pages = snapshot.renderer.into_lasting();
        *known = Some(LastAnalysis::of(analysis, of_pages));
        next
    }
}

/// Writes the files of a snapshot, and reports the result.
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
    let folder = output::site_folder(journal, options.output.as_deref(), &loaded.journal.config);
    let outcome = match folder {
        _ if snapshot.renderer.fails() => Outcome::Refused(snapshot.problems.clone()),
        Ok(folder) => {
            let order = WriteOrder { folder: &folder, force: *force, journal, stop };
            writer.write(snapshot, &order)
        }
        Err(error) => Outcome::Failed(error),
    };
    if !matches!(outcome, Outcome::Stopped) {
        writer.behind = None;
    }
    match outcome {
        Outcome::Written(written) => tell(News::Built {
            changed: &std::mem::take(&mut writer.unreported),
            written,
            took: now().saturating_duration_since(begun),
            findings: snapshot.findings,
            problems: &snapshot.problems,
        }),
        Outcome::Refused(problems) => tell(News::Unmade(&problems)),
        Outcome::Failed(error) => tell(News::Unwritten(error)),
        Outcome::Stopped => {}
    }
}

#[expect(clippy::disallowed_methods, reason = "the duration of a build is on no page")]
fn now() -> Instant {
    Instant::now()
}
