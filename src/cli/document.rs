//! A document of one file: whole or not there, and never in the place of what somebody else wrote.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// How much of a file is looked at to know whose it is.
const LOOKED_AT: u64 = 1 << 20;

/// Writes a document beside its place and renames it there. What is there already is replaced only
/// where `is_ours` knows its beginning, or by `force`.
pub fn write(
    place: &Path,
    bytes: &[u8],
    is_ours: impl Fn(&[u8]) -> bool,
    force: bool,
) -> Result<()> {
    let shown = place.display();
    let failed = || format!("cannot write `{}`", place.display());
    if !force && !may_replace(place, is_ours).with_context(failed)? {
        bail!(
            "`{shown}` is there already, and is no packet: name another file with `-o`, or replace it with `--force`"
        );
    }
    let Some(name) = place.file_name().filter(|_| !place.is_dir()) else {
        bail!("`{shown}` is a folder: name a file in it with `-o`");
    };
    let part = place.with_file_name(format!(".{}.loopbook-part", name.to_string_lossy()));
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, place));
    if written.is_err() {
        // What is left of it would only puzzle; the first error is the one to tell.
        let _ = fs::remove_file(&part);
    }
    written.with_context(failed)
}

fn may_replace(place: &Path, is_ours: impl Fn(&[u8]) -> bool) -> std::io::Result<bool> {
    let file = match File::open(place) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    // A folder is told apart by its own message.
    if file.metadata()?.is_dir() {
        return Ok(true);
    }
    let mut begins = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut begins)?;
    Ok(begins.is_empty() || is_ours(&begins))
}
