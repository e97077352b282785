//! `[!private]` where it hides nothing.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::model::Document;
use crate::model::document::{Kind, is_private_callout};
use crate::model::letters::in_word;

/// A `[!private]`, or nearly that, which opens no callout: somebody meant to hide what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where it stands.
    pub range: Range<usize>,
    /// Whether it is indented so far that it is code.
    pub in_code: bool,
}

/// Where a text says `[!private]`, or nearly that, outside of private callouts and of the ranges
/// that are verbatim.
pub(super) fn strays(text: &str, document: &Document, verbatim: &[Range<usize>]) -> Vec<Stray> {
    let is_wide = |mark: char| {
        memchr::memmem::find(text.as_bytes(), mark.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
    };
    // East Asian keyboards have wide brackets, too, which open no callout.
    let marks: &[&'static str] =
        if is_wide('［') || is_wide('！') { &["[!", "［!", "［！", "[！"] } else { &["[!"] };
    let places = |mark: &'static str| {
        memchr::memmem::find_iter(text.as_bytes(), mark).map(move |at| (at, mark))
    };
    let mut marks: Vec<(usize, &str)> = marks.iter().flat_map(|mark| places(mark)).collect();
    let containers = containers(text);
    if marks.is_empty() && containers.is_empty() {
        return Vec::new();
    }
    marks.sort_unstable();
    let private = document.private.iter().map(|range| {
        let span = &document.node(range.start).span;
        span.start as usize..span.end as usize
    });
    let code = document.nodes.iter().filter(|node| node.kind == Kind::IndentedCode);
    let code: Vec<Range<usize>> =
        code.map(|node| node.span.start as usize..node.span.end as usize).collect();
    let meant = merged(private.chain(verbatim.iter().cloned()).collect());
    let mut ends = Ends { text, letter: 0, end: 0, last_letter: 0 };
    let stray = |(at, mark): (usize, &str)| {
        let (kind, end) = ends.kind(at + mark.len());
        let mut words = kind.split(|c: char| !in_word(c));
        let near = is_private_callout(kind) || words.any(is_misspelled);
        let escaped = text[..at].ends_with('\\');
        let stands = near && !escaped && !within(&meant, at);
        let in_code = within(&code, at);
        stands.then_some(Stray { range: at..end, in_code })
    };
    let mut found: Vec<Stray> = marks.into_iter().filter_map(stray).collect();
    let stands = |range: &Range<usize>| !within(&meant, range.start);
    let containers = containers.into_iter().filter(stands);
    found.extend(containers.map(|range| Stray { in_code: within(&code, range.start), range }));
    found.sort_by_key(|stray| stray.range.start);
    found
}

/// What begins a container in other programs, and whether it is the first of its line: of Pandoc, MkDocs, Hugo and Org.
const CONTAINERS: [(&str, bool); 5] =
    [(":::", true), ("!!!", true), ("???", true), ("{{", false), ("#+", true)];

/// Each text is asked, and most are short: to make these takes longer than to use them.
static FINDERS: LazyLock<[Finder<'static>; 5]> =
    LazyLock::new(|| CONTAINERS.map(|(mark, _)| Finder::new(mark)));

/// Whether a text may have one of these containers.
pub fn may_have_containers(text: &str) -> bool {
    FINDERS.iter().any(|finder| finder.find(text.as_bytes()).is_some())
}

/// How many characters behind a mark are looked at for a name, so that nothing is read often.
const NEAR: usize = 80;

/// Where a text has a container of another program that is called private: `::: private`, `{{< private >}}`.
fn containers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for ((mark, is_first), finder) in CONTAINERS.iter().zip(FINDERS.iter()) {
        found.extend(finder.find_iter(text.as_bytes()).filter_map(|at| {
            let rest = &text[at + mark.len()..];
            // Behind the sign of Hugo's shortcodes, and the word of Org's blocks.
            let rest = match *mark {
                "{{" => rest.strip_prefix(['<', '%'])?,
                "#+" => rest
                    .get(..6)
                    .filter(|word| word.eq_ignore_ascii_case("begin_"))
                    .map(|_| &rest[6..])?,
                _ => rest,
            };
            let near = rest.char_indices().nth(NEAR).map_or(rest, |(end, _)| &rest[..end]);
            let name = near.trim_start_matches([' ', '{', '.', ':', '!', '?', '+']);
            let end = name.find(|c: char| !(in_word(c) || matches!(c, '-' | '_')));
            let end = end.unwrap_or(name.len());
            let is_private = end > 0 && is_private_callout(&name[..end]);
            let begins_line = || {
                let before = text[..at].trim_end_matches([' ', '\t', '>', '-', '*', '+']);
                before.is_empty() || before.ends_with('\n')
            };
            let start = text.len() - rest.len() + near.len() - name.len();
            (is_private && (!is_first || begins_line())).then_some(at..start + end)
        }));
    }
    found
}

/// Whether a word is nearly `private`.
fn is_misspelled(word: &str) -> bool {
    word.len() < 16 && strsim::osa_distance(&word.to_ascii_lowercase(), "private") <= 1
}

/// What stands in brackets, found from left to right so that nothing is read twice.
struct Ends<'t> {
    text: &'t str,
    /// The first letter or digit from the last place on.
    letter: usize,
    /// Where the brackets end that the last place is in.
    end: usize,
    /// Behind the last letter or digit before that.
    last_letter: usize,
}

impl<'t> Ends<'t> {
    /// The words in the brackets whose content begins there, and where the brackets end. No place
    /// before an earlier one may be asked for.
    fn kind(&mut self, from: usize) -> (&'t str, usize) {
        let bytes = self.text.as_bytes();
        if self.end < from {
            let rest = &self.text[from..];
            self.end = from + rest.find([']', '］', '|', '\n']).unwrap_or(rest.len());
            let letters = bytes[from..self.end].iter().rposition(is_letter);
            self.last_letter = letters.map_or(from, |last| from + last + 1);
        }
        if self.letter < from {
            let letter = bytes[from..].iter().position(is_letter);
            self.letter = letter.map_or(bytes.len(), |letter| from + letter);
        }
        let kind = self.text.get(self.letter..self.last_letter).unwrap_or_default();
        // Emoji may stand around it. No kind that hides is longer.
        let kind = if kind.len() <= 64 { kind.trim_matches(|c| !in_word(c)) } else { "" };
        (kind, self.end)
    }
}

/// Whether a byte is of a letter or a digit, or of anything beyond ASCII.
fn is_letter(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether a place lies in one of these ranges, which are in order and don't overlap.
pub(super) fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    after > 0 && at < ranges[after - 1].end
}

/// Ranges in order, those that overlap as one.
pub(in crate::markdown) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
