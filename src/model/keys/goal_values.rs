//! Values that only the keys of a goal have.

use crate::model::Slug;

/// The stories that the author wants in a goal's packet or keeps out of it, by their tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoryChoices {
    /// The stories to tell, in this order.
    pub pinned: Vec<Slug>,
    /// The stories never to tell.
    pub dropped: Vec<Slug>,
}

/// A competency that a goal lists under `needs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedNeed {
    /// The competency's id.
    pub id: Slug,
    /// The competency as the author wrote it.
    pub title: String,
}
