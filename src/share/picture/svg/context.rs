//! What an element has from those around it: where it stands, and how it is painted.

use super::color::Paint;
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
    pub fill: Paint,
    pub stroke: Paint,
    pub color: Paint,
    /// What paints text in HTML instead, where it is said.
    pub text_fill: Option<Paint>,
    /// Whether the opacity of the one or the other is none.
    pub fill_clear: bool,
    pub stroke_clear: bool,
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
            fill: Paint::Visible,
            stroke: Paint::Clear,
            color: Paint::Visible,
            text_fill: None,
            fill_clear: false,
            stroke_clear: false,
            font: 16.0,
            anchor: TextAnchor::Start,
            at: (0.0, 0.0),
            letters: 0,
            slack: 0.0,
            wide: 1.0,
        }
    }

    /// How text is painted: in HTML by its `color` or what stands for it.
    pub(super) fn text(&self, html: bool) -> Paint {
        if html {
            return match self.text_fill {
                None | Some(Paint::CurrentColor) => self.color,
                Some(paint) => paint,
            };
        }
        let painted = |paint: Paint, clear: bool| match paint {
            _ if clear => Paint::Clear,
            Paint::CurrentColor => self.color,
            paint => paint,
        };
        let both = [painted(self.fill, self.fill_clear), painted(self.stroke, self.stroke_clear)];
        let found = [Paint::Visible, Paint::Unclear].into_iter().find(|one| both.contains(one));
        found.unwrap_or(Paint::Clear)
    }

    /// It can't be told any more where things stand.
    pub(super) fn lose_place(&mut self) {
        if matches!(self.place, Placement::Known(_)) {
            self.place = Placement::Unclear;
        }
    }
}
