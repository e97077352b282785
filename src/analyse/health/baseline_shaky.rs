//! The manager wishes something were different, and nothing settled it.
//!
//! Why it hurts: no help makes up for a job that is not seen as done (both interviews: find out what the
//! manager expects, and put it right first).
//!
//! Example: a `master` with `wishes: [shorter updates]`, and no later entry with
//! `resolves: shorter updates`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::timeline::Thread;
use crate::model::Slug;
use crate::model::vocabulary::{Perception, Step};

pub(super) const RULE: Rule = Rule {
    code: "baseline-shaky",
    severity: FindingSeverity::Warning,
    rule: "the latest `master` with your manager has `perception: below` or `wishes`, and no later note settles it: a `resolves` with its id settles everything, a `resolves` with a wish settles that wish",
    find,
};

/// What is not settled in the latest baseline.
#[derive(Debug, PartialEq, Eq)]
pub struct Shaky<'a> {
    /// The latest `master`.
    pub master: usize,
    /// The wishes that nothing settled.
    pub wishes: Vec<&'a str>,
    /// Whether the work is seen as below what is needed.
    pub below: bool,
}

/// What is unsettled in the latest `master` of a thread.
pub fn shaky<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<Shaky<'a>> {
    let master = context.with_step(thread, &[Step::Master]).next_back()?;
    let entry = context.entry(master);
    let later = &context.entries()[master + 1..];
    let resolved = |name: &Slug| later.iter().any(|entry| entry.resolves.contains(name));
    if resolved(&entry.id) {
        return None;
    }
    let open = entry.wishes.iter().filter(|wish| !resolved(&Slug::new(wish)));
    let wishes: Vec<&str> = open.map(String::as_str).collect();
    let below = entry.perception == Some(Perception::Below);
    (below || !wishes.is_empty()).then_some(Shaky { master, wishes, below })
}

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let shaky = shaky(context, thread)?;
        let name = context.spoken(&thread.person);
        let message = if shaky.wishes.is_empty() {
            format!("{name} sees your work as below what is needed")
        } else {
            format!("{name} wishes this were different: {}", shaky.wishes.join("; "))
        };
        let advice = "settle it before you ask for more; then write a note with `resolves:` and the wish or that note's id";
        Some(RULE.finding(&thread.person, message, advice).entries([shaky.master]))
    };
    finding().into_iter().collect()
}
