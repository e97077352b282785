//! What several modules of tests need.

pub mod edits;
pub mod effort;
pub mod export;
pub mod folder;
pub mod notation;
pub mod outcome;
pub mod program;
pub mod read;
pub mod wait;
pub mod watched;
