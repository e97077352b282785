//! One note as its author wrote it, with the places of what programs may change in it.

use std::borrow::Cow;
use std::ops::Range;

use super::files::File;
use super::matter::{Format, MAX_BYTES, fields};
use super::notes::{NoteHead, ParsedNote};
use super::parts::cut;
use super::scan::Scanned;
use super::split::{FrontMatter, split};
use super::{ParsedFile, Texts, parse_file};
use crate::diagnostic::Diagnostic;
use crate::model::document::{Kind, NodeId};
use crate::model::vocabulary::Visibility;
use crate::model::{Config, Document, Promise, Slug};

/// What a note says by itself, without the rest of the journal. Places are in the text as it is read:
/// with `\n` line endings and without a byte-order mark.
pub struct WrittenNote {
    /// Its promises, and the boxes of their items in task lists.
    pub promises: Vec<(Promise, Range<usize>)>,
    /// The widest audience that may see it, where it says so.
    pub visibility: Option<Visibility>,
    /// The parts of a day's note that are entries of their own: their titles, and who may see them.
    pub parts: Vec<(String, Visibility)>,
}

/// Reads a note's text. The note is `None` if an error keeps it out of the journal.
pub fn written_note(
    path: &str,
    text: &str,
    config: &Config,
) -> (Option<WrittenNote>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let file = File { path: path.to_owned(), on_disk: path.into(), is_drawing: false };
    let bytes = Ok(text.as_bytes().to_vec());
    let parsed = parse_file(file, Some(bytes), Texts::All, config, &mut problems);
    let note = parsed.and_then(|parsed| match parsed {
        ParsedFile::Note(note) => Some(of_note(*note)),
        ParsedFile::Goal(note) => Some(of_thing(*note, |goal| goal.visibility)),
        ParsedFile::Task(note) => Some(of_thing(*note, |task| task.visibility)),
        ParsedFile::Person(note) => Some(of_thing(*note, |person| person.visibility)),
        ParsedFile::Entries(_) | ParsedFile::Ladder(_) | ParsedFile::File(_) => None,
    });
    (note, problems)
}

fn of_note(note: ParsedNote<NoteHead>) -> WrittenNote {
    let parts = note.value.parts.into_iter().map(|part| part.head);
    let parts = parts.map(|head| (head.title, head.visibility.unwrap_or(Visibility::Private)));
    let promises = promises(&note.scanned);
    WrittenNote { promises, visibility: note.value.head.visibility, parts: parts.collect() }
}

fn of_thing<T>(note: ParsedNote<T>, visibility: fn(&T) -> Option<Visibility>) -> WrittenNote {
    let promises = promises(&note.scanned);
    WrittenNote { promises, visibility: visibility(&note.value), parts: Vec::new() }
}

fn promises(scanned: &Scanned) -> Vec<(Promise, Range<usize>)> {
    let mut promises = Vec::new();
    for body in texts(scanned) {
        promises.extend(body.promises.iter().filter_map(|promise| {
            let is_box = |id: &NodeId| matches!(body.node(*id).kind, Kind::TaskMarker(_));
            let own = body.subtree(promise.item).find(is_box)?;
            Some((promise.clone(), scanned.place(&body.node(own).span)))
        }));
    }
    promises
}

/// The text of a note, and that of each of its parts, whose promises and fields are its own.
pub(super) fn texts(scanned: &Scanned) -> Vec<Cow<'_, Document>> {
    let body = &scanned.body;
    let part = |at| Cow::Owned(cut(body, at, &Slug::default(), &Slug::default()));
    std::iter::once(Cow::Borrowed(body)).chain((0..body.parts.len()).map(part)).collect()
}

/// How a key of the front matter gets a value, a word: the range to replace, and the text to put
/// there. `None` if the front matter can't be read.
pub fn with_key(text: &str, key: &str, word: &str) -> Option<(Range<usize>, String)> {
    let Some(FrontMatter { range: matter, format }) = split(text).ok()?.matter else {
        return Some((0..0, format!("---\n{key}: {word}\n---\n")));
    };
    let fields = fields(&text[matter.clone()], format, MAX_BYTES).ok()?;
    let value = match format {
        Format::Yaml => word.to_owned(),
        Format::Toml | Format::Json => format!("\"{word}\""),
    };
    let is_empty = fields.is_empty();
    if let Some((.., old)) = fields.into_iter().find(|(name, ..)| name.eq_ignore_ascii_case(key)) {
        return Some((matter.start + old.range.start..matter.start + old.range.end, value));
    }
    Some(match format {
        Format::Yaml => (matter.end..matter.end, format!("{key}: {value}\n")),
        // Behind the last table, the key would belong to that.
        Format::Toml => (matter.start..matter.start, format!("{key} = {value}\n")),
        Format::Json => {
            let brace = matter.start + text[matter].find('{')? + 1;
            let comma = if is_empty { "" } else { "," };
            (brace..brace, format!("\n  \"{key}\": {value}{comma}"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::with_key;

    #[test]
    fn a_key_is_set_in_each_kind_of_front_matter() {
        for (before, after) in [
            (
                "---\nstep: ask\nVisibility: \"me\" # why\n---\n",
                "---\nstep: ask\nVisibility: manager # why\n---\n",
            ),
            ("---\nstep: ask\n---\nx", "---\nstep: ask\nvisibility: manager\n---\nx"),
            ("---\n---\nx", "---\nvisibility: manager\n---\nx"),
            ("x\n", "---\nvisibility: manager\n---\nx\n"),
            ("+++\na = 1\n[b]\n+++\n", "+++\nvisibility = \"manager\"\na = 1\n[b]\n+++\n"),
            ("{\"visibility\": \"private\"}\nx", "{\"visibility\": \"manager\"}\nx"),
            ("{ \"a\": 1 }\nx", "{\n  \"visibility\": \"manager\", \"a\": 1 }\nx"),
        ] {
            let (range, text) = with_key(before, "visibility", "manager").expect("a place");
            let mut changed = before.to_owned();
            changed.replace_range(range, &text);
            assert_eq!(changed, after);
        }
        assert_eq!(with_key("---\na: [\n---\n", "visibility", "manager"), None);
    }
}
