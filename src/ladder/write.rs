//! Writes a ladder as YAML.

use std::fmt::Write as _;

use super::draft::{CompetencyDraft, LadderDraft};

/// The maximum width of a line, in characters.
const WIDTH: usize = 98;
/// Words that YAML does not read as text.
const RESERVED: [&str; 8] = ["null", "true", "false", "yes", "no", "on", "off", "n"];

/// The text of a ladder's file, laid out like the shipped ladders. `source` says where it comes from.
pub(super) fn yaml(draft: &LadderDraft, source: &str) -> String {
    let source: String =
        source.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let mut text = format!(
        "# Made by `loopbook ladder import` from {source}.\n\
         # The text is by its authors. Their licence applies to it and must stay with it.\n"
    );
    let levels: Vec<String> = draft.levels.iter().map(|level| name(level.as_str())).collect();
    let _ = writeln!(text, "title: {}", quoted(&draft.title));
    let _ = writeln!(text, "levels: [{}]\ncompetencies:", levels.join(", "));
    for competency in &draft.competencies {
        let _ = writeln!(text, "  - id: {}", name(competency.id.as_str()));
        let _ = writeln!(text, "    title: {}", quoted(&competency.title));
        text.push_str("    expects:\n");
        expects(&mut text, draft, competency);
    }
    text
}

/// Writes what a competency expects at each level that has a text.
fn expects(text: &mut String, draft: &LadderDraft, competency: &CompetencyDraft) {
    for level in &draft.levels {
        let expected = competency.text(level);
        if !expected.is_empty() {
            let _ = writeln!(text, "      {}: >-", name(level.as_str()));
            folded(text, &expected);
        }
    }
}

/// Writes a text in lines. YAML joins them again with spaces.
fn folded(text: &mut String, expected: &str) {
    let mut column = 0;
    for word in expected.split_whitespace() {
        let word: String = word.chars().filter(|c| !c.is_control()).collect();
        let width = word.chars().count();
        let fits = column > 0 && column + 1 + width <= WIDTH;
        if fits {
            text.push(' ');
            column += 1;
        } else {
            let end = if column > 0 { "\n" } else { "" };
            let _ = write!(text, "{end}        ");
            column = 8;
        }
        text.push_str(&word);
        column += width;
    }
    text.push('\n');
}

/// A name, in quotes if YAML would read it as a number or a boolean.
fn name(slug: &str) -> String {
    let plain = slug.starts_with(|c: char| c.is_ascii_alphabetic()) && !RESERVED.contains(&slug);
    if plain && slug != "y" { slug.to_owned() } else { quoted(slug) }
}

fn quoted(text: &str) -> String {
    // A JSON string is also a YAML string.
    serde_json::Value::from(text).to_string()
}
