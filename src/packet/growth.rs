//! Scope and initiative growing: the coil, the table that says the same, and what rose.

use schemars::JsonSchema;
use serde::Serialize;

use super::{PacketSource, Selection};
use crate::analyse::Thread;
use crate::analyse::effects::{Effects, Scope};
use crate::analyse::health::manager_on;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::Step;
use crate::render::charts::by_quarter::{Chart, Periods, scope, trust};
use crate::render::charts::coil::{self, Coil};
use crate::render::view_cache::CachedView;
use crate::render::views::Day;

/// The most quarters that a small chart has room for.
const QUARTERS: usize = 12;

/// How a thread's loops grew.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketGrowth")]
pub struct Growth {
    /// Whose thread it is, as in the middle of a sentence.
    pub with: String,
    /// The picture of its newest loops.
    pub coil: Coil,
    /// The same in words, oldest first.
    pub loops: Vec<GrowthRow>,
    /// The days of the steps, in the order of the loop, for the head of a table.
    pub steps: Vec<&'static str>,
    /// Tasks taken on by quarter: by size, and by who saw first that they were needed.
    pub charts: Vec<Chart>,
    /// How many quarters those show, where there are more.
    pub newest: Option<usize>,
}

/// A loop.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketGrowthRow")]
pub struct GrowthRow {
    /// Its number in the thread.
    pub number: usize,
    /// `open`, `closed` or `passed`.
    pub state: &'static str,
    /// Its first day.
    pub opened: Day,
    /// Days from the first to the last of its notes, or to the packet's last day while it is open; for the author only.
    pub days: Option<i32>,
    /// The days of its notes with each of the five steps.
    pub steps: Vec<Vec<Day>>,
    /// What was delivered in it.
    pub delivered: Vec<String>,
    /// What rose above all that was before; empty where nothing did.
    pub rose: String,
}

/// The growth of the thread that a goal is pursued in; `None` while that has no loop, or nothing was
/// done for the goal.
pub(crate) fn growth(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> Option<Growth> {
    let ctx = source.ctx;
    if selection.ledger.is_empty() {
        return None;
    }
    let thread = thread(source)?;
    // A loop whose beginning the reader does not see is not known to them.
    let begins = |at: &usize| {
        let first = ctx.timeline.loops[*at].entries.first().map(|at| &ctx.journal.entries[*at]);
        !first.is_some_and(|entry| matches!(entry.step, Some(Step::Deliver | Step::Repeat)))
    };
    // Nor is one to which a note may belong of which no visible note says with whom it was.
    let mut entries = ctx.journal.entries.iter().zip(&ctx.timeline.thread_of);
    let is_stray = entries.any(|(entry, thread)| entry.step.is_some() && thread.is_none());
    if is_stray || (!ctx.knows_ends() && !thread.loops.iter().all(begins)) {
        return None;
    }
    let coil = coil::newest_printed(ctx, thread)?;
    let mut loops: Vec<GrowthRow> =
        coil::rows(ctx, thread, coil.earlier).into_iter().map(row).collect();
    loops.reverse();
    let all = ctx.analysis.effects.as_slice();
    let began = all.iter().position(|quarter| quarter.scope != Scope::default());
    let all = &all[began.unwrap_or(all.len())..];
    let effects = &all[all.len().saturating_sub(QUARTERS)..];
    // One quarter is no growth.
    let charts = if effects.len() < 2 { Vec::new() } else { charts(effects) };
    Some(Growth {
        with: ctx.spoken(&thread.person),
        coil,
        loops,
        steps: Step::ALL.iter().map(|step| step.word()).collect(),
        newest: (effects.len() < all.len()).then_some(QUARTERS),
        charts: charts.into_iter().filter(|chart| chart.bars.is_some()).collect(),
    })
}

/// Where no task says how big it is, a chart of sizes says nothing.
fn charts(effects: &[Effects]) -> Vec<Chart> {
    let sized = |quarter: &Effects| {
        let Scope { small, medium, large, unsized_: _ } = quarter.scope;
        small + medium + large > 0
    };
    let periods = Periods::of(effects);
    let scope = effects.iter().any(sized).then(|| scope(&periods, String::new()));
    scope.into_iter().chain([trust(&periods, String::new())]).collect()
}

fn row(row: coil::CoilRow<'_>) -> GrowthRow {
    let coil::CoilRow { own, steps, more: _, delivered: _, more_delivered: _, rose } = row;
    let days = |entries: Vec<CachedView<crate::render::rows::EntryRow<'_>>>| {
        entries.iter().map(|entry| entry.date.clone()).collect()
    };
    let delivered = own.tasks.iter().filter(|task| task.status == Some("delivered"));
    GrowthRow {
        number: own.number,
        state: own.said,
        delivered: delivered.map(|task| capitalised(&task.title)).collect(),
        opened: own.opened,
        days: own.days,
        steps: steps.into_iter().map(days).collect(),
        rose,
    }
}

/// The thread of the report that the goal is about; else of the first with a loop of its leaders, the author's manager
/// now, and the journal's manager.
fn thread<'b>(source: &PacketSource<'b, '_>) -> Option<&'b Thread> {
    let PacketSource { ctx, goal, .. } = source;
    let timeline = ctx.timeline;
    if let Some(person) = ctx.analysis.shared.direct_report() {
        return timeline.thread(person.as_str());
    }
    let now = manager_on(ctx.journal, ctx.today);
    let leaders = goal.with.iter().chain([now, &ctx.journal.config.manager]);
    let mut threads = leaders.filter_map(|id| timeline.thread(id.as_str()));
    threads.find(|thread| !thread.loops.is_empty())
}
