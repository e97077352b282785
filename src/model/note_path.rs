//! Which files are notes, by how their names end.

/// How the names of notes end.
pub const ENDINGS: [&str; 2] = [".md", ".markdown"];

/// How the names of Excalidraw's drawings end, which Obsidian keeps as Markdown.
const DRAWING: &str = ".excalidraw";

/// Whether a file is a note, by its name. A drawing is none.
pub fn is_note(path: &str) -> bool {
    let stem = without_ending(path);
    stem.len() < path.len() && !stem.to_ascii_lowercase().ends_with(DRAWING)
}

/// Whether links may lead to a file that is no note of the journal. A note that is not part of it,
/// and what configures it, are not to be published by a link to them.
pub fn may_be_linked(path: &str) -> bool {
    let configures = |ending| path.to_lowercase().ends_with(ending);
    let source = is_note(path) || [".yaml", ".yml"].into_iter().any(configures);
    path.starts_with("static/") || !(source || path.starts_with("theme/"))
}

/// A path without the ending of a note.
pub fn without_ending(path: &str) -> &str {
    let stem = |ending: &str| {
        let (stem, end) = path.split_at_checked(path.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    };
    ENDINGS.iter().find_map(|ending| stem(ending)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{is_note, without_ending};

    #[test]
    fn a_note_ends_in_one_of_two_ways() {
        for (path, stem) in
            [("a/b.md", "a/b"), ("b.MARKDOWN", "b"), ("007.jpg", "007.jpg"), ("é", "é")]
        {
            assert_eq!(without_ending(path), stem);
            assert_eq!(is_note(path), path != stem);
        }
        assert!(!is_note("a/Drawing.excalidraw.md"));
    }
}
