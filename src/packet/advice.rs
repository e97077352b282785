//! What would make a packet stronger: said to its author alone, never in it.

use super::Packet;
use crate::analyse::gaps::lacks;
use crate::model::{Goal, Slug};

/// What to write or do, a sentence each.
pub fn advice(packet: &Packet, goal: &Goal) -> Vec<String> {
    let path = goal.path.clone().unwrap_or_else(|| format!("goals/{}.md", goal.id));
    let mut advice = Vec::new();
    if packet.case.is_none() {
        advice.push(format!(
            "the case is missing: write it in `{path}`, below the keys, as you would say it in one minute: \
             what changed because of you, why now, what you ask for"
        ));
    }
    let lacks = lacks(goal, packet.needs.is_empty());
    for key in lacks.iter().map(|lack| lack.key).filter(|key| *key != "needs") {
        advice.push(format!("set `{key}` in `{path}`, so that your reader knows what you ask for"));
    }
    if lacks.iter().any(|lack| lack.key == "needs") {
        advice.push(format!(
            "the goal names no competencies: list them under `needs` in `{path}`, or name a `ladder`"
        ));
    }
    if packet.who.name.is_none() {
        advice.push("set `author` in `loopbook.yaml`".to_owned());
    }
    if packet.stories.len() < crate::analyse::choice::FEWEST {
        let told = packet.stories.len();
        let noun = if told == 1 { "story" } else { "stories" };
        advice.push(format!(
            "the packet has {told} {noun}: to add one, write an `impact` in a note on a delivered task"
        ));
    }
    advice.extend(goal.packet.pinned.iter().filter(|task| !told(packet, task)).map(|task| {
        format!("`{task}` is pinned but not a story yet: deliver it, with an `impact`")
    }));
    advice
}

fn told(packet: &Packet, task: &Slug) -> bool {
    packet.stories.iter().any(|story| story.id == task.as_str())
}
