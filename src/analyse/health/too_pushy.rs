//! Asking too often.
//!
//! Why it hurts: help that has to be thought up every month is a burden (the quarterly variant:
//! monthly is too much).
//!
//! Example: three `ask` entries within 60 days, and nothing delivered between them.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::next::stated_cadence;
use crate::analyse::timeline::Thread;
use crate::model::dates::days_between;
use crate::model::phrasing::{counted, spoken};
use crate::model::vocabulary::{Relation, Step};

/// How many in a row make a rhythm.
const ROW: usize = 4;

pub(super) const RULE: Rule = Rule {
    code: "too-pushy",
    severity: FindingSeverity::Info,
    rule: "a thread has more than {talks} `ask` within the {days} days up to today, and nothing was delivered from the first to the last of them; or the last four `ask` with a manager are each at most {apart} days apart, and the last is at most {apart} days old; people with a `cadence` shorter than that are skipped, and people whose `until` is past",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    context.threads_to_go_on().filter_map(|thread| pushy(context, thread)).collect()
}

fn pushy<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<Finding> {
    let apart = context.threshold(&RULE, "apart");
    // What both agreed on is no burden, and talking with a direct report is a leader's job.
    let is_agreed = stated_cadence(context, &thread.person).is_some_and(|days| days < apart);
    if thread.relation == Some(Relation::Report) || is_agreed {
        return None;
    }
    let asks: Vec<usize> = context.with_step(thread, &[Step::Ask]).collect();
    let day = |at: &usize| context.entry(*at).date;
    let from = context.ago(context.threshold(&RULE, "days"));
    let recent: Vec<usize> = asks.iter().copied().filter(|at| day(at) >= from).collect();
    let name = context.spoken(&thread.person);
    if recent.len() as i64 > i64::from(context.threshold(&RULE, "talks"))
        && let (Some(first), Some(last)) = (recent.first().map(day), recent.last().map(day))
        && !context.tasks_of(thread).any(|task| task.was_done_between(first, last))
    {
        let times = counted(recent.len(), "time");
        let since = spoken(first, context.today);
        let message = format!(
            "you asked {name} {times} since {since}, and no note has a delivery in between"
        );
        let advice = "deliver something before you ask again";
        return Some(RULE.finding(&thread.person, message, advice).entries(recent));
    }
    let last = &asks[asks.len().checked_sub(ROW)?..];
    let is_close = |pair: &[usize]| days_between(day(&pair[0]), day(&pair[1])) <= apart;
    let is_recent = last.last().is_some_and(|at| days_between(day(at), context.today) <= apart);
    if thread.relation != Some(Relation::Manager) || !is_recent || !last.windows(2).all(is_close) {
        return None;
    }
    let message = format!("you ask {name} about every month what they need");
    let advice =
        "let a quarter pass between two talks, or agree on a rhythm and write it down as `cadence`";
    Some(RULE.finding(&thread.person, message, advice).entries(last.iter().copied()))
}
