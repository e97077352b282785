//! `sitemap.xml`: every page, for those who search the web. It needs addresses, so `base_url`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::markdown::url::encode;
use crate::render::RenderContext;
use crate::site::page::PageContext;
use crate::site::route::NOT_FOUND;

/// How many pages the format allows.
const MOST: usize = 50_000;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Sitemap {
    /// The pages by path.
    pub pages: Vec<SitemapUrl>,
}

impl PageContext for Sitemap {
    const TEMPLATE: &'static str = "sitemap.xml";
}

/// A page.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Place")]
pub struct SitemapUrl {
    /// Its address.
    pub url: String,
    /// The day of an entry, as `2026-01-05`.
    pub changed: Option<String>,
}

/// The map of the pages at these paths, which come in order.
pub fn page<'p>(ctx: &RenderContext<'_>, paths: impl Iterator<Item = &'p str>) -> Sitemap {
    let entries = ctx.journal.entries.iter();
    let days: BTreeMap<String, String> = entries
        .map(|entry| (format!("entries/{}.html", entry.id), entry.date.to_string()))
        .collect();
    let pages = paths.filter(|path| path.ends_with(".html") && *path != NOT_FOUND).take(MOST);
    let place = |path: &str| {
        // Without an address of the site there is no map of it.
        let base = ctx.journal.config.base_url.as_ref()?;
        Some(SitemapUrl { url: base.of(&encode(path)), changed: days.get(path).cloned() })
    };
    Sitemap { pages: pages.filter_map(place).collect() }
}
