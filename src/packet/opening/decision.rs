//! What is asked, by when, and who supports it.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::{PacketSource, Selection};
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

/// Whether an entry has somebody's *yes* to the goal, and says that it may be handed on.
pub(crate) fn is_support(source: &PacketSource<'_, '_>, at: usize) -> bool {
    let entry = &source.ctx.journal.entries[at];
    entry.step == Some(Step::Pivot)
        && entry.answer == Some(Answer::Yes)
        && entry.share_words
        && entry.goals.contains(&source.goal.id)
}

pub(super) fn decision(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> PacketDecision {
    let ctx = source.ctx;
    let support = selection.support.iter().filter_map(|at| {
        let who = ctx.timeline.thread_of[*at].as_ref()?;
        let person = ctx.journal.person(who.as_str());
        Some(Support {
            who: ctx.spoken(who),
            level: person.and_then(|person| person.level.clone()),
            date: ctx.journal.entries[*at].date.into(),
        })
    });
    PacketDecision { support: support.collect() }
}
