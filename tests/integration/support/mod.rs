//! What several modules of tests need.

pub(crate) mod docx;
pub(crate) mod edits;
pub(crate) mod effort;
pub(crate) mod export;
pub(crate) mod folder;
pub(crate) mod notation;
pub(crate) mod outcome;
pub(crate) mod program;
pub(crate) mod read;
pub(crate) mod wait;
pub(crate) mod watched;
