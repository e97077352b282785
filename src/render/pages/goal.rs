//! `goals/<slug>.html`: what is wanted, what is missing, and what was done for it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::GoalGaps;
use crate::analyse::next::weakest;
use crate::model::words::Step;
use crate::model::{Goal, Target};
use crate::render::book::Book;
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::matrix::quarters;
use crate::render::markdown;
use crate::render::moves::paragraphs;
use crate::render::needs::{GoalView, this_quarter};
use crate::render::views::{Day, EntryRow, Head, Ref, SiteView, days};

/// The template.
pub const TEMPLATE: &str = "goal.html";

/// The newest entries that the page lists.
const NEWEST: usize = 50;

/// What the template sees.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalPage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// The goal in short.
    pub goal: GoalRow<'a>,
    /// When a leader was told: as the goal's file says, else in the first pivot for it.
    pub told: Option<Told>,
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
    pub pivots: Vec<EntryRow<'a>>,
    /// The newest other entries for it, newest first.
    pub entries: Vec<EntryRow<'a>>,
    /// How many there are besides.
    pub older: usize,
    /// The case, as HTML.
    pub content: String,
    /// What links here.
    pub backlinks: Vec<Ref>,
}

/// A goal in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct GoalRow<'a> {
    /// Its page.
    pub url: String,
    /// The feed of its entries.
    pub feed: String,
    /// Its title.
    pub title: &'a str,
    /// The word of its kind.
    pub kind: &'static str,
    /// The word of its state.
    pub state: &'static str,
    /// What it starts from.
    pub from: Option<&'a str>,
    /// What it leads to.
    pub to: Option<&'a str>,
    /// When it is wanted.
    pub by: Option<Day>,
    /// Days from today to then.
    pub left: Option<i32>,
}

impl<'a> GoalRow<'a> {
    /// One goal.
    pub fn new(book: &Book<'a>, goal: &'a Goal) -> Self {
        Self {
            url: format!("goals/{}.html", goal.id),
            feed: format!("goals/{}.xml", goal.id),
            title: &goal.title,
            kind: goal.kind.word(),
            state: goal.state.word(),
            from: goal.from.as_deref(),
            to: goal.to.as_deref(),
            by: goal.by.map(Day::from),
            left: goal.by.map(|by| days(book.today, by)),
        }
    }
}

/// The entries for each goal, by its place in the journal, found in one pass.
pub fn entries_by_goal(book: &Book<'_>) -> Vec<Vec<usize>> {
    let mut by_goal = vec![Vec::new(); book.journal.goals.len()];
    for (at, entry) in book.journal.entries.iter().enumerate() {
        for id in &entry.goals {
            if let Ok(goal) = book.journal.goals.binary_search_by(|goal| goal.id.cmp(id)) {
                by_goal[goal].push(at);
            }
        }
    }
    by_goal
}

/// A leader was told of a goal.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Told {
    /// When.
    pub on: Day,
    /// Who, where a pivot says so.
    pub person: Option<Ref>,
}

fn told(book: &Book<'_>, goal: &Goal, pivots: &[usize]) -> Option<Told> {
    if let Some(day) = goal.shared_on {
        return Some(Told { on: day.into(), person: None });
    }
    let first = *pivots.first()?;
    let person = Target::Person(book.timeline.thread_of[first].clone());
    Some(Told { on: book.journal.entries[first].date.into(), person: Ref::to(book, &person) })
}

/// The page of a goal, with the entries that are for it, and what a pivot for it would say.
pub fn page<'a>(
    book: &Book<'a>,
    site: &'a SiteView<'a>,
    gaps: &'a GoalGaps,
    entries: &[usize],
    pivot: Option<&str>,
) -> GoalPage<'a> {
    let goal = &book.journal.goals[gaps.goal];
    let quarters = quarters([gaps], this_quarter(book));
    let own = Target::Goal(goal.id.clone());
    let is_pivot = |at: &usize| book.journal.entries[*at].step == Some(Step::Pivot);
    let (pivots, others): (Vec<usize>, Vec<usize>) = entries.iter().copied().partition(is_pivot);
    let newest: Vec<usize> = others.iter().rev().take(NEWEST).copied().collect();
    GoalPage {
        site,
        page: Head::nested(&goal.title, "goals").about(&goal.body),
        goal: GoalRow::new(book, goal),
        told: told(book, goal, &pivots),
        with: Ref::people(book, &goal.with),
        gaps: GoalView::new(book, gaps, &quarters),
        pivot: pivot.map(paragraphs).unwrap_or_default(),
        weakest: weakest(gaps, &book.analysis.context()).map(|need| need.title.as_str()),
        lanes: lanes::of_entries(book, entries),
        pivots: EntryRow::all(book, &pivots),
        older: others.len() - newest.len(),
        entries: EntryRow::all(book, &newest),
        content: book.text(&own).map(|text| markdown::html(book, &text, "../")).unwrap_or_default(),
        backlinks: book.backlinks(&own).iter().filter_map(|source| Ref::to(book, source)).collect(),
    }
}
