//! `loopbook watch`: rebuilds the site on changes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::report::{self, Format};
use super::today::TodayArg;
use super::{AudienceArg, JournalArg};
use crate::diagnostic::Diagnostic;
use crate::model::phrasing::counted;
use crate::model::vocabulary::Audience;
use crate::output::Written;
use crate::watch::subscribers::Subscribers;
use crate::watch::{self, News, Options, messages};

/// Rebuild the site on changes
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    pub watched: Watched,
}

/// The arguments that `watch` and `serve` share.
#[derive(Debug, clap::Args)]
pub(super) struct Watched {
    #[command(flatten)]
    journal: JournalArg,
    /// The output folder [default: `output` in loopbook.yaml]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    today: TodayArg,
    #[command(flatten)]
    audience: AudienceArg,
    /// Build into a folder that contains other files
    #[arg(long)]
    force: bool,
    /// Poll for changes, for folders without change notifications (such as network folders)
    #[arg(long)]
    poll: bool,
}

impl Watched {
    pub(super) fn options(self) -> Result<Options> {
        let today = self.today;
        // Report an error now rather than later, when the program can't stop.
        let first = today.day()?;
        Ok(Options {
            // A removed folder still exists under the name `.`.
            root: std::path::absolute(self.journal.folder()?)?,
            output: self.output,
            force: self.force,
            audience: self.audience.audience,
            poll: self.poll,
            watcher: Box::new(watch::folders::system),
            today: Box::new(move || today.day().unwrap_or(first)),
            editor: None,
        })
    }
}
pub(super) fn run(args: Args) -> Result<ExitCode> {
    let options = args.watched.options()?;
    watch::run(&options, messages(), &Subscribers::default(), |news| tell(None, &news))?;
    Ok(ExitCode::SUCCESS)
}

/// Reports what happened, in one line if there are no errors. `served` is the reader, if there is a server.
pub(super) fn tell(served: Option<Audience>, news: &News<'_>) {
    // This fails if standard error is closed.
    let _ = write(&mut anstream::stderr().lock(), served, news);
}

fn write(err: &mut dyn Write, served: Option<Audience>, news: &News<'_>) -> Result<()> {
    match news {
        News::Built { changed, written, took, findings, problems } => {
            write_errors(err, problems)?;
            writeln!(
                err,
                "{}: {} in {} ms; {}, {}",
                names(changed),
                files(written),
                took.as_millis(),
                counted(*findings, "finding"),
                report::count(problems)
            )?;
        }
        News::Refused(problems) => {
            write_errors(err, problems)?;
            writeln!(err, "nothing was built: {}", refused_pages(served))?;
        }
        News::Unmade(problems) => {
            write_errors(err, problems)?;
            writeln!(err, "nothing was written: {}", unmade_pages(served))?;
        }
        News::Unwritten(error) => writeln!(err, "the site was not written: {error}")?,
        News::Polling(error) => {
            writeln!(err, "cannot watch this folder ({error}): polling twice a second instead")?;
        }
    }
    Ok(())
}

/// What becomes of all pages until the errors are fixed.
fn refused_pages(served: Option<Audience>) -> String {
    match served {
        None => "the site's folder stays as it is until the errors are fixed".to_owned(),
        Some(Audience::Me) => "all pages stay as they are until the errors are fixed".to_owned(),
        Some(reader) => format!(
            "until the errors are fixed, `{}` gets no pages, because something may have become private",
            reader.word()
        ),
    }
}

/// What becomes of pages whose templates fail.
fn unmade_pages(served: Option<Audience>) -> String {
    match served {
        None => "the site's folder stays as it is until the errors are fixed".to_owned(),
        Some(Audience::Me) => {
            "pages that need these templates stay as they are until the errors are fixed".to_owned()
        }
        Some(reader) => format!(
            "until the errors are fixed, `{}` does not get the pages that need these templates",
            reader.word()
        ),
    }
}

fn write_errors(err: &mut dyn Write, problems: &[Diagnostic]) -> Result<()> {
    let errors: Vec<_> = problems.iter().filter(|found| found.is_error()).cloned().collect();
    report::write(err, &errors, Format::Human).map(|_| ())
}

/// The files of the journal that changed, in words.
fn names(changed: &BTreeSet<String>) -> String {
    match (changed.first(), changed.len()) {
        (None, _) => "built".to_owned(),
        (Some(one), 1) => report::plain(one),
        (Some(first), several) => format!("{} and {} more", report::plain(first), several - 1),
    }
}

/// The files of the site that were written and removed, in words.
fn files(written: &Written) -> String {
    match (written.written, written.removed) {
        (0, 0) => "nothing to write".to_owned(),
        (0, removed) => format!("{} removed", counted(removed, "file")),
        (written, 0) => format!("{} written", counted(written, "file")),
        (written, removed) => format!("{} written, {removed} removed", counted(written, "file")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use super::write;
    use crate::model::vocabulary::Audience;
    use crate::output::Written;
    use crate::watch::News;

    fn line(changed: &[&str], written: usize, removed: usize) -> String {
        let changed: BTreeSet<String> = changed.iter().map(ToString::to_string).collect();
        let written = Written { written, removed, unchanged: 0 };
        let took = Duration::from_millis(12);
        let mut out = Vec::new();
        let news = News::Built { changed: &changed, written, took, findings: 2, problems: &[] };
        write(&mut out, None, &news).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn what_can_not_be_built_says_what_each_reader_gets() {
        let told = |served, news: News<'_>| {
            let mut out = Vec::new();
            write(&mut out, served, &news).expect("written");
            String::from_utf8(out).expect("text")
        };
        for (served, refused, unmade) in [
            (None, "the site's folder stays as it is", "the site's folder stays as it is"),
            (
                Some(Audience::Me),
                "all pages stay as they are",
                "pages that need these templates stay",
            ),
            (
                Some(Audience::Manager),
                "`manager` gets no pages",
                "`manager` does not get the pages that need these templates",
            ),
        ] {
            let [refused, unmade] = [("built", refused), ("written", unmade)]
                .map(|(what, pages)| (format!("nothing was {what}: "), pages));
            for ((begin, pages), news) in
                [(refused, News::Refused(&[])), (unmade, News::Unmade(&[]))]
            {
                let line = told(served, news);
                assert!(line.starts_with(&begin) && line.contains(pages), "{line}");
            }
        }
    }

    #[test]
    fn a_build_is_one_line() {
        for (changed, written, removed, expected) in [
            (&[][..], 90, 0, "built: 90 files written in 12 ms; 2 findings, no problems\n"),
            (&["a.md"], 1, 0, "a.md: 1 file written in 12 ms; 2 findings, no problems\n"),
            (&["a.md"], 0, 0, "a.md: nothing to write in 12 ms; 2 findings, no problems\n"),
            (&["a.md"], 0, 1, "a.md: 1 file removed in 12 ms; 2 findings, no problems\n"),
            (
                &["a\u{1b}.md", "b.md", "c.md"],
                3,
                2,
                "a\u{fffd}.md and 2 more: 3 files written, 2 removed in 12 ms; 2 findings, no problems\n",
            ),
        ] {
            assert_eq!(line(changed, written, removed), expected);
        }
    }
}
