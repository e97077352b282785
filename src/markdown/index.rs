//! What a document lists besides its nodes: found in the tree, whether it was parsed or filtered.

use jiff::civil::Date;

use super::{Anchors, promise};
use crate::model::dates::YEARS;
use crate::model::document::{Block, HtmlElement, Kind, NodeId, TagName, TaskState, Visit};
use crate::model::{Document, Promise, Slug};

/// An item that would be a promise if its date were one: its node, and what it says for a date.
pub type BadPromise = (NodeId, String);

/// Fills in the lists of a document.
pub fn index(document: &mut Document) -> Vec<BadPromise> {
    let mut found = Index::default();
    for visit in document.walk(document.whole()) {
        match visit {
            Visit::Enter(id) => found.enter(document, id),
            Visit::Leave(id) => found.leave(document, id),
        }
    }
    let Index { anchors: _, headings, links, tags, promises, bad, blocks, private, .. } = found;
    for (at, node, text, anchor, quoted) in headings {
        let heading = &mut document.headings[at as usize];
        (heading.node, heading.text, heading.anchor, heading.quoted) = (node, text, anchor, quoted);
    }
    for (at, node) in links {
        document.links[at as usize].node = node;
    }
    document.tags = tags;
    document.promises = promises;
    document.blocks = blocks;
    document.private = private;
    bad
}

#[derive(Default)]
struct Index {
    anchors: Anchors,
    headings: Vec<(u32, NodeId, String, String, bool)>,
    links: Vec<(u32, NodeId)>,
    tags: Vec<TagName>,
    promises: Vec<Promise>,
    bad: Vec<BadPromise>,
    blocks: Vec<Block>,
    private: Vec<std::ops::Range<NodeId>>,
    /// The text of the heading around this place.
    heading: Option<String>,
    /// The list items around this place; of tasks, their state, their text, and in how many quotes they stand.
    items: Vec<Option<(TaskState, String, usize)>>,
    /// The paragraphs, items and headings around this place.
    around: Vec<NodeId>,
    /// The last block that ended, which a `^name` in a paragraph of its own belongs to.
    previous: Option<NodeId>,
    quotes: usize,
    /// The parts around this place: what is said in them is theirs.
    parts: usize,
}

impl Index {
    fn enter(&mut self, document: &Document, id: NodeId) {
        match document.node(id).kind {
            Kind::Heading(_) => {
                self.heading = Some(String::new());
                self.around.push(id);
            }
            Kind::Paragraph => self.around.push(id),
            Kind::Item => {
                self.items.push(None);
                self.around.push(id);
            }
            Kind::Quote => self.quotes += 1,
            Kind::Part(_) => self.parts += 1,
            Kind::Callout(at) => {
                self.quotes += 1;
                let within = self.private.last().is_some_and(|range| id < range.end);
                if document.callouts[at as usize].is_private() && !within {
                    self.private.push(document.subtree(id));
                }
            }
            Kind::CalloutTitle => {
                if let Some(marker) = marker(document, id) {
                    self.says(marker);
                }
                // A name in a callout's first line is the callout's.
                self.around.push(id - 1);
            }
            Kind::TaskMarker(state) => {
                if let Some(item) = self.items.last_mut()
                    && self.parts == 0
                {
                    *item = Some((state, String::new(), self.quotes));
                }
            }
            Kind::Link(at) | Kind::Image(at) => self.links.push((at, id)),
            Kind::Tag(words) => {
                self.says(document.words(words));
                if self.parts == 0 {
                    let name = Slug::new(&document.words(words)[1..]);
                    self.tags.push(TagName { name, node: id });
                }
            }
            Kind::BlockId(words) => {
                self.says(document.words(words));
                self.block(document, id, document.words(words));
            }
            Kind::Text(_) | Kind::Code(_) | Kind::Math(_) => self.says(document.text(id)),
            Kind::Highlight => self.says("=="),
            Kind::SoftBreak | Kind::HardBreak => self.breaks(),
            _ => {}
        }
    }

    fn leave(&mut self, document: &Document, id: NodeId) {
        match document.node(id).kind {
            Kind::Heading(at) => {
                self.end_heading(document, at, id);
                self.end_block(id);
            }
            Kind::Paragraph => {
                self.breaks();
                self.end_block(id);
            }
            Kind::Item => {
                if let Some(Some((state, text, _))) = self.items.pop()
                    && state != TaskState::Question
                {
                    self.promise(state, &text, id);
                }
                self.end_block(id);
            }
            Kind::Quote | Kind::Callout(_) => {
                self.quotes -= 1;
                self.name_quote(document, id);
                self.previous = Some(id);
            }
            Kind::Part(_) => {
                self.parts -= 1;
                self.previous = Some(id);
            }
            Kind::CalloutTitle => {
                self.breaks();
                self.around.pop();
            }
            Kind::FencedCode(_)
            | Kind::IndentedCode
            | Kind::List(_)
            | Kind::Table(_)
            | Kind::Element(HtmlElement::Details) => {
                self.previous = Some(id);
            }
            Kind::Highlight => self.says("=="),
            _ => {}
        }
    }

    fn says(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
        if let Some(item) = self.item() {
            item.push_str(text);
        }
    }

    fn breaks(&mut self) {
        if let Some(item) = self.item() {
            item.push(' ');
        }
    }

    /// The text of the task around this place. What is quoted in it, or stands in a callout, which may be private, is not
    /// what it promises.
    fn item(&mut self) -> Option<&mut String> {
        let (_, text, quotes) = self.items.last_mut()?.as_mut()?;
        (*quotes == self.quotes).then_some(text)
    }

    fn end_block(&mut self, id: NodeId) {
        self.around.pop();
        self.previous = Some(id);
    }

    fn end_heading(&mut self, document: &Document, at: u32, id: NodeId) {
        let text = self.heading.take().unwrap_or_default();
        let text = match super::inline::block_name(&text) {
            Some(name) => text[..name.start - 1].trim().to_owned(),
            None => text.trim().to_owned(),
        };
        let own = document.headings[at as usize].id.as_deref();
        let anchor = self.anchors.of(own.unwrap_or(&text));
        self.headings.push((at, id, text, anchor, self.quotes + self.parts > 0));
    }

    /// The name of a block: of the innermost one, or where it stands alone, of the one before.
    fn block(&mut self, document: &Document, id: NodeId, written: &str) {
        let Some(around) = self.around.last().copied() else { return };
        let name = written.trim().trim_start_matches('^').to_lowercase();
        let alone = around + 1 == id && document.node(around).kind == Kind::Paragraph;
        let node = if alone { self.previous } else { Some(around) };
        self.blocks.push(Block { name, node });
    }

    /// A name at the end of a quote's or a callout's last paragraph is that of the whole, as in Obsidian.
    fn name_quote(&mut self, document: &Document, quote: NodeId) {
        let end = document.node(quote).end;
        if let Some(Block { node: Some(node), .. }) = self.blocks.last_mut()
            && *node > quote
            && document.node(*node).kind == Kind::Paragraph
            && document.node(*node).end == end
        {
            *node = quote;
        }
    }

    fn promise(&mut self, state: TaskState, text: &str, item: NodeId) {
        match promise::read(text, item) {
            Some(Ok(promise)) => {
                let done = promise.done || state.is_over();
                let done_on = promise.done_on.filter(|_| state != TaskState::Cancelled);
                self.promises.push(Promise { done, done_on, ..promise });
            }
            Some(Err(day)) => self.bad.push((item, day)),
            None => {}
        }
    }
}

/// What the first line of a callout is written with before its title.
pub fn marker(document: &Document, title: NodeId) -> Option<&str> {
    let Kind::Callout(at) = document.node(title.checked_sub(1)?).kind else { return None };
    Some(document.words(document.callouts[at as usize].marker))
}

/// A civil date from 1900 to 2200: a time or a zone behind it never moves it to another day.
pub fn civil_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.strip_prefix("[[").and_then(|t| t.strip_suffix("]]")).unwrap_or(text);
    let (day, rest) = text.split_at_checked(10)?;
    let timed = rest.is_empty() || rest.starts_with(['T', 't', ' ', 'Z', ',']);
    let plain = day.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    let day: Option<Date> = (timed && plain).then(|| day.parse().ok()).flatten();
    day.filter(|day| YEARS.contains(&day.year()))
}
