//! Sentences that name things in `ticks` become text and links.

use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use crate::model::Slug;
use crate::model::phrasing::mid_title;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "Part")]
pub struct PhrasePart {
    /// What it says.
    pub text: String,
    /// The page of what it names.
    pub url: Option<String>,
    /// Whether it is a word of the front matter.
    pub code: bool,
}

/// Takes a sentence apart. What it names is looked for among these entries and tasks, then among
/// the goals.
pub fn phrase(
    ctx: &RenderContext<'_>,
    text: &str,
    entries: &[usize],
    tasks: &[&Slug],
) -> Vec<PhrasePart> {
    let begins = text.starts_with('`');
    let parts = text.split('`').enumerate().filter(|(_, text)| !text.is_empty());
    let part = |(at, text): (usize, &str)| {
        let named = at % 2 == 1;
        let url = if named { url_of(ctx, text, entries, tasks) } else { None };
        let code = named && url.is_none() && !text.contains(char::is_uppercase);
        // Within a sentence, the title of a thing has no capital article; that of a note is a sentence by itself.
        let is_note = url.as_ref().is_some_and(|url| url.starts_with("entries/"));
        let within = named && !is_note && (at > 1 || !begins);
        let text = if within { mid_title(text).into_owned() } else { text.to_owned() };
        PhrasePart { text, url, code }
    };
    parts.map(part).collect()
}

/// A sentence that names nothing but words of the front matter.
pub fn plain(ctx: &RenderContext<'_>, text: &str) -> Vec<PhrasePart> {
    phrase(ctx, text, &[], &[])
}

fn url_of(
    ctx: &RenderContext<'_>,
    name: &str,
    entries: &[usize],
    tasks: &[&Slug],
) -> Option<String> {
    let task = tasks.iter().filter_map(|id| ctx.task(id)).find(|task| task.title == name);
    let mut entries = entries.iter().map(|at| &ctx.journal.entries[*at]);
    task.map(|task| format!("tasks/{}.html", task.id))
        .or_else(|| {
            let entry = entries.find(|entry| entry.title == name)?;
            Some(format!("entries/{}.html", entry.id))
        })
        .or_else(|| {
            let goal = ctx.journal.goals.iter().find(|goal| goal.title == name)?;
            Some(format!("goals/{}.html", goal.id))
        })
}
