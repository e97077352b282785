//! The whole way from a folder to a site, on one screen.

use std::path::Path;

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::next::NextMove;
use crate::diagnostic::Diagnostic;
use crate::model::{Goal, Journal, Slug};
use crate::packet::{Frozen, Packet, Window};
use crate::read;
use crate::render::book::Book;
use crate::render::moves::Said;
use crate::render::press::Press;
use crate::render::script::say;
use crate::render::theme::Theme;
use crate::render::{self, Site};
use crate::threads::{Mixed, concerns};

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

/// The site of a journal, with what is wrong with its theme. The diagnostics of reading it are
/// shown on its health page.
pub fn site(journal: &Journal, diagnostics: &[Diagnostic], today: Date) -> (Site, Vec<Diagnostic>) {
    let analysis = Analysis::of(journal, today);
    render::render(&Book::new(&analysis, diagnostics))
}

/// Gives what makes the files of that site to somebody, with what is wrong with its theme so far;
/// `None` where it can't be used at all.
pub fn press<T>(
    journal: &Journal,
    diagnostics: &[Diagnostic],
    today: Date,
    take: impl FnOnce(&Press<'_>, &[Diagnostic]) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    let analysis = Analysis::of(journal, today);
    render::with_press(&Book::new(&analysis, diagnostics), take)
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

/// The journal that a packet for one of its goals may use: its notes are those that
/// [concern](crate::threads::concerns) the goal, and lie in the window.
///
/// # Errors
///
/// Where the goal is about several reports.
pub fn for_packet(
    journal: &Journal,
    goal: &Goal,
    window: &Window,
    today: Date,
) -> Result<Journal, Mixed> {
    let concerns = concerns(journal, goal)?;
    let mut narrowed = journal.clone();
    let mut used = concerns.into_iter();
    let to = window.to.unwrap_or(today);
    narrowed.entries.retain(|entry| {
        let within = window.from.is_none_or(|from| from <= entry.date) && entry.date <= to;
        used.next().unwrap_or(false) && within
    });
    Ok(narrowed)
}

/// Makes the packet for a goal of a journal that has only what its reader may see, and gives it to
/// somebody, with the theme; `None` where that can't be used, and the problems say why.
pub fn packet<T>(
    journal: &Journal,
    goal: &Slug,
    window: &Window,
    today: Date,
    last: Option<&Frozen>,
    problems: &mut Vec<Diagnostic>,
    take: impl FnOnce(Packet, &Theme) -> Result<T, Box<Diagnostic>>,
) -> Option<T> {
    let place = journal.goals.iter().position(|known| known.id == *goal)?;
    let analysis = Analysis::of(journal, today);
    let book = Book::new(&analysis, &[]);
    let theme = Theme::load(journal, problems)?;
    let said = Said::new(&book, &theme, problems);
    let packet = Packet::of(&book, &said, place, window, last);
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
