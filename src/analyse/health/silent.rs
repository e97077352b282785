//! Something is going on, and nobody hears of it.
//!
//! Why it hurts: frequent news of what happened, what is planned and when the next word comes
//! rebuild trust; silence is filled by worry (the interview on career strategies, on the failed
//! launch).
//!
//! Example: an open task that no entry named for 15 days; a setback whose promised update is overdue.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::model::dates::days_between;
use crate::model::phrasing::{days_or_years, spoken};

pub(super) const RULE: Rule = Rule {
    code: "silent",
    severity: FindingSeverity::Warning,
    rule: "a task is open or started, and the last note on it is over {task} days old; or a setback is open, and it is over {setback} days old or the last promised update is overdue",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    tasks(context).chain(setbacks(context)).collect()
}

fn tasks<'c>(context: &'c HealthContext<'_>) -> impl Iterator<Item = Finding> + 'c {
    let most = context.threshold(&RULE, "task");
    context.tasks_to_ask_about().filter(|task| task.is_open()).filter_map(move |task| {
        let last = *task.entries.last()?;
        let quiet = days_between(context.entry(last).date, context.today);
        if quiet <= most {
            return None;
        }
        let message = format!("no note on `{}` for {}", task.title, days_or_years(quiet));
        let advice = match context.owner_name(task) {
            Some(name) => format!("ask {name} where it stands"),
            None if let Some(name) = context.left(task.thread.as_ref()) => format!(
                "{name} has left: note where it stands for whoever needs it now, or `status: dropped`"
            ),
            None => "say in one sentence where it stands and when the next update comes".to_owned(),
        };
        let advice = context.or_finish(task, advice);
        Some(RULE.finding(&task.id, message, advice).tasks([task]).entries([last]))
    })
}

fn setbacks<'c>(context: &'c HealthContext<'_>) -> impl Iterator<Item = Finding> + 'c {
    let most = context.threshold(&RULE, "setback");
    context.setbacks_to_ask_about().filter_map(move |setback| {
        let entry = context.entry(setback.entry);
        let age = days_between(entry.date, context.today);
        let message = if let Some(by) = setback.overdue(context.journal, context.today) {
            format!("an update on `{}` was promised for {}", entry.title, spoken(by, context.today))
        } else if age > most {
            format!("`{}` has been open for {}", entry.title, days_or_years(age))
        } else {
            return None;
        };
        let person = context.timeline.thread_of[setback.entry].as_ref();
        let advice = if !entry.owner.is_author() {
            let name = person.map_or_else(String::new, |person| context.spoken(person));
            format!("ask {name} where it stands, and note the answer with `kind: update`")
        } else if let Some(name) = context.left(person) {
            format!(
                "{name} has left: tell whoever has to know now, or write a note with `resolves:` once it is settled"
            )
        } else if entry.tasks.is_empty() {
            "name a `task` in it, so that updates can refer to it; or write a note with `resolves:` once it is settled"
                .to_owned()
        } else {
            "say what happened since, what comes next and when; or write a note with `resolves:` once it is settled"
                .to_owned()
        };
        Some(RULE.finding(&entry.id, message, advice).entries(setback.told()))
    })
}
