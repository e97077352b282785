//! The keys of the front matter, each declared once.
//!
//! A table of `tables` has a row a key:
//!
//! ```text
//! /// What it says, as an editor shows it
//! "key" | "another spelling" as field: Type = written, rule;
//! ```
//!
//! `written` names how the value is written. The reader (`read/values.rs`), the JSON schema
//! (`schema/value.rs`) and the types of Obsidian's properties (`compose/properties.rs`) each have an
//! item of that name. `rule` says who gets the value, and what it refers to; it names a method that
//! resolves it (`read/rules.rs`) and one that shares it (`share/rules.rs`):
//!
//! | rule | is | another reader gets |
//! |---|---|---|
//! | `everyone` | a plain value | the value |
//! | `author_only` | a plain value | nothing |
//! | `words` | text | the text, names and comments filtered as in a body |
//! | `answer` | text, or a section of the body | the same from what they get of the body |
//! | `quote`, `consented`, `speaker` | what somebody said, in words or in one, and who | it, if `quote_ok` says so |
//! | `tasks`, `goals`, `people` | names | those that they may see |
//! | `claims`, `gaps` | competencies | the value |
//! | `proof` | links to evidence | those that lead to what they may see |
//! | `settled` | tasks, entries and wishes | those that they may see; a wish is the author's |
//! | `ladder`, `needs`, `stories` | what a goal names | the ladder; the needs, words filtered; the stories that they may see |
//! | `step` | the step of the loop | the value |
//! | `own_name` | the name that others see | nothing: it is their title |
//! | `folded` | a key of every note; several become one field | what `share/notes.rs` does with that field |
//!
//! A key without one of these does not compile. What the key is for is then written where it is used.

mod goal_values;
mod tables;

use std::fmt::Debug;

use jiff::civil::Date;

use super::vocabulary::{
    Answer, Cadence, GoalKind, GoalState, Initiative, Kind, MetBar, Outcome, Perception, Relation,
    Repeats, Size, Status, Step, TaskRole, Visibility,
};
use super::{Evidence, Metric, Shows, Slug};
pub use goal_values::{StatedNeed, StoryChoices};
pub(crate) use tables::{common_keys, entry_keys, goal_keys, person_keys, task_keys};

/// How far the names in a note's keys are resolved.
pub trait Stage {
    /// The name of a task, a goal or a person.
    type Name: Clone + Debug + PartialEq;
    /// A claim to a competency.
    type Shows: Clone + Debug + PartialEq;
    /// A link to proof.
    type Evidence: Clone + Debug + PartialEq;
    /// The stories that a goal pins or drops.
    type Stories: Clone + Debug + Default + PartialEq;
}

/// Each name is the id of what it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved;

impl Stage for Resolved {
    type Name = Slug;
    type Shows = Shows;
    type Evidence = Evidence;
    type Stories = StoryChoices;
}

/// Makes the struct of a table's keys.
macro_rules! define_keys {
    ([$(#[$meta:meta])* $Keys:ident $($S:ident)?]
     $($(#[doc = $doc:literal])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Keys $(<$S: Stage = Resolved>)? {
            $($(#[doc = $doc])+ pub $field: $type,)*
        }

        impl $(<$S: Stage>)? Default for $Keys $(<$S>)? {
            fn default() -> Self {
                Self { $($field: Default::default(),)* }
            }
        }

        impl $Keys {
            /// The keys, without their other spellings.
            pub const NAMES: &[&str] = &[$($key),*];

            /// Every spelling of the keys, with the rule that says what a value is about.
            pub const RULES: &[(&str, &str)] =
                &[$(($key, stringify!($rule)), $(($also, stringify!($rule)),)*)*];

            /// The keys with a value that only the author gets.
            pub fn stated_for_author_only(&self) -> Vec<&'static str> {
                let plain = Self::default();
                let mut stated = Vec::new();
                $(if is_author_only!($rule) && self.$field != plain.$field {
                    stated.push($key);
                })*
                stated
            }
        }
    };
}

/// Makes constants of a table's key names, so that code that writes keys need not repeat them.
macro_rules! name_keys {
    ([$(#[$meta:meta])* $Names:ident $NAMES:ident]
     $($(#[doc = $doc:literal])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Names {
            $($(#[doc = $doc])+ pub $field: &'static str,)*
        }

        $(#[$meta])*
        pub const $NAMES: $Names = $Names { $($field: $key,)* };
    };
}

macro_rules! is_author_only {
    (author_only) => {
        true
    };
    ($other:ident) => {
        false
    };
}

common_keys! { define_keys [/// The keys of every note.
CommonKeys] }
entry_keys! { define_keys [/// The keys of an entry.
EntryKeys S] }
goal_keys! { define_keys [/// The keys of a file of `goals/`.
GoalKeys S] }
task_keys! { define_keys [/// The keys of a file of `tasks/`.
TaskKeys] }
person_keys! { define_keys [/// The keys of a file of `people/`.
PersonKeys] }

common_keys! { name_keys [/// The names of the keys of every note.
CommonKeyNames COMMON_KEYS] }
entry_keys! { name_keys [/// The names of the keys of an entry.
EntryKeyNames ENTRY_KEYS] }
person_keys! { name_keys [/// The names of the keys of a file of `people/`.
PersonKeyNames PERSON_KEYS] }
