//! The HTML that every note may use: a few elements without attributes. They become nodes of the tree,
//! so that none of them can be left open, and none can hide what a filter looks for.
//!
//! A start tag and its end tag are a pair where they stand in the same block or inline; `<details>` and
//! `<summary>` are pairs of blocks. A tag without the other, or with attributes, stays HTML, which is
//! text for most notes.

use std::ops::Range;

use super::builder::Builder;
use crate::model::Document;
use crate::model::document::{HtmlElement, Kind, Node, NodeId, Visit};

/// The document with its elements as nodes; `None` where it has none.
pub(super) fn with_elements(text: &str, document: &Document) -> Option<Document> {
    let is_html = |node: &Node| matches!(node.kind, Kind::Html(_) | Kind::InlineHtml(_));
    if !document.nodes.iter().any(is_html) {
        return None;
    }
    let tokens = Pairing::of(document);
    let any = tokens.iter().any(|token| token.counts);
    any.then(|| Rebuilding::of(text, document, tokens))
}

/// A piece of some HTML: a tag, or what is none.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    what: TagKind,
    /// Where it stands in the words of its node.
    place: Range<usize>,
    /// Whether it is one of a pair, or needs no other.
    counts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagKind {
    Start(HtmlElement),
    End(HtmlElement),
    Break,
    Other,
}

/// The parts of some HTML, in order.
fn tokens(html: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut push = |what: TagKind, place: Range<usize>| match tokens.last_mut() {
        Some(last) if last.what == TagKind::Other && what == TagKind::Other => {
            last.place.end = place.end;
        }
        _ if place.is_empty() => {}
        _ => tokens.push(Token { what, place, counts: what == TagKind::Break }),
    };
    // In these, a pair of brackets is more than text to a filter: all of it stays together.
    if html.contains("[!") || html.contains("[[") {
        push(TagKind::Other, 0..html.len());
        return tokens;
    }
    let mut from = 0;
    while let Some(start) = html[from..].find('<').map(|at| from + at) {
        push(TagKind::Other, from..start);
        let length = tag_length(&html[start..]);
        let tag = &html[start..start + length];
        push(known(tag), start..start + length);
        from = start + length;
    }
    push(TagKind::Other, from..html.len());
    tokens
}

/// How long the tag is that begins here, quotes in it included; 1 where none does.
fn tag_length(html: &str) -> usize {
    let name = html[1..].trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return 1;
    }
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'<') => return 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    1
}

/// What a tag is to us.
fn known(tag: &str) -> TagKind {
    let Some(inner) = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
        return TagKind::Other;
    };
    let name = inner.trim_end_matches([' ', '\n', '\t']);
    if let Some(name) = name.strip_prefix('/') {
        return HtmlElement::of(name).map_or(TagKind::Other, TagKind::End);
    }
    if name.trim_end_matches(['/', ' ']).eq_ignore_ascii_case("br") && !name.starts_with('/') {
        return TagKind::Break;
    }
    HtmlElement::of(name).map_or(TagKind::Other, TagKind::Start)
}

/// Finds the pairs among the tags of a document.
#[derive(Default)]
struct Pairing {
    tokens: Vec<Token>,
    /// What is open around this place: the start tags in each node without their end tags.
    open: Vec<(Kind, Vec<Opened>)>,
}

struct Opened {
    element: HtmlElement,
    token: usize,
    /// The pair of a `<summary>` in a `<details>`, which counts only as long as that does.
    summary: Option<(usize, usize)>,
}

impl Pairing {
    fn of(document: &Document) -> Vec<Token> {
        // At the top, blocks stand beside each other as in a quote.
        let mut pairing = Self { open: vec![(Kind::Quote, Vec::new())], ..Self::default() };
        for visit in document.walk(document.whole()) {
            match visit {
                Visit::Enter(id) => match document.node(id).kind {
                    Kind::Html(words) | Kind::InlineHtml(words) => {
                        for token in tokens(document.words(words)) {
                            pairing.add(token);
                        }
                    }
                    kind if !kind.is_leaf() => pairing.open.push((kind, Vec::new())),
                    _ => {}
                },
                Visit::Leave(_) => pairing.leave(),
            }
        }
        pairing.leave();
        pairing.tokens
    }

    fn leave(&mut self) {
        let Some((_, unclosed)) = self.open.pop() else { return };
        unclosed.into_iter().for_each(|opened| self.discard(&opened));
    }

    fn discard(&mut self, opened: &Opened) {
        if let Some((start, end)) = opened.summary {
            self.tokens[start].counts = false;
            self.tokens[end].counts = false;
        }
    }

    fn add(&mut self, token: Token) {
        let (what, at) = (token.what, self.tokens.len());
        self.tokens.push(token);
        let (TagKind::Start(element) | TagKind::End(element)) = what else { return };
        let Some(level) = self.level(element) else { return };
        if let TagKind::End(_) = what {
            self.close(level, element, at);
            return;
        }
        let within = self.open[level].1.last();
        let belongs = within.is_some_and(|own| own.element == HtmlElement::Details);
        if element != HtmlElement::Summary || belongs {
            self.open[level].1.push(Opened { element, token: at, summary: None });
        }
    }

    /// The open node among whose children an element has to be a pair; `None` where it can't be.
    fn level(&mut self, element: HtmlElement) -> Option<usize> {
        let last = self.open.len() - 1;
        let kind = self.open[last].0;
        if !element.is_block() {
            return Some(last);
        }
        match kind {
            Kind::HtmlBlock => {
                // What is among words does not go on behind a block.
                self.open[last].1.clear();
                last.checked_sub(1)
            }
            Kind::TableCell | Kind::Item => Some(last),
            _ => None,
        }
    }

    fn close(&mut self, level: usize, element: HtmlElement, at: usize) {
        let open = &mut self.open[level].1;
        let Some(place) = open.iter().rposition(|own| own.element == element) else { return };
        let inner: Vec<Opened> = open.drain(place + 1..).collect();
        let Some(own) = open.pop() else { return };
        self.tokens[own.token].counts = true;
        self.tokens[at].counts = true;
        if element == HtmlElement::Summary
            && let Some(details) = self.open[level].1.last_mut()
        {
            details.summary = details.summary.or(Some((own.token, at)));
        }
        inner.iter().for_each(|opened| self.discard(opened));
    }
}

/// Builds the document anew.
struct Rebuilding<'d> {
    text: &'d str,
    document: &'d Document,
    tokens: std::vec::IntoIter<Token>,
    builder: Builder,
    /// The nodes that are open; an `HtmlBlock` has none of its own.
    open: Vec<Option<NodeId>>,
    elements: Vec<(HtmlElement, NodeId)>,
    /// The part of an `HtmlBlock` that is being built, while it is in one.
    piece: Option<Option<NodeId>>,
    /// Whether the last node is HTML that can go on.
    continues: bool,
}

impl<'d> Rebuilding<'d> {
    fn of(text: &'d str, document: &'d Document, tokens: Vec<Token>) -> Document {
        let mut own = Self {
            text,
            document,
            tokens: tokens.into_iter(),
            builder: Builder::with_capacity(document.pool.len()),
            open: Vec::new(),
            elements: Vec::new(),
            piece: None,
            continues: false,
        };
        for visit in document.walk(document.whole()) {
            match visit {
                Visit::Enter(id) => own.enter(id),
                Visit::Leave(id) => own.leave(id),
            }
        }
        own.builder.finish().0
    }

    fn enter(&mut self, id: NodeId) {
        let node = self.document.node(id);
        match node.kind {
            Kind::Html(words) | Kind::InlineHtml(words) => {
                let html = self.document.words(words);
                let mut from = 0;
                while from < html.len() {
                    let Some(token) = self.tokens.next() else { break };
                    from = token.place.end;
                    self.token(id, html, token);
                }
            }
            Kind::HtmlBlock => {
                self.piece = Some(None);
                self.continues = false;
                self.open.push(None);
            }
            kind => {
                let copy = self.builder.copied(self.document, id);
                let copy = self.builder.open(copy, node.span.clone());
                if !kind.is_leaf() {
                    self.open.push(Some(copy));
                }
            }
        }
    }

    fn leave(&mut self, id: NodeId) {
        if self.document.node(id).kind == Kind::HtmlBlock {
            self.end_piece();
            self.piece = None;
        }
        if let Some(node) = self.open.pop().flatten() {
            self.builder.close(node);
        }
    }

    fn token(&mut self, id: NodeId, html: &str, token: Token) {
        let words = &html[token.place.clone()];
        let span = self.span(id, html, &token.place);
        self.continues &= !token.counts;
        match token.what {
            TagKind::Start(element) if token.counts => {
                self.begin_piece(element.is_block(), &span);
                let node = self.builder.open(Kind::Element(element), span);
                self.elements.push((element, node));
            }
            TagKind::End(element) if token.counts => {
                if element.is_block() {
                    self.end_piece();
                }
                if let Some((_, node)) = self.elements.pop() {
                    self.builder.close(node);
                }
            }
            TagKind::Break => {
                self.begin_piece(false, &span);
                self.builder.leaf(Kind::HardBreak, span);
            }
            _ => self.words(id, words, span),
        }
    }

    fn words(&mut self, id: NodeId, words: &str, span: Range<u32>) {
        let is_block = matches!(self.document.node(id).kind, Kind::Html(_));
        if is_block && words.trim().is_empty() && self.piece == Some(None) {
            return;
        }
        self.begin_piece(false, &span);
        if self.continues && self.builder.extend(words, &span) {
            return;
        }
        self.continues = is_block;
        let words = self.builder.words(words);
        let kind = if is_block { Kind::Html(words) } else { Kind::InlineHtml(words) };
        self.builder.leaf(kind, span);
    }

    /// Begins or ends the part of an `HtmlBlock` that words stand in; in a summary they stand alone.
    fn begin_piece(&mut self, is_block: bool, span: &Range<u32>) {
        if is_block {
            self.end_piece();
            return;
        }
        let in_summary = self.elements.iter().any(|(own, _)| *own == HtmlElement::Summary);
        if self.piece == Some(None) && !in_summary {
            self.piece = Some(Some(self.builder.open(Kind::HtmlBlock, span.clone())));
        }
    }

    fn end_piece(&mut self) {
        self.continues = false;
        if let Some(Some(node)) = self.piece {
            self.builder.close(node);
            self.piece = Some(None);
        }
    }

    /// Where a part of a node's words stands; the node's own place, where that is not known.
    fn span(&self, id: NodeId, html: &str, place: &Range<usize>) -> Range<u32> {
        let own = &self.document.node(id).span;
        if self.text.get(own.start as usize..own.end as usize) != Some(html) {
            return own.clone();
        }
        own.start + place.start as u32..own.start + place.end as u32
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::parse;
    use crate::model::Document;
    use crate::model::document::{Kind, Visit};

    /// A tree in a line: elements as `name(…)`, HTML as it is, all else by its words.
    fn outline(document: &Document) -> String {
        let mut out = String::new();
        for visit in document.walk(document.whole()) {
            match visit {
                Visit::Enter(id) => match document.node(id).kind {
                    Kind::Element(element) => out.push_str(&format!("{}(", element.name())),
                    Kind::HtmlBlock => out.push('{'),
                    Kind::HardBreak => out.push('/'),
                    _ => out.push_str(document.text(id)),
                },
                Visit::Leave(id) => match document.node(id).kind {
                    Kind::Element(_) => out.push(')'),
                    Kind::HtmlBlock => out.push('}'),
                    _ => {}
                },
            }
        }
        out
    }

    #[test]
    fn a_pair_in_one_place_is_an_element() {
        for (text, expected) in [
            ("a <kbd>b</kbd> c", "a kbd(b) c"),
            ("a <KBD >b</kbd> <br/>c<BR>d<br />", "a kbd(b) /c/d/"),
            ("a <sub>b <sup>c</sup></sub>", "a sub(b sup(c))"),
            ("a <kbd>b", "a <kbd>b"),
            ("a b</kbd>", "a b</kbd>"),
            ("a <sub>b <sup>c</sub> d</sup>", "a sub(b <sup>c) d</sup>"),
            ("*a <kbd>b* c</kbd>", "a <kbd>b c</kbd>"),
            ("<kbd>*a</kbd> b*", "<kbd>a</kbd> b"),
            ("a <mark onclick=b>c</mark>", "a <mark onclick=b>c</mark>"),
            ("a <b>c</b>", "a <b>c</b>"),
            ("| a |\n|---|\n| <kbd>b</kbd><br>c |", "akbd(b)/c"),
            ("- <u>a</u>\n- <u>b\n- c</u>", "u(a)<u>bc</u>"),
            ("==a <ins>b== c</ins>", "a <ins>b c</ins>"),
            ("a <script>b</script>", "a <script>b</script>"),
        ] {
            assert_eq!(outline(&parse(text).document), expected, "{text}");
        }
    }

    #[test]
    fn details_go_over_several_blocks() {
        for (text, expected) in [
            (
                "<details>\n<summary>More <kbd>a</kbd></summary>\n\nText.\n\n- b\n\n</details>\n",
                "details(summary(More kbd(a))Text.b)",
            ),
            (
                "<details><summary>a</summary>\nb <u>c</u>\n</details>\n",
                "details(summary(a){\nb u(c)\n})",
            ),
            ("<details>\n\na\n", "{<details>\n}a"),
            ("a\n\n</details>\n", "a{</details>\n}"),
            ("<details><summary>a</summary>\n\nb\n", "{<details><summary>a</summary>\n}b"),
            ("<summary>a</summary>\n", "{<summary>a</summary>\n}"),
            ("> <details>\n\n</details>\n", "{<details>\n}{</details>\n}"),
            ("- <details><summary>a</summary>\n\n  b\n\n  </details>\n", "details(summary(a)b)"),
            ("<details>\n\n> [!private]\n> a\n\n</details>\n", "details(a)"),
            ("<details open>\n\na\n\n</details>\n", "{<details open>\n}a{</details>\n}"),
            (
                "<details>\n> [!private] a <kbd>b</kbd>\n</details>\n",
                "{<details>\n> [!private] a <kbd>b</kbd>\n</details>\n}",
            ),
            ("<details>\n<details>\n\na\n\n</details>\n</details>\n", "details(details(a))"),
            ("<div>\n<kbd>a</kbd>\n</div>\n", "{<div>\nkbd(a)\n</div>\n}"),
            ("<div title=\"<kbd>\">\na</kbd>\n", "{<div title=\"<kbd>\">\na</kbd>\n}"),
        ] {
            assert_eq!(outline(&parse(text).document), expected, "{text}");
        }
    }
}
