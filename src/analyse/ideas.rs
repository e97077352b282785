//! Ideas, and the undisturbed time that they were given.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::model::Journal;
use crate::model::vocabulary::Kind;

/// The most weeks that are looked at: a year.
const MOST: usize = 52;

/// The minutes of undisturbed thinking in an ISO week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// The ISO year.
    pub year: i16,
    /// Its number in it, from 1.
    pub number: i8,
    /// Its Monday.
    pub monday: Date,
    /// Minutes of undisturbed thinking, by the notes of that week.
    pub minutes: u32,
}

/// The ideas, the oldest first.
pub fn ideas(journal: &Journal) -> Vec<usize> {
    let is_idea = |at: &usize| journal.entries[*at].kind == Kind::Idea;
    (0..journal.entries.len()).filter(is_idea).collect()
}

/// The weeks from the first with minutes to today's, at most the newest 52; empty where no note
/// has minutes.
pub fn thinking(journal: &Journal, today: Date) -> Vec<Week> {
    let mut by_week: BTreeMap<Date, u32> = BTreeMap::new();
    for entry in &journal.entries {
        if let Some(minutes) = entry.minutes.filter(|_| entry.date <= today) {
            let sum = by_week.entry(monday(entry.date)).or_default();
            *sum = sum.saturating_add(minutes);
        }
    }
    let Some(first) = by_week.keys().next().copied() else { return Vec::new() };
    let back = |weeks: usize| {
        let weeks = i64::try_from(weeks).ok()?;
        monday(today).checked_sub(Span::new().weeks(weeks)).ok()
    };
    let mondays = (0..MOST).map_while(back).take_while(|monday| *monday >= first);
    let week = |monday: Date| {
        let iso = monday.iso_week_date();
        let minutes = by_week.get(&monday).copied().unwrap_or(0);
        Week { year: iso.year(), number: iso.week(), monday, minutes }
    };
    let mut weeks: Vec<Week> = mondays.map(week).collect();
    weeks.reverse();
    weeks
}

fn monday(day: Date) -> Date {
    let after = day.weekday().since(Weekday::Monday);
    day.checked_sub(Span::new().days(after)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::monday;

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(monday(date(2026, 11, 21)), date(2026, 11, 16));
        assert_eq!(monday(date(2026, 11, 16)), date(2026, 11, 16));
        assert_eq!(monday(date(2027, 1, 3)).iso_week_date().week(), 53);
    }
}
