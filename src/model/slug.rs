//! The names by which things refer to each other.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters, digits and combining marks of any script, in lower case, in groups joined by `-`.
/// Everything that is named (`docs-cleanup`, `Docs cleanup`, `[[Docs cleanup]]`) is compared by
/// its slug. It is safe in a file name; a URL percent-encodes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema, Serialize)]
pub struct Slug(Arc<str>);

impl Slug {
    /// The slug of any text; empty only for blank text. `+` reads as *plus*, `&` as *and*, and `#`
    /// directly behind a letter as *sharp*, so that `C`, `C++` and `C#` stay three names.
    pub fn new(text: &str) -> Self {
        if is_ascii_slug(text) {
            return Self(text.into());
        }
        let whole = words(text);
        if whole.is_empty() && !text.trim().is_empty() {
            return Self(hash(text.trim()).into());
        }
        if whole.len() <= LONGEST {
            return Self(whole.into());
        }
        let hash = hash(&whole);
        let longest = LONGEST - hash.len() - 1;
        let end = (0..=longest).rev().find(|end| whole.is_char_boundary(*end)).unwrap_or_default();
        Self(format!("{}-{hash}", whole[..end].trim_end_matches('-')).into())
    }

    /// The slug of a text that has a letter or a digit.
    pub fn of_words(text: &str) -> Option<Self> {
        text.chars().any(char::is_alphanumeric).then(|| Self::new(text))
    }

    /// The slug as a title; see [`name::title`](super::name::title).
    pub fn title(&self) -> String {
        super::name::title(&self.0)
    }

    /// This slug followed by `more`. The length is not limited, so two different results never
    /// become one.
    #[must_use]
    pub fn with(&self, more: impl fmt::Display) -> Self {
        Self(format!("{}-{more}", self.0).into())
    }

    /// The slug without accents, to compare names that must not be given away.
    #[must_use]
    pub fn without_accents(&self) -> Self {
        Self(without_accents(&self.0).into())
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it was made from blank text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The slug in words.
    pub fn spaced(&self) -> String {
        self.0.replace('-', " ")
    }
}

/// In bytes. File systems limit names to 255; a page's name has a date and an ending as well.
const LONGEST: usize = 200;

fn is_ascii_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.len() <= LONGEST
        && !text.starts_with('-')
        && !text.ends_with('-')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !text.contains("--")
}

fn words(text: &str) -> String {
    if text.is_ascii() {
        return joined(text.chars().map(|c| c.to_ascii_lowercase()));
    }
    joined(text.to_lowercase().chars()).nfc().collect()
}

/// The words of a text in lower case.
fn joined(text: impl Iterator<Item = char>) -> String {
    let mut slug = Joined::default();
    let mut before = ' ';
    for c in text {
        match c {
            '+' => slug.word("plus"),
            '&' => slug.word("and"),
            '#' if before.is_alphabetic() || is_combining_mark(before) => slug.word("sharp"),
            c if is_invisible(c) => continue,
            c if c.is_alphanumeric() => slug.push(c),
            // A mark belongs to the letter before it. Behind an emoji there is none.
            c if is_combining_mark(c) && !slug.gap && !slug.text.is_empty() => slug.push(c),
            _ => slug.gap = true,
        }
        before = c;
    }
    slug.text
}

/// Words joined by `-`.
#[derive(Default)]
struct Joined {
    text: String,
    gap: bool,
}

impl Joined {
    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() {
            self.text.push('-');
        }
        self.text.push(c);
    }

    fn word(&mut self, word: &str) {
        self.gap = true;
        word.chars().for_each(|c| self.push(c));
        self.gap = true;
    }
}

/// Characters that change how a neighbour looks and separate nothing: the soft hyphen, the joiner
/// of emoji, marks of direction, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200d}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// A lower-case text without accents, with letters that have none to lose written out: `größe` as
/// `grosse`.
pub fn without_accents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ı' => plain.push('i'),
            c => plain.push(c),
        }
    }
    plain
}

fn hash(text: &str) -> String {
    let text: String = text.nfc().collect();
    Sha256::digest(text.as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect()
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
    use super::{LONGEST, Slug};

    #[test]
    fn a_slug_keeps_every_script_and_is_its_own_slug() {
        for (text, slug) in [
            ("Docs cleanup", "docs-cleanup"),
            ("docs-cleanup", "docs-cleanup"),
            ("  Übergröße & Co.! ", "übergröße-and-co"),
            ("don't panic", "don-t-panic"),
            ("a--b", "a-b"),
            ("L6: staff", "l6-staff"),
            ("模板", "模板"),
            ("R&D", "r-and-d"),
            ("Senior+", "senior-plus"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C# & F#", "c-sharp-and-f-sharp"),
            ("Fix #12", "fix-12"),
            ("# a", "a"),
            ("re\u{301}sume\u{301}", "résumé"),
            ("हिन्दी टिप्पणी", "हिन्दी-टिप्पणी"),
            ("שָׁלוֹם עולם", "שָׁלוֹם-עולם"),
            ("ملاحظة يومية", "ملاحظة-يومية"),
            ("บันทึก", "บันทึก"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ΟΔΟΣ", "οδος"),
            ("I ❤\u{fe0f} tea", "i-tea"),
            ("co\u{ad}operate", "cooperate"),
            ("", ""),
            (" \t", ""),
        ] {
            assert_eq!(Slug::new(text).as_str(), slug, "{text}");
            assert_eq!(Slug::new(slug).as_str(), slug, "{text} again");
        }
        assert_eq!(Slug::new("docs-cleanup").spaced(), "docs cleanup");
    }

    #[test]
    fn names_are_compared_without_accents_to_hide_them() {
        for (name, other) in
            [("René Müller", "Rene Muller"), ("Łukasz", "lukasz"), ("Größe", "grosse")]
        {
            assert_eq!(Slug::new(name).without_accents(), Slug::new(other), "{name}");
        }
    }

    #[test]
    fn names_without_a_letter_stay_apart() {
        let [one, two, heart] = ["!!!", "???", "❤\u{fe0f}"].map(Slug::new);
        assert_eq!(one.as_str().len(), 16);
        assert!(one != two && two != heart);
        assert_eq!(Slug::new(one.as_str()), one);
    }

    #[test]
    fn a_long_name_is_cut_at_a_character_and_stays_apart_from_others() {
        for start in ["a", "ab", "abc"] {
            let long = format!("{start}{}", "語".repeat(100));
            let [one, two] = [Slug::new(&format!("{long}一")), Slug::new(&format!("{long}二"))];
            assert!(one.as_str().len() <= LONGEST && one.as_str().starts_with(start));
            assert_ne!(one, two);
            assert_eq!(Slug::new(one.as_str()), one);
        }
    }
}
