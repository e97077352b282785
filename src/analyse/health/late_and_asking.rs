//! More was asked for while one's own work was late.
//!
//! Why it hurts: a manager who hears the offer thinks *do your job first* (the written framework's first
//! pitfall, *ignoring the baseline*).
//!
//! Example: a task due on 1 March, an `ask` on 5 March, and its delivery on 9 March.

use jiff::civil::Date;

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::analyse::timeline::Thread;
use crate::model::phrasing::spoken;
use crate::model::vocabulary::{Relation, Status};

pub(super) const RULE: Rule = Rule {
    code: "late-and-asking",
    severity: FindingSeverity::Warning,
    rule: "the latest `ask` or `pivot` of a thread lies after the `due` of a task of yours that was not delivered by that day; people whose `until` is past are skipped",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    // A talk with a direct report asks for nothing, and nothing can be offered to somebody who has left.
    let threads = context.threads_to_go_on();
    let threads = threads.filter(|thread| thread.relation != Some(Relation::Report));
    threads.filter_map(|thread| late(context, thread)).collect()
}

fn late<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<Finding> {
    let talk = context.talks(thread).next_back()?;
    let day = context.entry(talk).date;
    let tasks = context.timeline.tasks.iter().filter(|task| was_late(task, day));
    let late: Vec<&Task> = tasks.collect();
    let first = late.first()?;
    let name = context.spoken(&thread.person);
    let which = match late.len() {
        1 => format!("`{}` was late", first.title),
        several => format!("{several} tasks were late"),
    };
    let on = spoken(day, context.today);
    let message = format!("you asked {name} for more on {on} while {which}");
    let advice = match late.iter().any(|task| task.is_unfinished()) {
        true => "finish what is late first, or agree on a new date for it; then offer more",
        false => "before you offer more, finish what is late or agree on a new date for it",
    };
    Some(RULE.finding(&thread.person, message, advice).tasks(late).entries([talk]))
}

/// Whether a task of the author's was due before a day, and not delivered by then.
fn was_late(task: &Task, day: Date) -> bool {
    let is_over = matches!(task.status, Some(Status::Declined | Status::Dropped));
    // The dates of recurring work that are past are not known.
    task.owner.is_author()
        && task.repeats.is_none()
        && !is_over
        && task.taken_on.is_some_and(|taken_on| taken_on <= day)
        && task.due.is_some_and(|due| due < day)
        && !task.was_done_by(day)
}
