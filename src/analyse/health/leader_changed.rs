//! A new manager who does not know the goal.
//!
//! Why it hurts: what the last manager knew left with them. No source says so: the rule is this project's
//! own.
//!
//! Example: a manager `since` 2 March, today 2 April, and no pivot with them since.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::phrasing::spoken;
use crate::model::vocabulary::{GoalState, Relation, Step};
use crate::model::{Goal, Person};

pub(super) const RULE: Rule = Rule {
    code: "leader-changed",
    severity: FindingSeverity::Warning,
    rule: "a goal is active, somebody has been a current manager for over {days} days, and since then the goal has neither `shared_on` nor a `pivot` with them",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let own = context.journal.goals.iter().filter(|goal| goal.owner.is_author());
    let active = own.filter(|goal| goal.state_on(context.today) == GoalState::Active);
    // One that only notes of a later day name is none yet.
    let is_named =
        |goal: &Goal| context.entries().iter().any(|entry| entry.goals.contains(&goal.id));
    let active = active.filter(|goal| goal.path.is_some() || is_named(goal));
    active.filter_map(|goal| untold(context, goal)).collect()
}

/// The first current manager who was not told of a goal.
fn untold(context: &HealthContext<'_>, goal: &Goal) -> Option<Finding> {
    let long_ago = context.ago(context.threshold(&RULE, "days"));
    let current = |person: &&Person| {
        person.relation == Some(Relation::Manager)
            && person.until.is_none_or(|until| until >= context.today)
    };
    context.journal.people.iter().filter(current).find_map(|person| {
        let since = person.since.filter(|since| *since < long_ago)?;
        let shared = goal.told_by(context.today).is_some_and(|day| day >= since);
        let pivoted = context.timeline.thread(person.id.as_str()).is_some_and(|thread| {
            context
                .met_for(thread, &[Step::Pivot])
                .into_iter()
                .map(|at| context.entry(at))
                .any(|entry| entry.date >= since && entry.goals.contains(&goal.id))
        });
        if shared || pivoted {
            return None;
        }
        let message = format!(
            "{} has been your manager since {}, but no note says that they know of `{}`",
            person.title,
            spoken(since, context.today),
            goal.title
        );
        let advice = "tell them what you want, by when, and what you have shown so far";
        Some(RULE.finding(&goal.id, message, advice))
    })
}
