//! `goals/<slug>.html`: a goal, what it still needs, and what was done for it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::analyse::headlines::Headlines;
use crate::analyse::plan::{PlannedNeed, plan};
use crate::model::vocabulary::{Answer, GoalKind, GoalState, Step};
use crate::model::{Goal, Slug, Target};
use crate::render::RenderContext;
use crate::render::charts::by_quarter::{Chart, Periods, energy};
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::matrix::quarters;
use crate::render::markdown;
use crate::render::mentions::mentions;
use crate::render::moves::{PivotScript, paragraphs};
use crate::render::needs::{GoalView, this_quarter};
use crate::render::rows::{EntryRow, GoalRow, TaskRow};
use crate::render::terms::Definitions;
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::fold::{NEWEST, PeriodLink};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The loops that one picture has room for, the newest.
const LOOPS: usize = 60;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The goal in short.
    pub goal: GoalRow<'a>,
    /// The direct report whose goal it is; absent for the author's.
    pub of: Option<Ref>,
    /// When a leader was told: as the goal's file says, else in the first pivot for it. For a direct
    /// report's goal, when the author talked about it with them.
    pub told: Option<ToldPerson>,
    /// Whether it is the author's, and no note says that anybody was told. Others are not told this: a
    /// note may be hidden from them.
    pub untold: bool,
    /// Who can help with it.
    pub with: Vec<Ref>,
    /// What it must show, and what shows it.
    pub gaps: GoalView<'a>,
    /// What the words for grades and statuses mean.
    pub definitions: Definitions,
    /// The steps taken for it, where it names no competencies and is no promotion.
    pub steps: Option<GoalSteps<'a>>,
    /// In which order the competencies that are not sustained are worked on: what a leader named first, then
    /// what can be reached first. Empty while the goal is not active, and for others than the author.
    pub plan: Vec<PlanRow<'a>>,
    /// What a pivot for it would say, by paragraph; empty while the goal is not clear, and for others
    /// than the author.
    pub pivot: Vec<String>,
    /// To whom.
    pub pivot_to: Option<&'a str>,
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
    /// The pages of the years, newest first, with its notes and those that are evidence for it; empty where
    /// there are few.
    pub years: Vec<PeriodLink>,
    /// How many loops there are besides those in the picture.
    pub older_loops: usize,
    /// The case, as HTML.
    pub content: String,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
    /// How many more there are.
    pub more_backlinks: usize,
}

impl PageContext for GoalPage<'_> {
    const TEMPLATE: &'static str = "goal.html";
}

/// A competency in the plan of a goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PlanRow<'a> {
    /// Its slug.
    pub id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// Whether a leader named it in a pivot.
    pub by_leader: bool,
    /// The earliest possible quarter in which it is sustained.
    pub earliest: Option<String>,
    /// The open and the planned tasks that are meant for it.
    pub tasks: Vec<Ref>,
}

fn plan_rows<'a>(ctx: &RenderContext<'a>, gaps: &'a GoalGaps) -> Vec<PlanRow<'a>> {
    let planned = if ctx.is_authors() { plan(&ctx.analysis.context(), gaps) } else { Vec::new() };
    let row = |PlannedNeed { need, tasks }: PlannedNeed<'a>| PlanRow {
        id: need.id.as_str(),
        title: &need.title,
        by_leader: need.by_leader,
        earliest: need.earliest.map(|quarter| quarter.to_string()),
        tasks: tasks
            .iter()
            .filter_map(|task| Ref::to(ctx, &Target::Task(task.id.clone())))
            .collect(),
    };
    planned.into_iter().map(row).collect()
}

/// What was done for a goal that names no competencies.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalSteps<'a> {
    /// The tasks that its notes name, in the order in which they were taken on.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// How many of them are delivered.
    pub delivered: usize,
    /// The talks about it, oldest first, each with the answer.
    pub talks: Vec<GoalTalk<'a>>,
    /// For a better balance: the author's energy by quarter.
    pub energy: Option<Chart>,
}

/// A talk about a goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalTalk<'a> {
    /// The entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// The answer's word: `yes`, `partly`, `later` or `no`.
    pub answer: Option<&'static str>,
}

fn steps<'a>(ctx: &RenderContext<'a>, gaps: &GoalGaps, entries: &[usize]) -> Option<GoalSteps<'a>> {
    let goal = &ctx.journal.goals[gaps.goal];
    if !gaps.needs.is_empty() || goal.kind == GoalKind::Promotion {
        return None;
    }
    let named: HashSet<usize> = entries
        .iter()
        .flat_map(|at| &ctx.journal.entries[*at].tasks)
        .filter_map(|id| ctx.timeline.task_place(id))
        .collect();
    let tasks: Vec<usize> = (0..ctx.timeline.tasks.len()).filter(|at| named.contains(at)).collect();
    let is_talk = |at: &&usize| {
        let entry = &ctx.journal.entries[**at];
        entry.date <= ctx.today && matches!(entry.step, Some(Step::Ask | Step::Pivot))
    };
    let talk = |at: &usize| GoalTalk {
        entry: ctx.entry_row(*at),
        answer: ctx.journal.entries[*at].answer.map(Answer::word),
    };
    let chart = (goal.kind == GoalKind::Balance).then(|| {
        let effects = &ctx.analysis.effects;
        let said = Headlines::of(effects, this_quarter(ctx), ctx.is_authors());
        energy(&Periods::of(effects), said.energy)
    });
    Some(GoalSteps {
        delivered: tasks.iter().filter(|at| ctx.timeline.tasks[**at].delivered.is_some()).count(),
        tasks: tasks.into_iter().map(|at| ctx.task_row(at)).collect(),
        talks: entries.iter().filter(is_talk).map(talk).collect(),
        // Without `energy` in any note there is nothing to draw.
        energy: chart.filter(|chart| chart.bars.is_some()),
    })
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

/// The same for each goal that has a page, with the entries that are evidence for its competencies.
pub fn notes_by_goal(ctx: &RenderContext<'_>, entries: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let notes = |gaps: &GoalGaps| {
        let units = gaps.needs.iter().flat_map(|need| &need.units);
        let evidence = units.flat_map(|unit| unit.entries.iter().copied());
        let mut notes: Vec<usize> = entries[gaps.goal].iter().copied().chain(evidence).collect();
        notes.sort_unstable();
        notes.dedup();
        notes
    };
    ctx.analysis.gaps.iter().map(notes).collect()
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
    if let Some(day) = goal.told_by(ctx.today) {
        return Some(ToldPerson { on: day.into(), person: None });
    }
    let first = *pivots.first()?;
    let is_past = ctx.journal.entries[first].date <= ctx.today;
    let person = ctx.timeline.thread_of[first].as_ref();
    is_past.then(|| ToldPerson {
        on: ctx.journal.entries[first].date.into(),
        person: person.and_then(|person| Ref::spoken(ctx, person)),
    })
}

/// The page of a goal, with the entries that are for it, and what a pivot for it would say.
pub fn page<'a>(
    ctx: &RenderContext<'a>,
    gaps: &'a GoalGaps,
    entries: &[usize],
    pivot: Option<&'a PivotScript>,
    years: Vec<PeriodLink>,
) -> GoalPage<'a> {
    let goal = &ctx.journal.goals[gaps.goal];
    let quarters = quarters([gaps], this_quarter(ctx));
    let own = Target::Goal(goal.id.clone());
    let is_pivot = |at: &usize| ctx.journal.entries[*at].step == Some(Step::Pivot);
    let (mut pivots, others): (Vec<usize>, Vec<usize>) =
        entries.iter().copied().partition(is_pivot);
    let newest: Vec<usize> = others.iter().rev().take(NEWEST).copied().collect();
    let told = told(ctx, goal, &pivots);
    let (lanes, older_loops) = lanes::newest_of_entries(ctx, entries, LOOPS);
    let pivots = pivots.split_off(pivots.len().saturating_sub(NEWEST));
    // Their own name need not be said twice.
    let helpers: Vec<Slug> =
        goal.with.iter().filter(|id| goal.owner.report() != Some(id)).cloned().collect();
    let (backlinks, more_backlinks) = mentions(ctx, &own);
    GoalPage {
        page: Head::nested(&goal.title, "goals").about(&goal.body).on(ctx.today),
        goal: GoalRow::new(ctx, goal),
        of: goal.owner.report().and_then(|person| Ref::spoken(ctx, person)),
        untold: goal.state_on(ctx.today) != GoalState::Reached
            && ctx.is_authors()
            && goal.owner.is_author()
            && told.is_none(),
        told,
        with: Ref::people_within_sentence(ctx, &helpers),
        gaps: GoalView::new(ctx, gaps, &quarters),
        definitions: Definitions::new(ctx, goal.owner.is_author(), gaps.now),
        plan: plan_rows(ctx, gaps),
        steps: steps(ctx, gaps, entries),
        pivot: pivot.map(|pivot| paragraphs(&pivot.words)).unwrap_or_default(),
        pivot_to: pivot.map(|pivot| pivot.to.as_str()),
        weakest: pivot.and_then(|pivot| pivot.need.as_deref()),
        lanes,
        older_loops,
        years,
        pivots: ctx.entry_rows(&pivots),
        older: others.len() - newest.len(),
        entries: ctx.entry_rows(&newest),
        content: ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default(),
        backlinks,
        more_backlinks,
    }
}
