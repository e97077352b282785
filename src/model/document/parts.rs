//! What a document lists besides its nodes.

use jiff::civil::Date;

use super::{NodeId, Words};
use crate::model::letters::in_word;
use crate::model::phrasing::split_number;
use crate::model::private_words::{is_word, means_private};
use crate::model::{Slug, Target};

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text, without markup and without the name of its block.
    pub text: String,
    /// The fragment by which a link reaches it, unique in the note.
    pub anchor: String,
    /// Whether it stands in a quote, in a callout, or in a part that is an entry of its own.
    pub quoted: bool,
    /// The `{#id}` that the author gave it.
    pub id: Option<String>,
    /// Its `{.classes}`.
    pub classes: Vec<String>,
    /// Its node.
    pub node: NodeId,
}

impl Heading {
    /// Its text without a number before it.
    pub fn name(&self) -> &str {
        split_number(&self.text).1
    }
}

/// A link, an embed or a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// How it is written, and so what it can lead to.
    pub kind: LinkKind,
    /// Its destination, as it is written.
    pub destination: Words,
    /// What `"…"` behind a destination says.
    pub title: Words,
    /// What a link by reference is written with behind its own words: `][name]`.
    pub tail: Words,
    /// Whether its destination is defined in a private callout.
    pub defined: Defined,
    /// Where in the text a link by reference is defined: the place that counts, then others that seem
    /// to define its name. A place that is not known is the largest number.
    pub definitions: Vec<u32>,
    /// What it leads to; `None` where there is no such thing in the journal.
    pub target: Option<Target>,
    /// The heading or block in the target, as a fragment.
    pub fragment: Option<String>,
    /// Whether the target is to be shown in place (`![[…]]`).
    pub embed: bool,
    /// Its node.
    pub node: NodeId,
}

/// Where the destination of a link by reference is defined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Defined {
    /// Where every reader of the note sees it.
    #[default]
    Openly,
    /// In a private callout: for others there is no such link.
    Privately,
    /// In a private callout, and again outside of it, which no longer counts: for others the link
    /// is its words.
    Twice,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[name]]`, which names a note; whether it has words of its own: `[[name|words]]`.
    Wiki {
        /// Whether it has words of its own.
        labelled: bool,
    },
    /// `[words](path)`, into the journal.
    Path,
    /// To somewhere else.
    External,
    /// `<https://…>`, to somewhere else or by a scheme that is not let through.
    Autolink,
    /// `<name@host>`.
    Email,
    /// By a scheme that is not let through: its words are text.
    Refused,
}

impl LinkKind {
    /// Whether it leads to something in the journal.
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Wiki { .. } | Self::Path)
    }
}

const PRIVATE_CALLOUTS: [&str; 9] = [
    "private",
    "privacy",
    "privatenote",
    "privatenotes",
    "secret",
    "internal",
    "confidential",
    "hidden",
    "draft",
];

/// Whether callouts of a kind are for the author alone: one of its words says so, as in `private/health` and
/// `private-note`.
pub fn is_private_callout(kind: &str) -> bool {
    let mut words = kind.split(|c: char| !in_word(c));
    words.any(|word| is_word(word, &PRIVATE_CALLOUTS) || means_private(word))
}

/// A callout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// `note`, `tip`, `private`…, as written.
    pub kind: String,
    /// Whether it folds, and then whether it is open at first.
    pub fold: Option<bool>,
    /// What its first line is written with before its title: `[!tip]- `.
    pub marker: Words,
}

impl Callout {
    /// Whether it is for the author alone.
    pub fn is_private(&self) -> bool {
        is_private_callout(&self.kind)
    }
}

/// A formula, which was written in TeX. What it was written with is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The `math` element.
    pub mathml: Words,
    /// What it says where there is no markup.
    pub plain: Words,
}

/// A `#tag` in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagName {
    /// Its name.
    pub name: Slug,
    /// Its node.
    pub node: NodeId,
}

/// A block that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The name, in lower case.
    pub name: String,
    /// The block; `None` where the name stands alone and no block is before it.
    pub node: Option<NodeId>,
}

/// Something that was promised: a task-list item with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// What was promised, without markup and without the date.
    pub text: String,
    /// When it is due.
    pub due: Date,
    /// Whether it is over: ticked, or cancelled.
    pub done: bool,
    /// The day on which it was kept, where its item says so.
    pub done_on: Option<Date>,
    /// The item of the task list in which it stands.
    pub item: NodeId,
}

/// An inline field: `key:: value`. It is no text: for other readers it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlineField {
    /// The key, as it is written.
    pub key: Words,
    /// The value, as it is written.
    pub value: Words,
    /// Whether it has a line of its own: `[key:: value]` stands among other words.
    pub line: bool,
    /// Its node.
    pub node: NodeId,
}

/// A part of a day's note that is an entry of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayPart {
    /// The id of that entry.
    pub id: Slug,
    /// Its node.
    pub node: NodeId,
}
