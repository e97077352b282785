//! Something went wrong, and nobody knows when they will hear more.
//!
//! Why it hurts: frequent news of what happened, what is planned and when the next word comes keep others
//! from taking over (the interview on career strategies, on the failed launch).
//!
//! Example: a `setback` of yesterday without `update_by`.

use super::{Finding, FindingSeverity, HealthContext, Rule};

pub(super) const RULE: Rule = Rule {
    code: "no-next-update",
    severity: FindingSeverity::Warning,
    rule: "a setback of a day before today is open, and neither it nor an update of it has `update_by`",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let unpromised = context.setbacks_to_ask_about().filter(|setback| {
        let promises = setback.told().any(|at| context.entry(at).update_by.is_some());
        !promises && context.entry(setback.entry).date < context.today
    });
    let finding = |entry: usize| {
        let setback = context.entry(entry);
        let message = format!("`{}` does not say when the next update comes", setback.title);
        let person = context.timeline.thread_of[entry].as_ref();
        let advice = match setback.owner.is_author() {
            true if let Some(name) = context.left(person) => format!(
                "{name} has left: say to whoever has to know now when you will say more, and note the day as `update_by`"
            ),
            true => "say when you will say more, and note the day as `update_by`".to_owned(),
            false => {
                let name = person.map_or_else(|| "them".to_owned(), |id| context.spoken(id));
                format!("ask {name} when you will hear more, and note the day as `update_by`")
            }
        };
        RULE.finding(&setback.id, message, advice).entries([entry])
    };
    unpromised.map(|setback| finding(setback.entry)).collect()
}
