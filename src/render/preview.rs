//! What a link leads to, in a few words: shown beside the link while it is pointed at or has the focus.

use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use super::view_cache::CachedView;
use super::views::Day;
use crate::markdown::text::first_words;
use crate::markdown::url::encode;
use crate::model::vocabulary::{Kind, Relation, Status};
use crate::model::{Document, Entry, Target};

/// The most previews of a page.
const PREVIEWS: usize = 24;
/// How many characters of a text one has room for. No list shows more of the texts in it.
pub const WORDS: usize = 180;

/// What a link leads to.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LinkPreview {
    /// The page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is: the day and step of an entry, the status of a task, what a person is to the author.
    pub about: String,
    /// Its first words. Nothing of a private callout is among them.
    pub words: String,
}

/// Previews of what an entry's text links to and of what links to it, each once; none where there is nothing to say.
pub fn previews(
    ctx: &RenderContext<'_>,
    entry: &Entry,
    backlinks: &[Target],
) -> Vec<CachedView<LinkPreview>> {
    let own = |target: &&Target| matches!(target, Target::Entry(id) if *id == entry.id);
    let linked = entry.body.links.iter().filter_map(|link| link.target.as_ref());
    let mut targets: Vec<&Target> = Vec::new();
    for target in linked.chain(backlinks).filter(|target| !own(target)) {
        if targets.len() < PREVIEWS && !targets.contains(&target) {
            targets.push(target);
        }
    }
    let previews = targets.into_iter().filter_map(|target| ctx.preview(target));
    previews.filter(|preview| !preview.words.is_empty() || !preview.about.is_empty()).collect()
}

impl LinkPreview {
    /// Of an entry.
    pub(super) fn of_entry(entry: &Entry) -> Self {
        let day = Day::from(entry.date).text;
        let kind = Some(entry.kind).filter(|kind| *kind != Kind::Note).map(Kind::word);
        let what = entry.step.map(crate::model::vocabulary::Step::word).or(kind);
        Self {
            url: encode(format!("entries/{}.html", entry.id)),
            title: entry.title.clone(),
            about: what.map_or(day.clone(), |what| format!("{day} · {what}")),
            words: first_words(&entry.body, WORDS),
        }
    }

    /// Of anything else with a page; a file has none.
    pub(super) fn of(ctx: &RenderContext<'_>, target: &Target) -> Option<Self> {
        let about = match target {
            Target::Task(id) => ctx.task(id)?.status.map_or("", Status::word),
            Target::Person(id) => {
                ctx.journal.person(id.as_str())?.relation.map_or("", Relation::word)
            }
            Target::File(_) => return None,
            _ => "",
        };
        let text = ctx.text(target);
        let words = |body: &Document| first_words(body, WORDS);
        Some(Self {
            url: encode(ctx.url(target)?),
            title: ctx.title(target),
            about: about.to_owned(),
            words: text.map(|text| words(text.body)).unwrap_or_default(),
        })
    }
}
