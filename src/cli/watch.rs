//! `loopbook watch`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::JournalArg;
use super::report::{self, Format};
use super::today::TodayArg;
use crate::model::say::counted;
use crate::watch::server::Audience;
use crate::watch::{self, News, Options, messages};

/// Build again at each change
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub watched: Watched,
}

/// What `watch` and `serve` have in common.
#[derive(Debug, clap::Args)]
pub struct Watched {
    #[command(flatten)]
    journal: JournalArg,
    /// Where to, instead of `output` in loopbook.yaml
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    today: TodayArg,
    /// Build into a folder that has other files
    #[arg(long)]
    force: bool,
    /// Look from time to time, where the system does not tell of changes (network folders, say)
    #[arg(long)]
    poll: bool,
}

impl Watched {
    /// What is watched.
    pub fn options(self) -> Result<Options> {
        let today = self.today;
        // Whether it can be told at all; afterwards it can.
        let first = today.day()?;
        Ok(Options {
            root: self.journal.folder()?,
            output: self.output,
            force: self.force,
            poll: self.poll,
            today: Box::new(move || today.day().unwrap_or(first)),
            editor: None,
        })
    }
}

/// Runs it.
pub fn run(args: Args) -> Result<ExitCode> {
    let options = args.watched.options()?;
    watch::run(&options, messages(), &Audience::default(), tell)?;
    Ok(ExitCode::SUCCESS)
}

/// Says what happened, in one line where all is well.
pub fn tell(news: News<'_>) {
    // With no standard error there is nobody to tell.
    let _ = say(&mut anstream::stderr().lock(), &news);
}

fn say(err: &mut dyn Write, news: &News<'_>) -> Result<()> {
    match news {
        News::Built { changed, written, took, findings, problems } => {
            let errors: Vec<_> =
                problems.iter().filter(|found| found.is_error()).cloned().collect();
            report::write(err, &errors, Format::Human)?;
            let what = match changed {
                [] => "built".to_owned(),
                [one] => report::plain(one),
                [first, rest @ ..] => {
                    format!("{} and {} more", report::plain(first), rest.len())
                }
            };
            let files = match (written.written, written.removed) {
                (0, 0) => "nothing to write".to_owned(),
                (written, 0) => format!("{} written", counted(written, "file")),
                (written, removed) => {
                    format!("{} written, {removed} removed", counted(written, "file"))
                }
            };
            writeln!(
                err,
                "{what}: {files} in {} ms; {}, {}",
                took.as_millis(),
                counted(*findings, "finding"),
                report::count(problems)
            )?;
        }
        News::Refused(problems) => {
            let errors: Vec<_> =
                problems.iter().filter(|found| found.is_error()).cloned().collect();
            report::write(err, &errors, Format::Human)?;
            writeln!(err, "nothing was built: the last good site stays until this is mended")?;
        }
        News::Unwritten(error) => writeln!(err, "the site was not written: {error}")?,
        News::Polling(error) => writeln!(
            err,
            "the system can't watch this folder ({error}): looking at it twice a second instead"
        )?,
    }
    Ok(())
}
