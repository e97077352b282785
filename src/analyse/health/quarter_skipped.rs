//! A whole quarter without a conversation.
//!
//! Why it hurts: once a year is too seldom for anything to compound; a quarter is the rhythm (the
//! quarterly variant).
//!
//! Example: today in May, talks until December, and none from January to March.

use super::{Context, Finding, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    code: "quarter-skipped",
    severity: Severity::Warning,
    rule: "in the thread with your manager, the first `ask` or `pivot` lies before the last complete quarter, and none lies in it",
    find,
};

fn find(context: &Context<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let skipped = context.quarter(context.today).plus(-1);
        let quarters = || context.talks(thread).map(|at| context.quarter(context.entry(at).date));
        if quarters().next()? >= skipped || quarters().any(|quarter| quarter == skipped) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let message = format!("you did not ask {name} anything in {skipped}");
        let advice = "put the conversation into the calendar, once a quarter";
        Some(
            RULE.finding(&thread.person, message, advice)
                .entries(context.talks(thread).next_back()),
        )
    };
    finding().into_iter().collect()
}
