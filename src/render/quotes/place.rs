//! Where a quote stands in a page: what is before and after it in its block of text.

use memchr::{memchr, memchr2};

/// Elements within a line of text, which the text goes on through.
const WITHIN: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "tspan",
];
/// Elements whose text stays as it is written.
const VERBATIM: [&str; 8] =
    ["code", "kbd", "pre", "samp", "script", "style", "textarea", "annotation"];
/// Words that begin with an apostrophe.
const ELISIONS: [&str; 8] = ["tis", "twas", "em", "til", "cause", "n", "round", "bout"];

/// What stands around a quote.
pub(super) struct Around<'t> {
    /// The character before it.
    pub(super) before: Option<char>,
    /// The first characters after it, up to the next tag or the end of the block.
    pub(super) after: &'t str,
}

/// A quote in the text of a page.
pub(super) struct Place<'t> {
    /// What stands around it.
    pub(super) around: Around<'t>,
    /// Where its block of text begins.
    pub(super) block: usize,
}

/// Reads a page once, from its beginning, and knows where in it a reference stands.
#[derive(Default)]
pub(super) struct Scanner {
    /// How far it has read.
    at: usize,
    /// Where the tag begins that it stands in.
    tag: Option<usize>,
    /// Where the last tag ended.
    text: usize,
    /// Where the block of text began.
    block: usize,
    /// The last character of the block before the last tag.
    before: Option<char>,
    /// How many elements it stands in whose text stays as it is.
    verbatim: usize,
}

impl Scanner {
    /// The place of a reference, from its first byte to the one behind it; `None` where it stands in a tag or in text
    /// that stays as it is. Places are asked for in their order.
    pub(super) fn place<'t>(
        &mut self,
        html: &'t str,
        start: usize,
        end: usize,
    ) -> Option<Place<'t>> {
        while let Some(found) = memchr2(b'<', b'>', &html.as_bytes()[self.at..start]) {
            let at = self.at + found;
            self.at = at + 1;
            match self.tag {
                None if html.as_bytes()[at] == b'<' => {
                    self.before = last_char(&html[self.text..at]).or(self.before);
                    self.tag = Some(at);
                }
                Some(tag) if html.as_bytes()[at] == b'>' => self.pass(&html[tag..=at], at + 1),
                _ => {}
            }
        }
        self.at = start;
        if self.tag.is_some() || self.verbatim > 0 {
            return None;
        }
        let before = last_char(&html[self.text..start]).or(self.before);
        Some(Place { around: Around { before, after: following(html, end) }, block: self.block })
    }

    /// Passes a tag, which ends there.
    fn pass(&mut self, tag: &str, end: usize) {
        let (closing, name) = name(tag);
        let is_verbatim = VERBATIM.contains(&name);
        if !WITHIN.contains(&name) {
            (self.block, self.before, self.verbatim) = (end, None, 0);
        }
        if is_verbatim {
            self.verbatim =
                if closing { self.verbatim.saturating_sub(1) } else { self.verbatim + 1 };
        }
        (self.tag, self.text) = (None, end);
    }
}

/// As many characters tell whether a word stands for more letters.
const WORD: usize = 16;

/// The first characters of what follows in the block: of the text up to the next tag, or of that behind the tags
/// directly after.
fn following(html: &str, mut from: usize) -> &str {
    loop {
        let rest = &html[from..];
        if !rest.starts_with('<') {
            let end = rest.char_indices().take(WORD).find(|(_, c)| *c == '<');
            let end = end.or_else(|| rest.char_indices().nth(WORD));
            return end.map_or(rest, |(end, _)| &rest[..end]);
        }
        if !WITHIN.contains(&name(rest).1) {
            return "";
        }
        let Some(end) = memchr(b'>', rest.as_bytes()) else { return "" };
        from += end + 1;
    }
}

/// The name of the tag that a text begins with, and whether it closes.
fn name(tag: &str) -> (bool, &str) {
    let closing = tag.starts_with("</");
    let rest = &tag[1 + usize::from(closing)..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (closing, &rest[..end])
}

/// The last character of a text in a page. Of a reference to a quote, that quote.
fn last_char(text: &str) -> Option<char> {
    let last = text.chars().next_back()?;
    if last != ';' {
        return Some(last);
    }
    // The longest of these has six characters.
    let reference = text.char_indices().rev().take(6).find(|(_, c)| *c == '&');
    Some(match reference.map_or("", |(at, _)| &text[at..]) {
        "&quot;" | "&#34;" => '"',
        "&#39;" | "&#x27;" | "&apos;" => '\'',
        "&amp;" => '&',
        "&lt;" => '<',
        "&gt;" => '>',
        _ => ';',
    })
}

impl Around<'_> {
    fn next(&self) -> Option<char> {
        self.after.chars().next()
    }

    /// Whether something begins here: a block, a word, or what stands in brackets or quotes.
    pub(super) fn opens(&self) -> bool {
        self.before
            .is_none_or(|c| c.is_whitespace() || "([{<-‐‑–—/=“„«‘‚‹¿¡·|\u{ad}\u{200b}".contains(c))
            || matches!(self.before, Some('"' | '\'')) && self.begins_word()
    }

    /// Whether nothing follows that could be quoted.
    pub(super) fn ends(&self) -> bool {
        self.next().is_none_or(char::is_whitespace)
    }

    pub(super) fn follows_word(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
    }

    pub(super) fn begins_word(&self) -> bool {
        self.next().is_some_and(char::is_alphanumeric)
    }

    pub(super) fn follows_digit(&self) -> bool {
        self.before.is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether the quote stands for letters that are left out: ’90s, ’tis.
    pub(super) fn is_elision(&self) -> bool {
        let end = self.after.find(|c: char| !c.is_alphanumeric()).unwrap_or(self.after.len());
        let word = &self.after[..end];
        let is_decade = matches!(word.as_bytes(), [tens, ones, ..] if tens.is_ascii_digit() && ones.is_ascii_digit());
        is_decade || ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
    }
}
