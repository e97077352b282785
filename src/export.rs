//! The whole model as JSON: the contract with other people's scripts.
//!
//! Dates are `YYYY-MM-DD`, absent values `null`, lists in date order and then by id, and the same
//! journal gives the same bytes.

use jiff::civil::Date;
use serde::Serialize;

use crate::analyse::{LoopState, Timeline};
use crate::diagnostic::Diagnostic;
use crate::model::words::{
    GoalKind, GoalState, Initiative, Kind, Relation, Size, Status, Step, Visibility,
};
use crate::model::{Journal, Slug};

/// The number of the shape; it grows when a script could break.
pub const SCHEMA: u32 = 1;

/// What `export` prints.
#[derive(Debug, Serialize)]
pub struct Export<'a> {
    schema: u32,
    today: Date,
    audience: &'static str,
    title: &'a str,
    entries: Vec<EntryRow<'a>>,
    threads: Vec<ThreadRow<'a>>,
    loops: Vec<LoopRow<'a>>,
    tasks: Vec<TaskRow<'a>>,
    goals: Vec<GoalRow<'a>>,
    health: [(); 0],
    next: [(); 0],
    promises: Vec<PromiseRow<'a>>,
    effects: [(); 0],
    diagnostics: &'a [Diagnostic],
}

#[derive(Debug, Serialize)]
struct EntryRow<'a> {
    id: &'a Slug,
    path: &'a str,
    date: Date,
    title: &'a str,
    kind: Kind,
    step: Option<Step>,
    tasks: &'a [Slug],
    goals: &'a [Slug],
    with: &'a [Slug],
    thread: &'a Slug,
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    visibility: Visibility,
}

#[derive(Debug, Serialize)]
struct ThreadRow<'a> {
    person: &'a Slug,
    relation: Relation,
    loops: Vec<&'a Slug>,
}

#[derive(Debug, Serialize)]
struct LoopRow<'a> {
    id: &'a Slug,
    thread: &'a Slug,
    number: usize,
    state: LoopState,
    opened: Date,
    closed: Option<Date>,
    position: u8,
    aligned: bool,
    entries: Vec<&'a Slug>,
    tasks: Vec<&'a Slug>,
    wins: Vec<&'a Slug>,
}

#[derive(Debug, Serialize)]
struct TaskRow<'a> {
    id: &'a Slug,
    title: &'a str,
    status: Option<Status>,
    size: Option<Size>,
    project: Option<&'a Slug>,
    thread: Option<&'a Slug>,
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    initiative: Initiative,
    taken_on: Option<Date>,
    delivered: Option<Date>,
    entries: Vec<&'a Slug>,
}

#[derive(Debug, Serialize)]
struct GoalRow<'a> {
    id: &'a Slug,
    title: &'a str,
    kind: GoalKind,
    from: Option<&'a str>,
    to: Option<&'a str>,
    by: Option<Date>,
    state: GoalState,
    needs: [(); 0],
}

#[derive(Debug, Serialize)]
struct PromiseRow<'a> {
    entry: &'a Slug,
    text: &'a str,
    due: Date,
    done: bool,
}

impl<'a> Export<'a> {
    /// The export of a journal. It borrows everything and copies nothing.
    pub fn new(
        journal: &'a Journal,
        timeline: &'a Timeline,
        diagnostics: &'a [Diagnostic],
        today: Date,
    ) -> Self {
        Self {
            schema: SCHEMA,
            today,
            audience: "me",
            title: &journal.config.title,
            entries: entries(journal, timeline),
            threads: threads(timeline),
            loops: loops(journal, timeline),
            tasks: tasks(journal, timeline),
            goals: goals(journal),
            health: [],
            next: [],
            promises: promises(journal),
            effects: [],
            diagnostics,
        }
    }
}

fn entries<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<EntryRow<'a>> {
    by_date_and_id(journal, 0..journal.entries.len())
        .into_iter()
        .map(|at| {
            let entry = &journal.entries[at];
            EntryRow {
                id: &entry.id,
                path: &entry.path,
                date: entry.date,
                title: &entry.title,
                kind: entry.kind,
                step: entry.step,
                tasks: &entry.tasks,
                goals: &entry.goals,
                with: &entry.with,
                thread: &timeline.thread_of[at],
                in_loop: timeline.loop_of[at].map(|own| &timeline.loops[own].id),
                visibility: entry.visibility,
            }
        })
        .collect()
}

fn threads(timeline: &Timeline) -> Vec<ThreadRow<'_>> {
    let rows = timeline.threads.iter().map(|thread| ThreadRow {
        person: &thread.person,
        relation: thread.relation,
        loops: thread.loops.iter().map(|at| &timeline.loops[*at].id).collect(),
    });
    rows.collect()
}

fn loops<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<LoopRow<'a>> {
    let task_ids = |tasks: &[usize]| tasks.iter().map(|at| &timeline.tasks[*at].id).collect();
    let rows = timeline.loops.iter().map(|own| LoopRow {
        id: &own.id,
        thread: &own.thread,
        number: own.number,
        state: own.state,
        opened: own.opened,
        closed: own.closed,
        position: own.position,
        aligned: own.aligned,
        entries: ids(journal, &own.entries),
        tasks: task_ids(&own.tasks),
        wins: task_ids(&own.wins),
    });
    rows.collect()
}

fn tasks<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<TaskRow<'a>> {
    let rows = timeline.tasks.iter().map(|task| TaskRow {
        id: &task.id,
        title: &task.title,
        status: task.status,
        size: task.size,
        project: task.project.as_ref(),
        thread: task.thread.as_ref(),
        in_loop: task.in_loop.map(|own| &timeline.loops[own].id),
        initiative: task.initiative,
        taken_on: task.taken_on,
        delivered: task.delivered,
        entries: ids(journal, &task.entries),
    });
    rows.collect()
}

fn goals(journal: &Journal) -> Vec<GoalRow<'_>> {
    let rows = journal.goals.iter().map(|goal| GoalRow {
        id: &goal.id,
        title: &goal.title,
        kind: goal.kind,
        from: goal.from.as_deref(),
        to: goal.to.as_deref(),
        by: goal.by,
        state: goal.state,
        needs: [],
    });
    let mut rows: Vec<_> = rows.collect();
    // A goal without a date is wanted some day: after those with one.
    rows.sort_by_key(|row| (row.by.is_none(), row.by, row.id.clone()));
    rows
}

fn promises(journal: &Journal) -> Vec<PromiseRow<'_>> {
    let rows = by_date_and_id(journal, 0..journal.entries.len()).into_iter().flat_map(|at| {
        let entry = &journal.entries[at];
        entry.body.promises.iter().map(|promise| PromiseRow {
            entry: &entry.id,
            text: &promise.text,
            due: promise.due,
            done: promise.done,
        })
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|row| row.due);
    rows
}

/// Entries are read by date and path; lists for scripts are by date and id, which no move of a
/// file to another folder changes.
fn by_date_and_id(journal: &Journal, entries: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut entries: Vec<usize> = entries.into_iter().collect();
    let key = |at: usize| (journal.entries[at].date, &journal.entries[at].id);
    entries.sort_by(|a, b| key(*a).cmp(&key(*b)));
    entries
}

fn ids<'a>(journal: &'a Journal, entries: &[usize]) -> Vec<&'a Slug> {
    let sorted = by_date_and_id(journal, entries.iter().copied());
    sorted.into_iter().map(|at| &journal.entries[at].id).collect()
}
