//! The gap matrix: needs by quarters, with the rules by which they are judged.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Appendix, PacketSource};
use crate::analyse::evidence::{Grade, Unit};
use crate::analyse::gaps::{Need, NeedStatus};
use crate::analyse::verdict::pieces;
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;
use crate::render::charts::matrix::{Cell, Column, cell, cells, columns, quarters};
use crate::render::needs::this_quarter;

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

/// A word, and what it means.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketTerm")]
pub struct Term {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub text: String,
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
    (!needs.is_empty()).then(|| Matrix {
        columns: heads(source),
        sustained: needs.iter().filter(reached).count(),
        grades: grades(source),
        statuses: statuses(source),
    })
}

fn shown_quarters(source: &PacketSource<'_, '_>) -> Vec<Quarter> {
    quarters([source.gaps], this_quarter(source.ctx))
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

/// The quarter in which the goal's needs are judged.
fn now(source: &PacketSource<'_, '_>) -> Quarter {
    source.gaps.now
}

fn grades(source: &PacketSource<'_, '_>) -> Vec<Term> {
    let confirmed = match source.goal.owner.is_author() {
        true => "a manager or skip-level confirmed it",
        false => "their leader, or somebody above them, confirmed it",
    };
    let term = |grade: Grade, text: &str| Term { word: grade.word(), text: text.to_owned() };
    vec![
        term(Grade::Claimed, "a note says so, without proof"),
        term(Grade::Backed, "a note says what changed, has a measure, or links to proof"),
        term(Grade::Vouched, "a note quotes somebody by name or role"),
        term(Grade::Confirmed, confirmed),
    ]
}

fn statuses(source: &PacketSource<'_, '_>) -> Vec<Term> {
    let wanted = source.ctx.journal.config.gaps;
    let recent = now(source).plus(-i32::try_from(wanted.recent).unwrap_or(i32::MAX));
    let term = |status: NeedStatus, text: String| Term { word: status.label(), text };
    let first = now(source).plus(1 - i32::try_from(wanted.span).unwrap_or(i32::MAX));
    vec![
        term(NeedStatus::Claimed, "there is evidence, but none counts".to_owned()),
        term(NeedStatus::Emerging, "at least one piece counts".to_owned()),
        term(
            NeedStatus::Supported,
            format!("evidence that counts, from {}", counted(wanted.projects, "project")),
        ),
        term(
            NeedStatus::Sustained,
            format!(
                "supported, with {} that count in {first} or later, from {} and in {}",
                pieces(wanted.units as usize, ""),
                counted(wanted.projects, "project"),
                counted(wanted.quarters, "quarter")
            ),
        ),
        term(
            NeedStatus::Confirmed,
            format!("sustained, and some evidence confirmed in {recent} or later"),
        ),
    ]
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
