//! Cutting comments (`%%…%%` and `<!--…-->`) out of a text.
//!
//! A comment must not reach any output. What is code is asked of the parser that renders the text,
//! so the two can't disagree: code keeps what looks like a comment, all else loses it. A comment
//! that is never closed ends with the text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::events;

/// After that many rounds, what looks like a comment is cut wherever it stands. Only a text that
/// is made to need many gets there.
const ROUNDS: usize = 64;

/// A text without its comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What is left.
    pub text: String,
    /// What was cut, as ranges of the original, in order.
    cuts: Vec<Range<usize>>,
    /// Where a comment begins, in the original, that is never closed.
    pub unclosed: Option<usize>,
}

impl Cut {
    /// What was cut, as ranges of the original.
    pub fn cuts(&self) -> impl Iterator<Item = &Range<usize>> {
        self.cuts.iter()
    }

    /// The place in the original of a place in what is left.
    pub fn original(&self, offset: usize) -> usize {
        let mut place = offset;
        for cut in &self.cuts {
            if cut.start > place {
                break;
            }
            place += cut.len();
        }
        place
    }
}

/// Cuts the comments out.
pub fn cut(text: &str) -> Cut {
    let mut cut = Cut { text: text.to_owned(), ..Cut::default() };
    for round in 0..=ROUNDS {
        if !cut.text.contains("%%") && !cut.text.contains("<!--") {
            break;
        }
        let code = if round < ROUNDS { code(&cut.text) } else { Vec::new() };
        let found = comments(&cut.text, &code);
        if found.is_empty() {
            break;
        }
        remove(&mut cut, &found);
    }
    cut
}

/// What the parser takes for code.
fn code(text: &str) -> Vec<Range<usize>> {
    let is_code =
        |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    events(text).filter(|(event, _)| is_code(event)).map(|(_, range)| range).collect()
}

/// The comments outside of code. One that holds what could begin or end code is the last: without
/// it, the parser may see other code behind it.
fn comments(text: &str, code: &[Range<usize>]) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut code = code.iter().peekable();
    let mut at = 0;
    while let Some((start, open, close)) = next_opening(text, at) {
        while code.next_if(|code| code.end <= start).is_some() {}
        if let Some(code) = code.peek()
            && code.start <= start
        {
            at = code.end;
            continue;
        }
        let inner = start + open;
        let closed = text[inner..].find(close).map(|i| inner + i + close.len());
        let mut end = closed.unwrap_or(text.len());
        // Where a comment opens a line, the spaces behind it would indent what follows.
        let opens_line =
            text[..start].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        if opens_line {
            end += text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        }
        let unsettling = text[start..end].contains(['`', '~', '\n']);
        found.push((start..end, closed.is_none()));
        if unsettling {
            break;
        }
        at = end;
    }
    found
}

/// The next place that looks like a comment: where, how long its opening is, and what closes it.
fn next_opening(text: &str, from: usize) -> Option<(usize, usize, &'static str)> {
    let obsidian = text[from..].find("%%").map(|i| (from + i, 2, "%%"));
    let html = text[from..].find("<!--").map(|i| (from + i, 4, "-->"));
    match (obsidian, html) {
        (Some(a), Some(b)) => Some(if a.0 < b.0 { a } else { b }),
        (a, b) => a.or(b),
    }
}

fn remove(cut: &mut Cut, comments: &[(Range<usize>, bool)]) {
    let mut left = String::with_capacity(cut.text.len());
    let mut kept = 0;
    let mut cuts = Vec::new();
    for (range, unclosed) in comments {
        left.push_str(&cut.text[kept..range.start]);
        kept = range.end;
        let start = cut.original(range.start);
        cuts.push(start..cut.original(range.end - 1) + 1);
        if *unclosed {
            cut.unclosed = Some(start);
        }
    }
    left.push_str(&cut.text[kept..]);
    cut.text = left;
    cut.cuts.extend(cuts);
    cut.cuts.sort_by_key(|range| range.start);
    // A cut may have grown around an earlier one.
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in std::mem::take(&mut cut.cuts) {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    cut.cuts = merged;
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn comments_go_and_code_stays() {
        for (text, left) in [
            ("a %%b%% c", "a  c"),
            ("%%b%%    c", "c"),
            ("a <!-- b\n\nc --> d", "a  d"),
            ("%%\n```\n%%\nb %%c%%", "\nb "),
            ("`%%a%%` ``<!-- ` -->``", "`%%a%%` ``<!-- ` -->``"),
            ("```\n%%a%%\n```\n%%b%%", "```\n%%a%%\n```\n"),
            ("> ~~~\n> <!-- a -->\n> ~~~\n", "> ~~~\n> <!-- a -->\n> ~~~\n"),
            ("- ```\n  %%a%%\n  ```\nb%%c%%", "- ```\n  %%a%%\n  ```\nb"),
            ("1. ```\n\n   y %% z\n   ```\n", "1. ```\n\n   y %% z\n   ```\n"),
            ("\\`%%a%%\\`", "\\`\\`"),
            ("a `b %%c%% ``d", "a `b  ``d"),
            ("é%%ü%%ö", "éö"),
        ] {
            let cut = cut(text);
            assert_eq!((cut.text.as_str(), cut.unclosed), (left, None), "{text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_code_hides_nothing() {
        for text in [
            "> ```\n> code\n\n%%SECRET%%",
            "- ```\n  code\n\nnext %%SECRET%% text",
            "```md\n> ```\n```\n%%SECRET%%",
            "- a ` tick\n- %%SECRET%% ` tick",
            "# Head ` x\n%%SECRET%% ` y",
            "text\n    ```\n%%SECRET%%",
            "|a|b|c|\n|---|---|---|\n| a ` | <!-- SECRET --> ` | c |",
            "* ** ```\n\n%%SECRET%%",
            "<div>`<!-- SECRET -->`</div>",
            "%%\n```\n%%\n```\n%%SECRET%%\n%%\n```\n%%",
        ] {
            let left = cut(text).text;
            assert!(
                !left.contains("SECRET") || left.contains("```\n%%SECRET%%\n"),
                "{text:?} → {left:?}"
            );
        }
    }

    #[test]
    fn an_unclosed_comment_ends_with_the_text() {
        let cut = cut("all %% of this\n\nand this");
        assert_eq!((cut.text.as_str(), cut.unclosed), ("all ", Some(4)));
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "ab%%c%%d<!--e\n-->f%%`%%g";
        let cut = cut(text);
        assert_eq!(cut.text, "abdfg");
        for (offset, letter) in cut.text.char_indices() {
            assert_eq!(text[cut.original(offset)..].chars().next(), Some(letter));
        }
    }
}
