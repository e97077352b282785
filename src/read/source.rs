//! The text of a file, and places in it.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::markdown::comments;

/// A longer line, in bytes, is shown in part: a note of one long line may have a thousand problems.
const LONGEST: usize = 4_000;
/// How many bytes of it.
const SHOWN: usize = 120;

/// A file's text with `\n` as its only line ending and no byte-order mark, so that neither can
/// change what is read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The file, relative to the journal, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The comments in it: no diagnostic may carry their words to a page.
    pub hidden: Vec<Range<usize>>,
}

impl SourceFile {
    /// Decodes a file's bytes.
    pub fn decode(path: String, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&path, error.as_bytes()))?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let text =
            if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        if let Some(at) = text.find('\0') {
            return Err(not_text(path, text, at));
        }
        Ok(Self { path, text, hidden: Vec::new() })
    }

    /// Hides what looks like a comment in a part that lies before all that is hidden already.
    pub fn hide_comments(&mut self, part: Range<usize>) {
        let mut found = Vec::new();
        let text = &self.text[..part.end];
        let mut at = part.start;
        while let Some((start, length, close)) = comments::next_opening(text, at) {
            let inner = start + length;
            at = text[inner..].find(close).map_or(part.end, |end| inner + end + close.len());
            found.push(start..at);
        }
        found.append(&mut self.hidden);
        self.hidden = found;
    }

    /// A range of bytes as a place that an author can find. A range over several lines is cut at
    /// the end of its first.
    pub fn location(&self, range: Range<usize>) -> Location {
        let start = floor(&self.text, range.start);
        let end = floor(&self.text, range.end.max(range.start));
        let line_start = self.text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |i| start + i);
        let clipped = line_end - line_start > LONGEST;
        let shown = if clipped {
            start..floor(&self.text, line_end.min(start + SHOWN))
        } else {
            line_start..line_end
        };
        Location {
            line: self.text[..start].matches('\n').count() + 1,
            column: self.text[line_start..start].chars().count() + 1,
            length: self.text[start..end.clamp(start, line_end)].chars().count().max(1),
            source: self.masked(shown),
            clipped,
        }
    }

    /// A part of the text, with dots for the words of comments.
    fn masked(&self, part: Range<usize>) -> String {
        let from = self.hidden.partition_point(|hidden| hidden.end <= part.start);
        let hidden = self.hidden[from..].iter().take_while(|hidden| hidden.start < part.end);
        let hidden: Vec<&Range<usize>> = hidden.collect();
        let covers = |at: usize| hidden.iter().any(|hidden| hidden.contains(&at));
        let text = self.text[part.clone()].char_indices();
        text.map(|(at, c)| if covers(part.start + at) { '·' } else { c }).collect()
    }
}

/// The nearest boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// A text with NUL bytes is none: it may be UTF-16, in which no key would be found.
fn not_text(path: String, text: String, at: usize) -> Box<Diagnostic> {
    let mut source = SourceFile { path, text, hidden: Vec::new() };
    source.hide_comments(0..source.text.len());
    let mut location = source.location(at..at + 1);
    location.source = location.source.replace('\0', "\u{fffd}");
    let message = "the file has NUL bytes, so it is not text";
    let hint = "it may be UTF-16 without a byte-order mark: save it as UTF-8";
    Box::new(Diagnostic::error(codes::NOT_UTF8, &source.path, message).at(location).hint(hint))
}

fn not_utf8(path: &str, bytes: &[u8]) -> Box<Diagnostic> {
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let hint = if wide { "it looks like UTF-16: save it as UTF-8" } else { "save it as UTF-8" };
    // As for text: neither a mark nor the sort of line ending changes what is said.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let line = bytes[..valid].iter().filter(|b| **b == b'\n').count() + 1;
    let start = bytes[..valid].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let end = bytes[valid..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |i| valid + i);
    let column = String::from_utf8_lossy(&bytes[start..valid]).chars().count() + 1;
    let line_text = String::from_utf8_lossy(&bytes[start..end]);
    let source = line_text.trim_end_matches('\r').replace('\0', "\u{fffd}");
    let location = Location { line, column, length: 1, source, clipped: false };
    Box::new(
        Diagnostic::error(codes::NOT_UTF8, path, "the file is not UTF-8 text")
            .at(location)
            .hint(hint),
    )
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    fn read(text: &[u8]) -> SourceFile {
        SourceFile::decode("a.md".into(), text.to_vec()).expect("text")
    }

    #[test]
    fn line_endings_and_marks_change_nothing() {
        assert_eq!(read(b"\xef\xbb\xbfa\r\nb\rc\n").text, "a\nb\nc\n");
    }

    #[test]
    fn nul_bytes_are_an_error_at_their_place() {
        let utf16: Vec<u8> = "---\nprivate: yes\n---\n".bytes().flat_map(|b| [b, 0]).collect();
        let error = SourceFile::decode("a.md".into(), utf16).expect_err("no text");
        assert!(error.is_error());
        let at = error.location.expect("a place");
        assert_eq!((at.line, at.column), (1, 2));
    }

    #[test]
    fn a_place_counts_characters_and_stays_on_its_line() {
        let source = read("one\nzwölf Ü\nthree".as_bytes());
        let at = source.location(11..20);
        assert_eq!((at.line, at.column, at.length, at.source.as_str()), (2, 7, 1, "zwölf Ü"));
        let end = source.location(99..100);
        assert_eq!((end.line, end.column, end.length), (3, 6, 1));
    }

    #[test]
    fn what_is_no_text_is_an_error_at_its_place() {
        let error =
            SourceFile::decode("a.md".into(), b"ok\nno \xff".to_vec()).expect_err("no text");
        let at = error.location.expect("a place");
        assert_eq!((at.line, at.column), (2, 4));
    }
}
