//! Unique ids and file paths for a reader.

use std::collections::{HashMap, HashSet};

use crate::markdown::comments::{cut, next_opening};
use crate::model::{Slug, Target};

/// The ids and file paths that are in use.
#[derive(Default)]
pub(super) struct IdAllocator {
    used: HashSet<Target>,
    /// The last number that was appended to a target that was already in use.
    last_number: HashMap<Target, u32>,
}

impl IdAllocator {
    /// Marks an id as used.
    pub(super) fn reserve(&mut self, target: Target) {
        self.used.insert(target);
    }

    /// Allocates this id, with a number appended if it is already in use.
    pub(super) fn allocate(&mut self, kind: fn(Slug) -> Target, id: Slug) -> Target {
        self.allocate_numbered(kind(id.clone()), |number| kind(id.with(number)))
    }

    /// Allocates a path for a file. Paths in `static/` stay as they are. Other files lose their
    /// folders, because readers may not learn the names of folders of notes. No two paths differ in
    /// case only, because some file systems treat such paths as one.
    pub(super) fn allocate_file(&mut self, path: &str) -> String {
        if path.starts_with("static/") {
            return path.to_owned();
        }
        let name = file_name(path);
        let (stem, extension) = match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
            _ => (name.as_str(), String::new()),
        };
        let key = |path: &str| Target::File(path.to_lowercase());
        let mut free = name.clone();
        self.allocate_numbered(key(&name), |number| {
            free = format!("{stem}-{number}{extension}");
            key(&free)
        });
        free
    }

    fn allocate_numbered(
        &mut self,
        wanted: Target,
        mut numbered: impl FnMut(u32) -> Target,
    ) -> Target {
        if self.used.insert(wanted.clone()) {
            return wanted;
        }
        let mut number = self.last_number.get(&wanted).copied().unwrap_or(1);
        let free = loop {
            number += 1;
            let target = numbered(number);
            if self.used.insert(target.clone()) {
                break target;
            }
        };
        self.last_number.insert(wanted, number);
        free
    }
}

/// The name of a file as other readers see it: without comments.
pub(super) fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    if next_opening(name, 0).is_none() {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        // A comment that is never closed ends with the name; the extension says what the file is.
        Some((stem, extension)) if next_opening(extension, 0).is_none() => (stem, extension),
        _ => (name, ""),
    };
    let stem = cut(stem).text;
    let stem = if stem.trim().is_empty() { "file" } else { stem.trim() };
    if extension.is_empty() { stem.to_owned() } else { format!("{stem}.{extension}") }
}
