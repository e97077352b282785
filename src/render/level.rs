//! What the levels of goals are called.

use crate::model::{Goal, Journal, Slug};

/// The same where no goal says which ladder is meant: as the first ladder of a goal that has the level calls it.
pub fn known_level(journal: &Journal, level: &Slug) -> String {
    let goal = journal.goals.iter().find(|goal| {
        let ladder = goal.ladder.as_ref().and_then(|id| journal.ladder(id.as_str()));
        ladder.is_some_and(|ladder| ladder.levels.iter().any(|known| known.id == *level))
    });
    goal.map_or_else(|| level.spaced(), |goal| level_title(journal, goal, level.as_str()))
}

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
