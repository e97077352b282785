//! `loopbook completions` and `loopbook man`: generated from the same description as `--help`; and `loopbook
//! guide`, which the program carries because it has no network.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::CommandFactory;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::{Cli, nearest_journal};
use crate::compose::names::ThingKind;
use crate::model::Journal;
use crate::read::read_keys;

/// With this variable, a shell asks the program what can stand at the cursor.
const VARIABLE: &str = "LOOPBOOK_COMPLETE";

/// Print a shell completion script
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {}

/// Print the guide to the method: how to begin, and what helps on the way
#[derive(Debug, clap::Args)]
pub(super) struct GuideArgs {}

/// Answers a shell that asks for completions, and ends the program; does nothing otherwise.
pub(super) fn answer() {
    CompleteEnv::with_factory(Cli::command).var(VARIABLE).complete();
}

/// Prints the script. It asks the program for completions, because only the program knows the names in a journal.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(&args.shell.to_string()) else {
        bail!("there is no completion script for {}", args.shell);
    };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "loopbook", "loopbook", "loopbook", &mut script)?;
    print(&script)
}

/// Completes the names of tasks.
pub(super) fn tasks() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names(ThingKind::Task))
}

/// Completes the names of goals.
pub(super) fn goals() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names(ThingKind::Goal))
}

/// Completes the names of people.
pub(super) fn people() -> ArgValueCandidates {
    ArgValueCandidates::new(|| names(ThingKind::Person))
}

/// The names in the journal of the current folder. A shell shows no errors, so there are no names
/// Prints the guide.
pub(super) fn guide() -> Result<ExitCode> {
    print(include_bytes!("../../docs/guide.md"))
}

/// where there is no journal.
fn names(kind: ThingKind) -> Vec<CompletionCandidate> {
    let folder = std::env::current_dir().ok().and_then(|folder| nearest_journal(&folder).ok());
    let journal = folder.and_then(|folder| read_keys(&folder).journal);
    journal.map(|journal| candidates(kind, &journal)).unwrap_or_default()
}

fn candidates(kind: ThingKind, journal: &Journal) -> Vec<CompletionCandidate> {
    let Journal { tasks, task_names, goals, people, .. } = journal;
    let named: Vec<(String, &str)> = match kind {
        ThingKind::Task => {
            let files = tasks.iter().map(|task| (task.id.to_string(), task.title.as_str()));
            let names = task_names.iter().map(|(id, title)| (id.to_string(), title.as_str()));
            files.chain(names).collect()
        }
        ThingKind::Goal => {
            goals.iter().map(|goal| (goal.id.to_string(), goal.title.as_str())).collect()
        }
        ThingKind::Person => {
            people.iter().map(|one| (one.id.to_string(), one.title.as_str())).collect()
        }
    };
    let candidate = |(id, title): (String, &str)| {
        CompletionCandidate::new(id).help(Some(title.to_owned().into()))
    };
    named.into_iter().map(candidate).collect()
}

pub(super) fn man() -> Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    print(&page)
}

fn print(text: &[u8]) -> Result<ExitCode> {
    std::io::Write::write_all(&mut std::io::stdout().lock(), text)?;
    Ok(ExitCode::SUCCESS)
}
