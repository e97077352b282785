//! What a document says in plain words.

use std::ops::Range;

use super::index::marker;
use super::promise;
use crate::model::document::{Defined, HtmlElement, Kind, LinkKind, NodeId, TaskState, Visit};
use crate::model::{Document, Link};

/// The words of a text, without markup, and without what private callouts hold.
pub fn plain(document: &Document) -> String {
    plain_range(document, document.whole(), |_| None)
}

/// The words of some nodes, where a link that has no words of its own says what `name` gives for it.
pub fn plain_range(
    document: &Document,
    range: Range<NodeId>,
    name: impl Fn(&Link) -> Option<String>,
) -> String {
    let mut words = Spaced::default();
    let mut unshown = Unshown::new(document, range.end);
    let mut walk = document.walk(range);
    while let Some(visit) = walk.next() {
        match visit {
            Visit::Enter(id) if unshown.hides(id) => {}
            Visit::Enter(id) => match document.node(id).kind {
                Kind::Callout(at) if document.callouts[at as usize].is_private() => {
                    walk.skip_children();
                }
                // What a part says is its own.
                Kind::Part(_) => walk.skip_children(),
                Kind::CalloutTitle => words.push(marker(document, id).unwrap_or("")),
                Kind::Link(at) => {
                    let link = &document.links[at as usize];
                    let bare = link.kind == LinkKind::Wiki { labelled: false };
                    if let Some(name) = bare.then(|| name(link)).flatten() {
                        words.push(&name);
                        walk.skip_children();
                    }
                }
                Kind::Text(_) | Kind::Code(_) | Kind::Math(_) | Kind::Tag(_) => {
                    words.push(document.text(id));
                }
                Kind::Html(_) => words.push(&unshown.untagged(id)),
                Kind::InlineHtml(_) => drop(unshown.untagged(id)),
                Kind::Highlight => words.push("=="),
                Kind::SoftBreak | Kind::HardBreak => words.space(),
                _ => {}
            },
            Visit::Leave(id) => match document.node(id).kind {
                Kind::Highlight => words.push("=="),
                Kind::Paragraph
                | Kind::CalloutTitle
                | Kind::Heading(_)
                | Kind::FencedCode(_)
                | Kind::IndentedCode
                | Kind::HtmlBlock
                | Kind::Item
                | Kind::TableCell
                | Kind::Element(HtmlElement::Details | HtmlElement::Summary) => words.space(),
                _ => {}
            },
        }
    }
    words.text
}

/// The items of task lists that have no day, without what private callouts and parts hold: the words of each, and whether
/// it is open.
pub fn points(document: &Document) -> Vec<(String, bool)> {
    let is_dated = |item: NodeId| document.promises.iter().any(|promise| promise.item == item);
    let items = (0..document.len()).filter(|id| document.node(*id).kind == Kind::Item);
    let items = items.filter(|item| !document.is_private(*item) && !document.is_in_part(*item));
    items
        .filter(|item| !is_dated(*item))
        .filter_map(|item| point(document, item))
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// The words of an item of a task list, without the lists in it, and whether it is open.
fn point(document: &Document, item: NodeId) -> Option<(String, bool)> {
    let nodes = document.subtree(item);
    let list = nodes.clone().find(|id| matches!(document.node(*id).kind, Kind::List(_)));
    let own = item..list.unwrap_or(nodes.end);
    let state = own.clone().find_map(|id| match document.node(id).kind {
        Kind::TaskMarker(state) => Some(state),
        _ => None,
    });
    let is_open = !state?.is_over() && state != Some(TaskState::Question);
    let (text, is_over) = promise::undated(plain_range(document, own, |_| None).trim());
    Some((text, is_open && !is_over))
}

/// The words under the level-2 heading that asks that question, if there are any.
pub fn section(document: &Document, question: &str) -> Option<String> {
    let at = document.question(question)?;
    Some(plain_range(document, document.section(at), |_| None)).filter(|text| !text.is_empty())
}

/// The first words of a text, up to that many characters: those of its first paragraph that
/// stands in no list, quote or footnote.
pub fn first_words(document: &Document, most: usize) -> String {
    let mut unshown = Unshown::new(document, document.len());
    let mut id = 0;
    while id < document.len() {
        let node = document.node(id);
        if node.kind == Kind::Paragraph {
            let words = paragraph(document, id, &mut unshown);
            // A paragraph may be a picture and nothing else.
            if !words.trim().is_empty() {
                return cut(&words, most);
            }
        } else {
            document.subtree(id).for_each(|id| unshown.enter(id));
        }
        id = node.end;
    }
    String::new()
}

/// How many words name a part of a day that has no heading.
const PART_WORDS: usize = 8;

/// What a part of a day is called: its heading, or else its first words. Private callouts, footnotes and
/// parts within it have none of them. A wikilink without words of its own says what it names.
pub fn part_title(document: &Document) -> String {
    part_words(document, true)
}

/// The same in words that are the same for every reader: a wikilink that only names something has none.
pub fn part_name(document: &Document) -> String {
    part_words(document, false)
}

fn part_words(document: &Document, names: bool) -> String {
    let heading = document.title_heading();
    let heading = heading.filter(|own| own.node == 0 && !own.text.is_empty());
    let range = heading.map_or(document.whole(), |heading| document.subtree(heading.node));
    let most = if heading.is_some() { usize::MAX } else { PART_WORDS };
    let mut words = Spaced::default();
    let mut walk = document.walk(range);
    while let Some(visit) = walk.next() {
        let (Visit::Enter(id) | Visit::Leave(id)) = visit;
        let enters = matches!(visit, Visit::Enter(_));
        match document.node(id).kind {
            // The first block that says something is enough.
            Kind::List(_) | Kind::Paragraph if !words.text.is_empty() => break,
            Kind::Callout(at) if enters && document.callouts[at as usize].is_private() => {
                walk.skip_children();
            }
            Kind::Part(_) | Kind::FootnoteDefinition(_) if enters => walk.skip_children(),
            // Without its definition, which only the author sees, it is the text that it was written with.
            Kind::Link(at) | Kind::Image(at)
                if !names && document.links[at as usize].defined == Defined::Privately =>
            {
                let link = &document.links[at as usize];
                let bracket = if link.embed { "![" } else { "[" };
                words.push(if enters { bracket } else { document.words(link.tail) });
            }
            Kind::Image(_) if enters => walk.skip_children(),
            Kind::Link(at)
                if enters
                    && !names
                    && document.links[at as usize].kind == (LinkKind::Wiki { labelled: false }) =>
            {
                walk.skip_children();
            }
            Kind::Text(_) | Kind::Code(_) | Kind::Math(_) | Kind::Tag(_) => {
                words.push(document.text(id));
            }
            Kind::SoftBreak | Kind::HardBreak => words.space(),
            Kind::Paragraph | Kind::Heading(_) | Kind::Item | Kind::CalloutTitle if !enters => {
                words.space();
            }
            _ => {}
        }
    }
    words.text.split(' ').take(most).collect::<Vec<_>>().join(" ")
}

fn paragraph(document: &Document, id: NodeId, unshown: &mut Unshown<'_>) -> String {
    let mut words = String::new();
    let mut walk = document.walk(document.subtree(id));
    while let Some(visit) = walk.next() {
        match visit {
            Visit::Enter(id) if unshown.hides(id) => {}
            Visit::Enter(id) => match document.node(id).kind {
                Kind::Html(_) | Kind::InlineHtml(_) => unshown.enter(id),
                Kind::Image(_) => walk.skip_children(),
                Kind::Text(_) | Kind::Code(_) | Kind::Math(_) | Kind::Tag(_) => {
                    words.push_str(document.text(id));
                }
                Kind::Highlight => words.push_str("=="),
                Kind::SoftBreak | Kind::HardBreak => words.push(' '),
                _ => {}
            },
            Visit::Leave(id) => {
                if document.node(id).kind == Kind::Highlight {
                    words.push_str("==");
                }
            }
        }
    }
    words
}

/// The addresses in a text: those of its links, and those that stand in it bare.
pub fn urls(document: &Document) -> Vec<String> {
    let links = document.links.iter().map(|link| document.words(link.destination).to_owned());
    let mut urls: Vec<String> = links.collect();
    for node in document.nodes.iter() {
        if let Kind::Text(own) = node.kind {
            let words = document.words(own);
            let words = words.split(|c: char| c.is_whitespace() || "<>()\"'".contains(c));
            let bare = words.filter(|word| word.contains("://"));
            urls.extend(bare.map(|word| word.trim_end_matches(['.', ',', ';']).to_owned()));
        }
    }
    urls.sort();
    urls.dedup();
    urls
}

/// Elements of HTML whose content no browser shows as words, or which are left out of pages with everything in them.
pub const UNSHOWN: [&str; 6] = ["script", "iframe", "noembed", "noframes", "template", "style"];

/// What comes behind the end tag of an element, as a place in a text.
pub fn behind_element(text: &str, name: &str) -> Option<usize> {
    let is_end = |at: &usize| {
        text.get(at + 2..at + 2 + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end)?;
    let close = text[end..].find('>')?;
    Some(end + close + 1)
}

/// Knows which words of a text stand in an element whose content is not shown. Nodes are entered in order.
struct Unshown<'d> {
    document: &'d Document,
    /// The end of the nodes that are looked at.
    end: NodeId,
    /// Nodes before this one are in such an element.
    until: NodeId,
    /// Where the text of that node goes on, behind the end tag.
    behind: usize,
    /// Elements that are never closed: no later end tag of the name is looked for again.
    open: Vec<&'static str>,
}

impl<'d> Unshown<'d> {
    fn new(document: &'d Document, end: NodeId) -> Self {
        Self { document, end, until: 0, behind: 0, open: Vec::new() }
    }

    /// Whether a node's words are not shown.
    fn hides(&self, id: NodeId) -> bool {
        id < self.until
    }

    fn html(&self, id: NodeId) -> Option<&'d str> {
        match self.document.node(id).kind {
            Kind::Html(own) | Kind::InlineHtml(own) => Some(self.document.words(own)),
            _ => None,
        }
    }

    fn enter(&mut self, id: NodeId) {
        if !self.hides(id) {
            drop(self.untagged(id));
        }
    }

    /// The HTML of a node without its tags, and without elements that are not shown.
    fn untagged(&mut self, id: NodeId) -> String {
        let mut words = String::new();
        let Some(html) = self.html(id) else { return words };
        let mut rest = html;
        if id == self.until {
            rest = html.get(self.behind..).unwrap_or_default();
        }
        while let Some(at) = rest.find('<') {
            words.push_str(&rest[..at]);
            let tag = &rest[at + 1..];
            rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
            let Some(name) = unshown_element(tag).filter(|name| !self.open.contains(name)) else {
                continue;
            };
            if let Some(end) = behind_element(rest, name) {
                rest = &rest[end..];
                continue;
            }
            let mut later = (id + 1..self.end).filter_map(|id| Some((id, self.html(id)?)));
            match later.find_map(|(id, html)| Some((id, behind_element(html, name)?))) {
                Some((node, end)) => {
                    (self.until, self.behind) = (node, end);
                    return words;
                }
                None => self.open.push(name),
            }
        }
        words.push_str(rest);
        words
    }
}

/// The element that a tag opens, behind its `<`, if its content is not shown.
fn unshown_element(tag: &str) -> Option<&'static str> {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    UNSHOWN.into_iter().find(|name| tag[..end].eq_ignore_ascii_case(name))
}

/// Words with one blank between them.
#[derive(Default)]
struct Spaced {
    text: String,
    space: bool,
}

impl Spaced {
    fn push(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let inner = words.trim_start();
        self.space |= inner.len() < words.len();
        let inner = inner.trim_end();
        if has_single_blanks(inner) {
            self.word(inner);
        } else {
            inner.split_whitespace().for_each(|word| self.word(word));
        }
        self.space = words.ends_with(char::is_whitespace);
    }

    fn word(&mut self, word: &str) {
        if std::mem::replace(&mut self.space, true) && !self.text.is_empty() && !word.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn space(&mut self) {
        self.space = true;
    }
}

/// Whether a text that neither begins nor ends in a blank has nothing else between its words than
/// one blank each. Bytes are looked at many at a time; what may be a blank beyond ASCII is not.
fn has_single_blanks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let other = |byte: u8| {
        (byte < b' ') | (byte == 0xc2) | (byte == 0xe1) | (byte == 0xe2) | (byte == 0xe3)
    };
    let doubled = |(one, next): (&u8, &u8)| (*one == b' ') & (*next == b' ');
    let next = bytes.get(1..).unwrap_or_default();
    !bytes.iter().fold(false, |found, byte| found | other(*byte))
        & !bytes.iter().zip(next).fold(false, |found, pair| found | doubled(pair))
}

/// A text with single blanks, cut between words where it is longer.
fn cut(text: &str, most: usize) -> String {
    let trimmed = text.trim();
    if trimmed.is_ascii() && has_single_blanks(trimmed) {
        return cut_plain(trimmed, most);
    }
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let own = word.chars().count() + usize::from(length > 0);
        if length + own > most {
            short.push('…');
            break;
        }
        if length > 0 {
            short.push(' ');
        }
        short.push_str(word);
        length += own;
    }
    short
}

/// The same for what most texts are: ASCII with single blanks, and none at its ends.
fn cut_plain(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let end = text[..=most].rfind(' ').unwrap_or(0);
    [&text[..end], "…"].concat()
}

#[cfg(test)]
mod tests {
    use super::{cut, first_words, plain, plain_range};
    use crate::markdown::parse;

    #[test]
    fn the_first_words_are_those_of_the_first_paragraph() {
        let text = "## Head\n\n> [!private]\n> pay\n\n- item\n\n![a](b.png)\n\nOne *two*\n`three`[^a]. ^id\n\nMore.\n\n[^a]: x\n";
        let text = parse(text).document;
        assert_eq!(first_words(&text, 80), "One two three.");
        assert_eq!(first_words(&text, 9), "One two…");
        assert_eq!(first_words(&parse("> only a quote").document, 80), "");
    }

    #[test]
    fn a_text_is_cut_between_words_whatever_its_letters() {
        for most in 0..24 {
            let plain = cut("one two three four", most);
            // The same letters, but for one that is not ASCII.
            let other = cut("one two three föur", most).replace('ö', "o");
            assert_eq!(plain, other, "{most}");
            assert_eq!(cut("  one two\tthree  four ", most), plain, "{most}");
        }
        assert_eq!(cut("one two three four", 7), "one two…");
    }

    #[test]
    fn plain_words_have_no_markup_and_no_secrets() {
        let text =
            "Fix *what* `matters`,\nsoon.\n\n- a\n- b\n\n> [!private]\n> pay\n> > more\n\n> said\n";
        assert_eq!(plain(&parse(text).document), "Fix what matters, soon. a b said");
    }

    #[test]
    fn plain_words_keep_blocks_apart_and_name_what_links_only_point_at() {
        let plain_of = |text: &str| plain(&parse(text).document);
        let text = "# One\ntwo\n\n```\nthree\n```\nfour [[five|six]] and [[seven]]";
        assert_eq!(plain_of(text), "One two three four six and seven");
        assert_eq!(plain_of("<div a='1'\n b>x > y</div>\n\n<b>z</b>"), "x > y z");
        assert_eq!(plain_of("> [!tip]- a *b*\n> c ==d== ^e"), "[!tip]- a b c ==d==");
        let document = parse(text).document;
        let named = plain_range(&document, document.whole(), |link| {
            (document.words(link.destination) == "seven").then(|| "Eight".to_owned())
        });
        assert_eq!(named, "One two three four six and Eight");
    }
}
