//! `loopbook check`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use jiff::civil::Date;

use super::real_names::real_names;
use super::report::{self, Format};
use super::today::TodayArg;
use super::{JournalArg, exit_code, read_journal};
use crate::analyse::Analysis;
use crate::analyse::health::{self, Finding};
use crate::diagnostic::{Code, Diagnostic, Severity, codes};
use crate::model::Journal;
use crate::model::dates::days_between;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Audience;
use crate::output;
use crate::pipeline;
use crate::share::{ShareOptions, attachments, for_author};

/// What a finding about nothing in particular is about.
const CONFIG: &str = "loopbook.yaml";

/// Report problems without building
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    journal: JournalArg,
    /// The output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// List every problem by itself, also the same one in many places (for people; the other formats always do)
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    today: TodayArg,
    /// Fail on warnings as well as errors
    #[arg(long)]
    strict: bool,
}

/// What would kill the loop, each finding at the latest note that it is about.
fn health(analysis: &Analysis<'_>) -> Vec<Diagnostic> {
    let path = |finding: &Finding| {
        let journal = analysis.journal;
        let entry = finding.entries.iter().max().map(|at| journal.entries[*at].path.clone());
        let goal = || journal.goal(finding.subject.as_str()).and_then(|goal| goal.path.clone());
        let person =
            || journal.person(finding.subject.as_str()).and_then(|person| person.path.clone());
        let task = || {
            let last = analysis.timeline.task(finding.tasks.last()?)?.entries.last()?;
            Some(journal.entries[*last].path.clone())
        };
        entry.or_else(task).or_else(goal).or_else(person).unwrap_or_else(|| CONFIG.to_owned())
    };
    let diagnostic = |finding: &Finding| {
        let mut diagnostic = Diagnostic::warning(
            Code::of_health_rule(finding.code),
            path(finding),
            finding.message.as_str(),
        )
        .hint(finding.advice.as_str());
        if finding.severity == health::FindingSeverity::Info {
            diagnostic.severity = Severity::Info;
        }
        diagnostic
    };
    analysis.findings.iter().map(diagnostic).collect()
}

/// Entries of more than a year from now: most likely, their year is a slip, which every count of
/// days would believe.
fn far_ahead(journal: &Journal, today: Date) -> impl Iterator<Item = Diagnostic> {
    let notes = journal.entries.iter().filter(|entry| entry.part.is_none());
    let entries = notes.map(move |entry| (entry, days_between(today, entry.date)));
    entries.filter(|(_, ahead)| *ahead > 366).map(|(entry, ahead)| {
        let message = format!("this note is dated {} from today", counted(ahead, "day"));
        Diagnostic::warning(codes::FAR_AHEAD, &entry.path, message).hint("check its year")
    })
}

/// Runs it. The diagnostics are what was asked for, so they go to standard output.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    let mut loaded = read_journal(&folder);
    if let Some(journal) = &loaded.journal {
        let today = args.today.day()?;
        let shared = for_author(journal, &loaded.diagnostics);
        let analysis = Analysis::of(&shared, today);
        let mut found = pipeline::theme_problems(&analysis);
        found.extend(far_ahead(journal, today));
        found.extend(attachments::with_metadata(journal));
        // A manager sees all that anybody else does.
        let manager = ShareOptions::new(Audience::Manager).on(today);
        found.extend(real_names(journal, &folder, &manager));
        if let Err(error) = output::site_folder(&folder, None, &journal.config) {
            found.push(Diagnostic::error(codes::WRONG_VALUE, CONFIG, format!("`output`: {error}")));
        }
        found.extend(health(&analysis));
        loaded.diagnostics.append(&mut found);
    }
    let mut out = anstream::stdout().lock();
    let shortened = if args.all {
        report::write_all(&mut out, &loaded.diagnostics, args.format).map(|()| false)
    } else {
        report::write(&mut out, &loaded.diagnostics, args.format)
    }?;
    if args.format == Format::Human {
        let files = counted(loaded.journal.as_ref().map_or(0, Journal::note_count), "note");
        let count = report::count(&loaded.diagnostics);
        let mut err = anstream::stderr().lock();
        writeln!(err, "checked {files}: {count}")?;
        report::write_kinds(&mut err, &loaded.diagnostics)?;
        if shortened {
            writeln!(err, "`--all` lists each of them by itself")?;
        }
    }
    Ok(exit_code(&loaded.diagnostics, args.strict))
}
