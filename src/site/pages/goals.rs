//! `goals.html`: every goal, the active ones first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::{GoalGaps, NeedStatus};
use crate::model::Goal;
use crate::render::RenderContext;
use crate::render::needs::{Outlook, outlook};
use crate::render::rows::GoalRow;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The rows that the page has room for.
const MOST: usize = 400;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalsPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The goals: the active ones first, then by the day they are wanted.
    pub goals: Vec<GoalsRow<'a>>,
    /// How many there are besides.
    pub unlisted: usize,
}

impl PageContext for GoalsPage<'_> {
    const TEMPLATE: &'static str = "goals.html";
}

/// A goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalsRow<'a> {
    /// The goal.
    pub goal: GoalRow<'a>,
    /// The direct report whose goal it is; absent for the author's.
    pub of: Option<Ref>,
    /// How many competencies it needs.
    pub needs: usize,
    /// How many of them are sustained or endorsed.
    pub sustained: usize,
    /// The earliest possible quarter for all of them; absent if the goal is not active or needs none, and for readers other
    /// than the author.
    pub outlook: Option<Outlook>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> GoalsPage<'a> {
    let goal = |gaps: &GoalGaps| -> &'a Goal { &ctx.journal.goals[gaps.goal] };
    let mut goals: Vec<&GoalGaps> = ctx.analysis.gaps.iter().collect();
    goals.sort_by_key(|gaps| {
        let goal = goal(gaps);
        (!ctx.is_active(goal), !goal.owner.is_author(), goal.by.is_none(), goal.by)
    });
    let reached = |gaps: &GoalGaps| {
        gaps.needs.iter().filter(|need| need.status >= NeedStatus::Sustained).count()
    };
    let row = |gaps: &GoalGaps| GoalsRow {
        goal: GoalRow::new(ctx, goal(gaps)),
        of: goal(gaps).owner.report().and_then(|person| Ref::spoken(ctx, person)),
        needs: gaps.needs.len(),
        sustained: reached(gaps),
        outlook: outlook(ctx, goal(gaps), gaps),
    };
    GoalsPage {
        page: Head::top("Goals", "goals").on(ctx.today),
        unlisted: goals.len().saturating_sub(MOST),
        goals: goals.into_iter().take(MOST).map(row).collect(),
    }
}
