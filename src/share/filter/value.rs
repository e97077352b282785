//! The values of keys, and other texts that are shown without markup, as a reader gets them.

use std::ops::Range;

use super::{LEFT_OUT, LinkDecision, WrittenLink, without_links};
use crate::markdown::url::{Destination, destination};
use crate::markdown::{comments, parse_value};
use crate::model::Document;
use crate::model::document::{Kind, LinkKind, NodeId};

/// What takes the place of a range of the text.
type Piece = (Range<usize>, String);

/// Filters a value: its links become words, and private callouts go.
pub(crate) fn words(old: &str, decide: impl Fn(&WrittenLink<'_>) -> LinkDecision) -> String {
    // Most say what they say in plain words.
    if !old.contains(['[', '%', '<', '>']) {
        return old.to_owned();
    }
    let text = comments::cut(old).text;
    let (document, definitions) = parse_value(&text);
    let value = Value { text: &text, document: &document, decide };
    let mut pieces = value.pieces();
    // The links say themselves where they lead.
    let local =
        definitions.into_iter().filter(|(_, url)| destination(url) != Destination::External);
    pieces.extend(local.map(|(range, _)| (range, String::new())));
    let shown = spliced(&text, pieces);
    if old.ends_with(char::is_whitespace) { shown } else { shown.trim_end().to_owned() }
}

struct Value<'v, F> {
    text: &'v str,
    document: &'v Document,
    decide: F,
}

impl<F: Fn(&WrittenLink<'_>) -> LinkDecision> Value<'_, F> {
    fn pieces(&self) -> Vec<Piece> {
        let document = self.document;
        let private = document.private.iter().map(|range| self.without(range.start));
        let mut pieces: Vec<Piece> = private.collect();
        let mut in_heading = 0..0;
        for id in (0..document.len()).filter(|id| !document.is_private(*id)) {
            match document.node(id).kind {
                Kind::Heading(_) => in_heading = document.subtree(id),
                Kind::Link(at) | Kind::Image(at) => {
                    self.link(id, at, in_heading.contains(&id), &mut pieces);
                }
                Kind::Html(_) | Kind::InlineHtml(_) => {
                    let range = self.span(id);
                    let shown = without_links(&self.text[range.clone()]);
                    pieces.push((range, shown));
                }
                _ => {}
            }
        }
        pieces
    }

    fn span(&self, id: NodeId) -> Range<usize> {
        let span = &self.document.node(id).span;
        span.start as usize..span.end as usize
    }

    /// A private callout goes; an empty line stays between what stood before and behind it.
    fn without(&self, id: NodeId) -> Piece {
        let range = self.span(id);
        let before = &self.text[..range.start];
        if !(before.is_empty() || before.ends_with("\n\n")) {
            return (range, "\n".to_owned());
        }
        let rest = &self.text[range.end..];
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        (range.start..range.end + blank, String::new())
    }

    fn link(&self, id: NodeId, at: u32, in_heading: bool, pieces: &mut Vec<Piece>) {
        let link = &self.document.links[at as usize];
        if matches!(link.kind, LinkKind::External | LinkKind::Autolink | LinkKind::Email) {
            return;
        }
        let wiki = matches!(link.kind, LinkKind::Wiki { .. });
        let name = self.document.words(link.destination);
        let written = WrittenLink { link: None, name, wiki, in_heading };
        let label = match (self.decide)(&written) {
            LinkDecision::Stays { label, .. } => label,
            LinkDecision::Goes => LEFT_OUT.to_owned(),
        };
        let mut range = self.span(id);
        if self.document.words(link.tail) == "][]" && self.text[range.end..].starts_with("[]") {
            range.end += 2;
        }
        if link.kind == (LinkKind::Wiki { labelled: false }) {
            pieces.push((range, label));
            return;
        }
        let words = self.own_words(id, wiki, link.embed);
        pieces.push((range.start..words.start, String::new()));
        pieces.push((words.end..range.end, String::new()));
    }

    /// Where a link's own words stand.
    fn own_words(&self, id: NodeId, wiki: bool, embed: bool) -> Range<usize> {
        let inner = id + 1..self.document.node(id).end;
        let start = self.span(id).start + usize::from(embed) + 1;
        let first = inner.clone().map(|id| self.span(id).start).min().unwrap_or(start);
        let end = inner.map(|id| self.span(id).end).max().unwrap_or(start);
        // What is escaped begins before the first of its nodes.
        if wiki { first..end } else { start..end }
    }
}

/// A text with these pieces of it replaced; of those that overlap, the first one.
fn spliced(text: &str, mut pieces: Vec<Piece>) -> String {
    pieces.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, with) in pieces.into_iter().filter(|(range, _)| range.start <= range.end) {
        if range.start >= from {
            out.push_str(&text[from..range.start]);
            out.push_str(&with);
            from = range.end;
        }
    }
    out.push_str(&text[from..]);
    out
}
