//! What is stated of a task; how it went is computed from the entries that name it.

use jiff::civil::Date;

use super::words::{Size, Visibility};
use super::{Body, Slug};

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
    /// How big it is.
    pub size: Option<Size>,
    /// When it is due.
    pub due: Option<Date>,
    /// The project it belongs to.
    pub project: Option<Slug>,
    /// Who asked for it.
    pub asked_by: Option<Slug>,
    /// When it was asked for.
    pub asked_on: Option<Date>,
    /// The widest audience that may see the file.
    pub visibility: Visibility,
    /// Whether HTML in the text is let through.
    pub raw_html: bool,
    /// Its text.
    pub body: Body,
}
