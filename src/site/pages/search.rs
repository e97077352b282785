//! `search.html`: finds notes by their words and by what they are about, with a script.

use schemars::JsonSchema;
use serde::Serialize;

use super::tag::tags;
use crate::model::vocabulary::Step;
use crate::render::RenderContext;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SearchPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// What results can be narrowed to.
    pub filters: Vec<Filter<'a>>,
    /// Every tag, for those without a script.
    pub tags: Vec<Ref>,
}

impl PageContext for SearchPage<'_> {
    const TEMPLATE: &'static str = "search.html";
}

/// A choice among things that notes name.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Filter<'a> {
    /// The key by which the script and the address know it.
    pub key: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What can be chosen: slug and title, by title.
    pub options: Vec<(&'a str, &'a str)>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> SearchPage<'a> {
    let journal = ctx.journal;
    let steps = Step::ALL.map(|step| (step.word(), step.word())).to_vec();
    let tasks = ctx.timeline.tasks.iter().map(|task| (task.id.as_str(), task.title.as_str()));
    let goals = journal.goals.iter().map(|goal| (goal.id.as_str(), goal.title.as_str()));
    let people = journal.people.iter().map(|them| (them.id.as_str(), them.title.as_str()));
    SearchPage {
        page: Head::top("Search", "search"),
        filters: vec![
            Filter { key: "step", label: "Step", options: steps },
            Filter { key: "task", label: "Task", options: by_title(tasks) },
            Filter { key: "goal", label: "Goal", options: by_title(goals) },
            Filter { key: "person", label: "Person", options: by_title(people) },
        ],
        tags: super::entry::tags(ctx, &tags(ctx).into_keys().cloned().collect::<Vec<_>>()),
    }
}

fn by_title<'a>(options: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut options: Vec<_> = options.collect();
    options.sort_by_cached_key(|(id, title)| (title.to_lowercase(), *id));
    options
}
