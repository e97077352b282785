//! Writes a document to one file, completely or not at all. Never replaces files that loopbook did not
//! write.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::model::Journal;
use crate::read::files::{CONFIG, relative, walk};
use crate::regular_file;

/// How much of a file to read in order to recognize it.
const READ_LIMIT: u64 = 1 << 20;

/// Which files may be replaced by a document.
pub(super) struct Replaceable<'r> {
    /// Recognizes a document of loopbook by its beginning.
    pub is_ours: fn(&[u8]) -> bool,
    /// Whether to replace other files too, except those of the journal.
    pub force: bool,
    /// The journal's folder.
    pub root: &'r Path,
    /// The journal.
    pub journal: &'r Journal,
}

/// Writes a document to a temporary file and renames it to `path`. If `path` is a symbolic link, its
/// target is replaced.
pub(super) fn write(path: &Path, bytes: &[u8], replaceable: &Replaceable<'_>) -> Result<()> {
    let shown = path.display();
    let failed = || format!("cannot write `{}`", path.display());
    let target = link_target(path)?;
    if target.is_dir() {
        bail!("`{shown}` is a folder: use `-o` to name a file in it");
    }
    if target.metadata().is_ok_and(|found| !found.is_file()) {
        bail!("`{shown}` is not a regular file: use `-o -` for standard output");
    }
    if !may_replace(&target, replaceable.is_ours).with_context(failed)? {
        if let Some(path) = file_of_journal(&target, replaceable) {
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
    // The temporary name does not contain the file's name, which may already be as long as possible.
    let part = target.with_file_name(format!(".loopbook-part-{}", std::process::id()));
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, &target));
    if written.is_err() {
        // An error here is less important than the first one.
        let _ = fs::remove_file(&part);
    }
    written.with_context(failed)
}

/// The target of a symbolic link; any other path as it is.
fn link_target(path: &Path) -> Result<PathBuf> {
    let Ok(target) = fs::read_link(path) else { return Ok(path.to_path_buf()) };
    path.canonicalize().with_context(|| {
        format!("`{}` is a link to `{}`, which cannot be written", path.display(), target.display())
    })
}

/// The path of a file in the journal, if the journal reads this file.
fn file_of_journal(file: &Path, replaceable: &Replaceable<'_>) -> Option<String> {
    let Replaceable { root, journal, .. } = replaceable;
    let file = file.canonicalize().ok()?;
    if root.join(CONFIG).canonicalize().is_ok_and(|config| config == file) {
        return Some(CONFIG.to_owned());
    }
    let root = root.canonicalize().ok()?;
    let path = file.starts_with(&root).then(|| relative(&root, &file))?;
    let output = root.join(&journal.config.output);
    let found = walk(&root, &journal.config, &output, &mut Vec::new());
    found.files.iter().any(|file| file.path == path).then_some(path)
}

fn may_replace(path: &Path, is_ours: fn(&[u8]) -> bool) -> std::io::Result<bool> {
    let file = match regular_file::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut beginning = Vec::new();
    file.take(READ_LIMIT).read_to_end(&mut beginning)?;
    Ok(beginning.is_empty() || is_ours(&beginning))
}
