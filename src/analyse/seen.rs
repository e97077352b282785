//! Problems that the author saw, and what became of them.

use jiff::civil::Date;

use super::timeline::Timeline;
use crate::model::vocabulary::Kind;
use crate::model::{Journal, Slug};

/// A problem that the author saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenProblem {
    /// Its entry.
    pub entry: usize,
    /// The first task of its name that somebody took on, as an index of [`Timeline::tasks`].
    pub taken: Option<usize>,
    /// The first later entry that resolves it.
    pub resolved_by: Option<usize>,
}

impl SeenProblem {
    /// Whether nothing was done about it.
    pub fn is_open(&self) -> bool {
        self.taken.is_none() && self.resolved_by.is_none()
    }
}

/// The problems that the author saw, in order.
pub fn seen_problems(journal: &Journal, timeline: &Timeline, today: Date) -> Vec<SeenProblem> {
    let entries = 0..journal.entries_until(today).len();
    entries.filter_map(|at| seen_problem(journal, timeline, at, today)).collect()
}

/// The problem that an entry is about. It has the names of the entry's tasks; without any, that of its title.
pub fn seen_problem(
    journal: &Journal,
    timeline: &Timeline,
    at: usize,
    today: Date,
) -> Option<SeenProblem> {
    let entry = &journal.entries[at];
    if entry.kind != Kind::Seen || !entry.owner.is_author() {
        return None;
    }
    let names = match entry.tasks.is_empty() {
        true => vec![Slug::new(&entry.title)],
        false => entry.tasks.clone(),
    };
    let places = names.iter().filter_map(|name| timeline.task_place(name));
    let mut later = journal.entries_until(today).iter().enumerate().skip(at + 1);
    Some(SeenProblem {
        entry: at,
        // Tasks are in the order in which they were taken on.
        taken: places.filter(|at| timeline.tasks[*at].taken_by.is_some()).min(),
        resolved_by: later.find(|(_, later)| later.resolves.contains(&entry.id)).map(|(at, _)| at),
    })
}
