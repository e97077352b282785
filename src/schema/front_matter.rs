//! The front matter of notes. Keys that are not listed are the author's own, so others are allowed.

use serde_json::{Value, json};

use super::DIALECT;
use super::value::{
    Key, claims, date, flag, metrics, name, names, needs, new_loop, properties, stories, switch,
    tags, text, texts, whole, word, word_or_default,
};
use crate::model::keys::{common_keys, entry_keys, goal_keys, person_keys, task_keys};
use crate::model::packet_file::LiveBlock;
use crate::model::vocabulary::{
    Answer, Audience, Cadence, GoalKind, GoalState, Initiative, Kind, MetBar, Outcome, Perception,
    Relation, Repeats, Size, Status, Step, TaskRole, Visibility, Word,
};

/// What a note is: that decides which keys it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// An entry, or a page.
    #[default]
    Entry,
    /// A file of `goals/`.
    Goal,
    /// A file of `tasks/`.
    Task,
    /// A file of `people/`.
    Person,
    /// A file of `packets/`: a packet that its author wrote.
    Packet,
}

/// The schema of the front matter of such notes.
pub fn front_matter(of: Of) -> Value {
    if of == Of::Packet {
        return packet();
    }
    let (title, own) = match of {
        Of::Entry => ("The front matter of an entry", ENTRY),
        Of::Goal => ("The front matter of a file of `goals/`", GOAL),
        Of::Task => ("The front matter of a file of `tasks/`", TASK),
        Of::Person => ("The front matter of a file of `people/`", PERSON),
        Of::Packet => ("The front matter of a file of `packets/`", &[][..]),
    };
    let keys = [COMMON, own].concat();
    json!({
        "$schema": DIALECT,
        "title": title,
        "type": ["object", "null"],
        "properties": properties(&keys),
    })
}

/// The front matter of a packet that its author wrote, and the lines of its live blocks.
fn packet() -> Value {
    let words: Vec<&str> = Audience::WORDS.iter().map(|(word, _)| *word).collect();
    let blocks =
        LiveBlock::FORMS.map(|(form, meaning)| json!({"const": form, "description": meaning}));
    json!({
        "$schema": DIALECT,
        "title": "The front matter of a file of `packets/`",
        "type": "object",
        "properties": {
            "audience": {
                "description": "For whom the file was written: it says nothing that this reader may not see",
                "enum": words,
            },
        },
        "required": ["audience"],
        "additionalProperties": false,
        "$defs": {
            "block": {
                "description": "The line of a fenced block `loopbook`, with another number or name",
                "examples": LiveBlock::FORMS.map(|(form, _)| form),
                "anyOf": blocks,
            },
        },
    })
}

macro_rules! describe_keys {
    ([$NAME:ident] $($(#[doc = $doc:literal])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        const $NAME: &[Key] = &[$(($key, $written, concat!($($doc),+))),*];
    };
}

common_keys! { describe_keys [COMMON] }
entry_keys! { describe_keys [ENTRY] }
goal_keys! { describe_keys [GOAL] }
task_keys! { describe_keys [TASK] }
person_keys! { describe_keys [PERSON] }

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{COMMON, ENTRY, GOAL, Key, PERSON, TASK};

    const DOCS: &str = include_str!("../../docs/format.md");

    /// The rows of the first table below a heading, each with its cells.
    fn table(heading: &str) -> Vec<Vec<&'static str>> {
        let (_, section) = DOCS.split_once(heading).expect("the heading");
        let rows = section.lines().skip_while(|line| !line.starts_with('|'));
        let rows = rows.take_while(|line| line.starts_with('|')).skip(2);
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
    }

    /// The words in ticks of a cell.
    fn ticked(cell: &'static str) -> impl Iterator<Item = &'static str> {
        cell.split('`').skip(1).step_by(2)
    }

    fn names(keys: &[Key]) -> BTreeSet<&'static str> {
        keys.iter().map(|(name, ..)| *name).collect()
    }

    #[test]
    fn the_docs_list_the_keys_of_entries() {
        let listed: BTreeSet<&str> =
            table("\n### Entries\n").iter().flat_map(|row| ticked(row[0])).collect();
        assert_eq!(listed, &names(COMMON) | &names(ENTRY));
    }

    #[test]
    fn the_docs_list_the_keys_of_goals_tasks_and_people() {
        let mut listed = [
            ("goals/", BTreeSet::new()),
            ("tasks/", BTreeSet::new()),
            ("people/", BTreeSet::new()),
        ];
        let mut at = 0;
        for row in table("\n### Goals, tasks, people\n") {
            if let Some(folder) = ticked(row[0]).next() {
                at = listed.iter().position(|(known, _)| *known == folder).expect("a folder");
            }
            listed[at].1.extend(ticked(row[1]));
        }
        let own = [("goals/", GOAL), ("tasks/", TASK), ("people/", PERSON)];
        assert_eq!(listed, own.map(|(folder, keys)| (folder, names(keys))));
    }
}
