//! What several modules of tests need.

pub mod edits;
pub mod export;
pub mod folder;
pub mod notation;
pub mod outcome;
pub mod program;
pub mod read;
pub mod watched;
