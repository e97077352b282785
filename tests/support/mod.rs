//! Journals from a few words, and what becomes of them in a few words.
//!
//! Each line of a journal's text, or each part of one between `;`, is an entry:
//!
//! ```text
//! 01-05 ask with=ana task=docs,site
//! deliver task=docs impact=yes; note task=site
//! ```
//!
//! A date is a day of 2026; an entry without one is of the day after the entry above it, the first
//! of `01-01`. A word is its `step`, and `note` is none. The rest is its front matter. The entries
//! are called `a`, `b`, `c`… in the order in which they are written. A line `=== path` begins a
//! file of its own that is taken as it is, but for the space around its lines:
//!
//! ```text
//! === people/ana.md
//! ---
//! relation: sponsor
//! ---
//! ```

mod folder;

use std::fmt::Display;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use loopbook::analyse::{Loop, Task, Thread, Timeline};
use loopbook::model::Journal;
use loopbook::read;

use folder::folder;

/// What became of a journal.
pub struct Outcome {
    journal: Journal,
    timeline: Timeline,
}

/// Writes a journal, and reads it. None of its notes may have an error.
pub fn outcome(text: &str) -> Outcome {
    let folder = folder(&files(text));
    let read::Read { journal, diagnostics, .. } = read::read(folder.path(), None);
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let journal = journal.expect("a journal");
    let timeline = Timeline::of(&journal);
    Outcome { journal, timeline }
}

/// The threads of a journal: `ana (peer), loops ana-1, entries a b`.
pub fn threads(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.threads.iter().map(|thread| outcome.thread(thread)))
}

/// The loops of a journal: `ana-1 01-01..01-03 closed at 6 aligned: a b c, tasks x y, wins x`.
pub fn loops(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.loops.iter().map(|own| outcome.own_loop(own)))
}

/// The tasks of a journal: `docs: delivered 01-02, taken on 01-01 asked with ana in ana-1, small,
/// due 03-01, for website, named by a b`, without what is absent.
pub fn tasks(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.tasks.iter().map(|task| outcome.task(task)))
}

impl Outcome {
    fn thread(&self, thread: &Thread) -> String {
        let loops = thread.loops.iter().map(|at| &self.timeline.loops[*at].id);
        let mut text = format!("{} ({})", thread.person, thread.relation.word());
        text += &some(", loops ", loops);
        text + &some(", entries ", self.names(&thread.entries))
    }

    fn own_loop(&self, own: &Loop) -> String {
        let state = format!("{:?}", own.state).to_lowercase();
        let mut text = format!("{} {}..", own.id, day(own.opened));
        text += &some("", own.closed.map(day));
        text += &format!(" {state} at {}", own.position);
        text += if own.aligned { " aligned" } else { "" };
        text += &some(": ", self.names(&own.entries));
        text += &some(", tasks ", self.task_ids(&own.tasks));
        text + &some(", wins ", self.task_ids(&own.wins))
    }

    fn task(&self, task: &Task) -> String {
        let mut text = format!("{}: ", task.id);
        text += task.status.map_or("no status", |status| status.word());
        text += &some(" ", task.delivered.map(day));
        text += &some(", taken on ", task.taken_on.map(day));
        text += &some(" ", task.taken_on.map(|_| task.initiative.word()));
        text += &some(" with ", &task.thread);
        text += &some(" in ", task.in_loop.map(|own| &self.timeline.loops[own].id));
        text += &some(", ", task.size.map(|size| size.word()));
        text += &some(", due ", task.due.map(day));
        text += &some(", for ", &task.project);
        text + &some(", named by ", self.names(&task.entries))
    }

    fn task_ids<'a>(&'a self, tasks: &'a [usize]) -> impl Iterator<Item = &'a str> {
        tasks.iter().map(|at| self.timeline.tasks[*at].id.as_str())
    }

    /// Entries by their slugs.
    fn names<'a>(&'a self, entries: &'a [usize]) -> impl Iterator<Item = &'a str> {
        entries.iter().map(|at| &self.journal.entries[*at].id.as_str()["2026-01-01-".len()..])
    }
}

/// Words behind a label; nothing where there are none.
fn some(label: &str, words: impl IntoIterator<Item = impl Display>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| word.to_string()).collect();
    if words.is_empty() { String::new() } else { format!("{label}{}", words.join(" ")) }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// A day of 2026.
fn day(date: Date) -> String {
    date.strftime("%m-%d").to_string()
}

/// The files of a journal's text.
fn files(text: &str) -> Vec<(String, String)> {
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
        let text: String = text.lines().map(|line| format!("{}\n", line.trim())).collect();
        files.push((path.trim().to_owned(), text));
    }
    files
}

/// The date that begins an entry, and the rest of it.
fn dated(entry: &str) -> Option<(Date, &str)> {
    let (day, rest) = entry.split_once(' ')?;
    Some((format!("2026-{day}").parse().ok()?, rest))
}

/// A note from `ask task=docs,site`.
fn front_matter(keys: &str) -> String {
    let keys = keys.split_whitespace().map(|word| match word.split_once('=') {
        Some((key, value)) if value.contains(',') => format!("{key}: [{value}]\n"),
        Some((key, value)) => format!("{key}: {value}\n"),
        None if word == "note" => String::new(),
        None => format!("step: {word}\n"),
    });
    format!("---\n{}---\n", keys.collect::<String>())
}
