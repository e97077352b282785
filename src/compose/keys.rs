//! The keys that a new note begins with: those whose values are known, as YAML.

use crate::analyse::Analysis;
use crate::model::vocabulary::Kind;
use crate::model::{NoteTemplate, Slug};

use super::Request;
use super::context::one_line;

/// The lines, without one for what is not known. `aim` is the goal that a pivot is about, as an
/// index.
pub(super) fn keys(
    analysis: &Analysis<'_>,
    request: &Request,
    title: Option<&str>,
    aim: Option<usize>,
) -> String {
    let journal = analysis.journal;
    let mut lines = Vec::new();
    lines.extend(title.map(|title| format!("title: {}", scalar(&one_line(title)))));
    match request.template {
        NoteTemplate::Step(step) => lines.push(format!("step: {}", step.word())),
        NoteTemplate::Kind(Kind::Note) => {}
        NoteTemplate::Kind(kind) => lines.push(format!("kind: {}", kind.word())),
    }
    lines.extend(list("with", &request.with));
    lines.extend(list("task", &request.tasks));
    let goals = match aim {
        // Where there is one active goal, it is meant without being named.
        Some(at)
            if request.goals.is_empty()
                && journal.only_active_goal_of(&journal.goals[at].owner).is_none() =>
        {
            vec![journal.goals[at].id.clone()]
        }
        _ => request.goals.clone(),
    };
    lines.extend(list("goal", &goals));
    lines.join("\n")
}

/// One name stands alone, several in a list.
fn list(key: &str, names: &[Slug]) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| scalar(name.as_str())).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("{key}: {one}")),
        several => Some(format!("{key}: [{}]", several.join(", "))),
    }
}

/// A text as a value on one line, in quotes where YAML wants them.
///
/// What would begin a comment is written as one sign, for a comment would be cut when it is read.
pub fn scalar(text: &str) -> String {
    let mut text = text.replace("<!--", "<!-");
    while text.contains("%%") {
        text = text.replace("%%", "%");
    }
    let text = text.as_str();
    let plain = serde_yaml::to_string(text).unwrap_or_default();
    let plain = plain.trim_end();
    // In some tools, a value that only looks like a slip is one.
    let is_plain = !plain.starts_with(['"', '\'', '|', '>']) && plain.lines().count() == 1;
    let risky = |c: char| {
        !(c.is_alphanumeric()
            || matches!(c, ' ' | '-' | ',' | '.' | '’' | '?' | '!' | '(' | ')' | '/' | ';'))
    };
    let begins = text.starts_with(|c: char| c.is_alphanumeric());
    if is_plain && begins && !text.contains(risky) {
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
