//! How a leader sees the work over time, as pages show it.

use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use super::rows::EntryRow;
use super::view_cache::CachedView;
use super::views::{Day, Ref};
use crate::analyse::Thread;
use crate::analyse::perception::perceptions;
use crate::model::vocabulary::Perception;

/// The newest talks that a page has room for.
const TALKS: usize = 12;

/// How one leader sees the work, by date.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PerceptionStrip<'a> {
    /// The leader.
    pub person: Option<Ref>,
    /// What they said in the newest talks, oldest first.
    pub points: Vec<PerceptionView<'a>>,
    /// How many talks are older.
    pub older: usize,
    /// How many wishes they raised.
    pub raised: usize,
    /// How many of them are settled.
    pub settled: usize,
}

/// What was heard in one talk.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PerceptionView<'a> {
    /// The note.
    pub entry: CachedView<EntryRow<'a>>,
    /// `below`, `meets` or `exceeds`.
    pub word: Option<&'static str>,
    /// The same as one says it: `meets expectations`.
    pub said: Option<&'static str>,
    /// What was wished to be different.
    pub wishes: Vec<WishView<'a>>,
}

/// A wish.
#[derive(Debug, JsonSchema, Serialize)]
pub struct WishView<'a> {
    /// The wish.
    pub text: &'a str,
    /// When it was settled.
    pub settled: Option<Day>,
}

impl<'a> PerceptionStrip<'a> {
    /// What the person of a thread said; `None` where no note says anything.
    pub fn new(ctx: &RenderContext<'a>, thread: &Thread) -> Option<Self> {
        let points = perceptions(ctx.journal, thread, ctx.today);
        let wishes = || points.iter().flat_map(|point| &point.wishes);
        let (raised, settled) =
            (wishes().count(), wishes().filter(|wish| wish.settled.is_some()).count());
        if points.is_empty() {
            return None;
        }
        let older = points.len().saturating_sub(TALKS);
        let points = points.into_iter().skip(older).map(|point| PerceptionView {
            entry: ctx.entry_row(point.entry),
            word: point.perception.map(Perception::word),
            said: point.perception.map(Perception::said),
            wishes: point
                .wishes
                .into_iter()
                .map(|wish| WishView { text: wish.text, settled: wish.settled.map(Day::from) })
                .collect(),
        });
        let person = Ref::spoken(ctx, &thread.person);
        Some(Self { person, points: points.collect(), older, raised, settled })
    }
}
