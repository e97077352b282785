//! Pictures: geometry as numbers, which templates mark up.

pub mod axis;
pub mod bars;
pub mod by_quarter;
pub mod coil;
pub mod lanes;
pub mod matrix;
pub mod ring;
pub mod turn;
