//! All of it.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use jiff::civil::Date;

use super::dates::Period;
use super::owner::ME;
use super::theme::ThemeChoice;
use super::vocabulary::GoalState;
use super::{Config, Document, Entry, Goal, Ladder, Owner, Page, Person, Slug, TaskNote};

/// A journal: everything that was read without error, in a fixed order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// `loopbook.yaml`.
    pub config: Config,
    /// The dated notes, by date, then by path: the order in which every rule reads them.
    pub entries: Vec<Entry>,
    /// The notes without a date, by id.
    pub pages: Vec<Page>,
    /// The goals, by id; those that entries only name among them.
    pub goals: Vec<Goal>,
    /// The files of `tasks/`, by id.
    pub tasks: Vec<TaskNote>,
    /// What the tasks are called that entries only name.
    pub task_names: BTreeMap<Slug, String>,
    /// The people, by id; the manager always among them, and those that entries only name.
    pub people: Vec<Person>,
    /// The ladders, by id.
    pub ladders: Vec<Ladder>,
    /// The layers of its theme.
    pub theme: ThemeChoice,
    /// The files that others may see on some days only.
    pub periods: BTreeMap<String, Period>,
    /// The other files of the journal by their path in it, and where they are on this machine.
    pub files: HashMap<String, PathBuf>,
}

impl Journal {
    /// The goal of that id.
    pub fn goal(&self, id: &str) -> Option<&Goal> {
        find(&self.goals, id, |goal| &goal.id)
    }

    /// The file of that task, if it has one.
    pub fn task(&self, id: &str) -> Option<&TaskNote> {
        find(&self.tasks, id, |task| &task.id)
    }

    /// The ladder of that id.
    pub fn ladder(&self, id: &str) -> Option<&Ladder> {
        find(&self.ladders, id, |ladder| &ladder.id)
    }

    /// The person of that id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        find(&self.people, id, |person| &person.id)
    }

    /// The entries up to a day: what is dated later has not happened by then.
    pub fn entries_until(&self, day: Date) -> &[Entry] {
        &self.entries[..self.entries.partition_point(|entry| entry.date <= day)]
    }

    /// The texts of all notes.
    pub fn bodies(&self) -> impl Iterator<Item = &Document> {
        let entries = self.entries.iter().map(|entry| &entry.body);
        let pages = self.pages.iter().map(|page| &page.body);
        let goals = self.goals.iter().map(|goal| &goal.body);
        let tasks = self.tasks.iter().map(|task| &task.body);
        let people = self.people.iter().map(|person| &person.body);
        entries.chain(pages).chain(goals).chain(tasks).chain(people)
    }

    /// How many notes were read without error.
    pub fn note_count(&self) -> usize {
        let goals = self.goals.iter().filter(|goal| goal.path.is_some()).count();
        let people = self.people.iter().filter(|person| person.path.is_some()).count();
        let entries = self.entries.iter().filter(|entry| entry.part.is_none()).count();
        entries + self.pages.len() + self.tasks.len() + goals + people
    }

    /// The title of a competency: from the first ladder that has it, then from a goal; otherwise
    /// its id in words.
    pub fn competency_title(&self, id: &Slug) -> String {
        let expected = self.ladders.iter().flat_map(|ladder| &ladder.competencies);
        let expected = expected.map(|competency| (&competency.id, &competency.title));
        let needed = self.goals.iter().flat_map(|goal| &goal.needs);
        let needed = needed.map(|need| (&need.id, &need.title));
        let mut all = expected.chain(needed);
        all.find(|(known, _)| *known == id).map_or_else(|| id.title(), |(_, title)| title.clone())
    }

    /// Whether a person is the author: `me`, or somebody with the author's name, by id, title or alias.
    pub fn is_author(&self, id: &Slug) -> bool {
        id.as_str() == ME
            || self.config.author.as_deref().map(Slug::new).is_some_and(|author| {
                let mut names = self.person(id.as_str()).into_iter().flat_map(Person::names);
                *id == author || names.any(|name| Slug::new(name) == author)
            })
    }

    /// The author's only active goal, where they have just one.
    pub fn only_active_goal(&self) -> Option<&Goal> {
        self.only_active_goal_of(&Owner::Author)
    }

    /// The only active goal of somebody, where they have just one. A goal that entries only name is
    /// not one that the journal has: two spellings of it would make it two.
    pub fn only_active_goal_of(&self, owner: &Owner) -> Option<&Goal> {
        let mut active = self.goals.iter().filter(|goal| {
            goal.path.is_some() && goal.state_in_file == GoalState::Active && goal.owner == *owner
        });
        active.next().filter(|goal| active.next().is_none() && goal.owner != Owner::Unclear)
    }

    /// Sets the goal of each entry that names none: its owner's only active one, if the author wanted it by
    /// then.
    pub fn set_default_goals(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        let mut defaults: Vec<(Owner, Option<&Goal>)> = Vec::new();
        for entry in entries.iter_mut().filter(|entry| !entry.names_goal) {
            let known = defaults.iter().position(|(owner, _)| *owner == entry.owner);
            let known = known.unwrap_or_else(|| {
                defaults.push((entry.owner.clone(), self.only_active_goal_of(&entry.owner)));
                defaults.len() - 1
            });
            let is_wanted = |goal: &&Goal| goal.since.is_none_or(|since| entry.date >= since);
            let goal = defaults[known].1.filter(is_wanted);
            entry.keys.goals = goal.map(|goal| goal.id.clone()).into_iter().collect();
        }
        self.entries = entries;
    }
}

fn find<'a, T>(sorted: &'a [T], id: &str, key: impl Fn(&T) -> &Slug) -> Option<&'a T> {
    sorted.binary_search_by(|item| key(item).as_str().cmp(id)).ok().map(|i| &sorted[i])
}
