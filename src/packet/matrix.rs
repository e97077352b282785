//! The gap matrix: needs by quarters, with the rules by which they are judged.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Appendix, PacketSource};
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::{Need, NeedStatus};
use crate::model::quarter::Quarter;
use crate::render::charts::matrix::{Cell, Column, cell, cells, columns, quarters};
use crate::render::terms::{Definitions, Term};

/// Needs by quarters, with the rules.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketMatrix")]
pub struct Matrix {
    /// The quarters.
    pub columns: Vec<Column>,
    /// How many needs are sustained or confirmed.
    pub sustained: usize,
    /// What each grade of evidence takes.
    pub grades: Vec<Term>,
    /// What each status takes, with the thresholds of this journal.
    pub statuses: Vec<Term>,
}

/// A cell of the matrix.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketCell {
    /// The word of the highest grade; `below` where all is below level; empty where there is none.
    pub grade: &'static str,
    /// How many units there are.
    pub count: usize,
    /// The number of a note of the unit of highest grade.
    pub note: Option<usize>,
    /// What it says to those who do not see it.
    pub label: String,
}

/// The matrix; `None` where the goal has no needs.
pub(crate) fn matrix(source: &PacketSource<'_, '_>) -> Option<Matrix> {
    let needs = &source.gaps.needs;
    let reached = |need: &&Need| need.status >= NeedStatus::Sustained;
    let is_authors_goal = source.goal.owner.is_author();
    let Definitions { grades, statuses } =
        Definitions::new(source.ctx, is_authors_goal, source.gaps.now);
    (!needs.is_empty()).then(|| Matrix {
        columns: heads(source),
        sustained: needs.iter().filter(reached).count(),
        grades,
        statuses,
    })
}

fn shown_quarters(source: &PacketSource<'_, '_>) -> Vec<Quarter> {
    quarters([source.gaps], source.gaps.now)
}

/// The first quarter that has a column of its own, where there is evidence of before.
fn earlier(source: &PacketSource<'_, '_>) -> Option<Quarter> {
    let first = shown_quarters(source).first().copied()?;
    let mut units = source.gaps.needs.iter().flat_map(|need| &need.units);
    units.any(|unit| unit.quarter < first).then_some(first)
}

/// The heads of the columns: what is older than they reach has one column together.
fn heads(source: &PacketSource<'_, '_>) -> Vec<Column> {
    let before = earlier(source).map(|first| Column {
        quarter: format!("before {first}"),
        short: "earlier".to_owned(),
        year: None,
    });
    before.into_iter().chain(columns(&shown_quarters(source))).collect()
}

fn row(source: &PacketSource<'_, '_>, need: &Need) -> Vec<Cell> {
    let before = earlier(source).map(|first| {
        let units: Vec<&Unit> = need.units.iter().filter(|unit| unit.quarter < first).collect();
        cell(source.ctx, &format!("before {first}"), &units)
    });
    before.into_iter().chain(cells(source.ctx, need, &shown_quarters(source))).collect()
}

/// The row of a need.
pub(crate) fn packet_cells(
    source: &PacketSource<'_, '_>,
    appendix: &Appendix,
    need: &Need,
) -> Vec<PacketCell> {
    let packet_cell = |Cell { grade, count, label, entry, .. }: Cell| PacketCell {
        grade,
        count,
        label,
        note: entry.and_then(|at| appendix.number(at)),
    };
    row(source, need).into_iter().map(packet_cell).collect()
}
