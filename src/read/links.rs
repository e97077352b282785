//! What the links of notes lead to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use ahash::HashMap;

use super::names::MOST_ALIKE;
use super::scan::Scanned;
use super::source::SourceFile;
use crate::diagnostic::{Code, Diagnostic, codes, letters, nearest};
use crate::markdown::name_index::{LinkMatch, LinkedName, NameIndex};
use crate::markdown::parts::Parts;
use crate::markdown::url;
use crate::model::note_path::without_ending;
use crate::model::{Slug, Target};

/// What links lead to, for the whole journal.
#[derive(Default)]
pub struct LinkIndex {
    /// By which names things are reached.
    pub names: NameIndex,
    /// The names by their first two letters; made when the first dead link asks for it.
    by_start: OnceLock<HashMap<String, BTreeMap<String, Slug>>>,
    /// The text of each note, for headings and blocks.
    parts: HashMap<Target, Parts>,
}

/// How many of the notes that a link may mean are listed.
const MOST_LISTED: usize = 10;

impl LinkIndex {
    /// An index of these names and of the parts of those texts.
    pub fn new(names: NameIndex, parts: HashMap<Target, Parts>) -> Self {
        Self { names, parts, ..Self::default() }
    }

    /// Resolves the links of one note into its text; dead and ambiguous ones are warnings.
    pub fn resolve(
        &self,
        own: &Target,
        source: &SourceFile,
        scanned: &mut Scanned,
        problems: &mut Vec<Diagnostic>,
    ) {
        for at in 0..scanned.body.links.len() {
            let Some(link) = LinkedName::of(&scanned.body, &scanned.body.links[at]) else {
                continue;
            };
            let span = &scanned.body.node(scanned.body.links[at].node).span;
            let warn = |code, message: String| {
                let place = source.location(scanned.place(span));
                Diagnostic::warning(code, &source.path, message).at(place)
            };
            let target = self.target(own, source, &link, &warn, problems);
            let fragment =
                target.as_ref().and_then(|target| self.fragment(target, &link, &warn, problems));
            let link = &mut scanned.body.links[at];
            (link.target, link.fragment) = (target, fragment);
        }
    }

    fn target(
        &self,
        own: &Target,
        source: &SourceFile,
        link: &LinkedName,
        warn: &impl Fn(Code, String) -> Diagnostic,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        if link.target.is_empty() {
            return Some(own.clone());
        }
        match self.names.find(&source.path, link) {
            LinkMatch::One(target) => Some(target),
            LinkMatch::Several(targets) => {
                let message = format!("`{}` names {} notes", link.target, targets.len());
                let some = targets.iter().take(MOST_LISTED);
                let some = some.map(|target| self.names.path_of(target).unwrap_or_default());
                let mut hint =
                    format!("add the folder to the name: {}", super::fields::ticked(some));
                if targets.len() > MOST_LISTED {
                    _ = write!(hint, " and {} more", targets.len() - MOST_LISTED);
                }
                problems.push(warn(codes::AMBIGUOUS_LINK, message).hint(hint));
                targets.first().cloned()
            }
            LinkMatch::None => {
                let name = url::decode(without_ending(link.target.trim_end_matches('/')));
                let last = name.rsplit('/').next().unwrap_or(&name);
                let hint = self.near(&Slug::new(last)).map_or_else(
                    || "check the spelling, or create the note".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("there is nothing named `{}` in this journal", link.target);
                problems.push(warn(codes::DEAD_LINK, message).hint(hint));
                None
            }
        }
    }

    fn fragment(
        &self,
        target: &Target,
        link: &LinkedName,
        warn: &impl Fn(Code, String) -> Diagnostic,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let written = link.fragment.as_deref()?;
        if let Target::File(_) = target {
            // A place in a PDF, or a part of a drawing: the reader's program knows it.
            let is_address = written.chars().all(|c| c.is_ascii_graphic());
            return is_address.then(|| written.to_owned());
        }
        let fragment = self.parts.get(target).and_then(|parts| parts.find(written));
        if fragment.is_none() {
            let part = if written.starts_with('^') { "block" } else { "heading" };
            let name = written.trim_start_matches('^');
            let message = format!("there is no {part} `{name}` in {}", display(link));
            problems.push(warn(codes::DEAD_LINK, message).hint("check its spelling in that note"));
        }
        fragment
    }

    /// The name that was meant. A slip in the first two letters is not looked for: a journal has
    /// many names, and may have as many dead links.
    fn near(&self, slug: &Slug) -> Option<String> {
        let by_start = self.by_start.get_or_init(|| {
            let mut by_start: HashMap<String, BTreeMap<String, Slug>> = HashMap::default();
            for name in self.names.slugs() {
                // Names that differ in their digits only stand for each other: the first of them.
                let alike = by_start.entry(start(name)).or_default();
                let first = alike.entry(letters(name.as_str())).or_insert_with(|| name.clone());
                if name < first {
                    first.clone_from(name);
                }
            }
            by_start
        });
        let names = by_start.get(&start(slug))?;
        let names = names.values().take(MOST_ALIKE).map(Slug::as_str);
        nearest(slug.as_str(), names).map(ToOwned::to_owned)
    }
}

fn display(link: &LinkedName) -> String {
    if link.target.is_empty() {
        return "this note".into();
    }
    format!("`{}`", link.target)
}

/// The first two letters of a name, the numbers of a date left out.
fn start(name: &Slug) -> String {
    name.as_str().chars().filter(|c| c.is_alphabetic()).take(2).collect()
}
