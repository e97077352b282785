//! `ideas.html`: ideas by age, and the minutes of thinking by week.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::ideas::{Week, ideas, thinking};
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::render::RenderContext;
use crate::render::charts::bars::{Bars, Value, bars};
use crate::render::rows::EntryRow;
use crate::render::view_cache::CachedView;
use crate::render::views::Day;
use crate::site::head::Head;
use crate::site::page::PageContext;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct IdeasPage<'a> {
    /// The head of this page.
    pub page: Head,
    /// The ideas, oldest first.
    pub ideas: Vec<IdeaView<'a>>,
    /// The minutes by week; absent while no note has any.
    pub thinking: Option<Bars>,
    /// The weeks that have minutes, newest first.
    pub weeks: Vec<WeekView>,
}

impl PageContext for IdeasPage<'_> {
    const TEMPLATE: &'static str = "ideas.html";
}

/// An idea.
#[derive(Debug, JsonSchema, Serialize)]
pub struct IdeaView<'a> {
    /// Its entry.
    pub entry: CachedView<EntryRow<'a>>,
    /// How old it is.
    pub age: String,
    /// What it combines.
    pub combines: &'a [String],
    /// Minutes given to it.
    pub minutes: Option<u32>,
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

/// The page.
pub fn page<'a>(ctx: &RenderContext<'a>) -> IdeasPage<'a> {
    let weeks = thinking(ctx.journal, ctx.today);
    IdeasPage {
        page: Head::top("Ideas", "stories").on(ctx.today),
        ideas: ideas(ctx.journal).into_iter().map(|at| idea(ctx, at)).collect(),
        thinking: (!weeks.is_empty()).then(|| chart(&weeks)),
        weeks: weeks.iter().rev().filter(|week| week.minutes > 0).map(week).collect(),
    }
}

fn idea<'a>(ctx: &RenderContext<'a>, at: usize) -> IdeaView<'a> {
    let entry = &ctx.journal.entries[at];
    IdeaView {
        entry: ctx.entry_row(at),
        age: age(days_between(entry.date, ctx.today)),
        combines: &entry.combines,
        minutes: entry.minutes,
    }
}

fn chart(weeks: &[Week]) -> Bars {
    let values: Vec<Value> = weeks
        .iter()
        .map(|week| Value {
            label: format!("W{}", week.number),
            title: format!("{}: {}", name(week), counted(week.minutes, "minute")),
            note: String::new(),
            stack: vec![f64::from(week.minutes)],
            spread: None,
        })
        .collect();
    bars(&values, None)
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
