//! Makes the files of a site on request.
//!
//! `build` requests all files. `watch` first requests those that readers look at, and then those whose
//! fingerprint changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::fold::{Fold, Subject};
use super::head::{Head, SiteView};
use super::ics;
use super::lists::{Lists, OwnLists};
use super::navigation::Navigation;
use super::page::PageTemplate;
use super::pages::{
    calendar, decisions, effects, entry, feed, fold, gaps, goal, goals, health, home, ideas,
    journal, loop_page, not_found, path, people, person, plain, review, search as search_page,
    seen, setbacks, sitemap, stories, tag, tags, task, tasks, team, timeline,
};
use super::route::{NOT_FOUND, PageRoute, Route, Routes};
use super::search::cache::{SearchCache, SearchFiles, SearchStamps};
use super::{Content, previews, search};
use crate::analyse::Analysis;
use crate::diagnostic::{Diagnostic, codes, fault};
use crate::markdown::url::encode;
use crate::model::vocabulary::Audience;
use crate::render::RenderContext;
use crate::render::context::LookupTables;
use crate::render::moves::MoveScripts;
use crate::render::quotes;
use crate::share::picture;
use crate::theme::Theme;

/// Makes the files of one site.
pub struct SiteRenderer<'a> {
    ctx: RenderContext<'a>,
    theme: Arc<Theme>,
    /// What every page sees as `site`.
    site: SiteView<'a>,
    /// The same as Tera has it, converted once for all pages.
    site_value: tera::Value,
    /// The theme's templates and what every page shows of the site, as a number.
    shared_hash: u64,
    /// The same, with what changes by the day.
    present_hash: u64,
    scripts: MoveScripts<'a>,
    lists: Lists<'a>,
    navigation: Navigation,
    routes: Routes,
    route_problems: Vec<Diagnostic>,
    search: OnceLock<Option<SearchFiles>>,
    search_cache: Option<(&'a SearchCache, SearchStamps)>,
    cancelled: AtomicBool,
    problems: Vec<Diagnostic>,
}

/// What a renderer found out about a journal that no change of words alone changes.
pub struct LastingParts {
    tables: LookupTables,
    lists: OwnLists,
    routes: Routes,
    route_problems: Vec<Diagnostic>,
}

/// A file, or the reason why it can't be made.
pub type Made = Result<Content, Box<Diagnostic>>;

impl<'a> SiteRenderer<'a> {
    /// A renderer for what was found in a journal. It fills in the scripts of the next moves, and
    /// finds which files the site has; [`SiteRenderer::problems`] has what went wrong with that.
    pub fn new(analysis: &'a Analysis<'a>, theme: impl Into<Arc<Theme>>) -> Self {
        Self::with(analysis, theme.into(), None)
    }

    /// The same where some of it is known.
    pub fn with(
        analysis: &'a Analysis<'a>,
        theme: Arc<Theme>,
        known: Option<LastingParts>,
    ) -> Self {
        let (ctx, lists, routes, route_problems) = match known {
            Some(LastingParts { tables, lists, routes, route_problems }) => {
                let ctx = RenderContext::with_tables(analysis, tables);
                let lists = Lists::with(&ctx, lists);
                (ctx, lists, routes, route_problems)
            }
            None => {
                let ctx = RenderContext::new(analysis);
                let lists = Lists::new(&ctx);
                let mut problems = Vec::new();
                let routes = Routes::new(&ctx, &theme, &lists, &mut problems);
                (ctx, lists, routes, problems)
            }
        };
        let site = SiteView::new(&ctx, theme.has_custom_style());
        let mut problems = Vec::new();
        let scripts = MoveScripts::new(&ctx, &theme, &mut problems);
        problems.extend(route_problems.iter().cloned());
        let hash = |site: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            theme.version().hash(&mut hasher);
            site(&mut hasher);
            hasher.finish()
        };
        let present_hash = hash(&|hasher| site.hash(hasher));
        // Templates of the journal's own may show anything on any page.
        let shared_hash = if theme.is_shipped() {
            hash(&|hasher| site.hash_lasting(hasher))
        } else {
            present_hash
        };
        Self {
            site_value: tera::Value::from_serializable(&site),
            shared_hash,
            present_hash,
            ctx,
            theme,
            site,
            scripts,
            lists,
            navigation: Navigation::default(),
            routes,
            route_problems,
            search: OnceLock::new(),
            search_cache: None,
            cancelled: AtomicBool::new(false),
            problems,
        }
    }

    /// Gives back what no change of words alone changes.
    pub fn into_lasting(self) -> LastingParts {
        let Self { ctx, lists, routes, route_problems, .. } = self;
        let (tables, lists) = (ctx.into_tables(), lists.into_own());
        LastingParts { tables, lists, routes, route_problems }
    }

    /// Reads for the search only what changed since a cache was used the last time.
    pub fn with_search_cache(mut self, cache: &'a SearchCache, stamps: SearchStamps) -> Self {
        self.search_cache = Some((cache, stamps));
        self
    }

    /// The problems of the theme's scripts, and the files that share a path with others.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Whether a template failed that every build needs, so that nothing may be written.
    pub fn fails(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == codes::TEMPLATE)
    }

    /// Who reads the site.
    pub fn audience(&self) -> Audience {
        self.ctx.analysis.shared.audience()
    }

    /// Whether the site is its author's own.
    pub fn is_authors(&self) -> bool {
        self.ctx.is_authors()
    }

    /// Whether no template is the journal's own.
    pub fn has_shipped_theme(&self) -> bool {
        self.theme.is_shipped()
    }

    /// The files of the site.
    pub fn routes(&self) -> &Routes {
        &self.routes
    }

    /// The entries whose whole texts a feed has.
    pub fn entries_of_feed(&self, route: &Route) -> Vec<usize> {
        match route {
            Route::Page(PageRoute::Feed) => {
                feed::newest(0..self.ctx.journal.entries.len()).collect()
            }
            Route::Page(PageRoute::FeedOfGoal(at)) => {
                let goal = self.ctx.analysis.gaps[*at].goal;
                feed::newest(self.lists.entries_by_goal[goal].iter().copied()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Makes a file; `None` if the site has no file with this path.
    pub fn make(&self, path: &str) -> Option<Made> {
        Some(match self.routes.get(path)? {
            Route::Page(route) => {
                let page = || self.render(&self.page(*route), path);
                fault::contain(self.source(*route, path), page).flatten().map(Content::Bytes)
            }
            Route::SearchIndex => Ok(Content::Bytes(self.search()?.index.clone())),
            Route::SearchTexts(number) => Ok(Content::Bytes(search::text_file(&self.ctx, *number))),
            Route::Dates => Ok(Content::Bytes(ics::calendar(&self.ctx).into_bytes())),
            Route::ThemeAsset => Ok(Content::Bytes(self.theme.assets.get(path)?.to_vec())),
            Route::JournalFile(source) => self.copy(source, self.ctx.journal.files.get(source)?),
        })
    }

    /// The file of the journal that a page is about; else the path of the page.
    fn source<'p>(&'p self, route: PageRoute, path: &'p str) -> &'p str {
        let journal = self.ctx.journal;
        match route {
            PageRoute::Entry(at) => &journal.entries[at].path,
            PageRoute::Note(at) => &journal.pages[at].path,
            _ => path,
        }
    }

    /// A hash of everything that goes into a file. While it stays the same, so does the file.
    pub fn fingerprint(&self, path: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self.routes.get(path) {
            None => {}
            Some(Route::Page(route)) => {
                let shows_present = route.shows_present();
                if shows_present { self.present_hash } else { self.shared_hash }.hash(&mut hasher);
                self.address(path).hash(&mut hasher);
                self.page(*route).hash_into(&mut hasher);
            }
            Some(Route::SearchIndex) => {
                self.search().map(|search| search.index_hash).hash(&mut hasher);
            }
            Some(Route::SearchTexts(number)) => {
                self.search().and_then(|search| search.texts.get(*number)).hash(&mut hasher);
            }
            Some(Route::Dates) => ics::calendar(&self.ctx).hash(&mut hasher),
            Some(Route::ThemeAsset) => self.theme.assets.get(path).hash(&mut hasher),
            Some(Route::JournalFile(source)) => {
                let found = self.ctx.journal.files.get(source);
                found.and_then(|file| stamp(file)).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// What a server whose root is the root of the site shows for a page that does not exist.
    pub fn not_found(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.render(&PageTemplate::new(not_found::of_server()), NOT_FOUND)
    }

    /// The index of the search, and what is known of its other files; `None` where nobody needs them any more.
    fn search(&self) -> Option<&SearchFiles> {
        let stop = || self.cancelled.load(Ordering::Relaxed);
        let files = self.search.get_or_init(|| match &self.search_cache {
            Some((cache, stamps)) => cache.files(&self.ctx, Some(stamps.clone()), &stop),
            None => SearchCache::default().files(&self.ctx, None, &stop),
        });
        files.as_ref()
    }

    /// Makes the files of the search, and hands on each: a build holds none of them longer than it must.
    pub fn each_search_file(&self, put: &(impl Fn(&str, Content) + Sync)) {
        search::each_file(&self.ctx, &|path, bytes| {
            if self.is_of_search(&path) {
                put(&path, Content::Bytes(bytes));
            }
        });
    }

    /// Whether a file is one of the search.
    pub fn is_of_search(&self, path: &str) -> bool {
        matches!(self.routes.get(path), Some(Route::SearchIndex | Route::SearchTexts(_)))
    }

    /// Cancels slow work, because nobody needs the files any more.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    fn render(&self, page: &PageTemplate<'_>, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let values = page.values().map(|mut values| {
            values.insert_value("site", self.site_value.clone());
            values.insert("address", &self.address(path));
            self.navigation.add_to(&mut values, &self.theme);
            if !page.previews.is_empty() {
                values.insert_value("previews_html", previews::html(&page.previews, &self.theme));
            }
            values
        });
        let html = self.theme.fill(page.template, values, || {
            let mut at_hand = page.json();
            at_hand["site"] = serde_json::to_value(&self.site).unwrap_or_default();
            at_hand["address"] = self.address(path).into();
            at_hand
        })?;
        let language = &self.ctx.journal.config.language;
        Ok(if path.ends_with(".html") { quotes::curl(html, language) } else { html })
    }

    /// The address of a page on the web, if it is known. `404.html` has none.
    fn address(&self, path: &str) -> Option<String> {
        let base = self.ctx.journal.config.base_url.as_ref().filter(|_| path != NOT_FOUND)?;
        Some(base.of(&encode(path)))
    }

    /// A page, with what its template sees.
    fn page(&self, route: PageRoute) -> PageTemplate<'_> {
        let (ctx, lists) = (&self.ctx, &self.lists);
        let (journal, timeline, gaps) = (ctx.journal, ctx.timeline, &ctx.analysis.gaps);
        match route {
            PageRoute::Home => PageTemplate::new(home::page(ctx, &self.scripts)),
            PageRoute::Journal => {
                PageTemplate::new(journal::top(ctx, lists.folds.years(ctx, Subject::Journal)))
            }
            PageRoute::Fold(at) => self.fold(&lists.folds.all[at]),
            PageRoute::Calendar => PageTemplate::new(calendar::page(
                ctx,
                Head::top("Calendar", "journal").within("calendar"),
                &lists.years,
                0,
            )),
            PageRoute::CalendarOfYear(at) => {
                let title = format!("Calendar of {}", lists.years[at].0);
                let head = Head::nested(title, "journal").within("calendar");
                PageTemplate::new(calendar::page(ctx, head, &lists.years, at))
            }
            PageRoute::Timeline => PageTemplate::new(timeline::page(ctx, lists)),
            PageRoute::Effects => PageTemplate::new(effects::page(ctx)),
            PageRoute::Setbacks => PageTemplate::new(setbacks::page(ctx)),
            PageRoute::Ideas => PageTemplate::new(ideas::page(ctx)),
            PageRoute::Decisions => PageTemplate::new(decisions::page(ctx)),
            PageRoute::Seen => PageTemplate::new(seen::page(ctx)),
            PageRoute::Gaps => PageTemplate::new(gaps::page(ctx)),
            PageRoute::Path => PageTemplate::new(path::page(ctx)),
            PageRoute::People => PageTemplate::new(people::page(ctx)),
            PageRoute::Tasks => {
                PageTemplate::new(tasks::page(ctx, lists.folds.years(ctx, Subject::Tasks)))
            }
            PageRoute::Goals => PageTemplate::new(goals::page(ctx)),
            PageRoute::Tags => PageTemplate::new(tags::page(ctx, &lists.tags)),
            PageRoute::Stories => PageTemplate::new(stories::page(ctx, lists)),
            PageRoute::Review => PageTemplate::new(review::top(ctx, &lists.reviews)),
            PageRoute::ReviewOf(at) => {
                PageTemplate::new(review::period(ctx, &lists.reviews, &lists.reviews[at]))
            }
            PageRoute::Search => PageTemplate::new(search_page::page(ctx)),
            PageRoute::Health => PageTemplate::new(health::page(ctx)),
            PageRoute::Team => PageTemplate::new(team::page(ctx, &self.scripts)),
            PageRoute::NotFound => PageTemplate::new(not_found::page(ctx)),
            PageRoute::Entry(at) => {
                let mut page = entry::page(ctx, at);
                let shared = self.theme.is_shipped().then(|| std::mem::take(&mut page.previews));
                PageTemplate::new(page).with_previews(shared.unwrap_or_default())
            }
            PageRoute::Note(at) => PageTemplate::new(plain::page(ctx, &journal.pages[at])),
            PageRoute::Task(at) => PageTemplate::new(task::page(ctx, &timeline.tasks[at])),
            PageRoute::Loop(at) => PageTemplate::new(loop_page::page(ctx, at)),
            PageRoute::Person(at) => {
                let years = lists.folds.years(ctx, Subject::Person(at));
                PageTemplate::new(person::page(ctx, &journal.people[at], &self.scripts, years))
            }
            PageRoute::Goal(at) => {
                let (gaps, pivot) = (&gaps[at], self.scripts.pivots[at].as_ref());
                let years = lists.folds.years(ctx, Subject::Goal(at));
                let entries = &lists.entries_by_goal[gaps.goal];
                PageTemplate::new(goal::page(ctx, gaps, entries, pivot, years))
            }
            PageRoute::Tag(at) => {
                let (tag, tagged) = &lists.tags[at];
                let years = lists.folds.years(ctx, Subject::Tag(at));
                PageTemplate::new(tag::page(ctx, tag, tagged, years))
            }
            PageRoute::Feed => PageTemplate::new(feed::all(ctx)),
            PageRoute::FeedOfGoal(at) => {
                let goal = gaps[at].goal;
                let entries = &lists.entries_by_goal[goal];
                PageTemplate::new(feed::of_goal(ctx, &journal.goals[goal], entries))
            }
            PageRoute::Sitemap => PageTemplate::new(sitemap::page(ctx, self.routes.paths())),
        }
    }

    /// A part of a folded list: with the template of the whole list, where that has one for all times.
    fn fold(&self, fold: &Fold) -> PageTemplate<'_> {
        let (ctx, lists) = (&self.ctx, &self.lists);
        match fold.subject {
            Subject::Journal => PageTemplate::new(journal::of_time(ctx, &lists.folds, fold)),
            Subject::Timeline => PageTemplate::new(timeline::of_time(ctx, lists, fold)),
            Subject::Stories => PageTemplate::new(stories::of_time(ctx, lists, fold)),
            Subject::Tasks | Subject::Person(_) | Subject::Goal(_) | Subject::Tag(_) => {
                let with_rows = !self.theme.is_shipped();
                PageTemplate::new(fold::page(ctx, lists, &lists.folds, fold, with_rows))
            }
        }
    }

    /// A file of the journal. For anybody but the author, a picture loses what its bytes tell of
    /// where and by whom it was made.
    fn copy(&self, source: &str, file: &Path) -> Made {
        if self.ctx.is_authors() {
            return Ok(Content::Copy(file.to_path_buf()));
        }
        // In the site for others it may have another name, without the folder.
        let shown = file.strip_prefix(".").unwrap_or(file).display().to_string();
        let bad = |message: String, hint: &str| {
            Err(Box::new(Diagnostic::error(codes::PICTURE, shown.clone(), message).hint(hint)))
        };
        match crate::regular_file::read(file).map(|bytes| picture::copy(source, bytes)) {
            Ok(Ok(bytes)) => Ok(Content::Bytes(bytes)),
            Ok(Err(error)) => bad(format!("`{shown}` {error}, so it cannot be shared"), error.hint),
            Err(error) => {
                bad(format!("`{shown}` cannot be read: {error}"), "check the file's permissions")
            }
        }
    }
}

/// What the file system says about a file without opening it.
fn stamp(file: &Path) -> Option<(std::time::SystemTime, u64)> {
    let found = file.symlink_metadata().ok()?;
    Some((found.modified().ok()?, found.len()))
}
