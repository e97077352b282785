//! What a folder has already that is to become a journal.

use std::collections::BTreeSet;

use super::editors::TEMPLATES;
use super::path::{ENTRIES, in_folder};
use crate::model::folders::{FolderKind, FolderNames};
use crate::model::{Journal, Slug};

/// A folder with what of it a new journal takes over.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundFolder {
    /// The folders of its notes; `.` where notes are in the whole of it.
    pub entries: Vec<String>,
    /// Where new notes go.
    pub notes: String,
    /// FolderNames that are numbered or decorated, and so have to be named: `20 People`.
    pub mapped: Vec<(FolderKind, String)>,
    /// Where templates for notes go.
    pub templates: String,
    folders: FolderNames,
    /// The names of notes that may be about somebody.
    named: Vec<(Slug, KnownPerson)>,
}

/// A note that may be about somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPerson {
    /// The id that keys name it by.
    pub id: Slug,
    /// What it is called.
    pub title: String,
    /// Its path.
    pub path: String,
}

impl Default for FoundFolder {
    fn default() -> Self {
        Self {
            entries: vec![ENTRIES.to_owned()],
            notes: ENTRIES.to_owned(),
            mapped: Vec::new(),
            templates: TEMPLATES.to_owned(),
            folders: FolderNames::default(),
            named: Vec::new(),
        }
    }
}

impl FoundFolder {
    /// What is in the folder of a journal without a configuration. `has_entries` says whether it has
    /// a folder of that name, which then holds all notes.
    pub fn of(journal: &Journal, has_entries: bool) -> Self {
        let conventions = &journal.config.conventions;
        let templates = conventions.templates.clone();
        let mut found = Self {
            folders: journal.config.folders.clone(),
            mapped: decorated(journal),
            templates: templates.unwrap_or_else(|| TEMPLATES.to_owned()),
            named: named(journal),
            ..Self::default()
        };
        for (kind, folder) in &found.mapped {
            found.folders.set(*kind, folder);
        }
        let has_notes = !journal.entries.is_empty() || !journal.pages.is_empty();
        if has_notes && !has_entries {
            found.notes = conventions.notes.clone().unwrap_or_default();
            found.entries = conventions.sources.clone();
            if found.entries.is_empty() {
                found.entries = vec![".".to_owned()];
            } else if found.notes.is_empty() {
                found.notes.clone_from(&found.entries[0]);
            }
        }
        found
    }

    /// The path of a new file.
    pub fn path(&self, kind: FolderKind, name: &str) -> String {
        in_folder(self.folders.of(kind), name)
    }

    /// The note that is about somebody already.
    pub fn person(&self, name: &str) -> Option<&KnownPerson> {
        let name = Slug::new(name);
        self.named.iter().find(|(known, _)| *known == name).map(|(_, person)| person)
    }
}

/// The names of people, and of notes without a date, which may be people too.
fn named(journal: &Journal) -> Vec<(Slug, KnownPerson)> {
    let mut named = Vec::new();
    let mut add = |aliases: &[String], id: &Slug, title: &str, path: &str| {
        let person = KnownPerson { id: id.clone(), title: title.to_owned(), path: path.to_owned() };
        let names = aliases.iter().map(String::as_str).chain([title]).map(Slug::new);
        named.extend(names.chain([id.clone()]).map(|name| (name, person.clone())));
    };
    for person in &journal.people {
        if let Some(path) = &person.path {
            add(&person.aliases, &person.id, &person.title, path);
        }
    }
    for page in &journal.pages {
        add(&page.aliases, &page.plain_id, &page.title, &page.path);
    }
    named
}

/// The folders that are called as those of goals, tasks or people are, but for figures and signs.
fn decorated(journal: &Journal) -> Vec<(FolderKind, String)> {
    let pages = journal.pages.iter().map(|page| page.path.as_str());
    let paths = pages.chain(journal.entries.iter().map(|entry| entry.path.as_str()));
    let above = |path: &str| -> Vec<String> {
        path.match_indices('/').map(|(end, _)| path[..end].to_owned()).collect()
    };
    let folders: BTreeSet<String> = paths.flat_map(above).collect();
    let plain = |folder: &str| -> String {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
    };
    let kinds = [FolderKind::Goals, FolderKind::Tasks, FolderKind::People];
    let kinds = kinds.into_iter().filter(|kind| !journal.config.folders.has(*kind));
    let only = |kind: FolderKind| {
        let mut called = folders.iter().filter(|folder| plain(folder) == kind.name());
        called.next().filter(|_| called.next().is_none()).map(|folder| (kind, folder.clone()))
    };
    kinds.filter_map(only).collect()
}
