//! `tags.html`: every tag.

use schemars::JsonSchema;
use serde::Serialize;

use super::journal::TagRow;
use super::tag::Tagged;
use crate::model::Slug;
use crate::render::RenderContext;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TagsPage {
    /// The head of this page.
    pub page: Head,
    /// The tags in order, with how many notes have each.
    pub tags: Vec<TagRow>,
}

impl PageContext for TagsPage {
    const TEMPLATE: &'static str = "tags.html";
}

/// The page.
pub fn page(ctx: &RenderContext<'_>, tags: &[(Slug, Tagged)]) -> TagsPage {
    let row = |(slug, tagged): &(Slug, Tagged)| TagRow {
        url: format!("tags/{slug}.html"),
        title: ctx.tag_name(slug).to_owned(),
        count: tagged.count(),
    };
    TagsPage {
        page: Head::top("Tags", "journal").within("tags"),
        tags: tags.iter().map(row).collect(),
    }
}
