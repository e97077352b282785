//! The text of a note: what is found in it before anything is rendered.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::source::Source;
use super::types::civil_date;
use crate::diagnostic::Diagnostic;
use crate::markdown::url::{Destination, destination};
use crate::markdown::{Anchors, callout, comments, events, inline, plain};
use crate::model::{Body, Heading, Promise, Slug};

/// A note's text, with its links as they are written.
#[derive(Clone)]
pub struct Scanned {
    /// The text; its links are still missing.
    pub body: Body,
    /// The links, in order.
    pub links: Vec<RawLink>,
    /// From a place in the text to one in the file.
    places: Places,
}

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

#[derive(Clone)]
struct Places {
    start: usize,
    cut: comments::Cut,
}

impl Scanned {
    /// A range of the text as a range of the file.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.places.of(range)
    }

    /// The first level-1 heading.
    pub fn title(&self) -> Option<&str> {
        let first =
            self.body.headings.iter().find(|heading| heading.level == 1 && !heading.quoted)?;
        Some(first.text.as_str()).filter(|text| !text.is_empty())
    }

    /// The words under the level-2 heading of that name, if there are any.
    pub fn section(&self, name: &str) -> Option<String> {
        let at = self.body.question(name)?;
        Some(plain(&self.body.markdown[self.body.section(at)])).filter(|text| !text.is_empty())
    }
}

impl Places {
    fn of(&self, range: &Range<usize>) -> Range<usize> {
        self.start + self.cut.original(range.start)..self.start + self.cut.original(range.end)
    }
}

/// Scans the text in a range of a file.
pub fn scan(source: &mut Source, range: Range<usize>, problems: &mut Vec<Diagnostic>) -> Scanned {
    let mut cut = comments::cut(&source.text[range.clone()]);
    let text = std::mem::take(&mut cut.text);
    let places = Places { start: range.start, cut };
    source.hidden =
        places.cut.cuts().map(|cut| range.start + cut.start..range.start + cut.end).collect();
    if let Some(at) = places.cut.unclosed {
        let at = range.start + at;
        problems.push(
            Diagnostic::warning(
                "unclosed-comment",
                &source.path,
                "this comment is never closed: the rest of the note is left out",
            )
            .at(source.location(at..at + 2))
            .hint("close it, or write `\\%\\%` where none was meant"),
        );
    }
    let mut scan = Scan { text: &text, ..Scan::default() };
    for (event, range) in events(&text) {
        scan.event(event, range);
    }
    for (range, message, hint) in std::mem::take(&mut scan.problems) {
        problems.push(
            Diagnostic::warning("text", &source.path, message)
                .at(source.location(places.of(&range)))
                .hint(hint),
        );
    }
    let Scan { mut body, links, .. } = scan;
    body.markdown = text;
    Scanned { body, links, places }
}

#[derive(Default)]
struct Scan<'t> {
    text: &'t str,
    body: Body,
    links: Vec<RawLink>,
    problems: Vec<(Range<usize>, String, &'static str)>,
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
            Event::Code(text) => {
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
            Tag::CodeBlock(_) => self.in_code = true,
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

#[cfg(test)]
mod tests {
    use super::{Scanned, scan};
    use crate::read::source::Source;

    fn read(text: &str) -> (Scanned, Vec<String>) {
        let mut source = Source { path: "a.md".into(), text: text.into(), hidden: Vec::new() };
        let mut problems = Vec::new();
        let scanned = scan(&mut source, 0..text.len(), &mut problems);
        (scanned, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn headings_give_the_title_and_the_answers() {
        let (note, _) =
            read("# The *title*\n\n## Trying\n\nShip it.\n\n- a\n\n## Blocking?\n\n## Help\n\nx\n");
        assert_eq!(note.title(), Some("The title"));
        assert_eq!(note.section("trying").as_deref(), Some("Ship it. a"));
        assert_eq!(note.section("blocking"), None);
        assert_eq!(note.section("help").as_deref(), Some("x"));
    }

    #[test]
    fn a_promise_is_an_item_with_a_box_and_a_date() {
        let (note, problems) = read(
            "- [ ] Send **it** (by 2026-03-01)\n- [x] Done (by 2026-02-01), late\n- [ ] no date\n- no box (by 2026-01-01)\n- [ ] wrong (by 2026-02-30)\n",
        );
        let promises: Vec<_> = note
            .body
            .promises
            .iter()
            .map(|p| (p.text.as_str(), p.due.to_string(), p.done))
            .collect();
        assert_eq!(
            promises,
            [
                ("Send it", "2026-03-01".to_owned(), false),
                ("Done, late", "2026-02-01".to_owned(), true),
            ]
        );
        assert_eq!(problems, ["`2026-02-30` is not a date, so this is no promise"]);
    }

    #[test]
    fn links_tags_and_blocks_are_found_outside_code() {
        let (note, problems) = read(
            "See [[Docs cleanup#What|x]], ![[a.png]] and [b](../b.md#c). #docs `[[no]]`\n\n    [[no]] #no\n\nA claim. ^claim-1\n\n| a |\n|---|\n| b |\n\n^table\n\n[x](javascript:a) [y](https://a.example/#b)\n",
        );
        let links: Vec<_> = note
            .links
            .iter()
            .map(|l| (l.target.as_str(), l.fragment.as_deref(), l.embed, l.wiki))
            .collect();
        assert_eq!(
            links,
            [
                ("Docs cleanup", Some("What"), false, true),
                ("a.png", None, true, true),
                ("../b.md", Some("c"), false, false),
            ]
        );
        assert_eq!(
            note.body.tags.iter().map(|(_, tag)| tag.as_str()).collect::<Vec<_>>(),
            ["docs"]
        );
        let blocks: Vec<_> = note
            .body
            .blocks
            .iter()
            .map(|(name, range)| (name.as_str(), note.body.markdown[range.clone()].trim()))
            .collect();
        assert_eq!(blocks, [("claim-1", "A claim."), ("table", "| a |\n|---|\n| b |")]);
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn private_callouts_are_marked_and_comments_gone() {
        let (note, _) = read("a\n\n> [!private]- Pay\n> secret\n\n%%hidden%%\n\n> [!note]\n> b\n");
        assert_eq!(note.body.private.len(), 1);
        assert!(note.body.markdown[note.body.private[0].clone()].contains("secret"));
        assert!(!note.body.markdown.contains("hidden"));
    }
}
