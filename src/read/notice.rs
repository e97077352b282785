//! Words that say nothing but that a note is private: `strictly confidential`, `do not publish`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::markdown::comments;
use crate::model::letters::in_word;
use crate::model::private_words::{is_word, means_private, means_public};

/// Words that say so in a comment or as the value of a property.
const PRIVATE: &[&str] = &[
    "private",
    "draft",
    "confidential",
    "secret",
    "internal",
    "hidden",
    "personal",
    "unpublished",
    "me",
    "myself",
    "nobody",
    "eyes",
    "ich",
    "mich",
    "moi",
    "ik",
];
/// Those of them that say so as a title, or on a line of their own.
const PLAINLY: &[&str] = &["private", "draft", "confidential", "secret"];
/// Words that turn one for *publish* around.
const NOT: &[&str] = &[
    "not",
    "no",
    "never",
    "dont",
    "without",
    "nicht",
    "nie",
    "kein",
    "keine",
    "ne",
    "pas",
    "jamais",
    "non",
    "mai",
    "não",
    "nunca",
    "niet",
    "nooit",
    "inte",
    "ikke",
    "aldrig",
    "ei",
    "не",
    "しない",
];
/// Words for *publish* and *share*.
const PUBLISH: &[&str] = &[
    "publish",
    "published",
    "publishing",
    "publication",
    "public",
    "share",
    "shared",
    "sharing",
    "post",
    "distribute",
    "distribution",
    "forward",
    "teilen",
    "geteilt",
    "partager",
    "compartir",
    "compartilhar",
    "condividere",
    "delen",
];
/// Words that say nothing else beside these.
const FILLERS: &[&str] = &[
    "my",
    "notes",
    "note",
    "entry",
    "page",
    "work",
    "keep",
    "kept",
    "this",
    "is",
    "it",
    "its",
    "strictly",
    "only",
    "just",
    "please",
    "still",
    "yet",
    "for",
    "the",
    "a",
    "an",
    "to",
    "be",
    "do",
    "does",
    "must",
    "should",
    "may",
    "very",
    "highly",
    "and",
    "or",
    "with",
    "anyone",
    "anybody",
    "others",
    "use",
    "wip",
    "status",
    "visibility",
    "bitte",
    "nur",
    "für",
    "dies",
    "diese",
    "notiz",
    "streng",
    "strictement",
    "cette",
    "est",
    "seulement",
    "estrictamente",
    "solo",
    "esta",
    "es",
    "nota",
    "para",
    "mí",
    "alleen",
];
/// Comments of programs besides this one and HTML, each with its end.
const COMMENTS: &[(&str, &str)] = &[
    ("{% comment %}", "{% endcomment %}"),
    ("{#", "#}"),
    ("{{/*", "*/}}"),
    ("{{<", ">}}"),
    ("{{%", "%}}"),
    ("#+begin_comment", "#+end_comment"),
    ("#+BEGIN_COMMENT", "#+END_COMMENT"),
];

/// How much is looked at, in bytes and in words: nobody says so at length.
pub(super) const LONGEST: usize = 240;
const MOST_WORDS: usize = 9;

/// Whether words of a comment or a value say that the note is private, and nothing else.
pub(super) fn is_notice(words: &str) -> bool {
    notice(words).is_some()
}

/// Whether a title or a line of its own does. It takes a plainer word: a `Personal` may be the head of a list.
pub(super) fn is_plain_notice(words: &str) -> bool {
    let is_only = || words.split_whitespace().any(|word| is_word(word, &["only", "nur", "solo"]));
    notice(words).is_some_and(|plainly| plainly || is_only())
}

/// Whether a title says so, or has such words before or behind all others: `[Private] Pay`, `Draft: Pay`, `Pay (private)`.
pub(super) fn is_titled_private(title: &str) -> bool {
    let title = title.trim();
    let last =
        title.strip_suffix([']', ')', '】']).and_then(|rest| rest.rsplit_once(['[', '(', '【']));
    if last.is_some_and(|(_, words)| is_plain_notice(words)) {
        return true;
    }
    // The others begin as the title does.
    if !words(title).next().is_some_and(is_known) {
        return false;
    }
    let first =
        title.strip_prefix(['[', '(', '【']).and_then(|rest| rest.split_once([']', ')', '】']));
    let before = title.split_once([':', '：', '–', '—']);
    let marked = [first, before, title.split_once(" - ")];
    let marked = marked.into_iter().flatten().map(|(words, _)| words);
    std::iter::once(title).chain(marked).any(is_plain_notice)
}

/// Whether a text begins with a word for *not*.
pub(super) fn begins_with_no(text: &str) -> bool {
    let first = text.split(|c: char| !in_word(c)).find(|word| !word.is_empty());
    first.is_some_and(|word| is_word(word, NOT))
}

/// The words of a text, each with its apostrophes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(in_word(c) || matches!(c, '\'' | '’')));
    words.filter(|word| !word.is_empty())
}

/// Whether words that say nothing but that a note is private say so plainly; `None` if they say something else.
fn notice(text: &str) -> Option<bool> {
    // Most titles and lines begin with another word.
    if text.len() > LONGEST || !words(text).all(is_known) || words(text).nth(MOST_WORDS).is_some() {
        return None;
    }
    let (mut hides, mut not, mut publishes, mut plainly) = (false, false, false, true);
    for word in words(text) {
        let word = word.replace(['\'', '’'], "");
        let is_private = is_word(&word, PRIVATE);
        // What says so only in a comment is no filler elsewhere.
        plainly &= !is_private || is_word(&word, PLAINLY) || is_word(&word, FILLERS);
        hides |= is_private || means_private(&word);
        not |= is_word(&word, NOT);
        publishes |= is_word(&word, PUBLISH) || means_public(&word);
    }
    let is_question = text.contains(['?', '？']);
    (!is_question && (hides && !not || not && publishes)).then_some(plainly)
}

/// Whether a word is among those that such words are made of.
fn is_known(word: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&'static str, ahash::RandomState>> =
        LazyLock::new(|| [PRIVATE, NOT, PUBLISH, FILLERS].into_iter().flatten().copied().collect());
    // No word is longer.
    if word.len() > 64 {
        return false;
    }
    let mut word = Cow::Borrowed(word);
    if word.contains(['\'', '’']) {
        word = word.replace(['\'', '’'], "").into();
    }
    if !word.is_ascii() {
        word = word.nfkc().flat_map(char::to_lowercase).collect::<String>().into();
    } else if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        word = word.to_ascii_lowercase().into();
    }
    KNOWN.contains(&*word) || means_private(&word) || means_public(&word)
}

/// The comment that begins a line, or stands behind its words: how it begins, and what ends it. Its words may go on behind
/// the line.
pub(super) fn opening(line: &str) -> Option<(usize, &'static str)> {
    let start = line.len() - line.trim_start_matches(['>', ' ', '\t', '-', '*', '+']).len();
    let own = COMMENTS.iter().find(|(open, _)| line[start..].starts_with(open));
    if let Some((open, close)) = own {
        return Some((start + open.len(), close));
    }
    let (start, length, close) = comments::next_opening(line, 0)?;
    let is_code = line[..start].contains('`');
    (!is_code).then_some((start + length, close))
}

/// The words of a definition that is a comment: `[//]: # (private)`, `[comment]: <> (draft)`. A definition that is called
/// so itself is one, too.
pub(super) fn definition_words(line: &str) -> Option<&str> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    if is_notice(label) {
        return Some(label);
    }
    let rest = rest.trim_start();
    let words = rest.strip_prefix("<>").or_else(|| rest.strip_prefix('#'))?;
    words.starts_with([' ', '\t']).then(|| words.trim().trim_matches(['(', ')', '"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::{definition_words, is_notice, is_plain_notice, is_titled_private};

    #[test]
    fn words_that_say_nothing_else_are_a_notice() {
        for text in [
            "private",
            "Strictly confidential!",
            "do not publish",
            "Don't share",
            "Don’t share with anyone",
            "not public",
            "not for publication",
            "draft: do not publish",
            "private -- do not share",
            "for my eyes only",
            "only me",
            "nicht veröffentlichen",
            "ne pas publier",
            "no publicar",
            "公開しない",
            "不公开",
        ] {
            assert!(is_notice(text), "{text}");
        }
        for text in [
            "",
            "not private",
            "no draft",
            "publish",
            "is this private?",
            "private schools",
            "do not publish before Ana read it",
            "prettier-ignore",
            "no",
            "my notes",
        ] {
            assert!(!is_notice(text), "{text}");
        }
        assert!(is_plain_notice("PRIVATE") && is_plain_notice("🔒 Vertraulich"));
        assert!(!is_plain_notice("Personal") && !is_plain_notice("Internal"));
        assert!(is_plain_notice("Internal use only"));
        for title in [
            "[Private] Pay",
            "(Confidential) Pay",
            "Draft: Pay",
            "Private - Pay",
            "Pay (private)",
            "Pay [DRAFT]",
        ] {
            assert!(is_titled_private(title), "{title}");
        }
        for title in [
            "Pay [privately]",
            "Private schools: pay",
            "Draft-horse",
            "Private-school pay",
            "[Pay] private",
        ] {
            assert!(!is_titled_private(title), "{title}");
        }
    }

    #[test]
    fn a_definition_without_an_address_is_a_comment() {
        for line in ["[//]: # (private)", "[comment]: <> \"private\"", "[private]: #"] {
            assert_eq!(definition_words(line), Some("private"), "{line}");
        }
        for line in ["[a]: https://a.example (private)", "[a]: #private", "[a] # (private)"] {
            assert_eq!(definition_words(line), None, "{line}");
        }
    }
}
