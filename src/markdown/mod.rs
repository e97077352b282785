//! The dialect of Markdown that notes are written in: CommonMark and GitHub's extensions as
//! pulldown-cmark parses them, and the parts of Obsidian's that it does not know.
//!
//! Reading and rendering both parse by [`events`], so that they can't disagree about what is a
//! heading, a link or code.

pub mod callout;
pub mod comments;
pub mod inline;
pub mod url;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use crate::model::Slug;

/// The events of a text with the byte range of each. Every use of the parser goes through here.
///
/// `Options::all()` would be wrong: its metadata blocks swallow a section between two `---`.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_WIKILINKS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Gives each heading of one note a fragment of its own.
#[derive(Default)]
pub struct Anchors(HashMap<String, usize>);

impl Anchors {
    /// The fragment of the next heading with that text: its slug, numbered where it was taken.
    pub fn of(&mut self, text: &str) -> String {
        let slug = Slug::new(text);
        let base = if slug.is_empty() { "section" } else { slug.as_str() };
        let mut anchor = base.to_owned();
        while let Some(count) = self.0.get_mut(&anchor) {
            *count += 1;
            anchor = format!("{base}-{count}");
        }
        self.0.insert(anchor.clone(), 0);
        anchor
    }
}

/// The fragment of a block's `^name`.
pub fn block_anchor(name: &str) -> String {
    format!("block-{}", name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn no_two_headings_share_a_fragment() {
        let mut anchors = Anchors::default();
        let of = ["Notes", "Notes", "Notes 1", "Notes", "§"].map(|text| anchors.of(text));
        assert_eq!(of[..3], ["notes", "notes-1", "notes-1-1"]);
        let distinct: std::collections::HashSet<_> = of.iter().collect();
        assert_eq!(distinct.len(), of.len());
    }
}
