//! `loopbook theme`: lists and copies the shipped themes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::Usage;
use super::text::{STRONG, columns, hang, paint};
use crate::diagnostic::nearest;
use crate::edit;
use crate::model::phrasing::counted;
use crate::model::vocabulary::{ShippedTheme, Word};
use crate::theme::shipped;

/// List the themes that come with loopbook, or copy one to change it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// List the themes that come with loopbook
    List,
    Copy(CopyArgs),
}

/// Copy a theme into a folder as the start of your own; replaces no files
#[derive(Debug, clap::Args)]
struct CopyArgs {
    /// The theme, as listed by `theme list`
    #[arg(value_name = "NAME")]
    name: String,
    /// The new folder [default: `my-NAME`]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The journal's folder, in which the new folder is created [default: the current folder]
    #[arg(short = 'C', long = "journal", value_name = "DIR")]
    journal: Option<PathBuf>,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    match &args.verb {
        Verb::List => list(),
        Verb::Copy(args) => copy(args),
    }
}

/// A description of a theme.
fn about(theme: ShippedTheme) -> &'static str {
    match theme {
        ShippedTheme::Notebook => "the default",
        ShippedTheme::Plain => "a small one to start your own from",
    }
}

fn list() -> Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    for theme in shipped::all() {
        writeln!(out, "{}", paint(STRONG, theme.word()))?;
        for line in hang("  ", about(theme), columns()) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn copy(args: &CopyArgs) -> Result<ExitCode> {
    let theme = find(&args.name)?;
    let named = args.folder.clone();
    let named = named.unwrap_or_else(|| PathBuf::from(format!("my-{}", theme.word())));
    let folder = match &args.journal {
        Some(journal) => super::folder(Some(journal))?.join(&named),
        None => named.clone(),
    };
    // Check all files first, so that nothing is written if any of them exists.
    for (path, _) in shipped::sources(theme) {
        let path = folder.join(path);
        if path.symlink_metadata().is_ok() {
            bail!("`{}` already exists: choose another folder", path.display());
        }
    }
    let mut count = 0;
    for (path, bytes) in shipped::sources(theme) {
        write(&folder.join(path), bytes)?;
        count += 1;
    }
    writeln!(anstream::stdout(), "{}", folder.display())?;
    let files = counted(count, "file");
    let name = named.display();
    let how = match args.journal {
        Some(_) if named.is_relative() => {
            format!("set `theme: {name}` in the journal's `loopbook.yaml`")
        }
        _ => format!("move it into a journal and set `theme: {name}` in its `loopbook.yaml`"),
    };
    writeln!(anstream::stderr(), "copied {files}; to use the theme, {how}")?;
    Ok(ExitCode::SUCCESS)
}

fn find(name: &str) -> Result<ShippedTheme> {
    let names: Vec<&str> = shipped::all().map(ShippedTheme::word).collect();
    let hint = || match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of `{}`", names.join("`, `")),
    };
    ShippedTheme::parse(name)
        .ok_or_else(|| Usage(format!("there is no theme `{name}`: {}", hint())).into())
}

/// Writes a new file.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = || format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(failed)?;
    }
    edit::create(path, bytes).with_context(failed).map(drop)
}
