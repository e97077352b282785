//! A pivot without a goal that can be worked towards.
//!
//! Why it hurts: a manager who is not told exactly what is wanted takes it that all is well (the
//! written framework's pitfall of *vague goals*).
//!
//! Example: a `pivot` for a goal whose file has no `by`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::gaps::{Lack, lacks};

pub(super) const RULE: Rule = Rule {
    code: "vague-goal",
    severity: FindingSeverity::Warning,
    rule: "the latest `pivot` of a thread names no goal, or one that lacks something: each needs `by`, a promotion also `to` and competencies, a role `to`, a raise `to` or `amount`; people whose `until` is past are skipped",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    // With somebody who has left, no goal can be agreed on, nor with a direct report who is still to come.
    let threads = context
        .threads_to_go_on()
        .filter(|thread| context.can_be_asked(&context.owner_of(thread), Some(&thread.person)));
    let vague = threads.filter_map(|thread| {
        let pivot = context.pivots(thread).next_back()?;
        let (missing, advice) = missing(context, pivot)?;
        let name = context.spoken(&thread.person);
        let message = format!("your latest pivot with {name} names {missing}");
        Some(RULE.finding(&thread.person, message, advice).entries([pivot]))
    });
    vague.collect()
}

/// What the goals of a pivot lack, and what to do; the first thing found.
fn missing(context: &HealthContext<'_>, pivot: usize) -> Option<(String, String)> {
    let goals = &context.entry(pivot).goals;
    if goals.is_empty() {
        let advice = "write the goal down in `goals/`: what it is, by when, and what it takes";
        return Some(("no goal".to_owned(), advice.to_owned()));
    }
    context.gaps.iter().find_map(|gaps| {
        let goal = &context.journal.goals[gaps.goal];
        let lacks = lacks(goal, gaps.needs.is_empty());
        if !goals.contains(&goal.id) || lacks.is_empty() {
            return None;
        }
        let key = |lack: &Lack| format!("`{}`", lack.key);
        let keys: Vec<String> = lacks.iter().map(key).collect();
        let missing = format!("a goal, `{}`, without {}", goal.title, keys.join(" and without "));
        let what = |lack: &Lack| format!("`{}` ({})", lack.key, lack.words);
        let what: Vec<String> = lacks.iter().map(what).collect();
        Some((missing, format!("complete the goal's file: {}", what.join(", "))))
    })
}
