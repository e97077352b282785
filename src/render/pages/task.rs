//! `tasks/<slug>.html`: a task, and the entries that tell how it went.

use serde::Serialize;

use super::entry::MetricView;
use crate::analyse::Task;
use crate::model::Target;
use crate::render::book::Book;
use crate::render::markdown;
use crate::render::views::{Day, EntryRow, Head, Ref, SiteView, TaskRow};

/// The template.
pub const TEMPLATE: &str = "task.html";

/// What the template sees.
#[derive(Debug, Serialize)]
pub struct TaskPage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// The task in short.
    pub task: TaskRow<'a>,
    /// Its project.
    pub project: Option<String>,
    /// The person in whose thread it was taken on.
    pub with: Option<Ref>,
    /// The loop in which it was taken on.
    pub own_loop: Option<Ref>,
    /// Who asked for it, by its file.
    pub asked_by: Option<Ref>,
    /// When, by its file.
    pub asked_on: Option<Day>,
    /// The entries that name it, in order.
    pub entries: Vec<EntryRow<'a>>,
    /// What its entries say it changed.
    pub impact: Vec<&'a str>,
    /// What its entries measured.
    pub metrics: Vec<MetricView<'a>>,
    /// The text of its file, as HTML; empty without one.
    pub content: String,
    /// What links here.
    pub backlinks: Vec<Ref>,
}

/// The page of a task.
pub fn page<'a>(book: &Book<'a>, site: &'a SiteView<'a>, task: &'a Task) -> TaskPage<'a> {
    let own = Target::Task(task.id.clone());
    let person = |id: &crate::model::Slug| Ref::to(book, &Target::Person(id.clone()));
    let file = book.journal.task(task.id.as_str());
    let entries = || task.entries.iter().map(|at| &book.journal.entries[*at]);
    TaskPage {
        site,
        page: Head::nested(&task.title, "timeline"),
        task: TaskRow::new(book, task),
        project: task.project.as_ref().map(crate::model::Slug::spaced),
        with: task.thread.as_ref().and_then(person),
        own_loop: task.in_loop.map(|own| Ref::to_loop(book, &book.timeline.loops[own])),
        asked_by: file.and_then(|file| file.asked_by.as_ref()).and_then(person),
        asked_on: file.and_then(|file| file.asked_on).map(Day::from),
        entries: EntryRow::all(book, &task.entries),
        impact: entries().filter_map(|entry| entry.impact.as_deref()).collect(),
        metrics: entries()
            .flat_map(|entry| &entry.metrics)
            .map(|m| MetricView {
                name: &m.name,
                before: &m.before,
                after: &m.after,
                unit: &m.unit,
            })
            .collect(),
        content: book.text(&own).map(|text| markdown::html(book, &text, "../")).unwrap_or_default(),
        backlinks: book.backlinks(&own).iter().filter_map(|source| Ref::to(book, source)).collect(),
    }
}
