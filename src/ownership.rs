//! Whose an entry is: the person it was with, and whether a packet for one goal may use it.
//!
//! Both are asked of the journal as it was written, before anything is left out of it: where the note
//! that took a task on is hidden, the others on that task are still its person's.

use std::collections::{BTreeSet, HashMap};

use crate::model::vocabulary::Relation;
use crate::model::{Entry, Goal, Journal, Slug};

/// Whether an entry takes on what it names: a plain note or praise only refers to it.
pub fn takes_on(entry: &Entry) -> bool {
    entry.step.is_some() || entry.status.is_some()
}

/// The entries that name each task, and the one of them that took it on.
#[derive(Debug, Default)]
pub struct TaskOwnership<'j> {
    by_task: HashMap<&'j Slug, OwnedTask>,
}

/// One task's entries.
#[derive(Debug)]
pub struct OwnedTask {
    /// The one that took it on; `None` where they only refer to it.
    pub taker: Option<usize>,
    /// All of them, in order.
    pub entries: Vec<usize>,
}

impl<'j> TaskOwnership<'j> {
    /// A task is taken on by the first entry with a step or a status that names it.
    pub fn of(entries: &'j [Entry]) -> Self {
        let mut ownership = Self::default();
        for (at, entry) in entries.iter().enumerate() {
            for task in &entry.tasks {
                let owned = ownership
                    .by_task
                    .entry(task)
                    .or_insert_with(|| OwnedTask { taker: None, entries: Vec::new() });
                owned.entries.push(at);
                if takes_on(entry) {
                    owned.taker.get_or_insert(at);
                }
            }
        }
        ownership
    }

    /// Every task that entries name, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&'j Slug, &OwnedTask)> {
        self.by_task.iter().map(|(task, owned)| (*task, owned))
    }

    /// Whether any entry names a task.
    pub fn names(&self, task: &Slug) -> bool {
        self.by_task.contains_key(task)
    }

    /// The entry that took a task on.
    pub fn taker(&self, task: &Slug) -> Option<usize> {
        self.by_task.get(task).and_then(|owned| owned.taker)
    }
}

/// The person of each entry: the first in `with`; else the person with whom its first task was
/// taken on; else the manager.
pub fn people(entries: &[Entry], ownership: &TaskOwnership<'_>, manager: &Slug) -> Vec<Slug> {
    let mut people: Vec<Option<Slug>> =
        entries.iter().map(|entry| entry.with.first().cloned()).collect();
    // A task's taker is the first entry that names it among those that take tasks on. So with those
    // first, and each in order, it has its person when it is asked for.
    for takes in [true, false] {
        for (at, entry) in entries.iter().enumerate() {
            if takes_on(entry) == takes && people[at].is_none() {
                let taker = entry.tasks.first().and_then(|task| ownership.taker(task));
                let person = taker.and_then(|taker| people[taker].clone());
                people[at] = Some(person.unwrap_or_else(|| manager.clone()));
            }
        }
    }
    people.into_iter().flatten().collect()
}

/// Whom a goal is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalOwner {
    /// The journal's author.
    Author,
    /// Somebody who reports to them.
    Report(Slug),
}

/// A goal that is about several reports: no packet can be made for it that tells of one alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{goal}` is about {}: a packet tells of one person alone", both(.people))]
pub struct SeveralOwners {
    /// The goal.
    pub goal: Slug,
    /// The reports, each once.
    pub people: Vec<Slug>,
}

fn both(people: &[Slug]) -> String {
    let ticked: Vec<String> = people.iter().map(|person| format!("`{person}`")).collect();
    ticked.join(" and ")
}

/// Whom a goal is about: the report that its `with` names. Where that names nobody, the report in
/// whose thread all entries for it are, if there is one.
///
/// # Errors
///
/// Where that is more than one report.
pub fn goal_owner(journal: &Journal, goal: &Goal) -> Result<GoalOwner, SeveralOwners> {
    owner_among(journal, goal, &thread_of(journal))
}

fn owner_among(
    journal: &Journal,
    goal: &Goal,
    thread_of: &[Slug],
) -> Result<GoalOwner, SeveralOwners> {
    let named = goal.with.iter().filter(|id| is_report(journal, id));
    let mut people: BTreeSet<&Slug> = named.collect();
    if goal.with.is_empty() {
        let for_it = journal.entries.iter().zip(thread_of);
        let for_it = for_it.filter(|(entry, _)| entry.goals.contains(&goal.id));
        let threads: BTreeSet<&Slug> = for_it.map(|(_, person)| person).collect();
        if threads.iter().all(|person| is_report(journal, person)) {
            people = threads;
        }
    }
    let mut all = people.into_iter().cloned();
    match (all.next(), all.next()) {
        (None, _) => Ok(GoalOwner::Author),
        (Some(one), None) => Ok(GoalOwner::Report(one)),
        (Some(one), Some(other)) => {
            let people = [one, other].into_iter().chain(all).collect();
            Err(SeveralOwners { goal: goal.id.clone(), people })
        }
    }
}

/// Which entries a packet for a goal may use, by their place in the journal: for a goal that is about
/// a report, those of that report's thread which are with no other report; for one of the author's
/// own, those of all threads that are no report's.
///
/// # Errors
///
/// Where the goal is about several reports.
pub fn usable_entries(journal: &Journal, goal: &Goal) -> Result<Vec<bool>, SeveralOwners> {
    let thread_of = thread_of(journal);
    let about = owner_among(journal, goal, &thread_of)?;
    let concerns = |(entry, person): (&Entry, &Slug)| match &about {
        GoalOwner::Author => !is_report(journal, person),
        GoalOwner::Report(one) => {
            person == one && !entry.with.iter().any(|id| id != one && is_report(journal, id))
        }
    };
    Ok(journal.entries.iter().zip(&thread_of).map(concerns).collect())
}

fn thread_of(journal: &Journal) -> Vec<Slug> {
    people(&journal.entries, &TaskOwnership::of(&journal.entries), &journal.config.manager)
}

fn is_report(journal: &Journal, id: &Slug) -> bool {
    journal.person(id.as_str()).is_some_and(|person| person.relation == Relation::Report)
}
