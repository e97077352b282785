//! Something was delivered, and then nothing was asked any more.
//!
//! Why it hurts: trust is built by several rounds, and most stop after one piece of dull work (the
//! written framework's pitfall of *giving up too early*).
//!
//! Example: the last task delivered 61 days ago, none open, and no `ask` or `pivot` since.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::model::dates::days_between;
use crate::model::phrasing::ago;
use crate::model::vocabulary::Relation;

pub(super) const RULE: Rule = Rule {
    code: "gave-up",
    severity: FindingSeverity::Warning,
    rule: "a thread has a delivered task, none open or started and no recurring work that goes on, its last delivery is over {days} days old, and it has no `ask` or `pivot` on or after that day; people whose `until` is past or whose `since` is still to come are skipped",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let long_ago = context.ago(context.threshold(&RULE, "days"));
    let given_up = context.timeline.threads.iter().filter_map(|thread| {
        // Nothing can be asked of somebody who is gone or still to come.
        if !context.is_here(&thread.person) || context.tasks_of(thread).any(Task::is_unfinished) {
            return None;
        }
        let last = context
            .tasks_of(thread)
            .filter(|task| task.last_done().is_some())
            .max_by_key(|task| task.last_done())?;
        let day = last.last_done()?;
        if day >= long_ago
            || context.last_talk(thread).is_some_and(|at| context.entry(at).date >= day)
        {
            return None;
        }
        let name = context.spoken(&thread.person);
        let message = format!(
            "no note with `step: ask` or `pivot` is with {name} since `{}` was delivered {}",
            last.title,
            ago(days_between(day, context.today))
        );
        let advice = match thread.relation {
            Some(Relation::Report) => format!("ask {name} what they want next"),
            _ => format!("ask {name} what would help them most now"),
        };
        Some(RULE.finding(&thread.person, message, advice).tasks([last]))
    });
    given_up.collect()
}
