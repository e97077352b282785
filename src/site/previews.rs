//! Previews of links: each is shown on every page that links to the same thing, and rendered once for all of them.

use tera::{Context, Value};

use crate::render::preview::LinkPreview;
use crate::render::view_cache::CachedView;
use crate::theme::Theme;

/// The template of one preview. What it may use is what is given here.
const TEMPLATE: &str = "preview.html";

/// The previews of an entry's page, as HTML. Only for the shipped templates: what the journal's own show of a preview
/// they find in its fields.
pub(super) fn html(previews: &[CachedView<LinkPreview>], theme: &Theme) -> Value {
    let rendered = |preview: &LinkPreview| {
        let mut own = Context::new();
        own.insert_value("preview", Value::from_serializable(preview));
        own.insert("root", "../");
        // It is one of the program's own templates, all of which are tested.
        let html = theme.fill(TEMPLATE, Ok(own), serde_json::Value::default).unwrap_or_default();
        Value::safe_string(&String::from_utf8_lossy(&html))
    };
    let all = previews.iter().filter_map(|preview| preview.in_templates(rendered).as_str());
    Value::safe_string(&all.collect::<String>())
}
