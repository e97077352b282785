//! `loopbook next`: suggests the next step with a person, why, and what to say.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::phrasing::{due, name};
use super::report;
use super::sheet::SheetText;
use super::text::{ALERT, QUIET, STRONG, columns, hang, paint, wrap};
use super::today::TodayArg;
use super::{
    JournalOption, Usage, check_command, completions, exit_code, in_folder, read_journal, refused,
    sheet, sheet_reader,
};
use crate::analyse::Analysis;
use crate::analyse::health::manager_on;
use crate::analyse::next::NextMove;
use crate::diagnostic::nearest;
use crate::model::phrasing::choices;
use crate::model::{Journal, Person, Slug};
use crate::pipeline;
use crate::render::moves::heading;
use crate::share::for_author;

/// Suggest the next step with a person, with reasons and a script
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The person: a name or the name of their file [default: your manager]
    #[arg(value_name = "PERSON", add = completions::people())]
    person: Option<String>,
    #[command(flatten)]
    journal: JournalOption,
    /// Print a Markdown sheet for the next 1:1
    #[arg(long)]
    sheet: bool,
    /// With `--sheet`: also your own hints, and words for what the person does not know yet
    #[arg(long, requires = "sheet")]
    notes: bool,
    #[command(flatten)]
    today: TodayArg,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if let Some(folder) = args.person.as_deref().filter(|person| Path::new(person).is_dir())
        && args.journal.folder().is_err()
    {
        bail!(Usage(format!("`{folder}` is a folder: use `-C {folder}` to name the journal")));
    }
    let folder = args.journal.folder()?;
    let today = args.today.day()?;
    let mut loaded = read_journal(&folder);
    let loaded = &mut *loaded;
    let Some(journal) = &loaded.journal else {
        return Err(refused(
            &loaded.diagnostics,
            "cannot suggest a next step: `loopbook.yaml` has errors",
        ));
    };
    let person = match &args.person {
        Some(written) => find(journal, written)?.id.clone(),
        None => manager_on(journal, today).clone(),
    };
    let shared = for_author(journal, &[]);
    let analysis = Analysis::of(&shared, today);
    let moves = analysis.next_move(&person).into_iter().collect();
    let moves = pipeline::with_words(&analysis, moves, &mut loaded.diagnostics);
    let Some((next, script)) = moves.first() else {
        bail!(no_next_step(journal, &person, today));
    };
    let SheetText { text, left_out, unseen } = if args.sheet {
        sheet::sheet(&analysis, next, script, args.notes)
    } else {
        let page = Page { analysis: &analysis, folder: &folder, columns: columns() };
        SheetText { text: page.text(next, script), ..SheetText::default() }
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    if left_out > 0 {
        let name = name(&analysis, next);
        let word = sheet_reader::audience(next.thread).word();
        let (are, behind) = match left_out {
            1 => ("detail is", "the note behind it"),
            _ => ("details are", "the notes behind them"),
        };
        let hint =
            format!("`--notes` prints everything for you, `visibility: {word}` shares a note");
        writeln!(
            anstream::stderr(),
            "{left_out} {are} left out, because {name} may not see {behind}: {hint}"
        )?;
    }
    if !unseen.is_empty() {
        let name = name(&analysis, next);
        let mut err = anstream::stderr().lock();
        writeln!(
            err,
            "these lines are only from notes that {name} may not see: leave out what {name} does not know"
        )?;
        for line in &unseen {
            writeln!(err, "  {}", report::plain(line))?;
        }
    }
    if args.sheet && text.lines().count() == 1 {
        let more = if args.notes { "" } else { "; `--notes` adds what is for your eyes alone" };
        writeln!(
            anstream::stderr(),
            "nothing stands on the sheet but its title: no note has anything for it that is open, or new since your \
             last talk{more}"
        )?;
    }
    let check = check_command(args.journal.journal.as_deref());
    report::point_out(&loaded.diagnostics, &check)?;
    Ok(exit_code(&loaded.diagnostics, false))
}

/// Finds a person by id, title or alias.
fn find<'j>(journal: &'j Journal, written: &str) -> Result<&'j Person> {
    let wanted = Slug::new(written);
    let slugs = |person: &Person| {
        let names = person.aliases.iter().chain([&person.title]).map(|name| Slug::new(name));
        names.chain([person.id.clone()]).collect::<Vec<_>>()
    };
    // Several people may share a title or an alias. Then the first one is meant.
    let by_id = journal.person(wanted.as_str());
    let named = || journal.people.iter().find(|person| slugs(person).contains(&wanted));
    if let Some(person) = by_id.or_else(named) {
        return Ok(person);
    }
    // The beginning of one name stands for it, as in `new`.
    let begins = |person: &&Person| {
        slugs(person).iter().any(|name| name.as_str().starts_with(wanted.as_str()))
    };
    let mut begun = journal.people.iter().filter(begins);
    if let (Some(person), None) = (begun.next(), begun.next()) {
        return Ok(person);
    }
    let known: Vec<Slug> = journal.people.iter().flat_map(slugs).collect();
    let hint = match nearest(wanted.as_str(), known.iter().map(Slug::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let ids = journal.people.iter().map(|person| format!("`{}`", person.id));
            choices("the only person is", "the people are", &ids.collect::<Vec<_>>())
        }
    };
    bail!(Usage(format!("there is no person `{written}` in this journal: {hint}")))
}

/// Explains why there is no next step with a person.
fn no_next_step(journal: &Journal, person: &Slug, today: Date) -> String {
    let file = journal.person(person.as_str());
    let title = file.map_or(person.as_str(), |person| &person.title);
    let until = file.and_then(|person| person.until).filter(|until| *until < today);
    let since = file.and_then(|person| person.since).filter(|since| *since > today);
    match (until, since) {
        (Some(until), _) => {
            format!("you stopped working with {title} on {}", until.strftime("%-d %B %Y"))
        }
        (None, Some(since)) => {
            format!("you start working with {title} on {}", since.strftime("%-d %B %Y"))
        }
        (None, None) => format!("no note is with {title} yet: create one with `with: {person}`"),
    }
}

struct Page<'a> {
    analysis: &'a Analysis<'a>,
    folder: &'a Path,
    columns: usize,
}

impl Page<'_> {
    fn text(&self, next: &NextMove<'_>, script: &str) -> String {
        let strong = wrap(&heading(self.analysis, next), self.columns);
        let mut head: Vec<String> = strong.iter().map(|line| paint(STRONG, line)).collect();
        head.extend(self.due(next));
        let mut parts = vec![head, self.why(next)];
        if !script.is_empty() {
            parts.push(self.say(next, script));
        }
        let parts: Vec<String> = parts.iter().map(|lines| lines.join("\n")).collect();
        format!("{}\n", parts.join("\n\n"))
    }

    fn due(&self, next: &NextMove<'_>) -> Option<String> {
        let day = next.due?;
        let text = format!("{}due {}", next.before_due(), due(day, self.analysis.today));
        let late = day < self.analysis.today;
        Some(if late { paint(ALERT, &text) } else { text })
    }

    /// The reason, and the files that it is based on. Each path is on a line of its own, so that
    /// terminals can open it.
    fn why(&self, next: &NextMove<'_>) -> Vec<String> {
        let mut lines = hang("why: ", &next.reason, self.columns);
        lines.extend(behind(next).into_iter().map(|index| {
            let path = in_folder(self.folder, &self.analysis.journal.entries[index].path);
            paint(QUIET, &format!("     {}", report::plain(&path.display().to_string())))
        }));
        lines
    }

    fn say(&self, next: &NextMove<'_>, script: &str) -> Vec<String> {
        let mut lines = vec![format!("say to {}:", name(self.analysis, next))];
        for paragraph in script.split("\n\n") {
            lines.push(String::new());
            lines.extend(hang("  ", paragraph, self.columns));
        }
        lines
    }
}

/// The entries that a step is based on, or else the latest entry of each of its tasks.
fn behind(next: &NextMove<'_>) -> Vec<usize> {
    if !next.entries.is_empty() {
        return next.entries.clone();
    }
    let latest = next.tasks.iter().filter_map(|task| task.entries.last().copied());
    let mut entries: Vec<usize> = latest.collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}
