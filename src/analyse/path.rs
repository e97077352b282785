//! The path: the author's goals in the order in which they were reached, and what each took.
//!
//! The quarterly text says that the loop takes four to six quarters to a promotion; the interview tells of
//! an engineer who became an executive in eight years.

use jiff::civil::Date;

use super::gaps::reached_on;
use super::health::HealthContext;
use super::timeline::Thread;
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{GoalKind, GoalState, Relation};
use crate::model::{Goal, Person, Slug};

/// The quarters that the quarterly text names for a promotion.
pub const USUAL_QUARTERS: std::ops::RangeInclusive<i32> = 4..=6;

/// A goal on the path.
#[derive(Debug)]
pub struct PathStep<'j> {
    /// The goal, as an index of [`Journal::goals`](crate::model::Journal::goals).
    pub goal: usize,
    /// The day on which it began, if it is known.
    pub began: Option<Date>,
    /// The day on which it was reached, if it was and the day is known.
    pub reached: Option<Date>,
    /// The quarters from the day on which it began to that on which it was reached, or to today; both
    /// included.
    pub quarters: Option<i32>,
    /// The loops on the way, as indices of [`Timeline::loops`](super::Timeline::loops).
    pub loops: Vec<usize>,
    /// The managers in that time, by the day on which they became one.
    pub managers: Vec<&'j Person>,
    /// Where the author worked in that time, as the files of people say.
    pub employers: Vec<&'j str>,
}

impl PathStep<'_> {
    /// What it took, or takes so far, as one says it: `13 months, in 5 quarters`; a short time in quarters only.
    pub fn took(&self, today: Date) -> Option<String> {
        let quarters = counted(self.quarters?, "quarter");
        let days = days_between(self.began?, self.reached.unwrap_or(today));
        // The mean length of a month, in hundredths of a day.
        let months = (days * 100 + 3_044 / 2) / 3_044;
        let (years, rest) = (months / 12, months % 12);
        Some(match months {
            ..2 => quarters,
            2..24 => format!("{months} months, in {quarters}"),
            _ if rest == 0 => format!("{years} years, in {quarters}"),
            _ => format!("{years} years and {}, in {quarters}", counted(rest, "month")),
        })
    }
}

/// The author's goals that have a file: those that were reached by the day on which they were, then the
/// active ones by the day they are wanted, then the others. `is_authors` says whether the author reads it:
/// to others a day is known only if a key says so, because a note that they may not see can be earlier.
pub fn path<'j>(context: &HealthContext<'j>, is_authors: bool) -> Vec<PathStep<'j>> {
    let goals = context.journal.goals.iter().enumerate();
    let own = goals.filter(|(_, goal)| goal.owner.is_author() && goal.path.is_some());
    let mut steps: Vec<PathStep<'j>> =
        own.map(|(at, goal)| step(context, at, goal, is_authors)).collect();
    steps.sort_by_key(|step| {
        let goal = &context.journal.goals[step.goal];
        let state = goal.state_on(context.today);
        let day = if state == GoalState::Reached { step.reached } else { goal.by };
        (rank(state), day.is_none(), day, &goal.id)
    });
    steps
}

fn rank(state: GoalState) -> u8 {
    match state {
        GoalState::Reached => 0,
        GoalState::Active => 1,
        GoalState::Paused => 2,
        GoalState::Dropped => 3,
    }
}

fn step<'j>(
    context: &HealthContext<'j>,
    at: usize,
    goal: &'j Goal,
    is_authors: bool,
) -> PathStep<'j> {
    let first_named = || {
        let mut entries = context.entries().iter();
        let first = entries.find(|entry| entry.names_goal && entry.goals.contains(&goal.id));
        first.filter(|_| is_authors).map(|entry| entry.date)
    };
    let began = goal.since.or_else(first_named);
    let reached = reached_on(context.journal, goal, context.today)
        .filter(|_| is_authors || goal.reached_on.is_some());
    let ended = match goal.state_on(context.today) {
        GoalState::Reached => reached,
        GoalState::Active => Some(context.today),
        GoalState::Paused | GoalState::Dropped => None,
    };
    let days = began.zip(ended).filter(|(began, ended)| began <= ended);
    let people = days.map(|days| people_within(context, days, is_authors)).unwrap_or_default();
    let mut employers: Vec<&str> = Vec::new();
    for employer in people.iter().filter_map(|person| person.employer.as_deref()) {
        if !employers.contains(&employer) {
            employers.push(employer);
        }
    }
    let mut managers = people;
    managers.retain(|person| person.relation == Some(Relation::Manager));
    let quarters = |(began, ended)| context.quarter(ended).since(context.quarter(began)) + 1;
    PathStep {
        goal: at,
        began,
        reached,
        quarters: days.map(quarters),
        loops: days.map(|days| loops(context, days)).unwrap_or_default(),
        managers,
        employers,
    }
}

/// The loops that have a note within these days, those with direct reports left out.
fn loops(context: &HealthContext<'_>, (first, last): (Date, Date)) -> Vec<usize> {
    // A reader who may not see what somebody is to the author still gets whose work a note tells of.
    let is_own = |thread: &&Thread| context.owner_of(thread).is_author();
    let all = context.timeline.threads.iter().filter(is_own).flat_map(|thread| &thread.loops);
    let is_own = |at: &&usize| {
        let mut entries = context.timeline.loops[**at].entries.iter();
        entries.all(|entry| context.entry(*entry).owner.is_author())
    };
    let within = |at: &&usize| {
        let mut entries = context.timeline.loops[**at].entries.iter();
        entries.any(|entry| (first..=last).contains(&context.entry(*entry).date))
    };
    let mut loops: Vec<usize> = all.filter(is_own).filter(within).copied().collect();
    loops.sort_unstable();
    loops
}

/// The people known at some time within these days, by the day since when.
fn people_within<'j>(
    context: &HealthContext<'j>,
    (first, last): (Date, Date),
    is_authors: bool,
) -> Vec<&'j Person> {
    let since = |person: &Person| {
        person.since.or_else(|| first_note(context, &person.id).filter(|_| is_authors))
    };
    let mut within: Vec<(Date, &Person)> = context
        .journal
        .people
        .iter()
        .filter_map(|person| Some((since(person)?, person)))
        .filter(|(since, person)| *since <= last && person.until.is_none_or(|until| until >= first))
        .collect();
    within.sort_by_key(|(since, person)| (*since, &person.id));
    within.into_iter().map(|(_, person)| person).collect()
}

/// The day of the first note of a thread.
fn first_note(context: &HealthContext<'_>, person: &Slug) -> Option<Date> {
    let thread = context.timeline.thread(person.as_str())?;
    thread.entries.first().map(|at| context.entry(*at).date)
}

/// The last quarter in which a level was reached: a promotion or a role of the author's. Before the first,
/// that of the first note. `None` if there is no note, or if it is not known when a level was reached.
pub fn last_level(context: &HealthContext<'_>) -> Option<Quarter> {
    let is_level = |goal: &&Goal| {
        let leads = matches!(goal.kind, GoalKind::Promotion | GoalKind::Role);
        leads && goal.owner.is_author() && goal.state_on(context.today) == GoalState::Reached
    };
    let reached = context.journal.goals.iter().filter(is_level);
    let reached_on = |goal| reached_on(context.journal, goal, context.today);
    let days: Option<Vec<Date>> = reached.map(reached_on).collect();
    let first = || context.entries().first().map(|entry| entry.date);
    days?.into_iter().max().or_else(first).map(|day| context.quarter(day))
}
