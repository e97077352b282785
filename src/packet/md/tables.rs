//! The ledger, the growth, and the appendix.

use std::fmt::Write as _;

use super::super::{Growth, Ledger, Packet, PacketSetback};
use super::phrasing::{behind, new, row, section, table_head};
use super::text::{link, text};
use crate::model::phrasing::counted;
use crate::render::views::Day;

pub(super) fn ledger(out: &mut String, ledger: &Ledger) {
    section(out, "Request log: asked and delivered");
    let size = ledger.sized.then_some("Size");
    let heads = ["Asked", "Task"].into_iter().chain(size);
    // What the first pages and the evidence say is not said again.
    let has_results = ledger.rows.iter().any(|own| own.result.is_some());
    let heads = heads.chain(["Initiative", "Delivered", "Days"]);
    let heads = heads.chain(has_results.then_some("Result"));
    table_head(out, &heads.collect::<Vec<_>>());
    for own in &ledger.rows {
        let day = |day: &Option<Day>, number: Option<usize>| {
            let number = number.map_or(String::new(), |number| format!(" [{number}]"));
            day.as_ref().map(|day| format!("{}{number}", day.iso))
        };
        let due = own.due.as_ref().map_or(String::new(), |due| format!(", due {}", due.iso));
        let size = ledger.sized.then(|| own.size.unwrap_or_default().to_owned());
        let cells = [
            day(&own.asked, own.asked_note).unwrap_or_else(|| "not noted".to_owned()),
            format!("{}{}", new(own.is_new), text(&own.title)),
        ];
        let cells = cells.into_iter().chain(size).chain([
            own.initiative_said.to_owned(),
            day(&own.delivered, own.delivered_note)
                .unwrap_or_else(|| format!("{}{due}", own.status))
                + match (own.missed, own.missed_before) {
                    (_, true) => ", after a version that fell short of the bar",
                    (true, false) => ", fell short of the bar",
                    (false, false) => "",
                },
            own.days.map_or(String::new(), |days| days.to_string()),
        ]);
        let result = has_results.then(|| own.result.as_deref().map(text).unwrap_or_default());
        let cells = cells.chain(result);
        row(out, &cells.collect::<Vec<_>>());
    }
    out.push('\n');
    for sum in &ledger.sums {
        let _ = writeln!(out, "- {sum}");
    }
    out.push('\n');
}

pub(super) fn growth(out: &mut String, growth: &Growth) {
    section(out, "Scope and initiative");
    let _ = writeln!(out, "Loops with {}:\n", text(&growth.with));
    // Only the author knows how long a loop went on.
    let is_timed = growth.loops.iter().any(|own| own.days.is_some());
    let heads = ["Loop", "From"].into_iter().chain(is_timed.then_some("Days"));
    table_head(out, &heads.chain(["State", "Delivered", "First time"]).collect::<Vec<_>>());
    for own in &growth.loops {
        let delivered: Vec<String> = own.delivered.iter().map(|title| text(title)).collect();
        let cells = [own.number.to_string(), own.opened.iso.clone()];
        let cells = cells.into_iter().chain(own.days.map(|days| days.to_string()));
        let cells = cells.chain([own.state.to_owned(), delivered.join(", "), own.rose.clone()]);
        row(out, &cells.collect::<Vec<_>>());
    }
    out.push('\n');
    for chart in &growth.charts {
        let newest = growth.newest;
        let newest =
            newest.map_or(String::new(), |newest| format!(" (the newest {newest} quarters)"));
        let _ = writeln!(out, "{}: {}{newest}.\n", chart.title, text(chart.rule));
        let heads: Vec<&str> = ["Quarter"].into_iter().chain(chart.heads.iter().copied()).collect();
        table_head(out, &heads);
        for own in &chart.rows {
            let cells: Vec<String> =
                [own.quarter.clone()].into_iter().chain(own.values.iter().cloned()).collect();
            row(out, &cells);
        }
        out.push('\n');
    }
}

pub(super) fn setbacks(out: &mut String, setbacks: &[PacketSetback]) {
    if setbacks.is_empty() {
        return;
    }
    section(out, "What went wrong, and what came of it");
    for own in setbacks {
        let tasks: Vec<String> = own.tasks.iter().map(|title| text(title)).collect();
        let settled = match (&own.settled, own.days) {
            (Some(day), Some(days)) => {
                format!("put right on {}, after {}", day.text, counted(days, "day"))
            }
            (Some(day), None) => format!("noted as put right on {}", day.text),
            (None, _) => "not noted as put right".to_owned(),
        };
        let updates = counted(own.updates, "update");
        let lessons = own.lessons.iter().map(|lesson| format!(" Learned: {}", text(lesson)));
        let said = format!("**{}**, {}", tasks.join(", "), own.date.text);
        let lessons: String = lessons.collect();
        let _ = writeln!(out, "- {}: {updates}; {settled}.{lessons}", behind(said, &own.notes));
    }
    out.push('\n');
}

pub(super) fn appendix(out: &mut String, packet: &Packet) {
    if packet.notes.is_empty() {
        return;
    }
    section(out, "Index of notes");
    // What is linked to stands with the evidence, so few notes have a link here.
    let has_links = packet.notes.iter().any(|note| !note.links.is_empty());
    let heads = ["No.", "Date", "Note", "Task", "Shows", "Grade"].into_iter();
    table_head(out, &heads.chain(has_links.then_some("Links")).collect::<Vec<_>>());
    for note in &packet.notes {
        let joined =
            |words: &[String]| words.iter().map(|word| text(word)).collect::<Vec<_>>().join(", ");
        let cells = [
            note.number.to_string(),
            note.date.iso.clone(),
            note.sort.to_owned(),
            joined(&note.tasks),
            joined(&note.shows),
            note.grade.unwrap_or_default().to_owned(),
        ];
        let links = || note.links.iter().map(link).collect::<Vec<_>>().join(", ");
        let cells = cells.into_iter().chain(has_links.then(links));
        row(out, &cells.collect::<Vec<_>>());
    }
    out.push('\n');
}
