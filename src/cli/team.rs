//! `loopbook status --team`: a line for each direct report.

use super::phrasing::due;
use super::text::{ALERT, STRONG, hang, paint};
use crate::analyse::next::{clear_goal, next_move, next_need};
use crate::analyse::{Analysis, Task, Thread};
use crate::model::phrasing::spoken;
use crate::model::vocabulary::{GoalState, Relation};
use crate::render::moves::heading;

/// The lines of a journal's direct reports, by their names; those whose `until` is past are left out.
pub(super) fn team(analysis: &Analysis<'_>, columns: usize) -> String {
    let context = analysis.context();
    let mut threads: Vec<&Thread> = analysis
        .timeline
        .threads
        .iter()
        .filter(|thread| thread.relation == Relation::Report && !context.is_gone(&thread.person))
        .collect();
    threads.sort_by_key(|thread| context.name(&thread.person));
    if threads.is_empty() {
        let hint = "no direct reports: set `relation: report` in a person's file in `people/`";
        return format!("{hint}\n");
    }
    let rows: Vec<String> = threads.iter().map(|thread| row(analysis, thread, columns)).collect();
    format!("{}\n", rows.join("\n"))
}

fn row(analysis: &Analysis<'_>, thread: &Thread, columns: usize) -> String {
    let context = analysis.context();
    let lead = format!("{}: ", context.name(&thread.person));
    let parts = [goal(analysis, thread), looped(analysis, thread), talked(analysis, thread)];
    let next = next_move(&context, thread);
    let next = Some(format!("next: {}", heading(analysis, &next)));
    let text: Vec<String> = parts.into_iter().chain([next]).flatten().collect();
    let mut lines = hang(&lead, &text.join(" · "), columns);
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(&lead, &paint(STRONG, &lead), 1);
    }
    let late = late(analysis, thread);
    lines.extend(late.iter().flat_map(|text| hang("  ", text, columns)).map(|l| paint(ALERT, &l)));
    lines.join("\n")
}

/// The goal, and the competency that comes next.
fn goal(analysis: &Analysis<'_>, thread: &Thread) -> Option<String> {
    let context = analysis.context();
    if let Some(gaps) = clear_goal(&context, thread) {
        let goal = &analysis.journal.goals[gaps.goal];
        let by = goal.by.map(|by| format!(", by {}", spoken(by, analysis.today)));
        let weakest = next_need(&context, thread, gaps)
            .map(|need| format!(" · weakest: {} ({})", need.title, need.status.label()));
        let (by, weakest) = (by.unwrap_or_default(), weakest.unwrap_or_default());
        return Some(format!("{}{by}{weakest}", goal.title));
    }
    let mut own = analysis.journal.goals.iter().filter(|goal| {
        goal.owner.report() == Some(&thread.person) && goal.state == GoalState::Active
    });
    Some(own.next().map_or_else(
        || "no goal".to_owned(),
        |goal| format!("{}, which is not clear yet", goal.title),
    ))
}

fn looped(analysis: &Analysis<'_>, thread: &Thread) -> Option<String> {
    let own = analysis.timeline.current_loop(thread)?;
    Some(format!("loop {}, {}, at `{}`", own.number, own.state.word(), own.reached().word()))
}

fn talked(analysis: &Analysis<'_>, thread: &Thread) -> Option<String> {
    let context = analysis.context();
    let last = context.talks(thread).next_back()?;
    Some(format!("last talk {}", spoken(context.entry(last).date, analysis.today)))
}

fn late(analysis: &Analysis<'_>, thread: &Thread) -> Vec<String> {
    let context = analysis.context();
    let is_late = |task: &&Task| task.is_open() && task.due.is_some_and(|d| d < analysis.today);
    let mut late: Vec<&Task> = context.tasks_of(thread).filter(is_late).collect();
    late.sort_by_key(|task| task.due);
    late.into_iter()
        .filter_map(|task| {
            Some(format!("late: {}, due {}", task.title, due(task.due?, analysis.today)))
        })
        .collect()
}
