//! The keys of a note as they were written: typed, each name still as its author spelled it.

use std::ops::Range;

use super::fields::Fields;
use super::inline_fields::StatedAccess;
use super::types::StoryChoice;
use super::values::{
    SpannedName, claims, date, flag, metrics, name, names, needs, new_loop, stories, switch, tags,
    text, texts, whole, word, word_or_default,
};
use crate::model::Shows;
use crate::model::keys::{
    CommonKeys, EntryKeys, GoalKeys, PersonKeys, Stage, TaskKeys, common_keys, entry_keys,
    goal_keys, person_keys, task_keys,
};
use crate::model::vocabulary::{
    Answer, Cadence, GoalKind, GoalState, Initiative, Kind, MetBar, Outcome, Perception, Relation,
    Repeats, Size, Status, Step, TaskRole, Visibility,
};

/// Names are as they are spelled in the file, and have a place there.
#[derive(Clone, Debug, PartialEq)]
pub struct AsWritten;

impl Stage for AsWritten {
    type Name = SpannedName;
    type Shows = (Shows, Range<usize>);
    type Evidence = String;
    type Stories = Vec<(StoryChoice, Range<usize>)>;
}

/// The keys of a sort of note.
pub trait ReadKeys {
    /// Takes them; what is wrong is left in `fields.problems`.
    fn read(fields: &mut Fields<'_>) -> Self;
}

macro_rules! read_keys {
    ([$Keys:ty] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        impl ReadKeys for $Keys {
            fn read(fields: &mut Fields<'_>) -> Self {
                Self { $($field: $written(fields, &[$key $(, $also)*]),)* }
            }
        }
    };
}

common_keys! { read_keys [CommonKeys] }
entry_keys! { read_keys [EntryKeys<AsWritten>] }
goal_keys! { read_keys [GoalKeys<AsWritten>] }
task_keys! { read_keys [TaskKeys] }
person_keys! { read_keys [PersonKeys] }

macro_rules! written_as {
    ([$common:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        fn $common(key: &str) -> Option<&'static str> {
            match key {
                $($key $(| $also)* => Some(stringify!($written)),)*
                _ => None,
            }
        }
    };
}

common_keys! { written_as [common_written_as] }
entry_keys! { written_as [entry_written_as] }

/// How the value of a key of entries is written: the name of its reader in `values`.
pub fn written_as(key: &str) -> Option<&'static str> {
    common_written_as(key).or_else(|| entry_written_as(key))
}

/// Whether `draft`, `private` and `publish: false` say that nobody else may see a note, in its front matter
/// or in its text.
pub fn is_locked(keys: &CommonKeys, in_text: StatedAccess) -> bool {
    let hides = [keys.draft, keys.private, keys.publish.map(|publish| !publish)];
    in_text.hides || hides.contains(&Some(true))
}

/// What the keys about visibility come to: `draft`, `private` and `publish: false` always win;
/// `publish: true` widens nothing, so that another tool's habit can't publish a note here. Of front matter
/// and fields in the text, the narrower one wins. A value that can't be read keeps the note out of the
/// site, and is private besides.
pub fn visibility(keys: &CommonKeys, in_text: StatedAccess) -> Option<Visibility> {
    if is_locked(keys, in_text) {
        return Some(Visibility::Private);
    }
    in_text.with(keys.visibility).visibility
}
