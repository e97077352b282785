//! `index.html`: where am I?

use serde::Serialize;

use super::goal::GoalRow;
use crate::model::words::GoalState;
use crate::render::book::Book;
use crate::render::charts::ring::{Ring, ring};
use crate::render::views::{Day, EntryRow, Head, LoopRow, Ref, SiteView, TaskRow};

/// The template.
pub const TEMPLATE: &str = "index.html";

const NEWEST: usize = 8;

/// What the template sees.
#[derive(Debug, Serialize)]
pub struct HomePage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// The person of the main thread.
    pub manager: Ref,
    /// The ring of its current loop.
    pub ring: Ring,
    /// Its current loop; absent before the first.
    pub current: Option<LoopRow<'a>>,
    /// Its newest loops, newest first.
    pub loops: Vec<LoopRow<'a>>,
    /// How many loops it has.
    pub loop_count: usize,
    /// What is open, by the day it is due.
    pub open: Vec<TaskRow<'a>>,
    /// Open promises, by the day they are due.
    pub promises: Vec<PromiseRow<'a>>,
    /// Active goals, by the day they are wanted.
    pub goals: Vec<GoalRow<'a>>,
    /// The newest entries, newest first.
    pub newest: Vec<EntryRow<'a>>,
    /// How many entries there are.
    pub entry_count: usize,
}

/// An open promise.
#[derive(Debug, Serialize)]
pub struct PromiseRow<'a> {
    /// Where it was made.
    pub url: String,
    /// What was promised.
    pub text: &'a str,
    /// When it is due.
    pub due: Day,
    /// Whether that day is past.
    pub late: bool,
}

/// The first page.
pub fn page<'a>(book: &Book<'a>, site: &'a SiteView<'a>) -> HomePage<'a> {
    let manager = &book.journal.config.manager;
    let thread = book.timeline.thread(manager.as_str());
    let loops = thread.map_or(&[][..], |thread| &thread.loops);
    let current = thread.and_then(|thread| book.timeline.current_loop(thread));
    let newest: Vec<usize> = (0..book.journal.entries.len()).rev().take(NEWEST).collect();
    HomePage {
        site,
        page: Head::top(&book.journal.config.title, "now"),
        manager: Ref {
            url: format!("people/{manager}.html"),
            title: book.person(manager).to_owned(),
        },
        ring: ring(book, current),
        current: current.map(|own| LoopRow::new(book, own)),
        loops: loops
            .iter()
            .rev()
            .take(6)
            .map(|at| LoopRow::new(book, &book.timeline.loops[*at]))
            .collect(),
        loop_count: loops.len(),
        open: open_tasks(book),
        promises: promises(book),
        goals: goals(book),
        newest: EntryRow::all(book, &newest),
        entry_count: book.journal.entries.len(),
    }
}

fn open_tasks<'a>(book: &Book<'a>) -> Vec<TaskRow<'a>> {
    let mut open: Vec<_> = book.timeline.tasks.iter().filter(|task| task.is_open()).collect();
    open.sort_by_key(|task| (task.due.is_none(), task.due, task.taken_on));
    open.into_iter().map(|task| TaskRow::new(book, task)).collect()
}

fn promises<'a>(book: &Book<'a>) -> Vec<PromiseRow<'a>> {
    let made = book.journal.entries.iter().flat_map(|entry| {
        entry
            .body
            .promises
            .iter()
            .filter(|promise| !promise.done)
            .map(move |promise| (entry, promise))
    });
    let mut open: Vec<_> = made.collect();
    open.sort_by_key(|(_, promise)| promise.due);
    open.into_iter()
        .map(|(entry, promise)| PromiseRow {
            url: format!("entries/{}.html", entry.id),
            text: &promise.text,
            due: promise.due.into(),
            late: promise.due < book.today,
        })
        .collect()
}

fn goals<'a>(book: &Book<'a>) -> Vec<GoalRow<'a>> {
    let mut active: Vec<_> =
        book.journal.goals.iter().filter(|goal| goal.state == GoalState::Active).collect();
    active.sort_by_key(|goal| (goal.by.is_none(), goal.by));
    active.into_iter().map(|goal| GoalRow::new(book, goal)).collect()
}
