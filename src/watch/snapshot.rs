//! The state of the journal on one day.

use jiff::civil::Date;

use super::loader::LoadedJournal;
use super::revision::{Revision, Revisions};
use crate::analyse::effects::Effects;
use crate::analyse::gaps::GoalGaps;
use crate::analyse::health::{Finding, FindingSeverity};
use crate::analyse::promises::OwnedPromise;
use crate::analyse::setbacks::Setback;
use crate::analyse::{Analysis, Timeline};
use crate::diagnostic::Diagnostic;
use crate::model::Journal;
use crate::model::vocabulary::Audience;
use crate::share::Shared;
use crate::site::SiteRenderer;
use crate::site::renderer::LastingParts;
use crate::site::route::Route;

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

/// What was found out about a journal on a day that no change of words alone changes. It holds no part of any text.
pub(super) struct LastAnalysis {
    day: Date,
    timeline: Timeline,
    setbacks: Vec<Setback>,
    promises: Vec<OwnedPromise>,
    gaps: Vec<GoalGaps>,
    findings: Vec<Finding>,
    effects: Vec<Effects>,
    of_pages: LastingParts,
}

/// Analyses a journal, as far as it is not known what that finds.
pub(super) fn analyse<'j>(
    shared: &'j Shared<'j>,
    today: Date,
    known: Option<LastAnalysis>,
) -> (Analysis<'j>, Option<LastingParts>) {
    match known.filter(|known| known.day == today && shared.audience() == Audience::Me) {
        Some(known) => {
            let LastAnalysis { day, timeline, setbacks, promises, gaps, .. } = known;
            let LastAnalysis { findings, effects, of_pages, .. } = known;
            let (journal, today): (&Journal, Date) = (shared, day);
            let analysis = Analysis {
                shared,
                journal,
                today,
                timeline,
                setbacks,
                promises,
                gaps,
                findings,
                effects,
            };
            (analysis, Some(of_pages))
        }
        None => (Analysis::of(shared, today), None),
    }
}

impl LastAnalysis {
    /// What a snapshot and its analysis found out.
    pub(super) fn of(analysis: Analysis<'_>, of_pages: LastingParts) -> Self {
        let Analysis { today: day, timeline, setbacks, promises, gaps, findings, effects, .. } =
            analysis;
        Self { day, timeline, setbacks, promises, gaps, findings, effects, of_pages }
    }
}

impl<'a> Snapshot<'a> {
    /// Creates the snapshot of a loaded journal from its analysis. `known` is what pages are made from beside that, as far
    /// as it is known.
    pub(super) fn new(
        analysis: &'a Analysis<'a>,
        loaded: &'a LoadedJournal,
        known: Option<LastingParts>,
    ) -> Self {
        let (revisions, day) = (&loaded.revisions, analysis.today);
        let mut renderer = SiteRenderer::with(analysis, loaded.theme.clone(), known);
        if let Some(stamps) = revisions.of_search(&renderer, day) {
            renderer = renderer.with_search_cache(&loaded.search, stamps);
        }
        let problems = [loaded.diagnostics(), &loaded.theme_problems, renderer.problems()].concat();
        let warns = |found: &&Finding| found.severity == FindingSeverity::Warning;
        let findings = analysis.findings.iter().filter(warns).count();
        Self { renderer, problems, findings, revisions, day }
    }

    /// What a file is made from; `None` where that may be anything.
    pub(super) fn revision(&self, route: &Route) -> Option<Revision> {
        self.revisions.of_file(&self.renderer, route, self.day)
    }
}
