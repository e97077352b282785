//! The same in words: what a turn says to those who do not see it, and the table beside a coil.

use schemars::JsonSchema;
use serde::Serialize;

use std::ops::Range;

use super::{Loop, LoopGrowth, LoopState, Thread};
use crate::analyse::Task;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Step;
use crate::render::RenderContext;
use crate::render::rows::{EntryRow, LoopRow, TaskRow, said_state};
use crate::render::view_cache::CachedView;

/// The newest entries with a step, or the first delivered tasks, that a cell of the table has room for.
const CELL: usize = 6;

/// A loop in the table.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "CoilRow")]
pub struct CoilRow<'a> {
    /// The loop.
    pub own: LoopRow<'a>,
    /// Its newest entries with each of the five steps, in the order of the loop.
    pub steps: Vec<Vec<CachedView<EntryRow<'a>>>>,
    /// How many more entries it has with each of them.
    pub more: Vec<usize>,
    /// The first of the tasks that were taken on in it and are delivered.
    pub delivered: Vec<CachedView<TaskRow<'a>>>,
    /// How many more of them there are.
    pub more_delivered: usize,
    /// What rose with it, as in `scope to large`; empty where nothing did.
    pub rose: String,
}

/// The loops of a thread, the newest first, but not those of the first `earlier` ones.
pub fn rows<'a>(ctx: &RenderContext<'a>, thread: &Thread, earlier: usize) -> Vec<CoilRow<'a>> {
    rows_of(ctx, thread, earlier..thread.loops.len())
}

/// The loops at these places of a thread, the newest first.
pub fn rows_of<'a>(
    ctx: &RenderContext<'a>,
    thread: &Thread,
    places: Range<usize>,
) -> Vec<CoilRow<'a>> {
    let row = |place: usize| {
        let own = &ctx.timeline.loops[thread.loops[place]];
        let with = |step: &Step| -> Vec<usize> {
            let has_step = |at: &&usize| ctx.journal.entries[**at].step == Some(*step);
            own.entries.iter().filter(has_step).copied().collect()
        };
        let all = Step::ALL.each_ref().map(with);
        let older = |entries: &Vec<usize>| entries.len().saturating_sub(CELL);
        let steps = all.iter().map(|entries| ctx.entry_rows(&entries[older(entries)..])).collect();
        let more = all.iter().map(older).collect();
        let delivered = own.tasks.iter().filter(|at| ctx.timeline.tasks[**at].is_delivered());
        let delivered: Vec<usize> = delivered.copied().collect();
        CoilRow {
            own: LoopRow::new(ctx, own),
            steps,
            more,
            more_delivered: delivered.len().saturating_sub(CELL),
            delivered: delivered.iter().take(CELL).map(|at| ctx.task_row(*at)).collect(),
            rose: rose(ctx, &thread.growth[place]),
        }
    };
    places.rev().map(row).collect()
}

/// What a loop says to those who do not see it.
pub(super) fn label(ctx: &RenderContext<'_>, own: &Loop, grown: &LoopGrowth) -> String {
    let mut label = ctx.loop_name(own);
    label += &match said_state(ctx, own) {
        "" => format!(", reached {}", own.reached().word()),
        state if own.state == LoopState::Closed => format!(", {state}"),
        state => format!(", {state} at {}", own.reached().word()),
    };
    let tasks = || own.tasks.iter().map(|at| &ctx.timeline.tasks[*at]);
    let delivered: Vec<&str> =
        tasks().filter(|task| task.is_delivered()).map(|task| task.title.as_str()).collect();
    // Recurring work is never done for good.
    let is_kept_up = |task: &&Task| !task.is_delivered() && !task.cycles.is_empty();
    let kept_up: Vec<&str> = tasks().filter(is_kept_up).map(|task| task.title.as_str()).collect();
    if !delivered.is_empty() {
        let number = counted(delivered.len(), "task");
        label += &format!("; {number} delivered: {}", delivered.join(", "));
    }
    if !kept_up.is_empty() {
        label += &format!("; kept up: {}", kept_up.join(", "));
    }
    match rose(ctx, grown).as_str() {
        "" => label,
        rose => format!("{label}; {rose}"),
    }
}

/// What was so for the first time. For others, a note that they do not see may have been earlier.
fn rose(ctx: &RenderContext<'_>, grown: &LoopGrowth) -> String {
    let initiative = grown.initiative.map(|rose| format!("first work {}", rose.said()));
    let scope = grown.scope.map(|rose| format!("first {} work", rose.word()));
    let all = initiative.into_iter().chain(scope).collect::<Vec<_>>().join(", ");
    match ctx.is_authors() || all.is_empty() {
        true => all,
        false => format!("{all} in the shared notes"),
    }
}
