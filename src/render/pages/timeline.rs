//! `timeline.html`: every thread's coil, and its loops over one axis.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::Thread;
use crate::model::words::GoalState;
use crate::model::{Slug, Target};
use crate::render::book::Book;
use crate::render::charts::coil::{self, Coil, Row, Year};
use crate::render::charts::lanes::{self, Lanes};
use crate::render::charts::turn::legend;
use crate::render::views::{Head, LoopRow, Ref, SiteView};

/// The template.
pub const TEMPLATE: &str = "timeline.html";

/// What the template sees.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TimelinePage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// The thread that the author's own career runs along: the manager's, if it has loops.
    pub main: Option<MainThread<'a>>,
    /// The steps with their shapes.
    pub legend: Vec<(&'static str, &'static str)>,
    /// All threads over one axis; absent while there is no loop.
    pub lanes: Option<Lanes>,
    /// The other threads that have loops.
    pub threads: Vec<ThreadRow<'a>>,
    /// Where the timeline of one goal is.
    pub goals: Vec<Ref>,
}

/// The main thread, whole.
#[derive(Debug, JsonSchema, Serialize)]
pub struct MainThread<'a> {
    /// The person.
    pub person: Ref,
    /// Its newest loops.
    pub coil: Option<Coil>,
    /// All of them, a picture for each year, where they are too many for one.
    pub years: Vec<Year>,
    /// The same as a table, newest first.
    pub loops: Vec<Row<'a>>,
}

/// Another thread and its loops.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ThreadRow<'a> {
    /// The person.
    pub person: Ref,
    /// What they are to the author.
    pub relation: &'static str,
    /// Its newest loops, small.
    pub coil: Option<Coil>,
    /// The loops, newest first.
    pub loops: Vec<LoopRow<'a>>,
}

/// The timeline. `entries` are those for each goal, by its place in the journal.
pub fn page<'a>(
    book: &Book<'a>,
    site: &'a SiteView<'a>,
    entries: &[Vec<usize>],
) -> TimelinePage<'a> {
    let in_loop = |at: &usize| book.timeline.loop_of[*at].is_some();
    let manager = &book.journal.config.manager;
    let mut threads: Vec<_> =
        book.timeline.threads.iter().filter(|thread| !thread.loops.is_empty()).collect();
    threads.sort_by_key(|thread| thread.person != *manager);
    let is_main = |thread: &&&Thread| thread.person == *manager;
    TimelinePage {
        site,
        page: Head::top("Timeline", "timeline"),
        main: threads.iter().find(is_main).map(|thread| main_thread(book, thread)),
        legend: legend(),
        lanes: lanes::all(book),
        threads: threads.iter().filter(|t| !is_main(t)).map(|t| other(book, t)).collect(),
        goals: book
            .journal
            .goals
            .iter()
            .zip(entries)
            .filter(|(goal, entries)| {
                goal.state == GoalState::Active && entries.iter().any(in_loop)
            })
            .filter_map(|(goal, _)| Ref::to(book, &Target::Goal(goal.id.clone())))
            .collect(),
    }
}

/// A thread, whole.
pub fn main_thread<'a>(book: &Book<'a>, thread: &Thread) -> MainThread<'a> {
    MainThread {
        person: person(book, &thread.person),
        coil: coil::newest(book, thread),
        years: coil::years(book, thread),
        loops: coil::rows(book, thread, 0),
    }
}

fn other<'a>(book: &Book<'a>, thread: &Thread) -> ThreadRow<'a> {
    let newest_first = thread.loops.iter().rev();
    ThreadRow {
        person: person(book, &thread.person),
        relation: thread.relation.word(),
        coil: coil::newest_small(book, thread),
        loops: newest_first.map(|at| LoopRow::new(book, &book.timeline.loops[*at])).collect(),
    }
}

fn person(book: &Book<'_>, id: &Slug) -> Ref {
    Ref { url: format!("people/{id}.html"), title: book.person(id).to_owned() }
}
