//! Builds the notes that a reader gets, field by field.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;

use super::filter::{self, Filtered, WrittenLink};
use super::omission::{Omission, OmissionReason, OmittedItem};
use super::rules::{KeySharing, ShareKeys};
use super::visible::{VisibleSet, VisibleText};
use crate::diagnostic::fault;
use crate::model::entry::PartOf;
use crate::model::vocabulary::Relation;
use crate::model::{Document, Entry, Goal, Journal, Owner, Page, Person, Slug, Target, TaskNote};

/// Builds the notes of a journal for a reader.
pub(super) struct Notes<'c, 'j> {
    journal: &'j Journal,
    visible: &'c VisibleSet<'j>,
    /// The filtered texts, by the things that they belong to. Each is taken out once.
    bodies: HashMap<&'c Target, Document>,
}

impl<'c, 'j> Notes<'c, 'j> {
    /// Filters all texts, and adds what they lose to `omissions`.
    pub(super) fn filter(
        journal: &'j Journal,
        visible: &'c VisibleSet<'j>,
        omissions: &mut Vec<Omission>,
    ) -> Self {
        let mut texts: Vec<(&Target, &VisibleText<'_>)> = visible.texts().collect();
        texts.sort_by_key(|(target, _)| *target);
        let filtered: Vec<(&Target, &str, Filtered)> = texts
            .into_par_iter()
            .map(|(target, text)| {
                let decide = |link: &WrittenLink<'_>| visible.decide_link(text, link);
                // A panic here fails the whole build: a site without this note is not what the author
                // expects readers to get.
                let filtered = fault::name_file(text.path, || {
                    let hidden_names = visible.hidden_names(target);
                    let names = &visible.real_names;
                    filter::filter(text.body, text.outline(), &hidden_names, names, decide)
                });
                (target, text.path, filtered)
            })
            .collect();
        let mut new_anchors: HashMap<&Target, HashMap<String, String>> = HashMap::new();
        for (target, _, filtered) in &filtered {
            if let Some(thing) = visible.get(target) {
                let changed = filtered.anchors.iter().filter(|(old, new)| old != new);
                new_anchors.insert(&thing.target, changed.cloned().collect());
            }
        }
        let mut bodies = HashMap::new();
        for (target, path, filtered) in filtered {
            let Filtered { document: mut body, private_callouts, dropped_links, .. } = filtered;
            for link in &mut body.links {
                let anchors = link.target.as_ref().and_then(|target| new_anchors.get(target));
                let new = link.fragment.as_ref().and_then(|fragment| anchors?.get(fragment));
                link.fragment = new.cloned().or(link.fragment.take());
            }
            if private_callouts > 0 {
                let item = OmittedItem::Callouts(private_callouts);
                omissions.push(Omission::new(path, item, OmissionReason::AuthorOnly));
            }
            omissions.extend(dropped_links.into_iter().map(|name| dropped_link(path, name)));
            bodies.insert(target, body);
        }
        for entry in visible.entries.iter().map(|index| &journal.entries[*index]) {
            omissions.extend(omitted_keys(entry));
            let path = &entry.path;
            let hidden = entry.evidence.iter().filter(|evidence| {
                visible.hides_evidence(&visible.reader_evidence(path, evidence))
            });
            omissions
                .extend(hidden.map(|evidence| dropped_link(&entry.path, evidence.text.clone())));
        }
        Self { journal, visible, bodies }
    }

    fn body(&mut self, target: &Target) -> Document {
        let mut body = self.bodies.remove(target).unwrap_or_default();
        for part in &mut body.parts {
            part.id = self.id(&Target::Entry(part.id.clone()));
        }
        body
    }

    fn title(&self, target: &Target) -> String {
        self.visible.get(target).map(|thing| thing.title.clone()).unwrap_or_default()
    }

    fn id(&self, target: &Target) -> Slug {
        self.visible.id(target).unwrap_or_default()
    }

    /// Other names of a thing, as the reader gets them.
    fn filter_values(&self, texts: &[String]) -> Vec<String> {
        let filter = |text: &String| self.visible.renamed(self.visible.filter_value(text));
        texts.iter().map(filter).collect()
    }

    /// The entries, in the journal's order.
    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let entries = self.visible.entries.iter().map(|index| &self.journal.entries[*index]);
        entries.collect::<Vec<_>>().into_iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        // Taken apart in full, so that a new field does not compile until it is handled here.
        let Entry {
            id,
            plain_id: _,
            path,
            date,
            title: _,
            tags: _,
            key_tags,
            aliases,
            names_goal,
            owner,
            spelled: _,
            visibility,
            extra: _,
            raw_html,
            part,
            keys,
            body: full_body,
        } = entry;
        let target = Target::Entry(id.clone());
        let body = self.body(&target);
        let (names_goal, quote_ok) = (*names_goal, keys.quote_ok);
        let sharing = KeySharing {
            visible: self.visible,
            path,
            names_goal,
            quote_ok,
            full_body,
            shared_body: &body,
        };
        Entry {
            date: *date,
            title: self.title(&target),
            tags: tags(key_tags, &body),
            key_tags: key_tags.clone(),
            aliases: self.filter_values(aliases),
            names_goal,
            owner: self.owner(owner),
            spelled: Vec::new(),
            visibility: *visibility,
            extra: BTreeMap::new(),
            raw_html: *raw_html,
            part: part.as_ref().map(|part| self.part(part)),
            keys: Box::new(keys.shared(&sharing)),
            plain_id: self.id(&target),
            id: self.id(&target),
            path: String::new(),
            body,
        }
    }

    /// What a part is a part of. Only the note that it is from is of use to a reader.
    fn part(&self, part: &PartOf) -> PartOf {
        let note = part.note.clone().and_then(|note| self.visible.id(&Target::Entry(note)));
        PartOf { note, ..PartOf::default() }
    }

    /// The keys of a goal, a task or a person.
    fn keys<K: ShareKeys>(&self, keys: &K, full_body: &Document, shared_body: &Document) -> K {
        let (names_goal, quote_ok) = (false, false);
        let (visible, path) = (self.visible, "");
        keys.shared(&KeySharing { visible, path, names_goal, quote_ok, full_body, shared_body })
    }

    /// The notes without a date.
    pub(super) fn pages(&mut self) -> Vec<Page> {
        let pages = self.visible.pages.iter().map(|index| &self.journal.pages[*index]);
        let mut pages: Vec<Page> =
            pages.collect::<Vec<_>>().into_iter().map(|page| self.page(page)).collect();
        pages.sort_by(|a, b| a.id.cmp(&b.id));
        pages
    }

    fn page(&mut self, page: &Page) -> Page {
        let Page {
            id,
            plain_id: _,
            path: _,
            title: _,
            tags: _,
            key_tags,
            aliases,
            visibility,
            raw_html,
            body: _,
        } = page;
        let target = Target::Page(id.clone());
        let body = self.body(&target);
        Page {
            path: String::new(),
            title: self.title(&target),
            tags: tags(key_tags, &body),
            key_tags: key_tags.clone(),
            aliases: self.filter_values(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            body,
            plain_id: self.id(&target),
            id: self.id(&target),
        }
    }

    /// The goals. Those whose file is hidden have only an id and a title.
    pub(super) fn goals(&mut self) -> Vec<Goal> {
        let goals = self.journal.goals.iter();
        let mut goals: Vec<Goal> = goals.filter_map(|goal| self.goal(goal)).collect();
        goals.sort_by(|a, b| a.id.cmp(&b.id));
        goals
    }

    fn goal(&mut self, goal: &Goal) -> Option<Goal> {
        let Goal {
            id,
            path,
            title: _,
            aliases,
            visibility,
            raw_html,
            owner,
            keys,
            body: full_body,
        } = goal;
        let owner = self.owner(owner);
        let target = Target::Goal(id.clone());
        let shown = self.visible.id(&target)?;
        let title = self.title(&target);
        if !self.visible.is_full(&target) {
            return Some(Goal { owner, ..Goal::named(shown, title) });
        }
        let body = self.body(&target);
        Some(Goal {
            id: shown,
            path: path.as_ref().map(|_| String::new()),
            title,
            aliases: self.filter_values(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            owner,
            keys: self.keys(keys, full_body, &body),
            body,
        })
    }

    /// Whose something is, as far as the reader knows them. Everything in a packet for a direct
    /// report is that person's, even if nothing visible names them.
    fn owner(&self, owner: &Owner) -> Owner {
        let Owner::Report(person) = owner else { return owner.clone() };
        match self.visible.id(&Target::Person(person.clone())) {
            Some(shown) => Owner::Report(shown),
            None if self.visible.packet_report() == Some(person) => Owner::Report(Slug::default()),
            None => Owner::Unclear,
        }
    }

    /// The tasks whose file is visible.
    pub(super) fn tasks(&mut self) -> Vec<TaskNote> {
        let tasks = self.journal.tasks.iter();
        let mut tasks: Vec<TaskNote> = tasks.filter_map(|task| self.task(task)).collect();
        tasks.sort_by(|a, b| a.id.cmp(&b.id));
        tasks
    }

    fn task(&mut self, task: &TaskNote) -> Option<TaskNote> {
        let TaskNote {
            id,
            path: _,
            title: _,
            aliases,
            visibility,
            raw_html,
            keys,
            body: full_body,
        } = task;
        let target = Target::Task(id.clone());
        if !self.visible.is_full(&target) {
            return None;
        }
        let body = self.body(&target);
        Some(TaskNote {
            id: self.id(&target),
            path: String::new(),
            title: self.title(&target),
            aliases: self.filter_values(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            keys: self.keys(keys, full_body, &body),
            body,
        })
    }

    /// The titles of tasks whose file is hidden or does not exist.
    pub(super) fn task_names(&self) -> BTreeMap<Slug, String> {
        let named = |id: &Slug| {
            let target = Target::Task(id.clone());
            let thing = self.visible.get(&target).filter(|_| !self.visible.is_full(&target))?;
            Some((thing.target.slug()?.clone(), thing.title.clone()))
        };
        let tasks = self.journal.tasks.iter().map(|task| &task.id);
        tasks.chain(self.journal.task_names.keys()).filter_map(named).collect()
    }

    /// The people, under the names that they are shared by.
    pub(super) fn people(&mut self) -> Vec<Person> {
        let people = self.journal.people.iter();
        let mut people: Vec<Person> = people.filter_map(|person| self.person(person)).collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        people
    }

    fn person(&mut self, person: &Person) -> Option<Person> {
        let Person {
            id,
            path: _,
            title: _,
            aliases,
            relation,
            visibility,
            raw_html,
            keys,
            body: full_body,
        } = person;
        let target = Target::Person(id.clone());
        let shown = self.visible.id(&target)?;
        let title = self.title(&target);
        let manages = *id == self.journal.config.manager;
        if !self.visible.is_full(&target) {
            // Only their hidden file can say what anybody else is.
            let relation = manages.then_some(Relation::Manager);
            return Some(Person::named(shown, title, relation));
        }
        let body = self.body(&target);
        // The aliases of somebody who is shared under another name are real names too.
        let is_renamed = keys.share_as.is_some();
        Some(Person {
            id: shown,
            path: Some(String::new()),
            title,
            aliases: if is_renamed { Vec::new() } else { self.filter_values(aliases) },
            relation: *relation,
            visibility: *visibility,
            raw_html: *raw_html,
            keys: self.keys(keys, full_body, &body),
            body,
        })
    }

    /// The files that visible notes refer to, and the theme's files.
    pub(super) fn files(&self) -> HashMap<String, PathBuf> {
        let theme = &self.journal.theme;
        let is_themes = |path: &str| {
            theme
                .folders()
                .any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
        };
        let shared = |(path, location): (&String, &PathBuf)| {
            let file = self.visible.get(&Target::File(path.clone()));
            match file.map(|file| &file.target) {
                Some(Target::File(path)) => Some((path.clone(), location.clone())),
                _ => is_themes(path).then(|| (path.clone(), location.clone())),
            }
        };
        self.journal.files.iter().filter_map(shared).collect()
    }
}

fn dropped_link(path: &str, name: String) -> Omission {
    Omission::new(path, OmittedItem::Link(name), OmissionReason::TargetHidden)
}

/// The keys and the quote of a visible entry that only the author gets.
fn omitted_keys(entry: &Entry) -> Vec<Omission> {
    let keys = entry.keys.stated_for_author_only().into_iter().map(ToOwned::to_owned);
    let keys = keys.chain(entry.extra.keys().cloned()).map(OmittedItem::Key);
    let keys = keys.map(|key| Omission::new(&entry.path, key, OmissionReason::AuthorOnly));
    let says_something =
        entry.quote.is_some() || entry.recommendation.is_some() || entry.recommends.is_some();
    let is_unconfirmed = says_something && !entry.quote_ok;
    let quote = is_unconfirmed
        .then(|| Omission::new(&entry.path, OmittedItem::Quote, OmissionReason::Consent));
    keys.chain(quote).collect()
}

fn tags(of_keys: &[String], body: &Document) -> Vec<Slug> {
    let of_text = body.tags.iter().map(|tag| tag.name.clone());
    let mut tags: Vec<Slug> = of_keys.iter().map(|tag| Slug::new(tag)).chain(of_text).collect();
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    tags
}
