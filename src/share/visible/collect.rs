//! Collects what a reader may see: notes that are shared with them, and everything that these name.

use std::collections::HashMap;

use super::{VisibleSet, VisibleText, stem};
use crate::markdown::inline::split_target;
use crate::markdown::parts::Parts;
use crate::model::document::LinkKind;
use crate::model::{Document, Entry, Journal, Link, Target};
use crate::share::filter::outline;
use crate::share::named::{NamedTargets, NamingKeys};

impl<'j> VisibleSet<'j> {
    /// Collects entries and notes without a date.
    pub(super) fn collect_notes(&mut self) {
        let Journal { entries, pages, .. } = self.journal;
        let visible = entries.iter().enumerate();
        let visible = visible.filter(|(index, entry)| self.options.hides(*index, entry).is_none());
        self.entries = visible.map(|(index, _)| index).collect();
        let visible = pages.iter().enumerate().filter(|(_, page)| self.reaches(page.visibility));
        self.pages = visible.map(|(index, _)| index).collect();
        // The journal sorts pages by id, and hidden notes can change ids. Paths don't depend on them.
        self.pages.sort_by(|a, b| pages[*a].path.cmp(&pages[*b].path));
        let dated = self.entries.iter().map(|index| Target::Entry(entries[*index].id.clone()));
        let undated = self.pages.iter().map(|index| Target::Page(pages[*index].id.clone()));
        self.notes = dated.chain(undated).collect();
    }

    /// Collects goals, tasks and people whose own file is visible.
    pub(super) fn collect_full(&mut self) {
        let Journal { goals, tasks, people, .. } = self.journal;
        let packet_goal = self.options.packet.as_ref().map(|packet| &packet.goal);
        let goals = goals.iter().filter(|goal| {
            goal.path.is_some() && (self.reaches(goal.visibility) || Some(&goal.id) == packet_goal)
        });
        let tasks = tasks.iter().filter(|task| self.reaches(task.visibility));
        let people = people.iter();
        let people =
            people.filter(|person| person.path.is_some() && self.reaches(person.visibility));
        self.full = goals
            .map(|goal| Target::Goal(goal.id.clone()))
            .chain(tasks.map(|task| Target::Task(task.id.clone())))
            .chain(people.map(|person| Target::Person(person.id.clone())))
            .collect();
        // A goal without a file has nothing but its name, and a packet for it shows that.
        let packet_goal = packet_goal.filter(|goal| self.journal.goal(goal.as_str()).is_some());
        self.full.extend(packet_goal.map(|goal| Target::Goal(goal.clone())));
    }

    /// Collects the texts of everything visible so far, and what these texts and keys name.
    pub(super) fn collect_named(&mut self) {
        let journal = self.journal;
        for index in self.entries.clone() {
            let entry = &journal.entries[index];
            self.add_entry_keys(entry);
            self.add_text(Target::Entry(entry.id.clone()), &entry.path, &entry.body);
        }
        for index in self.pages.clone() {
            let page = &journal.pages[index];
            self.add_text(Target::Page(page.id.clone()), &page.path, &page.body);
        }
        for goal in &journal.goals {
            let target = Target::Goal(goal.id.clone());
            if self.is_full(&target) {
                self.add_by_title(goal.keys.named_targets(NamedTargets::new(true, true)));
                self.add_text(target, goal.path.as_deref().unwrap_or_default(), &goal.body);
            }
        }
        for task in &journal.tasks {
            let target = Target::Task(task.id.clone());
            if self.is_full(&target) {
                self.add_by_title(task.keys.named_targets(NamedTargets::new(true, true)));
                self.add_text(target, &task.path, &task.body);
            }
        }
        for person in &journal.people {
            let target = Target::Person(person.id.clone());
            if self.is_full(&target) {
                self.add_text(target, person.path.as_deref().unwrap_or_default(), &person.body);
            }
        }
    }

    fn add_entry_keys(&mut self, entry: &'j Entry) {
        let mut spellings: HashMap<&Target, Vec<&'j str>> = HashMap::new();
        for (target, name) in &entry.spelled {
            spellings.entry(target).or_default().push(name);
        }
        let named = entry.keys.named_targets(NamedTargets::new(entry.names_goal, entry.quote_ok));
        for target in named {
            match spellings.get(&target) {
                Some(names) => {
                    names.iter().for_each(|name| self.add_named(target.clone(), Some(name)));
                }
                None => self.add_named(target, None),
            }
        }
        let evidence = entry.evidence.iter().map(|own| self.reader_evidence(&entry.path, own));
        let evidence = evidence.filter_map(|evidence| evidence.target.clone());
        self.add_by_title(evidence.filter(|target| self.has_file(target)).collect());
    }

    fn has_file(&self, target: &Target) -> bool {
        matches!(target, Target::File(_))
            || self.author_thing(target).is_some_and(|thing| thing.has_file)
    }

    fn add_text(&mut self, target: Target, path: &'j str, body: &'j Document) {
        let outline = outline(body, &self.hidden_names(&target));
        let parts = Parts::of(outline.as_ref().unwrap_or(body));
        self.texts.insert(target, VisibleText { path, body, outline, parts });
        for link in body.links.iter().filter(|link| !body.is_private(link.node)) {
            // A thing without a file exists only because a key names it. That key may be in a hidden
            // note, so a link alone does not make the thing visible.
            let target = self.link_target(path, body, link).filter(|target| self.has_file(target));
            if let Some(target) = target {
                self.add_named(target.into_owned(), spelling(body, link));
            }
        }
    }

    /// Adds things whose spelling is not known. Their titles stand in for it, because the names of
    /// their files are not shared.
    fn add_by_title(&mut self, targets: Vec<Target>) {
        for target in targets {
            let title = self.author_thing(&target).map(|thing| thing.title);
            self.add_named(target, title);
        }
    }

    /// Adds a thing that a visible note names, with its spelling there if it has one.
    fn add_named(&mut self, target: Target, spelling: Option<&'j str>) {
        let next = self.named.len();
        let index = *self.named_index.entry(target.clone()).or_insert(next);
        if index == next {
            self.named.push((target, Vec::new()));
        }
        self.named[index].1.push(spelling.unwrap_or(""));
    }
}

/// The name that a wikilink uses for its target.
fn spelling<'j>(document: &'j Document, link: &Link) -> Option<&'j str> {
    if !matches!(link.kind, LinkKind::Wiki { .. }) {
        return None;
    }
    let name = split_target(document.words(link.destination)).0;
    Some(stem(name)).filter(|name| !name.is_empty())
}
