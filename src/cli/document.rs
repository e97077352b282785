//! A document of one file: whole or not there, and never in the place of what somebody else wrote.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::model::Journal;
use crate::read::files::{CONFIG, relative, walk};

/// How much of a file is looked at to know whose it is.
const LOOKED_AT: u64 = 1 << 20;

/// Which files may be replaced by a document.
pub(super) struct Replaceable<'r> {
    /// Knows a document of ours by its beginning.
    pub is_ours: fn(&[u8]) -> bool,
    /// Whether other files are replaced too, but for those of the journal.
    pub force: bool,
    /// The folder of the journal.
    pub root: &'r Path,
    /// The journal.
    pub journal: &'r Journal,
}

/// Writes a document beside its place and renames it there. What a link leads to is replaced, and not
/// the link.
pub(super) fn write(place: &Path, bytes: &[u8], replaceable: &Replaceable<'_>) -> Result<()> {
    let shown = place.display();
    let failed = || format!("cannot write `{}`", place.display());
    let real = real(place)?;
    if real.is_dir() {
        bail!("`{shown}` is a folder: use `-o` to name a file in it");
    }
    if !may_replace(&real, replaceable.is_ours).with_context(failed)? {
        if let Some(path) = file_of_journal(&real, replaceable) {
            bail!(
                "`{path}` is a file of the journal, which loopbook never replaces: choose another file with `-o`"
            );
        }
        if !replaceable.force {
            bail!(
                "`{shown}` already exists and is not a packet: choose another file with `-o`, or replace it with `--force`"
            );
        }
    }
    // Nothing of the name is in it, which may be as long as a name can be.
    let part = real.with_file_name(format!(".loopbook-part-{}", std::process::id()));
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, &real));
    if written.is_err() {
        // What is left of it would only puzzle; the first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written.with_context(failed)
}

/// The file that a place is, where it is a link.
fn real(place: &Path) -> Result<PathBuf> {
    let Ok(target) = fs::read_link(place) else { return Ok(place.to_path_buf()) };
    place.canonicalize().with_context(|| {
        format!(
            "`{}` is a link to `{}`, which cannot be written",
            place.display(),
            target.display()
        )
    })
}

/// The path of a file in the journal, where it is read as a part of it.
fn file_of_journal(place: &Path, replaceable: &Replaceable<'_>) -> Option<String> {
    let Replaceable { root, journal, .. } = replaceable;
    let real = place.canonicalize().ok()?;
    if root.join(CONFIG).canonicalize().is_ok_and(|config| config == real) {
        return Some(CONFIG.to_owned());
    }
    let root = root.canonicalize().ok()?;
    let path = real.starts_with(&root).then(|| relative(&root, &real))?;
    let output = root.join(&journal.config.output);
    let found = walk(&root, &journal.config, &output, &mut Vec::new());
    found.files.iter().any(|file| file.path == path).then_some(path)
}

fn may_replace(place: &Path, is_ours: fn(&[u8]) -> bool) -> std::io::Result<bool> {
    let file = match File::open(place) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut begins = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut begins)?;
    Ok(begins.is_empty() || is_ours(&begins))
}
