//! `loopbook rename`: a task, person or goal gets another name everywhere.

use std::collections::{BTreeMap, BTreeSet};
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
use crate::model::{Config, Journal, Slug, Target};
use crate::read::config::place_of_manager;
use crate::read::files::CONFIG;
use crate::read::matter::Format;
use crate::read::mentions::{Mention, MentionForm, is_own, mentions};
use crate::read::packet_file::packet_path;
use crate::read::path_name::path_name;

/// Rename a task, person or goal: its files, and every key and link that names it
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

    /// The titles and other names of the things of this kind.
    fn names(self, journal: &Journal) -> Vec<(&Slug, &str)> {
        fn of<'j>(
            things: impl Iterator<Item = (&'j Slug, &'j String, &'j Vec<String>)>,
        ) -> Vec<(&'j Slug, &'j str)> {
            let all = |(id, title, aliases): (&'j Slug, &'j String, &'j Vec<String>)| {
                std::iter::once(title).chain(aliases).map(move |name| (id, name.as_str()))
            };
            things.flat_map(all).collect()
        }
        let Journal { goals, tasks, people, .. } = journal;
        match self {
            Self::Task => of(tasks.iter().map(|task| (&task.id, &task.title, &task.aliases))),
            Self::Person => of(people.iter().map(|one| (&one.id, &one.title, &one.aliases))),
            Self::Goal => of(goals.iter().map(|goal| (&goal.id, &goal.title, &goal.aliases))),
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
    refuse_taken(kind, journal, &old, &slug)?;
    let mut batch = Batch { changes: changes(&folder, &found, &new)?, renames: Vec::new() };
    batch.renames.extend(path.map(|path| (path.to_owned(), renamed(path, &new))));
    if let Kind::Goal = kind {
        batch.renames.extend(packet_renamed(&folder, &old, &slug)?);
    }
    for (_, to) in &batch.renames {
        if folder.join(to).symlink_metadata().is_ok() {
            bail!(Usage(format!("`{to}` exists already")));
        }
    }
    if let Kind::Person = kind
        && old == Config::default().manager
    {
        batch.changes.extend(manager_named(&folder, &new)?);
    }
    if batch.changes.is_empty() && batch.renames.is_empty() {
        bail!("nothing was changed: no file names `{}` in a way that can be changed", args.old);
    }
    if !change::is_confirmed(&shown(&batch, &found), args.yes)? {
        return Ok(ExitCode::FAILURE);
    }
    batch.apply(&folder).context("nothing was changed")?;
    let is_renamed = |path: &str| batch.renames.iter().any(|(from, _)| from == path);
    let files = batch.changes.iter().map(|change| &change.path);
    let files = files.filter(|path| !is_renamed(path));
    for path in files.chain(batch.renames.iter().map(|(_, to)| to)) {
        writeln!(std::io::stdout(), "{}", super::in_folder(&folder, path).display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a name by which keys and links mean something else already.
fn refuse_taken(kind: Kind, journal: &Journal, old: &Slug, new: &Slug) -> Result<()> {
    let noun = kind.thing().noun();
    if kind.all(journal).iter().any(|(id, _)| *id == new) {
        bail!(Usage(format!("there is a {noun} `{new}` already")));
    }
    if let Kind::Person = kind
        && journal.is_author(new)
    {
        bail!(Usage(format!(
            "nobody else can be called `{new}`: keys such as `confirmed_by` and `of` name you, the author, by it"
        )));
    }
    let other =
        kind.names(journal).into_iter().find(|(id, name)| *id != old && Slug::new(name) == *new);
    if let Some((id, name)) = other {
        bail!(Usage(format!("`{name}` is another name of the {noun} `{id}` already")));
    }
    Ok(())
}

/// The packet that the author wrote for a goal: it is found by the goal's name.
fn packet_renamed(folder: &Path, old: &Slug, new: &Slug) -> Result<Option<(String, String)>> {
    let (from, to) = (packet_path(old), packet_path(new));
    if folder.join(&from).symlink_metadata().is_err() {
        return Ok(None);
    }
    if !is_own(folder, &from) {
        bail!(Usage(format!(
            "`{from}` is a link: rename the goal's packet to `{to}` yourself first, then the goal"
        )));
    }
    Ok(Some((from, to)))
}

/// The manager whom `loopbook.yaml` does not name is the person called `manager`. With another name, they have to be
/// named there.
fn manager_named(folder: &Path, new: &str) -> Result<Option<FileChange>> {
    let path = folder.join(CONFIG);
    let line = format!("manager: {}\n", scalar(new));
    if path.symlink_metadata().is_err() {
        return Ok(Some(FileChange { path: CONFIG.to_owned(), before: None, after: line }));
    }
    let (_, file) = change::read(&path)?;
    let Some(place) = place_of_manager(&file.as_read()) else { return Ok(None) };
    let after = file.changed(vec![Change { range: place..place, text: line }]);
    let before = Some(file.on_disk().to_owned());
    Ok(Some(FileChange { path: CONFIG.to_owned(), before, after }))
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
    // A file is named without the day with which its name begins, and an `index.md` after its folder.
    let read = path_name(&format!("things/{name}.md"));
    if read.date.is_some()
        || read.invalid_date.is_some()
        || Slug::new(&read.name) != Slug::new(&name)
    {
        bail!(Usage(format!(
            "`{typed}` cannot be a name: it begins with a day, or is the name of a folder's own file"
        )));
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
        Ok(FileChange { path: path.to_owned(), before: Some(file.on_disk().to_owned()), after })
    };
    by_path.into_iter().map(change).collect()
}

/// The new name, written as the old one was.
fn written(old: &str, form: MentionForm, new: &str) -> String {
    // A goal drops a story by a `-` before its task.
    let dropped = if old.trim_matches(['"', '\'']).starts_with('-') { "-" } else { "" };
    match form {
        MentionForm::Value(Format::Yaml) => scalar(&format!("{dropped}{new}")),
        MentionForm::Value(Format::Toml | Format::Json) => format!("\"{dropped}{new}\""),
        MentionForm::InlineValue => format!("{dropped}{new}"),
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
        .map(|change| {
            let before = change.before.as_deref().unwrap_or_default();
            edit::diff(&change.path, before, &change.after)
        })
        .collect();
    for (from, to) in &batch.renames {
        shown += &format!("rename {from}\n    to {to}\n");
    }
    let elsewhere = mentions.iter().filter(|mention| mention.form == MentionForm::Elsewhere);
    let elsewhere: BTreeSet<&str> = elsewhere.map(|mention| mention.path.as_str()).collect();
    for path in elsewhere {
        let path = report::plain(path);
        shown += &format!("{path} names it in a way that has to be changed in an editor\n");
    }
    shown
}
