//! The parts of a day's note that are entries of their own: sections and list items that hold a `step::`
//! or `kind::` field. They are found in the tree, after the text was parsed once for all of them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::inline_fields::WrittenField;
use crate::markdown::block_anchor;
use crate::markdown::builder::Builder;
use crate::model::document::{Kind, NodeId};
use crate::model::{Document, Slug, Target};

/// A part in the tree of its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartSpan {
    /// Its nodes: a heading with its section, or what an item holds.
    pub nodes: Range<NodeId>,
    /// The innermost part around it.
    pub around: Option<usize>,
    /// Its fields, by their places in the list of all.
    pub fields: Vec<usize>,
}

/// Finds the parts of a text, in order.
pub fn find(body: &Document, fields: &[WrittenField]) -> Vec<PartSpan> {
    let opens =
        |own: &&WrittenField| matches!(own.key.as_str(), "step" | "kind") && !own.value.is_empty();
    let opening: Vec<NodeId> = fields.iter().filter(opens).map(|own| own.node).collect();
    if opening.is_empty() {
        return Vec::new();
    }
    let places = Places::of(body);
    let opened = opening.into_iter().filter_map(|node| opened(body, &places, node));
    let mut spans: Vec<Range<NodeId>> = opened.collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup();
    let mut parts: Vec<PartSpan> = Vec::with_capacity(spans.len());
    for nodes in spans {
        let last = parts.len().checked_sub(1);
        let around = innermost(&parts, last, nodes.start);
        parts.push(PartSpan { nodes, around, fields: Vec::new() });
    }
    for (at, own) in fields.iter().enumerate() {
        let last = parts.partition_point(|part| part.nodes.start <= own.node).checked_sub(1);
        if let Some(part) = innermost(&parts, last, own.node) {
            parts[part].fields.push(at);
        }
    }
    parts
}

/// The first of some nodes, in order, that stands in an item of a list or below a heading of level 2 or
/// deeper: the author may mean only that with what it says, and not the whole note.
pub fn first_in_section(body: &Document, nodes: impl Iterator<Item = NodeId>) -> Option<NodeId> {
    let mut nodes = nodes.peekable();
    let mut section = 0..0;
    for (id, node) in (0..).zip(body.nodes.iter()) {
        match node.kind {
            Kind::Heading(at) if body.headings[at as usize].level >= 2 => return nodes.next(),
            Kind::Item if !section.contains(&id) => section = id..node.end,
            _ => {}
        }
        if nodes.next_if_eq(&id).is_some() && section.contains(&id) {
            return Some(id);
        }
    }
    None
}

/// The innermost part around a node: the last one that begins before it, or one around that.
fn innermost(parts: &[PartSpan], last: Option<usize>, node: NodeId) -> Option<usize> {
    std::iter::successors(last, |part| parts[*part].around)
        .find(|part| parts[*part].nodes.contains(&node))
}

/// Where each node stands.
struct Places {
    /// The node around each.
    parents: Vec<Option<NodeId>>,
    /// The block before each of those that nothing is around.
    before: HashMap<NodeId, NodeId>,
}

impl Places {
    fn of(body: &Document) -> Self {
        let mut parents = Vec::with_capacity(body.nodes.len());
        let mut before = HashMap::new();
        let mut open: Vec<NodeId> = Vec::new();
        let mut last = None;
        for id in 0..body.len() {
            while open.pop_if(|node| body.node(*node).end <= id).is_some() {}
            if open.is_empty() {
                before.extend(last.replace(id).map(|last| (id, last)));
            }
            parents.push(open.last().copied());
            open.push(id);
        }
        Self { parents, before }
    }

    /// The nodes around a node, the innermost first.
    fn around(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parents[node as usize], |id| self.parents[*id as usize])
    }
}

/// The part that a field opens: that of the heading or the item whose line it is on, or whose next lines.
fn opened(body: &Document, places: &Places, field: NodeId) -> Option<Range<NodeId>> {
    let block = places.around(field).find(|id| {
        matches!(body.node(*id).kind, Kind::Paragraph | Kind::Heading(_) | Kind::Item)
    })?;
    if let Some(item) = places.around(field).find(|id| body.node(*id).kind == Kind::Item) {
        // Only in its first block, or in the one below its line.
        let near = block == item || children(body, item).take(2).any(|child| child == block);
        return near.then(|| item + 1..body.node(item).end);
    }
    let heading = match body.node(block).kind {
        Kind::Heading(_) => block,
        _ => *places.before.get(&block)?,
    };
    section(body, heading)
}

/// The nodes of a section of level 2 or deeper, its heading included.
fn section(body: &Document, heading: NodeId) -> Option<Range<NodeId>> {
    let level = |id: NodeId| match body.node(id).kind {
        Kind::Heading(at) => Some(body.headings[at as usize].level),
        _ => None,
    };
    let own = level(heading).filter(|level| *level >= 2)?;
    let mut next = body.node(heading).end;
    while next < body.len() && level(next).is_none_or(|next| next > own) {
        next = body.node(next).end;
    }
    Some(heading..next)
}

/// What a node holds itself; inlines of a tight item are no blocks.
fn children(body: &Document, node: NodeId) -> impl Iterator<Item = NodeId> {
    let end = body.node(node).end;
    let mut id = node + 1;
    let all = std::iter::from_fn(move || {
        let own = (id < end).then_some(id)?;
        id = body.node(own).end;
        Some(own)
    });
    all.filter(|id| {
        matches!(body.node(*id).kind, Kind::Paragraph | Kind::Heading(_) | Kind::List(_))
    })
}

/// The text with each part as a node around what is its own.
pub fn wrap(body: &Document, parts: &[PartSpan]) -> Document {
    let mut builder = Builder::with_capacity(body.pool.len());
    // What is open: the new node, and where it ends among the old ones.
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let mut parts = parts.iter().peekable();
    for id in 0..body.len() {
        while let Some((node, _)) = open.pop_if(|(_, end)| *end <= id) {
            builder.close(node);
        }
        while let Some(part) = parts.next_if(|part| part.nodes.start <= id) {
            let node = builder.open_part(Slug::default(), span(body, &part.nodes));
            open.push((node, part.nodes.end));
        }
        let old = body.node(id);
        let kind = builder.copied(body, id);
        let node = builder.open(kind, old.span.clone());
        if !kind.is_leaf() {
            open.push((node, old.end));
        }
    }
    while let Some((node, _)) = open.pop() {
        builder.close(node);
    }
    builder.finish().0
}

/// Where a part stands in the text: a section goes on to what comes next, for what defines links has no
/// node.
fn span(body: &Document, nodes: &Range<NodeId>) -> Range<u32> {
    let start = body.node(nodes.start).span.start;
    let item = nodes.start.checked_sub(1).filter(|before| body.node(*before).kind == Kind::Item);
    if let Some(item) = item.filter(|item| body.node(*item).end == nodes.end) {
        return body.node(item).span.clone();
    }
    let next = body.nodes.get(nodes.end as usize);
    start..next.map_or(u32::MAX, |next| next.span.start)
}

/// The text of a part by itself: its heading is the title, and what an item says is a paragraph. Links to
/// its own headings and blocks, in the note `day`, lead to the entry `own`.
pub fn cut(body: &Document, part: usize, day: &Slug, own: &Slug) -> Document {
    let node = body.parts[part].node;
    let inner = node + 1..body.node(node).end;
    let mut builder = Builder::default();
    let mut anchors = Vec::new();
    let shift = match inner.clone().next().map(|first| body.node(first).kind) {
        Some(Kind::Heading(at)) => body.headings[at as usize].level - 1,
        _ => 0,
    };
    // The box of a task makes a promise only in an item.
    let boxed =
        inner.clone().next().is_some_and(|id| matches!(body.node(id).kind, Kind::TaskMarker(_)));
    let span = body.node(node).span.clone();
    let outer = boxed.then(|| {
        (builder.open(Kind::List(None), span.clone()), builder.open(Kind::Item, span.clone()))
    });
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let mut paragraph = None;
    for id in inner {
        while let Some((node, _)) = open.pop_if(|(_, end)| *end <= id) {
            builder.close(node);
        }
        let old = body.node(id);
        if open.is_empty() {
            if is_inline(old.kind) && !boxed {
                paragraph =
                    paragraph.or_else(|| Some(builder.open(Kind::Paragraph, old.span.clone())));
            } else if let Some(node) = paragraph.take() {
                builder.close(node);
            }
        }
        let kind = builder.copied(body, id);
        if let (Kind::Heading(from), Kind::Heading(to)) = (old.kind, kind) {
            let from = &body.headings[from as usize];
            anchors.push(from.anchor.clone());
            let first = builder.next() == 0;
            builder.set_level(to, if first { 1 } else { from.level.saturating_sub(shift).max(2) });
        }
        let new = builder.open(kind, old.span.clone());
        if !kind.is_leaf() {
            open.push((new, old.end));
        }
    }
    open.into_iter().rev().for_each(|(node, _)| builder.close(node));
    paragraph.into_iter().for_each(|node| builder.close(node));
    if let Some((list, item)) = outer {
        builder.close(item);
        builder.close(list);
    }
    let mut document = builder.finish().0;
    lead_home(&mut document, &anchors, day, own);
    document
}

/// Leads links to what a part holds to the part.
fn lead_home(document: &mut Document, anchors: &[String], day: &Slug, own: &Slug) {
    let now = document.headings.iter().map(|own| own.anchor.clone());
    let now: HashMap<&String, String> = anchors.iter().zip(now).collect();
    let blocks: HashSet<String> =
        document.blocks.iter().map(|own| block_anchor(&own.name)).collect();
    for link in &mut document.links {
        if link.target.as_ref() != Some(&Target::Entry(day.clone())) {
            continue;
        }
        let Some(fragment) = &mut link.fragment else { continue };
        if let Some(now) = now.get(fragment) {
            fragment.clone_from(now);
        } else if !blocks.contains(fragment) {
            continue;
        }
        link.target = Some(Target::Entry(own.clone()));
    }
}

fn is_inline(kind: Kind) -> bool {
    if let Kind::Element(element) = kind {
        return !element.is_block();
    }
    matches!(
        kind,
        Kind::Text(_)
            | Kind::Code(_)
            | Kind::Math(_)
            | Kind::InlineHtml(_)
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strikethrough
            | Kind::Highlight
            | Kind::Link(_)
            | Kind::Image(_)
            | Kind::Tag(_)
            | Kind::BlockId(_)
            | Kind::FootnoteReference(_)
            | Kind::Field(_)
            | Kind::SoftBreak
            | Kind::HardBreak
    )
}

/// The `^name` that each part has on its own line, in the text that [`wrap`] made.
pub fn block_names(body: &Document) -> Vec<Option<String>> {
    let blocks = body.blocks.iter().enumerate().rev();
    let blocks = blocks.filter_map(|(at, block)| Some((block.node?, (at, &block.name))));
    let blocks: HashMap<NodeId, (usize, &String)> = blocks.collect();
    let name = |node: NodeId| {
        let item = node.checked_sub(1).filter(|before| body.node(*before).kind == Kind::Item);
        let own = item.into_iter().chain([node + 1]).filter_map(|own| blocks.get(&own));
        own.min_by_key(|(at, _)| *at).map(|(_, name)| (*name).clone())
    };
    body.parts.iter().map(|part| name(part.node)).collect()
}

#[cfg(test)]
mod tests {
    use super::{block_names, cut, find, wrap};
    use crate::markdown::{parse, part_title, plain};
    use crate::model::{Document, Slug};
    use crate::read::inline_fields::WrittenField;

    fn fields(body: &Document) -> Vec<WrittenField> {
        let own = body.fields.iter().map(|own| WrittenField {
            key: body.words(own.key).to_owned(),
            value: body.words(own.value).to_owned(),
            place: 0..0,
            node: own.node,
        });
        own.collect()
    }

    /// Each part: its first words, how many fields it owns, its `^name`, and its text.
    fn parts(text: &str) -> Vec<(String, usize, Option<String>, String)> {
        let body = parse(text).document;
        let spans = find(&body, &fields(&body));
        let body = wrap(&body, &spans);
        let none = Slug::default();
        let part = |at: usize| {
            let own = cut(&body, at, &none, &none);
            (part_title(&own), spans[at].fields.len(), block_names(&body)[at].clone(), plain(&own))
        };
        (0..spans.len()).map(part).collect()
    }

    #[test]
    fn sections_and_items_with_a_step_are_parts() {
        let text = "# Day\n\nhello\n\n## One [step:: ask]\ntext\n### Deep\nmore\n## Two\nstep:: deliver\nimpact:: x\n\nend\n## Three\n- item [kind:: idea] ^i\n  - child\n- other\n- step:: repeat\n  words of it\n";
        let found = parts(text);
        let shown: Vec<_> =
            found.iter().map(|(words, fields, ..)| (words.as_str(), *fields)).collect();
        assert_eq!(shown, [("One", 1), ("Two", 2), ("item", 1), ("words of it", 1)]);
        assert_eq!(found[0].3, "One text Deep more");
        assert_eq!(found[2].2.as_deref(), Some("i"));
        assert_eq!(found[2].3, "item child");
    }

    #[test]
    fn the_innermost_part_owns_a_field() {
        let found = parts(
            "## One\nstep:: ask\n\n- in it [step:: deliver]\n  task:: a\n\nlast line\n\nlesson:: b\n",
        );
        let fields: Vec<usize> = found.iter().map(|(_, fields, ..)| *fields).collect();
        assert_eq!(fields, [2, 2]);
    }

    #[test]
    fn a_field_far_from_a_heading_opens_none() {
        for text in [
            "# Day\nstep:: ask\n",
            "## One\ntext\n\nstep:: ask\n",
            "step:: ask\n\n## One\n",
            "- a\n\n  b\n\n  c\n\n  step:: ask\n",
            "## One\n> step:: ask\n",
            "## One\n\n    step:: ask\n",
            "- `step:: ask`\n",
            "- a [step::]\n",
        ] {
            assert_eq!(parts(text), [], "{text:?}");
        }
    }

    #[test]
    fn promises_and_tags_of_a_part_are_its_own() {
        let text = "#day\n\n- [ ] send it (by 2026-03-01) [step:: ask] #part\n- [ ] call (by 2026-03-02)\n";
        let body = parse(text).document;
        let body = wrap(&body, &find(&body, &fields(&body)));
        let own = cut(&body, 0, &Slug::default(), &Slug::default());
        let promised =
            |body: &Document| body.promises.iter().map(|own| own.text.clone()).collect::<Vec<_>>();
        let tags =
            |body: &Document| body.tags.iter().map(|own| own.name.to_string()).collect::<Vec<_>>();
        assert_eq!(
            (promised(&body), tags(&body)),
            (vec!["call".to_owned()], vec!["day".to_owned()])
        );
        assert_eq!(
            (promised(&own), tags(&own)),
            (vec!["send it #part".to_owned()], vec!["part".to_owned()])
        );
    }
}
