//! Work that was delivered fell short of the bar, and nothing was said since.
//!
//! Why it hurts: mediocre work turns the loop round; one is no longer offered anything (the quarterly
//! variant: the first thing that kills the loop).
//!
//! Example: a `deliver` with `met_bar: missed`, and no later note with `met_bar: met`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::analyse::timeline::Thread;
use crate::model::phrasing::spoken;
use crate::model::vocabulary::Relation;

pub(super) const RULE: Rule = Rule {
    code: "bar-missed",
    severity: FindingSeverity::Warning,
    rule: "a delivered task in a manager's or skip-level's thread has `met_bar: missed` as the last word on it, and no later note resolves it",
    find,
};

/// The delivered tasks of a thread that fell short of the bar, the one judged first standing first.
pub fn missed_bars<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Vec<&'a Task> {
    if !matches!(thread.relation, Some(Relation::Manager | Relation::SkipLevel)) {
        return Vec::new();
    }
    let is_unsettled = |task: &&Task| {
        let Some((_, judged_by)) = task.judged else { return false };
        let later = &context.entries()[judged_by + 1..];
        task.last_done().is_some()
            && task.missed_bar()
            && !later.iter().any(|entry| entry.resolves.contains(&task.id))
    };
    let mut missed: Vec<&Task> = context.tasks_of(thread).filter(is_unsettled).collect();
    missed.sort_by_key(|task| task.judged.map(|(_, at)| at));
    missed
}

/// What notes say of a task that fell short.
pub fn missed_words(context: &HealthContext<'_>, task: &Task) -> String {
    let title = &task.title;
    match task.unjudged(context.journal) {
        Some(at) => format!(
            "`{title}` fell short of the bar and was delivered again on {}, and no note says whether it meets the bar now",
            spoken(context.entry(at).date, context.today)
        ),
        None => format!("`{title}` fell short of the bar"),
    }
}

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let threads = context.timeline.threads.iter();
    let missed = threads.flat_map(|thread| missed_bars(context, thread));
    let finding = |task: &Task| {
        let again = task.unjudged(context.journal);
        let advice = match again {
            _ if let Some(name) = context.left(task.thread.as_ref()) => {
                format!("{name} has left: note `met_bar` if somebody else judged it, or `resolves:` with the task")
            }
            Some(_) => "ask whether it meets the bar now, and note the answer as `met_bar`: in that `deliver`, or \
                        with `kind: feedback`"
                .to_owned(),
            None => "say so first and offer a second version; then note `met_bar: met`, or `resolves:` with the task"
                .to_owned(),
        };
        let judged_by = task.judged.map(|(_, at)| at);
        RULE.finding(&task.id, missed_words(context, task), advice)
            .tasks([task])
            .entries(judged_by.into_iter().chain(again))
    };
    missed.map(finding).collect()
}
