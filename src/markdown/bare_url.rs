//! Web addresses that stand in running text as they are: `https://wiki.example/a`, `www.wiki.example`.
//!
//! The rules are GitHub's, but for three things that they get wrong in practice: an address ends at
//! punctuation of Chinese and Japanese, at a quote and at a bracket of a link. linkify, the crate for
//! this, lets other schemes in and keeps the marks of emphasis at an address's end.

use std::ops::Range;

use memchr::memmem;

/// An address in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareUrl {
    /// Where it stands.
    pub(super) place: Range<usize>,
    /// Whether it begins with `www.`.
    pub(super) lacks_scheme: bool,
}

/// Where an address can end: at what no address has, or what stands behind one in a sentence.
const ENDS: &[char] = &[
    '<', '>', '`', '"', '[', ']', '|', '$', '“', '”', '„', '«', '»', '‘', '，', '。', '、', '；',
    '：', '！', '？', '「', '」', '『', '』', '（', '）', '《', '》', '【', '】',
];

/// The most bytes of an address that is found: what is longer is no address that a person wrote.
const LONGEST: usize = 4096;

/// The first address that begins in a part of a text. It ends before `limit`; where a highlight is open,
/// at `==`.
pub(super) fn find(
    text: &str,
    part: Range<usize>,
    limit: usize,
    in_highlight: bool,
) -> Option<BareUrl> {
    let mut at = part.start;
    let mut scheme = next_scheme(text, at..part.end);
    loop {
        if scheme.is_some_and(|scheme| scheme < at) {
            scheme = next_scheme(text, at..part.end);
        }
        let end = scheme.map_or(part.end, |scheme| scheme + 4);
        let bare = text.get(at..end)?.find("www.").map(|i| at + i);
        let start = bare.or(scheme)?;
        if begins(&text[..start]) {
            let marked = in_highlight || text[at..start].contains("==");
            let url = whole(&text[start..char_end(text, limit.min(start + LONGEST))], marked);
            let lacks_scheme = bare.is_some();
            if has_host(url, lacks_scheme) {
                return Some(BareUrl { place: start..start + url.len(), lacks_scheme });
            }
        }
        at = start + 4;
    }
}

/// The last place up to this one at which a character ends.
fn char_end(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Where addresses may be in a text: the places of `://` and `www.`, in order. A text has many parts, and few of
/// these.
pub(super) struct Signs(Vec<usize>);

impl Signs {
    /// Those of a text.
    pub(super) fn of(text: &str) -> Self {
        let found = ["://", "www."].into_iter();
        let found = found.flat_map(|sign| memmem::find_iter(text.as_bytes(), sign));
        let mut places: Vec<usize> = found.collect();
        places.sort_unstable();
        Self(places)
    }

    /// Whether one of them begins in a part of the text.
    pub(super) fn any_in(&self, part: &Range<usize>) -> bool {
        let first = self.0.partition_point(|place| *place < part.start);
        self.0.get(first).is_some_and(|place| *place < part.end)
    }
}

/// Where the first of our schemes begins that stands before `://` in a part of a text.
fn next_scheme(text: &str, part: Range<usize>) -> Option<usize> {
    let colons = text.get(part.clone())?.match_indices("://");
    let mut starts = colons.filter_map(|(colon, _)| {
        ["https", "http"].into_iter().find_map(|scheme| {
            let start = (part.start + colon).checked_sub(scheme.len())?;
            let word = text.get(start..start + scheme.len())?;
            (start >= part.start && word.eq_ignore_ascii_case(scheme)).then_some(start)
        })
    });
    starts.next()
}

/// Whether an address can begin behind this text.
fn begins(before: &str) -> bool {
    let last = before.chars().next_back();
    let within = last.is_some_and(|c| c.is_ascii_alphanumeric() || "/=@.-:\\&?#%".contains(c));
    !within || before.ends_with("==")
}

/// The address at the beginning of a text, without what only follows it.
fn whole(text: &str, in_highlight: bool) -> &str {
    let mut end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || ENDS.contains(&c))
        .unwrap_or(text.len());
    if in_highlight && let Some(mark) = text[..end].find("==") {
        end = mark;
    }
    let mut url = &text[..end];
    let mut extra = url.matches(')').count().saturating_sub(url.matches('(').count());
    loop {
        let shorter = || &url[..url.len() - 1];
        url = match url.as_bytes().last() {
            Some(b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'\\') => {
                shorter()
            }
            Some(b')') if extra > 0 => {
                extra -= 1;
                shorter()
            }
            // What looks like a reference to a character is one.
            Some(b';') => without_reference(url),
            _ => return url,
        };
    }
}

fn without_reference(url: &str) -> &str {
    let name = url[..url.len() - 1].rfind('&');
    let is_name =
        |at: &usize| url[at + 1..url.len() - 1].chars().all(|c| c.is_ascii_alphanumeric());
    name.filter(is_name).map_or(&url[..url.len() - 1], |at| &url[..at])
}

/// Whether an address names a server; without a scheme, one with a dot behind `www.`.
fn has_host(url: &str, lacks_scheme: bool) -> bool {
    let rest =
        if lacks_scheme { url.get(4..) } else { url.split_once("://").map(|(_, rest)| rest) };
    let rest = rest.unwrap_or_default();
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let named = host.starts_with(|c: char| c.is_alphanumeric());
    named && (!lacks_scheme || host.trim_end_matches('.').contains('.'))
}

/// What an address says: as it is written, but for what Markdown escapes.
pub(super) fn unescaped(url: &str) -> String {
    let mut plain = String::with_capacity(url.len());
    let mut chars = url.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes {
            plain.push(c);
        } else if let Some(next) = chars.next() {
            plain.push(next);
        }
    }
    plain.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{find, unescaped};

    fn found(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut urls = Vec::new();
        while let Some(url) = find(text, from..text.len(), text.len(), false) {
            from = url.place.end;
            urls.push(&text[url.place]);
        }
        urls
    }

    #[test]
    fn an_address_ends_where_a_reader_ends_it() {
        for (text, url) in [
            ("see https://a.example/b.", "https://a.example/b"),
            ("(https://a.example/b_(c))", "https://a.example/b_(c)"),
            ("**https://a.example/b**, more", "https://a.example/b"),
            ("HTTPS://A.example?b=c&d=e#f!", "HTTPS://A.example?b=c&d=e#f"),
            ("https://a.example/b&quot; c", "https://a.example/b"),
            ("“https://a.example/b”", "https://a.example/b"),
            ("见https://a.example/路，然后", "https://a.example/路"),
            ("http://localhost:4000/a~b/", "http://localhost:4000/a~b/"),
            ("www.a.example/b, more", "www.a.example/b"),
            ("https://a.example/snake_case_name", "https://a.example/snake_case_name"),
        ] {
            assert_eq!(found(text), [url], "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_text() {
        for text in [
            "javascript://a.example/%0aalert(1)",
            "xhttps://a.example",
            "https://",
            "https:// a.example",
            "https://.example",
            "ftp://a.example",
            "www.a",
            "www. a.example",
            "(www.(www.(www.(",
            "a@www.b.example",
            "data://https",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn several_stand_in_one_text() {
        let text = "ftp://a.example http://b.example:1, https://c.example; www.d.example";
        assert_eq!(found(text), ["http://b.example:1", "https://c.example", "www.d.example"]);
        assert_eq!(unescaped("https://a.example/b\\_c?d&amp;e"), "https://a.example/b_c?d&e");
    }
}
