//! What another reader gets of the value of a key. One method for each rule in the tables of
//! [`keys`](crate::model::keys).

use super::visible::VisibleSet;
use crate::markdown::section;
use crate::model::keys::{
    EntryKeys, GoalKeys, PersonKeys, StatedNeed, StoryChoices, TaskKeys, entry_keys, goal_keys,
    person_keys, task_keys,
};
use crate::model::owner::ME;
use crate::model::{Document, Evidence, Metric, Shows, Slug, Target};

/// Keys that can be shared with another reader.
pub(super) trait ShareKeys {
    /// The part of the keys that the reader gets.
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
    /// What the reader may see.
    pub visible: &'s VisibleSet<'s>,
    /// The path of the note's file, where its keys have links.
    pub path: &'s str,
    /// Whether the note's own keys name its goals.
    pub names_goal: bool,
    /// Whether the person quoted agreed to it.
    pub quote_ok: bool,
    /// The text of the note as its author wrote it.
    pub full_body: &'s Document,
    /// The part of the text that the reader gets.
    pub shared_body: &'s Document,
}

/// One id or several.
trait ShareIds {
    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self;
}

impl ShareIds for Vec<Slug> {
    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self {
        // The author's own word needs no person.
        let own = |id: &Slug| {
            let is_me = id.as_str() == ME && matches!(kind(id.clone()), Target::Person(_));
            is_me.then(|| id.clone())
        };
        self.iter().filter_map(|id| visible.id(&kind(id.clone())).or_else(|| own(id))).collect()
    }
}

impl ShareIds for Option<Slug> {
    fn shared(&self, visible: &VisibleSet<'_>, kind: fn(Slug) -> Target) -> Self {
        self.as_ref().and_then(|id| visible.id(&kind(id.clone())))
    }
}

/// Text, or values with texts in them.
trait ShareText {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self;
}

impl ShareText for String {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        visible.filter_value(self)
    }
}

impl<T: ShareText> ShareText for Option<T> {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        self.as_ref().map(|text| text.shared(visible))
    }
}

impl<T: ShareText> ShareText for Vec<T> {
    fn shared(&self, visible: &VisibleSet<'_>) -> Self {
        self.iter().map(|text| text.shared(visible)).collect()
    }
}

impl ShareText for Metric {
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

    fn words<T: ShareText>(&self, _: &str, text: &T) -> T {
        text.shared(self.visible)
    }

    /// An answer is in a key, or in the text under a heading.
    fn answer(&self, key: &str, answer: &Option<String>) -> Option<String> {
        match answer {
            Some(_) if *answer == section(self.full_body, key) => section(self.shared_body, key),
            answer => answer.shared(self.visible),
        }
    }

    fn quote(&self, _: &str, quote: &Option<String>) -> Option<String> {
        quote.as_ref().filter(|_| self.quote_ok).map(|quote| quote.shared(self.visible))
    }

    /// What somebody said, as a word.
    fn consented<T: Copy>(&self, _: &str, said: &Option<T>) -> Option<T> {
        said.filter(|_| self.quote_ok)
    }

    fn speaker(&self, _: &str, speaker: &Option<Slug>) -> Option<Slug> {
        speaker.shared(self.visible, Target::Person).filter(|_| self.quote_ok)
    }

    fn tasks<I: ShareIds>(&self, _: &str, ids: &I) -> I {
        ids.shared(self.visible, Target::Task)
    }

    fn goals<I: ShareIds + Default>(&self, _: &str, ids: &I) -> I {
        if self.names_goal { ids.shared(self.visible, Target::Goal) } else { I::default() }
    }

    fn people<I: ShareIds>(&self, _: &str, ids: &I) -> I {
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

    /// Evidence that only names something hidden is dropped; the author's own words for it stay.
    fn evidence(&self, proof: &Evidence) -> Option<Evidence> {
        let proof = self.visible.reader_evidence(self.path, proof);
        let Evidence { written: _, text, url, target, bare } = &*proof;
        if self.visible.hides_evidence(&proof) {
            return None;
        }
        let thing = target.as_ref().and_then(|target| self.visible.get(target));
        let title = thing.filter(|_| *bare).map(|thing| thing.title.clone());
        let text = title.unwrap_or_else(|| self.visible.filter_value(text));
        let target = thing.map(|thing| thing.target.clone());
        let written = text.clone();
        Some(Evidence { written, text, url: url.clone(), target, bare: false })
    }

    /// Wishes are the author's, so only entries and tasks are shared.
    fn settled(&self, _: &str, names: &[Slug]) -> Vec<Slug> {
        let settled = |name: &Slug| {
            let entry = self.visible.entry_named(name);
            entry.or_else(|| self.visible.id(&Target::Task(name.clone())))
        };
        names.iter().filter_map(settled).collect()
    }

    fn ladder(&self, _: &str, ladder: &Option<Slug>) -> Option<Slug> {
        ladder.clone()
    }

    fn needs(&self, _: &str, needs: &[StatedNeed]) -> Vec<StatedNeed> {
        let need = |need: &StatedNeed| StatedNeed {
            id: need.id.clone(),
            title: self.visible.filter_value(&need.title),
        };
        needs.iter().map(need).collect()
    }

    fn stories(&self, _: &str, StoryChoices { pinned, dropped }: &StoryChoices) -> StoryChoices {
        let [pinned, dropped] = [pinned, dropped].map(|ids| ids.shared(self.visible, Target::Task));
        StoryChoices { pinned, dropped }
    }

    /// The reader gets this name as the person's title.
    fn own_name(&self, _: &str, _: &Option<String>) -> Option<String> {
        None
    }
}
