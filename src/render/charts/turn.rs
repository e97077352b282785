//! One turn of the line: the five steps of a loop at fixed places of a clock.
//!
//! The line comes in along the bottom, rises on the right and goes over the top, as time runs on;
//! what was not reached is dotted, so that the shape is the state.

use schemars::JsonSchema;
use serde::Serialize;

use super::axis::round;
use crate::analyse::Loop;
use crate::model::Entry;
use crate::model::vocabulary::Step;
use crate::render::RenderContext;
use crate::render::views::Day;

/// Degrees at which the line comes in: the bottom.
const IN: f64 = 180.0;
/// Degrees at which it goes out again, a whole turn later.
const OUT: f64 = -180.0;
/// What is delivered after a pivot has no place of its own; the line goes on past the pivot.
const PAST_PIVOT: f64 = -120.0;

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

/// One turn, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Turn {
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// Its radius.
    pub radius: f64,
    /// The line up to the last step that was reached, as SVG path data; empty before the first.
    pub reached: String,
    /// The rest of the line.
    pub ahead: String,
    /// The five steps.
    pub marks: Vec<StepMark>,
}

/// One step on a turn.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Mark")]
pub struct StepMark {
    /// Its word.
    pub step: &'static str,
    /// Its place.
    pub x: f64,
    /// Its place.
    pub y: f64,
    /// The same as SVG's `transform` says it: `translate(166 199.7)`.
    pub place: String,
    /// Its shape around that place, as SVG path data.
    pub shape: &'static str,
    /// `held` where the loop has an entry with it, `skipped` where the line passed it without one,
    /// `ahead` where the line has not come to it.
    pub state: &'static str,
    /// The page of the latest such entry.
    pub url: Option<String>,
    /// What it says to those who do not see it.
    pub label: String,
}

/// The turn of a loop around a place, with or without the titles of its notes; of a loop that has not begun, without one.
pub fn turn(
    ctx: &RenderContext<'_>,
    own: Option<&Loop>,
    (x, y): (f64, f64),
    radius: f64,
    names_notes: bool,
) -> Turn {
    let circle = Circle { x, y, radius };
    let end = own.map_or(IN, end);
    let entries = own.map_or(&[][..], |own| &own.entries);
    let entries: Vec<&Entry> = entries.iter().map(|at| &ctx.journal.entries[*at]).collect();
    let said = |entry: Result<&Entry, &'static str>| match entry {
        Ok(entry) => note_label(entry, names_notes),
        Err(why) if ctx.knows_ends() => why.to_owned(),
        // For other readers a hidden note may have the step.
        Err(_) => "no shared note".to_owned(),
    };
    let mark = |step: &Step| mark(&circle, &entries, *step, end, &said);
    Turn {
        x: round(x),
        y: round(y),
        radius: round(radius),
        reached: circle.arc(IN, end),
        ahead: circle.arc(end, OUT),
        marks: Step::ALL.iter().map(mark).collect(),
    }
}

/// Where the line of a loop ends.
fn end(own: &Loop) -> f64 {
    match own.reached() {
        Step::Repeat => OUT,
        _ if own.position == 5 => PAST_PIVOT,
        step => angle(step),
    }
}

/// What a note is called in a picture: its title and day, or its day alone.
pub(super) fn note_label(entry: &Entry, by_title: bool) -> String {
    let day = Day::from(entry.date).text;
    if by_title { format!("{}, {day}", entry.title) } else { day }
}

/// A step; `said` is what is said of its entry, or of none with a word for why.
fn mark(
    circle: &Circle,
    entries: &[&Entry],
    step: Step,
    end: f64,
    said: &dyn Fn(Result<&Entry, &'static str>) -> String,
) -> StepMark {
    let latest = entries.iter().rev().find(|entry| entry.step == Some(step));
    let (x, y) = circle.point(angle(step));
    let word = step.word();
    let (state, said) = match latest {
        Some(entry) => ("held", said(Ok(entry))),
        None if angle(step) > end => ("skipped", said(Err("skipped"))),
        None => ("ahead", said(Err("not yet"))),
    };
    StepMark {
        step: word,
        x,
        y,
        place: format!("translate({x} {y})"),
        shape: shape(step),
        state,
        url: latest.map(|entry| format!("entries/{}.html", entry.id)),
        label: format!("{word}: {said}"),
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

/// The five steps with their shapes, for a legend.
pub fn legend() -> Vec<(&'static str, &'static str)> {
    Step::ALL.iter().map(|step| (step.word(), shape(*step))).collect()
}

/// Degrees from the top, clockwise, going down from 180 at the bottom over the right, the top (0)
/// and the left to -180.
pub(super) fn angle(step: Step) -> f64 {
    let degrees = hour(step) * 30.0;
    if degrees > 180.0 { degrees - 360.0 } else { degrees % 360.0 }
}

/// A circle on which points are found by their angle.
pub(super) struct Circle {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) radius: f64,
}

impl Circle {
    pub(super) fn point(&self, degrees: f64) -> (f64, f64) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        (round(self.x + self.radius * sin), round(self.y - self.radius * cos))
    }

    /// Against the clock; empty where there is nothing between the two.
    fn arc(&self, from: f64, to: f64) -> String {
        if from <= to {
            return String::new();
        }
        // A whole turn is no arc to SVG: it is drawn in two halves.
        let ((x0, y0), (x1, y1), (x2, y2)) =
            (self.point(from), self.point(f64::midpoint(from, to)), self.point(to));
        let radius = round(self.radius);
        let arc = format!("A{radius} {radius} 0 0 0 ");
        format!("M{x0} {y0}{arc}{x1} {y1}{arc}{x2} {y2}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Circle, Step, angle};

    const CIRCLE: Circle = Circle { x: 100.0, y: 100.0, radius: 80.0 };

    #[test]
    fn the_line_runs_from_the_bottom_over_the_right_and_the_top() {
        let angles: Vec<f64> = Step::ALL.into_iter().map(angle).collect();
        assert_eq!(angles, [150.0, 90.0, 0.0, -90.0, -150.0]);
        let points: Vec<_> = Step::ALL.map(|step| CIRCLE.point(angle(step))).to_vec();
        let expected =
            [(140.0, 169.3), (180.0, 100.0), (100.0, 20.0), (20.0, 100.0), (60.0, 169.3)];
        assert_eq!(points, expected);
    }

    #[test]
    fn an_arc_is_drawn_in_halves_against_the_clock() {
        let whole = CIRCLE.arc(180.0, -180.0);
        assert_eq!(whole, "M100 180A80 80 0 0 0 100 20A80 80 0 0 0 100 180");
        assert_eq!(CIRCLE.arc(-180.0, -180.0), "");
    }
}
