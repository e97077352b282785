//! Filters the text of a note for a reader: copies the nodes that the reader may see to a new document.
//!
//! Private callouts are dropped, with the footnotes that only they refer to. A link leads to
//! something that the reader can see, or only its words are kept. No Markdown is written or parsed,
//! so nothing that is dropped is left in any node or word of the new document. Its headings, tags
//! and promises are computed from the copied nodes.

pub(super) mod cut;
mod footnotes;
#[cfg(test)]
mod tests;
pub(super) mod value;

use std::collections::HashSet;
use std::ops::Range;

use crate::markdown::builder::Builder;
use crate::model::document::{Defined, Kind, LinkKind, NodeId, Visit, Walk, Words};
use crate::model::real_names::{RealNames, Writing};
use crate::model::{Document, Link, Slug, Target};
use footnotes::FootnoteFilter;

/// Replaces a link to something hidden, if the link has no words of its own.
pub(super) const LEFT_OUT: &str = "a private note";

/// A link into the journal, as its author wrote it.
pub(super) struct WrittenLink<'t> {
    /// The resolved link; `None` in a text that is not the text of a note.
    pub link: Option<&'t Link>,
    /// The name or path of its target.
    pub name: &'t str,
    /// Whether it is written `[[…]]`, with a name instead of a path.
    pub wiki: bool,
    /// Whether it is in a heading.
    pub in_heading: bool,
}

/// A thing, and a fragment of its text.
pub(super) type LinkTarget = (Target, Option<String>);

/// What to do with a link into the journal.
pub(super) enum LinkDecision {
    /// Keep the link.
    Keep {
        /// The new target; `None` in a text that is shown without markup.
        to: Option<LinkTarget>,
        /// The words of a link that has none of its own.
        label: String,
    },
    /// Keep only the link's own words. If it has none, [`LEFT_OUT`] replaces it.
    Drop,
}

/// The text of a note as a reader gets it.
pub(super) struct Filtered {
    /// The text.
    pub document: Document,
    /// The old and the new anchor of each heading that is kept.
    pub anchors: Vec<(String, String)>,
    /// How many private callouts were dropped.
    pub private_callouts: usize,
    /// The names of the targets of dropped links.
    pub dropped_links: Vec<String>,
}

/// Drops the private parts of a text, so that its headings and blocks are those that links can name;
/// `None` if the text has no private parts. If there are `hidden_names`, this also drops the text's
/// title and headings that say one of these names.
pub(super) fn outline(old: &Document, hidden_names: &[Slug]) -> Option<Document> {
    if old.private.is_empty() && hidden_headings(old, hidden_names).is_empty() {
        return None;
    }
    let filter = Filter::new(old, hidden_names, None);
    Some(filter.run().document)
}

/// Filters the text of a note. `outline` is the text's [`outline`]; `decide` decides about each link. A heading that is the
/// note's title is renamed like every title.
pub(super) fn filter(
    old: &Document,
    outline: &Document,
    hidden_names: &[Slug],
    real_names: &RealNames<'_>,
    decide: impl Fn(&WrittenLink<'_>) -> LinkDecision,
) -> Filtered {
    let mut filter = Filter::new(old, hidden_names, Some(&decide));
    let title = old.title_heading().filter(|_| old.title().is_some());
    filter.renamed = title.map_or(0..0, |title| old.subtree(title.node));
    filter.real_names = Some(real_names);
    let mut filtered = filter.run();
    filtered.anchors = anchors(outline, &filtered.document);
    filtered
}

/// The headings that may say the real name of somebody who is shared under another name.
fn hidden_headings(document: &Document, hidden_names: &[Slug]) -> HashSet<NodeId> {
    if hidden_names.is_empty() {
        return HashSet::new();
    }
    let hidden_names: HashSet<&Slug> = hidden_names.iter().collect();
    let title = document.title_heading().map(|heading| heading.node);
    let headings = document.headings.iter().filter(|heading| {
        Some(heading.node) == title
            || hidden_names.contains(&Slug::new(&heading.text).without_accents())
    });
    headings.map(|heading| heading.node).filter(|node| !document.is_private(*node)).collect()
}

/// Pairs old and new anchors. Filtering changes the words of headings, but not their order.
fn anchors(old: &Document, new: &Document) -> Vec<(String, String)> {
    if old.headings.len() != new.headings.len() {
        return Vec::new();
    }
    let pairs = old.headings.iter().zip(&new.headings);
    pairs.map(|(old, new)| (old.anchor.clone(), new.anchor.clone())).collect()
}

type Decide<'f> = &'f dyn Fn(&WrittenLink<'_>) -> LinkDecision;

/// A text that is being filtered.
struct Filter<'f> {
    old: &'f Document,
    hidden_headings: HashSet<NodeId>,
    /// Decides about links. Without it, links and footnotes stay as they are.
    decide: Option<Decide<'f>>,
    /// The nodes of the note's title, which says no real name of somebody whom the reader knows by another one.
    renamed: Range<NodeId>,
    real_names: Option<&'f RealNames<'f>>,
    footnotes: FootnoteFilter,
    builder: Builder,
    /// The ancestors of the current node.
    open: Vec<Open>,
    heading_depth: usize,
    private_callouts: usize,
    dropped_links: Vec<String>,
}

/// What to do at the end of a node of the old document.
enum Open {
    /// Close this node of the new document.
    Node(NodeId),
    /// Nothing: the node was dropped, or only its children were kept.
    Nothing,
    /// Write the end of a link as text, because its definition was dropped.
    LinkTail(Words),
}

impl<'f> Filter<'f> {
    fn new(old: &'f Document, hidden_names: &[Slug], decide: Option<Decide<'f>>) -> Self {
        let mut filter = Self {
            old,
            hidden_headings: hidden_headings(old, hidden_names),
            decide,
            renamed: 0..0,
            real_names: None,
            footnotes: FootnoteFilter::default(),
            builder: Builder::with_capacity(old.pool.len()),
            open: Vec::new(),
            heading_depth: 0,
            private_callouts: 0,
            dropped_links: Vec::new(),
        };
        filter.footnotes = FootnoteFilter::new(old, |id| filter.drops(id));
        filter
    }

    fn run(mut self) -> Filtered {
        let mut walk = self.old.walk(self.old.whole());
        while let Some(visit) = walk.next() {
            match visit {
                Visit::Enter(id) => self.enter(id, &mut walk),
                Visit::Leave(id) => self.leave(id),
            }
        }
        let (document, _) = self.builder.finish();
        let (private_callouts, dropped_links) = (self.private_callouts, self.dropped_links);
        Filtered { document, anchors: Vec::new(), private_callouts, dropped_links }
    }

    /// Whether to drop a node with everything inside it.
    fn drops(&self, id: NodeId) -> bool {
        match self.old.node(id).kind {
            Kind::Callout(index) => self.old.callouts[index as usize].is_private(),
            Kind::Heading(_) => self.hidden_headings.contains(&id),
            // An indented callout is code in Markdown, but its author meant to hide it.
            Kind::IndentedCode => {
                self.old.subtree(id).any(|id| find_private_marker(self.old.text(id)).is_some())
            }
            _ => false,
        }
    }

    fn enter(&mut self, id: NodeId, walk: &mut Walk<'_>) {
        let kind = self.old.node(id).kind;
        if self.drops(id) {
            self.private_callouts += usize::from(matches!(kind, Kind::Callout(_)));
            self.open.push(Open::Nothing);
            walk.skip_children();
            return;
        }
        if let Kind::FootnoteDefinition(_) = kind {
            self.footnotes.enter(id, self.decide.is_some());
        }
        if !self.footnotes.keeps() {
            // This footnote is dropped, but the author is told about its links, and other footnotes
            // inside it may stay.
            if let Kind::Link(index) | Kind::Image(index) = kind {
                self.decision(&self.old.links[index as usize]);
            }
            if !kind.is_leaf() {
                self.open.push(Open::Nothing);
            }
            return;
        }
        match kind {
            Kind::Link(index) | Kind::Image(index) if self.decide.is_some() => {
                self.link(id, index, walk);
            }
            Kind::Html(words) | Kind::InlineHtml(words) if self.decide.is_some() => {
                self.html(id, words);
            }
            Kind::FootnoteReference(words)
                if self.decide.is_some() && !self.footnotes.has(self.old.words(words)) =>
            {
                let text = format!("[^{}]", self.old.words(words));
                self.builder.text(&text, self.old.node(id).span.clone());
            }
            _ => self.copy(id),
        }
    }

    fn leave(&mut self, id: NodeId) {
        match self.open.pop() {
            Some(Open::Node(node)) => self.builder.close(node),
            Some(Open::LinkTail(tail)) => {
                let end = self.old.node(id).span.end;
                self.builder.text(self.old.words(tail), end..end);
            }
            Some(Open::Nothing) | None => {}
        }
        match self.old.node(id).kind {
            Kind::FootnoteDefinition(_) => self.footnotes.leave(),
            Kind::Heading(_) => self.heading_depth = 0,
            _ => {}
        }
    }

    fn copy(&mut self, id: NodeId) {
        let span = self.old.node(id).span.clone();
        if let Kind::Text(words) = self.old.node(id).kind
            && self.renamed.contains(&id)
            && let Some(names) = self.real_names
            && let Some(text) = names.replaced(self.old.words(words), Writing::Prose)
        {
            self.builder.text(&text, span);
            return;
        }
        let kind = self.builder.copied(self.old, id);
        if kind.is_leaf() {
            self.builder.leaf(kind, span);
            return;
        }
        self.heading_depth += usize::from(matches!(kind, Kind::Heading(_)));
        let node = self.builder.open(kind, span);
        self.open.push(Open::Node(node));
    }

    fn link(&mut self, id: NodeId, index: u32, walk: &mut Walk<'_>) {
        let link = &self.old.links[index as usize];
        let span = self.old.node(id).span.clone();
        if link.defined != Defined::Openly {
            let twice = link.defined == Defined::Twice;
            let bracket = if link.embed { "![" } else { "[" };
            self.builder.text(if twice { "" } else { bracket }, span);
            self.open.push(if twice { Open::Nothing } else { Open::LinkTail(link.tail) });
            return;
        }
        if matches!(link.kind, LinkKind::External | LinkKind::Autolink | LinkKind::Email) {
            self.copy(id);
            return;
        }
        let (to, label) = self.decision(link);
        self.open_link(link, to, span.clone());
        if link.kind == (LinkKind::Wiki { labelled: false }) {
            self.builder.text(&label, span);
            walk.skip_children();
        }
    }

    /// The new target of a link, and its words if it has none of its own.
    fn decision(&mut self, link: &Link) -> (Option<LinkTarget>, String) {
        let is_external =
            matches!(link.kind, LinkKind::External | LinkKind::Autolink | LinkKind::Email);
        if is_external || link.defined != Defined::Openly {
            return (None, String::new());
        }
        let name = self.old.words(link.destination);
        let written = WrittenLink {
            link: Some(link).filter(|link| link.kind.is_internal()),
            name,
            wiki: matches!(link.kind, LinkKind::Wiki { .. }),
            in_heading: self.heading_depth > 0,
        };
        match self.decide.map_or(LinkDecision::Drop, |decide| decide(&written)) {
            LinkDecision::Keep { to, label } => (to, label),
            LinkDecision::Drop => {
                self.dropped_links.push(name.to_owned());
                (None, LEFT_OUT.to_owned())
            }
        }
    }

    /// Opens a link to something that the reader can see. It keeps nothing that its author wrote but
    /// its words.
    fn open_link(&mut self, old: &Link, to: Option<LinkTarget>, span: Range<u32>) {
        let Some((target, fragment)) = to else {
            self.open.push(Open::Nothing);
            return;
        };
        let link = self.builder.link(Link {
            kind: LinkKind::Path,
            destination: Words::default(),
            title: Words::default(),
            tail: Words::default(),
            defined: Defined::Openly,
            definitions: Vec::new(),
            target: Some(target),
            fragment,
            embed: old.embed,
            node: 0,
        });
        let kind = if old.embed { Kind::Image(link) } else { Kind::Link(link) };
        let node = self.builder.open(kind, span);
        self.open.push(Open::Node(node));
    }

    fn html(&mut self, id: NodeId, words: Words) {
        let shown = without_links(self.old.words(words));
        let words = self.builder.words(&shown);
        let node = self.old.node(id);
        let kind = if matches!(node.kind, Kind::Html(_)) {
            Kind::Html(words)
        } else {
            Kind::InlineHtml(words)
        };
        self.builder.leaf(kind, node.span.clone());
    }
}

/// Removes what looks like links and private callouts from HTML. Markdown has neither there, but the
/// author meant to hide them.
fn without_links(html: &str) -> String {
    let private_start = find_private_marker(html);
    let end = private_start.unwrap_or(html.len());
    let mut shown = String::with_capacity(html.len());
    let mut from = 0;
    while let Some(start) = html[from..end].find("[[").map(|offset| from + offset) {
        let Some(length) = html[start..end].find("]]") else { break };
        let inner = &html[start + 2..start + length];
        shown.push_str(&html[from..start]);
        shown.push_str(inner.split_once('|').map_or(LEFT_OUT, |(_, words)| words));
        from = start + length + 2;
    }
    shown.push_str(&html[from..end]);
    if private_start.is_some() {
        shown.push('\n');
    }
    shown
}

/// The position of `[!private` in a text.
fn find_private_marker(text: &str) -> Option<usize> {
    text.to_ascii_lowercase().find("[!private")
}
