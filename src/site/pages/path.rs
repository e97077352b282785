//! `path.html`: the author's goals in the order in which they were reached, and what each took.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::analyse::path::{PathStep, path};
use crate::analyse::skills::{SkillSplit, evidence_in};
use crate::model::Target;
use crate::model::phrasing::capitalised;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{GoalKind, GoalState};
use crate::render::RenderContext;
use crate::render::charts::by_quarter::{Chart, skills};
use crate::render::level::level_title;
use crate::render::needs::this_quarter;
use crate::render::rows::GoalRow;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The most quarters that the chart of competencies shows, this one included.
const QUARTERS: i32 = 8;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PathPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The goals: those that were reached, oldest first, then the active ones, then the others.
    pub steps: Vec<PathRow<'a>>,
    /// Strategic competencies beside functional ones, for each active promotion whose ladder tells them
    /// apart; for the author only.
    pub skills: Vec<SkillChart<'a>>,
}

impl PageContext for PathPage<'_> {
    const TEMPLATE: &'static str = "path.html";
}

/// A goal on the path.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PathRow<'a> {
    /// The goal.
    pub goal: GoalRow<'a>,
    /// The level before, as the ladder calls it.
    pub from: Option<String>,
    /// The level after.
    pub to: Option<String>,
    /// When it began: its `since`, or the first note that names it.
    pub began: Option<Day>,
    /// When it was reached.
    pub reached: Option<Day>,
    /// The quarters that it took, or takes so far.
    pub quarters: Option<i32>,
    /// The same as one says it: `13 months, in 5 quarters`.
    pub took: Option<String>,
    /// The loops on the way, the newest.
    pub loops: Vec<Ref>,
    /// How many there were before these.
    pub more_loops: usize,
    /// The managers in that time.
    pub managers: Vec<Ref>,
    /// Where that was.
    pub employers: Vec<&'a str>,
}

/// The evidence by quarter for one goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SkillChart<'a> {
    /// The goal.
    pub goal: GoalRow<'a>,
    /// The pieces of evidence that count.
    pub chart: Chart,
}

/// The loops on the way to a goal that the page has room for.
const LOOPS: usize = 60;

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> PathPage<'a> {
    let steps = path(&ctx.analysis.context(), ctx.is_authors());
    let gaps = ctx.analysis.gaps.iter().filter(|_| ctx.is_authors());
    PathPage {
        page: Head::top("The path", "gaps").within("path").on(ctx.today),
        steps: steps.into_iter().map(|step| row(ctx, step)).collect(),
        skills: gaps.filter_map(|gaps| skill_chart(ctx, gaps)).collect(),
    }
}

fn row<'a>(ctx: &RenderContext<'a>, step: PathStep<'a>) -> PathRow<'a> {
    let goal = &ctx.journal.goals[step.goal];
    let level =
        |written: Option<&str>| Some(capitalised(&level_title(ctx.journal, goal, written?)));
    let loops = &step.loops[step.loops.len().saturating_sub(LOOPS)..];
    let people = step.managers.iter().map(|person| Target::Person(person.id.clone()));
    PathRow {
        goal: GoalRow::new(ctx, goal),
        from: level(goal.from.as_deref()),
        to: level(goal.to.as_deref()),
        began: step.began.map(Day::from),
        reached: step.reached.map(Day::from),
        quarters: step.quarters,
        took: step.took(ctx.today),
        loops: loops.iter().map(|at| Ref::to_loop(ctx, &ctx.timeline.loops[*at])).collect(),
        more_loops: step.loops.len() - loops.len(),
        managers: people.filter_map(|person| Ref::to(ctx, &person)).collect(),
        employers: step.employers.clone(),
    }
}

fn skill_chart<'a>(ctx: &RenderContext<'a>, gaps: &GoalGaps) -> Option<SkillChart<'a>> {
    let goal = &ctx.journal.goals[gaps.goal];
    if !goal.owner.is_author()
        || goal.state_on(ctx.today) != GoalState::Active
        || goal.kind != GoalKind::Promotion
    {
        return None;
    }
    let split = SkillSplit::of(ctx.journal, gaps)?;
    let now = this_quarter(ctx);
    let first = ctx.journal.entries.first()?;
    let first = Quarter::of(first.date, ctx.journal.config.fiscal_year_start);
    let quarters = (0..QUARTERS).rev().map(|back| now.plus(-back));
    let quarters = quarters.filter(|quarter| *quarter >= first);
    let count = |needs| move |quarter| evidence_in(needs, quarter);
    let (strategic, functional) = (count(&split.strategic), count(&split.functional));
    let rows: Vec<_> =
        quarters.map(|quarter| (quarter, strategic(quarter), functional(quarter))).collect();
    Some(SkillChart { goal: GoalRow::new(ctx, goal), chart: skills(&rows) })
}
