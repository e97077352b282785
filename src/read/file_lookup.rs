//! Which file a link means, by the rules of Obsidian: the exact path; the folder of the note that
//! links; the shortest path. Folders match whole components.

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::markdown::url;
use crate::model::Target;
use crate::model::note_path::ENDINGS;

/// The files that links can lead to, by their names.
#[derive(Default)]
pub struct FileLookup {
    /// By the lower-case name, ending included.
    by_name: HashMap<String, Vec<LinkedFile>>,
}

struct LinkedFile {
    /// As it is written, in Unicode's composed form.
    path: String,
    lower: String,
    target: Target,
}

impl FileLookup {
    /// Adds a file.
    pub fn add(&mut self, path: &str, target: &Target) {
        let path = composed(path);
        let lower = path.to_lowercase();
        let files = self.by_name.entry(last(&lower).to_owned()).or_default();
        files.push(LinkedFile { path, lower, target: target.clone() });
    }

    /// The file that a name or a path means in a note at `from`. A file with just that name goes
    /// before a note whose ending was left out: `007.jpg` is not `007.jpg.md`.
    pub fn find(&self, from: &str, written: &str) -> Option<&Target> {
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
    pub fn find_relative(&self, from: &str, written: &str) -> Option<&Target> {
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
            let mut same = files.iter().filter(|file| file.lower == lower);
            let exact = files.iter().find(|file| file.path == path);
            exact.or_else(|| same.next()).map(|file| &file.target)
        })
    }

    fn nearest(&self, from: &str, path: &str) -> Option<&Target> {
        let lower = path.to_lowercase();
        let files = self.by_name.get(last(&lower))?;
        let mut found: Vec<&LinkedFile> =
            files.iter().filter(|file| ends_with_path(&file.lower, &lower)).collect();
        // Of names that differ in case only, the exact one is meant.
        if found.iter().any(|file| ends_with_path(&file.path, path)) {
            found.retain(|file| ends_with_path(&file.path, path));
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = if folder.is_empty() { lower.clone() } else { format!("{folder}/{lower}") };
        let beside = composed(&beside).to_lowercase();
        let nearest = found.into_iter().min_by_key(|file| {
            let rank = if file.lower == lower { 0 } else { 1 + u8::from(file.lower != beside) };
            (rank, file.lower.chars().count(), &file.path)
        });
        nearest.map(|file| &file.target)
    }
}

/// A path as it is, then with the endings of notes, which links may leave out.
fn with_endings(path: &str) -> impl Iterator<Item = String> {
    std::iter::once(String::new())
        .chain(ENDINGS.map(str::to_owned))
        .map(move |ending| format!("{path}{ending}"))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a path ends with another one, by whole components.
fn ends_with_path(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn composed(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
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
