//! `loopbook rename`: a task, person or goal gets another name everywhere.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::change;
use super::{JournalOption, Usage, refused, report};
use crate::compose::names::ThingKind;
use crate::compose::scalar;
use crate::edit::{self, Batch, Change, FileChange};
use crate::model::note_path::without_ending;
use crate::model::{Journal, Slug, Target};
use crate::read::matter::Format;
use crate::read::mentions::{Mention, MentionForm, mentions};

/// Rename a task, person or goal: its file, and every key and link that names it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What it is
    #[arg(value_name = "KIND", value_enum)]
    kind: Kind,
    /// Its name now
    #[arg(value_name = "OLD")]
    old: String,
    /// Its new name, which nothing may have yet
    #[arg(value_name = "NEW")]
    new: String,
    /// Make the change without asking
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    journal: JournalOption,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    Task,
    Person,
    Goal,
}

impl Kind {
    fn thing(self) -> ThingKind {
        match self {
            Self::Task => ThingKind::Task,
            Self::Person => ThingKind::Person,
            Self::Goal => ThingKind::Goal,
        }
    }

    fn target(self, id: Slug) -> Target {
        match self {
            Self::Task => Target::Task(id),
            Self::Person => Target::Person(id),
            Self::Goal => Target::Goal(id),
        }
    }

    /// Every thing of this kind, with its file.
    fn all(self, journal: &Journal) -> Vec<(&Slug, Option<&str>)> {
        let Journal { goals, tasks, people, task_names, .. } = journal;
        match self {
            Self::Task => {
                let files = tasks.iter().map(|task| (&task.id, Some(task.path.as_str())));
                files.chain(task_names.keys().map(|id| (id, None))).collect()
            }
            Self::Person => people.iter().map(|one| (&one.id, one.path.as_deref())).collect(),
            Self::Goal => goals.iter().map(|goal| (&goal.id, goal.path.as_deref())).collect(),
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    change::undo_unfinished(&folder)?;
    let (kind, old) = (args.kind, Slug::new(&args.old));
    let (loaded, found) = mentions(&folder, |_| Some(kind.target(old.clone())));
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "nothing was changed: `loopbook.yaml` has errors";
        return Err(refused(&loaded.diagnostics, why));
    };
    if loaded.diagnostics.iter().any(crate::diagnostic::Diagnostic::is_error) {
        let why = "nothing was changed: some notes have errors, so they could not be searched";
        return Err(refused(&loaded.diagnostics, why));
    }
    let noun = kind.thing().noun();
    let all = kind.all(journal);
    let Some((_, path)) = all.iter().find(|(id, _)| **id == old) else {
        bail!(Usage(format!("there is no {noun} `{}`", args.old)));
    };
    let new = new_name(&args.new)?;
    let slug = Slug::new(&new);
    if slug == old {
        bail!(Usage(format!("`{}` and `{new}` are the same name", args.old)));
    }
    if all.iter().any(|(id, _)| **id == slug) {
        bail!(Usage(format!("there is a {noun} `{slug}` already")));
    }
    let rename = path.map(|path| (path.to_owned(), renamed(path, &new)));
    if let Some((_, to)) = &rename
        && folder.join(to).symlink_metadata().is_ok()
    {
        bail!(Usage(format!("`{to}` exists already")));
    }
    let batch = Batch { changes: changes(&folder, &found, &new)?, rename };
    if batch.changes.is_empty() && batch.rename.is_none() {
        bail!("nothing was changed: no file names `{}` in a way that can be changed", args.old);
    }
    if !change::is_confirmed(&shown(&batch, &found), args.yes)? {
        return Ok(ExitCode::FAILURE);
    }
    batch.apply(&folder).context("nothing was changed")?;
    let files = batch.changes.iter().map(|change| &change.path);
    let moved = batch.rename.iter().map(|(_, to)| to);
    for path in files
        .filter(|path| batch.rename.as_ref().is_none_or(|(from, _)| from != *path))
        .chain(moved)
    {
        writeln!(std::io::stdout(), "{}", super::in_folder(&folder, path).display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The new name, which becomes the name of a file.
fn new_name(typed: &str) -> Result<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let bad = |c: char| c.is_control() || "/\\:*?\"<>|[]#^%,".contains(c);
    if Slug::of_words(&name).is_none() || name.contains(bad) || name.starts_with('.') {
        bail!(Usage(format!(
            "`{typed}` cannot be a name: it needs letters or digits, and none of / \\ : * ? \" < > | [ ] # ^ % ,"
        )));
    }
    if name.len() > 200 {
        bail!(Usage("the new name is longer than 200 bytes".to_owned()));
    }
    Ok(name)
}

/// The path of a file with another name.
fn renamed(path: &str, new: &str) -> String {
    let ending = &path[without_ending(path).len()..];
    match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{new}{ending}"),
        None => format!("{new}{ending}"),
    }
}

/// The files that name it, with the new name.
fn changes(folder: &Path, mentions: &[Mention], new: &str) -> Result<Vec<FileChange>> {
    let mut by_path: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.form != MentionForm::Elsewhere) {
        by_path.entry(&mention.path).or_default().push(mention);
    }
    let change = |(path, mentions): (&str, Vec<&Mention>)| {
        let (_, file) = change::read(&folder.join(path))?;
        let text = file.as_read();
        let mut changes: Vec<Change> = mentions
            .into_iter()
            .map(|Mention { range, form, .. }| Change {
                range: range.clone(),
                text: written(&text[range.clone()], *form, new),
            })
            .collect();
        changes.sort_by_key(|change| change.range.start);
        changes.dedup();
        let after = file.changed(changes);
        Ok(FileChange { path: path.to_owned(), before: file.on_disk().to_owned(), after })
    };
    by_path.into_iter().map(change).collect()
}

/// The new name, written as the old one was.
fn written(old: &str, form: MentionForm, new: &str) -> String {
    match form {
        MentionForm::Value(Format::Yaml) => {
            let drop = old.trim_matches(['"', '\'']).starts_with('-');
            scalar(&format!("{}{new}", if drop { "-" } else { "" }))
        }
        MentionForm::Value(Format::Toml | Format::Json) => format!("\"{new}\""),
        MentionForm::InlineValue => new.to_owned(),
        MentionForm::Wikilink => renamed(old, new),
        MentionForm::LinkPath => {
            let encoded = percent_encoding::utf8_percent_encode(new, PATH).to_string();
            if old.starts_with('<') { renamed(old, new) } else { renamed(old, &encoded) }
        }
        MentionForm::Elsewhere => old.to_owned(),
    }
}

/// What a path in a Markdown link cannot hold as it is.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'%');

/// The changes, as they are shown before they are made.
fn shown(batch: &Batch, mentions: &[Mention]) -> String {
    let mut shown: String = batch
        .changes
        .iter()
        .map(|change| edit::diff(&change.path, &change.before, &change.after))
        .collect();
    if let Some((from, to)) = &batch.rename {
        shown += &format!("rename {from}\n    to {to}\n");
    }
    let elsewhere = mentions.iter().filter(|mention| mention.form == MentionForm::Elsewhere);
    for mention in elsewhere {
        let path = report::plain(&mention.path);
        shown += &format!("a link in {path} has to be changed in an editor\n");
    }
    shown
}
