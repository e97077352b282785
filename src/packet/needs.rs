//! Each need with its evidence: impact first.

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::baseline::BaselineUnit;
use super::matrix::{PacketCell, packet_cells};
use super::opening::level_name;
use super::quotes::{PacketQuote, quote_of};
use super::select::speaks;
use super::{Appendix, Citation, Measure, PacketSource, Proof, need_title};
use crate::analyse::bar::bar;
use crate::analyse::evidence::Unit;
use crate::analyse::gaps::{NamedBy, Need};
use crate::analyse::verdict::Verdict;
use crate::model::Entry;
use crate::model::owner::ME;
use crate::model::phrasing::capitalised;
use crate::ownership::confirms;
use crate::render::charts::matrix::unit_name;
use crate::render::views::Day;

/// The units that a need tells in full; further ones are named by their numbers.
const TOLD: usize = 6;

/// The numbers of notes that a line has room for; where there are more, the appendix has them.
const CITED: usize = 24;

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
    pub all: Vec<BaselineUnit>,
    /// What its status was in the packet that this one is compared to, where it was another.
    pub was: Option<String>,
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
    /// Who confirmed it, as in the middle of a sentence.
    pub confirmed_by: Vec<String>,
    /// Whether it counts.
    pub counts: bool,
    /// The level that it shows.
    pub level: Option<String>,
    /// Whether that is below what the goal leads to.
    pub below: bool,
    /// Whether its task fell short of the bar, so that it does not count.
    pub missed: bool,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// Proof.
    pub links: Vec<Proof>,
    /// What was said of it.
    pub quotes: Vec<PacketQuote>,
    /// The need before this one under which some of its measures, proof and quotes stand already: each
    /// note's stand once.
    pub told: Option<Citation>,
    /// The notes behind it.
    pub notes: Vec<usize>,
    /// Whether the packet that this one is compared to does not have it.
    #[serde(rename = "fresh")]
    pub is_new: bool,
}

/// The needs, in the goal's order.
pub(crate) fn needs(source: &PacketSource<'_, '_>, appendix: &Appendix) -> Vec<PacketNeed> {
    let mut told = Told::new();
    source.gaps.needs.iter().map(|need| packet_need(source, appendix, need, &mut told)).collect()
}

fn packet_need<'a>(
    source: &PacketSource<'_, 'a>,
    appendix: &Appendix,
    need: &'a Need,
    before: &mut Told,
) -> PacketNeed {
    let PacketSource { ctx, .. } = source;
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
        rule: verdict(source, need).rule_for(ctx.is_authors()),
        stale: need.stale && source.ctx.is_authors(),
        bar: bar(ctx.journal, source.goal, &need.id),
        cells: packet_cells(source, appendix, need),
        units: told.iter().map(|unit| packet_unit(source, appendix, need, unit, before)).collect(),
        more: more.len(),
        more_notes: Some(appendix.numbers(&further))
            .filter(|notes| notes.len() <= CITED)
            .unwrap_or_default(),
        all: units.iter().map(|unit| frozen(source, unit)).collect(),
        was: None,
    }
}

/// A need with the rules by which it is judged.
pub(crate) fn verdict<'n>(source: &PacketSource<'_, '_>, need: &'n Need) -> Verdict<'n> {
    let ctx = source.ctx;
    Verdict { need, wanted: ctx.journal.config.gaps, now: source.gaps.now }
}

/// Under which need each note's measures, proof and quotes stand.
type Told = HashMap<usize, Citation>;

fn packet_unit(
    source: &PacketSource<'_, '_>,
    appendix: &Appendix,
    need: &Need,
    unit: &Unit,
    told: &mut Told,
) -> PacketUnit {
    let journal = source.ctx.journal;
    let entry = |at: &usize| &journal.entries[*at];
    let says = |at: &&usize| {
        let entry = entry(at);
        !entry.metrics.is_empty() || !entry.evidence.is_empty() || speaks(source, entry).is_some()
    };
    let earlier = unit.entries.iter().filter(says).find_map(|at| told.get(at).cloned());
    let first: Vec<usize> =
        unit.entries.iter().copied().filter(|at| !told.contains_key(at)).collect();
    let here = Citation { anchor: format!("need-{}", need.id), title: need_title(source, need) };
    told.extend(first.iter().map(|at| (*at, here.clone())));
    let last = unit.entries.last().map_or(source.ctx.today, |at| entry(at).date);
    PacketUnit {
        key: unit_key(unit, &journal.entries),
        impact: unit.entries.iter().rev().filter_map(|at| entry(at).impact.clone()).collect(),
        title: unit_title(source, unit, last),
        quarter: unit.quarter.to_string(),
        date: last.into(),
        grade: unit.grade.word(),
        confirmed_by: confirmers(source, &unit.entries),
        counts: unit.counts(),
        level: unit.level.as_ref().map(|level| level_name(source, level.as_str())),
        below: unit.below_level,
        missed: unit.missed_bar,
        measures: first.iter().flat_map(|at| &entry(at).metrics).map(Measure::from).collect(),
        links: proofs(first.iter().map(entry)),
        quotes: first.iter().filter_map(|at| quote_of(source, appendix, *at)).collect(),
        told: earlier,
        notes: appendix.numbers(&unit.entries),
        is_new: false,
    }
}

/// What a piece of evidence is called. A note without a task has no name here: its title is its author's.
fn unit_title(source: &PacketSource<'_, '_>, unit: &Unit, last: Date) -> String {
    match &unit.task {
        Some(_) => capitalised(&unit_name(source.ctx, unit)),
        None => format!("A note of {}", Day::from(last).text),
    }
}

/// Whose word confirms the work that entries tell of, each once.
pub(crate) fn confirmers(source: &PacketSource<'_, '_>, entries: &[usize]) -> Vec<String> {
    let journal = source.ctx.journal;
    let mut names: Vec<String> = Vec::new();
    for person in entries.iter().flat_map(|at| &journal.entries[*at].confirmed_by) {
        let author = journal.config.author.as_deref().unwrap_or("the author");
        let name = match person.as_str() {
            ME => author.to_owned(),
            _ => source.ctx.spoken(person),
        };
        if confirms(journal, &source.goal.owner, person) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn frozen(source: &PacketSource<'_, '_>, unit: &Unit) -> BaselineUnit {
    let grade = if unit.below_level { "below" } else { unit.grade.word() };
    BaselineUnit {
        key: unit_key(unit, &source.ctx.journal.entries),
        title: unit_name(source.ctx, unit),
        grade: grade.to_owned(),
    }
}

fn unit_key(unit: &Unit, entries: &[Entry]) -> String {
    let note = &entries[unit.entries[0]];
    match &unit.task {
        Some(task) => format!("{task}/{}", unit.quarter),
        // Its id has its file's name, which the packet does not show.
        None => format!("{} {}/{}", note.date, note.title, unit.quarter),
    }
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
