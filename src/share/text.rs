//! Texts without what a reader may not see: private callouts go, links into the journal are
//! written anew, and what is left is looked through as if it had always been so.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::markdown::scan::{Found, scan};
use crate::markdown::url::{Destination, destination, encode};
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

    /// Writes each link into the journal anew, or only its words. Gives what those named that went.
    fn rewrite(&mut self, fate: &impl Fn(&Written<'_>) -> Fate) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use super::{Edited, Fate, body, words};
    use crate::markdown::scan::scan;
    use crate::model::{Body, Link, Slug, Target};

    /// A text whose links all lead to a task of their name, but for those to `hidden…` and `none`.
    fn read(text: &str) -> Body {
        let found = scan(text.to_owned());
        let target = |name: &str| Target::Task(Slug::new(name.rsplit('/').next().unwrap_or(name)));
        let links = found.links.into_iter().map(|raw| Link {
            target: (raw.target != "none").then(|| target(&raw.target)),
            range: raw.range,
            fragment: raw.fragment,
            embed: raw.embed,
        });
        Body { links: links.collect(), ..found.body }
    }

    fn edit(text: &str) -> Edited {
        let text = read(text);
        let outline = super::outline(&text, &[]);
        body(&text, outline.as_ref().unwrap_or(&text), &[], |written| {
            match written.link.and_then(|link| link.target.clone()) {
                Some(Target::Task(id)) if !id.as_str().starts_with("hidden") => {
                    let label = format!("The {}", id.spaced());
                    Fate::Stays { to: Some((Target::Task(id), None)), label }
                }
                _ => Fate::Goes,
            }
        })
    }

    #[test]
    fn a_link_to_what_is_hidden_leaves_its_words() {
        for (written, left) in [
            ("See [[hidden]].", "See a private note."),
            ("See [[hidden|what *we* said]].", "See what *we* said."),
            ("See [[hidden|]].", "See a private note."),
            ("See [[none]] and [[none|that]].", "See a private note and that."),
            ("![[hidden]]", "a private note"),
            ("See [`that`](../x/hidden.md \"Pay\").", "See `that`."),
            ("![a *plan*](hidden.png)", "a *plan*"),
            ("| a |\n|---|\n| [[hidden\\|b]] |\n", "| a |\n|---|\n| b |\n"),
            ("[a][ref], [ref][], [ref]\n\n[ref]: x/hidden.md \"Pay\"\n", "a, ref, ref\n\n"),
            ("[x](javascript:a)", "x"),
            ("[a ![b](hidden.png) c](hidden.md)", "a b c"),
            (
                "[web](https://a.example) <https://b.example>",
                "[web](https://a.example) <https://b.example>",
            ),
        ] {
            let edited = edit(written).body;
            assert_eq!(edited.markdown.trim_end(), left.trim_end(), "{written}");
            assert!(edited.links.is_empty(), "{written}");
        }
    }

    #[test]
    fn a_link_that_stays_says_nothing_of_folders_and_old_names() {
        for (written, left) in [
            ("See [[x/docs]].", "See [The docs](<docs>)."),
            ("See [[docs|them]].", "See [them](<docs>)."),
            ("See [*them*](../x/docs \"t\").", "See [*them*](<docs>)."),
            ("![[docs]]", "![The docs](<docs>)"),
            ("![[docs|a|30]]", "![a|30](<docs>)"),
            ("[d][] x\n\n[d]: x/docs\n[D]: y/docs\n", "[d](<docs>) x\n\n"),
        ] {
            let edited = edit(written).body;
            assert_eq!(edited.markdown.trim_end(), left.trim_end(), "{written}");
            assert_eq!(edited.links[0].target, Some(Target::Task(Slug::new("docs"))), "{written}");
        }
    }

    #[test]
    fn links_keep_to_their_places() {
        let text = "[[hidden]] [[a]] [x](b)\n\n> [!private]\n> [[c]]\n\n[y ![z](d)](e) [[f|g]]";
        let edited = edit(text).body;
        let found = edited.links.iter().map(|link| {
            let to = link.target.as_ref().and_then(Target::slug).map(Slug::as_str);
            (&edited.markdown[link.range.clone()], to.expect("each leads somewhere"))
        });
        let expected = [
            ("[The a](<a>)", "a"),
            ("[x](<b>)", "b"),
            ("[y ![z](<d>)](<e>)", "e"),
            ("![z](<d>)", "d"),
            ("[g](<f>)", "f"),
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn private_callouts_go_wherever_they_are() {
        for written in [
            "a\n\n> [!private]\n> PAY\n\nb",
            "a\n\n> [!PRIVATE]- PAY\n> PAY\nPAY\n\nb",
            "- a\n  > [!private]\n  > PAY\n\n  b",
            "> a\n> > [!private]\n> > PAY\n>\n> b",
            "a\n\n> [!private]\n> # PAY\n> - [ ] PAY (by 2026-01-01)\n> > PAY ^pay\n> #pay\n> [[hidden]]\n\nb",
            "a [x]\n\n> [!private]\n> [x]: https://pay.example\n> [^1]: PAY\n\nb [^1]",
            "a[^1]\n\n[^1]: > [!private]\n    > PAY\n\nb",
            "> [!private]\n> PAY\n> > [!private]\n> > PAY\n\na b",
        ] {
            let Edited { body, callouts, .. } = edit(written);
            assert!(!body.markdown.to_lowercase().contains("pay"), "{written}: {}", body.markdown);
            assert!(body.markdown.contains('a') && body.markdown.contains('b'), "{written}");
            assert_eq!(callouts, 1, "{written}");
            assert!(body.private.is_empty() && body.promises.is_empty() && body.tags.is_empty());
        }
    }

    #[test]
    fn headings_are_numbered_as_if_the_hidden_ones_had_never_been() {
        let Edited { body, anchors, .. } =
            edit("# A\n\n> [!private]\n> ## B\n\n## B\n\n## See [[hidden]]\n");
        let now: Vec<&str> = body.headings.iter().map(|own| own.anchor.as_str()).collect();
        assert_eq!(now, ["a", "b", "see-a-private-note"]);
        let moved = |old: &str| anchors.iter().find(|(own, _)| own == old).map(|(_, new)| &**new);
        assert_eq!(moved("b"), Some("b"));
        assert_eq!(moved("see-hidden"), Some("see-a-private-note"));
    }

    #[test]
    fn plain_words_stay_plain() {
        let edit = |text: &str| {
            words(text, |written| match written.name {
                "docs" => Fate::Stays { to: None, label: "The docs".to_owned() },
                _ => Fate::Goes,
            })
        };
        for (written, left) in [
            ("p95 < 200 ms [was 900], 5 * 3", "p95 < 200 ms [was 900], 5 * 3"),
            ("see [[docs]], [[hidden]], [[hidden|that]]", "see The docs, a private note, that"),
            ("a %%pay%% b <!-- pay --> c", "a  b  c"),
            ("[a](../pay.md) [b](https://b.example)", "a [b](https://b.example)"),
            ("a\n\n> [!private]\n> pay", "a"),
        ] {
            assert_eq!(edit(written), left, "{written}");
        }
    }
}
