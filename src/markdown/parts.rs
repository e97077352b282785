//! The parts of a text that a link can name: its headings and its named blocks.

use std::collections::HashMap;

use unicode_normalization::char::is_combining_mark;

use super::block_anchor;
use super::inline::split_target;
use super::url;
use crate::model::{Document, Slug};

/// The parts of one text.
#[derive(Debug, Default)]
pub struct Parts {
    headings: Vec<HeadingNames>,
    blocks: Vec<String>,
}

/// The names by which a heading is reached.
#[derive(Debug)]
struct HeadingNames {
    text: Slug,
    /// The fragment that GitHub gives it.
    github: String,
    /// Its fragment on the page.
    anchor: String,
}

impl Parts {
    /// Those of that text.
    pub fn of(document: &Document) -> Self {
        let mut times: HashMap<String, usize> = HashMap::new();
        let headings = document.headings.iter().map(|heading| {
            let github = github_anchor(&heading.text);
            let count = times.entry(github.clone()).or_default();
            *count += 1;
            let github = if *count > 1 { format!("{github}-{}", *count - 1) } else { github };
            HeadingNames { text: Slug::new(&heading.text), github, anchor: heading.anchor.clone() }
        });
        let headings = headings.collect();
        let blocks = document.blocks.iter().map(|block| block.name.clone());
        Self { headings, blocks: blocks.collect() }
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
        let tests: [&dyn Fn(&HeadingNames) -> bool; 3] = [
            &|heading| heading.text == slug,
            &|heading| heading.anchor == slug.as_str(),
            &|heading| heading.github == lower,
        ];
        let heading =
            tests.iter().find_map(|test| self.headings.iter().find(|heading| test(heading)));
        heading.map(|heading| heading.anchor.clone())
    }
}

/// The fragment that GitHub makes of a heading: in lower case, without punctuation, with `-` for
/// blanks.
fn github_anchor(text: &str) -> String {
    let kept =
        |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, ' ' | '-' | '_');
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
