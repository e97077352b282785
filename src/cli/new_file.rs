//! Creates files, each whole or not at all, without ever replacing one.

use std::fs::create_dir_all;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use crate::edit;

/// Creates a file and its folders. Returns `false` and changes nothing if the file exists.
pub(super) fn create(path: &Path, text: &str) -> Result<bool> {
    let failed = || format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        create_dir_all(folder).with_context(failed)?;
    }
    match edit::create(path, text.as_bytes()) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(failed),
    }
}
