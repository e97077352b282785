//! Where a quote stands in a page: what is before and after it in its block of text.

use memchr::{memchr, memrchr, memrchr2};

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
    /// The text after it, up to the next tag or the end of the block.
    pub(super) after: &'t str,
}

/// A quote in the text of a page.
pub(super) struct Place<'t> {
    /// What stands around it.
    pub(super) around: Around<'t>,
    /// Where its block of text begins.
    pub(super) block: usize,
}

/// The place of a reference in a page, from its first byte to the one behind it; `None` where it
/// stands in a tag or in text that stays as it is.
pub(super) fn around(html: &str, start: usize, end: usize) -> Option<Place<'_>> {
    let bytes = html.as_bytes();
    if memrchr2(b'<', b'>', &bytes[..start]).is_some_and(|at| bytes[at] == b'<') {
        return None;
    }
    let (mut before, mut closed) = (None, 0_usize);
    let mut at = start;
    // Back through the tags within the block, to its beginning.
    let block = loop {
        let tag_end = memrchr(b'>', &bytes[..at]).map_or(0, |at| at + 1);
        if before.is_none() && tag_end < at {
            before = last_char(&html[tag_end..at]);
        }
        let Some(tag_start) = memrchr(b'<', &bytes[..tag_end]) else { break 0 };
        let (closing, name) = name(&html[tag_start..]);
        if !closing && closed == 0 && VERBATIM.contains(&name) {
            return None;
        }
        if !WITHIN.contains(&name) {
            break tag_end;
        }
        closed = if closing { closed + 1 } else { closed.saturating_sub(1) };
        at = tag_start;
    };
    Some(Place { around: Around { before, after: following(html, end) }, block })
}

/// What follows in the block: the text up to the next tag, or that behind the tags directly after.
fn following(html: &str, mut from: usize) -> &str {
    loop {
        let rest = &html[from..];
        if !rest.starts_with('<') {
            return rest.split('<').next().unwrap_or_default();
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
    let reference = &text[text.rfind('&')?..];
    Some(match reference {
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
        let is_decade = word.len() > 1 && word[..2].bytes().all(|byte| byte.is_ascii_digit());
        is_decade || ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
    }
}
