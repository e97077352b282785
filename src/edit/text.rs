//! A file's text, on disk and as it is read.

use std::ops::Range;

/// Replaces a range of a file's text, as it is read, by another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced; empty to insert.
    pub range: Range<usize>,
    /// What stands there afterwards, with `\n` line endings.
    pub text: String,
}

/// The text of a file.
///
/// Notes are read with `\n` line endings and without a byte-order mark, and places in them count so.
/// Changes are made to the text on disk, whose line endings and mark stay as they are.
#[derive(Clone, Debug)]
pub struct FileText {
    disk: String,
}

const MARK: char = '\u{feff}';

impl FileText {
    /// Decodes a file's bytes; `None` if they are not UTF-8.
    pub fn decode(bytes: Vec<u8>) -> Option<Self> {
        Some(Self { disk: String::from_utf8(bytes).ok()? })
    }

    /// The text on disk.
    pub fn on_disk(&self) -> &str {
        &self.disk
    }

    /// The text as it is read.
    pub fn as_read(&self) -> String {
        let text = self.disk.strip_prefix(MARK).unwrap_or(&self.disk);
        text.replace("\r\n", "\n").replace('\r', "\n")
    }

    /// The first line ending of the file, for new lines.
    fn line_ending(&self) -> &'static str {
        match self.disk.find(['\n', '\r']) {
            Some(at) if self.disk[at..].starts_with("\r\n") => "\r\n",
            Some(at) if self.disk[at..].starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// The text on disk after some changes, which must not overlap.
    #[must_use]
    pub fn changed(&self, mut changes: Vec<Change>) -> String {
        changes.sort_by_key(|change| (change.range.start, change.range.end));
        let mut places = Places { disk: &self.disk, read: 0, on_disk: 0 };
        if self.disk.starts_with(MARK) {
            places.on_disk = MARK.len_utf8();
        }
        let mut text = String::with_capacity(self.disk.len());
        let mut kept = 0;
        for change in changes {
            let start = places.find(change.range.start);
            text.push_str(&self.disk[kept..start]);
            text.push_str(&change.text.replace('\n', self.line_ending()));
            kept = places.find(change.range.end);
        }
        text.push_str(&self.disk[kept..]);
        text
    }
}

/// Finds places of the text as it is read in the text on disk, in ascending order.
struct Places<'t> {
    disk: &'t str,
    read: usize,
    on_disk: usize,
}

impl Places<'_> {
    fn find(&mut self, place: usize) -> usize {
        let bytes = self.disk.as_bytes();
        while self.read < place && self.on_disk < bytes.len() {
            let is_pair = bytes[self.on_disk..].starts_with(b"\r\n");
            self.on_disk += if is_pair { 2 } else { 1 };
            self.read += 1;
        }
        self.on_disk
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Change, FileText};

    fn file(text: &str) -> FileText {
        FileText::decode(text.as_bytes().to_vec()).expect("UTF-8")
    }

    #[test]
    fn changes_keep_marks_and_line_endings() {
        let file = file("\u{feff}one\r\ntwo\r\nthree\n");
        assert_eq!(file.as_read(), "one\ntwo\nthree\n");
        let changes = vec![
            Change { range: 8..13, text: "3\n".to_owned() },
            Change { range: 4..4, text: "b\n".to_owned() },
        ];
        assert_eq!(file.changed(changes), "\u{feff}one\r\nb\r\ntwo\r\n3\r\n\n");
    }

    proptest! {
        #[test]
        fn a_change_is_the_same_on_disk_and_as_read(
            // Files mix `\n` and `\r\n`; nothing writes lone `\r` among others.
            text in "\u{feff}?([ab漢]|\n|\r\n){0,20}", from in 0usize..20, length in 0usize..9, new in "[x\n]{0,3}"
        ) {
            let file = file(&text);
            let read = file.as_read();
            let boundary = |at: usize| (0..=at.min(read.len())).rev().find(|at| read.is_char_boundary(*at));
            let range = boundary(from).expect("0")..boundary(from + length).expect("0");
            let mut expected = read.clone();
            expected.replace_range(range.clone(), &new);
            let changed = file.changed(vec![Change { range, text: new }]);
            prop_assert_eq!(super::tests::file(&changed).as_read(), expected);
        }
    }
}
