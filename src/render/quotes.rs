//! Quotation marks and apostrophes as they are printed: `"` and `'` of a page's text become those of
//! the journal's language.
//!
//! This works on finished HTML, so that it sees notes, titles and keys alike, and the words on both
//! sides of a link. A quote in text is always written as a reference there (`&quot;`, `&#39;`): by
//! templates, by `escape`, and by `markdown/`. Bare quotes are those of attributes, code and a note's
//! own HTML, which stay. So only the places of references are looked at, and a page is read once.

mod language;
mod place;

use memchr::{memchr, memchr_iter};

use language::Marks;
use place::{Around, Scanner};

/// A page with the quotes of that language; as it was where the language has none here.
pub fn curl(html: Vec<u8>, language: &str) -> Vec<u8> {
    // Most pages have no quote in their text.
    if !has_reference(&html) {
        return html;
    }
    let Some(marks) = Marks::of(language) else { return html };
    let Ok(text) = std::str::from_utf8(&html) else { return html };
    curled(text, marks).map_or(html, String::into_bytes)
}

/// Whether a page has a reference to a quote anywhere.
fn has_reference(html: &[u8]) -> bool {
    memchr_iter(b'&', html)
        .any(|at| REFERENCES.iter().any(|(own, _)| html[at..].starts_with(own.as_bytes())))
}

/// A text that is no HTML, with the quotes of that language.
pub fn curl_text(text: &str, language: &str) -> String {
    let Some(marks) = Marks::of(language) else { return text.to_owned() };
    let mut quoted = Quoted::default();
    let mut curled = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let around =
            || Around { before: text[..at].chars().next_back(), after: &text[at + c.len_utf8()..] };
        match c {
            '"' => curled.push_str(quoted.double(&around(), marks).unwrap_or("\"")),
            '\'' => curled.push_str(quoted.single(&around(), marks).unwrap_or("'")),
            _ => curled.push(c),
        }
    }
    curled
}

/// The references to a quote, and whether each is a double one.
const REFERENCES: [(&str, bool); 5] =
    [("&quot;", true), ("&#34;", true), ("&#39;", false), ("&#x27;", false), ("&apos;", false)];

/// The page with its quotes replaced; `None` where it has none to replace.
fn curled(html: &str, marks: &Marks) -> Option<String> {
    let mut curled = String::new();
    let mut quoted = Quoted::default();
    let mut scanner = Scanner::default();
    let (mut kept, mut from) = (0, 0);
    while let Some(found) = memchr(b'&', &html.as_bytes()[from..]) {
        let at = from + found;
        from = at + 1;
        let rest = &html[at..];
        let Some((reference, double)) = REFERENCES.iter().find(|(own, _)| rest.starts_with(own))
        else {
            continue;
        };
        from = at + reference.len();
        let Some(place) = scanner.place(html, at, from) else { continue };
        if place.block != quoted.block {
            quoted = Quoted { block: place.block, ..Quoted::default() };
        }
        let mark = match double {
            true => quoted.double(&place.around, marks),
            false => quoted.single(&place.around, marks),
        };
        if let Some(mark) = mark {
            curled.reserve(html.len() - kept);
            curled.push_str(&html[kept..at]);
            curled.push_str(mark);
            kept = from;
        }
    }
    if kept == 0 {
        return None;
    }
    curled.push_str(&html[kept..]);
    Some(curled)
}

/// The quotes that are open in a block of text.
#[derive(Default)]
struct Quoted {
    /// Where the block begins.
    block: usize,
    double: bool,
    single: bool,
}

impl Quoted {
    /// What a `"` becomes; `None` where it is no quotation mark.
    fn double(&mut self, around: &Around<'_>, marks: &Marks) -> Option<&'static str> {
        // A gershayim, as in צה"ל, or a size.
        if around.follows_word() && around.begins_word() {
            return None;
        }
        // Inches.
        if around.follows_digit() && !self.double {
            return None;
        }
        self.double = match around.opens() {
            true if around.ends() && !self.double => return None,
            opens => opens && !around.ends(),
        };
        Some(if self.double { marks.double[0] } else { marks.double[1] })
    }

    /// What a `'` becomes.
    fn single(&mut self, around: &Around<'_>, marks: &Marks) -> Option<&'static str> {
        if around.opens() {
            if around.ends() && !self.single {
                return None;
            }
            if around.is_elision() {
                return Some(APOSTROPHE);
            }
            self.single = !around.ends();
            return Some(marks.single[usize::from(!self.single)]);
        }
        // Feet.
        if around.follows_digit() && !around.begins_word() && !self.single {
            return None;
        }
        if around.begins_word() || !self.single {
            return Some(APOSTROPHE);
        }
        self.single = false;
        Some(marks.single[1])
    }
}

const APOSTROPHE: &str = "’";

#[cfg(test)]
mod tests;
