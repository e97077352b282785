//! Text on a terminal: its width, line breaks and colours.
//!
//! Text is laid out before it is coloured, so that escape sequences don't count as width. `anstream`
//! decides whether colours reach the terminal.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use textwrap::{WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::report::plain;
use crate::analyse::evidence::Grade;
use crate::model::vocabulary::Step;

/// For text that stands out.
pub(super) const STRONG: Style = Style::new().bold();
/// For less important text.
pub(super) const QUIET: Style = Style::new().dimmed();
/// For warnings.
pub(super) const ALERT: Style = AnsiColor::Red.on_default().bold();

/// The width if the terminal's is not known.
const DEFAULT_WIDTH: usize = 80;
/// The maximum width, because longer lines are hard to read.
const MAX_WIDTH: usize = 96;
/// The minimum width that the layout needs.
const MIN_WIDTH: usize = 24;

/// The width to use: the terminal's, else that in `COLUMNS`, else 80.
pub(super) fn columns() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let stated = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(stated).unwrap_or(DEFAULT_WIDTH).clamp(MIN_WIDTH, MAX_WIDTH)
}

/// The width of a text in columns.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The width of a coloured text in columns.
pub(super) fn shown_width(text: &str) -> usize {
    width(&anstream::adapter::strip_str(text).to_string())
}

/// Applies a style to a text.
pub(super) fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Adds spaces to a text up to a width.
pub(super) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Shortens a text to a width. `…` marks a shortened text.
pub(super) fn cut(text: &str, to: usize) -> String {
    let text = plain(text);
    if width(&text) <= to {
        return text;
    }
    let mut kept = take(&text, to.saturating_sub(1)).trim_end().to_owned();
    kept.push('…');
    kept
}

/// Breaks a text into lines of at most this width, between words. Longer words are broken too.
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

/// Breaks a text into lines. The first line follows `lead`, and the others are indented by its width.
pub(super) fn hang(lead: &str, text: &str, to: usize) -> Vec<String> {
    let indent = width(lead);
    let lines = wrap(text, to.saturating_sub(indent).max(1));
    let lead = |index: usize| if index == 0 { lead.to_owned() } else { " ".repeat(indent) };
    lines.iter().enumerate().map(|(index, line)| format!("{}{line}", lead(index))).collect()
}

/// The beginning of a text that fits into a width, but at least one character.
fn take(text: &str, to: usize) -> &str {
    let mut used = 0;
    for (index, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > to && index > 0 {
            return &text[..index];
        }
    }
    text
}

/// The mark of a step, filled if the step was reached.
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

/// The colour of a step.
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

/// The mark of a grade; a dot for no evidence.
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
