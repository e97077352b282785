//! Somebody the author works with.

use std::ops::Deref;

use super::keys::PersonKeys;
use super::vocabulary::{Relation, Visibility};
use super::{Document, Slug};

/// A person: a file in `people/`, the journal's manager, or a name that an entry gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Their slug.
    pub id: Slug,
    /// Their file; `None` where entries only name them.
    pub path: Option<String>,
    /// Their name for the author.
    pub title: String,
    /// Other names by which links and keys reach them.
    pub aliases: Vec<String>,
    /// What they are to the author; what the file states, else what follows from the configuration.
    /// `None` if the reader does not see their file.
    pub relation: Option<Relation>,
    /// The widest audience that may see the file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// Their own keys; they can be read as fields of the person.
    pub keys: PersonKeys,
    /// Its text.
    pub body: Document,
}

impl Deref for Person {
    type Target = PersonKeys;

    fn deref(&self) -> &PersonKeys {
        &self.keys
    }
}

impl Person {
    /// The names by which notes call them.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain([&self.title])
    }

    /// A person of whom only their name is known.
    pub fn named(id: Slug, title: String, relation: Option<Relation>) -> Self {
        Self {
            id,
            path: None,
            title,
            aliases: Vec::new(),
            relation,
            visibility: Visibility::Private,
            raw_html: None,
            keys: PersonKeys::default(),
            body: Document::default(),
        }
    }
}
