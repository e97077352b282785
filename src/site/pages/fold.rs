//! The pages of a folded list of a person, a goal or a tag, or of tasks: what there is of one time.

use schemars::JsonSchema;
use serde::Serialize;

use super::journal::{JournalMonth, months};
use crate::model::Target;
use crate::render::RenderContext;
use crate::render::rows::{LoopRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::fold::{Fold, Folds, PeriodLink, Subject, count};
use crate::site::head::Head;
use crate::site::lists::Lists;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct FoldPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// Whose list it is a part of.
    pub of: Ref,
    /// The time that it is about.
    pub time: String,
    /// How much there is of it, in words.
    pub counted: String,
    /// What this time is a part of, the year first.
    pub wholes: Vec<PeriodLink>,
    /// The parts of this time, newest first, where all of it is too much for one page; else empty.
    pub parts: Vec<PeriodLink>,
    /// Its notes by month, newest first.
    pub months: Vec<JournalMonth<'a>>,
    /// The loops with a person that began in this time, newest first.
    pub loops: Vec<LoopRow<'a>>,
    /// Its tasks, newest first.
    pub tasks: Vec<CachedView<TaskRow<'a>>>,
    /// The years of the list, newest first.
    pub years: Vec<PeriodLink>,
}

impl PageContext for FoldPage<'_> {
    const TEMPLATE: &'static str = "fold.html";
}

/// The page of a time. Its months have rows only where templates of the journal's own may show them.
pub(in crate::site) fn page<'a>(
    ctx: &RenderContext<'a>,
    lists: &Lists<'a>,
    folds: &Folds,
    fold: &Fold,
    with_rows: bool,
) -> FoldPage<'a> {
    let (of, nav, section) = subject(ctx, lists, fold.subject);
    let time = fold.period.name();
    let is_whole = fold.parts.is_empty();
    let items: &[usize] = if is_whole { &fold.items } else { &[] };
    let is_of_tasks = fold.subject == Subject::Tasks;
    let (notes, tasks) = if is_of_tasks { (&[][..], items) } else { (items, &[][..]) };
    let root = "../".repeat(fold.path.matches('/').count());
    FoldPage {
        page: Head::at(root.into(), format!("{}: {time}", of.title), nav).within(section),
        of,
        time,
        counted: count(ctx, fold),
        wholes: folds.wholes(ctx, fold),
        parts: folds.parts(ctx, fold),
        months: months(ctx, notes, with_rows),
        loops: if is_whole { loops(ctx, fold) } else { Vec::new() },
        tasks: tasks.iter().map(|at| ctx.task_row(*at)).collect(),
        years: folds.years(ctx, fold.subject),
    }
}

/// What the list is of, with its place in the navigation.
fn subject(
    ctx: &RenderContext<'_>,
    lists: &Lists<'_>,
    subject: Subject,
) -> (Ref, &'static str, &'static str) {
    let top = |url: &str, title: &str| Ref { url: url.to_owned(), title: title.to_owned() };
    match subject {
        Subject::Person(at) => {
            let person = &ctx.journal.people[at];
            let (nav, section) = super::person::section(ctx, person);
            (Ref::heading(ctx, &person.id), nav, section)
        }
        Subject::Goal(at) => {
            let goal = &ctx.journal.goals[ctx.analysis.gaps[at].goal];
            let link = Ref::to(ctx, &Target::Goal(goal.id.clone()));
            (link.unwrap_or_else(|| top("goals.html", &goal.title)), "goals", "goals")
        }
        Subject::Tag(at) => {
            let tag = &lists.tags[at].0;
            let title = format!("#{}", ctx.tag_name(tag));
            (Ref { url: format!("tags/{tag}.html"), title }, "journal", "tags")
        }
        Subject::Tasks => (top("tasks.html", "Tasks"), "timeline", "tasks"),
        Subject::Timeline => (top("timeline.html", "Timeline"), "timeline", "timeline"),
        Subject::Stories => (top("stories.html", "Stories"), "stories", "stories"),
        Subject::Journal => (top("journal.html", "Journal"), "journal", "journal"),
    }
}

/// The loops with a person that began in that time.
fn loops<'a>(ctx: &RenderContext<'a>, fold: &Fold) -> Vec<LoopRow<'a>> {
    let Subject::Person(at) = fold.subject else { return Vec::new() };
    let thread = ctx.timeline.thread(ctx.journal.people[at].id.as_str());
    let loops = thread.map_or(&[][..], |thread| &thread.loops);
    let days = fold.period.first..=fold.period.last;
    let own = loops.iter().rev().map(|at| &ctx.timeline.loops[*at]);
    own.filter(|own| days.contains(&own.opened)).map(|own| LoopRow::new(ctx, own)).collect()
}
