//! What went wrong, and whether it was put right.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::letters::in_word;
use crate::model::vocabulary::Kind;
use crate::model::{Entry, Journal, Slug};

/// A setback: owned, told, fixed, learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setback {
    /// Its entry.
    pub entry: usize,
    /// The later updates that share its task, in order.
    pub updates: Vec<usize>,
    /// The first later entry that resolves its id or its task.
    pub resolved_by: Option<usize>,
}

impl Setback {
    /// Itself and its updates, in order.
    pub fn told(&self) -> impl DoubleEndedIterator<Item = usize> {
        std::iter::once(self.entry).chain(self.updates.iter().copied())
    }

    /// The day for which the next update is promised, and the entry that says so: the last that was told. What was
    /// promised before, an update came for.
    pub fn awaited(&self, journal: &Journal) -> Option<(Date, usize)> {
        let last = self.told().next_back()?;
        journal.entries[last].update_by.map(|by| (by, last))
    }

    /// The day of a promised update that is overdue.
    pub fn overdue(&self, journal: &Journal, today: Date) -> Option<Date> {
        self.awaited(journal).map(|(by, _)| by).filter(|by| *by < today)
    }

    /// The people who have to hear of it and whom no later update names in `with`, while it is open.
    pub fn untold<'j>(&self, journal: &'j Journal) -> impl Iterator<Item = &'j Slug> {
        let entries = &journal.entries;
        let told = |person: &Slug| self.updates.iter().any(|at| entries[*at].with.contains(person));
        let listed = if self.is_open() { &entries[self.entry].tell[..] } else { &[] };
        let untold: Vec<&Slug> = listed.iter().filter(|person| !told(person)).collect();
        untold.into_iter()
    }

    /// Its notes: itself, its updates, and what resolved it.
    pub fn notes(&self) -> impl Iterator<Item = usize> {
        self.told().chain(self.resolved_by)
    }

    /// Whether nothing resolves it yet.
    pub fn is_open(&self) -> bool {
        self.resolved_by.is_none()
    }
}

/// The setbacks, in order. A journal has few, so each looks through what is later than itself.
pub(super) fn setbacks(journal: &Journal, today: Date) -> Vec<Setback> {
    let entries = journal.entries_until(today);
    let of_kind = |at: &usize| entries[*at].kind == Kind::Setback;
    (0..entries.len()).filter(of_kind).map(|at| setback(entries, at)).collect()
}

fn setback(entries: &[Entry], at: usize) -> Setback {
    let own = &entries[at];
    let resolves = |entry: &Entry| {
        entry.resolves.iter().any(|name| *name == own.id || own.tasks.contains(name))
    };
    let shares = |entry: &Entry| entry.tasks.iter().any(|task| own.tasks.contains(task));
    let later = || entries.iter().enumerate().skip(at + 1);
    let updates: Vec<usize> = later()
        .filter(|(_, entry)| entry.kind == Kind::Update && shares(entry))
        .map(|(at, _)| at)
        .collect();
    Setback {
        entry: at,
        resolved_by: later().find(|(_, entry)| resolves(entry)).map(|(at, _)| at),
        updates,
    }
}

/// How alike two lessons are, of all words that either has, to be nearly the same.
const ALIKE: f64 = 0.6;

/// The last entry before another one whose lesson is nearly the same as that one's.
pub fn earlier_lesson(journal: &Journal, at: usize) -> Option<usize> {
    let words = |at: usize| journal.entries[at].lesson.as_deref().map(words);
    let own = words(at).filter(|own| !own.is_empty())?;
    let is_alike = |earlier: &usize| {
        words(*earlier).is_some_and(|other| {
            let shared = own.intersection(&other).count();
            let either = own.len() + other.len() - shared;
            shared as f64 >= ALIKE * either as f64
        })
    };
    (0..at).rev().find(is_alike)
}

/// The words of a text, in lower case.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !in_word(c)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The day for which a setback or its update promised the next update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromisedUpdate {
    /// The day.
    pub by: Date,
    /// The entry that promised it.
    pub said: usize,
    /// The next update, or what resolved the setback.
    pub came: Option<usize>,
}

/// Whether a promised update came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The word came in time.
    Kept,
    /// The word came that many days late.
    Late(i32),
    /// The day is past, and no word came.
    Broken,
    /// The day is still to come.
    Open,
}

impl Setback {
    /// The promises of an update that it made, in order, each with the word that came next.
    pub fn words(&self, journal: &Journal) -> Vec<PromisedUpdate> {
        let mut told: Vec<usize> = self.updates.iter().copied().chain(self.resolved_by).collect();
        told.sort_unstable();
        let said = self.told();
        let word = |said: usize| {
            let by = journal.entries[said].update_by?;
            Some(PromisedUpdate { by, said, came: told.iter().copied().find(|at| *at > said) })
        };
        said.filter_map(word).collect()
    }
}

impl PromisedUpdate {
    /// Whether it was kept.
    pub fn kept(&self, journal: &Journal, today: Date) -> Kept {
        match self.came.map(|at| journal.entries[at].date) {
            Some(day) if day <= self.by => Kept::Kept,
            Some(day) => Kept::Late(crate::model::dates::days_between(self.by, day)),
            None if self.by < today => Kept::Broken,
            None => Kept::Open,
        }
    }
}
