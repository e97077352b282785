//! The list of the files that a build wrote into a folder, and may replace or remove.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use super::{OutputError, failed};
use crate::model::config::SITE_MANIFEST;
use crate::model::vocabulary::{Audience, Word};

const HEAD: &str = "# The files that loopbook wrote here, and may replace or remove.";
/// What the line begins with that says for whom they are, where that is not the author.
const AUDIENCE: &str = "# For: ";
/// What the line of a file begins with that no page of the site links to.
const UNLINKED: &str = "# Not linked: ";
/// What a new list is called until it is whole.
pub(super) const NEW: &str = ".loopbook-new";

/// What a build left in a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The files.
    pub paths: BTreeSet<String>,
    /// Those of them that a stopped build was about to link to, or had removed the links to. What
    /// they link to may be missing, or be about to be.
    pub unlinked: BTreeSet<String>,
    /// For whom.
    pub audience: Audience,
}

impl Manifest {
    /// Reads the list in a folder; `None` where no build made this folder.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, OutputError> {
        let place = folder.join(SITE_MANIFEST);
        match fs::read_to_string(&place) {
            Ok(text) => Ok(Some(Self::parse(&text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(reason) => Err(OutputError::Unreadable { path: place, reason }),
        }
    }

    fn parse(text: &str) -> Self {
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

    /// Whether something else than a file of ours is at its place.
    pub(super) fn is_foreign(&self, path: &str, place: &Path) -> bool {
        let there = place.symlink_metadata();
        let is_folder = there.as_ref().is_ok_and(fs::Metadata::is_dir);
        there.is_ok() && !self.paths.contains(path) && !(is_folder && self.has_in(path))
    }

    /// Whether a folder belongs to one of the files; the site's own has no name.
    pub(super) fn has_in(&self, folder: &str) -> bool {
        let within = format!("{folder}/");
        let first = self.paths.range(within.clone()..).next();
        folder.is_empty() || first.is_some_and(|first| first.starts_with(&within))
    }

    /// Whether a site for those readers may take its place: one for who may see more could show it to
    /// who may not.
    pub(super) fn admits(
        &self,
        now: Audience,
        folder: &Path,
        force: bool,
    ) -> Result<(), OutputError> {
        let was = self.audience;
        if now < was && !force {
            return Err(OutputError::Wider { place: folder.to_path_buf(), was, now });
        }
        Ok(())
    }
}

/// Writes the list into a folder. `linked` and `unlinked` are all files.
pub(super) fn write<'p>(
    folder: &Path,
    linked: impl IntoIterator<Item = &'p str>,
    unlinked: impl IntoIterator<Item = &'p str>,
    audience: Audience,
) -> Result<(), OutputError> {
    let mut text = format!("{HEAD}\n");
    if audience != Audience::Me {
        text.push_str(&format!("{AUDIENCE}{}\n", audience.word()));
    }
    let unlinked = unlinked.into_iter().map(|path| (UNLINKED, path));
    for (mark, path) in linked.into_iter().map(|path| ("", path)).chain(unlinked) {
        text.push_str(mark);
        text.push_str(&line_of(path));
        text.push('\n');
    }
    let (place, new) = (folder.join(SITE_MANIFEST), folder.join(NEW));
    fs::write(&new, text).and_then(|()| fs::rename(&new, &place)).map_err(failed(&place))
}

/// A path as a line: in quotes where it would be taken for something else.
fn line_of(path: &str) -> String {
    let plain = !path.starts_with(['#', '"']) && !path.contains(char::is_control);
    if plain { path.to_owned() } else { serde_json::Value::from(path).to_string() }
}

/// A line as a path. One that leads out of the folder can't be ours, whoever wrote it there.
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
