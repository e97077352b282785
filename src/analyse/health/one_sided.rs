//! A manager who takes and does not give.
//!
//! Why it hurts: the loop works with nearly every manager; the rare exception is one who exploits (the
//! interview on the Magic Loop).
//!
//! Example: three pivots in a year, each with `answer: no`.

use jiff::Span;

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::next::cadence;
use crate::analyse::timeline::Thread;
use crate::model::Entry;
use crate::model::dates::days_between;
use crate::model::phrasing::spoken;
use crate::model::vocabulary::{Answer, Relation};

/// The pivots that it takes.
const PIVOTS: usize = 3;

pub(super) const RULE: Rule = Rule {
    code: "one-sided",
    severity: FindingSeverity::Warning,
    rule: "the last three pivots with a manager, the first and the last at least {days} days apart, each have `answer: no`, or `later` and no answer since",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let threads = context.timeline.threads.iter();
    let current = threads.filter(|thread| {
        thread.relation == Some(Relation::Manager) && !context.is_gone(&thread.person)
    });
    current.filter_map(|thread| refused(context, thread)).collect()
}

fn refused<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<Finding> {
    let mut pivots: Vec<usize> = context.pivots(thread).rev().take(PIVOTS).collect();
    pivots.reverse();
    let (first, last) = (context.entry(*pivots.first()?), context.entry(*pivots.last()?));
    let apart = days_between(first.date, last.date);
    let got_nothing = |at: &usize| brought_nothing(context, thread, context.entry(*at));
    if pivots.len() < PIVOTS
        || apart < context.threshold(&RULE, "days")
        || !pivots.iter().all(got_nothing)
    {
        return None;
    }
    let name = context.spoken(&thread.person);
    let since = spoken(first.date, context.today);
    let all_refused = pivots.iter().all(|at| context.entry(*at).answer == Some(Answer::No));
    let answers = match all_refused {
        true => "the answer was `no` each time",
        false => "each time the answer was `no`, or put off and not noted since",
    };
    let message = format!("you had three pivots with {name} since {since}: {answers}");
    let advice = "say once, plainly, what you are missing; let your skip-level or a sponsor see the work; and look at other teams";
    Some(RULE.finding(&thread.person, message, advice).entries(pivots))
}

/// Whether the answer was no, or was put off and the wait for it is over.
fn brought_nothing(context: &HealthContext<'_>, thread: &Thread, pivot: &Entry) -> bool {
    match pivot.answer {
        Some(Answer::No) => true,
        Some(Answer::Later) => {
            let wait = Span::new().days(cadence(context, &thread.person));
            let until = pivot.answer_by.or_else(|| pivot.date.checked_add(wait).ok());
            until.is_some_and(|until| until < context.today)
        }
        Some(Answer::Yes | Answer::Partly) | None => false,
    }
}
