//! What is new, what is missing, and what comes next.

use std::fmt::Write as _;

use super::super::{Gaps, Packet, PacketPlan, Who};
use super::phrasing::{behind, section};
use super::text::{line, text};
use crate::analyse::gaps::label;
use crate::model::phrasing::counted;
use crate::model::vocabulary::{Audience, GoalKind, GoalState};

pub(super) fn new_since(out: &mut String, packet: &Packet) {
    let Some(new_since) = &packet.new_since else { return };
    section(out, &format!("New since {}", new_since.since.text));
    if new_since.is_empty() {
        let _ = writeln!(out, "Nothing.\n");
        return;
    }
    for need in &new_since.needs {
        let moved = match &need.was {
            Some(was) => format!("{} → **{}**", label(was), label(need.now)),
            None if need.added => format!("new competency, **{}**", label(need.now)),
            None => format!("still {}", label(need.now)),
        };
        let _ = writeln!(out, "- **{}**: {moved}", text(&need.title));
        for unit in &need.units {
            let was = unit.was.as_ref().map_or(String::new(), |was| format!("{was} → "));
            let facts = format!("{}, {}, {was}{}", line(&unit.title), unit.quarter, unit.grade);
            let _ = writeln!(out, "  - {}", behind(facts, &unit.notes));
        }
    }
    for title in &new_since.delivered {
        let _ = writeln!(out, "- Delivered: {}", text(title));
    }
    if new_since.quotes > 0 {
        let _ = writeln!(out, "- {} from others", counted(new_since.quotes, "new quote"));
    }
    out.push('\n');
}

pub(super) fn gaps(out: &mut String, packet: &Packet, gaps: &Gaps) {
    if !gaps.shown {
        return;
    }
    let needs_none = packet.needs.is_empty() && packet.who.kind != GoalKind::Promotion.word();
    section(out, if needs_none { "Open work" } else { "Open gaps" });
    if needs_none {
        // Only a promotion takes competencies; of the others, the open work is all there is to say.
    } else if packet.needs.is_empty() {
        let none = match packet.audience {
            Audience::Me => "The goal names no competencies yet.",
            _ => "No competencies of this goal are shared.",
        };
        let _ = writeln!(out, "{none}\n");
    } else if packet.who.state == GoalState::Reached.word() {
        let _ = writeln!(out, "The goal is reached.\n");
    } else if gaps.needs.is_empty() {
        let _ = writeln!(out, "Every competency is sustained.\n");
    }
    if packet.of_shared && !gaps.needs.is_empty() {
        let _ = writeln!(out, "By the shared notes:\n");
    }
    for gap in &gaps.needs {
        let late = if gap.too_late { ", later than the goal's date" } else { "" };
        let earliest = gap.earliest.as_ref();
        let earliest = earliest.map_or(String::new(), |quarter| {
            format!(" Earliest possible quarter: {quarter}{late}.")
        });
        let _ = writeln!(
            out,
            "- **{}**, {}. {}{earliest}",
            text(&gap.title),
            label(gap.status),
            gap.ahead
        );
    }
    if let Some(outlook) = gaps.outlook.as_ref().filter(|_| !gaps.needs.is_empty()) {
        let _ = writeln!(out, "\nOverall, {}.", outlook.text);
    }
    let (open, setback_open) = match packet.knows_ends {
        true => ("Open", "Open setback"),
        false => ("Not noted as done", "Setback, not noted as fixed"),
    };
    for task in &gaps.tasks {
        let due = task.due.as_ref().map_or(String::new(), |due| format!(", due {}", due.text));
        let late = if task.late { ", late" } else { "" };
        let _ = writeln!(out, "- {open}: {}, {}{due}{late}", text(&task.title), task.status);
    }
    for setback in &gaps.setbacks {
        let updates = counted(setback.updates, "update");
        let next = setback.update_by.as_ref();
        let next = next.map_or(String::new(), |day| format!(", the next by {}", day.text));
        let number = setback.note.map_or(String::new(), |number| format!(" [{number}]"));
        let _ = writeln!(
            out,
            "- {setback_open}: {}, {}: {updates}{next}{number}",
            text(&setback.title),
            setback.date.text
        );
    }
    out.push('\n');
}

/// The plan. One that a leader makes for a direct report is written to that report.
pub(super) fn plan(out: &mut String, plan: &PacketPlan, who: &Who) {
    let by_leader = who.by_leader.is_some();
    let asks = match by_leader {
        true => format!(" for {}", text(&who.reader)),
        false => ", and what I need from you".to_owned(),
    };
    section(out, &format!("The next two quarters{asks}"));
    let promised = if by_leader { "Promised" } else { "I promised" };
    for (at, quarter) in plan.quarters.iter().enumerate() {
        let wanted = plan.needs.iter().filter(|need| need.wanted.get(at) == Some(&true));
        let wanted: Vec<String> = wanted.map(|need| text(&need.title)).collect();
        if !wanted.is_empty() {
            let _ = writeln!(out, "- {quarter}: work that counts toward {}", wanted.join(", "));
        }
    }
    for need in plan.needs.iter().filter(|need| !need.tasks.is_empty()) {
        let tasks: Vec<String> = need.tasks.iter().map(|task| text(task)).collect();
        let _ = writeln!(out, "- Meant for {}: {}", text(&need.title), tasks.join(", "));
    }
    let unconfirmed: Vec<String> = plan.unconfirmed.iter().map(|need| text(&need.title)).collect();
    if !unconfirmed.is_empty() {
        let all = unconfirmed.join(", ");
        let _ = match &who.by_leader {
            Some(leader) => writeln!(out, "- Not confirmed yet by {}: {all}", text(leader)),
            None => {
                let with = text(&plan.with);
                writeln!(out, "- For {with} to confirm, or to say what is missing: {all}")
            }
        };
    }
    for promise in &plan.promises {
        let late = if promise.late { ", late" } else { "" };
        let number = promise.note.map_or(String::new(), |number| format!(" [{number}]"));
        let _ = writeln!(
            out,
            "- {promised}: {}, by {}{late}{number}",
            text(&promise.text),
            promise.due.text
        );
    }
    out.push('\n');
    if !plan.script.is_empty() {
        let _ = writeln!(out, "What I ask of {}:\n", text(&plan.with));
        for paragraph in &plan.script {
            let _ = writeln!(out, "> {}\n", line(paragraph));
        }
    }
}
