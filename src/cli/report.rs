//! Prints diagnostics for people, for programs, and for GitHub.
//!
//! People get the same problem once, with how often it occurs and where first, and a few findings of each
//! kind: a hundred links to a note that does not exist yet must not bury the one error. Programs get all.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anyhow::Result;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::phrasing::counted;

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people: the source line, a caret and a hint
    #[default]
    Human,
    /// For programs: a JSON array
    Json,
    /// For GitHub Actions: one annotation per line
    Github,
}

/// How many places of one finding are named beside the first.
const MOST_PLACES: usize = 3;

/// How many findings of one kind are printed. Errors are always printed, because each keeps something out.
const MOST_OF_A_KIND: usize = 20;

/// A problem, with the others that are the same elsewhere.
struct Finding<'d> {
    first: &'d Diagnostic,
    again: Vec<&'d Diagnostic>,
}

impl<'d> Finding<'d> {
    /// The problems as findings, in the order in which each is first met.
    fn all(diagnostics: &'d [Diagnostic]) -> Vec<Self> {
        let mut findings: Vec<Self> = Vec::new();
        let mut known = HashMap::new();
        for diagnostic in diagnostics {
            let Diagnostic { code, severity, message, hint, path: _, location: _ } = diagnostic;
            let at = *known
                .entry((code.as_str(), *severity as u8, message, hint))
                .or_insert(findings.len());
            match findings.get_mut(at) {
                Some(finding) => finding.again.push(diagnostic),
                None => findings.push(Self { first: diagnostic, again: Vec::new() }),
            }
        }
        findings
    }

    /// What is wrong, and how often if it is not once.
    fn title(&self) -> String {
        match self.again.len() {
            0 => self.first.message.clone(),
            again => format!("{} ({} times)", self.first.message, again + 1),
        }
    }

    /// Where else it is.
    fn others(&self) -> Option<String> {
        let mut places: Vec<String> =
            self.again.iter().take(MOST_PLACES).map(|d| place(d)).collect();
        let last = match self.again.len().saturating_sub(places.len()) {
            0 => places.pop()?,
            more => format!("{more} more"),
        };
        Some(match places.as_slice() {
            [] => format!("also in {last}"),
            _ => format!("also in {} and {last}", places.join(", ")),
        })
    }
}

/// A diagnostic's place, like `entries/a.md:3:7`.
fn place(diagnostic: &Diagnostic) -> String {
    let path = plain(&diagnostic.path);
    match &diagnostic.location {
        Some(at) => format!("{path}:{}:{}", at.line, at.column),
        None => path,
    }
}

/// Writes diagnostics; for people, the same problem once. They are coloured, and `out` may strip the
/// colours. Returns whether some are not listed by themselves.
pub(super) fn write(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    format: Format,
) -> Result<bool> {
    let findings = match format {
        Format::Human => Finding::all(diagnostics),
        Format::Json | Format::Github => {
            return write_all(out, diagnostics, format).map(|()| false);
        }
    };
    let renderer = Renderer::styled();
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    for finding in &findings {
        let number = of_kind.entry(finding.first.code.as_str()).or_default();
        *number += usize::from(!finding.first.is_error());
        if *number <= MOST_OF_A_KIND || finding.first.is_error() {
            writeln!(out, "{}\n", human(&renderer, finding))?;
        }
    }
    let cut = of_kind.values().any(|number| *number > MOST_OF_A_KIND);
    Ok(cut || findings.len() < diagnostics.len())
}

/// Writes each diagnostic by itself.
pub(super) fn write_all(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    format: Format,
) -> Result<()> {
    match format {
        Format::Human => {
            let renderer = Renderer::styled();
            for first in diagnostics {
                writeln!(out, "{}\n", human(&renderer, &Finding { first, again: Vec::new() }))?;
            }
        }
        Format::Json => {
            // Convert the error, so that a closed pipe is recognized.
            serde_json::to_writer_pretty(&mut *out, diagnostics).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Format::Github => {
            for diagnostic in diagnostics {
                writeln!(out, "{}", github(diagnostic))?;
            }
        }
    }
    Ok(())
}

/// Prints the error that stopped the command.
pub(super) fn failure(error: &anyhow::Error) {
    let text = format!("{error:#}");
    let report = [Group::with_title(Level::ERROR.primary_title(text.as_str()))];
    let rendered = Renderer::styled().render(&report);
    // This fails if standard error is closed.
    let _ = writeln!(anstream::stderr(), "{rendered}");
}

/// Prints how many problems there are and which command lists them.
pub(super) fn point_out(diagnostics: &[Diagnostic], check: &str) -> Result<()> {
    if !diagnostics.is_empty() {
        writeln!(anstream::stderr(), "{}: see `{check}`", count(diagnostics))?;
    }
    Ok(())
}

/// How many there are, in words; `no problems` where there are none.
pub(super) fn count(diagnostics: &[Diagnostic]) -> String {
    let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| (of(severity), noun(severity)));
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| counted(number, noun))
        .collect();
    match counts.as_slice() {
        [] => "no problems".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Writes how many diagnostics there are of each kind: errors first, then the most frequent.
pub(super) fn write_kinds(out: &mut dyn Write, diagnostics: &[Diagnostic]) -> Result<()> {
    let mut kinds: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *kinds.entry((diagnostic.severity, diagnostic.code.as_str())).or_default() += 1;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((severity, _), number)| (*severity, Reverse(*number)));
    let width = kinds.iter().map(|(_, number)| number.to_string().len()).max().unwrap_or(0);
    for ((severity, code), number) in kinds {
        writeln!(out, "  {number:width$} {:7} {code}", noun(severity))?;
    }
    Ok(())
}

/// What a diagnostic of this severity is called.
fn noun(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "remark",
    }
}

fn human(renderer: &Renderer, finding: &Finding<'_>) -> String {
    let diagnostic = finding.first;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(finding.title()).id(diagnostic.code.as_str());
    let path = plain(&diagnostic.path);
    let group = match &diagnostic.location {
        // The column that is printed is counted in the line that is shown, so that must be whole.
        Some(at) if !at.clipped => {
            let source: String = at.source.chars().map(visible).collect();
            let byte = |column: usize| {
                source.char_indices().nth(column).map_or(source.len(), |(byte, _)| byte)
            };
            let span = byte(at.column - 1)..byte(at.column - 1 + at.length);
            let caret = AnnotationKind::Primary.span(span);
            let snippet = Snippet::source(source).line_start(at.line).path(path).annotation(caret);
            title.element(snippet)
        }
        Some(at) => title.element(Origin::path(path).line(at.line).char_column(at.column)),
        None => title.element(Origin::path(path)),
    };
    let group = match finding.others() {
        Some(others) => group.element(Level::NOTE.message(others)),
        None => group,
    };
    let group = match &diagnostic.hint {
        Some(hint) => group.element(Level::HELP.message(hint.as_str())),
        None => group,
    };
    renderer.render(&[group])
}

/// A control character could move the cursor of the reader's terminal.
fn visible(c: char) -> char {
    if c.is_control() && c != '\t' { '\u{fffd}' } else { c }
}

/// A text that leaves the reader's terminal alone.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
fn github(diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let place = diagnostic.location.as_ref().map_or_else(String::new, |at| {
        format!(",line={},col={},endColumn={}", at.line, at.column, at.column + at.length)
    });
    let hint = diagnostic.hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"));
    format!(
        "::{command} file={}{place},title={}::{}{}",
        property(&diagnostic.path),
        property(diagnostic.code.as_str()),
        data(&diagnostic.message),
        data(&hint),
    )
}
