//! All of it.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::dates::Period;
use super::theme::ThemeChoice;
use super::vocabulary::GoalState;
use super::{Config, Entry, Goal, Ladder, Page, Person, Slug, TaskNote};

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

    /// How many notes were read without error.
    pub fn note_count(&self) -> usize {
        let goals = self.goals.iter().filter(|goal| goal.path.is_some()).count();
        let people = self.people.iter().filter(|person| person.path.is_some()).count();
        self.entries.len() + self.pages.len() + self.tasks.len() + goals + people
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

    /// The journal's only active goal, where it has just one. A goal that entries only name is
    /// not one that the journal has: two spellings of it would make it two.
    pub fn only_active_goal(&self) -> Option<&Goal> {
        let mut active =
            self.goals.iter().filter(|goal| goal.path.is_some() && goal.state == GoalState::Active);
        active.next().filter(|_| active.next().is_none())
    }
}

fn find<'a, T>(sorted: &'a [T], id: &str, key: impl Fn(&T) -> &Slug) -> Option<&'a T> {
    sorted.binary_search_by(|item| key(item).as_str().cmp(id)).ok().map(|i| &sorted[i])
}
