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
    /// What in it is not hidden.
    pub except: Vec<String>,
    /// What says so, for a message: `` `cascade` in `hugo.toml` ``.
    pub reason: String,
}

impl HiddenScope {
    /// Everything in a folder.
    pub fn new(folder: String, reason: String) -> Self {
        Self { folder, except: Vec::new(), reason }
    }

    /// Whether it hides a note. Hugo's paths are in lower case and have hyphens for blanks. What is excepted has to be
    /// written as it is.
    pub fn covers(&self, path: &str) -> bool {
        let plain = |text: &str| text.to_lowercase().replace(' ', "-");
        is_within(&plain(path), &plain(&self.folder))
            && !self.except.iter().any(|own| is_within(path, own))
    }
}

/// Whether a note is in a folder, or in all notes. In Dendron, folders end with a dot.
fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}
