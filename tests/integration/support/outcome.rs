//! Journals from a few words, and what becomes of them in a few words. How the journals
//! are written is said in `notation`.

use std::fmt::Display;

use jiff::civil::Date;
use loopbook::analyse::{Loop, Task, Thread, Timeline};
use loopbook::model::Journal;
use loopbook::share::for_author;

use super::read::journal;

/// What became of a journal.
pub(crate) struct Outcome {
    journal: Journal,
    timeline: Timeline,
}

fn outcome(text: &str) -> Outcome {
    let journal = journal(text);
    let timeline = loopbook::analyse::Analysis::of(
        &for_author(&journal, &[]),
        jiff::civil::date(2026, 11, 21),
    )
    .timeline;
    Outcome { journal, timeline }
}

/// The threads of a journal: `ana (peer), loops ana-1, entries a b`.
pub(crate) fn threads(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.threads.iter().map(|thread| outcome.thread(thread)))
}

/// The loops of a journal: `ana-1 01-01..01-03 closed at 6 aligned: a b c, tasks x y, wins x`.
pub(crate) fn loops(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.loops.iter().map(|own| outcome.own_loop(own)))
}

/// The tasks of a journal: `docs: delivered 01-02, taken on 01-01 asked with ana in ana-1, small,
/// due 03-01, for website, named by a b`, without what is absent.
pub(crate) fn tasks(text: &str) -> String {
    let outcome = outcome(text);
    lines(outcome.timeline.tasks.iter().map(|task| outcome.task(task)))
}

/// How the loops of a journal grow: `ana-2 delivered 3, level 2: suggested large`.
pub(crate) fn growth(text: &str) -> String {
    let outcome = outcome(text);
    let timeline = &outcome.timeline;
    lines(timeline.threads.iter().flat_map(|thread| {
        let told = thread.loops.iter().zip(&thread.growth).map(|(at, growth)| {
            let rose = growth.initiative.map(|rose| rose.word());
            let rose = rose.into_iter().chain(growth.scope.map(|rose| rose.word()));
            let id = &timeline.loops[*at].id;
            let text = format!("{id} delivered {}, level {}", growth.delivered, growth.level);
            text + &some(
                ": ",
                Some(rose.collect::<Vec<_>>().join(" ")).filter(|rose| !rose.is_empty()),
            )
        });
        told.collect::<Vec<_>>()
    }))
}

impl Outcome {
    fn thread(&self, thread: &Thread) -> String {
        let loops = thread.loops.iter().map(|at| &self.timeline.loops[*at].id);
        let mut text = format!(
            "{} ({})",
            thread.person,
            thread.relation.map_or("unknown", |relation| relation.word())
        );
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
        text += &some(" ", task.initiative.map(|first| first.word()));
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
