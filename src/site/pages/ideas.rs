//! `ideas.html`: ideas by age, and the minutes of thinking by week.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::ideas::{Idea, Week, ideas, thinking};
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::render::RenderContext;
use crate::render::charts::bars::{Bars, Value, bars, bars_with_aim};
use crate::render::rows::{EntryRow, TaskRow};
use crate::render::view_cache::CachedView;
use crate::render::views::Day;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The newest ideas that the page has room for.
const LISTED: usize = 200;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct IdeasPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The ideas, oldest first.
    pub ideas: Vec<IdeaView<'a>>,
    /// How many older ones there are besides.
    pub older: usize,
    /// The minutes by week; absent while no note has any.
    pub thinking: Option<Bars>,
    /// The weeks that have minutes, newest first.
    pub weeks: Vec<WeekView>,
    /// The minutes that are the author's aim for a week.
    pub aim: Option<u32>,
    /// In how many of the last twelve weeks, this one included, they were reached.
    pub reached: usize,
}

impl PageContext for IdeasPage<'_> {
    const TEMPLATE: &'static str = "ideas.html";
}

/// An idea.
#[derive(Debug, JsonSchema, Serialize)]
pub struct IdeaView<'a> {
    /// What it is called.
    pub title: String,
    /// Its first note.
    pub entry: CachedView<EntryRow<'a>>,
    /// Its later notes, in order.
    pub later: Vec<CachedView<EntryRow<'a>>>,
    /// How old it is.
    pub age: String,
    /// What it combines.
    pub combines: Vec<&'a str>,
    /// Minutes given to it in all its notes.
    pub minutes: Option<u32>,
    /// The task that tried it.
    pub tried: Option<CachedView<TaskRow<'a>>>,
    /// Days from the first thought to that task.
    pub tried_after: Option<i32>,
}

/// A week.
#[derive(Debug, JsonSchema, Serialize)]
pub struct WeekView {
    /// `2026-W47`.
    pub name: String,
    /// Its Monday.
    pub monday: Day,
    /// Its minutes.
    pub minutes: u32,
}

/// The weeks in which the aim is counted: a quarter is twelve or thirteen.
const RECENT: usize = 12;

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> IdeasPage<'a> {
    let weeks = thinking(ctx.journal, ctx.today);
    let aim = ctx.journal.config.thinking;
    let all = ideas(ctx.journal, ctx.timeline);
    let older = all.len().saturating_sub(LISTED);
    let recent = weeks.iter().rev().take(RECENT);
    IdeasPage {
        page: Head::top("Ideas", "stories").within("ideas").on(ctx.today),
        ideas: all[older..].iter().map(|own| idea(ctx, own)).collect(),
        older,
        thinking: (!weeks.is_empty()).then(|| chart(&weeks, aim)),
        weeks: weeks.iter().rev().filter(|week| week.minutes > 0).map(week).collect(),
        reached: recent.filter(|week| aim.is_some_and(|aim| week.minutes >= aim)).count(),
        aim,
    }
}

fn idea<'a>(ctx: &RenderContext<'a>, idea: &Idea) -> IdeaView<'a> {
    let entries = || idea.entries.iter().map(|at| &ctx.journal.entries[*at]);
    let (first, later) = (idea.entries[0], &idea.entries[1..]);
    let day = ctx.journal.entries[first].date;
    let mut combines: Vec<&str> = Vec::new();
    for thing in entries().flat_map(|entry| &entry.combines) {
        if !combines.contains(&thing.as_str()) {
            combines.push(thing);
        }
    }
    let minutes = entries().filter_map(|entry| entry.minutes);
    let taken_on = idea.tried.and_then(|at| ctx.timeline.tasks[at].taken_on);
    IdeaView {
        title: idea.title(ctx.journal),
        entry: ctx.entry_row(first),
        later: ctx.entry_rows(later),
        age: age(days_between(day, ctx.today)),
        combines,
        minutes: minutes.reduce(u32::saturating_add),
        tried: idea.tried.map(|at| ctx.task_row(at)),
        tried_after: taken_on.map(|on| days_between(day, on)),
    }
}

fn chart(weeks: &[Week], aim: Option<u32>) -> Bars {
    let values: Vec<Value> = weeks
        .iter()
        .map(|week| Value {
            label: format!("W{}", week.number),
            year: week.year.into(),
            title: format!("{}: {}", name(week), counted(week.minutes, "minute")),
            note: String::new(),
            stack: vec![f64::from(week.minutes)],
            spread: None,
        })
        .collect();
    match aim {
        Some(aim) => bars_with_aim(&values, f64::from(aim)),
        None => bars(&values, None),
    }
}

fn week(week: &Week) -> WeekView {
    WeekView { name: name(week), monday: week.monday.into(), minutes: week.minutes }
}

fn name(week: &Week) -> String {
    format!("{}-W{:02}", week.year, week.number)
}

/// An age in the largest unit of which there are at least two, or in days.
fn age(days: i32) -> String {
    match days {
        ..=0 => "new".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=729 => format!("{} months", days / 30),
        _ => format!("{} years", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn an_age_is_said_in_fitting_units() {
        let said = [0, 1, 45, 60, 400, 730, 2000].map(age);
        let wanted = ["new", "1 day", "45 days", "2 months", "13 months", "2 years", "5 years"];
        assert_eq!(said, wanted);
    }
}
