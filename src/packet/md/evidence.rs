//! The matrix, the needs, and the stories.

use std::fmt::Write as _;

use super::super::{Matrix, Packet, PacketNeed, PacketStory, PacketUnit};
use super::phrasing::{behind, links, measures, new, numbers, quote_of, row, section, table_head};
use super::text::{line, text};
use crate::analyse::gaps::label;
use crate::render::terms::Term;

pub(super) fn matrix(out: &mut String, packet: &Packet, grid: &Matrix) {
    section(out, "The evidence by quarter");
    let quarters = grid.columns.iter().map(|column| column.quarter.as_str());
    let heads: Vec<&str> = ["Competency"].into_iter().chain(quarters).chain(["Status"]).collect();
    table_head(out, &heads);
    for need in &packet.needs {
        let cells = need.cells.iter().map(|cell| match cell.count {
            0 => String::new(),
            1 => cell.grade.to_owned(),
            count => format!("{} ({count})", cell.grade),
        });
        let stale = if need.stale { ", stale" } else { "" };
        let cells: Vec<String> = [text(&need.title)]
            .into_iter()
            .chain(cells)
            .chain([format!("**{}**{stale}", label(need.status))])
            .collect();
        row(out, &cells);
    }
    out.push('\n');
    let said = |terms: &[Term]| {
        let terms = terms.iter().map(|term| format!("*{}*, {}", term.word, term.text));
        terms.collect::<Vec<_>>().join("; ")
    };
    let _ = writeln!(
        out,
        "A piece of evidence is one task in one quarter. Its grade is the highest of its notes: {}. It counts when it is \
         backed or better. Grades are never averaged.\n",
        said(&grid.grades)
    );
    let _ = writeln!(out, "The status of a competency: {}.\n", said(&grid.statuses));
}

pub(super) fn need(out: &mut String, need: &PacketNeed) {
    let _ = writeln!(out, "### {}\n", text(&need.title));
    let was = need.was.as_ref().map_or(String::new(), |was| format!(" (was {})", label(was)));
    let stale = if need.stale { " Stale: the newest evidence is old." } else { "" };
    let _ = writeln!(out, "**{}**{was}: {}.{stale}\n", label(need.status), need.rule);
    if let Some(bar) = &need.bar {
        let _ = writeln!(out, "The bar, {}: {}\n", need.named_by, text(bar));
    }
    need.units.iter().for_each(|own| unit(out, own));
    if need.more > 0 {
        let more = format!("{} more", need.more);
        let listed = match &need.more_notes[..] {
            [] => " in the appendix".to_owned(),
            notes => format!(": {}", numbers(notes)),
        };
        let _ = writeln!(out, "- and {more}{listed}");
    }
    if !need.units.is_empty() {
        out.push('\n');
    }
}

fn unit(out: &mut String, unit: &PacketUnit) {
    let lead = unit.impact.first();
    let lead = lead.map_or(String::new(), |impact| format!("**{}** · ", text(impact)));
    let by = if unit.grade == "confirmed" { unit.confirmed_by.join(", ") } else { String::new() };
    let grade = match (unit.below, by.as_str()) {
        _ if unit.missed => "fell short of the bar".to_owned(),
        (true, _) => "at a lower level".to_owned(),
        (false, "") => unit.grade.to_owned(),
        (false, by) => format!("{} by {}", unit.grade, text(by)),
    };
    let level = unit.level.as_ref().map_or(String::new(), |level| format!(", at {}", text(level)));
    let title =
        if lead.is_empty() { format!("**{}**", text(&unit.title)) } else { text(&unit.title) };
    let facts = format!("{lead}{title}, {}, {grade}{level}", unit.quarter);
    let _ = writeln!(out, "- {}{}", new(unit.is_new), behind(facts, &unit.notes));
    let also = unit.impact.iter().skip(1).map(|impact| line(impact));
    let measures = measures(&unit.measures).into_iter();
    let quotes = unit.quotes.iter().map(quote_of);
    for fact in also.chain(measures).chain(quotes).chain(links(&unit.links)) {
        let _ = writeln!(out, "  - {fact}");
    }
}

pub(super) fn story(out: &mut String, number: usize, story: &PacketStory) {
    let _ = writeln!(out, "### {number}. {}{}\n", new(story.is_new), text(&story.title));
    for impact in &story.impact {
        let _ = writeln!(out, "**{}**\n", text(impact));
    }
    for measure in measures(&story.measures) {
        let _ = writeln!(out, "- {measure}");
    }
    if let Some(number) = story.same_as {
        let _ = writeln!(out, "- Situation: the same as in story {number}");
    }
    if let Some(trying) = &story.trying {
        let who = story.with.as_deref().map_or("They", |with| with);
        let _ = writeln!(out, "- Situation: {} wanted: {}", text(who), text(trying));
    }
    if let Some(blocking) = &story.blocking {
        let _ = writeln!(out, "- Blocked by: {}", text(blocking));
    }
    let steps = story.action.iter().map(|step| {
        let number = step.note.map_or(String::new(), |number| format!(" [{number}]"));
        format!("{} {}{number}", step.date.short, text(&step.title))
    });
    let steps: Vec<String> = steps.collect();
    if let Some(role) = story.role {
        let _ = writeln!(out, "- Role: {role}");
    }
    let _ = writeln!(out, "- What was done{}: {}", first(story.initiative), steps.join("; "));
    for said in &story.quotes {
        let _ = writeln!(out, "- {}", quote_of(said));
    }
    for lesson in &story.lessons {
        let _ = writeln!(out, "- Learned: {}", text(lesson));
    }
    let shows: Vec<String> = story.shows.iter().map(|shows| text(&shows.title)).collect();
    if !shows.is_empty() {
        let _ = writeln!(out, "- Shows: {}", shows.join(", "));
    }
    if let Some(links) = links(&story.links) {
        let _ = writeln!(out, "- {links}");
    }
    out.push('\n');
}

/// Who saw first that work was needed, where a note says so.
fn first(initiative: &str) -> String {
    if initiative == "not noted" { String::new() } else { format!(" ({initiative})") }
}
