//! Levels and what is expected at each.

use super::Slug;

/// A file in `ladders/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    /// Its slug.
    pub id: Slug,
    /// Its file, relative to the journal.
    pub path: String,
    /// Its name for people.
    pub title: String,
    /// The levels, lowest first.
    pub levels: Vec<Level>,
    /// What the levels are told apart by.
    pub competencies: Vec<Competency>,
}

/// A level of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its slug.
    pub id: Slug,
    /// As the file writes it.
    pub title: String,
}

/// Something that is expected more of at each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competency {
    /// Its slug.
    pub id: Slug,
    /// Its name for people.
    pub title: String,
    /// Whether it is one of strategy and influence rather than of the trade itself.
    pub strategic: bool,
    /// Level and expectation, in the order of the levels.
    pub expects: Vec<(Slug, String)>,
}
