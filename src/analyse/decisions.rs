//! What was decided, and how it turned out.

use jiff::civil::Date;

use crate::model::Journal;
use crate::model::vocabulary::{Kind, Outcome};

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its entry.
    pub entry: usize,
    /// How it turned out, and the entry that says so last: the decision itself, or a later one that
    /// resolves it.
    pub outcome: Option<(Outcome, usize)>,
    /// The first later entry that resolves it, with or without an outcome.
    pub resolved_by: Option<usize>,
}

impl Decision {
    /// Whether nobody has looked at what came of it.
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && self.resolved_by.is_none()
    }

    /// Whether it is open, and the day of its review has come.
    pub fn is_due(&self, journal: &Journal, today: Date) -> bool {
        self.is_open() && journal.entries[self.entry].review_on.is_some_and(|day| day <= today)
    }
}

/// The author's decisions, in order. A journal has few, so each looks through what is later than itself.
pub fn decisions(journal: &Journal, today: Date) -> Vec<Decision> {
    let entries = journal.entries_until(today);
    let is_own = |at: &usize| entries[*at].kind == Kind::Decision && entries[*at].owner.is_author();
    let decision = |at: usize| {
        let later = entries.iter().enumerate().skip(at + 1);
        let resolving = later.filter(|(_, entry)| entry.resolves.contains(&entries[at].id));
        let resolving: Vec<usize> = resolving.map(|(at, _)| at).collect();
        let mut reviews = resolving.iter().rev().chain([&at]);
        Decision {
            entry: at,
            outcome: reviews.find_map(|at| entries[*at].outcome.map(|outcome| (outcome, *at))),
            resolved_by: resolving.first().copied(),
        }
    };
    (0..entries.len()).filter(is_own).map(decision).collect()
}
