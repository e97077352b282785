//! Events of the file system are gathered into sets of changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::Event;
use notify::event::{EventKind, MetadataKind, ModifyKind};

use super::now;
use crate::read::files::temporary;

/// How long nothing may happen before a set is complete: a save is several events, and a program
/// that writes many files makes them one by one.
const QUIET: Duration = Duration::from_millis(40);
/// How long a set may grow while events keep coming.
const LONGEST: Duration = Duration::from_secs(2);

/// What may have changed in the journal since it was last read.
#[derive(Debug, Default)]
pub struct ChangeSet {
    /// These paths.
    paths: BTreeSet<PathBuf>,
    /// Anything: events were lost.
    all: bool,
    times: Option<(Instant, Instant)>,
}

impl ChangeSet {
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

    /// These paths may have changed.
    pub fn of(paths: BTreeSet<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
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

    /// How long to wait until it is complete; `None` while it is empty.
    pub fn wait(&self) -> Option<Duration> {
        let (first, last) = self.times?;
        Some((last + QUIET).min(first + LONGEST).saturating_duration_since(now()))
    }

    /// The paths; `None` where anything may have changed.
    pub fn paths(&self) -> Option<&BTreeSet<PathBuf>> {
        (!self.all).then_some(&self.paths)
    }
}

/// Whether an event may be about a file of the journal: reading is none, and what editors leave
/// beside a file while they write it is not part of any journal.
pub(super) fn matters(event: &Event) -> bool {
    let reading = matches!(event.kind, EventKind::Access(_))
        || matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)));
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| !beside(Path::new(name)));
    event.need_rescan() || (!reading && event.paths.iter().any(named))
}

fn beside(name: &Path) -> bool {
    let name = name.to_string_lossy();
    temporary(&name) || name.starts_with(".syncthing.")
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
