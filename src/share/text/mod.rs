//! Texts without what a reader may not see: private callouts go, links into the journal are
//! written anew, and what is left is looked through as if it had always been so.

mod rewrite;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::markdown::scan::{Found, scan};
use crate::markdown::url::{Destination, destination};
use crate::markdown::{comments, definitions, events};
use crate::model::{Body, Link, Slug, Target};

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

/// A text without what is private in it: its headings and blocks are those that links can name. `None`
/// where nothing is. Where there are `unnamed` names, the text's title goes too, and headings that say one
/// of them.
pub fn outline(old: &Body, unnamed: &[Slug]) -> Option<Body> {
    if old.private.is_empty() && unnamed.is_empty() {
        return None;
    }
    let mut draft = Draft { text: old.markdown.clone(), links: Vec::new() };
    (draft.cut(old, unnamed) > 0).then(|| scan(draft.text).body)
}

/// Edits the text of a note, whose [`outline`] that is; `fate` decides on each link.
pub fn body(
    old: &Body,
    outline: &Body,
    unnamed: &[Slug],
    fate: impl Fn(&Written<'_>) -> Fate,
) -> Edited {
    let mut draft = Draft { text: old.markdown.clone(), links: old.links.clone() };
    let callouts = draft.cut(old, unnamed) - headings(old, unnamed).len();
    let links = draft.rewrite(&fate);
    draft.cut_definitions();
    draft.cut_footnotes();
    let mut found = scan(draft.text);
    if !found.body.private.is_empty() {
        found = scan(String::new());
    }
    let Found { mut body, links: raw, .. } = found;
    body.links = raw
        .into_iter()
        .map(|raw| {
            let kept = draft.links.binary_search_by_key(&raw.range.start, |link| link.range.start);
            let kept = kept.ok().map(|at| draft.links[at].clone());
            let (target, fragment) = kept.map_or((None, None), |link| (link.target, link.fragment));
            Link { range: raw.range, target, fragment, embed: raw.embed }
        })
        .collect();
    Edited { anchors: anchors(outline, &body), body, callouts, links }
}

/// The headings that name somebody who is shared by another name.
fn headings(body: &Body, unnamed: &[Slug]) -> Vec<Range<usize>> {
    if unnamed.is_empty() {
        return Vec::new();
    }
    let title = body.headings.iter().position(|own| own.level == 1 && !own.quoted);
    let headings = body
        .headings
        .iter()
        .enumerate()
        .filter(|(at, own)| Some(*at) == title || unnamed.contains(&Slug::new(&own.text)));
    let seen = headings.map(|(_, own)| own.range.clone());
    seen.filter(|range| !within(range, &body.private)).collect()
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

/// The headings keep their order, whatever becomes of their words.
fn anchors(old: &Body, new: &Body) -> Vec<(String, String)> {
    if old.headings.len() != new.headings.len() {
        return Vec::new();
    }
    let both = old.headings.iter().zip(&new.headings);
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
    /// Cuts what is private, and the headings that name somebody; how much that was.
    fn cut(&mut self, old: &Body, unnamed: &[Slug]) -> usize {
        let named = headings(old, unnamed);
        let headings = named.len();
        self.apply(named.into_iter().map(|range| (range, String::new())).collect());
        headings + if old.private.is_empty() { 0 } else { self.cut_private() }
    }

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
                    cuts.push(self.without(range));
                }
            }
            callouts += cuts.len();
            self.apply(cuts);
        }
        self.apply(vec![(0..self.text.len(), String::new())]);
        callouts
    }

    /// What cutting a callout out takes: an empty line stays between what stood before and behind it.
    fn without(&self, range: Range<usize>) -> Edit {
        let before = &self.text[..range.start];
        if !(before.is_empty() || before.ends_with("\n\n")) {
            return (range, gap(before).to_owned());
        }
        let rest = &self.text[range.end..];
        let blank = rest.len() - rest.trim_start_matches('\n').len();
        (range.start..range.end + blank, String::new())
    }

    /// Cuts footnotes that nothing refers to: what did may have been in a callout.
    fn cut_footnotes(&mut self) {
        if !self.text.contains("[^") {
            return;
        }
        for _ in 0..ROUNDS {
            let cuts = unreferred(&self.text);
            if cuts.is_empty() {
                return;
            }
            self.apply(cuts.into_iter().map(|range| (range, "\n".to_owned())).collect());
        }
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

/// The definitions of footnotes that no other text refers to.
fn unreferred(text: &str) -> Vec<Range<usize>> {
    let mut definitions: Vec<(String, Range<usize>)> = Vec::new();
    let mut referred: Vec<(String, usize)> = Vec::new();
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                definitions.push((label.to_lowercase(), range));
            }
            Event::FootnoteReference(label) => referred.push((label.to_lowercase(), range.start)),
            _ => {}
        }
    }
    let is_referred = |(label, own): &(String, Range<usize>)| {
        referred.iter().any(|(name, at)| name == label && !own.contains(at))
    };
    definitions.retain(|definition| !is_referred(definition));
    definitions.into_iter().map(|(_, range)| range).collect()
}

/// What takes the place of a callout behind that text. An empty line keeps apart what stood before and
/// behind it; an item of a list needs something to begin with, or what follows is none of it: there it is
/// a definition that nothing can name.
fn gap(before: &str) -> &'static str {
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start_matches(['>', ' ', '\t']);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker = line.starts_with(['-', '*', '+'])
        || (number.len() < line.len() && number.starts_with(['.', ')']));
    if marker { "[\u{2060}]: https:\n" } else { "\n" }
}
