//! `loopbook done`: ticks a promise.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::change;
use super::today::{self, TypedDay};
use super::{JournalOption, Usage, in_folder, refused};
use crate::edit;
use crate::model::note_path::is_note;
use crate::model::{Config, Journal, Promise};
use crate::read::read;
use crate::read::written::written_note;

/// Tick a promise, with the day on which you kept it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The promise, or a part of its text that no other open promise has
    #[arg(value_name = "PROMISE", required = true)]
    promise: Vec<String>,
    /// The day on which it was done, such as 2026-11-21 or yesterday [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    date: Option<TypedDay>,
    /// Make the change without asking
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    journal: JournalOption,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let clock = today::today()?;
    let day = args.date.map(|day| day.latest(clock)).transpose()?.unwrap_or(clock);
    let folder = args.journal.folder()?;
    change::undo_unfinished(&folder)?;
    let loaded = read(&folder, None);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "nothing was changed: `loopbook.yaml` has errors";
        return Err(refused(&loaded.diagnostics, why));
    };
    let (path, promise) = find(journal, &args.promise.join(" "))?;
    let on_disk = folder.join(path);
    let (bytes, file) = change::read(&on_disk)?;
    let before = file.as_read();
    let Some(task_box) = task_box(path, &before, &journal.config, promise) else {
        bail!("`{path}` was changed meanwhile: nothing was changed");
    };
    let Some(changes) = edit::completed(&before, task_box, day) else {
        bail!("the promise in `{path}` has no box that can be ticked: nothing was changed");
    };
    let after = file.changed(changes);
    if !change::is_confirmed(&edit::diff(path, file.on_disk(), &after), args.yes)? {
        return Ok(ExitCode::FAILURE);
    }
    change::replace(&on_disk, &bytes, &after)?;
    writeln!(std::io::stdout(), "{}", in_folder(&folder, path).display())?;
    Ok(ExitCode::SUCCESS)
}

/// The only open promise that has this text, and the path of its note.
fn find<'j>(journal: &'j Journal, typed: &str) -> Result<(&'j str, &'j Promise)> {
    let open: Vec<(&str, &Promise)> = journal
        .entries
        .iter()
        .filter(|entry| is_note(&entry.path))
        .flat_map(|entry| entry.body.promises.iter().map(|promise| (entry.path.as_str(), promise)))
        .filter(|(_, promise)| !promise.done)
        .collect();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let wanted = words(typed);
    let matching = |test: fn(&str, &str) -> bool| -> Vec<(&str, &Promise)> {
        let test = |(_, promise): &&(&str, &Promise)| test(&words(&promise.text), &wanted);
        open.iter().filter(test).copied().collect()
    };
    let mut found = matching(|text, wanted| text == wanted);
    if found.is_empty() {
        found = matching(|text, wanted| text.contains(wanted));
    }
    let list = |promises: &[(&str, &Promise)]| -> String {
        let line = |(path, promise): &(&str, &Promise)| {
            format!("\n  {} (by {}) in {path}", promise.text, promise.due)
        };
        promises.iter().map(line).collect()
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] if open.is_empty() => bail!(Usage("there is no open promise".to_owned())),
        [] => bail!(Usage(format!("no open promise says `{typed}`; open are:{}", list(&open)))),
        several => bail!(Usage(format!(
            "several open promises say `{typed}`; write more of the text:{}",
            list(several)
        ))),
    }
}

/// Where the box of the promise's item is in the text of its note.
fn task_box(
    path: &str,
    text: &str,
    config: &Config,
    promise: &Promise,
) -> Option<std::ops::Range<usize>> {
    let promises = written_note(path, text, config).0?.promises;
    let is_it =
        |own: &Promise| (&own.text, own.due, own.done) == (&promise.text, promise.due, false);
    promises.into_iter().find(|(own, _)| is_it(own)).map(|(_, task_box)| task_box)
}
