//! `tasks.html`: every task, those that are open first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::Task;
use crate::model::vocabulary::Status;
use crate::render::RenderContext;
use crate::render::rows::TaskRow;
use crate::render::view_cache::CachedView;
use crate::site::fold::PeriodLink;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The tasks of each group that the page has room for.
const MOST: usize = 60;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TasksPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The groups that have tasks.
    pub groups: Vec<TaskGroup<'a>>,
    /// The pages of the years with all tasks that have ended, newest first; empty where they are few.
    pub years: Vec<PeriodLink>,
}

impl PageContext for TasksPage<'_> {
    const TEMPLATE: &'static str = "tasks.html";
}

/// Tasks that stand alike.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TaskGroup<'a> {
    /// What they are called together.
    pub name: &'static str,
    /// The tasks.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// How many there are besides.
    pub unlisted: usize,
}

/// What tasks are called together, and which those are.
type Group<'f> = (&'static str, &'f dyn Fn(&Task) -> bool);

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>, years: Vec<PeriodLink>) -> TasksPage<'a> {
    let mut all: Vec<usize> = (0..ctx.timeline.tasks.len()).collect();
    let task = |at: &usize| &ctx.timeline.tasks[*at];
    // What is open stands by its day, all else by the newest note on it.
    all.sort_by_key(|at| {
        let due = task(at).due.filter(|_| task(at).is_open());
        (due.is_none(), due, std::cmp::Reverse(task(at).entries.last().copied()))
    });
    let open = if ctx.is_authors() { "Open" } else { "Not noted as done" };
    let open_of_others =
        if ctx.is_authors() { "Open, of direct reports" } else { "Of direct reports" };
    let planned = if ctx.is_authors() { "Planned" } else { "No status noted" };
    let ended = |task: &Task, ends: &[Status]| task.status.is_some_and(|own| ends.contains(&own));
    let groups: [Group<'_>; 6] = [
        (open, &|task| task.is_open() && task.owner.is_author()),
        (open_of_others, &|task| task.is_open() && !task.owner.is_author()),
        (planned, &|task| task.status.is_none()),
        ("Comes back later", &|task| task.is_unfinished() && !task.is_open()),
        ("Delivered", &|task| ended(task, &[Status::Delivered])),
        ("Declined or dropped", &|task| ended(task, &[Status::Declined, Status::Dropped])),
    ];
    let group = |(name, is_in): Group<'_>| {
        let own: Vec<usize> = all.iter().copied().filter(|at| is_in(task(at))).collect();
        TaskGroup {
            name,
            unlisted: own.len().saturating_sub(MOST),
            tasks: own.into_iter().take(MOST).map(|at| ctx.task_row(at)).collect(),
        }
    };
    let groups = groups.into_iter().map(group).filter(|group| !group.tasks.is_empty());
    TasksPage {
        page: Head::top("Tasks", "timeline").within("tasks").on(ctx.today),
        groups: groups.collect(),
        years,
    }
}
