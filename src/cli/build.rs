//! `loopbook build`: builds the site.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use super::report::{self, Format};
use super::today::TodayArg;
use super::{AudienceArg, JournalArg, Usage, check_command, exit_code, tell_left_out};
use crate::model::phrasing::counted;
use crate::output::Written;
use crate::pipeline::{self, Build, BuildError, BuildOptions, Built};

/// Build the site
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    journal: JournalArg,
    /// The output folder [default: `output` in loopbook.yaml]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    audience: AudienceArg,
    #[command(flatten)]
    today: TodayArg,
    /// Fail on warnings as well as errors
    #[arg(long)]
    strict: bool,
    /// Build into a folder that contains other files
    #[arg(long)]
    force: bool,
}
#[expect(
    clippy::disallowed_methods,
    reason = "the duration is printed on the terminal and is in no file"
)]
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let begun = Instant::now();
    // This thread has nothing else to do, and each further one has memory of its own for what is freed.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let folder = args.journal.folder()?;
    let today = args.today.day()?;
    let Build { diagnostics, outcome } = pipeline::build(&BuildOptions {
        journal: &folder,
        output: args.output.as_deref(),
        share: args.audience.options(today),
        today,
        force: args.force,
    });
    let mut err = anstream::stderr();
    if let Err(BuildError::Folder(error)) = outcome {
        bail!(Usage(error.to_string()));
    }
    let shortened = report::write(&mut err, &diagnostics, Format::Human)?;
    if shortened {
        let check = check_command(args.journal.named());
        writeln!(err, "`{check} --all` lists each problem by itself")?;
    }
    let Built { folder: output, written, notes, report } = outcome?;
    // Without the duration, the logs of two equal builds are equal.
    let took = if std::io::stderr().is_terminal() {
        format!(" in {:.2} s", begun.elapsed().as_secs_f64())
    } else {
        String::new()
    };
    writeln!(
        err,
        "built {} from {}{took}: {}; {}",
        counted(written.written + written.unchanged, "file"),
        counted(notes, "note"),
        changes(&written),
        report::count(&diagnostics),
    )?;
    tell_left_out(&mut err, args.audience.audience, &report.omissions)?;
    writeln!(std::io::stdout(), "{}", output.join("index.html").display())?;
    Ok(exit_code(&diagnostics, args.strict))
}

/// How many files of a site were written and removed, in words.
pub(super) fn changes(written: &Written) -> String {
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    format!("{} written, {} unchanged{removed}", written.written, written.unchanged)
}
