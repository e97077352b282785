//! `calendar.html`: a year as small months, each day with the steps of its entries; a page for each
//! year.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use schemars::JsonSchema;
use serde::Serialize;

use super::journal::Years;
use crate::model::Entry;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Step;
use crate::render::RenderContext;
use crate::render::views::Ref;
use crate::site::head::Head;
use crate::site::ics::{self, is_written};
use crate::site::page::PageContext;

/// The entries that a day has room to show.
const SHOWN: usize = 3;

/// The data for the template.
#[derive(Debug, JsonSchema, Serialize)]
pub struct CalendarPage {
    /// The head of this page.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// The pages of all years, newest first.
    pub years: Vec<Ref>,
    /// Its twelve months.
    pub months: Vec<CalendarMonth>,
    /// How many entries of it have each step, in the order of the loop.
    pub steps: Vec<(&'static str, usize)>,
    /// How many entries it has.
    pub entry_count: usize,
    /// How many entries on the work of direct reports are left out, for the author.
    pub others: usize,
    /// On how many days.
    pub day_count: usize,
    /// The file for calendar programs; absent where none is written, and for others than the author.
    pub file: Option<&'static str>,
}

impl PageContext for CalendarPage {
    const TEMPLATE: &'static str = "calendar.html";
}

/// A month.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "CalendarMonth")]
pub struct CalendarMonth {
    /// `March`.
    pub name: String,
    /// Its weeks, from Monday to Sunday; a day of another month is absent.
    pub weeks: Vec<Vec<Option<DayCell>>>,
}

/// A day.
#[derive(Debug, JsonSchema, Serialize)]
pub struct DayCell {
    /// 1 to 31.
    pub number: i8,
    /// Whether it is today.
    pub today: bool,
    /// The page of its first entry with a step, else of its first entry; absent without entries.
    pub url: Option<String>,
    /// What it says to those who do not see it; empty without entries.
    pub label: String,
    /// The words of its entries' steps, `note` without one, the first few.
    pub steps: Vec<&'static str>,
}

/// The page of a year, by its place among the years.
pub fn page<'a>(ctx: &RenderContext<'a>, head: Head, years: &Years, at: usize) -> CalendarPage {
    let (year, newest_first) =
        years.get(at).map_or((ctx.today.year(), &[][..]), |(year, all)| (*year, all.as_slice()));
    let mut entries: Vec<&Entry> =
        newest_first.iter().map(|at| &ctx.journal.entries[*at]).collect();
    // A direct report's work is not the author's.
    let all = entries.len();
    entries.retain(|entry| entry.owner.is_author());
    let others = if ctx.is_authors() { all - entries.len() } else { 0 };
    entries.reverse();
    let months = (1..=12).filter_map(|month| Date::new(year, month, 1).ok());
    let of_step = |step: &Step| {
        (step.word(), entries.iter().filter(|entry| entry.step == Some(*step)).count())
    };
    let mut days: Vec<Date> = entries.iter().map(|entry| entry.date).collect();
    days.dedup();
    CalendarPage {
        page: head,
        year,
        years: years.iter().map(link).collect(),
        months: months.map(|first| month(first, &entries, ctx.today)).collect(),
        steps: Step::ALL.iter().map(of_step).collect(),
        entry_count: entries.len(),
        others,
        day_count: days.len(),
        file: is_written(ctx).then_some(ics::PATH),
    }
}

fn link((year, _): &(i16, Vec<usize>)) -> Ref {
    Ref { url: format!("calendar/{year}.html"), title: year.to_string() }
}

/// A month, from the entries of its year in order.
fn month(first: Date, entries: &[&Entry], today: Date) -> CalendarMonth {
    let mut week = Vec::new();
    week.resize_with(first.weekday().to_monday_zero_offset().unsigned_abs().into(), || None);
    let mut weeks = Vec::new();
    for day in first.series(1.day()).take(first.days_in_month().unsigned_abs().into()) {
        week.push(Some(cell(day, entries, today)));
        if day.weekday() == Weekday::Sunday {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        week.resize_with(7, || None);
        weeks.push(week);
    }
    CalendarMonth { name: first.strftime("%B").to_string(), weeks }
}

fn cell(day: Date, entries: &[&Entry], today: Date) -> DayCell {
    let from = entries.partition_point(|entry| entry.date < day);
    let to = entries.partition_point(|entry| entry.date <= day);
    let own = &entries[from..to];
    let first = own.iter().find(|entry| entry.step.is_some()).or(own.first());
    DayCell {
        number: day.day(),
        today: day == today,
        url: first.map(|entry| format!("entries/{}.html", entry.id)),
        label: if own.is_empty() { String::new() } else { label(day, own) },
        steps: own.iter().map(|entry| entry.step.map_or("note", Step::word)).take(SHOWN).collect(),
    }
}

fn label(day: Date, entries: &[&Entry]) -> String {
    let titles: Vec<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
    let day = day.strftime("%-d %B");
    match titles.as_slice() {
        [only] => format!("{day}: {only}"),
        titles => format!("{day}, {}: {}", counted(titles.len(), "note"), titles.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::month;

    #[test]
    fn a_month_has_whole_weeks_from_monday() {
        let of = |year, number| month(date(year, number, 1), &[], date(2026, 2, 3));
        let days = |month: &super::CalendarMonth| -> Vec<Vec<i8>> {
            let number =
                |cell: &Option<super::DayCell>| cell.as_ref().map_or(0, |cell| cell.number);
            month.weeks.iter().map(|week| week.iter().map(number).collect()).collect()
        };
        // February 2026 begins on a Sunday, that of 2027 on a Monday.
        let short = of(2026, 2);
        assert_eq!(days(&short)[0], [0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(days(&short).last().expect("a week"), &[23, 24, 25, 26, 27, 28, 0]);
        assert_eq!(of(2027, 2).weeks.len(), 4);
        assert!(short.weeks[1][1].as_ref().expect("a day").today);
        assert_eq!(of(2028, 2).weeks.iter().flatten().flatten().count(), 29);
    }
}
