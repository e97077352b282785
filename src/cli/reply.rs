//! `loopbook reply`: what readers of a packet answered.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};

use super::log::refuse_problems;
use super::today::{self, TypedDay};
use super::{JournalOption, Usage, change, in_folder, new, refused, reply_keys, report};
use crate::analyse::Analysis;
use crate::compose::names::{NameMatch, ThingKind, find};
use crate::compose::reply::{LONGEST, ReplyNote, reply, request};
use crate::diagnostic::Diagnostic;
use crate::model::phrasing::mid_sentence;
use crate::model::reply::{Recommends, ReplyAnswers, ReplyForm};
use crate::model::{Journal, Owner, Slug};
use crate::packet::reply::ReceivedReply;
use crate::read::read;
use crate::regular_file;
use crate::share::for_author;

/// Read what the reader of a packet answered
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Import(ImportArgs),
}

/// Verify a reply to a packet that `packet --reply-to` made, show it, and make a private note of it
#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The file with the text that the reader sent; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day on which they answered, such as 2026-11-21, yesterday or monday [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    date: Option<TypedDay>,
    /// The folder for the note, inside the journal [default: beside the newest notes]
    #[arg(long, value_name = "DIR")]
    dir: Option<String>,
    #[command(flatten)]
    journal: JournalOption,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let Verb::Import(args) = &args.verb;
    import(args)
}

fn import(args: &ImportArgs) -> Result<ExitCode> {
    let clock = today::today()?;
    let date = args.date.map(|day| day.latest(clock)).transpose()?.unwrap_or(clock);
    let folder = args.journal.folder()?;
    change::undo_unfinished(&folder)?;
    let shown = args.file.display();
    let received = received(&args.file)?;
    let received =
        ReceivedReply::find(&received).with_context(|| format!("`{shown}` was not imported"))?;
    let key = reply_keys::named(&folder, &received.key)?;
    let checked = received.verified(&key);
    let (form, answers) = checked.with_context(|| format!("`{shown}` was not imported"))?;
    let loaded = read(&folder, None);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "nothing was written: `loopbook.yaml` has errors";
        return Err(refused(&loaded.diagnostics, why));
    };
    let Some(goal) = journal.goal(&form.goal) else {
        bail!(
            "`{shown}` answers a packet for the goal `{}`, which this journal does not have: use `-C` to name the journal \
             that the packet was made of; if the goal was renamed, give it that name again until the reply is imported",
            form.goal
        );
    };
    if let Some(path) = imported_in(journal, &folder, &loaded.diagnostics, &received.id)? {
        bail!("`{shown}` was imported before: `{path}` is the note");
    }
    let shared = for_author(journal, &[]);
    let analysis = Analysis::of(&shared, date);
    let reader = person(journal, &analysis, &form.reader)?;
    // What others say of a direct report's work counts for them in their thread.
    let with = match &goal.owner {
        Owner::Report(report) => report,
        _ => &reader,
    };
    let mut asked = request(date, &goal.id, with);
    asked.folder =
        args.dir.as_deref().map(|dir| new::folder(&journal.config, date, dir)).transpose()?;
    let note = ReplyNote {
        id: &received.id,
        form: &form,
        answers: &answers,
        reader: &reader,
        reader_name: &mid_sentence(&form.reader),
        with,
        request: &asked,
    };
    let new_note = reply(journal, &note);
    if new_note.text.len() > LONGEST {
        bail!("`{shown}` was not imported: its note would be longer than 16 KiB");
    }
    refuse_problems(&new_note.path, "", &new_note.text, &journal.config)?;
    show(&mut anstream::stderr(), &form, &answers)?;
    let path = new::write(&folder, &new_note)?;
    writeln!(std::io::stdout(), "{}", in_folder(&folder, &path).display())?;
    tell_what_next(&mut anstream::stderr(), &answers, &reader, &path)?;
    Ok(ExitCode::SUCCESS)
}

/// The text that was received.
fn received(file: &Path) -> Result<String> {
    let shown = file.display();
    let failed = || format!("cannot read `{shown}`");
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let input = std::io::stdin().lock();
        input.take(regular_file::LONGEST_TEXT).read_to_end(&mut bytes).with_context(failed)?;
    } else {
        bytes = regular_file::read_text(file).with_context(failed)?;
    }
    String::from_utf8(bytes)
        .map_err(|_| anyhow!("`{shown}` is not UTF-8 text: save the message as text"))
}

/// The note that was made of the same copy's answers. A note with errors is searched as text.
fn imported_in(
    journal: &Journal,
    folder: &Path,
    problems: &[Diagnostic],
    id: &str,
) -> Result<Option<String>> {
    let is_own = |reply: &Option<String>| reply.as_deref() == Some(id);
    if let Some(entry) = journal.entries.iter().find(|entry| is_own(&entry.reply)) {
        return Ok(Some(entry.path.clone()));
    }
    for problem in problems.iter().filter(|problem| problem.is_error()) {
        let Ok((_, text)) = change::read(&folder.join(&problem.path)) else { continue };
        if text.on_disk().contains(id) {
            return Ok(Some(problem.path.clone()));
        }
    }
    Ok(None)
}

/// Who answered. Their copy has the name by which others know them.
fn person(journal: &Journal, analysis: &Analysis<'_>, name: &str) -> Result<Slug> {
    let known = |own: &&crate::model::Person| own.share_as.as_deref() == Some(name);
    if let Some(person) = journal.people.iter().find(known) {
        return Ok(person.id.clone());
    }
    match find(ThingKind::Person, name, journal, &analysis.timeline) {
        Some(NameMatch::Exact(id) | NameMatch::Alias(id) | NameMatch::New(id)) => Ok(id),
        Some(NameMatch::Near(_) | NameMatch::Several(_)) => Ok(Slug::new(name)),
        None => bail!(Usage(format!("`{name}` is not the name of a person"))),
    }
}

/// Shows a reply. Its texts are others' words, so no sign of them reaches the terminal unseen.
fn show(err: &mut dyn Write, form: &ReplyForm, answers: &ReplyAnswers) -> std::io::Result<()> {
    let ReplyForm { reader, title, made, competencies, .. } = form;
    let ReplyAnswers { confirms, missing, recommends, recommendation, quote } = answers;
    let plain = report::plain;
    writeln!(
        err,
        "answers made with the copy of {} of the packet for {}, of {}:",
        plain(&mid_sentence(reader)),
        plain(title),
        plain(made)
    )?;
    let recommends = recommends.map(|own| match own {
        Recommends::Yes => "yes",
        Recommends::Later => "not yet",
    });
    let titles = competencies.iter().filter(|own| confirms.contains(&own.id));
    let titles: Vec<&str> = titles.map(|own| own.title.as_str()).collect();
    let told = [
        ("they confirm", titles.join(", ")),
        ("what is missing", missing.clone()),
        ("they recommend it", recommends.unwrap_or_default().to_owned()),
        ("their recommendation", recommendation.clone()),
        ("you may quote them", if *quote { "yes" } else { "no" }.to_owned()),
    ];
    for (name, answer) in told.iter().filter(|(_, answer)| !answer.is_empty()) {
        let mut lines = answer.lines();
        writeln!(err, "  {name}: {}", plain(lines.next().unwrap_or_default()))?;
        for line in lines {
            writeln!(err, "    {}", plain(line))?;
        }
    }
    Ok(())
}

/// What the author has to do for it to count.
fn tell_what_next(
    err: &mut dyn Write,
    answers: &ReplyAnswers,
    reader: &Slug,
    path: &str,
) -> std::io::Result<()> {
    writeln!(err, "the note is private, and nothing in it counts as confirmed")?;
    if !answers.confirms.is_empty() {
        writeln!(
            err,
            "to do: if you agree, write `confirmed_by: {reader}` in the notes on the work that they mean"
        )?;
    }
    if answers.quote && (answers.recommends.is_some() || !answers.recommendation.is_empty()) {
        writeln!(
            err,
            "to do: for the packet to have it, `loopbook share {} --with manager`",
            report::plain(path)
        )?;
    }
    Ok(())
}
