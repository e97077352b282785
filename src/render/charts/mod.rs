//! Pictures: geometry as numbers, which templates mark up.

pub mod lanes;
pub mod ring;
