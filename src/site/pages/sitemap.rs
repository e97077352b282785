//! `sitemap.xml`: every page, for those who search the web. It needs addresses, so `base_url`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::markdown::url::encode;
use crate::model::BaseUrl;
use crate::render::RenderContext;

/// The template.
pub const TEMPLATE: &str = "sitemap.xml";

/// How many pages the format allows.
const MOST: usize = 50_000;

/// What the template sees.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Sitemap {
    /// The pages by path.
    pub pages: Vec<Place>,
}

/// A page.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Place {
    /// Its address.
    pub url: String,
    /// The day of an entry, as `2026-01-05`.
    pub changed: Option<String>,
}

/// The map of these pages, given by their paths in order.
pub fn page<'p>(
    ctx: &RenderContext<'_>,
    base: &BaseUrl,
    paths: impl Iterator<Item = &'p String>,
) -> Sitemap {
    let entries = ctx.journal.entries.iter();
    let days: BTreeMap<String, String> = entries
        .map(|entry| (format!("entries/{}.html", entry.id), entry.date.to_string()))
        .collect();
    let pages = paths.filter(|path| path.ends_with(".html") && *path != "404.html").take(MOST);
    let pages =
        pages.map(|path| Place { url: base.of(&encode(path)), changed: days.get(path).cloned() });
    Sitemap { pages: pages.collect() }
}
