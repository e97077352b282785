//! Asking too often.
//!
//! Why it hurts: help that has to be thought up every month is a burden (the quarterly variant:
//! monthly is too much).
//!
//! Example: three `ask` entries within 60 days.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::phrasing::{counted, spoken};
use crate::model::vocabulary::Relation;

pub(super) const RULE: Rule = Rule {
    code: "too-pushy",
    severity: FindingSeverity::Info,
    rule: "a thread has more than {talks} `ask` or `pivot` within the {days} days up to today",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let from = context.ago(context.threshold(&RULE, "days"));
    let most = context.threshold(&RULE, "talks");
    // Talking with a direct report is a leader's job.
    let threads = context.timeline.threads.iter();
    let threads = threads.filter(|thread| thread.relation != Some(Relation::Report));
    let pushy = threads.filter_map(|thread| {
        let recent = |at: &usize| (from..=context.today).contains(&context.entry(*at).date);
        let talks: Vec<usize> = context.talks(thread).filter(recent).collect();
        if talks.len() as i64 <= i64::from(most) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let message = format!(
            "you asked {name} {} since {}",
            counted(talks.len(), "time"),
            spoken(from, context.today)
        );
        let advice = "deliver something before the next conversation";
        Some(RULE.finding(&thread.person, message, advice).entries(talks))
    });
    pushy.collect()
}
