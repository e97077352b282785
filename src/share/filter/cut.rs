//! A text without inline fields, and without the parts of a day that a reader may not see: what is left
//! is filtered as if it had been written so.

use std::collections::HashSet;
use std::ops::Range;

use crate::markdown::builder::Builder;
use crate::model::document::{Defined, Kind, NodeId};
use crate::model::{Document, Slug};

/// What is cut out of one text.
pub(in crate::share) struct Cuts<'c> {
    /// The parts that go, by their ids.
    pub(in crate::share) parts: &'c HashSet<&'c Slug>,
    /// What of the note's text the reader gets, in places of that text.
    pub(in crate::share) within: Range<u32>,
    /// What of that they do not get, in order; none is within another.
    pub(in crate::share) hidden: &'c [Range<u32>],
}

impl Cuts<'_> {
    fn hides(&self, at: u32) -> bool {
        let next = self.hidden.partition_point(|range| range.end <= at);
        let is_hidden = self.hidden.get(next).is_some_and(|range| range.start <= at);
        at == u32::MAX || is_hidden || !self.within.contains(&at)
    }
}

/// The text without them; `None` where nothing is to be cut.
pub(in crate::share) fn cut(old: &Document, cuts: &Cuts<'_>) -> Option<Document> {
    let defined = defined(old, cuts);
    let goes = |at: &u32| cuts.parts.contains(&old.parts[*at as usize].id);
    let hides = (0..old.parts.len() as u32).any(|at| goes(&at));
    if old.fields.is_empty() && !hides && defined.is_empty() {
        return None;
    }
    let dropped = dropped(old, |at| goes(&at));
    let unwrapped = tightened(old, &dropped);
    let notes = footnotes(old, &dropped);
    let mut builder = Builder::with_capacity(old.pool.len());
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let mut id = 0;
    while id < old.len() {
        while let Some((node, _)) = open.pop_if(|(_, end)| *end <= id) {
            builder.close(node);
        }
        let node = old.node(id);
        if dropped[id as usize] {
            id = node.end;
            continue;
        }
        if unwrapped.contains(&id) {
            id += 1;
            continue;
        }
        if let Kind::FootnoteReference(words) = node.kind
            && !notes.contains(&old.words(words).to_lowercase())
        {
            // Without its note, it is the text that it was written with.
            builder.text(&format!("[^{}]", old.words(words)), node.span.clone());
            id += 1;
            continue;
        }
        let mut kind = builder.copied(old, id);
        if matches!(kind, Kind::List(Some(_))) && dropped.get(id as usize + 1) == Some(&true) {
            // The number of the first item was that of one that is gone.
            kind = Kind::List(Some(1));
        }
        if let (Kind::Link(from) | Kind::Image(from), Kind::Link(to) | Kind::Image(to)) =
            (node.kind, kind)
            && let Ok(at) = defined.binary_search_by_key(&from, |(at, _)| *at)
        {
            builder.link_mut(to).defined = defined[at].1;
        }
        let new = builder.open(kind, node.span.clone());
        if !kind.is_leaf() {
            open.push((new, node.end));
        }
        id += 1;
    }
    open.into_iter().rev().for_each(|(node, _)| builder.close(node));
    Some(builder.finish().0)
}

/// The links whose destination is defined where the reader does not see it, in order.
fn defined(old: &Document, cuts: &Cuts<'_>) -> Vec<(u32, Defined)> {
    if cuts.hidden.is_empty() && cuts.within == (0..u32::MAX) {
        return Vec::new();
    }
    let is_hidden = |at: &u32| cuts.hides(*at);
    let links = (0..).zip(&old.links);
    let hidden = links.filter_map(|(at, link)| {
        let (first, others) = link.definitions.split_first()?;
        let hides = link.defined == Defined::Openly && is_hidden(first);
        let again = others.iter().any(|at| !is_hidden(at));
        hides.then_some((at, if again { Defined::Twice } else { Defined::Privately }))
    });
    hidden.collect()
}

/// Which nodes go: fields, hidden parts, and what holds nothing else.
fn dropped(old: &Document, goes: impl Fn(u32) -> bool) -> Vec<bool> {
    let mut dropped = vec![false; old.nodes.len()];
    for id in (0..old.len()).rev() {
        dropped[id as usize] = match old.node(id).kind {
            Kind::Field(_) => true,
            Kind::Part(at) => goes(at),
            Kind::Paragraph
            | Kind::Heading(_)
            | Kind::Item
            | Kind::List(_)
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Highlight
            | Kind::Element(_) => is_hollow(old, id, &dropped),
            _ => false,
        };
    }
    dropped
}

/// Whether a node held something that goes, and has nothing to say without it.
fn is_hollow(old: &Document, id: NodeId, dropped: &[bool]) -> bool {
    let end = old.node(id).end;
    let mut child = id + 1;
    let mut lost = false;
    while child < end {
        let node = old.node(child);
        let blank = match node.kind {
            Kind::SoftBreak | Kind::HardBreak | Kind::TaskMarker(_) => true,
            Kind::Text(words) => old.words(words).trim().is_empty(),
            _ => false,
        };
        if dropped[child as usize] {
            lost = true;
        } else if !blank {
            return false;
        }
        child = node.end;
    }
    lost
}

/// The labels of the footnotes that stay.
fn footnotes(old: &Document, dropped: &[bool]) -> HashSet<String> {
    let mut labels = HashSet::new();
    let mut id = 0;
    while id < old.len() {
        if dropped[id as usize] {
            id = old.node(id).end;
            continue;
        }
        if let Kind::FootnoteDefinition(words) = old.node(id).kind {
            labels.insert(old.words(words).to_lowercase());
        }
        id += 1;
    }
    labels
}

/// The paragraphs of lists that had blank lines only beside what goes: without that, the lists are tight,
/// and have none.
fn tightened(old: &Document, dropped: &[bool]) -> HashSet<NodeId> {
    let mut unwrapped = HashSet::new();
    for list in 0..old.len() {
        if !matches!(old.node(list).kind, Kind::List(_)) || dropped[list as usize] {
            continue;
        }
        let items: Vec<NodeId> = children(old, list).collect();
        let blocks = |item: NodeId| -> Vec<NodeId> { children_of_item(old, item).collect() };
        let all = items.iter().flat_map(|item| blocks(*item)).chain(items.iter().copied());
        let mut lost = false;
        all.for_each(|node| lost |= dropped[node as usize]);
        let kept = items.iter().filter(|item| !dropped[**item as usize]);
        let spaced = has_blank(old, &items, dropped)
            || kept.clone().any(|item| has_blank(old, &blocks(*item), dropped));
        if lost && !spaced {
            let paragraphs = kept.flat_map(|item| blocks(*item));
            unwrapped.extend(paragraphs.filter(|id| old.node(*id).kind == Kind::Paragraph));
        }
    }
    unwrapped
}

/// Whether a blank line stands between two siblings that stay. Where something between them goes, a blank
/// line on one side only goes with it.
fn has_blank(old: &Document, siblings: &[NodeId], dropped: &[bool]) -> bool {
    let mut blank = None;
    for id in siblings {
        let own = old.spaced.binary_search(id).is_ok();
        blank = blank.map(|blank: bool| blank && own);
        if !dropped[*id as usize] {
            if blank == Some(true) {
                return true;
            }
            blank = Some(true);
        }
    }
    false
}

fn children(old: &Document, node: NodeId) -> impl Iterator<Item = NodeId> {
    let end = old.node(node).end;
    let mut id = node + 1;
    std::iter::from_fn(move || {
        let own = (id < end).then_some(id)?;
        id = old.node(own).end;
        Some(own)
    })
}

/// What an item holds, or the part that it is.
fn children_of_item(old: &Document, item: NodeId) -> impl Iterator<Item = NodeId> {
    let first = item + 1;
    let is_part = old.node(item).end > first
        && matches!(old.node(first).kind, Kind::Part(_))
        && old.node(first).end == old.node(item).end;
    children(old, if is_part { first } else { item })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Cuts, cut};
    use crate::markdown::{parse, plain};

    fn cut_of(text: &str) -> String {
        let document = parse(text).document;
        let none = HashSet::new();
        let cut = cut(&document, &Cuts { parts: &none, within: 0..u32::MAX, hidden: &[] });
        let cut = cut.unwrap_or(document);
        assert!(!cut.pool.contains("secret"), "{text:?}");
        format!("{} {}", plain(&cut), cut.nodes.len()).trim().to_owned()
    }

    #[test]
    fn a_text_without_fields_is_as_if_they_were_never_written() {
        for (with, without) in [
            ("a\nmood:: secret\nb", "a\nb"),
            ("mood:: secret\nb", "b"),
            ("a\nmood:: secret", "a"),
            ("mood:: secret\n\nb", "b"),
            ("a [mood:: secret] b", "a b"),
            ("- a\n- mood:: secret\n- b", "- a\n- b"),
            ("- mood:: secret\n\nb", "b"),
            ("- [ ] mood:: secret\n- [ ] b", "- [ ] b"),
            ("## mood:: secret\nb", "b"),
            ("3. mood:: secret\n4. b", "1. b"),
            ("- a\n  mood:: secret\n  - [secret:: secret]\n- b", "- a\n- b"),
            ("**[mood:: secret]**\n\nb", "b"),
        ] {
            let [with, without] = [with, without].map(cut_of);
            let words = |text: &str| text.rsplit_once(' ').map(|(words, _)| words.to_owned());
            assert_eq!(words(&with), words(&without));
        }
    }
}
