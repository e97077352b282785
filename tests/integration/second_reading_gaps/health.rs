//! Section 5: what kills the loop, a rule a function.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::journal::{MANAGER, Note};
use super::timeline::{Reading, Task, has_proof, is_active, is_unfinished};

/// What holds for a thread.
type ThreadRule = fn(&Reading, &str) -> bool;
/// What holds for a task.
type TaskRule = fn(&Reading, &Task) -> bool;
/// What holds for a goal.
type GoalRule = fn(&Reading, &Note) -> bool;
/// The tasks for which a rule on the whole journal holds.
type TasksRule = fn(&Reading) -> Option<Vec<String>>;

const MANAGERS: &[(&str, ThreadRule)] = &[
    ("baseline-missing", Reading::baseline_missing),
    ("baseline-shaky", Reading::baseline_shaky),
    ("waiting-for-recognition", Reading::waiting_for_recognition),
    ("quarter-skipped", Reading::quarter_skipped),
];

const THREADS: &[(&str, ThreadRule)] = &[
    ("vague-goal", Reading::vague_goal),
    ("pivot-too-early", Reading::pivot_too_early),
    ("gave-up", Reading::gave_up),
    ("too-pushy", Reading::too_pushy),
];

const TASKS: &[(&str, TaskRule)] = &[
    ("asked-not-delivered", Reading::asked_not_delivered),
    ("refused", Reading::refused),
    ("impact-missing", Reading::impact_missing),
    ("silent", Reading::silent_task),
];

const GOALS: &[(&str, GoalRule)] =
    &[("goal-untold", Reading::goal_untold), ("leader-changed", Reading::leader_changed)];

const JOURNAL: &[(&str, TasksRule)] =
    &[("too-easy", Reading::too_easy), ("mode-stuck", Reading::mode_stuck)];

/// The codes whose tasks are compared: those of tasks, and of the tasks last taken on.
pub(super) const WITH_TASKS: &[&str] =
    &["asked-not-delivered", "refused", "impact-missing", "too-easy", "mode-stuck"];

fn row(code: &str, subject: &str, tasks: &[String]) -> Value {
    let info = matches!(code, "too-pushy" | "no-skip-level");
    let severity = if info { "info" } else { "warning" };
    let mut tasks = if WITH_TASKS.contains(&code) { tasks.to_vec() } else { Vec::new() };
    tasks.sort_unstable();
    json!({ "code": code, "severity": severity, "subject": subject, "tasks": tasks })
}

impl Reading {
    /// The days of a thread's entries with one of these steps.
    fn days(&self, person: &str, steps: &[&str]) -> Vec<Date> {
        let thread = self.thread(person).into_iter().map(|at| &self.entries[at]);
        let stepped = thread.filter(|note| note.one("step").is_some_and(|s| steps.contains(&s)));
        stepped.map(Note::date).collect()
    }

    fn baseline_missing(&self, person: &str) -> bool {
        let Some(latest) = self.days(person, &["ask", "pivot"]).into_iter().max() else {
            return false;
        };
        let days = self.limit("baseline-missing", "days", 180);
        let near = |master: Date| master.until(latest).expect("a span").get_days() <= days;
        !self.days(person, &["master"]).into_iter().any(near)
    }

    pub(super) fn baseline_shaky(&self, person: &str) -> bool {
        let thread = self.thread(person);
        let Some(at) = thread.into_iter().rfind(|at| self.entries[*at].says("step", "master"))
        else {
            return false;
        };
        let resolved = |word: &str| self.entries[at + 1..].iter().any(|e| e.says("resolves", word));
        let master = &self.entries[at];
        let slug = |wish: &String| wish.to_lowercase().replace(' ', "-");
        let unsettled = |wish: &String| !resolved(&slug(wish));
        let shaky =
            master.says("perception", "below") || master.list("wishes").iter().any(unsettled);
        shaky && !resolved(&master.id)
    }

    fn delivered_after(&self, person: &str, day: Option<Date>) -> usize {
        let tasks = self.tasks_of(person).into_iter().filter_map(|task| task.delivered);
        tasks.filter(|delivered| day.is_none_or(|day| *delivered > day)).count()
    }

    fn waiting_for_recognition(&self, person: &str) -> bool {
        let last = self.days(person, &["pivot"]).into_iter().max();
        let wanted = self.limit("waiting-for-recognition", "tasks", 3);
        self.delivered_after(person, last) >= wanted as usize
    }

    fn quarter_skipped(&self, person: &str) -> bool {
        let last = self.this_quarter() - 1;
        let talks = self.days(person, &["ask", "pivot"]).into_iter().map(|day| self.quarter(day));
        let talks: Vec<i32> = talks.collect();
        talks.iter().min().is_some_and(|first| *first < last) && !talks.contains(&last)
    }

    fn vague_goal(&self, person: &str) -> bool {
        let thread = self.thread(person);
        let Some(at) = thread.into_iter().rfind(|at| self.entries[*at].says("step", "pivot"))
        else {
            return false;
        };
        let goals = self.goals_of(at);
        goals.is_empty() || goals.iter().any(|id| !self.is_clear(id))
    }

    /// Whether a goal has what it leads to, a day, and needs.
    pub(super) fn is_clear(&self, goal: &str) -> bool {
        let all = self.all_goals();
        let goal = all.iter().find(|own| own.id == *goal).expect("a goal");
        goal.has("to") && goal.has("by") && !self.named_needs(goal).is_empty()
    }

    fn pivot_too_early(&self, person: &str) -> bool {
        if self.relation(person) == "report" {
            return false;
        }
        let Some(current) = self.current(person) else { return false };
        let entries = self.loops[current].entries.iter().map(|at| &self.entries[*at]);
        let pivots = entries.filter(|note| note.says("step", "pivot"));
        let Some(first) = pivots.map(Note::date).min() else { return false };
        let before = |task: &&Task| task.delivered.is_some_and(|day| day <= first);
        !self.tasks_of(person).iter().any(before)
    }

    fn gave_up(&self, person: &str) -> bool {
        let tasks = self.tasks_of(person);
        let Some(last) = tasks.iter().filter_map(|task| task.delivered).max() else {
            return false;
        };
        let talked = self.days(person, &["ask", "pivot"]).into_iter().any(|day| day >= last);
        let busy = tasks.iter().any(|task| is_unfinished(task));
        // The project's own exception: of somebody who is gone nothing can be asked.
        let gone = self.file(&self.people, person).is_some_and(|file| !self.is_current(file));
        !gone && !busy && !talked && self.days_since(last) > self.limit("gave-up", "days", 60)
    }

    fn too_pushy(&self, person: &str) -> bool {
        if self.relation(person) == "report" {
            return false;
        }
        let days = self.limit("too-pushy", "days", 60);
        let talks = self.days(person, &["ask", "pivot"]).into_iter();
        talks.filter(|day| (0..=days).contains(&self.days_since(*day))).count() > 2
    }

    fn asked_not_delivered(&self, task: &Task) -> bool {
        let late = match task.due {
            Some(due) => self.days_since(due) > self.limit("asked-not-delivered", "overdue", 7),
            None => self.days_since(self.entries[task.taker].date()) > 45,
        };
        is_unfinished(task) && late
    }

    fn refused(&self, task: &Task) -> bool {
        self.relation(&task.person) != "report"
            && task.status.as_deref() == Some("declined")
            && self.entries[task.taker].says("step", "ask")
            && task.own == self.current(&task.person)
    }

    fn impact_missing(&self, task: &Task) -> bool {
        let proven = self.naming(&task.id).into_iter().any(has_proof);
        task.delivered.is_some_and(|day| self.days_since(day) > 30) && !proven
    }

    fn silent_task(&self, task: &Task) -> bool {
        let last = self.naming(&task.id).last().expect("an entry").date();
        is_unfinished(task) && self.days_since(last) > self.limit("silent", "task", 14)
    }

    /// A setback's updates: the later ones that share its task.
    fn updates(&self, setback: usize) -> Vec<usize> {
        let own = &self.entries[setback];
        let shares = |at: &usize| {
            let update = &self.entries[*at];
            update.says("kind", "update") && own.list("task").iter().any(|t| update.says("task", t))
        };
        (setback + 1..self.entries.len()).filter(shares).collect()
    }

    fn silent_setback(&self, setback: usize) -> bool {
        let updates = self.updates(setback);
        let all = std::iter::once(setback).chain(updates.iter().copied());
        let stated = all.filter(|at| self.entries[*at].has("update_by")).max();
        let broken = stated.is_some_and(|at| {
            let by = self.entries[at].day("update_by").expect("a day");
            self.today > by && !updates.iter().any(|update| *update > at)
        });
        broken || self.days_since(self.entries[setback].date()) > 30
    }

    fn goal_untold(&self, goal: &Note) -> bool {
        let named = self.entries.iter().filter(|note| note.says("goal", &goal.id));
        let first = goal.day("since").or_else(|| named.map(Note::date).min());
        let days = self.limit("goal-untold", "days", 30);
        let told = (0..self.entries.len()).any(|at| self.is_pivot_for(at, &goal.id));
        let old = first.is_some_and(|first| self.days_since(first) > days);
        let own = self.whose_goal(goal) == "me";
        own && is_active(goal) && old && !goal.has("shared_on") && !told
    }

    /// Whether somebody has no `until` in the past.
    pub(super) fn is_current(&self, person: &Note) -> bool {
        person.day("until").is_none_or(|until| until >= self.today)
    }

    fn leader_changed(&self, goal: &Note) -> bool {
        let unaware = |person: &Note| {
            let Some(since) = person.day("since") else { return false };
            let old = self.days_since(since) > self.limit("leader-changed", "days", 30);
            let shared = goal.day("shared_on").is_some_and(|day| day >= since);
            let pivots = (0..self.entries.len()).filter(|at| self.is_pivot_for(*at, &goal.id));
            let with_them = pivots.filter(|at| self.person(*at) == person.id);
            let told = with_them.map(|at| self.entries[at].date()).any(|day| day >= since);
            let manager = self.relation(&person.id) == "manager" && self.is_current(person);
            manager && old && !shared && !told
        };
        let own = self.whose_goal(goal) == "me";
        own && is_active(goal) && self.people.iter().any(unaware)
    }

    /// The last tasks of these, if there are so many.
    fn last(tasks: Vec<&Task>, number: i32) -> Option<Vec<&Task>> {
        let first = tasks.len().checked_sub(number as usize)?;
        Some(tasks[first..].to_vec())
    }

    fn too_easy(&self) -> Option<Vec<String>> {
        let own = self.tasks.iter().filter(|task| self.whose_task(task) == "me");
        let own = own.filter(|task| task.initiative != "asked").collect();
        let last = Self::last(own, self.limit("too-easy", "tasks", 3))?;
        let small = last.iter().all(|task| task.size.as_deref() == Some("small"));
        small.then(|| last.iter().map(|task| task.id.clone()).collect())
    }

    fn mode_stuck(&self) -> Option<Vec<String>> {
        let own = self.tasks.iter().filter(|task| self.whose_task(task) == "me").collect();
        let last = Self::last(own, self.limit("mode-stuck", "tasks", 4))?;
        let stuck = self.config.says("stage", "senior")
            && last.iter().all(|task| task.initiative == "asked");
        stuck.then(|| last.iter().map(|task| task.id.clone()).collect())
    }

    fn no_skip_level(&self) -> bool {
        let done = |at: usize| {
            let own = &self.loops[at];
            let ended = self.has(own, "repeat") || self.current(&own.person) != Some(at);
            self.relation(&own.person) == "manager" && ended
        };
        let now = self.this_quarter();
        let met = |at: usize| {
            self.relation(&self.person(at)) == "skip-level"
                && (now - 1..=now).contains(&self.quarter(self.entries[at].date()))
        };
        let loops = (0..self.loops.len()).filter(|at| done(*at)).count();
        loops >= 2 && !(0..self.entries.len()).any(met)
    }

    /// Every finding, by code and subject.
    pub(super) fn findings(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (code, rule) in MANAGERS {
            if rule(self, MANAGER) {
                rows.push(row(code, MANAGER, &[]));
            }
        }
        for person in self.threads() {
            let holding = THREADS.iter().filter(|(_, rule)| rule(self, &person));
            rows.extend(holding.map(|(code, _)| row(code, &person, &[])));
        }
        for task in &self.tasks {
            let holding = TASKS.iter().filter(|(_, rule)| rule(self, task));
            rows.extend(
                holding.map(|(code, _)| row(code, &task.id, std::slice::from_ref(&task.id))),
            );
        }
        for goal in self.all_goals() {
            let holding = GOALS.iter().filter(|(_, rule)| rule(self, &goal));
            rows.extend(holding.map(|(code, _)| row(code, &goal.id, &[])));
        }
        for at in self.open_setbacks().into_iter().filter(|at| self.silent_setback(*at)) {
            rows.push(row("silent", &self.entries[at].id, &[]));
        }
        let whole = JOURNAL.iter().filter_map(|(code, rule)| Some((code, rule(self)?)));
        rows.extend(whole.map(|(code, tasks)| row(code, "journal", &tasks)));
        rows.extend(self.no_skip_level().then(|| row("no-skip-level", "journal", &[])));
        rows.retain(|row| self.is_on(row["code"].as_str().expect("a code")));
        rows.sort_by_key(Value::to_string);
        rows
    }
}
