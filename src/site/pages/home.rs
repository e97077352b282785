//! `index.html`: where you are in the loop, and what to do next.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::analyse::health::manager_on;
use crate::analyse::promises::OwnedPromise;
use crate::analyse::{Analysis, LoopState};
use crate::render::RenderContext;
use crate::render::charts::coil::{self, Coil, CoilRow};
use crate::render::charts::matrix::quarters;
use crate::render::charts::ring::{Ring, named_ring};
use crate::render::moves::{MoveScripts, MoveView};
use crate::render::needs::{GoalView, this_quarter};
use crate::render::rows::{EntryRow, LoopRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;
use crate::site::pages::coming::{Coming, coming};
use crate::site::pages::health::FindingView;

const NEWEST: usize = 5;
/// The rules that the page has a finding of; the health page has all.
const FINDINGS: usize = 3;
/// The active goals that the page names; `goals.html` has all.
const GOALS: usize = 5;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct HomePage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The person of the main thread, as in the middle of a sentence.
    pub manager: Ref,
    /// The ring of its current loop.
    pub ring: Ring,
    /// Its current loop; absent before the first.
    pub current: Option<LoopRow<'a>>,
    /// Whether this is the author's page, and no note has a step yet: the page then says how to begin.
    pub first_run: bool,
    /// The next step with that person, with its script.
    pub next: Option<MoveView<'a>>,
    /// What comes up, in one list: open tasks, promises, and the next steps with others.
    pub coming: Coming,
    /// The next steps with others.
    pub others: Vec<MoveView<'a>>,
    /// Whether the loops below are those with several managers.
    pub several_managers: bool,
    /// The newest loops as a picture, with all managers; absent before the first.
    pub coil: Option<Coil>,
    /// The same as a table, newest first.
    pub loops: Vec<CoilRow<'a>>,
    /// How many loops there are.
    pub loop_count: usize,
    /// How many of them are closed.
    pub closed_count: usize,
    /// The open tasks, by due date.
    pub open: Vec<TaskRow<'a>>,
    /// The author's open promises, by due date.
    pub promises: Vec<PromiseRow<'a>>,
    /// The open promises of others, by due date. Each text begins with the person's name.
    pub promised_by_others: Vec<PromiseRow<'a>>,
    /// The first active goals, by the date in `by`.
    pub goals: Vec<GoalView<'a>>,
    /// Where the goal is whose competencies the page shows: the first of them that needs any, or else the first.
    pub first_goal: Option<String>,
    /// What stops the loop, the worst first: one finding of each rule, which says how many are like it.
    pub findings: Vec<FindingView<'a>>,
    /// How many more findings there are, of other rules.
    pub more_findings: usize,
    /// The newest entries, newest first: those whose day has come, if there are any.
    pub newest: Vec<CachedView<EntryRow<'a>>>,
    /// How many entries there are.
    pub entry_count: usize,
}

impl PageContext for HomePage<'_> {
    const TEMPLATE: &'static str = "index.html";
}

/// An open promise.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PromiseRow<'a> {
    /// Where it was made.
    pub url: String,
    /// What was promised.
    pub text: &'a str,
    /// When it is due.
    pub due: Day,
    /// Whether the due date is past; for the author only.
    pub late: bool,
}

/// The first page.
pub fn page<'a>(ctx: &RenderContext<'a>, said: &MoveScripts<'_>) -> HomePage<'a> {
    let manager = manager_on(ctx.journal, ctx.today);
    let thread = ctx.timeline.thread(manager.as_str());
    let current = thread.and_then(|thread| ctx.timeline.current_loop(thread));
    let all = coil::of_managers(ctx);
    let main = all.or(thread);
    let loops = main.map_or(&[][..], |thread| &thread.loops);
    let coil = main.and_then(|thread| coil::newest(ctx, thread));
    let earlier = coil.as_ref().map_or(0, |coil| coil.earlier);
    let newest = newest(ctx);
    let mut moves = said.moves.iter().map(|(next, words)| MoveView::new(ctx, next, words));
    let findings = FindingView::of_each_rule(ctx);
    let more_findings = findings.iter().skip(FINDINGS).map(|finding| finding.alike + 1).sum();
    let goals = goals(ctx);
    let first_goal = goals.iter().find(|view| view.key).or_else(|| goals.first());
    HomePage {
        next: moves.next(),
        coming: coming(ctx, said),
        others: moves.collect(),
        more_findings,
        findings: findings.into_iter().take(FINDINGS).collect(),
        page: Head::top(&ctx.journal.config.title, "now").on(ctx.today),
        manager: Ref { url: format!("people/{manager}.html"), title: ctx.spoken(manager) },
        ring: named_ring(ctx, current),
        first_run: ctx.is_authors() && ctx.timeline.loops.is_empty(),
        current: current.map(|own| LoopRow::new(ctx, own)),
        several_managers: all.is_some(),
        loops: main.map_or_else(Vec::new, |thread| coil::rows(ctx, thread, earlier)),
        coil,
        loop_count: loops.len(),
        closed_count: loops.iter().filter(|at| is_closed(ctx, **at)).count(),
        open: open_tasks(ctx),
        promises: promises(ctx, OwnedPromise::is_open_for_author),
        promised_by_others: promises(ctx, OwnedPromise::is_open_for_others),
        first_goal: first_goal.map(|view| view.goal.url.clone()),
        goals,
        newest: ctx.entry_rows(&newest),
        entry_count: ctx.journal.entries.len(),
    }
}

/// The newest entries whose day has come. Planned ones would stand before what happened; they are shown where there is
/// nothing else.
fn newest(ctx: &RenderContext<'_>) -> Vec<usize> {
    let entries = &ctx.journal.entries;
    let past = entries.partition_point(|entry| entry.date <= ctx.today);
    let end = if past == 0 { entries.len() } else { past };
    (0..end).rev().take(NEWEST).collect()
}

fn is_closed(ctx: &RenderContext<'_>, at: usize) -> bool {
    ctx.timeline.loops[at].state == LoopState::Closed
}

fn open_tasks<'a>(ctx: &RenderContext<'a>) -> Vec<TaskRow<'a>> {
    let mut open: Vec<_> =
        ctx.timeline.tasks.iter().filter(|task| task.is_open() && task.owner.is_author()).collect();
    open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_on));
    open.into_iter().map(|task| TaskRow::new(ctx, task)).collect()
}

fn promises<'a>(
    ctx: &RenderContext<'a>,
    is_listed: fn(&OwnedPromise) -> bool,
) -> Vec<PromiseRow<'a>> {
    let analysis: &'a Analysis<'a> = ctx.analysis;
    let all = analysis.promises.iter();
    let mut open: Vec<&OwnedPromise> = all.filter(|promise| is_listed(promise)).collect();
    open.sort_by_key(|promise| promise.due);
    open.into_iter()
        .map(|promise| PromiseRow {
            url: format!("entries/{}.html", ctx.journal.entries[promise.entry].id),
            text: &promise.text,
            due: promise.due.into(),
            late: ctx.is_authors() && promise.due < ctx.today,
        })
        .collect()
}

fn goals<'a>(ctx: &RenderContext<'a>) -> Vec<GoalView<'a>> {
    let mut active = active(ctx);
    active.truncate(GOALS);
    let quarters = quarters(active.iter().copied(), this_quarter(ctx));
    let view = |gaps| GoalView::new(ctx, gaps, &quarters);
    let mut views: Vec<GoalView<'a>> = active.into_iter().map(view).collect();
    if let Some(first) = views.iter_mut().find(|view| !view.needs.is_empty()) {
        first.key = true;
    }
    views
}

/// The author's goals that are worked towards, by the day they are wanted; those without one last.
pub fn active<'a>(ctx: &RenderContext<'a>) -> Vec<&'a GoalGaps> {
    let goal = |gaps: &GoalGaps| &ctx.journal.goals[gaps.goal];
    let is_active = |gaps: &&GoalGaps| ctx.is_active(goal(gaps)) && goal(gaps).owner.is_author();
    let mut active: Vec<_> = ctx.analysis.gaps.iter().filter(is_active).collect();
    active.sort_by_key(|gaps| (goal(gaps).by.is_none(), goal(gaps).by));
    active
}
