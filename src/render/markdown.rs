//! The text of a note as HTML.
//!
//! pulldown-cmark writes the HTML; what is Obsidian's, and what may not pass as it stands, is put
//! into its stream of events before that.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, html};

use super::book::{Book, Text};
use crate::markdown::url::{Destination, destination, encode};
use crate::markdown::{self, block_anchor, callout, events, inline};
use crate::model::{Link, Slug, Target};

/// How many notes may be shown inside each other, and on one page.
const DEEPEST: usize = 3;
const MOST: usize = 40;

/// The notes that a text is shown inside of, and how many were shown on the page so far.
#[derive(Default)]
struct Nest {
    within: Vec<Target>,
    shown: usize,
}

/// Renders a note's text for a page at `root` (`""` or `"../"`).
pub fn html(book: &Book<'_>, text: &Text<'_>, root: &str) -> String {
    let whole = 0..text.body.markdown.len();
    part(book, text, whole, root, &mut Nest::default())
}

/// Renders the part of a note's text that lies in a range. `nest` is what it is shown
/// inside of.
fn part(
    book: &Book<'_>,
    text: &Text<'_>,
    range: Range<usize>,
    root: &str,
    nest: &mut Nest,
) -> String {
    let source = &text.body.markdown;
    let mut writer = Writer {
        book,
        text,
        source,
        root,
        prefix: if nest.within.is_empty() { String::new() } else { format!("e-{}-", nest.shown) },
        nest,
        named: text.body.blocks.iter().map(|(name, _)| name.as_str()).collect(),
        out: Vec::new(),
        footnotes: Footnotes::default(),
        into_footnote: None,
        heading: 0,
        callouts: Vec::new(),
        title: None,
        links: Vec::new(),
        hide: 0,
        block: None,
        embeds: false,
        dropped: Vec::new(),
        mark: None,
        depth: 0,
        in_code: false,
        skip_heading: false,
    };
    // The whole text is parsed, for a reference may be defined anywhere in it.
    let mut shown = 0;
    for (event, at) in events(source) {
        // An event belongs to the part if its outermost block begins in it.
        let starts = matches!(event, Event::Start(_));
        let ends = matches!(event, Event::End(_));
        if shown > 0 || range.contains(&at.start) {
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
    writer.finish()
}

struct Writer<'b, 'w> {
    book: &'b Book<'b>,
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
    /// The footnote whose definition is being read: it is written at the end of the text.
    into_footnote: Option<(usize, Vec<Event<'b>>)>,
    /// How many headings of the note have begun, which numbers them as in its body.
    heading: usize,
    /// The quotes around this place: for a callout, the end of what is written for it.
    callouts: Vec<Option<&'static str>>,
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
    in_code: bool,
    skip_heading: bool,
}

struct Title {
    range: Range<usize>,
    line_end: usize,
    end: &'static str,
}

#[derive(Default)]
struct Footnotes<'b> {
    numbers: HashMap<String, usize>,
    uses: HashMap<usize, usize>,
    definitions: Vec<(usize, Vec<Event<'b>>)>,
}

impl Footnotes<'_> {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }
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

    /// Ends a callout's title where its line does; whether that was all the event meant.
    fn end_title(&mut self, event: &Event<'_>, at: &Range<usize>) -> bool {
        let Some(title) = &self.title else { return false };
        let breaks = matches!(event, Event::SoftBreak | Event::HardBreak);
        let over = (breaks && at.start + 1 >= title.line_end) || at.start >= title.line_end;
        if !over {
            return false;
        }
        let end = title.end;
        self.title = None;
        self.html(end);
        if !matches!(event, Event::End(_)) {
            self.html("<p>");
            self.block = Some((self.depth, true));
        }
        breaks
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
                    let id = escape(&heading.anchor);
                    self.html(format!("<span id=\"{id}\"></span>\n"));
                    self.hide = 1;
                    self.skip_heading = true;
                    return;
                }
                let id = heading.map(|heading| CowStr::from(heading.anchor.clone()));
                let id = id.filter(|_| self.nest.within.is_empty());
                self.out.push(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
            }
            Tag::BlockQuote(_) => self.quote(at),
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
                self.in_code = true;
                self.out.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::HtmlBlock if self.text.raw_html => self.out.push(Event::Start(Tag::HtmlBlock)),
            Tag::HtmlBlock => self.html("<p>"),
            Tag::Table(alignments) => {
                self.html(
                    "<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">",
                );
                self.out.push(Event::Start(Tag::Table(alignments)));
            }
            Tag::FootnoteDefinition(label) => {
                let number = self.footnotes.number(&label);
                self.into_footnote = Some((number, std::mem::take(&mut self.out)));
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
            TagEnd::BlockQuote(kind) => match self.callouts.pop().flatten() {
                Some(end) => self.html(end),
                None => self.out.push(Event::End(TagEnd::BlockQuote(kind))),
            },
            TagEnd::Paragraph if self.title.is_some() => {
                let end = self.title.take().map_or("", |title| title.end);
                self.html(end);
            }
            TagEnd::Paragraph => {
                self.block = None;
                self.out.push(Event::End(TagEnd::Paragraph));
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.out.push(Event::End(TagEnd::CodeBlock));
            }
            TagEnd::HtmlBlock if !self.text.raw_html => self.html("</p>\n"),
            TagEnd::Table => {
                self.out.push(Event::End(TagEnd::Table));
                self.html("</div>\n");
            }
            TagEnd::FootnoteDefinition => {
                if let Some((number, before)) = self.into_footnote.take() {
                    let own = std::mem::replace(&mut self.out, before);
                    self.footnotes.definitions.push((number, own));
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

    fn quote(&mut self, at: Range<usize>) {
        let Some(callout) = callout::callout(&self.source[at.clone()]) else {
            self.callouts.push(None);
            self.out.push(Event::Start(Tag::BlockQuote(None)));
            return;
        };
        let kind = Slug::new(callout.kind);
        let untitled = callout.title.is_empty();
        let (open, title_end, end) = match callout.fold {
            Some(true) => ("<details open", "</summary>\n", "</details>\n"),
            Some(false) => ("<details", "</summary>\n", "</details>\n"),
            None => ("<div role=\"note\"", "</p>\n", "</div>\n"),
        };
        let title =
            if callout.fold.is_some() { "<summary>" } else { "<p class=\"callout-title\">" };
        self.html(format!("{open} class=\"callout callout-{kind}\">\n{title}"));
        if untitled {
            self.out.push(Event::Text(kind.spaced().into()));
        }
        let line_end = self.source[at.clone()].find('\n').map_or(at.end, |i| at.start + i + 1);
        let range = at.start + callout.title.start..at.start + callout.title.end;
        self.title = Some(Title { range, line_end, end: title_end });
        self.callouts.push(Some(end));
    }

    /// Text outside of tags: without a callout's `[!kind]`, with tags, marks and block names.
    fn running(&mut self, text: CowStr<'b>, at: Range<usize>) {
        if self.in_code {
            self.out.push(Event::Text(text));
            return;
        }
        if let Some(title) = &self.title {
            if at.end <= title.range.start {
                return;
            }
            if at.start < title.range.start {
                let from = title.range.start;
                self.running(self.source[from..at.end].into(), from..at.end);
                return;
            }
        }
        // Almost every text is plain.
        if !text.contains(['#', '=', '^']) {
            self.out.push(Event::Text(text));
            return;
        }
        let named = inline::block_name(&text)
            .filter(|name| self.named.contains(text[name.clone()].to_lowercase().as_str()));
        let shown = named.as_ref().map_or(&*text, |name| text[..name.start - 1].trim_end());
        let mut from = 0;
        let in_link = !self.links.is_empty();
        let before = self.source[..at.start].chars().next_back();
        for tag in inline::tags(shown, before).filter(|_| !in_link) {
            self.marked(&shown[from..tag.start]);
            let slug = Slug::new(&shown[tag.start + 1..tag.end]);
            let name = escape(&shown[tag.clone()]);
            self.html(format!(
                "<a class=\"tag\" href=\"{}tags/{slug}.html\">{name}</a>",
                self.root
            ));
            from = tag.end;
        }
        self.marked(&shown[from..]);
        if let Some(name) = named.filter(|_| self.nest.within.is_empty()) {
            let name = &text[name];
            // Of two blocks with one name, links lead to the first.
            self.named.remove(name.to_lowercase().as_str());
            self.html(format!("<span id=\"{}\"></span>", block_anchor(name)));
        }
    }

    /// Text with `==marks==`, which may have other markup inside and end in a later text.
    fn marked(&mut self, text: &str) {
        let mut rest = text;
        while let Some(i) = rest.find("==") {
            let (before, after) = (&rest[..i], &rest[i + 2..]);
            self.plain(before);
            let closes = self.mark.is_some_and(|(_, depth)| depth == self.depth)
                && !before.ends_with(char::is_whitespace);
            if closes && let Some((open, _)) = self.mark.take() {
                self.out[open] = Event::Html("<mark>".into());
                self.html("</mark>");
            } else if self.mark.is_none()
                && !after.starts_with(|c: char| c.is_whitespace() || c == '=')
            {
                self.mark = Some((self.out.len(), self.depth));
                self.out.push(Event::Text("==".into()));
            } else {
                self.plain("==");
            }
            rest = after;
        }
        self.plain(rest);
    }

    /// A mark does not reach beyond the block it began in.
    fn close_mark(&mut self) {
        if self.mark.is_some_and(|(_, depth)| depth >= self.depth) {
            self.mark = None;
        }
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push(Event::Text(text.to_owned().into()));
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let number = self.footnotes.number(label);
        let uses = self.footnotes.uses.entry(number).or_insert(0);
        *uses += 1;
        let prefix = &self.prefix;
        let back =
            if *uses == 1 { format!(" id=\"{prefix}fnref-{number}\"") } else { String::new() };
        self.html(format!(
            "<sup class=\"footnote\"{back}><a href=\"#{prefix}fn-{number}\">{number}</a></sup>"
        ));
    }

    fn own_link(&self, at: &Range<usize>) -> Option<&'b Link> {
        let links = &self.text.body.links;
        links.binary_search_by_key(&at.start, |link| link.range.start).ok().map(|i| &links[i])
    }

    fn link(&mut self, kind: LinkType, url: CowStr<'b>, title: CowStr<'b>, at: Range<usize>) {
        if let Some(link) = self.own_link(&at) {
            match self.url(link) {
                Some(url) => {
                    self.html(format!("<a href=\"{}\">", escape(&url)));
                    self.links.push("</a>");
                }
                None => self.dead_link(),
            }
            let bare = match kind {
                LinkType::WikiLink { has_pothole } => {
                    !has_pothole || self.source[at].trim_end_matches(']').ends_with('|')
                }
                _ => false,
            };
            if bare && let Some(label) = self.label(link, &url) {
                self.out.push(Event::Text(label.into()));
                self.hide = 1;
            }
            return;
        }
        let url = match (kind, destination(&url)) {
            (LinkType::Email, _) => format!("mailto:{url}").into(),
            (_, Destination::External) => url,
            _ => {
                self.links.push("");
                return;
            }
        };
        let title =
            if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&title)) };
        self.html(format!("<a href=\"{}\"{title} rel=\"noreferrer\">", escape(&url)));
        self.links.push("</a>");
    }

    fn dead_link(&mut self) {
        self.html("<span class=\"dead-link\">");
        self.links.push("</span>");
    }

    /// What a wikilink without an alias shows: the title of what it leads to.
    fn label(&self, link: &Link, written: &str) -> Option<String> {
        let target = link.target.as_ref()?;
        let (name, part) = inline::split_target(written);
        let part = part.map(|part| part.trim_start_matches('^'));
        match (name.is_empty(), part) {
            (true, part) => part.map(ToOwned::to_owned),
            (false, Some(part)) => Some(format!("{} › {part}", self.book.title(target))),
            (false, None) => Some(self.book.title(target)),
        }
    }

    fn url(&self, link: &Link) -> Option<String> {
        let target = link.target.as_ref()?;
        let own = *target == self.text.own && self.nest.within.is_empty();
        let page = if own && link.fragment.is_some() {
            String::new()
        } else {
            format!("{}{}", self.root, encode(&self.book.url(target)?))
        };
        Some(match &link.fragment {
            Some(fragment) => format!("{page}#{fragment}"),
            None => page,
        })
    }

    /// `![…](…)` and `![[…]]`. A picture from elsewhere is linked, not shown: whoever serves it
    /// would learn who reads the page, and when.
    fn image(&mut self, kind: LinkType, url: CowStr<'b>, title: CowStr<'b>, at: Range<usize>) {
        let Some(link) = self.own_link(&at) else {
            return self.link(kind, url, title, at);
        };
        match (&link.target, self.url(link)) {
            (Some(Target::File(path)), Some(url)) => {
                let written = &self.source[at];
                self.file(path, &url, file_label(written, kind));
                self.links.push("");
                self.hide = 1;
            }
            (Some(target), Some(url)) => {
                self.embed(target, link, &url);
                self.links.push("");
                self.hide = 1;
            }
            _ => self.dead_link(),
        }
    }

    fn file(&mut self, path: &str, url: &str, label: &str) {
        let (text, size) = match label.rsplit_once('|').unwrap_or(("", label)) {
            (text, size) if is_size(size) => (text, Some(size)),
            _ => (label, None),
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let text = markdown::plain(text);
        let text = escape(if text.is_empty() { name } else { &text });
        let url = escape(url);
        let size = size.map_or_else(String::new, |size| match size.split_once('x') {
            Some((width, height)) => format!(" width=\"{width}\" height=\"{height}\""),
            None => format!(" width=\"{size}\""),
        });
        self.html(if is_picture(path) {
            format!("<img src=\"{url}\" alt=\"{text}\"{size} loading=\"lazy\">")
        } else {
            format!("<a href=\"{url}\">{text}</a>")
        });
    }

    /// `![[note#part]]`: that part of the note, in place; a link to it where it can't be.
    fn embed(&mut self, target: &Target, link: &Link, url: &str) {
        let title = self.book.title(target);
        let head = format!("<a href=\"{}\">{}</a>", escape(url), escape(&title));
        // Not inside a link or other markup: blocks can't stand there.
        let place = self.block.filter(|(depth, _)| {
            *depth + 1 == self.depth && self.links.is_empty() && self.mark.is_none()
        });
        let room = self.nest.within.len() < DEEPEST && self.nest.shown < MOST;
        let again = *target == self.text.own || self.nest.within.contains(target);
        let text = self.book.text(target).filter(|_| room && !again);
        let (Some(text), Some((_, paragraph))) = (text, place) else {
            self.html(head);
            return;
        };
        let range = range_of(&text, link.fragment.as_deref());
        self.nest.within.push(self.text.own.clone());
        self.nest.shown += 1;
        let inner = part(self.book, &text, range, self.root, self.nest);
        self.nest.within.pop();
        self.embeds = true;
        // A paragraph can't hold blocks: it ends before them and goes on behind.
        let (end, begin) = if paragraph { ("</p>\n", "\n<p>") } else { ("", "") };
        self.html(format!(
            "{end}<figure class=\"embed\">\n{inner}<figcaption>{head}</figcaption></figure>{begin}"
        ));
    }

    fn finish(mut self) -> String {
        let mut html = String::with_capacity(self.source.len() * 3 / 2);
        html::push_html(&mut html, self.out.drain(..));
        if !self.footnotes.definitions.is_empty() {
            self.footnotes.definitions.sort_by_key(|(number, _)| *number);
            html.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
            for (number, events) in self.footnotes.definitions.drain(..) {
                let prefix = &self.prefix;
                html.push_str(&format!("<li id=\"{prefix}fn-{number}\" value=\"{number}\">"));
                html::push_html(&mut html, events.into_iter());
                if self.footnotes.uses.contains_key(&number) {
                    html.push_str(&format!(
                        " <a href=\"#{prefix}fnref-{number}\" aria-label=\"Back to the text\">↩</a>"
                    ));
                }
                html.push_str("</li>\n");
            }
            html.push_str("</ol>\n</section>\n");
        }
        if self.embeds { html.replace("<p></p>\n", "") } else { html }
    }
}

/// What an image is called: its alternative text, or what stands behind the bar of a wikilink.
fn file_label(written: &str, kind: LinkType) -> &str {
    let inner = written.trim_start_matches(['!', '[']);
    match kind {
        LinkType::WikiLink { .. } => {
            inner.trim_end_matches(']').split_once('|').map_or("", |(_, label)| label)
        }
        _ => inner.split(']').next().unwrap_or(""),
    }
}

/// The part of a note that a fragment names; the whole of it without one.
fn range_of(text: &Text<'_>, fragment: Option<&str>) -> Range<usize> {
    let body = text.body;
    let whole = 0..body.markdown.len();
    let Some(fragment) = fragment else { return whole };
    if let Some(at) = body.headings.iter().position(|heading| heading.anchor == fragment) {
        return body.headings[at].range.start..body.section(at).end;
    }
    let block = body.blocks.iter().find(|(name, _)| block_anchor(name) == fragment);
    block.map_or(whole, |(_, range)| range.clone())
}

/// `300` or `300x200`.
fn is_size(text: &str) -> bool {
    let number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('x').map_or_else(|| number(text), |(w, h)| number(w) && number(h))
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
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
