//! What a link means to a reader for whom hidden notes do not exist.
//!
//! A hidden note may have the name of a visible one, and then a link leads its author to the hidden
//! one. For the reader the link means what it would mean without that note.

use std::borrow::Cow;

use super::VisibleSet;
use crate::markdown::name_index::{LinkedName, NameIndex, NameSource};
use crate::model::note_path::may_be_linked;
use crate::model::{Document, Evidence, Journal, Link, Slug, Target};

impl<'j> VisibleSet<'j> {
    /// What a link in the text of a file leads the reader to.
    pub(super) fn link_target<'l>(
        &self,
        path: &str,
        document: &Document,
        link: &'l Link,
    ) -> Option<Cow<'l, Target>> {
        let target = link.target.as_ref()?;
        if !self.is_hidden_note(target) {
            return Some(Cow::Borrowed(target));
        }
        let name = LinkedName::of(document, link)?;
        self.index().find(path, &name).first().map(Cow::Owned)
    }

    /// Evidence as the reader would have it without hidden notes.
    pub(in crate::share) fn reader_evidence<'e>(
        &self,
        path: &str,
        evidence: &'e Evidence,
    ) -> Cow<'e, Evidence> {
        match &evidence.target {
            Some(target) if self.is_hidden_note(target) => {
                Cow::Owned(self.index().evidence(path, &evidence.written))
            }
            _ => Cow::Borrowed(evidence),
        }
    }

    /// The id that the reader sees of the entry that is named by its day and its file's name.
    pub(in crate::share) fn entry_named(&self, name: &Slug) -> Option<Slug> {
        let entries = self.entries.iter().map(|index| &self.journal.entries[*index]);
        let plain = entries.filter(|entry| entry.plain_id == *name);
        let plain = plain.min_by_key(|entry| (entry.path.matches('/').count(), &entry.path));
        let id = plain.map_or_else(|| name.clone(), |entry| entry.id.clone());
        self.id(&Target::Entry(id))
    }

    fn is_hidden_note(&self, target: &Target) -> bool {
        matches!(target, Target::Entry(_) | Target::Page(_)) && !self.notes.contains(target)
    }

    fn index(&self) -> &NameIndex {
        self.index.get_or_init(|| self.make_index())
    }

    /// All that links can name but hidden notes. Goals, tasks and people are there for whoever sees
    /// a note that names them.
    fn make_index(&self) -> NameIndex {
        fn add(
            index: &mut NameIndex,
            path: &str,
            target: &Target,
            title: &str,
            aliases: &[String],
        ) {
            index.file(path, target);
            index.name(NameSource::Title, title, target);
            aliases.iter().for_each(|alias| index.name(NameSource::Alias, alias, target));
        }
        let Journal { entries, pages, goals, tasks, people, task_names, .. } = self.journal;
        let mut index = NameIndex::default();
        for entry in self.entries.iter().map(|at| &entries[*at]) {
            let target = Target::Entry(entry.id.clone());
            if entry.part.is_some() {
                // The file is that of its note.
                let aliases = entry.aliases.iter();
                aliases.for_each(|alias| index.name(NameSource::Alias, alias, &target));
            } else {
                add(&mut index, &entry.path, &target, &entry.title, &entry.aliases);
            }
            index.name(NameSource::File, entry.plain_id.as_str(), &target);
        }
        for page in self.pages.iter().map(|at| &pages[*at]) {
            let target = Target::Page(page.id.clone());
            add(&mut index, &page.path, &target, &page.title, &page.aliases);
            index.name(NameSource::File, page.plain_id.as_str(), &target);
        }
        let goals = goals.iter().map(|goal| {
            (Target::Goal(goal.id.clone()), &goal.title, &goal.aliases, goal.path.as_deref())
        });
        let tasks = tasks.iter().map(|task| {
            (Target::Task(task.id.clone()), &task.title, &task.aliases, Some(task.path.as_str()))
        });
        let people = people.iter().map(|own| {
            (Target::Person(own.id.clone()), &own.title, &own.aliases, own.path.as_deref())
        });
        for (target, title, aliases, path) in goals.chain(tasks).chain(people) {
            match path {
                Some(path) => add(&mut index, path, &target, title, aliases),
                None => {
                    let id = target.slug().map_or("", Slug::as_str);
                    index.name(NameSource::Named, id, &target);
                }
            }
        }
        for id in task_names.keys() {
            index.name(NameSource::Named, id.as_str(), &Target::Task(id.clone()));
        }
        for path in self.journal.files.keys().filter(|path| may_be_linked(path)) {
            let target = Target::File(path.clone());
            index.file(path, &target);
            let below = path.strip_prefix("static/");
            if let Some(path) = below.filter(|_| self.journal.config.conventions.is_site) {
                index.file(path, &target);
            }
        }
        index
    }
}
