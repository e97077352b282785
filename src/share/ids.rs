//! Ids and paths for a reader, no two alike.

use std::collections::{HashMap, HashSet};

use crate::model::{Slug, Target};

/// The ids and file paths that are in use.
#[derive(Default)]
pub(super) struct IdAllocator {
    targets: HashSet<Target>,
    /// How often a name was asked for that is taken.
    times: HashMap<Target, u32>,
}

impl IdAllocator {
    /// A thing has that id.
    pub(super) fn insert(&mut self, target: Target) {
        self.targets.insert(target);
    }

    /// That id, numbered where another thing has it.
    pub(super) fn free(&mut self, kind: fn(Slug) -> Target, id: Slug) -> Target {
        self.first(kind(id.clone()), |number| kind(id.with(number)))
    }

    /// A file's path without the folders of notes, whose names nobody shared. Those of `static/` are
    /// the site's own. No two differ in case alone: there are disks on which they are one.
    pub(super) fn free_file(&mut self, path: &str) -> String {
        if path.starts_with("static/") {
            return path.to_owned();
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (name, String::new()),
        };
        let numbered = |number| format!("{stem}-{number}{ending}");
        let key = |path: &str| Target::File(path.to_lowercase());
        let mut free = name.to_owned();
        self.first(key(name), |number| {
            free = numbered(number);
            key(&free)
        });
        free
    }

    fn first(&mut self, wanted: Target, mut numbered: impl FnMut(u32) -> Target) -> Target {
        if self.targets.insert(wanted.clone()) {
            return wanted;
        }
        let mut number = self.times.get(&wanted).copied().unwrap_or(1);
        let free = loop {
            number += 1;
            let target = numbered(number);
            if self.targets.insert(target.clone()) {
                break target;
            }
        };
        self.times.insert(wanted, number);
        free
    }
}
