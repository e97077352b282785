//! Help is offered before anybody asked how the daily work is seen.
//!
//! Why it hurts: whoever is not sure that the job itself is done well cannot grow beyond it (the first
//! step of the written framework: ask how the work is seen).
//!
//! Example: an `ask` on 1 March, and the last `master` more than 180 days before it.

use super::{Finding, FindingSeverity, HealthContext, Rule, before};
use crate::model::phrasing::spoken;
use crate::model::vocabulary::Step;

pub(super) const RULE: Rule = Rule {
    code: "baseline-missing",
    severity: FindingSeverity::Warning,
    rule: "the thread with your manager has an `ask` or `pivot`, and no `master` within the {days} days up to the latest of them, nor since",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let latest = context.talks(thread).next_back()?;
        let from = before(context.entry(latest).date, context.threshold(&RULE, "days"));
        let mut masters = context.with_step(thread, &[Step::Master]);
        if masters.any(|at| context.entry(at).date >= from) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let since = context.with_step(thread, &[Step::Master]).next_back();
        let since = since.map_or_else(String::new, |at| {
            format!(" since {}", spoken(context.entry(at).date, context.today))
        });
        let talk = match context.entry(latest).step {
            Some(Step::Pivot) => format!("you had a pivot with {name}"),
            _ => format!("you asked {name} how you can help"),
        };
        let message =
            format!("{talk}, but no note with `step: master`{since} asks how they see your work");
        let advice = format!(
            "ask {name} what they wish you did differently, and note the answer with `step: master`"
        );
        Some(RULE.finding(&thread.person, message, advice).entries([latest]))
    };
    finding().into_iter().collect()
}
