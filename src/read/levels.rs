//! Levels in `shows` that no ladder of a goal knows: what names one of them never counts.

use super::notes::{NoteHead, ParsedNote};
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::model::phrasing::choices;
use crate::model::{Goal, Journal, Ladder, Slug};

/// A level that a note names in `shows`, and where.
pub(super) struct NamedLevel {
    path: String,
    /// The place of the claim among those of its note.
    claim: usize,
    location: Location,
}

/// The levels that notes name, before the names of competencies are resolved.
pub(super) fn named_levels(notes: &[Box<ParsedNote<NoteHead>>]) -> Vec<NamedLevel> {
    let of_note = |note: &ParsedNote<NoteHead>| {
        let claims = note.value.head.keys.shows.iter().enumerate();
        let named = claims.filter(|(_, (shows, _))| shows.level.is_some());
        let level = |(claim, (_, span)): (usize, &(_, std::ops::Range<usize>))| NamedLevel {
            path: note.source.path.clone(),
            claim,
            location: note.source.location(span.clone()),
        };
        named.map(level).collect::<Vec<_>>()
    };
    notes.iter().flat_map(|note| of_note(note)).collect()
}

/// Warns of each level that no goal's ladder knows, where a goal that needs the competency has a
/// ladder to compare it with.
pub(super) fn warn_of_levels(
    journal: &Journal,
    named: &[NamedLevel],
    problems: &mut Vec<Diagnostic>,
) {
    for NamedLevel { path, claim, location } in named {
        let entry = journal.entries.iter().find(|entry| entry.path == *path);
        let Some(shows) = entry.and_then(|entry| entry.shows.get(*claim)) else { continue };
        let Some(level) = &shows.level else { continue };
        let ladders: Vec<&Ladder> = journal
            .goals
            .iter()
            .filter_map(|goal| Some((goal, scale(journal, goal)?)))
            .filter(|(goal, ladder)| needs(goal, ladder, &shows.competency))
            .map(|(_, ladder)| ladder)
            .collect();
        let knows = |ladder: &&Ladder| ladder.levels.iter().any(|own| own.id == *level);
        if let Some(ladder) = ladders.first()
            && !ladders.iter().any(knows)
        {
            let message =
                format!("`{level}` is no level of `{}`, so this does not count", ladder.title);
            let warning = Diagnostic::warning(codes::UNKNOWN_LEVEL, path, message);
            problems.push(warning.at(location.clone()).hint(levels_of(ladder)));
        }
    }
}

/// Warns of each goal that leads from or to a level that its ladder does not have: nothing can be compared
/// with that.
pub(super) fn warn_of_goals(journal: &Journal, problems: &mut Vec<Diagnostic>) {
    for goal in &journal.goals {
        let ladder = goal.ladder.as_ref().and_then(|name| journal.ladder(name.as_str()));
        let (Some(ladder), Some(path)) = (ladder, &goal.path) else { continue };
        for (key, level) in [("from", &goal.from), ("to", &goal.to)] {
            let Some(level) = level else { continue };
            let slug = Slug::new(level);
            if ladder.levels.iter().all(|own| own.id != slug) {
                let message = format!("`{key}`: `{level}` is no level of `{}`", ladder.title);
                let warning = Diagnostic::warning(codes::UNKNOWN_LEVEL, path, message);
                problems.push(warning.hint(levels_of(ladder)));
            }
        }
    }
}

fn levels_of(ladder: &Ladder) -> String {
    let levels = ladder.levels.iter().map(|level| format!("`{}`", level.id));
    choices("its only level is", "its levels are", &levels.collect::<Vec<_>>())
}

/// Whether a goal names a competency, or its ladder has it.
fn needs(goal: &Goal, ladder: &Ladder, competency: &Slug) -> bool {
    goal.needs.iter().any(|need| need.id == *competency)
        || ladder.competencies.iter().any(|own| own.id == *competency)
}

/// The ladder of a goal, where it knows the level that the goal leads to.
fn scale<'j>(journal: &'j Journal, goal: &Goal) -> Option<&'j Ladder> {
    let ladder = journal.ladder(goal.ladder.as_ref()?.as_str())?;
    let to = Slug::new(goal.to.as_deref()?);
    ladder.levels.iter().any(|level| level.id == to).then_some(ladder)
}
