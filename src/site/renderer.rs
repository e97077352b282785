//! The files of a site, each made when it is asked for.
//!
//! Which files there are is cheap to know; making one takes a typed context and its template. So a
//! build makes all of them, and who watches a journal makes what is looked at first, and then what
//! has another fingerprint than before.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use schemars::JsonSchema;
use serde::Serialize;

use super::head::{Head, SiteView};
use super::pages::journal::Years;
use super::pages::tag::Tagged;
use super::pages::{
    calendar, effects, entry, feed, gaps, goal, health, home, ideas, journal, loop_page, person,
    plain, search as search_page, setbacks, sitemap, stories, tag, task, timeline,
};
use super::route::Part;
use super::take::{Fill, Fingerprint, Take};
use super::{Content, search};
use crate::diagnostic::Diagnostic;
use crate::markdown::url::encode;
use crate::model::Slug;
use crate::model::words::Audience;
use crate::render::RenderContext;
use crate::render::moves::Said;
use crate::share::picture;
use crate::theme::Theme;

/// The page for what is missing, and its title.
pub(super) const LOST: &str = "404.html";
const NOT_FOUND: &str = "Not found";

/// Everything that files of one site are made from. What takes a look at all notes is found when it
/// is asked for: who wants one page gets it before that.
pub struct Press<'a> {
    pub(super) ctx: &'a RenderContext<'a>,
    pub(super) theme: &'a Theme,
    pub(super) site: &'a SiteView<'a>,
    said: &'a Said<'a>,
    entries_by_goal: OnceLock<Vec<Vec<usize>>>,
    tags: OnceLock<Vec<(&'a Slug, Tagged)>>,
    years: OnceLock<Years>,
    pub(super) parts: OnceLock<BTreeMap<String, Part>>,
    search: OnceLock<BTreeMap<String, Vec<u8>>>,
    /// What its templates are.
    version: u64,
    cancelled: AtomicBool,
}

/// Why a file is missing.
pub type Made = Result<Content, Box<Diagnostic>>;

impl<'a> Press<'a> {
    /// Takes what files are made from. Two for one place are a problem; the theme's and the journal's
    /// own give way to pages.
    pub fn new(
        ctx: &'a RenderContext<'a>,
        theme: &'a Theme,
        site: &'a SiteView<'a>,
        said: &'a Said<'a>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let press = Self {
            ctx,
            theme,
            site,
            said,
            entries_by_goal: OnceLock::new(),
            tags: OnceLock::new(),
            years: OnceLock::new(),
            parts: OnceLock::new(),
            search: OnceLock::new(),
            version: theme.version(),
            cancelled: AtomicBool::new(false),
        };
        let mut taken = BTreeSet::new();
        for (path, url, _) in press.beside() {
            if press.page(&url).is_some() || !taken.insert(url.clone()) {
                let message = format!("the site has a file `{url}` already");
                problems.push(Diagnostic::error("taken-path", path, message).hint("rename it"));
            }
        }
        press
    }

    /// For whom its files are.
    pub fn audience(&self) -> Audience {
        self.ctx.analysis.shared.audience()
    }

    /// The paths of its files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts().keys().map(String::as_str)
    }

    /// The files of the journal that are copied as they are: each with its path in the site.
    pub fn copies(&self) -> impl Iterator<Item = (String, String)> {
        let copied = |part: &Part| matches!(part, Part::Copy(_)) && self.ctx.is_authors();
        let beside = self.beside().filter(move |(_, _, part)| copied(part));
        beside.map(|(own, url, _)| (own, url)).filter(|(_, url)| self.page(url).is_none())
    }

    /// Makes a file; `None` where the site has none of that path.
    pub fn make(&self, path: &str) -> Option<Made> {
        let part = self.part(path)?;
        Some(match &part {
            Part::SearchFile => Ok(Content::Bytes(self.search().get(path)?.clone())),
            Part::Asset => Ok(Content::Bytes(self.theme.assets.get(path)?.clone())),
            Part::Copy(own) => self.copy(own, self.ctx.journal.files.get(own)?),
            part => self.sees(part, Fill { press: self, path }).map(Content::Bytes),
        })
    }

    /// A file of the journal; a picture for anybody but the author without what its bytes tell of
    /// where and by whom it was made.
    fn copy(&self, own: &str, place: &Path) -> Made {
        if self.ctx.is_authors() {
            return Ok(Content::Copy(place.to_path_buf()));
        }
        let bad = |message: String, hint: &str| {
            Err(Box::new(Diagnostic::error("picture", own, message).hint(hint)))
        };
        match std::fs::read(place).map(|bytes| picture::copy(own, bytes)) {
            Ok(Ok(bytes)) => Ok(Content::Bytes(bytes)),
            Ok(Err(error)) => {
                let name = own.rsplit('/').next().unwrap_or(own);
                bad(format!("`{name}` {error}, so others can't have it"), error.hint)
            }
            Err(error) => bad(format!("cannot be read: {error}"), "check who may read it"),
        }
    }

    /// What a server whose root is the site's shows where there is no page, below any folder.
    pub fn missing(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        let lost = Lost { site: self.site, page: Head::at("/".into(), NOT_FOUND, "") };
        Fill { press: self, path: LOST }.take(LOST, &lost)
    }

    /// What goes into a file, as a number: while it stays the same, so does the file.
    pub fn fingerprint(&self, path: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self.part(path) {
            None => {}
            Some(Part::SearchFile) => self.search().get(path).hash(&mut hasher),
            Some(Part::Asset) => self.theme.assets.get(path).hash(&mut hasher),
            Some(Part::Copy(own)) => stamp(self.ctx.journal.files.get(&own)).hash(&mut hasher),
            Some(part) => {
                self.version.hash(&mut hasher);
                self.address(path).hash(&mut hasher);
                self.sees(&part, Fingerprint(&mut hasher));
            }
        }
        hasher.finish()
    }

    /// The files of the search, made for all of them at once.
    pub fn search(&self) -> &BTreeMap<String, Vec<u8>> {
        let stop = || self.cancelled.load(Ordering::Relaxed);
        self.search.get_or_init(|| search::files(self.ctx, &stop).into_iter().collect())
    }

    /// Nobody needs its files any more: what takes long may be left unfinished.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    fn entries_by_goal(&self) -> &[Vec<usize>] {
        self.entries_by_goal.get_or_init(|| goal::entries_by_goal(self.ctx))
    }

    pub(super) fn tags(&self) -> &[(&'a Slug, Tagged)] {
        self.tags.get_or_init(|| tag::tags(self.ctx).into_iter().collect())
    }

    pub(super) fn years(&self) -> &Years {
        self.years.get_or_init(|| journal::years(self.ctx))
    }

    /// Gives the template of a page, and what it sees, to somebody.
    fn sees<T: Take>(&self, part: &Part, take: T) -> T::Given {
        let (ctx, site, said) = (self.ctx, self.site, self.said);
        let (journal, timeline, goals) = (ctx.journal, ctx.timeline, &ctx.analysis.gaps);
        match part {
            Part::Home => take.take(home::TEMPLATE, &home::page(ctx, site, said)),
            Part::Journal => take.take(journal::TEMPLATE, &journal::top(ctx, site, self.years())),
            Part::Calendar => {
                let head = Head::top("Calendar", "journal");
                take.take(calendar::TEMPLATE, &calendar::page(ctx, site, head, self.years(), 0))
            }
            Part::Timeline => {
                let timeline = timeline::page(ctx, site, self.entries_by_goal());
                take.take(timeline::TEMPLATE, &timeline)
            }
            Part::Effects => take.take(effects::TEMPLATE, &effects::page(ctx, site)),
            Part::Setbacks => take.take(setbacks::TEMPLATE, &setbacks::page(ctx, site)),
            Part::Ideas => take.take(ideas::TEMPLATE, &ideas::page(ctx, site)),
            Part::Gaps => take.take(gaps::TEMPLATE, &gaps::page(ctx, site)),
            Part::Stories => take.take(stories::TEMPLATE, &stories::page(ctx, site)),
            Part::SearchPage => take.take(search_page::TEMPLATE, &search_page::page(ctx, site)),
            Part::Health => take.take(health::TEMPLATE, &health::page(ctx, site)),
            Part::Lost => take.take(LOST, &self.lost()),
            Part::Entry(at) => take.take(entry::TEMPLATE, &entry::page(ctx, site, *at)),
            Part::Page(at) => {
                take.take(plain::TEMPLATE, &plain::page(ctx, site, &journal.pages[*at]))
            }
            Part::Task(at) => {
                take.take(task::TEMPLATE, &task::page(ctx, site, &timeline.tasks[*at]))
            }
            Part::Loop(at) => {
                take.take(loop_page::TEMPLATE, &loop_page::page(ctx, site, &timeline.loops[*at]))
            }
            Part::Person(at) => {
                let person = person::page(ctx, site, &journal.people[*at], said);
                take.take(person::TEMPLATE, &person)
            }
            Part::Goal(at) => {
                let (gaps, pivot) = (&goals[*at], said.pivots[*at].as_deref());
                let goal = goal::page(ctx, site, gaps, &self.entries_by_goal()[gaps.goal], pivot);
                take.take(goal::TEMPLATE, &goal)
            }
            Part::Tag(at) => {
                let (tag, tagged) = &self.tags()[*at];
                take.take(tag::TEMPLATE, &tag::page(ctx, site, tag, tagged))
            }
            Part::JournalOf(at) => {
                let year = journal::year(ctx, site, self.years(), &self.years()[*at]);
                take.take(journal::TEMPLATE, &year)
            }
            Part::CalendarOf(at) => {
                let title = format!("Calendar of {}", self.years()[*at].0);
                let head = Head::nested(title, "journal");
                take.take(calendar::TEMPLATE, &calendar::page(ctx, site, head, self.years(), *at))
            }
            Part::Feed => take.take(feed::TEMPLATE, &feed::all(ctx, site)),
            Part::FeedOf(at) => {
                let at = goals[*at].goal;
                let entries = &self.entries_by_goal()[at];
                take.take(feed::TEMPLATE, &feed::of_goal(ctx, site, &journal.goals[at], entries))
            }
            Part::Sitemap => {
                let map = journal.config.base_url.as_ref();
                let map = map.map(|base| sitemap::page(ctx, base, self.parts().keys()));
                take.take(sitemap::TEMPLATE, &map)
            }
            // These have no template.
            Part::SearchFile | Part::Asset | Part::Copy(_) => take.take("", &()),
        }
    }

    /// What a server shows where there is no page, below any folder: so its links begin with the
    /// root's path on the server, where `base_url` says it. A relative link is right on the disk,
    /// and for what is missed beside it.
    fn lost(&self) -> Lost<'a> {
        let base = self.ctx.journal.config.base_url.as_ref();
        let root = base.map_or(Cow::Borrowed(""), |base| base.path().to_owned().into());
        Lost { site: self.site, page: Head::at(root, NOT_FOUND, "") }
    }

    /// Where a page is on the web, where that is known. What stands in for a missing one is nowhere.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        let base = self.ctx.journal.config.base_url.as_ref().filter(|_| path != LOST)?;
        Some(base.of(&encode(path)))
    }
}

/// What `404.html` sees.
#[derive(JsonSchema, Serialize)]
pub struct Lost<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
}

/// What the file system says of a file without opening it.
fn stamp(path: Option<&std::path::PathBuf>) -> Option<(std::time::SystemTime, u64)> {
    let found = Path::new(path?).symlink_metadata().ok()?;
    Some((found.modified().ok()?, found.len()))
}
