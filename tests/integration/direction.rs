//! Texts that are written from right to left.

use crate::support::folder::folder;
use crate::support::program::{command, run};

const NOTE: &str = "# מדידה 2.0

שלום, עולם (v1).

- ראשון
- second

> [!tip] עצה
> כתוב

| א | b |
|---|---|
| ג | 5 |
";

/// A page of the author's site of a journal in that language.
fn page(language: &str, text: &str) -> String {
    let config = format!("language: {language}\n");
    let journal = folder(&[("loopbook.yaml", &*config), ("entries/2026-01-05.md", text)]);
    let built = run(command().args(["build", "--today", "2026-02-01"]).arg(journal.path()));
    assert_eq!(built.code, 0, "{}", built.err);
    let page = journal.path().join("site/entries/2026-01-05.html");
    std::fs::read_to_string(page).expect("a page")
}

#[test]
fn a_block_has_the_direction_of_its_own_text() {
    let page = page("en", NOTE);
    for part in [
        "<html lang=\"en\">",
        "<h1 dir=\"auto\">מדידה 2.0</h1>",
        "<p dir=\"auto\">שלום, עולם (v1).</p>",
        "<ul dir=\"rtl\">\n<li dir=\"auto\">ראשון</li>\n<li dir=\"auto\">second</li>",
        "<div dir=\"rtl\" role=\"note\" class=\"callout callout-tip\">",
        "<p dir=\"auto\" class=\"callout-title\">עצה</p>",
        "<th dir=\"auto\" scope=\"col\">א</th>",
        "<td dir=\"auto\">5</td>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn a_text_without_such_letters_stays_as_it_is() {
    let text = page("en", "Plain.\n\n- one\n");
    assert!(text.contains("<p>Plain.</p>\n<ul>\n<li>one</li>"), "{text}");
}

#[test]
fn a_language_turns_its_pages_around() {
    for language in ["ar", "he", "fa-IR", "ur", "az-Arab"] {
        let page = page(language, "Plain.\n\n- one\n");
        assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"rtl\">")), "{page}");
        assert!(page.contains("<p dir=\"auto\">Plain.</p>\n<ul dir=\"ltr\">"), "{page}");
    }
    for language in ["de", "ar-Latn", "zh-Hant"] {
        let page = page(language, "Plain.\n");
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{page}");
    }
}
