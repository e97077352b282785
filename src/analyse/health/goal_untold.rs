//! A goal that nobody was told of.
//!
//! Why it hurts: managers guess what people want, and guess wrong (both interviews: saying it
//! is what takes the guess away).
//!
//! Example: an active goal `since` 31 days ago, without `shared_on` and without a pivot.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::model::vocabulary::{GoalState, Step};

pub(super) const RULE: Rule = Rule {
    code: "goal-untold",
    severity: FindingSeverity::Warning,
    rule: "a goal is active, its `since` (without it, the first note that names it) is over {days} days ago, and it has neither `shared_on` nor a `pivot` for it",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let long_ago = context.ago(context.threshold(&RULE, "days"));
    let own = context.journal.goals.iter().filter(|goal| goal.owner.is_author());
    let active = own.filter(|goal| goal.state_on(context.today) == GoalState::Active);
    let untold = active.filter(|goal| goal.told_by(context.today).is_none()).filter_map(|goal| {
        let entries = || {
            let all = context.entries().iter().enumerate();
            all.filter(|(_, entry)| entry.goals.contains(&goal.id))
        };
        let first = entries().find(|(_, entry)| entry.names_goal);
        let since = goal.since.or(first.map(|(_, entry)| entry.date))?;
        let told = entries().any(|(_, entry)| entry.step == Some(Step::Pivot));
        if told || since >= long_ago {
            return None;
        }
        let message = format!(
            "`{}` has been a goal for {}, but no note says that you told anybody",
            goal.title,
            counted(days_between(since, context.today), "day")
        );
        let advice = "name it in the next conversation; then write a note with `step: pivot`, or set `shared_on` in the goal's file";
        Some(RULE.finding(&goal.id, message, advice).entries(first.map(|(at, _)| at)))
    });
    untold.collect()
}
