//! What an element has from those around it: where it stands, and how it is painted.

use super::place::Transform;

/// Where what is painted comes to stand.
#[derive(Clone, Copy)]
pub(super) enum Placement {
    /// In the coordinates of the view box, by way of this.
    Known(Transform),
    /// Wherever what refers to it has it.
    Elsewhere,
    /// Somewhere that can't be told.
    Unclear,
}

/// What an element has from those around it.
#[derive(Clone)]
pub(super) struct PaintContext {
    pub place: Placement,
    pub visible: bool,
    pub fill: bool,
    pub stroke: bool,
    pub font: f64,
    pub anchor: TextAnchor,
    /// Where running text stands.
    pub at: (f64, f64),
    /// How many characters the text around has.
    pub letters: usize,
    /// How much further things may reach than they say.
    pub slack: f64,
    /// How wide lines are.
    pub wide: f64,
}

/// Which end of a text its place is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum TextAnchor {
    Start,
    Middle,
    End,
    /// It runs another way than to the right.
    Other,
}

impl PaintContext {
    /// Nothing is around it yet.
    pub(super) fn new(place: Placement) -> Self {
        Self {
            place,
            visible: true,
            fill: true,
            stroke: false,
            font: 16.0,
            anchor: TextAnchor::Start,
            at: (0.0, 0.0),
            letters: 0,
            slack: 0.0,
            wide: 1.0,
        }
    }

    /// It can't be told any more where things stand.
    pub(super) fn lose_place(&mut self) {
        if matches!(self.place, Placement::Known(_)) {
            self.place = Placement::Unclear;
        }
    }
}
