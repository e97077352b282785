//! Links into the journal, written anew.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Draft, Edit, Fate, LEFT_OUT, Lead, Written};
use crate::markdown::events;
use crate::markdown::url::{Destination, destination, encode};
use crate::model::Target;

impl Draft {
    /// Writes each link into the journal anew, or only its words. Gives what those named that went.
    pub(super) fn rewrite(&mut self, fate: &impl Fn(&Written<'_>) -> Fate) -> Vec<String> {
        if !self.text.contains('[') {
            return Vec::new();
        }
        let mut rewriting = Rewriting { draft: self, fate, edits: Vec::new(), decided: Vec::new() };
        let mut open: Vec<Open> = Vec::new();
        let mut headings = 0_usize;
        for (event, range) in events(&self.text) {
            if matches!(event, Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_)) {
                rewriting.html(&range);
            }
            for around in &mut open {
                around.sees(&range);
            }
            match event {
                Event::Start(Tag::Heading { .. }) => headings += 1,
                Event::End(TagEnd::Heading(_)) => headings -= 1,
                Event::Start(
                    Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. },
                ) => open.push(Open::new(range, link_type, &dest_url, headings > 0)),
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some(link) = open.pop() {
                        rewriting.link(&link);
                    }
                }
                _ => {}
            }
        }
        let Rewriting { mut edits, decided, .. } = rewriting;
        let mut gone = Vec::new();
        for link in &mut self.links {
            (link.target, link.fragment) = (None, None);
        }
        for (start, decision) in decided {
            let link = self.links.binary_search_by_key(&start, |link| link.range.start);
            match (decision, link) {
                (Ok((target, fragment)), Ok(at)) => {
                    (self.links[at].target, self.links[at].fragment) = (Some(target), fragment);
                }
                (Ok(_), Err(_)) => {}
                (Err(name), _) => gone.push(name),
            }
        }
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        self.apply(edits);
        gone
    }
}

/// A link whose end was not met yet.
struct Open {
    range: Range<usize>,
    kind: LinkType,
    /// What it leads to, as it is written.
    name: String,
    in_heading: bool,
    /// From where to where its own words go.
    words: Option<Range<usize>>,
}

impl Open {
    fn new(range: Range<usize>, kind: LinkType, name: &str, in_heading: bool) -> Self {
        Self { range, kind, name: name.to_owned(), in_heading, words: None }
    }

    fn sees(&mut self, event: &Range<usize>) {
        if *event != self.range && !event.is_empty() {
            let words = self.words.get_or_insert_with(|| event.clone());
            words.end = words.end.max(event.end);
        }
    }

    fn is_wiki(&self) -> bool {
        matches!(self.kind, LinkType::WikiLink { .. })
    }

    /// Its own words; a wikilink without an alias has none.
    fn own_words(&self, text: &str) -> Option<Range<usize>> {
        if matches!(self.kind, LinkType::WikiLink { has_pothole: false }) {
            return None;
        }
        let embed = usize::from(text[self.range.clone()].starts_with('!'));
        // What is escaped begins before the first of its events.
        let opens = self.range.start + embed + 1;
        match &self.words {
            Some(words) if self.is_wiki() => Some(words.clone()),
            Some(words) => Some(opens..words.end),
            None if self.is_wiki() => None,
            None => Some(opens..opens),
        }
    }
}

struct Rewriting<'d, F> {
    draft: &'d Draft,
    fate: &'d F,
    edits: Vec<Edit>,
    /// What each link leads to now, by where it began; of one that goes, what it named.
    decided: Vec<(usize, Result<Lead, String>)>,
}

impl<F: Fn(&Written<'_>) -> Fate> Rewriting<'_, F> {
    /// In HTML, nothing is a link or a callout. Whoever meant one there meant it to hide.
    fn html(&mut self, range: &Range<usize>) {
        let html = &self.draft.text[range.clone()];
        let private = html.to_ascii_lowercase().find("[!private");
        let end = private.unwrap_or(html.len());
        let mut from = 0;
        while let Some(start) = html[from..end].find("[[").map(|at| from + at) {
            let Some(length) = html[start..end].find("]]") else { break };
            let inner = &html[start + 2..start + length];
            let words = inner.split_once('|').map_or(LEFT_OUT, |(_, words)| words).to_owned();
            from = start + length + 2;
            self.edits.push((range.start + start..range.start + from, words));
        }
        if let Some(at) = private {
            self.edits.push((range.start + at..range.end, "\n".to_owned()));
        }
    }

    fn link(&mut self, link: &Open) {
        let text = &self.draft.text;
        let wiki = link.is_wiki();
        let external = destination(&link.name) == Destination::External;
        if matches!(link.kind, LinkType::Autolink | LinkType::Email) || !wiki && external {
            return;
        }
        let links = &self.draft.links;
        let known = links.binary_search_by_key(&link.range.start, |link| link.range.start);
        let written = Written {
            link: known.ok().map(|at| &links[at]),
            name: &link.name,
            wiki,
            in_heading: link.in_heading,
        };
        let words = link.own_words(text);
        let mut range = link.range.clone();
        if link.kind == LinkType::Collapsed && text[range.end..].starts_with("[]") {
            range.end += 2;
        }
        let embed = if text[range.clone()].starts_with('!') { "!" } else { "" };
        let (head, tail, label) = match (self.fate)(&written) {
            Fate::Stays { to: Some((target, fragment)), label } => {
                let tail = format!("](<{}>)", address(&target));
                self.decided.push((range.start, Ok((target, fragment))));
                (format!("{embed}["), tail, escape(&label))
            }
            Fate::Stays { to: None, label } => (String::new(), String::new(), label),
            Fate::Goes => {
                self.decided.push((range.start, Err(link.name.clone())));
                (String::new(), String::new(), LEFT_OUT.to_owned())
            }
        };
        match words {
            Some(words) => {
                self.edits.push((range.start..words.start, head));
                self.edits.push((words.end..range.end, tail));
            }
            None => self.edits.push((range, format!("{head}{label}{tail}"))),
        }
    }
}

/// What a link to a thing is written with; it is never read again, and tells nothing of folders.
fn address(target: &Target) -> String {
    match target {
        Target::Entry(id)
        | Target::Page(id)
        | Target::Goal(id)
        | Target::Task(id)
        | Target::Person(id) => id.to_string(),
        Target::File(path) => encode(path),
    }
}

/// A text as it may stand in Markdown without meaning anything.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}
