//! A line in a note's text that was meant to be front matter.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::line_ends::{FOREIGN, has_foreign};
use super::notice;
use super::privacy::{WIDE_COLON, braces_decide, comment_hides, line_decides, property_hides};
use super::split::{is_key, is_toml};

/// How many lines of a text are looked through, without empty ones.
const TOP: usize = 20;
/// How long a title without a sign can be, in bytes.
const LONGEST_TITLE: usize = 80;

/// The line that would decide who may see the note if it stood in its front matter: one outside of
/// code among the first, or one in what looks like more front matter directly behind a fence.
pub(super) fn stray_line(
    text: &str,
    body: Range<usize>,
    behind_fence: bool,
) -> Option<Range<usize>> {
    let is_foreign = has_foreign(&text[body.clone()]);
    let mut place = Place { run: behind_fence, ..Place::default() };
    let mut start = body.start;
    let mut lines = 0;
    while start < body.end {
        let end =
            memchr(b'\n', &text.as_bytes()[start..body.end]).map_or(body.end, |at| start + at + 1);
        let line = &text[start..end];
        // Most lines are prose, or empty.
        let is_empty = matches!(line, "\n" | "\r\n");
        let is_first = lines == 0 && !is_empty;
        if place == Place::default() && !is_first && (is_empty || is_prose(line)) {
            if lines >= TOP && !is_empty {
                return None;
            }
            lines += usize::from(!is_empty);
            start = end;
            continue;
        }
        let trimmed = line.trim();
        place.enter(line, trimmed, &text[end..]);
        place.run |= lines == 0 && may_begin(line, &text[end..body.end]);
        if lines >= TOP && !place.run && !place.in_block {
            return None;
        }
        let like_matter = place.run || place.in_block;
        let is_read = place.code.is_none() || place.run;
        let decides = |own: &str, by_any: bool| {
            line_decides(own, by_any) || like_matter && property_hides(own)
        };
        // What other programs take for lines of their own.
        let mut foreign = line.split(FOREIGN).enumerate();
        let decides = is_read
            && (decides(line, like_matter || is_first)
                || is_foreign
                    && foreign.any(|(at, own)| decides(own, like_matter || is_first && at == 0))
                || like_matter && trimmed.starts_with('{') && braces_decide(line));
        if decides || like_matter && says_in_comment(line, &text[start..body.end]) {
            return Some(start..start + line.trim_end().len());
        }
        lines += usize::from(!trimmed.is_empty());
        start = end;
    }
    None
}

/// Whether a first line may begin a run of keys. Other programs export properties as lines below the title, and spoil
/// fences; a list may be their blocks.
fn may_begin(line: &str, rest: &str) -> bool {
    let trimmed = line.trim();
    let block = trimmed.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(' '));
    let block = block.map_or(trimmed, str::trim_start);
    is_heading(trimmed)
        || is_heading(block)
        || is_title(line, rest)
        || is_nearly_fence(trimmed)
        || is_set_apart(block)
        || are_keys(line, rest)
}

/// Whether a comment that begins on a line says that the note is private. It may end on a later line of the text,
/// `rest`, which begins with this line.
fn says_in_comment(line: &str, rest: &str) -> bool {
    let definition = notice::definition_words(line.trim_start_matches(['>', ' ', '\t']));
    definition.is_some_and(|words| comment_hides(words, "\n"))
        || notice::opening(line).is_some_and(|(at, close)| comment_hides(&rest[at..], close))
}

/// Whether a line is a heading as Markdown or Org has them.
fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches(['#', '*']);
    text.len() < line.len() && text.starts_with(' ')
}

/// Whether a first line is a title without a sign: short, without the end of a sentence, and set apart from the text or
/// underlined.
fn is_title(line: &str, rest: &str) -> bool {
    let trimmed = line.trim();
    let next = rest.lines().next().unwrap_or_default().trim();
    !trimmed.is_empty()
        && trimmed.len() <= LONGEST_TITLE
        && !trimmed.contains(FOREIGN)
        && !trimmed.ends_with(['.', '!', '?', ':', ',', '。'])
        && (next.is_empty() || next.chars().all(|c| c == '=') || next.chars().all(|c| c == '-'))
}

/// Whether a line can't be a key, a fence or the beginning of code.
fn is_prose(line: &str) -> bool {
    line.starts_with(|first: char| first.is_ascii_alphabetic())
        && line.is_ascii()
        && memchr2(b':', b'=', line.as_bytes()).is_none()
}

/// Whether a first line may have been a fence: it has only signs, such as the `—` that an editor makes of `---`, more
/// behind a fence, or it opens code.
fn is_nearly_fence(line: &str) -> bool {
    // Marks without width may stand before it.
    let visible = line.trim_start_matches(|c: char| !c.is_ascii_graphic() && !c.is_alphanumeric());
    let is_longer = ["---", "+++", ";;;"].iter().any(|fence| visible.starts_with(fence));
    let has_no_words = !line.is_empty() && !line.contains(char::is_alphanumeric);
    is_longer || has_no_words || opened_code(line).is_some()
}

/// Whether a line sets keys apart from the text: a comment, a key or the head of a callout in a quote, keys in braces, the
/// row of a table, or what Org has at the top of a file (`#+title: Pay`, and properties).
fn is_set_apart(line: &str) -> bool {
    match line.as_bytes() {
        [b'{' | b'|', ..] => true,
        [b'[', ..] => notice::definition_words(line).is_some(),
        [b'<', b'!', b'-', b'-', ..] | [b'%', b'%', ..] | [b'#', b'+', ..] => true,
        [b':', ..] => line.eq_ignore_ascii_case(":properties:"),
        [b'>', ..] => {
            let quoted = line.trim_start_matches(['>', ' ', '\t']);
            quoted.starts_with("[!") || goes_on(quoted, quoted)
        }
        _ => false,
    }
}

/// Whether a line is a property of Org, such as `:ID: 1`.
fn is_property(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
}

/// Whether a line and the next are keys: MultiMarkdown and Pelican write them without fences. One alone can be a sentence.
fn are_keys(line: &str, rest: &str) -> bool {
    is_key(line) && rest.lines().next().is_some_and(is_key)
}

/// What a line stands in.
#[derive(Default, PartialEq, Eq)]
struct Place {
    /// A run of keys that began directly behind a fence, or behind what may have been one.
    run: bool,
    /// A block between two lines `---` or `+++`.
    in_block: bool,
    /// Fenced code: the mark of its fence, and how long it is.
    code: Option<(char, usize)>,
}

impl Place {
    /// Goes on to a line, of which `trimmed` is what is left without blanks around it; `rest` is what follows.
    fn enter(&mut self, line: &str, trimmed: &str, rest: &str) {
        let is_fence = matches!(trimmed, "---" | "..." | "+++");
        if self.in_block {
            self.in_block = !is_fence;
        } else if let Some((mark, length)) = self.code {
            let marks = trimmed.chars().take_while(|c| *c == mark).count();
            self.run = self.run && goes_on(line, trimmed);
            if marks >= length && trimmed.chars().all(|c| c == mark) {
                *self = Self::default();
            }
        } else if is_fence && self.run {
            let mut lines = rest.lines();
            let first = lines.by_ref().find(|line| !line.trim().is_empty());
            let closed = lines.any(|line| matches!(line.trim_end(), "---" | "..." | "+++"));
            self.in_block = closed && first.is_some_and(|first| is_key(first) || is_toml(first));
        } else {
            self.run = self.run && goes_on(line, trimmed);
            self.code = if self.run { None } else { opened_code(line) };
        }
    }
}

/// Whether a run of keys goes on with a line.
fn goes_on(line: &str, trimmed: &str) -> bool {
    trimmed.is_empty()
        || line.starts_with([' ', '\t', '-', '='])
        || is_key(line)
        || is_emphasized_key(line)
        || is_wide_key(line)
        || is_toml(line)
        || is_set_apart(trimmed)
        || is_property(trimmed)
}

/// Whether a line is a key with the colon of East Asian keyboards.
fn is_wide_key(line: &str) -> bool {
    let key = line.split_once(WIDE_COLON).map(|(key, _)| key);
    key.is_some_and(|key| !key.is_empty() && !key.contains(char::is_whitespace))
}

/// Whether a line is a key with emphasis: `**Status:** done`.
fn is_emphasized_key(line: &str) -> bool {
    let signs = ['*', '_', '`'];
    line.starts_with(signs) && is_key(&line.replace(signs, ""))
}

/// The fence of code that a line opens.
fn opened_code(line: &str) -> Option<(char, usize)> {
    let code = line.trim_start();
    let mark = code.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = code.chars().take_while(|c| *c == mark).count();
    let indent = line.len() - code.len();
    // Backticks behind it would make it a code span.
    let info = &code[length..];
    (length >= 3 && indent < 4 && !(mark == '`' && info.contains('`'))).then_some((mark, length))
}

#[cfg(test)]
mod tests {
    use super::stray_line;

    fn found(text: &str, behind_fence: bool) -> Option<&str> {
        stray_line(text, 0..text.len(), behind_fence).map(|range| &text[range])
    }

    #[test]
    fn more_front_matter_behind_a_fence_is_found() {
        for text in [
            "---\nprivate: yes\n---\n",
            "\n---\na: b\nc:\n  private: yes\n---\n",
            "private: yes\n---\n\ntext",
            "a: 1\n\n- b\n\nprivate: yes\n",
            "  more of a block\nprivate: yes\n---\n",
            "---\ndg-publish: false\n---\n",
            "params:\n  hidden: true\n",
            "+++\ntitle = \"a\"\nhidden = true\n+++\n",
            "[params]\nhidden = true\n",
            "params.\"private\" = true\n",
        ] {
            assert!(found(text, true).is_some(), "{text:?}");
        }
        let long = format!("{}private: yes\n", "a: b\n".repeat(40));
        assert_eq!(found(&long, true), Some("private: yes"));
        let block = format!("---\na: b\n{}private: yes\n---\n", "c\n".repeat(40));
        assert_eq!(found(&block, true), Some("private: yes"));
    }

    #[test]
    fn a_key_that_can_only_mean_to_hide_is_found_among_the_first_lines() {
        for text in [
            "1. private: yes\n",
            "# Pay\n\nVertraulich: ja\n",
            "Privat: ja\n",
            "非公開：はい\n",
            "非公開: はい\n",
            "private： yes\n",
            "# 給料\n\n公開：いいえ\n",
            "# 給料\n\n日付：今日\n公開：false\n",
            "# Pay\n\nPrivate?: Yes\n",
            "# Pay\n\nDate: January 2, 2026\nTags: private, pay\n",
            "# Pay\n\nDate: January 2, 2026\nStatus: Draft\n",
            "—\npublished: false\n—\n",
            "Title: Pay\nStatus: draft\n\nText.\n",
            "Date: 2026-01-05\nTags: pay,\n    private\nPublished: no\n",
            "***\ntitle: Pay\npublished: false\n***\n",
            "Shared: no\n",
            "Status: draft\n\nText.\n",
            "```yaml\nprivate: true\n```\n",
            "\n~~~\nshared: no\n~~~\n",
        ] {
            assert!(found(text, false).is_some(), "{text:?}");
        }
        for text in [
            "# Pay\n\nTags: pay\nStatus: done\n",
            "# Pay\n\nText.\n\nTags: private\n",
            "Privat: a word of German\n",
            "We talked.\n\nShared: no\n",
            "Title: Pay\nStatus: done\n\nText.\n\nShared: no\n",
            "***\n\nText.\n\nShared: no\n",
            "```yaml\na: b\n```\nShared: no\n",
        ] {
            assert_eq!(found(text, false), None, "{text:?}");
        }
    }

    #[test]
    fn prose_and_code_are_none() {
        for text in [
            "---\n\nSome text.\n",
            "Some text.\n\nprivate: a word that means several things\n",
            "Text.\n```yaml\nprivate: yes\n```\n",
            "Text.\n~~~\nvisibility: private\n~~~\n",
            "Text.\n\nStatus: draft\n",
        ] {
            assert_eq!(found(text, true), None, "{text:?}");
        }
        let deep = format!("{}private: yes\n", "text\n".repeat(20));
        assert_eq!(found(&deep, true), None);
        assert_eq!(found("text\n> private: yes\n", false), Some("> private: yes"));
        let below = format!("{}private: yes\n", "\n".repeat(60));
        assert_eq!(found(&below, false), Some("private: yes"));
        assert_eq!(found("```\na\n```\nprivate: yes\n", false), Some("private: yes"));
    }
}
