//! `loopbook.yaml`.

use super::conventions::Conventions;
use super::folders::{FolderKind, FolderNames};
use super::thresholds::{GapThresholds, HealthSettings};
use super::vocabulary::{Stage, Visibility};
use super::{BaseUrl, Slug};

/// The file by which a folder is known as a built site: the list of what a build wrote there.
pub const SITE_MANIFEST: &str = ".loopbook";

/// What `loopbook.yaml` says, with defaults for what it does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// Who writes the journal.
    pub author: Option<String>,
    /// How far along they are.
    pub stage: Stage,
    /// The person whose thread is the main one.
    pub manager: Slug,
    /// What they are called where nothing else says so.
    pub manager_name: String,
    /// The folders of notes; `None` where every Markdown file counts.
    pub entries: Option<Vec<String>>,
    /// Which folders hold goals, tasks, people and ladders.
    pub folders: FolderNames,
    /// How another program keeps its notes in the journal's folder.
    pub conventions: Conventions,
    /// Where the site goes, relative to the journal.
    pub output: String,
    /// A shipped theme's name, or a folder in the journal.
    pub theme: Option<String>,
    /// Where the site will be served from, for what needs absolute links.
    pub base_url: Option<BaseUrl>,
    /// The language of the notes, as in HTML's `lang`.
    pub language: String,
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: i8,
    /// The visibility of a note that states none.
    pub visibility: Visibility,
    /// Whether HTML is let through in notes that do not say so; for the author's own site alone.
    pub raw_html: bool,
    /// Whether every name has to be that of a file, where files define others of its kind.
    pub strict_names: bool,
    /// FolderNames and files to leave out: names, or paths in the journal.
    pub ignore: Vec<String>,
    /// Thresholds of the gap analysis.
    pub gaps: GapThresholds,
    /// Health rules that are off, and their thresholds.
    pub health: HealthSettings,
}

impl Config {
    /// The folders that the journal is written in: a site must not go there.
    pub fn source_folders(&self) -> impl Iterator<Item = &str> {
        let entries = self.entries.iter().flatten().map(|folder| folder.trim_matches(['.', '/']));
        let entries = entries.filter(|folder| !folder.is_empty());
        let kinds = FolderKind::ALL.into_iter().map(|kind| self.folders.of(kind));
        entries.chain(kinds).chain(["static", "theme"])
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "My loops".into(),
            author: None,
            stage: Stage::Junior,
            manager: Slug::new("manager"),
            manager_name: "manager".into(),
            entries: None,
            folders: FolderNames::default(),
            conventions: Conventions::default(),
            output: "site".into(),
            theme: None,
            base_url: None,
            language: "en".into(),
            fiscal_year_start: 1,
            visibility: Visibility::Private,
            raw_html: false,
            strict_names: false,
            ignore: Vec::new(),
            gaps: GapThresholds::default(),
            health: HealthSettings::default(),
        }
    }
}
