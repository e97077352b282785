//! The talk about how the work is seen has no answer.
//!
//! Why it hurts: whether a job is done well is in the eyes of the manager (the interview on the Magic Loop).
//!
//! Example: a `master` of yesterday without `perception`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::vocabulary::Step;

pub(super) const RULE: Rule = Rule {
    code: "perception-missing",
    severity: FindingSeverity::Info,
    rule: "the latest `master` in your manager's thread is of a day before today and has no `perception`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let master = context.with_step(thread, &[Step::Master]).next_back()?;
        let entry = context.entry(master);
        // A note of today may still be written.
        if entry.perception.is_some() || entry.date >= context.today {
            return None;
        }
        let name = context.spoken(&thread.person);
        let message = format!("you did not note how {name} sees your work");
        let advice = "note it as `perception: below`, `meets` or `exceeds`; ask if you do not know";
        Some(RULE.finding(&thread.person, message, advice).entries([master]))
    };
    finding().into_iter().collect()
}
