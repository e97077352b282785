//! Text on a terminal: how wide it is, where it breaks, how it is coloured.
//!
//! Everything is laid out first and coloured after, so that a colour never counts as width.
//! Whether colours reach the terminal is `anstream`'s to decide.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use textwrap::{WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::report::plain;
use crate::analyse::evidence::Grade;
use crate::model::vocabulary::Step;

/// What stands out.
pub(super) const STRONG: Style = Style::new().bold();
/// What stands back.
pub(super) const QUIET: Style = Style::new().dimmed();
/// What wants attention.
pub(super) const ALERT: Style = AnsiColor::Red.on_default().bold();

/// Columns of a terminal of which nothing is known.
const USUAL: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 96;
/// In fewer columns than this nothing can be laid out.
const NARROWEST: usize = 24;

/// How many columns to write in: the terminal's, else those that `COLUMNS` states, else 80.
pub(super) fn columns() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(stated).unwrap_or(USUAL).clamp(NARROWEST, WIDEST)
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// How many columns a text takes that has styles in it.
pub(super) fn shown_width(text: &str) -> usize {
    width(&anstream::adapter::strip_str(text).to_string())
}

/// The text in a style.
pub(super) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The text, with blanks up to a width.
pub(super) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// The text on one line of at most that many columns; where it is cut, `…` says so.
pub(super) fn cut(text: &str, to: usize) -> String {
    let text = plain(text);
    if width(&text) <= to {
        return text;
    }
    let mut kept = take(&text, to.saturating_sub(1)).trim_end().to_owned();
    kept.push('…');
    kept
}

/// The text in lines of at most that many columns, broken between words. A word that is too long
/// is broken too: it would push its line over the edge.
pub(super) fn wrap(text: &str, to: usize) -> Vec<String> {
    let words: Vec<String> = text.split_whitespace().map(plain).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let options = textwrap::Options::new(to)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&words.join(" "), options).into_iter().map(Cow::into_owned).collect()
}

/// The text in lines, the first after `lead` and the others below where it ended.
pub(super) fn hang(lead: &str, text: &str, to: usize) -> Vec<String> {
    let indent = width(lead);
    let lines = wrap(text, to.saturating_sub(indent).max(1));
    let lead = |at: usize| if at == 0 { lead.to_owned() } else { " ".repeat(indent) };
    lines.iter().enumerate().map(|(at, line)| format!("{}{line}", lead(at))).collect()
}

/// As much of a text as fits; at least one character, so that whoever takes again gets on.
fn take(text: &str, to: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > to && at > 0 {
            return &text[..at];
        }
    }
    text
}

/// A step's mark: filled where it was reached.
pub(super) fn mark(step: Step, reached: bool) -> char {
    let (filled, hollow) = match step {
        Step::Master => ('●', '○'),
        Step::Ask => ('◆', '◇'),
        Step::Deliver => ('▲', '△'),
        Step::Pivot => ('✦', '✧'),
        Step::Repeat => ('■', '□'),
    };
    if reached { filled } else { hollow }
}

/// A step's colour.
pub(super) fn hue(step: Step) -> Style {
    let colour = match step {
        Step::Master => AnsiColor::Blue,
        Step::Ask => AnsiColor::Cyan,
        Step::Deliver => AnsiColor::Green,
        Step::Pivot => AnsiColor::Magenta,
        Step::Repeat => AnsiColor::Yellow,
    };
    colour.on_default()
}

/// A grade's mark; without evidence, a dot.
pub(super) fn shade(grade: Option<Grade>) -> char {
    match grade {
        None => '·',
        Some(Grade::Claimed) => '░',
        Some(Grade::Backed) => '▒',
        Some(Grade::Vouched) => '▓',
        Some(Grade::Confirmed) => '█',
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, hang, width, wrap};

    #[test]
    fn lines_break_between_words_and_a_long_word_anywhere() {
        assert_eq!(wrap("one two  three\nfour", 9), ["one two", "three", "four"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 4), Vec::<String>::new());
        assert_eq!(hang("- ", "one two three", 9), ["- one two", "  three"]);
    }

    #[test]
    fn columns_are_counted_and_not_characters() {
        assert_eq!(wrap("日本語のノート", 6), ["日本語", "のノー", "ト"]);
        assert_eq!(cut("日本語のノート", 6), "日本…");
        assert_eq!(cut("e\u{301}te\u{301}", 3), "e\u{301}te\u{301}");
        // Narrower than one character: it gets on all the same.
        assert_eq!(wrap("日本", 1), ["日", "本"]);
    }

    #[test]
    fn a_note_can_not_move_the_cursor() {
        for text in [cut("a\u{1b}[2J", 40), wrap("a\u{1b}[2J", 40).join("")] {
            assert!(!text.contains('\u{1b}'), "{text:?}");
            assert!(width(&text) >= 4);
        }
    }
}
