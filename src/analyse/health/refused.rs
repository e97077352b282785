//! Help was offered, something was named, and it was turned down.
//!
//! Why it hurts: asking how to help and then picking the pleasant work costs the trust that the
//! offer made (both interviews, and the written framework's third step).
//!
//! Example: an `ask` that takes on a task, and a later entry with `status: declined`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::analyse::timeline::Thread;
use crate::model::vocabulary::{Status, Step};

pub(super) const RULE: Rule = Rule {
    code: "refused",
    severity: FindingSeverity::Warning,
    rule: "a task that an `ask` took on in its thread's current loop is declined; people whose `until` is past are skipped",
    find,
};

/// A task of a thread's current loop that was declined, and the note that says so, while the thread has no
/// later `ask`.
pub fn unmended<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<(&'a Task, usize)> {
    let last = context.with_step(thread, &[Step::Ask]).next_back();
    let tasks = context.tasks_of(thread).filter(|task| is_refused(context, task));
    let declined = tasks.filter_map(|task| {
        let says = |at: &&usize| context.entry(**at).status == Some(Status::Declined);
        Some((task, *task.entries.iter().rev().find(says)?))
    });
    declined.filter(|(_, at)| last.is_none_or(|last| last <= *at)).max_by_key(|(_, at)| *at)
}

fn is_refused(context: &HealthContext<'_>, task: &Task) -> bool {
    let is_current = |own: usize| {
        let thread = context.timeline.thread(context.timeline.loops[own].thread.as_str());
        thread.is_some_and(|thread| thread.loops.last() == Some(&own))
    };
    let asked = task.taken_by.is_some_and(|at| context.entry(at).step == Some(Step::Ask));
    task.owner.is_author()
        && task.status == Some(Status::Declined)
        && asked
        && task.in_loop.is_some_and(is_current)
}

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let tasks = context.threads_to_go_on().flat_map(|thread| context.tasks_of(thread));
    let refused = tasks.filter(|task| is_refused(context, task));
    refused
        .map(|task| {
            let message = format!("you asked how to help, but declined `{}`", task.title);
            let advice = "take on the next thing they name, whatever it is, or offer something else that helps them";
            RULE.finding(&task.id, message, advice).tasks([task]).entries(task.taken_by)
        })
        .collect()
}
