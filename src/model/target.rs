//! What a link, a key or a route can lead to.

use super::Slug;

/// Something in the journal that a link can lead to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A dated note.
    Entry(Slug),
    /// A note without a date.
    Page(Slug),
    /// A goal.
    Goal(Slug),
    /// A task.
    Task(Slug),
    /// A person.
    Person(Slug),
    /// Any other file, by its path in the journal.
    File(String),
}

impl Target {
    /// The id of a thing; a file has none.
    pub fn slug(&self) -> Option<&Slug> {
        match self {
            Self::Entry(id)
            | Self::Page(id)
            | Self::Goal(id)
            | Self::Task(id)
            | Self::Person(id) => Some(id),
            Self::File(_) => None,
        }
    }

    /// The constructor for a target of the same kind; files have none of their own.
    pub fn kind(&self) -> fn(Slug) -> Self {
        match self {
            Self::Entry(_) | Self::File(_) => Self::Entry,
            Self::Page(_) => Self::Page,
            Self::Goal(_) => Self::Goal,
            Self::Task(_) => Self::Task,
            Self::Person(_) => Self::Person,
        }
    }
}
