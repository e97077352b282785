//! Journals from a few words.
//!
//! Each line of a journal's text, or each part of one between `;`, is an entry:
//!
//! ```text
//! 01-05 ask with=ana task=docs,site
//! deliver task=docs impact=yes; note task=site
//! ```
//!
//! A date is a day of 2026, or the number of days from its first: `01-05`, `+4`, `-30`; or a whole date. An entry
//! without one is of the day after the entry above it, the first of `01-01`. A word is its `step`,
//! and `note` is none. The rest is its front matter, in which `due=+4` is such a day too. The
//! entries are called `a`, `b`, `c`… in the order in which they are written. A line `=== path`
//! begins a file of its own that is taken as it is, but for the space around its lines, and days:
//!
//! ```text
//! === people/ana.md
//! ---
//! relation: sponsor
//! since: +4
//! ---
//! ```

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The files of a journal's text.
pub(crate) fn files(text: &str) -> Vec<(String, String)> {
    let (entries, whole) = match text.split_once("===") {
        Some((entries, whole)) => (entries, whole.split("===").collect()),
        None => (text, Vec::new()),
    };
    let mut files = Vec::new();
    let mut yesterday = date(2025, 12, 31);
    let written = entries.split(['\n', ';']).map(str::trim).filter(|entry| !entry.is_empty());
    for (name, entry) in ('a'..='z').zip(written) {
        let (date, keys) = dated(entry).unwrap_or((yesterday + 1.day(), entry));
        files.push((format!("entries/{date}-{name}.md"), front_matter(keys)));
        yesterday = date;
    }
    for file in whole {
        let (path, text) = file.split_once('\n').unwrap_or((file, ""));
        let text: String = text.lines().map(|line| format!("{}\n", whole_line(line))).collect();
        files.push((path.trim().to_owned(), text));
    }
    files
}

/// A day of 2026, one that many days from its first, or a whole date.
pub(crate) fn day(text: &str) -> Option<Date> {
    if text.starts_with(['+', '-']) {
        return Some(date(2026, 1, 1) + text.parse::<i64>().ok()?.days());
    }
    text.parse().or_else(|_| format!("2026-{text}").parse()).ok()
}

/// The date that begins an entry, and the rest of it.
fn dated(entry: &str) -> Option<(Date, &str)> {
    let (text, rest) = entry.split_once(' ').unwrap_or((entry, ""));
    Some((day(text)?, rest))
}

/// A line of a file, with the day that its value may stand for.
fn whole_line(line: &str) -> String {
    let line = line.trim();
    match line.split_once(": ") {
        Some((key, value)) => format!("{key}: {}", value_of(value)),
        None => line.to_owned(),
    }
}

fn value_of(text: &str) -> String {
    let relative = text.starts_with(['+', '-']).then(|| day(text)).flatten();
    relative.map_or_else(|| text.to_owned(), |day| day.to_string())
}

/// A note from `ask task=docs,site`.
fn front_matter(keys: &str) -> String {
    let keys = keys.split_whitespace().map(|word| match word.split_once('=') {
        Some((key, value)) if value.contains(',') => format!("{key}: [{value}]\n"),
        Some((key, value)) => format!("{key}: {}\n", value_of(value)),
        None if word == "note" => String::new(),
        None => format!("step: {word}\n"),
    });
    format!("---\n{}---\n", keys.collect::<String>())
}
