//! The whole model as JSON: the contract with other people's scripts.
//!
//! Dates are `YYYY-MM-DD`, absent values `null`, lists in date order and then by id, and the same
//! journal gives the same bytes.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::effects::Effects;
use crate::analyse::evidence::{Grade, Unit};
use crate::analyse::gaps::{GoalGaps, NamedBy, NeedStatus};
use crate::analyse::health::FindingSeverity;
use crate::analyse::next::{Move, NextMove};
use crate::analyse::promises::OwnedPromise;
use crate::analyse::{Analysis, LoopState, Timeline};
use crate::diagnostic::Diagnostic;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{
    Audience, GoalKind, GoalState, Initiative, Kind, Relation, Size, Status, Step, Visibility,
};
use crate::model::{Journal, Slug};

/// The number of the shape; it grows when a script could break.
pub const SCHEMA: u32 = 1;

/// The output of `export`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Export<'a> {
    /// The number of this shape; it grows when a script could break.
    schema: u32,
    /// The day for which everything is computed.
    today: Date,
    /// For whom.
    audience: Audience,
    /// The journal's title.
    title: &'a str,
    /// The entries, by date.
    entries: Vec<EntryRow<'a>>,
    /// The threads, by their first entry.
    threads: Vec<ThreadRow<'a>>,
    /// The loops, by the day they opened.
    loops: Vec<LoopRow<'a>>,
    /// The tasks, by the day they were taken on.
    tasks: Vec<TaskRow<'a>>,
    /// The goals, by the day they are wanted.
    goals: Vec<GoalRow<'a>>,
    /// What stops the loop, by rule; only for the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<Vec<FindingRow<'a>>>,
    /// The next move with each person, the manager's first; only for the author.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Vec<MoveRow<'a>>>,
    /// The promises, by the day they are due.
    promises: Vec<PromiseRow<'a>>,
    /// What compounds, by quarter.
    effects: &'a [Effects],
    /// What is wrong with the files.
    diagnostics: Vec<&'a Diagnostic>,
}

/// An entry.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Entry")]
struct EntryRow<'a> {
    /// Its id, as in its page.
    id: &'a Slug,
    /// Its file; `null` for any reader but the author.
    path: Option<&'a str>,
    /// The id of the entry that it is a part of; `null` for a note, and for a reader who may not see that.
    part_of: Option<&'a Slug>,
    /// Its day.
    date: Date,
    /// Its title.
    title: &'a str,
    /// What sort it is.
    kind: Kind,
    /// Its step of the loop.
    step: Option<Step>,
    /// The tasks that it names.
    tasks: &'a [Slug],
    /// The goals that it is for.
    goals: &'a [Slug],
    /// The people it was with.
    with: &'a [Slug],
    /// The person whose thread it is in.
    thread: &'a Slug,
    /// Its loop.
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    /// The widest audience that may see it.
    visibility: Visibility,
}

/// All that is done with one person.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Thread")]
struct ThreadRow<'a> {
    /// The person.
    person: &'a Slug,
    /// What they are to the author.
    relation: Relation,
    /// The loops with them.
    loops: Vec<&'a Slug>,
}

/// A loop.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Loop")]
struct LoopRow<'a> {
    /// Its id.
    id: &'a Slug,
    /// The person.
    thread: &'a Slug,
    /// Its number in the thread, from 1.
    number: usize,
    /// Whether it goes on.
    state: LoopState,
    /// Its first day.
    opened: Date,
    /// The day of its first `repeat`.
    closed: Option<Date>,
    /// How far it came, 1 to 6.
    position: u8,
    /// Whether it holds a pivot.
    aligned: bool,
    /// Its entries.
    entries: Vec<&'a Slug>,
    /// The tasks that were taken on in it.
    tasks: Vec<&'a Slug>,
    /// Those of them that were delivered.
    wins: Vec<&'a Slug>,
}

/// A task.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Task")]
struct TaskRow<'a> {
    /// Its id.
    id: &'a Slug,
    /// Its title.
    title: &'a str,
    /// Where it stands; `null` while no entry names it.
    status: Option<Status>,
    /// How big it is.
    size: Option<Size>,
    /// What it belongs to.
    project: Option<&'a Slug>,
    /// In whose thread it was taken on.
    thread: Option<&'a Slug>,
    /// In which loop.
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    /// Who saw first that it was needed; `null` where no note says so.
    initiative: Option<Initiative>,
    /// When it was taken on.
    taken_on: Option<Date>,
    /// When it was delivered.
    delivered: Option<Date>,
    /// The direct report whose it is; `null` for the author's.
    owner: Option<&'a Slug>,
    /// The entries that name it.
    entries: Vec<&'a Slug>,
}

/// A goal.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Goal")]
struct GoalRow<'a> {
    /// Its id.
    id: &'a Slug,
    /// Its title.
    title: &'a str,
    /// What it is about.
    kind: GoalKind,
    /// The level or role it starts from.
    from: Option<&'a str>,
    /// The level or role it leads to.
    to: Option<&'a str>,
    /// When it is wanted.
    by: Option<Date>,
    /// Whether it is worked towards.
    state: GoalState,
    /// The direct report whose it is; `null` for the author's.
    owner: Option<&'a Slug>,
    /// What it must show.
    needs: Vec<NeedRow<'a>>,
}

/// What a goal must show.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Need")]
struct NeedRow<'a> {
    /// The competency.
    id: &'a Slug,
    /// Its name.
    title: &'a str,
    /// Who named it first.
    named_by: NamedBy,
    /// How well it is shown.
    status: NeedStatus,
    /// Whether the newest evidence is old.
    stale: bool,
    /// How many units count.
    counting: usize,
    /// In which quarters.
    quarters: &'a [Quarter],
    /// When it could be sustained; `null` once it is.
    earliest: Option<Quarter>,
    /// The evidence.
    units: Vec<UnitRow<'a>>,
}

/// A unit of evidence.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Unit")]
struct UnitRow<'a> {
    /// The task; `null` for a note without one.
    task: Option<&'a Slug>,
    /// When.
    quarter: Quarter,
    /// How good it is.
    grade: Grade,
    /// The level that it shows.
    level: Option<&'a Slug>,
    /// Whether that is below what the goal leads to.
    below_level: bool,
    /// The entries behind it.
    entries: Vec<&'a Slug>,
}

/// Something that stops the loop.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Finding")]
struct FindingRow<'a> {
    /// The rule.
    code: &'a str,
    /// How bad it is.
    severity: FindingSeverity,
    /// The person, task, goal or entry it is about, or `journal`.
    subject: &'a Slug,
    /// The entries behind it.
    entries: Vec<&'a Slug>,
    /// The tasks behind it.
    tasks: &'a [Slug],
    /// What was found.
    message: &'a str,
    /// What to do.
    advice: &'a str,
}

/// A move.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Move")]
struct MoveRow<'a> {
    /// The person.
    thread: &'a Slug,
    /// What to do.
    #[serde(rename = "move")]
    kind: Move,
    /// Why, in a sentence.
    reason: &'a str,
    /// What it is about, the main task first.
    tasks: Vec<&'a Slug>,
    /// The competency that a `pivot` is about.
    need: Option<&'a Slug>,
    /// By when.
    due: Option<Date>,
    /// What to say; an empty line parts paragraphs.
    script: &'a str,
}

/// A promise.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Promise")]
struct PromiseRow<'a> {
    /// Where it was made.
    entry: &'a Slug,
    /// What was promised.
    text: &'a str,
    /// The person who promised it; `null` for the author.
    person: Option<&'a Slug>,
    /// By when.
    due: Date,
    /// Whether it is over: kept, or cancelled.
    done: bool,
    /// Whether its day is past, and the work that its note is about is over.
    settled: bool,
}

impl<'a> Export<'a> {
    /// The export of a journal, with its next moves and the script of each; `problems` are those that
    /// were found later than its files were read.
    pub fn new(
        analysis: &'a Analysis<'a>,
        moves: &'a [(NextMove<'a>, String)],
        problems: &'a [Diagnostic],
    ) -> Self {
        let Analysis { journal, timeline, .. } = analysis;
        // Advice can't be computed without what is left out for others.
        let is_authors = analysis.shared.audience() == Audience::Me;
        Self {
            schema: SCHEMA,
            today: analysis.today,
            audience: analysis.shared.audience(),
            title: &journal.config.title,
            entries: entries(journal, timeline),
            threads: threads(timeline),
            loops: loops(journal, timeline),
            tasks: tasks(journal, timeline),
            goals: goals(analysis),
            health: is_authors.then(|| findings(analysis)),
            next: is_authors
                .then(|| moves.iter().map(|(next, script)| move_row(next, script)).collect()),
            promises: promises(analysis),
            effects: &analysis.effects,
            diagnostics: diagnostics(analysis, problems),
        }
    }
}

/// What is wrong is the author's business.
fn diagnostics<'a>(analysis: &'a Analysis<'a>, problems: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let own = analysis.shared.audience() == Audience::Me;
    let problems = if own { problems } else { &[] };
    analysis.shared.diagnostics().iter().chain(problems).collect()
}

fn entries<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<EntryRow<'a>> {
    by_date_and_id(journal, 0..journal.entries.len())
        .into_iter()
        .map(|at| {
            let entry = &journal.entries[at];
            EntryRow {
                id: &entry.id,
                path: Some(entry.path.as_str()).filter(|path| !path.is_empty()),
                part_of: entry.part.as_ref().and_then(|part| part.note.as_ref()),
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
        owner: task.owner.report(),
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
        owner: goal.owner.report(),
        needs: needs(journal, gaps),
    });
    let mut rows: Vec<_> = rows.collect();
    // A goal without a date is wanted some day: after those with one.
    rows.sort_by_key(|row| (row.by.is_none(), row.by, row.id.clone()));
    rows
}

fn promises<'a>(analysis: &'a Analysis<'_>) -> Vec<PromiseRow<'a>> {
    let entry = |promise: &OwnedPromise| &analysis.journal.entries[promise.entry];
    let mut promises: Vec<&OwnedPromise> = analysis.promises.iter().collect();
    promises.sort_by_key(|promise| (promise.due, entry(promise).date, &entry(promise).id));
    let row = |promise: &'a OwnedPromise| PromiseRow {
        entry: &analysis.journal.entries[promise.entry].id,
        text: &promise.text,
        person: promise.person.as_ref(),
        due: promise.due,
        done: promise.done,
        settled: promise.settled,
    };
    promises.into_iter().map(row).collect()
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
