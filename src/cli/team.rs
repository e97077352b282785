//! `loopbook status --team`: a line for each direct report.

use super::phrasing::due;
use super::text::{ALERT, STRONG, hang, paint};
use crate::analyse::Analysis;
use crate::analyse::team::{TeamMember, members};
use crate::model::phrasing::{counted, spoken};
use crate::model::vocabulary::Relation;
use crate::render::moves::heading;
use crate::render::script::what_is_missing;

/// The lines of a journal's direct reports, by their names; those who left or are still to come are left out.
pub(super) fn team(analysis: &Analysis<'_>, columns: usize) -> String {
    let members = members(analysis);
    if members.is_empty() {
        let mut threads = analysis.timeline.threads.iter();
        let hint = match threads.any(|thread| thread.relation == Some(Relation::Report)) {
            true => "no direct reports today: they left, or are still to come",
            false => "no direct reports: set `relation: report` in a person's file in `people/`",
        };
        return format!("{hint}\n");
    }
    let rows: Vec<String> = members.iter().map(|member| row(analysis, member, columns)).collect();
    format!("{}\n", rows.join("\n"))
}

fn row(analysis: &Analysis<'_>, member: &TeamMember<'_>, columns: usize) -> String {
    let lead = format!("{}: ", analysis.context().name(&member.thread.person));
    let mut parts = vec![goal(analysis, member)];
    parts.extend(
        member.weakest.map(|need| {
            format!("furthest from the goal: {} ({})", need.title, need.status.label())
        }),
    );
    parts.extend(member.current.map(|own| {
        format!("loop {} is {}, reached `{}`", own.number, own.state.word(), own.reached().word())
    }));
    parts.extend(member.last_talk.map(|at| {
        format!("last talk {}", spoken(analysis.journal.entries[at].date, analysis.today))
    }));
    parts.push(format!("next: {}", heading(analysis, &member.next)));
    let mut lines = hang(&lead, &parts.join(" · "), columns);
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(&lead, &paint(STRONG, &lead), 1);
    }
    for item in &member.late {
        let (before, after) = item.words();
        let day = due(item.due, analysis.today);
        let text = format!("late: {before}{}{after}{day}", item.title);
        lines.extend(hang("  ", &text, columns).iter().map(|line| paint(ALERT, line)));
    }
    lines.join("\n")
}

fn goal(analysis: &Analysis<'_>, member: &TeamMember<'_>) -> String {
    let Some(gaps) = member.goal else { return "no active goal".to_owned() };
    let goal = &analysis.journal.goals[gaps.goal];
    let by = goal.by.map(|by| format!(", by {}", spoken(by, analysis.today)));
    let lacks = what_is_missing(analysis, gaps.goal).map(|lacks| format!(", which lacks {lacks}"));
    let more = (member.more_goals > 0)
        .then(|| format!(", and {} more", counted(member.more_goals, "goal")));
    let parts = [by, lacks, more].into_iter().flatten().collect::<String>();
    format!("{}{parts}", goal.title)
}
