//! What a reader gets of a text: a document with fewer nodes, made from the author's.
//!
//! Private callouts go, with the footnotes that only they refer to; links lead to what the reader has,
//! or are only their words. No Markdown is written or read: what was dropped is in no node and no word
//! of the new document, and its headings, tags and promises are found in what is left.

mod footnotes;
#[cfg(test)]
mod tests;
pub(super) mod value;

use std::ops::Range;

use crate::markdown::builder::Builder;
use crate::model::document::{Defined, Kind, LinkKind, NodeId, Visit, Walk, Words};
use crate::model::{Document, Link, Slug, Target};
use footnotes::FootnoteFilter;

/// What stands where a link without words of its own led to something left out.
pub(super) const LEFT_OUT: &str = "a private note";

/// A link into the journal, as its author wrote it.
pub struct WrittenLink<'t> {
    /// What reading made of it; a text that is no note's own has none.
    pub link: Option<&'t Link>,
    /// What it names.
    pub name: &'t str,
    /// `[[…]]`, which names a thing and not a path.
    pub wiki: bool,
    /// Whether it stands in a heading.
    pub in_heading: bool,
}

/// A thing, and the part of its text.
pub(super) type LinkTarget = (Target, Option<String>);

/// What becomes of a link into the journal.
pub enum LinkDecision {
    /// It leads there, and has these words where it has none of its own.
    Stays {
        /// Where to; nowhere in a text that is shown without markup.
        to: Option<LinkTarget>,
        /// The words.
        label: String,
    },
    /// Its own words stay, or else [`LEFT_OUT`].
    Goes,
}

/// The text of a note as a reader gets it.
pub(super) struct Filtered {
    /// The text.
    pub document: Document,
    /// The fragments of the headings that stay, and what they are now.
    pub anchors: Vec<(String, String)>,
    /// How many private callouts went.
    pub callouts: usize,
    /// What the links named that went.
    pub links: Vec<String>,
}

/// A text without what is private in it: its headings and blocks are those that links can name. `None`
/// where nothing is. Where there are `unnamed` names, the text's title goes too, and headings that say one
/// of them.
pub(super) fn outline(old: &Document, unnamed: &[Slug]) -> Option<Document> {
    if old.private.is_empty() && headings(old, unnamed).is_empty() {
        return None;
    }
    let filter = Filter::new(old, unnamed, None);
    Some(filter.run().document)
}

/// Filters the text of a note, whose [`outline`] that is; `decide` is asked about each link.
pub(super) fn filter(
    old: &Document,
    outline: &Document,
    unnamed: &[Slug],
    decide: impl Fn(&WrittenLink<'_>) -> LinkDecision,
) -> Filtered {
    let filter = Filter::new(old, unnamed, Some(&decide));
    let mut filtered = filter.run();
    filtered.anchors = anchors(outline, &filtered.document);
    filtered
}

/// The headings that name somebody who is shared by another name.
fn headings(document: &Document, unnamed: &[Slug]) -> Vec<NodeId> {
    if unnamed.is_empty() {
        return Vec::new();
    }
    let title = document.title_heading().map(|heading| heading.node);
    let headings = document.headings.iter();
    let named = headings.filter(|own| {
        Some(own.node) == title || unnamed.contains(&Slug::new(&own.text).without_accents())
    });
    named.map(|own| own.node).filter(|node| !document.is_private(*node)).collect()
}

/// The headings keep their order, whatever becomes of their words.
fn anchors(old: &Document, new: &Document) -> Vec<(String, String)> {
    if old.headings.len() != new.headings.len() {
        return Vec::new();
    }
    let both = old.headings.iter().zip(&new.headings);
    both.map(|(old, new)| (old.anchor.clone(), new.anchor.clone())).collect()
}

type Decide<'f> = &'f dyn Fn(&WrittenLink<'_>) -> LinkDecision;

/// A text that is being filtered.
struct Filter<'f> {
    old: &'f Document,
    /// The headings that go.
    headings: Vec<NodeId>,
    /// Who decides on links; without it, links and footnotes stay as they are.
    decide: Option<Decide<'f>>,
    footnotes: FootnoteFilter,
    builder: Builder,
    /// What is open around this place.
    open: Vec<Open>,
    in_heading: usize,
    callouts: usize,
    gone: Vec<String>,
}

/// What ends where a node of the old document does.
enum Open {
    /// A node of the new one.
    Node(NodeId),
    /// Nothing: its children stand by themselves, or went too.
    Nothing,
    /// A link whose definition went: it is the text that it was written with.
    Written(Words),
}

impl<'f> Filter<'f> {
    fn new(old: &'f Document, unnamed: &[Slug], decide: Option<Decide<'f>>) -> Self {
        let headings = headings(old, unnamed);
        let mut filter = Self {
            old,
            headings,
            decide,
            footnotes: FootnoteFilter::default(),
            builder: Builder::with_capacity(old.pool.len()),
            open: Vec::new(),
            in_heading: 0,
            callouts: 0,
            gone: Vec::new(),
        };
        filter.footnotes = FootnoteFilter::of(old, |id| filter.drops(id));
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
        Filtered { document, anchors: Vec::new(), callouts: self.callouts, links: self.gone }
    }

    /// Whether a node goes with all that is in it, for what it is.
    fn drops(&self, id: NodeId) -> bool {
        match self.old.node(id).kind {
            Kind::Callout(at) => self.old.callouts[at as usize].is_private(),
            Kind::Heading(_) => self.headings.contains(&id),
            // Code by indentation is what somebody meant for a callout.
            Kind::IndentedCode => {
                self.old.subtree(id).any(|id| private_at(self.old.text(id)).is_some())
            }
            _ => false,
        }
    }

    fn enter(&mut self, id: NodeId, walk: &mut Walk<'_>) {
        let kind = self.old.node(id).kind;
        if self.drops(id) {
            self.callouts += usize::from(matches!(kind, Kind::Callout(_)));
            self.open.push(Open::Nothing);
            walk.skip_children();
            return;
        }
        if let Kind::FootnoteDefinition(_) = kind {
            self.footnotes.enter(id, self.decide.is_some());
        }
        if !self.footnotes.keeps() {
            // What a footnote holds that nothing refers to goes, but for other footnotes.
            if let Kind::Link(at) | Kind::Image(at) = kind {
                self.decision(&self.old.links[at as usize]);
            }
            if !kind.is_leaf() {
                self.open.push(Open::Nothing);
            }
            return;
        }
        match kind {
            Kind::Link(at) | Kind::Image(at) if self.decide.is_some() => self.link(id, at, walk),
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
            Some(Open::Written(tail)) => {
                let end = self.old.node(id).span.end;
                self.builder.text(self.old.words(tail), end..end);
            }
            Some(Open::Nothing) | None => {}
        }
        match self.old.node(id).kind {
            Kind::FootnoteDefinition(_) => self.footnotes.leave(),
            Kind::Heading(_) => self.in_heading = 0,
            _ => {}
        }
    }

    fn copy(&mut self, id: NodeId) {
        let span = self.old.node(id).span.clone();
        let kind = self.builder.copied(self.old, id);
        if kind.is_leaf() {
            self.builder.leaf(kind, span);
            return;
        }
        self.in_heading += usize::from(matches!(kind, Kind::Heading(_)));
        let node = self.builder.open(kind, span);
        self.open.push(Open::Node(node));
    }

    fn link(&mut self, id: NodeId, at: u32, walk: &mut Walk<'_>) {
        let link = &self.old.links[at as usize];
        let span = self.old.node(id).span.clone();
        if link.defined != Defined::Openly {
            let twice = link.defined == Defined::Twice;
            let bracket = if link.embed { "![" } else { "[" };
            self.builder.text(if twice { "" } else { bracket }, span);
            self.open.push(if twice { Open::Nothing } else { Open::Written(link.tail) });
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

    /// Where a link leads now, and its words where it has none of its own.
    fn decision(&mut self, link: &Link) -> (Option<LinkTarget>, String) {
        let elsewhere =
            matches!(link.kind, LinkKind::External | LinkKind::Autolink | LinkKind::Email);
        if elsewhere || link.defined != Defined::Openly {
            return (None, String::new());
        }
        let name = self.old.words(link.destination);
        let written = WrittenLink {
            link: Some(link).filter(|link| link.kind.is_internal()),
            name,
            wiki: matches!(link.kind, LinkKind::Wiki { .. }),
            in_heading: self.in_heading > 0,
        };
        match self.decide.map_or(LinkDecision::Goes, |decide| decide(&written)) {
            LinkDecision::Stays { to, label } => (to, label),
            LinkDecision::Goes => {
                self.gone.push(name.to_owned());
                (None, LEFT_OUT.to_owned())
            }
        }
    }

    /// A link to what the reader has: nothing of what its author wrote is in it but its own words.
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

/// In HTML, nothing is a link or a callout. Whoever meant one there meant it to hide.
fn without_links(html: &str) -> String {
    let private = private_at(html);
    let end = private.unwrap_or(html.len());
    let mut shown = String::with_capacity(html.len());
    let mut from = 0;
    while let Some(start) = html[from..end].find("[[").map(|at| from + at) {
        let Some(length) = html[start..end].find("]]") else { break };
        let inner = &html[start + 2..start + length];
        shown.push_str(&html[from..start]);
        shown.push_str(inner.split_once('|').map_or(LEFT_OUT, |(_, words)| words));
        from = start + length + 2;
    }
    shown.push_str(&html[from..end]);
    if private.is_some() {
        shown.push('\n');
    }
    shown
}

/// Where a text says `[!private`.
fn private_at(text: &str) -> Option<usize> {
    text.to_ascii_lowercase().find("[!private")
}
