//! The text of a file, and places in it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use memchr::{memchr, memmem};

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::markdown::comments;
use crate::regular_file;

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
    /// How many lines of the file are above the text.
    lines_above: usize,
    places: OnceLock<Places>,
    /// Where the text is that is not held any more.
    released: Option<Box<Released>>,
}

/// A text whose memory was given back.
#[derive(Clone, Debug)]
struct Released {
    on_disk: PathBuf,
    /// By which it is known again.
    hash: u64,
    /// The same, read again; `None` if the file has another text by now.
    again: OnceLock<Option<Box<SourceFile>>>,
}

/// A shorter text is kept.
const WORTH_RELEASING: usize = 256;

impl Released {
    fn again(&self, source: &SourceFile) -> Option<&SourceFile> {
        let read = || {
            let bytes = regular_file::read_text(&self.on_disk).ok()?;
            let whole = SourceFile::decode(source.path.clone(), bytes).ok()?;
            let is_same = hash(&whole.text) == self.hash;
            is_same.then(|| Box::new(SourceFile { hidden: source.hidden.clone(), ..whole }))
        };
        self.again.get_or_init(read).as_deref()
    }
}

fn hash(text: &str) -> u64 {
    ahash::RandomState::with_seeds(1, 2, 3, 4).hash_one(text)
}

/// Where the front matter of a text ends; 0 where it has none, or none between lines of `---`.
fn front_matter_end(text: &str) -> usize {
    let closed =
        text.strip_prefix("---\n").and_then(|rest| memmem::find(rest.as_bytes(), b"\n---\n"));
    closed.map_or(0, |at| "---\n".len() + at + "\n---\n".len())
}

/// Where lines begin and how many characters there are, so that a note with thousands of problems is
/// not read again for each.
#[derive(Clone, Debug)]
struct Places {
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters there are before each block of [`BLOCK`] bytes, and in all.
    characters: Vec<usize>,
}

const BLOCK: usize = 512;

impl Places {
    fn of(text: &str) -> Self {
        let lines = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut before = 0;
        let characters = text.as_bytes().chunks(BLOCK).map(|block| {
            let own = block.iter().filter(|byte| is_start(**byte)).count();
            let now = before + own;
            std::mem::replace(&mut before, now)
        });
        let mut characters: Vec<usize> = characters.collect();
        characters.push(before);
        Self { lines: std::iter::once(0).chain(lines).collect(), characters }
    }

    /// The line that a place is in, from 0, and where it begins.
    fn line(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at) - 1;
        (line, self.lines[line])
    }

    /// How many characters there are before a place.
    fn characters(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = &text.as_bytes()[block * BLOCK..at];
        self.characters[block] + rest.iter().filter(|byte| is_start(**byte)).count()
    }
}

/// Whether a byte of UTF-8 begins a character.
fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

impl SourceFile {
    /// Decodes a file's bytes.
    pub fn decode(path: String, bytes: Vec<u8>) -> Result<Self, Box<Diagnostic>> {
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&path, error.as_bytes()))?;
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        };
        let text = if memchr(b'\r', text.as_bytes()).is_some() {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        };
        if let Some(at) = memchr(b'\0', text.as_bytes()) {
            return Err(not_text(path, text, at));
        }
        Ok(Self::new(path, text))
    }

    /// A text that was decoded.
    pub fn new(path: String, text: String) -> Self {
        let (hidden, places) = (Vec::new(), OnceLock::new());
        Self { path, text, hidden, lines_above: 0, places, released: None }
    }

    /// Gives back the memory of its text behind the front matter: until a journal is resolved, those of all its
    /// notes would be held for the few that have a problem. For a place in it, the file is read again.
    pub fn release(&mut self, on_disk: &Path) {
        let end = front_matter_end(&self.text);
        if self.text.len() - end < WORTH_RELEASING {
            return;
        }
        self.released = Some(Box::new(Released {
            on_disk: on_disk.to_path_buf(),
            hash: hash(&self.text),
            again: OnceLock::new(),
        }));
        self.text = self.text[..end].to_owned();
        self.places = OnceLock::new();
    }

    /// The same, as a part of a file that has so many lines above it.
    #[must_use]
    pub fn below_lines(self, lines_above: usize) -> Self {
        Self { lines_above, ..self }
    }

    /// Hides what looks like a comment in a part that lies before all that is hidden already.
    pub fn hide_comments(&mut self, part: Range<usize>) {
        let mut found = Vec::new();
        let text = &self.text[..part.end];
        let mut openings = comments::Openings::default();
        let mut at = part.start;
        while let Some((start, length, close)) = openings.next(text, at) {
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
        if let Some(released) = self.released.as_ref().filter(|_| range.end > self.text.len()) {
            return match released.again(self) {
                Some(whole) => whole.location(range),
                // The file was changed since. Its words may be those of a comment now.
                None => {
                    Location { line: 1, column: 1, length: 1, source: String::new(), clipped: true }
                }
            };
        }
        let start = floor(&self.text, range.start);
        let end = floor(&self.text, range.end.max(range.start));
        let places = self.places.get_or_init(|| Places::of(&self.text));
        let (line, line_start) = places.line(start);
        let line_end = places.lines.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let clipped = line_end - line_start > LONGEST;
        let shown = if clipped {
            start..floor(&self.text, line_end.min(start + SHOWN))
        } else {
            line_start..line_end
        };
        let characters = |at| places.characters(&self.text, at);
        Location {
            line: self.lines_above + line + 1,
            column: characters(start) - characters(line_start) + 1,
            length: (characters(end.clamp(start, line_end)) - characters(start)).max(1),
            source: self.masked(shown),
            clipped,
        }
    }

    /// A part of the text, with dots for the words of comments.
    fn masked(&self, part: Range<usize>) -> String {
        let from = self.hidden.partition_point(|hidden| hidden.end <= part.start);
        let mut hidden = self.hidden[from..].iter().peekable();
        let mut covers = |at: usize| {
            while hidden.next_if(|hidden| hidden.end <= at).is_some() {}
            hidden.peek().is_some_and(|hidden| hidden.start <= at)
        };
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
    let mut source = SourceFile::new(path, text);
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
    fn a_place_in_a_text_that_was_released_is_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let body = "Zwölf, <!-- hidden --> and more.\n".repeat(30);
        let text = format!("\u{feff}---\r\nstep: ask\r\n---\r\n{}", body.replace('\n', "\r\n"));
        std::fs::write(&path, &text).expect("written");
        let mut whole = read(text.as_bytes());
        whole.hide_comments(0..whole.text.len());
        let mut released = whole.clone();
        released.release(&path);
        assert_eq!(released.text, "---\nstep: ask\n---\n");
        for at in 0..whole.text.len() {
            let (one, other) = (whole.location(at..at + 3), released.location(at..at + 3));
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "{at}");
        }
    }

    #[test]
    fn a_text_that_changed_since_it_was_released_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        let mut source = read("one\n".repeat(100).as_bytes());
        source.release(&path);
        std::fs::write(&path, "two\n".repeat(100)).expect("written");
        let place = source.location(4..7);
        assert_eq!((place.line, place.source.as_str(), place.clipped), (1, "", true));
    }

    #[test]
    fn what_is_no_text_is_an_error_at_its_place() {
        let error =
            SourceFile::decode("a.md".into(), b"ok\nno \xff".to_vec()).expect_err("no text");
        let at = error.location.expect("a place");
        assert_eq!((at.line, at.column), (2, 4));
    }
}
