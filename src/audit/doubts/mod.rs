//! What weakens a case, or should not be in it: one rule a file, listed in [`RULES`].

mod claims;
mod consent;
mod links;
mod names;
mod sensitive;
mod stale;
mod standing;

use super::Look;

/// Something to look at before a packet goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
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
type Rule = fn(&Look<'_>) -> Vec<Doubt>;

/// All rules, in the order in which their doubts are told: what should not get out comes first.
pub const RULES: [Rule; 7] = [
    links::doubts,
    names::doubts,
    sensitive::doubts,
    standing::doubts,
    claims::doubts,
    consent::doubts,
    stale::doubts,
];

/// What weakens a case.
pub fn doubts(look: &Look<'_>) -> Vec<Doubt> {
    RULES.iter().flat_map(|rule| rule(look)).collect()
}
