//! `timeline.html`: every thread's loops over one axis, and the same as a list.

use serde::Serialize;

use crate::render::book::Book;
use crate::render::charts::lanes::{Lanes, lanes, legend};
use crate::render::views::{Head, LoopRow, Ref, SiteView};

/// The template.
pub const TEMPLATE: &str = "timeline.html";

/// What the template sees.
#[derive(Debug, Serialize)]
pub struct TimelinePage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// The chart; absent while there is no loop.
    pub lanes: Option<Lanes>,
    /// The steps with their shapes.
    pub legend: Vec<(&'static str, &'static str)>,
    /// The threads that have loops, the manager's first.
    pub threads: Vec<ThreadRow<'a>>,
}

/// A thread and its loops.
#[derive(Debug, Serialize)]
pub struct ThreadRow<'a> {
    /// The person.
    pub person: Ref,
    /// What they are to the author.
    pub relation: &'static str,
    /// The loops, newest first.
    pub loops: Vec<LoopRow<'a>>,
}

/// The timeline.
pub fn page<'a>(book: &Book<'a>, site: &'a SiteView<'a>) -> TimelinePage<'a> {
    let manager = &book.journal.config.manager;
    let mut threads: Vec<_> =
        book.timeline.threads.iter().filter(|thread| !thread.loops.is_empty()).collect();
    threads.sort_by_key(|thread| thread.person != *manager);
    let rows = threads.into_iter().map(|thread| ThreadRow {
        person: Ref {
            url: format!("people/{}.html", thread.person),
            title: book.person(&thread.person).to_owned(),
        },
        relation: thread.relation.word(),
        loops: thread
            .loops
            .iter()
            .rev()
            .map(|at| LoopRow::new(book, &book.timeline.loops[*at]))
            .collect(),
    });
    TimelinePage {
        site,
        page: Head::top("Timeline", "timeline"),
        lanes: lanes(book),
        legend: legend(),
        threads: rows.collect(),
    }
}
