//! What others said.

use schemars::JsonSchema;
use serde::Serialize;

use super::select::speaks;
use super::{Index, Selection, Source};
use crate::model::say::mid_sentence;
use crate::render::views::Day;

/// Somebody's words.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketSaying")]
pub struct Saying {
    /// The words.
    pub text: String,
    /// Whose they are, as in the middle of a sentence: `the CPO`.
    pub who: String,
    /// The day of the note that has them.
    pub date: Day,
    /// The number of that note.
    pub note: Option<usize>,
    /// Whether the packet that this one is compared to does not have them.
    pub fresh: bool,
}

/// What an entry quotes, where that may be shared.
pub(crate) fn saying(source: &Source<'_, '_>, index: &Index, at: usize) -> Option<Saying> {
    let entry = &source.ctx.journal.entries[at];
    let (text, from) = speaks(entry)?;
    Some(Saying {
        text: unquoted(text).to_owned(),
        who: mid_sentence(source.ctx.person(from)),
        date: entry.date.into(),
        note: index.number(at),
        fresh: false,
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
pub(crate) fn voices(
    source: &Source<'_, '_>,
    selection: &Selection<'_>,
    index: &Index,
) -> Vec<Saying> {
    selection.voices.iter().filter_map(|at| saying(source, index, *at)).collect()
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
