//! `health.html`: what is wrong with the journal's files.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::render::book::Book;
use crate::render::views::{Head, SiteView};

/// The template.
pub const TEMPLATE: &str = "health.html";

/// What the template sees.
#[derive(Debug, Serialize)]
pub struct HealthPage<'a> {
    /// The site.
    pub site: &'a SiteView<'a>,
    /// This page.
    pub page: Head,
    /// What keeps notes out of the site.
    pub errors: Vec<Problem<'a>>,
    /// What may be a slip.
    pub warnings: Vec<Problem<'a>>,
}

/// A diagnostic.
#[derive(Debug, Serialize)]
pub struct Problem<'a> {
    /// The rule's name.
    pub code: &'static str,
    /// The file.
    pub path: &'a str,
    /// Its line.
    pub line: Option<usize>,
    /// The column of that line.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: &'a str,
    /// What to do.
    pub hint: Option<&'a str>,
    /// The line before the place, the place, and the rest of it.
    pub source: Option<[String; 3]>,
}

/// The page.
pub fn page<'a>(book: &Book<'a>, site: &'a SiteView<'a>) -> HealthPage<'a> {
    let of = |severity: Severity| {
        book.diagnostics.iter().filter(move |d| d.severity == severity).map(problem).collect()
    };
    HealthPage {
        site,
        page: Head::top("Health", "health"),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
    }
}

fn problem(diagnostic: &Diagnostic) -> Problem<'_> {
    let at = diagnostic.location.as_ref();
    Problem {
        code: diagnostic.code,
        path: &diagnostic.path,
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        message: &diagnostic.message,
        hint: diagnostic.hint.as_deref(),
        source: at.map(|at| {
            let part = |skip: usize, take: usize| at.source.chars().skip(skip).take(take).collect();
            let start = if at.clipped { 0 } else { at.column - 1 };
            // Of a very long line, the part around the place.
            let from = start.saturating_sub(60);
            [part(from, start - from), part(start, at.length.min(80)), part(start + at.length, 60)]
        }),
    }
}
