//! Chooses the path of a new note.

use jiff::civil::Date;

use super::Request;
use crate::model::note_path::without_ending;
use crate::model::{Entry, Journal, Slug};

/// Layouts of dated folders below the folder of entries.
const LAYOUTS: [&str; 6] = ["%Y/%m", "%Y/%Y-%m", "%Y-%m", "%Y/%m/%d", "%Y", ""];

/// The folder for the notes of a new journal.
pub const ENTRIES: &str = "entries";

/// The path of a new note. If another note of that day has the same name, a number is appended, so
/// that its id is unique.
pub fn path(journal: &Journal, request: &Request, title: Option<&str>) -> String {
    let folder = match &request.folder {
        Some(folder) => folder.clone(),
        None => folder(journal, request.date),
    };
    let slug = title.and_then(Slug::of_words);
    let slug = slug.unwrap_or_else(|| Slug::new(request.template.word()));
    let day = Slug::new(&request.date.to_string());
    let is_taken = |slug: &Slug| {
        let id = day.with(slug);
        journal.entries.iter().any(|entry| entry.id == id)
    };
    let mut free = slug.clone();
    let mut number = 2;
    while is_taken(&free) {
        free = slug.with(number);
        number += 1;
    }
    in_folder(&folder, &format!("{}-{free}.md", request.date))
}

/// The path of the note for a whole day. Its name is the date.
pub fn of_day(journal: &Journal, request: &Request) -> String {
    let folder = request.folder.clone().unwrap_or_else(|| folder(journal, request.date));
    in_folder(&folder, &format!("{}.md", request.date))
}

/// An alternative path for a note, to use if a file already has the first one: `…-2.md`, `…-3.md`.
pub fn numbered(path: &str, number: usize) -> String {
    let stem = without_ending(path);
    format!("{stem}-{number}.md")
}

/// The first folder of entries in the configuration, and in it the folder for the date, in the layout
/// of the newest entries.
fn folder(journal: &Journal, date: Date) -> String {
    let config = &journal.config;
    let named = config.folders.notes.as_deref().or(config.conventions.notes.as_deref());
    let top = match &config.entries {
        _ if named.is_some() => named.unwrap_or_default(),
        Some(folders) => {
            let mut folders = folders.iter().filter(|folder| !folder.ends_with(".txt"));
            folders.next().map_or("", |first| normalized(first))
        }
        // A folder whose files all count stays one: with a folder `entries` in it, only that would.
        None if journal.entries.is_empty() && journal.pages.is_empty() => ENTRIES,
        None => "",
    };
    let layout = journal.entries.iter().rev().find_map(|entry| layout(entry, top));
    in_folder(top, &date.strftime(layout.unwrap_or("")).to_string())
}

/// The layout of an entry's folders; `None` if they don't follow from its date.
fn layout(entry: &Entry, top: &str) -> Option<&'static str> {
    let rest = match top {
        "" => entry.path.as_str(),
        top => entry.path.strip_prefix(top)?.strip_prefix('/')?,
    };
    let below = rest.rsplit_once('/').map_or("", |(folder, _)| folder);
    LAYOUTS.into_iter().find(|layout| entry.date.strftime(layout).to_string() == below)
}

/// A folder as paths contain it: `./log/` becomes `log`, and `.` becomes `""`.
pub fn normalized(folder: &str) -> &str {
    let folder = folder.trim_end_matches('/');
    let folder = folder.strip_prefix("./").unwrap_or(folder).trim_start_matches('/');
    if folder == "." { "" } else { folder }
}

pub(super) fn in_folder(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", name) => name.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    }
}
