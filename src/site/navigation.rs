//! The links of the navigation: the same on many pages, and rendered once for all of them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tera::{Context, Value};

use crate::theme::Theme;

/// Its template. What it may use of a page is what [`Shown`] has.
const TEMPLATE: &str = "nav.html";

/// What the navigation of a page depends on, besides the site.
#[derive(PartialEq, Eq, Hash)]
struct Shown {
    root: String,
    section: String,
    is_of_day: bool,
}

/// The navigations of one site.
#[derive(Default)]
pub(super) struct Navigation {
    rendered: Mutex<HashMap<Shown, Value>>,
}

impl Navigation {
    /// Adds the navigation to what the template of a page sees. A journal's own templates may show something else on
    /// each page: they are rendered with it, and so is a page that has no head.
    pub(super) fn add_to(&self, values: &mut Context, theme: &Theme) {
        if theme.is_shipped()
            && let Some(navigation) = self.of(values, theme)
        {
            values.insert_value("navigation", navigation);
        }
    }

    fn of(&self, values: &Context, theme: &Theme) -> Option<Value> {
        let page = values.get("page")?;
        let text = |name| page.get_from_path(name)?.as_str().map(ToOwned::to_owned);
        let shown = Shown {
            root: text("root")?,
            section: text("section")?,
            is_of_day: page.get_from_path("today").is_some_and(Value::is_truthy),
        };
        let rendered = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rendered().get(&shown) {
            return Some(known.clone());
        }
        let mut own = Context::new();
        for name in ["site", "page"] {
            own.insert_value(name, values.get(name)?.clone());
        }
        // If it fails, it fails with the page as well, which says why.
        let html = theme.fill(TEMPLATE, Ok(own), serde_json::Value::default).ok()?;
        let value = Value::safe_string(std::str::from_utf8(&html).ok()?);
        rendered().insert(shown, value.clone());
        Some(value)
    }
}
