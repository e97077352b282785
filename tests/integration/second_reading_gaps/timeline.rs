//! Sections 2 and 3: threads, loops and tasks, and what is called by their names elsewhere.

use std::collections::BTreeSet;
use std::ops::Deref;

use jiff::ToSpan;
use jiff::civil::Date;

use super::journal::{Journal, MANAGER, Note};

#[derive(Debug)]
pub(super) struct Loop {
    pub person: String,
    pub entries: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Task {
    pub id: String,
    pub status: Option<String>,
    pub delivered: Option<Date>,
    /// The days on which its status became another, with that status.
    history: Vec<(Date, String)>,
    /// Whether its file says that it comes back.
    pub recurs: bool,
    /// The days on which recurring work was done.
    pub cycles: Vec<Date>,
    /// Whether recurring work waits for its next cycle.
    waits: bool,
    /// The entry that says last that it fell short of the bar.
    pub missed: Option<usize>,
    /// The entry that took it on.
    pub taker: usize,
    pub initiative: String,
    pub due: Option<Date>,
    pub size: Option<String>,
    pub person: String,
    /// Its loop.
    pub own: Option<usize>,
}

/// A journal with its loops, and the tasks that entries name in the order of their taking-on.
#[derive(Debug)]
pub(super) struct Reading {
    /// With the entries up to today.
    pub journal: Journal,
    /// Those of later days.
    pub later: Vec<Note>,
    pub loops: Vec<Loop>,
    pub tasks: Vec<Task>,
}

impl Deref for Reading {
    type Target = Journal;

    fn deref(&self) -> &Journal {
        &self.journal
    }
}

fn rank(step: &str, after_pivot: bool) -> u8 {
    match step {
        "master" => 1,
        "ask" => 2,
        "deliver" if after_pivot => 5,
        "deliver" => 3,
        "pivot" => 4,
        _ => 6,
    }
}

impl Reading {
    pub(super) fn of(mut journal: Journal) -> Self {
        let today = journal.today;
        let is_later = |note: &mut Note| note.date() > today;
        let later = journal.entries.extract_if(.., is_later).collect();
        // A goal that is to be reached on a later day is active until then; by default, notes are for none such.
        let is_to_come = |goal: &&mut Note| {
            goal.says("state", "reached") && goal.day("reached_on").is_some_and(|day| day > today)
        };
        for goal in journal.goals.iter_mut().filter(is_to_come) {
            goal.keys.insert("state", vec!["active".to_owned()]);
            goal.keys.insert("to come", vec!["yes".to_owned()]);
        }
        let mut reading = Self { journal, later, loops: Vec::new(), tasks: Vec::new() };
        reading.find_loops();
        reading.find_tasks();
        reading
    }

    /// Every entry, those of later days too.
    fn dated(&self) -> impl Iterator<Item = &Note> {
        self.entries.iter().chain(&self.later)
    }

    /// The first entry with a step or a status that names a task.
    fn taker(&self, task: &str) -> Option<usize> {
        let takes = |note: &Note| note.has("step") || note.has("status");
        self.dated().position(|note| takes(note) && note.says("task", task))
    }

    /// The person of an entry.
    pub(super) fn person(&self, at: usize) -> String {
        let note = self.dated().nth(at).expect("an entry");
        if let Some(first) = note.one("with") {
            return first.to_owned();
        }
        match note.one("task").and_then(|task| self.taker(task)) {
            Some(taker) if taker != at => self.person(taker),
            _ => self.manager_on(note.date()),
        }
    }

    pub(super) fn relation(&self, person: &str) -> &str {
        let stated = self.file(&self.people, person).and_then(|file| file.one("relation"));
        stated.unwrap_or(if person == MANAGER { "manager" } else { "peer" })
    }

    /// The author's manager now.
    pub(super) fn manager(&self) -> String {
        self.manager_on(self.today)
    }

    /// Whether somebody's file says nothing else than that the author worked with them on a day.
    pub(super) fn was_there(&self, person: &str, day: Date) -> bool {
        self.file(&self.people, person).is_none_or(|file| {
            file.day("since").is_none_or(|since| since <= day)
                && file.day("until").is_none_or(|until| day <= until)
        })
    }

    /// Who managed the author on a day: that of the journal, or where their file has another time, the only other one
    /// whose file says so.
    pub(super) fn manager_on(&self, day: Date) -> String {
        if self.was_there(MANAGER, day) {
            return MANAGER.to_owned();
        }
        let others = self.people.iter().filter(|file| {
            file.one("relation") == Some("manager") && self.was_there(&file.id, day)
        });
        let others: Vec<&Note> = others.collect();
        if let [one] = &others[..] { one.id.clone() } else { MANAGER.to_owned() }
    }

    /// Everybody with a thread: the manager, whoever has a file or has to hear of something, and whoever an entry belongs to.
    pub(super) fn threads(&self) -> BTreeSet<String> {
        let mut people: BTreeSet<_> = (0..self.entries.len()).map(|at| self.person(at)).collect();
        people.insert(MANAGER.to_owned());
        people.extend(self.people.iter().map(|file| file.id.clone()));
        people.extend(self.entries.iter().flat_map(|entry| entry.list("tell").to_vec()));
        people
    }

    /// The entries of a thread.
    pub(super) fn thread(&self, person: &str) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| self.person(*at) == person).collect()
    }

    /// The entries in which somebody took part: those of their thread, and those that name them.
    pub(super) fn met(&self, person: &str) -> Vec<usize> {
        let took_part =
            |at: &usize| self.person(*at) == person || self.entries[*at].says("with", person);
        (0..self.entries.len()).filter(took_part).collect()
    }

    pub(super) fn tasks_of(&self, person: &str) -> Vec<&Task> {
        self.tasks.iter().filter(|task| task.person == person).collect()
    }

    pub(super) fn has(&self, own: &Loop, step: &str) -> bool {
        own.entries.iter().any(|at| self.entries[*at].says("step", step))
    }

    /// The newest loop of a thread.
    pub(super) fn current(&self, person: &str) -> Option<usize> {
        self.loops.iter().rposition(|own| own.person == person)
    }

    pub(super) fn position(&self, own: &Loop) -> u8 {
        let steps: Vec<_> =
            own.entries.iter().filter_map(|at| self.entries[*at].one("step")).collect();
        let ranks = (0..steps.len()).map(|i| rank(steps[i], steps[..i].contains(&"pivot")));
        ranks.max().unwrap_or(0)
    }

    /// The loop that an entry with a step joins; `None` where it opens one.
    fn joined(&self, at: usize, step: &str) -> Option<usize> {
        let (note, person) = (&self.entries[at], self.person(at));
        if note.says("loop", "new") {
            return None;
        }
        for task in note.list("task").iter().filter(|_| step == "deliver") {
            let Some(taker) = self.taker(task) else { continue };
            let unfinished = self.loops.iter().position(|own| {
                own.entries.contains(&taker) && own.person == person && !self.has(own, "repeat")
            });
            if unfinished.is_some() {
                return unfinished;
            }
        }
        let current = self.current(&person)?;
        let own = &self.loops[current];
        let again = step == "master" && !self.has(own, "repeat");
        let joins = again || rank(step, self.has(own, "pivot")) >= self.position(own);
        joins.then_some(current)
    }

    fn find_loops(&mut self) {
        for at in 0..self.entries.len() {
            let Some(step) = self.entries[at].one("step").map(str::to_owned) else { continue };
            match self.joined(at, &step) {
                Some(own) => self.loops[own].entries.push(at),
                None => self.loops.push(Loop { person: self.person(at), entries: vec![at] }),
            }
        }
    }

    fn find_tasks(&mut self) {
        let mut named: Vec<(usize, String)> = Vec::new();
        for task in self.entries.iter().flat_map(|note| note.list("task")) {
            if let Some(taker) = self.taker(task).filter(|at| *at < self.entries.len())
                && !named.iter().any(|(_, id)| id == task)
            {
                named.push((taker, task.clone()));
            }
        }
        named.sort();
        self.tasks = named.into_iter().map(|(taker, id)| self.task(taker, id)).collect();
    }

    fn task(&self, taker: usize, id: String) -> Task {
        let history = self.history(&id);
        let status = history.last().map(|(_, status)| status.clone());
        let delivered =
            history.last().filter(|(_, status)| status == "delivered").map(|(day, _)| *day);
        let stated = |key: &str| self.stated(&id, key);
        let period = self.period(&id);
        let cycles = self.cycles(&id);
        let goes_on = matches!(status.as_deref(), Some("open" | "started"));
        let from = cycles.last().copied().unwrap_or(self.entries[taker].date());
        let next = period.filter(|_| goes_on).map(|days| from + days.days());
        Task {
            history,
            recurs: period.is_some(),
            waits: next.is_some_and(|day| self.today <= day),
            cycles,
            missed: self.missed(&id, None),
            status,
            delivered,
            taker,
            initiative: self.initiative(&id, taker).to_owned(),
            due: next.or_else(|| stated("due").map(|day| day.parse().expect("a date"))),
            size: stated("size"),
            person: self.person(taker),
            own: self.loops.iter().position(|own| own.entries.contains(&taker)),
            id,
        }
    }

    /// Who saw the need for a task: what its taker says; without that, it was asked for if a talk took it on or its
    /// file says who asked. Else nobody knows, which is empty.
    fn initiative(&self, id: &str, taker: usize) -> &str {
        let note = &self.entries[taker];
        let file = self.file(&self.journal.tasks, id);
        let is_asked = note.is_talk() || file.is_some_and(|file| file.has("asked_by"));
        note.one("initiative").unwrap_or(if is_asked { "asked" } else { "" })
    }

    /// What a task's file states, else the latest entry that does.
    pub(super) fn stated(&self, task: &str, key: &str) -> Option<String> {
        let file = self.file(&self.journal.tasks, task);
        let last = || self.naming(task).into_iter().rev().find_map(|note| note.one(key));
        file.and_then(|file| file.one(key)).or_else(last).map(str::to_owned)
    }

    /// The entries that name a task.
    pub(super) fn naming(&self, task: &str) -> Vec<&Note> {
        self.entries.iter().filter(|note| note.says("task", task)).collect()
    }

    /// The days after which recurring work comes back.
    pub(super) fn period(&self, task: &str) -> Option<i32> {
        match self.file(&self.journal.tasks, task)?.one("repeats")? {
            "weekly" => Some(7),
            "monthly" => Some(30),
            _ => Some(91),
        }
    }

    /// The days with a delivery of recurring work.
    fn cycles(&self, task: &str) -> Vec<Date> {
        let naming = self.naming(task).into_iter();
        let delivers =
            naming.filter(|note| note.says("step", "deliver") && self.period(task).is_some());
        delivers.map(Note::date).collect::<BTreeSet<Date>>().into_iter().collect()
    }

    /// The entry that judges a task last, if it says that the work fell short; for a goal, only the
    /// entries that its evidence may use.
    pub(super) fn missed(&self, task: &str, goal: Option<&Note>) -> Option<usize> {
        let until = goal.and_then(|goal| self.reached_on(goal));
        let judges = |at: &usize| {
            let note = &self.entries[*at];
            let is_usable = goal.is_none()
                || self.counts_for(*at, goal) && until.is_none_or(|until| note.date() <= until);
            is_usable
                && note.says("task", task)
                && note.has("met_bar")
                && (note.says("step", "deliver") || note.says("kind", "feedback"))
        };
        let last = (0..self.entries.len()).rev().find(judges)?;
        self.entries[last].says("met_bar", "missed").then_some(last)
    }

    /// The statuses that a task's entries give it, each with the day on which it became that; a version that follows one
    /// that fell short is delivered anew.
    fn history(&self, task: &str) -> Vec<(Date, String)> {
        let mut history: Vec<(Date, String)> = Vec::new();
        let mut fell_short = false;
        let recurs = self.period(task).is_some();
        for note in self.naming(task) {
            let status = history.last().map(|(_, status)| status.as_str());
            let deliver = note.says("step", "deliver");
            let finished = note.has("impact") || note.has("met_bar");
            let was_short = fell_short;
            if note.has("met_bar") && (deliver || note.says("kind", "feedback")) {
                fell_short = note.says("met_bar", "missed");
            }
            let next = match note.one("status") {
                Some(stated) => stated,
                None if deliver && finished && !recurs => "delivered",
                None if deliver && matches!(status, None | Some("open")) => "started",
                None if status.is_none() && note.has("step") => "open",
                None => continue,
            };
            let is_new_version = deliver && next == "delivered" && was_short;
            if status != Some(next) || is_new_version {
                history.push((note.date(), next.to_owned()));
            }
        }
        history
    }

    pub(super) fn is_report(&self, person: &str) -> bool {
        self.relation(person) == "report"
    }

    /// Whose work an entry tells of: a direct report's, `nobody`'s alone, or the author's, `me`.
    pub(super) fn whose_work(&self, at: usize) -> String {
        let person = self.person(at);
        let other = |id: &String| *id != person && self.is_report(id);
        if !self.is_report(&person) {
            "me".to_owned()
        } else if self.entries[at].list("with").iter().any(other) {
            "nobody".to_owned()
        } else {
            person
        }
    }

    /// Whose a goal is, in the same words.
    pub(super) fn whose_goal(&self, goal: &Note) -> String {
        if let Some(of) = goal.one("of") {
            let known = of == "me" || self.is_report(of);
            return if known { of.to_owned() } else { "nobody".to_owned() };
        }
        let with: BTreeSet<&String> = goal.list("with").iter().collect();
        if !with.is_empty() {
            return match with.iter().all(|id| self.is_report(id)) {
                true if with.len() == 1 => goal.list("with")[0].clone(),
                true => "nobody".to_owned(),
                false => "me".to_owned(),
            };
        }
        let named = self.dated().enumerate().filter(|(_, note)| note.says("goal", &goal.id));
        let people: BTreeSet<String> = named.map(|(at, _)| self.person(at)).collect();
        match people.first() {
            Some(one) if people.len() == 1 && self.is_report(one) => one.clone(),
            _ => "me".to_owned(),
        }
    }

    /// Whose a task is.
    pub(super) fn whose_task(&self, task: &Task) -> String {
        self.whose_work(task.taker)
    }

    /// Whether an entry counts for a goal; without one, for the author.
    pub(super) fn counts_for(&self, at: usize, goal: Option<&Note>) -> bool {
        let work = self.whose_work(at);
        let Some(goal) = goal else { return work == "me" };
        let all = self.all_goals();
        let is_authors =
            |id: &String| all.iter().any(|g| g.id == *id && self.whose_goal(g) == "me");
        match self.whose_goal(goal).as_str() {
            "me" => work == "me" || self.entries[at].list("goal").iter().any(is_authors),
            "nobody" => false,
            owner => work == owner,
        }
    }

    /// Whether somebody can confirm work for a goal; without one, the author's.
    pub(super) fn can_confirm(&self, person: &str, goal: Option<&Note>) -> bool {
        let leads = matches!(self.relation(person), "manager" | "skip-level");
        let owner = goal.map_or("me".to_owned(), |goal| self.whose_goal(goal));
        match owner.as_str() {
            "me" => leads,
            "nobody" => false,
            owner => person != owner && (person == "me" || leads || self.manages(person, owner)),
        }
    }

    fn manages(&self, person: &str, report: &str) -> bool {
        let (mut below, mut seen) = (report.to_owned(), BTreeSet::new());
        while let Some(above) = self.file(&self.people, &below).and_then(|file| file.one("manager"))
        {
            if above == person {
                return true;
            }
            if !seen.insert(above) {
                return false;
            }
            below = above.to_owned();
        }
        false
    }

    /// The goals that an entry is for: those it names, else the only active one with a file of whoever
    /// it tells of, unless the note is of a day before its `since`.
    pub(super) fn goals_of(&self, at: usize) -> Vec<String> {
        let note = &self.entries[at];
        if note.has("goal") {
            return note.list("goal").to_vec();
        }
        let work = self.whose_work(at);
        if work == "nobody" {
            return Vec::new();
        }
        let theirs =
            |goal: &&Note| is_active(goal) && !goal.has("to come") && self.whose_goal(goal) == work;
        let active: Vec<&Note> = self.goals.iter().filter(theirs).collect();
        let wanted = |goal: &Note| goal.day("since").is_none_or(|since| note.date() >= since);
        match active[..] {
            [only] if wanted(only) => vec![only.id.clone()],
            _ => Vec::new(),
        }
    }

    pub(super) fn is_pivot_for(&self, at: usize, goal: &str) -> bool {
        let note = &self.entries[at];
        note.says("step", "pivot") && self.goals_of(at).iter().any(|own| own == goal)
    }

    /// Every goal: those with a file, and those that entries alone name.
    pub(super) fn all_goals(&self) -> Vec<Note> {
        let mut goals = self.goals.clone();
        for id in self.dated().flat_map(|note| note.list("goal")) {
            if !goals.iter().any(|goal| goal.id == *id) {
                goals.push(Note { id: id.clone(), ..Note::default() });
            }
        }
        goals
    }

    /// Whether no later entry resolves a setback, or its task.
    pub(super) fn is_open(&self, setback: usize) -> bool {
        self.is_open_until(setback, None)
    }

    /// The same at the end of a day.
    pub(super) fn is_open_until(&self, setback: usize, until: Option<Date>) -> bool {
        let own = &self.entries[setback];
        let by_then = |note: &Note| until.is_none_or(|until| note.date() <= until);
        let resolves = |later: &Note| {
            let resolved = later.list("resolves");
            by_then(later) && resolved.iter().any(|id| *id == own.id || own.says("task", id))
        };
        let resolved = self.entries[setback + 1..].iter().any(resolves);
        own.says("kind", "setback") && by_then(own) && !resolved
    }

    pub(super) fn open_setbacks(&self) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| self.is_open(*at)).collect()
    }
}

pub(super) fn is_active(goal: &Note) -> bool {
    goal.one("state").is_none_or(|state| state == "active")
}

impl Task {
    /// The days on which it became delivered, or recurring work was done.
    pub(super) fn done(&self) -> Vec<Date> {
        let delivered = self.history.iter().filter(|(_, status)| status == "delivered");
        delivered.map(|(day, _)| *day).chain(self.cycles.iter().copied()).collect()
    }

    /// Whether it stood delivered at the end of a day, or was recurring work done by then.
    pub(super) fn was_done(&self, day: Date) -> bool {
        let then = self.history.iter().rfind(|(since, _)| *since <= day);
        then.is_some_and(|(_, status)| status == "delivered")
            || self.cycles.iter().any(|cycle| *cycle <= day)
    }

    /// The day on which it stands delivered, or of its last cycle.
    pub(super) fn last_done(&self) -> Option<Date> {
        self.delivered.into_iter().chain(self.cycles.last().copied()).max()
    }

    pub(super) fn is_win(&self) -> bool {
        self.missed.is_none() && self.last_done().is_some()
    }

    /// The points of its wins after a day.
    pub(super) fn points(&self, since: Option<Date>) -> usize {
        let after = |day: &Date| since.is_none_or(|since| *day > since);
        let each = if self.recurs || self.size.as_deref() == Some("small") { 1 } else { 2 };
        let days =
            if self.recurs { self.cycles.clone() } else { self.delivered.into_iter().collect() };
        if self.is_win() { each * days.iter().filter(|day| after(day)).count() } else { 0 }
    }
}

/// Whether something is to be done for a task now.
pub(super) fn is_open(task: &Task) -> bool {
    is_unfinished(task) && !task.waits
}

pub(super) fn is_unfinished(task: &Task) -> bool {
    matches!(task.status.as_deref(), Some("open" | "started"))
}

/// Whether an entry says what the work changed.
pub(super) fn has_proof(note: &Note) -> bool {
    note.has("impact") || note.has("metric") || note.has("evidence")
}
