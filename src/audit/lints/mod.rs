//! What weakens a case, or should not be in it: one rule a file, listed in [`RULES`].

mod claims;
mod consent;
mod facts;
mod links;
mod names;
mod sensitive;
mod stale;
mod standing;

use super::AuditContext;

/// Something to check before a packet goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// The rule.
    pub code: &'static str,
    /// What was found, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub advice: &'static str,
    /// The files it is about, in the order of their notes.
    pub paths: Vec<String>,
}

/// A rule: what it finds in a packet and what it shows.
type Rule = fn(&AuditContext<'_>) -> Vec<AuditFinding>;

/// All rules, in the order in which their findings are told: what should not get out comes first.
pub const RULES: [Rule; 8] = [
    links::check,
    names::check,
    sensitive::check,
    standing::check,
    facts::check,
    claims::check,
    consent::check,
    stale::check,
];

/// What weakens a case.
pub fn check(context: &AuditContext<'_>) -> Vec<AuditFinding> {
    RULES.iter().flat_map(|rule| rule(context)).collect()
}
