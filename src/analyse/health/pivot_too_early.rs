//! A goal was named before anything was delivered.
//!
//! Why it hurts: the pivot works because help came first; one or two wins pay for it (the written
//! framework's fourth step, and the interview on the Magic Loop).
//!
//! Example: a loop of `ask` and `pivot`, and no task of the thread delivered up to that day.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::vocabulary::{Relation, Step};

pub(super) const RULE: Rule = Rule {
    code: "pivot-too-early",
    severity: FindingSeverity::Warning,
    rule: "the current loop of a thread has a `pivot`, and on or before the day of its first `pivot` no task of the thread was delivered and no recurring work of it was done; people whose `until` is past are skipped",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    // What a direct report wants, they need not earn with the author first.
    let threads = context.threads_to_go_on();
    let threads = threads.filter(|thread| thread.relation != Some(Relation::Report));
    let early = threads.filter_map(|thread| {
        let own = context.timeline.current_loop(thread)?;
        let is_pivot = |at: &&usize| context.entry(**at).step == Some(Step::Pivot);
        let first = *own.entries.iter().find(is_pivot)?;
        let day = context.entry(first).date;
        let mut tasks = context.tasks_of(thread);
        if tasks.any(|task| task.was_done_by(day)) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let what = match context.entry(first).goals.is_empty() {
            true => format!("you had a pivot with {name}"),
            false => format!("you named your goal to {name}"),
        };
        let message =
            format!("{what}, and no note says that you had delivered anything for them by then");
        let advice = "deliver one or two things they asked for, then return to the goal";
        Some(RULE.finding(&thread.person, message, advice).entries([first]))
    });
    early.collect()
}
