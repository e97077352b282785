//! The journal and its analysis, with look-up tables for pages.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ahash::{HashMap, HashMapExt};
use jiff::civil::Date;

use super::tag_names::TagNames;
use super::task_grades::TaskGrades;
use super::view_cache::ViewCache;
use crate::analyse::health::Finding;
use crate::analyse::{Analysis, Loop, Task, Thread, Timeline, team};
use crate::diagnostic::Diagnostic;
use crate::model::phrasing::mid_sentence;
use crate::model::vocabulary::{Audience, GoalState};
use crate::model::{Document, Entry, Goal, Journal, Page, Person, Slug, Target, TaskNote};

/// The data that pages are made from.
pub struct RenderContext<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// The analysis of the journal.
    pub analysis: &'a Analysis<'a>,
    /// Its threads, loops and tasks.
    pub timeline: &'a Timeline,
    /// The problems of the journal.
    pub diagnostics: &'a [Diagnostic],
    /// The day.
    pub today: Date,
    tables: LookupTables,
    pub(super) views: ViewCache,
    pub(super) managers: OnceLock<Option<Thread>>,
    pub(super) task_grades: OnceLock<TaskGrades>,
}

/// Where things are in a journal, and what links to them. Nothing in it refers to the journal.
pub struct LookupTables {
    entries: HashMap<Slug, u32>,
    pages: HashMap<Slug, u32>,
    tag_names: TagNames,
    /// What links to each entry: the places of texts among [`RenderContext::texts`].
    entry_backlinks: Vec<Vec<u32>>,
    /// The same for all other things.
    backlinks: HashMap<Target, Vec<u32>>,
}

/// The text of a thing, with the data that rendering needs.
pub struct NoteText<'a> {
    /// The thing.
    pub own: Target,
    /// Its title, which its page shows above the text.
    pub title: &'a str,
    /// The text.
    pub body: &'a Document,
    /// Whether HTML in it is let through.
    pub raw_html: bool,
}

impl<'a> RenderContext<'a> {
    /// Builds the context.
    pub fn new(analysis: &'a Analysis<'a>) -> Self {
        Self::with_tables(analysis, LookupTables::new(analysis.journal))
    }

    /// The same with tables that are known.
    pub fn with_tables(analysis: &'a Analysis<'a>, tables: LookupTables) -> Self {
        let Analysis { shared, journal, timeline, today, .. } = analysis;
        let (entries, tasks) = (journal.entries.len(), timeline.tasks.len());
        Self {
            journal,
            analysis,
            timeline,
            diagnostics: shared.diagnostics(),
            today: *today,
            tables,
            views: ViewCache::new(entries, tasks, timeline.loops.len()),
            managers: OnceLock::new(),
            task_grades: OnceLock::new(),
        }
    }

    /// Gives back its tables.
    pub fn into_tables(self) -> LookupTables {
        self.tables
    }

    /// A tag as it is spelled, without its `#`.
    pub fn tag_name<'t>(&'t self, tag: &'t Slug) -> &'t str {
        self.tables.tag_names.name(tag)
    }

    /// Every text of the journal.
    pub fn texts(&self) -> impl Iterator<Item = NoteText<'a>> {
        texts(self.journal)
    }

    /// The text of a thing; a file has none, nor has what entries only name.
    pub fn text(&self, target: &Target) -> Option<NoteText<'a>> {
        let journal = self.journal;
        let text = match target {
            Target::Entry(id) => entry_text(journal, &journal.entries[self.entry_place(id)?]),
            Target::Page(id) => page_text(journal, &journal.pages[self.page_place(id)?]),
            Target::Goal(id) => goal_text(journal, journal.goal(id.as_str())?),
            Target::Task(id) => task_text(journal, journal.task(id.as_str())?),
            Target::Person(id) => person_text(journal, journal.person(id.as_str())?),
            Target::File(_) => return None,
        };
        Some(text)
    }

    /// What a thing is called.
    pub fn title(&self, target: &Target) -> String {
        match target {
            Target::Entry(id) => self.entry(id).map(|entry| entry.title.clone()),
            Target::Page(id) => self.page_place(id).map(|at| self.journal.pages[at].title.clone()),
            Target::Goal(id) => self.journal.goal(id.as_str()).map(|goal| goal.title.clone()),
            Target::Task(id) => self.task(id).map(|task| task.title.clone()),
            Target::Person(id) => {
                self.journal.person(id.as_str()).map(|person| person.title.clone())
            }
            Target::File(path) => path.rsplit('/').next().map(ToOwned::to_owned),
        }
        .unwrap_or_default()
    }

    /// Where a thing is in the site; `None` where the site has no place for it.
    pub fn url(&self, target: &Target) -> Option<String> {
        Some(match target {
            Target::Entry(id) => page_url("entries/", id),
            Target::Page(id) => page_url("pages/", id),
            Target::Goal(id) => page_url("goals/", id),
            Target::Task(id) => page_url("tasks/", &self.task(id)?.id),
            Target::Person(id) => page_url("people/", id),
            Target::File(path) => file_url(path),
        })
    }

    /// The place of an entry in the journal.
    pub fn entry_place(&self, id: &Slug) -> Option<usize> {
        self.tables.entry_place(id)
    }

    /// The entry of that id.
    pub fn entry(&self, id: &Slug) -> Option<&'a Entry> {
        self.entry_place(id).map(|at| &self.journal.entries[at])
    }

    /// The task of that id.
    pub fn task(&self, id: &Slug) -> Option<&'a Task> {
        self.timeline.task(id)
    }

    /// What links to a thing.
    pub fn backlinks(&self, target: &Target) -> Vec<Target> {
        let sources = self.tables.backlinks(target);
        sources.iter().filter_map(|place| self.own_at(*place as usize)).collect()
    }

    /// The thing whose text is at that place among [`RenderContext::texts`].
    fn own_at(&self, mut place: usize) -> Option<Target> {
        let Journal { entries, pages, goals, tasks, people, .. } = self.journal;
        let mut within = |count: usize| {
            let found = (place < count).then_some(place);
            place = place.saturating_sub(count);
            found
        };
        let entry = within(entries.len()).map(|at| Target::Entry(entries[at].id.clone()));
        entry
            .or_else(|| within(pages.len()).map(|at| Target::Page(pages[at].id.clone())))
            .or_else(|| within(goals.len()).map(|at| Target::Goal(goals[at].id.clone())))
            .or_else(|| within(tasks.len()).map(|at| Target::Task(tasks[at].id.clone())))
            .or_else(|| within(people.len()).map(|at| Target::Person(people[at].id.clone())))
    }

    fn page_place(&self, id: &Slug) -> Option<usize> {
        self.tables.pages.get(id).map(|at| *at as usize)
    }

    /// Whether the author reads it.
    pub fn is_authors(&self) -> bool {
        self.analysis.shared.audience() == Audience::Me
    }

    /// Whether what no note ends is open: a note that is not here may have ended it otherwise.
    pub fn knows_ends(&self) -> bool {
        self.is_authors() && self.analysis.shared.is_whole()
    }

    /// Whether there is a page of the author's direct reports: what is next with them is the author's alone.
    pub fn has_team(&self) -> bool {
        self.is_authors() && !team::threads(&self.analysis.context()).is_empty()
    }

    /// Whether its reader knows the state of a goal: others than the author need its file, for the state
    /// of one that notes only name may be in a file that they do not see.
    pub fn knows_state(&self, goal: &Goal) -> bool {
        self.is_authors() || goal.path.is_some()
    }

    /// Whether a goal is worked towards, as far as its reader knows.
    pub fn is_active(&self, goal: &Goal) -> bool {
        goal.state_on(self.today) == GoalState::Active && self.knows_state(goal)
    }

    /// What would kill the loop, for its author.
    pub fn findings(&self) -> &'a [Finding] {
        if self.is_authors() { &self.analysis.findings } else { &[] }
    }

    /// What a person is called.
    pub fn person(&self, id: &Slug) -> &'a str {
        // Every person that anything names is in the journal.
        self.journal.person(id.as_str()).map_or("", |person| &person.title)
    }

    /// The author in the middle of a sentence: *you* to themselves.
    pub fn author_word(&self) -> &'a str {
        let name = self.journal.config.author.as_deref().unwrap_or("the author");
        if self.is_authors() { "you" } else { name }
    }

    /// What a person is called in the middle of a sentence. A manager whom the journal does not name is the
    /// author's: other readers have one of their own.
    pub fn spoken(&self, id: &Slug) -> String {
        match self.person(id) {
            "manager" if !self.is_authors() => "the manager".to_owned(),
            title => mid_sentence(title),
        }
    }

    /// The work of a loop: what it delivered first, else what it is about, and how much more; `None` for a loop
    /// without a task.
    pub fn loop_work(&self, own: &Loop) -> Option<String> {
        let task = own.wins.first().or_else(|| own.tasks.first())?;
        let title = &self.timeline.tasks[*task].title;
        Some(match own.tasks.len() {
            0 | 1 => title.clone(),
            several => format!("{title} and {} more", several - 1),
        })
    }

    /// What a loop is called in a link: its work, then its number and its person.
    pub fn loop_title(&self, own: &Loop) -> String {
        let name = self.loop_name(own);
        match self.loop_work(own) {
            Some(work) => format!("{work}, loop{}", name.strip_prefix("Loop").unwrap_or(&name)),
            None => name,
        }
    }

    /// What a loop is called: its number and its person.
    pub fn loop_name(&self, own: &Loop) -> String {
        format!("Loop {} with {}", own.number, self.spoken(&own.thread))
    }

    /// The files that notes refer to, and those of `static/`, by their path in the journal.
    pub fn files(&self) -> BTreeSet<&'a str> {
        let refer = |target: &'a Target| match target {
            Target::File(path) => Some(path.as_str()),
            _ => None,
        };
        let linked = self.texts().flat_map(|text| text.body.links.iter());
        let linked = linked.filter_map(|link| link.target.as_ref().and_then(refer));
        let proof = self.journal.entries.iter().flat_map(|entry| &entry.evidence);
        let proof = proof.filter_map(|proof| proof.target.as_ref().and_then(refer));
        let copied = self.journal.files.keys().map(String::as_str);
        linked.chain(proof).chain(copied.filter(|path| path.starts_with("static/"))).collect()
    }
}

impl LookupTables {
    fn new(journal: &Journal) -> Self {
        let entries = journal.entries.iter().zip(0..).map(|(entry, at)| (entry.id.clone(), at));
        let pages = journal.pages.iter().zip(0..).map(|(page, at)| (page.id.clone(), at));
        let mut tables = Self {
            entries: entries.collect(),
            pages: pages.collect(),
            tag_names: TagNames::new(journal),
            entry_backlinks: vec![Vec::new(); journal.entries.len()],
            backlinks: HashMap::new(),
        };
        for (place, text) in (0..).zip(texts(journal)) {
            // A link in a part is the part's own.
            let links = text.body.links.iter().filter(|link| !text.body.is_in_part(link.node));
            for target in links.filter_map(|link| link.target.as_ref()) {
                let sources = tables.backlinks_mut(target);
                if sources.last() != Some(&place) && *target != text.own {
                    sources.push(place);
                }
            }
        }
        tables
    }

    fn entry_place(&self, id: &Slug) -> Option<usize> {
        self.entries.get(id).map(|at| *at as usize)
    }

    fn backlinks(&self, target: &Target) -> &[u32] {
        let entry = match target {
            Target::Entry(id) => self.entry_place(id),
            _ => None,
        };
        let sources = entry.map(|at| &self.entry_backlinks[at]);
        sources.or_else(|| self.backlinks.get(target)).map_or(&[], Vec::as_slice)
    }

    fn backlinks_mut(&mut self, target: &Target) -> &mut Vec<u32> {
        if let Target::Entry(id) = target
            && let Some(at) = self.entry_place(id)
        {
            return &mut self.entry_backlinks[at];
        }
        self.backlinks.entry(target.clone()).or_default()
    }
}

/// Every text of a journal.
fn texts(journal: &Journal) -> impl Iterator<Item = NoteText<'_>> {
    let entries = journal.entries.iter().map(|entry| entry_text(journal, entry));
    let pages = journal.pages.iter().map(|page| page_text(journal, page));
    let goals = journal.goals.iter().map(|goal| goal_text(journal, goal));
    let tasks = journal.tasks.iter().map(|task| task_text(journal, task));
    let people = journal.people.iter().map(|person| person_text(journal, person));
    entries.chain(pages).chain(goals).chain(tasks).chain(people)
}

/// Where a page is in the site. It is asked for with each link, so nothing is formatted.
fn page_url(folder: &str, id: &Slug) -> String {
    [folder, id.as_str(), ".html"].concat()
}

/// Where a file of the journal is in the site: `static/` is its root, all else has a folder of
/// its own, so that no note's picture can take the place of a page.
pub fn file_url(path: &str) -> String {
    match path.strip_prefix("static/") {
        Some(rest) => rest.to_owned(),
        None => format!("files/{path}"),
    }
}

fn entry_text<'a>(journal: &'a Journal, entry: &'a Entry) -> NoteText<'a> {
    NoteText {
        own: Target::Entry(entry.id.clone()),
        title: &entry.title,
        body: &entry.body,
        raw_html: entry.raw_html.unwrap_or(journal.config.raw_html),
    }
}

fn page_text<'a>(journal: &'a Journal, page: &'a Page) -> NoteText<'a> {
    NoteText {
        own: Target::Page(page.id.clone()),
        title: &page.title,
        body: &page.body,
        raw_html: page.raw_html.unwrap_or(journal.config.raw_html),
    }
}

fn goal_text<'a>(journal: &'a Journal, goal: &'a Goal) -> NoteText<'a> {
    NoteText {
        own: Target::Goal(goal.id.clone()),
        title: &goal.title,
        body: &goal.body,
        raw_html: goal.raw_html.unwrap_or(journal.config.raw_html),
    }
}

fn task_text<'a>(journal: &'a Journal, task: &'a TaskNote) -> NoteText<'a> {
    NoteText {
        own: Target::Task(task.id.clone()),
        title: &task.title,
        body: &task.body,
        raw_html: task.raw_html.unwrap_or(journal.config.raw_html),
    }
}

fn person_text<'a>(journal: &'a Journal, person: &'a Person) -> NoteText<'a> {
    NoteText {
        own: Target::Person(person.id.clone()),
        title: &person.title,
        body: &person.body,
        raw_html: person.raw_html.unwrap_or(journal.config.raw_html),
    }
}
