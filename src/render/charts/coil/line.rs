//! The line: along the ground, up where something rose, and once around for each loop.

use std::fmt::Write;

use super::{LoopState, Turn, round};

/// How long a climb is, at most.
const CLIMB: f64 = 64.0;

/// A line as it is drawn, from left to right.
pub(super) struct Line {
    solid: String,
    dotted: String,
    x: f64,
    y: f64,
}

impl Line {
    /// Begins there. What comes from loops before these is dotted, from the left edge.
    pub(super) fn from(x: f64, y: f64, earlier: bool) -> Self {
        let dotted = if earlier { format!("M0 {y}H{x}") } else { String::new() };
        Self { solid: format!("M{x} {y}"), dotted, x, y }
    }

    /// Runs on to a turn, and around it as far as the loop came.
    pub(super) fn turn(&mut self, turn: &Turn, bottom: f64, state: LoopState) {
        self.run(turn.x, bottom);
        self.solid.push_str(&turn.reached);
        self.dotted.push_str(&turn.ahead);
        // The next one begins at the ground, wherever this one was left.
        if state != LoopState::Closed && !turn.ahead.is_empty() {
            let _ = write!(self.solid, "M{} {bottom}", turn.x);
        }
    }

    /// Runs on along the ground.
    pub(super) fn end(&mut self, x: f64) {
        if x > self.x {
            self.run(x, self.y);
        }
    }

    /// Goes on dotted along the ground: what is there of an open loop since its last note.
    pub(super) fn wait(&mut self, x: f64) {
        if x > self.x {
            let _ = write!(self.dotted, "M{} {}H{x}", self.x, self.y);
            self.x = x;
        }
    }

    /// The line, and what is dotted of it.
    pub(super) fn paths(self) -> (String, String) {
        (self.solid, self.dotted)
    }

    fn run(&mut self, x: f64, y: f64) {
        if (y - self.y).abs() > 0.01 {
            // The climb ends just before the turn, and is level at both ends.
            let end = x - (x - self.x) * 0.08;
            let start = (end - CLIMB).max(self.x + (x - self.x) * 0.08);
            let (start, end, middle) = (round(start), round(end), round(f64::midpoint(start, end)));
            let climb = format!("H{start}C{middle} {} {middle} {y} {end} {y}", self.y);
            self.solid.push_str(&climb);
        }
        let _ = write!(self.solid, "H{x}");
        (self.x, self.y) = (x, y);
    }
}
