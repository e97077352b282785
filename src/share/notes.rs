//! Notes as a reader gets them, key by key.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;

use super::filter::{self, Filtered, WrittenLink};
use super::omission::{Omission, What, Why};
use super::rules::{KeySharing, ShareKeys};
use super::visible::{VisibleSet, VisibleText};
use crate::diagnostic::fault;
use crate::model::vocabulary::Relation;
use crate::model::{Document, Entry, Goal, Journal, Page, Person, Slug, Target, TaskNote};

/// The notes of a journal, with their texts as the reader gets them.
pub(super) struct Notes<'c, 'j> {
    journal: &'j Journal,
    visible: &'c VisibleSet<'j>,
    /// The texts, by what they are of; each is taken once.
    bodies: HashMap<&'c Target, Document>,
}

impl<'c, 'j> Notes<'c, 'j> {
    /// Filters all texts.
    pub(super) fn filter(
        journal: &'j Journal,
        visible: &'c VisibleSet<'j>,
        omissions: &mut Vec<Omission>,
    ) -> Self {
        let mut texts: Vec<(&Target, &VisibleText<'_>)> = visible.texts().collect();
        texts.sort_by_key(|(own, _)| *own);
        let filtered: Vec<(&Target, &str, Filtered)> = texts
            .into_par_iter()
            .map(|(own, text)| {
                let decide = |link: &WrittenLink<'_>| visible.decide(link);
                // Without this note, what others get would not be what its author expects.
                let filtered = fault::name_file(text.path, || {
                    filter::filter(text.body, text.outline(), &visible.unnamed(own), decide)
                });
                (own, text.path, filtered)
            })
            .collect();
        let mut anchors: HashMap<&Target, HashMap<String, String>> = HashMap::new();
        for (own, _, filtered) in &filtered {
            if let Some(known) = visible.known(own) {
                let moved = filtered.anchors.iter().filter(|(old, new)| old != new);
                anchors.insert(&known.target, moved.cloned().collect());
            }
        }
        let mut bodies = HashMap::new();
        for (own, path, Filtered { document: mut body, callouts, links, .. }) in filtered {
            for link in &mut body.links {
                let moved = link.target.as_ref().and_then(|target| anchors.get(target));
                let now = link.fragment.as_ref().and_then(|part| moved?.get(part));
                link.fragment = now.cloned().or(link.fragment.take());
            }
            if callouts > 0 {
                omissions.push(Omission::new(path, What::Callouts(callouts), Why::Own));
            }
            let gone = links.into_iter().map(What::Link);
            omissions.extend(gone.map(|what| Omission::new(path, what, Why::NotThere)));
            bodies.insert(own, body);
        }
        let entries = visible.entries.iter().map(|at| &journal.entries[*at]);
        entries.for_each(|entry| {
            omissions.extend(keys(entry));
            let gone = entry.evidence.iter().filter(|proof| visible.lacks(proof));
            let gone = gone.map(|proof| What::Link(proof.text.clone()));
            omissions.extend(gone.map(|what| Omission::new(&entry.path, what, Why::NotThere)));
        });
        Self { journal, visible, bodies }
    }

    fn body(&mut self, own: &Target) -> Document {
        self.bodies.remove(own).unwrap_or_default()
    }

    fn title(&self, own: &Target) -> String {
        self.visible.known(own).map(|known| known.title.clone()).unwrap_or_default()
    }

    fn id(&self, own: Target) -> Slug {
        self.visible.id(own).unwrap_or_default()
    }

    fn all_words(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.visible.words(text)).collect()
    }

    /// The entries, in the order of their files.
    pub(super) fn entries(&mut self) -> Vec<Entry> {
        let entries = self.visible.entries.iter().map(|at| &self.journal.entries[*at]);
        entries.collect::<Vec<_>>().into_iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        // IdAllocator apart in full: what is added must be dealt with here.
        let Entry {
            id,
            plain_id: _,
            path: _,
            date,
            title: _,
            tags: _,
            key_tags,
            aliases,
            names_goal,
            spelled: _,
            visibility,
            extra: _,
            raw_html,
            keys,
            body: old,
        } = entry;
        let own = Target::Entry(id.clone());
        let body = self.body(&own);
        let (names_goal, quote_ok) = (*names_goal, keys.quote_ok);
        let sharing =
            KeySharing { visible: self.visible, names_goal, quote_ok, bodies: (old, &body) };
        Entry {
            date: *date,
            title: self.title(&own),
            tags: tags(key_tags, &body),
            key_tags: key_tags.clone(),
            aliases: self.all_words(aliases),
            names_goal,
            spelled: Vec::new(),
            visibility: *visibility,
            extra: BTreeMap::new(),
            raw_html: *raw_html,
            keys: keys.shared(&sharing),
            plain_id: self.id(own.clone()),
            id: self.id(own),
            path: String::new(),
            body,
        }
    }

    /// The keys of a goal, a task or a person.
    fn keys<K: ShareKeys>(&self, keys: &K, old: &Document, body: &Document) -> K {
        let (names_goal, quote_ok) = (false, false);
        keys.shared(&KeySharing {
            visible: self.visible,
            names_goal,
            quote_ok,
            bodies: (old, body),
        })
    }

    /// The notes without a date.
    pub(super) fn pages(&mut self) -> Vec<Page> {
        let pages = self.visible.pages.iter().map(|at| &self.journal.pages[*at]);
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
        let own = Target::Page(id.clone());
        let body = self.body(&own);
        Page {
            path: String::new(),
            title: self.title(&own),
            tags: tags(key_tags, &body),
            key_tags: key_tags.clone(),
            aliases: self.all_words(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            body,
            plain_id: self.id(own.clone()),
            id: self.id(own),
        }
    }

    /// The goals, whole or by their title.
    pub(super) fn goals(&mut self) -> Vec<Goal> {
        let goals = self.journal.goals.iter();
        let mut goals: Vec<Goal> = goals.filter_map(|goal| self.goal(goal)).collect();
        goals.sort_by(|a, b| a.id.cmp(&b.id));
        goals
    }

    fn goal(&mut self, goal: &Goal) -> Option<Goal> {
        let Goal { id, path, title: _, aliases, visibility, raw_html, keys, body: old } = goal;
        let own = Target::Goal(id.clone());
        let shown = self.visible.id(own.clone())?;
        let title = self.title(&own);
        if !self.visible.is_whole(&own) {
            return Some(Goal::named(shown, title));
        }
        let body = self.body(&own);
        Some(Goal {
            id: shown,
            path: path.as_ref().map(|_| String::new()),
            title,
            aliases: self.all_words(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            keys: self.keys(keys, old, &body),
            body,
        })
    }

    /// The files of tasks.
    pub(super) fn tasks(&mut self) -> Vec<TaskNote> {
        let tasks = self.journal.tasks.iter();
        let mut tasks: Vec<TaskNote> = tasks.filter_map(|task| self.task(task)).collect();
        tasks.sort_by(|a, b| a.id.cmp(&b.id));
        tasks
    }

    fn task(&mut self, task: &TaskNote) -> Option<TaskNote> {
        let TaskNote { id, path: _, title: _, aliases, visibility, raw_html, keys, body: old } =
            task;
        let own = Target::Task(id.clone());
        if !self.visible.is_whole(&own) {
            return None;
        }
        let body = self.body(&own);
        Some(TaskNote {
            id: self.id(own.clone()),
            path: String::new(),
            title: self.title(&own),
            aliases: self.all_words(aliases),
            visibility: *visibility,
            raw_html: *raw_html,
            keys: self.keys(keys, old, &body),
            body,
        })
    }

    /// What the tasks are called of which only that is there.
    pub(super) fn task_names(&self) -> BTreeMap<Slug, String> {
        let named = |id: &Slug| {
            let own = Target::Task(id.clone());
            let known = self.visible.known(&own).filter(|_| !self.visible.is_whole(&own))?;
            Some((known.target.slug()?.clone(), known.title.clone()))
        };
        let tasks = self.journal.tasks.iter().map(|task| &task.id);
        tasks.chain(self.journal.task_names.keys()).filter_map(named).collect()
    }

    /// The people, by the names that they are shared by.
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
            body: old,
        } = person;
        let own = Target::Person(id.clone());
        let shown = self.visible.id(own.clone())?;
        let title = self.title(&own);
        let manages = *id == self.journal.config.manager;
        if !self.visible.is_whole(&own) {
            let relation = if manages { Relation::Manager } else { Relation::Peer };
            return Some(Person::named(shown, title, relation));
        }
        let body = self.body(&own);
        // Another name of somebody who is shared by one is theirs too.
        let is_renamed = keys.share_as.is_some();
        Some(Person {
            id: shown,
            path: Some(String::new()),
            title,
            aliases: if is_renamed { Vec::new() } else { self.all_words(aliases) },
            relation: *relation,
            visibility: *visibility,
            raw_html: *raw_html,
            keys: self.keys(keys, old, &body),
            body,
        })
    }

    /// The files that shared notes refer to, and the theme's.
    pub(super) fn files(&self) -> HashMap<String, PathBuf> {
        let theme = &self.journal.theme;
        let themed = |path: &str| {
            theme
                .folders()
                .any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
        };
        let shared = |(path, place): (&String, &PathBuf)| {
            let known = self.visible.known(&Target::File(path.clone()));
            match known.map(|known| &known.target) {
                Some(Target::File(path)) => Some((path.clone(), place.clone())),
                _ => themed(path).then(|| (path.clone(), place.clone())),
            }
        };
        self.journal.files.iter().filter_map(shared).collect()
    }
}

/// The keys of an entry that are there for the author alone.
fn keys(entry: &Entry) -> Vec<Omission> {
    let own = entry.keys.stated_for_author_only();
    let own = own.into_iter().map(ToOwned::to_owned);
    let keys = own.chain(entry.extra.keys().cloned()).map(What::Key);
    let quoted = entry.quote.is_some() && !entry.quote_ok;
    let quote = quoted.then(|| Omission::new(&entry.path, What::Quote, Why::Consent));
    keys.map(|what| Omission::new(&entry.path, what, Why::Own)).chain(quote).collect()
}

fn tags(of_keys: &[Slug], body: &Document) -> Vec<Slug> {
    let of_text = body.tags.iter().map(|tag| &tag.name);
    let mut tags: Vec<Slug> = of_keys.iter().chain(of_text).cloned().collect();
    tags.sort();
    tags.dedup();
    tags
}
