//! The next steps as points of a talk, in words that both people can read: *you* is the other one.

use super::sheet_reader::SheetReader;
use crate::analyse::Analysis;
use crate::analyse::gaps::Need;
use crate::analyse::next::{Move, NextMove};
use crate::model::phrasing::{capitalised, mid_title};
use crate::model::vocabulary::Relation;
use crate::render::moves::{Aim, aim, lower};

/// What a step is to be talked about.
pub(super) fn topic(
    analysis: &Analysis<'_>,
    reader: &SheetReader<'_>,
    next: &NextMove<'_>,
) -> String {
    let task = next.tasks.first().map(|task| capitalised(&task.title));
    let task = || task.unwrap_or_else(|| "What is open".to_owned());
    let setback = next
        .setback
        .and_then(|at| reader.text(analysis.setbacks[at].entry, |setback| Some(&setback.title)));
    let knows = |need: &Need| {
        let goal = next.goal.map(|at| &analysis.journal.goals[at]);
        goal.is_some_and(|goal| reader.knows_need(goal, &need.id))
    };
    let report = next.thread.relation == Some(Relation::Report);
    match next.kind {
        Move::OwnIt => match setback {
            Some(title) => format!("“{title}”: where it stands, and what comes next"),
            None => "What happened, and what comes next".to_owned(),
        },
        Move::Master => "How you see my work".to_owned(),
        Move::Fix => match next.wishes.as_slice() {
            [one] => format!("What you wish for: {one}"),
            _ => "What you wish were different".to_owned(),
        },
        Move::Deliver => format!("{}: where it stands", task()),
        Move::ShowImpact => format!("{}: what it changed", task()),
        Move::Pivot if report => "Work that leads to your goal".to_owned(),
        Move::Pivot => match next.need.filter(|need| knows(need)) {
            Some(need) => format!("Work that shows {}", lower(&need.title)),
            None => "Work that serves my goal".to_owned(),
        },
        Move::SetGoal if report => match aim(analysis, next) {
            Aim::Goal(_) => "What your goal still needs to be clear".to_owned(),
            Aim::Heard | Aim::Asked | Aim::Unknown => {
                "What you are aiming for, in one sentence".to_owned()
            }
        },
        Move::SetGoal => "What I am aiming for".to_owned(),
        Move::SlowDown => "Which of my work can wait".to_owned(),
        Move::MakeGood if next.is_to_be_judged(analysis.journal) => {
            format!("{}: whether it meets the bar now", task())
        }
        Move::MakeGood => format!("{}: how I make it good", task()),
        Move::Repeat => "What we learned from what was delivered".to_owned(),
        Move::Ask if report => "What you want next".to_owned(),
        Move::Ask => match next.declined {
            Some(declined) => format!("That I declined {}", mid_title(&declined.title)),
            None => "What you need".to_owned(),
        },
    }
}
