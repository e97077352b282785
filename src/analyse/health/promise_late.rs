//! A promise whose day is past.
//!
//! Why it hurts: business on a handshake rests on words that are kept (the interview on career strategies).
//!
//! Example: `- [ ] Send the draft (by 2026-03-01)` on 2 March.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::promises::OwnedPromise;
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
        let advice = advice(context, promise);
        RULE.finding(&context.entry(promise.entry).id, message, advice).entries([promise.entry])
    })
    .collect()
}

/// What to do: an update has no box to tick, and to somebody who has left nothing can be said.
fn advice(context: &HealthContext<'_>, promise: &OwnedPromise) -> String {
    let entry = context.entry(promise.entry);
    let person = context.timeline.thread_of[promise.entry].as_ref();
    let is_anybody_here = entry.with.iter().any(|person| !context.is_gone(person));
    let left = context.left(person).filter(|_| !is_anybody_here);
    let ends = match entry.tasks.first() {
        Some(task) => format!("a later note with `task: {task}` ends it"),
        None => "a later note with `kind: update` ends it".to_owned(),
    };
    match (promise.is_update, left) {
        (true, Some(name)) => format!("{name} has left: {ends}, and so does `resolves: {}`", entry.id),
        (true, None) => format!("send it, or say today when it will come; {ends}"),
        (false, Some(name)) => {
            format!("{name} has left: tick it with the day if you kept it, `(done YYYY-MM-DD)`, or cancel it: `- [-]`")
        }
        (false, None) => {
            "keep it, or say today when it will come; then tick it with the day: `(done YYYY-MM-DD)`".to_owned()
        }
    }
}
