//! Entries become threads and loops.
//!
//! A *thread* is all that happens with one person; a *loop* is one round of the five steps in it.
//! Everything reads the entries in order: by date, then by path.

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::growth::{LoopGrowth, growth};
use super::tasks::{self, Task};
use crate::model::vocabulary::{Initiative, Relation, Step};
use crate::model::{Entry, Journal, Slug};
use crate::ownership::{TaskOwnership, known_people, people};

/// Threads, loops and tasks of a journal.
#[derive(Debug, Default)]
pub struct Timeline {
    /// By the date of their first entry, then by person; the manager's is always there, and that of
    /// everybody with a file.
    pub threads: Vec<Thread>,
    /// By the date they opened, then by id.
    pub loops: Vec<Loop>,
    /// By the day they were taken on, then by id.
    pub tasks: Vec<Task>,
    /// For each entry of the journal, the person of its thread; `None` if the reader is not the author
    /// and no visible entry says so.
    pub thread_of: Vec<Option<Slug>>,
    /// For each entry of the journal, its loop, as an index of `loops`.
    pub loop_of: Vec<Option<usize>>,
    task_places: HashMap<Slug, usize>,
    thread_places: HashMap<Slug, usize>,
}

/// All that happens with one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The person.
    pub person: Slug,
    /// What they are to the author; `None` if the reader does not see that.
    pub relation: Option<Relation>,
    /// Its loops, oldest first, as indices of [`Timeline::loops`]; the last is the current one.
    pub loops: Vec<usize>,
    /// How each of them grew.
    pub growth: Vec<LoopGrowth>,
    /// Its entries, in order, plain notes too, as indices of [`Journal::entries`].
    pub entries: Vec<usize>,
    /// The entries of other threads whose `with` names the person, in order: they took part.
    pub named_in: Vec<usize>,
    /// The tasks taken on in it, in order, as indices of [`Timeline::tasks`].
    pub tasks: Vec<usize>,
}

/// One round of the steps with one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The person and the number, as in `cpo-1`.
    pub id: Slug,
    /// The person.
    pub thread: Slug,
    /// From 1 in its thread.
    pub number: usize,
    /// Whether it goes on.
    pub state: LoopState,
    /// The date of its first entry.
    pub opened: Date,
    /// The date of its first `repeat`.
    pub closed: Option<Date>,
    /// The highest rank it reached, 1 to 6.
    pub position: u8,
    /// Whether it holds a `pivot`.
    pub aligned: bool,
    /// Its entries, in order.
    pub entries: Vec<usize>,
    /// The tasks taken on in it, in order, as indices of [`Timeline::tasks`].
    pub tasks: Vec<usize>,
    /// Those of them that are wins: delivered, and not short of the bar.
    pub wins: Vec<usize>,
}

/// Whether a loop is open, passed or closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoopState {
    /// It is the thread's newest, and has no `repeat`.
    Open,
    /// A `repeat` closed it.
    Closed,
    /// The thread has a later loop, and this one has no `repeat`.
    Passed,
}

impl LoopState {
    /// `open`, `closed` or `passed`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Passed => "passed",
        }
    }
}

impl Loop {
    /// The step that its position stands for: the last that it reached.
    pub fn reached(&self) -> Step {
        match self.position {
            1 => Step::Master,
            2 => Step::Ask,
            4 => Step::Pivot,
            6 => Step::Repeat,
            _ => Step::Deliver,
        }
    }

    /// The rank of a step in this loop: what is delivered after a pivot stands above it.
    fn rank(&self, step: Step) -> u8 {
        rank(step, self.aligned)
    }
}

fn rank(step: Step, aligned: bool) -> u8 {
    match step {
        Step::Master => 1,
        Step::Ask => 2,
        Step::Deliver if aligned => 5,
        Step::Deliver => 3,
        Step::Pivot => 4,
        Step::Repeat => 6,
    }
}

impl Timeline {
    /// Reads a journal as of a day, for its author or for somebody else. `unstated` is the initiative of a
    /// task of which no entry says it.
    pub(super) fn of(
        journal: &Journal,
        is_authors: bool,
        unstated: Option<Initiative>,
        today: Date,
    ) -> Self {
        // With whom a note is does not depend on the day. Nothing else follows yet from what is dated after today.
        let entries = &journal.entries;
        let ownership = TaskOwnership::of(entries);
        let thread_of = match is_authors {
            true => people(journal, &ownership).into_iter().map(Some).collect(),
            false => known_people(journal, &ownership),
        };
        let entries = journal.entries_until(today);
        let (mut loops, mut loop_of) = loops(entries, &ownership, &thread_of);
        loop_of.resize(journal.entries.len(), None);
        let order = sort(&mut loops);
        for place in loop_of.iter_mut().flatten() {
            *place = order[*place];
        }
        let tasks =
            tasks::tasks(journal, &ownership, &thread_of, &loop_of, is_authors, unstated, today);
        for (at, task) in tasks.iter().enumerate() {
            if let Some(own) = task.in_loop {
                loops[own].tasks.push(at);
                if task.is_win() {
                    loops[own].wins.push(at);
                }
            }
        }
        let threads = threads(journal, entries, &loops, &tasks, &thread_of);
        let thread_places =
            threads.iter().enumerate().map(|(at, thread)| (thread.person.clone(), at)).collect();
        let task_places =
            tasks.iter().enumerate().map(|(at, task)| (task.id.clone(), at)).collect();
        Self { threads, loops, tasks, thread_of, loop_of, task_places, thread_places }
    }

    /// The thread with a person.
    pub fn thread(&self, person: &str) -> Option<&Thread> {
        self.thread_places.get(person).map(|at| &self.threads[*at])
    }

    /// The task of that id.
    pub fn task(&self, id: &Slug) -> Option<&Task> {
        self.task_place(id).map(|at| &self.tasks[at])
    }

    /// The place of the task of that id among [`Timeline::tasks`].
    pub fn task_place(&self, id: &Slug) -> Option<usize> {
        self.task_places.get(id).copied()
    }

    /// The newest loop of a thread.
    pub fn current_loop(&self, thread: &Thread) -> Option<&Loop> {
        thread.loops.last().map(|at| &self.loops[*at])
    }
}

/// The loops, by thread in the order of their opening, and the loop of each entry.
fn loops(
    entries: &[Entry],
    ownership: &TaskOwnership<'_>,
    thread_of: &[Option<Slug>],
) -> (Vec<Loop>, Vec<Option<usize>>) {
    let mut loops: Vec<Loop> = Vec::new();
    let mut loop_of: Vec<Option<usize>> = vec![None; entries.len()];
    let mut current: HashMap<&Slug, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let (Some(step), Some(person)) = (entry.step, &thread_of[at]) else { continue };
        let newest = current.get(person).copied();
        let joined = if entry.opens_loop {
            None
        } else {
            unfinished_business(entry, step, person, ownership, &loops, &loop_of)
                .or_else(|| newest.filter(|own| joins(&loops[*own], step)))
        };
        let own = joined.unwrap_or_else(|| {
            let number = newest.map_or(1, |own| loops[own].number + 1);
            if let Some(before) = newest.map(|own| &mut loops[own])
                && before.state == LoopState::Open
            {
                before.state = LoopState::Passed;
            }
            loops.push(opened(person, number, entry.date));
            current.insert(person, loops.len() - 1);
            loops.len() - 1
        });
        enter(&mut loops[own], at, entry.date, step);
        loop_of[at] = Some(own);
    }
    (loops, loop_of)
}

/// A delivery belongs to the loop in which its task was taken on, while that has no `repeat`; the
/// first such task decides.
fn unfinished_business(
    entry: &Entry,
    step: Step,
    person: &Slug,
    ownership: &TaskOwnership<'_>,
    loops: &[Loop],
    loop_of: &[Option<usize>],
) -> Option<usize> {
    if step != Step::Deliver {
        return None;
    }
    let taken_in = entry.tasks.iter().filter_map(|task| *loop_of.get(ownership.taker(task)?)?);
    taken_in.into_iter().find(|own| loops[*own].thread == *person && loops[*own].closed.is_none())
}

/// Whether the thread's newest loop takes an entry with that step.
fn joins(newest: &Loop, step: Step) -> bool {
    (step == Step::Master && newest.closed.is_none()) || newest.rank(step) >= newest.position
}

fn opened(person: &Slug, number: usize, date: Date) -> Loop {
    Loop {
        id: person.with(number),
        thread: person.clone(),
        number,
        state: LoopState::Open,
        opened: date,
        closed: None,
        position: 0,
        aligned: false,
        entries: Vec::new(),
        tasks: Vec::new(),
        wins: Vec::new(),
    }
}

fn enter(own: &mut Loop, at: usize, date: Date, step: Step) {
    own.entries.push(at);
    own.position = own.position.max(own.rank(step));
    match step {
        Step::Pivot => own.aligned = true,
        Step::Repeat if own.closed.is_none() => {
            own.closed = Some(date);
            own.state = LoopState::Closed;
        }
        _ => {}
    }
}

/// Sorts loops by date, then by id; gives the new place of each old one.
fn sort(loops: &mut Vec<Loop>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..loops.len()).collect();
    order.sort_by(|a, b| (loops[*a].opened, &loops[*a].id).cmp(&(loops[*b].opened, &loops[*b].id)));
    let mut places = vec![0; loops.len()];
    for (new, old) in order.iter().enumerate() {
        places[*old] = new;
    }
    let mut old: Vec<Option<Loop>> = std::mem::take(loops).into_iter().map(Some).collect();
    loops.extend(order.into_iter().filter_map(|at| old[at].take()));
    places
}

fn threads(
    journal: &Journal,
    known: &[Entry],
    loops: &[Loop],
    tasks: &[Task],
    thread_of: &[Option<Slug>],
) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    let mut places: HashMap<&Slug, usize> = HashMap::new();
    let manager = &journal.config.manager;
    // The entries are in order, so the threads come out by their first one.
    let people = thread_of.iter().enumerate().take(known.len());
    for (at, person) in people.filter_map(|(at, person)| Some((at, person.as_ref()?))) {
        let place = *places.entry(person).or_insert_with(|| {
            threads.push(thread(journal, person));
            threads.len() - 1
        });
        threads[place].entries.push(at);
    }
    let with_file = journal.people.iter().filter(|person| person.path.is_some());
    let with_file = with_file.map(|person| &person.id).filter(|id| *id != manager);
    // Who has to hear of a setback is somebody to talk to, whatever else is known of them.
    let told = known.iter().flat_map(|entry| &entry.tell);
    for person in with_file.chain([manager]).chain(told) {
        places.entry(person).or_insert_with(|| {
            threads.push(thread(journal, person));
            threads.len() - 1
        });
    }
    for (at, entry) in known.iter().enumerate() {
        for person in entry.with.iter().filter(|person| thread_of[at].as_ref() != Some(person)) {
            if let Some(thread) = places.get(person).map(|place| &mut threads[*place])
                && thread.named_in.last() != Some(&at)
            {
                thread.named_in.push(at);
            }
        }
    }
    for (at, own) in loops.iter().enumerate() {
        if let Some(place) = places.get(&own.thread) {
            threads[*place].loops.push(at);
        }
    }
    for (at, task) in tasks.iter().enumerate() {
        if let Some(place) = task.thread.as_ref().and_then(|person| places.get(person)) {
            threads[*place].tasks.push(at);
        }
    }
    for thread in &mut threads {
        thread.loops.sort_by_key(|at| loops[*at].number);
        thread.growth = growth(&thread.loops, loops, tasks);
    }
    let first = |thread: &Thread| thread.entries.first().map(|at| journal.entries[*at].date);
    threads.sort_by(|a, b| {
        let key = |t: &Thread| (first(t).is_none(), first(t));
        (key(a), &a.person).cmp(&(key(b), &b.person))
    });
    threads
}

fn thread(journal: &Journal, person: &Slug) -> Thread {
    let relation = journal.person(person.as_str()).and_then(|person| person.relation);
    Thread {
        person: person.clone(),
        relation,
        loops: Vec::new(),
        growth: Vec::new(),
        entries: Vec::new(),
        named_in: Vec::new(),
        tasks: Vec::new(),
    }
}
