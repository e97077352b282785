//! Parts of a day's note, as text.

use std::fmt::Write;

use super::Change;

/// A key with its value, on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValue {
    /// The key.
    pub key: &'static str,
    /// The value, as it is written in front matter.
    pub value: String,
}

/// How a note writes its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartStyle {
    /// A heading of this level, and the fields on the lines below it.
    Heading(usize),
    /// An item of a list with this marker, and the fields in brackets behind its text.
    Item(char),
}

/// How the parts of a text are written: like the last one. `None` if it has none.
pub fn part_style(text: &str) -> Option<PartStyle> {
    let lines: Vec<&str> = text.lines().collect();
    let has_field = |line: &&str| line.contains("step::") || line.contains("kind::");
    let last = lines.iter().rposition(has_field)?;
    // A field stands in the first line of its part, or directly below it.
    lines[..=last]
        .iter()
        .rev()
        .take_while(|line| !line.trim().is_empty())
        .find_map(|line| style(line))
}

fn style(line: &str) -> Option<PartStyle> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if (2..=6).contains(&level) && line[level..].starts_with(' ') {
        return Some(PartStyle::Heading(level));
    }
    let marker = line.trim_start().chars().next().filter(|c| matches!(c, '-' | '*' | '+'))?;
    line.trim_start()[1..].starts_with(' ').then_some(PartStyle::Item(marker))
}

/// A part. `text` is Markdown, without empty lines at its ends.
pub fn part(style: &PartStyle, text: &str, fields: &[KeyValue]) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut part = String::new();
    match style {
        PartStyle::Heading(level) => {
            let _ = writeln!(part, "{} {first}", "#".repeat(*level));
            fields.iter().for_each(|KeyValue { key, value }| {
                let _ = writeln!(part, "{key}:: {value}");
            });
            if !rest.trim().is_empty() {
                let _ = write!(part, "\n{}\n", rest.trim_matches('\n'));
            }
        }
        PartStyle::Item(marker) => {
            let _ = write!(part, "{marker} {first}");
            let bracketed = |field: &&KeyValue| !field.value.contains(['[', ']', '(', ')']);
            let (behind, below): (Vec<_>, Vec<_>) = fields.iter().partition(bracketed);
            behind.iter().for_each(|KeyValue { key, value }| {
                let _ = write!(part, " [{key}:: {value}]");
            });
            part.push('\n');
            below.iter().for_each(|KeyValue { key, value }| {
                let _ = writeln!(part, "  {key}:: {value}");
            });
            for line in rest.lines() {
                let indent = if line.is_empty() { "" } else { "  " };
                let _ = writeln!(part, "{indent}{line}");
            }
        }
    }
    part
}

/// The change that appends a part to a note. The note ends with a line ending afterwards if it did
/// before.
pub fn with_part(text: &str, style: &PartStyle, part: &str) -> Change {
    let is_empty = text.trim().is_empty();
    let ended = text.is_empty() || text.ends_with('\n');
    let kept = text.trim_end_matches('\n').len();
    let last = text[..kept].lines().next_back().unwrap_or("");
    // An item that follows another one continues its list.
    let continues =
        matches!(style, PartStyle::Item(marker) if last.starts_with(&format!("{marker} ")));
    let gap = if is_empty || continues { "" } else { "\n" };
    let begin = if ended { gap.to_owned() } else { format!("\n{gap}") };
    let part = if ended { part } else { part.trim_end_matches('\n') };
    // Empty lines at the end of the note are used, not added to.
    let blank = text.len() - kept > 1;
    let begin = if blank { String::new() } else { begin };
    Change { range: text.len()..text.len(), text: format!("{begin}{part}") }
}

#[cfg(test)]
mod tests {
    use super::{KeyValue, PartStyle, part, part_style, with_part};

    fn fields() -> Vec<KeyValue> {
        let field = |key, value: &str| KeyValue { key, value: value.to_owned() };
        vec![field("step", "deliver"), field("impact", "half (50 %)")]
    }

    #[test]
    fn a_part_is_written_like_the_last_one() {
        for (text, style) in [
            ("# Day\n\n### Search\nstep:: deliver\n", Some(PartStyle::Heading(3))),
            ("* a [step:: ask]\n\n## Plain\n", Some(PartStyle::Item('*'))),
            ("- a\n  task:: b\n  kind:: note\n", Some(PartStyle::Item('-'))),
            ("words\n\nstep:: deliver\n", None),
            ("- a\n", None),
        ] {
            assert_eq!(part_style(text), style, "{text}");
        }
    }

    #[test]
    fn a_part_is_a_section_or_an_item() {
        let text = "Search is live\nfor all\n\nand more";
        assert_eq!(
            part(&PartStyle::Heading(2), text, &fields()),
            "## Search is live\nstep:: deliver\nimpact:: half (50 %)\n\nfor all\n\nand more\n"
        );
        assert_eq!(
            part(&PartStyle::Item('-'), text, &fields()),
            "- Search is live [step:: deliver]\n  impact:: half (50 %)\n  for all\n\n  and more\n"
        );
    }

    #[test]
    fn a_part_is_appended_behind_an_empty_line() {
        let heading = PartStyle::Heading(2);
        let item = PartStyle::Item('-');
        for (text, style, expected) in [
            ("", &heading, "NEW\n"),
            ("a\n", &heading, "a\n\nNEW\n"),
            ("a\n\n", &heading, "a\n\nNEW\n"),
            ("a", &heading, "a\n\nNEW"),
            ("- a\n", &item, "- a\nNEW\n"),
            ("- a", &item, "- a\nNEW"),
            ("* a\n", &item, "* a\n\nNEW\n"),
        ] {
            let change = with_part(text, style, "NEW\n");
            assert_eq!(format!("{text}{}", change.text), expected, "{text:?}");
        }
    }
}
