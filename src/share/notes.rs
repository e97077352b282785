//! Notes as a reader gets them, key by key.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;

use super::cast::{Cast, Text};
use super::omission::{Omission, What, Why};
use super::text::{self, Edited, Written};
use crate::markdown::section;
use crate::model::goal::{Choices, Need};
use crate::model::words::Relation;
use crate::model::{
    Body, Entry, Evidence, Goal, Journal, Metric, Page, Person, Slug, Target, TaskNote,
};

/// The notes of a journal, with their texts as the reader gets them.
pub struct Notes<'c, 'j> {
    journal: &'j Journal,
    cast: &'c Cast<'j>,
    /// The texts, by what they are of; each is taken once.
    bodies: HashMap<&'c Target, Body>,
}

impl<'c, 'j> Notes<'c, 'j> {
    /// Edits all texts.
    pub fn edit(journal: &'j Journal, cast: &'c Cast<'j>, omissions: &mut Vec<Omission>) -> Self {
        let mut texts: Vec<(&Target, &Text<'_>)> = cast.texts().collect();
        texts.sort_by_key(|(own, _)| *own);
        let edited: Vec<(&Target, &str, Edited)> = texts
            .into_par_iter()
            .map(|(own, text)| {
                let fate = |link: &Written<'_>| cast.fate(link);
                let edited = text::body(text.body, text.outline(), &cast.unnamed(own), fate);
                (own, text.path, edited)
            })
            .collect();
        let mut anchors: HashMap<&Target, HashMap<String, String>> = HashMap::new();
        for (own, _, edited) in &edited {
            if let Some(known) = cast.known(own) {
                let moved = edited.anchors.iter().filter(|(old, new)| old != new);
                anchors.insert(&known.target, moved.cloned().collect());
            }
        }
        let mut bodies = HashMap::new();
        for (own, path, Edited { mut body, callouts, links, .. }) in edited {
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
        let entries = cast.entries.iter().map(|at| &journal.entries[*at]);
        entries.for_each(|entry| {
            omissions.extend(keys(entry));
            let gone = entry.evidence.iter().filter(|proof| cast.lacks(proof));
            let gone = gone.map(|proof| What::Link(proof.text.clone()));
            omissions.extend(gone.map(|what| Omission::new(&entry.path, what, Why::NotThere)));
        });
        Self { journal, cast, bodies }
    }

    fn body(&mut self, own: &Target) -> Body {
        self.bodies.remove(own).unwrap_or_default()
    }

    fn title(&self, own: &Target) -> String {
        self.cast.known(own).map(|known| known.title.clone()).unwrap_or_default()
    }

    fn id(&self, own: Target) -> Slug {
        self.cast.id(own).unwrap_or_default()
    }

    fn ids(&self, ids: &[Slug], kind: fn(Slug) -> Target) -> Vec<Slug> {
        ids.iter().filter_map(|id| self.cast.id(kind(id.clone()))).collect()
    }

    fn words(&self, text: &Option<String>) -> Option<String> {
        text.as_deref().map(|text| self.cast.words(text))
    }

    fn all_words(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.cast.words(text)).collect()
    }

    /// The entries, in the order of their files.
    pub fn entries(&mut self) -> Vec<Entry> {
        let entries = self.cast.entries.iter().map(|at| &self.journal.entries[*at]);
        entries.collect::<Vec<_>>().into_iter().map(|entry| self.entry(entry)).collect()
    }

    fn entry(&mut self, entry: &Entry) -> Entry {
        // Taken apart in full: a key that is added must be dealt with here.
        let Entry {
            id,
            path: _,
            date,
            title: _,
            tags: _,
            key_tags,
            aliases,
            step,
            opens_loop,
            tasks,
            goals,
            names_goal,
            with,
            spelled: _,
            kind,
            visibility,
            energy: _,
            perception: _,
            wishes: _,
            trying,
            blocking,
            help,
            bar,
            initiative,
            status,
            due,
            size,
            project,
            impact,
            metrics,
            evidence,
            shows,
            confirmed_by,
            seen_by,
            quote,
            quote_from,
            quote_ok,
            answer,
            gaps,
            lesson,
            resolves,
            update_by,
            combines,
            minutes,
            extra: _,
            raw_html,
            body: old,
        } = entry;
        let own = Target::Entry(id.clone());
        let body = self.body(&own);
        // An answer may stand in a key, or in the text under a heading.
        let answered = |answer: &Option<String>, question: &str| match answer {
            Some(_) if *answer == section(old, question) => section(&body, question),
            answer => self.words(answer),
        };
        let quotes = |who: &&Slug| *quote_ok && self.cast.person(who).is_some();
        Entry {
            date: *date,
            title: self.title(&own),
            tags: tags(key_tags, &body),
            key_tags: key_tags.clone(),
            aliases: self.all_words(aliases),
            step: *step,
            opens_loop: *opens_loop,
            tasks: self.ids(tasks, Target::Task),
            goals: if *names_goal { self.ids(goals, Target::Goal) } else { Vec::new() },
            names_goal: *names_goal,
            with: self.ids(with, Target::Person),
            spelled: Vec::new(),
            kind: *kind,
            visibility: *visibility,
            energy: None,
            perception: None,
            wishes: Vec::new(),
            trying: answered(trying, "trying"),
            blocking: answered(blocking, "blocking"),
            help: answered(help, "help"),
            bar: answered(bar, "bar"),
            initiative: *initiative,
            status: *status,
            due: *due,
            size: *size,
            project: project.clone(),
            impact: self.words(impact),
            metrics: metrics.iter().map(|metric| self.metric(metric)).collect(),
            evidence: evidence.iter().filter_map(|proof| self.evidence(proof)).collect(),
            shows: shows.clone(),
            confirmed_by: self.ids(confirmed_by, Target::Person),
            seen_by: self.ids(seen_by, Target::Person),
            quote: if *quote_ok { self.words(quote) } else { None },
            quote_from: quote_from
                .as_ref()
                .filter(quotes)
                .map(|who| self.id(Target::Person(who.clone()))),
            quote_ok: *quote_ok,
            answer: *answer,
            gaps: gaps.clone(),
            lesson: self.words(lesson),
            resolves: resolves.iter().filter_map(|name| self.resolved(name)).collect(),
            update_by: *update_by,
            combines: self.all_words(combines),
            minutes: *minutes,
            extra: BTreeMap::new(),
            raw_html: *raw_html,
            id: self.id(own),
            path: String::new(),
            body,
        }
    }

    /// The entry or the task that is settled; a wish is the author's.
    fn resolved(&self, name: &Slug) -> Option<Slug> {
        let entry = self.cast.id(Target::Entry(name.clone()));
        entry.or_else(|| self.cast.id(Target::Task(name.clone())))
    }

    fn metric(&self, metric: &Metric) -> Metric {
        let Metric { name, before, after, unit } = metric;
        let [name, before, after, unit] =
            [name, before, after, unit].map(|text| self.cast.words(text));
        Metric { name, before, after, unit }
    }

    /// Proof that the reader can't have is none, but for the author's own words.
    fn evidence(&self, proof: &Evidence) -> Option<Evidence> {
        let Evidence { text, url, target, bare } = proof;
        if self.cast.lacks(proof) {
            return None;
        }
        let known = target.as_ref().and_then(|target| self.cast.known(target));
        let title = known.filter(|_| *bare).map(|known| known.title.clone());
        let text = title.unwrap_or_else(|| self.cast.words(text));
        let target = known.map(|known| known.target.clone());
        Some(Evidence { text, url: url.clone(), target, bare: false })
    }

    /// The notes without a date.
    pub fn pages(&mut self) -> Vec<Page> {
        let pages = self.cast.pages.iter().map(|at| &self.journal.pages[*at]);
        let mut pages: Vec<Page> =
            pages.collect::<Vec<_>>().into_iter().map(|page| self.page(page)).collect();
        pages.sort_by(|a, b| a.id.cmp(&b.id));
        pages
    }

    fn page(&mut self, page: &Page) -> Page {
        let Page {
            id,
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
            id: self.id(own),
        }
    }

    /// The goals, whole or by their title.
    pub fn goals(&mut self) -> Vec<Goal> {
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
            kind,
            from,
            to,
            by,
            with,
            ladder,
            needs,
            packet: Choices { pinned, dropped },
            shared_on,
            state,
            visibility,
            raw_html,
            body: _,
        } = goal;
        let own = Target::Goal(id.clone());
        let shown = self.cast.id(own.clone())?;
        let title = self.title(&own);
        if !self.cast.is_whole(&own) {
            return Some(Goal::named(shown, title));
        }
        let need = |need: &Need| Need { id: need.id.clone(), title: self.cast.words(&need.title) };
        Some(Goal {
            id: shown,
            path: path.as_ref().map(|_| String::new()),
            title,
            aliases: self.all_words(aliases),
            kind: *kind,
            from: self.words(from),
            to: self.words(to),
            by: *by,
            with: self.ids(with, Target::Person),
            ladder: ladder.clone(),
            needs: needs.iter().map(need).collect(),
            packet: Choices {
                pinned: self.ids(pinned, Target::Task),
                dropped: self.ids(dropped, Target::Task),
            },
            shared_on: *shared_on,
            state: *state,
            visibility: *visibility,
            raw_html: *raw_html,
            body: self.body(&own),
        })
    }

    /// The files of tasks.
    pub fn tasks(&mut self) -> Vec<TaskNote> {
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
            size,
            due,
            project,
            asked_by,
            asked_on,
            visibility,
            raw_html,
            body: _,
        } = task;
        let own = Target::Task(id.clone());
        self.cast.is_whole(&own).then(|| TaskNote {
            id: self.id(own.clone()),
            path: String::new(),
            title: self.title(&own),
            aliases: self.all_words(aliases),
            size: *size,
            due: *due,
            project: project.clone(),
            asked_by: self.ids(asked_by.as_slice(), Target::Person).pop(),
            asked_on: *asked_on,
            visibility: *visibility,
            raw_html: *raw_html,
            body: self.body(&own),
        })
    }

    /// What the tasks are called of which only that is there.
    pub fn task_names(&self) -> BTreeMap<Slug, String> {
        let named = |id: &Slug| {
            let own = Target::Task(id.clone());
            let known = self.cast.known(&own).filter(|_| !self.cast.is_whole(&own))?;
            Some((known.target.slug()?.clone(), known.title.clone()))
        };
        let tasks = self.journal.tasks.iter().map(|task| &task.id);
        tasks.chain(self.journal.task_names.keys()).filter_map(named).collect()
    }

    /// The people, by the names that they are shared by.
    pub fn people(&mut self) -> Vec<Person> {
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
            since,
            until,
            cadence,
            share_as,
            visibility,
            raw_html,
            body: _,
        } = person;
        let own = Target::Person(id.clone());
        let shown = self.cast.id(own.clone())?;
        let title = self.title(&own);
        let manages = *id == self.journal.config.manager;
        if !self.cast.is_whole(&own) {
            let relation = if manages { Relation::Manager } else { Relation::Peer };
            return Some(Person::named(shown, title, relation));
        }
        Some(Person {
            id: shown,
            path: Some(String::new()),
            title,
            // Another name of somebody who is shared by one is theirs too.
            aliases: if share_as.is_some() { Vec::new() } else { self.all_words(aliases) },
            relation: *relation,
            since: *since,
            until: *until,
            cadence: *cadence,
            share_as: None,
            visibility: *visibility,
            raw_html: *raw_html,
            body: self.body(&own),
        })
    }

    /// The files that shared notes refer to, and the theme's.
    pub fn files(&self) -> HashMap<String, PathBuf> {
        let theme = &self.journal.theme;
        let themed = |path: &str| {
            theme
                .folders()
                .any(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
        };
        let shared = |(path, place): (&String, &PathBuf)| {
            let known = self.cast.known(&Target::File(path.clone()));
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
    let own = [
        ("energy", entry.energy.is_some()),
        ("perception", entry.perception.is_some()),
        ("wishes", !entry.wishes.is_empty()),
    ];
    let own = own.into_iter().filter(|(_, there)| *there).map(|(key, _)| key.to_owned());
    let keys = own.chain(entry.extra.keys().cloned()).map(What::Key);
    let quoted = entry.quote.is_some() && !entry.quote_ok;
    let quote = quoted.then(|| Omission::new(&entry.path, What::Quote, Why::Consent));
    keys.map(|what| Omission::new(&entry.path, what, Why::Own)).chain(quote).collect()
}

fn tags(of_keys: &[Slug], body: &Body) -> Vec<Slug> {
    let of_text = body.tags.iter().map(|(_, tag)| tag);
    let mut tags: Vec<Slug> = of_keys.iter().chain(of_text).cloned().collect();
    tags.sort();
    tags.dedup();
    tags
}
