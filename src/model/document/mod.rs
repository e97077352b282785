//! The text of a note as a tree of blocks and inlines.
//!
//! The tree is a flat array in reading order: a node is followed by its subtree, and knows where
//! that ends. What a node says is a range of one pool of words. The pool holds words, code and HTML,
//! not Markdown: nothing parses it again. Comments never get here.

mod node;
mod parts;
mod walk;

use std::ops::Range;
use std::sync::Arc;

pub use node::{Alignment, HtmlElement, Kind, Node, NodeId, TaskState, Words};
pub use parts::{
    Block, Callout, DayPart, Defined, Formula, Heading, InlineField, Link, LinkKind, Promise,
    TagName, is_private_callout,
};
pub use walk::{Visit, Walk};

/// The text of a note below its front matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The nodes, in reading order. Copies of a document share them.
    pub nodes: Arc<[Node]>,
    /// What the nodes say.
    pub pool: Arc<str>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The links, embeds and pictures, in order.
    pub links: Vec<Link>,
    /// The callouts, in order.
    pub callouts: Vec<Callout>,
    /// The formulas, in order.
    pub formulas: Vec<Formula>,
    /// How the columns of each table are aligned.
    pub tables: Vec<Vec<Alignment>>,
    /// The `#tags`, in order.
    pub tags: Vec<TagName>,
    /// The items with a box and a day: `- [ ] text (by 2026-03-01)`.
    pub promises: Vec<Promise>,
    /// The `^names` of blocks.
    pub blocks: Vec<Block>,
    /// The inline fields, in order.
    pub fields: Vec<InlineField>,
    /// The parts that are entries of their own, in the order of their beginnings.
    pub parts: Vec<DayPart>,
    /// Items and blocks in them that have a blank line before them, in order; known only where a text
    /// has inline fields. Without what is hidden of a list, it may be a tight one.
    pub spaced: Vec<NodeId>,
    /// The subtrees of the outermost private callouts, in order.
    pub private: Vec<Range<NodeId>>,
}

impl Document {
    /// Whether it has no text at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All of its nodes.
    pub fn whole(&self) -> Range<NodeId> {
        0..self.len()
    }

    /// How many nodes it has.
    pub fn len(&self) -> NodeId {
        // The builder counts nodes in the same type.
        self.nodes.len() as NodeId
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// Makes something else of a node.
    pub fn set_kind(&mut self, id: NodeId, kind: Kind) {
        Arc::make_mut(&mut self.nodes)[id as usize].kind = kind;
    }

    /// The node and its subtree, as a range of nodes.
    pub fn subtree(&self, id: NodeId) -> Range<NodeId> {
        id..self.node(id).end
    }

    /// The words of a range of the pool.
    pub fn words(&self, words: Words) -> &str {
        &self.pool[words.range()]
    }

    /// What a leaf says: its text, code, HTML, or a formula in plain words.
    pub fn text(&self, id: NodeId) -> &str {
        match self.node(id).kind {
            Kind::Text(words)
            | Kind::Code(words)
            | Kind::Html(words)
            | Kind::InlineHtml(words)
            | Kind::BlockId(words)
            | Kind::Tag(words)
            | Kind::FootnoteReference(words)
            | Kind::FootnoteDefinition(words) => self.words(words),
            Kind::Math(at) => self.words(self.formulas[at as usize].plain),
            _ => "",
        }
    }

    /// Walks through a range of nodes: enters each, and leaves those that hold others.
    pub fn walk(&self, range: Range<NodeId>) -> Walk<'_> {
        Walk::new(&self.nodes, range)
    }

    /// Whether a node lies in a private callout.
    pub fn is_private(&self, id: NodeId) -> bool {
        let after = self.private.partition_point(|range| range.start <= id);
        after > 0 && id < self.private[after - 1].end
    }

    /// Whether a node lies in a part that is an entry of its own.
    pub fn is_in_part(&self, id: NodeId) -> bool {
        self.parts.iter().any(|part| self.subtree(part.node).contains(&id))
    }

    /// The first level-1 heading outside of quotes.
    pub fn title_heading(&self) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.level == 1 && !heading.quoted)
    }

    /// The text of a level-1 heading that is the first block. A private callout and a footnote are
    /// no blocks here, so that a text has the same title for every reader.
    pub fn title(&self) -> Option<&str> {
        let Kind::Heading(at) = self.node(self.first_block()?).kind else { return None };
        let heading = &self.headings[at as usize];
        Some(heading.text.as_str()).filter(|text| heading.level == 1 && !text.is_empty())
    }

    /// Whether a block holds nothing but inline fields and parts of the day.
    fn is_apart(&self, block: NodeId) -> bool {
        let mut id = block;
        let end = self.node(block).end;
        let mut any = false;
        while id < end {
            let node = self.node(id);
            match node.kind {
                Kind::Field(_) | Kind::Part(_) => {
                    any = true;
                    id = node.end;
                    continue;
                }
                Kind::Paragraph | Kind::Heading(_) | Kind::List(_) | Kind::Item => {}
                Kind::TaskMarker(_) | Kind::SoftBreak | Kind::HardBreak => {}
                Kind::Text(words) if self.words(words).trim().is_empty() => {}
                _ => return false,
            }
            id += 1;
        }
        any
    }

    /// The first block that every reader of the text has where it stands.
    fn first_block(&self) -> Option<NodeId> {
        let mut id = 0;
        while id < self.len() {
            let moves = matches!(self.node(id).kind, Kind::FootnoteDefinition(_));
            if !moves && !self.is_private(id) && !self.is_apart(id) {
                return Some(id);
            }
            id = self.node(id).end;
        }
        None
    }

    /// The level-2 heading that asks one of the loop's questions: `Trying`, or `Trying?`.
    pub fn question(&self, name: &str) -> Option<usize> {
        let asks = |text: &str| text.trim_end_matches('?').trim().eq_ignore_ascii_case(name);
        self.headings.iter().position(|h| h.level == 2 && !h.quoted && asks(&h.text))
    }

    /// Where a heading begins: a part of the day begins before its own.
    fn begins(&self, heading: NodeId) -> NodeId {
        let before = heading.saturating_sub(1);
        if matches!(self.node(before).kind, Kind::Part(_)) { before } else { heading }
    }

    /// The nodes under a heading, up to the next heading of its level or above it.
    pub fn section(&self, heading: usize) -> Range<NodeId> {
        let own = &self.headings[heading];
        let end = self.headings[heading + 1..]
            .iter()
            .find(|next| next.level <= own.level)
            .map_or(self.len(), |next| self.begins(next.node));
        self.node(own.node).end..end
    }
}
