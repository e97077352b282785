//! Ideas, and the undisturbed time that they were given.

use std::collections::{BTreeMap, HashMap};

use jiff::Span;
use jiff::civil::{Date, Weekday};

use super::timeline::Timeline;
use crate::model::vocabulary::Kind;
use crate::model::{Journal, Slug};

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

/// An idea: all the notes that tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idea {
    /// The name by which notes call it; `None` for a note that no other one calls.
    pub name: Option<Slug>,
    /// Its notes, in order, the first thought first.
    pub entries: Vec<usize>,
    /// The task that tried it, as an index of [`Timeline::tasks`].
    pub tried: Option<usize>,
}

impl Idea {
    /// What it is called: the title of its first note of `kind: idea`, else its name.
    pub fn title(&self, journal: &Journal) -> String {
        let mut own = self.entries.iter().map(|at| &journal.entries[*at]);
        let first = own.find(|entry| entry.kind == Kind::Idea).map(|entry| entry.title.clone());
        first.or_else(|| self.name.as_ref().map(Slug::title)).unwrap_or_default()
    }
}

/// The ideas, the oldest first.
pub fn ideas(journal: &Journal, timeline: &Timeline) -> Vec<Idea> {
    let entries = &journal.entries;
    // A first thought could not know the name yet, so a name may be its id or its title.
    let mut nameless: HashMap<Slug, &Slug> = HashMap::new();
    let thoughts =
        || entries.iter().filter(|entry| entry.kind == Kind::Idea && entry.idea.is_none());
    for thought in thoughts() {
        nameless.insert(thought.id.clone(), &thought.id);
    }
    for thought in thoughts() {
        nameless.entry(Slug::new(&thought.title)).or_insert(&thought.id);
    }
    let mut ideas: Vec<Idea> = Vec::new();
    let mut places: HashMap<&Slug, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let key = match &entry.idea {
            Some(name) => nameless.get(name).copied().unwrap_or(name),
            None if entry.kind == Kind::Idea => &entry.id,
            None => continue,
        };
        let place = *places.entry(key).or_insert_with(|| {
            ideas.push(Idea { name: None, entries: Vec::new(), tried: None });
            ideas.len() - 1
        });
        let idea = &mut ideas[place];
        idea.entries.push(at);
        idea.name = idea.name.take().or_else(|| entry.idea.clone());
    }
    for idea in &mut ideas {
        idea.tried = tried(journal, timeline, &idea.entries);
    }
    ideas
}

/// The first task that was taken on since the first thought of an idea, of those that its notes name.
fn tried(journal: &Journal, timeline: &Timeline, idea: &[usize]) -> Option<usize> {
    let own = || idea.iter().map(|at| &journal.entries[*at]);
    let since = own().next()?.date;
    let tasks = own().flat_map(|entry| &entry.tasks).filter_map(|id| timeline.task_place(id));
    // Tasks are in the order in which they were taken on.
    let is_later = |at: &usize| timeline.tasks[*at].taken_on.is_some_and(|day| day >= since);
    tasks.filter(is_later).min()
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
