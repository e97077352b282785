//! What a reader does not get, and why: for the author, on the terminal alone.

use std::collections::BTreeMap;

use super::ShareOptions;
use super::visible::VisibleSet;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Visibility;
use crate::model::{Entry, Journal, Target};

/// Something that was left out for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// The file that it is in.
    pub path: String,
    /// What it is.
    pub what: What,
    /// Why they don't get it.
    pub why: Why,
}

/// What was left out for a reader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A whole note.
    Note,
    /// A file of `goals/`, `tasks/` or `people/`, but for its title.
    AllButTitle,
    /// So many private callouts.
    Callouts(usize),
    /// A quote.
    Quote,
    /// A key of the front matter.
    Key(String),
    /// Where a link leads: what it names.
    Link(String),
    /// The person's own name.
    Name,
    /// A file of a goal, a task or a person, or one of `static/`.
    File,
}

/// Why something was left out for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its file is for fewer.
    Visibility(Visibility),
    /// It lies before or after the packet's window.
    Window,
    /// It is with somebody whom the packet is not about.
    Person,
    /// It is for the author, in any note.
    Own,
    /// Whoever said it did not agree.
    Consent,
    /// There is nothing of that name for the reader.
    NotThere,
    /// The person's file names another for it.
    ShareAs,
    /// Nothing that is shared refers to it.
    Unused,
    /// It has an error.
    Unreadable,
}

impl Why {
    /// As words behind a colon.
    pub fn say(self) -> String {
        match self {
            Self::Visibility(visibility) => format!("`visibility` is `{}`", visibility.word()),
            Self::Window => "it is outside the packet's dates".to_owned(),
            Self::Person => "it is with somebody else than this packet's person".to_owned(),
            Self::Own => "it is only for you".to_owned(),
            Self::Consent => "it lacks `quote_ok: true`".to_owned(),
            Self::NotThere => "what it names is not shared or does not exist".to_owned(),
            Self::ShareAs => "the file sets `share_as`".to_owned(),
            Self::Unreadable => "it has errors, so nobody sees it".to_owned(),
            Self::Unused => "no shared note refers to it".to_owned(),
        }
    }
}

impl What {
    /// As words before a colon.
    pub fn say(&self) -> String {
        match self {
            Self::Note => "the note".to_owned(),
            Self::AllButTitle => "everything except the title".to_owned(),
            Self::Callouts(number) => counted(*number, "private callout"),
            Self::Quote => "the quote".to_owned(),
            Self::Key(key) => format!("`{key}`"),
            Self::Link(name) => format!("the link to `{name}`"),
            Self::Name => "the name".to_owned(),
            Self::File => "the file".to_owned(),
        }
    }
}

impl Omission {
    /// A whole note.
    pub fn note(path: &str, why: Why) -> Self {
        Self::new(path, What::Note, why)
    }

    /// Something in a file.
    pub fn new(path: &str, what: What, why: Why) -> Self {
        Self { path: path.to_owned(), what, why }
    }
}

/// How much was left out, in words; `None` where nothing was.
pub fn count(omissions: &[Omission]) -> Option<String> {
    let mut counts: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for omission in omissions {
        let (order, number, noun) = match &omission.what {
            What::Note => (0, 1, "note"),
            What::File => (1, 1, "file"),
            What::AllButTitle => (2, 1, "file"),
            What::Callouts(number) => (3, *number, "private callout"),
            What::Quote => (4, 1, "quote"),
            What::Key(_) => (5, 1, "key"),
            What::Link(_) => (6, 1, "link"),
            What::Name => (7, 1, "name"),
        };
        let entry = counts.entry(order).or_insert((0, noun));
        entry.0 += number;
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(order, (number, noun))| match (order, number) {
            (2, 1) => "1 file except its title".to_owned(),
            (2, _) => format!("{} except their titles", counted(number, noun)),
            _ => counted(number, noun),
        })
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// The files that a reader does not get, or only their title.
pub fn files(journal: &Journal, options: &ShareOptions, visible: &VisibleSet<'_>) -> Vec<Omission> {
    let hidden =
        |(at, entry): (usize, &Entry)| Some(Omission::note(&entry.path, options.hides(at, entry)?));
    let entries = journal.entries.iter().enumerate();
    let mut omissions: Vec<Omission> = entries.filter_map(hidden).collect();
    let pages = journal.pages.iter().filter(|page| !page.visibility.reaches(options.audience));
    let unseen = |path: &str, visibility| Omission::note(path, Why::Visibility(visibility));
    omissions.extend(pages.map(|page| unseen(&page.path, page.visibility)));
    let mut thing = |own: Target, path: Option<&str>, visibility: Visibility| {
        let Some(path) = path.filter(|_| !visible.is_whole(&own)) else { return };
        let what = if visible.is_there(&own) { What::AllButTitle } else { What::File };
        omissions.push(Omission::new(path, what, Why::Visibility(visibility)));
    };
    for goal in &journal.goals {
        thing(Target::Goal(goal.id.clone()), goal.path.as_deref(), goal.visibility);
    }
    for task in &journal.tasks {
        thing(Target::Task(task.id.clone()), Some(&task.path), task.visibility);
    }
    for person in &journal.people {
        thing(Target::Person(person.id.clone()), person.path.as_deref(), person.visibility);
    }
    for person in journal.people.iter().filter(|person| person.share_as.is_some()) {
        let there = visible.is_there(&Target::Person(person.id.clone()));
        if let Some(path) = person.path.as_deref().filter(|_| there) {
            omissions.push(Omission::new(path, What::Name, Why::ShareAs));
        }
    }
    let unused = |path: &&String| {
        path.starts_with("static/") && visible.known(&Target::File((*path).clone())).is_none()
    };
    let mut unused: Vec<&String> = journal.files.keys().filter(unused).collect();
    unused.sort();
    omissions.extend(unused.into_iter().map(|path| Omission::new(path, What::File, Why::Unused)));
    omissions
}
