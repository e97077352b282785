//! The text of a note, with what is found in it.

use std::ops::Range;

use jiff::civil::Date;

use super::Slug;

/// The Markdown of a note below its front matter.
///
/// Comments (`%%…%%`, `<!--…-->`) were cut when it was read: no later stage can let one out.
/// Ranges are byte ranges of [`Body::markdown`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The text, with `\n` as its line ending.
    pub markdown: String,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The links and embeds that lead to something in the journal, in order.
    pub links: Vec<Link>,
    /// The `#tags` in the text, in order, each where it stands.
    pub tags: Vec<(Range<usize>, Slug)>,
    /// The `- [ ] text (by 2026-03-01)` items.
    pub promises: Vec<Promise>,
    /// The `^names` of blocks, each with the range of its block, the name not included.
    pub blocks: Vec<(String, Range<usize>)>,
    /// The `> [!private]` callouts.
    pub private: Vec<Range<usize>>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text, without markup.
    pub text: String,
    /// The fragment by which a link reaches it, unique in the note.
    pub anchor: String,
    /// From its start to the end of its line.
    pub range: Range<usize>,
    /// Whether it stands in a quote or a callout.
    pub quoted: bool,
}

impl Body {
    /// The first level-1 heading.
    pub fn title(&self) -> Option<&str> {
        let first = self.headings.iter().find(|heading| heading.level == 1 && !heading.quoted)?;
        Some(first.text.as_str()).filter(|text| !text.is_empty())
    }

    /// The level-2 heading that asks one of the loop's questions: `Trying`, or `Trying?`.
    pub fn question(&self, name: &str) -> Option<usize> {
        let asks = |text: &str| text.trim_end_matches('?').trim().eq_ignore_ascii_case(name);
        self.headings.iter().position(|h| h.level == 2 && !h.quoted && asks(&h.text))
    }

    /// The range of the text under a heading, up to the next heading of its level or above it.
    pub fn section(&self, heading: usize) -> Range<usize> {
        let own = &self.headings[heading];
        let end = self.headings[heading + 1..]
            .iter()
            .find(|next| next.level <= own.level)
            .map_or(self.markdown.len(), |next| next.range.start);
        own.range.end..end
    }
}

/// A link from a note to something in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it leads to; `None` where there is no such thing.
    pub target: Option<Target>,
    /// The heading or block in the target, as a fragment.
    pub fragment: Option<String>,
    /// Whether the target is to be shown in place (`![[…]]`).
    pub embed: bool,
}

/// Something that a link can lead to.
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

    /// What makes a thing of the same kind; a file is of none.
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

/// Something the author promised: a task-list item with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What was promised, without markup and without the date.
    pub text: String,
    /// When it is due.
    pub due: Date,
    /// Whether it is ticked.
    pub done: bool,
}
