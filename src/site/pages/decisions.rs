//! `decisions.html`: what was decided, what was expected of it, and how it turned out.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::decisions::{Decision, decisions};
use crate::model::Target;
use crate::model::dates::days_between;
use crate::model::vocabulary::Outcome;
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::{Day, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The decisions that the page has room for.
const LISTED: usize = 200;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DecisionsPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The decisions: those whose review is due, then the other open ones, then those that were looked at
    /// again; the newest first. For others than the author, only the newest first.
    pub decisions: Vec<DecisionView<'a>>,
    /// How many older ones there are besides.
    pub older: usize,
    /// How many were right.
    pub right: usize,
    /// How many were right in part.
    pub mixed: usize,
    /// How many were wrong.
    pub wrong: usize,
}

impl PageContext for DecisionsPage<'_> {
    const TEMPLATE: &'static str = "decisions.html";
}

/// A decision.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DecisionView<'a> {
    /// Its entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// `right`, `wrong` or `mixed`; `closed` where a later note resolves it without an outcome; for the author
    /// `due` or `open` otherwise. A note that others do not see may have the outcome.
    pub state: Option<&'static str>,
    /// Whether it can be undone; absent where no note says so.
    pub reversible: Option<bool>,
    /// The tasks that it is about.
    pub tasks: Vec<Ref>,
    /// Who was asked.
    pub with: Vec<Ref>,
    /// What was expected.
    pub expect: Option<&'a str>,
    /// What would show that it was wrong.
    pub wrong_if: Option<&'a str>,
    /// When it is to be looked at again.
    pub review_on: Option<Day>,
    /// The later note with the outcome, or without one the note that resolves it.
    pub review: Option<CachedView<EntryRow<'a>>>,
    /// Days from the decision to that note.
    pub after: Option<i32>,
    /// What was learned, in the decision and in that note.
    pub lessons: Vec<&'a str>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> DecisionsPage<'a> {
    let mut all = decisions(ctx.journal, ctx.today);
    all.reverse();
    if ctx.is_authors() {
        all.sort_by_key(|decision| (!decision.is_due(ctx.journal, ctx.today), !decision.is_open()));
    }
    let turned_out = |wanted: Outcome| {
        let outcomes = all.iter().filter_map(|decision| decision.outcome);
        outcomes.filter(|(outcome, _)| *outcome == wanted).count()
    };
    DecisionsPage {
        page: Head::top("Decisions", "stories").within("decisions").on(ctx.today),
        right: turned_out(Outcome::Right),
        mixed: turned_out(Outcome::Mixed),
        wrong: turned_out(Outcome::Wrong),
        older: all.len().saturating_sub(LISTED),
        decisions: all.iter().take(LISTED).map(|decision| view(ctx, decision)).collect(),
    }
}

fn view<'a>(ctx: &RenderContext<'a>, decision: &Decision) -> DecisionView<'a> {
    let entries = &ctx.journal.entries;
    let entry = &entries[decision.entry];
    let review = decision.outcome.map(|(_, at)| at).or(decision.resolved_by);
    let review = review.filter(|at| *at != decision.entry);
    let lessons = [Some(decision.entry), review].into_iter().flatten();
    DecisionView {
        entry: ctx.entry_row(decision.entry),
        state: state(decision, ctx),
        reversible: entry.reversible,
        tasks: entry
            .tasks
            .iter()
            .filter_map(|id| Ref::to(ctx, &Target::Task(id.clone())))
            .collect(),
        with: Ref::people_within_sentence(ctx, &entry.with),
        expect: entry.expect.as_deref(),
        wrong_if: entry.wrong_if.as_deref(),
        review_on: entry.review_on.map(Day::from),
        review: review.map(|at| ctx.entry_row(at)),
        after: review.map(|at| days_between(entry.date, entries[at].date)),
        lessons: lessons.filter_map(|at| entries[at].lesson.as_deref()).collect(),
    }
}

fn state(decision: &Decision, ctx: &RenderContext<'_>) -> Option<&'static str> {
    match decision.outcome {
        Some((outcome, _)) => Some(outcome.word()),
        None if decision.resolved_by.is_some() => Some("closed"),
        None if !ctx.is_authors() => None,
        None if decision.is_due(ctx.journal, ctx.today) => Some("due"),
        None => Some("open"),
    }
}
