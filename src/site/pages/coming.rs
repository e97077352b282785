//! What comes up, in one list: the author's open tasks, promises, and next steps with others.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::Task;
use crate::analyse::next::{Move, NextMove};
use crate::analyse::promises::OwnedPromise;
use crate::model::Slug;
use crate::model::dates::{days_between, short};
use crate::model::phrasing::days_or_years;
use crate::model::vocabulary::Status;
use crate::render::RenderContext;
use crate::render::moves::{MoveScripts, heading};
use crate::render::rows::status_word;
use crate::render::views::{Day, Ref};

/// The rows that stand in sight.
const FIRST: usize = 7;
/// The rows that unfold below them.
const REST: usize = 12;

/// What comes up: overdue first, then by date, what has none last.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Coming {
    /// The first rows.
    pub first: Vec<ComingRow>,
    /// More rows, which unfold.
    pub rest: Vec<ComingRow>,
    /// How many there are besides.
    pub unlisted: usize,
}

/// A task, a promise, or the next step with somebody.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ComingRow {
    /// What is to be done.
    pub title: String,
    /// Where it is told: the page of the task, of the note with the promise, or of the person.
    pub url: String,
    /// With whom, or who promised it; nobody for a to-do.
    pub person: Option<Ref>,
    /// `to do`, `promised`, `their promise`, `by its rhythm` before the reckoned day of recurring work, or the word for the
    /// status of a task; empty for one that is open, and for next steps.
    pub what: &'static str,
    /// When it is due.
    pub due: Option<Day>,
    /// The same in short: with the year if that is another one.
    pub day: Option<String>,
    /// The days left: `in 3 days`, `today`, `3 days late`; for the author only, because a note that others
    /// do not see may have ended it.
    pub left: Option<String>,
    /// Whether its day is past; for the author only.
    pub late: bool,
}

/// A row before it is written, with what it is sorted by.
struct Item {
    title: String,
    url: String,
    person: Option<Slug>,
    what: &'static str,
    due: Option<Date>,
}

/// The list. The work that the next step is about stands above it already.
pub(super) fn coming(ctx: &RenderContext<'_>, said: &MoveScripts<'_>) -> Coming {
    let steps: Vec<&NextMove<'_>> = said.moves.iter().map(|(next, _)| next).collect();
    let mut items = tasks(ctx, &steps);
    items.extend(promises(ctx));
    items.extend(others(ctx, &steps));
    items.sort_by_key(|item| (item.due.is_none(), item.due));
    let mut rows = items.into_iter().map(|item| row(ctx, item));
    let first = rows.by_ref().take(FIRST).collect();
    let rest = rows.by_ref().take(REST).collect();
    Coming { first, rest, unlisted: rows.count() }
}

/// The author's open tasks. What somebody waits for says so in the words of that next step.
fn tasks(ctx: &RenderContext<'_>, steps: &[&NextMove<'_>]) -> Vec<Item> {
    let open = ctx.timeline.tasks.iter().filter(|task| task.is_open() && task.owner.is_author());
    let is_first = |task: &&Task| !steps.first().is_some_and(|next| finishes(next, task));
    let item = |task: &Task| {
        let step = steps.iter().skip(1).find(|next| finishes(next, task));
        Item {
            title: step.map_or_else(|| task.title.clone(), |next| heading(ctx.analysis, next)),
            url: format!("tasks/{}.html", task.id),
            person: task.thread.clone(),
            what: match task.repeats {
                Some(_) if task.due.is_some() && ctx.is_authors() => "by its rhythm",
                _ => task.status.map_or("", |status| word(ctx, status)),
            },
            // Others do not see whether it was done since.
            due: if ctx.is_authors() { task.due } else { task.set_due() },
        }
    };
    open.filter(is_first).map(item).collect()
}

/// The status of an open task, where it says more than the list does.
fn word(ctx: &RenderContext<'_>, status: Status) -> &'static str {
    if status == Status::Open && ctx.is_authors() { "" } else { status_word(ctx, status) }
}

/// Whether a next step is to finish that task.
fn finishes(next: &NextMove<'_>, task: &Task) -> bool {
    next.kind == Move::Deliver && next.tasks.first().is_some_and(|first| first.id == task.id)
}

fn promises(ctx: &RenderContext<'_>) -> Vec<Item> {
    let open = ctx.analysis.promises.iter().filter(|promise| promise.is_open());
    let item = |promise: &OwnedPromise| {
        // The name at the head of what others promised stands beside it.
        let own = promise.text.split_once(':').filter(|_| promise.person.is_some());
        Item {
            title: own.map_or(promise.text.as_str(), |(_, rest)| rest.trim()).to_owned(),
            url: format!("entries/{}.html", ctx.journal.entries[promise.entry].id),
            person: promise
                .person
                .clone()
                .or_else(|| ctx.timeline.thread_of[promise.entry].clone())
                .filter(|_| !promise.is_to_do),
            what: match promise.person {
                _ if promise.is_to_do => "to do",
                Some(_) => "their promise",
                None => "promised",
            },
            due: Some(promise.due),
        }
    };
    open.map(item).collect()
}

/// The next steps with others, without those that are a task of the list.
fn others(ctx: &RenderContext<'_>, steps: &[&NextMove<'_>]) -> Vec<Item> {
    let is_listed = |next: &&&NextMove<'_>| {
        let mut open = next.tasks.iter().filter(|task| task.is_open() && task.owner.is_author());
        open.any(|task| finishes(next, task))
    };
    let item = |next: &&NextMove<'_>| Item {
        title: heading(ctx.analysis, next),
        url: format!("people/{}.html", next.thread.person),
        person: Some(next.thread.person.clone()),
        what: "",
        due: next.due,
    };
    steps.iter().skip(1).filter(|next| !is_listed(next)).map(item).collect()
}

fn row(ctx: &RenderContext<'_>, item: Item) -> ComingRow {
    let days = item.due.map(|due| days_between(ctx.today, due)).filter(|_| ctx.is_authors());
    ComingRow {
        title: item.title,
        url: item.url,
        person: item.person.map(|person| Ref::heading(ctx, &person)),
        what: item.what,
        due: item.due.map(Day::from),
        day: item.due.map(|due| day(due, ctx.today)),
        left: days.map(left),
        late: days.is_some_and(|days| days < 0),
    }
}

/// `5 Jan`, and `5 Jan 2027` in another year.
fn day(due: Date, today: Date) -> String {
    let day = short(due);
    if due.year() == today.year() { day } else { format!("{day} {}", due.year()) }
}

fn left(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days if days < 0 => format!("{} late", days_or_years(-days)),
        days => format!("in {}", days_or_years(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_days_left_are_said() {
        let said = [-2, -1, 0, 1, 2].map(left);
        assert_eq!(said, ["2 days late", "1 day late", "today", "tomorrow", "in 2 days"]);
        let said = [-3240, -733, -732, 732, 1151].map(left);
        let years = ["over 8 years late", "over 2 years late", "732 days late"];
        assert_eq!(said, [&years[..], &["in 732 days", "in over 3 years"]].concat()[..]);
    }
}
