//! What the links of notes lead to.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::file_lookup::FileLookup;
use super::names::MOST_ALIKE;
use super::scan::Scanned;
use super::source::SourceFile;
use crate::diagnostic::{Code, Diagnostic, codes, letters, nearest};
use crate::markdown::inline::split_target;
use crate::markdown::parts::Parts;
use crate::markdown::url;
use crate::model::document::LinkKind;
use crate::model::note_path::{is_note, without_ending};
use crate::model::{Document, Evidence, Link, Slug, Target};

/// By which names each thing can be reached, the best source first: its file's name or id, another
/// name that its author gave it, its title, or only that an entry names it.
#[derive(Default)]
pub struct LinkIndex {
    names: HashMap<Slug, Vec<Named>>,
    files: FileLookup,
    by_target: HashMap<Target, String>,
    /// The names by their first two letters; made when the first dead link asks for it.
    by_start: OnceLock<HashMap<String, BTreeMap<String, Slug>>>,
    /// What was found for names that more than [`MANY_NAMED`] things have.
    crowded: Mutex<HashMap<String, Result<Target, Dead>>>,
    /// The text of each note, for headings and blocks.
    parts: HashMap<Target, Parts>,
}

/// How many things of one name are looked at for each link.
const MANY_NAMED: usize = 16;

/// How many of the notes that a link may mean are listed.
const MOST_LISTED: usize = 10;

/// A name of a thing.
struct Named {
    source: NameSource,
    name: String,
    target: Target,
}

/// How a name reaches a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameSource {
    /// By its file's name, or its id.
    File,
    /// By one of its `aliases`.
    Alias,
    /// By its title.
    Title,
    /// Only by being named in an entry.
    Named,
}

impl LinkIndex {
    /// Adds a name of a thing.
    pub fn name(&mut self, source: NameSource, name: &str, target: &Target) {
        let slug = Slug::new(name);
        if !slug.is_empty() {
            let (name, target) = (name.to_owned(), target.clone());
            self.names.entry(slug).or_default().push(Named { source, name, target });
        }
    }

    /// Adds a file of the journal, reached by its path, and by its name wherever it is.
    pub fn file(&mut self, path: &str, target: &Target) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.name(NameSource::File, without_ending(name), target);
        self.files.add(path, target);
        self.by_target.insert(target.clone(), path.to_owned());
    }

    /// Adds what a link into a note can name.
    pub fn body(&mut self, target: &Target, body: &Document) {
        self.parts.insert(target.clone(), Parts::of(body));
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
            let Some(link) = WrittenLink::of(&scanned.body, &scanned.body.links[at]) else {
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
        link: &WrittenLink,
        warn: &impl Fn(Code, String) -> Diagnostic,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Target> {
        let found = if link.target.is_empty() {
            Ok(own.clone())
        } else if link.wiki {
            self.wikilink(&source.path, &link.target)
        } else {
            self.path_link(&source.path, &link.target)
        };
        match found {
            Ok(target) => Some(target),
            Err(Dead { ambiguous: Some((first, paths)), .. }) => {
                let message = format!("`{}` names {} notes", link.target, paths.len());
                let some = paths.iter().map(String::as_str).take(MOST_LISTED);
                let mut hint =
                    format!("add the folder to the name: {}", super::fields::ticked(some));
                if paths.len() > MOST_LISTED {
                    _ = write!(hint, " and {} more", paths.len() - MOST_LISTED);
                }
                problems.push(warn(codes::AMBIGUOUS_LINK, message).hint(hint));
                Some(first)
            }
            Err(Dead { near, .. }) => {
                let hint = near.map_or_else(
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
        link: &WrittenLink,
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
            let message = format!("there is no {part} `{name}` in `{}`", display(link));
            problems.push(warn(codes::DEAD_LINK, message).hint("check its spelling in that note"));
        }
        fragment
    }

    /// What an item of `evidence` leads to: an address, `[label](address)`, a wikilink, or a path.
    pub fn evidence(&self, from: &str, written: &str) -> Evidence {
        if let Some(inner) = written.strip_prefix("[[").and_then(|t| t.strip_suffix("]]")) {
            let (name, label) = match inner.split_once('|') {
                Some((name, label)) => (name, Some(label)),
                None => (inner, None),
            };
            let target = self.wikilink(from, split_target(name).0).ok();
            let text = label.unwrap_or(name).to_owned();
            return Evidence { text, url: None, target, bare: label.is_none() };
        }
        let labelled = written.strip_prefix('[').and_then(|t| t.strip_suffix(')'));
        let labelled = labelled.and_then(|t| t.split_once("]("));
        let (text, address) = labelled.unwrap_or((written, written));
        let (url, target) = match url::destination(address) {
            url::Destination::External => (Some(address.to_owned()), None),
            url::Destination::Path(path, _) => {
                (None, self.files.find_relative(from, &path).cloned())
            }
            _ => (None, None),
        };
        // What is neither found nor shaped as a path is in the author's own words.
        let path =
            is_note(written) || (written.contains('/') && !written.contains(char::is_whitespace));
        let bare = labelled.is_none() && url.is_none() && (target.is_some() || path);
        Evidence { text: text.to_owned(), url, target, bare }
    }

    fn wikilink(&self, from: &str, written: &str) -> Result<Target, Dead> {
        if let Some(target) = self.files.find(from, written) {
            return Ok(target.clone());
        }
        // Some programs encode what they link.
        let decoded = url::decode(written);
        if decoded != written
            && let Some(target) = self.files.find(from, &decoded)
        {
            return Ok(target.clone());
        }
        self.named(&decoded)
    }

    /// What has that id, alias or title, or is named so in a key.
    fn named(&self, written: &str) -> Result<Target, Dead> {
        let name = without_ending(written);
        let last = name.rsplit('/').next().unwrap_or(name);
        let many = |name: &str| {
            self.names.get(&Slug::new(name)).is_some_and(|known| known.len() > MANY_NAMED)
        };
        if !many(name) && !many(last) {
            return self.find_named(name);
        }
        let mut known = self.crowded.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(name.to_owned()).or_insert_with(|| self.find_named(name));
        found.clone()
    }

    fn find_named(&self, name: &str) -> Result<Target, Dead> {
        let slug = Slug::new(name);
        let mut known: Vec<&Named> = self.names.get(&slug).into_iter().flatten().collect();
        if let Some((folder, last)) = name.rsplit_once('/') {
            // A folder is that of what has no file; else it is part of an alias or a title.
            known.retain(|named| same_but_for_case(&named.name, name));
            let last = self.names.get(&Slug::new(last)).into_iter().flatten();
            known.extend(last.filter(|named| {
                named.source == NameSource::Named && folder_of(&named.target) == Some(folder)
            }));
        }
        let Some(best) = known.iter().map(|named| named.source).min() else {
            let last = name.rsplit('/').next().unwrap_or(name);
            return Err(Dead::missing(self.near(&Slug::new(last))));
        };
        known.retain(|named| named.source == best);
        // Where several share a slug, the spelling decides.
        for same in [exactly as fn(&str, &str) -> bool, same_but_for_case] {
            if known.iter().any(|named| same(&named.name, name)) {
                known.retain(|named| same(&named.name, name));
                break;
            }
        }
        let mut targets: Vec<&Target> = known.iter().map(|named| &named.target).collect();
        targets.sort();
        targets.dedup();
        match targets[..] {
            [target] => Ok(target.clone()),
            _ => {
                let path = |target: &&Target| self.path_of(target).unwrap_or_default().to_owned();
                let paths = targets.iter().map(path).collect();
                Err(Dead { near: None, ambiguous: Some((targets[0].clone(), paths)) })
            }
        }
    }

    fn path_of(&self, target: &Target) -> Option<&str> {
        self.by_target.get(target).map(String::as_str)
    }

    /// The name that was meant. A slip in the first two letters is not looked for: a journal has
    /// many names, and may have as many dead links.
    fn near(&self, slug: &Slug) -> Option<String> {
        let by_start = self.by_start.get_or_init(|| {
            let mut by_start: HashMap<String, BTreeMap<String, Slug>> = HashMap::new();
            for name in self.names.keys() {
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

    /// What a Markdown link leads to: a path, else what has that name.
    fn path_link(&self, from: &str, path: &str) -> Result<Target, Dead> {
        match self.files.find_relative(from, path) {
            Some(target) => Ok(target.clone()),
            None => self.named(path.trim_end_matches('/')),
        }
    }
}

/// A link into the journal before it is known what it leads to.
struct WrittenLink {
    /// The note or path it names; empty where it stays in its own note.
    target: String,
    /// The heading or `^block`.
    fragment: Option<String>,
    /// `[[…]]`, which names a note, not a path.
    wiki: bool,
}

impl WrittenLink {
    fn of(document: &Document, link: &Link) -> Option<Self> {
        let written = document.words(link.destination);
        match link.kind {
            LinkKind::Wiki { .. } => {
                let (target, fragment) = split_target(written);
                let (target, fragment) = (target.to_owned(), fragment.map(ToOwned::to_owned));
                Some(Self { target, fragment, wiki: true })
            }
            LinkKind::Path => {
                let (target, fragment) = match url::destination(written) {
                    url::Destination::Fragment(fragment) => (String::new(), Some(fragment)),
                    url::Destination::Path(path, fragment) => (path, fragment),
                    _ => return None,
                };
                Some(Self { target, fragment: fragment.map(ToOwned::to_owned), wiki: false })
            }
            _ => None,
        }
    }
}

fn display(link: &WrittenLink) -> String {
    if link.target.is_empty() {
        return "this note".into();
    }
    link.target.clone()
}

/// The first two letters of a name, the numbers of a date left out.
fn start(name: &Slug) -> String {
    name.as_str().chars().filter(|c| c.is_alphabetic()).take(2).collect()
}

fn exactly(one: &str, other: &str) -> bool {
    one == other
}

fn same_but_for_case(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The folder in which files of its kind are.
fn folder_of(target: &Target) -> Option<&'static str> {
    match target {
        Target::Task(_) => Some("tasks"),
        Target::Goal(_) => Some("goals"),
        Target::Person(_) => Some("people"),
        Target::Entry(_) | Target::Page(_) | Target::File(_) => None,
    }
}

#[derive(Clone)]
struct Dead {
    near: Option<String>,
    ambiguous: Option<(Target, Arc<[String]>)>,
}

impl Dead {
    fn missing(near: Option<String>) -> Self {
        Self { near, ambiguous: None }
    }
}
