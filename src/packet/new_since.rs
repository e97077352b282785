//! What is new since an earlier packet for the same goal.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::baseline::{Baseline, BaselineNeed};
use super::{Packet, PacketNeed};
use crate::render::views::Day;

/// What is new.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketFresh")]
pub struct NewSince {
    /// The last day of the notes of the earlier packet.
    pub since: Day,
    /// The needs of which something is new, in the goal's order.
    pub needs: Vec<ChangedNeed>,
    /// The tasks delivered since.
    pub delivered: Vec<String>,
    /// How many quotes it did not have.
    #[serde(rename = "voices")]
    pub quotes: usize,
}

/// A need of which something is new.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketFreshNeed")]
pub struct ChangedNeed {
    /// The need.
    pub title: String,
    /// The fragment of its section.
    pub anchor: String,
    /// Whether the goal did not have it.
    pub added: bool,
    /// The word of what its status was, where it is another one.
    pub was: Option<String>,
    /// The word of what it is.
    pub now: &'static str,
    /// The evidence that the earlier packet did not have, and that of another grade now.
    pub units: Vec<NewUnit>,
}

/// Evidence that is new.
#[derive(Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketNewUnit")]
pub struct NewUnit {
    /// The task's name, else the note's.
    pub title: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// The word of its grade; `at a lower level` where it is.
    pub grade: &'static str,
    /// What that was, where it is not new itself.
    pub was: Option<String>,
    /// The notes behind it.
    pub notes: Vec<usize>,
}

impl NewSince {
    /// Whether nothing is new.
    pub fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.delivered.is_empty() && self.quotes == 0
    }
}

/// Marks in a packet what an earlier one did not tell, and sums it up.
pub(crate) fn compare(packet: &mut Packet, last: &Baseline) -> NewSince {
    let before: HashMap<&str, &BaselineNeed> =
        last.needs.iter().map(|need| (need.id.as_str(), need)).collect();
    let day = last.to.parse::<Date>().map(Day::from);
    let since =
        day.unwrap_or(Day { iso: last.to.clone(), text: last.to.clone(), short: last.to.clone() });
    let needs = packet.needs.iter_mut();
    let needs = needs.filter_map(|need| changed_need(need, before.get(need.id.as_str()).copied()));
    let mut new_since =
        NewSince { since, needs: needs.collect(), delivered: Vec::new(), quotes: 0 };
    let told: HashSet<&str> = last.stories.iter().map(String::as_str).collect();
    for story in &mut packet.stories {
        story.is_new = !told.contains(story.id.as_str());
    }
    mark_ledger(packet, last, &mut new_since);
    mark_quotes(packet, last, &mut new_since);
    new_since
}

/// What is new of a need; `None` where nothing is.
fn changed_need(need: &mut PacketNeed, before: Option<&BaselineNeed>) -> Option<ChangedNeed> {
    let was = before.filter(|before| before.status != need.status);
    need.was = was.map(|before| before.status.clone());
    let grades: HashMap<&str, &str> = before
        .into_iter()
        .flat_map(|before| &before.units)
        .map(|unit| (unit.key.as_str(), unit.grade.as_str()))
        .collect();
    let mut units = Vec::new();
    for unit in &mut need.units {
        let (grade, word) =
            if unit.below { ("below", "at a lower level") } else { (unit.grade, unit.grade) };
        let was = grades.get(unit.key.as_str()).copied();
        unit.is_new = was != Some(grade);
        if unit.is_new {
            let was = was.map(|was| if was == "below" { "at a lower level" } else { was });
            units.push(NewUnit {
                title: unit.title.clone(),
                quarter: unit.quarter.clone(),
                grade: word,
                was: was.map(ToOwned::to_owned),
                notes: unit.notes.clone(),
            });
        }
    }
    let added = before.is_none();
    (added || need.was.is_some() || !units.is_empty()).then(|| ChangedNeed {
        title: need.title.clone(),
        anchor: need.anchor.clone(),
        added,
        was: need.was.clone(),
        now: need.status,
        units,
    })
}

fn mark_ledger(packet: &mut Packet, last: &Baseline, new_since: &mut NewSince) {
    let delivered: HashSet<&str> = last
        .ledger
        .iter()
        .filter(|task| task.delivered.is_some())
        .map(|task| task.id.as_str())
        .collect();
    for row in packet.ledger.iter_mut().flat_map(|ledger| &mut ledger.rows) {
        row.is_new = row.delivered.is_some() && !delivered.contains(row.id.as_str());
        if row.is_new {
            new_since.delivered.push(row.title.clone());
        }
    }
}

fn mark_quotes(packet: &mut Packet, last: &Baseline, new_since: &mut NewSince) {
    let heard: HashSet<&str> = last.quotes.iter().map(|said| said.text.as_str()).collect();
    let of_stories = packet.stories.iter_mut().flat_map(|story| &mut story.quotes);
    let units = packet.needs.iter_mut().flat_map(|need| &mut need.units);
    let of_units = units.flat_map(|unit| &mut unit.quotes);
    for said in packet.quotes.iter_mut().chain(of_stories).chain(of_units) {
        said.is_new = !heard.contains(said.text.as_str());
    }
    new_since.quotes = packet.quotes.iter().filter(|said| said.is_new).count();
}
