//! The list of all files of a site, and what each path is made from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;
use std::ops::Range;

use rayon::prelude::*;

use super::ics;
use super::lists::Lists;
use super::search;
use crate::diagnostic::{Diagnostic, codes};
use crate::render::RenderContext;
use crate::render::context::file_url;
use crate::theme::Theme;

/// The source of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A template.
    Page(PageRoute),
    /// The words of all notes, for the search page.
    SearchIndex,
    /// The texts of some notes, by the number of the file.
    SearchTexts(usize),
    /// What has a fixed day, for calendars.
    Dates,
    /// A file of the theme.
    ThemeAsset,
    /// A file of the journal, by its path there.
    JournalFile(String),
}

/// Whose text a file of the site shows, beyond the first words, links and the like that any page may show of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownTexts {
    /// Those of the entries with these indices, as far as there are so many.
    OfEntries(Range<usize>),
    /// Those of the newest entries of a feed.
    OfFeed,
    /// Nobody's, but in which line a problem is.
    Lines,
    /// Any note's, or something else of which it is not told here whether it changed.
    Any,
}

impl Route {
    /// Whose text the file shows.
    pub fn shown_texts(&self) -> ShownTexts {
        match self {
            Self::Page(page) => page.shown_texts(),
            Self::SearchTexts(number) => ShownTexts::OfEntries(search::places_in(*number)),
            Self::Dates | Self::ThemeAsset => ShownTexts::OfEntries(0..0),
            Self::SearchIndex | Self::JournalFile(_) => ShownTexts::Any,
        }
    }
}

/// A page, with the index of its subject among the things of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after its page")]
pub enum PageRoute {
    Home,
    Journal,
    /// A part of a list that is folded, by its place among all of them.
    Fold(usize),
    Calendar,
    CalendarOfYear(usize),
    Timeline,
    Effects,
    Setbacks,
    Ideas,
    Decisions,
    Seen,
    Gaps,
    Path,
    People,
    Tasks,
    Goals,
    Tags,
    Stories,
    Review,
    ReviewOf(usize),
    Search,
    Health,
    Team,
    NotFound,
    Entry(usize),
    /// A note without a date.
    Note(usize),
    Task(usize),
    Loop(usize),
    Person(usize),
    Goal(usize),
    Tag(usize),
    Feed,
    FeedOfGoal(usize),
    Sitemap,
}

impl PageRoute {
    fn shown_texts(self) -> ShownTexts {
        match self {
            Self::Entry(at) => ShownTexts::OfEntries(at..at + 1),
            Self::Feed | Self::FeedOfGoal(_) => ShownTexts::OfFeed,
            Self::Health => ShownTexts::Lines,
            Self::Home
            | Self::Journal
            | Self::Fold(_)
            | Self::Calendar
            | Self::CalendarOfYear(_)
            | Self::Timeline
            | Self::Effects
            | Self::Setbacks
            | Self::Ideas
            | Self::Decisions
            | Self::Seen
            | Self::Gaps
            | Self::Path
            | Self::People
            | Self::Tasks
            | Self::Goals
            | Self::Tags
            | Self::Stories
            | Self::Review
            | Self::ReviewOf(_)
            | Self::Search
            | Self::Team
            | Self::NotFound
            | Self::Note(_)
            | Self::Task(_)
            | Self::Loop(_)
            | Self::Person(_)
            | Self::Goal(_)
            | Self::Tag(_)
            | Self::Sitemap => ShownTexts::OfEntries(0..0),
        }
    }

    /// Whether the page is about the present, so that it says for which day it was built.
    pub(super) fn shows_present(self) -> bool {
        match self {
            Self::Home
            | Self::Timeline
            | Self::Effects
            | Self::Setbacks
            | Self::Ideas
            | Self::Decisions
            | Self::Seen
            | Self::Gaps
            | Self::Path
            | Self::People
            | Self::Tasks
            | Self::Goals
            | Self::Health
            | Self::Team
            | Self::Loop(_)
            | Self::Person(_)
            | Self::Goal(_) => true,
            Self::Journal
            | Self::Fold(_)
            | Self::Calendar
            | Self::CalendarOfYear(_)
            | Self::Stories
            | Self::Review
            | Self::ReviewOf(_)
            | Self::Search
            | Self::NotFound
            | Self::Entry(_)
            | Self::Note(_)
            | Self::Task(_)
            | Self::Tag(_)
            | Self::Tags
            | Self::Feed
            | Self::FeedOfGoal(_)
            | Self::Sitemap => false,
        }
    }
}

/// The path of the page for missing pages.
pub(super) const NOT_FOUND: &str = "404.html";

/// The pages that every site has.
const ALWAYS: [(&str, PageRoute); 20] = [
    ("index.html", PageRoute::Home),
    ("journal.html", PageRoute::Journal),
    ("calendar.html", PageRoute::Calendar),
    ("timeline.html", PageRoute::Timeline),
    ("effects.html", PageRoute::Effects),
    ("setbacks.html", PageRoute::Setbacks),
    ("ideas.html", PageRoute::Ideas),
    ("decisions.html", PageRoute::Decisions),
    ("seen.html", PageRoute::Seen),
    ("gaps.html", PageRoute::Gaps),
    ("path.html", PageRoute::Path),
    ("people.html", PageRoute::People),
    ("tasks.html", PageRoute::Tasks),
    ("goals.html", PageRoute::Goals),
    ("tags.html", PageRoute::Tags),
    ("stories.html", PageRoute::Stories),
    ("review.html", PageRoute::Review),
    ("search.html", PageRoute::Search),
    ("feed.xml", PageRoute::Feed),
    (NOT_FOUND, PageRoute::NotFound),
];

/// Every file of a site, by path.
#[derive(Debug, Default)]
pub struct Routes {
    by_path: BTreeMap<String, Route>,
}

impl Routes {
    /// The files of a site. Where two have one path, pages come before files of the theme, and those
    /// before files of the journal; `problems` says which were left out.
    pub(super) fn new(
        ctx: &RenderContext<'_>,
        theme: &Theme,
        lists: &Lists<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut routes = Self::default();
        routes.add_pages(ctx, lists);
        if ics::is_written(ctx) {
            routes.by_path.insert(ics::PATH.to_owned(), Route::Dates);
        }
        for number in 0..search::text_files(ctx) {
            routes.by_path.insert(search::text_path(number), Route::SearchTexts(number));
        }
        routes.by_path.insert(search::INDEX.to_owned(), Route::SearchIndex);
        let mut add = |source: String, path: String, route| match routes.by_path.entry(path) {
            Entry::Vacant(free) => {
                free.insert(route);
            }
            Entry::Occupied(taken) => {
                let message = format!("the site already has a file `{}`", taken.key());
                problems
                    .push(Diagnostic::error(codes::TAKEN_PATH, source, message).hint("rename it"));
            }
        };
        for path in theme.assets.keys() {
            add(format!("theme/static/{path}"), path.clone(), Route::ThemeAsset);
        }
        for path in ctx.files() {
            if ctx.journal.files.contains_key(path) {
                add(path.to_owned(), file_url(path), Route::JournalFile(path.to_owned()));
            }
        }
        routes
    }

    fn add_pages(&mut self, ctx: &RenderContext<'_>, lists: &Lists<'_>) {
        let (journal, timeline) = (ctx.journal, ctx.timeline);
        for (path, route) in ALWAYS {
            self.add(path.to_owned(), route);
        }
        // What would kill the loop is for the author alone.
        if ctx.is_authors() {
            self.add("health.html".to_owned(), PageRoute::Health);
        }
        if ctx.has_team() {
            self.add("team.html".to_owned(), PageRoute::Team);
        }
        if journal.config.base_url.is_some() {
            self.add("sitemap.xml".to_owned(), PageRoute::Sitemap);
        }
        self.add_each("entries", journal.entries.iter().map(|entry| &entry.id), PageRoute::Entry);
        self.add_each("pages", journal.pages.iter().map(|page| &page.id), PageRoute::Note);
        self.add_each("tasks", timeline.tasks.iter().map(|task| &task.id), PageRoute::Task);
        self.add_each("loops", timeline.loops.iter().map(|own| &own.id), PageRoute::Loop);
        self.add_each("people", journal.people.iter().map(|person| &person.id), PageRoute::Person);
        self.add_each("tags", lists.tags.iter().map(|(tag, _)| tag), PageRoute::Tag);
        let goals = ctx.analysis.gaps.iter().map(|gaps| &journal.goals[gaps.goal].id);
        self.add_each("goals", goals.clone(), PageRoute::Goal);
        for (at, goal) in goals.enumerate() {
            self.add(format!("goals/{goal}.xml"), PageRoute::FeedOfGoal(at));
        }
        let periods = lists.reviews.iter().map(|period| &period.name);
        self.add_each("review", periods, PageRoute::ReviewOf);
        let years = || lists.years.iter().map(|(year, _)| year);
        for (at, fold) in lists.folds.all.iter().enumerate() {
            self.add(fold.path.clone(), PageRoute::Fold(at));
        }
        // `calendar.html` has the newest year; each has a page of its own where there are several.
        if lists.years.len() > 1 {
            self.add_each("calendar", years(), PageRoute::CalendarOfYear);
        }
    }

    fn add_each(
        &mut self,
        folder: &str,
        names: impl Iterator<Item = impl Display>,
        route: fn(usize) -> PageRoute,
    ) {
        for (at, name) in names.enumerate() {
            self.add(format!("{folder}/{name}.html"), route(at));
        }
    }

    fn add(&mut self, path: String, route: PageRoute) {
        self.by_path.insert(path, Route::Page(route));
    }

    /// The source of the file with this path; `None` if the site has no such file.
    pub fn get(&self, path: &str) -> Option<&Route> {
        self.by_path.get(path)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.by_path.len()
    }

    /// Every path with its source, in order.
    pub fn all(&self) -> impl ParallelIterator<Item = (&str, &Route)> {
        self.by_path.par_iter().map(|(path, route)| (path.as_str(), route))
    }

    /// The paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// The paths of what templates render, in order.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        let is_page = |(_, route): &(&String, &Route)| matches!(route, Route::Page(_));
        self.by_path.iter().filter(is_page).map(|(path, _)| path.as_str())
    }

    /// The files that are copied from the journal: each with its path in the site, and in the journal.
    pub fn journal_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_path.iter().filter_map(|(path, route)| match route {
            Route::JournalFile(source) => Some((path.as_str(), source.as_str())),
            _ => None,
        })
    }
}
