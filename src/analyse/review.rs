//! The review of a year, a quarter or any range of days: what changed most, and how it came about.
//!
//! It answers the quarterly text's interview question, how one decides what to take on beyond what is
//! assigned, with the author's own work.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Analysis;
use super::evidence::{Grade, grade_of};
use super::kept::{KeptCount, date_kept};
use super::setbacks::Setback;
use super::stories::situation;
use super::tasks::Task;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::{Audience, Initiative, Size, Step};
use crate::model::{Entry, Journal, Owner, Slug};
use crate::ownership::confirms;

/// How many pieces of work are told, whatever they are.
const ALWAYS: usize = 3;
/// How many are told at most: a fourth and a fifth only if somebody else speaks for them.
const MOST: usize = 5;
/// How many pieces of work answer the question how the author chooses.
const EXAMPLES: usize = 3;

/// A year or a quarter of which there is a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPeriod {
    /// `2026` or `2026-Q3`, of the fiscal year that begins in 2026.
    pub name: String,
    /// Its days.
    pub days: RangeInclusive<Date>,
    /// Whether it is a year.
    pub is_year: bool,
}

impl ReviewPeriod {
    /// A fiscal year.
    pub fn year(year: i32, start: i8) -> Self {
        let first = Quarter::of_year(year, 1);
        let days = first.first_day(start)..=eve(first.plus(4).first_day(start));
        Self { name: format!("{year:04}"), days, is_year: true }
    }

    /// A quarter.
    pub fn quarter(quarter: Quarter, start: i8) -> Self {
        let days = quarter.first_day(start)..=eve(quarter.plus(1).first_day(start));
        Self { name: quarter.to_string(), days, is_year: false }
    }

    /// What a review of it is called.
    pub fn title(&self, start: i8) -> String {
        match (self.is_year, start) {
            (true, 1) => self.name.clone(),
            (true, _) => format!("Fiscal year {}", self.name),
            (false, _) => self.name.clone(),
        }
    }

    /// The years and quarters in which a journal has entries, the newest first: each year, then its
    /// quarters.
    pub fn all(journal: &Journal, today: Date) -> Vec<Self> {
        let start = journal.config.fiscal_year_start;
        let entries = journal.entries_until(today).iter();
        let quarters = entries.map(|entry| Quarter::of(entry.date, start));
        let quarters: BTreeSet<Quarter> = quarters.collect();
        let mut all = Vec::new();
        let mut year = None;
        for quarter in quarters.into_iter().rev() {
            if year != Some(quarter.year()) {
                all.push(Self::year(quarter.year(), start));
                year = Some(quarter.year());
            }
            all.push(Self::quarter(quarter, start));
        }
        all
    }
}

/// The day before.
fn eve(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// What the notes say of the author's work in a range of days.
#[derive(Debug)]
pub struct Review<'a> {
    /// The pieces of work that changed most, that with the largest effect first.
    pub works: Vec<ReviewedWork<'a>>,
    /// The other tasks that were delivered, oldest first.
    pub others: Vec<&'a Task>,
    /// The deliveries that name no task, oldest first.
    pub unnamed: Vec<usize>,
    /// Up to three pieces of work that came of a talk or of the author, that with the largest effect first.
    pub chosen: Vec<ReviewedWork<'a>>,
    /// How often the author asked what somebody needs, by person.
    pub asked: BTreeMap<&'a Slug, usize>,
    /// The entries in which the author asked.
    pub questions: Vec<usize>,
    /// The entries that quote somebody on other work, newest first.
    pub quotes: Vec<usize>,
    /// The entries with a lesson, oldest first; those of setbacks are told with the setback.
    pub lessons: Vec<usize>,
    /// What went wrong, oldest first.
    pub setbacks: Vec<&'a Setback>,
    /// The tasks that were taken on in a talk, and how many of them are delivered.
    pub requests: KeptCount,
    /// How many of those that are delivered fell short of the bar.
    pub missed: usize,
    /// The dates of tasks that were kept.
    pub dates: KeptCount,
}

/// A piece of work.
#[derive(Clone, Debug)]
pub struct ReviewedWork<'a> {
    /// The task.
    pub task: &'a Task,
    /// The notes on it that are told, oldest first.
    pub entries: Vec<usize>,
    /// The best grade of these notes.
    pub grade: Grade,
    /// When it was delivered, or done last in the range.
    pub done: Date,
    /// Who confirmed it, of those who can.
    pub confirmed_by: Vec<&'a Slug>,
    /// The notes with a quote: of leaders first, then the newest first.
    pub quotes: Vec<usize>,
    /// How it came about, if it came of a talk or of the author.
    pub origin: Option<WorkOrigin>,
    /// Who asked for it, if a note or its file says so and not that the author saw the need.
    pub named_by: Option<WorkRequester<'a>>,
    /// The note that says what somebody was trying to do, or what blocked them.
    pub situation: Option<usize>,
}

/// How work came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkOrigin {
    /// The author asked what somebody needs, and took it on; no note says that the author saw the need.
    Ask,
    /// It was taken on in a talk about the author's goal, and no note says that the author saw the need.
    Pivot,
    /// The author suggested it.
    Suggested,
    /// The author had begun it before telling anybody.
    Acted,
}

/// Who asked for a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkRequester<'a> {
    /// The person.
    pub person: &'a Slug,
    /// Whether the author asked this person where to help, and the work was the answer.
    pub is_answer: bool,
}

impl<'a> Review<'a> {
    /// The review of these days.
    pub fn of(analysis: &'a Analysis<'_>, days: &RangeInclusive<Date>) -> Self {
        let is_told = |entry: &&Entry| entry.owner.is_author();
        let journal = analysis.journal;
        // What is dated after today did not happen yet.
        let days = &(*days.start()..=(*days.end()).min(analysis.today));
        let within = journal.entries.iter().enumerate();
        let within = within.filter(|(_, entry)| days.contains(&entry.date) && is_told(entry));
        let within: Vec<usize> = within.map(|(at, _)| at).collect();
        let mut done = works(analysis, days);
        done.sort_by_key(|work| (Reverse(rank(analysis, work)), &work.task.id));
        let is_chosen =
            |work: &&ReviewedWork<'_>| work.origin.is_some() && work.has_effect(journal);
        let chosen = done.iter().filter(is_chosen).take(EXAMPLES).cloned().collect();
        let (mut told, mut others) = (Vec::new(), Vec::new());
        for work in done {
            let is_vouched = work.grade >= Grade::Vouched;
            let has_room = told.len() < ALWAYS || (told.len() < MOST && is_vouched);
            if has_room && work.has_effect(journal) { told.push(work) } else { others.push(work) }
        }
        others.sort_by(|a, b| (a.done, &a.task.id).cmp(&(b.done, &b.task.id)));
        let setbacks = analysis.setbacks.iter().filter(|own| within.contains(&own.entry));
        let setbacks: Vec<&Setback> = setbacks.collect();
        let of_works: Vec<usize> = told.iter().flat_map(|work| work.entries.clone()).collect();
        let of_setbacks: Vec<usize> = setbacks.iter().flat_map(|own| own.notes()).collect();
        let entry = |at: usize| &journal.entries[at];
        let quotes = within.iter().rev().copied().filter(|at| {
            entry(*at).quote.is_some() && entry(*at).quote_from.is_some() && !of_works.contains(at)
        });
        let requested = requested(analysis, days);
        let lessons = within.iter().copied();
        let lessons = lessons.filter(|at| entry(*at).lesson.is_some() && !of_setbacks.contains(at));
        let unnamed = within.iter().copied().filter(|at| {
            let own = entry(*at);
            own.step == Some(Step::Deliver) && own.tasks.is_empty()
        });
        let questions: Vec<usize> =
            within.iter().copied().filter(|at| is_question(entry(*at))).collect();
        Self {
            unnamed: unnamed.collect(),
            others: others.into_iter().map(|work| work.task).collect(),
            chosen,
            asked: asked(analysis, &questions),
            questions,
            quotes: quotes.collect(),
            lessons: lessons.collect(),
            requests: KeptCount {
                kept: requested.iter().filter(|task| task.delivered.is_some()).count(),
                all: requested.len(),
            },
            missed: requested
                .iter()
                .filter(|task| task.delivered.is_some() && task.missed_bar())
                .count(),
            dates: dates(analysis, days),
            works: told,
            setbacks,
        }
    }
}

impl ReviewedWork<'_> {
    /// Whether a note says what it changed.
    fn has_effect(&self, journal: &Journal) -> bool {
        self.entries.iter().map(|at| &journal.entries[*at]).any(|entry| {
            let is_quoted = entry.quote.is_some() && entry.quote_from.is_some();
            entry.impact.is_some() || !entry.metrics.is_empty() || is_quoted
        })
    }
}

/// The author's work that was delivered in these days and did not fall short of the bar.
fn works<'a>(analysis: &'a Analysis<'_>, days: &RangeInclusive<Date>) -> Vec<ReviewedWork<'a>> {
    let tasks = analysis.timeline.tasks.iter();
    let own = tasks.filter(|task| task.owner.is_author() && !task.missed_bar());
    own.filter_map(|task| work(analysis, task, days)).collect()
}

fn work<'a>(
    analysis: &'a Analysis<'_>,
    task: &'a Task,
    days: &RangeInclusive<Date>,
) -> Option<ReviewedWork<'a>> {
    let journal = analysis.journal;
    let cycles = task.cycles.iter().copied();
    let done = cycles.chain(task.delivered).filter(|day| days.contains(day)).max()?;
    // Work that comes back has a review each time: it is told by the notes of that time.
    let is_told = |at: &&usize| {
        let entry = &journal.entries[**at];
        entry.date <= analysis.today
            && entry.owner.is_author()
            && (task.repeats.is_none() || days.contains(&entry.date))
    };
    let entries: Vec<usize> = task.entries.iter().filter(is_told).copied().collect();
    let grades = entries.iter().map(|at| grade_of(journal, &journal.entries[*at], &Owner::Author));
    let is_leader = |person: &Slug| confirms(journal, &Owner::Author, person);
    let mut confirmed_by: Vec<&Slug> = Vec::new();
    for person in entries.iter().flat_map(|at| &journal.entries[*at].confirmed_by) {
        if is_leader(person) && !confirmed_by.contains(&person) {
            confirmed_by.push(person);
        }
    }
    let quotes = entries.iter().rev().copied().filter(|at| journal.entries[*at].quote.is_some());
    let mut quotes: Vec<usize> = quotes.collect();
    quotes.sort_by_key(|at| !journal.entries[*at].quote_from.as_ref().is_some_and(is_leader));
    Some(ReviewedWork {
        task,
        confirmed_by,
        quotes,
        grade: grades.max().unwrap_or(Grade::Claimed),
        entries,
        done,
        origin: origin(analysis, task),
        named_by: named_by(analysis, task),
        situation: situation(journal, &analysis.timeline, task),
    })
}

fn origin(analysis: &Analysis<'_>, task: &Task) -> Option<WorkOrigin> {
    match task.initiative {
        Some(Initiative::Acted) => Some(WorkOrigin::Acted),
        Some(Initiative::Suggested) => Some(WorkOrigin::Suggested),
        Some(Initiative::Asked) | None => match analysis.journal.entries[task.taken_by?].step {
            Some(Step::Ask) => Some(WorkOrigin::Ask),
            Some(Step::Pivot) => Some(WorkOrigin::Pivot),
            _ => None,
        },
    }
}

/// Who asked for a task: its file says it, or the talk that took it on has the answer. That a talk says
/// nothing about it does not mean that they asked.
fn named_by<'a>(analysis: &'a Analysis<'_>, task: &'a Task) -> Option<WorkRequester<'a>> {
    if matches!(task.initiative, Some(Initiative::Suggested | Initiative::Acted)) {
        return None;
    }
    let journal = analysis.journal;
    let taker = task.taken_by.map(|at| &journal.entries[at]);
    let question = taker.filter(|entry| entry.step == Some(Step::Ask));
    if let Some(person) = journal.task(task.id.as_str()).and_then(|file| file.asked_by.as_ref()) {
        let is_answer = question.is_some() && task.thread.as_ref() == Some(person);
        return Some(WorkRequester { person, is_answer });
    }
    let says = |entry: &&Entry| entry.help.is_some() || entry.initiative == Some(Initiative::Asked);
    question.filter(says)?;
    Some(WorkRequester { person: task.thread.as_ref()?, is_answer: true })
}

/// Whether a task was taken on in a talk.
fn is_request(analysis: &Analysis<'_>, task: &Task) -> bool {
    let taker = task.taken_by.map(|at| &analysis.journal.entries[at]);
    taker.is_some_and(|entry| matches!(entry.step, Some(Step::Ask | Step::Pivot)))
}

/// What orders pieces of work: their best grade, a measure, their size, and how new they are.
fn rank(analysis: &Analysis<'_>, work: &ReviewedWork<'_>) -> (Grade, bool, u8, Date) {
    let mut entries = work.entries.iter().map(|at| &analysis.journal.entries[*at]);
    let has_metric = entries.any(|entry| !entry.metrics.is_empty());
    (work.grade, has_metric, size_rank(work.task), work.done)
}

fn size_rank(task: &Task) -> u8 {
    match task.size {
        Some(Size::Large) => 3,
        Some(Size::Medium) => 2,
        Some(Size::Small) => 1,
        None => 0,
    }
}

/// The same for a delivered task by all notes on it: the larger, the better it is told as a story.
pub fn story_rank(journal: &Journal, task: &Task) -> (Grade, bool, u8, Option<Date>) {
    let entries = task.entries.iter().map(|at| &journal.entries[*at]);
    let own = entries.filter(|entry| entry.owner.is_author());
    let grade = own.clone().map(|entry| grade_of(journal, entry, &Owner::Author)).max();
    let has_metric = own.clone().any(|entry| !entry.metrics.is_empty());
    (grade.unwrap_or(Grade::Claimed), has_metric, size_rank(task), task.delivered)
}

/// Whether the author asked in it what somebody needs. Who came with work of their own did not ask.
fn is_question(entry: &Entry) -> bool {
    let is_own = matches!(entry.initiative, Some(Initiative::Suggested | Initiative::Acted));
    entry.step == Some(Step::Ask) && !is_own
}

/// How often the author asked each person what they need; direct reports are asked as their leader.
fn asked<'a>(analysis: &'a Analysis<'_>, questions: &[usize]) -> BTreeMap<&'a Slug, usize> {
    let mut asked = BTreeMap::new();
    for at in questions {
        if let Some(person) = &analysis.timeline.thread_of[*at] {
            *asked.entry(person).or_default() += 1;
        }
    }
    asked
}

/// The author's tasks that were taken on in a talk of these days. Recurring work is never done for good.
fn requested<'a>(analysis: &'a Analysis<'_>, days: &RangeInclusive<Date>) -> Vec<&'a Task> {
    let is_within = |task: &&Task| {
        let day = task.taken_by.map(|at| analysis.journal.entries[at].date);
        day.is_some_and(|day| days.contains(&day)) && is_request(analysis, task)
    };
    let tasks = analysis.timeline.tasks.iter().filter(|task| task.owner.is_author());
    tasks.filter(|task| task.repeats.is_none()).filter(is_within).collect()
}

/// The dates of the author's tasks in these days. To others only those of delivered work are known.
fn dates(analysis: &Analysis<'_>, days: &RangeInclusive<Date>) -> KeptCount {
    let is_authors = analysis.shared.audience() == Audience::Me;
    let tasks = analysis.timeline.tasks.iter().filter(|task| task.owner.is_author());
    let due = tasks.filter(|task| task.due.is_some_and(|due| days.contains(&due)));
    let known = due.filter(|task| is_authors || task.delivered.is_some());
    let mut count = KeptCount::default();
    known
        .filter_map(|task| date_kept(analysis.journal, task, analysis.today))
        .for_each(|kept| count.add(kept));
    count
}
