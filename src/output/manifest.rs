//! The list of files that a build wrote to a folder. Later builds may replace and remove them.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use super::{OutputError, failed};
use crate::model::config::SITE_MANIFEST;
use crate::model::vocabulary::{Audience, Word};

const HEAD: &str = "# The files that loopbook wrote here, and may replace or remove.";
/// The beginning of the line that names the readers, if the site is not for the author.
const AUDIENCE: &str = "# For: ";
/// The beginning of a line with a file that no page of the site links to.
const UNLINKED: &str = "# Not linked: ";
/// The name of a new list while it is being written.
pub(super) const NEW: &str = ".loopbook-new";

/// The files that a build left in a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// All files.
    pub paths: BTreeSet<String>,
    /// The files that no page links to, because a build was stopped before it added links to them or
    /// after it removed these. Their own links may be dead.
    pub unlinked: BTreeSet<String>,
    /// Who reads the site.
    pub audience: Audience,
}

impl Manifest {
    /// Reads the list in a folder; `None` if no build wrote the folder.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, OutputError> {
        Ok(read_text(folder)?.map(|text| Self::parse(&text)))
    }

    /// Reads the text of a list.
    pub(super) fn parse(text: &str) -> Self {
        let mut manifest = Self::default();
        for line in text.lines() {
            if let Some(word) = line.strip_prefix(AUDIENCE) {
                manifest.audience = Audience::parse(word).unwrap_or_default();
            } else if let Some(path) = line.strip_prefix(UNLINKED) {
                manifest.unlinked.extend(path_of(path));
            } else if !line.starts_with('#') {
                manifest.paths.extend(path_of(line));
            }
        }
        manifest.paths.extend(manifest.unlinked.iter().cloned());
        manifest
    }

    /// Whether something that loopbook did not write has this path. `target` is the full path.
    pub(super) fn is_foreign(&self, path: &str, target: &Path) -> bool {
        let existing = target.symlink_metadata();
        let is_folder = existing.as_ref().is_ok_and(fs::Metadata::is_dir);
        existing.is_ok() && !self.paths.contains(path) && !(is_folder && self.has_in(path))
    }

    /// Whether any of the files is in this folder. The site's own folder is `""`.
    pub(super) fn has_in(&self, folder: &str) -> bool {
        let within = format!("{folder}/");
        let first = self.paths.range(within.clone()..).next();
        folder.is_empty() || first.is_some_and(|first| first.starts_with(&within))
    }

    /// Checks that a site for `now` may replace this one. Otherwise readers of this site could see a
    /// site that shows more than they may see.
    pub(super) fn admits(
        &self,
        now: Audience,
        folder: &Path,
        force: bool,
    ) -> Result<(), OutputError> {
        let was = self.audience;
        if now < was && !force {
            return Err(OutputError::Wider { folder: folder.to_path_buf(), was, now });
        }
        Ok(())
    }
}

/// The text of the list in a folder; `None` if no build wrote the folder.
pub(super) fn read_text(folder: &Path) -> Result<Option<String>, OutputError> {
    let path = folder.join(SITE_MANIFEST);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(OutputError::Unreadable { path, reason }),
    }
}

/// Writes the list to a folder. `linked` and `unlinked` together are all files.
pub(super) fn write<'p>(
    folder: &Path,
    linked: impl IntoIterator<Item = &'p str>,
    unlinked: impl IntoIterator<Item = &'p str>,
    audience: Audience,
) -> Result<(), OutputError> {
    let text = text(linked, unlinked, audience);
    let (path, new) = (folder.join(SITE_MANIFEST), folder.join(NEW));
    fs::write(&new, text).and_then(|()| fs::rename(&new, &path)).map_err(failed(&path))
}

/// The text of a list.
pub(super) fn text<'p>(
    linked: impl IntoIterator<Item = &'p str>,
    unlinked: impl IntoIterator<Item = &'p str>,
    audience: Audience,
) -> String {
    let mut text = format!("{HEAD}\n");
    if audience != Audience::Me {
        text.push_str(&format!("{AUDIENCE}{}\n", audience.word()));
    }
    let unlinked = unlinked.into_iter().map(|path| (UNLINKED, path));
    for (mark, path) in linked.into_iter().map(|path| ("", path)).chain(unlinked) {
        text.push_str(mark);
        push_line(path, &mut text);
    }
    text
}

/// Adds a path as a line, in quotes if it could be taken for something else.
fn push_line(path: &str, text: &mut String) {
    // All bytes are looked at, for that is quicker than to stop at one that is hardly ever there.
    let special = path.bytes().fold(false, |found, byte| found | !(b' '..0x7f).contains(&byte));
    if path.starts_with(['#', '"']) || special && path.contains(char::is_control) {
        text.push_str(&serde_json::Value::from(path).to_string());
    } else {
        text.push_str(path);
    }
    text.push('\n');
}

/// A line as a path; `None` if the path leads out of the folder, because loopbook writes no such
/// path.
fn path_of(line: &str) -> Option<String> {
    let path = match line.strip_prefix('"') {
        Some(_) => serde_json::from_str(line).ok()?,
        None => line.to_owned(),
    };
    let inside = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    (inside && !path.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{Audience, Manifest, write};

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = ["#a", "\"b", "c/d.html", "e\nf", "ü.html"];
        write(folder.path(), paths, ["new.html", "#new"], Audience::Public).expect("written");
        let read = Manifest::read(folder.path()).expect("readable").expect("there");
        let all = paths.iter().chain(&["new.html", "#new"]).map(ToString::to_string);
        assert_eq!(read.paths, all.collect());
        assert_eq!(read.unlinked, ["new.html".to_owned(), "#new".to_owned()].into());
        assert_eq!(read.audience, Audience::Public);
    }

    #[test]
    fn nothing_outside_is_ours() {
        let read =
            Manifest::parse("# head\n../a\n/b\nc/../../d\n\"../e\"\n# Not linked: ../f\nok\n");
        assert_eq!(read.paths, ["ok".to_owned()].into());
    }
}
