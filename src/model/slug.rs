//! The names by which things refer to each other.

use std::borrow::Borrow;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

/// Lower-case ASCII letters and digits in groups joined by `-`: safe in a file name and in a URL
/// on every system. Everything that is named (`docs-cleanup`, `Docs cleanup`, `[[Docs cleanup]]`)
/// is compared by its slug.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize)]
pub struct Slug(String);

impl Slug {
    /// The slug of any text; empty where it has no letter or digit.
    pub fn new(text: &str) -> Self {
        if is_slug(text) {
            return Self(text.to_owned());
        }
        let mut slug = String::with_capacity(text.len());
        let mut gap = false;
        for c in deunicode::deunicode(text).chars() {
            if slug.len() >= LONGEST {
                break;
            }
            if c.is_ascii_alphanumeric() {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(c.to_ascii_lowercase());
            } else {
                gap = true;
            }
        }
        Self(slug)
    }

    /// This slug and more behind it, which no limit cuts off: two that differ stay apart.
    #[must_use]
    pub fn with(&self, more: impl fmt::Display) -> Self {
        Self(format!("{}-{more}", self.0))
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left of the text it was made from.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The slug in words.
    pub fn spaced(&self) -> String {
        self.0.replace('-', " ")
    }
}

/// File systems take names of 255 bytes; a page's has a date and an ending besides.
const LONGEST: usize = 200;

fn is_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.len() <= LONGEST
        && !text.starts_with('-')
        && !text.ends_with('-')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !text.contains("--")
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Slug;

    #[test]
    fn any_text_has_one_slug_and_a_slug_is_its_own() {
        for (text, slug) in [
            ("Docs cleanup", "docs-cleanup"),
            ("docs-cleanup", "docs-cleanup"),
            ("  Übergröße & Co.! ", "ubergrosse-co"),
            ("don't panic", "don-t-panic"),
            ("a--b", "a-b"),
            ("L6: staff", "l6-staff"),
            ("!!!", ""),
        ] {
            assert_eq!(Slug::new(text).as_str(), slug, "{text}");
            assert_eq!(Slug::new(slug).as_str(), slug);
        }
        assert_eq!(Slug::new("docs-cleanup").spaced(), "docs cleanup");
    }
}
