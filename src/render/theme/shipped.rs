//! The themes that the program carries.

use crate::model::words::{ShippedTheme, Word};

/// Every file of every one of them, by its path below `themes/`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// All of them.
pub fn all() -> impl Iterator<Item = ShippedTheme> {
    ShippedTheme::WORDS.iter().map(|(_, theme)| *theme)
}

/// A theme, and below it the one that has what it lacks.
pub fn lineage(theme: ShippedTheme) -> &'static [ShippedTheme] {
    match theme {
        ShippedTheme::Notebook => &[ShippedTheme::Notebook],
        ShippedTheme::Plain => &[ShippedTheme::Plain, ShippedTheme::Notebook],
    }
}

/// The files of a theme by their path in it, without those of what lies below.
pub fn files(theme: ShippedTheme) -> impl Iterator<Item = (&'static str, &'static [u8])> + Clone {
    let folder = theme.word();
    FILES.iter().filter_map(move |(path, bytes)| {
        Some((path.strip_prefix(folder)?.strip_prefix('/')?, *bytes))
    })
}
