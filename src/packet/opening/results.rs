//! The strongest results, one line each, the number first.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Appendix, Measure, PacketSource};
use crate::analyse::Task;
use crate::analyse::evidence::{Grade, grade_of};
use crate::analyse::stories::Story;
use crate::model::phrasing::capitalised;

/// A result.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PacketResult {
    /// Its number.
    pub number: usize,
    /// The fragment by which it is reached.
    pub anchor: String,
    /// Its task's slug.
    pub id: String,
    /// Its task's name.
    pub task: String,
    /// What was measured; absent where nothing was.
    pub measure: Option<Measure>,
    /// What it changed; absent where a measure says it.
    pub impact: Option<String>,
    /// The notes behind it.
    pub notes: Vec<usize>,
}

/// The tasks with the strongest results, the strongest first: the best grade of their notes, then a measure, then
/// size, then the newest, then by name. As in the year in review.
pub(crate) fn strongest<'a>(
    source: &PacketSource<'_, 'a>,
    candidates: &[Story<'a>],
    count: usize,
) -> Vec<&'a Task> {
    let PacketSource { ctx, goal, gaps, .. } = source;
    let entries = &ctx.journal.entries;
    let is_about = |task: &&Task| {
        let shown = gaps.needs.iter().flat_map(|need| &need.units);
        let mut shown = shown.filter(|unit| unit.counts());
        shown.any(|unit| unit.task.as_ref() == Some(&task.id))
            || task.entries.iter().any(|at| entries[*at].goals.contains(&goal.id))
    };
    let rank = |task: &&Task| {
        let own = || task.entries.iter().map(|at| &entries[*at]);
        let grade = own().map(|entry| grade_of(ctx.journal, entry, &goal.owner)).max();
        let is_measured = own().any(|entry| !entry.metrics.is_empty());
        Reverse((grade.unwrap_or(Grade::Claimed), is_measured, task.size, task.delivered))
    };
    let mut tasks: Vec<&Task> =
        candidates.iter().map(|story| story.task).filter(is_about).collect();
    tasks.retain(|task| !goal.packet.dropped.contains(&task.id));
    tasks.sort_by_key(|task| (rank(task), task.id.clone()));
    tasks.truncate(count);
    tasks
}

/// The results of these tasks.
pub(crate) fn results(
    source: &PacketSource<'_, '_>,
    tasks: &[&Task],
    appendix: &Appendix,
) -> Vec<PacketResult> {
    let entries = &source.ctx.journal.entries;
    let result = |(number, task): (usize, &&Task)| {
        let behind = behind(source, task);
        let measure = behind.and_then(|at| entries[at].metrics.first()).map(Measure::from);
        // `pages: 214 -> 96 pages` names its unit twice.
        let measure = measure.map(|mut own| {
            if own.unit.eq_ignore_ascii_case(&own.name) {
                own.unit.clear();
            }
            own
        });
        let impact = behind.and_then(|at| entries[at].impact.clone());
        PacketResult {
            number,
            anchor: format!("result-{number}"),
            id: task.id.to_string(),
            task: capitalised(&task.title),
            impact: impact.filter(|_| measure.is_none()),
            measure,
            notes: behind.map(|at| appendix.numbers(&[at])).unwrap_or_default(),
        }
    };
    (1..).zip(tasks).map(result).collect()
}

/// The newest note that measures something, or else the newest that says what changed.
pub(crate) fn behind(source: &PacketSource<'_, '_>, task: &Task) -> Option<usize> {
    let entries = &source.ctx.journal.entries;
    let newest = || task.entries.iter().copied().rev();
    let measured = newest().find(|at| !entries[*at].metrics.is_empty());
    measured.or_else(|| newest().find(|at| entries[*at].impact.is_some()))
}
