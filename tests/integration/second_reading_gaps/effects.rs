//! Section 7: what compounds, by quarter.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::gaps::{Quarter, quarter_name};
use super::journal::Note;
use super::timeline::{Reading, Task};

impl Reading {
    fn is_visible(&self, at: usize) -> bool {
        let note = &self.entries[at];
        let leader = self.person(at);
        let quoted = note.has("quote") && note.one("quote_from").is_some_and(|from| from != leader);
        note.has("seen_by") || quoted
    }

    /// Whether a task was asked for, in a loop that has no `ask` up to its taking-on.
    fn is_unasked(&self, task: &Task) -> bool {
        let Some(own) = task.own else { return false };
        let file = self.file(&self.journal.tasks, &task.id);
        let before = |at: &&usize| **at <= task.taker;
        let mut before = self.loops[own].entries.iter().filter(before);
        file.is_some_and(|file| file.has("asked_by"))
            && !before.any(|at| self.entries[*at].says("step", "ask"))
    }

    /// How many problems that the author saw were taken on in a quarter, not earlier than they were noted.
    fn seen_first(&self, quarter: Quarter) -> usize {
        let taken = |at: usize| {
            let note = &self.entries[at];
            // No note of these journals has the title of a task.
            let named = |task: &&Task| note.says("task", &task.id);
            let first = self.tasks.iter().filter(named).map(|task| task.taker).min()?;
            Some(first).filter(|first| *first >= at)
        };
        let seen = (0..self.entries.len())
            .filter(|at| self.entries[*at].says("kind", "seen") && self.whose_work(*at) == "me");
        let takers = seen.filter_map(taken);
        takers.filter(|at| self.quarter(self.entries[*at].date()) == quarter).count()
    }

    fn confirmed_units(&self, quarter: Quarter) -> usize {
        let shown = self.entries.iter().flat_map(|note| note.list("shows"));
        let ids = shown.map(|claim| claim.split('@').next().expect("a competency"));
        let ids: BTreeSet<&str> = ids.collect();
        let units = ids.into_iter().flat_map(|id| self.units(id, None));
        units.filter(|unit| unit.quarter == quarter && unit.grade == 3).count()
    }

    fn energy(&self, quarter: Quarter) -> Option<f64> {
        let entries = self.entries.iter().filter(|note| self.quarter(note.date()) == quarter);
        let energies = entries.filter_map(|note| note.one("energy"));
        let energies: Vec<f64> = energies.map(|text| text.parse().expect("a number")).collect();
        let mean = energies.iter().sum::<f64>() / energies.len() as f64;
        (!energies.is_empty()).then(|| (mean * 100.0).round() / 100.0)
    }

    fn effect(&self, quarter: Quarter) -> Value {
        let inside = |note: &Note| self.quarter(note.date()) == quarter;
        let own = self.tasks.iter().filter(|task| self.whose_task(task) == "me");
        let taken = own.filter(|task| inside(&self.entries[task.taker]));
        let taken: Vec<&Task> = taken.collect();
        let sized = |size: Option<&str>| taken.iter().filter(|t| t.size.as_deref() == size).count();
        let led = |word: &str| taken.iter().filter(|task| task.initiative == word).count();
        let entries = (0..self.entries.len()).filter(|at| inside(&self.entries[*at]));
        json!({
            "quarter": quarter_name(quarter),
            "visibility": entries
                .filter(|at| self.whose_work(*at) == "me" && self.is_visible(*at))
                .count(),
            "scope": {
                "small": sized(Some("small")),
                "medium": sized(Some("medium")),
                "large": sized(Some("large")),
                "unsized": sized(None),
            },
            "trust": {
                "asked": led("asked"),
                "suggested": led("suggested"),
                "acted": led("acted"),
                "confirmed": self.confirmed_units(quarter),
                "unasked": taken.iter().filter(|task| self.is_unasked(task)).count(),
                "seen": self.seen_first(quarter),
            },
            "energy": self.energy(quarter),
        })
    }

    /// The quarters that have entries.
    pub(super) fn effect_rows(&self) -> Vec<Value> {
        let quarters: BTreeSet<_> = self.entries.iter().map(|e| self.quarter(e.date())).collect();
        quarters.into_iter().map(|quarter| self.effect(quarter)).collect()
    }
}
