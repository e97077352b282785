//! What belongs to a word.

use unicode_normalization::char::is_combining_mark;

/// Whether a character can stand in a word: a letter or a digit of any script, or a mark that combines with one, such
/// as the virama in `हिन्दी`.
pub fn in_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || is_combining_mark(c)
    }
}
