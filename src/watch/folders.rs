//! The folders that the system watches.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::Message;
use super::change_set::{ChangeSet, is_relevant};

/// Creates a watcher that sends events to a channel.
pub type NewWatcher = dyn Fn(Sender<Message>) -> notify::Result<Box<dyn Watcher>> + Send + Sync;

/// Creates the system's watcher.
pub fn system(messages: Sender<Message>) -> notify::Result<Box<dyn Watcher>> {
    let handler = move |event: notify::Result<Event>| {
        // The receiver only goes away when the program ends.
        let _ = match event {
            Ok(event) if is_relevant(&event) => messages.send(Message::Changed(event)),
            Ok(_) => Ok(()),
            Err(_) => messages.send(Message::EventsLost),
        };
    };
    Ok(Box::new(RecommendedWatcher::new(handler, Config::default())?))
}

/// Watches folders one by one, not recursively. So the site, which is inside the journal's folder, is
/// not watched.
pub struct Folders {
    watcher: Option<Box<dyn Watcher>>,
    watched: BTreeSet<PathBuf>,
}

impl Folders {
    /// Uses a watcher. Without one, nothing is watched and the caller has to poll.
    pub fn new(watcher: Option<Box<dyn Watcher>>) -> Self {
        Self { watcher, watched: BTreeSet::new() }
    }

    /// Whether there is a watcher.
    pub fn are_watched(&self) -> bool {
        self.watcher.is_some()
    }

    /// Stops watching the folders of a set of changes, and those inside them. Each may have been
    /// replaced by another folder of that name, and the watcher would still watch the old one.
    pub fn forget(&mut self, changes: &ChangeSet) {
        let Some(watcher) = &mut self.watcher else { return };
        let may_be_replaced = |folder: &Path| {
            changes
                .paths()
                .is_none_or(|paths| folder.ancestors().any(|parent| paths.contains(parent)))
        };
        self.watched.retain(|folder| {
            let unwatch = may_be_replaced(folder);
            if unwatch {
                // This fails if the folder was removed.
                let _ = watcher.unwatch(folder);
            }
            !unwatch
        });
    }

    /// Watches these folders and no others. Returns whether any of them is new. Files may have been
    /// added to a new folder before it was watched.
    pub fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> notify::Result<bool> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        for removed in self.watched.difference(folders) {
            // This fails if the folder was removed from disk.
            let _ = watcher.unwatch(removed);
        }
        let mut watched: BTreeSet<PathBuf> = self.watched.intersection(folders).cloned().collect();
        let kept = watched.len();
        for folder in folders.difference(&self.watched) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    watched.insert(folder.clone());
                }
                // The folder was removed again.
                Err(_) if !folder.is_dir() => {}
                Err(error) => {
                    self.watcher = None;
                    return Err(error);
                }
            }
        }
        let has_new = watched.len() > kept;
        self.watched = watched;
        Ok(has_new)
    }
}
