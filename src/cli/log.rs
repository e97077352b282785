//! `loopbook log`: one line from the shell becomes a note, or a part of the day's note.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::today::{self, TypedDay};
use super::typed_names::TypedNames;
use super::{JournalOption, Usage, change, completions, in_folder, new, new_file, refused};
use crate::analyse::Analysis;
use crate::compose::log::value;
use crate::compose::names::ThingKind;
use crate::compose::{self, NewNote, Request};
use crate::diagnostic::{Diagnostic, nearest};
use crate::edit::{self, KeyValue, PartStyle};
use crate::model::keys::{CommonKeys, EntryKeys, Resolved};
use crate::model::note_path::is_note;
use crate::model::vocabulary::Visibility;
use crate::model::{Config, Entry, Journal, NoteTemplate};
use crate::read::read_keys;
use crate::read::written::written_note;
use crate::share::for_author;

/// Write a note, or a part of the day's note, without opening an editor
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A step (master, ask, deliver, pivot, repeat) or a kind of note (note, setback, update,
    /// idea, feedback)
    #[arg(value_name = "STEP")]
    form: String,
    /// What happened [default: standard input]
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// The task it is about: a name, a title or a unique prefix
    #[arg(long, value_name = "TASK", value_delimiter = ',', add = completions::tasks())]
    task: Vec<String>,
    /// The goal it is for
    #[arg(long, value_name = "GOAL", value_delimiter = ',', add = completions::goals())]
    goal: Vec<String>,
    /// The person it is with
    #[arg(long, value_name = "PERSON", value_delimiter = ',', add = completions::people())]
    with: Vec<String>,
    /// What changed because of it
    #[arg(long, value_name = "TEXT")]
    impact: Option<String>,
    /// The competencies that it shows
    #[arg(long, value_name = "COMPETENCY", value_delimiter = ',')]
    shows: Vec<String>,
    /// Any other key of an entry, such as `size=large`; can be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(&'static str, String)>,
    /// Use names as written, even if they are close to existing ones
    #[arg(long)]
    as_written: bool,
    /// The day, such as 2026-11-21, yesterday or monday [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    date: Option<TypedDay>,
    /// Append a part to the day's note, or begin that note, instead of creating a note
    #[arg(long)]
    day: bool,
    /// The folder for a new note, inside the journal [default: beside the newest notes]
    #[arg(long, value_name = "DIR")]
    dir: Option<String>,
    /// Print what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    journal: JournalOption,
}

/// `size=large` as a key of entries and its value.
fn key_and_value(typed: &str) -> Result<(&'static str, String), String> {
    let Some((key, value)) = typed.split_once('=') else {
        return Err("write it as KEY=VALUE".to_owned());
    };
    let keys = || CommonKeys::NAMES.iter().chain(EntryKeys::<Resolved>::NAMES).copied();
    let set_elsewhere = ["date", "step", "kind", "task", "goal", "with", "impact", "shows"];
    if let Some(key) = set_elsewhere.iter().find(|own| **own == key) {
        return Err(format!("`{key}` has an argument or option of its own"));
    }
    match keys().find(|own| *own == key) {
        Some(key) => Ok((key, value.to_owned())),
        None => Err(match nearest(key, keys()) {
            Some(near) => format!("there is no key `{key}`: did you mean `{near}`?"),
            None => format!("there is no key `{key}`; `loopbook schema front-matter` lists them"),
        }),
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let template = new::template(&args.form)?;
    let text = text(args)?;
    let clock = today::today()?;
    let date = args.date.map(|day| day.latest(clock)).transpose()?.unwrap_or(clock);
    let folder = args.journal.folder()?;
    change::undo_unfinished(&folder)?;
    let loaded = read_keys(&folder);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "nothing was written: `loopbook.yaml` has errors";
        return Err(refused(&loaded.diagnostics, why));
    };
    let shared = for_author(journal, &[]);
    let analysis = Analysis::of(&shared, date);
    let mut names = TypedNames::new(journal, &analysis.timeline, args.as_written);
    let request = Request {
        template,
        title: None,
        date,
        tasks: names.all(ThingKind::Task, &args.task)?,
        goals: names.all(ThingKind::Goal, &args.goal)?,
        with: names.all(ThingKind::Person, &args.with)?,
        about: None,
        folder: args
            .dir
            .as_deref()
            .map(|dir| new::folder(&journal.config, date, dir))
            .transpose()?,
    };
    let entry = Logged { args, journal, folder: &folder, request, text };
    let path = if args.day { entry.append()? } else { entry.create()? };
    let Some(path) = path else { return Ok(ExitCode::SUCCESS) };
    names.create_files(&folder)?;
    writeln!(std::io::stdout(), "{}", in_folder(&folder, &path).display())?;
    Ok(ExitCode::SUCCESS)
}

/// The text: typed, or from standard input.
fn text(args: &Args) -> Result<String> {
    let mut text = args.text.join(" ");
    if args.text.is_empty() {
        let mut stdin = std::io::stdin();
        if stdin.is_terminal() {
            bail!(Usage("write what happened, or pipe it into the command".to_owned()));
        }
        stdin.read_to_string(&mut text).context("cannot read the text from standard input")?;
    }
    if text.trim().is_empty() {
        bail!(Usage("nothing was written: the text is empty".to_owned()));
    }
    Ok(text)
}

/// What is to be written.
struct Logged<'a> {
    args: &'a Args,
    journal: &'a Journal,
    folder: &'a Path,
    request: Request,
    text: String,
}

impl Logged<'_> {
    /// The keys with their values, each written by `write`.
    fn fields(&self, write: fn(&[String]) -> String) -> Vec<KeyValue> {
        let Request { template, tasks, goals, with, .. } = &self.request;
        let names = |names: &[crate::model::Slug]| -> Vec<String> {
            names.iter().map(ToString::to_string).collect()
        };
        let form = match template {
            NoteTemplate::Step(step) => ("step", vec![step.word().to_owned()]),
            NoteTemplate::Kind(kind) => ("kind", vec![kind.word().to_owned()]),
        };
        let impact: Vec<String> = self.args.impact.iter().cloned().collect();
        let stated = [
            form,
            ("with", names(with)),
            ("task", names(tasks)),
            ("goal", names(goals)),
            ("impact", impact),
            ("shows", self.args.shows.clone()),
        ];
        let set = self.args.set.iter().map(|(key, value)| (*key, vec![value.clone()]));
        let fields = stated.into_iter().chain(set).filter(|(_, values)| !values.is_empty());
        fields.map(|(key, values)| KeyValue { key, value: write(&values) }).collect()
    }

    /// A note of its own.
    fn create(&self) -> Result<Option<String>> {
        let note = compose::log::log(self.journal, &self.request, &self.text, &self.fields(value));
        self.refuse_problems(&note.path, "", &note.text)?;
        if self.args.dry_run {
            write!(std::io::stdout(), "{}", note.text)?;
            return Ok(None);
        }
        new::write(self.folder, &note).map(Some)
    }

    /// A part of the day's note, which is begun if there is none.
    fn append(&self) -> Result<Option<String>> {
        let date = self.request.date;
        let text = edit::escaped(&self.text);
        let fields = self.fields(inline_value);
        let Some(path) = self.day_note()? else {
            let style = self.journal_style().unwrap_or(PartStyle::Heading(2));
            let note = NewNote {
                path: compose::path::of_day(self.journal, &self.request),
                text: edit::part(&style, &text, &fields),
            };
            self.refuse_problems(&note.path, "", &note.text)?;
            if self.args.dry_run {
                write!(std::io::stdout(), "{}", note.text)?;
                return Ok(None);
            }
            if !new_file::create(&self.folder.join(&note.path), &note.text)? {
                bail!("`{}` exists, but it is no entry of {date}: nothing was written", note.path);
            }
            return Ok(Some(note.path));
        };
        let on_disk = self.folder.join(&path);
        let (bytes, file) = change::read(&on_disk)?;
        let before = file.as_read();
        let style = edit::part_style(&before).or_else(|| self.journal_style());
        let style = style.unwrap_or(PartStyle::Heading(2));
        let mut fields = fields;
        let narrowed = self.narrowed(&path);
        fields.extend(
            narrowed.map(|(_, default)| KeyValue {
                key: "visibility",
                value: default.word().to_owned(),
            }),
        );
        let part = edit::part(&style, &text, &fields);
        let after = file.changed(vec![edit::with_part(&before, &style, &part)]);
        self.refuse_problems(&path, file.on_disk(), &after)?;
        if self.args.dry_run {
            write!(std::io::stdout(), "{}", edit::diff(&path, file.on_disk(), &after))?;
            return Ok(None);
        }
        change::replace(&on_disk, &bytes, &after)?;
        if let Some((day, default)) = narrowed {
            writeln!(
                anstream::stderr(),
                "the day's note has `visibility: {}`; this part has `visibility:: {}`, as a note of its own would have",
                day.word(),
                default.word()
            )?;
        }
        Ok(Some(path))
    }

    /// Checks what is about to be written. A text is data, so where its words would decide who may see the note, it is
    /// said how to state that instead.
    fn refuse_problems(&self, path: &str, before: &str, after: &str) -> Result<()> {
        let problems = new_problems(path, before, after, &self.journal.config);
        if let Some(line) = self.deciding_line(path).filter(|_| !problems.is_empty()) {
            bail!(Usage(format!(
                "nothing was written: `{line}` in the text looks like a key that says who may see the note, and log \
                 takes no keys from the text: leave it out and use `--set {}`, or say it in other words",
                set_instead(line)
            )));
        }
        refuse(&problems)
    }

    /// The first line of the text that a note may not have, whatever else it says.
    fn deciding_line(&self, path: &str) -> Option<&str> {
        let is_wrong = |line: &&str| {
            let note = format!("# {}\n", edit::escaped(line));
            !new_problems(path, "", &note, &self.journal.config).is_empty()
        };
        self.text.lines().map(str::trim).filter(|line| !line.is_empty()).find(is_wrong)
    }

    /// Who may see the day's note, and who would see a note of its own, if those are fewer and nothing typed says
    /// who may: nobody is shown a part because of what was written before it.
    fn narrowed(&self, path: &str) -> Option<(Visibility, Visibility)> {
        if self.args.set.iter().any(|(key, _)| *key == "visibility") {
            return None;
        }
        let default = self.journal.config.visibility;
        let day = self.notes().find(|entry| entry.path == path && entry.part.is_none())?.visibility;
        (day > default).then_some((day, default))
    }

    /// The entries that are Markdown notes: jrnl's text is not written to.
    fn notes(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.journal.entries.iter().filter(|entry| is_note(&entry.path))
    }

    /// The only note of the day.
    fn day_note(&self) -> Result<Option<String>> {
        let date = self.request.date;
        let of_day = self.notes().filter(|entry| entry.date == date);
        let paths: BTreeSet<&str> = of_day.map(|entry| entry.path.as_str()).collect();
        let paths: Vec<&str> = paths.into_iter().collect();
        match paths.as_slice() {
            [] => Ok(None),
            [path] => Ok(Some((*path).to_owned())),
            several => bail!(Usage(format!(
                "there are several notes of {date}: `{}`; append to one of them in an editor, or leave out `--day`",
                several.join("`, `")
            ))),
        }
    }

    /// How the newest note with parts writes them.
    fn journal_style(&self) -> Option<PartStyle> {
        let paths = self.notes().rev().map(|entry| &entry.path);
        let mut newest: Vec<PathBuf> = paths.map(|path| self.folder.join(path)).collect();
        newest.dedup();
        newest.truncate(20);
        let texts = newest.iter().filter_map(|path| change::read(path).ok());
        texts.map(|(_, file)| file.as_read()).find_map(|text| edit::part_style(&text))
    }
}

/// Values on the line of an inline field.
fn inline_value(values: &[String]) -> String {
    let line = values.join(", ").split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("%%", "%").replace("<!", "<")
}

/// Checks what is about to be written: it must have no problem that the file did not have before.
pub(super) fn refuse_problems(
    path: &str,
    before: &str,
    after: &str,
    config: &Config,
) -> Result<()> {
    refuse(&new_problems(path, before, after, config))
}

/// The problems that a file would have and did not have before.
fn new_problems(path: &str, before: &str, after: &str, config: &Config) -> Vec<Diagnostic> {
    let known = written_note(path, before, config).1;
    let is_new = |problem: &Diagnostic| !known.iter().any(|known| known.message == problem.message);
    let mut problems = written_note(path, after, config).1;
    problems.retain(is_new);
    problems
}

fn refuse(problems: &[Diagnostic]) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(refused(problems, "nothing was written: the note would have the problems above"))
}

/// What `--set` takes for what a line says, if that is a key of entries.
fn set_instead(line: &str) -> String {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (key, value) = line.split_once([':', '=', '：']).unwrap_or_default();
    let is_sign = |c: char| !c.is_alphanumeric();
    let key = key.trim_end_matches(is_sign).to_lowercase();
    let value = value.trim_matches(is_sign).to_lowercase();
    let stated = format!("{key}={value}");
    let is_word = !value.is_empty() && value.chars().all(char::is_alphanumeric);
    if is_word && key_and_value(&stated).is_ok() { stated } else { "visibility=private".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::set_instead;

    #[test]
    fn what_a_line_says_is_said_as_an_option() {
        for (line, option) in [
            ("private:: yes", "private=yes"),
            ("- **Draft** :: true", "draft=true"),
            ("visibility：manager", "visibility=manager"),
            ("private=yes", "private=yes"),
            ("hidden: true", "visibility=private"),
            ("private:: yes, I think", "visibility=private"),
        ] {
            assert_eq!(set_instead(line), option, "{line}");
        }
    }
}
