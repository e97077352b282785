//! The folders that the system tells of.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::Message;
use super::change_set::{ChangeSet, matters};

/// Makes what tells of changes in folders; they are sent to the channel.
pub type NewWatcher = dyn Fn(Sender<Message>) -> notify::Result<Box<dyn Watcher>> + Send + Sync;

/// What the system has for this.
pub fn system(messages: Sender<Message>) -> notify::Result<Box<dyn Watcher>> {
    let handler = move |event: notify::Result<Event>| {
        // Whoever would read it is gone only when the program ends.
        let _ = match event {
            Ok(event) if matters(&event) => messages.send(Message::Changed(event)),
            Ok(_) => Ok(()),
            Err(_) => messages.send(Message::Lost),
        };
    };
    Ok(Box::new(RecommendedWatcher::new(handler, Config::default())?))
}

/// Watches folders, each by itself: of what is below one, only what a journal is made of is
/// watched too, and never the site that is written into it.
pub struct Folders {
    watcher: Option<Box<dyn Watcher>>,
    watched: BTreeSet<PathBuf>,
}

impl Folders {
    /// Watches by that; without it nothing is watched, and somebody looks from time to time.
    pub fn new(watcher: Option<Box<dyn Watcher>>) -> Self {
        Self { watcher, watched: BTreeSet::new() }
    }

    /// Whether the system tells of changes.
    pub fn are_watched(&self) -> bool {
        self.watcher.is_some()
    }

    /// Lets go of the folders that a set of changes names, and of those below them: what is there now may
    /// be another folder of that name, and the watch has stayed with the old one.
    pub fn forget(&mut self, changes: &ChangeSet) {
        let Some(watcher) = &mut self.watcher else { return };
        let named = |folder: &Path| {
            changes
                .paths()
                .is_none_or(|paths| folder.ancestors().any(|above| paths.contains(above)))
        };
        self.watched.retain(|folder| {
            let forgotten = named(folder);
            if forgotten {
                // It may be gone from the disk, and from the watcher with that.
                let _ = watcher.unwatch(folder);
            }
            !forgotten
        });
    }

    /// Watches these folders and no others. Whether there are new ones: what was put into them
    /// before they were watched, nobody told.
    pub fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> notify::Result<bool> {
        let Some(watcher) = &mut self.watcher else { return Ok(false) };
        for gone in self.watched.difference(folders) {
            // It is gone from the disk too, most of the time.
            let _ = watcher.unwatch(gone);
        }
        let mut now: BTreeSet<PathBuf> = self.watched.intersection(folders).cloned().collect();
        let known = now.len();
        for folder in folders.difference(&self.watched) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    now.insert(folder.clone());
                }
                // A folder that is gone again already.
                Err(_) if !folder.is_dir() => {}
                Err(error) => {
                    self.watcher = None;
                    return Err(error);
                }
            }
        }
        let new = now.len() > known;
        self.watched = now;
        Ok(new)
    }
}
