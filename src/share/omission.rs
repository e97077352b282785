//! What is left out for a reader, and why. Only the author sees this, and only on the terminal.

use std::collections::BTreeMap;

use super::ShareOptions;
use super::visible::VisibleSet;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Visibility;
use crate::model::{Entry, Journal, Target};

/// An item that is left out for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// The file that contains the item.
    pub path: String,
    /// The item.
    pub item: OmittedItem,
    /// Why the reader does not get it.
    pub reason: OmissionReason,
}

/// What is left out for a reader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OmittedItem {
    /// A whole note.
    Note,
    /// A part of a day's note, by its title.
    Part(String),
    /// A file in `goals/`, `tasks/` or `people/`, except its title.
    AllButTitle,
    /// This many private callouts.
    Callouts(usize),
    /// A quote.
    Quote,
    /// A key of the front matter.
    Key(String),
    /// The target of a link, by the name that the link uses.
    Link(String),
    /// A person's real name.
    Name,
    /// A file of a goal, a task or a person, or a file in `static/`.
    File,
}

/// Why an item is left out for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OmissionReason {
    /// The file's visibility excludes the reader.
    Visibility(Visibility),
    /// The note's date is outside the packet's dates.
    Window,
    /// The note is with somebody whom the packet is not about.
    Person,
    /// Items of this kind are for the author only, in any note.
    AuthorOnly,
    /// The speaker has not agreed to be quoted.
    Consent,
    /// The link's target is hidden from the reader, or does not exist.
    TargetHidden,
    /// The person's file sets `share_as`.
    ShareAs,
    /// No shared note refers to the file.
    Unused,
    /// The note has an error.
    Unreadable,
}

impl OmissionReason {
    /// The reason in words, to follow a colon.
    pub fn phrase(self) -> String {
        match self {
            Self::Visibility(visibility) => format!("`visibility` is `{}`", visibility.word()),
            Self::Window => "it is outside the packet's dates".to_owned(),
            Self::Person => "it is with somebody whom this packet is not about".to_owned(),
            Self::AuthorOnly => "it is only for you".to_owned(),
            Self::Consent => "it lacks `quote_ok: true`".to_owned(),
            Self::TargetHidden => "its target is not shared or does not exist".to_owned(),
            Self::ShareAs => "the file sets `share_as`".to_owned(),
            Self::Unreadable => "it has errors, so nobody sees it".to_owned(),
            Self::Unused => "no shared note refers to it".to_owned(),
        }
    }
}

impl OmittedItem {
    /// The item in words, to precede a colon.
    pub fn phrase(&self) -> String {
        match self {
            Self::Note => "the note".to_owned(),
            Self::Part(title) => format!("the part `{title}`"),
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
    /// A whole note that is left out.
    pub fn note(path: &str, reason: OmissionReason) -> Self {
        Self::new(path, OmittedItem::Note, reason)
    }

    /// An item of a file that is left out.
    pub fn new(path: &str, item: OmittedItem, reason: OmissionReason) -> Self {
        Self { path: path.to_owned(), item, reason }
    }
}

/// Counts omissions by kind, in words; `None` if there are none.
pub fn summary(omissions: &[Omission]) -> Option<String> {
    let mut counts: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for omission in omissions {
        let (order, number, noun) = match &omission.item {
            OmittedItem::Note => (0, 1, "note"),
            OmittedItem::Part(_) => (1, 1, "part"),
            OmittedItem::File => (2, 1, "file"),
            OmittedItem::AllButTitle => (3, 1, "file"),
            OmittedItem::Callouts(number) => (4, *number, "private callout"),
            OmittedItem::Quote => (5, 1, "quote"),
            OmittedItem::Key(_) => (6, 1, "key"),
            OmittedItem::Link(_) => (7, 1, "link"),
            OmittedItem::Name => (8, 1, "name"),
        };
        let total = counts.entry(order).or_insert((0, noun));
        total.0 += number;
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(order, (number, noun))| match (order, number) {
            (3, 1) => "1 file except its title".to_owned(),
            (3, _) => format!("{} except their titles", counted(number, noun)),
            _ => counted(number, noun),
        })
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// Lists the files that a reader does not get, or of which they only get the title.
pub(super) fn omitted_files(
    journal: &Journal,
    options: &ShareOptions,
    visible: &VisibleSet<'_>,
) -> Vec<Omission> {
    let hidden = |(index, entry): (usize, &Entry)| {
        let item = match &entry.part {
            Some(_) => OmittedItem::Part(entry.title.clone()),
            None => OmittedItem::Note,
        };
        Some(Omission::new(&entry.path, item, options.hides(index, entry)?))
    };
    let entries = journal.entries.iter().enumerate();
    let mut omissions: Vec<Omission> = entries.filter_map(hidden).collect();
    let pages = journal.pages.iter().filter(|page| !page.visibility.reaches(options.audience));
    omissions.extend(
        pages.map(|page| Omission::note(&page.path, OmissionReason::Visibility(page.visibility))),
    );
    let mut check = |target: Target, path: Option<&str>, visibility: Visibility| {
        let Some(path) = path.filter(|_| !visible.is_full(&target)) else { return };
        let item =
            if visible.is_named(&target) { OmittedItem::AllButTitle } else { OmittedItem::File };
        omissions.push(Omission::new(path, item, OmissionReason::Visibility(visibility)));
    };
    for goal in &journal.goals {
        check(Target::Goal(goal.id.clone()), goal.path.as_deref(), goal.visibility);
    }
    for task in &journal.tasks {
        check(Target::Task(task.id.clone()), Some(&task.path), task.visibility);
    }
    for person in &journal.people {
        check(Target::Person(person.id.clone()), person.path.as_deref(), person.visibility);
    }
    for person in journal.people.iter().filter(|person| person.share_as.is_some()) {
        let is_named = visible.is_named(&Target::Person(person.id.clone()));
        if let Some(path) = person.path.as_deref().filter(|_| is_named) {
            omissions.push(Omission::new(path, OmittedItem::Name, OmissionReason::ShareAs));
        }
    }
    let is_unused = |path: &&String| {
        path.starts_with("static/") && visible.get(&Target::File((*path).clone())).is_none()
    };
    let mut unused: Vec<&String> = journal.files.keys().filter(is_unused).collect();
    unused.sort();
    let omitted = |path: &String| Omission::new(path, OmittedItem::File, OmissionReason::Unused);
    omissions.extend(unused.into_iter().map(omitted));
    omissions
}
