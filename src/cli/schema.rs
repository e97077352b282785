//! `loopbook schema`: prints JSON Schemas for editors, scripts and themes.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Result, bail};
use serde::Serialize;

use super::Usage;
use crate::diagnostic::nearest;
use crate::schema::front_matter::{Of, front_matter};
use crate::schema::{self, config, theme};

/// Print a JSON Schema for an input or output format
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Format {
    FrontMatter(FrontMatterArgs),
    /// The schema of `loopbook.yaml`
    Config,
    /// The schema of what `loopbook export` prints
    Export,
    /// The schema of what `loopbook packet --freeze` saves
    Packet,
    Theme(ThemeArgs),
}

/// The schema of the front matter of notes
#[derive(Debug, clap::Args)]
struct FrontMatterArgs {
    /// The kind of note
    #[arg(value_enum, default_value_t, value_name = "KIND")]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Kind {
    /// Entries
    #[default]
    Entry,
    /// Files of `goals/`
    Goal,
    /// Files of `tasks/`
    Task,
    /// Files of `people/`
    Person,
    /// Files of `packets/`
    Packet,
}

/// The schema of the data a theme's templates get
#[derive(Debug, clap::Args)]
struct ThemeArgs {
    /// The template, such as `goal.html`, or `script` for files in `scripts/` [default: all]
    #[arg(value_name = "PAGE")]
    page: Option<String>,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    match &args.format {
        Format::FrontMatter(args) => print(&front_matter(match args.kind {
            Kind::Entry => Of::Entry,
            Kind::Goal => Of::Goal,
            Kind::Task => Of::Task,
            Kind::Person => Of::Person,
            Kind::Packet => Of::Packet,
        })),
        Format::Config => print(&config::config()),
        Format::Export => print(&schema::export()),
        Format::Packet => print(&schema::packet()),
        Format::Theme(ThemeArgs { page: None }) => print(&theme::all()),
        Format::Theme(ThemeArgs { page: Some(page) }) => match theme::page(page) {
            Some(schema) => print(&schema),
            None => bail!(unknown(page)),
        },
    }
}

fn unknown(page: &str) -> Usage {
    let names: Vec<&str> = theme::CONTEXTS.iter().map(|context| context.template).collect();
    let hint = match nearest(page, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of `{}`", names.join("`, `")),
    };
    Usage(format!("there is no template `{page}`: {hint}"))
}

fn print(schema: &impl Serialize) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, schema).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(ExitCode::SUCCESS)
}
