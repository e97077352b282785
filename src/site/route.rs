//! Which files a site has, and which one a path is.

use std::collections::BTreeMap;

use super::renderer::{LOST, Press};
use crate::analyse::gaps::GoalGaps;
use crate::render::context::file_url;
use crate::site::pages::{journal, sitemap};
use crate::site::search;

/// A file of a site: what it is about, as an index where there are several of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Home,
    Journal,
    Calendar,
    Timeline,
    Effects,
    Setbacks,
    Ideas,
    Gaps,
    Stories,
    SearchPage,
    Health,
    Lost,
    Entry(usize),
    Page(usize),
    Task(usize),
    Loop(usize),
    Person(usize),
    Goal(usize),
    Tag(usize),
    JournalOf(usize),
    CalendarOf(usize),
    Feed,
    FeedOf(usize),
    Sitemap,
    SearchFile,
    /// A file of the theme.
    Asset,
    /// A file of the journal, by its path there.
    Copy(String),
}

/// The pages of which there is one.
const SINGLE: [(&str, Part); 13] = [
    ("index.html", Part::Home),
    ("journal.html", Part::Journal),
    ("calendar.html", Part::Calendar),
    ("timeline.html", Part::Timeline),
    ("effects.html", Part::Effects),
    ("setbacks.html", Part::Setbacks),
    ("ideas.html", Part::Ideas),
    ("gaps.html", Part::Gaps),
    ("stories.html", Part::Stories),
    ("search.html", Part::SearchPage),
    ("health.html", Part::Health),
    ("feed.xml", Part::Feed),
    (LOST, Part::Lost),
];

impl Press<'_> {
    /// All files.
    pub(super) fn parts(&self) -> &BTreeMap<String, Part> {
        self.parts.get_or_init(|| {
            let mut parts: BTreeMap<String, Part> = self.pages().collect();
            for (_, url, part) in self.beside() {
                parts.entry(url).or_insert(part);
            }
            parts
        })
    }

    /// The file of that path, found without a list of all where it is a page.
    pub(super) fn part(&self, path: &str) -> Option<Part> {
        match self.parts.get() {
            Some(parts) => parts.get(path).cloned(),
            None => self
                .page(path)
                .or_else(|| self.beside().find(|(_, url, _)| url == path).map(|(_, _, part)| part)),
        }
    }

    /// What is no page: the files of the theme and of the journal, each with where it comes from,
    /// and its path in the site.
    pub(super) fn beside(&self) -> impl Iterator<Item = (String, String, Part)> {
        let journal = self.ctx.journal;
        let assets = self.theme.assets.keys();
        let assets = assets.map(|url| (format!("theme/static/{url}"), url.clone(), Part::Asset));
        let copied = self.ctx.files().into_iter().filter(|path| journal.files.contains_key(*path));
        let copied =
            copied.map(|path| (path.to_owned(), file_url(path), Part::Copy(path.to_owned())));
        assets.chain(copied)
    }

    /// The pages of which there is one; what would kill the loop is only for the author to see.
    fn single(&self) -> impl Iterator<Item = &'static (&'static str, Part)> {
        SINGLE.iter().filter(|(_, part)| *part != Part::Health || self.ctx.is_authors())
    }

    /// The page of that path.
    pub(super) fn page(&self, path: &str) -> Option<Part> {
        if let Some((_, part)) = self.single().find(|(own, _)| *own == path) {
            return Some(part.clone());
        }
        let (journal, timeline) = (self.ctx.journal, self.ctx.timeline);
        if path == sitemap::TEMPLATE {
            return journal.config.base_url.is_some().then_some(Part::Sitemap);
        }
        let (folder, name) = path.split_once('/')?;
        let (name, extension) = name.rsplit_once('.')?;
        let goal = || {
            let at = journal.goals.iter().position(|goal| goal.id.as_str() == name)?;
            self.ctx.analysis.gaps.iter().position(|gaps| gaps.goal == at)
        };
        let year = || self.years().iter().position(|(year, _)| year.to_string() == name);
        match (folder, extension) {
            ("entries", "html") => self.ctx.entry_place(name).map(Part::Entry),
            ("pages", "html") => self.ctx.page_place(name).map(Part::Page),
            ("tasks", "html") => {
                place(&timeline.tasks, |one| one.id.as_str() == name).map(Part::Task)
            }
            ("loops", "html") => {
                place(&timeline.loops, |one| one.id.as_str() == name).map(Part::Loop)
            }
            ("people", "html") => {
                place(&journal.people, |one| one.id.as_str() == name).map(Part::Person)
            }
            ("tags", "html") => place(self.tags(), |(tag, _)| tag.as_str() == name).map(Part::Tag),
            ("goals", "html") => goal().map(Part::Goal),
            ("goals", "xml") => goal().map(Part::FeedOf),
            ("journal", "html") if journal::by_year(self.ctx) => year().map(Part::JournalOf),
            ("calendar", "html") if self.years().len() > 1 => year().map(Part::CalendarOf),
            ("search", "js") => {
                search::paths(self.ctx).any(|own| own == path).then_some(Part::SearchFile)
            }
            _ => None,
        }
    }

    fn pages(&self) -> impl Iterator<Item = (String, Part)> {
        let (journal, timeline) = (self.ctx.journal, self.ctx.timeline);
        let years = |folder: &str, part: fn(usize) -> Part, several: bool| {
            let years = if several { self.years().as_slice() } else { &[] };
            named(years, folder, "html", |(year, _)| year.to_string(), part)
        };
        let goal = |gaps: &GoalGaps| journal.goals[gaps.goal].id.to_string();
        let goals = &self.ctx.analysis.gaps;
        let mut pages = Vec::new();
        pages.extend(named(&journal.entries, "entries", "html", |e| e.id.to_string(), Part::Entry));
        pages.extend(named(
            &journal.pages,
            "pages",
            "html",
            |page| page.id.to_string(),
            Part::Page,
        ));
        pages.extend(named(
            &timeline.tasks,
            "tasks",
            "html",
            |task| task.id.to_string(),
            Part::Task,
        ));
        pages.extend(named(&timeline.loops, "loops", "html", |own| own.id.to_string(), Part::Loop));
        pages.extend(named(&journal.people, "people", "html", |p| p.id.to_string(), Part::Person));
        pages.extend(named(goals, "goals", "html", goal, Part::Goal));
        pages.extend(named(goals, "goals", "xml", goal, Part::FeedOf));
        pages.extend(named(self.tags(), "tags", "html", |(tag, _)| tag.to_string(), Part::Tag));
        pages.extend(years("journal", Part::JournalOf, journal::by_year(self.ctx)));
        // The newest year is at the top; each has a page where there are several.
        pages.extend(years("calendar", Part::CalendarOf, self.years().len() > 1));
        pages.extend(search::paths(self.ctx).map(|path| (path, Part::SearchFile)));
        let map = journal.config.base_url.iter().map(|_| ("sitemap.xml".to_owned(), Part::Sitemap));
        let single = self.single().map(|(path, part)| ((*path).to_owned(), part.clone()));
        pages.into_iter().chain(single).chain(map)
    }
}

fn place<T>(things: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
    things.iter().position(is)
}

fn named<T>(
    things: &[T],
    folder: &str,
    extension: &str,
    name: impl Fn(&T) -> String,
    part: fn(usize) -> Part,
) -> Vec<(String, Part)> {
    let file = |(at, thing)| (format!("{folder}/{}.{extension}", name(thing)), part(at));
    things.iter().enumerate().map(file).collect()
}
