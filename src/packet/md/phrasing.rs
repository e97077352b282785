//! What several parts say in one way.

use std::fmt::Write as _;

use super::super::{Measure, PacketQuote, Proof};
use super::text::{line, link, text};

pub(super) fn section(out: &mut String, title: &str) {
    let _ = writeln!(out, "## {title}\n");
}

/// A row of a table.
pub(super) fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

pub(super) fn table_head(out: &mut String, heads: &[&str]) {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    row(out, &heads);
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
}

pub(super) fn numbers(notes: &[usize]) -> String {
    notes.iter().map(|number| format!("[{number}]")).collect::<Vec<_>>().join(" ")
}

pub(super) fn behind(words: impl AsRef<str>, notes: &[usize]) -> String {
    let words = words.as_ref();
    if notes.is_empty() { words.to_owned() } else { format!("{words} {}", numbers(notes)) }
}

pub(super) fn new(is_new: bool) -> &'static str {
    if is_new { "*new* " } else { "" }
}

pub(super) fn measures(measures: &[Measure]) -> Vec<String> {
    let said = measures.iter().map(|measure| {
        let Measure { name, before, after, unit } = measure;
        let unit = if unit.is_empty() { String::new() } else { format!(" {}", text(unit)) };
        format!("{}: {} → **{}**{unit}", line(name), text(before), text(after))
    });
    said.collect()
}

pub(super) fn links(links: &[Proof]) -> Option<String> {
    let all = links.iter().map(link).collect::<Vec<_>>().join(", ");
    (!all.is_empty()).then(|| format!("Proof: {all}"))
}

pub(super) fn quote_of(said: &PacketQuote) -> String {
    let note = said.note.map_or(String::new(), |number| format!(" [{number}]"));
    let level = said.level.as_deref().map_or(String::new(), |level| format!(", {}", text(level)));
    let (words, who, day) = (text(&said.text), text(&said.who), &said.date.text);
    format!("{}“{words}” ({who}{level}, {day}){note}", new(said.is_new))
}
