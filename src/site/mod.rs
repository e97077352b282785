//! Renders a journal and its analysis as a site.
//!
//! [`SiteRenderer`] makes the files. Which there are stands in [`route`]; each kind of page has a
//! typed context in [`pages`]; the templates are those of the [theme](crate::theme). Every link that
//! is written is relative.

pub mod fold;
pub mod head;
mod ics;
mod lists;
mod navigation;
pub mod page;
pub mod pages;
mod previews;
pub mod renderer;
pub mod route;
pub mod search;
pub mod sections;
mod urn;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Audience;
pub use renderer::SiteRenderer;

/// A site: the content of each of its files, by path.
#[derive(Debug, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Content>,
    /// Who reads it.
    pub audience: Audience,
}

/// The content of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of this file of the journal.
    Copy(PathBuf),
}

impl Site {
    /// Renders every file. Where a template fails, the pages that need it are missing, and the errors
    /// say why.
    pub fn render(renderer: &SiteRenderer<'_>) -> (Self, Vec<Diagnostic>) {
        let mut site = Self { audience: renderer.audience(), ..Self::default() };
        let paths: Vec<&str> = renderer.routes().paths().collect();
        let made = paths.par_iter().filter_map(|path| Some((*path, renderer.make(path)?)));
        let mut problems = Vec::new();
        for (path, made) in made.collect::<Vec<_>>() {
            match made {
                Ok(content) => {
                    site.files.insert(path.to_owned(), content);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        (site, each_once(problems))
    }
}

/// What goes wrong where the pages of a site are rendered, which are kept nowhere. What only copies files and the
/// search has no template that could fail.
pub fn failures(renderer: &SiteRenderer<'_>) -> Vec<Diagnostic> {
    let pages: Vec<&str> = renderer.routes().pages().collect();
    let failed = pages.par_iter().filter_map(|path| renderer.make(path)?.err());
    each_once(failed.map(|problem| *problem).collect())
}

/// A template that fails does so on each of its pages: once is enough.
fn each_once(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut said = BTreeSet::new();
    problems.retain(|problem| said.insert(problem.message.clone()));
    problems
}
