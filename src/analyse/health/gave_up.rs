//! Something was delivered, and then nothing was asked any more.
//!
//! Why it hurts: trust is built by several rounds, and most stop after one piece of dull work (the
//! written framework's pitfall of *giving up too early*).
//!
//! Example: the last task delivered 61 days ago, none open, and no `ask` or `pivot` since.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::Thread;
use crate::analyse::next::{Move, next_move, stated_cadence};
use crate::analyse::tasks::Task;
use crate::model::dates::days_between;
use crate::model::phrasing::ago;
use crate::model::vocabulary::Relation;

pub(super) const RULE: Rule = Rule {
    code: "gave-up",
    severity: FindingSeverity::Warning,
    rule: "a thread has a delivered task, none open or started and no recurring work that goes on, its last delivery is over {days} days old, and it has no `ask` or `pivot` on or after that day; people with whom the next talk is not due yet by their `cadence` are skipped, and people whose `until` is past or whose `since` is still to come",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let long_ago = context.ago(context.threshold(&RULE, "days"));
    let given_up = context.timeline.threads.iter().filter_map(|thread| {
        // Nothing can be asked of somebody who is gone or still to come.
        if !context.is_here(&thread.person) || context.tasks_of(thread).any(Task::is_unfinished) {
            return None;
        }
        let last = context
            .tasks_of(thread)
            .filter(|task| task.last_done().is_some())
            .max_by_key(|task| task.last_done())?;
        let day = last.last_done()?;
        let talk = context.last_talk(thread).map(|at| context.entry(at).date);
        // Until the day on which both agreed to talk again, nobody gave up.
        let waits = talk.zip(stated_cadence(context, &thread.person));
        let waits = waits.is_some_and(|(talk, days)| talk >= context.ago(days));
        if day >= long_ago || waits || talk.is_some_and(|talk| talk >= day) {
            return None;
        }
        let name = context.spoken(&thread.person);
        let done = if last.delivered.is_none() { "was last done" } else { "was delivered" };
        let message = format!(
            "no note with `step: ask` or `pivot` is with {name} since `{}` {done} {}",
            last.title,
            ago(days_between(day, context.today))
        );
        let advice = advice(context, thread, &name);
        Some(RULE.finding(&thread.person, message, advice).tasks([last]))
    });
    given_up.collect()
}

/// The next step with the person, if it leads to a talk; whatever else comes before, a talk is what is missing.
fn advice(context: &HealthContext<'_>, thread: &Thread, name: &str) -> String {
    let is_report = thread.relation == Some(Relation::Report);
    let ask = match is_report {
        true => format!("ask {name} what they want next"),
        false => format!("ask {name} what would help them most now"),
    };
    match next_move(context, thread).kind {
        Move::Pivot if is_report => format!("agree with {name} on work that leads to their goal"),
        Move::Pivot => format!("ask {name} for work that serves your goal, too"),
        Move::SetGoal if is_report => format!("agree with {name} on a clear goal"),
        Move::SetGoal => format!("make your goal clear, and tell {name}"),
        Move::Repeat => format!("close the loop, then {ask}"),
        _ => ask,
    }
}
