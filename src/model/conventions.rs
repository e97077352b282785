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
    /// What these settings hide from other readers.
    pub hidden: Vec<HiddenScope>,
}

/// Notes that the settings of a program make drafts, or don't publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenScope {
    /// The folder around them; empty for all notes.
    pub folder: String,
    /// What says so, for a message: `` `cascade` in `hugo.toml` ``.
    pub reason: String,
}

impl HiddenScope {
    /// Whether it hides a note. Hugo's paths are in lower case and have hyphens for blanks; in Dendron's, folders end with a
    /// dot.
    pub fn covers(&self, path: &str) -> bool {
        let plain = |text: &str| text.to_lowercase().replace(' ', "-");
        let (folder, path) = (plain(&self.folder), plain(path));
        folder.is_empty()
            || path
                .strip_prefix(&folder)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
    }
}
