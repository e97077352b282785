//! Section 4: what a goal needs, and the evidence for it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::journal::{LADDER, Note};
use super::timeline::{Reading, has_proof, is_active};

const GRADES: [&str; 4] = ["claimed", "backed", "vouched", "confirmed"];
pub(super) const STATUSES: [&str; 6] =
    ["none", "claimed", "emerging", "supported", "sustained", "confirmed"];

/// A quarter as the number of quarters since the year 0.
pub(super) type Quarter = i32;

/// One task in one quarter for one competency.
#[derive(Debug)]
pub(super) struct Unit {
    pub task: Option<String>,
    pub quarter: Quarter,
    pub entries: Vec<usize>,
    /// The place in `GRADES`.
    pub grade: usize,
    pub below: bool,
    pub project: String,
}

#[derive(Debug)]
pub(super) struct Need {
    pub id: String,
    pub by: &'static str,
    /// The place in `STATUSES`.
    pub status: usize,
    pub units: Vec<Unit>,
    stale: bool,
    earliest: Option<Quarter>,
}

pub(super) fn quarter_name(quarter: Quarter) -> String {
    format!("{}-Q{}", quarter / 4, quarter % 4 + 1)
}

impl Unit {
    pub(super) fn counts(&self) -> bool {
        !self.below && self.grade > 0
    }
}

impl Reading {
    pub(super) fn quarter(&self, day: Date) -> Quarter {
        let start = self.config.one("fiscal_year_start").map_or(1, |m| m.parse().expect("a month"));
        let month = i32::from(day.month());
        let (year, since) = match month >= start {
            true => (i32::from(day.year()), month - start),
            false => (i32::from(day.year()) - 1, month - start + 12),
        };
        year * 4 + since / 3
    }

    pub(super) fn this_quarter(&self) -> Quarter {
        self.quarter(self.today)
    }

    fn ladder_needs(&self, goal: &Note) -> Vec<&'static str> {
        let at = |level: &str| {
            let own = LADDER.iter().find(|(name, _)| *name == level);
            own.map_or(Vec::new(), |(_, expected)| expected.to_vec())
        };
        match (goal.one("ladder"), goal.one("to")) {
            (Some(_), Some(to)) => at(&to.to_lowercase()),
            _ => Vec::new(),
        }
    }

    /// What a goal needs, and who named it.
    pub(super) fn named_needs(&self, goal: &Note) -> Vec<(String, &'static str)> {
        let until = self.reached_on(goal);
        let mut needs: Vec<(String, &str)> = Vec::new();
        needs.extend(goal.list("needs").iter().map(|id| (id.clone(), "self")));
        needs.extend(self.ladder_needs(goal).iter().map(|id| ((*id).to_owned(), "ladder")));
        for at in (0..self.entries.len()).filter(|at| self.is_pivot_for(*at, &goal.id)) {
            if until.is_some_and(|until| self.entries[at].date() > until)
                || !self.counts_for(at, Some(goal))
            {
                continue;
            }
            needs.extend(self.entries[at].list("gaps").iter().map(|id| (id.clone(), "leader")));
        }
        let mut once: Vec<(String, &str)> = Vec::new();
        for need in needs {
            if !once.iter().any(|(id, _)| *id == need.0) {
                once.push(need);
            }
        }
        once
    }

    /// The levels at which an entry shows a competency; `None` is what the goal asks.
    pub(super) fn shown<'a>(note: &'a Note, need: &str) -> Vec<Option<&'a str>> {
        let claims = note.list("shows").iter().map(|claim| match claim.split_once('@') {
            Some((id, level)) => (id, Some(level)),
            None => (claim.as_str(), None),
        });
        claims.filter(|(id, _)| *id == need).map(|(_, level)| level).collect()
    }

    /// The day on which a goal was reached, and is frozen.
    pub(super) fn reached_on(&self, goal: &Note) -> Option<Date> {
        if !goal.says("state", "reached") {
            return None;
        }
        let named = self.entries.iter().filter(|note| note.says("goal", &goal.id));
        goal.day("reached_on").or_else(|| named.map(Note::date).max())
    }

    /// How a level compares with that of a goal: 0 below, 1 unknown, 2 high enough.
    pub(super) fn standing(goal: Option<&Note>, level: Option<&str>) -> u8 {
        let place = |level: &str| LADDER.iter().position(|(name, _)| *name == level.to_lowercase());
        let to = goal.filter(|goal| goal.has("ladder")).and_then(|goal| goal.one("to"));
        match (level, to.and_then(place)) {
            (Some(level), Some(to)) => match place(level) {
                Some(shown) if shown < to => 0,
                Some(_) => 2,
                None => 1,
            },
            _ => 2,
        }
    }

    fn grade(&self, note: &Note, goal: Option<&Note>) -> usize {
        if note.list("confirmed_by").iter().any(|id| self.can_confirm(id, goal)) {
            3
        } else if note.has("quote")
            && note.one("quote_from").is_some_and(|who| {
                who != goal.map_or("me".to_owned(), |goal| self.whose_goal(goal))
            })
        {
            2
        } else {
            usize::from(has_proof(note))
        }
    }

    /// The units for a competency, as a goal sees them; without a goal no level is below.
    pub(super) fn units(&self, need: &str, goal: Option<&Note>) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let until = goal.and_then(|goal| self.reached_on(goal));
        for (at, note) in self.entries.iter().enumerate() {
            if Self::shown(note, need).is_empty()
                || until.is_some_and(|until| note.date() > until)
                || !self.counts_for(at, goal)
            {
                continue;
            }
            if !note.has("task") {
                units.push(self.unit(None, at));
            }
            for task in note.list("task") {
                let unit = self.unit(Some(task.clone()), at);
                let same = |own: &&mut Unit| own.task == unit.task && own.quarter == unit.quarter;
                match units.iter_mut().find(same) {
                    Some(own) => own.entries.push(at),
                    None => units.push(unit),
                }
            }
        }
        units.iter_mut().for_each(|unit| self.judge(unit, need, goal));
        units
    }

    /// Gives a unit the grade of those of its entries that are at a high enough level.
    fn judge(&self, unit: &mut Unit, need: &str, goal: Option<&Note>) {
        let notes: Vec<&Note> = unit.entries.iter().map(|at| &self.entries[*at]).collect();
        let standing = |note: &&&Note| {
            let levels = Self::shown(note, need).into_iter();
            levels.map(|level| Self::standing(goal, level)).max()
        };
        unit.below = notes.iter().all(|note| standing(&note) == Some(0));
        let fit = notes.iter().filter(|note| standing(note) == Some(2));
        unit.grade = fit.map(|note| self.grade(note, goal)).max().unwrap_or(0);
        if unit.task.as_ref().is_some_and(|task| self.missed_for(task, goal)) {
            unit.grade = 0;
        }
    }

    /// Whether a task fell short of the bar, as far as entries for a goal say; without one, those of the
    /// author's work.
    fn missed_for(&self, task: &str, goal: Option<&Note>) -> bool {
        match goal {
            Some(_) => self.missed(task, goal).is_some(),
            None => {
                let judges = |at: &usize| {
                    let note = &self.entries[*at];
                    let judge = note.says("step", "deliver") || note.says("kind", "feedback");
                    self.whose_work(*at) == "me"
                        && judge
                        && note.says("task", task)
                        && note.has("met_bar")
                };
                let last = (0..self.entries.len()).rev().find(judges);
                last.is_some_and(|at| self.entries[at].says("met_bar", "missed"))
            }
        }
    }

    fn unit(&self, task: Option<String>, at: usize) -> Unit {
        let quarter = self.quarter(self.entries[at].date());
        let project = match &task {
            Some(id) => {
                let project = self.stated(id, "project");
                project.unwrap_or_else(|| format!("task {id}"))
            }
            None => format!("entry {at}"),
        };
        Unit { task, quarter, entries: vec![at], grade: 0, below: false, project }
    }

    /// The quarters up to that one in which evidence is looked for.
    pub(super) fn span(&self, last: Quarter) -> std::ops::RangeInclusive<Quarter> {
        last - self.gap("span", 6) as i32 + 1..=last
    }

    fn is_held(&self, goal: &Note, counting: &[&Unit]) -> bool {
        let on_task = |at: &usize| {
            let setback = &self.entries[*at];
            counting.iter().flat_map(|unit| &unit.task).any(|task| setback.says("task", task))
        };
        let until = self.reached_on(goal);
        let setbacks = (0..self.entries.len()).filter(|at| self.is_open_until(*at, until));
        setbacks.collect::<Vec<_>>().iter().any(on_task)
    }

    fn status_of(&self, goal: &Note, units: &[Unit]) -> usize {
        let now = self.reached_on(goal).map_or(self.this_quarter(), |day| self.quarter(day));
        let counting: Vec<&Unit> = units.iter().filter(|unit| unit.counts()).collect();
        let projects: BTreeSet<&String> = counting.iter().map(|unit| &unit.project).collect();
        let late: Vec<&&Unit> =
            counting.iter().filter(|unit| self.span(now).contains(&unit.quarter)).collect();
        let late_quarters: BTreeSet<Quarter> = late.iter().map(|unit| unit.quarter).collect();
        let late_projects: BTreeSet<&String> = late.iter().map(|unit| &unit.project).collect();
        if units.iter().all(|unit| unit.below) {
            0
        } else if counting.is_empty() {
            1
        } else if projects.len() < self.gap("projects", 2) {
            2
        } else if late.len() < self.gap("units", 2)
            || late_projects.len() < self.gap("projects", 2)
            || late_quarters.len() < self.gap("quarters", 2)
            || self.is_held(goal, &counting)
        {
            3
        } else {
            let recent = now - self.gap("recent", 2) as i32..=now;
            let confirmed = counting.iter().any(|u| u.grade == 3 && recent.contains(&u.quarter));
            4 + usize::from(confirmed)
        }
    }

    /// The first quarter up to which enough would lie in the span, if each one from now on were
    /// filled.
    fn earliest(&self, units: &[Unit]) -> Quarter {
        let counting = units.iter().filter(|unit| unit.counts());
        let mut quarters: BTreeSet<Quarter> = counting.map(|unit| unit.quarter).collect();
        let mut last = self.this_quarter();
        loop {
            quarters.insert(last);
            let near = quarters.iter().filter(|quarter| self.span(last).contains(quarter));
            if near.count() >= self.gap("quarters", 2) {
                return last;
            }
            last += 1;
        }
    }

    fn need(&self, goal: &Note, id: String, by: &'static str) -> Need {
        let units = self.units(&id, Some(goal));
        let status = self.status_of(goal, &units);
        let until = self.reached_on(goal);
        let newest = units.iter().filter(|unit| !unit.below).map(|unit| unit.quarter).max();
        let now = until.map_or(self.this_quarter(), |day| self.quarter(day));
        let old = now - self.gap("recent", 2) as i32;
        Need {
            stale: newest.is_some_and(|newest| newest < old),
            earliest: (status < 4 && until.is_none()).then(|| self.earliest(&units)),
            id,
            by,
            status,
            units,
        }
    }

    pub(super) fn needs(&self, goal: &Note) -> Vec<Need> {
        let named = self.named_needs(goal).into_iter();
        named.map(|(id, by)| self.need(goal, id, by)).collect()
    }

    /// Whether a leader named a competency in a pivot for a goal, of those that count for it.
    fn is_named_by_leader(&self, goal: &Note, need: &str) -> bool {
        let until = self.reached_on(goal);
        (0..self.entries.len()).any(|at| {
            let note = &self.entries[at];
            self.is_pivot_for(at, &goal.id)
                && until.is_none_or(|until| note.date() <= until)
                && self.counts_for(at, Some(goal))
                && note.says("gaps", need)
        })
    }

    /// The competencies that are not sustained, in the order of the plan.
    fn planned(&self, goal: &Note) -> Vec<String> {
        if !is_active(goal) {
            return Vec::new();
        }
        let mut needs = self.needs(goal);
        needs.retain(|need| need.status < 4);
        needs.sort_by_key(|need| (!self.is_named_by_leader(goal, &need.id), need.earliest));
        needs.into_iter().map(|need| need.id).collect()
    }

    /// Whether the ladder says what is expected of a competency at the level that a goal leads to.
    pub(super) fn has_bar(&self, goal: &Note, need: &str) -> bool {
        self.ladder_needs(goal).contains(&need)
    }

    fn unit_row(&self, unit: &Unit) -> Value {
        let mut entries: Vec<&str> =
            unit.entries.iter().map(|at| self.entries[*at].id.as_str()).collect();
        entries.sort_unstable();
        json!({
            "task": unit.task,
            "quarter": quarter_name(unit.quarter),
            "grade": GRADES[unit.grade],
            "below_level": unit.below,
            "entries": entries,
        })
    }

    fn need_row(&self, need: &Need) -> Value {
        let mut units: Vec<Value> = need.units.iter().map(|unit| self.unit_row(unit)).collect();
        units.sort_by_key(Value::to_string);
        let counting: Vec<&Unit> = need.units.iter().filter(|unit| unit.counts()).collect();
        let quarters: BTreeSet<Quarter> = counting.iter().map(|unit| unit.quarter).collect();
        json!({
            "id": need.id,
            "named_by": need.by,
            "status": STATUSES[need.status],
            "stale": need.stale,
            "counting": counting.len(),
            "quarters": quarters.into_iter().map(quarter_name).collect::<Vec<_>>(),
            "earliest": need.earliest.map(quarter_name),
            "units": units,
        })
    }

    /// Each goal that has a file, with its needs.
    pub(super) fn goal_rows(&self) -> Value {
        let row = |goal: &Note| {
            let needs = self.needs(goal);
            let needs: Vec<Value> = needs.iter().map(|need| self.need_row(need)).collect();
            let owner = self.whose_goal(goal);
            let owner = (owner != "me" && owner != "nobody").then_some(owner);
            let plan = self.planned(goal);
            json!({ "id": goal.id, "owner": owner, "needs": needs, "plan": plan })
        };
        let mut goals = self.all_goals();
        goals.sort_by_key(|goal| goal.id.clone());
        goals.iter().map(row).collect()
    }
}
