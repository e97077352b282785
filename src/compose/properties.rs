//! The types of Obsidian's properties. One function for each way to write the value of a key in
//! [`keys`](crate::model::keys).

#![expect(clippy::extra_unused_type_parameters, reason = "the tables name the types of values")]

use serde_json::{Map, Value, json};

use crate::model::keys::{common_keys, entry_keys, goal_keys, person_keys, task_keys};
use crate::model::vocabulary::{
    Answer, Cadence, GoalKind, GoalState, Initiative, Kind, MetBar, Outcome, Perception, Relation,
    Repeats, Size, Status, Step, TaskRole, Visibility,
};

/// The type of a property; `None` for text.
type Property = Option<&'static str>;

macro_rules! type_keys {
    ([$NAME:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        const $NAME: &[(&str, fn() -> Property)] = &[$(($key, $written)),*];
    };
}

common_keys! { type_keys [COMMON] }
entry_keys! { type_keys [ENTRY] }
goal_keys! { type_keys [GOAL] }
task_keys! { type_keys [TASK] }
person_keys! { type_keys [PERSON] }

/// Properties whose type Obsidian already knows.
const BUILT_IN: [&str; 2] = ["aliases", "tags"];

/// The types of all properties that are not text, by key.
pub(super) fn types() -> Map<String, Value> {
    let keys = [COMMON, ENTRY, GOAL, TASK, PERSON].concat();
    let keys = keys.into_iter().filter(|(key, _)| !BUILT_IN.contains(key));
    keys.filter_map(|(key, property)| Some((key.to_owned(), json!(property()?)))).collect()
}

/// Values with a type.
macro_rules! typed {
    ($($written:ident: $property:literal),*) => {
        $(fn $written() -> Property {
            Some($property)
        })*
    };
}

typed!(
    date: "date",
    flag: "checkbox",
    switch: "checkbox",
    texts: "multitext",
    names: "multitext",
    claims: "multitext",
    metrics: "multitext",
    needs: "multitext"
);

fn whole<T, const MIN: u32, const MAX: u32>() -> Property {
    Some("number")
}

/// Values that are text.
macro_rules! untyped {
    ($($written:ident),*) => {
        $(fn $written() -> Property {
            None
        })*
    };
}

untyped!(text, name, new_loop, stories, tags);

fn word<W>() -> Property {
    None
}

fn word_or_default<W>() -> Property {
    None
}
