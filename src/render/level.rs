//! What the levels of goals are called.

use crate::model::{Goal, Journal, Slug};

/// A level as one writes it: what the ladder calls it, the goal's own title, or its slug in words.
pub fn level_title(journal: &Journal, goal: &Goal, written: &str) -> String {
    let slug = Slug::new(written);
    if slug.as_str() != written {
        return written.to_owned();
    }
    if Slug::new(&goal.title) == slug {
        return goal.title.clone();
    }
    let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
    let known = ladder.and_then(|ladder| ladder.levels.iter().find(|level| level.id == slug));
    let title = known.map_or(written, |level| &level.title);
    if title == slug.as_str() { slug.spaced() } else { title.to_owned() }
}
