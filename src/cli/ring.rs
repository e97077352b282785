//! Draws a loop as a ring of characters, with the five steps around it like hours of a clock.
//!
//! The line starts at the bottom, goes up on the right and over the top. The part that the loop has not
//! reached yet is dotted. A step without an entry is hollow, even if the line has passed it.

use anstyle::Style;
use jiff::civil::Date;

use super::text::{QUIET, STRONG, hue, mark, paint, width};
use crate::analyse::Loop;
use crate::model::Journal;
use crate::model::dates::days_between;
use crate::model::vocabulary::Step;

/// The width in columns.
pub(super) const WIDTH: usize = 25;

/// The line as it looks where the loop has reached it.
const LINE: [&str; 5] =
    ["╭─────▲─────╮", "│           │", "✦           ◆", "│           │", "╰──■─────●──╯"];
/// The section of each piece of the line: 1 leads to `master`, 5 to `repeat`, and 6 beyond it.
const SECTIONS: [&str; 5] =
    ["444444D333333", "4           3", "P           A", "5           2", "555R66111M222"];
/// The position of the line in the drawing.
const ROW: usize = 1;
const COLUMN: usize = 7;

/// The ring of a loop, in coloured lines of at most [`WIDTH`] columns.
pub(super) fn ring(journal: &Journal, current: Option<&Loop>, today: Date) -> Vec<String> {
    let entries = current.map_or(&[][..], |current| &current.entries);
    let steps = entries.iter().filter_map(|index| journal.entries[*index].step);
    draw(&steps.collect::<Vec<_>>(), current.map_or(0, passed), middle(journal, current, today))
}

/// Draws the ring. Steps with an entry are filled, and the line is solid in the first `passed`
/// sections.
fn draw(filled: &[Step], passed: u32, middle: Vec<String>) -> Vec<String> {
    let mut grid = Grid::new(7);
    for (row, (line, ways)) in LINE.iter().zip(SECTIONS).enumerate() {
        for (column, (piece, way)) in line.chars().zip(ways.chars()).enumerate() {
            let (piece, style) = match step(way) {
                Some(step) => (mark(step, filled.contains(&step)), hue(step)),
                None => piece_of(piece, way, passed),
            };
            grid.put(ROW + row, COLUMN + column, &piece.to_string(), style);
        }
    }
    for (row, column, step) in NAMES {
        let style = if filled.contains(&step) { hue(step) } else { QUIET };
        grid.put(row, column, step.word(), style);
    }
    for (row, text) in (2..).zip(middle) {
        let left = 11_usize.saturating_sub(width(&text)).div_ceil(2);
        grid.put(row, COLUMN + 1 + left, &text, STRONG);
    }
    grid.lines()
}

/// The positions of the steps' names.
const NAMES: [(usize, usize, Step); 5] = [
    (0, 10, Step::Deliver),
    (3, 1, Step::Pivot),
    (3, 21, Step::Ask),
    (6, 7, Step::Repeat),
    (6, 14, Step::Master),
];

fn step(way: char) -> Option<Step> {
    match way {
        'M' => Some(Step::Master),
        'A' => Some(Step::Ask),
        'D' => Some(Step::Deliver),
        'P' => Some(Step::Pivot),
        'R' => Some(Step::Repeat),
        _ => None,
    }
}

/// How many sections a loop has passed. Delivering after a pivot does not go further than the pivot.
fn passed(current: &Loop) -> u32 {
    match current.position {
        5 => 4,
        position => u32::from(position),
    }
}

fn piece_of(piece: char, way: char, passed: u32) -> (char, Style) {
    if way.to_digit(10).is_some_and(|way| way <= passed) {
        return (piece, Style::new());
    }
    let ahead = match piece {
        '─' => '┈',
        '│' => '┊',
        ' ' => ' ',
        _ => '·',
    };
    (ahead, QUIET)
}

/// The text in the middle: the loop's number, its days and its state.
fn middle(journal: &Journal, current: Option<&Loop>, today: Date) -> Vec<String> {
    let Some(current) = current else { return vec!["no loop".into(), "yet".into()] };
    // With somebody who left, an open loop ended with their time, as on its page.
    let left = journal.person(current.thread.as_str()).and_then(|person| person.until);
    let last = current.entries.last().map(|at| journal.entries[*at].date);
    let left = left.filter(|until| *until < today);
    let end = current.closed.or(left.map(|until| last.map_or(until, |last| last.max(until))));
    let end = end.unwrap_or(today);
    let days = days_between(current.opened, end).max(0);
    let age = if current.closed.is_none() { format!("day {days}") } else { format!("{days} days") };
    vec![format!("loop {}", current.number), age, current.state.word().into()]
}

/// A grid of characters, each with a style.
struct Grid(Vec<[(char, Style); WIDTH]>);

impl Grid {
    fn new(rows: usize) -> Self {
        Self(vec![[(' ', Style::new()); WIDTH]; rows])
    }

    fn put(&mut self, row: usize, column: usize, text: &str, style: Style) {
        for (cell, c) in self.0[row][column..].iter_mut().zip(text.chars()) {
            *cell = (c, style);
        }
    }

    fn lines(self) -> Vec<String> {
        let line = |row: [(char, Style); WIDTH]| {
            let last = row.iter().rposition(|(c, _)| *c != ' ').map_or(0, |index| index + 1);
            let runs = row[..last].chunk_by(|a, b| a.1 == b.1);
            runs.map(|run| paint(run[0].1, &run.iter().map(|(c, _)| c).collect::<String>()))
                .collect()
        };
        self.0.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::model::vocabulary::Step::{Ask, Deliver, Pivot};

    #[test]
    fn what_is_ahead_is_dotted_and_what_was_skipped_is_hollow() {
        // The third way is gone, and nobody asked before.
        let lines = draw(&[Deliver], 3, vec!["loop 1".into(), "day 12".into()]).join("\n");
        let expected = [
            "          deliver",
            "       ·┈┈┈┈┈▲─────╮",
            "       ┊   loop 1  │",
            " pivot ✧   day 12  ◇ ask",
            "       ┊           │",
            "       ·┈┈□┈┈───○──╯",
            "       repeat master",
        ];
        assert_eq!(anstream::adapter::strip_str(&lines).to_string(), expected.join("\n"));
        let lines = draw(&[Ask, Deliver, Pivot], 6, Vec::new()).join("\n");
        let plain = anstream::adapter::strip_str(&lines).to_string();
        assert!(plain.contains("╭─────▲─────╮") && plain.contains("╰──□─────○──╯"), "{plain}");
    }
}
