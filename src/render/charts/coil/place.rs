//! Where each turn stands, and how large it is.

use super::{Axis, Frame, Loop, LoopGrowth, LoopState, MARGIN};
use crate::render::RenderContext;
use crate::render::rows::last_noted;

/// The least that two turns stand apart, so that neither hides the other.
const APART: f64 = 15.0;
/// Room between turns that do not overlap in time.
const BETWEEN: f64 = 16.0;
/// What a loop delivered is told by areas up to here.
const MOST: u32 = 8;
/// Crowded turns shrink, but not below this.
const SMALLEST: f64 = 0.6;

/// A turn's middle, across, and its radius.
#[derive(Clone, Copy, Debug)]
pub(super) struct TurnPlace {
    pub(super) x: f64,
    pub(super) radius: f64,
}

/// Places for loops of one thread, in its order.
pub(super) fn place(
    ctx: &RenderContext<'_>,
    axis: &Axis,
    loops: &[&Loop],
    grown: &[LoopGrowth],
    frame: Frame,
) -> Vec<TurnPlace> {
    let radii = grown.iter().map(|grown| radius(frame, grown.delivered));
    let spans: Vec<(f64, f64)> =
        loops.iter().map(|own| (axis.x(own.opened), axis.x(last_noted(ctx, own)))).collect();
    // Nobody knows when an open loop ends: it stands at its last note.
    let middle = |own: &Loop, (from, to): (f64, f64)| match own.state {
        LoopState::Open => to,
        _ => f64::midpoint(from, to),
    };
    let mut places: Vec<TurnPlace> = radii
        .zip(loops.iter().zip(&spans))
        .map(|(radius, (own, span))| TurnPlace { x: middle(own, *span), radius })
        .collect();
    shrink(&mut places, &spans);
    spread(&mut places, frame.width);
    places
}

/// Areas tell what was delivered: each unit adds the same, to the two that have room for five
/// marks.
fn radius(frame: Frame, delivered: u32) -> f64 {
    frame.unit * f64::from(2 + delivered.min(MOST)).sqrt()
}

/// Makes all turns smaller, by one factor, where neighbours would overlap that do not do so in
/// time.
fn shrink(places: &mut [TurnPlace], spans: &[(f64, f64)]) {
    let mut factor: f64 = 1.0;
    for (pair, span) in places.windows(2).zip(spans.windows(2)) {
        if span[0].1 < span[1].0 {
            let room = (pair[1].x - pair[0].x - BETWEEN) / (pair[0].radius + pair[1].radius);
            factor = factor.min(room);
        }
    }
    let factor = factor.max(SMALLEST);
    for place in places {
        place.radius *= factor;
    }
}

/// Keeps turns within the picture, in their order, and apart.
fn spread(places: &mut [TurnPlace], width: f64) {
    let count = places.len().max(1) as f64;
    let apart = APART.min((width - 6.0 * MARGIN) / count);
    let mut least = 0.0;
    for place in places.iter_mut() {
        place.x = place.x.max(place.radius + MARGIN).max(least);
        least = place.x + apart;
    }
    let mut most = width;
    for place in places.iter_mut().rev() {
        place.x = place.x.min(width - place.radius - MARGIN).min(most);
        most = place.x - apart;
    }
}

#[cfg(test)]
mod tests {
    use super::{TurnPlace, shrink, spread};

    fn places(of: &[(f64, f64)]) -> Vec<TurnPlace> {
        of.iter().map(|(x, radius)| TurnPlace { x: *x, radius: *radius }).collect()
    }

    #[test]
    fn loops_that_overlap_in_time_overlap_in_the_picture() {
        let mut both = places(&[(100.0, 40.0), (140.0, 40.0)]);
        shrink(&mut both, &[(60.0, 140.0), (100.0, 180.0)]);
        assert!((both[0].radius - 40.0).abs() < 0.01);
        shrink(&mut both, &[(95.0, 105.0), (135.0, 145.0)]);
        assert!((both[0].radius - 24.0).abs() < 0.01, "no smaller than that: {both:?}");
        let mut roomy = places(&[(100.0, 40.0), (170.0, 40.0)]);
        shrink(&mut roomy, &[(95.0, 105.0), (165.0, 175.0)]);
        assert!(roomy[0].radius * 2.0 <= 54.1, "{roomy:?}");
    }

    #[test]
    fn turns_stay_in_order_apart_and_inside() {
        for count in [1, 2, 8, 60] {
            let mut same = places(&vec![(500.0, 30.0); count]);
            spread(&mut same, 1024.0);
            assert!(same.windows(2).all(|two| two[1].x - two[0].x > 5.0), "{count}: {same:?}");
            let inside = |place: &TurnPlace| (40.0..=984.0).contains(&place.x);
            assert!(same.iter().all(inside), "{count}: {same:?}");
        }
        let mut disorder = places(&[(500.0, 30.0), (300.0, 30.0), (1020.0, 30.0)]);
        spread(&mut disorder, 1024.0);
        assert!(disorder[0].x < disorder[1].x && disorder[1].x < disorder[2].x, "{disorder:?}");
    }
}
