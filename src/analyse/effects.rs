//! What compounds: visibility, scope, trust and energy, by quarter.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::evidence::{EvidenceIndex, Grade};
use super::seen::seen_problems;
use super::timeline::Timeline;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{Initiative, Size, Step};
use crate::model::{Entry, Journal, Owner, Slug};

/// What compounds, in one quarter.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
pub struct Effects {
    /// Which.
    pub quarter: Quarter,
    /// Entries with `seen_by`, or with a quote from anybody but their thread's leader.
    pub visibility: usize,
    /// Tasks taken on, by size.
    pub scope: Scope,
    /// Signs of trust.
    pub trust: Trust,
    /// How the author felt; absent where no entry says so.
    pub energy: Option<Energy>,
}

/// Tasks taken on, by size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Scope {
    /// Days.
    pub small: usize,
    /// Weeks.
    pub medium: usize,
    /// A quarter.
    pub large: usize,
    /// Without a stated size.
    #[serde(rename = "unsized")]
    pub unsized_: usize,
}

/// Signs of trust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Trust {
    /// Tasks taken on that were asked for.
    pub asked: usize,
    /// Tasks taken on that the author named.
    pub suggested: usize,
    /// Tasks that the author had begun before telling.
    pub acted: usize,
    /// Units of evidence that a leader confirmed.
    pub confirmed: usize,
    /// Tasks that somebody brought without having been asked in that loop.
    pub unasked: usize,
    /// Tasks taken on after the author had noted the problem as seen.
    pub seen: usize,
}

/// The author's energy in one quarter, from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema, Serialize)]
pub struct Energy {
    /// The mean, to two digits.
    pub mean: f64,
    /// The lowest.
    pub lowest: u8,
    /// The highest.
    pub highest: u8,
    /// How many entries say so.
    pub entries: usize,
    /// Their sum, from which means over longer times are computed.
    #[serde(skip)]
    pub sum: u32,
}

/// The quarters from the first entry's to today's.
pub(super) fn effects(journal: &Journal, timeline: &Timeline, today: Date) -> Vec<Effects> {
    let start = journal.config.fiscal_year_start;
    let of = |day| Quarter::of(day, start);
    let entries = journal.entries_until(today);
    let Some(first) = entries.first().map(|entry| of(entry.date)) else { return Vec::new() };
    let last = of(today);
    let mut quarters: Vec<Effects> =
        (0..=last.since(first)).map(|after| empty(first.plus(after))).collect();
    let place = |quarter: Quarter| quarter.since(first).unsigned_abs() as usize;
    let mut feelings: Vec<Vec<u8>> = vec![Vec::new(); quarters.len()];
    for (at, entry) in entries.iter().enumerate() {
        let here = place(of(entry.date));
        let is_seen =
            entry.owner.is_author() && is_seen(journal, entry, timeline.thread_of[at].as_ref());
        quarters[here].visibility += usize::from(is_seen);
        feelings[here].extend(entry.energy);
    }
    for task in timeline.tasks.iter().filter(|task| task.owner.is_author()) {
        let Some(taken_by) = task.taken_by else { continue };
        let here = &mut quarters[place(of(journal.entries[taken_by].date))];
        match task.size {
            Some(Size::Small) => here.scope.small += 1,
            Some(Size::Medium) => here.scope.medium += 1,
            Some(Size::Large) => here.scope.large += 1,
            None => here.scope.unsized_ += 1,
        }
        match task.initiative {
            Some(Initiative::Asked) => here.trust.asked += 1,
            Some(Initiative::Suggested) => here.trust.suggested += 1,
            Some(Initiative::Acted) => here.trust.acted += 1,
            None => {}
        }
        here.trust.unasked += usize::from(is_unasked(journal, timeline, task));
    }
    for problem in seen_problems(journal, timeline, today) {
        let taken_by = problem.taken.and_then(|at| timeline.tasks[at].taken_by);
        let Some(taken_by) = taken_by.filter(|at| *at >= problem.entry) else { continue };
        quarters[place(of(journal.entries[taken_by].date))].trust.seen += 1;
    }
    let shown = EvidenceIndex::of(journal, today);
    for competency in shown.competencies() {
        let is_authors = |at: usize| journal.entries[at].owner.is_author();
        for unit in shown.units(&Owner::Author, |_| None, competency, None, is_authors) {
            let confirmed = unit.grade == Grade::Confirmed;
            quarters[place(unit.quarter)].trust.confirmed += usize::from(confirmed);
        }
    }
    for (quarter, felt) in quarters.iter_mut().zip(feelings) {
        quarter.energy = energy(&felt);
    }
    quarters
}

fn empty(quarter: Quarter) -> Effects {
    Effects {
        quarter,
        visibility: 0,
        scope: Scope::default(),
        trust: Trust::default(),
        energy: None,
    }
}

fn is_seen(journal: &Journal, entry: &Entry, leader: Option<&Slug>) -> bool {
    let is_other = |person: &&Slug| !journal.is_author(person);
    let from = entry.quote.as_ref().and(entry.quote_from.as_ref()).filter(is_other);
    let quoted = from.zip(leader).is_some_and(|(from, leader)| from != leader);
    entry.seen_by.iter().any(|person| is_other(&person)) || quoted
}

/// Work that was offered: a task with `asked_by`, whose loop has no `ask` up to it. One that an `ask`
/// itself took on was asked for.
fn is_unasked(journal: &Journal, timeline: &Timeline, task: &super::Task) -> bool {
    let asked_by = journal.task(task.id.as_str()).and_then(|file| file.asked_by.as_ref());
    let (Some(_), Some(own), Some(taken_by)) = (asked_by, task.in_loop, task.taken_by) else {
        return false;
    };
    let before = timeline.loops[own].entries.iter().take_while(|at| **at <= taken_by);
    !before.into_iter().any(|at| journal.entries[*at].step == Some(Step::Ask))
}

fn energy(felt: &[u8]) -> Option<Energy> {
    let sum: u32 = felt.iter().map(|energy| u32::from(*energy)).sum();
    Some(Energy {
        mean: mean(sum, felt.len()),
        lowest: *felt.iter().min()?,
        highest: *felt.iter().max()?,
        entries: felt.len(),
        sum,
    })
}

/// The same by year: each is called by its first quarter.
pub fn by_year(quarters: &[Effects]) -> Vec<Effects> {
    let years = quarters.chunk_by(|a, b| a.quarter.year() == b.quarter.year());
    let year = |quarters: &[Effects]| {
        let mut sum = empty(Quarter::of_year(quarters[0].quarter.year(), 1));
        for quarter in quarters {
            sum.visibility += quarter.visibility;
            sum.scope.add(quarter.scope);
            sum.trust.add(quarter.trust);
        }
        sum.energy = quarters.iter().filter_map(|quarter| quarter.energy).reduce(Energy::with);
        sum
    };
    years.map(year).collect()
}

impl Scope {
    fn add(&mut self, other: Self) {
        let Self { small, medium, large, unsized_ } = other;
        self.small += small;
        self.medium += medium;
        self.large += large;
        self.unsized_ += unsized_;
    }
}

impl Trust {
    fn add(&mut self, other: Self) {
        let Self { asked, suggested, acted, confirmed, unasked, seen } = other;
        self.asked += asked;
        self.suggested += suggested;
        self.acted += acted;
        self.confirmed += confirmed;
        self.unasked += unasked;
        self.seen += seen;
    }
}

impl Energy {
    fn with(self, other: Self) -> Self {
        let entries = self.entries + other.entries;
        let sum = self.sum + other.sum;
        Self {
            mean: mean(sum, entries),
            lowest: self.lowest.min(other.lowest),
            highest: self.highest.max(other.highest),
            entries,
            sum,
        }
    }
}

/// To two digits.
fn mean(sum: u32, entries: usize) -> f64 {
    (f64::from(sum) / entries as f64 * 100.0).round() / 100.0
}
