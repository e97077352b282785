//! `loops/<id>.html`: one loop with one person.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::{Loop, LoopState};
use crate::model::dates::days_between;
use crate::render::RenderContext;
use crate::render::charts::ring::{Ring, named_ring};
use crate::render::rows::{EntryRow, LoopRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;
use crate::site::pages::entry::help_name;

/// The newest entries that the page has room for.
const LISTED: usize = 120;
/// The same for tasks: those that are open come first.
const TASKS: usize = 60;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The loop in short, with its tasks.
    pub own: LoopRow<'a>,
    /// Its tasks as far as the page has room for them, those that are open first.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// How many there are besides.
    pub more_tasks: usize,
    /// Its ring.
    pub ring: Ring,
    /// The person.
    pub person: Option<Ref>,
    /// What `help` is called with this person.
    pub help_name: &'static str,
    /// Its newest entries, in order.
    pub entries: Vec<LoopEntry<'a>>,
    /// How many are older.
    pub older: usize,
    /// The loop before it in the thread.
    pub previous: Option<Ref>,
    /// The loop after it.
    pub next: Option<Ref>,
}

impl PageContext for LoopPage<'_> {
    const TEMPLATE: &'static str = "loop.html";
}

/// An entry of a loop.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopEntry<'a> {
    /// The entry.
    pub row: CachedView<EntryRow<'a>>,
    /// Days since the one before; absent for the first.
    pub after: Option<i32>,
    /// What they said: trying to do.
    pub trying: Option<&'a str>,
    /// What they said: blocked by.
    pub blocking: Option<&'a str>,
    /// What I offered.
    pub help: Option<&'a str>,
    /// The agreed measure.
    pub bar: Option<&'a str>,
    /// What it changed.
    pub impact: Option<&'a str>,
    /// What was learned.
    pub lesson: Option<&'a str>,
}

/// The page of a loop.
pub fn page<'a>(ctx: &RenderContext<'a>, at: usize) -> LoopPage<'a> {
    let own = &ctx.timeline.loops[at];
    let older = own.entries.len().saturating_sub(LISTED);
    let mut before = None;
    let entries = own.entries.iter().map(|at| {
        let entry = &ctx.journal.entries[*at];
        let after = before.replace(entry.date).map(|before| days_between(before, entry.date));
        LoopEntry {
            row: ctx.entry_row(*at),
            after,
            trying: entry.trying.as_deref(),
            blocking: entry.blocking.as_deref(),
            help: entry.help.as_deref(),
            bar: entry.bar.as_deref(),
            impact: entry.impact.as_deref(),
            lesson: entry.lesson.as_deref(),
        }
    });
    let thread = ctx.timeline.thread(own.thread.as_str());
    let loops = thread.map_or(&[][..], |thread| &thread.loops);
    let neighbour = |number: usize| {
        let at = loops.get(number.checked_sub(1)?)?;
        Some(Ref::to_loop(ctx, &ctx.timeline.loops[*at]))
    };
    let head = Head::nested(ctx.loop_work(own).unwrap_or_else(|| ctx.loop_name(own)), "timeline");
    LoopPage {
        page: if own.state == LoopState::Open { head.on(ctx.today) } else { head },
        own: LoopRow::new(ctx, own),
        more_tasks: own.tasks.len().saturating_sub(TASKS),
        tasks: tasks(ctx, own),
        ring: named_ring(ctx, Some(own)),
        person: Ref::spoken(ctx, &own.thread),
        help_name: help_name(ctx, Some(&own.thread)),
        entries: entries.skip(older).collect(),
        older,
        previous: neighbour(own.number - 1),
        next: neighbour(own.number + 1),
    }
}

/// A loop's tasks in the order in which they were taken on; where they are too many, those that are open before all others.
fn tasks<'a>(ctx: &RenderContext<'a>, own: &Loop) -> Vec<CachedView<TaskRow<'a>>> {
    let mut tasks = own.tasks.clone();
    if tasks.len() > TASKS {
        tasks.sort_by_key(|at| !ctx.timeline.tasks[*at].is_open());
    }
    tasks.into_iter().take(TASKS).map(|at| ctx.task_row(at)).collect()
}
