//! What another reader gets of the value of a key: one method for each rule in the tables of
//! [`keys`](crate::model::keys).

use super::visible::VisibleSet;
use crate::markdown::section;
use crate::model::goal::{Choices, StatedNeed};
use crate::model::keys::{
    EntryKeys, GoalKeys, PersonKeys, TaskKeys, entry_keys, goal_keys, person_keys, task_keys,
};
use crate::model::{Document, Evidence, Metric, Shows, Slug, Target};

/// Keys of which another reader gets a part.
pub(super) trait ShareKeys {
    /// What they get.
    fn shared(&self, sharing: &KeySharing<'_>) -> Self;
}

macro_rules! share_keys {
    ([$Keys:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        impl ShareKeys for $Keys {
            fn shared(&self, sharing: &KeySharing<'_>) -> Self {
                Self { $($field: sharing.$rule($key, &self.$field),)* }
            }
        }
    };
}

entry_keys! { share_keys [EntryKeys] }
goal_keys! { share_keys [GoalKeys] }
task_keys! { share_keys [TaskKeys] }
person_keys! { share_keys [PersonKeys] }

/// Shares the keys of one note.
pub(super) struct KeySharing<'s> {
    /// What there is for the reader.
    pub visible: &'s VisibleSet<'s>,
    /// Whether the note names its goals itself.
    pub names_goal: bool,
    /// Whether whoever is quoted agreed to it.
    pub quote_ok: bool,
    /// The text of the note, and what the reader gets of it.
    pub bodies: (&'s Document, &'s Document),
}

/// Keys that name things.
pub(super) trait NamingKeys {
    /// What they name, in order: that is there for whoever may see the note.
    fn named(&self, named: NamedThings) -> Vec<Target>;
}

macro_rules! name_keys {
    ([$Keys:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        impl NamingKeys for $Keys {
            fn named(&self, mut named: NamedThings) -> Vec<Target> {
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
pub(super) struct NamedThings {
    names_goal: bool,
    quote_ok: bool,
    targets: Vec<Target>,
}

/// Rules for values that name nothing, or nothing that is there only because they name it.
macro_rules! unnamed {
    ($($rule:ident),*) => {
        $(fn $rule<T: ?Sized>(&mut self, _: &T) {})*
    };
}

impl NamedThings {
    /// Collects what a note names. `names_goal` says whether it names its goals itself, `quote_ok`
    /// whether the person who is quoted agreed to it.
    pub(super) fn of(names_goal: bool, quote_ok: bool) -> Self {
        Self { names_goal, quote_ok, targets: Vec::new() }
    }

    unnamed!(everyone, author_only, words, answer, quote, claims, gaps, settled, step);
    unnamed!(ladder, needs, stories, proof);

    fn tasks(&mut self, tasks: &[Slug]) {
        self.targets.extend(tasks.iter().cloned().map(Target::Task));
    }

    fn goals(&mut self, goals: &[Slug]) {
        let goals = goals.iter().filter(|_| self.names_goal);
        self.targets.extend(goals.cloned().map(Target::Goal));
    }

    fn people<I: Ids>(&mut self, people: &I) {
        self.targets.extend(people.ids().iter().cloned().map(Target::Person));
    }

    fn speaker(&mut self, speaker: &Option<Slug>) {
        if self.quote_ok {
            self.people(speaker);
        }
    }
}

/// Ids as a key has them.
trait Ids {
    fn ids(&self) -> &[Slug];
    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self;
}

impl Ids for Vec<Slug> {
    fn ids(&self) -> &[Slug] {
        self
    }

    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self {
        self.iter().filter_map(|id| visible.id(kind(id.clone()))).collect()
    }
}

impl Ids for Option<Slug> {
    fn ids(&self) -> &[Slug] {
        self.as_slice()
    }

    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self {
        self.as_ref().and_then(|id| visible.id(kind(id.clone())))
    }
}

/// Values that hold text.
trait Words {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self;
}

impl Words for String {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        visible.words(self)
    }
}

impl<T: Words> Words for Option<T> {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        self.as_ref().map(|words| words.shared(visible))
    }
}

impl<T: Words> Words for Vec<T> {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        self.iter().map(|words| words.shared(visible)).collect()
    }
}

impl Words for Metric {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        let Self { name, before, after, unit } = self;
        let [name, before, after, unit] =
            [name, before, after, unit].map(|text| text.shared(visible));
        Self { name, before, after, unit }
    }
}

impl KeySharing<'_> {
    fn everyone<T: Clone>(&self, _: &str, value: &T) -> T {
        value.clone()
    }

    fn step<T: Clone>(&self, _: &str, value: &T) -> T {
        value.clone()
    }

    fn author_only<T: Default>(&self, _: &str, _: &T) -> T {
        T::default()
    }

    fn words<T: Words>(&self, _: &str, words: &T) -> T {
        words.shared(self.visible)
    }

    /// An answer may stand in a key, or in the text under a heading.
    fn answer(&self, key: &str, answer: &Option<String>) -> Option<String> {
        let (old, body) = self.bodies;
        match answer {
            Some(_) if *answer == section(old, key) => section(body, key),
            answer => answer.shared(self.visible),
        }
    }

    fn quote(&self, _: &str, quote: &Option<String>) -> Option<String> {
        quote.as_ref().filter(|_| self.quote_ok).map(|quote| quote.shared(self.visible))
    }

    fn speaker(&self, _: &str, speaker: &Option<Slug>) -> Option<Slug> {
        speaker.shared(self.visible, Target::Person).filter(|_| self.quote_ok)
    }

    fn tasks<I: Ids>(&self, _: &str, ids: &I) -> I {
        ids.shared(self.visible, Target::Task)
    }

    fn goals<I: Ids + Default>(&self, _: &str, ids: &I) -> I {
        if self.names_goal { ids.shared(self.visible, Target::Goal) } else { I::default() }
    }

    fn people<I: Ids>(&self, _: &str, ids: &I) -> I {
        ids.shared(self.visible, Target::Person)
    }

    fn claims(&self, _: &str, claims: &[Shows]) -> Vec<Shows> {
        claims.to_vec()
    }

    fn gaps(&self, _: &str, gaps: &[Slug]) -> Vec<Slug> {
        gaps.to_vec()
    }

    fn proof(&self, _: &str, proof: &[Evidence]) -> Vec<Evidence> {
        proof.iter().filter_map(|proof| self.evidence(proof)).collect()
    }

    /// Proof that the reader can't have is none, but for the author's own words.
    fn evidence(&self, proof: &Evidence) -> Option<Evidence> {
        let Evidence { text, url, target, bare } = proof;
        if self.visible.lacks(proof) {
            return None;
        }
        let known = target.as_ref().and_then(|target| self.visible.known(target));
        let title = known.filter(|_| *bare).map(|known| known.title.clone());
        let text = title.unwrap_or_else(|| self.visible.words(text));
        let target = known.map(|known| known.target.clone());
        Some(Evidence { text, url: url.clone(), target, bare: false })
    }

    /// The entries or the tasks that are settled; a wish is the author's.
    fn settled(&self, _: &str, names: &[Slug]) -> Vec<Slug> {
        let settled = |name: &Slug| {
            let entry = self.visible.id(Target::Entry(name.clone()));
            entry.or_else(|| self.visible.id(Target::Task(name.clone())))
        };
        names.iter().filter_map(settled).collect()
    }

    fn ladder(&self, _: &str, ladder: &Option<Slug>) -> Option<Slug> {
        ladder.clone()
    }

    fn needs(&self, _: &str, needs: &[StatedNeed]) -> Vec<StatedNeed> {
        let need = |need: &StatedNeed| StatedNeed {
            id: need.id.clone(),
            title: self.visible.words(&need.title),
        };
        needs.iter().map(need).collect()
    }

    fn stories(&self, _: &str, Choices { pinned, dropped }: &Choices) -> Choices {
        let [pinned, dropped] = [pinned, dropped].map(|ids| ids.shared(self.visible, Target::Task));
        Choices { pinned, dropped }
    }

    /// It is the title that the reader gets.
    fn own_name(&self, _: &str, _: &Option<String>) -> Option<String> {
        None
    }
}
