//! Nothing says what would be enough for a competency.
//!
//! Why it hurts: expectations are often vague, and two people can mean different things by one word until
//! they have said what it takes (the interview on the Magic Loop; the text on career strategies).
//!
//! Example: `needs: [strategy]` in a goal that names no ladder and has no heading *Strategy*.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::bar::bar;
use crate::analyse::gaps::GoalGaps;
use crate::model::vocabulary::GoalState;

pub(super) const RULE: Rule = Rule {
    code: "no-bar",
    severity: FindingSeverity::Info,
    rule: "an active goal with a file has a competency without a bar: no heading of that name in the file, and no text in its ladder for the level that it leads to",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let wanted = context.gaps.iter().filter(|gaps| {
        let goal = &context.journal.goals[gaps.goal];
        goal.state_on(context.today) == GoalState::Active
            && goal.owner.is_author()
            && goal.path.is_some()
    });
    wanted.filter_map(|gaps| finding(context, gaps)).collect()
}

fn finding(context: &HealthContext<'_>, gaps: &GoalGaps) -> Option<Finding> {
    let goal = &context.journal.goals[gaps.goal];
    let bare = gaps.needs.iter().filter(|need| bar(context.journal, goal, &need.id).is_none());
    let titles: Vec<String> = bare.map(|need| format!("`{}`", need.title)).collect();
    let (last, others) = titles.split_last()?;
    let names = match others {
        [] => last.clone(),
        others => format!("{} and {last}", others.join(", ")),
    };
    let message = format!("no note says what would be enough for {names} in `{}`", goal.title);
    let advice = "ask your leader what would be enough, and write it below a heading of that name in the goal's file";
    Some(RULE.finding(&goal.id, message, advice))
}
