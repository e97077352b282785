//! Cutting comments (`%%…%%` and `<!--…-->`) out of a text before it is parsed.
//!
//! A comment must not reach any output. The text is read once, from left to right: whichever opens
//! first, code or comment, wins, and nothing inside of it opens anything. Code is what stands between
//! fences, in quotes and lists too, and a span that ends on its line; in any other code a comment is
//! cut. Where the parser then sees less code than this scan did, `parse` cuts what is
//! left out of the tree. A comment that is never closed ends with the text.

mod lines;

use std::collections::HashMap;
use std::ops::Range;

use lines::Lines;
use memchr::{memchr2, memmem};

/// What may stand on a line before its first word.
const MARKS: [char; 3] = [' ', '\t', '>'];

/// A text without its comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// What is left.
    pub text: String,
    /// What was cut, as ranges of the original, in order.
    cuts: Vec<Range<usize>>,
    /// For each cut, how much was cut before it.
    before: Vec<usize>,
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
        // The cuts that begin at or before that place: in what is left, each begins where it was
        // less all that was cut before it.
        let mut low = 0;
        let mut high = self.cuts.len();
        while low < high {
            let middle = low.midpoint(high);
            if self.cuts[middle].start - self.before[middle] <= offset {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let cut = low.checked_sub(1).map_or(0, |last| self.before[last] + self.cuts[last].len());
        offset + cut
    }

    fn cut(&mut self, range: Range<usize>) {
        let before = match (self.cuts.last_mut(), self.before.last()) {
            (Some(last), _) if last.end == range.start => {
                last.end = range.end;
                return;
            }
            (Some(last), Some(before)) => before + last.len(),
            _ => 0,
        };
        self.cuts.push(range);
        self.before.push(before);
    }
}

/// Cuts the comments out.
pub fn cut(text: &str) -> Cut {
    if next_opening(text, 0).is_none() {
        return Cut { text: text.to_owned(), ..Cut::default() };
    }
    let cut = Cut { text: String::with_capacity(text.len()), ..Cut::default() };
    let mut scan = Scan { text, cut, lines: Lines::default(), openings: Openings::default() };
    let mut at = 0;
    while at < text.len() {
        at = scan.line(at);
    }
    scan.cut
}

/// The next place that looks like a comment: where, how long its opening is, and what closes it.
pub fn next_opening(text: &str, from: usize) -> Option<(usize, usize, &'static str)> {
    // Most texts that are asked are values of a few letters.
    memchr2(b'%', b'<', &text.as_bytes()[from..])?;
    Openings::default().next(text, from)
}

/// The end of a comment whose words begin there, if it has one.
pub fn closing(text: &str, from: usize, close: &str) -> Option<usize> {
    text[from..].find(close).map(|i| from + i + close.len())
}

/// Finds one comment after the other in a text: where the next of each kind is, so that none is
/// looked for twice.
#[derive(Default)]
pub struct Openings {
    obsidian: Option<Option<usize>>,
    html: Option<Option<usize>>,
}

impl Openings {
    /// As [`next_opening`]; no place before an earlier one may be asked for.
    pub fn next(&mut self, text: &str, from: usize) -> Option<(usize, usize, &'static str)> {
        let obsidian = Self::find(&mut self.obsidian, text, from, "%%").map(|at| (at, 2, "%%"));
        let html = Self::find(&mut self.html, text, from, "<!--").map(|at| (at, 4, "-->"));
        match (obsidian, html) {
            (Some(a), Some(b)) => Some(if a.0 < b.0 { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    fn find(
        known: &mut Option<Option<usize>>,
        text: &str,
        from: usize,
        what: &str,
    ) -> Option<usize> {
        let stale = known.is_none_or(|at| at.is_some_and(|at| at < from));
        if stale {
            *known =
                Some(memmem::find(&text.as_bytes()[from..], what.as_bytes()).map(|at| from + at));
        }
        known.flatten()
    }
}

struct Scan<'t> {
    text: &'t str,
    cut: Cut,
    lines: Lines,
    openings: Openings,
}

impl Scan<'_> {
    /// Reads a line of what will be left, which may be several of the text, and gives where the next
    /// one begins.
    fn line(&mut self, from: usize) -> usize {
        let line_start = self.cut.text.len();
        let mut at = from;
        let mut end = line_end(self.text, at);
        if self.lines.continues_code(&self.text[at..end]) {
            self.keep(at..end);
            return end;
        }
        let mut ticks = Ticks::default();
        let mut begun = false;
        loop {
            let opening = self.openings.next(self.text, at).filter(|(start, ..)| *start < end);
            // What a line begins is known by its first word; a comment is none.
            let comes_first = opening
                .is_some_and(|(start, ..)| self.text[at..start].trim_matches(MARKS).is_empty());
            if !begun && !comes_first {
                begun = true;
                let line = format!("{}{}", &self.cut.text[line_start..], &self.text[at..end]);
                if self.lines.begins_code(&line) {
                    self.keep(at..end);
                    return end;
                }
            }
            let Some((opening, length, close)) = opening else {
                self.keep(at..end);
                return end;
            };
            if let Some(code) = ticks.span_before(self.text, at..end, opening) {
                self.keep(at..code);
                at = code;
                continue;
            }
            self.keep(at..opening);
            let closed = closing(self.text, opening + length, close);
            if closed.is_none() {
                self.cut.unclosed = Some(opening);
            }
            at = closed.unwrap_or(self.text.len());
            if self.cut.text[line_start..].trim().is_empty() {
                // The spaces behind a comment that opens a line would indent what follows.
                at += self.text[at..].len() - self.text[at..].trim_start_matches([' ', '\t']).len();
            }
            self.cut.cut(opening..at);
            if at > end {
                end = line_end(self.text, at);
                ticks = Ticks::default();
            }
            if at >= self.text.len() {
                return at;
            }
        }
    }

    fn keep(&mut self, range: Range<usize>) {
        self.cut.text.push_str(&self.text[range]);
    }
}

/// Where the line ends that a place is in, its break included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i + 1)
}

/// The backticks of a line.
#[derive(Default)]
struct Ticks {
    /// Where the runs of each length are, the last first; made when the first span is looked for.
    runs: Option<HashMap<usize, Vec<usize>>>,
    /// Up to where no span begins.
    read: usize,
}

impl Ticks {
    /// The end of a span of code that begins before a comment does.
    fn span_before(&mut self, text: &str, line: Range<usize>, comment: usize) -> Option<usize> {
        let runs = self.runs.get_or_insert_with(|| runs(text, line.clone()));
        let mut at = self.read.max(line.start);
        let bytes = text.as_bytes();
        while at < comment {
            match bytes[at] {
                // What is escaped opens nothing.
                b'\\' if matches!(bytes.get(at + 1), Some(b'`' | b'\\')) => at += 2,
                b'`' => {
                    let length = bytes[at..line.end].iter().take_while(|b| **b == b'`').count();
                    let same = runs.get_mut(&length);
                    let close = same.and_then(|same| {
                        while same.last().is_some_and(|run| *run < at + length) {
                            same.pop();
                        }
                        same.last().copied()
                    });
                    match close {
                        Some(close) if close + length > comment => {
                            self.read = close + length;
                            return Some(close + length);
                        }
                        Some(close) => at = close + length,
                        None => at += length,
                    }
                }
                _ => at += 1,
            }
        }
        self.read = at;
        None
    }
}

fn runs(text: &str, line: Range<usize>) -> HashMap<usize, Vec<usize>> {
    let bytes = &text.as_bytes()[line.clone()];
    let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|b| **b == b'`').count();
        if length > 0 {
            runs.entry(length).or_default().push(line.start + at);
        }
        at += length.max(1);
    }
    runs.values_mut().for_each(|places| places.reverse());
    runs
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::markdown::parse;

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
            (
                "[^n]: y\n\n    ```\n    %%a%%\n    ```\n",
                "[^n]: y\n\n    ```\n    %%a%%\n    ```\n",
            ),
            ("[^n]: y\n\n%%a%%```\n%%b%%\n```%%c%%", "[^n]: y\n\n```\n%%b%%\n```%%c%%"),
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
            "`a\n`%%SECRET%%` b",
            "<a title=\"`\"> %%SECRET%% `",
            "[a](x`%%SECRET%%`)",
            "[a]\n\n[a]: x`%%SECRET%%`",
            "[a](x \"`%%SECRET%%`\")",
            "x\n===\n\n- a\n\n2026. ```\n%%SECRET%%",
            "text\n5. ```\n%%SECRET%%",
            "```a`\n%%SECRET%%\n```",
            "- a\n\n      %%SECRET%%",
            "<div>\n```\n%%SECRET%%\n```\n</div>",
            "``%%x%%`\n%%SECRET%%",
            "> - [^1]: `\n> %%SECRET%%`",
            "> [!note] `\n> `%%SECRET%%`",
        ] {
            let left = cut(text).text;
            // What the scan takes for code and the parser does not, the tree has no more.
            let document = parse(&left).document;
            assert!(
                !document.pool.contains("SECRET") || left.contains("```\n%%SECRET%%\n"),
                "{text:?} → {left:?} → {:?}",
                document.pool
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
