//! How leaders see the work, over time.

use jiff::civil::Date;

use super::timeline::Thread;
use crate::model::vocabulary::{Perception, Step};
use crate::model::{Journal, Slug};

/// What was heard in one talk about the work.
#[derive(Debug)]
pub struct PerceptionPoint<'j> {
    /// The `master`.
    pub entry: usize,
    /// How the work was seen.
    pub perception: Option<Perception>,
    /// What was wished to be different.
    pub wishes: Vec<RaisedWish<'j>>,
}

/// A wish, and when it was settled.
#[derive(Debug)]
pub struct RaisedWish<'j> {
    /// The wish.
    pub text: &'j str,
    /// The day of the first later note that settles it.
    pub settled: Option<Date>,
}

/// The talks of a thread that say how the work was seen or what was wished, in order.
pub fn perceptions<'j>(
    journal: &'j Journal,
    thread: &Thread,
    today: Date,
) -> Vec<PerceptionPoint<'j>> {
    let masters = thread.entries.iter().filter(|at| {
        let entry = &journal.entries[**at];
        let says = entry.perception.is_some() || !entry.wishes.is_empty();
        says && entry.step == Some(Step::Master)
    });
    let point = |at: &usize| {
        let entry = &journal.entries[*at];
        let settled = |wish: &str| {
            let name = Slug::new(wish);
            let mut later = journal.entries_until(today)[at + 1..].iter();
            let settles = later
                .find(|later| later.resolves.contains(&entry.id) || later.resolves.contains(&name));
            settles.map(|later| later.date)
        };
        let wish = |text: &'j String| RaisedWish { text, settled: settled(text) };
        PerceptionPoint {
            entry: *at,
            perception: entry.perception,
            wishes: entry.wishes.iter().map(wish).collect(),
        }
    };
    masters.map(point).collect()
}
