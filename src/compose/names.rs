//! Looks up names as people type them: an id, a title, a prefix, or with a typing error.

use crate::analyse::Timeline;
use crate::diagnostic::nearest;
use crate::model::folders::FolderKind;
use crate::model::{Journal, Slug};

/// The kinds of things that a name on the command line can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThingKind {
    /// A task.
    Task,
    /// A goal.
    Goal,
    /// A person.
    Person,
}

/// The result of looking up a name in the journal.
#[derive(Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// The name is an id.
    Exact(Slug),
    /// The name is a title, an alias, or a prefix that only one thing has.
    Alias(Slug),
    /// The name is a prefix that several things have.
    Several(Vec<Slug>),
    /// The name is similar to an existing one.
    Near(Slug),
    /// The name is similar to nothing in the journal.
    New(Slug),
}

/// A thing that a name can mean.
struct Candidate {
    id: Slug,
    /// The slugs of its title and aliases.
    names: Vec<Slug>,
}

impl ThingKind {
    /// The noun for one thing of this kind.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Goal => "goal",
            Self::Person => "person",
        }
    }

    /// The kind of folder with the files of this kind.
    pub fn folder(self) -> FolderKind {
        match self {
            Self::Task => FolderKind::Tasks,
            Self::Goal => FolderKind::Goals,
            Self::Person => FolderKind::People,
        }
    }

    /// Whether the journal has files of this kind, so that a name without a file is likely a mistake.
    pub fn has_files(self, journal: &Journal) -> bool {
        match self {
            Self::Task => !journal.tasks.is_empty(),
            Self::Goal => journal.goals.iter().any(|goal| goal.path.is_some()),
            Self::Person => journal.people.iter().any(|person| person.path.is_some()),
        }
    }

    /// The ids of all things of this kind.
    pub fn ids(self, journal: &Journal, timeline: &Timeline) -> Vec<Slug> {
        self.candidates(journal, timeline).into_iter().map(|candidate| candidate.id).collect()
    }

    fn candidates(self, journal: &Journal, timeline: &Timeline) -> Vec<Candidate> {
        let slugs = |title: &str, aliases: &[String]| {
            let aliases = aliases.iter().map(|alias| Slug::new(alias));
            std::iter::once(Slug::new(title)).chain(aliases).collect()
        };
        match self {
            Self::Task => {
                let aliases = |id: &Slug| journal.task(id.as_str()).map(|task| &task.aliases[..]);
                let tasks = timeline.tasks.iter().map(|task| Candidate {
                    id: task.id.clone(),
                    names: slugs(&task.title, aliases(&task.id).unwrap_or_default()),
                });
                tasks.collect()
            }
            Self::Goal => {
                let goals = journal.goals.iter().map(|goal| Candidate {
                    id: goal.id.clone(),
                    names: slugs(&goal.title, &goal.aliases),
                });
                goals.collect()
            }
            Self::Person => {
                let people = journal.people.iter().map(|person| Candidate {
                    id: person.id.clone(),
                    names: slugs(&person.title, &person.aliases),
                });
                people.collect()
            }
        }
    }
}

/// Looks up a name in the journal. `None` if it has no letters or digits.
pub fn find(
    kind: ThingKind,
    written: &str,
    journal: &Journal,
    timeline: &Timeline,
) -> Option<NameMatch> {
    let wanted = Slug::new(written.trim().trim_start_matches('@').trim_matches(['[', ']']));
    if wanted.is_empty() {
        return None;
    }
    Some(best_match(wanted, &kind.candidates(journal, timeline)))
}

fn best_match(wanted: Slug, candidates: &[Candidate]) -> NameMatch {
    if candidates.iter().any(|candidate| candidate.id == wanted) {
        return NameMatch::Exact(wanted);
    }
    let named = candidates.iter().find(|candidate| candidate.names.contains(&wanted));
    if let Some(candidate) = named {
        return NameMatch::Alias(candidate.id.clone());
    }
    let is_prefix = |name: &Slug| name.as_str().starts_with(wanted.as_str());
    let with_prefix: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| is_prefix(&candidate.id) || candidate.names.iter().any(is_prefix))
        .collect();
    match with_prefix.as_slice() {
        [candidate] => return NameMatch::Alias(candidate.id.clone()),
        [] => {}
        several => {
            let ids = several.iter().map(|candidate| candidate.id.clone());
            return NameMatch::Several(ids.collect());
        }
    }
    let names = candidates.iter().flat_map(|candidate| {
        let names = candidate.names.iter().chain([&candidate.id]);
        names.map(move |name| (name, &candidate.id))
    });
    let names: Vec<(&Slug, &Slug)> = names.collect();
    match nearest(wanted.as_str(), names.iter().map(|(name, _)| name.as_str())) {
        Some(near) => {
            let id = names.iter().find(|(name, _)| name.as_str() == near).map(|(_, id)| *id);
            NameMatch::Near(id.cloned().unwrap_or_else(|| Slug::new(near)))
        }
        None => NameMatch::New(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, NameMatch, best_match};
    use crate::model::Slug;

    #[test]
    fn a_name_can_be_a_prefix_a_title_or_misspelled() {
        let slug = Slug::new;
        let candidate = |id, title| Candidate { id: slug(id), names: vec![slug(title)] };
        let all = [
            candidate("docs-cleanup", "The great clean-up"),
            candidate("docs-debt", "Docs debt"),
            candidate("board-page", "One page for the board"),
            candidate("board", "The board"),
        ];
        for (written, expected) in [
            ("board", NameMatch::Exact(slug("board"))),
            ("docs-d", NameMatch::Alias(slug("docs-debt"))),
            ("the-great-clean-up", NameMatch::Alias(slug("docs-cleanup"))),
            ("one-page", NameMatch::Alias(slug("board-page"))),
            ("docs", NameMatch::Several(vec![slug("docs-cleanup"), slug("docs-debt")])),
            ("docs-claenup", NameMatch::Near(slug("docs-cleanup"))),
            ("hiring", NameMatch::New(slug("hiring"))),
        ] {
            assert_eq!(best_match(slug(written), &all), expected, "{written}");
        }
    }
}
