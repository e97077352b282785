//! `loopbook ladder`: lists, shows and imports career ladders.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::report;
use super::text::{QUIET, STRONG, columns, hang, pad, paint, width, wrap};
use super::{JournalOption, Usage};
use crate::diagnostic::nearest;
use crate::ladder::import::{detect_format, import};
use crate::ladder::{shipped, shipped_text};
use crate::model::ladder::Level;
use crate::model::{Competency, Ladder, Slug};
use crate::read;

/// List, show and import career ladders
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    List(ListArgs),
    Show(ShowArgs),
    Import(ImportArgs),
}

/// List the journal's ladders and those that come with loopbook
#[derive(Debug, clap::Args)]
struct ListArgs {
    #[command(flatten)]
    journal: JournalOption,
}

/// Print a ladder, or compare two of its levels
#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// The ladder, as listed by `ladder list`
    #[arg(value_name = "NAME")]
    name: String,
    /// Compare from this level [default: the one below `--to`]
    #[arg(long, value_name = "LEVEL")]
    from: Option<String>,
    /// Compare to this level [default: the one above `--from`]
    #[arg(long, value_name = "LEVEL")]
    to: Option<String>,
    /// Print the YAML file, for a journal's `ladders/`
    #[arg(long, conflicts_with_all = ["from", "to"])]
    yaml: bool,
    #[command(flatten)]
    journal: JournalOption,
}

/// Convert a progression file in the Financial Times' or Monzo's format to a ladder
#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// The file: YAML, JSON, or Markdown with front matter
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file that completes it, `levels.yml` or `generic.md` [default: one beside it or above]
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    /// Leave out these levels, such as those of another track
    #[arg(long, value_name = "LEVEL", value_delimiter = ',')]
    without: Vec<String>,
}
pub(super) fn run(args: &Args) -> Result<ExitCode> {
    match &args.verb {
        Verb::List(args) => list(args),
        Verb::Show(args) => show(args),
        Verb::Import(args) => import_file(args),
    }
}

/// The available ladders. The shipped ones are available without a journal.
struct Ladders {
    folder: PathBuf,
    own: Vec<Ladder>,
    shipped: Vec<Ladder>,
}

impl Ladders {
    fn open(journal: &JournalOption) -> Result<Self> {
        let folder = match journal.folder() {
            Ok(folder) => folder,
            Err(_) if journal.journal.is_none() => {
                return Ok(Self { folder: PathBuf::new(), own: Vec::new(), shipped: shipped() });
            }
            Err(error) => return Err(error),
        };
        let loaded = read::read(&folder, None);
        let mut own = loaded.journal.map_or_else(Vec::new, |journal| journal.ladders);
        // `loopbook ladder show x --yaml >ladders/x.yaml`: the shell first creates an empty file. It must
        // not hide the ladder that is about to be written to it.
        own.retain(|ladder| !ladder.levels.is_empty() || !ladder.competencies.is_empty());
        // Only report problems of ladders.
        let mut problems = loaded.diagnostics;
        problems.retain(|problem| problem.is_error() && problem.path.starts_with("ladders/"));
        problems.retain(|problem| !is_empty_file(&folder.join(&problem.path)));
        report::point_out(&problems, "loopbook check")?;
        Ok(Self { folder, own, shipped: shipped() })
    }

    /// All ladders. The journal's own ones replace shipped ones of the same name.
    fn all(&self) -> impl Iterator<Item = &Ladder> {
        let is_own = |ladder: &Ladder| self.own.iter().any(|other| other.id == ladder.id);
        self.own.iter().chain(self.shipped.iter().filter(move |ladder| !is_own(ladder)))
    }

    fn find(&self, name: &str) -> Result<&Ladder> {
        let wanted = Slug::new(name);
        let found = self.all().find(|ladder| ladder.id == wanted);
        let by_title = || self.all().find(|ladder| Slug::new(&ladder.title) == wanted);
        let Some(ladder) = found.or_else(by_title) else {
            let names = self.all().map(|ladder| ladder.id.as_str());
            bail!(unknown("ladder", name, names))
        };
        Ok(ladder)
    }
}

fn is_empty_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|file| file.len() == 0)
}

fn unknown<'a>(noun: &str, written: &str, names: impl Iterator<Item = &'a str>) -> Usage {
    let names: Vec<&str> = names.collect();
    let hint = match nearest(&Slug::new(written).to_string(), names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of `{}`", names.join("`, `")),
    };
    Usage(format!("there is no {noun} `{written}`: {hint}"))
}

fn print(lines: &[String]) -> Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &ListArgs) -> Result<ExitCode> {
    let ladders = Ladders::open(&args.journal)?;
    let mut lines = Vec::new();
    for ladder in ladders.all() {
        let whose = if ladders.own.contains(ladder) { ladder.path.as_str() } else { "shipped" };
        lines.push(format!("{}  {}", paint(STRONG, ladder.id.as_str()), paint(QUIET, whose)));
        lines.extend(hang("  ", &ladder.title, columns()));
        let levels: Vec<&str> = ladder.levels.iter().map(|level| level.title.as_str()).collect();
        lines.extend(hang("  ", &format!("levels: {}", levels.join(", ")), columns()));
        let count = match ladder.competencies.len() {
            1 => "1 competency".to_owned(),
            several => format!("{several} competencies"),
        };
        lines.push(format!("  {count}"));
    }
    print(&lines)
}

fn show(args: &ShowArgs) -> Result<ExitCode> {
    let ladders = Ladders::open(&args.journal)?;
    let ladder = ladders.find(&args.name)?;
    if args.yaml {
        let is_own = ladders.own.contains(ladder);
        let text = match shipped_text(ladder.id.as_str()).filter(|_| !is_own) {
            Some(text) => text.as_bytes().to_vec(),
            None => std::fs::read(ladders.folder.join(&ladder.path))
                .with_context(|| format!("cannot read `{}`", ladder.path))?,
        };
        std::io::stdout().lock().write_all(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    match two_levels(ladder, args)? {
        Some((from, to)) => print(&side_by_side(ladder, from, to, columns())),
        None => print(&whole(ladder, columns())),
    }
}

/// The two levels to compare; `None` if the arguments name none.
fn two_levels<'l>(ladder: &'l Ladder, args: &ShowArgs) -> Result<Option<(&'l Level, &'l Level)>> {
    let index_of = |written: &String| {
        let wanted = Slug::new(written);
        let found = ladder.levels.iter().position(|level| level.id == wanted);
        let levels = ladder.levels.iter().map(|level| level.id.as_str());
        found.ok_or_else(|| anyhow::Error::new(unknown("level", written, levels)))
    };
    let from = args.from.as_ref().map(index_of).transpose()?;
    let to = args.to.as_ref().map(index_of).transpose()?;
    let (from, to) = match (from, to) {
        (None, None) => return Ok(None),
        (Some(from), None) => (Some(from), Some(from + 1)),
        (None, Some(to)) => (to.checked_sub(1), Some(to)),
        both => both,
    };
    let level = |index: Option<usize>| index.and_then(|index| ladder.levels.get(index));
    match (level(from), level(to)) {
        (Some(from), Some(to)) => Ok(Some((from, to))),
        _ => {
            bail!(Usage("there is no level to compare with: give both `--from` and `--to`".into()))
        }
    }
}

fn expected<'l>(competency: &'l Competency, level: &Level) -> Option<&'l str> {
    let expected = competency.expects.iter().find(|(id, _)| *id == level.id);
    expected.map(|(_, text)| text.as_str())
}

fn whole(ladder: &Ladder, columns: usize) -> Vec<String> {
    let mut lines = titles(&ladder.title, columns);
    let widest = ladder.levels.iter().map(|level| width(&level.title)).max().unwrap_or(0);
    for competency in &ladder.competencies {
        lines.push(String::new());
        lines.extend(titles(&heading(competency), columns));
        for level in &ladder.levels {
            if let Some(text) = expected(competency, level) {
                let lead = format!("  {}  ", pad(&level.title, widest));
                lines.extend(hang(&lead, text, columns));
            }
        }
    }
    lines
}

fn heading(competency: &Competency) -> String {
    let strategic = if competency.strategic { " (strategic)" } else { "" };
    format!("{}{strategic}", competency.title)
}

fn titles(text: &str, columns: usize) -> Vec<String> {
    wrap(text, columns).iter().map(|line| paint(STRONG, line)).collect()
}

/// Two levels, competency by competency: side by side, or one below the other if the terminal is
/// narrow.
fn side_by_side(ladder: &Ladder, from: &Level, to: &Level, columns: usize) -> Vec<String> {
    let gap = 3;
    let room = if columns < 60 { columns } else { (columns - gap) / 2 };
    let mut lines = titles(&format!("{}: {} to {}", ladder.title, from.title, to.title), columns);
    for competency in &ladder.competencies {
        let texts = [from, to].map(|level| expected(competency, level));
        if texts == [None, None] {
            continue;
        }
        lines.push(String::new());
        lines.extend(titles(&heading(competency), columns));
        let [left, right] = [(from, texts[0]), (to, texts[1])].map(|(level, text)| {
            let mut side = vec![super::text::cut(&level.title, room)];
            side.extend(wrap(text.unwrap_or("nothing yet"), room));
            side
        });
        if room == columns {
            lines.extend([left, right].into_iter().flat_map(headed));
        } else {
            lines.extend(headed(joined(&left, &right, room, gap)));
        }
    }
    lines
}

/// Puts the lines of two sides beside each other.
fn joined(left: &[String], right: &[String], room: usize, gap: usize) -> Vec<String> {
    let line = |side: &[String], row: usize| side.get(row).cloned().unwrap_or_default();
    let both = |row| format!("{}{}", pad(&line(left, row), room + gap), line(right, row));
    (0..left.len().max(right.len())).map(|row| both(row).trim_end().to_owned()).collect()
}

/// The lines, the first of them standing back.
fn headed(mut lines: Vec<String>) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        *first = paint(QUIET, first);
    }
    lines
}

/// The ladder goes to standard output, what to look at to standard error.
fn import_file(args: &ImportArgs) -> Result<ExitCode> {
    let shown = args.file.display();
    let text = read(&args.file)?;
    let format = detect_format(&text).with_context(|| format!("`{shown}`"))?;
    let folder = args.file.parent().unwrap_or(Path::new(""));
    let above = folder.parent().unwrap_or(Path::new(".."));
    let names = format.companions().iter();
    let beside = names.flat_map(|name| [folder.join(name), above.join(name)]);
    // A framework that all others inherit from does not inherit from itself.
    let same = |path: &PathBuf| path.canonicalize().ok() == args.file.canonicalize().ok();
    let companion = match &args.with {
        Some(path) => Some(path.clone()),
        None => { beside }.find(|path| path.is_file() && !same(path)),
    };
    let completed = companion.as_deref().map(read).transpose()?;
    let without: Vec<Slug> = args.without.iter().map(|level| Slug::new(level)).collect();
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let made = import(&text, completed.as_deref(), &without, &format!("`{name}`"))
        .with_context(|| format!("`{shown}`"))?;
    std::io::stdout().lock().write_all(made.yaml.as_bytes())?;
    let mut err = anstream::stderr();
    if let Some(path) = companion.filter(|_| args.with.is_none()) {
        writeln!(err, "completed from `{}`", path.display())?;
    }
    for remark in &made.remarks {
        writeln!(err, "{}", report::plain(remark))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    String::from_utf8(bytes).with_context(|| format!("`{}` is not UTF-8 text", path.display()))
}
