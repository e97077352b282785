//! Who may see what: between reading and analysing stands [`share`], which makes of a journal the
//! one that a reader gets.
//!
//! What they may not see does not exist in it, so no page, count, number, link, index, feed or file
//! that is made from it can tell of it; with or without the hidden notes, it is the same journal.
//! Everything later takes a [`Shared`], and nothing but [`share`] makes one.

pub mod attachments;
mod filter;
mod ids;
mod notes;
pub mod omission;
pub mod picture;
mod rules;
mod visible;

use std::borrow::Cow;
use std::ops::Deref;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::{Audience, Visibility};
use crate::model::{Config, Entry, Goal, Journal, Slug, Target};
use crate::ownership::{GoalOwner, SeveralOwners, goal_owner, usable_entries};
use notes::Notes;
use omission::{Omission, Why};
use visible::VisibleSet;

/// For whom a journal is, and what of it is asked for.
#[derive(Clone, Debug, Default)]
pub struct ShareOptions {
    /// Who reads it.
    pub audience: Audience,
    /// The packet that is made of it.
    pub packet: Option<PacketOptions>,
    /// The day on which it is read. Without one, others see nothing that they may see on some days
    /// only.
    pub today: Option<Date>,
}

/// What a packet takes from a journal.
#[derive(Clone, Debug)]
pub struct PacketOptions {
    /// The goal, whose file counts as shared.
    pub goal: Slug,
    /// The first day whose notes it takes.
    pub from: Option<Date>,
    /// The last one.
    pub to: Option<Date>,
    /// Which entries are about the goal's person, by their place in the journal.
    concerns: Vec<bool>,
    /// The report whom it is about, where that is not the author.
    report: Option<Slug>,
}

impl PacketOptions {
    /// What a packet for that goal takes.
    ///
    /// # Errors
    ///
    /// Where the goal is about several reports: a packet tells of one person alone.
    pub fn of(
        journal: &Journal,
        goal: &Goal,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Self, SeveralOwners> {
        let report = match goal_owner(journal, goal)? {
            GoalOwner::Author => None,
            GoalOwner::Report(person) => Some(person),
        };
        Ok(Self {
            goal: goal.id.clone(),
            from,
            to,
            concerns: usable_entries(journal, goal)?,
            report,
        })
    }
}

impl ShareOptions {
    /// A journal for a reader.
    pub fn of(audience: Audience) -> Self {
        Self { audience, packet: None, today: None }
    }

    /// The same, read on a day.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// Why the reader may not see an entry, which has that place in the journal.
    fn hides(&self, at: usize, entry: &Entry) -> Option<Why> {
        if !entry.visibility.reaches(self.audience) {
            return Some(Why::Visibility(entry.visibility));
        }
        let packet = self.packet.as_ref()?;
        if !packet.concerns.get(at).is_some_and(|concerns| *concerns) {
            return Some(Why::Person);
        }
        let early = packet.from.is_some_and(|from| entry.date < from);
        let late = packet.to.is_some_and(|to| entry.date > to);
        (early || late).then_some(Why::Window)
    }
}

/// A journal as a reader gets it.
#[derive(Clone, Debug)]
pub struct Shared<'j> {
    journal: Cow<'j, Journal>,
    diagnostics: Cow<'j, [Diagnostic]>,
    audience: Audience,
    report: Option<Slug>,
}

impl Shared<'_> {
    /// The report whom a packet made of it is about, where that is not the author.
    pub fn report(&self) -> Option<&Slug> {
        self.report.as_ref()
    }

    /// What is wrong with it, as far as that is the reader's business: only the author sees any.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Who reads it.
    pub fn audience(&self) -> Audience {
        self.audience
    }
}

impl Deref for Shared<'_> {
    type Target = Journal;

    fn deref(&self) -> &Journal {
        &self.journal
    }
}

/// What the author alone is told of a shared journal.
#[derive(Clone, Debug, Default)]
pub struct ShareReport {
    /// What was left out of it.
    pub omissions: Vec<Omission>,
    /// The places in the author's own of the entries that are in it.
    pub entries: Vec<usize>,
}

/// All of a journal, as the author reads it.
pub fn own<'j>(journal: &'j Journal, diagnostics: &'j [Diagnostic]) -> Shared<'j> {
    share(journal, diagnostics, &ShareOptions::default()).0
}

/// What a reader gets of a journal, and for the author alone, what they don't.
pub fn share<'j>(
    journal: &'j Journal,
    diagnostics: &'j [Diagnostic],
    options: &ShareOptions,
) -> (Shared<'j>, ShareReport) {
    let audience = options.audience;
    if audience == Audience::Me && options.packet.is_none() {
        let (journal, diagnostics) = (Cow::Borrowed(journal), Cow::Borrowed(diagnostics));
        let shared = Shared { journal, diagnostics, audience, report: None };
        return (shared, ShareReport::default());
    }
    let report = options.packet.as_ref().and_then(|packet| packet.report.as_ref());
    let (journal, account, report) = if audience == Audience::Me {
        let (journal, account) = own_packet(journal, options);
        (journal, account, report.cloned())
    } else {
        let bounded = bounded(journal, options.today);
        filtered(bounded.as_ref().unwrap_or(journal), options, report)
    };
    let diagnostics = Cow::Owned(Vec::new());
    (Shared { journal: Cow::Owned(journal), diagnostics, audience, report }, account)
}

/// The journal with what others may not see on that day as private; `None` where they may see all of
/// it that is not private anyway.
fn bounded(journal: &Journal, today: Option<Date>) -> Option<Journal> {
    let is_hidden = |path: &str| {
        let period = journal.periods.get(path);
        period.is_some_and(|period| today.is_none_or(|today| !period.has(today)))
    };
    if !journal.periods.keys().any(|path| is_hidden(path)) {
        return None;
    }
    let mut bounded = journal.clone();
    let entries = bounded.entries.iter_mut().map(|entry| (&*entry.path, &mut entry.visibility));
    let pages = bounded.pages.iter_mut().map(|page| (&*page.path, &mut page.visibility));
    let tasks = bounded.tasks.iter_mut().map(|task| (&*task.path, &mut task.visibility));
    let goals = bounded.goals.iter_mut();
    let goals = goals.filter_map(|goal| Some((goal.path.as_deref()?, &mut goal.visibility)));
    let people = bounded.people.iter_mut();
    let people = people.filter_map(|one| Some((one.path.as_deref()?, &mut one.visibility)));
    let notes = entries.chain(pages).chain(tasks).chain(goals).chain(people);
    notes.filter(|(path, _)| is_hidden(path)).for_each(|(_, own)| *own = Visibility::Private);
    Some(bounded)
}

/// The author's own packet has all that its notes say.
fn own_packet(journal: &Journal, options: &ShareOptions) -> (Journal, ShareReport) {
    let entries = journal.entries.iter().enumerate();
    let hidden = entries
        .clone()
        .filter_map(|(at, entry)| Some(Omission::note(&entry.path, options.hides(at, entry)?)));
    let seen = entries.filter(|(at, entry)| options.hides(*at, entry).is_none());
    let seen: Vec<usize> = seen.map(|(at, _)| at).collect();
    let entries = seen.iter().map(|at| journal.entries[*at].clone()).collect();
    let account = ShareReport { omissions: hidden.collect(), entries: seen };
    (Journal { entries, ..journal.clone() }, account)
}

fn filtered(
    journal: &Journal,
    options: &ShareOptions,
    report: Option<&Slug>,
) -> (Journal, ShareReport, Option<Slug>) {
    let visible = VisibleSet::of(journal, options);
    let mut omissions = omission::files(journal, options, &visible);
    let mut notes = Notes::filter(journal, &visible, &mut omissions);
    let ladders = visible.ladders();
    let manager = visible.person(&journal.config.manager);
    let shared = Journal {
        config: Config {
            manager_name: manager.map_or_else(String::new, |known| known.title.clone()),
            manager: manager.and_then(|known| known.target.slug().cloned()).unwrap_or_default(),
            // Where things are on the author's disk is nothing to a reader.
            entries: None,
            output: Config::default().output,
            ignore: Vec::new(),
            visibility: Visibility::Private,
            ..journal.config.clone()
        },
        entries: notes.entries(),
        pages: notes.pages(),
        goals: notes.goals(),
        tasks: notes.tasks(),
        task_names: notes.task_names(),
        people: notes.people(),
        ladders: journal.ladders.iter().filter(|own| ladders.contains(&own.id)).cloned().collect(),
        theme: journal.theme.clone(),
        periods: Default::default(),
        files: notes.files(),
    };
    let asked = options.packet.as_ref().map(|packet| &packet.goal);
    let own = journal.only_active_goal().map(|goal| &goal.id);
    let default = match asked {
        // A note that is for no goal is for none in a packet either.
        Some(asked) => own.filter(|own| *own == asked).cloned(),
        None => shared.only_active_goal().map(|goal| goal.id.clone()),
    };
    let report = report.and_then(|person| visible.id(Target::Person(person.clone())));
    let account = ShareReport { omissions, entries: visible.entries };
    (with_default_goal(shared, default), account, report)
}

/// Entries that name no goal are for that one.
fn with_default_goal(mut journal: Journal, goal: Option<Slug>) -> Journal {
    let default: Vec<Slug> = goal.into_iter().collect();
    for entry in journal.entries.iter_mut().filter(|entry| !entry.names_goal) {
        entry.keys.goals.clone_from(&default);
    }
    journal
}
