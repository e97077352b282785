//! What is asked, by when, and who supports it.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{PacketSource, Selection};
use crate::model::Slug;
use crate::model::vocabulary::{Answer, Step};
use crate::render::views::Day;

/// What is asked. Who asks for what, by when, is in the packet's `who`.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PacketDecision {
    /// Who supports it, in their own word, oldest first.
    pub support: Vec<Support>,
}

/// Somebody's support.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketSupport")]
pub struct Support {
    /// Who supports it, as in the middle of a sentence.
    pub who: String,
    /// Their level or role, where their file says so and the reader sees it.
    pub level: Option<String>,
    /// When they said so.
    pub date: Day,
}

/// The entries with somebody's *yes* to the goal, if it is the last thing that they answered and may be handed on.
/// Oldest first.
pub(crate) fn support(source: &PacketSource<'_, '_>) -> Vec<usize> {
    let entries = &source.ctx.journal.entries;
    let answers = (0..entries.len()).filter_map(|at| Some((answered_by(source, at)?, at)));
    // Entries are sorted by date: the last answer of each person is kept.
    let last: HashMap<&Slug, usize> = answers.collect();
    let says_yes = |at: &usize| {
        let entry = &entries[*at];
        let said = entry.answer.filter(|_| entry.share_words);
        let written = entry.recommends.filter(|_| entry.quote_ok);
        written.or(said) == Some(Answer::Yes)
    };
    let mut support: Vec<usize> = last.into_values().filter(says_yes).collect();
    support.sort_unstable();
    support
}

/// Who answers in an entry what is asked for the goal: in a pivot, or with a recommendation.
fn answered_by<'s>(source: &'s PacketSource<'_, '_>, at: usize) -> Option<&'s Slug> {
    let ctx = source.ctx;
    let entry = &ctx.journal.entries[at];
    if !entry.goals.contains(&source.goal.id) {
        return None;
    }
    let is_pivot = entry.step == Some(Step::Pivot) && entry.answer.is_some();
    let who = match entry.recommends {
        Some(_) => entry.quote_from.as_ref(),
        None => ctx.timeline.thread_of[at].as_ref().filter(|_| is_pivot),
    };
    who.filter(|who| source.is_other(who))
}

pub(super) fn decision(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> PacketDecision {
    let ctx = source.ctx;
    let support = selection.support.iter().filter_map(|at| {
        let who = answered_by(source, *at)?;
        let person = ctx.journal.person(who.as_str());
        Some(Support {
            who: ctx.spoken(who),
            level: person.and_then(|person| person.level.clone()),
            date: ctx.journal.entries[*at].date.into(),
        })
    });
    PacketDecision { support: support.collect() }
}
