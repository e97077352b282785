//! The section on promises: those that `update_by` makes outside of setbacks.

use serde_json::{Value, json};

use super::by_text;
use super::timeline::Reading;

impl Reading {
    /// Each entry whose `update_by` no setback tells of, its day, and whether an update came.
    pub(super) fn promises(&self) -> Vec<Value> {
        let stated = (0..self.entries.len()).filter(|at| self.entries[*at].has("update_by"));
        let own = stated.filter(|at| !self.is_told_with_a_setback(*at));
        let row = |at: usize| {
            let note = &self.entries[at];
            let (due, done) = (note.day("update_by"), self.update_came(at));
            let whose = self.whose_work(at);
            let person = (self.relation(&whose) == "report").then_some(whose);
            let to_do = person.is_none() && self.is_to_do(at);
            json!({ "entry": note.id, "due": due, "to_do": to_do, "done": done, "person": person })
        };
        by_text(own.map(row).collect())
    }

    /// The entries with an `update_by` before today that is no direct report's, for which nothing came, unless the
    /// work is over.
    pub(super) fn late_promises(&self) -> Vec<usize> {
        let stated = (0..self.entries.len()).filter(|at| self.entries[*at].has("update_by"));
        let own = stated.filter(|at| !self.is_told_with_a_setback(*at));
        let is_over = |id: &String| {
            let task = self.tasks.iter().find(|task| task.id == *id);
            let status = task.and_then(|task| task.status.as_deref());
            matches!(status, Some("delivered" | "declined" | "dropped"))
        };
        own.filter(|at| !self.is_to_do(*at))
            .filter(|at| {
                let note = &self.entries[*at];
                let settled = note.has("task") && note.list("task").iter().all(is_over);
                let past = note.day("update_by").is_some_and(|by| by < self.today);
                past && !settled && !self.update_came(*at) && !self.is_report(&self.whose_work(*at))
            })
            .collect()
    }

    /// Whether a note names neither a person nor a task and is no step, so that nobody was promised anything.
    fn is_to_do(&self, at: usize) -> bool {
        !["with", "task", "step"].iter().any(|key| self.entries[at].has(key))
    }

    fn share_a_task(&self, one: usize, other: usize) -> bool {
        self.entries[one].list("task").iter().any(|task| self.entries[other].says("task", task))
    }

    fn is_told_with_a_setback(&self, at: usize) -> bool {
        let is = |at: usize, kind: &str| self.entries[at].says("kind", kind);
        let before = || (0..at).any(|other| is(other, "setback") && self.share_a_task(other, at));
        is(at, "setback") || is(at, "update") && before()
    }

    fn update_came(&self, at: usize) -> bool {
        let own = &self.entries[at];
        (at + 1..self.entries.len()).any(|later| {
            let note = &self.entries[later];
            let same_thread = self.person(later) == self.person(at);
            let told = !own.has("task") && note.says("kind", "update") && same_thread;
            self.share_a_task(at, later) || note.says("resolves", &own.id) || told
        })
    }
}
