//! What a link may lead to.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The schemes that a link in a note may have; any other, `javascript:` above all, is plain text.
pub const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// What sort of destination a link has.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// Somewhere else, by a scheme that is let through.
    External,
    /// Somewhere else, by a scheme that is not.
    Refused(&'a str),
    /// A fragment of the same page.
    Fragment(&'a str),
    /// A path in the journal, and the fragment there.
    Path(String, Option<&'a str>),
}

/// Sorts a link's destination, as it is written in Markdown.
pub fn destination(url: &str) -> Destination<'_> {
    // Browsers drop these inside a scheme, so `java\nscript:` would be one.
    let url = url.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    if let Some(fragment) = url.strip_prefix('#') {
        return Destination::Fragment(fragment);
    }
    if url.starts_with("//") {
        return Destination::Refused("//");
    }
    let scheme = url.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    if let Some((scheme, _)) = scheme {
        let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
        return if known { Destination::External } else { Destination::Refused(scheme) };
    }
    let (path, fragment) = match url.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (url, None),
    };
    Destination::Path(decode(path.split('?').next().unwrap_or(path)), fragment)
}

/// Percent-decoding; a sequence that is none stays as it is, and so does a text that would be no text.
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// What may stay in a path that is a relative URL: everything that cannot mean anything else there.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// A path of a page as a relative URL. Nearly every path is one already, and is not copied.
pub fn encode<'p>(path: impl Into<Cow<'p, str>>) -> String {
    let path = path.into();
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    if path.bytes().all(plain) {
        return path.into_owned();
    }
    utf8_percent_encode(&path, PATH).to_string()
}

/// A path that is relative to the folder of `from`, as a path in the journal; `None` where it
/// leads out of it. A leading `/` means the journal's root.
pub fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => {
            from.split('/').collect::<Vec<_>>().split_last().map_or(Vec::new(), |(_, d)| d.to_vec())
        }
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Destination, decode, destination, encode, resolve};

    #[test]
    fn only_listed_schemes_lead_out() {
        assert_eq!(destination("https://wiki.example/a"), Destination::External);
        assert_eq!(destination("MAILTO:a@b.example"), Destination::External);
        assert_eq!(destination("javascript:alert(1)"), Destination::Refused("javascript"));
        assert_eq!(destination(" \u{1}javascript:x"), Destination::Refused("javascript"));
        assert_eq!(destination("java\nscript:x"), Destination::Refused("java\nscript"));
        assert_eq!(destination("a%20b.md#c"), Destination::Path("a b.md".into(), Some("c")));
        assert_eq!(destination("a/b:c.md"), Destination::Path("a/b:c.md".into(), None));
    }

    #[test]
    fn paths_stay_in_the_journal() {
        assert_eq!(resolve("entries/2026/a.md", "../b.png").as_deref(), Some("entries/b.png"));
        assert_eq!(resolve("entries/a.md", "/static/b.png").as_deref(), Some("static/b.png"));
        assert_eq!(resolve("a.md", "../b.md"), None);
    }

    #[test]
    fn what_is_no_encoding_stays() {
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
        assert_eq!(decode("100%+1%2"), "100%+1%2");
        assert_eq!(decode("a%20b%FF"), "a%20b%FF");
    }

    #[test]
    fn a_path_is_encoded_whole() {
        assert_eq!(encode("-._~/!$&'()*+,;=@"), "-._~/!$&'()*+,;=@");
        assert_eq!(encode("a:b?c%d[e]\"<"), "a%3Ab%3Fc%25d%5Be%5D%22%3C");
        assert_eq!(encode("files/a b#é.png"), "files/a%20b%23%C3%A9.png");
    }
}
