//! The front matter of a new note, as lines of YAML.

use crate::analyse::Analysis;
use crate::model::keys::{COMMON_KEYS, ENTRY_KEYS};
use crate::model::vocabulary::Kind;
use crate::model::{NoteTemplate, Slug};

use super::Request;
use super::context::one_line;

/// The lines of the keys whose values are known. `pivot_goal` is the index of the goal that a pivot is
/// about.
pub(super) fn keys(
    analysis: &Analysis<'_>,
    request: &Request,
    title: Option<&str>,
    pivot_goal: Option<usize>,
) -> String {
    let journal = analysis.journal;
    let mut lines = Vec::new();
    let mut add = |key: &str, value: &str| lines.push(format!("{key}: {value}"));
    if let Some(title) = title {
        add(COMMON_KEYS.title, &scalar(&one_line(title)));
    }
    match request.template {
        NoteTemplate::Step(step) => add(ENTRY_KEYS.step, step.word()),
        NoteTemplate::Kind(Kind::Note) => {}
        NoteTemplate::Kind(kind) => add(ENTRY_KEYS.kind, kind.word()),
    }
    let goals = match pivot_goal {
        // A note that names no goal is for the only active one.
        Some(index)
            if request.goals.is_empty()
                && journal.only_active_goal_of(&journal.goals[index].owner).is_none() =>
        {
            vec![journal.goals[index].id.clone()]
        }
        _ => request.goals.clone(),
    };
    let lists = [
        (ENTRY_KEYS.with, &request.with),
        (ENTRY_KEYS.tasks, &request.tasks),
        (ENTRY_KEYS.goals, &goals),
    ];
    for (key, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        add(key, &list(names));
    }
    lines.join("\n")
}

/// One name as itself, several names as a list.
fn list(names: &[Slug]) -> String {
    let names: Vec<String> = names.iter().map(|name| scalar(name.as_str())).collect();
    match names.as_slice() {
        [name] => name.clone(),
        names => format!("[{}]", names.join(", ")),
    }
}

/// A text as a YAML value on one line, in quotes if YAML needs them. Marks that begin a comment are
/// shortened, because reading would remove the comment.
pub fn scalar(text: &str) -> String {
    let mut text = text.to_owned();
    for (mark, shorter) in [("<!--", "<!-"), ("%%", "%")] {
        while text.contains(mark) {
            text = text.replace(mark, shorter);
        }
    }
    let text = text.as_str();
    let plain = serde_yaml::to_string(text).unwrap_or_default();
    let plain = plain.trim_end();
    // Some tools misread plain values with other characters, so these get quotes as well.
    let is_plain = !plain.starts_with(['"', '\'', '|', '>']) && plain.lines().count() == 1;
    let needs_quotes = |c: char| {
        !(c.is_alphanumeric()
            || matches!(c, ' ' | '-' | ',' | '.' | '’' | '?' | '!' | '(' | ')' | '/' | ';'))
    };
    let starts_plain = text.starts_with(|c: char| c.is_alphanumeric());
    if is_plain && starts_plain && !text.contains(needs_quotes) {
        return plain.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn a_value_reads_back_as_it_was() {
        for (text, written) in [
            ("Docs cleanup", "Docs cleanup"),
            ("Two hours, and a plan?", "Two hours, and a plan?"),
            ("Plan: half", "\"Plan: half\""),
            ("the #1 thing", "\"the #1 thing\""),
            ("\"quoted\" \\ text", "\"\\\"quoted\\\" \\\\ text\""),
            ("- a", "\"- a\""),
            ("@cpo", "\"@cpo\""),
        ] {
            assert_eq!(scalar(text), written);
            let back: String = serde_yaml::from_str(written).expect("YAML");
            assert_eq!(back, text);
        }
        for word in ["no", "null", "1.10", "~", "true", "2026-01-05"] {
            let back: String = serde_yaml::from_str(&scalar(word)).expect("a text");
            assert_eq!(back, word);
        }
    }
}
