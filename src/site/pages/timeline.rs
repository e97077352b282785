//! `timeline.html`: every thread's coil, and its loops over one axis.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::Thread;
use crate::model::vocabulary::Relation;
use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::charts::coil::{self, Coil, CoilRow, Year};
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::turn::legend;
use crate::render::rows::LoopRow;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TimelinePage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The thread that the author's own career runs along: the manager's, if it has loops.
    pub main: Option<MainThread<'a>>,
    /// The steps with their shapes.
    pub legend: Vec<(&'static str, &'static str)>,
    /// All threads over one axis; absent while there is no loop.
    pub lanes: Option<Lanes>,
    /// The other threads that have loops.
    pub threads: Vec<ThreadRow<'a>>,
    /// Where the timeline of one goal is.
    pub goals: Vec<Ref>,
}

impl PageContext for TimelinePage<'_> {
    const TEMPLATE: &'static str = "timeline.html";
}

/// The main thread, whole.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MainThread<'a> {
    /// The person.
    pub person: Ref,
    /// Its newest loops.
    pub coil: Option<Coil>,
    /// All of them, a picture for each year, where they are too many for one.
    pub years: Vec<Year>,
    /// The same as a table, newest first.
    pub loops: Vec<CoilRow<'a>>,
}

/// Another thread and its loops.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ThreadRow<'a> {
    /// The person.
    pub person: Ref,
    /// What they are to the author; empty if the reader does not see that.
    pub relation: &'static str,
    /// Its newest loops, small.
    pub coil: Option<Coil>,
    /// The loops, newest first.
    pub loops: Vec<LoopRow<'a>>,
}

/// The timeline. `entries` are those for each goal, by its place in the journal.
pub fn page<'a>(ctx: &RenderContext<'a>, entries: &[Vec<usize>]) -> TimelinePage<'a> {
    let in_loop = |at: &usize| ctx.timeline.loop_of[*at].is_some();
    let manager = &ctx.journal.config.manager;
    let mut threads: Vec<_> =
        ctx.timeline.threads.iter().filter(|thread| !thread.loops.is_empty()).collect();
    threads.sort_by_key(|thread| thread.person != *manager);
    let is_main = |thread: &&&Thread| thread.person == *manager;
    TimelinePage {
        page: Head::top("Timeline", "timeline").on(ctx.today),
        main: threads.iter().find(is_main).map(|thread| main_thread(ctx, thread)),
        legend: legend(),
        lanes: lanes::all(ctx),
        threads: threads.iter().filter(|t| !is_main(t)).map(|t| other(ctx, t)).collect(),
        goals: ctx
            .journal
            .goals
            .iter()
            .zip(entries)
            .filter(|(goal, entries)| ctx.is_active(goal) && entries.iter().any(in_loop))
            .filter_map(|(goal, _)| Ref::to(ctx, &Target::Goal(goal.id.clone())))
            .collect(),
    }
}

/// A thread, whole.
pub fn main_thread<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> MainThread<'a> {
    MainThread {
        person: person(ctx, &thread.person),
        coil: coil::newest(ctx, thread),
        years: coil::years(ctx, thread),
        loops: coil::rows(ctx, thread, 0),
    }
}

fn other<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> ThreadRow<'a> {
    let newest_first = thread.loops.iter().rev();
    ThreadRow {
        person: person(ctx, &thread.person),
        relation: thread.relation.map_or("", Relation::word),
        coil: coil::newest_small(ctx, thread),
        loops: newest_first.map(|at| LoopRow::new(ctx, &ctx.timeline.loops[*at])).collect(),
    }
}

fn person(ctx: &RenderContext<'_>, id: &Slug) -> Ref {
    Ref::heading(ctx, id)
}
