//! A senior person who still waits to be asked.
//!
//! Why it hurts: further up, one is expected to see what is needed, begin, and tell (both
//! interviews, on the advanced mode).
//!
//! Example: `stage: senior`, and the last four tasks all with initiative `asked`.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::tasks::Task;
use crate::model::Slug;
use crate::model::vocabulary::{Initiative, Stage};

pub(super) const RULE: Rule = Rule {
    code: "mode-stuck",
    severity: FindingSeverity::Warning,
    rule: "the journal has `stage: senior`, and the last {tasks} tasks taken on were all `asked`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let wanted = context.threshold(&RULE, "tasks").unsigned_abs() as usize;
    let taken_on = context.taken_on();
    let last: Vec<&Task> = taken_on.iter().rev().take(wanted).copied().collect();
    let stuck = !last.is_empty()
        && last.len() == wanted
        && last.iter().all(|task| task.initiative == Some(Initiative::Asked));
    if context.journal.config.stage != Stage::Senior || !stuck {
        return Vec::new();
    }
    let message = match wanted {
        1 => "others asked for the last task".to_owned(),
        _ => format!("others asked for all of the last {wanted} tasks"),
    };
    let advice = "start something that is needed, and tell your leader once it moves";
    vec![RULE.finding(&Slug::new("journal"), message, advice).tasks(last.into_iter().rev())]
}
