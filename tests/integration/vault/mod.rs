//! Folders of notes that other tools wrote: names, links, dates and keys stay as their owners wrote
//! them, and only what is true is warned of.

mod cases;
mod dates;
mod formats;
mod keys;
mod links;
mod many;
mod names;
mod programs;
mod said;

use std::collections::BTreeMap;

use loopbook::diagnostic::Diagnostic;
use loopbook::model::{Document, Journal, Target};
use loopbook::read;

use crate::support::folder::folder;

/// A folder of notes, read.
pub(crate) struct Vault {
    journal: Journal,
    diagnostics: Vec<Diagnostic>,
}

impl Vault {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = folder(files);
        let read::Read { journal, diagnostics, .. } = read::read(folder.path(), None);
        Self { journal: journal.expect("a journal"), diagnostics }
    }

    /// The codes and paths of all problems: `dead-link a.md`.
    pub(crate) fn problems(&self) -> Vec<String> {
        let told = self.diagnostics.iter();
        told.map(|told| format!("{} {}", told.code, told.path)).collect()
    }

    /// The notes by their paths, each with its id and title.
    pub(crate) fn notes(&self) -> BTreeMap<&str, (&str, &str)> {
        let entries = self.journal.entries.iter();
        let entries = entries.map(|e| (e.path.as_str(), (e.id.as_str(), e.title.as_str())));
        let pages = self.journal.pages.iter();
        let pages = pages.map(|p| (p.path.as_str(), (p.id.as_str(), p.title.as_str())));
        entries.chain(pages).collect()
    }

    pub(crate) fn title(&self, path: &str) -> &str {
        self.notes()[path].1
    }

    pub(crate) fn id(&self, path: &str) -> &str {
        self.notes()[path].0
    }

    fn body(&self, path: &str) -> &Document {
        let entry = self.journal.entries.iter().find(|entry| entry.path == path);
        let page = || self.journal.pages.iter().find(|page| page.path == path);
        entry.map(|entry| &entry.body).or_else(|| page().map(|page| &page.body)).expect("a note")
    }

    /// Where each link of a note leads: a path, with its fragment; `-` where it is dead.
    pub(crate) fn links(&self, path: &str) -> Vec<String> {
        self.links_of(self.body(path))
    }

    /// The same, where the note may be about a task or a person, or may be missing.
    pub(crate) fn links_anywhere(&self, path: &str) -> Vec<String> {
        let journal = &self.journal;
        let entries = journal.entries.iter().map(|own| (own.path.as_str(), &own.body));
        let pages = journal.pages.iter().map(|own| (own.path.as_str(), &own.body));
        let tasks = journal.tasks.iter().map(|own| (own.path.as_str(), &own.body));
        let people =
            journal.people.iter().filter_map(|own| Some((own.path.as_deref()?, &own.body)));
        let mut all = entries.chain(pages).chain(tasks).chain(people);
        all.find(|(own, _)| *own == path).map_or_else(Vec::new, |(_, body)| self.links_of(body))
    }

    fn links_of(&self, body: &Document) -> Vec<String> {
        let links = body.links.iter().map(|link| {
            let to = link.target.as_ref().map_or_else(|| "-".to_owned(), |to| self.path_of(to));
            to + &link.fragment.as_ref().map_or_else(String::new, |part| format!("#{part}"))
        });
        links.collect()
    }

    fn path_of(&self, target: &Target) -> String {
        let journal = &self.journal;
        let path = match target {
            Target::Entry(id) => journal.entries.iter().find(|e| e.id == *id).map(|e| &e.path),
            Target::Page(id) => journal.pages.iter().find(|p| p.id == *id).map(|p| &p.path),
            Target::Goal(id) => journal.goal(id.as_str()).and_then(|goal| goal.path.as_ref()),
            Target::Task(id) => journal.task(id.as_str()).map(|task| &task.path),
            Target::Person(id) => journal.person(id.as_str()).and_then(|one| one.path.as_ref()),
            Target::File(path) => Some(path),
        };
        path.cloned().unwrap_or_else(|| format!("{target:?}"))
    }
}
