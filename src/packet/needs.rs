//! The gap matrix with its rules, and each need with its evidence: impact first.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::frozen::FrozenUnit;
use super::select::speaks;
use super::voices::{Saying, saying};
use super::{Index, Measure, Place, Proof, Source, need_title};
use crate::analyse::evidence::{Grade, Unit};
use crate::analyse::gaps::{NamedBy, Need, NeedStatus};
use crate::analyse::verdict::Verdict;
use crate::model::Entry;
use crate::model::quarter::Quarter;
use crate::model::say::{capitalised, counted};
use crate::render::charts::matrix::{Cell, Column, cell, cells, columns, quarters, unit_name};
use crate::render::needs::this_quarter;
use crate::render::script::bar;
use crate::render::views::Day;

/// The units that a need tells in full; further ones are named by their numbers.
const TOLD: usize = 6;

/// The numbers of notes that a line has room for; where there are more, the appendix has them.
const CITED: usize = 24;

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

/// A need with its evidence.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketNeed {
    /// Its slug.
    pub id: String,
    /// The fragment by which it is reached.
    pub anchor: String,
    /// Its name.
    pub title: String,
    /// Who named it.
    pub named_by: &'static str,
    /// The word of its status.
    pub status: &'static str,
    /// Why, with the numbers.
    pub rule: String,
    /// Whether its newest evidence is old.
    pub stale: bool,
    /// What is expected.
    pub bar: Option<String>,
    /// Its row of the matrix.
    pub cells: Vec<PacketCell>,
    /// Its evidence: the highest grade first, then the newest.
    pub units: Vec<PacketUnit>,
    /// How many units there are besides.
    pub more: usize,
    /// The notes of those; none where they are too many for a line.
    pub more_notes: Vec<usize>,
    /// All of its units, as they are kept.
    #[serde(skip)]
    pub all: Vec<FrozenUnit>,
    /// What its status was in the packet that this one is compared to, where it was another.
    pub was: Option<String>,
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

/// A unit of evidence.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PacketUnit {
    /// What tells it from others: its task or note, and its quarter.
    pub key: String,
    /// What it changed, the newest first.
    pub impact: Vec<String>,
    /// Its task's name, else its note's.
    pub title: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// The day of its last note.
    pub date: Day,
    /// The word of its grade.
    pub grade: &'static str,
    /// Whether it counts.
    pub counts: bool,
    /// The level that it shows.
    pub level: Option<String>,
    /// Whether that is below what the goal leads to.
    pub below: bool,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// Proof.
    pub links: Vec<Proof>,
    /// What was said of it.
    pub quotes: Vec<Saying>,
    /// The need before this one under which some of its measures, proof and quotes stand already: each
    /// note's stand once.
    pub told: Option<Place>,
    /// The notes behind it.
    pub notes: Vec<usize>,
    /// Whether the packet that this one is compared to does not have it.
    pub fresh: bool,
}

/// The matrix; `None` where the goal has no needs.
pub(crate) fn matrix(source: &Source<'_, '_>, _: &Index) -> Option<Matrix> {
    let needs = &source.gaps.needs;
    let reached = |need: &&Need| need.status >= NeedStatus::Sustained;
    (!needs.is_empty()).then(|| Matrix {
        columns: heads(source),
        sustained: needs.iter().filter(reached).count(),
        grades: grades(),
        statuses: statuses(source),
    })
}

fn shown_quarters(source: &Source<'_, '_>) -> Vec<Quarter> {
    quarters([source.gaps], this_quarter(source.book))
}

/// The first quarter that has a column of its own, where there is evidence of before.
fn earlier(source: &Source<'_, '_>) -> Option<Quarter> {
    let first = shown_quarters(source).first().copied()?;
    let mut units = source.gaps.needs.iter().flat_map(|need| &need.units);
    units.any(|unit| unit.quarter < first).then_some(first)
}

/// The heads of the columns: what is older than they reach has one column together.
fn heads(source: &Source<'_, '_>) -> Vec<Column> {
    let before = earlier(source).map(|first| Column {
        quarter: format!("before {first}"),
        short: "earlier".to_owned(),
        year: None,
    });
    before.into_iter().chain(columns(&shown_quarters(source))).collect()
}

fn row(source: &Source<'_, '_>, need: &Need) -> Vec<Cell> {
    let before = earlier(source).map(|first| {
        let units: Vec<&Unit> = need.units.iter().filter(|unit| unit.quarter < first).collect();
        cell(source.book, &format!("before {first}"), &units)
    });
    before.into_iter().chain(cells(source.book, need, &shown_quarters(source))).collect()
}

fn grades() -> Vec<Term> {
    let term = |grade: Grade, text: &str| Term { word: grade.word(), text: text.to_owned() };
    vec![
        term(Grade::Claimed, "the note says so, and nothing else"),
        term(Grade::Backed, "it says what changed, has a measure, or a link to proof"),
        term(Grade::Vouched, "it has somebody's words, and whose they are"),
        term(Grade::Confirmed, "a manager or skip-level confirmed it"),
    ]
}

fn statuses(source: &Source<'_, '_>) -> Vec<Term> {
    let wanted = source.book.journal.config.gaps;
    let recent = this_quarter(source.book).plus(-i32::try_from(wanted.recent).unwrap_or(i32::MAX));
    let term = |status: NeedStatus, text: String| Term { word: status.word(), text };
    let quarters = match wanted.quarters {
        0 | 1 => String::new(),
        run => format!(", in {run} consecutive quarters"),
    };
    vec![
        term(NeedStatus::Claimed, "units, and none counts".to_owned()),
        term(NeedStatus::Emerging, "at least one counts".to_owned()),
        term(
            NeedStatus::Supported,
            format!("counting units from {}", counted(wanted.projects, "project")),
        ),
        term(
            NeedStatus::Sustained,
            format!("supported, with {}{quarters}", counted(wanted.units, "counting unit")),
        ),
        term(
            NeedStatus::Confirmed,
            format!("sustained, and a unit confirmed in {recent} or later"),
        ),
    ]
}

/// The needs, in the goal's order.
pub(crate) fn needs(source: &Source<'_, '_>, index: &Index) -> Vec<PacketNeed> {
    let mut told = Told::new();
    source.gaps.needs.iter().map(|need| packet_need(source, index, need, &mut told)).collect()
}

fn packet_need<'a>(
    source: &Source<'_, 'a>,
    index: &Index,
    need: &'a Need,
    before: &mut Told,
) -> PacketNeed {
    let Source { book, gaps, .. } = source;
    let mut units: Vec<&Unit> = need.units.iter().collect();
    // Sorted anew: of one grade, the newest first.
    units.sort_by_key(|unit| {
        std::cmp::Reverse((!unit.below_level, unit.grade, unit.entries.last().copied()))
    });
    let (told, more) = units.split_at(units.len().min(TOLD));
    let further: Vec<usize> = more.iter().flat_map(|unit| unit.entries.iter().copied()).collect();
    PacketNeed {
        id: need.id.to_string(),
        anchor: format!("need-{}", need.id),
        title: need_title(source, need),
        named_by: match need.named_by {
            NamedBy::Author => "named in the goal",
            NamedBy::Ladder => "expected by the ladder",
            NamedBy::Leader => "named by a leader",
        },
        status: need.status.word(),
        rule: verdict(source, need).rule(),
        stale: need.stale,
        bar: bar(book.analysis, gaps.goal, &need.id),
        cells: row(source, need).into_iter().map(|cell| packet_cell(index, cell)).collect(),
        units: told.iter().map(|unit| packet_unit(source, index, need, unit, before)).collect(),
        more: more.len(),
        more_notes: Some(index.numbers(&further))
            .filter(|notes| notes.len() <= CITED)
            .unwrap_or_default(),
        all: units.iter().map(|unit| frozen(source, unit)).collect(),
        was: None,
    }
}

/// A need with the rules by which it is judged.
pub(crate) fn verdict<'n>(source: &Source<'_, '_>, need: &'n Need) -> Verdict<'n> {
    let book = source.book;
    Verdict { need, wanted: book.journal.config.gaps, now: this_quarter(book) }
}

fn packet_cell(index: &Index, cell: Cell) -> PacketCell {
    let Cell { grade, count, label, entry, .. } = cell;
    PacketCell { grade, count, label, note: entry.and_then(|at| index.number(at)) }
}

/// Under which need each note's measures, proof and quotes stand.
type Told = HashMap<usize, Place>;

fn packet_unit(
    source: &Source<'_, '_>,
    index: &Index,
    need: &Need,
    unit: &Unit,
    told: &mut Told,
) -> PacketUnit {
    let journal = source.book.journal;
    let entry = |at: &usize| &journal.entries[*at];
    let says = |at: &&usize| {
        let entry = entry(at);
        !entry.metrics.is_empty() || !entry.evidence.is_empty() || speaks(entry).is_some()
    };
    let earlier = unit.entries.iter().filter(says).find_map(|at| told.get(at).cloned());
    let first: Vec<usize> =
        unit.entries.iter().copied().filter(|at| !told.contains_key(at)).collect();
    let here = Place { anchor: format!("need-{}", need.id), title: need_title(source, need) };
    told.extend(first.iter().map(|at| (*at, here.clone())));
    let last = unit.entries.last().map_or(source.book.today, |at| entry(at).date);
    PacketUnit {
        key: unit_key(unit, &journal.entries),
        impact: unit.entries.iter().rev().filter_map(|at| entry(at).impact.clone()).collect(),
        title: capitalised(&unit_name(source.book, unit)),
        quarter: unit.quarter.to_string(),
        date: last.into(),
        grade: unit.grade.word(),
        counts: unit.counts(),
        level: unit.level.as_ref().map(crate::model::Slug::spaced),
        below: unit.below_level,
        measures: first.iter().flat_map(|at| &entry(at).metrics).map(Measure::from).collect(),
        links: proofs(first.iter().map(entry)),
        quotes: first.iter().filter_map(|at| saying(source, index, *at)).collect(),
        told: earlier,
        notes: index.numbers(&unit.entries),
        fresh: false,
    }
}

fn frozen(source: &Source<'_, '_>, unit: &Unit) -> FrozenUnit {
    let grade = if unit.below_level { "below" } else { unit.grade.word() };
    FrozenUnit {
        key: unit_key(unit, &source.book.journal.entries),
        title: unit_name(source.book, unit),
        grade: grade.to_owned(),
    }
}

fn unit_key(unit: &Unit, entries: &[Entry]) -> String {
    let about = unit.task.as_ref().unwrap_or(&entries[unit.entries[0]].id);
    format!("{about}/{}", unit.quarter)
}

/// The proof that entries link to, each piece once.
pub(crate) fn proofs<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Proof> {
    let mut proofs: Vec<Proof> = Vec::new();
    for proof in entries.into_iter().flat_map(|entry| &entry.evidence) {
        let proof = Proof::from(proof);
        if !proofs.contains(&proof) {
            proofs.push(proof);
        }
    }
    proofs
}
