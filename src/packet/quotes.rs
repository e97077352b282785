//! What others said.

use schemars::JsonSchema;
use serde::Serialize;

use super::select::speaks;
use super::{Appendix, PacketSource, Selection};
use crate::render::views::Day;

/// Somebody's words.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketSaying")]
pub struct PacketQuote {
    /// The words.
    pub text: String,
    /// Whose they are, as in the middle of a sentence: `the CPO`.
    pub who: String,
    /// Their level or role, where their file says so and the reader sees it.
    pub level: Option<String>,
    /// The day of the note that has them.
    pub date: Day,
    /// The number of that note.
    pub note: Option<usize>,
    /// Whether the packet that this one is compared to does not have them.
    #[serde(rename = "fresh")]
    pub is_new: bool,
}

/// What an entry quotes, where that may be shared.
pub(crate) fn quote_of(
    source: &PacketSource<'_, '_>,
    appendix: &Appendix,
    at: usize,
) -> Option<PacketQuote> {
    let entry = &source.ctx.journal.entries[at];
    let (text, from) = speaks(source, entry)?;
    Some(PacketQuote {
        text: unquoted(text).to_owned(),
        who: source.ctx.spoken(from),
        level: source.ctx.journal.person(from.as_str()).and_then(|person| person.level.clone()),
        date: entry.date.into(),
        note: appendix.number(at),
        is_new: false,
    })
}

/// Words without the marks around them: a page puts its own.
fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')];
    let text = text.trim();
    let inner = pairs.iter().find_map(|(open, close)| {
        text.strip_prefix(*open)?
            .strip_suffix(*close)
            .filter(|inner| !inner.contains([*open, *close]))
    });
    inner.unwrap_or(text)
}

/// All quotes, the newest first.
pub(crate) fn quotes(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<PacketQuote> {
    selection.quotes.iter().filter_map(|at| quote_of(source, appendix, *at)).collect()
}

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn marks_around_words_are_taken_off_once() {
        for (written, words) in [
            ("\"Good.\"", "Good."),
            ("“Good.”", "Good."),
            ("Good.", "Good."),
            ("\"Good\" and \"better\"", "\"Good\" and \"better\""),
            ("\"", "\""),
        ] {
            assert_eq!(unquoted(written), words);
        }
    }
}
