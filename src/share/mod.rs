//! Decides who may see what. After reading and before analysing, [`share`] turns a journal into the
//! journal that one reader gets.
//!
//! The result contains nothing that the reader may not see, so no page, count, link, index, feed or
//! file made from it can reveal anything hidden. It is the same journal with or without the hidden
//! notes. Every later stage takes a [`Shared`], and only [`share`] constructs one.

pub mod attachments;
mod day_parts;
mod filter;
mod ids;
mod named;
mod notes;
pub mod omission;
pub mod picture;
mod rules;
pub mod said_names;
mod visible;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Deref;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::dates::Period;
use crate::model::vocabulary::{Audience, Visibility};
use crate::model::{Config, Entry, Goal, Journal, Slug, Target};
use crate::ownership::{SeveralOwners, usable_entries};
use notes::Notes;
use omission::{Omission, OmissionReason};
use visible::VisibleSet;

/// Who reads a journal, on which day, and which packet it is for.
#[derive(Clone, Debug, Default)]
pub struct ShareOptions {
    /// Who reads it.
    pub audience: Audience,
    /// The packet that is made from it, if any.
    pub packet: Option<PacketOptions>,
    /// The day on which it is read. Without a day, other readers don't see notes that are shared
    /// for a period only.
    pub today: Option<Date>,
}

/// Which notes of a journal a packet may use.
#[derive(Clone, Debug)]
pub struct PacketOptions {
    /// The goal. Its file counts as shared.
    pub goal: Slug,
    /// The date of the earliest notes to use.
    pub from: Option<Date>,
    /// The date of the latest notes to use.
    pub to: Option<Date>,
    /// For each entry of the journal, whether a packet for this goal may use it.
    usable: Vec<bool>,
    /// The direct report whom the packet is about; `None` if it is about the author.
    direct_report: Option<Slug>,
}

impl PacketOptions {
    /// Options for a packet for `goal`.
    ///
    /// # Errors
    ///
    /// If the goal is about several direct reports. A packet is about one person only.
    pub fn for_goal(
        journal: &Journal,
        goal: &Goal,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Self, SeveralOwners> {
        Ok(Self {
            goal: goal.id.clone(),
            from,
            to,
            usable: usable_entries(journal, goal)?,
            direct_report: goal.owner.report().cloned(),
        })
    }
}

impl PacketOptions {
    /// How many entries a packet for this goal could use, whether or not they are shared.
    pub fn usable_count(&self) -> usize {
        self.usable.iter().filter(|usable| **usable).count()
    }
}

impl ShareOptions {
    /// Options for the journal that `audience` gets.
    pub fn new(audience: Audience) -> Self {
        Self { audience, packet: None, today: None }
    }

    /// Sets the day on which the journal is read.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// Why the reader may not see the entry with this index; `None` if they may.
    fn hides(&self, index: usize, entry: &Entry) -> Option<OmissionReason> {
        if !entry.visibility.reaches(self.audience) {
            return Some(OmissionReason::Visibility(entry.visibility));
        }
        let packet = self.packet.as_ref()?;
        if !packet.usable.get(index).is_some_and(|usable| *usable) {
            return Some(OmissionReason::Person);
        }
        let is_early = packet.from.is_some_and(|from| entry.date < from);
        let is_late = packet.to.is_some_and(|to| entry.date > to);
        (is_early || is_late).then_some(OmissionReason::Window)
    }
}

/// The journal that a reader gets.
#[derive(Clone, Debug)]
pub struct Shared<'j> {
    journal: Cow<'j, Journal>,
    diagnostics: Cow<'j, [Diagnostic]>,
    audience: Audience,
    direct_report: Option<Slug>,
    is_packet: bool,
    is_whole: bool,
}

impl Shared<'_> {
    /// The direct report whom a packet made from this journal is about; `None` if it is about the
    /// author.
    pub fn direct_report(&self) -> Option<&Slug> {
        self.direct_report.as_ref()
    }

    /// The journal's diagnostics, which only the author gets.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether it is for a packet, which says only what a note says.
    pub fn is_packet(&self) -> bool {
        self.is_packet
    }

    /// Whether every note is in it that says how work, a setback, a promise or a loop of its notes ended.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Who reads the journal.
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

/// How a shared journal differs from the author's. Only the author may see this.
#[derive(Clone, Debug, Default)]
pub struct ShareReport {
    /// The items that were left out.
    pub omissions: Vec<Omission>,
    /// For each entry of the shared journal, its index in the author's journal.
    pub entries: Vec<usize>,
    /// The files of the notes whose text is shared, by what the reader knows them as; only if somebody has `share_as`.
    pub sources: Vec<(Target, String)>,
}

/// The whole journal, for its author.
pub fn for_author<'j>(journal: &'j Journal, diagnostics: &'j [Diagnostic]) -> Shared<'j> {
    share(journal, diagnostics, &ShareOptions::default()).0
}

/// Makes the journal that a reader gets, and a report for the author on what it leaves out.
pub fn share<'j>(
    journal: &'j Journal,
    diagnostics: &'j [Diagnostic],
    options: &ShareOptions,
) -> (Shared<'j>, ShareReport) {
    let audience = options.audience;
    if audience == Audience::Me && options.packet.is_none() {
        let (journal, diagnostics) = (Cow::Borrowed(journal), Cow::Borrowed(diagnostics));
        let (is_packet, is_whole) = (false, true);
        let direct_report = None;
        let shared = Shared { journal, diagnostics, audience, direct_report, is_packet, is_whole };
        return (shared, ShareReport::default());
    }
    let direct_report = options.packet.as_ref().and_then(|packet| packet.direct_report.as_ref());
    let mut is_whole = false;
    let (journal, report, direct_report) = if audience == Audience::Me {
        let (shared, report) = author_packet(journal, options);
        is_whole = is_author_packet_whole(journal, &shared, options);
        (shared, report, direct_report.cloned())
    } else {
        let hidden = hide_outside_periods(journal, options.today);
        let journal = hidden.as_ref().unwrap_or(journal);
        let cut = day_parts::without(journal, options);
        filtered(cut.as_ref().unwrap_or(journal), options, direct_report)
    };
    let diagnostics = Cow::Owned(Vec::new());
    let is_packet = options.packet.is_some();
    let journal = Cow::Owned(journal);
    (Shared { journal, diagnostics, audience, direct_report, is_packet, is_whole }, report)
}

/// A copy of the journal in which notes that others may not see today are private; `None` if there
/// are no such notes.
fn hide_outside_periods(journal: &Journal, today: Option<Date>) -> Option<Journal> {
    let is_hidden = |path: &str| {
        let period = journal.periods.get(path);
        period.is_some_and(|period| today.is_none_or(|today| !period.has(today)))
    };
    let hides_part = |entry: &Entry| {
        let period = entry.part.as_ref().map(|part| part.period);
        let period = period.filter(|period| *period != Period::default());
        period.is_some_and(|period| today.is_none_or(|today| !period.has(today)))
    };
    let parts: Vec<usize> =
        (0..journal.entries.len()).filter(|at| hides_part(&journal.entries[*at])).collect();
    if parts.is_empty() && !journal.periods.keys().any(|path| is_hidden(path)) {
        return None;
    }
    let mut copy = journal.clone();
    parts.into_iter().for_each(|at| copy.entries[at].visibility = Visibility::Private);
    let entries = copy.entries.iter_mut().map(|entry| (&*entry.path, &mut entry.visibility));
    let pages = copy.pages.iter_mut().map(|page| (&*page.path, &mut page.visibility));
    let tasks = copy.tasks.iter_mut().map(|task| (&*task.path, &mut task.visibility));
    let goals = copy.goals.iter_mut();
    let goals = goals.filter_map(|goal| Some((goal.path.as_deref()?, &mut goal.visibility)));
    let people = copy.people.iter_mut();
    let people =
        people.filter_map(|person| Some((person.path.as_deref()?, &mut person.visibility)));
    let notes = entries.chain(pages).chain(tasks).chain(goals).chain(people);
    for (_, visibility) in notes.filter(|(path, _)| is_hidden(path)) {
        *visibility = Visibility::Private;
    }
    Some(copy)
}

/// The journal for the author's own packet: fewer entries, but all of their text and keys.
fn author_packet(journal: &Journal, options: &ShareOptions) -> (Journal, ShareReport) {
    let mut report = ShareReport::default();
    let mut entries = Vec::new();
    for (index, entry) in journal.entries.iter().enumerate() {
        match options.hides(index, entry) {
            Some(reason) => report.omissions.push(Omission::note(&entry.path, reason)),
            None => {
                report.entries.push(index);
                entries.push(entry.clone());
            }
        }
    }
    // Somebody else reads a packet, whoever may see all of it.
    let config = Config { raw_html: false, ..journal.config.clone() };
    (Journal { config, entries, ..journal.clone() }, report)
}

/// Whether the author's own packet has every note on its work: what was talked over with several direct reports tells of
/// nobody's work alone, and may still have ended a task or closed a loop.
fn is_author_packet_whole(journal: &Journal, shared: &Journal, options: &ShareOptions) -> bool {
    let known: HashSet<&Slug> =
        shared.entries.iter().flat_map(|entry| entry.tasks.iter().chain([&entry.id])).collect();
    let report = options.packet.as_ref().and_then(|packet| packet.direct_report.as_ref());
    let says_more = |entry: &Entry| {
        let mut names = entry.tasks.iter().chain(&entry.resolves);
        let is_with = report.is_some_and(|person| entry.with.contains(person));
        is_with && entry.step.is_some() || names.any(|name| known.contains(name))
    };
    let mut entries = journal.entries.iter().enumerate();
    !entries.any(|(at, entry)| {
        matches!(options.hides(at, entry), Some(OmissionReason::Person)) && says_more(entry)
    })
}

fn filtered(
    journal: &Journal,
    options: &ShareOptions,
    direct_report: Option<&Slug>,
) -> (Journal, ShareReport, Option<Slug>) {
    let visible = VisibleSet::new(journal, options);
    let mut omissions = omission::omitted_files(journal, options, &visible);
    let mut notes = Notes::filter(journal, &visible, &mut omissions);
    let ladders = visible.ladders();
    let manager = visible.person(&journal.config.manager);
    let shared = Journal {
        config: Config {
            manager_name: manager.map_or_else(String::new, |person| person.title.clone()),
            manager: manager.and_then(|person| person.target.slug().cloned()).unwrap_or_default(),
            // Readers don't learn where files are on the author's disk.
            entries: None,
            output: Config::default().output,
            ignore: Vec::new(),
            visibility: Visibility::Private,
            raw_html: false,
            calendar: false,
            // What the author aims at is theirs.
            thinking: None,
            ..journal.config.clone()
        },
        entries: notes.entries(),
        pages: notes.pages(),
        goals: notes.goals(),
        tasks: notes.tasks(),
        task_names: notes.task_names(),
        people: notes.people(),
        ladders: journal
            .ladders
            .iter()
            .filter(|ladder| ladders.contains(&ladder.id))
            .cloned()
            .collect(),
        theme: journal.theme.clone(),
        periods: Default::default(),
        files: notes.files(),
    };
    let mut shared = shared;
    match options.packet.as_ref().map(|packet| &packet.goal) {
        // An entry that names no goal is for its owner's only active goal. A packet for another goal
        // must not claim it.
        Some(goal) => {
            let entries = visible.entries.iter().map(|index| &journal.entries[*index]);
            let shown = visible.id(&Target::Goal(goal.clone()));
            for (entry, full) in shared.entries.iter_mut().zip(entries) {
                if !entry.names_goal {
                    let is_for_it = full.goals.contains(goal);
                    entry.keys.goals = shown.iter().filter(|_| is_for_it).cloned().collect();
                }
            }
        }
        None => shared.set_default_goals(),
    }
    let direct_report =
        direct_report.and_then(|person| visible.id(&Target::Person(person.clone())));
    let mut sources = Vec::new();
    if !visible.real_names.is_empty() {
        let texts = visible.texts();
        let known = texts.filter_map(|(target, text)| Some((visible.get(target)?, text.path)));
        sources.extend(known.map(|(thing, path)| (thing.target.clone(), path.to_owned())));
    }
    let report = ShareReport { omissions, entries: visible.entries, sources };
    (shared, report, direct_report)
}
