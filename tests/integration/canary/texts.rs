//! Whatever surrounds them: private callouts and links to what is hidden leave nothing in a text.
//!
//! What is a callout or a link is asked of what the author gets. Where a word is in one of them, no later stage may
//! see it for another reader.

use loopbook::model::document::{Kind, LinkKind, Visit};
use loopbook::model::vocabulary::Audience;
use loopbook::model::{Document, Journal, Link, Target};
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
    "$", "$$", "\n$$\n", "$a$", "$a [[@]] b$", "\n$$\na %%@%% [[@]]\n$$\n", "$\\no{a}$", "$a [@](@.md) b$", "$[mood:: @]$",
    "%%@%%", "<!-- @ -->", "`%%@%%`", "\n> [!note] @\n> > [!private]\n> > @\n", "\n- > [!tip]- a\n  > - > [!private]\n  >   > @\n",
    "\n[^1]: > [^2]: @\n", "\n[^2]: > [!private] @\n", "[^2]", "\n> [^3]: ", "{.@}", "`` ", "\n```@\n", "\n5. ```\n",
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

/// The words of a text that no reader but its author may get: those in comments, in private callouts, and in links
/// where they are not shown.
fn hidden(text: &str, body: &Document) -> Vec<String> {
    let mut shown = String::new();
    let mut walk = body.walk(body.whole());
    while let Some(visit) = walk.next() {
        let Visit::Enter(id) = visit else { continue };
        let link = |at: u32| &body.links[at as usize];
        match body.node(id).kind {
            Kind::Callout(_) if body.is_private(id) => walk.skip_children(),
            Kind::Link(at) | Kind::Image(at) if link(at).kind.is_internal() => {
                let bare = link(at).kind == LinkKind::Wiki { labelled: false };
                if bare && leads_nowhere(link(at)) {
                    walk.skip_children();
                }
            }
            Kind::Link(at) | Kind::Image(at) => {
                shown.push_str(body.words(link(at).destination));
                shown.push_str(body.words(link(at).title));
            }
            Kind::FencedCode(info) => shown.push_str(body.words(info)),
            Kind::Heading(at) => {
                let heading = &body.headings[at as usize];
                shown.extend(heading.id.iter().chain(&heading.classes).map(String::as_str));
            }
            _ => {}
        }
        shown.push_str(body.text(id));
        shown.push(' ');
    }
    let words = text.match_indices("zyqme").map(|(at, _)| &text[at..at + 7]);
    words.filter(|word| !shown.contains(word)).map(ToOwned::to_owned).collect()
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
            let (shared, _) = share(&journal, &loaded.diagnostics, &ShareOptions::new(Audience::Public));
            let all = format!("{:?}", Journal::clone(&shared));
            let left: Vec<String> = hidden(&text, &first.body).into_iter().filter(|word| all.contains(word.as_str())).collect();
            prop_assert!(left.is_empty(), "{left:?}\n{note}\n---\n{}", shared.entries[0].body.pool);
        }
    }
}
