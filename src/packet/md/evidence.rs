//! The matrix and the needs.

use std::fmt::Write as _;

use super::super::{Matrix, Packet, PacketNeed, PacketUnit};
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
        let cells = need.cells.iter().map(|cell| {
            let grade = if cell.grade == "below" { "at a lower level" } else { cell.grade };
            match cell.count {
                0 => String::new(),
                1 => grade.to_owned(),
                count => format!("{grade} ({count})"),
            }
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
         backed or better, and never *at a lower level* than the goal's. Grades are never averaged.\n",
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
            [] => " in the index of notes".to_owned(),
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
    let told = unit.told.as_ref();
    let told = told.map_or(String::new(), |place| format!("; more under {}", text(&place.title)));
    let facts = format!("{lead}{title}, {}, {grade}{level}{told}", unit.quarter);
    let _ = writeln!(out, "- {}{}", new(unit.is_new), behind(facts, &unit.notes));
    let also = unit.impact.iter().skip(1).map(|impact| line(impact));
    let measures = measures(&unit.measures).into_iter();
    let quotes = unit.quotes.iter().map(quote_of);
    for fact in also.chain(measures).chain(quotes).chain(links(&unit.links)) {
        let _ = writeln!(out, "  - {fact}");
    }
}
