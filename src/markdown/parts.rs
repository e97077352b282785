//! The parts of a text that a link can name: its headings and its named blocks.

use super::block_anchor;
use super::inline::split_target;
use crate::model::{Document, Slug};

/// The parts of one text.
#[derive(Debug, Default)]
pub struct Parts {
    headings: Vec<(Slug, String)>,
    blocks: Vec<String>,
}

impl Parts {
    /// Those of that text.
    pub fn of(document: &Document) -> Self {
        let headings = document.headings.iter().map(|h| (Slug::new(&h.text), h.anchor.clone()));
        let blocks = document.blocks.iter().map(|block| block.name.clone());
        Self { headings: headings.collect(), blocks: blocks.collect() }
    }

    /// The fragment of the part that a link writes behind `#`: a heading's words, its fragment, or
    /// `^` and a block's name.
    pub fn find(&self, written: &str) -> Option<String> {
        if let Some(name) = written.strip_prefix('^') {
            let name = name.to_lowercase();
            return self.blocks.contains(&name).then(|| block_anchor(&name));
        }
        // Obsidian writes the way down to a heading as `A#B`.
        let last = Slug::new(split_target(written).1.unwrap_or(written));
        let by_text = self.headings.iter().find(|(text, _)| *text == last);
        let found = by_text.or_else(|| self.headings.iter().find(|(_, a)| a == last.as_str()));
        found.map(|(_, anchor)| anchor.clone())
    }
}
