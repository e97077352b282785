//! What a line begins: a fence, or the code behind one, in whatever quotes and lists it stands.
//!
//! This is a reading of CommonMark's blocks as far as fences need it. Where it is wrong, a comment in
//! code is cut, or the parser's tree shows one outside of code, which is then cut there.

use std::ops::RangeInclusive;

/// A quote or a list item around a line.
#[derive(Clone, Copy, Debug)]
enum Container {
    Quote,
    /// An item, with the column of its content, counted from that of what is around it.
    Item(usize),
}

#[derive(Clone, Copy, Debug)]
struct Fence {
    mark: char,
    length: usize,
    /// How many containers are around it.
    depth: usize,
}

/// The state of the blocks at the beginning of a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    containers: Vec<Container>,
    fence: Option<Fence>,
    paragraph: bool,
}

impl Lines {
    /// Whether a line is code between fences, or the fence behind it.
    pub(super) fn continues_code(&mut self, line: &str) -> bool {
        let Some(fence) = self.fence else { return false };
        let (rest, matched) = self.matched(line);
        let within = matched >= fence.depth;
        if !within || closes(rest, fence) {
            self.fence = None;
        }
        within
    }

    /// Reads the beginning of a line that is not within code; whether it is a fence.
    pub(super) fn begins_code(&mut self, line: &str) -> bool {
        let (rest, matched) = self.matched(line);
        self.block(rest, matched);
        self.fence.is_some()
    }

    /// What is left of a line behind the markers of the containers that it continues.
    fn matched<'l>(&self, line: &'l str) -> (&'l str, usize) {
        let mut rest = line;
        let mut matched = 0;
        for container in &self.containers {
            let next = match container {
                Container::Quote => quoted(rest),
                Container::Item(_) if rest.trim().is_empty() => Some(rest),
                Container::Item(width) => unindented(rest, *width),
            };
            let Some(next) = next else { break };
            rest = next;
            matched += 1;
        }
        (rest, matched)
    }

    /// The blocks that a line begins.
    fn block(&mut self, rest: &str, matched: usize) {
        let mut rest = rest;
        let mut opened = Vec::new();
        let breaks = breaks(rest);
        let is_break = |rest: &str| breaks.contains(&rest.len());
        // Behind a paragraph, what is indented continues it; else it is code, and has no markers.
        while indent(rest) < 4 && !is_break(rest) {
            if let Some(next) = quoted(rest) {
                opened.push(Container::Quote);
                rest = next;
            } else if let Some((width, next)) = item(rest) {
                opened.push(Container::Item(width));
                rest = next;
            } else if let Some(next) = footnote(rest) {
                // What a footnote holds is indented as that of an item with a wide marker.
                opened.push(Container::Item(4));
                rest = next;
            } else {
                break;
            }
        }
        let fence = (indent(rest) < 4).then(|| fence(rest)).flatten();
        let lazy = self.paragraph && opened.is_empty() && fence.is_none() && !is_break(rest);
        let blank = rest.trim().is_empty();
        if !lazy || blank {
            self.containers.truncate(matched);
        }
        self.containers.extend(opened);
        self.paragraph = !blank && fence.is_none();
        self.fence =
            fence.map(|(mark, length)| Fence { mark, length, depth: self.containers.len() });
    }
}

/// How many columns of blanks a line begins with.
fn indent(line: &str) -> usize {
    let mut columns = 0;
    for c in line.chars() {
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// A line without that many columns of blanks; `None` where it has fewer.
fn unindented(line: &str, width: usize) -> Option<&str> {
    let mut columns = 0;
    for (at, c) in line.char_indices() {
        if columns >= width {
            return Some(&line[at..]);
        }
        match c {
            ' ' => columns += 1,
            '\t' => columns += 4 - columns % 4,
            _ => return None,
        }
    }
    None
}

/// A line behind the marker of a quote.
fn quoted(line: &str) -> Option<&str> {
    let marker = line.trim_start_matches(' ');
    let rest = marker.strip_prefix('>').filter(|_| line.len() - marker.len() < 4)?;
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// An item's content: its column, and what of the line is behind the marker.
fn item(line: &str) -> Option<(usize, &str)> {
    let before = indent(line);
    let marker = line.trim_start_matches([' ', '\t']);
    let digits = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match marker[digits..].chars().next()? {
        '-' | '+' | '*' if digits == 0 => 1,
        '.' | ')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let rest = &marker[length..];
    let content = rest.trim_start_matches([' ', '\t']);
    if content.trim().is_empty() {
        return Some((before + length + 1, content));
    }
    match indent(rest) {
        0 => None,
        blanks @ 1..=4 => Some((before + length + blanks, content)),
        // Code by indentation, one column behind the marker.
        _ => Some((before + length + 1, &rest[1..])),
    }
}

/// A footnote's first line behind its label.
fn footnote(line: &str) -> Option<&str> {
    let label = line.trim_start_matches(' ').strip_prefix("[^")?;
    let (label, rest) = label.split_once("]:")?;
    (!label.is_empty() && !label.contains(['[', ']'])).then_some(rest)
}

/// How long the ends of a line are that are thematic breaks, which look like items.
fn breaks(line: &str) -> RangeInclusive<usize> {
    let none = RangeInclusive::new(1, 0);
    let Some(mark @ ('*' | '-' | '_')) = line.trim_end().chars().next_back() else { return none };
    let own = |c: &char| *c == mark || matches!(*c, ' ' | '\t' | '\n');
    let longest: usize = line.chars().rev().take_while(own).map(char::len_utf8).sum();
    let end = &line[line.len() - longest..];
    let third = end.rmatch_indices(mark).nth(2);
    third.map_or(none, |(at, _)| longest - at..=longest)
}

/// The mark and the length of an opening fence.
fn fence(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start_matches([' ', '\t']);
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let length = line.len() - info.len();
    let spans = mark == '`' && info.contains('`');
    (length >= 3 && !spans).then_some((mark, length))
}

fn closes(line: &str, fence: Fence) -> bool {
    let marks = line.trim_start_matches([' ', '\t']);
    let rest = marks.trim_start_matches(fence.mark);
    indent(line) < 4 && marks.len() - rest.len() >= fence.length && rest.trim().is_empty()
}
