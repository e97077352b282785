//! Cutting comments (`%%…%%` and `<!--…-->`) out of a text.
//!
//! A comment must not reach any output, so this errs on the side of cutting: one that is never
//! closed ends with the text, and one in indented code is cut too. Fenced code and code spans keep
//! what looks like a comment.

use std::collections::HashMap;

/// A text without its comments.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What is left.
    pub text: String,
    /// For each cut, where it was in what is left, and the bytes cut up to and with it.
    cuts: Vec<(usize, usize)>,
    /// Where a comment begins, in the original, that is never closed.
    pub unclosed: Option<usize>,
}

impl Cut {
    /// The place in the original of a place in what is left.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.cuts.partition_point(|(at, _)| *at <= offset);
        offset + before.checked_sub(1).map_or(0, |i| self.cuts[i].1)
    }
}

/// Cuts the comments out, in one pass over the text.
pub fn cut(text: &str) -> Cut {
    if !text.contains("%%") && !text.contains("<!--") {
        return Cut { text: text.to_owned(), ..Cut::default() };
    }
    let mut cut = Cut::default();
    let mut removed = 0;
    let mut kept = 0;
    let mut at = 0;
    let mut unpaired = HashMap::new();
    while at < text.len() {
        let line_start = at == 0 || text.as_bytes()[at - 1] == b'\n';
        if line_start && let Some(end) = fenced_code(text, at) {
            at = end;
            continue;
        }
        let rest = &text[at..];
        let (open, close) = if rest.starts_with("%%") {
            ("%%", "%%")
        } else if rest.starts_with("<!--") {
            ("<!--", "-->")
        } else {
            at = if rest.starts_with('`') {
                code_span(text, at, &mut unpaired)
            } else if rest.starts_with("\\`") {
                at + 2
            } else {
                at + rest.chars().next().map_or(1, char::len_utf8)
            };
            continue;
        };
        let found = rest[open.len()..].find(close);
        let mut end = found.map_or(text.len(), |i| at + open.len() + i + close.len());
        if found.is_none() {
            cut.unclosed = Some(at);
        }
        // Where a comment opens a line, the spaces behind it would indent what follows.
        let opens_line = text[..at].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        if opens_line {
            end += text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        }
        cut.text.push_str(&text[kept..at]);
        removed += end - at;
        cut.cuts.push((cut.text.len(), removed));
        kept = end;
        at = end;
    }
    cut.text.push_str(&text[kept..]);
    cut
}

/// The end of the fenced code block that begins on the line at `at`, if one does.
fn fenced_code(text: &str, at: usize) -> Option<usize> {
    let mut lines = text[at..].split_inclusive('\n');
    let opening = lines.next()?;
    let (fence, info) = fence(opening)?;
    if fence.starts_with('`') && info.contains('`') {
        return None;
    }
    let mut end = at + opening.len();
    for line in lines {
        end += line.len();
        let closes = self::fence(line)
            .is_some_and(|(run, rest)| run.starts_with(fence) && rest.trim().is_empty());
        if closes {
            break;
        }
    }
    Some(end)
}

/// The run of at least three backticks or tildes that opens a line, behind the marks of quotes and
/// lists, and what stands behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let run = &line[..line.len() - rest.len()];
    (run.len() >= 3).then_some((run, rest))
}

/// The end of the code span at `at`, or of the run of backticks where it is never closed in its
/// paragraph. `unpaired` remembers, by the length of a run, up to where none like it follows.
fn code_span(text: &str, at: usize, unpaired: &mut HashMap<usize, usize>) -> usize {
    let run = text[at..].bytes().take_while(|b| *b == b'`').count();
    let inside = at + run;
    if unpaired.get(&run).is_some_and(|until| inside < *until) {
        return inside;
    }
    let paragraph = text[inside..].find("\n\n").map_or(text.len(), |i| inside + i);
    let mut from = inside;
    while let Some(i) = text[from..paragraph].find('`') {
        let start = from + i;
        let found = text[start..].bytes().take_while(|b| *b == b'`').count();
        if found == run {
            return start + run;
        }
        from = start + found;
    }
    unpaired.insert(run, paragraph);
    inside
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
            ("\\`%%a%%\\`", "\\`\\`"),
            ("a `b %%c%% ``d", "a `b  ``d"),
            ("é%%ü%%ö", "éö"),
        ] {
            let cut = cut(text);
            assert_eq!((cut.text.as_str(), cut.unclosed), (left, None), "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_comment_ends_with_the_text() {
        let cut = cut("all %% of this\n\nand this");
        assert_eq!((cut.text.as_str(), cut.unclosed), ("all ", Some(4)));
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "ab%%c%%d<!--e-->f";
        let cut = cut(text);
        assert_eq!(cut.text, "abdf");
        for (offset, letter) in cut.text.char_indices() {
            assert_eq!(text[cut.original(offset)..].chars().next(), Some(letter));
        }
    }
}
