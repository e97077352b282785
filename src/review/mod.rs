//! The review of a year, a quarter or any range of days as one document: Markdown to paste into a form, or
//! a page to read, send or print.

pub mod html;
pub mod md;

/// What a document ends with, by which one is known.
pub const MADE: &str = "A review made with loopbook on ";
