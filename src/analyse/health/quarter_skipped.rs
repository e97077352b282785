//! A whole quarter without a conversation.
//!
//! Why it hurts: once a year is too seldom for anything to compound; a quarter is the rhythm (the
//! quarterly variant).
//!
//! Example: today in May, talks until December, and none from January to March.

use super::{Finding, FindingSeverity, HealthContext, Rule};

pub(super) const RULE: Rule = Rule {
    code: "quarter-skipped",
    severity: FindingSeverity::Warning,
    rule: "the first contact with your manager (an `ask`, a `pivot`, or a note with `initiative: acted`) is older than the last complete quarter, and that quarter has none",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let skipped = context.quarter(context.today).plus(-1);
        let contacts = context.contacts(thread);
        let mut quarters = contacts.iter().map(|at| context.quarter(context.entry(*at).date));
        if quarters.next()? >= skipped || quarters.any(|quarter| quarter == skipped) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let message = format!("no note with `step: ask` or `pivot` is with {name} in {skipped}");
        let advice = "put the conversation into your calendar, once a quarter; telling them of work that you began counts too";
        Some(RULE.finding(&thread.person, message, advice).entries(contacts.last().copied()))
    };
    finding().into_iter().collect()
}
