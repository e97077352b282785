//! Kept words: the dates of tasks and the promises that the author kept, and those not.
//!
//! What no note says is not counted: a promise that was ticked without a day, work that was given up.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Analysis;
use super::tasks::Task;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Status;
use crate::model::{Journal, Slug};

/// How many were kept, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptCount {
    /// Those that were kept.
    pub kept: usize,
    /// All whose day is past or that are over.
    pub all: usize,
}

/// Dates and promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptWords {
    /// The due dates of tasks.
    pub dates: KeptCount,
    /// Promises.
    pub promises: KeptCount,
}

impl KeptWords {
    fn add(&mut self, other: Self) {
        let Self { dates, promises } = other;
        for (own, other) in [(&mut self.dates, dates), (&mut self.promises, promises)] {
            own.kept += other.kept;
            own.all += other.all;
        }
    }
}

impl KeptCount {
    pub(super) fn add(&mut self, kept: bool) {
        self.kept += usize::from(kept);
        self.all += 1;
    }
}

/// By quarter of the day that was agreed, and by person.
#[derive(Debug, Default)]
pub struct KeptTable {
    /// By quarter.
    pub quarters: BTreeMap<Quarter, KeptWords>,
    /// By the person in whose thread it was agreed.
    pub people: BTreeMap<Slug, KeptWords>,
}

/// The same by fiscal year.
pub fn by_year(quarters: &BTreeMap<Quarter, KeptWords>) -> BTreeMap<i32, KeptWords> {
    let mut years: BTreeMap<i32, KeptWords> = BTreeMap::new();
    for (quarter, own) in quarters {
        years.entry(quarter.year()).or_default().add(*own);
    }
    years
}

/// A date or a promise of the author's whose day is past, or that is over.
#[derive(Debug)]
pub struct KeptWord<'a> {
    /// The person in whose thread it was agreed; `None` for work of no thread.
    pub person: Option<&'a Slug>,
    /// The entries that say it: those on the task, or those with the promise.
    pub entries: Cow<'a, [usize]>,
    /// The task whose date it is; none for a promise.
    pub task: Option<&'a Task>,
    /// Whether it stands in a private callout.
    pub is_private: bool,
    day: Date,
    kept: bool,
}

impl KeptWord<'_> {
    fn count(&self, words: &mut KeptWords) {
        let count = if self.task.is_none() { &mut words.promises } else { &mut words.dates };
        count.add(self.kept);
    }
}

/// The author's dates and promises.
pub fn kept_words(analysis: &Analysis<'_>) -> KeptTable {
    let mut table = KeptTable::default();
    for word in all_words(analysis) {
        let quarter = Quarter::of(word.day, analysis.journal.config.fiscal_year_start);
        word.count(table.quarters.entry(quarter).or_default());
        if let Some(person) = word.person {
            word.count(table.people.entry(person.clone()).or_default());
        }
    }
    table
}

/// Those with a person that count, by their entries.
pub fn kept_with(
    analysis: &Analysis<'_>,
    person: &Slug,
    mut counts: impl FnMut(&KeptWord<'_>) -> bool,
) -> KeptWords {
    let mut words = KeptWords::default();
    let own = all_words(analysis).filter(|word| word.person == Some(person));
    own.filter(|word| counts(word)).for_each(|word| word.count(&mut words));
    words
}

fn all_words<'a>(analysis: &'a Analysis<'_>) -> impl Iterator<Item = KeptWord<'a>> {
    let Analysis { journal, timeline, today, .. } = analysis;
    let tasks = timeline.tasks.iter().filter(|task| task.owner.is_author());
    let dates = tasks.filter_map(|task| {
        Some(KeptWord {
            person: task.thread.as_ref(),
            entries: Cow::Borrowed(&task.entries),
            task: Some(task),
            is_private: false,
            day: task.due?,
            kept: date_kept(journal, task, *today)?,
        })
    });
    let own = analysis.promises.iter().filter(|own| own.person.is_none() && !own.is_to_do);
    let promises = own.filter_map(|promise| {
        let kept = match promise.done_on {
            Some(day) => day <= promise.due,
            None if promise.is_open() && promise.due < *today => false,
            None => return None,
        };
        Some(KeptWord {
            person: Some(timeline.thread_of[promise.entry].as_ref()?),
            entries: Cow::Borrowed(&promise.said_in),
            task: None,
            is_private: promise.is_private,
            day: promise.due,
            kept,
        })
    });
    dates.chain(promises)
}

/// Whether the date of a task was kept; `None` while it is still to come, where it has none, and for work
/// that was given up or that comes back.
pub fn date_kept(journal: &Journal, task: &Task, today: Date) -> Option<bool> {
    let due = task.set_due()?;
    if matches!(task.status, None | Some(Status::Declined | Status::Dropped)) {
        return None;
    }
    match task.delivered {
        Some(_) => Some(met_date(journal, task)),
        None if due < today => Some(false),
        None => None,
    }
}

/// Whether a task was delivered by its date, which no note had moved once it had passed.
pub(super) fn met_date(journal: &Journal, task: &Task) -> bool {
    let is_in_time = task.set_due().zip(task.delivered).is_some_and(|(due, day)| day <= due);
    is_in_time && !was_moved_late(journal, task)
}

/// Whether a note moved the date after it had passed, while the work was not delivered.
fn was_moved_late(journal: &Journal, task: &Task) -> bool {
    let entries = || task.entries.iter().map(|at| &journal.entries[*at]);
    let stated: Vec<(Date, Date)> =
        entries().filter_map(|entry| Some((entry.date, entry.due?))).collect();
    stated.windows(2).any(|pair| {
        let ((_, before), (moved_on, after)) = (pair[0], pair[1]);
        before < moved_on && before < after && task.delivered.is_none_or(|day| day > before)
    })
}
