//! The path: the author's goals in the order in which they were reached.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::journal::Note;
use super::timeline::Reading;

const STATES: [&str; 4] = ["reached", "active", "paused", "dropped"];

impl Reading {
    fn path_row(&self, goal: &Note) -> (usize, Option<Date>, Value) {
        let state = goal.one("state").unwrap_or("active");
        let named = self.entries.iter().filter(|note| note.says("goal", &goal.id));
        let began = goal.day("since").or_else(|| named.map(Note::date).min());
        let reached = self.reached_on(goal);
        let end = if state == "active" { Some(self.today) } else { reached };
        let days = match (began, end) {
            (Some(began), Some(end)) if began <= end => Some((began, end)),
            _ => None,
        };
        let within = |day: Date| days.is_some_and(|(began, end)| began <= day && day <= end);
        let mut loops: Vec<(Date, String)> = Vec::new();
        for person in self.threads().iter().filter(|id| self.relation(id) != "report") {
            let own = self.loops.iter().filter(|own| own.person == *person);
            for (number, own) in (1..).zip(own) {
                let days: Vec<Date> =
                    own.entries.iter().map(|at| self.entries[*at].date()).collect();
                if days.iter().any(|day| within(*day)) {
                    loops.push((
                        *days.iter().min().expect("an entry"),
                        format!("{person}-{number}"),
                    ));
                }
            }
        }
        loops.sort();
        let mut managers: Vec<(Date, String)> = Vec::new();
        for person in self.threads().iter().filter(|id| self.relation(id) == "manager") {
            let file = self.file(&self.people, person);
            let first = self.thread(person).into_iter().map(|at| self.entries[at].date()).min();
            let since = file.and_then(|file| file.day("since")).or(first);
            let until = file.and_then(|file| file.day("until"));
            let (Some(since), Some((began, end))) = (since, days) else { continue };
            if since <= end && until.is_none_or(|until| until >= began) {
                managers.push((since, person.clone()));
            }
        }
        managers.sort();
        let names =
            |list: Vec<(Date, String)>| list.into_iter().map(|(_, id)| id).collect::<Vec<_>>();
        let quarters = days.map(|(began, end)| self.quarter(end) - self.quarter(began) + 1);
        let row = json!({
            "goal": goal.id,
            "began": began.map(|day| day.to_string()),
            "reached": reached.map(|day| day.to_string()),
            "quarters": quarters,
            "loops": names(loops),
            "managers": names(managers),
        });
        let rank = STATES.iter().position(|known| *known == state).expect("a state");
        (rank, if state == "reached" { reached } else { goal.day("by") }, row)
    }

    pub(super) fn path_rows(&self) -> Vec<Value> {
        let own = self.goals.iter().filter(|goal| self.whose_goal(goal) == "me");
        let mut rows: Vec<(usize, Option<Date>, Value)> =
            own.map(|goal| self.path_row(goal)).collect();
        rows.sort_by_key(|(rank, day, row)| (*rank, day.is_none(), *day, row["goal"].to_string()));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }
}
