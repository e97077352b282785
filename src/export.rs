//! Exports the whole journal as JSON, for other programs. The format is a stable contract.
//!
//! Dates are `YYYY-MM-DD`, missing values are `null`, and lists are sorted by date, then id. The same
//! journal gives the same bytes.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::effects::Effects;
use crate::analyse::evidence::{Grade, Unit};
use crate::analyse::gaps::{GoalGaps, NamedBy, NeedStatus};
use crate::analyse::health::FindingSeverity;
use crate::analyse::next::{Move, NextMove};
use crate::analyse::path::path;
use crate::analyse::plan::plan;
use crate::analyse::promises::OwnedPromise;
use crate::analyse::{Analysis, LoopState, Timeline};
use crate::diagnostic::Diagnostic;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{
    Audience, GoalKind, GoalState, Initiative, Kind, Relation, Size, Status, Step, Visibility,
};
use crate::model::{Journal, Slug};

/// The version of the format. It grows with every change that could break a script.
pub const SCHEMA: u32 = 1;

/// The output of `export`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Export<'a> {
    /// The version of this format. It grows with every change that could break a script.
    schema: u32,
    /// The day for which everything is computed.
    today: Date,
    /// Who reads it.
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
    /// The goals, by the date in `by`.
    goals: Vec<GoalRow<'a>>,
    /// The author's goals that have a file: those that were reached in their order, then the others.
    path: Vec<PathStepRow<'a>>,
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
    /// The problems of the files.
    diagnostics: Vec<&'a Diagnostic>,
}

/// An entry.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Entry")]
struct EntryRow<'a> {
    /// The entry's id, as in the address of its page.
    id: &'a Slug,
    /// The entry's file; `null` for any reader but the author.
    path: Option<&'a str>,
    /// The id of the entry that it is a part of; `null` for a note, and for a reader who may not see that.
    part_of: Option<&'a Slug>,
    /// Its day.
    date: Date,
    /// The entry's title.
    title: &'a str,
    /// The entry's kind.
    kind: Kind,
    /// The step of the loop.
    step: Option<Step>,
    /// The tasks that it names.
    tasks: &'a [Slug],
    /// The goals that it is for.
    goals: &'a [Slug],
    /// The people whom the entry is with.
    with: &'a [Slug],
    /// The person whose thread has the entry; `null` if the reader does not see that.
    thread: Option<&'a Slug>,
    /// The loop that has the entry.
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    /// The widest audience that may see it.
    visibility: Visibility,
}

/// Everything with one person.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Thread")]
struct ThreadRow<'a> {
    /// The person.
    person: &'a Slug,
    /// What they are to the author; `null` if the reader does not see that.
    relation: Option<Relation>,
    /// The loops of the thread.
    loops: Vec<&'a Slug>,
}

/// A loop.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Loop")]
struct LoopRow<'a> {
    /// The loop's id.
    id: &'a Slug,
    /// The person.
    thread: &'a Slug,
    /// The loop's number in the thread, from 1.
    number: usize,
    /// Whether it goes on.
    state: LoopState,
    /// The first date.
    opened: Date,
    /// The date of the first `repeat`.
    closed: Option<Date>,
    /// How far the loop has come, from 1 to 6.
    position: u8,
    /// Whether the loop has a pivot.
    aligned: bool,
    /// The loop's entries.
    entries: Vec<&'a Slug>,
    /// The tasks that were taken on in the loop.
    tasks: Vec<&'a Slug>,
    /// The tasks that were delivered in the loop.
    wins: Vec<&'a Slug>,
}

/// A task.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Task")]
struct TaskRow<'a> {
    /// The task's id.
    id: &'a Slug,
    /// The task's title.
    title: &'a str,
    /// The task's status; `null` if no entry names the task.
    status: Option<Status>,
    /// The task's size.
    size: Option<Size>,
    /// The project that the task belongs to.
    project: Option<&'a Slug>,
    /// The person in whose thread the task was taken on.
    thread: Option<&'a Slug>,
    /// The loop in which the task was taken on.
    #[serde(rename = "loop")]
    in_loop: Option<&'a Slug>,
    /// Who saw first that the task was needed; `null` if no note says so.
    initiative: Option<Initiative>,
    /// When the task was taken on.
    taken_on: Option<Date>,
    /// When the task was delivered.
    delivered: Option<Date>,
    /// The competencies that the task is meant to show; they are no evidence.
    serves: &'a [Slug],
    /// The direct report who did the task; `null` for the author.
    owner: Option<&'a Slug>,
    /// The entries that name the task.
    entries: Vec<&'a Slug>,
}

/// A goal.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Goal")]
struct GoalRow<'a> {
    /// The goal's id.
    id: &'a Slug,
    /// The goal's title.
    title: &'a str,
    /// The goal's kind.
    kind: GoalKind,
    /// The current level or role.
    from: Option<&'a str>,
    /// The wanted level or role.
    to: Option<&'a str>,
    /// The date by which the author wants to reach the goal.
    by: Option<Date>,
    /// The date on which the goal was reached, as its file says.
    reached_on: Option<Date>,
    /// What came of the goal.
    outcome: Option<&'a str>,
    /// Whether the author is working towards the goal.
    state: GoalState,
    /// The direct report whose goal it is; `null` for the author.
    owner: Option<&'a Slug>,
    /// The competencies that the goal needs.
    needs: Vec<NeedRow<'a>>,
    /// The ids of those that are not sustained, in the order in which they are worked on.
    plan: Vec<&'a Slug>,
}

/// A goal of the author on the path.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PathStep")]
struct PathStepRow<'a> {
    /// The goal's id.
    goal: &'a Slug,
    /// The date on which it began.
    began: Option<Date>,
    /// The date on which it was reached.
    reached: Option<Date>,
    /// The quarters that it took, or takes so far.
    quarters: Option<i32>,
    /// The loops on the way.
    loops: Vec<&'a Slug>,
    /// The managers in that time.
    managers: Vec<&'a Slug>,
    /// Where the author worked in that time.
    employers: Vec<&'a str>,
}

/// A competency that a goal needs.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Need")]
struct NeedRow<'a> {
    /// The competency's id.
    id: &'a Slug,
    /// The competency's title.
    title: &'a str,
    /// Who named the competency first.
    named_by: NamedBy,
    /// How well the evidence shows the competency.
    status: NeedStatus,
    /// Whether the newest evidence is old.
    stale: bool,
    /// How many pieces of evidence count toward the goal.
    counting: usize,
    /// The quarters of the evidence that counts.
    quarters: &'a [Quarter],
    /// The earliest possible quarter in which the competency is *sustained*; `null` once it is, and for readers other than
    /// the author.
    earliest: Option<Quarter>,
    /// The pieces of evidence.
    units: Vec<UnitRow<'a>>,
}

/// A piece of evidence.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Unit")]
struct UnitRow<'a> {
    /// The task; `null` for a note without one.
    task: Option<&'a Slug>,
    /// The quarter of the evidence.
    quarter: Quarter,
    /// The grade of the evidence.
    grade: Grade,
    /// The level that the evidence shows.
    level: Option<&'a Slug>,
    /// Whether that level is below the goal's `to`.
    below_level: bool,
    /// The entries that are the evidence.
    entries: Vec<&'a Slug>,
}

/// A health finding: something that stops the loop.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Finding")]
struct FindingRow<'a> {
    /// The rule's code.
    code: &'a str,
    /// The severity of the finding.
    severity: FindingSeverity,
    /// The id of the person, task, goal or entry that the finding is about, or `journal`.
    subject: &'a Slug,
    /// The entries that the finding is based on.
    entries: Vec<&'a Slug>,
    /// The tasks that the finding is based on.
    tasks: &'a [Slug],
    /// The finding in a sentence.
    message: &'a str,
    /// What to do about it.
    advice: &'a str,
}

/// A next step with a person.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Move")]
struct MoveRow<'a> {
    /// The person.
    thread: &'a Slug,
    /// The kind of step.
    #[serde(rename = "move")]
    kind: Move,
    /// Why this is the next step, in a sentence.
    reason: &'a str,
    /// The tasks that the step is about, the main one first.
    tasks: Vec<&'a Slug>,
    /// The competency that a `pivot` is about.
    need: Option<&'a Slug>,
    /// The due date.
    due: Option<Date>,
    /// Whether nobody set that date: it follows from how often the task is done.
    by_rhythm: bool,
    /// What to say. Empty lines separate paragraphs.
    script: &'a str,
}

/// A promise.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Promise")]
struct PromiseRow<'a> {
    /// The entry with the promise.
    entry: &'a Slug,
    /// The promise in the words of the entry.
    text: &'a str,
    /// The person who promised it; `null` for the author.
    person: Option<&'a Slug>,
    /// The due date.
    due: Date,
    /// Whether it is a to-do of the author's that nobody was promised.
    to_do: bool,
    /// Whether the promise was kept or cancelled.
    done: bool,
    /// Whether the due date has passed and the work that the entry is about is over.
    settled: bool,
}

impl<'a> Export<'a> {
    /// Exports a journal. `moves` are the next steps with their scripts; `problems` are those that were
    /// found after its files were read.
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
            path: path_steps(analysis),
            health: is_authors.then(|| findings(analysis)),
            next: is_authors
                .then(|| moves.iter().map(|(next, script)| move_row(next, script)).collect()),
            promises: promises(analysis),
            effects: &analysis.effects,
            diagnostics: diagnostics(analysis, problems),
        }
    }
}

/// Only the author gets problems.
fn diagnostics<'a>(analysis: &'a Analysis<'a>, problems: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let is_author = analysis.shared.audience() == Audience::Me;
    let problems = if is_author { problems } else { &[] };
    analysis.shared.diagnostics().iter().chain(problems).collect()
}

fn entries<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<EntryRow<'a>> {
    by_date_and_id(journal, 0..journal.entries.len())
        .into_iter()
        .map(|index| {
            let entry = &journal.entries[index];
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
                thread: timeline.thread_of[index].as_ref(),
                in_loop: timeline.loop_of[index].map(|loop_index| &timeline.loops[loop_index].id),
                visibility: entry.visibility,
            }
        })
        .collect()
}

fn threads(timeline: &Timeline) -> Vec<ThreadRow<'_>> {
    let rows = timeline.threads.iter().map(|thread| ThreadRow {
        person: &thread.person,
        relation: thread.relation,
        loops: thread.loops.iter().map(|index| &timeline.loops[*index].id).collect(),
    });
    rows.collect()
}

fn loops<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<LoopRow<'a>> {
    let task_ids = |tasks: &[usize]| tasks.iter().map(|index| &timeline.tasks[*index].id).collect();
    let rows = timeline.loops.iter().map(|row| LoopRow {
        id: &row.id,
        thread: &row.thread,
        number: row.number,
        state: row.state,
        opened: row.opened,
        closed: row.closed,
        position: row.position,
        aligned: row.aligned,
        entries: ids(journal, &row.entries),
        tasks: task_ids(&row.tasks),
        wins: task_ids(&row.wins),
    });
    rows.collect()
}

fn tasks<'a>(journal: &'a Journal, timeline: &'a Timeline) -> Vec<TaskRow<'a>> {
    let serves =
        |id: &Slug| journal.task(id.as_str()).map_or(&[][..], |file| file.serves.as_slice());
    let rows = timeline.tasks.iter().map(|task| TaskRow {
        id: &task.id,
        title: &task.title,
        status: task.status,
        size: task.size,
        project: task.project.as_ref(),
        thread: task.thread.as_ref(),
        in_loop: task.in_loop.map(|index| &timeline.loops[index].id),
        initiative: task.initiative,
        taken_on: task.taken_on,
        delivered: task.delivered,
        serves: serves(&task.id),
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
        by_rhythm: next.is_due_by_rhythm(),
        script,
    }
}

fn needs<'a>(journal: &'a Journal, gaps: &'a GoalGaps, is_authors: bool) -> Vec<NeedRow<'a>> {
    let rows = gaps.needs.iter().map(move |need| NeedRow {
        id: &need.id,
        title: &need.title,
        named_by: need.named_by,
        status: need.status,
        stale: need.stale && is_authors,
        counting: need.counting,
        quarters: &need.quarters,
        earliest: need.earliest.filter(|_| is_authors),
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
    // Evidence that other readers may not see would make any quarter wrong.
    let is_authors = analysis.shared.audience() == Audience::Me;
    let rows = journal.goals.iter().zip(&analysis.gaps).map(|(goal, gaps)| GoalRow {
        id: &goal.id,
        title: &goal.title,
        kind: goal.kind,
        from: goal.from.as_deref(),
        to: goal.to.as_deref(),
        by: goal.by,
        reached_on: goal.reached_on,
        outcome: goal.outcome.as_deref(),
        state: goal.state_on(analysis.today),
        owner: goal.owner.report(),
        needs: needs(journal, gaps, is_authors),
        plan: plan(&analysis.context(), gaps).iter().map(|own| &own.need.id).collect(),
    });
    let mut rows: Vec<_> = rows.collect();
    // Goals without a date come last.
    rows.sort_by_key(|row| (row.by.is_none(), row.by, row.id.clone()));
    rows
}

fn path_steps<'a>(analysis: &'a Analysis<'a>) -> Vec<PathStepRow<'a>> {
    let Analysis { journal, timeline, .. } = analysis;
    let is_authors = analysis.shared.audience() == Audience::Me;
    let rows = path(&analysis.context(), is_authors).into_iter().map(|step| PathStepRow {
        goal: &journal.goals[step.goal].id,
        began: step.began,
        reached: step.reached,
        quarters: step.quarters,
        loops: step.loops.iter().map(|index| &timeline.loops[*index].id).collect(),
        managers: step.managers.iter().map(|person| &person.id).collect(),
        employers: step.employers,
    });
    rows.collect()
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
        to_do: promise.is_to_do,
        done: promise.done,
        settled: promise.settled,
    };
    promises.into_iter().map(row).collect()
}

/// Sorts by date and id. The journal's order uses paths, which change when a file moves.
fn by_date_and_id(journal: &Journal, entries: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut entries: Vec<usize> = entries.into_iter().collect();
    let key = |at: usize| (journal.entries[at].date, &journal.entries[at].id);
    entries.sort_by(|a, b| key(*a).cmp(&key(*b)));
    entries
}

fn ids<'a>(journal: &'a Journal, entries: &[usize]) -> Vec<&'a Slug> {
    let sorted = by_date_and_id(journal, entries.iter().copied());
    sorted.into_iter().map(|index| &journal.entries[index].id).collect()
}
