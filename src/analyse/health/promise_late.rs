//! A promise whose day is past.
//!
//! Why it hurts: business on a handshake rests on words that are kept (the interview on career strategies).
//!
//! Example: `- [ ] Send the draft (by 2026-03-01)` on 2 March.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::phrasing::spoken;

pub(super) const RULE: Rule = Rule {
    code: "promise-late",
    severity: FindingSeverity::Warning,
    rule: "a promise of yours is open, and its day is before today",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let late = context.promises.iter();
    let late = late.filter(|promise| promise.is_open_for_author() && promise.due < context.today);
    late.map(|promise| {
        let by = spoken(promise.due, context.today);
        // A note on a direct report's work is about what was agreed with them.
        let whom = context.entry(promise.entry).owner.report();
        let whom = whom.map_or_else(String::new, |person| format!(" {}", context.spoken(person)));
        let message = format!("you promised{whom} for {by}: {}", promise.text);
        let advice = "keep it, or say today when it will come; then tick it with the day: `(done YYYY-MM-DD)`";
        RULE.finding(&context.entry(promise.entry).id, message, advice).entries([promise.entry])
    })
    .collect()
}
