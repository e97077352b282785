//! The data for the template of every page: the site, and the head of the page.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::health::{Finding, FindingSeverity};
use crate::markdown::first_words;
use crate::model::direction::Direction;
use crate::model::{Document, Entry};
use crate::render::RenderContext;
use crate::render::views::Day;
use crate::site::sections::{MENU, MenuItem, menu_title};

/// `site`: the same on every page.
#[derive(Debug, Hash, JsonSchema, Serialize)]
pub struct SiteView<'a> {
    /// `title` of `loopbook.yaml`.
    pub title: &'a str,
    /// `author` of `loopbook.yaml`.
    pub author: Option<&'a str>,
    /// `language` of `loopbook.yaml`, for HTML's `lang`.
    pub language: &'a str,
    /// The direction in which that language is written: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The day for which the site was built.
    pub today: Day,
    /// Whether there is an `assets/custom.css`.
    pub custom_style: bool,
    /// How many problems the health page lists.
    pub problems: usize,
    /// Whether its author reads it. For others there are no next moves and no health page: what an
    /// author should do is not theirs, and is not known without what was left out.
    pub for_author: bool,
    /// Whether there is a page of the author's direct reports; for others there is none.
    pub has_team: bool,
    /// What the menu of the navigation leads to, beside the pages in sight.
    pub menu: &'static [MenuItem],
}

impl<'a> SiteView<'a> {
    /// Hashes what the shipped templates show on every page: not the day and the problems, which stand
    /// on pages about the present alone.
    pub fn hash_lasting(&self, hasher: &mut impl Hasher) {
        let Self {
            title,
            author,
            language,
            direction: _,
            today: _,
            custom_style,
            problems: _,
            for_author,
            has_team,
            menu: _,
        } = self;
        (title, author, language, custom_style, for_author, has_team).hash(hasher);
    }

    /// The site; whether its theme has a style sheet for a few changes.
    pub fn new(ctx: &RenderContext<'a>, custom_style: bool) -> Self {
        let config = &ctx.journal.config;
        let warning = |finding: &&Finding| finding.severity == FindingSeverity::Warning;
        Self {
            title: &config.title,
            author: config.author.as_deref(),
            language: &config.language,
            direction: Direction::of_language(&config.language).word(),
            today: ctx.today.into(),
            custom_style,
            for_author: ctx.is_authors(),
            has_team: ctx.has_team(),
            menu: &MENU,
            problems: ctx.diagnostics.len() + ctx.findings().iter().filter(warning).count(),
        }
    }
}

/// `page`: the data of one page.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Head {
    /// Its title.
    pub title: String,
    /// The way to the site's root: empty, or `../`; of `404.html`, which is shown anywhere, the
    /// root's path on the server where it is known.
    pub root: Cow<'static, str>,
    /// The item of the navigation that it belongs to.
    pub nav: &'static str,
    /// The same more finely: the section of the site, which the navigation marks. It is an item in sight or
    /// one of `site.menu`.
    pub section: &'static str,
    /// What the section is called, where it is one of the menu.
    pub menu_title: Option<&'static str>,
    /// What it says, in a sentence or two; `None` where its title says it.
    pub description: Option<String>,
    /// The day of a note.
    pub dated: Option<Day>,
    /// The day for which the page was built; `None` for a page that says the same on every day.
    pub today: Option<Day>,
}

/// How many characters of a note describe it.
const DESCRIPTION: usize = 160;

impl Head {
    /// A page at the site's root.
    pub fn top(title: impl Into<String>, nav: &'static str) -> Self {
        Self::at("".into(), title, nav)
    }

    /// A page in a folder of its kind.
    pub fn nested(title: impl Into<String>, nav: &'static str) -> Self {
        Self::at("../".into(), title, nav)
    }

    /// A page with that way to the site's root.
    pub fn at(root: Cow<'static, str>, title: impl Into<String>, nav: &'static str) -> Self {
        Self {
            title: title.into(),
            root,
            nav,
            section: nav,
            menu_title: menu_title(nav),
            description: None,
            dated: None,
            today: None,
        }
    }

    /// Says of which section it is, where that is not the item of the navigation.
    pub fn within(mut self, section: &'static str) -> Self {
        self.section = section;
        self.menu_title = menu_title(section);
        self
    }

    /// Says for which day it is.
    pub fn on(mut self, today: Date) -> Self {
        self.today = Some(today.into());
        self
    }

    /// Describes it by the first words of its text.
    pub fn about(mut self, body: &Document) -> Self {
        let words = first_words(body, DESCRIPTION);
        self.description = Some(words).filter(|words| !words.is_empty());
        self
    }

    /// Describes it as an entry: by what the work changed, else by its first words.
    pub fn of_entry(mut self, entry: &Entry) -> Self {
        self.description = entry.impact.clone();
        self.dated = Some(entry.date.into());
        if self.description.is_none() { self.about(&entry.body) } else { self }
    }
}
