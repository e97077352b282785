//! The nodes of a document.

use std::ops::Range;

/// The index of a node in its document.
pub type NodeId = u32;

/// A range in a document's pool of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl Words {
    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A block or an inline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in the text of the note, comments not counted.
    pub span: Range<u32>,
    /// The first node behind its subtree.
    pub end: NodeId,
}

/// What a node is. A number is a place in one of the document's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph. The text of a tight list item has none around it.
    Paragraph,
    /// One of [`Document::headings`](super::Document::headings).
    Heading(u32),
    /// A quote that is no callout.
    Quote,
    /// One of [`Document::callouts`](super::Document::callouts): its title, then its blocks.
    Callout(u32),
    /// What a callout is titled; empty where the author gave no title.
    CalloutTitle,
    /// A list, with the first number of an ordered one.
    List(Option<u32>),
    /// An item of a list.
    Item,
    /// The box of a task.
    TaskMarker(TaskState),
    /// Code between fences, with what the opening fence says.
    FencedCode(Words),
    /// Code by indentation.
    IndentedCode,
    /// A table, with the alignments of its columns among the document's tables.
    Table(u32),
    /// The row of a table's headings.
    TableHead,
    /// Any other row.
    TableRow,
    /// A cell.
    TableCell,
    /// A footnote's text, with its label.
    FootnoteDefinition(Words),
    /// A block of HTML.
    HtmlBlock,
    /// The HTML of a block.
    Html(Words),
    /// A thematic break.
    Rule,
    /// Words.
    Text(Words),
    /// A span of code.
    Code(Words),
    /// HTML among words.
    InlineHtml(Words),
    /// One of [`Document::formulas`](super::Document::formulas).
    Math(u32),
    /// `*…*`.
    Emphasis,
    /// `**…**`.
    Strong,
    /// `~~…~~`.
    Strikethrough,
    /// `==…==`.
    Highlight,
    /// HTML that every note may use.
    Element(HtmlElement),
    /// One of [`Document::links`](super::Document::links).
    Link(u32),
    /// A picture or an embedded note, one of the links.
    Image(u32),
    /// `#tag`, with its `#`.
    Tag(Words),
    /// The `^name` of a block, with the blanks around it.
    BlockId(Words),
    /// A reference to a footnote, with its label.
    FootnoteReference(Words),
    /// One of [`Document::fields`](super::Document::fields): `key:: value`.
    Field(u32),
    /// One of [`Document::parts`](super::Document::parts): an entry within a day's note. It holds a
    /// section with its heading, or all that an item holds.
    Part(u32),
    /// The end of a line that only breaks the source.
    SoftBreak,
    /// A line break.
    HardBreak,
}

impl Kind {
    /// Whether no other node can stand in it.
    pub fn is_leaf(self) -> bool {
        matches!(
            self,
            Self::TaskMarker(_)
                | Self::Html(_)
                | Self::Rule
                | Self::Text(_)
                | Self::Code(_)
                | Self::InlineHtml(_)
                | Self::Math(_)
                | Self::Tag(_)
                | Self::BlockId(_)
                | Self::FootnoteReference(_)
                | Self::Field(_)
                | Self::SoftBreak
                | Self::HardBreak
        )
    }
}

/// An element of HTML that every note may use, without attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HtmlElement {
    /// A key.
    Kbd,
    /// Below the line.
    Sub,
    /// Above it.
    Sup,
    /// Highlighted.
    Mark,
    /// Underlined.
    U,
    /// Added.
    Ins,
    /// Removed.
    Del,
    /// In small print.
    Small,
    /// Folded, around blocks.
    Details,
    /// What is shown of them while they are folded.
    Summary,
}

impl HtmlElement {
    const ALL: [(Self, &str); 10] = [
        (Self::Kbd, "kbd"),
        (Self::Sub, "sub"),
        (Self::Sup, "sup"),
        (Self::Mark, "mark"),
        (Self::U, "u"),
        (Self::Ins, "ins"),
        (Self::Del, "del"),
        (Self::Small, "small"),
        (Self::Details, "details"),
        (Self::Summary, "summary"),
    ];

    /// The element of that name, in any case.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(own, _)| *own)
    }

    /// Its name in HTML.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, name)| name)
    }

    /// Whether it is a block, or begins one.
    pub fn is_block(self) -> bool {
        matches!(self, Self::Details | Self::Summary)
    }
}

/// What the box of a task says. CommonMark's extension knows the first two; Obsidian's users write the
/// others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// `[ ]`.
    Open,
    /// `[x]`.
    Done,
    /// `[/]`.
    Started,
    /// `[>]` and `[<]`: it goes on elsewhere, or on another day.
    Moved,
    /// `[!]`.
    Important,
    /// `[-]`.
    Cancelled,
    /// `[?]`: a question, which is no task.
    Question,
}

impl TaskState {
    /// The state that a character between brackets stands for, besides `[ ]` and `[x]`.
    pub fn of(written: char) -> Option<Self> {
        Some(match written {
            '/' => Self::Started,
            '>' | '<' => Self::Moved,
            '!' => Self::Important,
            '-' => Self::Cancelled,
            '?' => Self::Question,
            _ => return None,
        })
    }

    /// The state in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Started => "started",
            Self::Moved => "moved",
            Self::Important => "important",
            Self::Cancelled => "cancelled",
            Self::Question => "question",
        }
    }

    /// The state as a sign.
    pub fn sign(self) -> char {
        match self {
            Self::Open => '☐',
            Self::Done => '☑',
            Self::Started => '◐',
            Self::Moved => '➜',
            Self::Important => '❗',
            Self::Cancelled => '☒',
            Self::Question => '❓',
        }
    }

    /// Whether nothing is left to do.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the page does it.
    Default,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

#[cfg(test)]
mod tests {
    use super::Node;

    #[test]
    fn a_node_is_small() {
        assert!(size_of::<Node>() <= 24, "{}", size_of::<Node>());
    }
}
