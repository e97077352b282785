//! The state of the journal on one day.

use jiff::civil::Date;

use super::loader::LoadedJournal;
use super::revision::{Revision, Revisions};
use crate::analyse::Analysis;
use crate::analyse::health::{Finding, FindingSeverity};
use crate::diagnostic::Diagnostic;
use crate::site::SiteRenderer;

/// Makes the pages of one state of the journal.
pub(super) struct Snapshot<'a> {
    /// Makes the files of the site.
    pub renderer: SiteRenderer<'a>,
    /// The problems of the journal and its theme.
    pub problems: Vec<Diagnostic>,
    /// The number of health warnings.
    pub findings: usize,
    revisions: &'a Revisions,
    day: Date,
}

impl<'a> Snapshot<'a> {
    /// Creates the snapshot of a loaded journal from its analysis.
    pub(super) fn new(analysis: &'a Analysis<'a>, loaded: &'a LoadedJournal) -> Self {
        let (revisions, day) = (&loaded.revisions, analysis.today);
        let mut renderer = SiteRenderer::new(analysis, loaded.theme.clone());
        if let Some(stamps) = revisions.of_search(&renderer, day) {
            renderer = renderer.with_search_cache(&loaded.search, stamps);
        }
        let problems = [loaded.diagnostics(), &loaded.theme_problems, renderer.problems()].concat();
        let warns = |found: &&Finding| found.severity == FindingSeverity::Warning;
        let findings = analysis.findings.iter().filter(warns).count();
        Self { renderer, problems, findings, revisions, day }
    }

    /// What a file is made from; `None` where that may be anything.
    pub(super) fn revision(&self, path: &str) -> Option<Revision> {
        self.revisions.of_file(&self.renderer, path, self.day)
    }
}
