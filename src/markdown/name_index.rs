//! By which names and paths each thing of a journal can be reached, and which of them a link means.

use std::sync::{Arc, Mutex, PoisonError};

use ahash::HashMap;

use super::file_lookup::FileLookup;
use super::inline::split_target;
use super::url;
use crate::model::document::LinkKind;
use crate::model::note_path::{is_note, without_ending};
use crate::model::{Document, Evidence, Link, Slug, Target};

/// By which names each thing can be reached, the best source first: its file's name or id, another
/// name that its author gave it, its title, or only that an entry names it.
#[derive(Default)]
pub struct NameIndex {
    names: HashMap<Slug, Vec<Named>>,
    files: FileLookup,
    by_target: HashMap<Target, String>,
    /// What was found for names that more than [`MANY_NAMED`] things have.
    crowded: Mutex<HashMap<String, LinkMatch>>,
}

/// How many things of one name are looked at for each link.
const MANY_NAMED: usize = 16;

/// What a link means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkMatch {
    /// One thing.
    One(Target),
    /// Several things of one name.
    Several(Arc<[Target]>),
    /// Nothing.
    None,
}

impl LinkMatch {
    /// What it means, if that is one thing.
    pub fn only(self) -> Option<Target> {
        if let Self::One(target) = self { Some(target) } else { None }
    }

    /// What it means, or the first of several.
    pub fn first(self) -> Option<Target> {
        match self {
            Self::One(target) => Some(target),
            Self::Several(targets) => targets.first().cloned(),
            Self::None => None,
        }
    }
}

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

impl NameIndex {
    /// Adds a name of a thing.
    pub fn name(&mut self, source: NameSource, name: &str, target: &Target) {
        let slug = Slug::new(name);
        if !slug.is_empty() {
            let (name, target) = (name.to_owned(), target.clone());
            // Nearly every name has one thing, and a list that grows has room for four.
            let named = self.names.entry(slug).or_insert_with(|| Vec::with_capacity(1));
            named.push(Named { source, name, target });
        }
    }

    /// Adds a file of the journal, reached by its path, and by its name wherever it is.
    pub fn file(&mut self, path: &str, target: &Target) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.name(NameSource::File, without_ending(name), target);
        self.files.add(path, target);
        self.by_target.insert(target.clone(), path.to_owned());
    }

    /// The slugs of all names.
    pub fn slugs(&self) -> impl Iterator<Item = &Slug> {
        self.names.keys()
    }

    /// What a link in a note at `from` means; one that names nothing stays in its note.
    pub fn find(&self, from: &str, link: &LinkedName) -> LinkMatch {
        if link.wiki {
            self.wikilink(from, &link.target)
        } else {
            self.path_link(from, &link.target)
        }
    }

    /// What an item of `evidence` leads to: an address, `[label](address)`, a wikilink, or a path.
    pub fn evidence(&self, from: &str, written: &str) -> Evidence {
        if let Some(inner) = written.strip_prefix("[[").and_then(|t| t.strip_suffix("]]")) {
            let (name, label) = match inner.split_once('|') {
                Some((name, label)) => (name, Some(label)),
                None => (inner, None),
            };
            let target = self.wikilink(from, split_target(name).0).only();
            let text = label.unwrap_or(name).to_owned();
            let written = written.to_owned();
            return Evidence { written, text, url: None, target, bare: label.is_none() };
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
        Evidence { written: written.to_owned(), text: text.to_owned(), url, target, bare }
    }

    fn wikilink(&self, from: &str, written: &str) -> LinkMatch {
        if let Some(target) = self.files.find(from, written) {
            return LinkMatch::One(target.clone());
        }
        // Some programs encode what they link.
        let decoded = url::decode(written);
        if decoded != written
            && let Some(target) = self.files.find(from, &decoded)
        {
            return LinkMatch::One(target.clone());
        }
        self.named(&decoded)
    }

    /// What has that id, alias or title, or is named so in a key.
    fn named(&self, written: &str) -> LinkMatch {
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

    fn find_named(&self, name: &str) -> LinkMatch {
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
            return LinkMatch::None;
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
        // Not by id: hidden notes may change that.
        targets.sort_by_key(|target| (self.path_of(target), *target));
        targets.dedup();
        match targets[..] {
            [target] => LinkMatch::One(target.clone()),
            _ => LinkMatch::Several(targets.into_iter().cloned().collect()),
        }
    }

    /// The path of the file of a thing.
    pub fn path_of(&self, target: &Target) -> Option<&str> {
        self.by_target.get(target).map(String::as_str)
    }

    /// What a Markdown link leads to: a path, else what has that name.
    fn path_link(&self, from: &str, path: &str) -> LinkMatch {
        match self.files.find_relative(from, path) {
            Some(target) => LinkMatch::One(target.clone()),
            None => self.named(path.trim_end_matches('/')),
        }
    }
}

/// A link into the journal before it is known what it leads to.
pub struct LinkedName {
    /// The note or path it names; empty where it stays in its own note.
    pub target: String,
    /// The heading or `^block`.
    pub fragment: Option<String>,
    /// `[[…]]`, which names a note, not a path.
    pub wiki: bool,
}

impl LinkedName {
    /// What a link names; `None` where it leads elsewhere.
    pub fn of(document: &Document, link: &Link) -> Option<Self> {
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
