//! Building a document node by node: from the parser's events, or from another document.

use std::cell::Cell;
use std::ops::Range;

use super::index::{BadPromise, index};
use crate::model::document::{Callout, DayPart, Formula, InlineField, Kind, Node, NodeId, Words};
use crate::model::{Document, Heading, Link};

/// A document that is being built.
#[derive(Debug, Default)]
pub struct Builder {
    /// What the document lists besides its nodes.
    document: Document,
    nodes: Vec<Node>,
    pool: String,
}

/// The most bytes of words for which room is kept for the next document.
const LARGEST_SPARE: usize = 1 << 20;

/// Room in which a document grows. It leaves what it needs of it: lists cut to their length where they grew would leave
/// thousands of gaps in the memory, and uncut ones take twice what they hold.
#[derive(Debug, Default)]
struct Room {
    nodes: Vec<Node>,
    pool: String,
    headings: Vec<Heading>,
    links: Vec<Link>,
}

thread_local! {
    /// Room for the next document of this thread.
    static SPARE: Cell<Room> = Cell::default();
}

/// What a list holds, in a list of that length.
fn exact<T>(grown: &mut Vec<T>) -> Vec<T> {
    let mut exact = Vec::with_capacity(grown.len());
    exact.append(grown);
    exact
}

impl Builder {
    /// Begins a document, with room for that many bytes of words.
    pub fn with_capacity(bytes: usize) -> Self {
        let Room { nodes, mut pool, headings, links } = SPARE.take();
        pool.reserve(bytes);
        let document = Document { headings, links, ..Document::default() };
        Self { document, nodes, pool }
    }

    /// The node that the next one will be.
    pub fn next(&self) -> NodeId {
        // Nodes are counted in the same type.
        self.nodes.len() as NodeId
    }

    /// The kind of a node.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.nodes[id as usize].kind
    }

    /// Makes something else of a node.
    pub fn set_kind(&mut self, id: NodeId, kind: Kind) {
        self.nodes[id as usize].kind = kind;
    }

    /// Adds words to the pool.
    pub fn words(&mut self, text: &str) -> Words {
        let pool = &mut self.pool;
        let start = pool.len() as u32;
        pool.push_str(text);
        Words { start, end: pool.len() as u32 }
    }

    /// Adds a node that holds no others.
    pub fn leaf(&mut self, kind: Kind, span: Range<u32>) -> NodeId {
        let id = self.next();
        self.nodes.push(Node { kind, span, end: id + 1 });
        id
    }

    /// Adds a text, unless it is empty.
    pub fn text(&mut self, text: &str, span: Range<u32>) {
        if !text.is_empty() {
            let words = self.words(text);
            self.leaf(Kind::Text(words), span);
        }
    }

    /// Begins a node: what is added until it is closed stands in it.
    pub fn open(&mut self, kind: Kind, span: Range<u32>) -> NodeId {
        self.leaf(kind, span)
    }

    /// Ends a node.
    pub fn close(&mut self, id: NodeId) {
        self.nodes[id as usize].end = self.next();
    }

    /// Continues the last node, if it says something of the same kind; `false` where it does not.
    pub fn extend(&mut self, text: &str, span: &Range<u32>) -> bool {
        let pool = &mut self.pool;
        let Some(node) = self.nodes.last_mut() else { return false };
        let (Kind::Text(words) | Kind::Html(words)) = &mut node.kind else { return false };
        if words.end as usize != pool.len() {
            return false;
        }
        pool.push_str(text);
        words.end = pool.len() as u32;
        node.span.end = span.end;
        true
    }

    /// Adds a heading to the list, whose text and anchor are found at the end.
    pub fn heading(&mut self, heading: Heading) -> u32 {
        self.document.headings.push(heading);
        self.document.headings.len() as u32 - 1
    }

    /// Adds a link to the list.
    pub fn link(&mut self, link: Link) -> u32 {
        self.document.links.push(link);
        self.document.links.len() as u32 - 1
    }

    /// A link of the list.
    pub fn link_mut(&mut self, link: u32) -> &mut Link {
        &mut self.document.links[link as usize]
    }

    /// Adds a callout to the list.
    pub fn callout(&mut self, callout: Callout) -> u32 {
        self.document.callouts.push(callout);
        self.document.callouts.len() as u32 - 1
    }

    /// The next node has a blank line before it.
    pub fn space_before(&mut self) {
        let next = self.next();
        self.document.spaced.push(next);
    }

    /// Adds a formula to the list.
    pub fn formula(&mut self, mathml: &str, plain: &str) -> u32 {
        let (mathml, plain) = (self.words(mathml), self.words(plain));
        self.document.formulas.push(Formula { mathml, plain });
        self.document.formulas.len() as u32 - 1
    }

    /// Adds an inline field.
    pub fn field(&mut self, key: &str, value: &str, line: bool, span: Range<u32>) {
        let (key, value) = (self.words(key), self.words(value));
        let node = self.next();
        self.document.fields.push(InlineField { key, value, line, node });
        self.leaf(Kind::Field(self.document.fields.len() as u32 - 1), span);
    }

    /// Begins a part that is an entry of that id.
    pub fn open_part(&mut self, id: crate::model::Slug, span: Range<u32>) -> NodeId {
        let node = self.next();
        self.document.parts.push(DayPart { id, node });
        self.open(Kind::Part(self.document.parts.len() as u32 - 1), span)
    }

    /// Adds the alignments of a table to the list.
    pub fn table(&mut self, columns: Vec<crate::model::document::Alignment>) -> u32 {
        self.document.tables.push(columns);
        self.document.tables.len() as u32 - 1
    }

    /// The kind of a node of another document, with what it says and lists in this one.
    pub fn copied(&mut self, from: &Document, id: NodeId) -> Kind {
        if from.spaced.binary_search(&id).is_ok() {
            self.space_before();
        }
        let mut words = |words: Words| self.words(from.words(words));
        match from.node(id).kind {
            Kind::Text(own) => Kind::Text(words(own)),
            Kind::Code(own) => Kind::Code(words(own)),
            Kind::Html(own) => Kind::Html(words(own)),
            Kind::InlineHtml(own) => Kind::InlineHtml(words(own)),
            Kind::Tag(own) => Kind::Tag(words(own)),
            Kind::BlockId(own) => Kind::BlockId(words(own)),
            Kind::FootnoteReference(own) => Kind::FootnoteReference(words(own)),
            Kind::FootnoteDefinition(own) => Kind::FootnoteDefinition(words(own)),
            Kind::FencedCode(own) => Kind::FencedCode(words(own)),
            Kind::Math(at) => {
                let Formula { mathml, plain } = from.formulas[at as usize];
                Kind::Math(self.formula(from.words(mathml), from.words(plain)))
            }
            Kind::Heading(at) => Kind::Heading(self.heading(from.headings[at as usize].clone())),
            Kind::Table(at) => Kind::Table(self.table(from.tables[at as usize].clone())),
            Kind::Callout(at) => {
                let own = &from.callouts[at as usize];
                let marker = self.words(from.words(own.marker));
                let (kind, fold) = (own.kind.clone(), own.fold);
                Kind::Callout(self.callout(Callout { kind, fold, marker }))
            }
            Kind::Field(at) => {
                let own = from.fields[at as usize];
                let [key, value] = [own.key, own.value].map(|words| self.words(from.words(words)));
                let node = self.next();
                self.document.fields.push(InlineField { key, value, node, ..own });
                Kind::Field(self.document.fields.len() as u32 - 1)
            }
            Kind::Part(at) => {
                let (id, node) = (from.parts[at as usize].id.clone(), self.next());
                self.document.parts.push(DayPart { id, node });
                Kind::Part(self.document.parts.len() as u32 - 1)
            }
            Kind::Link(at) => Kind::Link(self.copied_link(from, at)),
            Kind::Image(at) => Kind::Image(self.copied_link(from, at)),
            kind => kind,
        }
    }

    fn copied_link(&mut self, from: &Document, at: u32) -> u32 {
        let own = &from.links[at as usize];
        let [destination, title, tail] =
            [own.destination, own.title, own.tail].map(|words| self.words(from.words(words)));
        self.link(Link { destination, title, tail, ..own.clone() })
    }

    /// Gives a heading of the list another level.
    pub fn set_level(&mut self, heading: u32, level: u8) {
        self.document.headings[heading as usize].level = level;
    }

    /// Takes the author's id and classes from a heading.
    pub fn forget_attributes(&mut self, heading: u32) {
        let heading = &mut self.document.headings[heading as usize];
        heading.id = None;
        heading.classes.clear();
    }

    /// The nodes as far as the document is built.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What the document lists besides them, as far as it is built.
    pub fn listed(&self) -> &Document {
        &self.document
    }

    /// The words of a range of the pool.
    pub fn said(&self, words: Words) -> &str {
        &self.pool[words.range()]
    }

    /// The document, with all that it lists.
    pub fn finish(self) -> (Document, Vec<BadPromise>) {
        let Self { mut document, mut nodes, mut pool } = self;
        (document.nodes, document.pool) = (nodes.as_slice().into(), pool.as_str().into());
        let Document { mut headings, mut links, .. } = document;
        (document.headings, document.links) = (exact(&mut headings), exact(&mut links));
        let problems = index(&mut document);
        if pool.capacity() <= LARGEST_SPARE {
            nodes.clear();
            pool.clear();
            SPARE.set(Room { nodes, pool, headings, links });
        }
        (document, problems)
    }
}
