//! `setbacks.html`: what went wrong, what was done about it, and what was learned.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::setbacks::{Kept, PromisedUpdate, Setback, earlier_lesson};
use crate::model::dates::days_between;
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The setbacks that the page has room for.
const LISTED: usize = 36;
/// The newest updates on one of them, and promises of an update, that the page has room for.
const UPDATES: usize = 6;
const PROMISES: usize = 4;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SetbacksPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The setbacks, open ones first, then newest first.
    pub setbacks: Vec<SetbackView<'a>>,
    /// How many older ones there are besides.
    pub older: usize,
    /// How many promises of an update were kept.
    pub kept: usize,
    /// How many were made, but for those whose day is still to come.
    pub promised: usize,
}

impl PageContext for SetbacksPage<'_> {
    const TEMPLATE: &'static str = "setbacks.html";
}

/// A setback.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SetbackView<'a> {
    /// Its entry: it was owned.
    pub owned: CachedView<EntryRow<'a>>,
    /// Its tasks.
    pub tasks: Vec<Ref>,
    /// Whether nothing resolves it yet.
    pub open: bool,
    /// Days from its entry to what resolved it, or to today.
    pub days: i32,
    /// Its newest updates: it was told.
    pub told: Vec<ToldUpdate<'a>>,
    /// How many updates were earlier.
    pub more_told: usize,
    /// What resolved it, with the days since the entry before: it was fixed.
    pub fixed: Option<ToldUpdate<'a>>,
    /// What was learned.
    pub lessons: Vec<&'a str>,
    /// Who has to hear of it.
    pub tell: Vec<Ref>,
    /// Those of them whom no update names yet, while it is open.
    pub untold: Vec<Ref>,
    /// Lessons of its notes that an earlier note has nearly in the same words.
    pub again: Vec<LessonAgain<'a>>,
    /// What was promised on the way, the newest.
    pub promises: Vec<PromiseView<'a>>,
    /// How many promises were earlier.
    pub more_promises: usize,
}

/// An update on a setback.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "ToldUpdate")]
pub struct ToldUpdate<'a> {
    /// The entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// Days since the previous update.
    pub after: i32,
}

/// A lesson that was noted before.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LessonAgain<'a> {
    /// The earlier entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// Its lesson.
    pub lesson: &'a str,
}

/// A promise of an update.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PromiseView<'a> {
    /// Who said it.
    pub said: CachedView<EntryRow<'a>>,
    /// By when.
    pub by: Day,
    /// `kept`, `late`, `broken` or `open`.
    pub state: &'static str,
    /// How many days late.
    pub late: i32,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> SetbacksPage<'a> {
    let is_own = |setback: &&Setback| ctx.journal.entries[setback.entry].owner.is_author();
    let mut setbacks: Vec<&Setback> = ctx.analysis.setbacks.iter().rev().filter(is_own).collect();
    setbacks.sort_by_key(|setback| !setback.is_open());
    let mut setbacks: Vec<_> = setbacks.into_iter().map(|setback| view(ctx, setback)).collect();
    let promises = || setbacks.iter().flat_map(|setback| &setback.promises);
    let (kept, promised) = (
        promises().filter(|promise| promise.state == "kept").count(),
        promises().filter(|_| ctx.is_authors()).filter(|own| own.state != "open").count(),
    );
    let older = setbacks.len().saturating_sub(LISTED);
    setbacks.truncate(LISTED);
    for view in &mut setbacks {
        view.more_told = keep_newest(&mut view.told, UPDATES);
        view.more_promises = keep_newest(&mut view.promises, PROMISES);
    }
    SetbacksPage {
        page: Head::top("Setbacks", "stories").within("setbacks").on(ctx.today),
        setbacks,
        older,
        kept,
        promised,
    }
}

/// Keeps the last of a list; gives how many are gone.
fn keep_newest<T>(list: &mut Vec<T>, most: usize) -> usize {
    let gone = list.len().saturating_sub(most);
    list.drain(..gone);
    gone
}

fn view<'a>(ctx: &RenderContext<'a>, setback: &Setback) -> SetbackView<'a> {
    let journal = ctx.journal;
    let entry = &journal.entries[setback.entry];
    let date = |at: usize| journal.entries[at].date;
    let end = setback.resolved_by.map_or(ctx.today, date);
    // An update that resolves is told as what fixed it, once.
    let before = |at: &&usize| setback.resolved_by.is_none_or(|end| **at < end);
    let mut last = setback.entry;
    let mut told = |at: usize| {
        let after = days_between(date(last), date(at));
        last = at;
        ToldUpdate { entry: ctx.entry_row(at), after }
    };
    let updates = setback.updates.iter().filter(before).map(|at| told(*at)).collect();
    let fixed = setback.resolved_by.map(&mut told);
    let mut all: Vec<usize> = std::iter::once(setback.entry)
        .chain(setback.updates.iter().copied())
        .chain(setback.resolved_by)
        .collect();
    all.sort_unstable();
    all.dedup();
    let task = |id| {
        let task = ctx.task(id)?;
        Some(Ref { url: format!("tasks/{}.html", task.id), title: task.title.clone() })
    };
    SetbackView {
        owned: ctx.entry_row(setback.entry),
        tasks: entry.tasks.iter().filter_map(task).collect(),
        open: setback.is_open(),
        days: days_between(entry.date, end),
        told: updates,
        more_told: 0,
        more_promises: 0,
        fixed,
        tell: Ref::people_within_sentence(ctx, &entry.tell),
        untold: setback
            .untold(journal)
            // An update that tells them may be hidden from others.
            .filter(|id| ctx.is_authors() && !ctx.analysis.context().is_gone(id))
            .filter_map(|id| Ref::spoken(ctx, id))
            .collect(),
        again: all.iter().filter_map(|at| again(ctx, *at)).collect(),
        lessons: all.iter().filter_map(|at| journal.entries[*at].lesson.as_deref()).collect(),
        // A note that others do not see may be the update that was promised.
        promises: setback
            .words(journal)
            .iter()
            .map(|word| promise(ctx, word))
            .filter(|promise| ctx.is_authors() || matches!(promise.state, "kept" | "open"))
            .collect(),
    }
}

fn again<'a>(ctx: &RenderContext<'a>, at: usize) -> Option<LessonAgain<'a>> {
    let earlier = earlier_lesson(ctx.journal, at)?;
    let lesson = ctx.journal.entries[earlier].lesson.as_deref()?;
    Some(LessonAgain { entry: ctx.entry_row(earlier), lesson })
}

fn promise<'a>(ctx: &RenderContext<'a>, word: &PromisedUpdate) -> PromiseView<'a> {
    let (state, late) = match word.kept(ctx.journal, ctx.today) {
        Kept::Kept => ("kept", 0),
        Kept::Late(days) => ("late", days),
        Kept::Broken => ("broken", days_between(word.by, ctx.today)),
        Kept::Open => ("open", 0),
    };
    let said = ctx.entry_row(word.said);
    PromiseView { said, by: word.by.into(), state, late }
}
