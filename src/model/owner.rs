//! Whose a goal is, and whose work a note tells of.

use super::Slug;

/// The slug by which keys name the journal's author.
pub const ME: &str = "me";

/// Whose something is. It is decided on the whole journal, before anything is left out for a reader,
/// so that a direct report's work never becomes the author's because a file is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// The journal's author.
    #[default]
    Author,
    /// A direct report.
    Report(Slug),
    /// Somebody other than the author, who can't be told: several direct reports, or one whom the
    /// reader doesn't know.
    Unclear,
}

impl Owner {
    /// Whether it is the author's.
    pub fn is_author(&self) -> bool {
        *self == Self::Author
    }

    /// The direct report whose it is.
    pub fn report(&self) -> Option<&Slug> {
        match self {
            Self::Report(person) => Some(person),
            Self::Author | Self::Unclear => None,
        }
    }
}
