//! Where the front matter of a note is.
//!
//! `gray_matter` splits; it never parses here, and it is never trusted alone, for it fails open: a
//! blank first line or a fence that is never closed give it a note without front matter. A note
//! whose `private: true` was not seen must not be read as a public one, so the fences are found
//! here too, and both have to agree.

use std::ops::Range;

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use super::line_ends::FOREIGN;
use super::matter::{Format, MAX_BYTES, fields, json_length};
use super::privacy::{deciding, is_deciding};
use super::stray::stray_line;

/// A note's two parts, as ranges of its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The front matter, where the note has one.
    pub matter: Option<FrontMatter>,
    /// What follows.
    pub body: Range<usize>,
}

/// Front matter: without its fences, if it has any.
#[derive(Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// Where it is in the text.
    pub range: Range<usize>,
    /// Its language.
    pub format: Format,
}

/// Why a note can't be split; the range is the place to show.
#[derive(Debug, PartialEq, Eq)]
pub enum SplitError {
    /// The opening fence has no closing one.
    Unclosed(Range<usize>),
    /// The two ways of splitting see different front matter.
    Ambiguous(Range<usize>),
    /// A line without front matter around it says who may see the note.
    Stray(Range<usize>),
    /// It is front matter that can't be read: why, and what to do.
    Unreadable(Range<usize>, String, String),
}

/// Leaves the front matter alone: values are read by other parsers, which have limits and places.
struct Unparsed;

impl Engine for Unparsed {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

/// Splits a note's text. What says who may see the note has to stand in its front matter.
pub fn split(text: &str) -> Result<Split, SplitError> {
    let parts = parts(text)?;
    let has_matter = parts.matter.is_some();
    let second = has_matter.then(|| second_matter(text, &parts.body)).flatten();
    let stray = second.or_else(|| stray_line(text, parts.body.clone(), has_matter));
    stray.map_or(Ok(parts), |line| Err(SplitError::Stray(line)))
}

/// The key that decides who may see the note in more front matter, directly behind the first.
fn second_matter(text: &str, body: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[body.clone()];
    let FrontMatter { range, format } = parts(rest).ok()?.matter?;
    let fields = fields(&rest[range.clone()], format, MAX_BYTES).ok()?;
    let own = fields.iter().find(|(name, _, node)| is_deciding(name) && !node.is_null());
    let deciding = || deciding(&fields).into_iter().next().map(|found| found.span);
    let key = own.map(|(_, span, _)| span.clone()).or_else(deciding)?;
    let start = body.start + range.start;
    Some(start + key.start..start + key.end)
}

/// Finds the front matter by the first line that is not blank.
fn parts(text: &str) -> Result<Split, SplitError> {
    let blank: usize =
        text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let line = text[blank..].split_inclusive('\n').next().unwrap_or_default();
    let opening = blank..blank + line.len();
    match line.trim_end() {
        "---" => fenced(text, opening, Format::Yaml),
        "+++" => fenced(text, opening, Format::Toml),
        fence => {
            let shown = blank..blank + fence.len();
            match foreign(fence, &text[opening.end..]) {
                Some(message) => {
                    let hint = "begin it with `---` for YAML or `+++` for TOML";
                    Err(SplitError::Unreadable(shown, message, hint.to_owned()))
                }
                None if has_foreign_end(fence) => {
                    let message = "to programs that know other line ends, the first line is front matter, and it can't be read here";
                    let hint = "save the file with the line ends of Unix or Windows, instead of U+0085, U+2028 or U+2029";
                    Err(SplitError::Unreadable(shown, message.to_owned(), hint.to_owned()))
                }
                None if is_fence_like(fence) && is_keyed(&text[opening.end..], Format::Yaml) => {
                    Err(SplitError::Ambiguous(shown))
                }
                None if begins_json(&text[blank..]) => object(text, blank),
                None => Ok(Split { matter: None, body: 0..text.len() }),
            }
        }
    }
}

/// Front matter between two fences.
fn fenced(text: &str, opening: Range<usize>, format: Format) -> Result<Split, SplitError> {
    let whole = || Split { matter: None, body: 0..text.len() };
    let has_key = is_keyed(&text[opening.end..], format);
    let Some(closing) = closing_fence(text, opening.end, format) else {
        // Without a key behind it, the line is a thematic break.
        return if has_key { Err(SplitError::Unclosed(opening)) } else { Ok(whole()) };
    };
    if opening.start > 0 && !has_key {
        return Ok(whole());
    }
    let range = opening.end..closing.start;
    let mut splitter = Matter::<Unparsed>::new();
    match format {
        Format::Yaml => splitter.close_delimiter = Some("...".into()),
        Format::Toml | Format::Json => splitter.delimiter = "+++".into(),
    }
    // By default a table's rule would end an excerpt, and with it the text.
    splitter.excerpt_delimiter = Some("\u{0}".into());
    let agreed = splitter
        .parse::<Pod>(&text[opening.start..closing.end])
        .is_ok_and(|entity| entity.matter == text[range.clone()].trim());
    if !agreed {
        return Err(SplitError::Ambiguous(opening));
    }
    let matter = Some(FrontMatter { range, format });
    Ok(Split { matter, body: closing.end..text.len() })
}

/// An object at the top: it ends where its parser ends.
fn object(text: &str, start: usize) -> Result<Split, SplitError> {
    let length = json_length(&text[start..]).map_err(|error| {
        let at = start + error.range.start..start + error.range.end;
        let message = format!("the JSON cannot be read: {}", error.message);
        SplitError::Unreadable(at, message, error.hint.unwrap_or_default())
    })?;
    let end = start + length;
    let line = text[end..].split_inclusive('\n').next().unwrap_or_default();
    let body = if line.trim().is_empty() { end + line.len() } else { end };
    let matter = Some(FrontMatter { range: start..end, format: Format::Json });
    Ok(Split { matter, body: body..text.len() })
}

/// Whether a text begins as a JSON object. Liquid's `{%` and Hugo's `{{<` do not.
fn begins_json(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('{') else { return false };
    let closed = || rest.lines().skip(1).any(|line| line.trim_end() == "}");
    let is_alone = rest.split('\n').next().is_some_and(|line| line.trim().is_empty());
    rest.trim_start().starts_with(['"', '}']) || (is_alone && closed())
}

/// What another tool would read as front matter, and this one would show as text.
fn foreign(fence: &str, rest: &str) -> Option<String> {
    let named = fence.strip_prefix("---").is_some_and(|name| {
        let name = name.trim();
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())
    });
    let close = if named { "---" } else { ";;;" };
    let closed = || rest.lines().any(|line| line.trim_end() == close);
    ((named || fence == ";;;") && closed())
        .then(|| format!("front matter that begins with `{fence}` cannot be read"))
}

/// Whether a line begins with a fence that ends as no line does here.
fn has_foreign_end(line: &str) -> bool {
    // Nearly no note begins with one of these.
    if !line.trim_start().starts_with(['-', '+', ';']) {
        return false;
    }
    let mut lines = line.split(FOREIGN).map(str::trim);
    let first = lines.by_ref().find(|line| !line.is_empty()).unwrap_or_default();
    lines.next().is_some() && (is_fence_like(first) || matches!(first, "+++" | ";;;"))
}

/// Whether a line is nearly a fence of YAML.
fn is_fence_like(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b'-')
}

/// Whether the first line of a text that is not blank begins as a key does.
fn is_keyed(text: &str, format: Format) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    match format {
        Format::Toml => is_toml(first),
        Format::Yaml | Format::Json => is_key(first),
    }
}

fn closing_fence(text: &str, from: usize, format: Format) -> Option<Range<usize>> {
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        let closes = match format {
            Format::Toml => line.trim_end() == "+++",
            Format::Yaml | Format::Json => matches!(line.trim_end(), "---" | "..."),
        };
        if closes {
            return Some(start..start + line.len());
        }
        start += line.len();
    }
    None
}

/// Whether a line begins as TOML's `key = value`, `[table]` or a comment does.
pub(super) fn is_toml(line: &str) -> bool {
    let line = line.trim();
    let table = line.strip_prefix('[').is_some_and(|rest| {
        rest.split('#').next().is_some_and(|rest| rest.trim_end().ends_with(']'))
    });
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' ');
    let pair = line.split_once('=').is_some_and(|(key, _)| {
        !key.trim().is_empty() && key.len() <= 80 && key.chars().all(plain)
    });
    line.starts_with("# ") || table || pair
}

/// Whether a line begins as YAML's `key: value` or a comment does.
pub(super) fn is_key(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("# ")
        || line.split_once(':').is_some_and(|(key, value)| {
            let plain =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'' | ' ' | '?');
            let spaced = value.is_empty() || value.starts_with([' ', '\t']);
            spaced && !key.is_empty() && key.len() <= 40 && key.chars().all(plain)
        })
}

#[cfg(test)]
mod tests {
    use super::{Split, SplitError, split};

    fn parts(text: &str) -> (Option<&str>, &str) {
        let Split { matter, body } = split(text).expect("two parts");
        (matter.map(|matter| &text[matter.range]), &text[body])
    }

    #[test]
    fn front_matter_lies_between_fences_at_the_top() {
        assert_eq!(parts("---\na: b\n---\ntext\n"), (Some("a: b\n"), "text\n"));
        assert_eq!(parts("---\na: b\n...\ntext"), (Some("a: b\n"), "text"));
        assert_eq!(parts("\n \n---\na: b\n---\n"), (Some("a: b\n"), ""));
        assert_eq!(parts("---\n---\ntext"), (Some(""), "text"));
        assert_eq!(parts("---\n\n  a: b\n  c: d\n---\n"), (Some("\n  a: b\n  c: d\n"), ""));
        assert_eq!(parts("---\na: b\n---\n|x|\n|---\n|y|"), (Some("a: b\n"), "|x|\n|---\n|y|"));
    }

    #[test]
    fn a_thematic_break_is_none() {
        assert_eq!(parts("---\n\nprose, and no key"), (None, "---\n\nprose, and no key"));
        assert_eq!(parts("\n---\nprose\n---\n"), (None, "\n---\nprose\n---\n"));
        assert_eq!(parts("text\n---\na: b\n---\n").0, None);
        assert_eq!(parts("--"), (None, "--"));
        assert_eq!(parts(""), (None, ""));
    }

    #[test]
    fn what_others_would_read_is_not_taken_for_text() {
        for text in [
            "---toml\nhidden = true\n---\n",
            "--- json\n{\"hidden\": true}\n---\n",
            ";;;\n{\"hidden\": true}\n;;;\n",
            "{\n\"hidden\": true,\n}\n",
            "{\n  hidden: true\n}\n",
            "{\"hidden\": true",
            "+++\nhidden = true\n",
            " ---\nprivate: true\n---\n",
            "---\u{85}private: true\u{85}---\u{85}",
            "\u{2028}---\u{2028}private: true\u{2028}---\u{2028}text\n",
            "+++\u{2029}private = true\u{2029}+++\n",
            "----\nprivate: true\n----\n",
        ] {
            assert!(split(text).is_err(), "{text:?}");
        }
        assert_eq!(parts("----\n\ntext").0, None);
        assert_eq!(parts("--- a\u{2028}b").0, None);
    }

    #[test]
    fn a_fence_that_is_never_closed_is_an_error() {
        assert_eq!(split("---\nprivate: true\n\ntext"), Err(SplitError::Unclosed(0..4)));
        assert_eq!(split("\n---\nprivate: true"), Err(SplitError::Unclosed(1..5)));
    }

    #[test]
    fn toml_lies_between_fences_of_its_own() {
        assert_eq!(parts("+++\na = 1\n+++\ntext"), (Some("a = 1\n"), "text"));
        assert_eq!(parts("+++\n[a]\nb = 1\n+++"), (Some("[a]\nb = 1\n"), ""));
        assert_eq!(parts("\n+++\na = 1\n+++\n---\n"), (Some("a = 1\n"), "---\n"));
        assert_eq!(parts("+++\n\nprose, and no key").0, None);
        // As Hugo reads it: the first line that is a fence closes.
        let text = "+++\na = \"\"\"\n+++\n\"\"\"\n+++\n";
        assert_eq!(parts(text).0, Some("a = \"\"\"\n"));
        assert_eq!(split("+++\nprivate = true\n---\n"), Err(SplitError::Unclosed(0..4)));
    }

    #[test]
    fn json_ends_where_its_parser_ends() {
        assert_eq!(parts("{\"a\": 1}\ntext"), (Some("{\"a\": 1}"), "text"));
        assert_eq!(parts("{ \"a\": \"}\" } text"), (Some("{ \"a\": \"}\" }"), " text"));
        assert_eq!(parts("{\n \"a\": {\n }\n}\n\ntext").0, Some("{\n \"a\": {\n }\n}"));
        for text in
            ["{{< figure >}}\n", "{% include x %}\n", "{{date}}\n", "{braces} text", "{\n\ntext"]
        {
            assert_eq!(parts(text).0, None, "{text}");
        }
    }

    #[test]
    fn a_second_front_matter_says_nothing_of_who_may_see_the_note() {
        let first = ["---\na: b\n---\n", "+++\na = 1\n+++\n", "{\"a\": 1}\n"];
        let second = [
            "---\nhidden: yes\n---\n",
            "+++\nhidden = true\n+++\n",
            "+++\n[x]\ny.private = true\n+++\n",
            "+++\n\"\\u0070rivate\" = true\n+++\n",
            "{\"title\": \"x\", \"hidden\": true}\ntext",
            "{\"x\": [{\"dg-\\u0070ublish\": false}]}\ntext",
            "\n{\n\"hidden\": true\n}\n",
            "x.private = true\n",
        ];
        for first in first {
            assert!(split(&format!("{first}text\n")).is_ok(), "{first}");
            for second in second {
                let text = format!("{first}{second}");
                assert!(matches!(split(&text), Err(SplitError::Stray(_))), "{text}");
            }
        }
    }
}
