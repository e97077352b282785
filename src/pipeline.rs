//! The whole way from a folder to a site, on one screen.

use std::path::Path;

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::next::NextMove;
use crate::diagnostic::Diagnostic;
use crate::model::{Journal, Slug};
use crate::packet::{Frozen, Packet, Window};
use crate::read;
use crate::render::RenderContext;
use crate::render::script::say;
use crate::share::Shared;
use crate::site::renderer::Press;
use crate::site::{self, Site};
use crate::theme::Theme;

/// A journal that was read, and what is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// `None` where its configuration can't be read.
    pub journal: Option<Journal>,
    /// Whether the configuration has no error; nothing may be built or exported where it has.
    pub configured: bool,
    /// By file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a journal. `output` is the folder of the built site where it is not the configured one.
pub fn load(root: &Path, output: Option<&Path>) -> Loaded {
    let read::Read { journal, configured, diagnostics } = read::read(root, output);
    Loaded { journal, configured, diagnostics }
}

/// The site of a journal, with what is wrong with its theme.
pub fn site(journal: &Shared<'_>, today: Date) -> (Site, Vec<Diagnostic>) {
    let analysis = Analysis::of(journal, today);
    site::render(&RenderContext::new(&analysis))
}

/// Gives what makes the files of that site to somebody, with what is wrong with its theme so far;
/// `None` where it can't be used at all.
pub fn press<T>(
    journal: &Shared<'_>,
    today: Date,
    take: impl FnOnce(&Press<'_>, &[Diagnostic]) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    let analysis = Analysis::of(journal, today);
    site::with_press(&RenderContext::new(&analysis), take)
}

/// The next move with each person, and what to say. Where the theme's scripts fail, the problems
/// say why, and the words are missing.
pub fn moves<'a>(
    analysis: &'a Analysis<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(NextMove<'a>, String)> {
    let theme = Theme::load(analysis.journal, problems);
    let mut words = |next: &NextMove<'a>| {
        theme.as_ref().map(|theme| say(theme, analysis, next, problems)).unwrap_or_default()
    };
    let moves = analysis.next_moves().into_iter();
    moves.map(|next| (words(&next), next)).map(|(words, next)| (next, words)).collect()
}

/// Makes the packet for a goal of a journal that has only what its reader may see, and gives it to
/// somebody, with the theme; `None` where that can't be used, and the problems say why.
pub fn packet<T>(
    journal: &Shared<'_>,
    goal: &Slug,
    window: &Window,
    today: Date,
    last: Option<&Frozen>,
    problems: &mut Vec<Diagnostic>,
    take: impl FnOnce(Packet, &Theme) -> Result<T, Box<Diagnostic>>,
) -> Option<T> {
    let place = journal.goals.iter().position(|known| known.id == *goal)?;
    let analysis = Analysis::of(journal, today);
    let ctx = RenderContext::new(&analysis);
    let theme = Theme::load(journal, problems)?;
    let packet = Packet::of(&ctx, place, window, last);
    match take(packet, &theme) {
        Ok(taken) => Some(taken),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// Whether a file at a path in the journal would be read as a note.
pub fn is_note(path: &str, journal: &Journal) -> bool {
    read::files::is_note(path, &journal.config)
}

/// How many notes were read without error.
pub fn notes(journal: &Journal) -> usize {
    let goals = journal.goals.iter().filter(|goal| goal.path.is_some()).count();
    let people = journal.people.iter().filter(|person| person.path.is_some()).count();
    journal.entries.len() + journal.pages.len() + journal.tasks.len() + goals + people
}
