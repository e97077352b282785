//! `stories.html`: what was delivered, as stories for an interview.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::EntryQuote;
use crate::analyse::review::story_rank;
use crate::analyse::stories::{Question, Story};
use crate::model::{Entry, Slug, Target};
use crate::render::RenderContext;
use crate::render::phrase::{PhrasePart, plain};
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::{MetricView, Ref};
use crate::site::fold::{Fold, PeriodLink, Subject};
use crate::site::head::Head;
use crate::site::lists::Lists;
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
    /// The time that this page is about; absent at the top.
    pub time: Option<String>,
    /// What this time is a part of, the year first.
    pub wholes: Vec<PeriodLink>,
    /// The parts of this time, newest first, where its stories are too many for one page.
    pub parts: Vec<PeriodLink>,
    /// The pages of the years, newest first; empty where all stories are on this page.
    pub times: Vec<PeriodLink>,
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
    /// What it changed, as its newest entries say.
    pub impact: Vec<&'a str>,
    /// What its newest entries measured.
    pub metrics: Vec<MetricView<'a>>,
    /// What was said of it, the newest.
    pub quotes: Vec<EntryQuote<'a>>,
    /// Where it began.
    pub situation: Option<Situation<'a>>,
    /// In whose thread it was taken on.
    pub with: Option<Ref>,
    /// What was done, note by note: the newest.
    pub action: Vec<CachedView<EntryRow<'a>>>,
    /// How many notes there are besides.
    pub more_action: usize,
    /// What it shows.
    pub competencies: Vec<Ref>,
    /// The questions that it answers.
    pub questions: Vec<Ref>,
    /// What was learned, the newest.
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
    /// Those stories, the best three first: by their grade, a measure, their size, and how new they are.
    pub stories: Vec<Ref>,
    /// More of them, which unfold.
    pub more: Vec<Ref>,
    /// How many there are besides.
    pub unlisted: usize,
}

/// A competency, and the stories that show it.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "FoundStories")]
pub struct StoryGroup {
    /// The fragment of links to it.
    pub anchor: String,
    /// The title.
    pub title: String,
    /// Those stories, the best three first: by their grade, a measure, their size, and how new they are.
    pub stories: Vec<Ref>,
    /// More of them, which unfold.
    pub more: Vec<Ref>,
    /// How many there are besides.
    pub unlisted: usize,
}

/// Where there are many stories: those that the page at the top tells, the best for each question and the newest.
const TOLD: usize = 18;
/// What a story has room for: the page of its task has all.
const NOTES: usize = 8;
const MEASURES: usize = 3;
const SAID: usize = 3;
/// The best stories that stand beside a question or competency, and those that unfold below them.
const BEST: usize = 3;
const MORE: usize = 12;

/// The page at the top: everything; or where there are many, the stories that it names and the newest.
pub(in crate::site) fn page<'a>(ctx: &RenderContext<'a>, lists: &Lists<'a>) -> StoriesPage<'a> {
    let stories = &lists.stories;
    let times = lists.folds.years(ctx, Subject::Stories);
    let mut best: Vec<&Story<'a>> = stories.iter().collect();
    best.sort_by_key(|story| std::cmp::Reverse(story_rank(ctx.journal, story.task)));
    // Where the list is folded, a page has those that it leads to and the newest.
    let shown: HashSet<&Slug> = match times.is_empty() {
        true => stories.iter().map(|story| &story.task.id).collect(),
        false => {
            let answer = |rank: usize, question: Question| {
                let mut answers = best.iter().filter(|story| story.questions.contains(&question));
                answers.nth(rank).copied()
            };
            // The best for each question, then the second for each; the newest have what room is left.
            let ranks = (0..BEST).flat_map(|rank| Question::ALL.map(|question| (rank, question)));
            let answers = ranks.filter_map(|(rank, question)| answer(rank, question));
            let mut shown = HashSet::new();
            for story in answers.chain(stories.iter()) {
                if shown.len() < TOLD {
                    shown.insert(&story.task.id);
                }
            }
            shown
        }
    };
    let link = |story: &&Story<'_>| Ref {
        url: match shown.contains(&story.task.id) {
            true => format!("#story-{}", story.task.id),
            false => format!("tasks/{}.html", story.task.id),
        },
        title: story.task.title.clone(),
    };
    let few = |found: &mut dyn Iterator<Item = &&Story<'a>>| {
        let mut links = found.map(link);
        let first: Vec<Ref> = links.by_ref().take(BEST).collect();
        let more: Vec<Ref> = links.by_ref().take(MORE).collect();
        (first, more, links.count())
    };
    let asked = |question: Question| {
        let (stories, more, unlisted) =
            few(&mut best.iter().filter(|story| story.questions.contains(&question)));
        Asked {
            anchor: format!("asks-{}", question.id()),
            text: question.text(),
            rule: plain(ctx, question.rule()),
            stories,
            more,
            unlisted,
        }
    };
    let mut ids: Vec<&Slug> = stories.iter().flat_map(|s| s.competencies.iter().copied()).collect();
    ids.sort();
    ids.dedup();
    let shows = |id: &Slug| {
        let (stories, more, unlisted) =
            few(&mut best.iter().filter(|story| story.competencies.contains(&id)));
        let title = ctx.journal.competency_title(id);
        StoryGroup { anchor: format!("shows-{id}"), title, stories, more, unlisted }
    };
    let own = stories.iter().filter(|story| shown.contains(&story.task.id));
    StoriesPage {
        page: Head::top("Stories", "stories"),
        questions: Question::ALL.into_iter().map(asked).collect(),
        competencies: ids.into_iter().map(shows).collect(),
        stories: own.map(|story| view(ctx, story, "")).collect(),
        time: None,
        wholes: Vec::new(),
        parts: Vec::new(),
        times,
    }
}

/// The stories of a time.
pub(in crate::site) fn of_time<'a>(
    ctx: &RenderContext<'a>,
    lists: &Lists<'a>,
    fold: &Fold,
) -> StoriesPage<'a> {
    let items: &[usize] = if fold.parts.is_empty() { &fold.items } else { &[] };
    StoriesPage {
        page: Head::nested(format!("Stories of {}", fold.period.name()), "stories"),
        questions: Vec::new(),
        competencies: Vec::new(),
        stories: items.iter().map(|at| view(ctx, &lists.stories[*at], "../stories.html")).collect(),
        time: Some(fold.period.name()),
        wholes: lists.folds.wholes(ctx, fold),
        parts: lists.folds.parts(ctx, fold),
        times: lists.folds.years(ctx, Subject::Stories),
    }
}

/// A story; `index` is the page that has the questions and competencies, where that is another one.
fn view<'a>(ctx: &RenderContext<'a>, story: &Story<'a>, index: &str) -> StoryView<'a> {
    let task = story.task;
    let entries = || task.entries.iter().map(|at| &ctx.journal.entries[*at]);
    let more_action = task.entries.len().saturating_sub(NOTES);
    StoryView {
        anchor: format!("story-{}", task.id),
        task: TaskRow::new(ctx, task),
        impact: last(entries().filter_map(|entry| entry.impact.as_deref()), SAID),
        metrics: last(entries().flat_map(|entry| &entry.metrics).map(MetricView::new), MEASURES),
        quotes: last(entries().filter_map(|entry| quote(ctx, entry)), SAID),
        situation: story.situation.map(|at| {
            let entry = &ctx.journal.entries[at];
            Situation {
                entry: ctx.entry_row(at),
                trying: entry.trying.as_deref(),
                blocking: entry.blocking.as_deref(),
            }
        }),
        with: task.thread.as_ref().and_then(|id| Ref::spoken(ctx, id)),
        action: ctx.entry_rows(&task.entries[more_action..]),
        more_action,
        competencies: story
            .competencies
            .iter()
            .map(|id| Ref {
                url: format!("{index}#shows-{id}"),
                title: ctx.journal.competency_title(id),
            })
            .collect(),
        questions: story
            .questions
            .iter()
            .map(|q| Ref { url: format!("{index}#asks-{}", q.id()), title: q.text().to_owned() })
            .collect(),
        lessons: last(entries().filter_map(|entry| entry.lesson.as_deref()), SAID),
    }
}

/// The last of a list, in order.
fn last<T>(list: impl Iterator<Item = T>, most: usize) -> Vec<T> {
    let mut list: Vec<T> = list.collect();
    list.drain(..list.len().saturating_sub(most));
    list
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
