//! Somebody the author works with.

use jiff::civil::Date;

use super::words::{Cadence, Relation, Visibility};
use super::{Body, Slug};

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
    /// What they are to the author.
    pub relation: Relation,
    /// Since when they are that.
    pub since: Option<Date>,
    /// Until when they were that.
    pub until: Option<Date>,
    /// How often the author talks with them.
    pub cadence: Option<Cadence>,
    /// The name a packet may use.
    pub share_as: Option<String>,
    /// The widest audience that may see the file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through.
    pub raw_html: bool,
    /// Its text.
    pub body: Body,
}

impl Person {
    /// A person of whom only their name is known.
    pub fn named(id: Slug, title: String, relation: Relation) -> Self {
        Self {
            id,
            path: None,
            title,
            aliases: Vec::new(),
            relation,
            since: None,
            until: None,
            cadence: None,
            share_as: None,
            visibility: Visibility::Private,
            raw_html: false,
            body: Body::default(),
        }
    }
}
