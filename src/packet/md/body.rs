//! A note's own text as Markdown that stands by itself: what leads into the journal is only named,
//! what only Obsidian knows becomes what everybody does, and HTML is text.

use std::ops::Range;

use pulldown_cmark::{
    Alignment as Column, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options as Dialect,
    Tag, TagEnd,
};
use pulldown_cmark_to_cmark::{Options, cmark_with_options};

use crate::markdown::plain_range;
use crate::model::document::{
    Alignment, HtmlElement, Kind, LinkKind, NodeId, TaskState, Visit, Walk,
};
use crate::model::{Document, Link, Target};
use crate::render::context::{NoteText, RenderContext};

/// These parts of a text.
pub(crate) fn body(
    ctx: &RenderContext<'_>,
    text: &NoteText<'_>,
    parts: &[Range<NodeId>],
) -> String {
    let mut replay = Replay {
        ctx,
        document: text.body,
        events: Vec::new(),
        ends: Vec::new(),
        untitled: None,
        in_cell: false,
    };
    let mut id = 0;
    while id < text.body.len() {
        if parts.iter().any(|part| part.contains(&id)) || replay.is_footnote_referred_to(id) {
            replay.subtree(id);
            id = text.body.node(id).end;
        } else {
            id += 1;
        }
    }
    let dialect = Dialect::ENABLE_TABLES
        | Dialect::ENABLE_FOOTNOTES
        | Dialect::ENABLE_STRIKETHROUGH
        | Dialect::ENABLE_TASKLISTS;
    let options = Options { list_token: '-', code_block_token_count: 3, ..Options::default() };
    let mut markdown = String::new();
    if cmark_with_options(replay.events.iter(), &mut markdown, dialect, options).is_err() {
        // What can't be written with its markup is written without.
        let plain = parts.iter().map(|part| plain_range(text.body, part.clone(), |_| None));
        return super::text::line(&plain.collect::<Vec<_>>().join(" "));
    }
    markdown.trim().to_owned()
}

/// A document as the events of Markdown that all readers know.
struct Replay<'r> {
    ctx: &'r RenderContext<'r>,
    document: &'r Document,
    events: Vec<Event<'r>>,
    /// The ends of what is open; what is shown without its markup has none.
    ends: Vec<Vec<Event<'r>>>,
    /// The kind of a callout whose title was not met yet.
    untitled: Option<&'r str>,
    /// Whether the last cell of a table that began is still open.
    in_cell: bool,
}

impl<'r> Replay<'r> {
    fn subtree(&mut self, id: NodeId) {
        let mut walk = self.document.walk(self.document.subtree(id));
        while let Some(visit) = walk.next() {
            match visit {
                Visit::Enter(id) if self.document.node(id).kind.is_leaf() => self.leaf(id),
                Visit::Enter(id) => {
                    self.in_cell |= self.document.node(id).kind == Kind::TableCell;
                    let (begin, end) = self.begin(id, &mut walk);
                    self.events.extend(begin);
                    self.ends.push(end);
                }
                Visit::Leave(id) => {
                    self.in_cell &= self.document.node(id).kind != Kind::TableCell;
                    self.events.extend(self.ends.pop().into_iter().flatten());
                }
            }
        }
    }

    /// Whether a footnote belongs to a text that was shown before it.
    fn is_footnote_referred_to(&self, id: NodeId) -> bool {
        let Kind::FootnoteDefinition(own) = self.document.node(id).kind else { return false };
        let own = self.document.words(own);
        let refers = |event: &Event<'_>| match event {
            Event::FootnoteReference(label) => label.eq_ignore_ascii_case(own),
            _ => false,
        };
        self.events.iter().any(refers)
    }

    fn leaf(&mut self, id: NodeId) {
        let words = self.document.text(id);
        let event = match self.document.node(id).kind {
            Kind::Text(_) | Kind::Tag(_) | Kind::Math(_) => Event::Text(words.into()),
            Kind::Code(_) => Event::Code(words.into()),
            Kind::Html(_) | Kind::InlineHtml(_) => {
                self.lines(words);
                return;
            }
            Kind::FootnoteReference(_) => Event::FootnoteReference(words.into()),
            Kind::TaskMarker(TaskState::Open) => Event::TaskListMarker(false),
            Kind::TaskMarker(TaskState::Done) => Event::TaskListMarker(true),
            Kind::TaskMarker(state) => Event::Text(format!("{} ", state.sign()).into()),
            Kind::SoftBreak => Event::SoftBreak,
            // A row of a table is one line.
            Kind::HardBreak if self.in_cell => Event::Text(" ".into()),
            Kind::HardBreak => Event::HardBreak,
            Kind::Rule => Event::Rule,
            _ => return,
        };
        self.events.push(event);
    }

    fn lines(&mut self, text: &'r str) {
        for (at, line) in text.trim_end().lines().enumerate() {
            if at > 0 {
                self.events.push(Event::SoftBreak);
            }
            self.events.push(Event::Text(line.into()));
        }
    }

    /// What begins a node, and what ends it.
    fn begin(&mut self, id: NodeId, walk: &mut Walk<'_>) -> (Vec<Event<'r>>, Vec<Event<'r>>) {
        let document = self.document;
        match document.node(id).kind {
            Kind::Callout(at) if document.callouts[at as usize].is_private() => {
                walk.skip_children();
                (Vec::new(), Vec::new())
            }
            Kind::Callout(at) => {
                self.untitled = Some(&document.callouts[at as usize].kind);
                tag(Tag::BlockQuote(None))
            }
            Kind::CalloutTitle => self.title(id),
            Kind::Link(at) => self.link(id, &document.links[at as usize], walk),
            Kind::Image(at) => self.link(id, &document.links[at as usize], walk),
            Kind::IndentedCode | Kind::FencedCode(_) => {
                let info = match document.node(id).kind {
                    Kind::FencedCode(info) => document.words(info),
                    _ => "",
                };
                tag(Tag::CodeBlock(CodeBlockKind::Fenced(info.into())))
            }
            // What Markdown has no sign for is only its words.
            Kind::Element(HtmlElement::Sup) => (vec![Event::Text("^".into())], Vec::new()),
            Kind::Element(HtmlElement::Del) => tag(Tag::Strikethrough),
            Kind::Element(HtmlElement::Summary) if !self.in_cell => (
                vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)],
                vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)],
            ),
            kind => block(document, kind).map_or_else(Default::default, tag),
        }
    }

    /// A callout's first line is a title in bold.
    fn title(&mut self, id: NodeId) -> (Vec<Event<'r>>, Vec<Event<'r>>) {
        let mut begin = vec![Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)];
        let untitled = self.untitled.take();
        if let Some(kind) = untitled.filter(|_| self.document.node(id).span.is_empty()) {
            begin.push(Event::Text(kind.into()));
        }
        (begin, vec![Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)])
    }

    /// A link into the journal is its words, or the title of what it leads to.
    fn link(
        &self,
        id: NodeId,
        link: &'r Link,
        walk: &mut Walk<'_>,
    ) -> (Vec<Event<'r>>, Vec<Event<'r>>) {
        if link.kind.is_internal() {
            walk.skip_children();
            let words = self.named(id, link);
            return (vec![Event::Text(words.into())], Vec::new());
        }
        let link_type = match link.kind {
            LinkKind::Autolink => LinkType::Autolink,
            LinkKind::Email => LinkType::Email,
            LinkKind::External => LinkType::Inline,
            _ => return Default::default(),
        };
        let dest_url = CowStr::from(self.document.words(link.destination));
        let title = CowStr::from(self.document.words(link.title));
        let id = CowStr::from("");
        tag(if link.embed {
            Tag::Image { link_type, dest_url, title, id }
        } else {
            Tag::Link { link_type, dest_url, title, id }
        })
    }

    fn named(&self, id: NodeId, link: &Link) -> String {
        let title = || link.target.as_ref().map(|target| self.ctx.title(target));
        let words = plain_range(self.document, self.document.subtree(id), |_| title());
        let is_size = words.chars().all(|c| c.is_ascii_digit() || c == 'x');
        match &link.target {
            Some(Target::File(_)) if is_size => title().unwrap_or_default(),
            _ if link.embed && words.trim().is_empty() => title().unwrap_or_default(),
            _ => words,
        }
    }
}

fn tag<'r>(tag: Tag<'r>) -> (Vec<Event<'r>>, Vec<Event<'r>>) {
    let end = tag.to_end();
    (vec![Event::Start(tag)], vec![Event::End(end)])
}

/// A node as the parser has it; `None` where only its children are shown.
fn block<'r>(document: &'r Document, kind: Kind) -> Option<Tag<'r>> {
    Some(match kind {
        // HTML is text.
        Kind::Paragraph | Kind::HtmlBlock => Tag::Paragraph,
        Kind::Heading(at) => {
            // It stands below the heading of its section.
            let level = usize::from(document.headings[at as usize].level.clamp(2, 5)) + 1;
            let level = HeadingLevel::try_from(level).unwrap_or(HeadingLevel::H6);
            Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }
        }
        Kind::Quote => Tag::BlockQuote(None),
        Kind::List(first) => Tag::List(first.map(u64::from)),
        Kind::Item => Tag::Item,
        Kind::Table(at) => {
            Tag::Table(document.tables[at as usize].iter().map(|own| column(*own)).collect())
        }
        Kind::TableHead => Tag::TableHead,
        Kind::TableRow => Tag::TableRow,
        Kind::TableCell => Tag::TableCell,
        Kind::FootnoteDefinition(label) => Tag::FootnoteDefinition(document.words(label).into()),
        Kind::Emphasis => Tag::Emphasis,
        Kind::Strong => Tag::Strong,
        Kind::Strikethrough => Tag::Strikethrough,
        _ => return None,
    })
}

fn column(of: Alignment) -> Column {
    match of {
        Alignment::Default => Column::None,
        Alignment::Left => Column::Left,
        Alignment::Center => Column::Center,
        Alignment::Right => Column::Right,
    }
}
