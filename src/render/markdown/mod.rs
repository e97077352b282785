//! The text of a note as HTML.
//!
//! pulldown-cmark writes the HTML, from events that are made of the document's nodes; what is
//! Obsidian's, and what may not pass as it stands, is HTML among them.

mod callouts;
mod direction;
mod embeds;
mod footnotes;
mod links;
mod parts;
mod raw_html;
mod tables;
mod text;

use std::collections::HashSet;
use std::ops::Range;

use memchr::memchr2;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use self::callouts::Quote;
use self::footnotes::Footnotes;
use self::tables::Table;
use super::code;
use super::context::{NoteText, RenderContext};
use super::escape::escape;
use crate::model::direction::{Direction, has_leftward};
use crate::model::document::{HtmlElement, Kind, NodeId, Visit, Walk};
use crate::model::{Document, Target};

/// How many notes may be shown inside each other, and on one page.
const DEEPEST: usize = 3;
const MOST: usize = 40;

/// Where a text is shown: the notes around it, and how many were shown on the page so far.
#[derive(Default)]
struct Nest {
    within: Vec<Target>,
    shown: usize,
    medium: Medium,
}

/// The kind of document that a text is rendered for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Medium {
    /// A page of the site.
    #[default]
    Page,
    /// A feed, whose readers have no style for what only helps on a page.
    Feed,
    /// A document of one file: what would lead into the site is only named, pictures are within, and
    /// headings stand below that of the section that they are in.
    Alone,
}

/// Renders a note's text for a page at `root` (`""` or `"../"`).
pub fn html(ctx: &RenderContext<'_>, text: &NoteText<'_>, root: &str) -> String {
    part(ctx, text, &[text.body.whole()], root, &mut Nest::default())
}

/// Renders a note's text for a feed. `root` leads to the site's root from the note's page, or is
/// the address of it.
pub fn feed(ctx: &RenderContext<'_>, text: &NoteText<'_>, root: &str) -> String {
    let mut nest = Nest { medium: Medium::Feed, ..Nest::default() };
    part(ctx, text, &[text.body.whole()], root, &mut nest)
}

/// Renders these parts of a note's text for a document of one file.
pub fn alone(ctx: &RenderContext<'_>, text: &NoteText<'_>, parts: &[Range<NodeId>]) -> String {
    part(ctx, text, parts, "", &mut Nest { medium: Medium::Alone, ..Nest::default() })
}

/// Renders the parts of a note's text that begin in these ranges of its nodes. `nest` is what it is
/// shown inside of.
fn part(
    ctx: &RenderContext<'_>,
    text: &NoteText<'_>,
    ranges: &[Range<NodeId>],
    root: &str,
    nest: &mut Nest,
) -> String {
    let document = text.body;
    let mut writer = Writer {
        ctx,
        text,
        document,
        root,
        prefix: if nest.within.is_empty() { String::new() } else { format!("e-{}-", nest.shown) },
        nest,
        named: HashSet::new(),
        out: Vec::with_capacity(document.nodes.len()),
        footnotes: Footnotes::default(),
        into_footnotes: Vec::new(),
        boxes: 0,
        table: None,
        whole: matches!(ranges, [range] if *range == document.whole()),
        quotes: Vec::new(),
        links: Vec::new(),
        block: None,
        embeds: false,
        depth: 0,
        skip_heading: false,
    };
    if writer.whole {
        writer.nodes(document.whole());
        return finished(ctx, text, writer.finish());
    }
    // A node belongs to the part if what is around it begins there; a footnote always does.
    let mut id = 0;
    while id < document.len() {
        let footnote = matches!(document.node(id).kind, Kind::FootnoteDefinition(_));
        if footnote || ranges.iter().any(|range| range.contains(&id)) {
            writer.nodes(document.subtree(id));
            id = document.node(id).end;
        } else {
            id += 1;
        }
    }
    finished(ctx, text, writer.finish())
}

/// What was written for a text, as a page has it.
fn finished(ctx: &RenderContext<'_>, text: &NoteText<'_>, html: String) -> String {
    let html = if text.raw_html { raw_html::clean(&html) } else { html };
    let page = Direction::of_language(&ctx.journal.config.language);
    if page == Direction::RightToLeft || has_leftward(&text.body.pool) {
        direction::with_direction(&html, page)
    } else {
        html
    }
}

struct Writer<'b, 'w> {
    ctx: &'b RenderContext<'b>,
    text: &'b NoteText<'b>,
    document: &'b Document,
    root: &'b str,
    nest: &'w mut Nest,
    /// What begins the ids of an embedded note's footnotes.
    prefix: String,
    /// The anchors of the blocks whose `^name` was met.
    named: HashSet<String>,
    out: Vec<Event<'b>>,
    footnotes: Footnotes<'b>,
    /// The footnotes whose definitions are being written, and what was written before each.
    into_footnotes: Vec<(&'b str, Vec<Event<'b>>)>,
    /// How many quotes and tables are open, which footnotes stand behind.
    boxes: usize,
    /// The table around this place.
    table: Option<Table<'b>>,
    /// Whether this is all of the note.
    whole: bool,
    /// The quotes around this place.
    quotes: Vec<Quote>,
    /// The links around this place: the end of what is written for each.
    links: Vec<&'static str>,
    /// The block of running text around this place: how deep it is, and whether it is a paragraph.
    block: Option<(usize, bool)>,
    embeds: bool,
    depth: usize,
    skip_heading: bool,
}

impl<'b> Writer<'b, '_> {
    fn html(&mut self, html: impl Into<CowStr<'b>>) {
        self.out.push(Event::Html(html.into()));
    }

    fn nodes(&mut self, nodes: Range<NodeId>) {
        let mut walk = self.document.walk(nodes);
        while let Some(visit) = walk.next() {
            match visit {
                Visit::Enter(id) if self.document.node(id).kind.is_leaf() => self.leaf(id),
                Visit::Enter(id) => {
                    self.depth += 1;
                    self.start(id, &mut walk);
                }
                Visit::Leave(id) => {
                    self.end(id);
                    self.depth -= 1;
                }
            }
        }
    }

    fn leaf(&mut self, id: NodeId) {
        let words = self.document.text(id);
        match self.document.node(id).kind {
            Kind::Text(_) => self.words(words),
            Kind::Code(_) => self.out.push(Event::Code(words.into())),
            // Raw HTML is text, unless the note asks for more; its comments are gone already.
            Kind::Html(_) | Kind::InlineHtml(_) if self.text.raw_html => self.html(words),
            Kind::Html(_) | Kind::InlineHtml(_) => self.out.push(Event::Text(words.into())),
            Kind::Math(at) => {
                let formula = self.document.formulas[at as usize];
                self.math(self.document.words(formula.mathml));
            }
            Kind::Tag(_) => self.tag(words),
            Kind::BlockId(_) => self.block_id(words),
            Kind::FootnoteReference(_) => self.footnote_reference(words),
            Kind::TaskMarker(state) => self.html(text::task_marker(state)),
            Kind::Field(at) => self.field(at),
            Kind::SoftBreak => self.out.push(Event::SoftBreak),
            Kind::HardBreak => self.out.push(Event::HardBreak),
            Kind::Rule => self.out.push(Event::Rule),
            _ => {}
        }
    }

    /// Words of a text. Quotes in them are written as references, which `quotes` replaces in a page.
    fn words(&mut self, words: &'b str) {
        let quoted = memchr2(b'"', b'\'', words.as_bytes()).is_some();
        if quoted && self.nest.medium != Medium::Feed {
            self.html(escape(words));
        } else {
            self.out.push(Event::Text(words.into()));
        }
    }

    fn start(&mut self, id: NodeId, walk: &mut Walk<'_>) {
        match self.document.node(id).kind {
            Kind::Heading(at) => self.heading(at, walk),
            Kind::Part(_) => self.start_part(),
            Kind::Quote => self.quote(),
            Kind::Callout(at) => self.callout(at),
            Kind::CalloutTitle => self.callout_title(id),
            Kind::List(first) => {
                // In a tight list, nothing else ends the item's own text.
                self.place_footnotes();
                self.out.push(Event::Start(Tag::List(first.map(u64::from))));
            }
            Kind::Item => {
                self.block = Some((self.depth, false));
                self.out.push(Event::Start(Tag::Item));
            }
            Kind::Paragraph => {
                self.block = Some((self.depth, true));
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Kind::FencedCode(info) => self.code(id, self.document.words(info), walk),
            Kind::IndentedCode => self.code(id, "", walk),
            Kind::HtmlBlock if self.text.raw_html => self.out.push(Event::Start(Tag::HtmlBlock)),
            Kind::HtmlBlock => self.html("<p>"),
            Kind::Table(at) => self.start_table(id, &self.document.tables[at as usize]),
            Kind::TableHead => self.start_head(),
            Kind::TableRow => self.start_row(),
            Kind::TableCell => self.start_cell(),
            Kind::FootnoteDefinition(label) => {
                let before = std::mem::take(&mut self.out);
                self.into_footnotes.push((self.document.words(label), before));
            }
            Kind::Link(at) => self.link(&self.document.links[at as usize], walk),
            Kind::Image(at) => self.image(id, &self.document.links[at as usize], walk),
            Kind::Emphasis => self.out.push(Event::Start(Tag::Emphasis)),
            Kind::Strong => self.out.push(Event::Start(Tag::Strong)),
            Kind::Strikethrough => self.out.push(Event::Start(Tag::Strikethrough)),
            Kind::Highlight => self.html("<mark>"),
            Kind::Element(HtmlElement::Details) => self.details(),
            Kind::Element(element) => self.html(format!("<{}>", element.name())),
            _ => {}
        }
    }

    fn code(&mut self, id: NodeId, info: &str, walk: &mut Walk<'_>) {
        let inner = id + 1..self.document.node(id).end;
        let code: String = inner.map(|id| self.document.text(id)).collect();
        self.html(code::block(info, &code));
        walk.skip_children();
    }

    fn heading(&mut self, at: u32, walk: &mut Walk<'_>) {
        let heading = &self.document.headings[at as usize];
        if self.is_page_title(at) {
            if !self.is_alone() {
                let id = escape(&heading.anchor);
                self.html(format!("<span id=\"{id}\"></span>\n"));
            }
            self.skip_heading = true;
            walk.skip_children();
            return;
        }
        let id = Some(CowStr::from(heading.anchor.as_str()));
        let id = id.filter(|_| self.nest.within.is_empty() && !self.is_alone());
        let classes = heading.classes.iter().map(|class| class.as_str().into()).collect();
        let level = self.level(heading.level);
        self.out.push(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
    }

    /// Whether a heading says what the page has above the text already; links may lead to it here.
    fn is_page_title(&self, at: u32) -> bool {
        let heading = &self.document.headings[at as usize];
        heading.level == 1
            && self.out.is_empty()
            && self.nest.within.is_empty()
            && heading.text == self.text.title
    }

    fn level(&self, level: u8) -> HeadingLevel {
        let level = if self.is_alone() { below_section(level) } else { level };
        HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
    }

    /// The link by which a reader gets a heading's address. Its page alone has that address.
    fn anchor(&mut self, at: u32) {
        if self.nest.within.is_empty() && self.nest.medium == Medium::Page {
            let own = &self.document.headings[at as usize];
            let (id, text) = (escape(&own.anchor), escape(&own.text));
            let link = [" <a class=\"anchor\" href=\"#", &id, "\" aria-label=\"Link to “", &text];
            self.html([&link.concat(), "”\">#</a>"].concat());
        }
    }

    fn end(&mut self, id: NodeId) {
        match self.document.node(id).kind {
            Kind::Heading(_) if self.skip_heading => self.skip_heading = false,
            Kind::Heading(at) => {
                let level = self.level(self.document.headings[at as usize].level);
                self.anchor(at);
                self.out.push(Event::End(TagEnd::Heading(level)));
                self.place_footnotes();
            }
            Kind::Part(at) => self.end_part(at),
            Kind::Quote | Kind::Callout(_) => self.end_quote(),
            Kind::CalloutTitle => self.end_callout_title(),
            Kind::Paragraph => {
                self.block = None;
                self.out.push(Event::End(TagEnd::Paragraph));
                self.place_footnotes();
            }
            Kind::Item => {
                self.place_footnotes();
                self.out.push(Event::End(TagEnd::Item));
            }
            Kind::List(first) => self.out.push(Event::End(TagEnd::List(first.is_some()))),
            Kind::HtmlBlock if self.text.raw_html => self.out.push(Event::End(TagEnd::HtmlBlock)),
            Kind::HtmlBlock => self.html("</p>\n"),
            Kind::Table(_) => self.end_table(),
            Kind::TableHead => self.html("</tr></thead>\n<tbody>\n"),
            Kind::TableRow => self.html("</tr>\n"),
            Kind::TableCell => self.end_cell(),
            Kind::FootnoteDefinition(_) => {
                if let Some((label, before)) = self.into_footnotes.pop() {
                    let own = std::mem::replace(&mut self.out, before);
                    self.footnotes.define(label.to_owned(), own);
                }
            }
            Kind::Link(_) | Kind::Image(_) => {
                let end = self.links.pop().unwrap_or("");
                if !end.is_empty() {
                    self.html(end);
                }
            }
            Kind::Emphasis => self.out.push(Event::End(TagEnd::Emphasis)),
            Kind::Strong => self.out.push(Event::End(TagEnd::Strong)),
            Kind::Strikethrough => self.out.push(Event::End(TagEnd::Strikethrough)),
            Kind::Highlight => self.html("</mark>"),
            Kind::Element(HtmlElement::Details) => self.end_quote(),
            Kind::Element(HtmlElement::Summary) => self.html("</summary>\n"),
            Kind::Element(element) => self.html(format!("</{}>", element.name())),
            _ => {}
        }
    }

    fn is_alone(&self) -> bool {
        self.nest.medium == Medium::Alone
    }

    fn finish(mut self) -> String {
        let mut html = String::with_capacity(self.document.pool.len() * 2);
        html::push_html(&mut html, self.with_footnotes().into_iter());
        if self.embeds { html.replace("<p></p>\n", "") } else { html }
    }
}

/// The level of a heading within a section whose own is 2.
fn below_section(level: u8) -> u8 {
    (level.max(2) + 1).min(6)
}
