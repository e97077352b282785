//! What pages and packets show alike: rows of lists, charts, a goal's needs, next moves with their
//! scripts, and Markdown as HTML.

pub mod charts;
pub mod code;
pub mod context;
mod escape;
pub mod level;
pub mod markdown;
pub mod mentions;
pub mod moves;
pub mod needs;
pub mod perception;
pub mod phrase;
pub mod picture;
pub mod preview;
pub mod quotes;
pub mod review;
pub mod rows;
pub mod script;
mod tag_names;
mod task_grades;
pub mod terms;
pub mod view_cache;
pub mod views;

pub use crate::markdown::points;
pub use context::RenderContext;
