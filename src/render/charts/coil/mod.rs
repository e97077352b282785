//! The coil: a thread's loops as the turns of one line over time.
//!
//! Each loop is one [turn](super::turn), its area growing with what the loop delivered, and the
//! line climbs a notch where the author's initiative or the scope of the work rose (the rules are
//! [`growth`](crate::analyse::growth)'s). A turn stands in the middle of its loop's days, and is
//! moved only where it would hide another one; below it is a tick for each entry at its true date.
//! An open loop stands at its last note, and a dotted line goes on from there until today.
//!
//! The loops with all managers, one after the other, are one line too, with a mark where one follows another.

mod line;
mod place;
mod table;
mod title;

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::axis::{Axis, Tick, round};
use super::turn::{Turn, note_label, turn};
use crate::analyse::growth::{LoopGrowth, growth};
use crate::analyse::{Loop, LoopState, Thread};
use crate::model::Slug;
use crate::model::phrasing::capitalised;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Relation;
use crate::render::RenderContext;
use crate::render::rows::{last_day, last_noted};
use crate::render::views::Day;
use line::Line;
pub use table::{CoilRow, rows, rows_of};
pub use title::TextLine;
use title::{TitleSetting, TurnTitle};

/// The loops that one picture has room for; a longer thread is folded into years.
const NEWEST: usize = 8;
/// Room at both sides, and beside today.
const MARGIN: f64 = 16.0;
/// How long the line is before the first loop of all.
const LEAD: f64 = 70.0;
/// Room above for the names of managers.
const NAMES: f64 = 24.0;
/// From the lowest turn to the axis, and from there to the bottom.
const FOOT: f64 = 26.0;
const LABELS: f64 = 22.0;

/// How far the mark of a step reaches from its place, where it is as large as on the ring.
const MARK: f64 = 10.0;

/// The ticks that a picture has with each of them beside the next, and the least that more of them stand apart.
const TICKS: usize = 80;
const TICK: f64 = 16.0;

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
    /// How large the titles of turns are, beside those of a page; absent where turns have none.
    titles: Option<f64>,
    /// Whether notes are called by their titles.
    names_notes: bool,
}

const LARGE: Frame = Frame {
    width: 1024.0,
    unit: 23.0,
    notch: 24.0,
    mark: 0.78,
    titles: Some(1.0),
    names_notes: true,
};
/// On paper, a coil is narrower than its units say, and its letters have to stay legible: they are 18 units high
/// (`packet.css`).
const PRINTED: Frame = Frame { titles: Some(1.5), names_notes: false, ..LARGE };
const SMALL: Frame =
    Frame { width: 490.0, unit: 11.0, notch: 10.0, mark: 0.42, titles: None, names_notes: true };

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
    /// Where another manager follows; empty in the coil of one person.
    pub changes: Vec<ManagerChange>,
}

/// The place from which on loops are with another manager.
#[derive(Debug, PartialEq, JsonSchema, Serialize)]
pub struct ManagerChange {
    /// Where.
    pub x: f64,
    /// Who; empty where there is no room.
    pub label: String,
    /// Who and since when, to those who do not see it.
    pub title: String,
}

/// A loop on the line.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopTurn {
    /// Its page.
    pub url: String,
    /// What it says to those who do not see it.
    pub label: String,
    /// Its number in its thread.
    pub number: usize,
    /// What it is about; absent without a task.
    pub work: Option<String>,
    /// `open`, `closed` or `passed`.
    pub state: &'static str,
    /// Its turn.
    pub turn: Turn,
    /// What it is called, in lines with their places.
    pub title: Vec<TextLine>,
    /// Where its number stands if that stands alone; absent where other turns leave no room.
    pub number_at: Option<TextLine>,
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

/// The same, to be printed. It names no notes: their titles are written for the author, who gives it to others.
pub fn newest_printed(ctx: &RenderContext<'_>, thread: &Thread) -> Option<Coil> {
    tail(ctx, thread, PRINTED)
}

/// The same, small.
pub fn newest_small(ctx: &RenderContext<'_>, thread: &Thread) -> Option<Coil> {
    tail(ctx, thread, SMALL)
}

/// All loops of a thread that is too long for one picture, a picture for each year; else nothing.
pub fn years(ctx: &RenderContext<'_>, thread: &Thread) -> Vec<Year> {
    let start = ctx.journal.config.fiscal_year_start;
    let loops: Vec<&Loop> = loops(ctx, &thread.loops).collect();
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
    shown: Range<usize>,
    (first, last): (Date, Date),
) -> Option<Coil> {
    let ends = loops(ctx, &thread.loops[shown.clone()]).map(|own| last_day(ctx, own)).max()?;
    Some(coil(ctx, thread, shown, (first, last.max(ends)), LARGE))
}

fn tail(ctx: &RenderContext<'_>, thread: &Thread, frame: Frame) -> Option<Coil> {
    let start = ctx.journal.config.fiscal_year_start;
    let from = thread.loops.len().saturating_sub(NEWEST);
    let shown = || loops(ctx, &thread.loops[from..]);
    let first = shown().map(|own| own.opened).min()?;
    let last = shown().map(|own| last_day(ctx, own)).max()?.max(end(ctx, thread));
    let days = (Quarter::of(first, start).first_day(start), last);
    Some(coil(ctx, thread, from..thread.loops.len(), days, frame))
}

fn loops<'a>(ctx: &RenderContext<'a>, loops: &[usize]) -> impl Iterator<Item = &'a Loop> {
    let timeline = ctx.timeline;
    loops.iter().map(|at| &timeline.loops[*at])
}

/// The last day of a thread: that on which the person's time ended, if it is past, else today.
fn end(ctx: &RenderContext<'_>, thread: &Thread) -> Date {
    let person = ctx.journal.person(thread.person.as_str());
    let until = person.and_then(|person| person.until);
    until.filter(|until| *until < ctx.today).unwrap_or(ctx.today)
}

/// The day at which a loop is drawn: half-way through it, or the last note of an open one.
fn middle(ctx: &RenderContext<'_>, own: &Loop) -> Date {
    if own.state == LoopState::Open {
        return last_noted(ctx, own);
    }
    let half = crate::model::dates::days_between(own.opened, last_noted(ctx, own)) / 2;
    own.opened.saturating_add(jiff::Span::new().days(half))
}

/// Some loops of a thread, from one day to another.
fn coil(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    shown: Range<usize>,
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
    let own_loops: Vec<&Loop> = loops(ctx, &thread.loops[shown.clone()]).collect();
    let grown = &thread.growth[shown.clone()];
    let places = place::place(ctx, &axis, &own_loops, grown, frame);
    let before = shown.start.checked_sub(1).map(|at| thread.growth[at].level);
    let ground = before.or_else(|| grown.first().map(|g| g.level)).unwrap_or(0);
    let height = |level: usize| -((level - ground) as f64) * frame.notch;
    let reach = places
        .iter()
        .zip(grown)
        .map(|(place, grown)| height(grown.level) - 2.0 * place.radius - 13.0 * frame.mark);
    let changes = changes(ctx, thread, shown.clone(), &axis, (first, last), frame.width);
    let size = frame.titles.unwrap_or(1.0);
    let room = if frame.titles.is_some() { 30.0 * size } else { 18.0 };
    let room = if changes.is_empty() { room } else { room + NAMES };
    let top = reach.fold(-2.0 * frame.unit, f64::min) - room;
    let earlier = shown.start > 0;
    let begin = places.first().map_or(0.0, |first| round((first.x - first.radius - LEAD).max(0.0)));
    let begin = if earlier { MARGIN } else { begin };
    let mut line = Line::from(begin, round(height(ground) - top), earlier);
    let mut turns = Vec::new();
    for ((own, grown), place) in own_loops.iter().zip(grown).zip(&places) {
        let bottom = round(height(grown.level) - top);
        let middle = (place.x, bottom - place.radius);
        let turn = turn(ctx, Some(own), middle, place.radius, frame.names_notes);
        line.turn(&turn, bottom, own.state);
        turns.push(LoopTurn {
            url: format!("loops/{}.html", own.id),
            label: table::label(ctx, own, grown),
            number: own.number,
            work: ctx.loop_work(own),
            state: own.state.word(),
            turn,
            title: Vec::new(),
            number_at: None,
        });
    }
    let today = Some(ctx.today).filter(|day| (first..=last).contains(day)).map(|day| axis.x(day));
    // A line that ends before the picture does goes on to the end of the thread, or into the next picture.
    let end = end(ctx, thread);
    let is_newest = shown.end == thread.loops.len();
    let goes_on = !is_newest || end > last;
    let end = if goes_on { frame.width } else { axis.x(end) };
    match thread.loops[..shown.end].last().map(|at| ctx.timeline.loops[*at].state) {
        Some(LoopState::Open) if !is_newest => line.end(end),
        // Other readers are told of no open loop: a note that they may not see can end it.
        Some(LoopState::Open) if ctx.knows_ends() => line.wait(end),
        Some(LoopState::Open) => {}
        _ => line.end(end),
    }
    if let Some(size) = frame.titles {
        let titles = own_loops.iter().map(|own| TurnTitle::of(ctx, own)).collect();
        let mark = MARK * frame.mark;
        let set = TitleSetting { width: frame.width, size, today, mark };
        title::put(&mut turns, titles, &set, &changes);
    }
    let (line, dotted) = line.paths();
    let foot = round(-top + FOOT);
    Coil {
        width: frame.width,
        height: foot + LABELS * size,
        axis: foot,
        line,
        dotted,
        turns,
        scale: frame.mark,
        quarters: axis.quarters(),
        ticks: ticks(ctx, thread, &axis, (first, last), frame.names_notes),
        today,
        earlier: shown.start,
        changes,
    }
}

/// The threads of all managers as one, in the order in which their loops began; `None` if only one has loops. Its
/// person is the one of now.
pub fn of_managers<'c>(ctx: &'c RenderContext<'_>) -> Option<&'c Thread> {
    ctx.managers.get_or_init(|| join_managers(ctx)).as_ref()
}

/// The threads of managers that have loops.
fn manager_threads<'a>(ctx: &RenderContext<'a>) -> Vec<&'a Thread> {
    let now = &ctx.journal.config.manager;
    let is_manager =
        |thread: &&Thread| thread.person == *now || thread.relation == Some(Relation::Manager);
    let threads = ctx.timeline.threads.iter().filter(is_manager);
    threads.filter(|thread| !thread.loops.is_empty()).collect()
}

fn join_managers(ctx: &RenderContext<'_>) -> Option<Thread> {
    let threads = manager_threads(ctx);
    if threads.len() < 2 {
        return None;
    }
    let relation = Some(Relation::Manager);
    let (named_in, tasks) = (Vec::new(), Vec::new());
    let mut all = Thread {
        person: ctx.journal.config.manager.clone(),
        relation,
        loops: Vec::new(),
        growth: Vec::new(),
        entries: Vec::new(),
        named_in,
        tasks,
    };
    for thread in threads {
        all.loops.extend(&thread.loops);
        all.entries.extend(&thread.entries);
    }
    all.loops.sort_by_key(|at| (ctx.timeline.loops[*at].opened, *at));
    all.growth = growth(&all.loops, &ctx.timeline.loops, &ctx.timeline.tasks);
    all.entries.sort_unstable();
    Some(all)
}

/// The people whose loops are in a thread, the newest first, where they are several.
pub fn people_of<'a>(ctx: &RenderContext<'a>, thread: &Thread) -> Vec<&'a Slug> {
    let is_it =
        |all: &Thread| (&all.person, all.loops.len()) == (&thread.person, thread.loops.len());
    if !of_managers(ctx).is_some_and(is_it) {
        return Vec::new();
    }
    let mut threads = manager_threads(ctx);
    let newest =
        |thread: &&Thread| thread.loops.last().map(|at| (ctx.timeline.loops[*at].opened, *at));
    threads.sort_by_key(|thread| std::cmp::Reverse(newest(thread)));
    threads.into_iter().map(|thread| &thread.person).collect()
}

/// Where loops with another manager begin: on the first day of that person's time, or of the first of these loops. The
/// name of the first stands at the left edge.
fn changes(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    shown: Range<usize>,
    axis: &Axis,
    (first, last): (Date, Date),
    width: f64,
) -> Vec<ManagerChange> {
    if people_of(ctx, thread).is_empty() {
        return Vec::new();
    }
    let since = |own: &Loop| {
        let since = ctx.journal.person(own.thread.as_str()).and_then(|person| person.since);
        since.filter(|since| *since <= own.opened).unwrap_or(own.opened)
    };
    // Those of the picture, and the one before it, whose time can go on in it.
    let from = shown.start.saturating_sub(1);
    let mut people: Vec<(Date, Date, &Slug)> = Vec::new();
    for own in loops(ctx, &thread.loops[from..shown.end]) {
        if people.last().is_none_or(|(_, _, person)| **person != own.thread) {
            // What is before the picture is drawn at its edge, and said as it is.
            people.push((since(own).max(first), since(own), &own.thread));
        }
    }
    // Of several that began before it, the last is the one of its first day.
    let before = people.iter().rposition(|(day, ..)| *day <= first).unwrap_or(0);
    let shown = people[before.min(people.len())..].iter().filter(|(day, ..)| *day <= last);
    let change = |(day, since, person): &(Date, Date, &Slug)| {
        let name = capitalised(ctx.person(person));
        let title = format!("{name}, from {}", Day::from(*since).text);
        ManagerChange { x: axis.x(*day), label: name, title }
    };
    let mut changes: Vec<ManagerChange> = shown.map(change).collect();
    title::keep_apart(&mut changes, width);
    changes
}

fn ticks(
    ctx: &RenderContext<'_>,
    thread: &Thread,
    axis: &Axis,
    (first, last): (Date, Date),
    names_notes: bool,
) -> Vec<EntryTick> {
    let entry = |at: &usize| &ctx.journal.entries[*at];
    let begin = thread.entries.partition_point(|at| entry(at).date < first);
    let within = thread.entries[begin..].iter().map(entry).take_while(|entry| entry.date <= last);
    let tick = |entry: &crate::model::Entry| {
        let step = entry.step.map_or("note", crate::model::vocabulary::Step::word);
        EntryTick {
            url: format!("entries/{}.html", entry.id),
            label: format!("{step}: {}", note_label(entry, names_notes)),
            step,
            x: axis.x(entry.date),
        }
    };
    let mut ticks: Vec<EntryTick> = within.map(tick).collect();
    if ticks.len() > TICKS {
        thin(&mut ticks);
    }
    ticks
}

/// Leaves out those of very many that would stand close to another: steps come before notes without one.
fn thin(ticks: &mut Vec<EntryTick>) {
    let mut kept: Vec<f64> = Vec::new();
    let (notes, steps): (Vec<usize>, Vec<usize>) =
        (0..ticks.len()).partition(|at| ticks[*at].step == "note");
    let mut is_kept = vec![false; ticks.len()];
    for at in steps.into_iter().chain(notes) {
        let x = ticks[at].x;
        if kept.iter().all(|other| (other - x).abs() >= TICK) {
            kept.push(x);
            is_kept[at] = true;
        }
    }
    let mut is_kept = is_kept.into_iter();
    ticks.retain(|_| is_kept.next().unwrap_or_default());
}
