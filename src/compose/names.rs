//! Names as people type them: a prefix, a title, or nearly right.

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
    /// It is the id of something.
    Exact(Slug),
    /// It is a title, an alias, or the beginning of just one name.
    Alias(Slug),
    /// It begins several.
    Several(Vec<Slug>),
    /// It nearly spells one.
    Near(Slug),
    /// It is like none.
    New(Slug),
}

/// Something that has an id, and the slugs of its other names.
struct Candidate {
    id: Slug,
    names: Vec<Slug>,
}

impl ThingKind {
    /// What one is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Goal => "goal",
            Self::Person => "person",
        }
    }

    /// The folder of their files.
    pub fn folder(self) -> FolderKind {
        match self {
            Self::Task => FolderKind::Tasks,
            Self::Goal => FolderKind::Goals,
            Self::Person => FolderKind::People,
        }
    }

    /// Whether a journal has files of them, so that one without is a slip.
    pub fn has_files(self, journal: &Journal) -> bool {
        match self {
            Self::Task => !journal.tasks.is_empty(),
            Self::Goal => journal.goals.iter().any(|goal| goal.path.is_some()),
            Self::Person => journal.people.iter().any(|person| person.path.is_some()),
        }
    }

    /// The ids of all there are.
    pub fn ids(self, journal: &Journal, timeline: &Timeline) -> Vec<Slug> {
        self.known(journal, timeline).into_iter().map(|known| known.id).collect()
    }

    fn known(self, journal: &Journal, timeline: &Timeline) -> Vec<Candidate> {
        let slugs = |title: &str, aliases: &[String]| {
            let aliases = aliases.iter().map(|alias| Slug::new(alias));
            std::iter::once(Slug::new(title)).chain(aliases).collect()
        };
        match self {
            Self::Task => {
                let aliases = |id: &Slug| journal.task(id.as_str()).map(|task| &task.aliases[..]);
                let known = timeline.tasks.iter().map(|task| Candidate {
                    id: task.id.clone(),
                    names: slugs(&task.title, aliases(&task.id).unwrap_or_default()),
                });
                known.collect()
            }
            Self::Goal => {
                let known = journal.goals.iter().map(|goal| Candidate {
                    id: goal.id.clone(),
                    names: slugs(&goal.title, &goal.aliases),
                });
                known.collect()
            }
            Self::Person => {
                let known = journal.people.iter().map(|person| Candidate {
                    id: person.id.clone(),
                    names: slugs(&person.title, &person.aliases),
                });
                known.collect()
            }
        }
    }
}

/// What a journal makes of a name. `None` where it has neither a letter nor a digit.
pub fn find(
    sort: ThingKind,
    written: &str,
    journal: &Journal,
    timeline: &Timeline,
) -> Option<NameMatch> {
    let wanted = Slug::new(written.trim().trim_start_matches('@').trim_matches(['[', ']']));
    if wanted.is_empty() {
        return None;
    }
    let known = sort.known(journal, timeline);
    Some(found(wanted, &known))
}

fn found(wanted: Slug, known: &[Candidate]) -> NameMatch {
    if known.iter().any(|known| known.id == wanted) {
        return NameMatch::Exact(wanted);
    }
    if let Some(titled) = known.iter().find(|known| known.names.contains(&wanted)) {
        return NameMatch::Alias(titled.id.clone());
    }
    // A name of one or two letters begins too much to be meant as a beginning.
    let begins = |name: &Slug| name.as_str().starts_with(wanted.as_str());
    let begun: Vec<&Candidate> =
        known.iter().filter(|known| begins(&known.id) || known.names.iter().any(begins)).collect();
    match begun.as_slice() {
        [one] => return NameMatch::Alias(one.id.clone()),
        [] => {}
        several => {
            return NameMatch::Several(several.iter().map(|known| known.id.clone()).collect());
        }
    }
    let names =
        |known: &Candidate| known.names.iter().chain([&known.id]).cloned().collect::<Vec<_>>();
    let all: Vec<(Slug, &Slug)> =
        known.iter().flat_map(|known| names(known).into_iter().map(|n| (n, &known.id))).collect();
    match nearest(wanted.as_str(), all.iter().map(|(name, _)| name.as_str())) {
        Some(near) => {
            let id = all.iter().find(|(name, _)| name.as_str() == near).map(|(_, id)| *id);
            NameMatch::Near(id.cloned().unwrap_or_else(|| Slug::new(near)))
        }
        None => NameMatch::New(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, NameMatch, found};
    use crate::model::Slug;

    #[test]
    fn a_name_may_be_a_beginning_a_title_or_a_slip() {
        let slug = Slug::new;
        let known = |id, title| Candidate { id: slug(id), names: vec![slug(title)] };
        let all = [
            known("docs-cleanup", "The great clean-up"),
            known("docs-debt", "Docs debt"),
            known("board-page", "One page for the board"),
            known("board", "The board"),
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
            assert_eq!(found(slug(written), &all), expected, "{written}");
        }
    }
}
