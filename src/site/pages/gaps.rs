//! `gaps.html`: what is missing, for all goals; and this level of a ladder beside the next.

use schemars::JsonSchema;
use serde::Serialize;

use super::home::active;
use crate::analyse::gaps::GoalGaps;
use crate::model::vocabulary::GoalState;
use crate::model::{Goal, Ladder, Slug};
use crate::render::RenderContext;
use crate::render::charts::matrix::quarters;
use crate::render::needs::{GoalView, this_quarter};
use crate::render::terms::Definitions;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GapsPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The active goals, the one wanted first before others, weakest needs first.
    pub active: Vec<GapsOf<'a>>,
    /// The goals that were reached.
    pub reached: Vec<GapsOf<'a>>,
    /// How many goals are paused or dropped.
    pub others: usize,
    /// What the words for grades and statuses mean.
    pub definitions: Definitions,
}

impl PageContext for GapsPage<'_> {
    const TEMPLATE: &'static str = "gaps.html";
}

/// A goal's needs, and the levels between which it lies.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GapsOf<'a> {
    /// The goal with its needs.
    pub view: GoalView<'a>,
    /// Its two levels; absent where its ladder does not know the one it leads to.
    pub levels: Option<Levels<'a>>,
}

/// Two levels of a ladder, side by side.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Levels<'a> {
    /// The ladder's name.
    pub ladder: &'a str,
    /// The level from which the goal starts; absent where the ladder does not know it.
    pub from: Option<&'a str>,
    /// The level to which it leads.
    pub to: &'a str,
    /// What is expected at each.
    pub rows: Vec<Expected<'a>>,
}

/// What is expected of one competency.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Expected<'a> {
    /// The competency.
    pub title: &'a str,
    /// At the level from which the goal starts.
    pub from: Option<&'a str>,
    /// At the level to which it leads.
    pub to: Option<&'a str>,
    /// How far it is shown, where the goal needs it.
    pub status: Option<&'static str>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> GapsPage<'a> {
    let state = |gaps: &GoalGaps| ctx.journal.goals[gaps.goal].state_on(ctx.today);
    let of = |state_is: GoalState| {
        let own = |gaps: &&GoalGaps| ctx.journal.goals[gaps.goal].owner.is_author();
        ctx.analysis.gaps.iter().filter(own).filter(move |g| state(g) == state_is)
    };
    let each = |gaps: Vec<&'a GoalGaps>| -> Vec<GapsOf<'a>> {
        let quarters = quarters(gaps.iter().copied(), this_quarter(ctx));
        let view = |gaps| GapsOf {
            view: GoalView::new(ctx, gaps, &quarters).weakest_first(&ctx.analysis.context(), gaps),
            levels: levels(ctx, gaps),
        };
        gaps.into_iter().map(view).collect()
    };
    GapsPage {
        page: Head::top("Gaps", "gaps").on(ctx.today),
        active: each(active(ctx)),
        reached: each(of(GoalState::Reached).collect()),
        others: of(GoalState::Paused).chain(of(GoalState::Dropped)).count(),
        definitions: Definitions::new(ctx, true, this_quarter(ctx)),
    }
}

fn levels<'a>(ctx: &RenderContext<'a>, gaps: &GoalGaps) -> Option<Levels<'a>> {
    let goal: &Goal = &ctx.journal.goals[gaps.goal];
    let ladder = ctx.journal.ladder(goal.ladder.as_ref()?.as_str())?;
    let to = level(ladder, goal.to.as_deref()?)?;
    let from = goal.from.as_deref().and_then(|from| level(ladder, from));
    let rows = ladder.competencies.iter().map(|competency| {
        let at = |level: &Slug| {
            let expected = competency.expects.iter().find(|(known, _)| known == level);
            expected.map(|(_, text)| text.as_str())
        };
        let need = gaps.needs.iter().find(|need| need.id == competency.id);
        Expected {
            title: &competency.title,
            from: from.and_then(|(id, _)| at(id)),
            to: at(to.0),
            status: need.map(|need| need.status.word()),
        }
    });
    Some(Levels {
        ladder: &ladder.title,
        from: from.map(|(_, title)| title),
        to: to.1,
        rows: rows.filter(|row| row.from.is_some() || row.to.is_some()).collect(),
    })
}

fn level<'a>(ladder: &'a Ladder, name: &str) -> Option<(&'a Slug, &'a str)> {
    let id = Slug::new(name);
    let level = ladder.levels.iter().find(|level| level.id == id)?;
    Some((&level.id, &level.title))
}
