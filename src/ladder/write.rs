//! A ladder as the text of its file.

use std::fmt::Write as _;

use super::draft::{CompetencyDraft, LadderDraft};

/// The most characters on a line of text.
const WIDEST: usize = 98;
/// What YAML would read as something other than a name.
const WORDS: [&str; 8] = ["null", "true", "false", "yes", "no", "on", "off", "n"];

/// The file, in the form that the shipped ladders have.
pub(super) fn yaml(rough: &LadderDraft, from: &str) -> String {
    let from: String = from.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let mut text = format!(
        "# Made by `loopbook ladder import` from {from}.\n\
         # The words are those of its authors, and so is their licence, which goes with them.\n"
    );
    let levels: Vec<String> = rough.levels.iter().map(|level| name(level.as_str())).collect();
    let _ = writeln!(text, "title: {}", quoted(&rough.title));
    let _ = writeln!(text, "levels: [{}]\ncompetencies:", levels.join(", "));
    for competency in &rough.competencies {
        let _ = writeln!(text, "  - id: {}", name(competency.id.as_str()));
        let _ = writeln!(text, "    title: {}", quoted(&competency.title));
        text.push_str("    expects:\n");
        expects(&mut text, rough, competency);
    }
    text
}

/// Levels without a text are left out.
fn expects(text: &mut String, rough: &LadderDraft, competency: &CompetencyDraft) {
    for level in &rough.levels {
        let asked = competency.text(level);
        if !asked.is_empty() {
            let _ = writeln!(text, "      {}: >-", name(level.as_str()));
            folded(text, &asked);
        }
    }
}

/// A text in lines, which YAML joins again with one blank each.
fn folded(text: &mut String, asked: &str) {
    let mut column = 0;
    for word in asked.split_whitespace() {
        let word: String = word.chars().filter(|c| !c.is_control()).collect();
        let long = word.chars().count();
        let fits = column > 0 && column + 1 + long <= WIDEST;
        if fits {
            text.push(' ');
            column += 1;
        } else {
            let end = if column > 0 { "\n" } else { "" };
            let _ = write!(text, "{end}        ");
            column = 8;
        }
        text.push_str(&word);
        column += long;
    }
    text.push('\n');
}

/// A name, in quotes where it would be read as a number or a truth.
fn name(slug: &str) -> String {
    let plain = slug.starts_with(|c: char| c.is_ascii_alphabetic()) && !WORDS.contains(&slug);
    if plain && slug != "y" { slug.to_owned() } else { quoted(slug) }
}

fn quoted(text: &str) -> String {
    // JSON's strings are YAML's.
    serde_json::Value::from(text).to_string()
}
