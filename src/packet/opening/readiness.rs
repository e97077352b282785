//! How far each competency is, in one compact table.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{PacketNeed, PacketSource, PacketUnit};
use super::level_name;
use super::results::behind;
use crate::model::Slug;
use crate::model::keys::GoalKeys;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Step;

/// How far each competency is.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketReadiness")]
pub struct Readiness {
    /// The level that the goal starts from, where the ladder says what it expects.
    pub from: Option<String>,
    /// The level that it leads to.
    pub to: Option<String>,
    /// Whether anything says what is expected at that level.
    pub expected: bool,
    /// A competency a row, in the goal's order.
    pub rows: Vec<ReadinessRow>,
    /// How many competencies are in the annex only.
    pub more: usize,
}

/// A competency.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketReadinessRow")]
pub struct ReadinessRow {
    /// Its name.
    pub title: String,
    /// The fragment of its evidence.
    pub anchor: String,
    /// The word of its status.
    pub status: &'static str,
    /// What the ladder expects at the level that the goal starts from.
    pub now: Option<String>,
    /// What is expected at the level that it leads to.
    pub next: Option<String>,
    /// The name of the best proof at that level; absent without any.
    pub proof: Option<String>,
    /// The number of the result that it is; absent where it is none of them.
    pub result: Option<usize>,
    /// The notes behind it.
    pub notes: Vec<usize>,
    /// Who confirms evidence at that level, as in the middle of a sentence.
    pub confirmed_by: Vec<String>,
    /// What is shown at a lower level, by that level: `Group PM: Planning tool, Strategy draft`.
    pub lower: Vec<String>,
}

/// The table; `None` where the goal needs no competencies.
pub(crate) fn readiness(
    source: &PacketSource<'_, '_>,
    needs: &[PacketNeed],
    results: &[super::PacketResult],
    count: usize,
) -> Option<Readiness> {
    let goal = source.goal;
    let rows: Vec<ReadinessRow> =
        needs.iter().take(count).map(|need| row(source, need, results)).collect();
    let level = |written: &Option<String>| Some(level_name(source, written.as_deref()?));
    let says_now = rows.iter().any(|row| row.now.is_some());
    (!rows.is_empty()).then(|| Readiness {
        from: level(&goal.from).filter(|_| says_now),
        to: level(&goal.to),
        expected: rows.iter().any(|row| row.next.is_some()),
        more: needs.len() - rows.len(),
        rows,
    })
}

fn row(
    source: &PacketSource<'_, '_>,
    need: &PacketNeed,
    results: &[super::PacketResult],
) -> ReadinessRow {
    let best = need.units.iter().find(|unit| unit.counts);
    let mut confirmed_by: Vec<String> = Vec::new();
    for name in need.units.iter().filter(|unit| unit.counts).flat_map(|unit| &unit.confirmed_by) {
        if !confirmed_by.contains(name) {
            confirmed_by.push(name.clone());
        }
    }
    let is_of =
        |result: &&super::PacketResult| best.is_some_and(|unit| is_of_result(source, unit, result));
    ReadinessRow {
        title: need.title.clone(),
        anchor: need.anchor.clone(),
        status: need.status,
        now: expected(source, &need.id),
        next: need.bar.clone(),
        proof: best.map(|unit| unit.title.clone()),
        result: results.iter().find(is_of).map(|result| result.number),
        notes: best.map(|unit| unit.notes.clone()).unwrap_or_default(),
        confirmed_by,
        lower: lower(source, &need.units),
    }
}

/// Whether a result is of the work that a piece of evidence is about: of the same task, and where that was delivered
/// several times, of the same quarter.
fn is_of_result(
    source: &PacketSource<'_, '_>,
    unit: &PacketUnit,
    result: &super::PacketResult,
) -> bool {
    let ctx = source.ctx;
    let entry = |at: usize| &ctx.journal.entries[at];
    let Some(task) = ctx.timeline.task(&Slug::new(&result.id)) else { return false };
    let is_delivery = |at: &&usize| entry(**at).step == Some(Step::Deliver);
    let is_same_quarter = || {
        let start = ctx.journal.config.fiscal_year_start;
        let told = behind(source, task).map(|at| Quarter::of(entry(at).date, start));
        told.is_some_and(|quarter| quarter.to_string() == unit.quarter)
    };
    unit.key == format!("{}/{}", result.id, unit.quarter)
        && (task.entries.iter().filter(is_delivery).count() < 2 || is_same_quarter())
}

/// What the goal's ladder expects at the level that it starts from.
fn expected(source: &PacketSource<'_, '_>, need: &str) -> Option<String> {
    let GoalKeys { ladder, from, .. } = &source.goal.keys;
    let ladder = source.ctx.journal.ladder(ladder.as_ref()?.as_str())?;
    let from = Slug::new(from.as_deref()?);
    let competency = ladder.competencies.iter().find(|own| own.id.as_str() == need)?;
    competency.expects.iter().find(|(level, _)| *level == from).map(|(_, text)| text.clone())
}

fn lower(source: &PacketSource<'_, '_>, units: &[PacketUnit]) -> Vec<String> {
    let mut levels: Vec<(String, Vec<String>)> = Vec::new();
    for unit in units.iter().filter(|unit| unit.below) {
        let Some(level) = &unit.level else { continue };
        let level = level_name(source, level);
        let at = levels.iter().position(|(own, _)| *own == level).unwrap_or_else(|| {
            levels.push((level, Vec::new()));
            levels.len() - 1
        });
        if !levels[at].1.contains(&unit.title) {
            levels[at].1.push(unit.title.clone());
        }
    }
    levels.into_iter().map(|(level, titles)| format!("{level}: {}", titles.join(", "))).collect()
}
