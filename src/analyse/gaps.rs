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
use crate::model::vocabulary::{GoalKind, GoalState, Step};
use crate::model::{Goal, Journal, Slug};
use crate::ownership::counts_for;

/// The competencies that a goal needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalGaps {
    /// The goal, as an index of [`Journal::goals`].
    pub goal: usize,
    /// Its needs, in order.
    pub needs: Vec<Need>,
    /// The quarter in which they are judged: today's, or that in which the goal was reached.
    pub now: Quarter,
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
    /// Whether a leader named it in a pivot for the goal, first or not.
    pub by_leader: bool,
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
    /// Supported, with enough counting units from enough projects and quarters of late.
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
        "none" => "not yet shown",
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
    let shown = EvidenceIndex::of(journal, today);
    let of_goal = |(at, goal): (usize, &Goal)| {
        let frozen = reached_on(journal, goal, today);
        let rules = Rules::new(journal, setbacks, frozen, today);
        let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
        let scale = ladder.zip(goal.to.as_deref()).and_then(|(ladder, to)| Scale::new(ladder, to));
        let project = |task: &Slug| timeline.task(task).and_then(|task| task.project.clone());
        let is_usable = |at: usize| {
            let entry = &journal.entries[at];
            frozen.is_none_or(|day| entry.date <= day) && counts_for(journal, entry, goal)
        };
        let by_leaders = named_by_leaders(journal, goal, today, is_usable);
        let named = named(journal, goal, &by_leaders);
        let needs = named.into_iter().map(|(id, title, named_by)| {
            let units = shown.units(&goal.owner, project, &id, scale.as_ref(), is_usable);
            let by_leader = by_leaders.contains(&id);
            Need { by_leader, ..rules.need(id, title, named_by, units) }
        });
        GoalGaps { goal: at, needs: needs.collect(), now: rules.now }
    };
    journal.goals.iter().enumerate().map(of_goal).collect()
}

/// The day on which a goal was reached: what its file says, else that of the last note that names it. What came later
/// changes nothing for it.
pub(super) fn reached_on(journal: &Journal, goal: &Goal, today: Date) -> Option<Date> {
    let last = || {
        let mut entries = journal.entries_until(today).iter().rev();
        entries.find(|entry| entry.names_goal && entry.goals.contains(&goal.id))
    };
    let reached = goal.state_on(today) == GoalState::Reached;
    let day = goal.reached_on.or_else(|| last().map(|entry| entry.date));
    day.filter(|_| reached)
}

/// The competencies that leaders named in the pivots for a goal that are usable, as often as they did.
fn named_by_leaders(
    journal: &Journal,
    goal: &Goal,
    today: Date,
    is_usable: impl Fn(usize) -> bool,
) -> Vec<Slug> {
    let entries = journal.entries_until(today).iter().enumerate();
    let usable = entries.filter(|(at, _)| is_usable(*at));
    let pivots = usable.map(|(_, entry)| entry).filter(|entry| entry.step == Some(Step::Pivot));
    let gaps = pivots.filter(|entry| entry.goals.contains(&goal.id)).flat_map(|entry| &entry.gaps);
    gaps.cloned().collect()
}

/// The needs of a goal: its own, then those its ladder expects at `to`, then those that leaders named,
/// each once.
fn named(journal: &Journal, goal: &Goal, by_leaders: &[Slug]) -> Vec<(Slug, String, NamedBy)> {
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
    let gaps = by_leaders.iter().map(|id| (id.clone(), title_of(id), NamedBy::Leader));
    let mut seen = HashSet::new();
    own.chain(expected).chain(gaps).filter(|(id, ..)| seen.insert(id.clone())).collect()
}

struct Rules<'j> {
    thresholds: GapThresholds,
    now: Quarter,
    /// Whether the goal is reached, so that nothing more is needed.
    is_frozen: bool,
    /// Tasks on which a setback is open.
    troubled: HashSet<&'j Slug>,
}

impl<'j> Rules<'j> {
    /// The rules for a goal, as of the day on which it was frozen, or today.
    fn new(journal: &'j Journal, setbacks: &[Setback], frozen: Option<Date>, today: Date) -> Self {
        let by_then = |at: usize| frozen.is_none_or(|day| journal.entries[at].date <= day);
        let open = setbacks
            .iter()
            .filter(|setback| by_then(setback.entry) && !setback.resolved_by.is_some_and(by_then));
        Self {
            thresholds: journal.config.gaps,
            now: Quarter::of(frozen.unwrap_or(today), journal.config.fiscal_year_start),
            is_frozen: frozen.is_some(),
            troubled: open.flat_map(|setback| &journal.entries[setback.entry].tasks).collect(),
        }
    }

    fn need(&self, id: Slug, title: String, named_by: NamedBy, units: Vec<Unit>) -> Need {
        let counting: Vec<&Unit> = units.iter().filter(|unit| unit.counts()).collect();
        let projects = counting.iter().map(|unit| &unit.project).collect::<HashSet<_>>().len();
        let mut quarters: Vec<Quarter> = counting.iter().map(|unit| unit.quarter).collect();
        quarters.sort();
        quarters.dedup();
        let reached = self.status(&units, &counting, projects);
        let troubled =
            |unit: &&Unit| unit.task.as_ref().is_some_and(|task| self.troubled.contains(task));
        let held = reached > NeedStatus::Supported && counting.iter().any(troubled);
        let status = if held { NeedStatus::Supported } else { reached };
        let newest = units.iter().filter(|unit| !unit.below_level).map(|unit| unit.quarter).max();
        Need {
            id,
            title,
            named_by,
            by_leader: false,
            status,
            stale: newest.is_some_and(|newest| newest < self.recent()),
            held,
            counting: counting.len(),
            projects,
            earliest: (status < NeedStatus::Sustained && !self.is_frozen)
                .then(|| self.earliest(&quarters)),
            quarters,
            units,
        }
    }

    fn status(&self, units: &[Unit], counting: &[&Unit], projects: usize) -> NeedStatus {
        let GapThresholds { units: enough, projects: several, quarters, .. } = self.thresholds;
        let of_late: Vec<&&Unit> =
            counting.iter().filter(|unit| self.in_span(unit.quarter, self.now)).collect();
        let distinct_quarters = of_late.iter().map(|unit| unit.quarter).collect::<HashSet<_>>();
        let distinct_projects = of_late.iter().map(|unit| &unit.project).collect::<HashSet<_>>();
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
        } else if of_late.len() < enough as usize
            || distinct_projects.len() < several as usize
            || distinct_quarters.len() < quarters as usize
        {
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

    /// Whether a quarter is one of those in which evidence is looked for, of which `last` is the
    /// last.
    fn in_span(&self, quarter: Quarter, last: Quarter) -> bool {
        in_span(self.thresholds, quarter, last)
    }

    /// Units and projects can all be brought in one quarter, so what takes time is the number of
    /// quarters: those from now on can be filled, those that are past must have been.
    fn earliest(&self, quarters: &[Quarter]) -> Quarter {
        let wanted = i32::try_from(self.thresholds.quarters).unwrap_or(i32::MAX).max(1);
        let enough = |ahead: &i32| {
            let last = self.now.plus(*ahead);
            let past =
                quarters.iter().filter(|own| **own < self.now && self.in_span(**own, last)).count();
            past as i64 + i64::from(*ahead) + 1 >= i64::from(wanted)
        };
        self.now.plus((0..wanted).find(enough).unwrap_or(wanted - 1))
    }
}

/// Whether a quarter is one of the `span` quarters of which `last` is the last.
pub(super) fn in_span(wanted: GapThresholds, quarter: Quarter, last: Quarter) -> bool {
    let back = last.since(quarter);
    back >= 0 && back.unsigned_abs() < wanted.span
}

/// Whether a goal is clear enough to be worked towards: active, with `to`, `by` and needs.
pub fn is_clear(journal: &Journal, gaps: &GoalGaps, today: Date) -> bool {
    let goal = &journal.goals[gaps.goal];
    goal.state_on(today) == GoalState::Active && is_definite(journal, gaps)
}

/// Whether a goal lacks nothing that goals of its kind need.
pub fn is_definite(journal: &Journal, gaps: &GoalGaps) -> bool {
    lacks(&journal.goals[gaps.goal], gaps.needs.is_empty()).is_empty()
}

/// Something that a goal lacks to be worked towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The key that would say it.
    pub key: &'static str,
    /// What is missing, as one says it.
    pub words: &'static str,
}

/// What a goal lacks: each needs a date; a promotion and a role what they lead to, and a promotion its
/// competencies; a raise what it leads to, or how much.
pub fn lacks(goal: &Goal, is_bare: bool) -> Vec<Lack> {
    let leads = goal.to.is_some();
    let to = match goal.kind {
        GoalKind::Promotion | GoalKind::Role if !leads => {
            Some(Lack { key: "to", words: "the role or level it leads to" })
        }
        GoalKind::Raise if !leads && goal.amount.is_none() => {
            Some(Lack { key: "amount", words: "what it leads to or how much" })
        }
        _ => None,
    };
    let by = goal.by.is_none().then_some(Lack { key: "by", words: "a date" });
    let needs = (goal.kind == GoalKind::Promotion && is_bare)
        .then_some(Lack { key: "needs", words: "the competencies it takes" });
    [to, by, needs].into_iter().flatten().collect()
}
