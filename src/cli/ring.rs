//! The ring, drawn in characters: the five steps at their places of a clock.
//!
//! The line comes in along the bottom, rises on the right and goes over the top; what was not
//! reached yet is dotted, and a step without an entry hollow, though the line may have passed it.

use anstyle::Style;
use jiff::civil::Date;

use super::text::{QUIET, STRONG, hue, mark, paint, width};
use crate::analyse::Loop;
use crate::model::Journal;
use crate::model::dates::days_between;
use crate::model::vocabulary::Step;

/// How many columns it takes.
pub(super) const WIDTH: usize = 25;

/// The line where it was reached, from the bottom to the right, over the top and back.
const LINE: [&str; 5] =
    ["╭─────▲─────╮", "│           │", "✦           ◆", "│           │", "╰──■─────●──╯"];
/// Which way each piece of it leads: 1 to `master`, up to 5 to `repeat`, and 6 from there on.
const WAYS: [&str; 5] =
    ["444444D333333", "4           3", "P           A", "5           2", "555R66111M222"];
/// Where the line stands in the drawing.
const ROW: usize = 1;
const COLUMN: usize = 7;

/// The ring of a loop, in lines of at most [`WIDTH`] columns, coloured.
pub(super) fn ring(journal: &Journal, own: Option<&Loop>, today: Date) -> Vec<String> {
    let entries = own.map_or(&[][..], |own| &own.entries);
    let steps = entries.iter().filter_map(|at| journal.entries[*at].step);
    draw(&steps.collect::<Vec<_>>(), own.map_or(0, passed), middle(own, today))
}

/// Draws the steps that have an entry filled, and the line over the first `passed` ways.
fn draw(filled: &[Step], passed: u32, middle: Vec<String>) -> Vec<String> {
    let mut grid = Grid::new(7);
    for (row, (line, ways)) in LINE.iter().zip(WAYS).enumerate() {
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

/// Where the steps' names stand.
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

/// How many ways a loop has gone. What is delivered after a pivot goes no further than the pivot.
fn passed(own: &Loop) -> u32 {
    match own.position {
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

/// What stands in the middle: which loop, its day, how it stands.
fn middle(own: Option<&Loop>, today: Date) -> Vec<String> {
    let Some(own) = own else { return vec!["no loop".into(), "yet".into()] };
    let day = days_between(own.opened, own.closed.unwrap_or(today)).max(0);
    let unit = if own.closed.is_none() { format!("day {day}") } else { format!("{day} days") };
    vec![format!("loop {}", own.number), unit, own.state.word().into()]
}

/// Characters at places, each with its style.
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
            let last = row.iter().rposition(|(c, _)| *c != ' ').map_or(0, |at| at + 1);
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
