//! The command line. No other module uses the clock, the terminal or the environment.
//!
//! Exit codes: 0 for success; 1 if the journal has errors (or warnings, with `--strict`) or the command
//! failed; 2 if the command's arguments are wrong.

mod ask;
mod browser;
mod build;
mod change;
mod check;
mod completions;
mod document;
mod done;
mod editor;
mod export;
mod format;
mod init;
mod ladder;
mod log;
mod new;
mod new_file;
mod next;
mod packet;
mod packet_check;
mod packet_form;
mod password;
mod phrasing;
mod real_names;
mod rename;
mod reply;
mod reply_copy;
mod reply_keys;
mod report;
mod review;
mod ring;
mod schema;
mod serve;
mod share;
mod sheet;
mod sheet_reader;
mod status;
mod status_line;
mod team;
mod text;
mod theme;
mod today;
mod topics;
mod typed_names;
mod watch;
mod watchdog;

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use crate::diagnostic::{Diagnostic, Severity, fault};
use crate::model::vocabulary::{Audience, Word};
use crate::read::{Read, conventions, has_dated_notes, read};
use crate::share::ShareOptions;
use crate::share::omission::{self, Omission};

/// Turn a Markdown journal of your work into a site that shows where you are and what to do next.
#[derive(Debug, Parser)]
#[command(name = "loopbook", version, max_term_width = 96, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Init(init::Args),
    New(new::Args),
    Log(log::Args),
    Done(done::Args),
    Share(share::Args),
    Rename(rename::Args),
    Build(build::Args),
    Watch(watch::Args),
    Serve(serve::Args),
    Check(check::Args),
    Status(status::Args),
    Next(next::Args),
    Packet(packet::Args),
    Reply(reply::Args),
    Review(review::Args),
    Ladder(ladder::Args),
    Export(export::Args),
    Schema(schema::Args),
    Theme(theme::Args),
    Completions(completions::Args),
    Guide(completions::GuideArgs),
    Man(completions::ManArgs),
}

/// The journal, as an argument. It may be an option too, so that nobody has to know which verb takes it how.
#[derive(Debug, clap::Args)]
struct JournalArg {
    /// The journal's folder [default: the nearest journal in this folder or above]
    #[arg(value_name = "JOURNAL")]
    journal: Option<PathBuf>,
    /// The journal's folder, as other verbs take it
    #[arg(short = 'C', long = "journal", value_name = "DIR", conflicts_with = "journal")]
    folder: Option<PathBuf>,
}

/// The journal, as an option, for verbs with another argument.
#[derive(Debug, clap::Args)]
struct JournalOption {
    /// The journal's folder [default: the nearest journal in this folder or above]
    #[arg(short = 'C', long = "journal", value_name = "DIR")]
    journal: Option<PathBuf>,
}

/// The audience.
#[derive(Debug, clap::Args)]
struct AudienceArg {
    /// Audience; leaves out everything this reader may not see
    #[arg(long, value_name = "READER", default_value = "me", value_parser = audience())]
    audience: Audience,
}

impl AudienceArg {
    fn options(&self, today: jiff::civil::Date) -> ShareOptions {
        ShareOptions::new(self.audience).on(today)
    }
}

/// Reports to the author on standard error how much was left out.
fn tell_left_out(
    err: &mut dyn Write,
    audience: Audience,
    omissions: &[Omission],
) -> std::io::Result<()> {
    match omission::summary(omissions) {
        Some(summary) => writeln!(err, "left out for `{}`: {summary}", audience.word()),
        None => Ok(()),
    }
}

/// Parses an audience.
fn audience() -> impl TypedValueParser<Value = Audience> {
    let words = Audience::WORDS.iter().map(|(word, _)| *word);
    PossibleValuesParser::new(words).map(|word| Audience::parse(&word).unwrap_or_default())
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    completions::answer();
    let cli = Cli::parse();
    // If this fails, a file past the size limit ends the program, as on systems without this signal.
    let _ = crate::interrupt::survive_file_size_limit();
    watchdog::start();
    let done = fault::catch(|| match cli.verb {
        Verb::Init(args) => init::run(&args),
        Verb::New(args) => new::run(&args),
        Verb::Log(args) => log::run(&args),
        Verb::Done(args) => done::run(&args),
        Verb::Share(args) => share::run(&args),
        Verb::Rename(args) => rename::run(&args),
        Verb::Build(args) => build::run(&args),
        Verb::Watch(args) => watch::run(args),
        Verb::Serve(args) => serve::run(args),
        Verb::Check(args) => check::run(&args),
        Verb::Status(args) => status::run(&args),
        Verb::Next(args) => next::run(&args),
        Verb::Packet(args) => packet::run(&args),
        Verb::Reply(args) => reply::run(&args),
        Verb::Review(args) => review::run(&args),
        Verb::Ladder(args) => ladder::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Schema(args) => schema::run(&args),
        Verb::Theme(args) => theme::run(&args),
        Verb::Completions(args) => completions::run(&args),
        Verb::Guide(_) => completions::guide(),
        Verb::Man(_) => completions::man(),
    });
    let done = done.unwrap_or_else(|problem| {
        let mut err = anstream::stderr().lock();
        report::write(&mut err, &[*problem], report::Format::Human)?;
        Ok(ExitCode::FAILURE)
    });
    match done {
        Ok(code) => code,
        // A closed pipe (`| head`) is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report::failure(&error);
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// An error in the arguments that clap can't detect. The exit code is 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

impl JournalArg {
    /// The journal's folder.
    fn folder(&self) -> Result<PathBuf> {
        folder(self.named())
    }

    /// The folder that was named, in either way.
    fn named(&self) -> Option<&Path> {
        self.journal.as_deref().or(self.folder.as_deref())
    }
}

impl JournalOption {
    /// The journal's folder.
    fn folder(&self) -> Result<PathBuf> {
        folder(self.journal.as_deref())
    }
}

/// Reads a journal for a verb that ends with it: to take it apart then, note by note, would take a tenth of the time.
fn read_journal(folder: &Path) -> ManuallyDrop<Read> {
    ManuallyDrop::new(read(folder, None))
}

/// The folder named on the command line, else the nearest journal.
fn folder(named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(folder) if folder.is_dir() => Ok(folder.to_path_buf()),
        Some(folder) if folder.exists() => {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let hint = if name.ends_with(".txt") {
                format!(
                    "; to read it as a journal of jrnl, write `entries: {name}` into a `loopbook.yaml` beside it"
                )
            } else {
                String::new()
            };
            bail!(Usage(format!("`{}` is a file, not a folder{hint}", folder.display())))
        }
        Some(folder) => bail!(Usage(format!("there is no folder `{}`", folder.display()))),
        None => nearest_journal(&std::env::current_dir()?),
    }
}

/// The nearest journal in a folder or above it, or the nearest folder of notes of another program; else
/// this folder, if it has dated notes. The home folder and the root folder only count as a journal if
/// they have the files of one.
fn nearest_journal(from: &Path) -> Result<PathBuf> {
    let is_journal = |dir: &&Path| {
        dir.join("loopbook.yaml").symlink_metadata().is_ok() || dir.join("entries").is_dir()
    };
    let home = std::env::home_dir();
    let may_be_vault = |dir: &&Path| dir.parent().is_some() && home.as_deref() != Some(*dir);
    let journal = from.ancestors().find(is_journal);
    let vault = || from.ancestors().filter(may_be_vault).find(|dir| conventions::is_known(dir));
    let notes = || Some(from).filter(may_be_vault).filter(|dir| has_dated_notes(dir));
    match journal.or_else(vault).or_else(notes) {
        // Printed paths are then relative to the current folder.
        Some(folder) if folder == from => Ok(PathBuf::from(".")),
        Some(folder) => Ok(folder.to_path_buf()),
        None => bail!(Usage(format!(
            "`{}` is not in a journal: neither it nor a folder above it has a `loopbook.yaml` or \
             `entries/`, and no note here has a date; create a journal with `loopbook init`, or name the folder of one",
            from.display()
        ))),
    }
}

/// Prints the problems of a journal that can't be used, and returns an error that says what was not
/// done.
fn refused(diagnostics: &[Diagnostic], why: &'static str) -> anyhow::Error {
    match report::write(&mut anstream::stderr().lock(), diagnostics, report::Format::Human) {
        Ok(_) => anyhow::anyhow!(why),
        Err(error) => error,
    }
}

/// The command that lists all problems of this journal.
fn check_command(journal: Option<&Path>) -> String {
    match journal {
        Some(folder) => format!("loopbook check {}", folder.display()),
        None => "loopbook check".to_owned(),
    }
}

/// A path in the journal, relative to the current folder.
fn in_folder(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(path) } else { folder.join(path) }
}

/// The exit code for diagnostics.
fn exit_code(diagnostics: &[Diagnostic], strict: bool) -> ExitCode {
    let fails = |diagnostic: &Diagnostic| match diagnostic.severity {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Info => false,
    };
    ExitCode::from(u8::from(diagnostics.iter().any(fails)))
}
