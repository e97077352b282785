//! Obsidian's callouts and GitHub's alerts: quotes whose first line is `[!kind]`.

use std::ops::Range;

use crate::model::document::is_private_callout;
use crate::model::letters::in_word;

/// What the first line of a quote says. Ranges are within the quote's text.
#[derive(Debug, PartialEq, Eq)]
pub struct CalloutLine<'a> {
    /// `note`, `tip`, `private`…, as written.
    pub kind: &'a str,
    /// Whether it folds, and then whether it is open at first.
    pub fold: Option<bool>,
    /// The author's title, to the end of the line; empty where there is none.
    pub title: Range<usize>,
}

impl CalloutLine<'_> {
    /// Whether it is for the author alone.
    pub fn is_private(&self) -> bool {
        is_private_callout(self.kind)
    }
}

/// Reads a quote's text, from its first `>` on.
pub fn callout(quote: &str) -> Option<CalloutLine<'_>> {
    let is_blank = |c: char| c.is_whitespace() && c != '\n';
    let text = quote.trim_start_matches(is_blank).strip_prefix('>')?.trim_start_matches(is_blank);
    // A line can open a quote at each of its characters, so only that of a callout is looked through to its end.
    if !text.starts_with("[!") {
        return None;
    }
    let line = quote.lines().next()?;
    let inner = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, rest) = inner.split_once(']')?;
    // Obsidian's `[!note|wide]` has words for style sheets behind the bar.
    let kind = kind.split('|').next().unwrap_or(kind).trim();
    let plain = |c: char| in_word(c) || matches!(c, '-' | '_');
    // A kind that hides may be written as a tag: `[!private/health]`.
    if kind.is_empty() || !(kind.chars().all(plain) || is_private_callout(kind)) {
        return None;
    }
    let fold = match rest.chars().next() {
        Some('+') => Some(true),
        Some('-') => Some(false),
        _ => None,
    };
    let title = rest[usize::from(fold.is_some())..].trim_start();
    let start = line.len() - title.len();
    Some(CalloutLine { kind, fold, title: start..start + title.trim_end().len() })
}

#[cfg(test)]
mod tests {
    use super::callout;

    #[test]
    fn kind_fold_and_title() {
        let quote = "> [!tip]- What *I* learned\n> text";
        let read = callout(quote).expect("a callout");
        assert_eq!((read.kind, read.fold), ("tip", Some(false)));
        assert_eq!(&quote[read.title], "What *I* learned");
        assert_eq!(callout(">[!NOTE]").map(|c| (c.kind, c.fold)), Some(("NOTE", None)));
        for hidden in [
            "> [!private|x] y",
            "> [!private ]",
            "> [! PRIVATE]",
            ">[!private]+",
            "> [!privé]",
            "> [!private/health] t",
            "> [!work/private]",
            "> [!private-note]",
            "> [!private_note]",
            "> [!strictly confidential]",
            "> [!draft]",
            "> [!ｐｒｉｖａｔｅ]",
        ] {
            assert_eq!(callout(hidden).map(|c| c.is_private()), Some(true), "{hidden}");
        }
        assert_eq!(callout("> [link]"), None);
        assert_eq!(callout("> [!a b]"), None);
    }
}
