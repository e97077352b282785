//! `seen.html`: problems that the author saw, and what became of them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::seen::{SeenProblem, seen_problems};
use crate::model::dates::days_between;
use crate::render::RenderContext;
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The problems that the page has room for.
const LISTED: usize = 300;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SeenPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The problems: for the author those first that nothing was done about; the newest first.
    pub problems: Vec<SeenView<'a>>,
    /// How many older ones there are besides.
    pub older: usize,
    /// How many there are.
    pub count: usize,
    /// How many of them were taken on.
    pub taken: usize,
}

impl PageContext for SeenPage<'_> {
    const TEMPLATE: &'static str = "seen.html";
}

/// A problem.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SeenView<'a> {
    /// Its entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// Whose problem it is: the person in whose thread it is.
    pub with: Option<Ref>,
    /// The task of its name that was taken on.
    pub task: Option<CachedView<TaskRow<'a>>>,
    /// Days from the note to the taking-on, where that came later.
    pub after: Option<i32>,
    /// What resolved it, where nobody took it on.
    pub resolved: Option<CachedView<EntryRow<'a>>>,
    /// For the author, days since the note while nothing was done about it. A note that others do not see may
    /// have taken it on.
    pub open: Option<i32>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> SeenPage<'a> {
    let mut all = seen_problems(ctx.journal, ctx.timeline, ctx.today);
    all.reverse();
    if ctx.is_authors() {
        all.sort_by_key(|problem| !problem.is_open());
    }
    SeenPage {
        page: Head::top("Problems seen", "stories").within("seen").on(ctx.today),
        taken: all.iter().filter(|problem| problem.taken.is_some()).count(),
        older: all.len().saturating_sub(LISTED),
        count: all.len(),
        problems: all.iter().take(LISTED).map(|problem| view(ctx, problem)).collect(),
    }
}

fn view<'a>(ctx: &RenderContext<'a>, problem: &SeenProblem) -> SeenView<'a> {
    let seen = ctx.journal.entries[problem.entry].date;
    let thread = ctx.timeline.thread_of[problem.entry].as_ref();
    let taken_on = problem.taken.and_then(|at| ctx.timeline.tasks[at].taken_on);
    let resolved = problem.resolved_by.filter(|_| problem.taken.is_none());
    SeenView {
        entry: ctx.entry_row(problem.entry),
        with: thread.and_then(|id| Ref::spoken(ctx, id)),
        task: problem.taken.map(|at| ctx.task_row(at)),
        after: taken_on.map(|day| days_between(seen, day)).filter(|days| *days >= 0),
        resolved: resolved.map(|at| ctx.entry_row(at)),
        open: Some(days_between(seen, ctx.today)).filter(|_| problem.is_open() && ctx.is_authors()),
    }
}
