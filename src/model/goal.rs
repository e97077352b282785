//! Goals.

use std::ops::Deref;

use jiff::civil::Date;

use super::keys::GoalKeys;
use super::vocabulary::{GoalState, Visibility};
use super::{Document, Owner, Slug};

/// A goal: a file in `goals/`, or a name that an entry gave without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Its slug.
    pub id: Slug,
    /// Its file; `None` where entries only name it.
    pub path: Option<String>,
    /// Its name for people.
    pub title: String,
    /// Other names by which links and keys reach it.
    pub aliases: Vec<String>,
    /// The widest audience that may see its file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// Whose it is.
    pub owner: Owner,
    /// Its own keys; they can be read as fields of the goal.
    pub keys: GoalKeys,
    /// The case for it.
    pub body: Document,
}

impl Deref for Goal {
    type Target = GoalKeys;

    fn deref(&self) -> &GoalKeys {
        &self.keys
    }
}

impl Goal {
    /// The day on which it was told to those who can help with it, if that day has come.
    pub fn told_by(&self, today: Date) -> Option<Date> {
        self.shared_on.filter(|day| *day <= today)
    }

    /// Its state on a day: one that is to be reached on a later day is active until then.
    pub fn state_on(&self, today: Date) -> GoalState {
        match self.state_in_file {
            GoalState::Reached if self.reached_on.is_some_and(|day| day > today) => {
                GoalState::Active
            }
            state => state,
        }
    }

    /// A goal of which only its name is known.
    pub fn named(id: Slug, title: String) -> Self {
        Self {
            id,
            path: None,
            title,
            aliases: Vec::new(),
            visibility: Visibility::Private,
            raw_html: None,
            owner: Owner::Author,
            keys: GoalKeys::default(),
            body: Document::default(),
        }
    }
}
