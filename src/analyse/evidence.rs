//! Evidence: what entries show, in units of one task in one quarter for one competency.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::tasks::judgement;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::MetBar;
use crate::model::{Entry, Journal, Ladder, Owner, Slug};
use crate::ownership::{confirms, is_owner};

/// How well a piece of evidence is supported. Grades are never averaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The tag alone.
    Claimed,
    /// An impact, a metric or a link to proof.
    Backed,
    /// Somebody's words, and whose they are.
    Vouched,
    /// A manager or skip-level confirmed it.
    Confirmed,
}

impl Grade {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Backed => "backed",
            Self::Vouched => "vouched",
            Self::Confirmed => "confirmed",
        }
    }
}

/// A piece of evidence: one task in one quarter for one competency; an entry without tasks is its
/// own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The task.
    pub task: Option<Slug>,
    /// The quarter.
    pub quarter: Quarter,
    /// The highest grade of its entries at the level that the goal asks for.
    pub grade: Grade,
    /// The highest level of the ladder that one of them names.
    pub level: Option<Slug>,
    /// Whether all of them are below the level that the goal leads to.
    pub below_level: bool,
    /// Whether the highest level that one of them names is unknown to the goal's ladder.
    pub unknown_level: bool,
    /// Whether the last word on the task is that it fell short of the bar.
    pub missed_bar: bool,
    /// The task's project, else the task, else the entry.
    pub project: Slug,
    /// Its entries, in order.
    pub entries: Vec<usize>,
}

impl Unit {
    /// Whether it counts for a need.
    pub fn counts(&self) -> bool {
        !self.below_level && self.grade >= Grade::Backed
    }
}

/// The entries that show each competency, found in one pass.
#[derive(Debug)]
pub struct EvidenceIndex<'j> {
    journal: &'j Journal,
    by_competency: HashMap<&'j Slug, Vec<usize>>,
    /// For each task, how it compared with the bar, and the entries that say so.
    judgements: HashMap<&'j Slug, Vec<(usize, MetBar)>>,
}

impl<'j> EvidenceIndex<'j> {
    /// Reads a journal as of a day.
    pub fn of(journal: &'j Journal, today: Date) -> Self {
        let mut by_competency: HashMap<&'j Slug, Vec<usize>> = HashMap::new();
        let mut judgements: HashMap<&'j Slug, Vec<(usize, MetBar)>> = HashMap::new();
        for (at, entry) in journal.entries_until(today).iter().enumerate() {
            for (task, met_bar) in entry.tasks.iter().zip(judgement(entry).into_iter().cycle()) {
                judgements.entry(task).or_default().push((at, met_bar));
            }
            for shows in &entry.shows {
                let entries = by_competency.entry(&shows.competency).or_default();
                if entries.last() != Some(&at) {
                    entries.push(at);
                }
            }
        }
        Self { journal, by_competency, judgements }
    }

    /// The competencies that anything shows.
    pub fn competencies(&self) -> impl Iterator<Item = &'j Slug> {
        self.by_competency.keys().copied()
    }

    /// What one entry alone is worth for a goal of that owner.
    pub fn grade(&self, entry: &Entry, owner: &Owner) -> Grade {
        grade_of(self.journal, entry, owner)
    }

    /// The units for a competency, in order of their first entry. `scale` is the ladder of the
    /// goal and the level it leads to; without one, every level will do. `owner` is whose the goal
    /// is, and `is_usable` says which entries may be used.
    pub fn units(
        &self,
        owner: &Owner,
        project_of: impl Fn(&Slug) -> Option<Slug>,
        competency: &Slug,
        scale: Option<&Scale<'_>>,
        is_usable: impl Fn(usize) -> bool,
    ) -> Vec<Unit> {
        let journal = self.journal;
        let mut units: BTreeMap<(Quarter, Option<Slug>, Option<usize>), Vec<usize>> =
            BTreeMap::new();
        let showing = self.by_competency.get(competency).map_or(&[][..], Vec::as_slice);
        for at in showing.iter().filter(|at| is_usable(**at)) {
            let entry = &journal.entries[*at];
            let quarter = Quarter::of(entry.date, journal.config.fiscal_year_start);
            if entry.tasks.is_empty() {
                units.entry((quarter, None, Some(*at))).or_default().push(*at);
            }
            for task in &entry.tasks {
                units.entry((quarter, Some(task.clone()), None)).or_default().push(*at);
            }
        }
        let unit = |((quarter, task, _), entries): ((Quarter, Option<Slug>, _), Vec<usize>)| {
            let shown = |at: &usize| shown(&journal.entries[*at], competency, scale);
            let best = entries.iter().map(|at| shown(at).standing).max().unwrap_or(Standing::Full);
            let named: Vec<&usize> =
                entries.iter().filter(|at| shown(at).standing == best).collect();
            let level = named.iter().filter_map(|at| shown(at).level).max_by_key(|(rank, _)| *rank);
            let grades = named.iter().map(|at| self.grade(&journal.entries[**at], owner));
            let missed_bar = task.as_ref().is_some_and(|task| {
                let said = self.judgements.get(task).map_or(&[][..], Vec::as_slice);
                let last = said.iter().rev().find(|(at, _)| is_usable(*at));
                last.is_some_and(|(_, met_bar)| *met_bar == MetBar::Missed)
            });
            let counts = best == Standing::Full && !missed_bar;
            let project =
                task.as_ref().map(|task| project_of(task).unwrap_or_else(|| task.clone()));
            Unit {
                quarter,
                grade: grades.max().filter(|_| counts).unwrap_or(Grade::Claimed),
                level: level.map(|(_, level)| level),
                below_level: best == Standing::Below,
                unknown_level: best == Standing::Unknown,
                missed_bar,
                project: project.unwrap_or_else(|| journal.entries[entries[0]].id.clone()),
                task,
                entries,
            }
        };
        let mut units: Vec<Unit> = units.into_iter().map(unit).collect();
        units.sort_by_key(|unit| (unit.quarter, unit.entries[0]));
        units
    }
}

/// What one entry alone is worth for a goal of that owner.
pub fn grade_of(journal: &Journal, entry: &Entry, owner: &Owner) -> Grade {
    if entry.confirmed_by.iter().any(|person| confirms(journal, owner, person)) {
        Grade::Confirmed
    } else if entry.quote.is_some()
        && entry.quote_from.as_ref().is_some_and(|person| !is_owner(journal, owner, person))
    {
        Grade::Vouched
    } else if entry.impact.is_some() || !entry.metrics.is_empty() || !entry.evidence.is_empty() {
        Grade::Backed
    } else {
        Grade::Claimed
    }
}

/// A ladder, and the level on it that a goal leads to.
#[derive(Debug)]
pub struct Scale<'j> {
    ladder: &'j Ladder,
    to: usize,
}

impl<'j> Scale<'j> {
    /// The scale of a goal; `None` where its ladder does not know the level.
    pub fn new(ladder: &'j Ladder, to: &str) -> Option<Self> {
        let to = Slug::new(to);
        let to = ladder.levels.iter().position(|level| level.id == to)?;
        Some(Self { ladder, to })
    }

    fn rank(&self, level: &Slug) -> Option<usize> {
        self.ladder.levels.iter().position(|known| known.id == *level)
    }
}

/// How a level compares with the one that a goal leads to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is lower.
    Below,
    /// The goal's ladder does not know it.
    Unknown,
    /// It is at least as high, or there is nothing to compare it with.
    Full,
}

struct ShownLevel {
    standing: Standing,
    level: Option<(usize, Slug)>,
}

/// At which level an entry shows a competency; where it names several, the highest.
fn shown(entry: &Entry, competency: &Slug, scale: Option<&Scale<'_>>) -> ShownLevel {
    let rank = |level: &Slug| scale.and_then(|scale| scale.rank(level));
    let claims = || entry.shows.iter().filter(|shows| shows.competency == *competency);
    let standing = |level: Option<&Slug>| match (level, scale) {
        (Some(level), Some(scale)) => match rank(level) {
            Some(rank) if rank < scale.to => Standing::Below,
            Some(_) => Standing::Full,
            None => Standing::Unknown,
        },
        _ => Standing::Full,
    };
    let levels = claims().filter_map(|shows| shows.level.as_ref());
    let standings = claims().map(|shows| standing(shows.level.as_ref()));
    ShownLevel {
        standing: standings.max().unwrap_or(Standing::Full),
        level: levels
            .map(|level| (rank(level).unwrap_or(0), level.clone()))
            .max_by_key(|(rank, _)| *rank),
    }
}
