//! What went wrong on the tasks that a packet names, and what came of it. A packet that hides it is not believed.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Appendix, PacketSource, Selection};
use crate::model::dates::days_between;
use crate::model::phrasing::capitalised;
use crate::render::views::Day;

/// A setback.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketSetback {
    /// The tasks that it was on.
    pub tasks: Vec<String>,
    /// Its day.
    pub date: Day,
    /// How many updates there were.
    pub updates: usize,
    /// When it was put right; absent where no note says so.
    pub settled: Option<Day>,
    /// The days until then; absent for readers other than the author.
    pub days: Option<i32>,
    /// What was learned.
    pub lessons: Vec<String>,
    /// The notes behind it.
    pub notes: Vec<usize>,
}

pub(crate) fn setbacks(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<PacketSetback> {
    let ctx = source.ctx;
    let entries = &ctx.journal.entries;
    let view = |at: &usize| {
        let setback = &ctx.analysis.setbacks[*at];
        let own = &entries[setback.entry];
        let settled = setback.resolved_by.map(|at| entries[at].date);
        let notes: Vec<usize> = setback.notes().collect();
        let tasks = own.tasks.iter().filter_map(|id| ctx.task(id));
        let mut lessons: Vec<String> =
            notes.iter().filter_map(|at| entries[*at].lesson.clone()).collect();
        lessons.dedup();
        PacketSetback {
            tasks: tasks.map(|task| capitalised(&task.title)).collect(),
            date: own.date.into(),
            updates: setback.updates.len(),
            settled: settled.map(Day::from),
            // A note that others do not see may have settled it before.
            days: settled.map(|day| days_between(own.date, day)).filter(|_| ctx.knows_ends()),
            lessons,
            notes: appendix.numbers(&notes),
        }
    };
    selection.setbacks.iter().map(view).collect()
}
