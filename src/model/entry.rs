//! Notes: dated ones (entries) and others (pages).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, Range};

use jiff::civil::Date;

use super::dates::Period;
use super::keys::EntryKeys;
use super::vocabulary::Visibility;
use super::{Document, Owner, Slug, Target};

/// A dated note.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `YYYY-MM-DD-slug`; the name of its page.
    pub id: Slug,
    /// The id that it would have if no other note wanted it.
    pub plain_id: Slug,
    /// The file, relative to the journal, with `/` between its parts.
    pub path: String,
    /// The civil day it belongs to.
    pub date: Date,
    /// `title`, else a level-1 heading that is the first block, else the file's name.
    pub title: String,
    /// `tags`, and the `#tags` in its text.
    pub tags: Vec<Slug>,
    /// Those of `tags` alone, as they are written.
    pub key_tags: Vec<String>,
    /// Other names by which links reach it.
    pub aliases: Vec<String>,
    /// Whether it names a goal itself; else `goals` has its owner's only active one.
    pub names_goal: bool,
    /// Whose work it tells of: a direct report's, if it is in their thread.
    pub owner: Owner,
    /// What its keys name by other words than its id, with the words.
    pub spelled: Vec<(Target, String)>,
    /// The widest audience that may see it.
    pub visibility: Visibility,
    /// The author's own keys, each as YAML text.
    pub extra: BTreeMap<String, String>,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// What it is a part of, where it is no note of its own.
    pub part: Option<PartOf>,
    /// Its own keys; they can be read as fields of the entry. Boxed, as they are most of it and it moves from list to
    /// list.
    pub keys: Box<EntryKeys>,
    /// Its text.
    pub body: Document,
}

/// What an entry is a part of: the note of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartOf {
    /// The id of the note; for a reader who may not see it, nothing.
    pub note: Option<Slug>,
    /// The `^name` of the part.
    pub block: Option<String>,
    /// Where it stands in the text of the note.
    pub span: Range<u32>,
    /// The days on which others may see it.
    pub period: Period,
    /// Whether its tasks are those of the note.
    pub note_tasks: bool,
    /// Whether its goals are those of the note.
    pub note_goals: bool,
    /// Whether its people are those of the note.
    pub note_people: bool,
    /// Whether the tags of its keys are those of the note.
    pub note_tags: bool,
    /// How many of the entry's `spelled` are its own; the rest is the note's.
    pub own_spelled: usize,
}

impl Entry {
    /// The id of a part before another one has it: its day, and its `^name`, its heading or its first
    /// words.
    pub fn part_id(date: Date, block: Option<&str>, words: &str) -> Slug {
        let name = Slug::new(block.unwrap_or(words));
        let name = if name.is_empty() { "part" } else { name.as_str() };
        Slug::new(&format!("{date}-{name}"))
    }
}

impl Deref for Entry {
    type Target = EntryKeys;

    fn deref(&self) -> &EntryKeys {
        &self.keys
    }
}

/// A note without a date: a page of the site, in no timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The slug of its file's name; the name of its page.
    pub id: Slug,
    /// The id that it would have if no other note wanted it.
    pub plain_id: Slug,
    /// The file, relative to the journal.
    pub path: String,
    /// As for an [`Entry`].
    pub title: String,
    /// As for an [`Entry`].
    pub tags: Vec<Slug>,
    /// As for an [`Entry`].
    pub key_tags: Vec<String>,
    /// As for an [`Entry`].
    pub aliases: Vec<String>,
    /// The widest audience that may see it; the journal's default is for entries.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// Its text.
    pub body: Document,
}

/// A measure: `"name: before -> after unit"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// What was measured.
    pub name: String,
    /// Its value before the work.
    pub before: String,
    /// Its value after the work.
    pub after: String,
    /// The unit of both; may be empty.
    pub unit: String,
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} → {}", self.name, self.before, self.after)?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// Proof: a link to something else, or to something in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// As it is written.
    pub written: String,
    /// What it is called: the label of a Markdown link, else as it was written.
    pub text: String,
    /// An address that a link may have.
    pub url: Option<String>,
    /// The thing in the journal that it names.
    pub target: Option<Target>,
    /// Whether the text is the name of a thing in the journal as it was written, and no label.
    pub bare: bool,
}

/// A claim to a competency: `ownership`, or `ownership@l6` at a level of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shows {
    /// The competency.
    pub competency: Slug,
    /// The level of the ladder that was shown; without one, what the goal asks.
    pub level: Option<Slug>,
}
