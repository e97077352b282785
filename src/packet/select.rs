//! What a packet tells, as places in the journal: the stories, the tasks of its ledger, the quotes,
//! what is open.

use std::collections::HashSet;

use super::opening::decision::support;
use super::opening::recommendation::recommendations;
use super::opening::results::strongest;
use super::opening::written::Wanted;
use super::{PacketSource, Recipient, opening};
use crate::analyse::Task;
use crate::analyse::choice::choose;
use crate::analyse::gaps::Need;
use crate::analyse::promises::OwnedPromise;
use crate::analyse::stories::{Story, stories};
use crate::model::vocabulary::{GoalState, Step};
use crate::model::{Entry, Slug};

/// What a packet tells, as indices into the journal.
pub struct Selection<'a> {
    /// The stories, in the order in which they are told.
    pub stories: Vec<Story<'a>>,
    /// The tasks whose stories would say no more than a result does.
    pub untold: Vec<Slug>,
    /// The tasks that were done for the goal, oldest first.
    pub ledger: Vec<RequestItem<'a>>,
    /// The entries that quote somebody, newest first, each quote once.
    pub quotes: Vec<usize>,
    /// The tasks with the strongest results, the strongest first.
    pub results: Vec<&'a Task>,
    /// The entries in which somebody supports the goal and lets that be handed on, oldest first.
    pub support: Vec<usize>,
    /// The entries in which somebody recommends what is asked, and may be quoted, oldest first.
    pub recommendations: Vec<usize>,
    /// The setbacks on tasks that the packet names, by their place in the analysis.
    pub setbacks: Vec<usize>,
    /// The open setbacks on other work, for a manager, by their place in the analysis.
    pub other_setbacks: Vec<usize>,
    /// The promises that are not kept yet, by their place in the analysis.
    pub promises: Vec<usize>,
}

/// A task of the request log.
pub struct RequestItem<'a> {
    /// The task.
    pub task: &'a Task,
    /// The entry that asks for it: the first `ask` or `pivot` that names it, up to its delivery.
    pub asked: Option<usize>,
    /// The last entry that delivers it.
    pub delivered: Option<usize>,
}

impl<'a> Selection<'a> {
    /// Chooses. What only the manager is told is not even looked for in a document for others.
    pub(crate) fn of(source: &PacketSource<'_, 'a>, recipient: Recipient, wanted: &Wanted) -> Self {
        let PacketSource { ctx, goal, .. } = source;
        let all = stories(ctx.journal, ctx.timeline);
        let ledger = ledger(source);
        let belongs = belonging(source, &ledger);
        let for_manager = recipient == Recipient::Manager;
        let setbacks = setbacks(source, &ledger);
        let results = strongest(source, &all, wanted.results);
        let (stories, untold) = match &wanted.stories {
            Some(tasks) => (named(all, tasks), Vec::new()),
            None => told(source, all, &results),
        };
        Self {
            results,
            stories,
            untold,
            support: support(source),
            recommendations: recommendations(source),
            quotes: quotes(source, &belongs),
            other_setbacks: if for_manager {
                open_setbacks(source, &belongs, &setbacks)
            } else {
                Vec::new()
            },
            setbacks,
            ledger,
            promises: if for_manager { promises(source, &goal.id) } else { Vec::new() },
        }
    }
}

/// The stories that are told, and the tasks of those that are not because they would say no more than a result does.
fn told<'a>(
    source: &PacketSource<'_, 'a>,
    all: Vec<Story<'a>>,
    results: &[&Task],
) -> (Vec<Story<'a>>, Vec<Slug>) {
    let PacketSource { ctx, gaps, .. } = source;
    let says_more = |story: &Story<'_>| {
        let entries = || story.task.entries.iter().map(|at| &ctx.journal.entries[*at]);
        let said = entries().filter(|entry| entry.impact.is_some()).count()
            + entries().map(|entry| entry.metrics.len()).sum::<usize>();
        let begins = story.situation.is_some_and(|at| ctx.journal.entries[at].share_words);
        !results.iter().any(|task| task.id == story.task.id)
            || said > 1
            || begins
            || opening::prose::story(source, story.task).is_some()
    };
    let wanted = choose(ctx.journal, gaps, all.clone());
    let stories = choose(ctx.journal, gaps, all.into_iter().filter(says_more).collect());
    let is_told = |task: &Slug| stories.iter().any(|story| story.task.id == *task);
    let untold = wanted.into_iter().map(|story| story.task.id.clone());
    let untold = untold.filter(|task| !is_told(task)).collect();
    (stories, untold)
}

/// The stories of these tasks, in their order; a task that has none is left out.
fn named<'a>(mut all: Vec<Story<'a>>, tasks: &[Slug]) -> Vec<Story<'a>> {
    let mut named = Vec::new();
    for task in tasks {
        if let Some(at) = all.iter().position(|story| story.task.id == *task) {
            named.push(all.remove(at));
        }
    }
    named
}

/// The tasks that an entry for the goal names, and those that show one of its needs.
fn ledger<'a>(source: &PacketSource<'_, 'a>) -> Vec<RequestItem<'a>> {
    let PacketSource { ctx, goal, gaps, .. } = source;
    let units = gaps.needs.iter().flat_map(|need| &need.units);
    let shown: HashSet<&Slug> = units.filter_map(|unit| unit.task.as_ref()).collect();
    let entry = |at: &usize| &ctx.journal.entries[*at];
    let belongs = |task: &&Task| {
        let mut entries = task.entries.iter().map(entry);
        shown.contains(&task.id) || entries.any(|entry| entry.goals.contains(&goal.id))
    };
    let tasks = ctx.timeline.tasks.iter().filter(|task| !task.entries.is_empty());
    let item = |task: &'a Task| {
        let by_then = |at: &&usize| task.delivered.is_none_or(|day| entry(at).date <= day);
        let asks = |at: &&usize| matches!(entry(at).step, Some(Step::Ask | Step::Pivot));
        let on = |at: &&usize| task.delivered.is_some_and(|day| entry(at).date == day);
        RequestItem {
            task,
            asked: task.entries.iter().filter(by_then).find(asks).copied(),
            delivered: task.entries.iter().rfind(on).copied(),
        }
    };
    let mut items: Vec<RequestItem<'a>> = tasks.filter(belongs).map(item).collect();
    // Where nobody is told who took a task on, its first note says how old it is.
    items.sort_by_key(|item| item.task.taken_by.or(item.task.entries.first().copied()));
    items
}

/// Who said something that may be shared, and is named. The goal's owner is no other.
pub(super) fn speaks<'e>(
    source: &PacketSource<'_, '_>,
    entry: &'e Entry,
) -> Option<(&'e str, &'e Slug)> {
    let text = entry.quote.as_deref().filter(|_| entry.quote_ok)?;
    Some((text, entry.quote_from.as_ref().filter(|who| source.is_other(who))?))
}

/// Which entries are about the goal: those for it, those on a task that was done for it, and those
/// that show one of its needs.
fn belonging(source: &PacketSource<'_, '_>, ledger: &[RequestItem<'_>]) -> Vec<bool> {
    let PacketSource { ctx, goal, gaps, .. } = source;
    let tasks: HashSet<&Slug> = ledger.iter().map(|item| &item.task.id).collect();
    let belongs = |entry: &Entry| {
        let shows = |need: &Need| entry.shows.iter().any(|shows| shows.competency == need.id);
        entry.goals.contains(&goal.id)
            || entry.tasks.iter().any(|task| tasks.contains(task))
            || gaps.needs.iter().any(shows)
    };
    ctx.journal.entries.iter().map(belongs).collect()
}

fn quotes(source: &PacketSource<'_, '_>, belongs: &[bool]) -> Vec<usize> {
    let entries = &source.ctx.journal.entries;
    let mut seen = HashSet::new();
    // The first note of a quote is when it was said; a later one repeats it.
    let about = entries.iter().enumerate().filter(|(at, _)| belongs[*at]);
    let spoken = about.filter_map(|(at, entry)| Some((at, speaks(source, entry)?)));
    let mut quotes: Vec<usize> =
        spoken.filter(|(_, said)| seen.insert(*said)).map(|(at, _)| at).collect();
    quotes.reverse();
    quotes
}

/// Those on tasks of the request log.
fn setbacks(source: &PacketSource<'_, '_>, ledger: &[RequestItem<'_>]) -> Vec<usize> {
    let tasks: HashSet<&Slug> = ledger.iter().map(|item| &item.task.id).collect();
    let is_on = |entry: usize| {
        source.ctx.journal.entries[entry].tasks.iter().any(|task| tasks.contains(task))
    };
    let setbacks = source.ctx.analysis.setbacks.iter().enumerate();
    setbacks.filter(|(_, setback)| is_on(setback.entry)).map(|(at, _)| at).collect()
}

fn open_setbacks(source: &PacketSource<'_, '_>, belongs: &[bool], told: &[usize]) -> Vec<usize> {
    let setbacks = source.ctx.analysis.setbacks.iter().enumerate();
    let open = setbacks.filter(|(_, setback)| setback.is_open() && belongs[setback.entry]);
    open.map(|(at, _)| at).filter(|at| !told.contains(at)).collect()
}

/// What the goal's owner and the author still have to keep, for a goal that is still worked towards.
fn promises(source: &PacketSource<'_, '_>, goal: &Slug) -> Vec<usize> {
    if source.goal.state_on(source.made) != GoalState::Active {
        return Vec::new();
    }
    let analysis = source.ctx.analysis;
    let report = analysis.shared.direct_report();
    let is_told = |promise: &OwnedPromise| {
        let own = promise.person.is_none() || promise.person.as_ref() == report;
        let entry = &analysis.journal.entries[promise.entry];
        own && promise.is_open() && !promise.is_to_do && entry.goals.contains(goal)
    };
    let all = analysis.promises.iter().enumerate();
    let mut open: Vec<usize> = all.filter(|(_, one)| is_told(one)).map(|(at, _)| at).collect();
    open.sort_by_key(|at| analysis.promises[*at].due);
    open
}
