//! Filters values of keys and other texts that are shown without markup.

use std::ops::Range;

use super::{LEFT_OUT, LinkDecision, WrittenLink, without_links};
use crate::markdown::url::{Destination, destination};
use crate::markdown::{comments, parse_value};
use crate::model::Document;
use crate::model::document::{Kind, LinkKind, NodeId};

/// A range of the text, and its replacement.
type Replacement = (Range<usize>, String);

/// Filters a value: replaces links by their words, and drops private callouts.
pub(crate) fn filter_value(old: &str, decide: impl Fn(&WrittenLink<'_>) -> LinkDecision) -> String {
    // Most values have no markup.
    if !old.contains(['[', '%', '<', '>']) {
        return old.to_owned();
    }
    let text = comments::cut(old).text;
    let (document, definitions) = parse_value(&text);
    let value = Value { text: &text, document: &document, decide };
    let mut replacements = value.replacements();
    // Definitions of links into the journal would reveal its paths.
    let local =
        definitions.into_iter().filter(|(_, url)| destination(url) != Destination::External);
    replacements.extend(local.map(|(range, _)| (range, String::new())));
    let shown = replace_ranges(&text, replacements);
    if old.ends_with(char::is_whitespace) { shown } else { shown.trim_end().to_owned() }
}

struct Value<'v, F> {
    text: &'v str,
    document: &'v Document,
    decide: F,
}

impl<F: Fn(&WrittenLink<'_>) -> LinkDecision> Value<'_, F> {
    fn replacements(&self) -> Vec<Replacement> {
        let document = self.document;
        let private = document.private.iter().map(|range| self.without_callout(range.start));
        let mut replacements: Vec<Replacement> = private.collect();
        let mut in_heading = 0..0;
        for id in (0..document.len()).filter(|id| !document.is_private(*id)) {
            match document.node(id).kind {
                Kind::Heading(_) => in_heading = document.subtree(id),
                Kind::Link(index) | Kind::Image(index) => {
                    self.link(id, index, in_heading.contains(&id), &mut replacements);
                }
                Kind::Html(_) | Kind::InlineHtml(_) => {
                    let range = self.span(id);
                    let shown = without_links(&self.text[range.clone()]);
                    replacements.push((range, shown));
                }
                _ => {}
            }
        }
        replacements
    }

    fn span(&self, id: NodeId) -> Range<usize> {
        let span = &self.document.node(id).span;
        span.start as usize..span.end as usize
    }

    /// Removes a private callout, but keeps an empty line between the texts around it.
    fn without_callout(&self, id: NodeId) -> Replacement {
        let range = self.span(id);
        let before = &self.text[..range.start];
        if !(before.is_empty() || before.ends_with("\n\n")) {
            return (range, "\n".to_owned());
        }
        let rest = &self.text[range.end..];
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        (range.start..range.end + blank, String::new())
    }

    fn link(&self, id: NodeId, index: u32, in_heading: bool, replacements: &mut Vec<Replacement>) {
        let link = &self.document.links[index as usize];
        if matches!(link.kind, LinkKind::External | LinkKind::Autolink | LinkKind::Email) {
            return;
        }
        let wiki = matches!(link.kind, LinkKind::Wiki { .. });
        let name = self.document.words(link.destination);
        let written = WrittenLink { link: None, name, wiki, in_heading };
        let label = match (self.decide)(&written) {
            LinkDecision::Keep { label, .. } => label,
            LinkDecision::Drop => LEFT_OUT.to_owned(),
        };
        let mut range = self.span(id);
        if self.document.words(link.tail) == "][]" && self.text[range.end..].starts_with("[]") {
            range.end += 2;
        }
        if link.kind == (LinkKind::Wiki { labelled: false }) {
            replacements.push((range, label));
            return;
        }
        let words = self.label_range(id, wiki, link.embed);
        replacements.push((range.start..words.start, String::new()));
        replacements.push((words.end..range.end, String::new()));
    }

    /// The range of a link's own words.
    fn label_range(&self, id: NodeId, wiki: bool, embed: bool) -> Range<usize> {
        let inner = id + 1..self.document.node(id).end;
        let start = self.span(id).start + usize::from(embed) + 1;
        let first = inner.clone().map(|id| self.span(id).start).min().unwrap_or(start);
        let end = inner.map(|id| self.span(id).end).max().unwrap_or(start);
        // An escaped character begins before its node does.
        if wiki { first..end } else { start..end }
    }
}

/// Applies replacements to a text. If two overlap, only the first applies.
fn replace_ranges(text: &str, mut replacements: Vec<Replacement>) -> String {
    replacements.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, replacement) in
        replacements.into_iter().filter(|(range, _)| range.start <= range.end)
    {
        if range.start >= from {
            out.push_str(&text[from..range.start]);
            out.push_str(&replacement);
            from = range.end;
        }
    }
    out.push_str(&text[from..]);
    out
}
