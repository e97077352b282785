//! A packet as its author wrote it: a file in `packets/`.

use std::ops::Range;

use super::document::NodeId;
use super::vocabulary::Audience;
use super::{Document, Slug};

/// The folder of these files. It is never read as notes.
pub const PACKETS: &str = "packets";

/// A packet as its author wrote it. Its text is the author's, and its live blocks are filled in from the notes.
#[derive(Clone, Debug)]
pub struct PacketFile {
    /// Its path in the journal.
    pub path: String,
    /// The reader for whom it was written: it has nothing that this reader may not see.
    pub audience: Audience,
    /// Its level-1 heading.
    pub title: Option<String>,
    /// Its level-2 sections, in order.
    pub sections: Vec<FileSection>,
    /// Its text.
    pub body: Document,
}

/// A section of the file.
#[derive(Clone, Debug)]
pub struct FileSection {
    /// Its heading.
    pub title: String,
    /// What stands below it, in order.
    pub pieces: Vec<FilePiece>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum FilePiece {
    /// The author's words, as nodes of the file's text.
    Text(Range<NodeId>),
    /// A story with the heading above its block, and the author's words below it.
    Story(Slug, Option<String>, Option<Range<NodeId>>),
    /// Another live block.
    Live(LiveBlock),
}

/// What a live block is filled in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiveBlock {
    /// The text of the goal's file.
    Case,
    /// What is asked, of whom, and who supports it.
    Decision,
    /// So many of the strongest results.
    Results(usize),
    /// A table of so many competencies.
    Readiness(usize),
    /// The facts of a story, by its task.
    Story(Slug),
    /// So many quotes.
    Quotes(usize),
    /// What others recommend.
    Recommendation,
    /// The evidence for a competency.
    Evidence(Slug),
    /// The matrix, which then is not in the annex.
    Matrix,
    /// The request log, which then is not in the annex.
    Log,
}

impl LiveBlock {
    /// How each is written, for messages and the schema.
    pub const FORMS: [(&str, &str); 10] = [
        ("case", "the text of the goal's file"),
        ("decision", "what is asked, by when, of whom, and who supports it"),
        ("results: 3", "the strongest results, one line each"),
        ("readiness: 8", "a table of the competencies"),
        ("story: TASK", "the facts of a story, what changed, who confirms it, proof"),
        ("quotes: 3", "what others said, the newest first"),
        ("recommendation", "what others recommend, in their words"),
        ("evidence: COMPETENCY", "the evidence for a competency"),
        ("matrix", "the evidence by quarter, which then is not in the annex"),
        ("log", "the request log, which then is not in the annex"),
    ];

    /// The block that a line asks for.
    pub fn parse(line: &str) -> Option<Self> {
        let (word, value) = match line.split_once(':') {
            Some((word, value)) => (word.trim(), Some(value.trim()).filter(|own| !own.is_empty())),
            None => (line.trim(), None),
        };
        let count = |most: usize| match value {
            None => Some(most),
            Some(value) => value.parse().ok().filter(|count| *count <= most),
        };
        let named = || value.map(Slug::new);
        match word.to_lowercase().as_str() {
            "case" if value.is_none() => Some(Self::Case),
            "decision" if value.is_none() => Some(Self::Decision),
            "results" => {
                count(9).map(|count| Self::Results(if value.is_some() { count } else { 3 }))
            }
            "readiness" => count(8).map(Self::Readiness),
            "story" => named().map(Self::Story),
            "quotes" => {
                count(99).map(|count| Self::Quotes(if value.is_some() { count } else { 3 }))
            }
            "recommendation" if value.is_none() => Some(Self::Recommendation),
            "evidence" => named().map(Self::Evidence),
            "matrix" if value.is_none() => Some(Self::Matrix),
            "log" if value.is_none() => Some(Self::Log),
            _ => None,
        }
    }
}

impl PacketFile {
    /// Whether a packet for that reader may have what the file says.
    pub fn may_be_read_by(&self, audience: Audience) -> bool {
        audience <= self.audience
    }
}

#[cfg(test)]
mod tests {
    use super::LiveBlock;
    use crate::model::Slug;

    #[test]
    fn a_block_is_one_line() {
        for (line, block) in [
            ("results: 3", Some(LiveBlock::Results(3))),
            ("results", Some(LiveBlock::Results(3))),
            ("Results: 12", None),
            ("readiness: 9", None),
            ("readiness", Some(LiveBlock::Readiness(8))),
            ("story: Interview loop", Some(LiveBlock::Story(Slug::new("interview-loop")))),
            ("story", None),
            ("matrix: 2", None),
            ("log", Some(LiveBlock::Log)),
            ("resultz: 3", None),
        ] {
            assert_eq!(LiveBlock::parse(line), block, "{line}");
        }
        for (form, _) in LiveBlock::FORMS {
            assert!(LiveBlock::parse(form).is_some(), "{form}");
        }
    }
}
