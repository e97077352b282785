//! The fragments by which links reach the parts of a note.

use std::collections::HashMap;

use crate::model::Slug;

/// Gives each heading of one note a fragment of its own. Keeps those that are taken, each with the last
/// number that was given to a heading of the same words.
#[derive(Debug)]
pub struct Anchors(HashMap<String, usize>);

impl Default for Anchors {
    fn default() -> Self {
        // The page around the note has this one.
        Self(HashMap::from([("main".to_owned(), 0)]))
    }
}

impl Anchors {
    /// The fragment of the next heading with that text: its slug, numbered where it was taken.
    pub fn of(&mut self, text: &str) -> String {
        let slug = Slug::of_words(text).unwrap_or_default();
        // These begin the fragments of blocks, footnotes and a goal's needs.
        let taken = ["block-", "fn-", "fnref-", "e-", "need-"]
            .iter()
            .any(|start| slug.as_str().starts_with(start));
        let base = match slug.as_str() {
            "" => "section".to_owned(),
            own if taken => format!("h-{own}"),
            own => own.to_owned(),
        };
        let Some(count) = self.0.get(&base) else {
            self.0.insert(base.clone(), 0);
            return base;
        };
        let mut count = *count;
        let anchor = loop {
            count += 1;
            let anchor = format!("{base}-{count}");
            if !self.0.contains_key(&anchor) {
                break anchor;
            }
        };
        self.0.insert(anchor.clone(), 0);
        self.0.insert(base, count);
        anchor
    }
}

/// The fragment of a block's `^name`.
pub fn block_anchor(name: &str) -> String {
    format!("block-{}", name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn no_two_headings_share_a_fragment() {
        let mut anchors = Anchors::default();
        let of = ["Notes", "Notes", "Notes 1", "Notes", "§"].map(|text| anchors.of(text));
        assert_eq!(of[..3], ["notes", "notes-1", "notes-1-1"]);
        let distinct: std::collections::HashSet<_> = of.iter().collect();
        assert_eq!(distinct.len(), of.len());
    }
}
