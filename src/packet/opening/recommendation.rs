//! What others recommend, in their words.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{Appendix, PacketSource, Selection};
use crate::model::{Entry, Slug};
use crate::render::views::Day;

/// Somebody's recommendation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PacketRecommendation {
    /// The words, by paragraphs.
    pub paragraphs: Vec<String>,
    /// Whose they are, as in the middle of a sentence.
    pub who: String,
    /// Their level or role, where their file says so and the reader sees it.
    pub level: Option<String>,
    /// The day of the note that has them.
    pub date: Day,
    /// The number of that note.
    pub note: Option<usize>,
}

/// The entries with the newest recommendation of each person for the goal that may be quoted, oldest first.
pub(crate) fn recommendations(source: &PacketSource<'_, '_>) -> Vec<usize> {
    let entries = source.ctx.journal.entries.iter().enumerate();
    let own = entries.filter(|(_, entry)| entry.goals.contains(&source.goal.id));
    let newest: HashMap<&Slug, usize> = own
        .filter_map(|(at, entry)| Some((recommends(entry)?.1, at)))
        .filter(|(who, _)| source.is_other(who))
        .collect();
    let mut newest: Vec<usize> = newest.into_values().collect();
    newest.sort_unstable();
    newest
}

/// The words and who said them, where that may be shared.
fn recommends(entry: &Entry) -> Option<(&str, &Slug)> {
    let text = entry.recommendation.as_deref().filter(|_| entry.quote_ok)?;
    Some((text, entry.quote_from.as_ref()?))
}

/// What a packet shows of them.
pub(crate) fn told(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<PacketRecommendation> {
    let ctx = source.ctx;
    let one = |at: &usize| {
        let entry = &ctx.journal.entries[*at];
        let (text, who) = recommends(entry)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Some(PacketRecommendation {
            paragraphs: lines.map(ToOwned::to_owned).collect(),
            who: ctx.spoken(who),
            level: ctx.journal.person(who.as_str()).and_then(|person| person.level.clone()),
            date: entry.date.into(),
            note: appendix.number(*at),
        })
    };
    selection.recommendations.iter().filter_map(one).collect()
}
