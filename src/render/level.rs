//! What the levels of goals are called.

use crate::model::{Goal, Journal, Slug};

/// A level as one writes it: what the ladder calls it, else the goal's own title, else its slug in words.
pub fn level_title(journal: &Journal, goal: &Goal, written: &str) -> String {
    let slug = Slug::new(written);
    if slug.as_str() != written {
        return written.to_owned();
    }
    let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
    let known = ladder.and_then(|ladder| ladder.levels.iter().find(|level| level.id == slug));
    match known.map(|level| &level.title).filter(|title| *title != slug.as_str()) {
        Some(title) => title.clone(),
        None if Slug::new(&goal.title) == slug => goal.title.clone(),
        None => slug.spaced(),
    }
}
