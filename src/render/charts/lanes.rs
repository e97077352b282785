//! Loops as bars over a shared time axis: a lane for each thread, with a row for each of its loops
//! that overlap in time.

use std::collections::HashMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::axis::{Axis, Tick};
use super::turn::shape;
use crate::analyse::{Loop, LoopState, Thread};
use crate::model::Slug;
use crate::model::dates::days_between;
use crate::model::phrasing::capitalised;
use crate::model::quarter::Quarter;
use crate::render::RenderContext;
use crate::render::rows::{last_day, last_noted, said_state};

const ROW: f64 = 34.0;
const LANE_HEAD: f64 = 26.0;
const FOOT: f64 = 30.0;
const MARGIN: f64 = 14.0;
const WIDTH: f64 = 1024.0;
/// A bar is longer than its days by this, at both ends, so that its marks are in it.
const ROUND: f64 = 12.0;
/// Where more quarters than these are side by side, marks would hide each other.
const MARKED: i32 = 10;

/// The chart, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Lanes {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where the axis is.
    pub axis: f64,
    /// Where each quarter begins.
    pub quarters: Vec<Tick>,
    /// Where today is: beyond the width where it is not in the picture.
    pub today: f64,
    /// One for each thread that has loops.
    pub lanes: Vec<Lane>,
}

/// A thread.
#[derive(Debug, JsonSchema, Serialize)]
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
#[derive(Debug, JsonSchema, Serialize)]
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
    /// Its length, up to its last note.
    pub width: f64,
    /// Where an open loop is today; absent where it ends at its last note.
    pub tail: Option<f64>,
    /// Its entries; none where there is no room for them.
    pub marks: Vec<LaneMark>,
}

/// An entry.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "LaneMark")]
pub struct LaneMark {
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

/// All loops; `None` where there are none.
pub fn all(ctx: &RenderContext<'_>) -> Option<Lanes> {
    lanes(ctx, 0..ctx.timeline.loops.len(), ctx.today)
}

/// Some of them, by their index in the timeline.
pub fn some(ctx: &RenderContext<'_>, loops: &[usize]) -> Option<Lanes> {
    of_time(ctx, loops, ctx.today)
}

/// The same in a picture of a time that is past: it ends with the time, or with the last of the loops.
pub fn of_time(ctx: &RenderContext<'_>, loops: &[usize], last: Date) -> Option<Lanes> {
    lanes(ctx, loops.iter().copied(), last.min(ctx.today))
}

/// The newest loops in which one of these entries is, and how many there are besides.
pub fn newest_of_entries(
    ctx: &RenderContext<'_>,
    entries: &[usize],
    most: usize,
) -> (Option<Lanes>, usize) {
    let mut held: Vec<usize> = entries.iter().filter_map(|at| ctx.timeline.loop_of[*at]).collect();
    held.sort_unstable_by_key(|at| (ctx.timeline.loops[*at].opened, *at));
    held.dedup();
    let older = held.len().saturating_sub(most);
    (some(ctx, &held[older..]), older)
}

/// Draws some of the loops, by their index in the timeline, the manager's first, up to a day or the last of them.
fn lanes(
    ctx: &RenderContext<'_>,
    shown: impl Iterator<Item = usize>,
    until: Date,
) -> Option<Lanes> {
    let mut of_thread: HashMap<&Slug, Vec<usize>> = HashMap::new();
    for at in shown {
        of_thread.entry(&ctx.timeline.loops[at].thread).or_default().push(at);
    }
    of_thread.values_mut().for_each(|own| own.sort_by_key(|at| ctx.timeline.loops[*at].number));
    let threads = ctx.timeline.threads.iter();
    let mut threads: Vec<(&Thread, Vec<usize>)> =
        threads.filter_map(|own| Some((own, of_thread.remove(&own.person)?))).collect();
    threads.sort_by_key(|(thread, _)| thread.person != ctx.journal.config.manager);
    let loops = || threads.iter().flat_map(|(_, loops)| loops).map(|at| &ctx.timeline.loops[*at]);
    let first = loops().map(|own| own.opened).min()?;
    let last = loops().map(|own| last_day(ctx, own)).max()?.max(until);
    let start = ctx.journal.config.fiscal_year_start;
    let first = Quarter::of(first, start).first_day(start);
    let axis = Axis::new(first, last, 2.0 * MARGIN, WIDTH - 2.0 * MARGIN, start);
    let marked = days_between(first, last) <= MARKED * 91;
    let mut y = MARGIN;
    let mut lanes = Vec::new();
    for (thread, loops) in &threads {
        let (lane, height) = lane(ctx, thread, loops, &axis, marked, y);
        lanes.push(lane);
        y += height;
    }
    Some(Lanes {
        width: WIDTH,
        height: y + FOOT,
        axis: y,
        quarters: axis.quarters(),
        today: axis.x(ctx.today),
        lanes,
    })
}

fn lane(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    loops: &[usize],
    axis: &Axis,
    marked: bool,
    top: f64,
) -> (Lane, f64) {
    // The end of the last bar in each row.
    let mut rows: Vec<f64> = Vec::new();
    let mut bars = Vec::new();
    for at in loops {
        let mut bar = bar(ctx, &ctx.timeline.loops[*at], axis, marked);
        let row = rows.iter().position(|end| *end < bar.x).unwrap_or_else(|| {
            rows.push(0.0);
            rows.len() - 1
        });
        rows[row] = (bar.x + bar.width).max(bar.tail.unwrap_or(0.0));
        bar.y = top + LANE_HEAD + ROW * (row as f64 + 0.5);
        bars.push(bar);
    }
    let name = capitalised(ctx.person(&thread.person));
    let url = format!("people/{}.html", thread.person);
    let height = LANE_HEAD + ROW * rows.len() as f64;
    (Lane { name, url, y: top + LANE_HEAD / 2.0 + 4.0, bars }, height)
}

fn bar(ctx: &RenderContext<'_>, own: &Loop, axis: &Axis, marked: bool) -> Bar {
    let entries = own.entries.iter().map(|at| &ctx.journal.entries[*at]);
    let marks = entries.filter_map(|entry| {
        let step = entry.step.filter(|_| marked)?;
        Some(LaneMark {
            url: format!("entries/{}.html", entry.id),
            label: format!("{}, {}: {}", entry.date, step.word(), entry.title),
            step: step.word(),
            shape: shape(step),
            x: axis.x(entry.date),
        })
    });
    let (x, end) = (axis.x(own.opened), axis.x(last_noted(ctx, own)));
    let today = axis.x(last_day(ctx, own));
    let state = own.state.word();
    let said = match said_state(ctx, own) {
        "" => String::new(),
        state => format!(", {state}"),
    };
    let round = if marked { ROUND } else { 1.0 };
    Bar {
        url: format!("loops/{}.html", own.id),
        label: format!("{}{said}, from {}", ctx.loop_name(own), own.opened),
        number: own.number,
        state,
        x: x - round,
        y: 0.0,
        width: end - x + 2.0 * round,
        // What goes on is not known beyond its last note.
        tail: Some(today).filter(|today| own.state == LoopState::Open && *today > end + round),
        marks: marks.collect(),
    }
}
