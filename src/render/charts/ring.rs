//! The ring: the turn of one loop, by itself.

use schemars::JsonSchema;
use serde::Serialize;

use super::turn::{Turn, turn};
use crate::analyse::Loop;
use crate::render::RenderContext;

/// The ring in a square of this many units.
const SIZE: f64 = 240.0;
const RADIUS: f64 = 92.0;

/// A ring, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Ring {
    /// The side of the square.
    pub size: f64,
    /// The line and its steps.
    pub turn: Turn,
    /// The word of the last step that was reached.
    pub step: &'static str,
}

/// The ring of a loop; of a loop that has not begun, without one.
pub fn ring(ctx: &RenderContext<'_>, own: Option<&Loop>) -> Ring {
    Ring {
        size: SIZE,
        turn: turn(ctx, own, SIZE / 2.0, SIZE / 2.0, RADIUS),
        step: own.map_or("", |own| own.reached().word()),
    }
}
