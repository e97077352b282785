//! `pages/<id>.html`: a note without a date.

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::tags;
use crate::model::{Page, Target};
use crate::render::RenderContext;
use crate::render::markdown;
use crate::render::mentions::mentions;
use crate::render::views::{Ref, TocHeading, toc};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PlainPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// Its text, as HTML.
    pub content: String,
    /// Its table of contents; empty where the text is short.
    pub toc: Vec<TocHeading<'a>>,
    /// Its tags.
    pub tags: Vec<Ref>,
    /// The notes and things that link here.
    pub backlinks: Vec<Ref>,
    /// How many more there are.
    pub more_backlinks: usize,
}

impl PageContext for PlainPage<'_> {
    const TEMPLATE: &'static str = "page.html";
}

/// The page of an undated note.
pub fn page<'a>(ctx: &RenderContext<'a>, note: &'a Page) -> PlainPage<'a> {
    let own = Target::Page(note.id.clone());
    let (backlinks, more_backlinks) = mentions(ctx, &own);
    PlainPage {
        page: Head::nested(&note.title, "journal").about(&note.body),
        content: ctx.text(&own).map(|text| markdown::html(ctx, &text, "../")).unwrap_or_default(),
        toc: toc(&note.body),
        tags: tags(ctx, &note.tags),
        backlinks,
        more_backlinks,
    }
}
