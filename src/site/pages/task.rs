//! `tasks/<slug>.html`: a task, and the entries that tell how it went.

use schemars::JsonSchema;
use serde::Serialize;

use super::home::active;
use crate::analyse::Task;
use crate::model::vocabulary::Repeats;
use crate::model::{Metric, Slug, Target};
use crate::render::RenderContext;
use crate::render::charts::ring::Ring;
use crate::render::markdown;
use crate::render::mentions::mentions;
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, MetricView, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The newest entries that the page has room for.
const LISTED: usize = 120;
/// The newest results that stand in sight, and those before them that unfold.
const RESULTS: usize = 3;
const EARLIER: usize = 12;
/// The same for what was measured.
const MEASURES: usize = 6;
const EARLIER_MEASURES: usize = 24;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TaskPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The task in short.
    pub task: TaskRow<'a>,
    /// Its project.
    pub project: Option<String>,
    /// The person in whose thread it was taken on.
    pub with: Option<Ref>,
    /// The loop in which it was taken on.
    pub own_loop: Option<Ref>,
    /// The ring of that loop.
    pub ring: Option<CachedView<Ring>>,
    /// Who asked for it, by its file.
    pub asked_by: Option<Ref>,
    /// When, by its file.
    pub asked_on: Option<Day>,
    /// The newest entries that name it, in order.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// How many are older.
    pub older: usize,
    /// The bar that was agreed for it.
    pub bar: Option<&'a str>,
    /// How it compared with that: `missed`, `met` or `exceeded`.
    pub met_bar: Option<&'static str>,
    /// If it missed it: the day on which it was delivered again, while no note says how that compares.
    pub redelivered: Option<Day>,
    /// How often it comes back, if it is recurring work.
    pub repeats: Option<&'static str>,
    /// How many times recurring work was done.
    pub cycles: usize,
    /// What its newest entries say it changed, in order.
    pub impact: Vec<&'a str>,
    /// The same of those before them, which unfold.
    pub earlier_impact: Vec<&'a str>,
    /// How many said it earlier still.
    pub older_impact: usize,
    /// The competencies that it is meant to show.
    pub serves: Vec<String>,
    /// What it shows, with the pages of the goals that need it.
    pub shows: Vec<ShownView>,
    /// What its newest entries measured, in order.
    pub metrics: Vec<MetricView<'a>>,
    /// The same of those before them, which unfold.
    pub earlier_metrics: Vec<MetricView<'a>>,
    /// How many measures are earlier still.
    pub older_metrics: usize,
    /// The text of its file, as HTML; empty without one.
    pub content: String,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
    /// How many more there are.
    pub more_backlinks: usize,
}

impl PageContext for TaskPage<'_> {
    const TEMPLATE: &'static str = "task.html";
}

/// A competency that a task shows.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ShownView {
    /// The title.
    pub title: String,
    /// Where it counts: the need of the first active goal that has this task as evidence.
    pub url: Option<String>,
    /// Its highest grade there.
    pub grade: Option<&'static str>,
}

/// The page of a task.
pub fn page<'a>(ctx: &RenderContext<'a>, task: &'a Task) -> TaskPage<'a> {
    let own = Target::Task(task.id.clone());
    let person = |id: &Slug| Ref::spoken(ctx, id);
    let file = ctx.journal.task(task.id.as_str());
    let entries = || task.entries.iter().map(|at| &ctx.journal.entries[*at]);
    let older = task.entries.len().saturating_sub(LISTED);
    let (backlinks, more_backlinks) = mentions(ctx, &own);
    let impact: Vec<&str> = entries().filter_map(|entry| entry.impact.as_deref()).collect();
    let (older_impact, earlier_impact, impact) = newest(&impact, RESULTS, EARLIER);
    let metrics: Vec<&Metric> = entries().flat_map(|entry| &entry.metrics).collect();
    let (older_metrics, earlier_metrics, metrics) = newest(&metrics, MEASURES, EARLIER_MEASURES);
    let views = |of: &[&'a Metric]| of.iter().map(|metric| MetricView::new(metric)).collect();
    TaskPage {
        page: Head::nested(&task.title, "timeline").within("tasks"),
        task: TaskRow::new(ctx, task),
        project: task.project.as_ref().map(Slug::spaced),
        with: task.thread.as_ref().and_then(person),
        own_loop: task.in_loop.map(|own| Ref::to_loop(ctx, &ctx.timeline.loops[own])),
        ring: task.in_loop.map(|own| ctx.ring(own)),
        asked_by: file.and_then(|file| file.asked_by.as_ref()).and_then(person),
        asked_on: file.and_then(|file| file.asked_on).map(Day::from),
        entries: ctx.entry_rows(&task.entries[older..]),
        older,
        bar: entries().rev().find_map(|entry| entry.bar.as_deref()),
        met_bar: task.judged.map(|(met_bar, _)| met_bar.word()),
        redelivered: task.unjudged(ctx.journal).map(|at| ctx.journal.entries[at].date.into()),
        repeats: task.repeats.map(Repeats::word),
        cycles: task.cycles.len(),
        impact: impact.to_vec(),
        earlier_impact: earlier_impact.to_vec(),
        older_impact,
        serves: file
            .into_iter()
            .flat_map(|file| &file.serves)
            .map(|id| ctx.journal.competency_title(id))
            .collect(),
        shows: shows(ctx, task),
        metrics: views(metrics),
        earlier_metrics: views(earlier_metrics),
        older_metrics,
        content: ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default(),
        backlinks,
        more_backlinks,
    }
}

/// Parts a list in order: how many are old, those that unfold, and the newest, which stand in sight.
fn newest<T>(all: &[T], in_sight: usize, earlier: usize) -> (usize, &[T], &[T]) {
    let (before, newest) = all.split_at(all.len().saturating_sub(in_sight));
    let (older, earlier) = before.split_at(before.len().saturating_sub(earlier));
    (older.len(), earlier, newest)
}

fn shows(ctx: &RenderContext<'_>, task: &Task) -> Vec<ShownView> {
    let mut ids: Vec<&Slug> = Vec::new();
    for shows in task.entries.iter().flat_map(|at| &ctx.journal.entries[*at].shows) {
        if !ids.contains(&&shows.competency) {
            ids.push(&shows.competency);
        }
    }
    ids.into_iter().map(|id| shown(ctx, task, id)).collect()
}

fn shown(ctx: &RenderContext<'_>, task: &Task, id: &Slug) -> ShownView {
    let found = active(ctx).into_iter().find_map(|gaps| {
        let need = gaps.needs.iter().position(|need| need.id == *id)?;
        let grade = ctx.grade_of_task(&task.id, (gaps.goal, need))?;
        let goal = &ctx.journal.goals[gaps.goal].id;
        let word = if grade.0 { grade.1.word() } else { "below" };
        Some((format!("goals/{goal}.html#need-{id}"), word))
    });
    let (url, grade) = found.unzip();
    ShownView { title: ctx.journal.competency_title(id), url, grade }
}
