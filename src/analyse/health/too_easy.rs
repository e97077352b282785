//! What one suggests oneself is always small.
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
    rule: "the last {tasks} tasks that were `suggested` or `acted` are all `small`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let wanted = context.threshold(&RULE, "tasks").unsigned_abs() as usize;
    let own = |task: &&&Task| task.initiative.is_some_and(|first| first != Initiative::Asked);
    let taken_on = context.taken_on();
    let last: Vec<&Task> = taken_on.iter().rev().filter(own).take(wanted).copied().collect();
    if last.len() < wanted
        || last.is_empty()
        || last.iter().any(|task| task.size != Some(Size::Small))
    {
        return Vec::new();
    }
    let message = format!("the last {wanted} tasks that you proposed are all small");
    let advice = "next, propose something that takes weeks and that nobody else has time for";
    vec![RULE.finding(&Slug::new("journal"), message, advice).tasks(last.into_iter().rev())]
}
