//! Pictures: geometry as numbers, which templates mark up.

pub mod bars;
pub mod lanes;
pub mod matrix;
pub mod ring;
