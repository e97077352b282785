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

/// The titles of the charts of what compounds.
impl Reading {
    /// The quarters from the first entry's to today's, each with its numbers; empty without an entry up to today.
    fn effects_up_to_today(&self) -> Vec<(Quarter, Value)> {
        let first = self.entries.iter().map(|note| self.quarter(note.date())).min();
        let first = first.unwrap_or(i32::MAX);
        (first..=self.quarter(self.today)).map(|quarter| (quarter, self.effect(quarter))).collect()
    }

    pub(super) fn headlines(&self) -> Vec<String> {
        let all = self.effects_up_to_today();
        let number = |quarter: &Value, path: &str| quarter.pointer(path).and_then(Value::as_u64);
        let sum = |quarters: &[(Quarter, Value)], paths: &[&str]| -> u64 {
            let each =
                quarters.iter().flat_map(|(_, own)| paths.iter().map(move |path| (own, *path)));
            each.map(|(own, path)| number(own, path).expect("a number")).sum()
        };
        let recent = &all[all.len().saturating_sub(4)..];
        let before = &all[all.len().saturating_sub(8)..all.len().saturating_sub(4)];
        let eight = &all[all.len().saturating_sub(8)..];
        let when = match recent {
            [] => "up to today".to_owned(),
            [(only, _)] => format!("in {}", quarter_name(*only)),
            [(first, _), ..] if all.len() <= 4 => format!("since {}", quarter_name(*first)),
            _ => "in the last four quarters".to_owned(),
        };
        let before_words = match before.len() {
            1 => "quarter",
            2 => "two",
            3 => "three",
            _ => "four",
        };
        let counted = |subject: &str, paths: &[&str], of: Option<&[&str]>| {
            let said = |quarters: &[(Quarter, Value)]| {
                let own = sum(quarters, paths);
                let own = if own == 0 { "none".to_owned() } else { own.to_string() };
                match of.map_or(0, |of| sum(quarters, of)) {
                    0 => own,
                    all => format!("{own} of {all}"),
                }
            };
            let has = |quarter: &(Quarter, Value)| sum(std::slice::from_ref(quarter), paths) > 0;
            let newest = all.iter().rev().find(|quarter| has(quarter));
            let rest = if sum(eight, paths) == 0 {
                newest.map_or("none up to today".to_owned(), |(quarter, _)| {
                    let quarter = quarter_name(*quarter);
                    format!("none in the last eight quarters, the newest in {quarter}")
                })
            } else if all.len() <= 4 {
                format!("{} {when}", said(recent))
            } else if sum(&all[..all.len() - 4], paths) == 0 {
                format!("{} {when}, none before", said(recent))
            } else {
                let (recent, before) = (said(recent), said(before));
                format!("{recent} {when}, {before} in the {before_words} before")
            };
            format!("{subject}: {rest}.")
        };
        let sizes = [
            ("Large tasks", "/scope/large"),
            ("Medium tasks", "/scope/medium"),
            ("Small tasks", "/scope/small"),
            ("Tasks without a size", "/scope/unsized"),
        ];
        let largest = |quarters| sizes.iter().find(|(_, path)| sum(quarters, &[path]) > 0);
        let (tasks, size) = largest(eight).or_else(|| largest(&all)).unwrap_or(&sizes[3]);
        let trust = ["/trust/suggested", "/trust/acted", "/trust/asked"];
        vec![
            counted("Notes that others saw", &["/visibility"], None),
            counted(tasks, &[size], None),
            counted("Tasks you suggested or began unasked", &trust[..2], Some(&trust)),
            self.energy_headline(recent, before, &when, before_words),
        ]
    }

    fn energy_headline(
        &self,
        recent: &[(Quarter, Value)],
        before: &[(Quarter, Value)],
        when: &str,
        before_words: &str,
    ) -> String {
        let mean = |quarters: &[(Quarter, Value)]| {
            let inside =
                |note: &&Note| quarters.iter().any(|(q, _)| *q == self.quarter(note.date()));
            let notes = self.entries.iter().filter(inside);
            let felt: Vec<u32> = notes
                .filter_map(|note| note.one("energy"))
                .map(|text| text.parse().expect("a number"))
                .collect();
            let tenths = f64::from(10 * felt.iter().sum::<u32>()) / felt.len() as f64;
            (!felt.is_empty()).then(|| format!("{:.1}", (tenths + 0.5).floor() / 10.0))
        };
        let own = match (mean(recent), mean(before)) {
            (Some(recent), Some(before)) => {
                format!("{recent} of 5 {when}, {before} in the {before_words} before")
            }
            (Some(recent), None) => format!("{recent} of 5 {when}"),
            (None, Some(before)) => {
                format!("not noted {when}, {before} of 5 in the {before_words} before")
            }
            (None, None) => format!("not noted {when}"),
        };
        format!("Your energy: {own}.")
    }
}
