//! The stories: impact leads, work follows.

use schemars::JsonSchema;
use serde::Serialize;

use super::needs::{confirmers, proofs};
use super::opening;
use super::quotes::{PacketQuote, quote_of};
use super::select::speaks;
use super::{Appendix, Case, Measure, PacketSource, Proof, Selection, need_title};
use crate::analyse::Task;
use crate::analyse::stories::Story;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::{Initiative, TaskRole};
use crate::model::{Entry, Slug};
use crate::render::views::Day;

/// A story.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PacketStory {
    /// Its number, by which the annex refers to it.
    pub number: usize,
    /// Its task's slug.
    pub id: String,
    /// The fragment by which it is reached.
    pub anchor: String,
    /// Its task's name.
    pub title: String,
    /// The author's words: of the task's file, or else of its notes.
    pub text: Option<Case>,
    /// The number of the result that says what it changed first; absent where none does.
    pub result: Option<usize>,
    /// Who confirmed it, as in the middle of a sentence.
    pub confirmed_by: Vec<String>,
    /// What it changed, the newest first, where no result says so.
    pub impact: Vec<String>,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// What was said of it.
    pub quotes: Vec<PacketQuote>,
    /// Whom it was done with, as in the middle of a sentence.
    pub with: Option<String>,
    /// What they were trying to do.
    pub trying: Option<String>,
    /// What blocked them.
    pub blocking: Option<String>,
    /// The number of the story before this one that began in the same way.
    pub same_as: Option<usize>,
    /// The agreed measure of doing it exceptionally.
    pub bar: Option<String>,
    /// Who saw first that it was needed: `asked`, `suggested`, `acted` or `not noted`.
    pub initiative: &'static str,
    /// The same as one says it: `asked for`, `suggested` or `begun unasked`; absent where no note says so.
    pub initiative_said: Option<&'static str>,
    /// The word of the part that its owner had in it: `led`, `drove` or `contributed`.
    pub role: Option<&'static str>,
    /// The word of its size.
    pub size: Option<&'static str>,
    /// When it was taken on.
    pub taken_on: Option<Day>,
    /// When it was delivered.
    pub delivered: Option<Day>,
    /// What was done, note by note, oldest first.
    pub action: Vec<StoryStep>,
    /// What was learned.
    pub lessons: Vec<String>,
    /// The needs of the goal that it shows.
    pub shows: Vec<ShownCompetency>,
    /// Proof.
    pub links: Vec<Proof>,
    /// The notes behind it.
    pub notes: Vec<usize>,
    /// Whether the packet that this one is compared to does not tell it.
    #[serde(rename = "fresh")]
    pub is_new: bool,
}

/// A note on the way.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketStep")]
pub struct StoryStep {
    /// Its date.
    pub date: Day,
    /// Its title.
    pub title: String,
    /// Its number.
    pub note: Option<usize>,
}

/// A competency that a story shows.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketShows")]
pub struct ShownCompetency {
    /// What it is called.
    pub title: String,
    /// The fragment of the need; absent where the goal does not need it.
    pub anchor: Option<String>,
}

/// The stories that were chosen.
pub(crate) fn stories(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    appendix: &Appendix,
) -> Vec<PacketStory> {
    let all = &selection.stories;
    let story = |at: usize| packet_story(source, appendix, &all[at], &all[..at]);
    (0..all.len()).map(story).collect()
}

/// A story, behind those that are told before it: a note that two of them share is told once.
fn packet_story(
    source: &PacketSource<'_, '_>,
    appendix: &Appendix,
    story: &Story<'_>,
    before: &[Story<'_>],
) -> PacketStory {
    let journal = source.ctx.journal;
    let is_new = |at: &&usize| !before.iter().any(|other| other.task.entries.contains(at));
    let task = story.task;
    let entry = |at: &usize| &journal.entries[*at];
    // What somebody said about their own troubles is theirs, until the note says that it may be handed on.
    let begun = story.situation.filter(|at| entry(at).share_words);
    let same = begun.and_then(|at| before.iter().position(|other| other.situation == Some(at)));
    let entries = || task.entries.iter().map(entry);
    let situation = begun.filter(|_| same.is_none()).map(|at| entry(&at));
    let said = task.entries.iter().filter(is_new).filter(|at| speaks(source, entry(at)).is_some());
    let learned = task.entries.iter().filter(is_new);
    let behind: Vec<usize> = story.situation.into_iter().chain(task.entries.clone()).collect();
    PacketStory {
        number: before.len() + 1,
        id: task.id.to_string(),
        anchor: format!("story-{}", task.id),
        title: capitalised(&task.title),
        text: opening::prose::story(source, task),
        result: None,
        confirmed_by: confirmers(source, &task.entries),
        impact: entries().rev().filter_map(|entry| entry.impact.clone()).collect(),
        measures: entries().flat_map(|entry| &entry.metrics).map(Measure::from).collect(),
        quotes: said.filter_map(|at| quote_of(source, appendix, *at)).collect(),
        with: task.thread.as_ref().map(|id| source.ctx.spoken(id)),
        trying: situation.and_then(|entry| entry.trying.clone()),
        blocking: situation.and_then(|entry| entry.blocking.clone()),
        same_as: same.map(|at| at + 1),
        bar: entries().find_map(|entry| entry.bar.clone()),
        initiative: task.initiative.map_or("not noted", Initiative::word),
        initiative_said: task.initiative.map(Initiative::said),
        role: role(source, task),
        size: task.size.map(crate::model::vocabulary::Size::word),
        taken_on: task.taken_on.map(Day::from),
        delivered: task.delivered.map(Day::from),
        action: task.entries.iter().map(|at| step(appendix, *at, entry(at))).collect(),
        lessons: learned.filter_map(|at| entry(at).lesson.clone()).collect(),
        shows: story.competencies.iter().map(|id| shows(source, id)).collect(),
        links: proofs(entries()),
        notes: appendix.numbers(&behind),
        is_new: false,
    }
}

/// The part that its owner had in a task, as its file says.
fn role(source: &PacketSource<'_, '_>, task: &Task) -> Option<&'static str> {
    source.ctx.journal.task(task.id.as_str())?.role.map(TaskRole::word)
}

fn step(appendix: &Appendix, at: usize, entry: &Entry) -> StoryStep {
    StoryStep { date: entry.date.into(), title: entry.title.clone(), note: appendix.number(at) }
}

fn shows(source: &PacketSource<'_, '_>, id: &Slug) -> ShownCompetency {
    let need = source.gaps.needs.iter().find(|need| need.id == *id);
    match need {
        Some(need) => ShownCompetency {
            title: need_title(source, need),
            anchor: Some(format!("need-{}", need.id)),
        },
        None => {
            let title = capitalised(&source.ctx.journal.competency_title(id));
            ShownCompetency { title, anchor: None }
        }
    }
}
