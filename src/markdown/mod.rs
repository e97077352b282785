//! The dialect of Markdown that notes are written in: CommonMark and GitHub's extensions as
//! pulldown-cmark parses them, and the parts of Obsidian's that it does not know.
//!
//! Comments are cut first ([`comments`]), then `parse` makes a tree of the text, once. All that is
//! found in a note, shown of it or shared of it comes from that tree.

pub mod anchors;
mod bare_url;
pub mod builder;
pub mod callout;
pub mod comments;
mod elements;
mod file_lookup;
pub mod index;
pub mod inline;
mod math;
pub mod name_index;
pub mod parse;
pub mod parts;
mod promise;
pub mod text;
mod unanswered;
pub mod url;

pub use anchors::{Anchors, block_anchor};
pub use parse::{Parsed, may_have_containers, parse, parse_value, parse_with_keys};
pub use text::{first_words, part_name, part_title, plain, plain_range, points, section, urls};
pub use unanswered::has_only_questions;
