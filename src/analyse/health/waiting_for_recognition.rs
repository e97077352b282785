//! Much was delivered, and the goal was not brought up.
//!
//! Why it hurts: managers are busy with their own work, and do not plan other people's careers (the
//! written framework's pitfall of *automatic recognition*).
//!
//! Example: three tasks delivered after the last `pivot`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::model::phrasing::counted;

pub(super) const RULE: Rule = Rule {
    code: "waiting-for-recognition",
    severity: FindingSeverity::Warning,
    rule: "at least {tasks} tasks for your manager were delivered after the day of the last `pivot` with them; without a `pivot`, ever",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let pivot = context.pivots(thread).next_back();
        let since = pivot.map(|at| context.entry(at).date);
        let after =
            |task: &&Task| task.delivered.is_some_and(|day| since.is_none_or(|since| day > since));
        let delivered: Vec<&Task> = context.tasks_of(thread).filter(after).collect();
        if delivered.is_empty()
            || (delivered.len() as i64) < i64::from(context.threshold(&RULE, "tasks"))
        {
            return None;
        }
        let name = context.spoken(&thread.person);
        let when = if since.is_some() {
            "since you last mentioned your goal"
        } else {
            "and never mentioned your goal"
        };
        let message =
            format!("you delivered {} for {name} {when}", counted(delivered.len(), "task"));
        let advice = format!("ask {name} for work that helps both them and your goal");
        Some(RULE.finding(&thread.person, message, advice).tasks(delivered).entries(pivot))
    };
    finding().into_iter().collect()
}
