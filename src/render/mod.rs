//! A journal and what follows from it become a site in memory.
//!
//! Each kind of page has a typed context in [`pages`]; the templates are those of the [`theme`].
//! Every link that is written is relative.

pub mod book;
pub mod charts;
pub mod code;
pub mod markdown;
pub mod moves;
pub mod needs;
pub mod pages;
pub mod phrase;
pub mod script;
pub mod search;
pub mod theme;
pub mod urn;
pub mod views;

use std::borrow::Cow;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;
use serde::Serialize;

use crate::analyse::health::Severity;
use crate::diagnostic::Diagnostic;
use crate::markdown::url::encode;
use book::{Book, file_url};
use moves::Said;
use pages::{
    calendar, effects, entry, feed, gaps, goal, health, home, ideas, journal, loop_page, person,
    plain, search as search_page, setbacks, sitemap, stories, tag, task, timeline,
};
use theme::Theme;
use views::{Head, SiteView};

/// A site: the content of each of its files, by path.
#[derive(Debug, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Content>,
}

/// What a file of the site holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What that file of the journal holds.
    Copy(PathBuf),
}

/// Pages or errors, each with the page's path.
type Pages = Vec<(String, Rendered)>;

type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

/// Renders the whole site. Where templates fail, the pages that need them are missing, and the
/// errors say why.
pub fn render(book: &Book<'_>) -> (Site, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut site = Site::default();
    let Some(theme) = Theme::load(book.journal, &mut problems) else { return (site, problems) };
    let view = SiteView {
        title: &book.journal.config.title,
        author: book.journal.config.author.as_deref(),
        language: &book.journal.config.language,
        today: book.today.into(),
        problems: book.diagnostics.len()
            + book.analysis.findings.iter().filter(|f| f.severity == Severity::Warning).count(),
    };
    // First, while no page takes memory yet.
    let search = search::files(book).into_iter();
    site.files.extend(search.map(|(path, bytes)| (path, Content::Bytes(bytes))));
    let said = Said::new(book, &theme, &mut problems);
    let renderer = Renderer { book, theme: &theme, site: &view, said: &said };
    let mut failures = BTreeSet::new();
    let mut pages = renderer.notes();
    pages.extend(renderer.overviews());
    if let Some(base) = &book.journal.config.base_url {
        let mut paths: Vec<&String> = pages.iter().map(|(path, _)| path).collect();
        paths.sort_unstable();
        let map = sitemap::page(book, base, paths.into_iter());
        pages.push(renderer.one("sitemap.xml", sitemap::TEMPLATE, &map));
    }
    for (path, rendered) in pages {
        match rendered {
            Ok(bytes) => {
                site.files.insert(path, Content::Bytes(bytes));
            }
            // A template that fails does so on each of its pages: once is enough.
            Err(problem) if failures.insert(problem.message.clone()) => problems.push(*problem),
            Err(_) => {}
        }
    }
    let assets = theme
        .assets
        .into_iter()
        .map(|(url, bytes)| (format!("theme/static/{url}"), url, Content::Bytes(bytes)));
    let copied = book.files().into_iter().filter_map(|path| {
        let on_disk = book.journal.files.get(path)?;
        Some((path.to_owned(), file_url(path), Content::Copy(on_disk.clone())))
    });
    for (path, url, content) in assets.chain(copied) {
        match site.files.entry(url) {
            Entry::Vacant(place) => {
                place.insert(content);
            }
            Entry::Occupied(place) => {
                let message = format!("the site has a file `{}` already", place.key());
                problems.push(Diagnostic::error("taken-path", path, message).hint("rename it"));
            }
        }
    }
    (site, problems)
}

struct Renderer<'b, 'a> {
    book: &'b Book<'a>,
    theme: &'b Theme,
    site: &'a SiteView<'a>,
    said: &'b Said<'b>,
}

impl<'a> Renderer<'_, 'a> {
    /// A page for each thing.
    fn notes(&self) -> Pages {
        let (book, site) = (self.book, self.site);
        let (journal, timeline) = (book.journal, book.timeline);
        let by_goal = goal::entries_by_goal(book);
        let tags: Vec<_> = tag::tags(book).into_iter().collect();
        let entries: Vec<usize> = (0..journal.entries.len()).collect();
        let goals: Vec<_> = book.analysis.gaps.iter().zip(by_goal).zip(&self.said.pivots).collect();
        let mut pages = self.each(&entries, entry::TEMPLATE, |at| {
            (format!("entries/{}.html", journal.entries[*at].id), entry::page(book, site, *at))
        });
        pages.extend(self.each(&journal.pages, plain::TEMPLATE, |page| {
            (format!("pages/{}.html", page.id), plain::page(book, site, page))
        }));
        pages.extend(self.each(&timeline.tasks, task::TEMPLATE, |task| {
            (format!("tasks/{}.html", task.id), task::page(book, site, task))
        }));
        pages.extend(self.each(&timeline.loops, loop_page::TEMPLATE, |own| {
            (format!("loops/{}.html", own.id), loop_page::page(book, site, own))
        }));
        pages.extend(self.each(&journal.people, person::TEMPLATE, |person| {
            (format!("people/{}.html", person.id), person::page(book, site, person, self.said))
        }));
        pages.extend(self.each(&goals, goal::TEMPLATE, |((gaps, entries), pivot)| {
            let path = format!("goals/{}.html", journal.goals[gaps.goal].id);
            (path, goal::page(book, site, gaps, entries, pivot.as_deref()))
        }));
        pages.extend(self.each(&goals, feed::TEMPLATE, |((gaps, entries), _)| {
            let goal = &journal.goals[gaps.goal];
            (format!("goals/{}.xml", goal.id), feed::of_goal(book, site, goal, entries))
        }));
        pages.extend(self.each(&tags, tag::TEMPLATE, |(slug, tagged)| {
            (format!("tags/{slug}.html"), tag::page(book, site, slug, tagged))
        }));
        pages
    }

    /// The pages over all.
    fn overviews(&self) -> Pages {
        let (book, site) = (self.book, self.site);
        let years = journal::years(book);
        let of_years = if journal::by_year(book) { years.as_slice() } else { &[] };
        let mut pages = self.each(of_years, journal::TEMPLATE, |year| {
            (format!("journal/{}.html", year.0), journal::year(book, site, &years, year))
        });
        // The newest year is at the top; each has a page where there are several.
        let places: Vec<usize> = if years.len() > 1 { (0..years.len()).collect() } else { vec![] };
        pages.extend(self.each(&places, calendar::TEMPLATE, |at| {
            let year = years[*at].0;
            let head = Head::nested(format!("Calendar of {year}"), "journal");
            (format!("calendar/{year}.html"), calendar::page(book, site, head, &years, *at))
        }));
        let head = Head::top("Calendar", "journal");
        let calendar = calendar::page(book, site, head, &years, 0);
        pages.extend([
            self.one("index.html", home::TEMPLATE, &home::page(book, site, self.said)),
            self.one("journal.html", journal::TEMPLATE, &journal::top(book, site, &years)),
            self.one("calendar.html", calendar::TEMPLATE, &calendar),
            self.one("timeline.html", timeline::TEMPLATE, &timeline::page(book, site)),
            self.one("effects.html", effects::TEMPLATE, &effects::page(book, site)),
            self.one("setbacks.html", setbacks::TEMPLATE, &setbacks::page(book, site)),
            self.one("ideas.html", ideas::TEMPLATE, &ideas::page(book, site)),
            self.one("gaps.html", gaps::TEMPLATE, &gaps::page(book, site)),
            self.one("stories.html", stories::TEMPLATE, &stories::page(book, site)),
            self.one("search.html", search_page::TEMPLATE, &search_page::page(book, site)),
            self.one("health.html", health::TEMPLATE, &health::page(book, site)),
            self.one("feed.xml", feed::TEMPLATE, &feed::all(book, site)),
            self.lost(),
        ]);
        pages
    }

    /// What a server shows where there is no page, below any folder: so its links begin with the
    /// root's path on the server, where `base_url` says it. A relative link is right on the disk,
    /// and for what is missed beside it.
    fn lost(&self) -> (String, Rendered) {
        let base = self.book.journal.config.base_url.as_ref();
        let root = base.map_or(Cow::Borrowed(""), |base| base.path().to_owned().into());
        let lost = Lost { site: self.site, page: Head::at(root, "Not found", "") };
        ("404.html".to_owned(), self.theme.page("404.html", None, &lost))
    }

    fn one(&self, path: &str, template: &str, page: &impl Serialize) -> (String, Rendered) {
        let base = self.book.journal.config.base_url.as_ref();
        let address = base.map(|base| base.of(&encode(path)));
        (path.to_owned(), self.theme.page(template, address.as_deref(), page))
    }

    fn each<'t, T: Sync, P: Serialize>(
        &self,
        things: &'t [T],
        template: &str,
        page: impl Fn(&'t T) -> (String, P) + Sync,
    ) -> Pages {
        let render = |thing: &'t T| {
            let (path, page) = page(thing);
            self.one(&path, template, &page)
        };
        things.par_iter().map(render).collect()
    }
}

/// What `404.html` sees.
#[derive(Serialize)]
struct Lost<'a> {
    site: &'a SiteView<'a>,
    page: Head,
}
