//! Collects file-system events into sets of changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::Event;
use notify::event::{EventKind, MetadataKind, ModifyKind};

use super::now;
use crate::read::files::temporary;

/// How long nothing must happen until a set is complete. Saving one file causes several events, and
/// programs that write many files write them one by one.
const QUIET: Duration = Duration::from_millis(40);
/// The longest time to collect events while they keep coming.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// The files that may have changed since the journal was last read.
#[derive(Debug, Default)]
pub struct ChangeSet {
    /// The paths that may have changed.
    paths: BTreeSet<PathBuf>,
    /// Whether any file may have changed, because events were lost.
    all: bool,
    /// The times of the first and the latest event.
    times: Option<(Instant, Instant)>,
}

impl ChangeSet {
    /// Adds the paths of an event.
    pub fn add(&mut self, event: Event) {
        self.all |= event.need_rescan();
        self.paths.extend(event.paths);
        self.touch();
    }

    fn touch(&mut self) {
        let now = now();
        self.times = Some((self.times.map_or(now, |(first, _)| first), now));
    }

    /// A set of changed paths.
    pub fn of_paths(paths: BTreeSet<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
    }

    /// A set in which any file may have changed.
    pub fn everything() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// Records that any file may have changed.
    pub fn add_all(&mut self) {
        self.all = true;
        self.touch();
    }

    /// How long to wait until the set is complete; `None` while it is empty.
    pub fn wait(&self) -> Option<Duration> {
        let (first, last) = self.times?;
        Some((last + QUIET).min(first + MAX_WAIT).saturating_duration_since(now()))
    }

    /// The changed paths; `None` if any file may have changed.
    pub fn paths(&self) -> Option<&BTreeSet<PathBuf>> {
        (!self.all).then_some(&self.paths)
    }
}

/// Whether an event can mean that a file of the journal changed. Reading a file is no change, and
/// temporary files of editors are not part of a journal.
pub(super) fn is_relevant(event: &Event) -> bool {
    let is_read = matches!(event.kind, EventKind::Access(_))
        || matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)));
    let is_note =
        |path: &PathBuf| path.file_name().is_some_and(|name| !is_temporary(Path::new(name)));
    event.need_rescan() || (!is_read && event.paths.iter().any(is_note))
}

fn is_temporary(name: &Path) -> bool {
    let name = name.to_string_lossy();
    temporary(&name) || name.starts_with(".syncthing.")
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{AccessKind, CreateKind, EventKind, ModifyKind};

    use super::is_relevant;

    #[test]
    fn temporary_files_are_no_change() {
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
            assert!(!is_relevant(&event(create, name)), "{name}");
        }
        assert!(is_relevant(&event(create, "a.md")));
        assert!(is_relevant(&event(EventKind::Modify(ModifyKind::Any), "a.md")));
        assert!(
            !is_relevant(&event(EventKind::Access(AccessKind::Any), "a.md")),
            "reading is no change"
        );
    }
}
