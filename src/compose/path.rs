//! Where a new note goes.

use jiff::civil::Date;

use super::Request;
use crate::model::note_path::without_ending;
use crate::model::{Entry, Journal, Slug};

/// How people nest notes by date, as folders below the one for entries.
const NESTINGS: [&str; 6] = ["%Y/%m", "%Y/%Y-%m", "%Y-%m", "%Y/%m/%d", "%Y", ""];

/// The folder that a new journal's notes go to.
pub const ENTRIES: &str = "entries";

/// Where a note goes in the journal. Its id is no other's: a second note of that name on that day
/// has `-2` behind it, as has one that comes after a file was there without being read.
pub fn path(journal: &Journal, request: &Request, title: Option<&str>) -> String {
    let folder = match &request.folder {
        Some(folder) => folder.clone(),
        None => folder(journal, request.date),
    };
    let slug = title.and_then(Slug::of_words);
    let slug = slug.unwrap_or_else(|| Slug::new(request.template.word()));
    let day = Slug::new(&request.date.to_string());
    let taken = |slug: &Slug| {
        let id = day.with(slug);
        journal.entries.iter().any(|entry| entry.id == id)
    };
    let mut free = slug.clone();
    let mut number = 2;
    while taken(&free) {
        free = slug.with(number);
        number += 1;
    }
    in_folder(&folder, &format!("{}-{free}.md", request.date))
}

/// Where the note of a whole day goes. Its name is the day.
pub fn of_day(journal: &Journal, request: &Request) -> String {
    let folder = request.folder.clone().unwrap_or_else(|| folder(journal, request.date));
    in_folder(&folder, &format!("{}.md", request.date))
}

/// The next path of the same note, where a file is at that one: `…-2.md`, `…-3.md`.
pub fn after(path: &str, number: usize) -> String {
    let stem = without_ending(path);
    format!("{stem}-{number}.md")
}

/// The folder of entries that the configuration names first; below it, nested as the newest entries
/// there are.
fn folder(journal: &Journal, date: Date) -> String {
    let config = &journal.config;
    let own = config.folders.notes.as_deref().or(config.conventions.notes.as_deref());
    let top = match &config.entries {
        _ if own.is_some() => own.unwrap_or_default(),
        Some(folders) => {
            let mut folders = folders.iter().filter(|folder| !folder.ends_with(".txt"));
            folders.next().map_or("", |first| trimmed(first))
        }
        // A folder whose files all count stays one: with a folder `entries` in it, only that would.
        None if journal.entries.is_empty() && journal.pages.is_empty() => ENTRIES,
        None => "",
    };
    let nested = journal.entries.iter().rev().find_map(|entry| nesting(entry, top));
    in_folder(top, &date.strftime(nested.unwrap_or("")).to_string())
}

/// How an entry is nested below a folder; `None` where that has nothing to do with its date.
fn nesting(entry: &Entry, top: &str) -> Option<&'static str> {
    let rest = match top {
        "" => entry.path.as_str(),
        top => entry.path.strip_prefix(top)?.strip_prefix('/')?,
    };
    let below = rest.rsplit_once('/').map_or("", |(folder, _)| folder);
    NESTINGS.into_iter().find(|nesting| entry.date.strftime(nesting).to_string() == below)
}

/// A folder as it stands in paths: `./log/` is `log`, and `.` nothing.
pub fn trimmed(folder: &str) -> &str {
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
