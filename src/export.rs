//! The whole model as JSON: the contract with other people's scripts.
//!
//! Dates are `YYYY-MM-DD`, absent values `null`, lists in date order and then by id, and the same
//! journal gives the same bytes.

use jiff::civil::Date;
use serde::Serialize;

use crate::analyse::effects::Effects;
use crate::analyse::evidence::{Grade, Unit};
use crate::analyse::gaps::{GoalGaps, NamedBy, NeedStatus};
use crate::analyse::health::Severity;
use crate::analyse::next::{Move, NextMove};
use crate::analyse::{Analysis, LoopState, Timeline};
use crate::diagnostic::Diagnostic;
use crate::model::quarter::Quarter;
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
    health: Vec<FindingRow<'a>>,
    next: Vec<MoveRow<'a>>,
    promises: Vec<PromiseRow<'a>>,
    effects: &'a [Effects],
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
    needs: Vec<NeedRow<'a>>,
}

#[derive(Debug, Serialize)]
struct NeedRow<'a> {
    id: &'a Slug,
    title: &'a str,
    named_by: NamedBy,
    status: NeedStatus,
    stale: bool,
    counting: usize,
    quarters: &'a [Quarter],
    earliest: Option<Quarter>,
    units: Vec<UnitRow<'a>>,
}

#[derive(Debug, Serialize)]
struct UnitRow<'a> {
    task: Option<&'a Slug>,
    quarter: Quarter,
    grade: Grade,
    level: Option<&'a Slug>,
    below_level: bool,
    entries: Vec<&'a Slug>,
}

#[derive(Debug, Serialize)]
struct FindingRow<'a> {
    code: &'a str,
    severity: Severity,
    subject: &'a Slug,
    entries: Vec<&'a Slug>,
    tasks: &'a [Slug],
    message: &'a str,
    advice: &'a str,
}

#[derive(Debug, Serialize)]
struct MoveRow<'a> {
    thread: &'a Slug,
    #[serde(rename = "move")]
    kind: Move,
    reason: &'a str,
    tasks: Vec<&'a Slug>,
    need: Option<&'a Slug>,
    due: Option<Date>,
    script: &'a str,
}

#[derive(Debug, Serialize)]
struct PromiseRow<'a> {
    entry: &'a Slug,
    text: &'a str,
    due: Date,
    done: bool,
}

impl<'a> Export<'a> {
    /// The export of a journal, with its next moves and the script of each.
    pub fn new(
        analysis: &'a Analysis<'a>,
        moves: &'a [(NextMove<'a>, String)],
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        let Analysis { journal, timeline, .. } = analysis;
        Self {
            schema: SCHEMA,
            today: analysis.today,
            audience: "me",
            title: &journal.config.title,
            entries: entries(journal, timeline),
            threads: threads(timeline),
            loops: loops(journal, timeline),
            tasks: tasks(journal, timeline),
            goals: goals(analysis),
            health: findings(analysis),
            next: moves.iter().map(|(next, script)| move_row(next, script)).collect(),
            promises: promises(journal),
            effects: &analysis.effects,
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

fn findings<'a>(analysis: &'a Analysis<'a>) -> Vec<FindingRow<'a>> {
    let rows = analysis.findings.iter().map(|finding| FindingRow {
        code: finding.code,
        severity: finding.severity,
        subject: &finding.subject,
        entries: ids(analysis.journal, &finding.entries),
        tasks: &finding.tasks,
        message: &finding.message,
        advice: &finding.advice,
    });
    rows.collect()
}

fn move_row<'a>(next: &'a NextMove<'a>, script: &'a str) -> MoveRow<'a> {
    MoveRow {
        thread: &next.thread.person,
        kind: next.kind,
        reason: &next.reason,
        tasks: next.tasks.iter().map(|task| &task.id).collect(),
        need: next.need.map(|need| &need.id),
        due: next.due,
        script,
    }
}

fn needs<'a>(journal: &'a Journal, gaps: &'a GoalGaps) -> Vec<NeedRow<'a>> {
    let rows = gaps.needs.iter().map(|need| NeedRow {
        id: &need.id,
        title: &need.title,
        named_by: need.named_by,
        status: need.status,
        stale: need.stale,
        counting: need.counting,
        quarters: &need.quarters,
        earliest: need.earliest,
        units: need.units.iter().map(|unit| unit_row(journal, unit)).collect(),
    });
    rows.collect()
}

fn unit_row<'a>(journal: &'a Journal, unit: &'a Unit) -> UnitRow<'a> {
    UnitRow {
        task: unit.task.as_ref(),
        quarter: unit.quarter,
        grade: unit.grade,
        level: unit.level.as_ref(),
        below_level: unit.below_level,
        entries: ids(journal, &unit.entries),
    }
}

fn goals<'a>(analysis: &'a Analysis<'a>) -> Vec<GoalRow<'a>> {
    let journal = analysis.journal;
    let rows = journal.goals.iter().zip(&analysis.gaps).map(|(goal, gaps)| GoalRow {
        id: &goal.id,
        title: &goal.title,
        kind: goal.kind,
        from: goal.from.as_deref(),
        to: goal.to.as_deref(),
        by: goal.by,
        state: goal.state,
        needs: needs(journal, gaps),
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
