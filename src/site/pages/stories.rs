//! `stories.html`: what was delivered, as stories for an interview.

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::EntryQuote;
use crate::analyse::stories::{Question, Story, stories};
use crate::model::{Entry, Journal, Slug, Target};
use crate::render::RenderContext;
use crate::render::phrase::{PhrasePart, plain};
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{MetricView, Ref};
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct StoriesPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The stories, newest first.
    pub stories: Vec<StoryView<'a>>,
    /// Which stories answer each question.
    pub questions: Vec<Asked>,
    /// Which stories show each competency.
    pub competencies: Vec<StoryGroup>,
}

impl PageContext for StoriesPage<'_> {
    const TEMPLATE: &'static str = "stories.html";
}

/// A story.
#[derive(Debug, JsonSchema, Serialize)]
pub struct StoryView<'a> {
    /// The fragment of links to it.
    pub anchor: String,
    /// Its task.
    pub task: TaskRow<'a>,
    /// What it changed.
    pub impact: Vec<&'a str>,
    /// The name of the metric.
    pub metrics: Vec<MetricView<'a>>,
    /// What was said of it.
    pub quotes: Vec<EntryQuote<'a>>,
    /// Where it began.
    pub situation: Option<Situation<'a>>,
    /// In whose thread it was taken on.
    pub with: Option<Ref>,
    /// What was done, note by note.
    pub action: Vec<CachedView<EntryRow<'a>>>,
    /// What it shows.
    pub competencies: Vec<Ref>,
    /// The questions that it answers.
    pub questions: Vec<Ref>,
    /// What was learned.
    pub lessons: Vec<&'a str>,
}

/// Where a story began.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Situation<'a> {
    /// The note that says it.
    pub entry: CachedView<EntryRow<'a>>,
    /// What the leader was trying to do.
    pub trying: Option<&'a str>,
    /// What blocked them.
    pub blocking: Option<&'a str>,
}

/// A question, and the stories that answer it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Asked {
    /// The fragment of links to it.
    pub anchor: String,
    /// The question.
    pub text: &'static str,
    /// Which stories answer it.
    pub rule: Vec<PhrasePart>,
    /// Those stories.
    pub stories: Vec<Ref>,
}

/// A competency, and the stories that show it.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "FoundStories")]
pub struct StoryGroup {
    /// The fragment of links to it.
    pub anchor: String,
    /// The title.
    pub title: String,
    /// Those stories.
    pub stories: Vec<Ref>,
}

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> StoriesPage<'a> {
    let mut stories = stories(ctx.journal, ctx.timeline);
    stories.retain(|story| story.task.owner.is_author());
    StoriesPage {
        page: Head::top("Stories", "stories"),
        questions: Question::ALL.into_iter().map(|q| asked(ctx, &stories, q)).collect(),
        competencies: competencies(ctx.journal, &stories),
        stories: stories.iter().map(|story| view(ctx, story)).collect(),
    }
}

fn asked(ctx: &RenderContext<'_>, stories: &[Story<'_>], question: Question) -> Asked {
    let answers = |story: &&Story<'_>| story.questions.contains(&question);
    Asked {
        anchor: format!("asks-{}", question.id()),
        text: question.text(),
        rule: plain(ctx, question.rule()),
        stories: stories.iter().filter(answers).map(link).collect(),
    }
}

fn competencies(journal: &Journal, stories: &[Story<'_>]) -> Vec<StoryGroup> {
    let mut ids: Vec<&Slug> = stories.iter().flat_map(|s| s.competencies.iter().copied()).collect();
    ids.sort();
    ids.dedup();
    let found = ids.into_iter().map(|id| StoryGroup {
        anchor: format!("shows-{id}"),
        title: journal.competency_title(id),
        stories: stories
            .iter()
            .filter(|story| story.competencies.contains(&id))
            .map(link)
            .collect(),
    });
    found.collect()
}

fn link(story: &Story<'_>) -> Ref {
    Ref { url: format!("#story-{}", story.task.id), title: story.task.title.clone() }
}

fn view<'a>(ctx: &RenderContext<'a>, story: &Story<'a>) -> StoryView<'a> {
    let task = story.task;
    let entries = || task.entries.iter().map(|at| &ctx.journal.entries[*at]);
    StoryView {
        anchor: format!("story-{}", task.id),
        task: TaskRow::new(ctx, task),
        impact: entries().filter_map(|entry| entry.impact.as_deref()).collect(),
        metrics: entries().flat_map(|entry| &entry.metrics).map(MetricView::new).collect(),
        quotes: entries().filter_map(|entry| quote(ctx, entry)).collect(),
        situation: story.situation.map(|at| {
            let entry = &ctx.journal.entries[at];
            Situation {
                entry: ctx.entry_row(at),
                trying: entry.trying.as_deref(),
                blocking: entry.blocking.as_deref(),
            }
        }),
        with: task.thread.as_ref().and_then(|id| Ref::spoken(ctx, id)),
        action: ctx.entry_rows(&task.entries),
        competencies: story
            .competencies
            .iter()
            .map(|id| Ref { url: format!("#shows-{id}"), title: ctx.journal.competency_title(id) })
            .collect(),
        questions: story
            .questions
            .iter()
            .map(|q| Ref { url: format!("#asks-{}", q.id()), title: q.text().to_owned() })
            .collect(),
        lessons: entries().filter_map(|entry| entry.lesson.as_deref()).collect(),
    }
}

/// What an entry quotes, with its person.
fn quote<'a>(ctx: &RenderContext<'a>, entry: &'a Entry) -> Option<EntryQuote<'a>> {
    let from = entry.quote_from.as_ref()?;
    Some(EntryQuote {
        text: entry.quote.as_deref()?,
        from: Ref::to(ctx, &Target::Person(from.clone())),
        shared: entry.quote_ok,
    })
}
