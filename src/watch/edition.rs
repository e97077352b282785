//! A good journal on a day, with all that its pages are made from.

use jiff::civil::Date;

use super::reader::Good;
use crate::analyse::Analysis;
use crate::analyse::health::Severity;
use crate::diagnostic::Diagnostic;
use crate::render::RenderContext;
use crate::render::moves::Said;
use crate::share::{ShareOptions, share};
use crate::site::head::SiteView;
use crate::site::renderer::Press;

/// What can be read and written of one state of the journal.
pub struct Edition<'e> {
    /// Makes its files.
    pub press: &'e Press<'e>,
    /// What is wrong with the journal and its theme.
    pub problems: &'e [Diagnostic],
    /// What would kill the loop: how many warnings.
    pub findings: usize,
}

impl Edition<'_> {
    /// Whether a part of the theme fails that every build needs, so that nothing may be written.
    pub fn fails(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == "template")
    }
}

/// Puts an edition together, and lends it.
pub fn with<T>(
    good: &Good,
    options: &ShareOptions,
    today: Date,
    read: impl FnOnce(&Edition<'_>) -> T,
) -> T {
    let Good { journal, again, theme, theme_problems } = good;
    let (shared, _) = share(journal, &again.read.diagnostics, options);
    let analysis = Analysis::of(&shared, today);
    let ctx = RenderContext::new(&analysis);
    let mut problems = again.read.diagnostics.clone();
    problems.extend(theme_problems.iter().cloned());
    let view = SiteView::new(&ctx, theme.has_custom_style());
    let said = Said::new(&ctx, theme, &mut problems);
    let press = Press::new(&ctx, theme, &view, &said, &mut problems);
    let warns = |found: &&crate::analyse::health::Finding| found.severity == Severity::Warning;
    let findings = analysis.findings.iter().filter(warns).count();
    read(&Edition { press: &press, problems: &problems, findings })
}
