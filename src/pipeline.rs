//! The pipeline from a folder of notes to a site, on one screen.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::analyse::Analysis;
use crate::analyse::next::NextMove;
use crate::diagnostic::Diagnostic;
use crate::model::packet_file::PacketFile;
use crate::model::{Journal, Slug};
use crate::output::{self, OutputError, Written};
use crate::packet::{Baseline, Packet, Recipient, Window};
use crate::read::{self, Read};
use crate::render::RenderContext;
use crate::render::script::say;
use crate::share::{ShareOptions, ShareReport, Shared, share};
use crate::site::{self, Site, SiteRenderer};
use crate::theme::Theme;

/// Options for [`build`].
#[derive(Debug)]
pub struct BuildOptions<'o> {
    /// The journal's folder.
    pub journal: &'o Path,
    /// The folder for the site; `None` for the configured one.
    pub output: Option<&'o Path>,
    /// Who reads the site.
    pub share: ShareOptions,
    /// The day for which the site is built.
    pub today: Date,
    /// Whether files may be replaced that loopbook did not write.
    pub force: bool,
}

/// The result of a build, with all problems of the journal and its theme.
#[derive(Debug)]
pub struct Build {
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
    /// The site on disk, or why it was not built.
    pub outcome: Result<Built, BuildError>,
}

/// A site on disk.
#[derive(Debug)]
pub struct Built {
    /// The site's folder.
    pub folder: PathBuf,
    /// How many files were written and removed.
    pub written: Written,
    /// How many notes the journal has.
    pub notes: usize,
    /// What the site leaves out.
    pub report: ShareReport,
}

/// Why a site was not built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The configuration has errors. The unreadable part might say what to leave out.
    #[error(
        "nothing was built: `loopbook.yaml` has errors, so loopbook cannot tell what to leave out"
    )]
    Configuration,
    /// The site can't be written to this folder.
    #[error(transparent)]
    Folder(OutputError),
    /// Some templates fail.
    #[error("nothing was written: some pages could not be made, and the old site is unchanged")]
    Templates,
    /// The site can't be written.
    #[error(transparent)]
    Output(OutputError),
}

/// Builds a site: reads the journal, leaves out what the reader may not see, analyses the rest, renders
/// it, and writes what changed.
pub fn build(options: &BuildOptions<'_>) -> Build {
    let Read { journal, configured, mut diagnostics } = read::read(options.journal, options.output);
    let mut of_theme = Vec::new();
    let outcome = match journal.filter(|_| configured) {
        Some(journal) => {
            let journal = ManuallyDrop::new(journal);
            build_journal(&journal, &diagnostics, options, &mut of_theme)
        }
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
    let folder = output::site_folder(options.journal, options.output, &journal.config)
        .map_err(BuildError::Folder)?;
    let (shared, report) = share(journal, diagnostics, &options.share);
    let analysis = Analysis::of(&shared, options.today);
    let theme = Theme::load_for_site(&shared, problems).ok_or(BuildError::Templates)?;
    // The program ends when the site is built. Taking apart what it held, note by note, would be wasted.
    let renderer = ManuallyDrop::new(SiteRenderer::new(&analysis, theme));
    problems.extend_from_slice(renderer.problems());
    if renderer.fails() {
        return Err(BuildError::Templates);
    }
    match output::write(&*renderer, &folder, options.force) {
        Ok(written) => Ok(Built { folder, written, notes: journal.note_count(), report }),
        Err(OutputError::Unmade(failed)) => {
            problems.extend(failed);
            Err(BuildError::Templates)
        }
        Err(error) => Err(BuildError::Output(error)),
    }
}

/// Builds the site of a journal in memory, and lists problems with its theme.
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

/// What is wrong with the theme of a journal. Templates of the journal's own show it only where they are used, so every
/// page is rendered with them; the shipped ones don't fail.
pub fn theme_problems(analysis: &Analysis<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let Some(theme) = Theme::load(analysis.journal, &mut problems) else { return problems };
    let is_shipped = theme.is_shipped();
    let renderer = SiteRenderer::new(analysis, theme);
    problems.extend_from_slice(renderer.problems());
    if !is_shipped {
        problems.extend(site::failures(&renderer));
    }
    problems
}

/// The next step with each person, with its script. If a script of the theme fails, its text is
/// empty and `problems` says why.
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
    let theme = Theme::load_for_scripts(analysis.journal, problems);
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

/// Makes the packet for a goal of a shared journal; `None` if the journal has no such goal.
pub fn packet(
    analysis: &Analysis<'_>,
    goal: &Slug,
    window: &Window,
    last: Option<&Baseline>,
    recipient: Recipient,
    file: Option<&PacketFile>,
) -> Option<Packet> {
    let index = analysis.journal.goals.iter().position(|other| other.id == *goal)?;
    Some(Packet::of(&RenderContext::new(analysis), index, window, last, recipient, file))
}
