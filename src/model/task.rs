//! What is stated of a task; how it went is computed from the entries that name it.

use std::ops::Deref;

use super::keys::TaskKeys;
use super::vocabulary::Visibility;
use super::{Document, Slug};

/// A file in `tasks/`.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskNote {
    /// Its slug.
    pub id: Slug,
    /// Its file, relative to the journal.
    pub path: String,
    /// Its name for people.
    pub title: String,
    /// Other names by which links and keys reach it.
    pub aliases: Vec<String>,
    /// The widest audience that may see the file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through, where it says so.
    pub raw_html: Option<bool>,
    /// Its own keys; they can be read as fields of the task.
    pub keys: TaskKeys,
    /// Its text.
    pub body: Document,
}

impl Deref for TaskNote {
    type Target = TaskKeys;

    fn deref(&self) -> &TaskKeys {
        &self.keys
    }
}
