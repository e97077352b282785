//! A pivot without a goal that can be worked towards.
//!
//! Why it hurts: a manager who is not told exactly what is wanted takes it that all is well (the
//! written framework's pitfall of *vague goals*).
//!
//! Example: a `pivot` for a goal whose file has no `by`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::gaps::is_definite;

pub(super) const RULE: Rule = Rule {
    code: "vague-goal",
    severity: FindingSeverity::Warning,
    rule: "the latest `pivot` of a thread names no goal, or a goal without `to`, `by` or competencies",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let vague = context.timeline.threads.iter().filter_map(|thread| {
        let pivot = context.pivots(thread).next_back()?;
        let missing = missing(context, pivot)?;
        let name = context.spoken(&thread.person);
        let message = format!("your latest pivot with {name} names {missing}");
        let advice = "complete the goal's file: `to` (the role or level), `by` (a date) and `needs` (the competencies to show)";
        Some(RULE.finding(&thread.person, message, advice).entries([pivot]))
    });
    vague.collect()
}

/// What the goals of a pivot lack; the first thing found.
fn missing(context: &HealthContext<'_>, pivot: usize) -> Option<String> {
    let goals = &context.entry(pivot).goals;
    if goals.is_empty() {
        return Some("no goal".to_owned());
    }
    context.gaps.iter().find_map(|gaps| {
        let goal = &context.journal.goals[gaps.goal];
        if !goals.contains(&goal.id) || is_definite(context.journal, gaps) {
            return None;
        }
        let lacks = [
            ("to", goal.to.is_none()),
            ("by", goal.by.is_none()),
            ("needs", gaps.needs.is_empty()),
        ];
        let lacks: Vec<String> =
            lacks.iter().filter(|(_, lacks)| *lacks).map(|(key, _)| format!("`{key}`")).collect();
        Some(format!("a goal, `{}`, without {}", goal.title, lacks.join(" and without ")))
    })
}
