//! Whatever surrounds them: private callouts and links to what is hidden leave nothing in a text.
//!
//! What is a callout or a link is asked of what the author gets. Where a word is in one of them, no later stage may
//! see it for another reader.

use loopbook::model::vocabulary::Audience;
use loopbook::model::{Body, Journal, Link, Target};
use loopbook::read;
use loopbook::share::{ShareOptions, share};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::effort::cases;
use crate::support::folder::folder;

/// Marks of Markdown; a `@` stands for a word of its own.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\n", "\n", "\n\n", "\n\n", "    ", "\t", " ", "a", "é", "🌱", "\u{85}", "# ", "\n## Trying\n", "\n# ", "\n===\n",
    "\n- ", "\n- [ ] ", "\n- [x] call (by 2026-03-01)\n", "\n  ", "\n1. ", "\n> ", "\n> > ", "> ", "> [!note]\n", "*", "**", "_", "~~",
    "==", "|", "\n|a|b|\n|-|-|\n", "\\|", "[", "]", "(", ")", "](", "![", "[^1]", "\n[^1]: ", "\n[x]: y\n", "[x]",
    "#tag", " ^block\n", "`", "```\n", "\n~~~\n", "\n---\n", "\n***\n", "<b>", "</b>", "\n<div>\n", "</div>\n", "<a href=\"",
    "\">", "&amp;", "\\", "https://a.example", "{#id}", "\r\n", "%%", "<!--", "-->",
    "[[@]]", "[[@]]", "[[@|words]]", "[[@#", "[[@", "|@]]", "![[@]]", "![[@#@]]", "[[@\\|words]]", "[words](@.md)", "![words](@.md)",
    "[words][@]", "\n[@]: @.md\n", "[[first#@]]", "[[#@]]", "[[first#^@]]", "[[tasks/@]]", "[[hidden]]", "[[2026-01-09-hidden|words]]",
    "\n> [!private]\n> @\n", "\n\n> [!private]\n> @\n\n", "\n> [!private]- @\n> @\n@\n", "\n- > [!private]\n  > @\n", "\n> > [!private]\n> > @\n> ",
    "\n>[!PRIVATE]+\n>@", "\n1. > [!private]\n   >\n   > @\n", "\n    > [!private]\n    > @\n", "[!private]", "\n> [!private]\n> ```\n> @\n", "\n> [!private]\n> [x]: @\n> [^1]: @\n",
    "\n> [!private]\n> ## @\n> - [ ] @ (by 2026-01-01) #@\n> @ ^@\n",
];

/// A text, and its words: `zyqmeaa`, `zyqmeab`…
fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..16).prop_map(|pieces| {
        let mut words = ('a'..='z').flat_map(|a| ('a'..='z').map(move |b| format!("zyqme{a}{b}")));
        let text = pieces.concat();
        let mut parts = text.split('@');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + &words.next().expect("a word") + part)
    })
}

/// The words that stand only in private callouts and in links, where they are not shown.
fn hidden(body: &Body) -> Vec<String> {
    let within = |at: usize| {
        let shown = |range: &std::ops::Range<usize>| {
            let text = &body.markdown[range.clone()];
            // A link's own words are shown; those behind a bar, or in brackets before an address.
            text.starts_with('[') && !text.starts_with("[[") || text.contains('|')
        };
        body.private.iter().any(|range| range.contains(&at))
            || body
                .links
                .iter()
                .any(|link| link.range.contains(&at) && leads_nowhere(link) && !shown(&link.range))
    };
    let found =
        body.markdown.match_indices("zyqme").map(|(at, _)| (at, &body.markdown[at..at + 7]));
    let shown: Vec<&str> =
        found.clone().filter(|(at, _)| !within(*at)).map(|(_, word)| word).collect();
    found.map(|(_, word)| word.to_owned()).filter(|word| !shown.contains(&word.as_str())).collect()
}

/// For a reader who may not see the other note. A note may also link to itself.
fn leads_nowhere(link: &Link) -> bool {
    link.target.as_ref().and_then(Target::slug).is_none_or(|id| id.as_str() == "2026-01-09-hidden")
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_word_of_a_callout_or_a_hidden_link_is_left(text in text(), raw_html in any::<bool>()) {
        let note = format!("---\nvisibility: public\nraw_html: {raw_html}\n---\n{text}");
        let folder = folder(&[
            ("entries/2026-01-05-first.md", note.as_str()),
            ("entries/2026-01-09-hidden.md", "zyqmehidden"),
        ]);
        let loaded = read::read(folder.path(), None);
        let journal = loaded.journal.expect("a journal");
        let first = journal.entries.iter().find(|entry| entry.id.as_str() == "2026-01-05-first");
        if let Some(first) = first {
            let (shared, _) = share(&journal, &loaded.diagnostics, &ShareOptions::of(Audience::Public));
            let all = format!("{:?}", Journal::clone(&shared));
            let left: Vec<String> = hidden(&first.body).into_iter().filter(|word| all.contains(word.as_str())).collect();
            prop_assert!(left.is_empty(), "{left:?}\n{note}\n---\n{}", shared.entries[0].body.markdown);
        }
    }
}
