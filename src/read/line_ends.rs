//! Line ends that other programs write, and that end no line of a note.

use memchr::memmem;

/// NEL, which ends a line in YAML 1.1, and the separators of lines and paragraphs in Unicode.
pub(super) const FOREIGN: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a text has one of them. Every note is asked, so that it must be quick.
pub(super) fn has_foreign(text: &str) -> bool {
    let has = |end: &str| memmem::find(text.as_bytes(), end.as_bytes()).is_some();
    !text.is_ascii() && (has("\u{85}") || has("\u{2028}") || has("\u{2029}"))
}
