//! A note from one line on the command line.

use super::keys::scalar;
use super::{NewNote, Request, path};
use crate::edit::{KeyValue, escaped};
use crate::model::Journal;

/// A heading that is longer, in characters, is hard to read: the text is then a paragraph.
const LONGEST_TITLE: usize = 100;

/// How many words of a text name its file.
const NAMING_WORDS: usize = 8;

/// The note: its keys, and the text, which is data and shown as it is.
pub fn log(journal: &Journal, request: &Request, text: &str, fields: &[KeyValue]) -> NewNote {
    let first = text.trim().lines().next().unwrap_or("").trim();
    let words: Vec<&str> = first.split_whitespace().take(NAMING_WORDS).collect();
    let mut note = "---\n".to_owned();
    for KeyValue { key, value } in fields {
        note.push_str(&format!("{key}: {value}\n"));
    }
    note.push_str("---\n");
    let shown = escaped(text);
    if first.chars().count() <= LONGEST_TITLE {
        note.push_str("# ");
    }
    note.push_str(&shown);
    note.push('\n');
    NewNote { path: path::path(journal, request, Some(&words.join(" "))), text: note }
}

/// A value for a key: one stands alone, several in a list.
pub fn value(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| scalar(value)).collect();
    match values.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}
