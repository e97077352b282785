//! `loopbook.yaml`.

use super::conventions::Conventions;
use super::folders::{FolderKind, FolderNames};
use super::thresholds::{GapThresholds, HealthSettings};
use super::vocabulary::{Stage, Visibility};
use super::{BaseUrl, Slug, TemplateHeading};

/// The list of files in the folder of a site, which shows that a build wrote the folder.
pub const SITE_MANIFEST: &str = ".loopbook";

/// The keys of `loopbook.yaml`, each declared once. The reader (`read/config.rs`) takes their names from
/// here, and the schema (`schema/config.rs`) also their types and descriptions.
macro_rules! config_keys {
    ($use:ident [$($head:tt)*]) => {
        $use! { [$($head)*]
            /// The site's title
            "title" = text;
            /// Who writes the journal
            "author" = text;
            /// Your stage of career; scripts choose their words by it
            "stage" = word::<Stage>;
            /// The person whose thread is the main one
            "manager" = name;
            /// The folders of notes; `.` is the whole journal
            "entries" = texts;
            /// Folders that have other names than usual
            "folders" = folders;
            /// The folder for the site, inside the journal
            "output" = text;
            /// `notebook`, `plain`, or a folder of the journal with a whole theme
            "theme" = text;
            /// The address at which the site will be published
            "base_url" = address;
            /// The language of the notes, as in HTML's `lang`
            "language" = text;
            /// The month in which a fiscal year begins
            "fiscal_year_start" = whole::<u32, 1, 12>;
            /// The visibility of entries and pages that don't set one
            "visibility" = word::<Visibility>;
            /// Whether notes may contain HTML, on the author's own site
            "raw_html" = flag;
            /// Whether the author's site has `calendar.ics`, with what has a fixed day
            "calendar" = flag;
            /// Whether to warn of all names without a file
            "strict_names" = flag;
            /// Names or paths to leave out; `*` and `?` are wildcards
            "ignore" = texts;
            /// How long to think undisturbed each week, as in `2h` or `90m`
            "thinking" = duration;
            /// How much evidence a competency needs
            "gaps" = gaps;
            /// Health rules, each `off`, a number, or thresholds by name
            "health" = health;
        }
    };
}
pub(crate) use config_keys;

/// The settings of `loopbook.yaml`, with defaults for missing keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The site's title.
    pub title: String,
    /// Who writes the journal.
    pub author: Option<String>,
    /// The author's stage of career.
    pub stage: Stage,
    /// The person whose thread is the main one.
    pub manager: Slug,
    /// The manager's name, if no note has one.
    pub manager_name: String,
    /// The folders of notes; `None` if every Markdown file counts.
    pub entries: Option<Vec<String>>,
    /// Whether no setting names these folders, so that notes beside them may be meant too.
    pub entries_by_default: bool,
    /// The headings of the templates for notes that the journal has itself.
    pub template_headings: Vec<TemplateHeading>,
    /// Which folders hold goals, tasks, people and ladders.
    pub folders: FolderNames,
    /// How another program keeps its notes in the journal's folder.
    pub conventions: Conventions,
    /// The folder for the site, relative to the journal.
    pub output: String,
    /// A shipped theme's name, or a folder in the journal.
    pub theme: Option<String>,
    /// The address at which the site will be published, for absolute links.
    pub base_url: Option<BaseUrl>,
    /// The language of the notes, as in HTML's `lang`.
    pub language: String,
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year_start: i8,
    /// The visibility of a note that does not set one.
    pub visibility: Visibility,
    /// Whether HTML is let through in notes that do not say so; for the author's own site alone.
    pub raw_html: bool,
    /// Whether the author's own site has `calendar.ics`.
    pub calendar: bool,
    /// Whether to warn of every name without a file, if other names of its kind have files.
    pub strict_names: bool,
    /// The folders and files to leave out, by name or path.
    pub ignore: Vec<String>,
    /// The minutes of undisturbed thinking that are the author's aim for a week.
    pub thinking: Option<u32>,
    /// Thresholds of the gap analysis.
    pub gaps: GapThresholds,
    /// Health rules that are off, and their thresholds.
    pub health: HealthSettings,
}

impl Config {
    /// The folders of the journal's files. The site must not be in any of them.
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
            entries_by_default: false,
            template_headings: Vec::new(),
            folders: FolderNames::default(),
            conventions: Conventions::default(),
            output: "site".into(),
            theme: None,
            base_url: None,
            language: "en".into(),
            fiscal_year_start: 1,
            visibility: Visibility::Private,
            raw_html: false,
            calendar: false,
            strict_names: false,
            ignore: Vec::new(),
            thinking: None,
            gaps: GapThresholds::default(),
            health: HealthSettings::default(),
        }
    }
}
