//! The manager's manager knows nothing of the work.
//!
//! Why it hurts: who decides on a promotion should have seen the work at least once; a lighter loop
//! with them is enough (the quarterly variant).
//!
//! Example: two loops closed with the manager, and no entry in a skip-level's thread in two quarters.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::timeline::LoopState;
use crate::model::Slug;
use crate::model::vocabulary::Relation;

pub(super) const RULE: Rule = Rule {
    code: "no-skip-level",
    severity: FindingSeverity::Info,
    rule: "at least {loops} loops with managers are closed or passed, and no note of this quarter or the one before is in a skip-level's thread or names one in `with`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let relation =
        |person: &Slug| context.journal.person(person.as_str()).and_then(|person| person.relation);
    let done = context.timeline.loops.iter().filter(|own| own.state != LoopState::Open);
    let with_managers = done.filter(|own| relation(&own.thread) == Some(Relation::Manager)).count();
    let now = context.quarter(context.today);
    let met = context.entries().iter().enumerate().rev().any(|(at, entry)| {
        let quarter = context.quarter(entry.date);
        let mut people = context.timeline.thread_of[at].iter().chain(&entry.with);
        (quarter == now || quarter == now.plus(-1))
            && people.any(|person| relation(person) == Some(Relation::SkipLevel))
    });
    if met || (with_managers as i64) < i64::from(context.threshold(&RULE, "loops")) {
        return Vec::new();
    }
    let message = "no note of this quarter or the one before is with a skip-level";
    let advice = "ask your manager's manager one question and tell them one thing you delivered";
    vec![RULE.finding(&Slug::new("journal"), message.to_owned(), advice)]
}
