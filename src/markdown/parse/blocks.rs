//! Blocks, and the callouts that the parser takes for quotes.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{Parse, span};
use crate::markdown::callout;
use crate::model::Heading;
use crate::model::document::{Alignment, Callout, Kind, NodeId, TaskState};

/// The first line of a callout, while it is being read.
pub(super) struct Title {
    node: NodeId,
    /// Where its words begin in the text.
    pub(super) start: usize,
    pub(super) line_end: usize,
    /// The place among the open tags of the paragraph that it is the first line of.
    paragraph: Option<usize>,
}

impl Parse<'_> {
    /// Ends a callout's title where its line does; whether that was all the event meant.
    pub(super) fn ends_title(&mut self, event: &Event<'_>, at: &Range<usize>) -> bool {
        let Some(title) = &self.title else { return false };
        let breaks = matches!(event, Event::SoftBreak | Event::HardBreak);
        let over = (breaks && at.start + 1 >= title.line_end) || at.start >= title.line_end;
        if !over {
            return false;
        }
        let paragraph = title.paragraph;
        self.end_title();
        if let Some(place) = paragraph.filter(|_| !matches!(event, Event::End(_))) {
            let node = self.builder.open(Kind::Paragraph, span(at));
            self.open[place] = Some(node);
        }
        breaks
    }

    fn end_title(&mut self) {
        if let Some(title) = self.title.take() {
            self.builder.close(title.node);
            self.mark = None;
        }
    }

    /// Begins the node of a tag; some have none.
    pub(super) fn opened(&mut self, tag: Tag<'_>, at: Range<usize>) -> Option<NodeId> {
        let kind = match tag {
            Tag::Paragraph => {
                if let Some(title) = &mut self.title {
                    title.paragraph = Some(self.open.len());
                    return None;
                }
                Kind::Paragraph
            }
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                return Some(self.link(link_type, &dest_url, &title, at, false));
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                return Some(self.link(link_type, &dest_url, &title, at, true));
            }
            block => {
                self.end_title();
                self.block(block, &at)?
            }
        };
        let node = self.builder.open(kind, span(&at));
        if let Kind::Callout(_) = kind {
            self.begin_title(&at);
        }
        Some(node)
    }

    fn block(&mut self, tag: Tag<'_>, at: &Range<usize>) -> Option<Kind> {
        Some(match tag {
            Tag::Heading { level, id, classes, .. } => {
                let heading = Heading {
                    level: level as u8,
                    text: String::new(),
                    anchor: String::new(),
                    quoted: false,
                    id: id.map(Into::into),
                    classes: classes.into_iter().map(Into::into).collect(),
                    node: 0,
                };
                Kind::Heading(self.builder.heading(heading))
            }
            Tag::BlockQuote(_) => match callout::callout(&self.text[at.clone()]) {
                Some(callout) => {
                    let line = &self.text[at.start..at.start + callout.title.start];
                    let marker = line.find("[!").map_or("", |from| &line[from..]);
                    let marker = self.builder.words(marker);
                    let (kind, fold) = (callout.kind.to_owned(), callout.fold);
                    Kind::Callout(self.builder.callout(Callout { kind, fold, marker }))
                }
                None => Kind::Quote,
            },
            Tag::List(first) => {
                // What an item says itself ends here, and with it its `^name`.
                self.end_block(None);
                Kind::List(first.map(|first| u32::try_from(first).unwrap_or(u32::MAX)))
            }
            Tag::Item => Kind::Item,
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                match kind {
                    CodeBlockKind::Fenced(info) => {
                        self.verbatim.push(at.clone());
                        Kind::FencedCode(self.builder.words(&info))
                    }
                    CodeBlockKind::Indented => Kind::IndentedCode,
                }
            }
            Tag::Table(columns) => {
                let columns = columns.into_iter().map(alignment).collect();
                Kind::Table(self.builder.table(columns))
            }
            Tag::TableHead => Kind::TableHead,
            Tag::TableRow => Kind::TableRow,
            Tag::TableCell => Kind::TableCell,
            Tag::FootnoteDefinition(label) => Kind::FootnoteDefinition(self.builder.words(&label)),
            Tag::HtmlBlock => Kind::HtmlBlock,
            // Inlines, and what is not asked of the parser.
            _ => return None,
        })
    }

    fn begin_title(&mut self, at: &Range<usize>) {
        let Some(callout) = callout::callout(&self.text[at.clone()]) else { return };
        let line_end = self.text[at.clone()].find('\n').map_or(at.end, |i| at.start + i + 1);
        let (start, end) = (at.start + callout.title.start, at.start + callout.title.end);
        let node = self.builder.open(Kind::CalloutTitle, span(&(start..end)));
        self.title = Some(Title { node, start, line_end, paragraph: None });
    }

    /// The box of a task that the parser takes for text: `[-] `, at the beginning of an item.
    pub(super) fn task_state(&mut self, start: usize) {
        let mut written = self.text[start..].chars();
        let (open, state, close) = (written.next(), written.next(), written.next());
        let blank = written.next().is_some_and(|c| c == ' ' || c == '\t');
        let escaped = self.text[..start].ends_with('\\');
        if (open, close, blank, escaped) == (Some('['), Some(']'), true, false)
            && let Some(state) = state.and_then(TaskState::of)
        {
            self.skip_to = start + 4;
            self.builder.leaf(Kind::TaskMarker(state), span(&(start..start + 3)));
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        if self.mark.is_some_and(|(_, depth)| depth >= self.open.len()) {
            self.mark = None;
        }
        let node = self.open.pop().flatten();
        self.ends.pop();
        match tag {
            TagEnd::Paragraph => {
                if self.title.as_ref().is_some_and(|title| title.paragraph == Some(self.open.len()))
                {
                    self.end_title();
                }
                self.end_block(node);
            }
            TagEnd::Heading(_) | TagEnd::Item => self.end_block(node),
            TagEnd::BlockQuote(_) => self.end_title(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Link | TagEnd::Image => self.in_link -= 1,
            _ => {}
        }
        if !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) {
            self.html = None;
        }
        if let Some(node) = node {
            self.builder.close(node);
        }
    }

    /// A `^name` belongs to the innermost block only.
    fn end_block(&mut self, block: Option<NodeId>) {
        let Some(name) = self.block_name.take() else { return };
        // The first line of a callout has no node of its own.
        if block.is_some_and(|block| block > name) {
            self.block_name = Some(name);
        } else if let Kind::Text(words) = self.builder.kind(name) {
            self.builder.set_kind(name, Kind::BlockId(words));
        }
    }
}

fn alignment(of: pulldown_cmark::Alignment) -> Alignment {
    match of {
        pulldown_cmark::Alignment::None => Alignment::Default,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
