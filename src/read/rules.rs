//! What becomes of the value of a key when names are resolved: one method for each rule in the
//! tables of [`keys`](crate::model::keys).

use std::ops::Range;

use super::front_matter::AsWritten;
use super::journal_names::{JournalNames, NameKind};
use super::source::SourceFile;
use super::types::StoryChoice;
use super::values::SpannedName;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::markdown::section;
use crate::model::keys::{
    EntryKeys, GoalKeys, PersonKeys, StatedNeed, StoryChoices, TaskKeys, entry_keys, goal_keys,
    person_keys, task_keys,
};
use crate::model::owner::ME;
use crate::model::vocabulary::Step;
use crate::model::{Document, Evidence, Shows, Slug, Target};

/// Keys whose names can be resolved.
pub(super) trait ResolveKeys {
    /// The same keys with ids.
    type Resolved;

    /// Resolves each name.
    fn resolve(self, names: &mut NameResolver<'_>) -> Self::Resolved;
}

macro_rules! resolve_keys {
    ([$AsWritten:ty => $Keys:ident] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        impl ResolveKeys for $AsWritten {
            type Resolved = $Keys;

            fn resolve(self, names: &mut NameResolver<'_>) -> $Keys {
                let Self { $($field),* } = self;
                $Keys { $($field: names.$rule($key, $field),)* }
            }
        }
    };
}

entry_keys! { resolve_keys [EntryKeys<AsWritten> => EntryKeys] }
goal_keys! { resolve_keys [GoalKeys<AsWritten> => GoalKeys] }
task_keys! { resolve_keys [TaskKeys => TaskKeys] }
person_keys! { resolve_keys [PersonKeys => PersonKeys] }

macro_rules! compare_keys {
    ([] $($(#[$doc:meta])+ $key:literal $(| $also:literal)* as $field:ident: $type:ty = $written:path, $rule:ident;)*) => {
        /// Whether the keys of a changed entry mean to all other notes what they meant before: it
        /// names the same things by the same words.
        pub(super) fn mean_the_same(before: &EntryKeys<AsWritten>, now: &EntryKeys<AsWritten>) -> bool {
            true $(&& same::$rule(&before.$field, &now.$field))*
        }
    };
}

entry_keys! { compare_keys [] }

/// The names of the journal: all are met once, and a changed note is resolved against them again.
pub(super) enum NameTable<'a> {
    /// A name that nothing defines is noted.
    First(&'a mut JournalNames),
    /// All names were met before.
    Again(&'a JournalNames),
}

/// Resolves the names in the keys of one note.
pub(super) struct NameResolver<'a> {
    names: NameTable<'a>,
    source: &'a SourceFile,
    body: &'a Document,
    /// Whether `me` is the author, and no person of that name.
    knows_me: bool,
    /// What was named by other words than its id, with the words.
    pub spelled: Vec<(Target, String)>,
    /// What was wrong.
    pub problems: Vec<Diagnostic>,
}

/// A rule for values that stay as they are.
macro_rules! unchanged {
    ($($rule:ident),*) => {
        $(fn $rule<T>(&mut self, _: &str, value: T) -> T {
            value
        })*
    };
}

impl<'a> NameResolver<'a> {
    /// A resolver for a note.
    pub(super) fn new(names: NameTable<'a>, source: &'a SourceFile, body: &'a Document) -> Self {
        Self { names, source, body, knows_me: false, spelled: Vec::new(), problems: Vec::new() }
    }

    unchanged!(everyone, author_only, words, quote, consented, gaps, step, own_name);

    fn answer(&mut self, key: &str, stated: Option<String>) -> Option<String> {
        stated.or_else(|| section(self.body, key))
    }

    fn tasks<W: WrittenNames>(&mut self, _: &str, names: W) -> W::Ids {
        names.ids(self, NameKind::Task)
    }

    fn goals<W: WrittenNames>(&mut self, _: &str, names: W) -> W::Ids {
        names.ids(self, NameKind::Goal)
    }

    fn people<W: WrittenNames>(&mut self, key: &str, names: W) -> W::Ids {
        self.knows_me = key == "confirmed_by";
        let ids = names.ids(self, NameKind::Person);
        self.knows_me = false;
        ids
    }

    fn speaker<W: WrittenNames>(&mut self, key: &str, names: W) -> W::Ids {
        self.people(key, names)
    }

    fn claims(&mut self, _: &str, claims: Vec<(Shows, Range<usize>)>) -> Vec<Shows> {
        let competency = |(Shows { competency, level }, span): (Shows, Range<usize>)| Shows {
            competency: self.id(NameKind::Competency, &competency, "", &span),
            level,
        };
        claims.into_iter().map(competency).collect()
    }

    /// Wishes, tasks or entries. A name that begins with the day of a note and is not its id may be
    /// the id that the note had before its title changed.
    fn settled(&mut self, _: &str, names: Vec<SpannedName>) -> Vec<Slug> {
        let settled = |(name, span): SpannedName| {
            if let Some(meant) = self.names.get().entry_meant_by(&name.slug) {
                let message = format!("there is no entry `{}`", name.slug);
                let path = &self.source.path;
                let warning = Diagnostic::warning(codes::UNKNOWN_NAME, path, message);
                let hint =
                    format!("did you mean `{meant}`? a note's id is its day and its file's name");
                self.problems.push(warning.at(self.source.location(span)).hint(hint));
            }
            name.slug
        };
        names.into_iter().map(settled).collect()
    }

    /// What a link to proof leads to is found when all notes have their ids.
    fn proof(&mut self, _: &str, links: Vec<String>) -> Vec<Evidence> {
        let unresolved = |text: String| Evidence {
            written: text.clone(),
            text,
            url: None,
            target: None,
            bare: false,
        };
        links.into_iter().map(unresolved).collect()
    }

    /// The name was looked up among the ladders.
    fn ladder(&mut self, _: &str, ladder: Option<SpannedName>) -> Option<Slug> {
        ladder.map(|(name, _)| name.slug)
    }

    fn needs(&mut self, _: &str, needs: Vec<StatedNeed>) -> Vec<StatedNeed> {
        needs
    }

    /// The stories that a goal pins or drops, by the tasks that they name. A name that nothing has is
    /// no task: it would pin a story that can never be.
    fn stories(&mut self, _: &str, stories: Vec<(StoryChoice, Range<usize>)>) -> StoryChoices {
        let mut choices = StoryChoices::default();
        for (StoryChoice { name, dropped }, span) in stories {
            let tasks = self.names.get().of(NameKind::Task);
            let id = tasks.id(&name.slug);
            if tasks.id_of(&id).is_none() && !tasks.undefined().any(|(known, _)| *known == id) {
                let named = tasks.undefined().map(|(id, _)| id.as_str());
                let near = tasks.near(&id).or_else(|| nearest(id.as_str(), named));
                let hint = near.map_or_else(
                    || "name a story by its task".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("there is no task `{id}`");
                let warning = Diagnostic::warning(codes::UNKNOWN_NAME, &self.source.path, message);
                self.problems.push(warning.at(self.source.location(span)).hint(hint));
                continue;
            }
            let chosen = if dropped { &mut choices.dropped } else { &mut choices.pinned };
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        choices
    }

    fn id(&mut self, kind: NameKind, slug: &Slug, text: &str, span: &Range<usize>) -> Slug {
        if self.knows_me && slug.as_str() == ME {
            return slug.clone();
        }
        match &mut self.names {
            NameTable::First(names) => names.of_mut(kind).resolve(slug, text, span, self.source),
            NameTable::Again(names) => {
                let known = names.of(kind).id_of_spelling(slug, text);
                known.unwrap_or(slug).clone()
            }
        }
    }
}

impl NameTable<'_> {
    fn get(&self) -> &JournalNames {
        match self {
            Self::First(names) => names,
            Self::Again(names) => names,
        }
    }
}

/// Names as a key has them.
trait WrittenNames {
    /// The same number of ids, or fewer.
    type Ids;

    /// The ids.
    fn ids(self, resolver: &mut NameResolver<'_>, kind: NameKind) -> Self::Ids;
}

impl WrittenNames for Vec<SpannedName> {
    type Ids = Vec<Slug>;

    /// Each id once, in the order of their first names.
    fn ids(self, resolver: &mut NameResolver<'_>, kind: NameKind) -> Vec<Slug> {
        let mut ids = Self::Ids::with_capacity(self.len());
        for (name, span) in self {
            let id = resolver.id(kind, &name.slug, &name.text, &span);
            if id.as_str() != name.text
                && let Some(target) = kind.target(&id)
            {
                resolver.spelled.push((target, name.text));
            }
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

impl WrittenNames for Option<SpannedName> {
    type Ids = Option<Slug>;

    fn ids(self, resolver: &mut NameResolver<'_>, kind: NameKind) -> Option<Slug> {
        Vec::from_iter(self).ids(resolver, kind).pop()
    }
}

/// Names that need not be known: of them no place is kept.
impl WrittenNames for Vec<Slug> {
    type Ids = Self;

    fn ids(self, resolver: &mut NameResolver<'_>, kind: NameKind) -> Self {
        self.iter().map(|slug| resolver.names.get().of(kind).id(slug)).collect()
    }
}

impl WrittenNames for Option<Slug> {
    type Ids = Self;

    fn ids(self, resolver: &mut NameResolver<'_>, kind: NameKind) -> Self {
        self.map(|slug| resolver.names.get().of(kind).id(&slug))
    }
}

/// Whether two values of a key mean the same to all other notes.
mod same {
    use super::{Range, Shows, Slug, SpannedName, Step};

    /// A rule for values that mean nothing to other notes.
    macro_rules! private {
        ($($rule:ident),*) => { $(pub(super) fn $rule<T>(_: &T, _: &T) -> bool { true })* };
    }
    private!(everyone, author_only, words, answer, quote, consented, proof, settled);

    /// A rule for names.
    macro_rules! named {
        ($($rule:ident),*) => {
            $(pub(super) fn $rule<'n, N>(before: &'n N, now: &'n N) -> bool
            where
                &'n N: IntoIterator<Item = &'n SpannedName>,
            {
                let names = |names: &'n N| names.into_iter().map(|(name, _)| name);
                names(before).eq(names(now))
            })*
        };
    }
    named!(tasks, goals, people, speaker);

    /// What a pivot names is known as a competency.
    pub(super) fn step(before: &Option<Step>, now: &Option<Step>) -> bool {
        (*before == Some(Step::Pivot)) == (*now == Some(Step::Pivot))
    }

    pub(super) fn gaps(before: &[Slug], now: &[Slug]) -> bool {
        before == now
    }

    pub(super) fn claims(before: &[(Shows, Range<usize>)], now: &[(Shows, Range<usize>)]) -> bool {
        before.iter().map(|(shows, _)| shows).eq(now.iter().map(|(shows, _)| shows))
    }
}
