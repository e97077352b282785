//! Work was delivered, and nobody wrote down what it changed.
//!
//! Why it hurts: what counts later is the impact and why it mattered, not the work (the interview on
//! career strategies, on interviews).
//!
//! Example: a task delivered 31 days ago, and no `impact`, `metric` or `evidence` in its entries.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;

pub(super) const RULE: Rule = Rule {
    code: "impact-missing",
    severity: FindingSeverity::Warning,
    rule: "a task was delivered over {days} days ago, it did not fall short of the bar, and no note on it has `impact`, `metric` or `evidence`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let long_ago = context.ago(context.threshold(&RULE, "days"));
    let old = |task: &&Task| task.delivered.is_some_and(|day| day < long_ago);
    let wins = context.tasks_to_ask_about().filter(old).filter(|task| !task.missed_bar());
    let bare = wins.filter(|task| !context.has_impact(task));
    bare.map(|task| {
        let message = format!("`{}` is delivered, but no note says what it changed", task.title);
        let advice = match context.owner_name(task) {
            Some(name) => format!("ask {name} what it changed; a late note is better than none"),
            None => "find a number or ask for a quote; a late note is better than none".to_owned(),
        };
        RULE.finding(&task.id, message, advice).tasks([task]).entries(task.entries.last().copied())
    })
    .collect()
}
