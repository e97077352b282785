//! `404.html`: what a web server shows for a page that does not exist.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::RenderContext;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct NotFoundPage {
    /// The head of this page.
    pub page: Head,
}

impl PageContext for NotFoundPage {
    const TEMPLATE: &'static str = "404.html";
}

/// The page on disk. A web server shows it below any folder, so its links begin with the path of the
/// site's root where `base_url` says it; otherwise they are relative.
pub fn page(ctx: &RenderContext<'_>) -> NotFoundPage {
    let base = ctx.journal.config.base_url.as_ref();
    at(base.map_or(Cow::Borrowed(""), |base| base.path().to_owned().into()))
}

/// The page for a server whose root is the root of the site.
pub fn of_server() -> NotFoundPage {
    at("/".into())
}

fn at(root: Cow<'static, str>) -> NotFoundPage {
    NotFoundPage { page: Head::at(root, "Not found", "") }
}
