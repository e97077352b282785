//! What Obsidian finds in running text: `#tags`, `^block` names, `[[targets]]`.

use std::ops::Range;

use crate::model::letters::in_word;

/// The `#tags` of a run of text, each with its `#`. A tag has a letter, as `#12` is a number, and
/// opens a word; `before` is the character of the source that stands before the run.
pub fn tags(text: &str, before: Option<char>) -> impl Iterator<Item = Range<usize>> {
    let run_before = before;
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(i) = text[from..].find('#') {
            let start = from + i;
            let name = &text[start + 1..];
            let length = name
                .find(|c: char| !(in_word(c) || matches!(c, '-' | '_' | '/')))
                .unwrap_or(name.len());
            from = start + 1 + length;
            let before = if start == 0 { run_before } else { text[..start].chars().next_back() };
            let opens = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | ','));
            if opens && name[..length].chars().any(char::is_alphabetic) {
                return Some(start..from);
            }
        }
        None
    })
}

/// The `^name` that ends a block, as the range of the name in its last run of text.
pub fn block_name(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end().len();
    let start = text[..end].rfind('^')? + 1;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let opens = text[..start - 1].chars().next_back().is_none_or(char::is_whitespace);
    (opens && start < end && text[start..end].chars().all(plain)).then_some(start..end)
}

/// The parts of a wikilink's target: `note#heading` or `note#^block`.
pub fn split_target(target: &str) -> (&str, Option<&str>) {
    // In a table the bar before an alias is written `\|`.
    let target = target.trim().trim_end_matches('\\').trim_end();
    match target.split_once('#') {
        Some((note, part)) => (note.trim(), Some(part.trim()).filter(|part| !part.is_empty())),
        None => (target, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{block_name, split_target, tags};

    #[test]
    fn tags_have_letters_and_stand_alone() {
        let found = |text| tags(text, None).map(|range| &text[range]).collect::<Vec<&str>>();
        assert_eq!(found("#docs and (#q1/plan), not a#b or #12"), ["#docs", "#q1/plan"]);
        assert_eq!(found("#हिन्दी and #日本, #العربية"), ["#हिन्दी", "#日本", "#العربية"]);
        assert_eq!(found("##x # y #ünter"), ["#ünter"]);
        assert_eq!(tags("#escaped", Some('\\')).count(), 0);
    }

    #[test]
    fn a_block_name_ends_its_block() {
        assert_eq!(block_name("text ^abc-1 "), Some(6..11));
        assert_eq!(block_name("2^10"), None);
        assert_eq!(block_name("a ^b c"), None);
    }

    #[test]
    fn targets_split_at_the_heading() {
        assert_eq!(
            split_target("Docs cleanup#What I learned"),
            ("Docs cleanup", Some("What I learned"))
        );
        assert_eq!(split_target("a\\"), ("a", None));
        assert_eq!(split_target("#^x"), ("", Some("^x")));
    }
}
