//! Evidence by quarter: a row for each need, a cell for each quarter, the grade as its pattern.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::evidence::Unit;
use crate::analyse::gaps::{GoalGaps, Need};
use crate::analyse::verdict::pieces;
use crate::model::quarter::Quarter;
use crate::render::RenderContext;

/// The most quarters that fit beside a name.
const MOST: i32 = 8;

/// The head of a column.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Column {
    /// `2026-Q3`.
    pub quarter: String,
    /// `Q3`.
    pub short: String,
    /// `2026`, in the first column and where a year begins.
    pub year: Option<String>,
}

/// What shows a need in a quarter.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Cell {
    /// The word of the highest grade; `below` where all is below level; empty where there is none.
    pub grade: &'static str,
    /// How many units there are.
    pub count: usize,
    /// The first entry of the unit of highest grade.
    pub url: Option<String>,
    /// What it says to those who do not see it.
    pub label: String,
    /// That entry, by its place in the journal.
    #[serde(skip)]
    pub entry: Option<usize>,
}

/// The quarters from the first unit's to this one, at most the newest eight.
pub fn quarters<'a>(gaps: impl IntoIterator<Item = &'a GoalGaps>, now: Quarter) -> Vec<Quarter> {
    let units = gaps.into_iter().flat_map(|gaps| &gaps.needs).flat_map(|need| &need.units);
    let first = units.map(|unit| unit.quarter).min().unwrap_or(now);
    let back = now.since(first).clamp(0, MOST - 1);
    (0..=back).map(|after| now.plus(after - back)).collect()
}

/// The heads of these columns.
pub fn columns(quarters: &[Quarter]) -> Vec<Column> {
    let head = |(at, quarter): (usize, &Quarter)| Column {
        quarter: quarter.to_string(),
        short: format!("Q{}", quarter.number()),
        year: (at == 0 || quarter.number() == 1).then(|| quarter.year().to_string()),
    };
    quarters.iter().enumerate().map(head).collect()
}

/// The cells of a need.
pub fn cells(ctx: &RenderContext<'_>, need: &Need, quarters: &[Quarter]) -> Vec<Cell> {
    let of = |quarter: &Quarter| {
        let units: Vec<&Unit> = need.units.iter().filter(|u| u.quarter == *quarter).collect();
        cell(ctx, &quarter.to_string(), &units)
    };
    quarters.iter().map(of).collect()
}

/// The cell of these units of one need, which are of the time that `when` names.
pub fn cell(ctx: &RenderContext<'_>, when: &str, units: &[&Unit]) -> Cell {
    // Of equal units, the first.
    let best = units.iter().rev().max_by_key(|unit| (!unit.below_level, unit.grade));
    let Some(best) = best else {
        let nothing = if ctx.is_authors() { "no evidence" } else { "no shared evidence" };
        let label = format!("{when}: {nothing}");
        return Cell { grade: "", count: 0, url: None, label, entry: None };
    };
    let grade = if best.below_level { "below" } else { best.grade.word() };
    let said = if best.below_level { "at a lower level" } else { grade };
    let entry = &ctx.journal.entries[best.entries[0]];
    // What is below level adds nothing to what is not.
    let count = units.iter().filter(|unit| unit.below_level == best.below_level).count();
    let name = match count {
        1 => unit_name(ctx, best),
        several => format!("{}, the highest {}", pieces(several, ""), unit_name(ctx, best)),
    };
    Cell {
        grade,
        count,
        url: Some(format!("entries/{}.html", entry.id)),
        label: format!("{when}: {name}, {said}"),
        entry: best.entries.first().copied(),
    }
}

/// What a unit is called: its task, else its entry.
pub fn unit_name(ctx: &RenderContext<'_>, unit: &Unit) -> String {
    let task = unit.task.as_ref().and_then(|task| ctx.task(task));
    task.map_or_else(
        || ctx.journal.entries[unit.entries[0]].title.clone(),
        |task| task.title.clone(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Quarter, columns, quarters};

    #[test]
    fn a_journal_without_evidence_has_this_quarter() {
        let now = Quarter::of(date(2026, 11, 21), 1);
        assert_eq!(quarters([], now), [now]);
    }

    #[test]
    fn a_year_is_named_where_it_begins() {
        let now = Quarter::of(date(2026, 2, 1), 1);
        let heads = columns(&[now.plus(-2), now.plus(-1), now]);
        let years: Vec<Option<&str>> = heads.iter().map(|head| head.year.as_deref()).collect();
        assert_eq!(years, [Some("2025"), None, Some("2026")]);
    }
}
