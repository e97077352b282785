//! What a goal needs, what shows it, and what is still missing.

use std::collections::HashSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::evidence::{EvidenceIndex, Grade, Scale, Unit};
use super::setbacks::Setback;
use super::timeline::Timeline;
use crate::model::quarter::Quarter;
use crate::model::thresholds::GapThresholds;
use crate::model::vocabulary::{GoalState, Step};
use crate::model::{Goal, Journal, Slug};

/// The competencies that a goal needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalGaps {
    /// The goal, as an index of [`Journal::goals`].
    pub goal: usize,
    /// Its needs, in order.
    pub needs: Vec<Need>,
}

/// A competency that a goal must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The competency.
    pub id: Slug,
    /// Its name for people.
    pub title: String,
    /// Who named it first.
    pub named_by: NamedBy,
    /// How far it is shown.
    pub status: NeedStatus,
    /// Whether the newest evidence is older than the recent quarters.
    pub stale: bool,
    /// Whether an open setback holds it at *supported*.
    pub held: bool,
    /// The evidence, by quarter.
    pub units: Vec<Unit>,
    /// How many units count.
    pub counting: usize,
    /// From how many projects those are.
    pub projects: usize,
    /// The quarters those lie in.
    pub quarters: Vec<Quarter>,
    /// The earliest quarter in which it could be sustained; `None` once it is.
    pub earliest: Option<Quarter>,
}

/// Who named a competency of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NamedBy {
    /// The goal's file.
    #[serde(rename = "self")]
    Author,
    /// The ladder, at the level that the goal leads to.
    Ladder,
    /// A leader, in a `pivot`.
    Leader,
}

impl NamedBy {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Author => "self",
            Self::Ladder => "ladder",
            Self::Leader => "leader",
        }
    }
}

/// How well a goal's competency is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NeedStatus {
    /// No unit, but for those below level.
    None,
    /// Units, and none counts.
    Claimed,
    /// At least one counts.
    Emerging,
    /// Counting units from enough projects.
    Supported,
    /// Supported, with enough counting units, and in enough consecutive quarters.
    Sustained,
    /// Sustained, and confirmed recently.
    Confirmed,
}

impl NeedStatus {
    /// Its word on pages and the terminal. It shares no word with the grades of evidence.
    pub fn label(self) -> &'static str {
        label(self.word())
    }

    /// Its word in data and as a CSS class.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Claimed => "claimed",
            Self::Emerging => "emerging",
            Self::Supported => "supported",
            Self::Sustained => "sustained",
            Self::Confirmed => "confirmed",
        }
    }
}

/// How pages show the word of a competency's status.
pub fn label(status: &str) -> &str {
    match status {
        "claimed" => "mentioned",
        "confirmed" => "endorsed",
        other => other,
    }
}

impl GoalGaps {
    /// The earliest quarter in which every need could be sustained; `None` once all are.
    pub fn earliest(&self) -> Option<Quarter> {
        self.needs.iter().filter_map(|need| need.earliest).max()
    }
}

/// The needs of every goal, by the goal's place in the journal.
pub(super) fn gaps(
    journal: &Journal,
    timeline: &Timeline,
    setbacks: &[Setback],
    today: Date,
) -> Vec<GoalGaps> {
    let shown = EvidenceIndex::of(journal);
    let troubled: HashSet<&Slug> = setbacks
        .iter()
        .filter(|setback| setback.is_open())
        .flat_map(|setback| &journal.entries[setback.entry].tasks)
        .collect();
    let rules = Rules {
        thresholds: journal.config.gaps,
        now: Quarter::of(today, journal.config.fiscal_year_start),
        troubled,
    };
    let of_goal = |(at, goal): (usize, &Goal)| {
        let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
        let scale = ladder.zip(goal.to.as_deref()).and_then(|(ladder, to)| Scale::new(ladder, to));
        let project = |task: &Slug| timeline.task(task).and_then(|task| task.project.clone());
        let needs = named(journal, goal).into_iter().map(|(id, title, named_by)| {
            let units = shown.units(journal, project, &id, scale.as_ref());
            rules.need(id, title, named_by, units)
        });
        GoalGaps { goal: at, needs: needs.collect() }
    };
    journal.goals.iter().enumerate().map(of_goal).collect()
}

/// The needs of a goal: its own, then those its ladder expects at `to`, then those that a leader
/// named in a pivot for it, each once.
fn named(journal: &Journal, goal: &Goal) -> Vec<(Slug, String, NamedBy)> {
    let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
    let title_of = |id: &Slug| {
        let known = ladder.and_then(|l| l.competencies.iter().find(|c| c.id == *id));
        known.map_or_else(|| id.title(), |competency| competency.title.clone())
    };
    let own = goal.needs.iter().map(|need| {
        // A need that is written as a slug has the ladder's title.
        let title =
            if need.title == need.id.title() { title_of(&need.id) } else { need.title.clone() };
        (need.id.clone(), title, NamedBy::Author)
    });
    let to = goal.to.as_deref().map(Slug::new);
    let expected = ladder.into_iter().flat_map(|ladder| &ladder.competencies);
    let expected = expected
        .filter(|competency| competency.expects.iter().any(|(level, _)| Some(level) == to.as_ref()))
        .map(|competency| (competency.id.clone(), competency.title.clone(), NamedBy::Ladder));
    let pivots = journal.entries.iter().filter(|entry| entry.step == Some(Step::Pivot));
    let gaps = pivots.filter(|entry| entry.goals.contains(&goal.id)).flat_map(|entry| &entry.gaps);
    let gaps = gaps.map(|id| (id.clone(), title_of(id), NamedBy::Leader));
    let mut seen = HashSet::new();
    own.chain(expected).chain(gaps).filter(|(id, ..)| seen.insert(id.clone())).collect()
}

struct Rules<'j> {
    thresholds: GapThresholds,
    now: Quarter,
    /// Tasks on which a setback is open.
    troubled: HashSet<&'j Slug>,
}

impl Rules<'_> {
    fn need(&self, id: Slug, title: String, named_by: NamedBy, units: Vec<Unit>) -> Need {
        let counting: Vec<&Unit> = units.iter().filter(|unit| unit.counts()).collect();
        let projects = counting.iter().map(|unit| &unit.project).collect::<HashSet<_>>().len();
        let mut quarters: Vec<Quarter> = counting.iter().map(|unit| unit.quarter).collect();
        quarters.sort();
        quarters.dedup();
        let reached = self.status(&units, &counting, projects, &quarters);
        let troubled =
            |unit: &&Unit| unit.task.as_ref().is_some_and(|task| self.troubled.contains(task));
        let held = reached > NeedStatus::Supported && counting.iter().any(troubled);
        let status = if held { NeedStatus::Supported } else { reached };
        let newest = units.iter().filter(|unit| !unit.below_level).map(|unit| unit.quarter).max();
        Need {
            id,
            title,
            named_by,
            status,
            stale: newest.is_some_and(|newest| newest < self.recent()),
            held,
            counting: counting.len(),
            projects,
            earliest: (status < NeedStatus::Sustained).then(|| self.earliest(&quarters)),
            quarters,
            units,
        }
    }

    fn status(
        &self,
        units: &[Unit],
        counting: &[&Unit],
        projects: usize,
        quarters: &[Quarter],
    ) -> NeedStatus {
        let GapThresholds { units: enough, projects: several, quarters: run, .. } = self.thresholds;
        let recently = |unit: &&Unit| {
            unit.grade == Grade::Confirmed
                && unit.quarter >= self.recent()
                && unit.quarter <= self.now
        };
        if units.iter().all(|unit| unit.below_level) {
            NeedStatus::None
        } else if counting.is_empty() {
            NeedStatus::Claimed
        } else if projects < several as usize {
            NeedStatus::Emerging
        } else if counting.len() < enough as usize || longest_run(quarters) < run {
            NeedStatus::Supported
        } else if counting.iter().any(recently) {
            NeedStatus::Confirmed
        } else {
            NeedStatus::Sustained
        }
    }

    /// The first of the quarters that are recent.
    fn recent(&self) -> Quarter {
        self.now.plus(-i32::try_from(self.thresholds.recent).unwrap_or(i32::MAX))
    }

    /// Units and projects can all be brought in one quarter, so what takes time is the run of
    /// consecutive quarters: those of it that are past must have been filled.
    fn earliest(&self, quarters: &[Quarter]) -> Quarter {
        let run = i32::try_from(self.thresholds.quarters).unwrap_or(1).max(1);
        if longest_run(quarters) >= run.unsigned_abs() {
            return self.now;
        }
        // Those ahead that have evidence already, dated after today, count like any other.
        let filled = |ahead: i32| {
            let mut all = quarters.to_vec();
            all.extend((0..=ahead).map(|quarter| self.now.plus(quarter)));
            all.sort_unstable();
            all.dedup();
            longest_run(&all) >= run.unsigned_abs()
        };
        let ahead = (0..run).find(|ahead| filled(*ahead)).unwrap_or(run - 1);
        self.now.plus(ahead)
    }
}

/// The most consecutive quarters among them; they are sorted, and each stands once.
pub(super) fn longest_run(quarters: &[Quarter]) -> u32 {
    let mut longest = 0;
    let mut run = 0;
    let mut before: Option<Quarter> = None;
    for quarter in quarters {
        run = if before.is_some_and(|before| quarter.since(before) == 1) { run + 1 } else { 1 };
        longest = longest.max(run);
        before = Some(*quarter);
    }
    longest
}

/// Whether a goal is clear enough to be worked towards: active, with `to`, `by` and needs.
pub fn is_clear(journal: &Journal, gaps: &GoalGaps) -> bool {
    let goal = &journal.goals[gaps.goal];
    goal.state == GoalState::Active && is_definite(journal, gaps)
}

/// Whether a goal says what it leads to, by when, and what it needs.
pub fn is_definite(journal: &Journal, gaps: &GoalGaps) -> bool {
    let goal = &journal.goals[gaps.goal];
    goal.to.is_some() && goal.by.is_some() && !gaps.needs.is_empty()
}
