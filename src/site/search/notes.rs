//! The data of everything that search can find.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;

use crate::analyse::{Loop, Task};
use crate::markdown::plain_range;
use crate::model::owner::ME;
use crate::model::vocabulary::{Kind, Step};
use crate::model::{Document, Entry, Goal, Page, Person, Slug, dates};
use crate::render::RenderContext;
use crate::site::pages::entry::facts;

/// A note or thing that search can find.
#[derive(Debug)]
pub struct Note<'a> {
    /// What it is.
    pub sort: Sort,
    /// The name of its page.
    pub id: &'a Slug,
    /// Its title.
    pub title: Cow<'a, str>,
    /// Its day: an entry's own, a loop's first, the one on which a task was taken on.
    pub date: Option<Date>,
    /// Its step.
    pub step: Option<Step>,
    /// What sort of entry it is.
    pub kind: Kind,
    /// The tasks it names; a task's is itself.
    pub tasks: Vec<&'a Slug>,
    /// The goals it is for; a goal's is itself.
    pub goals: Vec<&'a Slug>,
    /// The people it was with or who saw it; a person's is themselves.
    pub people: Vec<&'a Slug>,
    /// Its tags.
    pub tags: Vec<&'a Slug>,
    source: Source<'a>,
}

/// The kinds of things that search can find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A dated note.
    Entry,
    /// A note without a date.
    Page,
    /// A goal.
    Goal,
    /// A task.
    Task,
    /// A person.
    Person,
    /// A loop.
    Loop,
}

impl Sort {
    /// The folder of their pages.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Entry => "entries",
            Self::Page => "pages",
            Self::Goal => "goals",
            Self::Task => "tasks",
            Self::Person => "people",
            Self::Loop => "loops",
        }
    }

    /// The noun for a result that is not an entry.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entry => "",
            Self::Page => "page",
            Self::Goal => "goal",
            Self::Task => "task",
            Self::Person => "person",
            Self::Loop => "loop",
        }
    }
}

/// Where the text of a note comes from.
#[derive(Debug)]
enum Source<'a> {
    Entry(&'a Entry),
    Other(Option<&'a Document>, &'a [String]),
}

/// What search can find.
enum Item<'a> {
    Entry(&'a Entry),
    Page(&'a Page),
    Goal(&'a Goal),
    Task(&'a Task),
    Person(&'a Person),
    Loop(&'a Loop),
}

/// Everything that search can find: first the entries in order, then everything else.
fn items<'a>(ctx: &RenderContext<'a>) -> impl Iterator<Item = Item<'a>> {
    let (journal, timeline) = (ctx.journal, ctx.timeline);
    let entries = journal.entries.iter().map(Item::Entry);
    let pages = journal.pages.iter().map(Item::Page);
    let goals = journal.goals.iter().map(Item::Goal);
    let tasks = timeline.tasks.iter().map(Item::Task);
    let people = journal.people.iter().map(Item::Person);
    let loops = timeline.loops.iter().map(Item::Loop);
    entries.chain(pages).chain(goals).chain(tasks).chain(people).chain(loops)
}

/// How much search can find.
pub fn count(ctx: &RenderContext<'_>) -> usize {
    items(ctx).count()
}

/// All of it.
pub fn notes<'a>(ctx: &RenderContext<'a>) -> Vec<Note<'a>> {
    notes_in(ctx, 0..usize::MAX)
}

/// What stands at these places of it.
pub fn notes_in<'a>(ctx: &RenderContext<'a>, places: Range<usize>) -> Vec<Note<'a>> {
    let note = |item| match item {
        Item::Entry(entry) => of_entry(entry),
        Item::Page(page) => of_page(page),
        Item::Goal(goal) => of_goal(goal),
        Item::Task(task) => of_task(ctx, task),
        Item::Person(person) => of_person(person),
        Item::Loop(own) => of_loop(ctx, own),
    };
    items(ctx).skip(places.start).take(places.len()).map(note).collect()
}

impl<'a> Note<'a> {
    fn new(sort: Sort, id: &'a Slug, title: impl Into<Cow<'a, str>>, source: Source<'a>) -> Self {
        Self {
            sort,
            id,
            title: title.into(),
            date: None,
            step: None,
            kind: Kind::Note,
            tasks: Vec::new(),
            goals: Vec::new(),
            people: Vec::new(),
            tags: Vec::new(),
            source,
        }
    }

    /// Its page.
    pub fn url(&self) -> String {
        format!("{}/{}.html", self.sort.folder(), self.id)
    }

    /// What it can be found by without a word: the key of a filter, and a choice.
    pub fn facets(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let of = |key, slugs: &[&'a Slug]| -> Vec<_> {
            slugs.iter().map(|slug| (key, slug.as_str())).collect()
        };
        let step = self.step.map(|step| ("step", step.word())).into_iter();
        let named = [of("task", &self.tasks), of("goal", &self.goals), of("person", &self.people)];
        step.chain(named.into_iter().flatten())
    }

    /// What a result says about it: its day, what it is, whom and which tasks it names, its tags.
    /// Goals are left out: where a journal has one, every entry is for it.
    pub fn about(&self, ctx: &RenderContext<'a>) -> String {
        let mut about = String::new();
        if let Some(date) = self.date {
            add(&mut about, format_args!("{}", dates::long(date)));
        }
        let kind = Some(self.kind).filter(|kind| *kind != Kind::Note).map(Kind::word);
        for word in Some(self.sort.name()).filter(|name| !name.is_empty()).into_iter().chain(kind) {
            add(&mut about, format_args!("{word}"));
        }
        // A task and a person are not said to be about themselves.
        for person in self.people.iter().filter(|id| self.sort != Sort::Person || **id != self.id) {
            add(&mut about, format_args!("{}", ctx.person(person)));
        }
        for id in self.tasks.iter().filter(|id| self.sort != Sort::Task || **id != self.id) {
            add(&mut about, format_args!("{}", ctx.task(id).map_or("", |task| &task.title)));
        }
        for tag in &self.tags {
            add(&mut about, format_args!("#{}", ctx.tag_name(tag)));
        }
        about
    }

    /// Its words, without markup, then those of its front matter: what its page shows, but for
    /// private callouts, which an excerpt may not show to who looks over a shoulder.
    pub fn text(&self, ctx: &RenderContext<'a>) -> String {
        match &self.source {
            Source::Entry(entry) => {
                let mut text = plain(ctx, &entry.body);
                front_matter(entry, &mut text);
                text
            }
            Source::Other(body, aliases) => {
                let mut text = body.map(|body| plain(ctx, body)).unwrap_or_default();
                also(aliases, &mut text);
                text
            }
        }
    }
}

fn of_entry(entry: &Entry) -> Note<'_> {
    let named = entry.with.iter().chain(&entry.confirmed_by).chain(&entry.seen_by);
    let named = named.chain(&entry.quote_from).filter(|id| id.as_str() != ME);
    let mut known: HashSet<&Slug> = HashSet::new();
    let people = named.filter(|person| known.insert(person)).collect();
    Note {
        date: Some(entry.date),
        step: entry.step,
        kind: entry.kind,
        tasks: entry.tasks.iter().collect(),
        goals: entry.goals.iter().collect(),
        people,
        tags: entry.tags.iter().collect(),
        ..Note::new(Sort::Entry, &entry.id, &entry.title, Source::Entry(entry))
    }
}

fn of_page(page: &Page) -> Note<'_> {
    Note {
        tags: page.tags.iter().collect(),
        ..Note::new(
            Sort::Page,
            &page.id,
            &page.title,
            Source::Other(Some(&page.body), &page.aliases),
        )
    }
}

fn of_goal(goal: &Goal) -> Note<'_> {
    Note {
        goals: vec![&goal.id],
        people: goal.with.iter().collect(),
        tags: tags(&goal.body),
        ..Note::new(
            Sort::Goal,
            &goal.id,
            &goal.title,
            Source::Other(Some(&goal.body), &goal.aliases),
        )
    }
}

fn of_task<'a>(ctx: &RenderContext<'a>, task: &'a Task) -> Note<'a> {
    let stated = ctx.journal.task(task.id.as_str());
    let aliases = stated.map_or(&[] as &[String], |note| &note.aliases);
    let source = Source::Other(stated.map(|note| &note.body), aliases);
    Note {
        date: task.taken_on,
        tasks: vec![&task.id],
        people: task.thread.iter().collect(),
        tags: stated.map(|note| tags(&note.body)).unwrap_or_default(),
        ..Note::new(Sort::Task, &task.id, &task.title, source)
    }
}

fn of_person(person: &Person) -> Note<'_> {
    let source = Source::Other(Some(&person.body), &person.aliases);
    Note {
        people: vec![&person.id],
        tags: tags(&person.body),
        ..Note::new(Sort::Person, &person.id, &person.title, source)
    }
}

fn of_loop<'a>(ctx: &RenderContext<'a>, own: &'a Loop) -> Note<'a> {
    Note {
        date: Some(own.opened),
        tasks: own.tasks.iter().map(|at| &ctx.timeline.tasks[*at].id).collect(),
        people: vec![&own.thread],
        ..Note::new(Sort::Loop, &own.id, ctx.loop_name(own), Source::Other(None, &[]))
    }
}

fn tags(body: &Document) -> Vec<&Slug> {
    let mut tags: Vec<&Slug> = body.tags.iter().map(|tag| &tag.name).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn plain(ctx: &RenderContext<'_>, body: &Document) -> String {
    plain_range(body, body.whole(), |link| link.target.as_ref().map(|target| ctx.title(target)))
}

/// Adds what the front matter says and the entry's page shows.
fn front_matter(entry: &Entry, text: &mut String) {
    for fact in facts(entry) {
        add(text, format_args!("{}: {}", fact.name, fact.values.join("; ")));
    }
    for metric in &entry.metrics {
        add(text, format_args!("{metric}"));
    }
    for shows in &entry.shows {
        add(text, format_args!("Shows {}", shows.competency.title()));
    }
    for proof in &entry.evidence {
        add(text, format_args!("Evidence: {}", proof.text));
    }
    if let Some(quote) = &entry.quote {
        add(text, format_args!("“{quote}”"));
    }
    also(&entry.aliases, text);
}

fn also(aliases: &[String], text: &mut String) {
    if !aliases.is_empty() {
        add(text, format_args!("Also {}", aliases.join(", ")));
    }
}

fn add(text: &mut String, part: std::fmt::Arguments<'_>) {
    if !text.is_empty() {
        text.push_str(" · ");
    }
    // Writing to a string can't fail.
    let _ = text.write_fmt(part);
}
