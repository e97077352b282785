//! The text of a note as HTML.
//!
//! pulldown-cmark writes the HTML; what is Obsidian's, and what may not pass as it stands, is put
//! into its stream of events before that.

mod callouts;
mod embeds;
mod footnotes;
mod links;
mod raw_html;
mod tables;
mod text;

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd, html};

use self::callouts::{Quote, Title};
use self::footnotes::Footnotes;
use self::tables::Table;
use super::code;
use super::context::{RenderContext, Text};
use crate::markdown::events;
use crate::model::Target;

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

/// What a text is rendered for.
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
pub fn html(ctx: &RenderContext<'_>, text: &Text<'_>, root: &str) -> String {
    let whole = 0..text.body.markdown.len();
    part(ctx, text, &[whole], root, &mut Nest::default())
}

/// Renders a note's text for a feed. `root` leads to the site's root from the note's page, or is
/// the address of it.
pub fn feed(ctx: &RenderContext<'_>, text: &Text<'_>, root: &str) -> String {
    let whole = 0..text.body.markdown.len();
    part(ctx, text, &[whole], root, &mut Nest { medium: Medium::Feed, ..Nest::default() })
}

/// Renders these parts of a note's text for a document of one file.
pub fn alone(ctx: &RenderContext<'_>, text: &Text<'_>, parts: &[Range<usize>]) -> String {
    part(ctx, text, parts, "", &mut Nest { medium: Medium::Alone, ..Nest::default() })
}

/// Renders the parts of a note's text that lie in these ranges. `nest` is what it is shown inside of.
fn part(
    ctx: &RenderContext<'_>,
    text: &Text<'_>,
    ranges: &[Range<usize>],
    root: &str,
    nest: &mut Nest,
) -> String {
    let source = &text.body.markdown;
    let mut writer = Writer {
        ctx,
        text,
        source,
        root,
        prefix: if nest.within.is_empty() { String::new() } else { format!("e-{}-", nest.shown) },
        nest,
        named: text.body.blocks.iter().map(|(name, _)| name.as_str()).collect(),
        out: Vec::new(),
        footnotes: Footnotes::default(),
        into_footnote: None,
        boxes: 0,
        table: None,
        code: None,
        whole: matches!(ranges, [range] if range.len() == source.len()),
        heading: 0,
        quotes: Vec::new(),
        title: None,
        links: Vec::new(),
        hide: 0,
        block: None,
        embeds: false,
        dropped: Vec::new(),
        mark: None,
        depth: 0,
        skip_heading: false,
    };
    // The whole text is parsed, for a reference may be defined anywhere in it.
    let mut shown = 0;
    for (event, at) in events(source) {
        // An event belongs to the part if its outermost block begins in it.
        let starts = matches!(event, Event::Start(_));
        let ends = matches!(event, Event::End(_));
        let footnote = matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
        if shown > 0 || footnote || ranges.iter().any(|range| range.contains(&at.start)) {
            if starts {
                shown += 1;
            }
            writer.event(event, at);
            if ends {
                shown -= 1;
            }
        } else if starts && matches!(event, Event::Start(Tag::Heading { .. })) {
            writer.heading += 1;
        }
    }
    let html = writer.finish();
    if text.raw_html { raw_html::clean(&html) } else { html }
}

struct Writer<'b, 'w> {
    ctx: &'b RenderContext<'b>,
    text: &'b Text<'b>,
    source: &'b str,
    root: &'b str,
    nest: &'w mut Nest,
    /// What begins the ids of an embedded note's footnotes.
    prefix: String,
    /// The blocks whose `^name` was not met yet.
    named: HashSet<&'b str>,
    out: Vec<Event<'b>>,
    footnotes: Footnotes<'b>,
    /// The footnote whose definition is being read, and what was written before it.
    into_footnote: Option<(String, Vec<Event<'b>>)>,
    /// How many quotes and tables are open, which footnotes stand behind.
    boxes: usize,
    /// The table around this place.
    table: Option<Table>,
    /// The block of code around this place: what its fence says, and its text so far.
    code: Option<(String, String)>,
    /// Whether this is all of the note.
    whole: bool,
    /// How many headings of the note have begun, which numbers them as in its body.
    heading: usize,
    /// The quotes around this place.
    quotes: Vec<Quote>,
    /// While the first line of a callout is being read: where its title begins and ends.
    title: Option<Title>,
    /// The links around this place: the end of what is written for each.
    links: Vec<&'static str>,
    /// How many tags are open since a link began that shows something else than its own text.
    hide: usize,
    /// The block of running text around this place: how deep it is, and whether it is a paragraph.
    block: Option<(usize, bool)>,
    embeds: bool,
    /// Tags that began in a callout's title and end behind it: both are left out.
    dropped: Vec<usize>,
    /// An open `==`: where it stands in `out`, and how deep.
    mark: Option<(usize, usize)>,
    depth: usize,
    skip_heading: bool,
}

impl<'b> Writer<'b, '_> {
    fn html(&mut self, html: impl Into<CowStr<'b>>) {
        self.out.push(Event::Html(html.into()));
    }

    fn event(&mut self, event: Event<'b>, at: Range<usize>) {
        if self.end_title(&event, &at) {
            return;
        }
        if self.hide > 0 {
            match event {
                Event::Start(_) => self.hide += 1,
                Event::End(_) => self.hide -= 1,
                _ => {}
            }
            if self.hide > 0 {
                return;
            }
        }
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.running(text, at),
            // Raw HTML is text, unless the note asks for more; its comments are gone already.
            Event::Html(html) | Event::InlineHtml(html) => {
                let event = if self.text.raw_html { Event::Html(html) } else { Event::Text(html) };
                self.out.push(event);
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => {
                let (mark, label) = if done { (" checked", "done") } else { ("", "open") };
                self.html(format!(
                    "<input type=\"checkbox\" disabled{mark} aria-label=\"{label}\"> "
                ));
            }
            other => self.out.push(other),
        }
    }

    fn start(&mut self, tag: Tag<'b>, at: Range<usize>) {
        self.depth += 1;
        let outgrows = |title: &Title| at.start < title.line_end && at.end > title.line_end;
        let inline = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        );
        if inline && self.title.as_ref().is_some_and(outgrows) {
            self.dropped.push(self.depth);
            return;
        }
        match tag {
            Tag::Heading { classes, level, .. } => {
                let heading = self.text.body.headings.get(self.heading);
                self.heading += 1;
                // The page has the note's title above the text already; links may lead to it here.
                let twice = level as u8 == 1
                    && self.out.is_empty()
                    && self.nest.within.is_empty()
                    && heading.is_some_and(|heading| heading.text == self.text.title);
                if twice && let Some(heading) = heading {
                    if !self.is_alone() {
                        let id = escape(&heading.anchor);
                        self.html(format!("<span id=\"{id}\"></span>\n"));
                    }
                    self.hide = 1;
                    self.skip_heading = true;
                    return;
                }
                let id = heading.map(|heading| CowStr::from(heading.anchor.clone()));
                let id = id.filter(|_| self.nest.within.is_empty() && !self.is_alone());
                let level = if self.is_alone() { below_section(level) } else { level };
                self.out.push(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
            }
            Tag::BlockQuote(_) => self.quote(at),
            Tag::List(start) => {
                // In a tight list, nothing else ends the item's own text.
                self.place_footnotes();
                self.out.push(Event::Start(Tag::List(start)));
            }
            Tag::Paragraph if self.title.is_some() => {}
            Tag::Item => {
                self.block = Some((self.depth, false));
                self.out.push(Event::Start(Tag::Item));
            }
            Tag::Paragraph => {
                self.block = Some((self.depth, true));
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::HtmlBlock if self.text.raw_html => self.out.push(Event::Start(Tag::HtmlBlock)),
            Tag::HtmlBlock => self.html("<p>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_head(),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::FootnoteDefinition(label) => {
                self.into_footnote = Some((label.into_string(), std::mem::take(&mut self.out)));
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                self.link(link_type, dest_url, title, at);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.image(link_type, dest_url, title, at);
            }
            other => self.out.push(Event::Start(other)),
        }
    }

    /// The link by which a reader gets a heading's address. Its page alone has that address.
    fn anchor(&mut self) {
        let own = self.text.body.headings.get(self.heading.wrapping_sub(1));
        let on_page = self.nest.within.is_empty() && self.nest.medium == Medium::Page;
        if let Some(own) = own.filter(|_| on_page) {
            let (id, text) = (escape(&own.anchor), escape(&own.text));
            self.html(format!(
                " <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{text}”\">#</a>"
            ));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.close_mark();
        let here = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if self.dropped.last() == Some(&here) {
            self.dropped.pop();
            return;
        }
        match tag {
            TagEnd::Heading(_) if self.skip_heading => self.skip_heading = false,
            TagEnd::Heading(level) => {
                let level = if self.is_alone() { below_section(level) } else { level };
                self.anchor();
                self.out.push(Event::End(TagEnd::Heading(level)));
                self.place_footnotes();
            }
            TagEnd::BlockQuote(kind) => {
                self.end_quote(kind);
                self.place_footnotes();
            }
            TagEnd::Paragraph if self.title.is_some() => {
                let end = self.title.take().map_or("", |title| title.end);
                self.html(end);
            }
            TagEnd::Paragraph => {
                self.block = None;
                self.out.push(Event::End(TagEnd::Paragraph));
                self.place_footnotes();
            }
            TagEnd::Item => {
                self.place_footnotes();
                self.out.push(Event::End(TagEnd::Item));
            }
            TagEnd::CodeBlock => {
                if let Some((info, code)) = self.code.take() {
                    self.html(code::block(&info, &code));
                }
            }
            TagEnd::HtmlBlock if !self.text.raw_html => self.html("</p>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.html("</tr></thead>\n<tbody>\n"),
            TagEnd::TableRow => self.html("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::FootnoteDefinition => {
                if let Some((label, before)) = self.into_footnote.take() {
                    let own = std::mem::replace(&mut self.out, before);
                    self.footnotes.define(label, own);
                }
            }
            TagEnd::Link | TagEnd::Image => {
                let end = self.links.pop().unwrap_or("");
                if !end.is_empty() {
                    self.html(end);
                }
            }
            other => self.out.push(Event::End(other)),
        }
    }

    fn is_alone(&self) -> bool {
        self.nest.medium == Medium::Alone
    }

    fn finish(mut self) -> String {
        let mut html = String::with_capacity(self.source.len() * 3 / 2);
        html::push_html(&mut html, self.with_footnotes().into_iter());
        if self.embeds { html.replace("<p></p>\n", "") } else { html }
    }
}

/// The level of a heading within a section whose own is 2.
fn below_section(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Text as it may stand in HTML, in an attribute too.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\0' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}
