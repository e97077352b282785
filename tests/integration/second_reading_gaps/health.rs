//! Section 5: what kills the loop, a rule a function.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::journal::{MANAGER, Note};
use super::timeline::{Reading, Task, has_proof, is_active, is_open, is_unfinished};

/// What holds for a thread.
type ThreadRule = fn(&Reading, &str) -> bool;
/// What holds for a task.
type TaskRule = fn(&Reading, &Task) -> bool;
/// What holds for a goal.
type GoalRule = fn(&Reading, &Note) -> bool;
/// The tasks for which a rule on the whole journal holds.
type TasksRule = fn(&Reading) -> Option<Vec<String>>;
/// The tasks for which a rule on a thread holds.
type ThreadTasksRule = fn(&Reading, &str) -> Vec<String>;

const MANAGERS: &[(&str, ThreadRule)] = &[
    ("baseline-missing", Reading::baseline_missing),
    ("baseline-shaky", Reading::baseline_shaky),
    ("perception-missing", Reading::perception_missing),
    ("waiting-for-recognition", Reading::waiting_for_recognition),
    ("quarter-skipped", Reading::quarter_skipped),
];

const THREADS: &[(&str, ThreadRule)] = &[
    ("vague-goal", Reading::vague_goal),
    ("pivot-too-early", Reading::pivot_too_early),
    ("gave-up", Reading::gave_up),
    ("too-pushy", Reading::too_pushy),
    ("one-sided", Reading::one_sided),
];

const TASKS: &[(&str, TaskRule)] = &[
    ("asked-not-delivered", Reading::asked_not_delivered),
    ("bar-missed", Reading::bar_missed),
    ("refused", Reading::refused),
    ("impact-missing", Reading::impact_missing),
    ("silent", Reading::silent_task),
];

const GOALS: &[(&str, GoalRule)] = &[
    ("goal-untold", Reading::goal_untold),
    ("leader-changed", Reading::leader_changed),
    ("plateau", Reading::plateau),
    ("no-bar", Reading::no_bar),
];

const JOURNAL: &[(&str, TasksRule)] = &[("mode-stuck", Reading::mode_stuck)];

const THREAD_TASKS: &[(&str, ThreadTasksRule)] = &[("late-and-asking", Reading::late_and_asking)];

/// The codes whose tasks are compared: those of tasks, and of the tasks last taken on.
pub(super) const WITH_TASKS: &[&str] = &[
    "asked-not-delivered",
    "bar-missed",
    "refused",
    "impact-missing",
    "too-easy",
    "mode-stuck",
    "late-and-asking",
];

fn row(code: &str, subject: &str, tasks: &[String]) -> Value {
    let info = matches!(
        code,
        "too-pushy" | "no-skip-level" | "perception-missing" | "review-due" | "plateau" | "no-bar"
    );
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

    fn perception_missing(&self, person: &str) -> bool {
        let thread = self.thread(person);
        let last = thread.into_iter().rfind(|at| self.entries[*at].says("step", "master"));
        last.is_some_and(|at| {
            let note = &self.entries[at];
            note.date() < self.today && !note.has("perception")
        })
    }

    fn no_next_update(&self, setback: usize) -> bool {
        let mut all = std::iter::once(setback).chain(self.updates(setback));
        self.entries[setback].date() < self.today
            && !all.any(|at| self.entries[at].has("update_by"))
    }

    /// A decision of the author's whose day has come, and of which no note says how it turned out.
    fn review_due(&self, decision: usize) -> bool {
        let note = &self.entries[decision];
        let came = note.day("review_on").is_some_and(|day| day <= self.today);
        let later = &self.entries[decision + 1..];
        let settled = later.iter().any(|later| later.says("resolves", &note.id));
        let is_own = self.whose_work(decision) == "me" && note.says("kind", "decision");
        is_own && came && !note.has("outcome") && !settled
    }

    fn won_after(&self, person: &str, day: Option<Date>) -> usize {
        let wins = self.tasks_of(person).into_iter().filter(|task| task.is_win());
        wins.filter_map(Task::last_done).filter(|done| day.is_none_or(|day| *done > day)).count()
    }

    /// The days on which somebody was told of a goal.
    fn told(&self, person: &str, goal: &Note) -> Vec<Date> {
        let pivots = self.met(person).into_iter().filter(|at| self.is_pivot_for(*at, &goal.id));
        let mut days: Vec<Date> = pivots.map(|at| self.entries[at].date()).collect();
        let with = goal.list("with");
        let was_there = |day: &Date| match with {
            [] => person == self.manager_on(*day),
            _ => with.iter().any(|id| id == person) && self.was_there(person, *day),
        };
        days.extend(self.shared_on(goal).filter(was_there));
        days
    }

    /// The days on which the author told somebody of work begun unasked.
    fn acted(&self, person: &str) -> Vec<Date> {
        let thread = self.thread(person).into_iter().map(|at| &self.entries[at]);
        thread.filter(|note| note.says("initiative", "acted")).map(Note::date).collect()
    }

    fn waiting_for_recognition(&self, person: &str) -> bool {
        let all = self.all_goals();
        let own = all.iter().filter(|goal| self.whose_goal(goal) == "me" && is_active(goal));
        let known = own.flat_map(|goal| self.told(person, goal)).min();
        let acted = self.acted(person).into_iter();
        let acted = acted.filter(|day| known.is_some_and(|known| *day >= known));
        let last = self.days(person, &["pivot"]).into_iter().chain(acted).max();
        let wanted = self.limit("waiting-for-recognition", "tasks", 3);
        self.won_after(person, last) >= wanted as usize
    }

    fn quarter_skipped(&self, person: &str) -> bool {
        let last = self.this_quarter() - 1;
        let met = self.met(person).into_iter().map(|at| &self.entries[at]);
        let talks = met.filter(|note| note.is_talk() || note.says("initiative", "acted"));
        let talks: Vec<i32> = talks.map(|note| self.quarter(note.date())).collect();
        talks.iter().min().is_some_and(|first| *first < last) && !talks.contains(&last)
    }

    fn vague_goal(&self, person: &str) -> bool {
        if self.has_left(person) || self.is_report(person) && !self.is_here(person) {
            return false;
        }
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
        let leads = match goal.one("kind").unwrap_or("promotion") {
            "promotion" => goal.has("to") && !self.named_needs(goal).is_empty(),
            "role" => goal.has("to"),
            "raise" => goal.has("to") || goal.has("amount"),
            _ => true,
        };
        goal.has("by") && leads
    }

    fn pivot_too_early(&self, person: &str) -> bool {
        if self.relation(person) == "report" || self.has_left(person) {
            return false;
        }
        let Some(current) = self.current(person) else { return false };
        let entries = self.loops[current].entries.iter().map(|at| &self.entries[*at]);
        let pivots = entries.filter(|note| note.says("step", "pivot"));
        let Some(first) = pivots.map(Note::date).min() else { return false };
        let before = |task: &&Task| task.was_done(first);
        !self.tasks_of(person).iter().any(before)
    }

    fn gave_up(&self, person: &str) -> bool {
        let tasks = self.tasks_of(person);
        let Some(last) = tasks.iter().filter_map(|task| task.last_done()).max() else {
            return false;
        };
        let met = self.met(person).into_iter().map(|at| &self.entries[at]);
        let talked = met.filter(|note| note.is_talk()).any(|note| note.date() >= last);
        let busy = tasks.iter().any(|task| is_unfinished(task));
        // The project's own exception: nothing can be asked of somebody who is gone or still to come.
        // Another: what was agreed on is waited for.
        let has_cadence = self.file(&self.people, person).is_some_and(|file| file.has("cadence"));
        let talks = self.met(person).into_iter().map(|at| &self.entries[at]);
        let last_talk = talks.filter(|note| note.is_talk()).map(Note::date).max();
        let waits = has_cadence
            && last_talk.is_some_and(|day| self.days_since(day) <= self.cadence(person));
        self.is_here(person)
            && !busy
            && !talked
            && !waits
            && self.days_since(last) > self.limit("gave-up", "days", 60)
    }

    fn too_pushy(&self, person: &str) -> bool {
        if self.relation(person) == "report" || self.has_left(person) {
            return false;
        }
        let days = self.limit("too-pushy", "days", 60);
        let apart = self.limit("too-pushy", "apart", 35);
        let cadence = self.file(&self.people, person).and_then(|file| file.one("cadence"));
        let agreed = match cadence {
            Some("weekly") => 7,
            Some("fortnightly") => 14,
            Some("monthly") => 30,
            _ => 91,
        };
        if agreed < apart {
            return false;
        }
        let asks = self.days(person, &["ask"]).into_iter().filter(|day| *day <= self.today);
        let asks: Vec<Date> = asks.collect();
        let near: Vec<&Date> = asks.iter().filter(|day| self.days_since(**day) <= days).collect();
        if near.len() > 2 {
            let (first, last) = (*near[0], *near[near.len() - 1]);
            let between = |day: &Date| (first..=last).contains(day);
            let done = self.tasks_of(person).into_iter().flat_map(Task::done);
            if !done.into_iter().any(|day| between(&day)) {
                return true;
            }
        }
        if self.relation(person) != "manager" || asks.len() < 4 {
            return false;
        }
        let last = &asks[asks.len() - 4..];
        let gap = |pair: &[Date]| pair[0].until(pair[1]).expect("a span").get_days();
        self.days_since(last[3]) <= apart && last.windows(2).all(|pair| gap(pair) <= apart)
    }

    fn one_sided(&self, person: &str) -> bool {
        if self.relation(person) != "manager" || self.has_left(person) {
            return false;
        }
        let thread = self.thread(person);
        let pivots = thread.into_iter().filter(|at| self.entries[*at].says("step", "pivot"));
        let pivots: Vec<usize> = pivots.collect();
        let Some(from) = pivots.len().checked_sub(3) else { return false };
        let last: Vec<&Note> = pivots[from..].iter().map(|at| &self.entries[*at]).collect();
        let nothing = |note: &&Note| {
            let until = note.day("answer_by").unwrap_or(note.date() + self.cadence(person).days());
            note.says("answer", "no") || note.says("answer", "later") && until < self.today
        };
        let span = last[0].date().until(last[2].date()).expect("a span").get_days();
        span >= self.limit("one-sided", "days", 182) && last.iter().all(nothing)
    }

    fn late_and_asking(&self, person: &str) -> Vec<String> {
        if self.relation(person) == "report" || self.has_left(person) {
            return Vec::new();
        }
        let Some(talk) = self.days(person, &["ask", "pivot"]).into_iter().max() else {
            return Vec::new();
        };
        let late = |task: &&Task| {
            self.whose_task(task) == "me"
                && !task.recurs
                && !matches!(task.status.as_deref(), Some("declined" | "dropped"))
                && self.entries[task.taker].date() <= talk
                && task.due.is_some_and(|due| due < talk)
                && !task.was_done(talk)
        };
        self.tasks.iter().filter(late).map(|task| task.id.clone()).collect()
    }

    pub(super) fn bar_missed(&self, task: &Task) -> bool {
        let Some(missed) = task.missed else { return false };
        let later = &self.entries[missed + 1..];
        matches!(self.relation(&task.person), "manager" | "skip-level")
            && task.last_done().is_some()
            && !later.iter().any(|note| note.says("resolves", &task.id))
    }

    fn weight(task: &Task) -> i32 {
        match task.size.as_deref() {
            Some("small") => 1,
            Some("large") => 4,
            _ => 2,
        }
    }

    fn is_tired(&self) -> bool {
        let days = 0..=self.limit("overloaded", "days", 30);
        let notes = self.entries.iter().filter(|note| days.contains(&self.days_since(note.date())));
        let felt: Vec<i32> = notes
            .filter_map(|note| note.one("energy"))
            .map(|n| n.parse().expect("a number"))
            .collect();
        let most = self.limit("overloaded", "energy", 2) * felt.len() as i32;
        felt.len() >= 3 && felt.iter().sum::<i32>() <= most
    }

    pub(super) fn is_overloaded(&self) -> bool {
        let own = self.tasks.iter().filter(|task| self.whose_task(task) == "me" && is_open(task));
        let weight: i32 = own.map(Self::weight).sum();
        weight > self.limit("overloaded", "weight", 8) || self.is_tired()
    }

    fn asked_not_delivered(&self, task: &Task) -> bool {
        let late = match task.due {
            Some(due) => self.days_since(due) > self.limit("asked-not-delivered", "overdue", 7),
            None => self.days_since(self.entries[task.taker].date()) > 45,
        };
        is_open(task) && late
    }

    pub(super) fn refused(&self, task: &Task) -> bool {
        self.relation(&task.person) != "report"
            && task.status.as_deref() == Some("declined")
            && self.entries[task.taker].says("step", "ask")
            && task.own == self.current(&task.person)
            && !self.has_left(&task.person)
    }

    fn impact_missing(&self, task: &Task) -> bool {
        let proven = self.naming(&task.id).into_iter().any(has_proof);
        let old = task.delivered.is_some_and(|day| self.days_since(day) > 30);
        old && task.missed.is_none() && !proven
    }

    fn silent_task(&self, task: &Task) -> bool {
        let last = self.naming(&task.id).last().expect("an entry").date();
        is_open(task) && self.days_since(last) > self.limit("silent", "task", 14)
    }

    /// A setback's updates: the later ones that share its task.
    pub(super) fn updates(&self, setback: usize) -> Vec<usize> {
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
        own && is_active(goal) && old && self.shared_on(goal).is_none() && !told
    }

    fn no_bar(&self, goal: &Note) -> bool {
        let has_file = self.goals.iter().any(|file| file.id == goal.id);
        let own = has_file && is_active(goal) && self.whose_goal(goal) == "me";
        own && self.named_needs(goal).iter().any(|(need, _)| !self.has_bar(goal, need))
    }

    /// Whether a promotion is wanted, and no level was reached for long.
    fn plateau(&self, goal: &Note) -> bool {
        let is_kind =
            |goal: &Note, kinds: &[&str]| kinds.contains(&goal.one("kind").unwrap_or("promotion"));
        let mut last = self.entries.iter().map(Note::date).min();
        let levels = self.goals.iter().filter(|other| {
            other.says("state", "reached") && is_kind(other, &["promotion", "role"])
        });
        let mut reached: Vec<Option<Date>> = Vec::new();
        for level in levels.filter(|level| self.whose_goal(level) == "me") {
            reached.push(self.reached_on(level));
        }
        if !reached.is_empty() {
            last = if reached.contains(&None) { None } else { reached.into_iter().flatten().max() };
        }
        let quarters = self.limit("plateau", "quarters", 8);
        let long = last.is_some_and(|day| self.this_quarter() - self.quarter(day) >= quarters);
        let has_file = self.goals.iter().any(|file| file.id == goal.id);
        let own = has_file && self.whose_goal(goal) == "me";
        own && is_active(goal) && is_kind(goal, &["promotion"]) && long
    }

    /// Whether somebody has no `until` in the past.
    pub(super) fn is_current(&self, person: &Note) -> bool {
        person.day("until").is_none_or(|until| until >= self.today)
    }

    /// Whether somebody is known to have left.
    fn has_left(&self, person: &str) -> bool {
        self.file(&self.people, person).is_some_and(|file| !self.is_current(file))
    }

    /// Whether somebody's file says nothing else than that the author works with them today.
    pub(super) fn is_here(&self, person: &str) -> bool {
        self.file(&self.people, person).is_none_or(|file| {
            let came = file.day("since").is_none_or(|since| since <= self.today);
            came && self.is_current(file)
        })
    }

    /// Whether what an entry tells of is the author's work, or of somebody who is here.
    fn can_be_asked(&self, at: usize) -> bool {
        self.whose_work(at) == "me" || self.is_here(&self.person(at))
    }

    /// The day on which a goal was told, unless that is still to come.
    fn shared_on(&self, goal: &Note) -> Option<Date> {
        goal.day("shared_on").filter(|day| *day <= self.today)
    }

    fn leader_changed(&self, goal: &Note) -> bool {
        let has_file = self.goals.iter().any(|file| file.id == goal.id);
        if !has_file && !self.entries.iter().any(|note| note.says("goal", &goal.id)) {
            return false;
        }
        let unaware = |person: &Note| {
            let Some(since) = person.day("since") else { return false };
            let old = self.days_since(since) > self.limit("leader-changed", "days", 30);
            let shared = self.shared_on(goal).is_some_and(|day| day >= since);
            let pivots = (0..self.entries.len()).filter(|at| self.is_pivot_for(*at, &goal.id));
            let with_them = pivots.filter(|at| self.met(&person.id).contains(at));
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

    /// The last tasks that are all small, and whether none of them was asked for.
    fn too_easy(&self) -> Option<(Vec<String>, bool)> {
        let number = self.limit("too-easy", "tasks", 3);
        let small = |tasks: Vec<&Task>| {
            let last = Self::last(tasks, number)?;
            let small = last.iter().all(|task| task.size.as_deref() == Some("small"));
            small.then(|| last.iter().map(|task| task.id.clone()).collect::<Vec<_>>())
        };
        let all: Vec<&Task> =
            self.tasks.iter().filter(|task| self.whose_task(task) == "me").collect();
        let own = all
            .iter()
            .filter(|task| matches!(&*task.initiative, "suggested" | "acted"))
            .copied()
            .collect();
        small(own).map(|tasks| (tasks, true)).or_else(|| Some((small(all)?, false)))
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
            let with = self.entries[at].list("with").iter();
            with.chain([&self.person(at)]).any(|id| self.relation(id) == "skip-level")
                && (now - 1..=now).contains(&self.quarter(self.entries[at].date()))
        };
        let loops = (0..self.loops.len()).filter(|at| done(*at)).count();
        loops >= 2 && !(0..self.entries.len()).any(met)
    }

    /// Every finding, by code and subject.
    pub(super) fn findings(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        let is_gone =
            |id: &str| self.file(&self.people, id).is_some_and(|file| !self.is_current(file));
        if is_gone(MANAGER) {
            rows.push(row("manager-left", MANAGER, &[]));
        }
        let manager = self.manager();
        for (code, rule) in MANAGERS.iter().filter(|_| !is_gone(&manager)) {
            if rule(self, &manager) {
                rows.push(row(code, &manager, &[]));
            }
        }
        for person in self.threads() {
            let holding = THREADS.iter().filter(|(_, rule)| rule(self, &person));
            rows.extend(holding.map(|(code, _)| row(code, &person, &[])));
        }
        for task in self.tasks.iter().filter(|task| self.can_be_asked(task.taker)) {
            let holding = TASKS.iter().filter(|(_, rule)| rule(self, task));
            rows.extend(
                holding.map(|(code, _)| row(code, &task.id, std::slice::from_ref(&task.id))),
            );
        }
        for goal in self.all_goals() {
            let holding = GOALS.iter().filter(|(_, rule)| rule(self, &goal));
            rows.extend(holding.map(|(code, _)| row(code, &goal.id, &[])));
        }
        let setbacks: Vec<usize> =
            self.open_setbacks().into_iter().filter(|at| self.can_be_asked(*at)).collect();
        for at in setbacks.iter().copied().filter(|at| self.silent_setback(*at)) {
            rows.push(row("silent", &self.entries[at].id, &[]));
        }
        for at in setbacks.into_iter().filter(|at| self.no_next_update(*at)) {
            rows.push(row("no-next-update", &self.entries[at].id, &[]));
        }
        for at in (0..self.entries.len()).filter(|at| self.review_due(*at)) {
            rows.push(row("review-due", &self.entries[at].id, &[]));
        }
        for at in self.late_promises() {
            rows.push(row("promise-late", &self.entries[at].id, &[]));
        }
        for person in self.threads() {
            let late = THREAD_TASKS.iter().map(|(code, rule)| (code, rule(self, &person)));
            let late = late.filter(|(_, tasks)| !tasks.is_empty());
            rows.extend(late.map(|(code, tasks)| row(code, &person, &tasks)));
        }
        if let Some((tasks, is_warning)) = self.too_easy() {
            let mut easy = row("too-easy", "journal", &tasks);
            easy["severity"] = json!(if is_warning { "warning" } else { "info" });
            rows.push(easy);
        }
        rows.extend(self.is_overloaded().then(|| row("overloaded", "journal", &[])));
        let whole = JOURNAL.iter().filter_map(|(code, rule)| Some((code, rule(self)?)));
        rows.extend(whole.map(|(code, tasks)| row(code, "journal", &tasks)));
        rows.extend(self.no_skip_level().then(|| row("no-skip-level", "journal", &[])));
        rows.retain(|row| self.is_on(row["code"].as_str().expect("a code")));
        rows.sort_by_key(Value::to_string);
        rows
    }
}
