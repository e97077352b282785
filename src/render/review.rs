//! The review of a range of days as a document or a page shows it. Each sentence follows from notes.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::context::RenderContext;
use super::views::{Day, MetricView, Ref};
use crate::analyse::Task;
use crate::analyse::kept::KeptCount;
use crate::analyse::review::{Review, ReviewedWork, WorkOrigin};
use crate::analyse::setbacks::Setback;
use crate::model::dates::days_between;
use crate::model::phrasing::{capitalised, counted, mid_sentence};
use crate::model::{Entry, Slug};

/// The most quotes on one piece of work, and the most on anything else.
const QUOTES: [usize; 2] = [2, 5];

/// The review of a range of days.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "Review")]
pub struct ReviewView<'a> {
    /// The author's name.
    pub name: Option<&'a str>,
    /// `2026`, `2026-Q3` or the days in words.
    pub title: String,
    /// The pieces of work that changed most, that with the largest effect first.
    pub works: Vec<WorkView<'a>>,
    /// The other tasks that were delivered.
    pub others: Vec<Ref>,
    /// How the author decides what to take on beyond what is assigned, in sentences.
    pub choice: Vec<String>,
    /// What others said of other work, newest first.
    pub quotes: Vec<SaidView<'a>>,
    /// What was learned, oldest first.
    pub lessons: Vec<LessonView<'a>>,
    /// What went wrong, oldest first.
    pub setbacks: Vec<ReviewSetback<'a>>,
    /// What was asked for and delivered, and which dates were kept, in sentences.
    pub sums: Vec<String>,
    /// Whether only shared notes were read, because the reader is not the author.
    pub of_shared: bool,
}

/// A piece of work.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "ReviewWork")]
pub struct WorkView<'a> {
    /// Its task's page.
    pub url: String,
    /// Its task's name.
    pub title: String,
    /// When it was delivered, and who confirmed it.
    pub facts: String,
    /// What it changed, the newest first.
    pub impact: Vec<&'a str>,
    /// What was measured.
    pub metrics: Vec<MetricView<'a>>,
    /// What was said of it, by leaders first, then newest first.
    pub quotes: Vec<SaidView<'a>>,
    /// How it came about, in sentences.
    pub story: Vec<String>,
}

/// What somebody said.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "ReviewQuote")]
pub struct SaidView<'a> {
    /// The words.
    pub text: &'a str,
    /// Who said them.
    pub who: String,
    /// The day of the note.
    pub date: Day,
}

/// What was learned.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "ReviewLesson")]
pub struct LessonView<'a> {
    /// The lesson.
    pub text: &'a str,
    /// The day of the note.
    pub date: Day,
}

/// What went wrong.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "ReviewSetback")]
pub struct ReviewSetback<'a> {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: &'a str,
    /// Its day.
    pub date: Day,
    /// How it ended, in a sentence.
    pub ended: String,
    /// What was learned from it.
    pub lessons: Vec<&'a str>,
}

impl<'a> ReviewView<'a> {
    /// The review of these days, which are called `title`.
    pub fn new(ctx: &RenderContext<'a>, title: String, days: &RangeInclusive<Date>) -> Self {
        Self::of(ctx, title, &Review::of(ctx.analysis, days))
    }

    /// What a document with it is called.
    pub fn heading(&self) -> String {
        let name = self.name.map(|name| format!("{name}: ")).unwrap_or_default();
        format!("{name}{} in review", self.title)
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.works.is_empty()
            && self.others.is_empty()
            && self.quotes.is_empty()
            && self.lessons.is_empty()
            && self.setbacks.is_empty()
            && self.sums.is_empty()
    }

    /// A review in words.
    pub fn of(ctx: &RenderContext<'a>, title: String, review: &Review<'a>) -> Self {
        let entry = |at: &usize| &ctx.journal.entries[*at];
        let quotes = review.quotes.iter().filter_map(|at| said(ctx, entry(at)));
        let lesson = |at: &usize| {
            let entry = entry(at);
            Some(LessonView { text: entry.lesson.as_deref()?, date: entry.date.into() })
        };
        Self {
            name: ctx.journal.config.author.as_deref(),
            title,
            works: (0..review.works.len()).map(|at| work(ctx, &review.works, at)).collect(),
            others: others(ctx, review),
            choice: choice(ctx, review),
            quotes: quotes.take(QUOTES[1]).collect(),
            lessons: review.lessons.iter().filter_map(lesson).collect(),
            setbacks: review.setbacks.iter().map(|own| setback(ctx, own)).collect(),
            sums: sums(ctx, review),
            of_shared: !ctx.is_authors(),
        }
    }
}

/// The other deliveries: tasks, then what names no task, with what it changed.
fn others(ctx: &RenderContext<'_>, review: &Review<'_>) -> Vec<Ref> {
    let tasks = review.others.iter().map(|task| task_ref(task));
    let unnamed = review.unnamed.iter().map(|at| {
        let entry = &ctx.journal.entries[*at];
        let impact = entry.impact.as_ref().map_or_else(String::new, |words| format!(" ({words})"));
        Ref {
            url: format!("entries/{}.html", entry.id),
            title: format!("{}{impact}", capitalised(&entry.title)),
        }
    });
    tasks.chain(unnamed).collect()
}

fn task_ref(task: &Task) -> Ref {
    Ref { url: format!("tasks/{}.html", task.id), title: capitalised(&task.title) }
}

/// A piece of work, behind those that are told before it.
fn work<'a>(ctx: &RenderContext<'a>, works: &[ReviewedWork<'a>], at: usize) -> WorkView<'a> {
    let work = &works[at];
    let entries = || work.entries.iter().rev().map(|at| &ctx.journal.entries[*at]);
    let quotes = work.quotes.iter().map(|at| &ctx.journal.entries[*at]);
    let is_told = works[..at].iter().any(|other| other.situation == work.situation);
    let Ref { url, title } = task_ref(work.task);
    WorkView {
        url,
        title,
        facts: facts(ctx, work),
        impact: entries().filter_map(|entry| entry.impact.as_deref()).collect(),
        metrics: entries().flat_map(|entry| &entry.metrics).map(MetricView::new).collect(),
        quotes: quotes.filter_map(|entry| said(ctx, entry)).take(QUOTES[0]).collect(),
        story: story(ctx, work, is_told),
    }
}

/// When a piece of work was delivered, and who confirmed it.
fn facts(ctx: &RenderContext<'_>, work: &ReviewedWork<'_>) -> String {
    let confirmers = work.confirmed_by.iter();
    let names: Vec<String> = confirmers.map(|id| ctx.spoken(id)).collect();
    let done = Day::from(work.done).text;
    // A note that others do not see may tell of an earlier delivery.
    let delivered = if ctx.is_authors() { "Delivered" } else { "Noted as delivered" };
    match names.is_empty() {
        true => format!("{delivered} on {done}."),
        false => format!("{delivered} on {done}, confirmed by {}.", listed(&names)),
    }
}

/// How a piece of work came about, in sentences; where it began only if that was not told before.
fn story(ctx: &RenderContext<'_>, work: &ReviewedWork<'_>, is_told: bool) -> Vec<String> {
    let mut sentences = Vec::new();
    let named = work.named_by.map(|by| {
        let who = mid_sentence(ctx.person(by.person));
        match by.is_answer {
            true => format!("I asked where I could help, and {who} named this."),
            false => format!("{} asked for this.", capitalised(&who)),
        }
    });
    sentences.extend(match work.origin {
        Some(WorkOrigin::Suggested) => Some("Nobody had assigned this: I suggested it.".to_owned()),
        Some(WorkOrigin::Acted) => {
            Some("Nobody had assigned this: I started it on my own.".to_owned())
        }
        Some(WorkOrigin::Ask | WorkOrigin::Pivot) | None => named,
    });
    let situation = work.situation.filter(|_| !is_told).map(|at| (at, &ctx.journal.entries[at]));
    // What somebody said about their own aims and troubles is theirs, until the note says that it may be handed on.
    if let Some((at, entry)) = situation.filter(|(_, own)| ctx.is_authors() || own.share_words) {
        let who = ctx.timeline.thread_of[at].as_ref().map(|id| ctx.spoken(id));
        let wanted = who.map_or("What was wanted".to_owned(), |who| format!("What {who} wanted"));
        let noted = |what: &str, text: &str| format!("{what}, as I noted it: {}", closed(text));
        sentences.extend(entry.trying.as_deref().map(|text| noted(&wanted, text)));
        sentences.extend(entry.blocking.as_deref().map(|text| noted("What was in the way", text)));
    }
    sentences
}

/// The author's words for what somebody said, as a sentence ends. They are no quote.
fn closed(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{words}{stop}")
}

fn said<'a>(ctx: &RenderContext<'a>, entry: &'a Entry) -> Option<SaidView<'a>> {
    let who = ctx.spoken(entry.quote_from.as_ref()?);
    Some(SaidView { text: entry.quote.as_deref()?, who, date: entry.date.into() })
}

/// The answer to the question how the author decides what to take on beyond what is assigned.
fn choice(ctx: &RenderContext<'_>, review: &Review<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut asked: Vec<(&Slug, usize)> =
        review.asked.iter().map(|(person, times)| (*person, *times)).collect();
    asked.sort_by_key(|(person, times)| (std::cmp::Reverse(*times), *person));
    if !asked.is_empty() {
        let each = asked
            .iter()
            .map(|(person, times)| format!("{} with {}", how_often(*times), ctx.spoken(person)));
        sentences.push(format!(
            "I ask people what they are trying to do, what is in the way, and where I can help: {}.",
            listed(&each.collect::<Vec<_>>())
        ));
    }
    // Only what one of these talks took on came from it.
    let is_such = |work: &ReviewedWork<'_>| {
        work.task.taken_by.is_some_and(|at| review.questions.contains(&at))
    };
    let named = |how: WorkOrigin, such: Option<bool>| {
        let chosen = review.chosen.iter().filter(|work| {
            work.origin == Some(how) && such.is_none_or(|such| is_such(work) == such)
        });
        let titles: Vec<String> =
            chosen.map(|work| format!("“{}”", capitalised(&work.task.title))).collect();
        (!titles.is_empty()).then(|| listed(&titles))
    };
    sentences.extend(
        named(WorkOrigin::Ask, Some(true)).map(|titles| format!("From such talks came {titles}.")),
    );
    sentences.extend(
        named(WorkOrigin::Ask, Some(false))
            .map(|titles| format!("From earlier talks about what is needed came {titles}.")),
    );
    sentences.extend(
        named(WorkOrigin::Pivot, None)
            .map(|titles| format!("From talks about my own goal came {titles}.")),
    );
    sentences
        .extend(named(WorkOrigin::Suggested, None).map(|titles| format!("I suggested {titles}.")));
    sentences.extend(
        named(WorkOrigin::Acted, None).map(|titles| format!("I started {titles} on my own.")),
    );
    // That somebody was asked is no answer while nothing came of it.
    if review.chosen.is_empty() { Vec::new() } else { sentences }
}

fn how_often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => format!("{times} times"),
    }
}

/// Names as one says them: `a, b and c`.
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn setback<'a>(ctx: &RenderContext<'a>, setback: &Setback) -> ReviewSetback<'a> {
    let entries = &ctx.journal.entries;
    let own = &entries[setback.entry];
    let until_then = |at: &&usize| setback.resolved_by.is_none_or(|end| **at <= end);
    let updates = setback.updates.iter().filter(until_then).count();
    let ended = match setback.resolved_by.map(|at| entries[at].date) {
        // A note that others do not see may have settled it before.
        Some(day) if !ctx.is_authors() => format!("Noted as settled on {}.", Day::from(day).text),
        Some(day) => {
            let after = match days_between(own.date, day) {
                0 => "the same day".to_owned(),
                days => format!("{} later", counted(days, "day")),
            };
            let told = match updates {
                0 => String::new(),
                updates => format!(", with {}", counted(updates, "update")),
            };
            format!("Settled {after}{told}.")
        }
        None if ctx.is_authors() => "Not settled yet.".to_owned(),
        None => "No shared note says how it ended.".to_owned(),
    };
    let mut notes: Vec<usize> = setback.notes().collect();
    notes.sort_unstable();
    notes.dedup();
    ReviewSetback {
        url: format!("entries/{}.html", own.id),
        title: &own.title,
        date: own.date.into(),
        ended,
        lessons: notes.iter().filter_map(|at| entries[*at].lesson.as_deref()).collect(),
    }
}

fn sums(ctx: &RenderContext<'_>, review: &Review<'_>) -> Vec<String> {
    let mut sums = Vec::new();
    let KeptCount { kept, all } = review.requests;
    if all > 0 {
        let noted = if ctx.is_authors() { "" } else { "noted as " };
        let which = match (kept, all) {
            (0, 1) => "it is not".to_owned(),
            (1, 1) => "it is".to_owned(),
            (0, _) => "none of them is".to_owned(),
            (1, _) => "1 of them is".to_owned(),
            (kept, all) if kept == all => "all of them are".to_owned(),
            (kept, _) => format!("{kept} of them are"),
        };
        let tasks = counted(all, "task");
        sums.push(format!("I took on {tasks} in talks; {which} {noted}delivered."));
    }
    match review.missed {
        0 => {}
        1 if all == 1 => sums.push("It fell short of the bar.".to_owned()),
        missed => sums.push(format!("{missed} of them fell short of the bar.")),
    }
    let KeptCount { kept, all } = review.dates;
    if all > 0 {
        let by = if ctx.is_authors() { "" } else { ", by the shared notes" };
        sums.push(format!("Dates kept{by}: {kept} of {all}."));
    }
    sums
}
