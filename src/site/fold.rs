//! Long lists, folded by year, then quarter, then month, then day, each with a page of its own.
//!
//! What fits on one page is not folded. A period whose list is too long for one page has a page that leads to
//! its parts instead. Quarters are those of the calendar and are called by their months, for a fiscal quarter
//! can be another one.

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::lists::Lists;
use crate::model::phrasing::counted;
use crate::render::RenderContext;

/// The rows that one page has room for.
pub const ROWS: usize = 300;
/// The same for rows that are large: loops with their drawings, tasks.
pub const LARGE_ROWS: usize = 60;
/// The same for stories, each of which has up to twenty rows of its own.
pub const STORIES: usize = 18;
/// The newest rows that stand on the page of a thing whose list is folded.
pub const NEWEST: usize = 50;

/// Whose list is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is named after its page")]
pub enum Subject {
    Journal,
    Timeline,
    Stories,
    Tasks,
    /// By its place among the people of the journal.
    Person(usize),
    /// By its place among the goals that have a page.
    Goal(usize),
    /// By its place among the tags.
    Tag(usize),
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    Year,
    Quarter,
    Month,
    Day,
}

/// A year, three months of one, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldTime {
    length: Length,
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

impl FoldTime {
    fn of(length: Length, day: Date) -> Self {
        let month = match length {
            Length::Year => 1,
            Length::Quarter => (day.month() - 1) / 3 * 3 + 1,
            Length::Month | Length::Day => day.month(),
        };
        let months = match length {
            Length::Year => 12,
            Length::Quarter => 3,
            Length::Month | Length::Day => 1,
        };
        if length == Length::Day {
            return Self { length, first: day, last: day };
        }
        let first_of = |month| Date::new(day.year(), month, 1).unwrap_or(day);
        let (first, last) = (first_of(month), first_of(month + months - 1).last_of_month());
        Self { length, first, last }
    }

    /// Whether two days are in the same period of this length. It is asked of every item of every list.
    fn is_one(length: Length, one: Date, other: Date) -> bool {
        let same_month = || one.month() == other.month();
        one.year() == other.year()
            && match length {
                Length::Year => true,
                Length::Quarter => (one.month() - 1) / 3 == (other.month() - 1) / 3,
                Length::Month => same_month(),
                Length::Day => same_month() && one.day() == other.day(),
            }
    }

    /// The year in which it is.
    pub fn year(&self) -> i16 {
        self.first.year()
    }

    /// Whether it is a whole year.
    pub fn is_year(&self) -> bool {
        self.length == Length::Year
    }

    /// What it is called: `2026`, `July to September 2026`, `July 2026`, `5 July 2026`.
    pub fn name(&self) -> String {
        let from = self.first.strftime("%B");
        match self.length {
            Length::Year => self.year().to_string(),
            Length::Quarter => format!("{from} to {}", self.last.strftime("%B %Y")),
            Length::Month => self.first.strftime("%B %Y").to_string(),
            Length::Day => self.first.strftime("%-d %B %Y").to_string(),
        }
    }

    /// Its part of an address.
    fn slug(&self) -> String {
        let year = self.year();
        match self.length {
            Length::Year => year.to_string(),
            Length::Quarter => {
                format!("{year}-{:02}-to-{:02}", self.first.month(), self.last.month())
            }
            Length::Month => format!("{year}-{:02}", self.first.month()),
            Length::Day => self.first.to_string(),
        }
    }
}

/// A page of a folded list.
#[derive(Debug)]
pub struct Fold {
    /// Whose list.
    pub subject: Subject,
    /// The part of it.
    pub period: FoldTime,
    /// The items of that time, newest first.
    pub items: Vec<usize>,
    /// Where it is in the site.
    pub path: String,
    /// Its parts, newest first, where its items are too many for one page.
    pub parts: Vec<usize>,
    /// What it is a part of.
    pub whole: Option<usize>,
}

/// A link to a page of a folded list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PeriodLink {
    /// Where it is.
    pub url: String,
    /// The time that it is about.
    pub title: String,
    /// How much it lists, in words.
    pub count: String,
}

/// Every page of every folded list.
#[derive(Debug, Default)]
pub struct Folds {
    /// The pages.
    pub all: Vec<Fold>,
    years: HashMap<Subject, Vec<usize>>,
}

impl Folds {
    /// Folds a list of items with their days, newest first, below a folder of the site.
    pub(super) fn add(
        &mut self,
        subject: Subject,
        folder: &str,
        items: &[(Date, usize)],
        rows: usize,
    ) {
        let years = self.split(subject, folder, items, (Length::Year, None), rows);
        self.years.insert(subject, years);
    }

    fn split(
        &mut self,
        subject: Subject,
        folder: &str,
        items: &[(Date, usize)],
        (length, whole): (Length, Option<usize>),
        rows: usize,
    ) -> Vec<usize> {
        let shorter = match length {
            Length::Year => Some(Length::Quarter),
            Length::Quarter => Some(Length::Month),
            Length::Month => Some(Length::Day),
            Length::Day => None,
        };
        let mut made = Vec::new();
        for group in items.chunk_by(|a, b| FoldTime::is_one(length, a.0, b.0)) {
            let period = FoldTime::of(length, group[0].0);
            let at = self.all.len();
            made.push(at);
            self.all.push(Fold {
                subject,
                period,
                items: group.iter().map(|(_, item)| *item).collect(),
                path: format!("{folder}/{}.html", period.slug()),
                parts: Vec::new(),
                whole,
            });
            if let Some(shorter) = shorter.filter(|_| group.len() > rows) {
                let parts = self.split(subject, folder, group, (shorter, Some(at)), rows);
                self.all[at].parts = parts;
            }
        }
        made
    }

    /// Whether a list is folded.
    pub fn has(&self, subject: Subject) -> bool {
        self.years.contains_key(&subject)
    }

    /// The years of a folded list, newest first; empty for one that is not folded.
    pub fn years(&self, ctx: &RenderContext<'_>, subject: Subject) -> Vec<PeriodLink> {
        let years = self.years.get(&subject).map_or(&[][..], Vec::as_slice);
        years.iter().map(|at| self.link(ctx, *at)).collect()
    }

    /// The parts of a page.
    pub fn parts(&self, ctx: &RenderContext<'_>, fold: &Fold) -> Vec<PeriodLink> {
        fold.parts.iter().map(|at| self.link(ctx, *at)).collect()
    }

    /// What a page is a part of, the year first.
    pub fn wholes(&self, ctx: &RenderContext<'_>, fold: &Fold) -> Vec<PeriodLink> {
        let mut wholes = Vec::new();
        let mut whole = fold.whole;
        while let Some(at) = whole {
            wholes.push(self.link(ctx, at));
            whole = self.all[at].whole;
        }
        wholes.reverse();
        wholes
    }

    fn link(&self, ctx: &RenderContext<'_>, at: usize) -> PeriodLink {
        let fold = &self.all[at];
        PeriodLink { url: fold.path.clone(), title: fold.period.name(), count: count(ctx, fold) }
    }
}

/// How much a page lists, in words that fit its reader.
pub fn count(ctx: &RenderContext<'_>, fold: &Fold) -> String {
    let noun = match fold.subject {
        Subject::Timeline => "loop",
        Subject::Stories => return many(fold.items.len(), "story", "stories"),
        Subject::Tasks => "task",
        _ if ctx.is_authors() => "note",
        _ => "shared note",
    };
    counted(fold.items.len(), noun)
}

fn many(count: usize, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// Folds every list of a journal that is too long for one page.
pub(super) fn folds(ctx: &RenderContext<'_>, lists: &Lists<'_>) -> Folds {
    let (journal, timeline) = (ctx.journal, ctx.timeline);
    let dated = |at: usize| (journal.entries[at].date, at);
    let newest_first = |entries: &[usize]| entries.iter().rev().map(|at| dated(*at)).collect();
    let mut folds = Folds::default();
    let mut fold = |subject, folder: &str, items: Vec<(Date, usize)>, most: usize, rows| {
        if items.len() > most {
            folds.add(subject, folder, &items, rows);
        }
    };
    let all = (0..journal.entries.len()).rev().map(dated).collect();
    fold(Subject::Journal, "journal", all, ROWS, ROWS);
    for (at, person) in journal.people.iter().enumerate() {
        let thread = timeline.thread(person.id.as_str());
        let items = newest_first(thread.map_or(&[][..], |thread| &thread.entries));
        fold(Subject::Person(at), &format!("people/{}", person.id), items, NEWEST, ROWS);
    }
    for (at, gaps) in ctx.analysis.gaps.iter().enumerate() {
        let goal = &journal.goals[gaps.goal];
        let items = newest_first(&lists.notes_by_goal[at]);
        fold(Subject::Goal(at), &format!("goals/{}", goal.id), items, NEWEST, ROWS);
    }
    for (at, (tag, tagged)) in lists.tags.iter().enumerate() {
        let items = tagged.entries.iter().map(|at| dated(*at)).collect();
        fold(Subject::Tag(at), &format!("tags/{tag}"), items, ROWS, ROWS);
    }
    let mut loops: Vec<(Date, usize)> =
        timeline.loops.iter().enumerate().map(|(at, own)| (own.opened, at)).collect();
    loops.sort_by(|a, b| b.cmp(a));
    fold(Subject::Timeline, "timeline", loops, LARGE_ROWS, LARGE_ROWS);
    let stories = lists.stories.iter().enumerate();
    let mut stories: Vec<(Date, usize)> =
        stories.filter_map(|(at, story)| Some((story.task.delivered?, at))).collect();
    stories.sort_by_key(|(day, at)| (std::cmp::Reverse(*day), *at));
    fold(Subject::Stories, "stories", stories, STORIES, STORIES);
    let day = |task: &crate::analyse::Task| {
        let first = task.entries.first().map(|at| journal.entries[*at].date);
        task.delivered.or(task.taken_on).or(first)
    };
    let tasks = timeline.tasks.iter().enumerate();
    let mut tasks: Vec<(Date, usize)> = tasks
        .filter(|(_, task)| !task.is_unfinished())
        .filter_map(|(at, task)| Some((day(task)?, at)))
        .collect();
    tasks.sort_by(|a, b| b.cmp(a));
    fold(Subject::Tasks, "tasks/ended", tasks, 2 * LARGE_ROWS, 2 * LARGE_ROWS);
    folds
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{FoldTime, Folds, Length, Subject};

    #[test]
    fn a_period_has_a_name_that_no_fiscal_year_changes() {
        let name = |length| FoldTime::of(length, date(2026, 8, 5)).name();
        let all = [Length::Year, Length::Quarter, Length::Month, Length::Day].map(name);
        assert_eq!(all, ["2026", "July to September 2026", "August 2026", "5 August 2026"]);
        let quarter = FoldTime::of(Length::Quarter, date(2026, 8, 5));
        assert_eq!((quarter.first, quarter.last), (date(2026, 7, 1), date(2026, 9, 30)));
    }

    /// So many items on a day.
    fn items(days: &[(Date, usize)]) -> Vec<(Date, usize)> {
        let each = days.iter().flat_map(|(day, count)| std::iter::repeat_n(*day, *count));
        each.enumerate().map(|(at, day)| (day, at)).collect()
    }

    #[test]
    fn a_list_is_folded_as_far_as_it_must() {
        let items = items(&[
            (date(2026, 9, 2), 3),
            (date(2026, 8, 4), 1),
            (date(2026, 8, 3), 4),
            (date(2026, 2, 1), 3),
            (date(2025, 1, 1), 4),
        ]);
        let mut folds = Folds::default();
        folds.add(Subject::Journal, "journal", &items, 4);
        let paths: Vec<(&str, usize)> =
            folds.all.iter().map(|fold| (fold.path.as_str(), fold.items.len())).collect();
        let expected = [
            ("journal/2026.html", 11),
            ("journal/2026-07-to-09.html", 8),
            ("journal/2026-09.html", 3),
            ("journal/2026-08.html", 5),
            ("journal/2026-08-04.html", 1),
            ("journal/2026-08-03.html", 4),
            ("journal/2026-01-to-03.html", 3),
            ("journal/2025.html", 4),
        ];
        assert_eq!(paths, expected);
        // A page has its items, or leads to its parts, which have them all.
        for fold in &folds.all {
            let of_parts: Vec<usize> =
                fold.parts.iter().flat_map(|at| folds.all[*at].items.clone()).collect();
            assert!(fold.parts.is_empty() || of_parts == fold.items, "{}", fold.path);
            assert!(fold.items.len() <= 4 || !fold.parts.is_empty(), "{}", fold.path);
        }
    }
}
