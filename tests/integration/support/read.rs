//! A journal of a few words, read. How it is written is said in `notation`.

use loopbook::model::Journal;
use loopbook::read;

use super::folder::folder;
use super::notation;

/// Writes a journal, and reads it. None of its notes may have an error.
pub(crate) fn journal(text: &str) -> Journal {
    let folder = folder(&notation::files(text));
    let read::Read { journal, diagnostics, .. } = read::read(folder.path(), None);
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    journal.expect("a journal")
}
