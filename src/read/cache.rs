//! Reading a journal again and again: only files that changed are read and parsed.
//!
//! What comes out is what [`read`](super::read) gives for the same folder; a property test holds
//! that. A file is known by its content, so that a save that changes nothing is no change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::files::{self, CONFIG, File, JournalFiles, Role, role};
use super::notes::ParsedNote;
use super::resolve::References;
use super::{
    ParsedFile, ParsedFiles, Read, Texts, configuration_beside, conventions, parse_file, resolve,
};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::conventions::Conventions;
use crate::model::{Config, Entry, Journal};
use crate::regular_file;

/// Files up to this many bytes are known by their content.
const LARGE: u64 = 4 << 20;

/// What was read before.
#[derive(Default)]
pub struct ReadCache {
    /// The configuration, and what is wrong with it.
    configured: Option<(Option<Config>, Vec<Diagnostic>)>,
    /// What the settings of other programs say. All folders are gone through for some of them.
    conventions: Option<Conventions>,
    walk: JournalFiles,
    walk_problems: Vec<Diagnostic>,
    files: BTreeMap<String, CachedFile>,
    last: Option<LastRead>,
    /// What was in the files before the configuration changed, and nothing was known of them any more.
    before: Option<BTreeMap<String, u64>>,
    /// Whether a file was found empty that was not so before: it is likely to be written just now.
    pub unsettled: bool,
}

/// What came of reading the last time.
struct LastRead {
    references: References,
    diagnostics: Vec<Diagnostic>,
}

/// A journal that was read again.
#[derive(Debug)]
pub struct Reread {
    /// What it says now.
    pub read: Read,
    /// The files that are new, different, or gone, by their path in the journal.
    pub changed: Vec<String>,
}

/// A journal in which only some entries changed.
#[derive(Debug)]
pub struct Patch {
    /// The entries.
    pub entries: Vec<(usize, Entry)>,
    /// Every problem of the journal, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that are different.
    pub changed: Vec<String>,
}

/// What came of reading again.
#[derive(Debug)]
pub enum CacheOutcome {
    /// A whole journal.
    Whole(Box<Reread>),
    /// What is another one in the journal that was read before.
    Patch(Patch),
}

/// A file as it was.
struct CachedFile {
    stamp: Option<Stamp>,
    content: u64,
    empty: bool,
    part: Option<ParsedFile>,
    problems: Vec<Diagnostic>,
}

/// What a file system says of a file without opening it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), length: metadata.len() }
    }
}

impl ReadCache {
    /// Reads what changed; `None` where nothing did. `touched` are the files that may have; without
    /// it, all are looked at.
    pub fn read(
        &mut self,
        root: &Path,
        output: Option<&Path>,
        touched: Option<&BTreeSet<PathBuf>>,
    ) -> Option<Reread> {
        match self.reread(root, output, touched, None)? {
            CacheOutcome::Whole(again) => Some(*again),
            // Without a journal there is nothing to patch.
            CacheOutcome::Patch(_) => None,
        }
    }

    /// The same, beside the journal that was read the last time: where notes changed that tell all
    /// others what they told before, only they are resolved.
    pub fn reread(
        &mut self,
        root: &Path,
        output: Option<&Path>,
        touched: Option<&BTreeSet<PathBuf>>,
        journal: Option<&Journal>,
    ) -> Option<CacheOutcome> {
        let mut problems = Vec::new();
        let mut changed = BTreeSet::new();
        let known = self.conventions.take();
        let known = known.filter(|_| touched.is_some_and(|paths| self.are_notes(root, paths)));
        let conventions = known.unwrap_or_else(|| conventions::of(root));
        let config = configuration_beside(root, conventions.clone(), &mut problems);
        let configured = Some((config.clone(), problems.clone()));
        let anew = self.configured != configured;
        if anew {
            let contents = self.files.iter().map(|(path, cached)| (path.clone(), cached.content));
            let before = self.before.take().unwrap_or_else(|| contents.collect());
            *self = Self { configured, before: Some(before), ..Self::default() };
        }
        self.conventions = Some(conventions);
        let Some(config) = config else {
            let read = Read::new(None, problems);
            let again = Reread { read, changed: vec![CONFIG.to_owned()] };
            return anew.then(|| CacheOutcome::Whole(again.into()));
        };
        let whole = anew || touched.is_none_or(|paths| !self.knows_all(root, paths));
        if whole {
            let output = output.map_or_else(|| root.join(&config.output), Path::to_path_buf);
            let mut found = Vec::new();
            self.walk = files::walk(root, &config, &output, &mut found);
            if found != self.walk_problems {
                let differs =
                    |one: &&Diagnostic| !(found.contains(one) && self.walk_problems.contains(one));
                let both = found.iter().chain(&self.walk_problems).filter(differs);
                changed.extend(both.map(|problem| problem.path.clone()));
                self.walk_problems = found;
            }
        }
        let replaced = self.look(root, &config, touched.filter(|_| !whole), &mut changed);
        if let Some(before) = self.before.take() {
            changed = self.differences(&before);
        } else if changed.is_empty() {
            return None;
        }
        if let Some(journal) = journal.filter(|_| replaced.len() == changed.len())
            && let Some(patch) = self.patch(journal, &config, &replaced)
        {
            return Some(CacheOutcome::Patch(patch));
        }
        problems.extend(self.walk_problems.iter().cloned());
        let parsed = self.parsed_files(&mut problems);
        let (journal, references) = resolve::resolve(config, parsed, Texts::All, &mut problems);
        let read = Read::new(Some(journal), problems);
        self.last = Some(LastRead { references, diagnostics: read.diagnostics.clone() });
        Some(CacheOutcome::Whole(Box::new(Reread { read, changed: changed.into_iter().collect() })))
    }

    /// The entries of changed notes, where nothing else can have changed.
    fn patch(
        &mut self,
        journal: &Journal,
        config: &Config,
        before: &BTreeMap<String, CachedFile>,
    ) -> Option<Patch> {
        let last = self.last.as_mut()?;
        let mut found = Vec::new();
        let mut entries = Vec::new();
        for (path, before) in before {
            let now = self.files.get(path)?;
            let (Some(ParsedFile::Note(old)), Some(ParsedFile::Note(new))) =
                (&before.part, &now.part)
            else {
                return None;
            };
            let date = new.value.date?;
            let place = (date, path.as_str());
            let at = journal
                .entries
                .binary_search_by(|entry| (entry.date, entry.path.as_str()).cmp(&place))
                .ok()?;
            // A name that is unknown is warned of once, wherever it stands first, and a level where
            // the goals' ladders do not know it.
            let of_journal = [codes::UNKNOWN_NAME, codes::UNKNOWN_LEVEL];
            let unknown = |told: &Diagnostic| told.path == *path && of_journal.contains(&told.code);
            if !resolve::tells_the_same(old, new) || last.diagnostics.iter().any(unknown) {
                return None;
            }
            found.extend(now.problems.iter().cloned());
            let note = ParsedNote::clone(new);
            let own = &journal.entries[at];
            let entry = resolve::resolve_again(note, own, &last.references, config, &mut found);
            entries.push((at, entry));
        }
        last.diagnostics.retain(|told| !before.contains_key(&told.path));
        last.diagnostics.append(&mut found);
        last.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        let changed = before.keys().cloned().collect();
        Some(Patch { entries, diagnostics: last.diagnostics.clone(), changed })
    }

    /// The folders that hold the journal's files.
    pub fn folders(&self) -> &BTreeSet<PathBuf> {
        &self.walk.folders
    }

    /// The files that have another content than before, or are new, or gone.
    fn differences(&self, before: &BTreeMap<String, u64>) -> BTreeSet<String> {
        let content = |path: &String| self.files.get(path).map(|cached| cached.content);
        let paths = before.keys().chain(self.files.keys());
        paths.filter(|path| content(path) != before.get(*path).copied()).cloned().collect()
    }

    /// Whether every path is a file that was there and still is, or is nothing to a journal.
    fn knows_all(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        // A link or a copy of a sync program is no file of the journal, but a problem of it.
        let told = |name: &String| self.walk_problems.iter().any(|told| told.path == *name);
        paths.iter().all(|path| {
            let name = files::relative(root, path);
            let cached = self.files.contains_key(&name);
            match path.symlink_metadata() {
                Ok(found) => cached && found.is_file(),
                // What was not there before and is gone again was a temporary file.
                Err(_) => !cached && !told(&name) && !self.walk.folders.contains(path),
            }
        })
    }

    /// Whether every path is a note that was there and still is, and is not one that sets something for others.
    fn are_notes(&self, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
        paths.iter().all(|path| {
            let name = files::relative(root, path);
            let is_section =
                name.rsplit('/').next().is_some_and(|name| name.starts_with("_index."));
            let cached = self.files.get(&name).and_then(|cached| cached.part.as_ref());
            let is_file = || path.symlink_metadata().is_ok_and(|found| found.is_file());
            !is_section && matches!(cached, Some(ParsedFile::Note(_))) && is_file()
        })
    }

    /// Reads the files that may have changed, and gives what those were that were there before and
    /// are others now.
    fn look(
        &mut self,
        root: &Path,
        config: &Config,
        touched: Option<&BTreeSet<PathBuf>>,
        changed: &mut BTreeSet<String>,
    ) -> BTreeMap<String, CachedFile> {
        let (files, cached) = (&self.walk.files, &self.files);
        let look = |file: &File| {
            let before = cached.get(&file.path);
            let found = look(file, config, before, touched.is_some())?;
            Some((file.path.clone(), found))
        };
        let read: Vec<(String, Option<CachedFile>)> = match touched {
            None => files.par_iter().filter_map(look).collect(),
            Some(paths) => {
                let file = |path: &PathBuf| {
                    let name = files::relative(root, path);
                    files.iter().find(|file| file.path == name)
                };
                paths.iter().filter_map(file).filter_map(look).collect()
            }
        };
        let mut replaced = BTreeMap::new();
        let found_empty = read.iter().any(|(_, cached)| cached.is_none());
        for (path, now) in read {
            match now {
                Some(now) => {
                    let content = now.content;
                    let before = self.files.insert(path.clone(), now);
                    if before.as_ref().is_none_or(|before| before.content != content) {
                        changed.insert(path.clone());
                        replaced.extend(before.map(|before| (path, before)));
                    }
                }
                // Once more is waited for; then it is empty.
                None => {
                    if let Some(before) = self.files.get_mut(&path) {
                        before.empty = true;
                        before.stamp = None;
                    }
                }
            }
        }
        // One that was found empty before is waited for still.
        let waits = |cached: &CachedFile| cached.empty && cached.stamp.is_none();
        self.unsettled = found_empty || (touched.is_some() && self.files.values().any(waits));
        if touched.is_none() {
            let there: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
            self.files.retain(|path, _| {
                let stays = there.contains(path.as_str());
                if !stays {
                    changed.insert(path.clone());
                }
                stays
            });
        }
        replaced
    }

    fn parsed_files(&self, problems: &mut Vec<Diagnostic>) -> ParsedFiles {
        let parts: Vec<Option<ParsedFile>> = self
            .walk
            .files
            .par_iter()
            .map(|file| self.files.get(&file.path)?.part.clone())
            .collect();
        let found = self.walk.files.iter().filter_map(|file| self.files.get(&file.path));
        problems.extend(found.flat_map(|cached| cached.problems.iter().cloned()));
        parts.into_iter().flatten().collect()
    }
}

/// What a file is now; `None` where it is as before, and within that, `None` where it may be about
/// to be written.
fn look(
    file: &File,
    config: &Config,
    before: Option<&CachedFile>,
    surely: bool,
) -> Option<Option<CachedFile>> {
    let stamp = file.on_disk.symlink_metadata().ok().map(|found| Stamp::of(&found));
    if !surely && before.is_some_and(|before| before.stamp.is_some() && before.stamp == stamp) {
        return None;
    }
    // What is only copied, and is large, is taken for another one when its time changes.
    let copied = role(&file.path, config) == Role::Other;
    if copied && stamp.is_some_and(|stamp| stamp.length > LARGE) {
        let part = Some(ParsedFile::File(file.clone()));
        let content = hash(&stamp.map(|stamp| (stamp.modified, stamp.length)));
        return Some(Some(CachedFile { stamp, content, empty: false, part, problems: Vec::new() }));
    }
    let bytes = if copied {
        regular_file::read(&file.on_disk)
    } else {
        regular_file::read_text(&file.on_disk)
    };
    let content = hash(&bytes.as_ref().map_err(std::io::Error::kind));
    let empty = bytes.as_ref().is_ok_and(Vec::is_empty);
    if before.is_some_and(|before| empty && !before.empty) {
        return Some(None);
    }
    let (part, problems) = match before {
        Some(before) if before.content == content => (before.part.clone(), before.problems.clone()),
        _ => {
            let mut problems = Vec::new();
            let mut part = parse_file(file.clone(), Some(bytes), Texts::All, config, &mut problems);
            if let Some(part) = &mut part {
                part.release(&file.on_disk);
            }
            (part, problems)
        }
    };
    Some(Some(CachedFile { stamp, content, empty, part, problems }))
}

fn hash(content: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}
