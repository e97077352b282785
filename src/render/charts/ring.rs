//! The ring: one loop, its five steps at fixed places of a clock.
//!
//! The line comes in along the bottom, rises on the right and goes over the top, as time runs on;
//! what was not reached yet is dotted.

use serde::Serialize;

use crate::analyse::Loop;
use crate::model::words::Step;
use crate::render::book::Book;

/// The ring in a square of this many units.
pub const SIZE: f64 = 240.0;
const RADIUS: f64 = 92.0;

/// The hour at which each step stands.
pub fn hour(step: Step) -> f64 {
    match step {
        Step::Master => 5.0,
        Step::Ask => 3.0,
        Step::Deliver => 12.0,
        Step::Pivot => 9.0,
        Step::Repeat => 7.0,
    }
}

/// A ring, ready to be drawn.
#[derive(Debug, Serialize)]
pub struct Ring {
    /// The side of the square.
    pub size: f64,
    /// The line up to the last step that was reached, as SVG path data; empty before the first.
    pub reached: String,
    /// The rest of the line.
    pub ahead: String,
    /// The word of the last step that was reached.
    pub step: &'static str,
    /// The five steps.
    pub marks: Vec<Mark>,
}

/// One step on the ring.
#[derive(Debug, Serialize)]
pub struct Mark {
    /// Its word.
    pub step: &'static str,
    /// Its place.
    pub x: f64,
    /// Its place.
    pub y: f64,
    /// Its shape around that place, as SVG path data.
    pub shape: &'static str,
    /// How many entries of the loop have this step; a step without any is drawn hollow.
    pub entries: usize,
    /// The page of the latest of them.
    pub url: Option<String>,
    /// What it says to those who do not see it.
    pub label: String,
}

/// The ring of a loop; of a loop that has not begun, without one.
pub fn ring(book: &Book<'_>, own: Option<&Loop>) -> Ring {
    let reached = own.map(Loop::reached);
    // What is delivered after a pivot stands at the same hour as before it; the line goes on.
    let passed = own.map(|own| if own.position == 5 { Step::Pivot } else { own.reached() });
    let last = passed.map_or(180.0, |step| match step {
        Step::Repeat => -180.0,
        step => angle(step),
    });
    Ring {
        size: SIZE,
        reached: if reached.is_some() { arc(180.0, last) } else { String::new() },
        ahead: if last > -180.0 { arc(last, -180.0) } else { String::new() },
        step: reached.map_or("", Step::word),
        marks: Step::ALL.iter().map(|step| mark(book, own, *step)).collect(),
    }
}

fn mark(book: &Book<'_>, own: Option<&Loop>, step: Step) -> Mark {
    let entries =
        own.map_or(&[][..], |own| &own.entries).iter().map(|at| &book.journal.entries[*at]);
    let of_step: Vec<_> = entries.filter(|entry| entry.step == Some(step)).collect();
    let (x, y) = point(angle(step));
    let label = match of_step.last() {
        Some(latest) => format!(
            "{}: {}, {}",
            step.word(),
            latest.title,
            super::super::views::Day::from(latest.date).text
        ),
        None => format!("{}: not yet", step.word()),
    };
    Mark {
        step: step.word(),
        x,
        y,
        shape: shape(step),
        entries: of_step.len(),
        url: of_step.last().map(|entry| format!("entries/{}.html", entry.id)),
        label,
    }
}

/// The shape by which a step is told apart without its colour, around the origin.
pub fn shape(step: Step) -> &'static str {
    match step {
        Step::Master => "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
        Step::Ask => "M0-10L10 0L0 10L-10 0z",
        Step::Deliver => "M0-10.5L10.5 8H-10.5z",
        Step::Pivot => "M0-12L3-3L12 0L3 3L0 12L-3 3L-12 0L-3-3z",
        Step::Repeat => "M-8-8H8V8H-8z",
    }
}

/// Degrees from the top, clockwise, going down from 180 at the bottom over the right, the top (0)
/// and the left to -180.
fn angle(step: Step) -> f64 {
    let degrees = hour(step) * 30.0;
    if degrees > 180.0 { degrees - 360.0 } else { degrees % 360.0 }
}

fn point(degrees: f64) -> (f64, f64) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    (round(SIZE / 2.0 + RADIUS * sin), round(SIZE / 2.0 - RADIUS * cos))
}

fn arc(from: f64, to: f64) -> String {
    // A whole turn is no arc to SVG: it is drawn in two halves.
    let middle = f64::midpoint(from, to);
    let ((x0, y0), (x1, y1), (x2, y2)) = (point(from), point(middle), point(to));
    format!("M{x0} {y0}A{RADIUS} {RADIUS} 0 0 0 {x1} {y1}A{RADIUS} {RADIUS} 0 0 0 {x2} {y2}")
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::{SIZE, Step, angle, point};

    #[test]
    fn the_line_runs_from_the_bottom_over_the_right_and_the_top() {
        let angles: Vec<f64> = Step::ALL.into_iter().map(angle).collect();
        assert_eq!(angles, [150.0, 90.0, 0.0, -90.0, -150.0]);
        let (x, y) = point(angle(Step::Ask));
        assert!(x > SIZE / 2.0 && (y - SIZE / 2.0).abs() < 0.01);
        let (x, y) = point(angle(Step::Deliver));
        assert!(y < SIZE / 2.0 && (x - SIZE / 2.0).abs() < 0.01);
    }
}
