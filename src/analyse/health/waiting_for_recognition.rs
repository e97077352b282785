//! Much was delivered, and the goal was not brought up.
//!
//! Why it hurts: managers are busy with their own work, and do not plan other people's careers (the
//! written framework's pitfall of *automatic recognition*).
//!
//! Example: three tasks delivered after the last `pivot`.

use jiff::civil::Date;

use super::{Finding, FindingSeverity, HealthContext, Rule, tells};
use crate::analyse::tasks::Task;
use crate::analyse::timeline::Thread;
use crate::model::phrasing::{counted, spoken};
use crate::model::vocabulary::GoalState;

pub(super) const RULE: Rule = Rule {
    code: "waiting-for-recognition",
    severity: FindingSeverity::Warning,
    rule: "at least {tasks} tasks for your manager are wins after the day of the last `pivot` with them, or of the last note with `initiative: acted` in their thread once they know your goal; without either, ever",
    find,
};

/// The day of the last note with `initiative: acted` that came once the leader knew a goal of the author's.
fn last_told<'a>(context: &HealthContext<'a>, thread: &'a Thread) -> Option<Date> {
    let own = context.journal.goals.iter().filter(|goal| goal.owner.is_author());
    let active = own.filter(|goal| goal.state_on(context.today) == GoalState::Active);
    let told_on = active.filter_map(|goal| context.told_on(thread, goal)).min()?;
    let days = thread.entries.iter().map(|at| context.entry(*at)).filter(|entry| tells(entry));
    days.map(|entry| entry.date).filter(|day| *day >= told_on).max()
}

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let thread = context.main_thread()?;
        let pivot = context.pivots(thread).next_back();
        let pivoted = pivot.map(|at| context.entry(at).date);
        let since = pivoted.max(last_told(context, thread));
        let after = |task: &&Task| {
            let done = task.last_done().filter(|_| task.is_win());
            done.is_some_and(|day| since.is_none_or(|since| day > since))
        };
        let delivered: Vec<&Task> = context.tasks_of(thread).filter(after).collect();
        if delivered.is_empty()
            || (delivered.len() as i64) < i64::from(context.threshold(&RULE, "tasks"))
        {
            return None;
        }
        let name = context.spoken(&thread.person);
        let tasks = counted(delivered.len(), "task");
        let message = match since {
            Some(day) => format!(
                "you delivered {tasks} for {name} since {}, and no note with `step: pivot` is with them since",
                spoken(day, context.today)
            ),
            None => format!(
                "you delivered {tasks} for {name}, and no note with `step: pivot` is with them yet"
            ),
        };
        let advice = format!("ask {name} for work that helps both them and your goal");
        Some(RULE.finding(&thread.person, message, advice).tasks(delivered).entries(pivot))
    };
    finding().into_iter().collect()
}
