//! `loopbook export`: prints the journal as JSON.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::report::{self, Format};
use super::today::TodayArg;
use super::{AudienceArg, JournalArg, exit_code, read_journal, refused, tell_left_out};
use crate::analyse::Analysis;
use crate::export::Export;
use crate::pipeline;
use crate::share::share;

/// Print the journal and everything derived from it as JSON
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    journal: JournalArg,
    #[command(flatten)]
    audience: AudienceArg,
    #[command(flatten)]
    today: TodayArg,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.journal.folder()?;
    let today = args.today.day()?;
    let mut loaded = read_journal(&folder);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        return Err(refused(
            &loaded.diagnostics,
            "nothing was exported: `loopbook.yaml` has errors",
        ));
    };
    let mut problems = Vec::new();
    let (shared, report) = share(journal, &loaded.diagnostics, &args.audience.options(today));
    let analysis = Analysis::of(&shared, today);
    let moves = pipeline::moves(&analysis, &mut problems);
    let export = Export::new(&analysis, &moves, &problems);
    let mut out = BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &export).map_err(std::io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    tell_left_out(&mut anstream::stderr(), args.audience.audience, &report.omissions)?;
    loaded.diagnostics.append(&mut problems);
    let errors: Vec<_> =
        loaded.diagnostics.iter().filter(|found| found.is_error()).cloned().collect();
    report::write(&mut anstream::stderr(), &errors, Format::Human)?;
    Ok(exit_code(&loaded.diagnostics, false))
}
