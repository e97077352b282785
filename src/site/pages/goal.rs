//! `goals/<slug>.html`: a goal, what it still needs, and what was done for it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::analyse::next::weakest;
use crate::model::vocabulary::Step;
use crate::model::{Goal, Target};
use crate::render::RenderContext;
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::matrix::quarters;
use crate::render::markdown;
use crate::render::moves::paragraphs;
use crate::render::needs::{GoalView, this_quarter};
use crate::render::rows::{EntryRow, GoalRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The newest entries that the page lists.
const NEWEST: usize = 50;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The goal in short.
    pub goal: GoalRow<'a>,
    /// When a leader was told: as the goal's file says, else in the first pivot for it.
    pub told: Option<ToldPerson>,
    /// Who can help with it.
    pub with: Vec<Ref>,
    /// What it must show, and what shows it.
    pub gaps: GoalView<'a>,
    /// What a pivot for it would say, by paragraph; empty while the goal is not clear.
    pub pivot: Vec<String>,
    /// The need that this is about.
    pub weakest: Option<&'a str>,
    /// The loops in which something was done for it; absent while there is none.
    pub lanes: Option<Lanes>,
    /// The pivots for it, oldest first.
    pub pivots: Vec<CachedView<EntryRow<'a>>>,
    /// The newest other entries for it, newest first.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// How many there are besides.
    pub older: usize,
    /// The case, as HTML.
    pub content: String,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
}

impl PageContext for GoalPage<'_> {
    const TEMPLATE: &'static str = "goal.html";
}

/// The entries for each goal, by its place in the journal, found in one pass.
pub fn entries_by_goal(ctx: &RenderContext<'_>) -> Vec<Vec<usize>> {
    let mut by_goal = vec![Vec::new(); ctx.journal.goals.len()];
    for (at, entry) in ctx.journal.entries.iter().enumerate() {
        for id in &entry.goals {
            if let Ok(goal) = ctx.journal.goals.binary_search_by(|goal| goal.id.cmp(id)) {
                by_goal[goal].push(at);
            }
        }
    }
    by_goal
}

/// A leader was told of a goal.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Told")]
pub struct ToldPerson {
    /// When.
    pub on: Day,
    /// Who, where a pivot says so.
    pub person: Option<Ref>,
}

fn told(ctx: &RenderContext<'_>, goal: &Goal, pivots: &[usize]) -> Option<ToldPerson> {
    if let Some(day) = goal.shared_on {
        return Some(ToldPerson { on: day.into(), person: None });
    }
    let first = *pivots.first()?;
    let person = Target::Person(ctx.timeline.thread_of[first].clone());
    Some(ToldPerson { on: ctx.journal.entries[first].date.into(), person: Ref::to(ctx, &person) })
}

/// The page of a goal, with the entries that are for it, and what a pivot for it would say.
pub fn page<'a>(
    ctx: &RenderContext<'a>,
    gaps: &'a GoalGaps,
    entries: &[usize],
    pivot: Option<&str>,
) -> GoalPage<'a> {
    let goal = &ctx.journal.goals[gaps.goal];
    let quarters = quarters([gaps], this_quarter(ctx));
    let own = Target::Goal(goal.id.clone());
    let is_pivot = |at: &usize| ctx.journal.entries[*at].step == Some(Step::Pivot);
    let (pivots, others): (Vec<usize>, Vec<usize>) = entries.iter().copied().partition(is_pivot);
    let newest: Vec<usize> = others.iter().rev().take(NEWEST).copied().collect();
    GoalPage {
        page: Head::nested(&goal.title, "goals").about(&goal.body).on(ctx.today),
        goal: GoalRow::new(ctx, goal),
        told: told(ctx, goal, &pivots),
        with: Ref::people(ctx, &goal.with),
        gaps: GoalView::new(ctx, gaps, &quarters),
        pivot: pivot.map(paragraphs).unwrap_or_default(),
        weakest: weakest(gaps, &ctx.analysis.context()).map(|need| need.title.as_str()),
        lanes: lanes::of_entries(ctx, entries),
        pivots: ctx.entry_rows(&pivots),
        older: others.len() - newest.len(),
        entries: ctx.entry_rows(&newest),
        content: ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default(),
        backlinks: ctx.backlinks(&own).iter().filter_map(|source| Ref::to(ctx, source)).collect(),
    }
}
