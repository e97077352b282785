//! What is new since an earlier packet for the same goal.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::frozen::{Frozen, FrozenNeed};
use super::{Packet, PacketNeed, Place};
use crate::render::views::Day;

/// What is new.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketFresh")]
pub struct Fresh {
    /// The last day of the notes of the earlier packet.
    pub since: Day,
    /// The needs whose status is another one.
    pub statuses: Vec<Change>,
    /// The needs that the goal did not have.
    pub needs: Vec<Place>,
    /// The evidence that it did not have, and that of a higher grade now.
    pub units: Vec<NewUnit>,
    /// The tasks delivered since.
    pub delivered: Vec<String>,
    /// How many quotes it did not have.
    pub voices: usize,
}

/// A need whose status is another one.
#[derive(Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketChange")]
pub struct Change {
    /// The need.
    pub title: String,
    /// The fragment of its section.
    pub anchor: String,
    /// The word of what it was.
    pub was: String,
    /// The word of what it is.
    pub now: String,
}

/// Evidence that is new.
#[derive(Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketNewUnit")]
pub struct NewUnit {
    /// The need's name.
    pub need: String,
    /// The fragment of its section.
    pub anchor: String,
    /// The task's name, else the note's.
    pub title: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// The word of its grade.
    pub grade: String,
    /// The grade that it had, where it is not new itself.
    pub was: Option<String>,
    /// The notes behind it.
    pub notes: Vec<usize>,
}

impl Fresh {
    /// Whether nothing is new.
    pub fn is_empty(&self) -> bool {
        let Self { statuses, needs, units, delivered, voices, .. } = self;
        statuses.is_empty()
            && needs.is_empty()
            && units.is_empty()
            && delivered.is_empty()
            && *voices == 0
    }
}

/// Marks in a packet what an earlier one did not tell, and sums it up.
pub(crate) fn compare(packet: &mut Packet, last: &Frozen) -> Fresh {
    let before: HashMap<&str, &FrozenNeed> =
        last.needs.iter().map(|need| (need.id.as_str(), need)).collect();
    let day = last.to.parse::<Date>().map(Day::from);
    let since =
        day.unwrap_or(Day { iso: last.to.clone(), text: last.to.clone(), short: last.to.clone() });
    let mut fresh = Fresh {
        since,
        statuses: Vec::new(),
        needs: Vec::new(),
        units: Vec::new(),
        delivered: Vec::new(),
        voices: 0,
    };
    for need in &mut packet.needs {
        match before.get(need.id.as_str()) {
            Some(before) => compare_need(need, before, &mut fresh),
            None => {
                need.units.iter_mut().for_each(|unit| unit.fresh = true);
                let (anchor, title) = (need.anchor.clone(), need.title.clone());
                fresh.needs.push(Place { anchor, title });
            }
        }
    }
    let told: HashSet<&str> = last.stories.iter().map(String::as_str).collect();
    for story in &mut packet.stories {
        story.fresh = !told.contains(story.id.as_str());
    }
    mark_ledger(packet, last, &mut fresh);
    mark_voices(packet, last, &mut fresh);
    fresh
}

fn compare_need(need: &mut PacketNeed, before: &FrozenNeed, fresh: &mut Fresh) {
    if need.status != before.status {
        need.was = Some(before.status.clone());
        fresh.statuses.push(Change {
            title: need.title.clone(),
            anchor: need.anchor.clone(),
            was: before.status.clone(),
            now: need.status.to_owned(),
        });
    }
    let grades: HashMap<&str, &str> =
        before.units.iter().map(|unit| (unit.key.as_str(), unit.grade.as_str())).collect();
    for unit in &mut need.units {
        let grade = if unit.below { "below" } else { unit.grade };
        let was = grades.get(unit.key.as_str()).copied();
        if was == Some(grade) {
            continue;
        }
        unit.fresh = true;
        fresh.units.push(NewUnit {
            need: need.title.clone(),
            anchor: need.anchor.clone(),
            title: unit.title.clone(),
            quarter: unit.quarter.clone(),
            grade: unit.grade.to_owned(),
            was: was.map(ToOwned::to_owned),
            notes: unit.notes.clone(),
        });
    }
}

fn mark_ledger(packet: &mut Packet, last: &Frozen, fresh: &mut Fresh) {
    let delivered: HashSet<&str> = last
        .ledger
        .iter()
        .filter(|task| task.delivered.is_some())
        .map(|task| task.id.as_str())
        .collect();
    for row in packet.ledger.iter_mut().flat_map(|ledger| &mut ledger.rows) {
        row.fresh = row.delivered.is_some() && !delivered.contains(row.id.as_str());
        if row.fresh {
            fresh.delivered.push(row.title.clone());
        }
    }
}

fn mark_voices(packet: &mut Packet, last: &Frozen, fresh: &mut Fresh) {
    let heard: HashSet<&str> = last.voices.iter().map(|said| said.text.as_str()).collect();
    let of_stories = packet.stories.iter_mut().flat_map(|story| &mut story.quotes);
    let units = packet.needs.iter_mut().flat_map(|need| &mut need.units);
    let of_units = units.flat_map(|unit| &mut unit.quotes);
    for said in packet.voices.iter_mut().chain(of_stories).chain(of_units) {
        said.fresh = !heard.contains(said.text.as_str());
    }
    fresh.voices = packet.voices.iter().filter(|said| said.fresh).count();
}
