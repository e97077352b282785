//! Plain values: what a journal says, checked and sorted, and nothing computed from it.
//!
//! The model is a leaf. It knows no file system, no YAML, no HTML and no clock.

pub mod base_url;
pub mod config;
pub mod conventions;
pub mod date_pattern;
pub mod dates;
pub mod direction;
pub mod document;
pub mod entry;
pub mod folders;
pub mod goal;
pub mod journal;
pub mod keys;
pub mod ladder;
pub mod letters;
pub mod name;
pub mod note_path;
pub mod note_template;
pub mod owner;
pub mod packet_file;
pub mod person;
pub mod phrasing;
pub mod private_words;
pub mod quarter;
pub mod real_names;
pub mod reply;
pub mod slug;
pub mod target;
pub mod task;
pub mod theme;
pub mod thresholds;
pub mod vocabulary;

pub use base_url::BaseUrl;
pub use config::Config;
pub use document::{Document, Heading, Link, Promise};
pub use entry::{Entry, Evidence, Metric, Page, Shows};
pub use goal::Goal;
pub use journal::Journal;
pub use ladder::{Competency, Ladder};
pub use note_template::{NoteTemplate, TemplateHeading};
pub use owner::Owner;
pub use person::Person;
pub use slug::Slug;
pub use target::Target;
pub use task::TaskNote;
