//! A decision that nobody looked at again.
//!
//! Why it hurts: to be right often, one has to try to show that one is wrong (the interview on career
//! strategies, on the leadership principles).
//!
//! Example: a `decision` with `review_on: 2026-03-01`, on 1 March.

use super::{Finding, FindingSeverity, HealthContext, Rule};
use crate::analyse::decisions::{Decision, decisions};
use crate::model::phrasing::spoken;

pub(super) const RULE: Rule = Rule {
    code: "review-due",
    severity: FindingSeverity::Info,
    rule: "the `review_on` of a decision is today or past, it has no `outcome`, and no later note `resolves` it",
    find,
};

fn find(context: &HealthContext<'_>) -> Vec<Finding> {
    let finding = |decision: Decision| {
        let entry = context.entry(decision.entry);
        let day = entry.review_on.filter(|_| decision.is_due(context.journal, context.today))?;
        let day = spoken(day, context.today);
        let message = format!("you wanted to look at `{}` again on {day}", entry.title);
        let advice = "compare what came of it with what you expected, look for what speaks against it, \
                      and note its `outcome`: `right`, `wrong` or `mixed`";
        Some(RULE.finding(&entry.id, message, advice).entries([decision.entry]))
    };
    decisions(context.journal, context.today).into_iter().filter_map(finding).collect()
}
