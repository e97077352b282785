//! `loopbook check`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use super::report::{self, Format};
use super::today::TodayArg;
use super::{JournalArg, exit_code};
use crate::pipeline;

/// Say all that is wrong in a journal; write nothing
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    journal: JournalArg,
    /// How to say it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    today: TodayArg,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

/// Runs it. The diagnostics are what was asked for, so they go to standard output.
pub fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    let mut loaded = pipeline::load(&folder, None);
    if let Some(journal) = &loaded.journal {
        // A theme shows what is wrong with it only where it is used; what it makes is not written.
        let today = args.today.day()?;
        let (_, mut found) = pipeline::site(journal, &loaded.diagnostics, today);
        loaded.diagnostics.append(&mut found);
    }
    report::write(&mut anstream::stdout().lock(), &loaded.diagnostics, args.format)?;
    if args.format == Format::Human {
        let files = report::counted(loaded.journal.as_ref().map_or(0, pipeline::notes), "note");
        let count = report::count(&loaded.diagnostics);
        writeln!(anstream::stderr(), "checked {files}: {count}")?;
    }
    Ok(exit_code(&loaded.diagnostics, args.strict))
}
