//! Where the front matter of a note is.
//!
//! `gray_matter` splits; it never parses here, and it is never trusted alone, for it fails open: a
//! blank first line or a fence that is never closed give it a note without front matter. A note
//! whose `private: true` was not seen must not be read as a public one, so the fences are found
//! here too, and both have to agree.

use std::ops::Range;

use gray_matter::engine::Engine;
use gray_matter::{Matter, Pod};

use super::stray::stray_line;
/// A note's two parts, as ranges of its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the fences; `None` where the note has no front matter.
    pub matter: Option<Range<usize>>,
    /// What follows.
    pub body: Range<usize>,
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
    /// It is front matter of another language.
    Foreign(Range<usize>, &'static str),
}

/// Leaves the YAML alone: values are read by another parser, which has limits and places.
struct Unparsed;

impl Engine for Unparsed {
    fn parse(_: &str) -> gray_matter::Result<Pod> {
        Ok(Pod::Null)
    }
}

/// Splits a note's text. What says who may see the note has to stand in its front matter.
pub fn split(text: &str) -> Result<Split, SplitError> {
    let parts = fences(text)?;
    let stray = stray_line(text, parts.body.clone(), parts.matter.is_some());
    stray.map_or(Ok(parts), |line| Err(SplitError::Stray(line)))
}

/// Finds the fences.
fn fences(text: &str) -> Result<Split, SplitError> {
    let whole = || Split { matter: None, body: 0..text.len() };
    if let Some(foreign) = foreign(text) {
        return Err(foreign);
    }
    let Some(opening) = opening_fence(text) else {
        return Ok(whole());
    };
    let first = text[opening.end..].lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let Some(closing) = closing_fence(text, opening.end) else {
        // Without a key behind it, the line is a thematic break.
        return if is_key(first) { Err(SplitError::Unclosed(opening)) } else { Ok(whole()) };
    };
    if opening.start > 0 && !is_key(first) {
        return Ok(whole());
    }
    let matter = opening.end..closing.start;
    let mut splitter = Matter::<Unparsed>::new();
    splitter.close_delimiter = Some("...".into());
    // By default a table's rule would end an excerpt, and with it the text.
    splitter.excerpt_delimiter = Some("\u{0}".into());
    let agreed = splitter
        .parse::<Pod>(&text[opening.start..])
        .is_ok_and(|entity| entity.matter == text[matter.clone()].trim());
    if !agreed {
        return Err(SplitError::Ambiguous(opening));
    }
    Ok(Split { matter: Some(matter), body: closing.end..text.len() })
}

/// The line `---` at the top, blank lines before it allowed.
fn opening_fence(text: &str) -> Option<Range<usize>> {
    let blank: usize =
        text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let line = text[blank..].split_inclusive('\n').next()?;
    (line.trim_end() == "---").then(|| blank..blank + line.len())
}

/// What another tool would read as front matter, and this one would show as text.
fn foreign(text: &str) -> Option<SplitError> {
    let blank: usize =
        text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let mut lines = text[blank..].lines();
    let first = lines.next()?;
    let range = blank..blank + first.len();
    let keyed = || lines.clone().find(|line| !line.trim().is_empty()).is_some_and(is_key);
    let closed = |fence: &str| lines.clone().any(|line| line.trim_end() == fence);
    let dashes = first.trim().len() >= 3 && first.trim().bytes().all(|b| b == b'-');
    match first.trim_end() {
        "+++" if closed("+++") => Some(SplitError::Foreign(range, "TOML")),
        "{" if closed("}") => Some(SplitError::Foreign(range, "JSON")),
        fence if dashes && fence != "---" && keyed() => Some(SplitError::Ambiguous(range)),
        _ => None,
    }
}

fn closing_fence(text: &str, from: usize) -> Option<Range<usize>> {
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(start..start + line.len());
        }
        start += line.len();
    }
    None
}

/// Whether a line begins as YAML's `key: value` or a comment does.
pub fn is_key(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("# ")
        || line.split_once(':').is_some_and(|(key, value)| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'' | ' ');
            let spaced = value.is_empty() || value.starts_with([' ', '\t']);
            spaced && !key.is_empty() && key.len() <= 40 && key.chars().all(plain)
        })
}

#[cfg(test)]
mod tests {
    use super::{Split, SplitError, split};

    fn parts(text: &str) -> (Option<&str>, &str) {
        let Split { matter, body } = split(text).expect("two parts");
        (matter.map(|range| &text[range]), &text[body])
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
            "+++\nprivate = true\n+++\n",
            "{\n\"private\": true\n}\n",
            " ---\nprivate: true\n---\n",
            "----\nprivate: true\n----\n",
        ] {
            assert!(split(text).is_err(), "{text:?}");
        }
        assert_eq!(parts("----\n\ntext").0, None);
    }

    #[test]
    fn a_fence_that_is_never_closed_is_an_error() {
        assert_eq!(split("---\nprivate: true\n\ntext"), Err(SplitError::Unclosed(0..4)));
        assert_eq!(split("\n---\nprivate: true"), Err(SplitError::Unclosed(1..5)));
    }
}
