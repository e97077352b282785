//! The types that Obsidian gives to properties: a function for each way in which a key of
//! [`keys`](crate::model::keys) may be written.

#![expect(clippy::extra_unused_type_parameters, reason = "the tables name the types of values")]

use serde_json::{Map, Value, json};

use crate::model::keys::{common_keys, entry_keys, goal_keys, person_keys, task_keys};
use crate::model::vocabulary::{
    Answer, Cadence, GoalKind, GoalState, Initiative, Kind, Perception, Relation, Size, Status,
    Step, Visibility,
};

/// The type of a property; what has none is text.
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

/// Properties that Obsidian has itself.
const BUILT_IN: [&str; 2] = ["aliases", "tags"];

/// The type of each property, by its key.
pub(super) fn types() -> Map<String, Value> {
    let keys = [COMMON, ENTRY, GOAL, TASK, PERSON].concat();
    let own = keys.into_iter().filter(|(key, _)| !BUILT_IN.contains(key));
    own.filter_map(|(key, of)| Some((key.to_owned(), json!(of()?)))).collect()
}

/// Ways of writing that have a type.
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

/// Ways of writing that are text.
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
