//! `loopbook build`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use super::report::{self, Format, counted};
use super::today::TodayArg;
use super::{JournalArg, Usage, exit_code};
use crate::output::{self, Written};
use crate::pipeline;

/// Write the site
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    journal: JournalArg,
    /// Where to, instead of `output` in loopbook.yaml
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
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
    let Some(journal) = &loaded.journal else {
        report::write(&mut err, &loaded.diagnostics, Format::Human)?;
        bail!("nothing was built: `loopbook.yaml` says what is private, and can't be read");
    };
    let output = match &args.output {
        Some(output) => output.clone(),
        None if folder == Path::new(".") => PathBuf::from(&journal.config.output),
        None => folder.join(&journal.config.output),
    };
    refuse_journal(&folder, &output)?;
    let (site, mut found) = pipeline::site(journal, &loaded.diagnostics, today);
    loaded.diagnostics.append(&mut found);
    report::write(&mut err, &loaded.diagnostics, Format::Human)?;
    if site.files.is_empty() {
        bail!("nothing was built: the theme can't be used");
    }
    let written = output::write(&site, &output, args.force)?;
    let took = begun.elapsed();
    writeln!(
        err,
        "built {} from {} in {:.2} s: {}; {}",
        counted(site.files.len(), "file"),
        counted(pipeline::notes(journal), "note"),
        took.as_secs_f64(),
        changes(&written),
        report::count(&loaded.diagnostics),
    )?;
    writeln!(std::io::stdout(), "{}", output.join("index.html").display())?;
    Ok(exit_code(&loaded.diagnostics, args.strict))
}

fn changes(written: &Written) -> String {
    let removed = match written.removed {
        0 => String::new(),
        removed => format!(", {removed} removed"),
    };
    format!("{} written, {} unchanged{removed}", written.written, written.unchanged)
}

/// The site must not go where the notes are: its pages would stand among them.
fn refuse_journal(folder: &Path, output: &Path) -> Result<()> {
    let (Ok(folder), Ok(output)) = (folder.canonicalize(), output.canonicalize()) else {
        return Ok(());
    };
    if folder.starts_with(&output) {
        bail!(Usage(format!(
            "`{}` holds the journal: the site needs a folder of its own",
            output.display()
        )));
    }
    Ok(())
}
