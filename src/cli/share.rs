//! `loopbook share`: lets a reader see notes.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::change;
use super::real_names::real_names;
use super::{JournalOption, Usage, in_folder, refused, report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{self, Change, FileText};
use crate::model::note_path::is_note;
use crate::model::vocabulary::{Audience, Visibility, Word};
use crate::model::{Config, Journal, Slug};
use crate::read::read;
use crate::read::written::{with_key, written_note};
use crate::share::ShareOptions;

/// Let a reader see notes: set their `visibility`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The notes: their ids, or their files
    #[arg(value_name = "NOTE", required = true)]
    notes: Vec<String>,
    /// The reader
    #[arg(long, value_name = "READER", value_parser = visibility)]
    with: Visibility,
    /// Make the change without asking
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    journal: JournalOption,
}

fn visibility(word: &str) -> Result<Visibility, String> {
    match Visibility::parse(word) {
        Some(Visibility::Private) | None => Err("use `manager` or `public`".to_owned()),
        Some(visibility) => Ok(visibility),
    }
}

/// A note with its text before and after.
struct Shared {
    path: String,
    bytes: Vec<u8>,
    before: String,
    after: String,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    change::undo_unfinished(&folder)?;
    let loaded = read(&folder, None);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "nothing was changed: `loopbook.yaml` has errors";
        return Err(refused(&loaded.diagnostics, why));
    };
    let mut notes = Vec::new();
    for typed in &args.notes {
        let path = find(journal, &folder, typed)?;
        if !notes.iter().any(|note: &Shared| note.path == path) {
            notes.extend(share(&folder, path, args.with, &journal.config)?);
        }
    }
    if notes.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let diffs: String =
        notes.iter().map(|note| edit::diff(&note.path, &note.before, &note.after)).collect();
    let opened = |note: &Shared| parts(journal, &note.path, args.with, &note.after);
    let opened: String = notes.iter().map(opened).collect();
    let named = named(journal, &folder, &notes, args.with);
    if !change::is_confirmed(&(diffs + &opened + &named), args.yes)? {
        return Ok(ExitCode::FAILURE);
    }
    for Shared { path, bytes, after, .. } in &notes {
        change::replace(&folder.join(path), bytes, after)?;
        writeln!(std::io::stdout(), "{}", in_folder(&folder, path).display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The path of the note that was typed.
fn find(journal: &Journal, folder: &Path, typed: &str) -> Result<String> {
    let Journal { entries, pages, goals, tasks, people, .. } = journal;
    let things = goals.iter().map(|goal| (&goal.id, goal.path.as_deref()));
    let things = things.chain(people.iter().map(|one| (&one.id, one.path.as_deref())));
    let notes = entries.iter().map(|entry| (&entry.id, entry.path.as_str()));
    let notes = notes.chain(pages.iter().map(|page| (&page.id, page.path.as_str())));
    let notes = notes.chain(tasks.iter().map(|task| (&task.id, task.path.as_str())));
    let known = notes.chain(things.filter_map(|(id, path)| Some((id, path?))));
    let known: Vec<(&Slug, &str)> = known.filter(|(_, path)| is_note(path)).collect();
    let on_disk = std::fs::canonicalize(typed).ok();
    let is_file = |path: &str| {
        typed == path
            || (on_disk.is_some() && std::fs::canonicalize(folder.join(path)).ok() == on_disk)
    };
    if let Some((_, path)) = known.iter().find(|(_, path)| is_file(path)) {
        return Ok((*path).to_owned());
    }
    let slug = Slug::new(typed);
    let mut found: Vec<&str> =
        known.iter().filter(|(id, _)| **id == slug).map(|(_, path)| *path).collect();
    found.dedup();
    match found.as_slice() {
        [path] => Ok((*path).to_owned()),
        [] => bail!(Usage(format!("there is no note `{typed}` in this journal"))),
        several => {
            let several = several.join("`, `");
            bail!(Usage(format!("`{typed}` could be `{several}`: name the file")))
        }
    }
}

/// A note whose `visibility` lets that reader see it; `None` if it does already.
fn share(folder: &Path, path: String, with: Visibility, config: &Config) -> Result<Option<Shared>> {
    let (bytes, file) = change::read(&folder.join(&path))?;
    let text = file.as_read();
    let reader = audience(with);
    let (note, problems) = written_note(&path, &text, config);
    let Some(note) = note else {
        return Err(refused(&problems, "nothing was changed: the note has errors"));
    };
    if note.visibility.is_some_and(|own| own.reaches(reader)) {
        writeln!(anstream::stderr(), "`{}` is shared already", report::plain(&path))?;
        return Ok(None);
    }
    let Some((range, text)) = with_key(&text, "visibility", with.word()) else {
        bail!("`{path}` has front matter that cannot be changed: set `visibility` in an editor");
    };
    let after = file.changed(vec![Change { range, text }]);
    let again = FileText::decode(after.clone().into_bytes()).map(|file| file.as_read());
    let (note, mut problems) = written_note(&path, &again.unwrap_or_default(), config);
    if note.and_then(|note| note.visibility).is_none_or(|own| !own.reaches(reader)) {
        problems.retain(|problem| problem.severity != Severity::Warning);
        let why = "nothing was changed: `draft`, `private`, `publish` or what is named above keeps the note private";
        return Err(refused(&problems, why));
    }
    Ok(Some(Shared { path, bytes, before: file.on_disk().to_owned(), after }))
}

fn audience(visibility: Visibility) -> Audience {
    match visibility {
        Visibility::Public => Audience::Public,
        Visibility::Manager => Audience::Manager,
        Visibility::Private => Audience::Me,
    }
}

/// The parts of a day's note that are shared with it, because they do not say otherwise.
fn parts(journal: &Journal, path: &str, with: Visibility, after: &str) -> String {
    let after = FileText::decode(after.as_bytes().to_vec()).map(|file| file.as_read());
    let (note, _) = written_note(path, &after.unwrap_or_default(), &journal.config);
    let opened = note.into_iter().flat_map(|note| note.parts);
    let opened = opened.filter(|(_, visibility)| visibility.reaches(audience(with)));
    opened.map(|(title, _)| format!("this also shares the part `{title}`\n")).collect()
}

/// The real names of people that the reader knows by another one, which these notes would say.
fn named(journal: &Journal, folder: &Path, notes: &[Shared], with: Visibility) -> String {
    let mut shared = journal.clone();
    for Shared { path, after, .. } in notes {
        let after = FileText::decode(after.as_bytes().to_vec()).map(|file| file.as_read());
        let (note, _) = written_note(path, &after.unwrap_or_default(), &journal.config);
        let mut parts = note.into_iter().flat_map(|note| note.parts);
        for entry in shared.entries.iter_mut().filter(|entry| entry.path == *path) {
            entry.visibility = match entry.part {
                Some(_) => parts.next().map_or(entry.visibility, |(_, visibility)| visibility),
                None => with,
            };
        }
        let pages = shared.pages.iter_mut().filter(|page| page.path == *path);
        pages.for_each(|page| page.visibility = with);
        let tasks = shared.tasks.iter_mut().filter(|task| task.path == *path);
        tasks.for_each(|task| task.visibility = with);
        let is_own = |own: &Option<String>| own.as_ref() == Some(path);
        let goals = shared.goals.iter_mut().filter(|goal| is_own(&goal.path));
        goals.for_each(|goal| goal.visibility = with);
        let people = shared.people.iter_mut().filter(|person| is_own(&person.path));
        people.for_each(|person| person.visibility = with);
    }
    let found = real_names(&shared, folder, &ShareOptions::new(audience(with)));
    let found = found.iter().filter(|found| notes.iter().any(|note| note.path == found.path));
    let line = |found: &Diagnostic| {
        let place = found.location.as_ref().map_or(1, |place| place.line);
        format!("warning: {}, line {place}: {}\n", found.path, found.message)
    };
    found.map(line).collect()
}
