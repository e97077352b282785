//! Changes to files that the author wrote.
//!
//! Only a few verbs change existing notes. They make small replacements at known places, so
//! everything else stays byte for byte the same, and they replace a file in one step, unless it
//! changed meanwhile.

mod batch;
mod escape;
mod file;
mod part;
mod promise;
mod text;

pub use batch::{Batch, FileChange, undo_unfinished};
pub use escape::escaped;
pub use file::{create, replace};
pub use part::{KeyValue, PartStyle, part, part_style, with_part};
pub use promise::completed;
pub use text::{Change, FileText};

use similar::TextDiff;

/// The lines that a new version of a file has beyond the old one, as a diff without what it takes away.
pub fn beyond(path: &str, before: &str, after: &str) -> String {
    let diff = diff(path, before, after);
    let lines = diff.lines().filter(|line| !line.starts_with('-') || line.starts_with("---"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The lines that differ between two versions of a file, as a unified diff.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(1)
        .header(path, path)
        .to_string()
}
