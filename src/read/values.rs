//! How the value of a key is written: one function for each word in the tables of
//! [`keys`](crate::model::keys). A key's spellings are tried in order.

use std::ops::Range;

use jiff::civil::Date;

use super::fields::{Fields, FromNode};
use super::types::{Flag, Name, ScalarText, StoryChoice, Whole};
use crate::model::keys::StatedNeed;
use crate::model::name::title;
use crate::model::vocabulary::Word;
use crate::model::{Metric, Shows, Slug};

/// A name with its place in the file.
pub(super) type SpannedName = (Name, Range<usize>);

/// What may be made of a name.
pub(super) trait FromName {
    /// Makes it.
    fn from_name(name: SpannedName) -> Self;
}

impl FromName for SpannedName {
    fn from_name(name: SpannedName) -> Self {
        name
    }
}

impl FromName for Slug {
    fn from_name((name, _): SpannedName) -> Self {
        name.slug
    }
}

/// A value of any type with its place; of several spellings, the first that has one.
fn value<T: FromNode>(fields: &mut Fields<'_>, keys: &[&str]) -> Option<(T, Range<usize>)> {
    // Each is read, so that none is left over as a key of the author's own.
    keys.iter().fold(None, |first, key| {
        let own = fields.get_spanned(key);
        first.or(own)
    })
}

/// One text; an empty one is absent.
pub(super) fn text(fields: &mut Fields<'_>, keys: &[&str]) -> Option<String> {
    value(fields, keys).map(|(ScalarText(text), _)| text).filter(|text| !text.is_empty())
}

/// Several texts.
pub(super) fn texts(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<String> {
    let texts = keys.iter().flat_map(|key| fields.list(key)).map(|ScalarText(text)| text);
    texts.filter(|text| !text.is_empty()).collect()
}

/// Tags: Obsidian also takes them with their `#`, and several in one text.
pub(super) fn tags(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<String> {
    let written = texts(fields, keys);
    let tags = written.iter().flat_map(|text| text.split([',', ' ']));
    // Logseq writes a tag as a link, too: `#[[deep/work]]`.
    let name = |tag: &str| tag.trim_matches(['#', '[', ']']).to_owned();
    tags.map(name).filter(|tag| !tag.is_empty()).collect()
}

/// A civil date.
pub(super) fn date(fields: &mut Fields<'_>, keys: &[&str]) -> Option<Date> {
    value(fields, keys).map(|(date, _)| date)
}

/// Yes or no.
pub(super) fn flag(fields: &mut Fields<'_>, keys: &[&str]) -> Option<bool> {
    value(fields, keys).map(|(Flag(flag), _)| flag)
}

/// Yes or no, and no where nothing is said.
pub(super) fn switch(fields: &mut Fields<'_>, keys: &[&str]) -> bool {
    flag(fields, keys).unwrap_or(false)
}

/// One of a set of words.
pub(super) fn word<W: Word + FromNode>(fields: &mut Fields<'_>, keys: &[&str]) -> Option<W> {
    value(fields, keys).map(|(word, _)| word)
}

/// One of a set of words that has a default.
pub(super) fn word_or_default<W: Word + FromNode + Default>(
    fields: &mut Fields<'_>,
    keys: &[&str],
) -> W {
    word(fields, keys).unwrap_or_default()
}

/// A whole number within bounds.
pub(super) fn whole<T: TryFrom<u32>, const MIN: u32, const MAX: u32>(
    fields: &mut Fields<'_>,
    keys: &[&str],
) -> Option<T> {
    value(fields, keys).and_then(|(Whole::<MIN, MAX>(number), _)| T::try_from(number).ok())
}

/// One name.
pub(super) fn name<N: FromName>(fields: &mut Fields<'_>, keys: &[&str]) -> Option<N> {
    fields.drop_empty(keys);
    value(fields, keys).map(N::from_name)
}

/// Several names.
pub(super) fn names<N: FromName>(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<N> {
    let names = keys.iter().flat_map(|key| fields.names_spanned(key));
    names.map(N::from_name).collect()
}

/// Competencies with their levels.
pub(super) fn claims(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<(Shows, Range<usize>)> {
    keys.iter().flat_map(|key| fields.names_spanned(key)).collect()
}

/// Measures.
pub(super) fn metrics(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<Metric> {
    keys.iter().flat_map(|key| fields.list(key)).collect()
}

/// What a goal needs.
pub(super) fn needs(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<StatedNeed> {
    let names = keys.iter().flat_map(|key| fields.list(key));
    names.map(|name: Name| StatedNeed { title: title(&name.text), id: name.slug }).collect()
}

/// Stories to tell, or not to tell.
pub(super) fn stories(fields: &mut Fields<'_>, keys: &[&str]) -> Vec<(StoryChoice, Range<usize>)> {
    keys.iter().flat_map(|key| fields.list_spanned(key)).collect()
}

/// `new`, and nothing else.
pub(super) fn new_loop(fields: &mut Fields<'_>, keys: &[&str]) -> bool {
    let Some((ScalarText(text), span)) = value(fields, keys) else { return false };
    let new = text.eq_ignore_ascii_case("new");
    if !new {
        let hint = "the only value of `loop` is `new`, which forces a new loop".to_owned();
        fields.wrong_value("loop", span, format!("`loop`: there is no `{text}`"), Some(hint));
    }
    new
}
