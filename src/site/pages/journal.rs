//! `journal.html`: all entries, newest first; folded by time where they are many.

use schemars::JsonSchema;
use serde::Serialize;

use super::tag::{self, Tagged};
use crate::markdown::first_words;
use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::fold::{Fold, Folds, NEWEST, PeriodLink, ROWS, Subject};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct JournalPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// Its months, newest first.
    pub months: Vec<JournalMonth<'a>>,
    /// The pages of the years, newest first; empty where all entries are on this one.
    pub years: Vec<Ref>,
    /// The year of this page, where it is one of a year or a part of one.
    pub year: Option<i16>,
    /// The time that this page is about: `2026`, `July to September 2026`, `July 2026`; absent at the top.
    pub time: Option<String>,
    /// What this time is a part of, the year first.
    pub wholes: Vec<PeriodLink>,
    /// The parts of this time, newest first, where its entries are too many for one page.
    pub parts: Vec<PeriodLink>,
    /// How many entries the journal has.
    pub entry_count: usize,
    /// The notes without a date, the first of them.
    pub pages: Vec<Ref>,
    /// Every tag, with how many notes have it; empty on the page of a year.
    pub tags: Vec<TagRow>,
}

impl PageContext for JournalPage<'_> {
    const TEMPLATE: &'static str = "journal.html";
}

/// A tag.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TagRow {
    /// Its page.
    pub url: String,
    /// The tag.
    pub title: String,
    /// How many notes have it.
    pub count: usize,
}

/// A month.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Month")]
pub struct JournalMonth<'a> {
    /// `January 2026`.
    pub name: String,
    /// Its entries, newest first.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// The same, each with its task, its person and its first line. On a page that is not one of the journal
    /// it is empty, unless the journal has templates of its own: the shipped ones do not show it there.
    pub rows: Vec<JournalRow<'a>>,
}

/// An entry with what it is about.
#[derive(Debug, JsonSchema, Serialize)]
pub struct JournalRow<'a> {
    /// The entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// The first task that it names.
    pub task: Option<Ref>,
    /// The person in whose thread it is.
    pub person: Option<Ref>,
    /// The first words of its text; empty where it has none.
    pub first_line: String,
}

/// How many characters of an entry its row has room for.
const FIRST_LINE: usize = 110;

fn row<'a>(ctx: &RenderContext<'a>, at: usize) -> JournalRow<'a> {
    let entry = &ctx.journal.entries[at];
    let task = entry.tasks.first().map(|id| Target::Task(id.clone()));
    let person = ctx.timeline.thread_of[at].as_ref().filter(|_| !entry.with.is_empty());
    JournalRow {
        entry: ctx.entry_row(at),
        task: task.and_then(|task| Ref::to(ctx, &task)),
        person: person.and_then(|person| Ref::spoken(ctx, person)),
        first_line: first_words(&entry.body, FIRST_LINE),
    }
}

/// Years, newest first, each with its entries, newest first.
pub type Years = Vec<(i16, Vec<usize>)>;

/// The years of the journal.
pub fn years(ctx: &RenderContext<'_>) -> Years {
    let mut years = Years::new();
    for (at, entry) in ctx.journal.entries.iter().enumerate().rev() {
        match years.last_mut() {
            Some((year, entries)) if *year == entry.date.year() => entries.push(at),
            _ => years.push((entry.date.year(), vec![at])),
        }
    }
    years
}

/// The page at the top: everything, or the newest entries.
pub fn top<'a>(ctx: &RenderContext<'a>, years: Vec<PeriodLink>) -> JournalPage<'a> {
    let count = ctx.journal.entries.len();
    let shown = if years.is_empty() { count } else { 2 * NEWEST };
    let entries: Vec<usize> = (0..count).rev().take(shown).collect();
    JournalPage {
        time: None,
        wholes: Vec::new(),
        parts: Vec::new(),
        tags: tags(ctx),
        ..page(ctx, Head::top("Journal", "journal"), &entries, years, None)
    }
}

/// The page of a time.
pub fn of_time<'a>(ctx: &RenderContext<'a>, folds: &Folds, fold: &Fold) -> JournalPage<'a> {
    let head = Head::nested(format!("Journal of {}", fold.period.name()), "journal");
    let entries: &[usize] = if fold.parts.is_empty() { &fold.items } else { &[] };
    let years = folds.years(ctx, Subject::Journal);
    JournalPage {
        time: Some(fold.period.name()),
        wholes: folds.wholes(ctx, fold),
        parts: folds.parts(ctx, fold),
        ..page(ctx, head, entries, years, Some(fold.period.year()))
    }
}

fn page<'a>(
    ctx: &RenderContext<'a>,
    head: Head,
    entries: &[usize],
    years: Vec<PeriodLink>,
    year: Option<i16>,
) -> JournalPage<'a> {
    let pages =
        ctx.journal.pages.iter().filter_map(|page| Ref::to(ctx, &Target::Page(page.id.clone())));
    JournalPage {
        page: head,
        months: months(ctx, entries, true),
        years: years.into_iter().map(|PeriodLink { url, title, .. }| Ref { url, title }).collect(),
        year,
        time: None,
        wholes: Vec::new(),
        parts: Vec::new(),
        entry_count: ctx.journal.entries.len(),
        pages: pages.take(ROWS).collect(),
        tags: Vec::new(),
    }
}

/// Entries, newest first, by month; with rows or without.
pub fn months<'a>(
    ctx: &RenderContext<'a>,
    entries: &[usize],
    with_rows: bool,
) -> Vec<JournalMonth<'a>> {
    let first_day = |at: &usize| ctx.journal.entries[*at].date.first_of_month();
    let month = |own: &[usize]| JournalMonth {
        name: first_day(&own[0]).strftime("%B %Y").to_string(),
        entries: ctx.entry_rows(own),
        rows: own.iter().filter(|_| with_rows).map(|at| row(ctx, *at)).collect(),
    };
    entries.chunk_by(|a, b| first_day(a) == first_day(b)).map(month).collect()
}

fn tags(ctx: &RenderContext<'_>) -> Vec<TagRow> {
    let row = |(slug, tagged): (&Slug, Tagged)| TagRow {
        url: format!("tags/{slug}.html"),
        title: ctx.tag_name(slug).to_owned(),
        count: tagged.count(),
    };
    tag::tags(ctx).into_iter().map(row).collect()
}
