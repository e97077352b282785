//! A journal and what follows from it become a site in memory.
//!
//! Each kind of page has a typed context in [`pages`]; the templates are those of the [`theme`](crate::theme)(crate::theme).
//! Every link that is written is relative.

pub mod head;
pub mod pages;
pub mod renderer;
mod route;
pub mod search;
mod take;
mod urn;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::words::Audience;
use crate::render::RenderContext;
use crate::render::moves::Said;
use crate::theme::Theme;
use head::SiteView;
use renderer::Press;

/// A site: the content of each of its files, by path.
#[derive(Debug, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<String, Content>,
    /// For whom they are.
    pub audience: Audience,
}

/// What a file of the site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What that file of the journal holds.
    Copy(PathBuf),
}

/// Renders the whole site. Where templates fail, the pages that need them are missing, and the
/// errors say why.
pub fn render(ctx: &RenderContext<'_>) -> (Site, Vec<Diagnostic>) {
    let audience = ctx.analysis.shared.audience();
    let mut site = Site { audience, ..Site::default() };
    let (made, mut problems) = with_press(ctx, |press, _| {
        let paths: Vec<&str> = press.paths().collect();
        let made = paths.par_iter().map(|path| Some(((*path).to_owned(), press.make(path)?)));
        made.collect::<Vec<_>>()
    });
    let mut failures = BTreeSet::new();
    for (path, made) in made.into_iter().flatten().flatten() {
        match made {
            Ok(content) => {
                site.files.insert(path, content);
            }
            // A template that fails does so on each of its pages: once is enough.
            Err(problem) if failures.insert(problem.message.clone()) => problems.push(*problem),
            Err(_) => {}
        }
    }
    (site, problems)
}

/// Gives what makes the files of a site to somebody, where there is a theme, and what is wrong with
/// that so far.
pub fn with_press<T>(
    ctx: &RenderContext<'_>,
    take: impl FnOnce(&Press<'_>, &[Diagnostic]) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let Some(theme) = Theme::load(ctx.journal, &mut problems) else { return (None, problems) };
    let view = SiteView::new(ctx, theme.has_custom_style());
    let said = Said::new(ctx, &theme, &mut problems);
    let press = Press::new(ctx, &theme, &view, &said, &mut problems);
    (Some(take(&press, &problems)), problems)
}
