//! Comments that the scan before the parser took for code, and the parser did not. They are cut out
//! of the tree, for nothing of a comment may be in it.

use std::ops::Range;

use super::strays::merged;
use crate::markdown::builder::Builder;
use crate::markdown::comments::{Openings, closing, next_opening};
use crate::markdown::index::BadPromise;
use crate::model::Document;
use crate::model::document::{Kind, LinkKind, NodeId, Visit};

/// The comments of a text outside of what its tree has as code.
pub(super) fn left_over(text: &str, document: &Document) -> Vec<Range<usize>> {
    if next_opening(text, 0).is_none() {
        return Vec::new();
    }
    let code = document.nodes.iter().filter(|node| {
        // What fences say is shown as a word of its own.
        matches!(node.kind, Kind::Code(_) | Kind::FencedCode(_))
    });
    let code = code.map(|node| node.span.start as usize..node.span.end as usize);
    let code = merged(code.collect());
    let mut openings = Openings::default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open, close)) = openings.next(text, at) {
        let after = code.partition_point(|range| range.start <= start);
        if after > 0 && start < code[after - 1].end {
            at = code[after - 1].end;
            continue;
        }
        let end = closing(text, start + open, close).unwrap_or(text.len());
        found.push(start..end);
        at = end;
    }
    found
}

/// The document without what stands in these ranges of its text, which are in order.
pub(super) fn redact(
    text: &str,
    document: &Document,
    cuts: &[Range<usize>],
) -> (Document, Vec<BadPromise>) {
    let mut redaction =
        Redaction { text, document, cuts, builder: Builder::default(), open: Vec::new() };
    let mut walk = document.walk(document.whole());
    while let Some(visit) = walk.next() {
        match visit {
            Visit::Enter(id) => {
                if !redaction.enter(id) {
                    walk.skip_children();
                }
            }
            Visit::Leave(_) => {
                if let Some(node) = redaction.open.pop().flatten() {
                    redaction.builder.close(node);
                }
            }
        }
    }
    redaction.builder.finish()
}

/// HTML without what looks like a comment, to its end.
fn without_comments(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut openings = Openings::default();
    let mut from = 0;
    while let Some((start, open, close)) = openings.next(html, from) {
        kept.push_str(&html[from..start]);
        from = closing(html, start + open, close).unwrap_or(html.len());
    }
    kept.push_str(&html[from..]);
    kept
}

struct Redaction<'d> {
    text: &'d str,
    document: &'d Document,
    cuts: &'d [Range<usize>],
    builder: Builder,
    open: Vec<Option<NodeId>>,
}

impl Redaction<'_> {
    /// Copies what may stay of a node; `false` where its children go with it.
    fn enter(&mut self, id: NodeId) -> bool {
        let node = self.document.node(id);
        let at = node.span.start as usize..node.span.end as usize;
        let touched = self.touches(&at);
        if node.kind.is_leaf() {
            if touched {
                self.clip(id, &at);
            } else {
                self.copy(id);
            }
            return true;
        }
        let within = |cut: &Range<usize>| cut.start <= at.start && at.end <= cut.end;
        let gone = touched
            && (self.cuts_from(at.start).first().is_some_and(within)
                || matches!(node.kind, Kind::FencedCode(_) | Kind::IndentedCode));
        let speaks = match node.kind {
            Kind::Link(link) | Kind::Image(link) => self.link_speaks(link, id, touched),
            _ => false,
        };
        if gone || speaks {
            self.open.push(None);
        } else {
            let copy = self.copied(id, touched);
            let copy = self.builder.open(copy, node.span.clone());
            self.open.push(Some(copy));
        }
        !gone
    }

    /// The cuts that end behind a place. Each node looks only at its own, however many there are.
    fn cuts_from(&self, place: usize) -> &[Range<usize>] {
        &self.cuts[self.cuts.partition_point(|cut| cut.end <= place)..]
    }

    fn touches(&self, at: &Range<usize>) -> bool {
        self.cuts_from(at.start).first().is_some_and(|cut| cut.start < at.end)
    }

    /// Whether a link has a comment in its destination or its title, not only in its words.
    fn link_speaks(&self, link: u32, id: NodeId, touched: bool) -> bool {
        let link = &self.document.links[link as usize];
        let parts = [link.destination, link.title].map(|words| self.document.words(words));
        let opens = parts.iter().any(|words| next_opening(words, 0).is_some());
        let words = self.document.nodes[id as usize + 1..self.document.node(id).end as usize]
            .last()
            .map_or(0, |last| last.span.end);
        let span = &self.document.node(id).span;
        let behind = words.max(span.start) as usize..span.end as usize;
        let wiki = matches!(link.kind, LinkKind::Wiki { .. });
        opens || (touched && (wiki || self.touches(&behind)))
    }

    /// A text or HTML without what is cut, where it is what stands in the file; all else that is
    /// touched goes.
    fn clip(&mut self, id: NodeId, at: &Range<usize>) {
        let kind = self.document.node(id).kind;
        let words = self.document.text(id);
        if self.text.get(at.clone()) != Some(words) {
            let next = self.cuts_from(at.start).first();
            let begins_before = next.is_some_and(|cut| cut.contains(&at.start));
            if let (Kind::Html(_), false) = (kind, begins_before) {
                let words = self.builder.words(&without_comments(words));
                self.builder.leaf(Kind::Html(words), super::span(at));
            }
            return;
        }
        let mut from = at.start;
        let cuts = &self.cuts[self.cuts.partition_point(|cut| cut.end <= at.start)..];
        for cut in cuts.iter().take_while(|cut| cut.start < at.end) {
            if cut.start > from {
                self.piece(kind, from..cut.start);
            }
            from = cut.end.min(at.end);
        }
        if from < at.end {
            self.piece(kind, from..at.end);
        }
    }

    fn piece(&mut self, kind: Kind, at: Range<usize>) {
        let words = self.builder.words(&self.text[at.clone()]);
        let kind = match kind {
            Kind::Html(_) => Kind::Html(words),
            Kind::InlineHtml(_) => Kind::InlineHtml(words),
            Kind::Text(_) | Kind::Tag(_) => Kind::Text(words),
            _ => return,
        };
        self.builder.leaf(kind, super::span(&at));
    }

    fn copy(&mut self, id: NodeId) {
        let kind = self.copied(id, false);
        self.builder.leaf(kind, self.document.node(id).span.clone());
    }

    fn copied(&mut self, id: NodeId, touched: bool) -> Kind {
        let kind = self.builder.copied(self.document, id);
        if let (Kind::Heading(at), true) = (kind, touched) {
            self.builder.forget_attributes(at);
        }
        kind
    }
}
