//! The journal's manager is somebody who left.
//!
//! Why it hurts: notes without `with` go on being talks with somebody who is no longer there. No source says so: the
//! rule is this project's own.
//!
//! Example: `manager: marcus` in `loopbook.yaml`, and `until: 2025-11-30` in `people/marcus.md`.

use super::{Finding, FindingSeverity, HealthContext, Rule, manager_on};
use crate::model::phrasing::spoken;

pub(super) const RULE: Rule = Rule {
    code: "manager-left",
    severity: FindingSeverity::Warning,
    rule: "the `until` of the journal's manager is before today",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = || {
        let manager = &context.journal.config.manager;
        let person = context.journal.person(manager.as_str())?;
        let until = person.until.filter(|until| *until < context.today)?;
        let until = spoken(until, context.today);
        let message = format!("{} was your manager until {until}", person.title);
        let advice = match manager_on(context.journal, context.today) {
            now if now != manager => {
                let (name, left) = (context.spoken(now), context.spoken(manager));
                format!(
                    "next steps, and new notes that name nobody, are with {name}: set `manager: {now}` in \
                     `loopbook.yaml`; older notes stay with {left} if that file says `relation: manager`"
                )
            }
            _ => "say who your manager is now: set `manager` in `loopbook.yaml`, or create their file in `people/` with \
                  `relation: manager` and `since`"
                .to_owned(),
        };
        Some(RULE.finding(manager, message, advice))
    };
    finding().into_iter().collect()
}
