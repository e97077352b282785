//! Notes: dated ones (entries) and others (pages).

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::words::{Answer, Initiative, Kind, Perception, Size, Status, Step, Visibility};
use super::{Body, Slug, Target};

/// A dated note, with every key of its front matter, names resolved to the slugs of what they name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `YYYY-MM-DD-slug`; the name of its page.
    pub id: Slug,
    /// The file, relative to the journal, with `/` between its parts.
    pub path: String,
    /// The civil day it belongs to.
    pub date: Date,
    /// `title`, else the first level-1 heading, else the file's name in words.
    pub title: String,
    /// `tags`, and the `#tags` in its text.
    pub tags: Vec<Slug>,
    /// Those of `tags` alone.
    pub key_tags: Vec<Slug>,
    /// Other names by which links reach it.
    pub aliases: Vec<String>,
    /// Its place in the loop; a plain note has none.
    pub step: Option<Step>,
    /// `loop: new`.
    pub opens_loop: bool,
    /// The tasks it names.
    pub tasks: Vec<Slug>,
    /// The goals it names, or else the journal's only active goal.
    pub goals: Vec<Slug>,
    /// Whether it says so itself.
    pub names_goal: bool,
    /// The people it was with, the leader first.
    pub with: Vec<Slug>,
    /// What its keys name by other words than its id, with the words.
    pub spelled: Vec<(Target, String)>,
    /// What sort of note it is.
    pub kind: Kind,
    /// The widest audience that may see it.
    pub visibility: Visibility,
    /// How the author felt, 1 to 5.
    pub energy: Option<u8>,
    /// How the leader sees the work.
    pub perception: Option<Perception>,
    /// What the leader wishes were different.
    pub wishes: Vec<String>,
    /// *What are you trying to do?*
    pub trying: Option<String>,
    /// *What is blocking you?*
    pub blocking: Option<String>,
    /// *What one thing can I do?*
    pub help: Option<String>,
    /// The agreed measure of doing it exceptionally.
    pub bar: Option<String>,
    /// Who saw first that the work was needed.
    pub initiative: Initiative,
    /// Where the entry says its tasks stand.
    pub status: Option<Status>,
    /// When its tasks are due.
    pub due: Option<Date>,
    /// How big its tasks are.
    pub size: Option<Size>,
    /// The project its tasks belong to.
    pub project: Option<Slug>,
    /// What the work changed.
    pub impact: Option<String>,
    /// Measures, before and after.
    pub metrics: Vec<Metric>,
    /// Links to proof.
    pub evidence: Vec<Evidence>,
    /// The competencies it shows.
    pub shows: Vec<Shows>,
    /// Who confirmed the work.
    pub confirmed_by: Vec<Slug>,
    /// Who saw the work.
    pub seen_by: Vec<Slug>,
    /// What somebody said.
    pub quote: Option<String>,
    /// Who said it.
    pub quote_from: Option<Slug>,
    /// Whether they agreed to it being shared.
    pub quote_ok: bool,
    /// What the leader answered to a pivot.
    pub answer: Option<Answer>,
    /// The competencies that the leader named as missing.
    pub gaps: Vec<Slug>,
    /// What was learned.
    pub lesson: Option<String>,
    /// The wishes, tasks or entries that it settles.
    pub resolves: Vec<Slug>,
    /// When the next update is promised for.
    pub update_by: Option<Date>,
    /// The existing things that an idea combines.
    pub combines: Vec<String>,
    /// Minutes of undisturbed thinking.
    pub minutes: Option<u32>,
    /// The author's own keys, each as YAML text.
    pub extra: BTreeMap<String, String>,
    /// Whether HTML in the text is let through.
    pub raw_html: bool,
    /// Its text.
    pub body: Body,
}

/// A note without a date: a page of the site, in no timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The slug of its file's name; the name of its page.
    pub id: Slug,
    /// The file, relative to the journal.
    pub path: String,
    /// As for an [`Entry`].
    pub title: String,
    /// As for an [`Entry`].
    pub tags: Vec<Slug>,
    /// As for an [`Entry`].
    pub key_tags: Vec<Slug>,
    /// As for an [`Entry`].
    pub aliases: Vec<String>,
    /// The widest audience that may see it; the journal's default is for entries.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through.
    pub raw_html: bool,
    /// Its text.
    pub body: Body,
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
