//! Creates files without ever replacing one.

use std::fs::{File, create_dir_all};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Creates a file and its folders. Returns `false` and changes nothing if the file exists.
pub(super) fn create(path: &Path, text: &str) -> Result<bool> {
    let failed = || format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        create_dir_all(folder).with_context(failed)?;
    }
    match File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).with_context(failed).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(failed),
    }
}
