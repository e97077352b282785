//! What templates see, shared by many kinds of page. Addresses are relative to the site's root:
//! a template puts `page.root` before them.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::book::Book;
use crate::analyse::health::{Finding, Severity};
use crate::analyse::{Loop, LoopState, Task};
use crate::markdown::first_words;
use crate::markdown::url::encode;
use crate::model::words::Step;
use crate::model::{Body, Entry, Slug, Target};

/// `site`: the same on every page.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SiteView<'a> {
    /// `title` of `loopbook.yaml`.
    pub title: &'a str,
    /// `author` of `loopbook.yaml`.
    pub author: Option<&'a str>,
    /// `language` of `loopbook.yaml`, for HTML's `lang`.
    pub language: &'a str,
    /// The day for which the site was built.
    pub today: Day,
    /// Whether there is an `assets/custom.css`.
    pub custom_style: bool,
    /// How many problems the health page lists.
    pub problems: usize,
    /// Whether its author reads it. For others there are no next moves and no health page: what an
    /// author should do is not theirs, and is not known without what was left out.
    pub for_author: bool,
}

impl<'a> SiteView<'a> {
    /// The site of a book; whether its theme has a style sheet for a few changes.
    pub fn new(book: &Book<'a>, custom_style: bool) -> Self {
        let config = &book.journal.config;
        let warning = |finding: &&Finding| finding.severity == Severity::Warning;
        Self {
            title: &config.title,
            author: config.author.as_deref(),
            language: &config.language,
            today: book.today.into(),
            custom_style,
            for_author: book.is_authors(),
            problems: book.diagnostics.len() + book.findings().iter().filter(warning).count(),
        }
    }
}

/// `page`: what is particular to one.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Head {
    /// Its title.
    pub title: String,
    /// The way to the site's root: empty, or `../`; of `404.html`, which is shown anywhere, the
    /// root's path on the server where it is known.
    pub root: Cow<'static, str>,
    /// The item of the navigation that it belongs to.
    pub nav: &'static str,
    /// What it says, in a sentence or two; `None` where its title says it.
    pub description: Option<String>,
    /// The day of a note.
    pub dated: Option<Day>,
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
        Self { title: title.into(), root, nav, description: None, dated: None }
    }

    /// Describes it by the first words of its text.
    pub fn about(mut self, body: &Body) -> Self {
        let words = first_words(&body.markdown, DESCRIPTION);
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

/// A civil date.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Day {
    /// `2026-01-05`.
    pub iso: String,
    /// `5 January 2026`.
    pub text: String,
    /// `5 Jan`.
    pub short: String,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self {
            iso: date.to_string(),
            text: date.strftime("%-d %B %Y").to_string(),
            short: date.strftime("%-d %b").to_string(),
        }
    }
}

/// A link.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Ref {
    /// Where to.
    pub url: String,
    /// What it says.
    pub title: String,
}

impl Ref {
    /// A link to a thing; `None` where the site has no page for it.
    pub fn to(book: &Book<'_>, target: &Target) -> Option<Self> {
        Some(Self { url: encode(&book.url(target)?), title: book.title(target) })
    }

    /// A link to a loop.
    pub fn to_loop(book: &Book<'_>, own: &Loop) -> Self {
        Self { url: format!("loops/{}.html", own.id), title: book.loop_name(own) }
    }

    /// Links to people.
    pub fn people(book: &Book<'_>, people: &[Slug]) -> Vec<Self> {
        people.iter().filter_map(|id| Self::to(book, &Target::Person(id.clone()))).collect()
    }
}

/// A heading in a note's table of contents.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Heading<'a> {
    /// What it says.
    pub text: &'a str,
    /// The fragment by which it is reached.
    pub anchor: &'a str,
    /// Whether it stands below one of level 2.
    pub sub: bool,
}

/// With fewer headings, or fewer bytes of text, a reader sees the whole way without a table of
/// contents.
const HEADINGS: usize = 4;
const LONG: usize = 3_000;

/// The headings of a long note, of levels 2 and 3; none of a short one.
pub fn toc(body: &Body) -> Vec<Heading<'_>> {
    let listed = |h: &&crate::model::Heading| matches!(h.level, 2 | 3) && !h.quoted;
    let headings = body.headings.iter().filter(listed);
    let headings: Vec<_> =
        headings.map(|h| Heading { text: &h.text, anchor: &h.anchor, sub: h.level == 3 }).collect();
    if headings.len() < HEADINGS || body.markdown.len() < LONG { Vec::new() } else { headings }
}

/// An entry in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EntryRow<'a> {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: &'a str,
    /// Its date.
    pub date: Day,
    /// Its step's word.
    pub step: Option<&'static str>,
    /// Its kind's word.
    pub kind: &'static str,
    /// The word of its visibility.
    pub visibility: &'static str,
}

impl<'a> EntryRow<'a> {
    /// One entry.
    pub fn new(entry: &'a Entry) -> Self {
        Self {
            url: format!("entries/{}.html", entry.id),
            title: &entry.title,
            date: entry.date.into(),
            step: entry.step.map(Step::word),
            kind: entry.kind.word(),
            visibility: entry.visibility.word(),
        }
    }

    /// Entries by their index in the journal.
    pub fn all(book: &Book<'a>, entries: &[usize]) -> Vec<Self> {
        entries.iter().map(|at| Self::new(&book.journal.entries[*at])).collect()
    }
}

/// A task in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct TaskRow<'a> {
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: &'a str,
    /// The word of its status.
    pub status: Option<&'static str>,
    /// The word of its size.
    pub size: Option<&'static str>,
    /// Who saw first that it was needed.
    pub initiative: &'static str,
    /// When it is due.
    pub due: Option<Day>,
    /// When it was taken on.
    pub taken_on: Option<Day>,
    /// When it was delivered.
    pub delivered: Option<Day>,
    /// Days from taking on to delivery.
    pub days: Option<i32>,
    /// Whether it is due before today, and still open.
    pub late: bool,
}

impl<'a> TaskRow<'a> {
    /// One task.
    pub fn new(book: &Book<'a>, task: &'a Task) -> Self {
        let days = task
            .taken_on
            .zip(task.delivered)
            .map(|(from, to)| days(from, to))
            .filter(|days| *days >= 0);
        Self {
            url: format!("tasks/{}.html", task.id),
            title: &task.title,
            status: task.status.map(crate::model::words::Status::word),
            size: task.size.map(crate::model::words::Size::word),
            initiative: task.initiative.word(),
            due: task.due.map(Day::from),
            taken_on: task.taken_on.map(Day::from),
            delivered: task.delivered.map(Day::from),
            days,
            late: task.is_open() && task.due.is_some_and(|due| due < book.today),
        }
    }

    /// Tasks by their index in the timeline.
    pub fn all(book: &Book<'a>, tasks: &[usize]) -> Vec<Self> {
        tasks.iter().map(|at| Self::new(book, &book.timeline.tasks[*at])).collect()
    }
}

/// A loop in a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LoopRow<'a> {
    /// Its page.
    pub url: String,
    /// `Loop 3 with CPO`.
    pub name: String,
    /// Its number in the thread.
    pub number: usize,
    /// `open`, `closed` or `passed`.
    pub state: &'static str,
    /// The word of the last step that it reached.
    pub reached: &'static str,
    /// Whether it holds a pivot.
    pub aligned: bool,
    /// Its first day.
    pub opened: Day,
    /// The day of its first `repeat`.
    pub closed: Option<Day>,
    /// Days from the first to the last of its entries, or to today while it is open.
    pub days: i32,
    /// How many entries it has.
    pub entries: usize,
    /// The tasks that were taken on in it.
    pub tasks: Vec<TaskRow<'a>>,
    /// How many of them were delivered.
    pub wins: usize,
}

impl<'a> LoopRow<'a> {
    /// One loop.
    pub fn new(book: &Book<'a>, own: &'a Loop) -> Self {
        Self {
            url: format!("loops/{}.html", own.id),
            name: book.loop_name(own),
            number: own.number,
            state: own.state.word(),
            reached: own.reached().word(),
            aligned: own.aligned,
            opened: own.opened.into(),
            closed: own.closed.map(Day::from),
            days: days(own.opened, last_day(book, own)).max(0),
            entries: own.entries.len(),
            tasks: TaskRow::all(book, &own.tasks),
            wins: own.wins.len(),
        }
    }
}

/// The last day of a loop; an open one goes on today.
pub fn last_day(book: &Book<'_>, own: &Loop) -> Date {
    let last = own.entries.last().map_or(own.opened, |at| book.journal.entries[*at].date);
    if own.state == LoopState::Open { last.max(book.today) } else { last }
}

/// The days from one date to another.
pub fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
