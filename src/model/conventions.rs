//! What is known of a folder that another program wrote.

use super::date_pattern::DatePattern;

/// How other programs keep their notes in this folder, as their settings say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conventions {
    /// The folders of notes; empty where all Markdown is.
    pub sources: Vec<String>,
    /// Files and folders that hold no notes: templates, and what the program writes or needs.
    pub skipped: Vec<String>,
    /// Where templates for notes are.
    pub templates: Option<String>,
    /// Where new dated notes go.
    pub notes: Option<String>,
    /// Where daily notes are, and how the rest of their paths says the day.
    pub daily: Option<(String, DatePattern)>,
    /// How links name a daily note, where not by its file.
    pub daily_name: Option<DatePattern>,
    /// Whether a name is a path with dots, which may end with a day: `daily.journal.2026.01.31`.
    pub dotted: bool,
    /// Whether `___` in a name stands for a slash.
    pub namespaces: bool,
    /// Whether links reach the files of `static/` from the root of the site.
    pub is_site: bool,
    /// The settings of these programs, by their folders in the journal.
    pub settings: Vec<String>,
}
