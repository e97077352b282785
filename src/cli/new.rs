//! `loopbook new`: creates a dated note with the questions of its step.

use std::io::Write;
use std::path::{Component, Path};
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::phrasing::name;
use super::today::{self, TypedDay};
use super::typed_names::TypedNames;
use super::{
    JournalOption, Usage, check_command, completions, editor, in_folder, new_file, refused, report,
};
use crate::analyse::Analysis;
use crate::analyse::health::manager_on;
use crate::analyse::next::Move;
use crate::compose::names::ThingKind;
use crate::compose::{self, Request, path as note_path, template_of};
use crate::diagnostic::nearest;
use crate::model::vocabulary::{Kind, Step, Word};
use crate::model::{Config, Journal, NoteTemplate, Slug};
use crate::read::files::is_note;
use crate::read::read;
use crate::render::moves::heading;
use crate::share::for_author;
use crate::theme::Theme;

/// Create a dated note with the questions for its step
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A step (master, ask, deliver, pivot, repeat) or a kind of note (note, setback, update,
    /// idea, feedback) [default: what your next step needs]
    #[arg(value_name = "STEP")]
    form: Option<String>,
    /// The title [default: the note's purpose]
    #[arg(value_name = "TITLE")]
    title: Option<String>,
    /// The task it is about: a name, a title or a unique prefix
    #[arg(long, value_name = "TASK", value_delimiter = ',', add = completions::tasks())]
    task: Vec<String>,
    /// The goal it is for
    #[arg(long, value_name = "GOAL", value_delimiter = ',', add = completions::goals())]
    goal: Vec<String>,
    /// The person it is with [default: the task's person, or your manager]
    #[arg(long, value_name = "PERSON", value_delimiter = ',', add = completions::people())]
    with: Vec<String>,
    /// Use names as written, even if they are close to existing ones
    #[arg(long)]
    as_written: bool,
    /// The note's date, such as 2026-11-21, yesterday or monday [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    date: Option<TypedDay>,
    /// The folder for the note, inside the journal [default: beside the newest notes]
    #[arg(long, value_name = "DIR")]
    dir: Option<String>,
    /// Print the template for `theme/notes/` instead of creating a note
    #[arg(long, requires = "form")]
    print_template: bool,
    #[command(flatten)]
    journal: JournalOption,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let template = args.form.as_deref().map(template).transpose()?;
    let folder = args.journal.folder()?;
    let clock = today::today()?;
    let today = args.date.map(|day| day.latest(clock)).transpose()?.unwrap_or(clock);
    let mut loaded = read(&folder, None);
    let why = "nothing was written: `loopbook.yaml` has errors";
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        return Err(refused(&loaded.diagnostics, why));
    };
    let mut problems = Vec::new();
    let Some(theme) = Theme::load_for_notes(journal, &mut problems) else {
        return Err(refused(&problems, "nothing was written: the theme has errors"));
    };
    if let Some(template) = template.filter(|_| args.print_template) {
        let text = theme.source(&compose::template_path(template)).unwrap_or_default();
        std::io::stdout().lock().write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let shared = for_author(journal, &[]);
    let analysis = Analysis::of(&shared, today);
    let names = TypedNames::new(journal, &analysis.timeline, args.as_written);
    let mut requester = Requester { analysis: &analysis, args, names };
    let request = requester.request(template)?;
    let note = compose::note(&theme, &analysis, &request, &mut problems).map_err(|problem| {
        refused(&[*problem], "nothing was written: the note's template has an error")
    })?;
    let path = match written_before(&folder, journal, &note, today) {
        Some(path) => {
            writeln!(anstream::stderr(), "`{path}` exists, and nothing is filled in yet")?;
            path.to_owned()
        }
        None => write(&folder, &note)?,
    };
    requester.names.create_files(&folder)?;
    loaded.diagnostics.append(&mut problems);
    report::point_out(&loaded.diagnostics, &check_command(args.journal.journal.as_deref()))?;
    let path = in_folder(&folder, &path);
    writeln!(std::io::stdout(), "{}", path.display())?;
    editor::edit(&path)
}

/// Parses the name of a template.
pub(super) fn template(word: &str) -> Result<NoteTemplate> {
    NoteTemplate::parse(word).ok_or_else(|| {
        let words = NoteTemplate::ALL.map(NoteTemplate::word);
        let synonyms = Step::WORDS.iter().map(|(word, _)| *word);
        let kinds = Kind::WORDS.iter().map(|(word, _)| *word);
        let hint = match nearest(word, synonyms.chain(kinds)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of `{}`", words.join("`, `")),
        };
        Usage(format!("there is no step `{word}`: {hint}")).into()
    })
}

/// Turns the arguments into a request.
struct Requester<'a> {
    analysis: &'a Analysis<'a>,
    args: &'a Args,
    names: TypedNames<'a>,
}

impl Requester<'_> {
    fn request(&mut self, template: Option<NoteTemplate>) -> Result<Request> {
        let args = self.args;
        let mut with = self.names.all(ThingKind::Person, &args.with)?;
        let mut tasks = self.names.all(ThingKind::Task, &args.task)?;
        let goals = self.names.all(ThingKind::Goal, &args.goal)?;
        // A note that names nobody is with the journal's manager, also if they left.
        let manager = manager_on(self.analysis.journal, self.analysis.today);
        if with.is_empty() && tasks.is_empty() && *manager != self.analysis.journal.config.manager {
            with.push(manager.clone());
        }
        let (about, template) = match template {
            Some(template) => (None, template),
            None => {
                let (about, template) = self.next(with.first(), &mut tasks)?;
                (Some(about), template)
            }
        };
        let folder = args
            .dir
            .as_deref()
            .map(|dir| folder(&self.analysis.journal.config, self.analysis.today, dir))
            .transpose()?;
        Ok(Request {
            template,
            title: args.title.clone().filter(|title| !title.trim().is_empty()),
            date: self.analysis.today,
            tasks,
            goals,
            with,
            about,
            folder,
        })
    }

    /// The next step with a person, and the template of its note. Adds the task that it is about.
    fn next(&self, with: Option<&Slug>, tasks: &mut Vec<Slug>) -> Result<(Move, NoteTemplate)> {
        let person = with.unwrap_or(&self.analysis.journal.config.manager);
        let Some(next) = &self.analysis.next_move(person) else {
            bail!(Usage(format!("there is no next step with `{person}`: name a step")));
        };
        let heading = heading(self.analysis, next);
        let name = name(self.analysis, next);
        writeln!(anstream::stderr(), "next, with {name}: {}", report::plain(&heading))?;
        if tasks.is_empty()
            && matches!(next.kind, Move::Deliver | Move::ShowImpact | Move::MakeGood)
        {
            tasks.extend(next.tasks.first().map(|task| task.id.clone()));
        }
        Ok((next.kind, template_of(self.analysis.journal, next)))
    }
}

/// Checks that the journal reads notes in this folder.
pub(super) fn folder(config: &Config, date: Date, dir: &str) -> Result<String> {
    let inside = Path::new(dir)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let folder = note_path::normalized(dir);
    let separator = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{separator}{date}-note.md");
    if inside && is_note(&path, config) {
        return Ok(folder.to_owned());
    }
    let folders = match &config.entries {
        Some(folders) => format!("choose one inside `{}`", folders.join("` or `")),
        None => "choose one inside the journal".to_owned(),
    };
    bail!(Usage(format!("loopbook does not read notes from `{dir}`: {folders}")))
}

/// The path of the same note, if it was created before and not filled in: a second one beside it would be of no use.
fn written_before<'j>(
    folder: &Path,
    journal: &'j Journal,
    note: &compose::NewNote,
    date: Date,
) -> Option<&'j str> {
    let of_day = journal.entries.iter().filter(|entry| entry.date == date && entry.part.is_none());
    let is_same = |path: &&str| {
        std::fs::read(folder.join(path)).is_ok_and(|text| text == note.text.as_bytes())
    };
    of_day.map(|entry| entry.path.as_str()).find(is_same)
}

/// Writes the note to a new file.
pub(super) fn write(folder: &Path, note: &compose::NewNote) -> Result<String> {
    let mut path = note.path.clone();
    let mut number = 2;
    while !new_file::create(&folder.join(&path), &note.text)? {
        path = note_path::numbered(&note.path, number);
        number += 1;
    }
    Ok(path)
}
