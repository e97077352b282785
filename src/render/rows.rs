//! Entries, tasks, loops and goals as rows of a list.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use super::level::level_title;
use super::view_cache::CachedView;
use super::views::Day;
use crate::analyse::{Loop, LoopState, Task};
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::model::vocabulary::{Initiative, Size, Status, Step};
use crate::model::{Entry, Goal};

/// An entry in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EntryRow<'a> {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Its date.
    pub date: Day,
    /// Its step's word.
    pub step: Option<&'static str>,
    /// Its kind's word.
    pub kind: &'static str,
    /// The word of its visibility.
    pub visibility: &'static str,
}

impl EntryRow<'static> {
    /// One entry.
    pub fn new(entry: &Entry) -> Self {
        Self {
            url: format!("entries/{}.html", entry.id),
            title: entry.title.clone().into(),
            date: entry.date.into(),
            step: entry.step.map(Step::word),
            kind: entry.kind.word(),
            visibility: entry.visibility.word(),
        }
    }
}

/// A task in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TaskRow<'a> {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: Cow<'a, str>,
    /// The word for the status.
    pub status: Option<&'static str>,
    /// What is said where it has no status: `planned`, or to readers other than the author `not noted`, for
    /// a note may be hidden from them.
    pub without_status: &'static str,
    /// The word of its size.
    pub size: Option<&'static str>,
    /// Who saw first that it was needed: `asked`, `suggested`, `acted` or `not noted`.
    pub initiative: &'static str,
    /// The same as one says it: `asked for`, `suggested`, `begun unasked` or `not noted`.
    pub initiative_said: &'static str,
    /// When it is due. Of recurring work, whose next cycle others may not see done, for the author only.
    pub due: Option<Day>,
    /// Whether nobody set that day: it is the one by which recurring work has its next cycle.
    pub by_rhythm: bool,
    /// When it was taken on, where a note says so; for readers other than the author, a shared one.
    pub taken_on: Option<Day>,
    /// The day of the first note on it, for readers other than the author of the first that is shared, where
    /// none says when it was taken on; absent where that is the day of its delivery.
    pub first_shared: Option<Day>,
    /// When it was delivered.
    pub delivered: Option<Day>,
    /// Days from taking on to delivery.
    pub days: Option<i32>,
    /// Whether it is due before today, and still open; for the author only, for a note that others do not
    /// see may deliver it.
    pub late: bool,
}

impl TaskRow<'static> {
    /// One task.
    pub fn new(ctx: &RenderContext<'_>, task: &Task) -> Self {
        let taken_on = task.said_taken_on(ctx.journal);
        let initiative = task.initiative;
        let due = if ctx.is_authors() { task.due } else { task.set_due() };
        let days = taken_on
            .zip(task.delivered)
            .map(|(from, to)| days_between(from, to))
            .filter(|days| *days >= 0);
        Self {
            url: format!("tasks/{}.html", task.id),
            title: task.title.clone().into(),
            status: task.status.map(|status| status_word(ctx, status)),
            without_status: without_status(ctx),
            size: task.size.map(Size::word),
            initiative: initiative.map_or("not noted", Initiative::word),
            initiative_said: initiative.map_or("not noted", Initiative::said),
            due: due.map(Day::from),
            by_rhythm: due.is_some() && task.repeats.is_some(),
            taken_on: taken_on.map(Day::from),
            first_shared: first_note(ctx, task).map(Day::from),
            delivered: task.delivered.map(Day::from),
            days,
            late: ctx.knows_ends() && task.is_open() && due.is_some_and(|due| due < ctx.today),
        }
    }
}

/// A loop in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopRow<'a> {
    /// Its page.
    pub url: String,
    /// `Loop 3 with CPO`.
    pub name: String,
    /// Its work: `Interview loop +1`; absent without a task.
    pub work: Option<String>,
    /// Its number in the thread.
    pub number: usize,
    /// `open`, `closed` or `passed`; for readers other than the author, empty unless a shared note closes it.
    pub state: &'static str,
    /// The state as one says it: `open`, `closed` or `not closed`.
    pub said: &'static str,
    /// The word of the last step that it reached.
    pub reached: &'static str,
    /// Whether it holds a pivot.
    pub aligned: bool,
    /// Its first day.
    pub opened: Day,
    /// The day of its first `repeat`.
    pub closed: Option<Day>,
    /// The day on which the time with the person ended, for the author and where the loop was still open then.
    pub ended: Option<Day>,
    /// Days from the first to the last of its entries, or to today while it is open, or to `ended`. For the author only: a
    /// note that others do not see can be earlier or later.
    pub days: Option<i32>,
    /// How many entries it has.
    pub entries: usize,
    /// How many entries in words: `3 entries`, or to readers other than the author `3 shared notes`.
    pub counted: String,
    /// The tasks that were taken on in it.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// How many of them were delivered.
    pub wins: usize,
}

impl<'a> LoopRow<'a> {
    /// One loop.
    pub fn new(ctx: &RenderContext<'a>, own: &'a Loop) -> Self {
        Self {
            url: format!("loops/{}.html", own.id),
            name: ctx.loop_name(own),
            work: ctx.loop_work(own),
            number: own.number,
            state: loop_state(ctx, own),
            said: said_state(ctx, own),
            reached: own.reached().word(),
            aligned: own.aligned,
            opened: own.opened.into(),
            closed: own.closed.map(Day::from),
            ended: ended_with(ctx, own).map(Day::from),
            days: ctx.knows_ends().then(|| days_between(own.opened, last_day(ctx, own)).max(0)),
            entries: own.entries.len(),
            counted: entry_count(ctx, own.entries.len()),
            tasks: own.tasks.iter().map(|at| ctx.task_row(*at)).collect(),
            wins: own.tasks.iter().filter(|at| ctx.timeline.tasks[**at].is_delivered()).count(),
        }
    }
}

/// A goal in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalRow<'a> {
    /// Its page.
    pub url: String,
    /// The feed of its entries.
    pub feed: String,
    /// Its title.
    pub title: &'a str,
    /// The word of its kind; empty without a file.
    pub kind: &'static str,
    /// The word of its state; empty if the reader is not the author and sees no file of it.
    pub state: &'static str,
    /// What it starts from; a level as its ladder writes it.
    pub from: Option<String>,
    /// What it leads to.
    pub to: Option<String>,
    /// When it is wanted.
    pub by: Option<Day>,
    /// When it was reached, where its file says so.
    pub reached_on: Option<Day>,
    /// What came of it.
    pub outcome: Option<&'a str>,
    /// Days from today to then.
    pub left: Option<i32>,
}

impl<'a> GoalRow<'a> {
    /// One goal.
    pub fn new(ctx: &RenderContext<'a>, goal: &'a Goal) -> Self {
        let level = |written: Option<&str>| Some(level_title(ctx.journal, goal, written?));
        // Nothing has come of it before the day on which it is reached.
        let is_to_come = goal.reached_on.is_some_and(|day| day > ctx.today);
        Self {
            url: format!("goals/{}.html", goal.id),
            feed: format!("goals/{}.xml", goal.id),
            title: &goal.title,
            kind: if goal.path.is_some() { goal.kind.word() } else { "" },
            state: if ctx.knows_state(goal) { goal.state_on(ctx.today).word() } else { "" },
            from: level(goal.from.as_deref()),
            to: level(goal.to.as_deref()),
            by: goal.by.map(Day::from),
            reached_on: goal.reached_on.filter(|day| *day <= ctx.today).map(Day::from),
            outcome: goal.outcome.as_deref().filter(|_| !is_to_come),
            left: goal.by.map(|by| days_between(ctx.today, by)),
        }
    }
}

/// What is said of a task of which no visible note says the status.
pub fn without_status(ctx: &RenderContext<'_>) -> &'static str {
    if ctx.is_authors() { "planned" } else { "not noted" }
}

/// The word of a status. To readers other than the author an open task is `taken on`: a note that they do
/// not see may have ended it.
pub fn status_word(ctx: &RenderContext<'_>, status: Status) -> &'static str {
    match status {
        Status::Open if !ctx.knows_ends() => "taken on",
        status => status.word(),
    }
}

/// How many entries there are, as far as the reader knows.
pub fn entry_count(ctx: &RenderContext<'_>, entries: usize) -> String {
    match ctx.is_authors() {
        true if entries == 1 => "1 entry".to_owned(),
        true => format!("{entries} entries"),
        false => counted(entries, "shared note"),
    }
}

/// The word of a loop's state. To readers other than the author, only that it is closed: a note that they do
/// not see may have closed any other.
pub fn loop_state(ctx: &RenderContext<'_>, own: &Loop) -> &'static str {
    if ctx.knows_ends() || own.state == LoopState::Closed { own.state.word() } else { "" }
}

/// The same as one says it: a loop that passed was not closed before the next began.
pub fn said_state(ctx: &RenderContext<'_>, own: &Loop) -> &'static str {
    match loop_state(ctx, own) {
        "passed" => "not closed",
        state => state,
    }
}

/// The day of the first note on a task that the reader sees, where none says when it was taken on.
fn first_note(ctx: &RenderContext<'_>, task: &Task) -> Option<Date> {
    let first = task.entries.first().map(|at| ctx.journal.entries[*at].date);
    let is_told = match ctx.is_authors() {
        true => task.taken_by.is_some() && task.said_taken_on(ctx.journal).is_none(),
        false => task.taken_on.is_none(),
    };
    first.filter(|day| is_told && (!ctx.is_authors() || task.delivered != Some(*day)))
}

/// The day of the last entry of a loop: where charts draw it, whatever its state.
pub fn last_noted(ctx: &RenderContext<'_>, own: &Loop) -> Date {
    own.entries.last().map_or(own.opened, |at| ctx.journal.entries[*at].date)
}

/// The last day of a loop. For the author, an open one goes on today, or ended with the person's time.
pub fn last_day(ctx: &RenderContext<'_>, own: &Loop) -> Date {
    let last = last_noted(ctx, own);
    if own.state != LoopState::Open || !ctx.knows_ends() {
        return last;
    }
    last.max(ended_with(ctx, own).unwrap_or(ctx.today))
}

/// The day on which the time with the person of an open loop ended, if it is past.
fn ended_with(ctx: &RenderContext<'_>, own: &Loop) -> Option<Date> {
    let until = ctx.journal.person(own.thread.as_str())?.until?;
    let is_open = own.state == LoopState::Open && ctx.knows_ends();
    Some(until).filter(|until| is_open && *until < ctx.today)
}
