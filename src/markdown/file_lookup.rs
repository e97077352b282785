//! Which file a link means, by the rules of Obsidian: the exact path; the folder of the note that
//! links; the shortest path. Folders match whole components.

use std::sync::{Mutex, OnceLock, PoisonError};

use ahash::HashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::url;
use crate::model::Target;
use crate::model::note_path::ENDINGS;

/// The files that links can lead to, by their names.
#[derive(Default)]
pub(super) struct FileLookup {
    /// By the lower-case name, ending included.
    by_name: HashMap<String, Vec<LinkedFile>>,
    /// For names that more than [`FEW`] files have: made when the first link asks for one.
    crowds: OnceLock<HashMap<String, Crowd>>,
}

/// How many files of one name are looked at for each link.
const FEW: usize = 16;

/// Many files of one name, as numbers in their list.
struct Crowd {
    /// By their lower-case path.
    by_path: HashMap<String, Vec<usize>>,
    /// By each end of it that is whole components.
    by_end: HashMap<String, Vec<usize>>,
    /// What was found for a written path, but for what the folder of a note decides.
    found: Mutex<HashMap<String, Found>>,
}

/// The files that a written path fits.
#[derive(Clone, Copy)]
struct Found {
    /// Whether it fits any without regard to case only.
    exactly: bool,
    /// The one with the shortest path.
    shortest: usize,
}

impl Crowd {
    fn of(files: &[LinkedFile]) -> Self {
        let mut crowd = Self {
            by_path: HashMap::default(),
            by_end: HashMap::default(),
            found: Mutex::default(),
        };
        for (index, file) in files.iter().enumerate() {
            crowd.by_path.entry(file.lower.clone()).or_default().push(index);
            let ends = file.lower.match_indices('/').map(|(at, _)| &file.lower[at + 1..]);
            for end in ends.chain([file.lower.as_str()]) {
                crowd.by_end.entry(end.to_owned()).or_default().push(index);
            }
        }
        crowd
    }

    fn found(&self, files: &[LinkedFile], path: &str, lower: &str) -> Option<Found> {
        let mut known = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(path) {
            return Some(*found);
        }
        let all = self.by_end.get(lower)?;
        let exactly = all.iter().any(|index| ends_with_path(&files[*index].path, path));
        let fits = |index: &&usize| !exactly || ends_with_path(&files[**index].path, path);
        let shortest = all.iter().filter(fits).min_by_key(|index| files[**index].by_length())?;
        let found = Found { exactly, shortest: *shortest };
        known.insert(path.to_owned(), found);
        Some(found)
    }

    /// As [`FileLookup::nearest`].
    fn nearest<'f>(
        &self,
        files: &'f [LinkedFile],
        path: &str,
        [lower, beside]: [&str; 2],
    ) -> Option<&'f LinkedFile> {
        let found = self.found(files, path, lower)?;
        let near = [lower, beside].into_iter().find_map(|place| {
            let there = self.by_path.get(place)?.iter().map(|index| &files[*index]);
            there
                .filter(|file| !found.exactly || ends_with_path(&file.path, path))
                .min_by_key(|file| &file.path)
        });
        near.or_else(|| files.get(found.shortest))
    }
}

impl LinkedFile {
    fn by_length(&self) -> (usize, &str) {
        (self.lower.chars().count(), &self.path)
    }
}

struct LinkedFile {
    /// As it is written, in Unicode's composed form.
    path: String,
    lower: String,
    target: Target,
}

impl FileLookup {
    /// Adds a file.
    pub(super) fn add(&mut self, path: &str, target: &Target) {
        let path = composed(path);
        let lower = path.to_lowercase();
        let name = last(&lower).to_owned();
        let files = self.by_name.entry(name).or_insert_with(|| Vec::with_capacity(1));
        files.push(LinkedFile { path, lower, target: target.clone() });
    }

    /// The file that a name or a path means in a note at `from`. A file with just that name goes
    /// before a note whose ending was left out: `007.jpg` is not `007.jpg.md`.
    pub(super) fn find(&self, from: &str, written: &str) -> Option<&Target> {
        let written = composed(written.trim());
        if written.starts_with("./") || written.starts_with("../") {
            return self.at(&url::resolve(from, &written)?);
        }
        if let Some(path) = written.strip_prefix('/') {
            return self.at(path);
        }
        with_endings(&written).find_map(|path| self.nearest(from, &path))
    }

    /// The file that a Markdown link means: relative to the note, else from the root, else as a
    /// wikilink does. A link to a folder is one to its `index.md`.
    pub(super) fn find_relative(&self, from: &str, written: &str) -> Option<&Target> {
        let written = composed(written);
        let relative = url::resolve(from, &written).and_then(|path| self.at(&path));
        relative
            .or_else(|| self.at(written.trim_start_matches('/')))
            .or_else(|| self.find(from, written.trim_end_matches('/')))
            .or_else(|| {
                let path = url::resolve(from, &format!("{written}/index"))?;
                self.at(&path)
            })
    }

    /// The file at a path.
    fn at(&self, path: &str) -> Option<&Target> {
        with_endings(path).find_map(|path| {
            let lower = path.to_lowercase();
            let files = self.by_name.get(last(&lower))?;
            let same: Vec<&LinkedFile> = match self.crowd(&lower, files) {
                Some(crowd) => crowd.by_path.get(&lower)?.iter().map(|at| &files[*at]).collect(),
                None => files.iter().filter(|file| file.lower == lower).collect(),
            };
            let exact = same.iter().find(|file| file.path == path);
            exact.or_else(|| same.first()).map(|file| &file.target)
        })
    }

    /// The files of a name, where they are many.
    fn crowd(&self, lower: &str, files: &[LinkedFile]) -> Option<&Crowd> {
        if files.len() <= FEW {
            return None;
        }
        let crowds = self.crowds.get_or_init(|| {
            let many = self.by_name.iter().filter(|(_, files)| files.len() > FEW);
            many.map(|(name, files)| (name.clone(), Crowd::of(files))).collect()
        });
        crowds.get(last(lower))
    }

    fn nearest(&self, from: &str, path: &str) -> Option<&Target> {
        let lower = path.to_lowercase();
        let files = self.by_name.get(last(&lower))?;
        let beside = || match from.rsplit_once('/') {
            Some((folder, _)) => composed(&format!("{folder}/{lower}")).to_lowercase(),
            None => composed(&lower).to_lowercase(),
        };
        if let Some(crowd) = self.crowd(&lower, files) {
            return crowd.nearest(files, path, [&lower, &beside()]).map(|file| &file.target);
        }
        let mut found: Vec<&LinkedFile> =
            files.iter().filter(|file| ends_with_path(&file.lower, &lower)).collect();
        // Of names that differ in case only, the exact one is meant.
        if found.iter().any(|file| ends_with_path(&file.path, path)) {
            found.retain(|file| ends_with_path(&file.path, path));
        }
        if let [only] = found[..] {
            return Some(&only.target);
        }
        let beside = beside();
        let nearest = found.into_iter().min_by_key(|file| {
            let rank = if file.lower == lower { 0 } else { 1 + u8::from(file.lower != beside) };
            (rank, file.by_length())
        });
        nearest.map(|file| &file.target)
    }
}

/// A path as it is, then with the endings of notes, which links may leave out.
fn with_endings(path: &str) -> impl Iterator<Item = String> {
    [""].into_iter().chain(ENDINGS).map(move |ending| [path, ending].concat())
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path ends with another one, by whole components.
fn ends_with_path(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn composed(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::FileLookup;
    use crate::model::Target;

    fn found(files: &[&str], from: &str, written: &str) -> String {
        let mut lookup = FileLookup::default();
        for path in files {
            lookup.add(path, &Target::File((*path).to_owned()));
        }
        match lookup.find(from, written) {
            Some(Target::File(path)) => path.clone(),
            _ => "-".to_owned(),
        }
    }

    #[test]
    fn a_name_means_the_root_then_the_own_folder_then_the_shortest_path() {
        let files = ["a/b/Todo.md", "qqqq/Todo.md", "x/Todo.md", "q/deep/Only.md", "q/Todo.md"];
        assert_eq!(found(&files, "a/b/me.md", "Todo"), "a/b/Todo.md");
        assert_eq!(found(&files, "qqqq/me.md", "todo"), "qqqq/Todo.md");
        assert_eq!(found(&files, "me.md", "Todo"), "q/Todo.md");
        assert_eq!(found(&files, "me.md", "deep/Only"), "q/deep/Only.md");
        assert_eq!(found(&files, "me.md", "eep/Only"), "-");
        assert_eq!(found(&files, "me.md", "wrong/Todo"), "-");
        assert_eq!(found(&files, "x/me.md", "../qqqq/Todo"), "qqqq/Todo.md");
        assert_eq!(found(&files, "x/me.md", "/x/Todo"), "x/Todo.md");
        let with_root = [&files[..], &["Todo.md"]].concat();
        assert_eq!(found(&with_root, "a/b/me.md", "Todo"), "Todo.md");
    }

    #[test]
    fn many_files_of_a_name_are_found_as_few_are() {
        let files =
            ["Todo.md", "a/B/Todo.md", "a/b/todo.md", "qq/Todo.md", "q/deep/todo.md", "q/Todo.md"];
        let others: Vec<String> = (0..40).map(|i| format!("zzzzzz/{i}/Todo.md")).collect();
        let more: Vec<&str> =
            files.iter().copied().chain(others.iter().map(String::as_str)).collect();
        for from in ["me.md", "a/b/me.md", "q/deep/me.md", "q/me.md", "other/me.md"] {
            for written in [
                "Todo",
                "todo",
                "TODO",
                "b/todo",
                "B/Todo",
                "deep/Todo",
                "/q/todo",
                "../todo",
                "x/Todo",
                "eep/Todo",
                "todo.md",
            ] {
                for first in 0..files.len() {
                    let (few, many) = (
                        found(&files[first..], from, written),
                        found(&more[first..], from, written),
                    );
                    assert_eq!(few, many, "{written} in {from}, without {first}");
                }
            }
        }
    }

    #[test]
    fn the_ending_may_be_left_out_and_case_decides_last() {
        let files = [
            "007.jpg.md",
            "007.jpg",
            "Note.md",
            "note.md",
            "old.markdown",
            "re\u{301}sume\u{301}.md",
        ];
        assert_eq!(found(&files, "a.md", "007.jpg"), "007.jpg");
        assert_eq!(found(&files, "a.md", "Note"), "Note.md");
        assert_eq!(found(&files, "a.md", "note.md"), "note.md");
        assert_eq!(found(&files, "a.md", "Old"), "old.markdown");
        assert_eq!(found(&files, "a.md", "Résumé"), "re\u{301}sume\u{301}.md");
    }
}
