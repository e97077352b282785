//! `loopbook build`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use super::report::{self, Format};
use super::today::TodayArg;
use super::{AudienceArg, JournalArg, Usage, exit_code, refused, tell_left_out};
use crate::model::say::counted;
use crate::output::OutputError::Unmade;
use crate::output::{self, Written};
use crate::pipeline;
use crate::share::share;

/// Write the site
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    journal: JournalArg,
    /// Where to, instead of `output` in loopbook.yaml
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    audience: AudienceArg,
    #[command(flatten)]
    today: TodayArg,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Build into a folder that has other files
    #[arg(long)]
    force: bool,
}

/// Runs it.
#[expect(
    clippy::disallowed_methods,
    reason = "the time a build took is told, and goes into nothing"
)]
pub fn run(args: &Args) -> Result<ExitCode> {
    let begun = Instant::now();
    let folder = args.journal.folder()?;
    let today = args.today.day()?;
    let mut loaded = pipeline::load(&folder, args.output.as_deref());
    let mut err = anstream::stderr();
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why =
            "nothing was built: `loopbook.yaml` has errors, and may have said what to leave out";
        return Err(refused(&loaded.diagnostics, why));
    };
    let output = output::place(&folder, args.output.as_deref(), &journal.config);
    let output = output.map_err(|error| Usage(error.to_string()))?;
    let (shared, report) = share(journal, &loaded.diagnostics, &args.audience.options());
    let (written, mut found) = pipeline::press(&shared, today, |press, problems| {
        // What a script of the theme would have said is missing already.
        let whole = problems.iter().all(|problem| problem.code != "template");
        if whole { output::write(press, &output, args.force) } else { Err(Unmade(Vec::new())) }
    });
    let written = written.unwrap_or_else(|| Err(Unmade(Vec::new())));
    if let Err(Unmade(missing)) = &written {
        found.extend_from_slice(missing);
    }
    report::write(&mut err, &loaded.diagnostics, Format::Human)?;
    report::write(&mut err, &found, Format::Human)?;
    let written = written?;
    loaded.diagnostics.append(&mut found);
    // In a log the time would be the one thing that differs between two equal builds.
    let took = if std::io::stderr().is_terminal() {
        format!(" in {:.2} s", begun.elapsed().as_secs_f64())
    } else {
        String::new()
    };
    writeln!(
        err,
        "built {} from {}{took}: {}; {}",
        counted(written.written + written.unchanged, "file"),
        counted(pipeline::notes(journal), "note"),
        changes(&written),
        report::count(&loaded.diagnostics),
    )?;
    tell_left_out(&mut err, args.audience.audience, &report.omissions)?;
    writeln!(std::io::stdout(), "{}", output.join("index.html").display())?;
    Ok(exit_code(&loaded.diagnostics, args.strict))
}

/// What was done to the files of a site, in words.
pub fn changes(written: &Written) -> String {
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    format!("{} written, {} unchanged{removed}", written.written, written.unchanged)
}
