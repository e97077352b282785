//! Prints diagnostics for people, for programs, and for GitHub.

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

/// Writes diagnostics. They are coloured, and `out` may strip the colours.
pub(super) fn write(out: &mut dyn Write, diagnostics: &[Diagnostic], format: Format) -> Result<()> {
    match format {
        Format::Human => {
            let renderer = Renderer::styled();
            for diagnostic in diagnostics {
                writeln!(out, "{}\n", human(&renderer, diagnostic))?;
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
    let counts =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "remark")]
            .map(|(severity, noun)| (of(severity), noun));
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

fn human(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
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
