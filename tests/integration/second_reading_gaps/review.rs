//! The review of a range of days: which work is told, and in which order.

use std::collections::BTreeMap;

use jiff::civil::Date;
use loopbook::analyse::Analysis;
use loopbook::analyse::review::{Review, ReviewedWork};
use serde_json::{Value, json};

use super::timeline::{Reading, Task};

/// A piece of work as the rule sees it.
struct Work<'r> {
    task: &'r Task,
    grade: usize,
    measured: bool,
    size: usize,
    done: Date,
    has_effect: bool,
    is_chosen: bool,
}

/// What the program tells of these days.
pub(super) fn told(analysis: &Analysis<'_>, first: Date, last: Date) -> Value {
    let review = Review::of(analysis, &(first..=last));
    let works = |works: &[ReviewedWork<'_>]| -> Vec<String> {
        works.iter().map(|work| work.task.id.to_string()).collect()
    };
    let entries = |list: &[usize]| -> Vec<String> {
        list.iter().map(|at| analysis.journal.entries[*at].id.to_string()).collect()
    };
    let situation = |work: &ReviewedWork<'_>| {
        let id = work.situation.map(|at| analysis.journal.entries[at].id.to_string());
        (work.task.id.to_string(), id)
    };
    let situations: BTreeMap<String, Option<String>> = review.works.iter().map(situation).collect();
    let named = |work: &ReviewedWork<'_>| {
        let by = work.named_by?;
        Some((work.task.id.to_string(), json!([by.person, by.is_answer])))
    };
    let named: BTreeMap<String, Value> = review.works.iter().filter_map(named).collect();
    let setbacks: Vec<usize> = review.setbacks.iter().map(|own| own.entry).collect();
    let asked: BTreeMap<String, usize> =
        review.asked.iter().map(|(person, times)| (person.to_string(), *times)).collect();
    let others: Vec<String> = review.others.iter().map(|task| task.id.to_string()).collect();
    json!({
        "works": works(&review.works),
        "others": others,
        "situations": situations,
        "named": named,
        "chosen": works(&review.chosen),
        "asked": asked,
        "quotes": entries(&review.quotes),
        "lessons": entries(&review.lessons),
        "setbacks": entries(&setbacks),
        "requests": [review.requests.kept, review.requests.all, review.missed],
        "dates": [review.dates.kept, review.dates.all],
    })
}

impl Reading {
    fn is_request(&self, task: &Task) -> bool {
        self.entries[task.taker].is_talk()
    }

    fn work<'r>(&'r self, task: &'r Task, first: Date, last: Date) -> Option<Work<'r>> {
        let within = |day: &Date| first <= *day && *day <= last;
        let done = task.cycles.iter().copied().chain(task.delivered).filter(within).max()?;
        if self.whose_task(task) != "me" || task.missed.is_some() {
            return None;
        }
        let notes: Vec<usize> = self.told_notes(task, first, last);
        let grade = |at: &usize| {
            let note = &self.entries[*at];
            if note.list("confirmed_by").iter().any(|id| self.can_confirm(id, None)) {
                3
            } else if note.has("quote") && note.has("quote_from") {
                2
            } else {
                usize::from(note.has("impact") || note.has("metric") || note.has("evidence"))
            }
        };
        let sizes = ["small", "medium", "large"];
        let size = sizes.iter().position(|size| task.size.as_deref() == Some(*size));
        let says = |key: &str| notes.iter().any(|at| self.entries[*at].has(key));
        let quoted = notes
            .iter()
            .any(|at| self.entries[*at].has("quote") && self.entries[*at].has("quote_from"));
        Some(Work {
            grade: notes.iter().map(grade).max().unwrap_or(0),
            measured: says("metric"),
            size: size.map_or(0, |at| at + 1),
            done,
            has_effect: says("impact") || says("metric") || quoted,
            is_chosen: matches!(&*task.initiative, "suggested" | "acted") || self.is_request(task),
            task,
        })
    }

    /// The notes on a task that tell of the author's work; of recurring work, those of the time.
    fn told_notes(&self, task: &Task, first: Date, last: Date) -> Vec<usize> {
        let all = 0..self.entries.len();
        all.filter(|at| {
            let note = &self.entries[*at];
            let in_time = first <= note.date() && note.date() <= last;
            let is_past = note.date() <= self.today;
            is_past
                && note.says("task", &task.id)
                && self.whose_work(*at) == "me"
                && (!task.recurs || in_time)
        })
        .collect()
    }

    /// The note that says why a task was wanted: its taker, or a talk on it with the same person up to the day
    /// of its delivery.
    fn situation(&self, task: &Task) -> Option<&str> {
        let says = |at: &usize| {
            let note = &self.entries[*at];
            let is_talk = note.is_talk() && self.person(*at) == task.person;
            let is_late = task.delivered.is_some_and(|day| note.date() > day);
            let is_about =
                *at == task.taker || (is_talk && !is_late && note.says("task", &task.id));
            is_about && (note.has("trying") || note.has("blocking"))
        };
        (0..self.entries.len()).find(says).map(|at| self.entries[at].id.as_str())
    }

    /// Who asked for a task, and whether that was the answer to a question.
    fn named_by(&self, task: &Task) -> Option<Value> {
        if matches!(&*task.initiative, "suggested" | "acted") {
            return None;
        }
        let taker = &self.entries[task.taker];
        let is_ask = taker.says("step", "ask");
        let file = self.file(&self.journal.tasks, &task.id);
        match file.and_then(|file| file.one("asked_by")) {
            Some(person) => Some(json!([person, is_ask && person == task.person])),
            None if is_ask && (taker.has("help") || taker.says("initiative", "asked")) => {
                Some(json!([task.person, true]))
            }
            None => None,
        }
    }

    /// The first later entry that resolves a setback, or its task.
    fn resolver(&self, setback: usize) -> Option<usize> {
        let own = &self.entries[setback];
        let resolves = |at: &usize| {
            let resolved = self.entries[*at].list("resolves");
            resolved.iter().any(|id| *id == own.id || own.says("task", id))
        };
        (setback + 1..self.entries.len()).find(resolves)
    }

    fn date_kept(&self, task: &Task) -> Option<bool> {
        let due = task.due.filter(|_| !task.recurs)?;
        if matches!(task.status.as_deref(), Some("declined" | "dropped")) {
            return None;
        }
        let stated: Vec<(Date, Date)> = self
            .naming(&task.id)
            .iter()
            .filter_map(|note| Some((note.date(), note.day("due")?)))
            .collect();
        let moved = stated.windows(2).any(|pair| {
            let ((_, before), (on, after)) = (pair[0], pair[1]);
            before < on && before < after && task.delivered.is_none_or(|day| day > before)
        });
        match task.delivered {
            Some(day) => Some(day <= due && !moved),
            None => (due < self.today).then_some(false),
        }
    }

    pub(super) fn review(&self, first: Date, last: Date) -> Value {
        let last = last.min(self.today);
        let within = |at: &usize| {
            let day = self.entries[*at].date();
            first <= day && day <= last && self.whose_work(*at) == "me"
        };
        let within: Vec<usize> = (0..self.entries.len()).filter(within).collect();
        let mut works: Vec<Work<'_>> =
            self.tasks.iter().filter_map(|task| self.work(task, first, last)).collect();
        works.sort_by(|a, b| {
            let key = |work: &Work<'_>| (work.grade, work.measured, work.size, work.done);
            key(b).cmp(&key(a)).then(a.task.id.cmp(&b.task.id))
        });
        let mut told: Vec<&Work<'_>> = Vec::new();
        for work in works.iter().filter(|work| work.has_effect) {
            if told.len() < 3 || told.len() < 5 && work.grade >= 2 {
                told.push(work);
            }
        }
        let is_told = |id: &str| told.iter().any(|work| work.task.id == id);
        let mut others: Vec<(Date, String)> = works
            .iter()
            .filter(|work| !is_told(&work.task.id))
            .map(|work| (work.done, work.task.id.clone()))
            .collect();
        others.sort();
        let chosen = works.iter().filter(|work| work.has_effect && work.is_chosen).take(3);
        let mut asked: BTreeMap<String, usize> = BTreeMap::new();
        let is_question = |at: &&usize| {
            let note = &self.entries[**at];
            let is_own = ["suggested", "acted"].iter().any(|own| note.says("initiative", own));
            note.says("step", "ask") && !is_own
        };
        for at in within.iter().filter(is_question) {
            *asked.entry(self.person(*at)).or_default() += 1;
        }
        let setbacks: Vec<usize> =
            within.iter().copied().filter(|at| self.entries[*at].says("kind", "setback")).collect();
        let of_setbacks: Vec<usize> = setbacks
            .iter()
            .flat_map(|at| {
                let own = std::iter::once(*at).chain(self.updates(*at));
                own.chain(self.resolver(*at)).collect::<Vec<_>>()
            })
            .collect();
        let of_works: Vec<usize> =
            told.iter().flat_map(|work| self.told_notes(work.task, first, last)).collect();
        let quotes = within.iter().rev().filter(|at| {
            let note = &self.entries[**at];
            note.has("quote") && note.has("quote_from") && !of_works.contains(at)
        });
        let lessons = within
            .iter()
            .filter(|at| self.entries[**at].has("lesson") && !of_setbacks.contains(at));
        let own = self.tasks.iter().filter(|task| self.whose_task(task) == "me");
        let own: Vec<&Task> = own.collect();
        let requested: Vec<&&Task> = own
            .iter()
            .filter(|task| within.contains(&task.taker) && self.is_request(task))
            .filter(|task| self.period(&task.id).is_none())
            .collect();
        let done = requested.iter().filter(|task| task.delivered.is_some());
        let done: Vec<&&&Task> = done.collect();
        let due = own.iter().filter(|task| task.due.is_some_and(|day| first <= day && day <= last));
        let dates: Vec<bool> = due.filter_map(|task| self.date_kept(task)).collect();
        let ids = |list: Vec<usize>| -> Vec<&str> {
            list.into_iter().map(|at| self.entries[at].id.as_str()).collect()
        };
        json!({
            "works": told.iter().map(|work| work.task.id.clone()).collect::<Vec<_>>(),
            "others": others.into_iter().map(|(_, id)| id).collect::<Vec<_>>(),
            "situations": told.iter()
                .map(|work| (work.task.id.clone(), self.situation(work.task)))
                .collect::<BTreeMap<_, _>>(),
            "named": told.iter()
                .filter_map(|work| Some((work.task.id.clone(), self.named_by(work.task)?)))
                .collect::<BTreeMap<_, _>>(),
            "chosen": chosen.map(|work| work.task.id.clone()).collect::<Vec<_>>(),
            "asked": asked,
            "quotes": ids(quotes.copied().collect()),
            "lessons": ids(lessons.copied().collect()),
            "setbacks": ids(setbacks),
            "requests": [
                done.len(),
                requested.len(),
                done.iter().filter(|task| task.missed.is_some()).count(),
            ],
            "dates": [dates.iter().filter(|kept| **kept).count(), dates.len()],
        })
    }
}
