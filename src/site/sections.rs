//! The sections of a site beside those in sight: what the menu of the navigation leads to.

use schemars::JsonSchema;
use serde::Serialize;

/// A page that the menu leads to.
#[derive(Clone, Copy, Debug, Hash, JsonSchema, Serialize)]
pub struct MenuItem {
    /// The name of its section.
    pub section: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Where it is.
    pub url: &'static str,
}

const fn item(section: &'static str, title: &'static str, url: &'static str) -> MenuItem {
    MenuItem { section, title, url }
}

/// The menu: what there is one page of for all, then what is told of the work.
pub const MENU: [MenuItem; 12] = [
    item("people", "People", "people.html"),
    item("tasks", "Tasks", "tasks.html"),
    item("goals", "Goals", "goals.html"),
    item("tags", "Tags", "tags.html"),
    item("calendar", "Calendar", "calendar.html"),
    item("path", "Path", "path.html"),
    item("review", "Review", "review.html"),
    item("effects", "Effects", "effects.html"),
    item("setbacks", "Setbacks", "setbacks.html"),
    item("decisions", "Decisions", "decisions.html"),
    item("ideas", "Ideas", "ideas.html"),
    item("seen", "Problems seen", "seen.html"),
];

/// What a section of the menu is called.
pub fn menu_title(section: &str) -> Option<&'static str> {
    MENU.iter().find(|item| item.section == section).map(|item| item.title)
}
