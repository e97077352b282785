//! `loopbook review`: the author's work in a year, a quarter or any range of days, as one document.

use std::io::{IsTerminal, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::document::{self, Replaceable};
use super::packet_form::PaperSize;
use super::report::{self, Format as Told};
use super::today::{self, TodayArg, TypedDay, outside};
use super::{
    JournalOption, Usage, audience, browser, check_command, exit_code, format, read_journal,
    refused, tell_left_out,
};
use crate::analyse::Analysis;
use crate::analyse::review::{Review, ReviewPeriod};
use crate::diagnostic::Diagnostic;
use crate::model::Journal;
use crate::model::dates::YEARS;
use crate::model::phrasing::spoken;
use crate::model::quarter::Quarter;
use crate::model::vocabulary::Audience;
use crate::packet::docx;
use crate::packet::html::Paper;
use crate::render::RenderContext;
use crate::render::review::ReviewView;
use crate::review::html::{self, GENERATOR};
use crate::review::{MADE, md};
use crate::share::{ShareOptions, for_author, share};
use crate::theme::Theme;

/// Review a year, a quarter or any range of days in one document
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The fiscal year that begins in this year [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = year, allow_hyphen_values = true, conflicts_with_all = ["quarter", "from", "to"])]
    year: Option<i16>,
    /// The quarter, such as 2026-Q3
    #[arg(long, value_name = "QUARTER", value_parser = quarter, conflicts_with_all = ["from", "to"])]
    quarter: Option<Quarter>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    from: Option<TypedDay>,
    /// The last day [default: today]
    #[arg(long, value_name = "DATE", value_parser = today::date, allow_hyphen_values = true)]
    to: Option<TypedDay>,
    #[command(flatten)]
    journal: JournalOption,
    /// The format [default: that of the output file's ending, else md]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Audience; leaves out everything this reader may not see
    #[arg(long, value_name = "READER", default_value = "manager", value_parser = audience())]
    audience: Audience,
    /// The paper size of the PDF or Word document [default: a4]
    #[arg(long, value_name = "SIZE")]
    paper: Option<PaperSize>,
    /// The browser that prints the PDF: Chromium, Chrome, Edge, Brave or Vivaldi [default:
    /// LOOPBOOK_BROWSER, then the first one found]
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
    /// The output file; `-` is standard output [default: standard output; on a terminal, a file in
    /// this folder, except for Markdown]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    today: TodayArg,
    /// Replace an existing file even if it is not a review
    #[arg(long)]
    force: bool,
}

/// A format of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Markdown to paste into a form
    #[default]
    #[value(alias = "markdown")]
    Md,
    /// One self-contained page to read, send or print
    #[value(alias = "htm")]
    Html,
    /// The page, printed by your browser
    Pdf,
    /// A Word document
    Docx,
}

/// Parses a year: of others, no note has a day.
fn year(typed: &str) -> Result<i16, String> {
    let parsed = typed.parse().ok().filter(|_| typed.len() == 4 && !typed.starts_with(['+', '-']));
    let year = parsed.ok_or_else(|| format!("`{typed}` is not a year; write it as 2026"))?;
    if YEARS.contains(&year) { Ok(year) } else { Err(format!("`{typed}` {}", outside())) }
}

/// Parses a quarter.
fn quarter(typed: &str) -> Result<Quarter, String> {
    let wrong = || format!("`{typed}` is not a quarter; write it as 2026-Q3");
    let (written, number) = typed.split_once(['-', ' ']).ok_or_else(wrong)?;
    let number = number.trim_start_matches(['q', 'Q']).parse().ok();
    let number = number.filter(|number| (1..=4).contains(number)).ok_or_else(wrong)?;
    // A year that is none is said as such only where it is written as one.
    let year = year(written).map_err(|why| if written.len() == 4 { why } else { wrong() })?;
    Ok(Quarter::of_year(year.into(), number))
}

/// What is reviewed, and what it is called.
struct Span {
    days: RangeInclusive<Date>,
    title: String,
    /// For the name of a file.
    name: String,
}

impl Args {
    fn span(&self, journal: &Journal, today: Date) -> Result<Span> {
        let start = journal.config.fiscal_year_start;
        let period = match (self.year, self.quarter) {
            (Some(year), _) => Some(ReviewPeriod::year(year.into(), start)),
            (None, Some(quarter)) => Some(ReviewPeriod::quarter(quarter, start)),
            (None, None) if self.from.is_none() && self.to.is_none() => {
                Some(ReviewPeriod::year(Quarter::of(today, start).year(), start))
            }
            (None, None) => None,
        };
        if let Some(period) = period {
            let title = period.title(start);
            return Ok(Span { days: period.days, title, name: period.name });
        }
        let from = self.from.map(|day| day.latest(today)).transpose()?;
        let to = self.to.map(|day| day.latest(today)).transpose()?.unwrap_or(today);
        let Some(from) = from else {
            bail!(Usage("`--to` needs `--from`, the first day".to_owned()));
        };
        if from > to {
            bail!(Usage(format!("`--from` {from} is after the last day, {to}")));
        }
        let last = to.strftime("%-d %B %Y").to_string();
        let (title, name) = if from == to {
            (last, from.to_string())
        } else {
            (format!("{} to {last}", spoken(from, to)), format!("{from}-{to}"))
        };
        Ok(Span { days: from..=to, title, name })
    }

    /// The format. Rejects options that don't go together.
    fn format(&self) -> Result<Format> {
        let format = format::chosen(self.format, self.output.as_deref())?;
        if self.browser.is_some() && format != Format::Pdf {
            bail!(Usage("`--browser` needs `--format pdf`".to_owned()));
        }
        if self.paper.is_some() && !matches!(format, Format::Pdf | Format::Docx) {
            bail!(Usage("`--paper` needs `--format pdf` or `--format docx`".to_owned()));
        }
        Ok(format)
    }

    fn paper(&self) -> Paper {
        self.paper.unwrap_or(PaperSize::A4).paper()
    }

    /// Where the document goes; `None` is standard output.
    fn path(&self, span: &Span, format: Format) -> Option<PathBuf> {
        if self.output.as_deref() == Some(Path::new("-")) {
            return None;
        }
        // The author's review contains what no other reader may see.
        let suffix = if self.audience == Audience::Me { "-for-me" } else { "" };
        let ending = match format {
            Format::Md => None,
            Format::Html => Some("html"),
            Format::Pdf => Some("pdf"),
            Format::Docx => Some("docx"),
        };
        let default = || {
            let ending = ending.filter(|_| std::io::stdout().is_terminal())?;
            Some(PathBuf::from(format!("review-{}{suffix}.{ending}", span.name)))
        };
        self.output.clone().or_else(default)
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let format = args.format()?;
    let folder = args.journal.folder()?;
    let day = args.today.day()?;
    let mut loaded = read_journal(&folder);
    let Some(journal) = loaded.journal.as_ref().filter(|_| loaded.configured) else {
        let why = "no review was made: `loopbook.yaml` has errors, so loopbook cannot tell what to leave out";
        return Err(refused(&loaded.diagnostics, why));
    };
    let span = args.span(journal, day)?;
    let options = ShareOptions::new(args.audience).on(day);
    let (shared, report) = share(journal, &loaded.diagnostics, &options);
    let analysis = Analysis::of(&shared, day);
    let ctx = RenderContext::new(&analysis);
    let review = Review::of(&analysis, &span.days);
    let view = ReviewView::of(&ctx, span.title.clone(), &review);
    let mut problems = Vec::new();
    let document = document(args, format, &ctx, &view, &mut problems);
    report::write(&mut anstream::stderr(), &problems, Told::Human)?;
    let Some(document) = document else {
        bail!("no review was made: the theme has errors");
    };
    let document = match format {
        Format::Pdf => browser::print_to_pdf(&document, args.browser.as_deref(), day)?,
        Format::Docx => docx::docx(&document, args.paper()),
        Format::Md | Format::Html => document,
    };
    match args.path(&span, format) {
        Some(path) => {
            let replaceable =
                Replaceable { is_ours: is_review, force: args.force, root: &folder, journal };
            document::write(&path, &document, &replaceable)?;
            writeln!(std::io::stdout(), "{}", path.display())?;
        }
        None => std::io::stdout().lock().write_all(&document)?,
    }
    tell_left_out(&mut anstream::stderr(), args.audience, &report.omissions)?;
    advise(args.audience, journal, &review, &span, day)?;
    let check = check_command(args.journal.journal.as_deref());
    report::point_out(&loaded.diagnostics, &check)?;
    loaded.diagnostics.append(&mut problems);
    Ok(exit_code(&loaded.diagnostics, false))
}

/// Makes the document; `None` if the theme has errors, which `problems` then has.
fn document(
    args: &Args,
    format: Format,
    ctx: &RenderContext<'_>,
    view: &ReviewView<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Vec<u8>> {
    if format == Format::Md {
        return Some(md::markdown(view, ctx.today).into_bytes());
    }
    let theme = Theme::load(ctx.journal, problems)?;
    let paper = (format == Format::Pdf).then(|| args.paper());
    html::html(ctx, view, &theme, paper).map_err(|problem| problems.push(*problem)).ok()
}

/// Tells the author what the reader will not see, as far as it concerns the work that they delivered.
fn advise(
    reader: Audience,
    journal: &Journal,
    review: &Review<'_>,
    span: &Span,
    today: Date,
) -> Result<()> {
    if reader == Audience::Me {
        return Ok(());
    }
    let mut err = anstream::stderr();
    let whole = for_author(journal, &[]);
    let own = Analysis::of(&whole, today);
    for work in &review.works {
        let missed = own.timeline.task(&work.task.id).is_some_and(|task| task.missed_bar());
        if missed {
            writeln!(
                err,
                "to do: a note that `{}` does not see says that `{}` fell short of the bar: share that \
                 note, so that the work is left out",
                reader.word(),
                work.task.title
            )?;
        }
    }
    let told = Review::of(&own, &span.days);
    let known = |id| review.works.iter().any(|work| work.task.id == id);
    let unseen: Vec<&str> = told
        .works
        .iter()
        .filter(|work| !known(work.task.id.clone()))
        .map(|work| work.task.title.as_str())
        .collect();
    if !unseen.is_empty() {
        let titles: Vec<String> = unseen.iter().map(|title| format!("`{title}`")).collect();
        writeln!(
            err,
            "to do: in your own review, {} would be among what changed most; what says so is not shared \
             with `{}`",
            titles.join(", "),
            reader.word()
        )?;
    }
    Ok(())
}

/// Whether a file is a review in any format, by its beginning.
fn is_review(beginning: &[u8]) -> bool {
    let text = String::from_utf8_lossy(beginning);
    let last_line = text.trim_end().lines().next_back();
    text.contains(GENERATOR)
        || browser::is_ours(beginning)
        || docx::is_ours(beginning)
        || (!text.starts_with("---") && last_line.is_some_and(|line| line.starts_with(MADE)))
}
