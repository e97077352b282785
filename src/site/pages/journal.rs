//! `journal.html`: all entries, newest first; a year a page where there are many.

use schemars::JsonSchema;
use serde::Serialize;

use super::tag::{self, Tagged};
use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// Up to this many entries stand on one page.
const ONE_PAGE: usize = 300;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct JournalPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// Its months, newest first.
    pub months: Vec<JournalMonth<'a>>,
    /// The pages of the years, newest first; empty where all entries are on this one.
    pub years: Vec<Ref>,
    /// The year of this page, where it is one of a year.
    pub year: Option<i16>,
    /// How many entries the journal has.
    pub entry_count: usize,
    /// The notes without a date.
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

/// Whether each year has a page of its own.
pub fn by_year(ctx: &RenderContext<'_>) -> bool {
    ctx.journal.entries.len() > ONE_PAGE
}

/// The page at the top: everything, or the newest year.
pub fn top<'a>(ctx: &RenderContext<'a>, years: &[(i16, Vec<usize>)]) -> JournalPage<'a> {
    let shown = if by_year(ctx) { 1 } else { years.len() };
    let entries = years.iter().take(shown).flat_map(|(_, entries)| entries.iter().copied());
    page(ctx, Head::top("Journal", "journal"), entries.collect(), years, None)
}

/// The page of a year.
pub fn year<'a>(
    ctx: &RenderContext<'a>,
    years: &[(i16, Vec<usize>)],
    (year, entries): &(i16, Vec<usize>),
) -> JournalPage<'a> {
    let head = Head::nested(format!("Journal of {year}"), "journal");
    page(ctx, head, entries.clone(), years, Some(*year))
}

fn page<'a>(
    ctx: &RenderContext<'a>,
    head: Head,
    entries: Vec<usize>,
    years: &[(i16, Vec<usize>)],
    year: Option<i16>,
) -> JournalPage<'a> {
    let mut months: Vec<JournalMonth<'a>> = Vec::new();
    for at in entries {
        let entry = &ctx.journal.entries[at];
        let name = entry.date.strftime("%B %Y").to_string();
        match months.last_mut() {
            Some(month) if month.name == name => month.entries.push(ctx.entry_row(at)),
            _ => months.push(JournalMonth { name, entries: vec![ctx.entry_row(at)] }),
        }
    }
    let link = |(year, _): &(i16, Vec<usize>)| Ref {
        url: format!("journal/{year}.html"),
        title: year.to_string(),
    };
    let pages =
        ctx.journal.pages.iter().filter_map(|page| Ref::to(ctx, &Target::Page(page.id.clone())));
    JournalPage {
        page: head,
        months,
        years: if by_year(ctx) { years.iter().map(link).collect() } else { Vec::new() },
        year,
        entry_count: ctx.journal.entries.len(),
        pages: pages.collect(),
        tags: if year.is_none() { tags(ctx) } else { Vec::new() },
    }
}

fn tags(ctx: &RenderContext<'_>) -> Vec<TagRow> {
    let row = |(slug, tagged): (&Slug, Tagged)| TagRow {
        url: format!("tags/{slug}.html"),
        title: ctx.tag_name(slug).to_owned(),
        count: tagged.count(),
    };
    tag::tags(ctx).into_iter().map(row).collect()
}
