//! Loops as bars over a shared time axis: a lane for each thread, with a row for each of its loops
//! that overlap in time.

use jiff::civil::Date;
use serde::Serialize;

use super::ring::shape;
use crate::analyse::{Loop, LoopState, Thread};
use crate::model::words::Step;
use crate::render::book::Book;
use crate::render::views::days;

const ROW: f64 = 34.0;
const LANE_HEAD: f64 = 26.0;
const AXIS: f64 = 30.0;
const MARGIN: f64 = 14.0;
const NARROWEST: f64 = 940.0;
/// A quarter is wide enough for its label.
const QUARTER: f64 = 120.0;

/// The chart, ready to be drawn.
#[derive(Debug, Serialize)]
pub struct Lanes {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where the axis is.
    pub axis: f64,
    /// Where each quarter begins.
    pub quarters: Vec<Tick>,
    /// Where today is.
    pub today: f64,
    /// One for each thread that has loops.
    pub lanes: Vec<Lane>,
}

/// A place on the axis.
#[derive(Debug, Serialize)]
pub struct Tick {
    /// Where.
    pub x: f64,
    /// What it says; empty where there is no room.
    pub label: String,
}

/// A thread.
#[derive(Debug, Serialize)]
pub struct Lane {
    /// The person.
    pub name: String,
    /// The person's page.
    pub url: String,
    /// Where its name stands.
    pub y: f64,
    /// Its loops.
    pub bars: Vec<Bar>,
}

/// A loop.
#[derive(Debug, Serialize)]
pub struct Bar {
    /// Its page.
    pub url: String,
    /// What it says to those who do not see it.
    pub label: String,
    /// Its number.
    pub number: usize,
    /// `open`, `closed` or `passed`.
    pub state: &'static str,
    /// Its left end.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// Its length.
    pub width: f64,
    /// Its entries.
    pub marks: Vec<Mark>,
}

/// An entry.
#[derive(Debug, Serialize)]
pub struct Mark {
    /// Its page.
    pub url: String,
    /// What it says to those who do not see it.
    pub label: String,
    /// The word of its step.
    pub step: &'static str,
    /// Its shape around its place, as SVG path data.
    pub shape: &'static str,
    /// Where.
    pub x: f64,
}

/// Draws the loops of all threads, the manager's first; `None` where there are none.
pub fn lanes(book: &Book<'_>) -> Option<Lanes> {
    let loops = &book.timeline.loops;
    let first = loops.iter().map(|own| own.opened).min()?;
    let end = loops.iter().map(|own| last_day(book, own)).max()?.max(book.today);
    let scale = Scale::new(quarter_start(first), end);
    let manager = &book.journal.config.manager;
    let mut threads: Vec<&Thread> =
        book.timeline.threads.iter().filter(|thread| !thread.loops.is_empty()).collect();
    threads.sort_by_key(|thread| thread.person != *manager);
    let mut y = MARGIN;
    let mut lanes = Vec::new();
    for thread in threads {
        let (lane, height) = lane(book, thread, &scale, y);
        lanes.push(lane);
        y += height;
    }
    Some(Lanes {
        width: scale.width,
        height: y + AXIS,
        axis: y,
        quarters: quarters(&scale),
        today: scale.x(book.today),
        lanes,
    })
}

fn lane(book: &Book<'_>, thread: &Thread, scale: &Scale, top: f64) -> (Lane, f64) {
    // The end of the last bar in each row.
    let mut rows: Vec<f64> = Vec::new();
    let mut bars = Vec::new();
    for at in &thread.loops {
        let mut bar = bar(book, &book.timeline.loops[*at], scale);
        let row = rows.iter().position(|end| *end < bar.x).unwrap_or_else(|| {
            rows.push(0.0);
            rows.len() - 1
        });
        rows[row] = bar.x + bar.width;
        bar.y = top + LANE_HEAD + ROW * (row as f64 + 0.5);
        bars.push(bar);
    }
    let name = book.person(&thread.person).to_owned();
    let url = format!("people/{}.html", thread.person);
    let height = LANE_HEAD + ROW * rows.len() as f64;
    (Lane { name, url, y: top + LANE_HEAD / 2.0 + 4.0, bars }, height)
}

fn bar(book: &Book<'_>, own: &Loop, scale: &Scale) -> Bar {
    let entries = own.entries.iter().map(|at| &book.journal.entries[*at]);
    let marks = entries.filter_map(|entry| {
        let step = entry.step?;
        Some(Mark {
            url: format!("entries/{}.html", entry.id),
            label: format!("{}, {}: {}", entry.date, step.word(), entry.title),
            step: step.word(),
            shape: shape(step),
            x: scale.x(entry.date),
        })
    });
    let (x, end) = (scale.x(own.opened), scale.x(last_day(book, own)));
    let state = match own.state {
        LoopState::Open => "open",
        LoopState::Closed => "closed",
        LoopState::Passed => "passed",
    };
    Bar {
        url: format!("loops/{}.html", own.id),
        label: format!("{}, {state}, from {}", book.loop_name(own), own.opened),
        number: own.number,
        state,
        x: x - 12.0,
        y: 0.0,
        width: end - x + 24.0,
        marks: marks.collect(),
    }
}

/// The last day of a loop; an open one goes on today.
fn last_day(book: &Book<'_>, own: &Loop) -> Date {
    let last = own.entries.last().map_or(own.opened, |at| book.journal.entries[*at].date);
    if own.state == LoopState::Open { last.max(book.today) } else { last }
}

struct Scale {
    first: Date,
    last: Date,
    per_day: f64,
    width: f64,
}

impl Scale {
    fn new(first: Date, last: Date) -> Self {
        let length = f64::from(days(first, last).max(90));
        let width = (length / 91.0 * QUARTER).max(NARROWEST);
        Self { first, last, per_day: (width - 4.0 * MARGIN) / length, width: width.round() }
    }

    fn x(&self, date: Date) -> f64 {
        let x = 2.0 * MARGIN + f64::from(days(self.first, date)) * self.per_day;
        (x * 10.0).round() / 10.0
    }
}

fn quarter_start(date: Date) -> Date {
    Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).unwrap_or(date)
}

fn quarters(scale: &Scale) -> Vec<Tick> {
    let mut ticks = Vec::new();
    let mut start = scale.first;
    while start <= scale.last {
        let label = format!("Q{} {}", (start.month() - 1) / 3 + 1, start.year());
        ticks.push(Tick { x: scale.x(start), label });
        let (year, month) = if start.month() == 10 {
            (start.year() + 1, 1)
        } else {
            (start.year(), start.month() + 3)
        };
        match Date::new(year, month, 1) {
            Ok(next) => start = next,
            Err(_) => break,
        }
    }
    ticks
}

/// The five steps with their shapes, for a legend.
pub fn legend() -> Vec<(&'static str, &'static str)> {
    Step::ALL.iter().map(|step| (step.word(), shape(*step))).collect()
}
