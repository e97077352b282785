//! Texts without what a reader may not see: private callouts go, links into the journal are
//! written anew, and what is left is looked through as if it had always been so.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::markdown::scan::{Found, scan};
use crate::markdown::url::{Destination, destination, encode};
use crate::markdown::{comments, definitions, events};
use crate::model::{Body, Link, Target};

/// What stands where a link without words of its own led to something left out.
pub const LEFT_OUT: &str = "a private note";

/// So often is looked whether anything private is left; what is left then goes with all the text.
const ROUNDS: usize = 16;

/// A link into the journal.
pub struct Written<'t> {
    /// What reading made of it; a text that is no note's own has none.
    pub link: Option<&'t Link>,
    /// What it names, as it is written.
    pub name: &'t str,
    /// `[[…]]`, which names a thing and not a path.
    pub wiki: bool,
    /// Whether it stands in a heading.
    pub in_heading: bool,
}

/// A thing, and the part of its text.
pub type Lead = (Target, Option<String>);

/// What becomes of a link into the journal.
pub enum Fate {
    /// It leads there, and has these words where it has none of its own.
    Stays {
        /// Where to; nowhere in a text that is shown without markup.
        to: Option<Lead>,
        /// The words.
        label: String,
    },
    /// Its own words stay, or else [`LEFT_OUT`].
    Goes,
}

/// The text of a note as a reader gets it.
pub struct Edited {
    /// The text, and what is in it.
    pub body: Body,
    /// The fragments of the headings that stay, and what they are now.
    pub anchors: Vec<(String, String)>,
    /// How many private callouts went.
    pub callouts: usize,
    /// What the links named that went.
    pub links: Vec<String>,
}

/// Edits the text of a note; `fate` decides on each link.
pub fn body(old: &Body, fate: impl Fn(&Written<'_>) -> Fate) -> Edited {
    let mut draft = Draft { text: old.markdown.clone(), links: old.links.clone() };
    let callouts = if old.private.is_empty() { 0 } else { draft.cut_private() };
    let links = draft.rewrite(&fate);
    draft.cut_definitions();
    let mut found = scan(draft.text);
    if !found.body.private.is_empty() {
        found = scan(String::new());
    }
    let Found { mut body, links: raw, .. } = found;
    body.links = raw
        .into_iter()
        .map(|raw| {
            let kept = draft.links.iter().find(|link| link.range.start == raw.range.start);
            let (target, fragment) =
                kept.map_or((None, None), |link| (link.target.clone(), link.fragment.clone()));
            Link { range: raw.range, target, fragment, embed: raw.embed }
        })
        .collect();
    Edited { anchors: anchors(old, &body), body, callouts, links }
}

/// Edits a text that is shown without markup.
pub fn words(old: &str, fate: impl Fn(&Written<'_>) -> Fate) -> String {
    // Most say what they say in plain words.
    if !old.contains(['[', '%', '<', '>']) {
        return old.to_owned();
    }
    let mut draft = Draft { text: comments::cut(old).text, links: Vec::new() };
    draft.cut_private();
    draft.rewrite(&fate);
    draft.cut_definitions();
    let whole = old.ends_with(char::is_whitespace);
    if whole { draft.text } else { draft.text.trim_end().to_owned() }
}

/// The headings that stand outside private callouts keep their order.
fn anchors(old: &Body, new: &Body) -> Vec<(String, String)> {
    let stay: Vec<_> =
        old.headings.iter().filter(|own| !within(&own.range, &old.private)).collect();
    if stay.len() != new.headings.len() {
        return Vec::new();
    }
    let both = stay.into_iter().zip(&new.headings);
    both.map(|(old, new)| (old.anchor.clone(), new.anchor.clone())).collect()
}

/// Whether a range lies in one of others.
pub fn within(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    others.iter().any(|other| other.start <= range.start && range.end <= other.end)
}

struct Draft {
    text: String,
    links: Vec<Link>,
}

/// A range, and what takes its place.
type Edit = (Range<usize>, String);

impl Draft {
    /// Cuts private callouts until there are none, for one that is cut may have held others
    /// together.
    fn cut_private(&mut self) -> usize {
        let mut callouts = 0;
        for _ in 0..ROUNDS {
            let private = scan(self.text.clone()).body.private;
            if private.is_empty() {
                return callouts;
            }
            let mut cuts: Vec<Edit> = Vec::new();
            for range in private {
                if cuts.last().is_none_or(|(last, _)| last.end <= range.start) {
                    // An empty line keeps apart what stood before and behind it.
                    cuts.push((range, "\n".to_owned()));
                }
            }
            callouts += cuts.len();
            self.apply(cuts);
        }
        self.apply(vec![(0..self.text.len(), String::new())]);
        callouts
    }

    /// Cuts the definitions of links into the journal: the links say themselves where they lead.
    fn cut_definitions(&mut self) {
        if !self.text.contains("]:") {
            return;
        }
        loop {
            let local = |(range, url): (Range<usize>, String)| {
                (destination(&url) != Destination::External).then(|| (range, String::new()))
            };
            let cuts: Vec<Edit> = definitions(&self.text).into_iter().filter_map(local).collect();
            if cuts.is_empty() {
                return;
            }
            self.apply(cuts);
        }
    }

    /// Writes each link into the journal anew, or only its words. Gives what those named that went.
    fn rewrite(&mut self, fate: &impl Fn(&Written<'_>) -> Fate) -> Vec<String> {
        if !self.text.contains('[') {
            return Vec::new();
        }
        let mut rewriting = Rewriting { draft: self, fate, edits: Vec::new(), decided: Vec::new() };
        let mut open: Vec<Open> = Vec::new();
        let mut headings = 0_usize;
        for (event, range) in events(&self.text) {
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

    /// Puts texts in the place of ranges, which are in order and don't overlap. Links keep to where
    /// they begin; one that begins within a range is gone.
    fn apply(&mut self, edits: Vec<Edit>) {
        let mut text = String::with_capacity(self.text.len());
        let mut links = std::mem::take(&mut self.links).into_iter().peekable();
        let mut from = 0;
        for (range, new) in edits {
            while let Some(mut link) = links.next_if(|link| link.range.start < range.start) {
                if link.range.start >= from {
                    link.range.start = text.len() + link.range.start - from;
                    self.links.push(link);
                }
            }
            text.push_str(&self.text[from..range.start]);
            if let Some(mut link) = links.next_if(|link| link.range.start == range.start) {
                link.range.start = text.len();
                self.links.push(link);
            }
            text.push_str(&new);
            from = range.end;
        }
        for mut link in links.filter(|link| link.range.start >= from) {
            link.range.start = text.len() + link.range.start - from;
            self.links.push(link);
        }
        text.push_str(&self.text[from..]);
        self.text = text;
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
