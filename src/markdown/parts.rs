//! The parts of a text that a link can name: its headings and its named blocks.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::block_anchor;
use super::inline::split_target;
use super::url;
use crate::model::letters::in_word;
use crate::model::{Document, Slug};

/// The parts of one text.
#[derive(Debug, Default)]
pub struct Parts {
    /// What each heading says, and its fragment.
    headings: Vec<(String, String)>,
    /// The fragments of the headings, by the names that reach them: the words; the fragment itself;
    /// the one that GitHub gives. Of those with the same name, the first. Found when a link asks.
    names: OnceLock<Box<[HashMap<String, String>; 3]>>,
    blocks: HashSet<String>,
}

impl Parts {
    /// Those of that text.
    pub fn of(document: &Document) -> Self {
        let headings = document.headings.iter();
        Self {
            headings: headings.map(|own| (own.text.clone(), own.anchor.clone())).collect(),
            names: OnceLock::new(),
            blocks: document.blocks.iter().map(|block| block.name.clone()).collect(),
        }
    }

    fn names(&self) -> Box<[HashMap<String, String>; 3]> {
        let mut times: HashMap<String, usize> = HashMap::new();
        let mut all: Box<[HashMap<String, String>; 3]> = Box::default();
        for (text, anchor) in &self.headings {
            let github = github_anchor(text);
            let count = times.entry(github.clone()).or_default();
            *count += 1;
            let github = if *count > 1 { format!("{github}-{}", *count - 1) } else { github };
            let words = Slug::new(text).as_str().to_owned();
            for (known, name) in all.iter_mut().zip([words, anchor.clone(), github]) {
                known.entry(name).or_insert_with(|| anchor.clone());
            }
        }
        all
    }

    /// The fragment of the part that a link writes behind `#`: a heading's words, its fragment here
    /// or on GitHub, or `^` and a block's name. It may be percent-encoded.
    pub fn find(&self, written: &str) -> Option<String> {
        self.find_decoded(written).or_else(|| self.find_decoded(&url::decode(written)))
    }

    fn find_decoded(&self, written: &str) -> Option<String> {
        if let Some(name) = written.strip_prefix('^') {
            let name = name.to_lowercase();
            return self.blocks.contains(&name).then(|| block_anchor(&name));
        }
        // Obsidian writes the way down to a heading as `A#B`.
        let last = split_target(written).1.unwrap_or(written);
        let (slug, lower) = (Slug::new(last), last.to_lowercase());
        let names = [slug.as_str(), slug.as_str(), &lower];
        self.names
            .get_or_init(|| self.names())
            .iter()
            .zip(names)
            .find_map(|(known, name)| known.get(name))
            .cloned()
    }
}

/// The fragment that GitHub makes of a heading: in lower case, without punctuation, with `-` for
/// blanks.
fn github_anchor(text: &str) -> String {
    let kept = |c: &char| in_word(*c) || matches!(c, ' ' | '-' | '_');
    text.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::github_anchor;

    #[test]
    fn a_heading_has_the_fragment_of_github() {
        for (text, anchor) in [
            ("Things I've consumed", "things-ive-consumed"),
            ("🎉 Emoji head", "-emoji-head"),
            ("Q & A", "q--a"),
            ("Größe: 日本", "größe-日本"),
        ] {
            assert_eq!(github_anchor(text), anchor);
        }
    }
}
