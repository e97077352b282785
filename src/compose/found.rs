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
    /// The names of notes that may be about somebody, each with its id and its path.
    named: Vec<(Slug, Slug, String)>,
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

    /// The id and the path of the note that is about somebody already.
    pub fn person(&self, name: &str) -> Option<(&Slug, &str)> {
        let name = Slug::new(name);
        let (_, id, path) = self.named.iter().find(|(known, ..)| *known == name)?;
        Some((id, path))
    }
}

/// The names of people, and of notes without a date, which may be people too.
fn named(journal: &Journal) -> Vec<(Slug, Slug, String)> {
    let mut named = Vec::new();
    for person in &journal.people {
        let Some(path) = &person.path else { continue };
        let names = person.aliases.iter().chain([&person.title]).map(|name| Slug::new(name));
        named.extend(
            names.chain([person.id.clone()]).map(|name| (name, person.id.clone(), path.clone())),
        );
    }
    for page in &journal.pages {
        let names = page.aliases.iter().chain([&page.title]).map(|name| Slug::new(name));
        let names = names.chain([page.plain_id.clone()]);
        named.extend(names.map(|name| (name, page.plain_id.clone(), page.path.clone())));
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
