//! The ladders that come with the program, and the conversion of ladders in other formats.

mod draft;
pub mod import;
mod shapes;
mod write;

use crate::diagnostic::Diagnostic;
use crate::model::Ladder;
use crate::read::notes;
use crate::read::source::SourceFile;

/// The names and texts of the shipped ladders.
pub const SHIPPED: [(&str, &str); 3] = [
    ("engineering", include_str!("../../ladders/engineering.yaml")),
    ("product-management", include_str!("../../ladders/product-management.yaml")),
    ("leadership-principles", include_str!("../../ladders/leadership-principles.yaml")),
];

/// The text of a shipped ladder.
pub fn shipped_text(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(shipped, _)| *shipped == name).map(|(_, text)| *text)
}

/// The shipped ladders.
pub fn shipped() -> Vec<Ladder> {
    SHIPPED.iter().filter_map(|(name, text)| read(name, text).0).collect()
}

/// Reads the text of a ladder like the file of that name in a journal.
pub fn read(name: &str, text: &str) -> (Option<Ladder>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let source = SourceFile::decode(format!("ladders/{name}.yaml"), text.as_bytes().to_vec());
    let ladder = match source {
        Ok(source) => notes::ladder(&source, &mut problems),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    };
    (ladder, problems)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{SHIPPED, read};

    #[test]
    fn the_shipped_ladders_have_no_problem() {
        for (name, text) in SHIPPED {
            let (ladder, problems) = read(name, text);
            assert_eq!(problems, [], "{name}");
            let ladder = ladder.expect("a ladder");
            assert_eq!(ladder.id.as_str(), name);
            assert!(!ladder.title.is_empty() && !ladder.competencies.is_empty());
            let levels: HashSet<_> = ladder.levels.iter().map(|level| &level.id).collect();
            assert!(levels.len() == ladder.levels.len() && levels.len() > 1, "{name}: levels");
            let mut ids = HashSet::new();
            for competency in &ladder.competencies {
                assert!(ids.insert(&competency.id), "{name}: {} stands twice", competency.id);
                // A title that was not stated is the id in words.
                assert_ne!(competency.title, competency.id.spaced(), "{name}: no title");
                assert!(!competency.expects.is_empty(), "{name}: {} is empty", competency.id);
            }
        }
    }
}
