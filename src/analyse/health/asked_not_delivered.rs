//! Something was taken on and is overdue.
//!
//! Why it hurts: taking work and not delivering it turns the loop round; one is no longer asked
//! (the quarterly variant: the first thing that kills the loop).
//!
//! Example: a task that was due on 1 March, still `started` on 9 March.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::recurring_words;
use crate::model::dates::days_between;
use crate::model::phrasing::ago;

pub(super) const RULE: Rule = Rule {
    code: "asked-not-delivered",
    severity: FindingSeverity::Warning,
    rule: "a task is open or started, and over {overdue} days past its `due`; or it has no `due` and was taken on over {age} days ago",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let late = context.tasks_to_ask_about().filter(|task| task.is_open()).filter_map(|task| {
        let message = match (task.due, task.taken_on) {
            (Some(due), _) => {
                let over = days_between(due, context.today);
                (over > context.threshold(&RULE, "overdue")).then(|| match task.repeats {
                    Some(_) => {
                        format!("`{}` is {}", task.title, recurring_words(task, context.today))
                    }
                    None => format!("`{}` was due {}", task.title, ago(over)),
                })
            }
            (None, Some(taken_on)) => {
                let age = days_between(taken_on, context.today);
                let title = &task.title;
                let message = match task.said_taken_on(context.journal) {
                    Some(_) => format!("`{title}` was taken on {} and is not delivered", ago(age)),
                    None => {
                        format!("`{title}` has a first note from {} and is not delivered", ago(age))
                    }
                };
                (age > context.threshold(&RULE, "age")).then_some(message)
            }
            (None, None) => None,
        }?;
        let advice = match context.owner_name(task) {
            Some(name) => format!("ask {name} where it stands, and agree on a new date"),
            None if let Some(name) = context.left(task.thread.as_ref()) => {
                format!(
                    "{name} has left: finish it for whoever needs it now, or note `status: dropped`"
                )
            }
            None if task.due.is_none() => "deliver it, or agree on a date for it".to_owned(),
            None if task.repeats.is_some() => {
                "do it, or agree on how often it is needed".to_owned()
            }
            None => {
                "deliver it, or say today that it will be late, why, and the new date".to_owned()
            }
        };
        let advice = context.or_finish(task, advice);
        Some(RULE.finding(&task.id, message, advice).tasks([task]).entries(task.taken_by))
    });
    late.collect()
}
