//! Help was offered, something was named, and it was turned down.
//!
//! Why it hurts: asking how to help and then picking the pleasant work costs the trust that the
//! offer made (both interviews, and the written framework's third step).
//!
//! Example: an `ask` that takes on a task, and a later entry with `status: declined`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::vocabulary::{Status, Step};

pub(super) const RULE: Rule = Rule {
    code: "refused",
    severity: FindingSeverity::Warning,
    rule: "a task that an `ask` took on in its thread's current loop is declined",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let is_current = |own: usize| {
        let thread = context.timeline.thread(context.timeline.loops[own].thread.as_str());
        thread.is_some_and(|thread| thread.loops.last() == Some(&own))
    };
    let refused = context.timeline.tasks.iter().filter(|task| {
        let asked = task.taken_by.is_some_and(|at| context.entry(at).step == Some(Step::Ask));
        task.owner.is_author()
            && task.status == Some(Status::Declined)
            && asked
            && task.in_loop.is_some_and(is_current)
    });
    refused
        .map(|task| {
            let message = format!("you asked how to help, but declined `{}`", task.title);
            let advice = "take on the next thing they name, whatever it is, or offer something else that helps them";
            RULE.finding(&task.id, message, advice).tasks([task]).entries(task.taken_by)
        })
        .collect()
}
