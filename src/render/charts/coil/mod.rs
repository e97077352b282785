//! The coil: a thread's loops as the turns of one line over time.
//!
//! Each loop is one [turn](super::turn), its area growing with what the loop delivered, and the
//! line climbs a notch where the author's initiative or the scope of the work rose (the rules are
//! [`growth`](crate::analyse::growth)'s). A turn stands in the middle of its loop's days, and is
//! moved only where it would hide another one; below it is a tick for each entry at its true date.

mod line;
mod place;
mod table;
mod title;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::axis::{Axis, Tick, round};
use super::turn::{Turn, turn};
use crate::analyse::growth::{LoopGrowth, growth};
use crate::analyse::{Loop, LoopState, Thread};
use crate::model::quarter::Quarter;
use crate::render::RenderContext;
use crate::render::rows::last_day;
use crate::render::views::Day;
use line::Line;
pub use table::{CoilRow, rows, rows_of};
use title::TurnTitle;

/// The loops that one picture has room for; a longer thread is folded into years.
const NEWEST: usize = 8;
/// Room at both sides, and beside today.
const MARGIN: f64 = 16.0;
/// How long the line is before the first loop of all.
const LEAD: f64 = 70.0;
/// From the lowest turn to the axis, and from there to the bottom.
const FOOT: f64 = 26.0;
const LABELS: f64 = 22.0;

/// How large a coil is drawn, in units of its picture.
#[derive(Clone, Copy, Debug)]
struct Frame {
    width: f64,
    /// The radius of an area of one.
    unit: f64,
    /// How far a rise lifts the line.
    notch: f64,
    /// The size of marks, beside those of the ring.
    mark: f64,
    /// Whether turns carry titles.
    titles: bool,
}

const LARGE: Frame = Frame { width: 1024.0, unit: 23.0, notch: 24.0, mark: 0.78, titles: true };
const SMALL: Frame = Frame { width: 490.0, unit: 11.0, notch: 10.0, mark: 0.42, titles: false };

/// A coil, ready to be drawn.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Coil {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Where the axis is.
    pub axis: f64,
    /// The line, as SVG path data.
    pub line: String,
    /// What is missing of turns that were never finished, and the way from loops before these.
    pub dotted: String,
    /// The loops.
    pub turns: Vec<LoopTurn>,
    /// The size of the marks, as a factor.
    pub scale: f64,
    /// Where each quarter begins.
    pub quarters: Vec<Tick>,
    /// The entries.
    pub ticks: Vec<EntryTick>,
    /// Where today is; absent where it is not in the picture.
    pub today: Option<f64>,
    /// How many loops of the thread came before these.
    pub earlier: usize,
}

/// A loop on the line.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopTurn {
    /// Its page.
    pub url: String,
    /// What it says to those who do not see it.
    pub label: String,
    /// `open`, `closed` or `passed`.
    pub state: &'static str,
    /// Its turn.
    pub turn: Turn,
    /// What it is called, in lines with their places.
    pub title: Vec<title::TextLine>,
}

/// An entry on the axis.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EntryTick {
    /// Its page.
    pub url: String,
    /// What it says to those who do not see it.
    pub label: String,
    /// The word of its step; `note` without one.
    pub step: &'static str,
    /// Where.
    pub x: f64,
}

/// A year of a long thread.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Year {
    /// The year in which its fiscal year begins.
    pub year: i32,
    /// Its loops.
    pub coil: Coil,
}

/// The newest loops of a thread, large; `None` while it has none.
pub fn newest(ctx: &RenderContext<'_>, thread: &Thread) -> Option<Coil> {
    tail(ctx, thread, LARGE)
}

/// The same, small.
pub fn newest_small(ctx: &RenderContext<'_>, thread: &Thread) -> Option<Coil> {
    tail(ctx, thread, SMALL)
}

/// All loops of a thread that is too long for one picture, a picture for each year; else nothing.
pub fn years(ctx: &RenderContext<'_>, thread: &Thread) -> Vec<Year> {
    let start = ctx.journal.config.fiscal_year_start;
    let loops = loops(ctx, thread);
    let quarter = |day| Quarter::of(day, start);
    let Some(first) = loops.first().map(|own| quarter(own.opened)) else { return Vec::new() };
    let last = quarter(loops.iter().map(|own| last_day(ctx, own)).max().unwrap_or(ctx.today));
    if loops.len() <= NEWEST {
        return Vec::new();
    }
    let middle = |own: &Loop| quarter(middle(ctx, own)).year();
    let mut years: Vec<i32> = loops.iter().map(|own| middle(own)).collect();
    // A loop that began early and ended late stands where it stood in its thread.
    let mut least = i32::MIN;
    for year in &mut years {
        least = least.max(*year);
        *year = least;
    }
    let of_year = |year: i32| {
        let from = years.partition_point(|of| *of < year);
        let to = years.partition_point(|of| *of <= year);
        let first = Quarter::of_year(year, 1).first_day(start);
        let next = Quarter::of_year(year + 1, 1).first_day(start);
        let days = (first, next.yesterday().unwrap_or(next));
        Year { year, coil: coil(ctx, thread, from..to, days, SMALL) }
    };
    (first.year()..=last.year()).map(of_year).collect()
}

/// The loops of a thread at these places, which follow each other, as a picture of these days, large.
pub fn of_days(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    places: &[usize],
    (first, last): (Date, Date),
) -> Option<Coil> {
    let shown = *places.first()?..*places.last()? + 1;
    let ends = loops(ctx, thread)[shown.clone()].iter().map(|own| last_day(ctx, own)).max()?;
    Some(coil(ctx, thread, shown, (first, last.max(ends)), LARGE))
}

fn tail(ctx: &RenderContext<'_>, thread: &Thread, frame: Frame) -> Option<Coil> {
    let start = ctx.journal.config.fiscal_year_start;
    let from = thread.loops.len().saturating_sub(NEWEST);
    let shown = &loops(ctx, thread)[from..];
    let first = shown.iter().map(|own| own.opened).min()?;
    let last = shown.iter().map(|own| last_day(ctx, own)).max()?.max(ctx.today);
    let days = (Quarter::of(first, start).first_day(start), last);
    Some(coil(ctx, thread, from..thread.loops.len(), days, frame))
}

fn loops<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> Vec<&'a Loop> {
    thread.loops.iter().map(|at| &ctx.timeline.loops[*at]).collect()
}

/// The day half-way through a loop.
fn middle(ctx: &RenderContext<'_>, own: &Loop) -> Date {
    let half = crate::model::dates::days_between(own.opened, last_day(ctx, own)) / 2;
    own.opened.saturating_add(jiff::Span::new().days(half))
}

/// Some loops of a thread, from one day to another.
fn coil(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    shown: std::ops::Range<usize>,
    (first, last): (Date, Date),
    frame: Frame,
) -> Coil {
    let axis = Axis::new(
        first,
        last,
        MARGIN,
        frame.width - 2.0 * MARGIN,
        ctx.journal.config.fiscal_year_start,
    );
    let all = loops(ctx, thread);
    let grown = growth(ctx.timeline, thread);
    let places = place::place(ctx, &axis, &all[shown.clone()], &grown[shown.clone()], frame);
    let before = shown.start.checked_sub(1).map(|at| grown[at].level);
    let ground = before.or_else(|| grown.get(shown.start).map(|g| g.level)).unwrap_or(0);
    let height = |level: usize| -((level - ground) as f64) * frame.notch;
    let reach = places
        .iter()
        .zip(&grown[shown.clone()])
        .map(|(place, grown)| height(grown.level) - 2.0 * place.radius - 13.0 * frame.mark);
    let room = if frame.titles { 30.0 } else { 18.0 };
    let top = reach.fold(-2.0 * frame.unit, f64::min) - room;
    let earlier = shown.start > 0;
    let begin = places.first().map_or(0.0, |first| round((first.x - first.radius - LEAD).max(0.0)));
    let begin = if earlier { MARGIN } else { begin };
    let mut line = Line::from(begin, round(height(ground) - top), earlier);
    let mut turns = Vec::new();
    for ((own, grown), place) in all[shown.clone()].iter().zip(&grown[shown.clone()]).zip(&places) {
        let bottom = round(height(grown.level) - top);
        let turn = turn(ctx, Some(own), place.x, bottom - place.radius, place.radius);
        line.turn(&turn, bottom, own.state);
        turns.push(LoopTurn {
            url: format!("loops/{}.html", own.id),
            label: table::label(ctx, own, grown),
            state: own.state.word(),
            turn,
            title: Vec::new(),
        });
    }
    let today = Some(ctx.today).filter(|day| (first..=last).contains(day)).map(|day| axis.x(day));
    // A line that ends before the picture does goes on until today, or into the next picture.
    line.end(if shown.end < all.len() { frame.width } else { today.unwrap_or(0.0) });
    if frame.titles {
        let titles = all[shown.clone()].iter().map(|own| TurnTitle::of(ctx, own)).collect();
        title::put(&mut turns, titles, frame.width);
    }
    let (line, dotted) = line.paths();
    let foot = round(-top + FOOT);
    Coil {
        width: frame.width,
        height: foot + LABELS,
        axis: foot,
        line,
        dotted,
        turns,
        scale: frame.mark,
        quarters: axis.quarters(),
        ticks: ticks(ctx, thread, &axis, first, last),
        today,
        earlier: shown.start,
    }
}

fn ticks(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    axis: &Axis,
    first: Date,
    last: Date,
) -> Vec<EntryTick> {
    let entries = thread.entries.iter().map(|at| &ctx.journal.entries[*at]);
    let within = entries.filter(|entry| (first..=last).contains(&entry.date));
    let tick = |entry: &crate::model::Entry| {
        let step = entry.step.map_or("note", crate::model::vocabulary::Step::word);
        let day = Day::from(entry.date).text;
        EntryTick {
            url: format!("entries/{}.html", entry.id),
            label: format!("{step}: {}, {day}", entry.title),
            step,
            x: axis.x(entry.date),
        }
    };
    within.map(tick).collect()
}
