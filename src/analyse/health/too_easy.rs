//! What one takes on is always small.
//!
//! Why it hurts: the one thing one can do should be a challenge, not an errand (the quarterly
//! variant: *asking for too easy*).
//!
//! Example: three tasks in a row with `initiative: suggested` and `size: small`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::model::Slug;
use crate::model::vocabulary::{Initiative, Size};

pub(super) const RULE: Rule = Rule {
    code: "too-easy",
    severity: FindingSeverity::Warning,
    rule: "the last {tasks} tasks that were `suggested` or `acted` are all `small`; as a remark, the last {tasks} tasks taken on are all `small`, and one of them was `asked`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let wanted = context.threshold(&RULE, "tasks").unsigned_abs() as usize;
    let taken_on = context.taken_on();
    let is_own = |task: &Task| task.initiative.is_some_and(|first| first != Initiative::Asked);
    let own: Vec<&Task> = taken_on.iter().filter(|task| is_own(task)).copied().collect();
    let advice = "next, propose something that takes weeks and that nobody else has time for";
    let finding = |tasks: &[&Task], which: &str| {
        let message = match wanted {
            1 => format!("the last task that you {which} is small"),
            _ => format!("the last {wanted} tasks that you {which} are all small"),
        };
        RULE.finding(&Slug::new("journal"), message, advice).tasks(tasks.iter().copied())
    };
    let proposed = last_small(&own, wanted).map(|tasks| finding(tasks, "proposed"));
    // With one that was asked for among them, it is not all the author's doing.
    let any =
        || last_small(&taken_on, wanted).filter(|tasks| !tasks.iter().all(|task| is_own(task)));
    let found = proposed.or_else(|| any().map(|tasks| finding(tasks, "took on").remark()));
    found.into_iter().collect()
}

/// The last tasks of these, if there are so many, and all are small.
fn last_small<'t, 'a>(tasks: &'t [&'a Task], wanted: usize) -> Option<&'t [&'a Task]> {
    let last = &tasks[tasks.len().checked_sub(wanted)?..];
    let small = last.iter().all(|task| task.size == Some(Size::Small));
    (small && !last.is_empty()).then_some(last)
}
