//! loopbook turns dated Markdown notes into a timeline of Magic Loops and a static site.
//!
//! This page is the map. A journal goes through these steps, each a function from values to
//! values:
//!
//! | step | function | gives |
//! |---|---|---|
//! | read the folder | [`read::read`] | a [`model::Journal`], and [diagnostics](diagnostic) |
//! | leave out what the reader may not see | [`share::share`] | a [`share::Shared`] journal |
//! | find loops, evidence, gaps and next steps | [`analyse::Analysis::of`] | an [`analyse::Analysis`] |
//! | render the pages | [`site::SiteRenderer::new`] | a [`site::Site`]: path → bytes |
//! | write what changed | [`output::write`] | files on disk |
//! | or make one goal's case | [`packet::Packet::of`] | a [`packet::Packet`], as one document |
//! | or write a new note | [`compose::note`] | a [`compose::NewNote`]: path and text |
//! | or change a note that exists | [`edit::replace`] | files on disk |
//! | or rebuild on changes | [`watch::run`] | and serves the pages |
//! | or print it for scripts | [`export::Export::new`] | JSON, described by [`schema`] |
//!
//! [`pipeline`] is these steps on one screen. [`cli`] alone knows the clock, the terminal and the
//! environment. What each part may import is held by `tests/integration/architecture.rs`.

pub mod analyse;
pub mod audit;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod edit;
pub mod export;
pub mod interrupt;
pub mod ladder;
pub mod markdown;
pub mod model;
pub mod output;
pub mod ownership;
pub mod packet;
#[cfg(test)]
mod parsed_once;
pub mod pipeline;
pub mod read;
pub mod regular_file;
pub mod render;
pub mod review;
pub mod schema;
pub mod share;
pub mod site;
pub mod theme;
pub mod watch;
