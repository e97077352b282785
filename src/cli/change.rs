//! Files that exist, as the verbs that change them need them.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::Usage;
use super::ask::Asker;
use super::report;
use crate::edit::{self, FileText};
use crate::regular_file;

/// Reads a note that is to be changed: its bytes, and its text.
pub(super) fn read(path: &Path) -> Result<(Vec<u8>, FileText)> {
    let shown = path.display();
    let bytes = regular_file::read_text(path).with_context(|| format!("cannot read `{shown}`"))?;
    let text = FileText::decode(bytes.clone())
        .ok_or_else(|| anyhow!("`{shown}` is not UTF-8 text: nothing was changed"))?;
    Ok((bytes, text))
}

/// Replaces a note, unless it changed since it was read.
pub(super) fn replace(path: &Path, before: &[u8], after: &str) -> Result<()> {
    edit::replace(path, before, after.as_bytes())
        .with_context(|| format!("`{}` was not changed", path.display()))
}

/// Undoes what a program that stopped halfway left in a journal.
pub(super) fn undo_unfinished(journal: &Path) -> Result<()> {
    let failed = "cannot undo an unfinished `loopbook rename`";
    if edit::undo_unfinished(journal).context(failed)? {
        writeln!(anstream::stderr(), "an unfinished `loopbook rename` was undone")?;
    }
    Ok(())
}

/// Shows a change and asks whether to make it. Without a terminal, it takes `--yes`.
pub(super) fn is_confirmed(diff: &str, yes: bool) -> Result<bool> {
    let mut err = anstream::stderr();
    for line in diff.lines() {
        writeln!(err, "{}", report::plain(line))?;
    }
    if yes {
        return Ok(true);
    }
    let mut asker = Asker::terminal();
    if !asker.is_interactive() {
        bail!(Usage("nothing was changed: there is nobody to ask; use `--yes`".to_owned()));
    }
    asker.yes("change it like this?")
}
