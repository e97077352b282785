//! Events of the file system become batches: what may have changed since the last look.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::event::{EventKind, MetadataKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Message, now};
use crate::read::files::temporary;

/// How long nothing may happen before a batch is whole: a save is several events, and a program
/// that writes many files makes them one by one.
const QUIET: Duration = Duration::from_millis(40);
/// How long a batch may grow while something goes on happening.
const LONGEST: Duration = Duration::from_secs(2);

/// What may have changed.
#[derive(Debug, Default)]
pub struct Batch {
    /// These paths.
    paths: BTreeSet<PathBuf>,
    /// Anything: events were lost.
    all: bool,
    times: Option<(Instant, Instant)>,
}

impl Batch {
    /// Adds what an event names.
    pub fn add(&mut self, event: Event) {
        self.all |= event.need_rescan();
        self.paths.extend(event.paths);
        self.touch();
    }

    fn touch(&mut self) {
        let now = now();
        self.times = Some((self.times.map_or(now, |(first, _)| first), now));
    }

    /// Anything may have changed.
    pub fn of_all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Makes everything be looked at.
    pub fn add_all(&mut self) {
        self.all = true;
        self.touch();
    }

    /// How long to wait until it is whole; `None` while it is empty.
    pub fn wait(&self) -> Option<Duration> {
        let (first, last) = self.times?;
        Some((last + QUIET).min(first + LONGEST).saturating_duration_since(now()))
    }

    /// The paths; `None` where anything may have changed.
    pub fn paths(&self) -> Option<&BTreeSet<PathBuf>> {
        (!self.all).then_some(&self.paths)
    }
}

/// Watches folders, each by itself: of what is below one, only what a journal is made of is
/// watched too, and never the site that is written into it.
pub struct Folders {
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
}

impl Folders {
    /// Sends what happens to `messages`.
    pub fn new(messages: Sender<Message>) -> notify::Result<Self> {
        let handler = move |event: notify::Result<Event>| {
            // Whoever would read it is gone only when the program ends.
            let _ = match event {
                Ok(event) if matters(&event) => messages.send(Message::Changed(event)),
                Ok(_) => Ok(()),
                Err(_) => messages.send(Message::Lost),
            };
        };
        let watcher = RecommendedWatcher::new(handler, Config::default())?;
        Ok(Self { watcher: Some(watcher), watched: BTreeSet::new() })
    }

    /// Nothing is watched; somebody looks from time to time instead.
    pub fn none() -> Self {
        Self { watcher: None, watched: BTreeSet::new() }
    }

    /// Whether the system tells of changes.
    pub fn are_watched(&self) -> bool {
        self.watcher.is_some()
    }

    /// Watches these folders and no others. Whether there are new ones: what was put into them
    /// before they were watched, nobody told.
    pub fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> notify::Result<bool> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        for gone in self.watched.difference(folders) {
            // It is gone from the disk too, most of the time.
            let _ = watcher.unwatch(gone);
        }
        let mut new = false;
        for folder in folders.difference(&self.watched) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => new = true,
                // A folder that is gone again already.
                Err(_) if !folder.is_dir() => {}
                Err(error) => {
                    self.watcher = None;
                    return Err(error);
                }
            }
        }
        self.watched.clone_from(folders);
        Ok(new)
    }
}

/// Whether an event may be about a file of the journal: reading is none, and what editors leave
/// beside a file while they write it is not part of any journal.
fn matters(event: &Event) -> bool {
    let reading = matches!(event.kind, EventKind::Access(_))
        || matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)));
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| !beside(Path::new(name)));
    event.need_rescan() || (!reading && event.paths.iter().any(named))
}

fn beside(name: &Path) -> bool {
    let name = name.to_string_lossy();
    temporary(&name) || name.starts_with(".#") || name.starts_with(".syncthing.")
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{AccessKind, CreateKind, EventKind, ModifyKind};

    use super::matters;

    #[test]
    fn what_programs_leave_beside_a_file_is_no_change() {
        let event =
            |kind, name: &str| Event::new(kind).add_path(format!("/journal/entries/{name}").into());
        let create = EventKind::Create(CreateKind::File);
        for name in [
            "4913",
            ".a.md.swp",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "a.md___jb_tmp___",
            ".syncthing.a.md.tmp",
        ] {
            assert!(!matters(&event(create, name)), "{name}");
        }
        assert!(matters(&event(create, "a.md")));
        assert!(matters(&event(EventKind::Modify(ModifyKind::Any), "a.md")));
        assert!(
            !matters(&event(EventKind::Access(AccessKind::Any), "a.md")),
            "reading is no change"
        );
    }
}
