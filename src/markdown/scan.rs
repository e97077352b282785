//! What is found in a text before anything is rendered: headings, links, tags, promises, blocks.

use std::ops::Range;

use jiff::civil::Date;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::url::{Destination, destination};
use super::{Anchors, callout, events, inline};
use crate::model::{Body, Heading, Promise, Slug};

/// A link before it is known what it leads to.
#[derive(Clone, Debug)]
pub struct RawLink {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// The note or path it names; empty where it stays in its own note.
    pub target: String,
    /// The heading or `^block`, as written.
    pub fragment: Option<String>,
    /// `![[…]]` or `![…](…)`.
    pub embed: bool,
    /// `[[…]]`, which names a note, not a path.
    pub wiki: bool,
}

/// Something in a text that was meant for more than text: where, what is wrong, and what to do.
pub type Problem = (Range<usize>, String, &'static str);

/// What is in a text.
#[derive(Debug)]
pub struct Found {
    /// The text; its links are still missing.
    pub body: Body,
    /// The links into the journal, in order.
    pub links: Vec<RawLink>,
    /// What can't be meant so.
    pub problems: Vec<Problem>,
    /// Where `[!private]` stands, or nearly that, and opens no callout: somebody meant to hide what
    /// follows.
    pub strays: Vec<Range<usize>>,
}

/// Looks through a text from which comments are cut.
pub fn scan(text: String) -> Found {
    let mut scan = Scan { text: &text, ..Scan::default() };
    for (event, range) in events(&text) {
        scan.event(event, range);
    }
    let Scan { body, links, problems, verbatim, .. } = scan;
    let strays =
        strays(&text, |at| body.private.iter().chain(&verbatim).any(|range| range.contains(&at)));
    Found { body: Body { markdown: text, ..body }, links, problems, strays }
}

/// Where a text says `[!private]`, or nearly that, and not where `meant` says that it means it.
fn strays(text: &str, meant: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let stray = |(at, _): (usize, &str)| {
        let rest = &text[at + 2..];
        let length = rest.find([']', '|', '\n']).unwrap_or(rest.len());
        let kind = rest[..length].trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let near =
            kind.len() < 16 && strsim::osa_distance(&kind.to_ascii_lowercase(), "private") <= 1;
        let escaped = text[..at].ends_with('\\');
        (near && !escaped && !meant(at)).then_some(at..at + 2 + length)
    };
    text.match_indices("[!").filter_map(stray).collect()
}

/// A civil date: a time or a zone behind it never moves it to another day.
pub fn civil_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.strip_prefix("[[").and_then(|t| t.strip_suffix("]]")).unwrap_or(text);
    let (day, rest) = text.split_at_checked(10)?;
    let timed = rest.is_empty() || rest.starts_with(['T', 't', ' ', 'Z', ',']);
    let plain = day.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    (timed && plain).then(|| day.parse().ok()).flatten()
}

#[derive(Default)]
struct Scan<'t> {
    text: &'t str,
    body: Body,
    links: Vec<RawLink>,
    problems: Vec<Problem>,
    anchors: Anchors,
    /// The heading that is being read: its level and its own `{#id}`.
    heading: Option<(u8, Option<String>, String)>,
    /// The list items around this place: their ticks, and their text.
    items: Vec<(Option<bool>, String, Range<usize>)>,
    /// The paragraphs, items and headings around this place.
    blocks: Vec<Range<usize>>,
    /// The last block at this level that ended, which a `^name` of its own belongs to.
    previous: Range<usize>,
    last_text: Range<usize>,
    /// Code and HTML.
    verbatim: Vec<Range<usize>>,
    in_code: bool,
    in_link: usize,
    quotes: usize,
}

impl Scan<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                if let Some((_, _, heading)) = &mut self.heading {
                    heading.push_str(&text);
                }
                if let Some((_, item, _)) = self.items.last_mut() {
                    item.push_str(&text);
                }
                if !self.in_code {
                    self.running_text(&text, range);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => self.verbatim.push(range),
            Event::Code(text) => {
                self.verbatim.push(range);
                if let Some((_, _, heading)) = &mut self.heading {
                    heading.push_str(&text);
                }
                if let Some((_, item, _)) = self.items.last_mut() {
                    item.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, item, _)) = self.items.last_mut() {
                    item.push(' ');
                }
            }
            Event::TaskListMarker(done) => {
                if let Some((mark, ..)) = self.items.last_mut() {
                    *mark = Some(done);
                }
            }
            _ => {}
        }
    }

    fn running_text(&mut self, text: &str, range: Range<usize>) {
        self.last_text = range.clone();
        // Where the text is not what stands in the file (`&amp;`), places in it are not known.
        if self.in_link == 0 && self.text.get(range.clone()) == Some(text) {
            let before = self.text[..range.start].chars().next_back();
            for tag in inline::tags(text, before) {
                let slug = Slug::new(&text[tag.start + 1..tag.end]);
                if !slug.is_empty() {
                    self.body.tags.push((range.start + tag.start..range.start + tag.end, slug));
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.heading = Some((level as u8, id.map(Into::into), String::new()));
                self.blocks.push(range);
            }
            Tag::Item => {
                self.items.push((None, String::new(), range.clone()));
                self.blocks.push(range);
            }
            Tag::Paragraph => self.blocks.push(range),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.verbatim.push(range);
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                let private = callout::callout(&self.text[range.clone()])
                    .is_some_and(|callout| callout.is_private());
                if private {
                    self.body.private.push(range);
                }
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.in_link += 1;
                self.link(link_type, &dest_url, range, false);
            }
            Tag::Image { link_type, dest_url, .. } => {
                self.in_link += 1;
                self.link(link_type, &dest_url, range, true);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some((level, id, text)) = self.heading.take() {
                    let text = match inline::block_name(&text) {
                        Some(name) => text[..name.start - 1].trim().to_owned(),
                        None => text.trim().to_owned(),
                    };
                    let anchor = self.anchors.of(id.as_deref().unwrap_or(&text));
                    let quoted = self.quotes > 0;
                    self.body.headings.push(Heading { level, text, anchor, range, quoted });
                }
                self.end_block();
            }
            TagEnd::Item => {
                if let Some((Some(done), text, range)) = self.items.pop() {
                    self.promise(done, &text, range);
                }
                self.end_block();
            }
            TagEnd::Paragraph => {
                if let Some((_, item, _)) = self.items.last_mut() {
                    item.push(' ');
                }
                self.end_block();
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.previous = range;
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.previous = range;
            }
            TagEnd::List(_) | TagEnd::Table => self.previous = range,
            TagEnd::Link | TagEnd::Image => self.in_link -= 1,
            _ => {}
        }
    }

    fn end_block(&mut self) {
        let Some(block) = self.blocks.pop() else { return };
        let last = self.last_text.clone();
        let named = (last.start >= block.start && last.end <= block.end)
            .then(|| inline::block_name(&self.text[last.clone()]))
            .flatten();
        if let Some(name) = named {
            let text = self.text[last.start + name.start..last.start + name.end].to_lowercase();
            let own = block.start..last.start + name.start - 1;
            let alone = self.text[own.clone()].trim().is_empty();
            let range = if alone { self.previous.clone() } else { own };
            self.body.blocks.push((text, range));
            // The name belongs to the innermost block only.
            self.last_text = 0..0;
        }
        self.previous = block;
    }

    fn promise(&mut self, done: bool, text: &str, range: Range<usize>) {
        let text = text.trim();
        let Some(at) = text.rfind("(by ") else { return };
        let Some((day, after)) = text[at + 4..].split_once(')') else { return };
        // *(by Ann)* is no slip of a date.
        if !day.starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let Some(due) = civil_date(day) else {
            let start =
                self.text[range.clone()].rfind("(by ").map_or(range.start, |i| range.start + i);
            let message = format!("`{day}` is not a date, so this is no promise");
            self.problems.push((start..start + day.len() + 5, message, "write `(by 2026-03-01)`"));
            return;
        };
        let text = format!("{}{after}", text[..at].trim_end());
        self.body.promises.push(Promise { text: text.trim().to_owned(), due, done });
    }

    fn link(&mut self, kind: LinkType, url: &str, range: Range<usize>, embed: bool) {
        if matches!(kind, LinkType::WikiLink { .. }) {
            let (target, fragment) = inline::split_target(url);
            let fragment = fragment.map(ToOwned::to_owned);
            self.links.push(RawLink {
                range,
                target: target.to_owned(),
                fragment,
                embed,
                wiki: true,
            });
            return;
        }
        if kind == LinkType::Email {
            return;
        }
        match destination(url) {
            Destination::External => {}
            Destination::Refused(scheme) => {
                let message =
                    format!("a link may not have the scheme `{scheme}`: it stays plain text");
                self.problems.push((range, message, "use https, http, mailto or tel"));
            }
            Destination::Fragment(fragment) => {
                let fragment = Some(fragment.to_owned());
                self.links.push(RawLink {
                    range,
                    target: String::new(),
                    fragment,
                    embed,
                    wiki: false,
                });
            }
            Destination::Path(target, fragment) => {
                let fragment = fragment.map(ToOwned::to_owned);
                self.links.push(RawLink { range, target, fragment, embed, wiki: false });
            }
        }
    }
}
