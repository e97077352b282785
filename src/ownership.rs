//! Decides to which person an entry belongs, and which packets may use it.
//!
//! Both decisions use the unfiltered journal. Even if the note that took a task on is hidden from a
//! reader, other notes on that task belong to the same person.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::model::owner::ME;
use crate::model::vocabulary::{Relation, Step};
use crate::model::{Entry, Goal, Journal, Owner, Slug};

/// Whether an entry takes on what it names: a plain note or praise only refers to it.
pub fn takes_on(entry: &Entry) -> bool {
    entry.step.is_some() || entry.status.is_some()
}

/// The entries that name each task, and the one of them that took it on.
#[derive(Debug, Default)]
pub struct TaskOwnership<'j> {
    by_task: HashMap<&'j Slug, OwnedTask>,
}

/// The entries of one task.
#[derive(Debug)]
pub struct OwnedTask {
    /// The entry that took the task on, by index; `None` if entries only refer to the task.
    pub taker: Option<usize>,
    /// All entries that name the task, by index, in order.
    pub entries: Vec<usize>,
}

impl<'j> TaskOwnership<'j> {
    /// Finds out which entry took on each task: the first entry with a step or a status that names it.
    pub fn of(entries: &'j [Entry]) -> Self {
        let mut ownership = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            for task in &entry.tasks {
                let owned = ownership
                    .by_task
                    .entry(task)
                    .or_insert_with(|| OwnedTask { taker: None, entries: Vec::new() });
                owned.entries.push(index);
                if takes_on(entry) {
                    owned.taker.get_or_insert(index);
                }
            }
        }
        ownership
    }

    /// Every task that entries name, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&'j Slug, &OwnedTask)> {
        self.by_task.iter().map(|(task, owned)| (*task, owned))
    }

    /// Whether any entry names a task.
    pub fn names(&self, task: &Slug) -> bool {
        self.by_task.contains_key(task)
    }

    /// The entry that took a task on, by index.
    pub fn taker(&self, task: &Slug) -> Option<usize> {
        self.by_task.get(task).and_then(|owned| owned.taker)
    }
}

/// Whether the author works with a person on a day, as far as the person's file says: no `since` is still to come, and no
/// `until` is past.
pub fn is_here(journal: &Journal, person: &Slug, day: Date) -> bool {
    let Some(file) = journal.person(person.as_str()) else { return true };
    file.since.is_none_or(|since| since <= day) && file.until.is_none_or(|until| until >= day)
}

/// Who the author's manager is on a day: the journal's. If they had not come yet or had left, the only other person whose
/// file says that they were a manager on that day. If there is none or several, it stays the journal's.
pub fn manager_on(journal: &Journal, day: Date) -> &Slug {
    let manager = &journal.config.manager;
    if is_here(journal, manager, day) {
        return manager;
    }
    let mut others = journal.people.iter().filter(|person| {
        person.id != *manager
            && person.relation == Some(Relation::Manager)
            && is_here(journal, &person.id, day)
    });
    match (others.next(), others.next()) {
        (Some(one), None) => &one.id,
        _ => manager,
    }
}

/// The person of each entry: the first in `with`, else the person with whom the entry's first task
/// was taken on, else the manager of its day.
pub fn people(journal: &Journal, ownership: &TaskOwnership<'_>) -> Vec<Slug> {
    let entries = &journal.entries;
    let mut people: Vec<Option<Slug>> =
        entries.iter().map(|entry| entry.with.first().cloned()).collect();
    // The entry that took a task on is the first one that names it among the entries that take tasks
    // on. So going through these first, in order, gives it its person before another entry needs it.
    for takes in [true, false] {
        for (index, entry) in entries.iter().enumerate() {
            if takes_on(entry) == takes && people[index].is_none() {
                let taker = entry.tasks.first().and_then(|task| ownership.taker(task));
                let person = taker.and_then(|taker| people[taker].clone());
                people[index] =
                    Some(person.unwrap_or_else(|| manager_on(journal, entry.date).clone()));
            }
        }
    }
    people.into_iter().flatten().collect()
}

/// The same, as far as a reader other than the author can tell from the entries that they see. An entry
/// without `with` that names a task is with the person of the task, and a hidden entry may have taken the
/// task on; only an `ask` or a `pivot` says that it did.
pub fn known_people(journal: &Journal, ownership: &TaskOwnership<'_>) -> Vec<Option<Slug>> {
    let entries = &journal.entries;
    let is_told = |entry: &Entry| {
        let Some(task) = entry.tasks.first() else { return true };
        let taker = ownership.taker(task).map(|taker| &entries[taker]);
        !entry.with.is_empty() || taker.is_some_and(says_that_it_takes_on)
    };
    let all = people(journal, ownership);
    entries.iter().zip(all).map(|(entry, person)| Some(person).filter(|_| is_told(entry))).collect()
}

/// Whether an entry says by its step that it took on the tasks that it names.
pub fn says_that_it_takes_on(entry: &Entry) -> bool {
    matches!(entry.step, Some(Step::Ask | Step::Pivot))
}

/// A goal that has several owners. A packet is about one person only, so there is none for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{goal}` is about {}, but a packet is about one person only", listed(.people))]
pub struct SeveralOwners {
    /// The goal.
    pub goal: Slug,
    /// The people whom the goal's file names, each once.
    pub people: Vec<Slug>,
}

fn listed(people: &[Slug]) -> String {
    let ticked: Vec<String> = people.iter().map(|person| format!("`{person}`")).collect();
    ticked.join(" and ")
}

/// Decides the owner of each goal and of each entry, and sets the goals of entries that name none.
/// Returns the goals whose owner is unclear.
pub fn assign(journal: &mut Journal) -> Vec<SeveralOwners> {
    let threads = people(journal, &TaskOwnership::of(&journal.entries));
    let owners: Vec<Owner> = journal
        .entries
        .iter()
        .zip(&threads)
        .map(|(entry, person)| entry_owner(journal, entry, person))
        .collect();
    for (entry, owner) in journal.entries.iter_mut().zip(owners) {
        entry.owner = owner;
    }
    let found: Vec<_> =
        journal.goals.iter().map(|goal| goal_owner(journal, goal, &threads)).collect();
    let mut unclear = Vec::new();
    for (goal, found) in journal.goals.iter_mut().zip(found) {
        goal.owner = found.unwrap_or_else(|several| {
            unclear.push(several);
            Owner::Unclear
        });
    }
    journal.set_default_goals();
    unclear
}

/// The owner of an entry. An entry in a direct report's thread belongs to that report. If it is also with
/// another direct report, its owner is unclear.
fn entry_owner(journal: &Journal, entry: &Entry, person: &Slug) -> Owner {
    if !is_report(journal, person) {
        Owner::Author
    } else if entry.with.iter().any(|id| id != person && is_report(journal, id)) {
        Owner::Unclear
    } else {
        Owner::Report(person.clone())
    }
}

/// Whose a goal is: `of`; else, where `with` names direct reports only, that one; else, without
/// `with`, the direct report in whose thread all entries lie that name it; else the author.
fn goal_owner(journal: &Journal, goal: &Goal, threads: &[Slug]) -> Result<Owner, SeveralOwners> {
    let nobody = |people: Vec<Slug>| Err(SeveralOwners { goal: goal.id.clone(), people });
    if let Some(of) = &goal.of {
        return match is_report(journal, of) {
            true => Ok(Owner::Report(of.clone())),
            false if of.as_str() == ME => Ok(Owner::Author),
            false => nobody(vec![of.clone()]),
        };
    }
    let named = journal.entries.iter().zip(threads);
    let named = named.filter(|(entry, _)| entry.names_goal && entry.goals.contains(&goal.id));
    let people: BTreeSet<&Slug> = match goal.with.is_empty() {
        true => named.map(|(_, person)| person).collect(),
        false => goal.with.iter().collect(),
    };
    let people: Vec<Slug> = people.into_iter().cloned().collect();
    if !people.iter().all(|id| is_report(journal, id)) {
        return Ok(Owner::Author);
    }
    match people.as_slice() {
        [one] => Ok(Owner::Report(one.clone())),
        [_, _, ..] if !goal.with.is_empty() => nobody(people),
        // Notes with several direct reports may well name a goal that is the author's own.
        _ => Ok(Owner::Author),
    }
}

/// Whether an entry may be counted for a goal: for a direct report's, those of their thread in which
/// no other direct report takes part; for one of the author's, those outside of such threads, and
/// those that name a goal of the author's.
pub fn counts_for(journal: &Journal, entry: &Entry, goal: &Goal) -> bool {
    let names_authors = || {
        let goals = entry.goals.iter().filter_map(|id| journal.goal(id.as_str()));
        entry.names_goal && goals.into_iter().any(|goal| goal.owner.is_author())
    };
    match &goal.owner {
        Owner::Author => entry.owner.is_author() || names_authors(),
        Owner::Report(_) => entry.owner == goal.owner,
        Owner::Unclear => false,
    }
}

/// Which entries a packet for a goal may use, by their place in the journal.
///
/// # Errors
///
/// Where the goal belongs to nobody who can be told.
pub fn usable_entries(journal: &Journal, goal: &Goal) -> Result<Vec<bool>, SeveralOwners> {
    if goal.owner == Owner::Unclear {
        let people = goal.of.iter().chain(&goal.with).cloned().collect();
        return Err(SeveralOwners { goal: goal.id.clone(), people });
    }
    Ok(journal.entries.iter().map(|entry| counts_for(journal, entry, goal)).collect())
}

/// Whether somebody is the owner of a goal, whose own words vouch for nothing.
pub fn is_owner(journal: &Journal, owner: &Owner, person: &Slug) -> bool {
    match owner {
        Owner::Author => journal.is_author(person),
        Owner::Report(report) => person == report,
        Owner::Unclear => false,
    }
}

/// Whether somebody's word confirms evidence for a goal of that owner: for the author's, a manager's
/// or skip-level's; for a direct report's, also the author's, and that of those who manage the report;
/// never the owner's own.
pub fn confirms(journal: &Journal, owner: &Owner, person: &Slug) -> bool {
    let leads = || {
        let relation = journal.person(person.as_str()).and_then(|person| person.relation);
        matches!(relation, Some(Relation::Manager | Relation::SkipLevel))
    };
    match owner {
        _ if is_owner(journal, owner, person) => false,
        Owner::Author => leads(),
        Owner::Report(report) => {
            journal.is_author(person) || leads() || is_above(journal, person, report)
        }
        Owner::Unclear => false,
    }
}

/// Whether somebody is among those who manage another, by the `manager` of each one's file.
fn is_above(journal: &Journal, person: &Slug, report: &Slug) -> bool {
    let manager =
        |id: &Slug| journal.person(id.as_str()).and_then(|person| person.manager.as_ref());
    let chain = std::iter::successors(manager(report), |id| manager(id));
    // Nobody is above so many: files may name each other in a circle.
    chain.take(journal.people.len()).any(|id| id == person)
}

fn is_report(journal: &Journal, id: &Slug) -> bool {
    journal.person(id.as_str()).is_some_and(|person| person.relation == Some(Relation::Report))
}
