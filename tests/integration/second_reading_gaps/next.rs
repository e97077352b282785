//! Section 6: the next move with each person.

use jiff::ToSpan;
use jiff::civil::Date;

use super::gaps::Need;
use super::journal::Note;
use super::timeline::{Reading, Task, has_proof, is_active, is_open};

/// A move. Where the text leaves room, what is allowed is listed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Move {
    pub thread: String,
    pub kind: &'static str,
    /// The tasks of which one has to be the first; where there are none, nothing is said of it.
    pub tasks: Vec<String>,
    /// The needs of which one has to be named.
    pub needs: Vec<String>,
    /// The day, where the text gives one.
    pub due: Option<Date>,
}

impl Reading {
    pub(super) fn moves(&self) -> Vec<Move> {
        let people = self.threads().into_iter().filter(|person| {
            let seldom = matches!(self.relation(person), "peer" | "sponsor");
            let known = !self.thread(person).is_empty() || !seldom || self.own_it(person).is_some();
            **person == self.manager() || known && self.is_here(person)
        });
        people.map(|person| Move { thread: person.clone(), ..self.next_move(&person) }).collect()
    }

    fn next_move(&self, person: &str) -> Move {
        let late = |next: &Move| next.due.is_some_and(|due| due < self.today);
        self.own_it(person)
            .or_else(|| self.slow_down(person))
            .or_else(|| self.deliver(person).filter(late))
            .or_else(|| self.make_good(person))
            .or_else(|| self.look_at_baseline(person))
            .or_else(|| self.deliver(person))
            .or_else(|| self.show_impact(person))
            .or_else(|| self.pivot_again(person))
            .or_else(|| self.close_loop(person))
            .unwrap_or_else(|| self.ask(person))
    }

    fn own_it(&self, person: &str) -> Option<Move> {
        let open = self.open_setbacks().into_iter();
        let must_hear = |at: usize| {
            let told = self.updates(at).into_iter().any(|u| self.entries[u].says("with", person));
            self.entries[at].says("tell", person) && !told
        };
        let open = open.filter(|at| self.person(*at) == person || must_hear(*at));
        let first = open.min()?;
        // The last that was told of it may promise an update, and only to who was there.
        let told = self.updates(first).into_iter().max().unwrap_or(first);
        let was_there = self.person(told) == person || self.entries[told].says("with", person);
        let due = self.entries[told].day("update_by").filter(|_| was_there);
        Some(Move { kind: "own-it", due, ..Move::default() })
    }

    fn slow_down(&self, person: &str) -> Option<Move> {
        let much = person == self.manager() && self.is_overloaded();
        much.then(|| Move { kind: "slow-down", ..Move::default() })
    }

    fn make_good(&self, person: &str) -> Option<Move> {
        let missed = self.tasks_of(person).into_iter().filter(|task| self.bar_missed(task));
        let first = missed.min_by_key(|task| task.missed)?;
        // One entry may judge several.
        let alike = self.tasks_of(person).into_iter();
        let alike = alike.filter(|task| self.bar_missed(task) && task.missed == first.missed);
        let tasks = alike.map(|task| task.id.clone()).collect();
        Some(Move { kind: "make-good", tasks, ..Move::default() })
    }

    fn look_at_baseline(&self, person: &str) -> Option<Move> {
        if self.relation(person) != "manager" {
            return None;
        }
        let near = |at: usize| {
            let note = &self.entries[at];
            note.says("step", "master") && (0..=180).contains(&self.days_since(note.date()))
        };
        let kind = if !self.thread(person).into_iter().any(near) {
            "master"
        } else if self.baseline_shaky(person) {
            "fix"
        } else {
            return None;
        };
        Some(Move { kind, ..Move::default() })
    }

    fn deliver(&self, person: &str) -> Option<Move> {
        let tasks = self.tasks_of(person).into_iter().filter(|task| is_open(task));
        let key = |task: &&Task| (task.due.is_none(), task.due, task.taker);
        let tasks: Vec<&Task> = tasks.collect();
        let first = tasks.iter().map(key).min()?;
        let alike = tasks.iter().filter(|task| key(task) == first);
        let tasks = alike.map(|task| task.id.clone()).collect();
        Some(Move { kind: "deliver", tasks, due: first.1, ..Move::default() })
    }

    fn show_impact(&self, person: &str) -> Option<Move> {
        let unproven = |task: &&Task| {
            let recent = task.missed.is_none()
                && task.delivered.is_some_and(|day| (0..=90).contains(&self.days_since(day)));
            recent && !self.naming(&task.id).into_iter().any(has_proof)
        };
        let tasks = self.tasks_of(person).into_iter().filter(unproven);
        let tasks: Vec<String> = tasks.map(|task| task.id.clone()).collect();
        (!tasks.is_empty()).then(|| Move { kind: "show-impact", tasks, ..Move::default() })
    }

    /// The newest pivot of a thread.
    fn newest_pivot(&self, person: &str) -> Option<usize> {
        self.thread(person).into_iter().rfind(|at| self.entries[*at].says("step", "pivot"))
    }

    /// The day until which the answer to the newest pivot was put off, while one of its goals is active.
    fn put_off(&self, person: &str) -> Option<Date> {
        let at = self.newest_pivot(person)?;
        let goals = self.all_goals();
        let goals = goals.iter().filter(|goal| self.is_pivot_for(at, &goal.id));
        let goals: Vec<&Note> = goals.collect();
        if !goals.is_empty() && !goals.iter().any(|goal| is_active(goal)) {
            return None;
        }
        let pivot = &self.entries[at];
        let later = || pivot.date() + self.cadence(person).days();
        pivot.says("answer", "later").then(|| pivot.day("answer_by").unwrap_or_else(later))
    }

    fn pivot_again(&self, person: &str) -> Option<Move> {
        let come = self.put_off(person).is_some_and(|day| day <= self.today);
        (come && self.relation(person) != "peer").then(|| self.pivot(person))
    }

    fn close_loop(&self, person: &str) -> Option<Move> {
        let current = self.current(person)?;
        let own = &self.loops[current];
        if self.relation(person) == "peer" || self.has(own, "repeat") {
            return None;
        }
        let pivots = own.entries.iter().map(|at| &self.entries[*at]);
        let last = pivots.filter(|note| note.says("step", "pivot")).map(Note::date).max();
        let Some(last) = last else {
            if self.put_off(person).is_some() {
                return None;
            }
            return (self.points(person) >= 2).then(|| self.pivot(person));
        };
        let after = |task: &Task| task.last_done().is_some_and(|day| day >= last);
        let due = self.tasks_of(person).into_iter().any(after);
        due.then(|| Move { kind: "repeat", ..Move::default() })
    }

    /// The points of a thread's wins since its last pivot, while its current loop is not closed and has a
    /// win and no pivot; else none.
    fn points(&self, person: &str) -> usize {
        let Some(current) = self.current(person) else { return 0 };
        let own = &self.loops[current];
        let won = self.tasks.iter().any(|task| task.is_win() && task.own == Some(current));
        if self.relation(person) == "peer"
            || self.has(own, "repeat")
            || self.has(own, "pivot")
            || !won
        {
            return 0;
        }
        let since = self.newest_pivot(person).map(|at| self.entries[at].date());
        self.tasks_of(person).into_iter().map(|task| task.points(since)).sum()
    }

    /// Whether something was turned down in the current loop, and no `ask` came since.
    fn is_unmended(&self, person: &str) -> bool {
        let thread = self.thread(person);
        let ask = thread.into_iter().rfind(|at| self.entries[*at].says("step", "ask"));
        let declined = |task: &Task| {
            let says = |at: &usize| {
                let note = &self.entries[*at];
                note.says("task", &task.id) && note.says("status", "declined")
            };
            (0..self.entries.len()).rev().find(says)
        };
        let refused = self.tasks_of(person).into_iter().filter(|task| self.refused(task));
        refused.filter_map(declined).any(|at| ask.is_none_or(|ask| ask <= at))
    }

    /// Whose goals a thread is about.
    fn owner(&self, person: &str) -> String {
        if self.relation(person) == "report" { person.to_owned() } else { "me".to_owned() }
    }

    fn pivot(&self, person: &str) -> Move {
        let owner = self.owner(person);
        let own = |goal: &Note| self.whose_goal(goal) == owner;
        let clear = |goal: &&Note| own(goal) && is_active(goal) && self.is_clear(&goal.id);
        let goals = self.goals.iter().filter(clear);
        let Some(goal) = goals.min_by_key(|goal| (goal.day("by"), goal.id.clone())) else {
            return Move { kind: "set-goal", ..Move::default() };
        };
        let named = self.named_gap(person, goal).into_iter().collect::<Vec<_>>();
        let needs = if named.is_empty() { self.weakest(goal) } else { named };
        Move { kind: "pivot", needs, ..Move::default() }
    }

    /// What the leader named in the newest pivot for a goal, and nothing shows since.
    fn named_gap(&self, person: &str, goal: &Note) -> Option<String> {
        let thread = self.thread(person);
        let at = thread.into_iter().rfind(|at| self.is_pivot_for(*at, &goal.id))?;
        let pivot = &self.entries[at];
        let needs = self.needs(goal);
        let open = |id: &&String| {
            let need = needs.iter().find(|need| need.id == **id);
            let shown = |need: &Need| {
                let counting = need.units.iter().filter(|unit| unit.counts());
                let entries = counting.flat_map(|unit| &unit.entries);
                entries.into_iter().any(|at| self.entries[*at].date() > pivot.date())
            };
            need.is_some_and(|need| !shown(need))
        };
        pivot.list("gaps").iter().find(open).cloned()
    }

    /// What an `ask` names after a refusal.
    fn refused_gap(&self, person: &str) -> Vec<String> {
        let Some(at) = self.newest_pivot(person) else { return Vec::new() };
        let pivot = &self.entries[at];
        if !pivot.says("answer", "partly") && !pivot.says("answer", "no") {
            return Vec::new();
        }
        let mut goals = self.all_goals();
        goals.sort_by_key(|goal| goal.id.clone());
        let own = goals.iter().filter(|goal| self.whose_goal(goal) == self.owner(person));
        let asked = own.filter(|goal| is_active(goal) && self.is_pivot_for(at, &goal.id));
        asked.filter_map(|goal| self.named_gap(person, goal)).take(1).collect()
    }

    /// The need of lowest status, then of oldest evidence, then listed first.
    fn weakest(&self, goal: &Note) -> Vec<String> {
        let newest = |need: &Need| {
            let shown = need.units.iter().flat_map(|unit| &unit.entries);
            shown.map(|at| self.entries[*at].date()).max()
        };
        let needs = self.needs(goal);
        let weakest = needs.iter().min_by_key(|need| (need.status, newest(need)));
        weakest.map(|need| need.id.clone()).into_iter().collect()
    }

    pub(super) fn cadence(&self, person: &str) -> i32 {
        let cadence = self.file(&self.people, person).and_then(|file| file.one("cadence"));
        match cadence {
            Some("weekly") => 7,
            Some("fortnightly") => 14,
            Some("monthly") => 30,
            Some("yearly") => 365,
            _ => 91,
        }
    }

    fn ask(&self, person: &str) -> Move {
        let days = self.cadence(person);
        let talks = self.met(person).into_iter().map(|at| &self.entries[at]);
        let last = talks.filter(|note| note.is_talk()).map(Note::date).max();
        let today = self.points(person) == 1 || self.is_unmended(person);
        let last = last.filter(|_| !today);
        let due = last.map_or(self.today, |last| (last + days.days()).max(self.today));
        let needs = self.refused_gap(person);
        Move { kind: "ask", needs, due: Some(due), ..Move::default() }
    }
}
