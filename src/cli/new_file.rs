//! Files that are not there yet: nothing is ever replaced.

use std::fs::{File, create_dir_all};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a new file, with the folders that it lies in. False where there is one already, which
/// stays as it is.
pub(super) fn create(place: &Path, text: &str) -> Result<bool> {
    let failed = || format!("cannot write `{}`", place.display());
    if let Some(folder) = place.parent() {
        create_dir_all(folder).with_context(failed)?;
    }
    match File::create_new(place) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(failed).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(failed),
    }
}
