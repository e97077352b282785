//! What the keys of a note name: a task, goal or person that is named exists for everybody who may
//! see the note, even if its own file is hidden. One method for each rule in the tables of
//! [`keys`](crate::model::keys).

use crate::model::keys::{EntryKeys, GoalKeys, TaskKeys, entry_keys, goal_keys, task_keys};
use crate::model::owner::ME;
use crate::model::{Slug, Target};

/// Keys that name things.
pub(super) trait NamingKeys {
    /// Lists what the keys name, in the order of the keys.
    fn named_targets(&self, targets: NamedTargets) -> Vec<Target>;
}

macro_rules! name_keys {
    ([$Keys:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        impl NamingKeys for $Keys {
            fn named_targets(&self, mut named: NamedTargets) -> Vec<Target> {
                $(named.$rule(&self.$field);)*
                named.targets
            }
        }
    };
}

entry_keys! { name_keys [EntryKeys] }
goal_keys! { name_keys [GoalKeys] }
task_keys! { name_keys [TaskKeys] }

/// Collects what the keys of one note name.
pub(super) struct NamedTargets {
    names_goal: bool,
    quote_ok: bool,
    targets: Vec<Target>,
}

/// Rules for values that name nothing, or whose names don't make anything visible.
macro_rules! ignore_values {
    ($($rule:ident),*) => {
        $(fn $rule<T: ?Sized>(&mut self, _: &T) {})*
    };
}

impl NamedTargets {
    /// Starts an empty list. `names_goal` is whether the note's own keys name its goals; `quote_ok`
    /// is whether the person quoted agreed to it.
    pub(super) fn new(names_goal: bool, quote_ok: bool) -> Self {
        Self { names_goal, quote_ok, targets: Vec::new() }
    }

    ignore_values!(
        everyone,
        author_only,
        words,
        answer,
        quote,
        consented,
        claims,
        gaps,
        settled,
        step
    );
    ignore_values!(ladder, needs, stories, proof);

    fn tasks(&mut self, tasks: &[Slug]) {
        self.targets.extend(tasks.iter().cloned().map(Target::Task));
    }

    fn goals(&mut self, goals: &[Slug]) {
        if self.names_goal {
            self.targets.extend(goals.iter().cloned().map(Target::Goal));
        }
    }

    fn people<P: Ids>(&mut self, people: &P) {
        let people = people.ids().iter().filter(|id| id.as_str() != ME);
        self.targets.extend(people.cloned().map(Target::Person));
    }

    fn speaker(&mut self, speaker: &Option<Slug>) {
        if self.quote_ok {
            self.people(speaker);
        }
    }
}

/// One id or several.
trait Ids {
    fn ids(&self) -> &[Slug];
}

impl Ids for Vec<Slug> {
    fn ids(&self) -> &[Slug] {
        self
    }
}

impl Ids for Option<Slug> {
    fn ids(&self) -> &[Slug] {
        self.as_slice()
    }
}
