//! `tags/<tag>.html`: everything with a tag.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Slug, Target};
use crate::render::RenderContext;
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::Ref;
use crate::site::fold::{NEWEST, PeriodLink};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TagPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The tag.
    pub tag: &'a str,
    /// Its entries, newest first; where they are many, the newest of them.
    pub entries: Vec<CachedView<EntryRow<'a>>>,
    /// How many there are besides.
    pub older: usize,
    /// The pages of the years, newest first; empty where all entries are on this one.
    pub years: Vec<PeriodLink>,
    /// The notes without a date, and all else, that has it.
    pub others: Vec<Ref>,
}

impl PageContext for TagPage<'_> {
    const TEMPLATE: &'static str = "tag.html";
}

/// Everything with one tag.
#[derive(Debug, Default)]
pub struct Tagged {
    /// The entries, newest first.
    pub(in crate::site) entries: Vec<usize>,
    others: Vec<Target>,
}

impl Tagged {
    /// How many notes have it.
    pub fn count(&self) -> usize {
        self.entries.len() + self.others.len()
    }
}

/// The tags of the journal.
pub fn tags<'a>(ctx: &RenderContext<'a>) -> BTreeMap<&'a Slug, Tagged> {
    let mut tags: BTreeMap<&'a Slug, Tagged> = BTreeMap::new();
    for (at, entry) in ctx.journal.entries.iter().enumerate().rev() {
        for tag in &entry.tags {
            tags.entry(tag).or_default().entries.push(at);
        }
    }
    for page in &ctx.journal.pages {
        for tag in &page.tags {
            tags.entry(tag).or_default().others.push(Target::Page(page.id.clone()));
        }
    }
    let journal = ctx.journal;
    let goals = journal.goals.iter().map(|goal| (Target::Goal(goal.id.clone()), &goal.body));
    let tasks = journal.tasks.iter().map(|task| (Target::Task(task.id.clone()), &task.body));
    let people =
        journal.people.iter().map(|person| (Target::Person(person.id.clone()), &person.body));
    for (target, body) in goals.chain(tasks).chain(people) {
        for tag in body.tags.iter().map(|tag| &tag.name) {
            let others = &mut tags.entry(tag).or_default().others;
            if others.last() != Some(&target) {
                others.push(target.clone());
            }
        }
    }
    tags
}

/// The page of a tag.
pub fn page<'p>(
    ctx: &'p RenderContext<'p>,
    tag: &'p Slug,
    tagged: &Tagged,
    years: Vec<PeriodLink>,
) -> TagPage<'p> {
    let most = if years.is_empty() { tagged.entries.len() } else { NEWEST };
    TagPage {
        page: Head::nested(format!("#{}", ctx.tag_name(tag)), "journal").within("tags"),
        tag: ctx.tag_name(tag),
        entries: ctx.entry_rows(&tagged.entries[..most]),
        older: tagged.entries.len() - most,
        years,
        others: tagged.others.iter().filter_map(|target| Ref::to(ctx, target)).collect(),
    }
}
