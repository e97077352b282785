//! `timeline.html`: every thread's coil, and its loops over one axis.

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::Thread;
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Relation;
use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::charts::coil::{self, Coil, CoilRow, Year};
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::turn::legend;
use crate::render::rows::LoopRow;
use crate::render::views::Ref;
use crate::site::fold::{Fold, PeriodLink, Subject};
use crate::site::head::Head;
use crate::site::lists::Lists;
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
    /// The time that this page is about; absent at the top.
    pub time: Option<String>,
    /// What this time is a part of, the year first.
    pub wholes: Vec<PeriodLink>,
    /// The parts of this time, newest first, where its loops are too many for one page.
    pub parts: Vec<PeriodLink>,
    /// The pages of the years, newest first; empty where all loops are on this page.
    pub times: Vec<PeriodLink>,
}

impl PageContext for TimelinePage<'_> {
    const TEMPLATE: &'static str = "timeline.html";
}

/// The main thread, whole.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MainThread<'a> {
    /// The person.
    pub person: Ref,
    /// The managers whose loops it has, the newest first, where they are several.
    pub managers: Vec<Ref>,
    /// Its newest loops.
    pub coil: Option<Coil>,
    /// All of them, a picture for each year, where they are too many for one.
    pub years: Vec<Year>,
    /// The years that have more loops than a picture has room for.
    pub crowded: Vec<CrowdedYear>,
    /// The same as a table, newest first.
    pub loops: Vec<CoilRow<'a>>,
    /// How many there are besides.
    pub older: usize,
}

/// A year with more loops than a picture has room for.
#[derive(Debug, JsonSchema, Serialize)]
pub struct CrowdedYear {
    /// The year in which its fiscal year begins.
    pub year: i32,
    /// Its quarters, each with how many loops began in it: `2026-Q3: 14 loops`.
    pub quarters: Vec<String>,
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
    /// How many there are besides.
    pub older: usize,
}

/// The turns that one picture of a year has room for.
const TURNS: usize = 12;
/// Where there are many loops: the newest that stand side by side, the people whose loops are shown, and the
/// newest of each.
const NEWEST_LOOPS: usize = 60;
const THREADS: usize = 12;
const LOOPS: usize = 3;

/// The timeline.
pub(in crate::site) fn page<'a>(ctx: &RenderContext<'a>, lists: &Lists<'a>) -> TimelinePage<'a> {
    let in_loop = |at: &usize| ctx.timeline.loop_of[*at].is_some();
    let goals = ctx.journal.goals.iter().zip(&lists.entries_by_goal);
    let times = lists.folds.years(ctx, Subject::Timeline);
    let is_folded = !times.is_empty();
    let main = main_of(ctx).map(|thread| match is_folded {
        true => newest(ctx, thread),
        false => main_thread(ctx, thread),
    });
    let mut others = others(ctx);
    if is_folded {
        others.sort_by_key(|thread| std::cmp::Reverse(last_opened(ctx, thread)));
    }
    let (most, loops) = if is_folded { (THREADS, LOOPS) } else { (others.len(), usize::MAX) };
    TimelinePage {
        page: Head::top("Timeline", "timeline").on(ctx.today),
        main,
        legend: legend(),
        lanes: if is_folded { newest_lanes(ctx) } else { lanes::all(ctx) },
        threads: others.into_iter().take(most).map(|t| newest_of(ctx, t, loops)).collect(),
        goals: goals
            .filter(|(goal, entries)| ctx.is_active(goal) && entries.iter().any(in_loop))
            .filter_map(|(goal, _)| Ref::to(ctx, &Target::Goal(goal.id.clone())))
            .collect(),
        time: None,
        wholes: Vec::new(),
        parts: Vec::new(),
        times,
    }
}

/// The loops that began in a time.
pub(in crate::site) fn of_time<'a>(
    ctx: &RenderContext<'a>,
    lists: &Lists<'a>,
    fold: &Fold,
) -> TimelinePage<'a> {
    let is_whole = fold.parts.is_empty();
    let days = (fold.period.first, fold.period.last);
    let own = |thread: &Thread| began_in(ctx, thread, days);
    let main = main_of(ctx).filter(|thread| !own(thread).is_empty()).map(|thread| {
        let own = own(thread);
        let coil =
            (own.len() <= TURNS).then(|| coil::of_days(ctx, thread, own.clone(), days)).flatten();
        MainThread {
            person: person(ctx, &thread.person),
            managers: managers(ctx, thread),
            coil,
            years: Vec::new(),
            crowded: Vec::new(),
            loops: if is_whole { coil::rows_of(ctx, thread, own) } else { Vec::new() },
            older: 0,
        }
    });
    // A time whose loops have no room is shown by its parts alone.
    let main = main.filter(|main| main.coil.is_some() || !main.loops.is_empty());
    let thread = |thread: &'a Thread| {
        let own = &thread.loops[own(thread)];
        let row = |at: &usize| LoopRow::new(ctx, &ctx.timeline.loops[*at]);
        (!own.is_empty()).then(|| ThreadRow {
            person: person(ctx, &thread.person),
            relation: thread.relation.map_or("", Relation::word),
            coil: None,
            loops: own.iter().rev().map(row).collect(),
            older: 0,
        })
    };
    let head = Head::nested(format!("Timeline of {}", fold.period.name()), "timeline");
    TimelinePage {
        page: head.on(ctx.today),
        main,
        legend: legend(),
        lanes: lanes::of_time(ctx, if is_whole { &fold.items } else { &[] }, fold.period.last),
        threads: if is_whole {
            others(ctx).into_iter().filter_map(thread).collect()
        } else {
            Vec::new()
        },
        goals: Vec::new(),
        time: Some(fold.period.name()),
        wholes: lists.folds.wholes(ctx, fold),
        parts: lists.folds.parts(ctx, fold),
        times: lists.folds.years(ctx, Subject::Timeline),
    }
}

/// The places of a thread's loops that began on these days. Its loops are in the order in which they began.
fn began_in(ctx: &RenderContext<'_>, thread: &Thread, (first, last): (Date, Date)) -> Range<usize> {
    let opened = |at: &usize| ctx.timeline.loops[*at].opened;
    let from = thread.loops.partition_point(|at| opened(at) < first);
    from..thread.loops.partition_point(|at| opened(at) <= last)
}

/// The manager's thread, if it has loops; those of all managers as one, where several have.
fn main_of<'c>(ctx: &'c RenderContext<'_>) -> Option<&'c Thread> {
    let of_one = || ctx.timeline.thread(ctx.journal.config.manager.as_str());
    coil::of_managers(ctx).or_else(of_one).filter(|thread| !thread.loops.is_empty())
}

/// The people whose loops are in a thread, the newest first; empty where it is one.
fn managers(ctx: &RenderContext<'_>, thread: &Thread) -> Vec<Ref> {
    coil::people_of(ctx, thread).into_iter().map(|id| person(ctx, id)).collect()
}

/// The other threads that have loops.
fn others<'a>(ctx: &RenderContext<'a>) -> Vec<&'a Thread> {
    let main = main_of(ctx);
    let mut people = main.map_or_else(Vec::new, |main| coil::people_of(ctx, main));
    people.extend(main.map(|main| &main.person));
    let is_in_main = |thread: &&Thread| people.contains(&&thread.person);
    let threads = ctx.timeline.threads.iter().filter(|thread| !thread.loops.is_empty());
    threads.filter(|thread| !is_in_main(thread)).collect()
}

fn last_opened(ctx: &RenderContext<'_>, thread: &Thread) -> Option<Date> {
    thread.loops.last().map(|at| ctx.timeline.loops[*at].opened)
}

/// The newest loops of all threads side by side.
fn newest_lanes(ctx: &RenderContext<'_>) -> Option<Lanes> {
    let mut all: Vec<usize> = (0..ctx.timeline.loops.len()).collect();
    all.sort_by_key(|at| std::cmp::Reverse((ctx.timeline.loops[*at].opened, *at)));
    all.truncate(NEWEST_LOOPS);
    lanes::some(ctx, &all)
}

/// A thread, whole.
pub fn main_thread<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> MainThread<'a> {
    let (crowded, years) =
        coil::years(ctx, thread).into_iter().partition(|year: &Year| year.coil.turns.len() > TURNS);
    MainThread {
        person: person(ctx, &thread.person),
        managers: managers(ctx, thread),
        coil: coil::newest(ctx, thread),
        years,
        crowded: crowd(ctx, thread, crowded),
        loops: coil::rows(ctx, thread, 0),
        older: 0,
    }
}

/// The newest loops of a thread that has very many.
fn newest<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> MainThread<'a> {
    let coil = coil::newest(ctx, thread);
    let older = coil.as_ref().map_or(0, |coil| coil.earlier);
    MainThread {
        person: person(ctx, &thread.person),
        managers: managers(ctx, thread),
        years: Vec::new(),
        crowded: Vec::new(),
        loops: coil::rows(ctx, thread, older),
        older,
        coil,
    }
}

/// How many loops began in each quarter of years that no picture has room for.
fn crowd(ctx: &RenderContext<'_>, thread: &Thread, years: Vec<Year>) -> Vec<CrowdedYear> {
    let start = ctx.journal.config.fiscal_year_start;
    let opened = |at: &usize| Quarter::of(ctx.timeline.loops[*at].opened, start);
    let count = |quarter: Quarter| thread.loops.iter().filter(|at| opened(at) == quarter).count();
    let year = |year: Year| CrowdedYear {
        year: year.year,
        quarters: (1..=4)
            .map(|number| Quarter::of_year(year.year, number))
            .map(|quarter| (quarter.to_string(), count(quarter)))
            .filter(|(_, count)| *count > 0)
            .map(|(quarter, count)| format!("{quarter}: {}", counted(count, "loop")))
            .collect(),
    };
    years.into_iter().map(year).collect()
}

fn newest_of<'a>(ctx: &RenderContext<'a>, thread: &Thread, most: usize) -> ThreadRow<'a> {
    let newest_first = thread.loops.iter().rev().take(most);
    ThreadRow {
        person: person(ctx, &thread.person),
        relation: thread.relation.map_or("", Relation::word),
        coil: coil::newest_small(ctx, thread),
        loops: newest_first.map(|at| LoopRow::new(ctx, &ctx.timeline.loops[*at])).collect(),
        older: thread.loops.len().saturating_sub(most),
    }
}

fn person(ctx: &RenderContext<'_>, id: &Slug) -> Ref {
    Ref::heading(ctx, id)
}
