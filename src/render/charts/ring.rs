//! The ring: the turn of one loop, by itself.

use schemars::JsonSchema;
use serde::Serialize;

use super::axis::round;
use super::turn::{Circle, Turn, angle, turn};
use crate::analyse::Loop;
use crate::model::vocabulary::Step;
use crate::render::RenderContext;

/// The ring in a square of this many units.
const SIZE: f64 = 240.0;
const RADIUS: f64 = 92.0;
/// The same with room around it for the names of its steps.
const NAMED_SIZE: f64 = 300.0;
const NAMED_RADIUS: f64 = 86.0;
/// From the line to a name beside it.
const BESIDE: f64 = 19.0;
/// How far a name's letters reach below the middle of its line.
const MIDDLE: f64 = 4.5;
/// From one line to the next.
const LINE: f64 = 14.0;
/// Where the arrow stands: between the marks of `ask` and `deliver`.
const ARROW: f64 = 45.0;
/// How long a side of its head is.
const HEAD: f64 = 7.0;

/// A ring, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Ring {
    /// The side of the square.
    pub size: f64,
    /// The line and its steps.
    pub turn: Turn,
    /// The word of the last step that was reached.
    pub step: &'static str,
    /// The names of the steps beside their marks; empty where the ring is small.
    pub names: Vec<RingName>,
    /// The head of an arrow along the line, as SVG path data; empty where the ring is small.
    pub arrow: String,
}

/// The name of a step beside its mark.
#[derive(Debug, JsonSchema, Serialize)]
pub struct RingName {
    /// The step's word.
    pub step: &'static str,
    /// Where.
    pub x: f64,
    /// Where its letters stand.
    pub y: f64,
    /// SVG's `text-anchor`: `start` to the right of the ring, `end` to the left, else `middle`.
    pub anchor: &'static str,
    /// Whether it is the last step that was reached.
    pub here: bool,
}

/// The ring of a loop, small.
pub fn ring(ctx: &RenderContext<'_>, own: &Loop) -> Ring {
    Ring {
        size: SIZE,
        turn: turn(ctx, Some(own), (SIZE / 2.0, SIZE / 2.0), RADIUS, true),
        step: own.reached().word(),
        names: Vec::new(),
        arrow: String::new(),
    }
}

/// The ring of a loop with the names of its steps; of a loop that has not begun, without one.
pub fn named_ring(ctx: &RenderContext<'_>, own: Option<&Loop>) -> Ring {
    let middle = NAMED_SIZE / 2.0;
    let reached = own.map(Loop::reached);
    Ring {
        size: NAMED_SIZE,
        turn: turn(ctx, own, (middle, middle), NAMED_RADIUS, true),
        step: reached.map_or("", Step::word),
        names: Step::ALL.iter().map(|step| name(*step, reached == Some(*step))).collect(),
        arrow: arrow(),
    }
}

fn name(step: Step, here: bool) -> RingName {
    let middle = NAMED_SIZE / 2.0;
    let beside = Circle { x: middle, y: middle, radius: NAMED_RADIUS + BESIDE };
    let degrees = angle(step);
    let (x, y) = beside.point(degrees);
    let anchor = match degrees {
        0.0 => "middle",
        right if right > 0.0 => "start",
        _ => "end",
    };
    // Above the ring, a second line would stand on the mark.
    let lift = if here && anchor == "middle" { LINE } else { 0.0 };
    RingName { step: step.word(), x, y: round(y + MIDDLE - lift), anchor, here }
}

/// Two sides of a head that points along the line, against the clock.
fn arrow() -> String {
    let middle = NAMED_SIZE / 2.0;
    let circle = Circle { x: middle, y: middle, radius: NAMED_RADIUS };
    let (x, y) = circle.point(ARROW);
    let side = |turned: f64| {
        let (sin, cos) = (ARROW + turned).to_radians().sin_cos();
        (round(x + HEAD * cos), round(y + HEAD * sin))
    };
    let ((x0, y0), (x1, y1)) = (side(-32.0), side(32.0));
    format!("M{x0} {y0}L{x} {y}L{x1} {y1}")
}

#[cfg(test)]
mod tests {
    use super::{Step, arrow, name};

    #[test]
    fn names_stand_outside_of_the_line_on_the_side_of_their_mark() {
        let at = |step| {
            let name = name(step, false);
            (name.x, name.y, name.anchor)
        };
        assert_eq!(at(Step::Master), (202.5, 245.4, "start"));
        assert_eq!(at(Step::Ask), (255.0, 154.5, "start"));
        assert_eq!(at(Step::Deliver), (150.0, 49.5, "middle"));
        assert_eq!(at(Step::Pivot), (45.0, 154.5, "end"));
        assert_eq!(at(Step::Repeat), (97.5, 245.4, "end"));
        // There is a second line below the name: here.
        assert!(name(Step::Deliver, true).y + 14.0 < 50.0);
    }

    #[test]
    fn the_arrow_points_from_ask_to_deliver() {
        // Its tip is on the line, and both sides come from the right below.
        let numbers: Vec<f64> = arrow()
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter_map(|number| number.parse().ok())
            .collect();
        let [x0, y0, x, y, x1, y1] = numbers[..] else { panic!("three points: {numbers:?}") };
        assert!(x0 > x && x1 > x && y0 > y && y1 > y, "{numbers:?}");
    }
}
