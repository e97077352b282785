//! Which names mean the same thing, and which are probably slips.

use std::collections::BTreeMap;
use std::ops::Range;

use ahash::{HashMap, HashSet};

use super::source::SourceFile;
use crate::diagnostic::{Diagnostic, codes, letters, nearest};
use crate::model::{Slug, name};

/// How many pairs of names are compared. Where a journal has more, only names that begin with the same
/// two letters are.
const MOST_COMPARED: usize = 1_000_000;

/// How many names that begin with the same two letters are compared with one that is not known.
pub const MOST_ALIKE: usize = 500;

/// The first two letters of a name.
fn start(name: &str) -> &str {
    let end = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

/// The names of one sort of thing: tasks, goals, people or competencies.
pub struct Names {
    /// What one is called in messages.
    noun: &'static str,
    /// Where a file defines one; `None` for what has no file of its own.
    folder: Option<&'static str>,
    /// The things that files define.
    defined: HashSet<Slug>,
    /// Their other names.
    aliases: HashMap<Slug, Spellings>,
    /// Names that were used and that no file defines.
    unknown: BTreeMap<Slug, Unknown>,
}

/// The spellings of a name, as they are written and in lower case, and the id of what each names
/// first.
#[derive(Default)]
struct Spellings {
    exact: HashMap<String, Slug>,
    lower: HashMap<String, Slug>,
    first: Slug,
}

/// A name that no file defines.
struct Unknown {
    /// How often it is used.
    times: usize,
    /// The warning of it, where it stands first.
    warning: Diagnostic,
    /// What it is called: its first spelling that is not the slug alone, else the slug in words.
    title: String,
}

impl Names {
    /// No names yet.
    pub fn new(noun: &'static str, folder: Option<&'static str>) -> Self {
        Self {
            noun,
            folder,
            defined: HashSet::default(),
            aliases: HashMap::default(),
            unknown: BTreeMap::new(),
        }
    }

    /// Adds a thing under its id.
    pub fn define(&mut self, id: &Slug) {
        self.defined.insert(id.clone());
    }

    /// Adds another name of a thing. A thing whose file has that name goes first.
    pub fn alias(&mut self, name: &str, id: &Slug) {
        let new = || Spellings { first: id.clone(), ..Spellings::default() };
        let spellings = self.aliases.entry(Slug::new(name)).or_insert_with(new);
        spellings.exact.entry(name.to_owned()).or_insert_with(|| id.clone());
        spellings.lower.entry(name.to_lowercase()).or_insert_with(|| id.clone());
    }

    /// The id that a name means, where anything defines it.
    pub fn id_of(&self, slug: &Slug) -> Option<&Slug> {
        self.id_of_spelling(slug, "")
    }

    /// The id that a spelling means. Where several things share its slug, the exact spelling
    /// decides, then the one that differs in case only.
    pub fn id_of_spelling(&self, slug: &Slug, text: &str) -> Option<&Slug> {
        if let Some(id) = self.defined.get(slug) {
            return Some(id);
        }
        let spellings = self.aliases.get(slug)?;
        let Spellings { exact, lower, first } = spellings;
        Some(exact.get(text).or_else(|| lower.get(&text.to_lowercase())).unwrap_or(first))
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.defined.iter().chain(self.aliases.keys()).map(Slug::as_str)
    }

    /// A name as a title.
    fn title(&self, name: &str) -> String {
        if self.folder == Some("people") { name::person_title(name) } else { name::title(name) }
    }

    /// The known name that was probably meant.
    pub fn near(&self, slug: &Slug) -> Option<&str> {
        nearest(slug.as_str(), self.known())
    }

    /// The id that a name means.
    pub fn id(&self, slug: &Slug) -> Slug {
        self.id_of(slug).unwrap_or(slug).clone()
    }

    /// The id that a name in a file means; a name that nothing defines is remembered.
    pub fn resolve(
        &mut self,
        slug: &Slug,
        text: &str,
        span: &Range<usize>,
        source: &SourceFile,
    ) -> Slug {
        if let Some(id) = self.id_of_spelling(slug, text) {
            return id.clone();
        }
        let noun = self.noun;
        let (plain, title) = (self.title(slug.as_str()), self.title(text));
        let unknown = self.unknown.entry(slug.clone()).or_insert_with(|| {
            let message = format!("there is no {noun} `{slug}`");
            let location = source.location(span.clone());
            let warning =
                Diagnostic::warning(codes::UNKNOWN_NAME, &source.path, message).at(location);
            Unknown { times: 0, warning, title: plain.clone() }
        });
        unknown.times += 1;
        if unknown.title == plain {
            unknown.title = title;
        }
        slug.clone()
    }

    /// The names that no file defines, each with what it is called.
    pub fn undefined(&self) -> impl Iterator<Item = (&Slug, &str)> {
        self.unknown.iter().map(|(id, unknown)| (id, unknown.title.as_str()))
    }

    /// All names by their first two letters, not more than [`MOST_ALIKE`] of each: how often those are
    /// used that nothing defines, and 0 for the others.
    fn by_start<'n>(
        &'n self,
        used: impl Iterator<Item = &'n (usize, &'n str)>,
    ) -> HashMap<&'n str, Vec<(usize, &'n str)>> {
        let mut defined: Vec<&str> = self.known().collect();
        defined.sort_unstable();
        let mut used: Vec<(usize, &str)> = used.filter(|(often, _)| *often > 1).copied().collect();
        used.sort_unstable_by_key(|(_, name)| *name);
        let mut by_start: HashMap<&str, Vec<(usize, &str)>> = HashMap::default();
        for (often, name) in defined.into_iter().map(|name| (0, name)).chain(used) {
            let alike = by_start.entry(start(name)).or_default();
            if alike.len() < MOST_ALIKE {
                alike.push((often, name));
            }
        }
        by_start
    }

    /// Warns of names that nearly spell another; with `strict`, of all that no file defines where
    /// files define others of their kind.
    pub fn warnings(&self, strict: bool, problems: &mut Vec<Diagnostic>) {
        // Names that differ in their digits only stand for each other: a journal with a thousand
        // numbered tasks is not compared a million times.
        let mut used: HashMap<String, (usize, &str)> = HashMap::default();
        for (slug, Unknown { times, .. }) in &self.unknown {
            let most = used.entry(letters(slug.as_str())).or_insert((*times, slug.as_str()));
            *most = (*times, slug.as_str()).max(*most);
        }
        let known = self.defined.len() + self.aliases.len() + used.len();
        let many = known.saturating_mul(self.unknown.len()) > MOST_COMPARED;
        let beginning = many.then(|| self.by_start(used.values()));
        for (slug, Unknown { times, warning, .. }) in &self.unknown {
            // Of two undefined names that are alike, one that is used once is the slip of one that is
            // used often; short names are alike by nature.
            let slip = *times == 1 && slug.as_str().len() > 4;
            let others =
                used.values().filter(|(often, _)| slip && *often > 1).map(|(_, other)| *other);
            let near = match &beginning {
                None => nearest(slug.as_str(), self.known().chain(others)),
                Some(names) => names.get(start(slug.as_str())).and_then(|alike| {
                    let counts = |(often, _): &&(usize, &str)| *often == 0 || slip && *often > 1;
                    let alike = alike.iter().filter(counts).map(|(_, name)| *name);
                    nearest(slug.as_str(), alike)
                }),
            };
            let hint = if let Some(near) = near {
                format!("did you mean `{near}`?")
            } else if !strict || self.defined.is_empty() {
                continue;
            } else if let Some(folder) = self.folder {
                format!("check the spelling, or create `{folder}/{slug}.md`")
            } else {
                "check the spelling, or add it to a goal's `needs` or to a ladder".to_owned()
            };
            problems.push(warning.clone().hint(hint));
        }
    }
}
