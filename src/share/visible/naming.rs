//! Assigns the ids that a reader sees.

use super::{VisibleSet, VisibleThing, stem};
use crate::model::real_names::Writing;
use crate::model::{Journal, Slug, Target};
use crate::share::attachments;
use crate::share::ids::{IdAllocator, file_name};

impl<'j> VisibleSet<'j> {
    /// Gives each visible thing an id for the reader, and the title that the author gave it.
    pub(super) fn assign_ids(&mut self) {
        let Journal { entries, pages, goals, tasks, people, .. } = self.journal;
        let mut ids = IdAllocator::default();
        for entry in self.entries.clone().into_iter().map(|index| &entries[index]) {
            // The author's own id may contain a folder's name, which reveals that a hidden note has
            // the plain id.
            let id = ids.allocate(Target::Entry, self.renamed_id(&entry.plain_id));
            self.add_note(
                Target::Entry(entry.id.clone()),
                id,
                &entry.title,
                &entry.aliases,
                // The name of its file is that of its note.
                if entry.part.is_some() { entry.id.as_str() } else { &entry.path },
            );
        }
        for page in self.pages.clone().into_iter().map(|index| &pages[index]) {
            let id = ids.allocate(Target::Page, self.renamed_id(&page.plain_id));
            self.add_note(
                Target::Page(page.id.clone()),
                id,
                &page.title,
                &page.aliases,
                &page.path,
            );
        }
        let mut full: Vec<Target> = Vec::new();
        full.extend(goals.iter().map(|goal| Target::Goal(goal.id.clone())));
        full.extend(tasks.iter().map(|task| Target::Task(task.id.clone())));
        full.extend(people.iter().map(|person| Target::Person(person.id.clone())));
        full.retain(|target| self.is_full(target));
        let has_alias = |target: &Target| self.share_as(target).is_some();
        let (aliased, plain): (Vec<_>, Vec<_>) = full.into_iter().partition(has_alias);
        plain.iter().cloned().for_each(|target| ids.reserve(target));
        plain.into_iter().for_each(|target| self.assign_id(target, None, &mut ids));
        for (target, spellings) in std::mem::take(&mut self.named) {
            self.assign_id(target, Some(&spellings), &mut ids);
        }
        aliased.into_iter().for_each(|target| self.assign_id(target, None, &mut ids));
        self.add_manager(&mut ids);
    }

    /// Every journal has a manager. If nothing visible names them, the reader sees no name either.
    fn add_manager(&mut self, ids: &mut IdAllocator) {
        let manager = Target::Person(self.journal.config.manager.clone());
        self.things.entry(manager).or_insert_with(|| VisibleThing {
            is_renamed: true,
            is_nameless: true,
            ..VisibleThing::new(ids.allocate(Target::Person, Slug::new("manager")), "manager")
        });
    }

    fn add_note(
        &mut self,
        target: Target,
        shown: Target,
        title: &str,
        aliases: &[String],
        path: &str,
    ) {
        self.add_author_names(aliases, stem(path), &target);
        self.add_author_names(&[], title, &target);
        self.things.insert(target, VisibleThing::new(shown, title));
    }

    /// Assigns the id of a goal, task, person or file. Something whose own file is hidden gets an id
    /// that visible notes spell out.
    fn assign_id(&mut self, target: Target, spellings: Option<&[&str]>, ids: &mut IdAllocator) {
        if self.things.contains_key(&target) {
            return;
        }
        if let Some(name) = self.share_as(&target) {
            self.add_renamed(target, name, ids);
            return;
        }
        if let Target::File(path) = &target {
            if attachments::may_be_shared(path) {
                // Files of `static/` keep the address that the author gave them.
                let name = file_name(path);
                let renamed = self.real_names.replaced(&name, Writing::Id);
                let renamed = renamed.filter(|_| !path.starts_with("static/"));
                let renamed = renamed.map(|name| name.replace(' ', "-"));
                let shown = ids.allocate_file(renamed.as_deref().unwrap_or(path));
                let title = renamed.unwrap_or(name);
                let thing = VisibleThing::new(Target::File(shown), &title);
                self.things.insert(target, thing);
            }
            return;
        }
        let Some(thing) = self.author_thing(&target) else { return };
        let id = target.slug().cloned().unwrap_or_default();
        let is_full = self.is_full(&target);
        let spellings = spellings.filter(|_| !is_full).unwrap_or_default();
        let slugs: Vec<Slug> = spellings.iter().map(|name| Slug::new(name)).collect();
        let is_id = |slug: &Slug| slug.is_empty() || *slug == id;
        let shown = match (slugs.first(), slugs.iter().any(is_id)) {
            (Some(first), false) => ids.allocate(target.kind(), self.renamed_id(first)),
            _ => match self.real_names.replaced_id(&id) {
                Some(renamed) => ids.allocate(target.kind(), renamed),
                None if is_full => target.clone(),
                None => ids.allocate(target.kind(), id.clone()),
            },
        };
        // Something without a file gets the first spelling that says more than its id as its title.
        let spelled = spellings.iter().find(|name| !name.is_empty() && **name != id.as_str());
        let is_manager = target == Target::Person(self.journal.config.manager.clone());
        let title = match spelled {
            _ if thing.has_file || is_manager => thing.title.to_owned(),
            Some(name) => (*name).to_owned(),
            None => id.title(),
        };
        self.add_author_names(thing.aliases, thing.title, &target);
        self.add_author_names(&[], &title, &target);
        self.things.insert(target, VisibleThing::new(shown, &title));
    }

    /// An id without the real names of people whom the reader knows by another one.
    fn renamed_id(&self, id: &Slug) -> Slug {
        self.real_names.replaced_id(id).unwrap_or_else(|| id.clone())
    }

    /// Adds a person whom the reader knows by another name.
    fn add_renamed(&mut self, target: Target, name: &str, ids: &mut IdAllocator) {
        let slug = Some(Slug::new(name)).filter(|slug| !slug.is_empty());
        let slug = slug.unwrap_or_else(|| Slug::new("somebody"));
        let shown = ids.allocate(Target::Person, slug);
        if let Some(thing) = self.author_thing(&target) {
            self.add_author_names(thing.aliases, thing.title, &target);
        }
        let thing = VisibleThing { is_renamed: true, ..VisibleThing::new(shown, name) };
        self.things.insert(target, thing);
    }

    /// The name that a reader gets instead of a person's own.
    fn share_as(&self, target: &Target) -> Option<&'j str> {
        let Target::Person(id) = target else { return None };
        self.journal.person(id.as_str())?.share_as.as_deref()
    }

    /// The real names of a person who is shared under another name. Headings of the person's note
    /// must not say them. Accents are removed, because `Rene` gives `René` away.
    pub(in crate::share) fn hidden_names(&self, target: &Target) -> Vec<Slug> {
        if self.share_as(target).is_none() {
            return Vec::new();
        }
        let thing = self.author_thing(target);
        let names =
            thing.map(|thing| thing.aliases.iter().map(String::as_str).chain([thing.title]));
        let names = names.into_iter().flatten().map(Slug::new).chain(target.slug().cloned());
        names.map(|name| name.without_accents()).collect()
    }

    /// Records the names by which the author's texts can refer to a thing.
    fn add_author_names(&mut self, aliases: &[String], name: &str, target: &Target) {
        let names = aliases.iter().map(String::as_str).chain([name]).map(Slug::new);
        let names: Vec<Slug> = names.chain(target.slug().cloned()).collect();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.author_names.entry(name).or_insert_with(|| target.clone());
        }
    }
}
