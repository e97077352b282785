//! `loopbook completions` and `loopbook man`: made from the same description as the help.

use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory;

use super::Cli;

/// Print a shell completion script
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {}

/// Runs `completions`.
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "loopbook", &mut script);
    print(&script)
}

/// Runs `man`.
pub(super) fn man() -> Result<ExitCode> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    print(&page)
}

fn print(text: &[u8]) -> Result<ExitCode> {
    std::io::Write::write_all(&mut std::io::stdout().lock(), text)?;
    Ok(ExitCode::SUCCESS)
}
