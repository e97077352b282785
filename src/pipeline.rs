//! The whole way from a folder to a site, on one screen.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::next::NextMove;
use crate::diagnostic::Diagnostic;
use crate::model::{Journal, Slug};
use crate::output::{self, OutputError, Written};
use crate::packet::{Baseline, Packet, Window};
use crate::read::{self, Read};
use crate::render::RenderContext;
use crate::render::script::say;
use crate::share::{ShareOptions, ShareReport, Shared, share};
use crate::site::{Site, SiteRenderer};
use crate::theme::Theme;

/// What to build, and for whom.
#[derive(Debug)]
pub struct BuildOptions<'o> {
    /// The folder of the journal.
    pub journal: &'o Path,
    /// Where the site goes; as configured where it is absent.
    pub output: Option<&'o Path>,
    /// Who reads it.
    pub share: ShareOptions,
    /// The day for which it is built.
    pub today: Date,
    /// Whether files that are not ours may be replaced.
    pub force: bool,
}

/// What came of a build, and everything that is wrong with the journal and its theme.
#[derive(Debug)]
pub struct Build {
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
    /// The site on disk, or why there is none.
    pub outcome: Result<Built, BuildError>,
}

/// A site on disk.
#[derive(Debug)]
pub struct Built {
    /// Its folder.
    pub folder: PathBuf,
    /// What was done to its files.
    pub written: Written,
    /// How many notes it was built from.
    pub notes: usize,
    /// What was left out of it.
    pub report: ShareReport,
}

/// Why a site was not built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// What can't be read in the configuration may have said what to leave out.
    #[error(
        "nothing was built: `loopbook.yaml` has errors, so loopbook cannot tell what to leave out"
    )]
    Configuration,
    /// The site cannot go there.
    #[error(transparent)]
    Folder(OutputError),
    /// Templates fail.
    #[error("nothing was written: some pages are missing, and the old site is still whole")]
    Templates,
    /// It cannot be written.
    #[error(transparent)]
    Output(OutputError),
}

/// Builds a site: reads the journal, leaves out what its reader may not see, analyses the rest, renders
/// it and writes what changed.
pub fn build(options: &BuildOptions<'_>) -> Build {
    let Read { journal, configured, mut diagnostics } = read::read(options.journal, options.output);
    let mut of_theme = Vec::new();
    let outcome = match journal.filter(|_| configured) {
        Some(journal) => build_journal(&journal, &diagnostics, options, &mut of_theme),
        None => Err(BuildError::Configuration),
    };
    diagnostics.append(&mut of_theme);
    Build { diagnostics, outcome }
}

fn build_journal(
    journal: &Journal,
    diagnostics: &[Diagnostic],
    options: &BuildOptions<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Built, BuildError> {
    let folder = output::place(options.journal, options.output, &journal.config)
        .map_err(BuildError::Folder)?;
    let (shared, report) = share(journal, diagnostics, &options.share);
    let analysis = Analysis::of(&shared, options.today);
    let theme = Theme::load(&shared, problems).ok_or(BuildError::Templates)?;
    let renderer = SiteRenderer::new(&analysis, theme);
    problems.extend_from_slice(renderer.problems());
    if renderer.fails() {
        return Err(BuildError::Templates);
    }
    match output::write(&renderer, &folder, options.force) {
        Ok(written) => Ok(Built { folder, written, notes: journal.note_count(), report }),
        Err(OutputError::Unmade(failed)) => {
            problems.extend(failed);
            Err(BuildError::Templates)
        }
        Err(error) => Err(BuildError::Output(error)),
    }
}

/// The site of a journal in memory, with what is wrong with its theme.
pub fn site(journal: &Shared<'_>, today: Date) -> (Site, Vec<Diagnostic>) {
    let analysis = Analysis::of(journal, today);
    let mut problems = Vec::new();
    let Some(theme) = Theme::load(journal, &mut problems) else {
        return (Site { audience: journal.audience(), ..Site::default() }, problems);
    };
    let renderer = SiteRenderer::new(&analysis, theme);
    let (site, failed) = Site::render(&renderer);
    problems.extend_from_slice(renderer.problems());
    problems.extend(failed);
    (site, problems)
}

/// The next move with each person, and what to say. Where the theme's scripts fail, the problems
/// say why, and the words are missing.
pub fn moves<'a>(
    analysis: &'a Analysis<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(NextMove<'a>, String)> {
    with_words(analysis, analysis.next_moves(), problems)
}

/// The same for these next steps.
pub fn with_words<'a>(
    analysis: &'a Analysis<'a>,
    moves: Vec<NextMove<'a>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(NextMove<'a>, String)> {
    let theme = Theme::load(analysis.journal, problems);
    let mut words = |next: &NextMove<'a>| {
        theme.as_ref().map(|theme| say(theme, analysis, next, problems)).unwrap_or_default()
    };
    moves
        .into_iter()
        .map(|next| {
            let words = words(&next);
            (next, words)
        })
        .collect()
}

/// The packet for a goal of a journal that has only what its reader may see; `None` where the journal
/// has no such goal.
pub fn packet(
    analysis: &Analysis<'_>,
    goal: &Slug,
    window: &Window,
    last: Option<&Baseline>,
) -> Option<Packet> {
    let place = analysis.journal.goals.iter().position(|known| known.id == *goal)?;
    Some(Packet::of(&RenderContext::new(analysis), place, window, last))
}
