//! The text of a note as HTML, within its page.

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share;
use loopbook::site::Content;

use crate::support::folder::folder;

/// The page of a note with that text, in a journal with other notes.
fn page_among(text: &str, others: &[(&str, &str)]) -> String {
    let own = ("entries/2026-01-05-talk.md", text);
    let files: Vec<(&str, &str)> = others.iter().copied().chain([own]).collect();
    let folder = folder(&files);
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let (mut site, problems) = pipeline::site(&share::for_author(&journal, &[]), date(2026, 1, 6));
    assert_eq!(problems, []);
    match site.files.remove("entries/2026-01-05-talk.html") {
        Some(Content::Bytes(bytes)) => String::from_utf8(bytes).expect("text"),
        _ => panic!("no page"),
    }
}

fn page(text: &str) -> String {
    page_among(text, &[])
}

/// That the page has these, in this order.
#[track_caller]
fn has(html: &str, wanted: &[&str]) {
    let mut rest = html;
    for wanted in wanted {
        let at = rest.find(wanted).unwrap_or_else(|| panic!("no `{wanted}` in:\n{rest}"));
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn a_footnote_stands_once_behind_the_block_that_refers_to_it() {
    let html = page("One.[^a] Again.[^a]\n\nTwo.[^b]\n\n[^b]: Last.\n[^a]: A *note*.\n");
    has(
        &html,
        &[
            "One.<sup class=\"footnote\" id=\"fnref-1\"><a href=\"#fn-1\" aria-label=\"Footnote 1\">1</a></sup>",
            "id=\"fnref-1-2\"",
            "</p>\n<aside class=\"margin-note\" id=\"fn-1\" role=\"note\" aria-label=\"Footnote 1\">",
            "A <em>note</em>.",
            "href=\"#fnref-1\"",
            "href=\"#fnref-1-2\"",
            "</aside>\n<p>Two.",
            "id=\"fn-2\"",
            "Last.",
        ],
    );
    assert_eq!(html.matches("A <em>note</em>").count(), 1);
    assert_eq!(html.matches("class=\"margin-note\"").count(), 2);
}

#[test]
fn a_footnote_waits_for_the_end_of_what_is_around_it() {
    let cases = [
        ("- One.[^a]\n  - Two.\n- Three.\n", ["One.", "<aside", "<ul>", "Two."]),
        ("> Said.[^a]\n>\n> Yes.\n", ["Said.", "Yes.", "</blockquote>", "<aside"]),
        ("> [!tip]- Folded\n> Said.[^a]\n", ["Said.", "</p>", "<aside", "</details>"]),
        ("> One.[^a]\n>\n> > [!tip]- Folded\n> > Two.\n", ["One.", "Two.", "</details>", "<aside"]),
        ("| a |\n|---|\n| b[^a] |\n", ["b<sup", "</table>", "</div>", "<aside"]),
        ("## Head[^a]\n\nText.\n", ["Head<sup", "</h2>", "<aside", "Text."]),
    ];
    for (text, wanted) in cases {
        let html = page(&format!("{text}\n[^a]: The note.\n"));
        has(&html, &wanted);
        assert_eq!(html.matches("The note.").count(), 1, "{text}");
    }
}

#[test]
fn a_footnote_of_a_footnote_and_one_that_nothing_refers_to_are_kept() {
    let html = page("One.[^a]\n\n[^c]: Alone.\n[^a]: First.[^b]\n[^b]: Second.\n");
    has(&html, &["First.", "</aside>", "Second.", "</aside>", "Alone.", "</aside>"]);
    has(&html, &["id=\"fn-2\"", "href=\"#fnref-2\"", "id=\"fn-3\""]);
    assert!(!html.contains("fnref-3"));
}

#[test]
fn a_part_of_a_note_brings_its_own_footnotes_along() {
    let other = "## A\n\nOther.[^x]\n\n## B\n\nWanted.[^y]\n\n[^x]: Not this.\n[^y]: But this.\n";
    let html = page_among("![[plan#B]]\n", &[("entries/2026-01-02-plan.md", other)]);
    has(&html, &["Wanted.<sup", "id=\"e-1-fn-1\"", "But this."]);
    assert!(!html.contains("Not this."));
}

#[test]
fn a_table_scrolls_and_is_aligned_by_class() {
    let html = page("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n");
    has(
        &html,
        &[
            "<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\n<table>",
            "<th scope=\"col\">a</th><th scope=\"col\" class=\"center\">b</th>",
            "<tbody>\n<tr><td>1</td><td class=\"center\">2</td><td class=\"end\">3</td></tr>\n</tbody>",
            "</table>\n</div>",
        ],
    );
    assert!(!html.contains("style="));
    // Lines of these letters break anywhere: the style sheet keeps columns of them readable.
    for (text, class) in [("日付", "table cjk"), ("날짜", "table cjk"), ("día", "table")] {
        let html = page(&format!("| a | {text} |\n|---|---|\n"));
        assert!(html.contains(&format!("<div class=\"{class}\" role")), "{text}: {html}");
    }
}

#[test]
fn a_note_that_is_alone_has_no_neighbours() {
    let html = page("Text.\n");
    assert!(!html.contains("neighbours") && !html.contains("In time"), "{html}");
}

#[test]
fn code_has_classes_and_can_be_reached() {
    let html = page("```rust\nlet a = \"<b>\"; // #no-tag\n```\n\n    plain ==a==\n");
    has(
        &html,
        &[
            "<pre class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"Code, rust\">",
            "<code class=\"language-rust\"><span class=\"k\">let</span> a = ",
            "<span class=\"s\">&quot;&lt;b&gt;&quot;</span>; <span class=\"c\">// #no-tag</span>\n</code>",
            "aria-label=\"Code\"><code>plain ==a==\n</code>",
        ],
    );
}

#[test]
fn a_heading_has_a_link_to_itself() {
    let html = page("## What *now*?\n\nText.\n\n## What now?\n");
    has(
        &html,
        &[
            "<h2 id=\"what-now\">What <em>now</em>? <a class=\"anchor\" href=\"#what-now\" aria-label=\"Link to “What now?”\">#</a></h2>",
            "<h2 id=\"what-now-1\">",
        ],
    );
}

#[test]
fn a_long_note_has_a_table_of_contents_and_a_short_one_none() {
    let headings = "## A\n\n### B\n\n## C\n\n> ## Said\n\n## D & E\n\n#### Deep\n\n";
    let words = "Many words. ".repeat(250);
    let html = page(&format!("{headings}{words}"));
    has(
        &html,
        &[
            "<nav class=\"toc\" aria-label=\"On this page\">",
            "<li><a href=\"#a\">A</a></li>",
            "<li class=\"sub\"><a href=\"#b\">B</a></li>",
            "<a href=\"#d-and-e\">D &amp; E</a>",
            "</nav>",
            "<h2 id=\"a\">",
        ],
    );
    let contents = html.split("class=\"toc\"").nth(1).and_then(|rest| rest.split("</nav>").next());
    let contents = contents.expect("a table of contents");
    assert!(!contents.contains("Said") && !contents.contains("Deep"), "{contents}");
    assert!(!page(headings).contains("class=\"toc\""), "few words");
    assert!(!page(&format!("## A\n\n### B\n\n## C\n\n{words}")).contains("class=\"toc\""));
}

#[test]
fn a_bare_address_is_a_link_and_never_in_code_links_or_html() {
    let link = |url: &str| format!("<a href=\"{url}\" rel=\"noreferrer\">{url}</a>");
    for (text, url) in [
        ("See https://a.example/b_c_d?e=f&g.\n", "https://a.example/b_c_d?e=f&amp;g"),
        ("| a |\n|---|\n| https://a.example/b |\n", "https://a.example/b"),
        ("> [!note] https://a.example/b\n> text\n", "https://a.example/b"),
        ("- [ ] **https://a.example/*b***\n", "https://a.example/*b"),
        ("==https://a.example/b==\n", "https://a.example/b"),
        ("## https://a.example/_b_ ^c\n", "https://a.example/_b"),
        ("*https://a.example/b*\n", "https://a.example/b"),
        ("https://a.example/#tag\n", "https://a.example/#tag"),
    ] {
        has(&page(text), &[&link(url)]);
    }
    has(
        &page("www.a.example/b\n"),
        &["<a href=\"http://www.a.example/b\" rel=\"noreferrer\">www.a.example/b</a>"],
    );
    for text in [
        "`https://a.example/b`\n",
        "    https://a.example/b\n",
        "```\nhttps://a.example/b\n```\n",
        "<div>https://a.example/b</div>\n",
        "x <a title='y'>https://a.example/b</a>\n",
        "javascript://a.example/%0aalert(1)\n",
        "\\https://a.example/b\n",
    ] {
        let html = page(text);
        assert!(!html.contains("rel=\"noreferrer\">"), "{html}");
    }
    let html = page("[words https://a.example/b more](https://c.example)\n");
    assert_eq!(html.matches("rel=\"noreferrer\">").count(), 1);
}

#[test]
fn harmless_elements_of_html_pass_and_all_else_is_text() {
    let html = page(
        "Press <kbd>Ctrl</kbd><BR>H<sub>2</sub>O <mark onclick=\"x()\">m</mark> <u>open\n\n\
         <details>\n<summary>More <ins>new</ins></summary>\n\nText.[^a]\n\n</details>\n\nAfter </details>\n\n\
         <script>alert(1)</script>\n\n[^a]: A note.\n",
    );
    has(
        &html,
        &[
            "Press <kbd>Ctrl</kbd><br />\nH<sub>2</sub>O &lt;mark onclick=\"x()\"&gt;m&lt;/mark&gt; &lt;u&gt;open</p>",
            "<details>\n<summary>More <ins>new</ins></summary>\n<p>Text.<sup",
            "A note.",
            "</details>\n<p>After &lt;/details&gt;</p>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
        ],
    );
    let html = page("| a |\n|---|\n| b<br>c <small>d</small> |\n\n> - <del>e</del>\n");
    has(&html, &["<td>b<br />\nc <small>d</small></td>", "<li><del>e</del></li>"]);
}

#[test]
fn raw_html_of_the_whole_journal_is_the_authors_alone() {
    let files = [
        ("loopbook.yaml", "raw_html: yes\n"),
        ("entries/2026-01-05-a.md", "---\nvisibility: public\n---\n<b>bold</b>\n"),
        ("entries/2026-01-06-b.md", "---\nraw_html: no\n---\n<b>plain</b>\n"),
        (
            "entries/2026-01-07-c.md",
            "---\nraw_html: yes\nvisibility: public\n---\n<b>asked for</b>\n",
        ),
    ];
    let folder = folder(&files);
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let page = |shared: &share::Shared<'_>, name: &str| {
        let (mut site, _) = pipeline::site(shared, date(2026, 1, 8));
        match site.files.remove(&format!("entries/{name}.html")) {
            Some(Content::Bytes(bytes)) => String::from_utf8(bytes).expect("text"),
            _ => panic!("no page"),
        }
    };
    let own = share::for_author(&journal, &[]);
    has(&page(&own, "2026-01-05-a"), &["<b>bold</b>"]);
    has(&page(&own, "2026-01-06-b"), &["&lt;b&gt;plain&lt;/b&gt;"]);
    let public = share::share(&journal, &[], &share::ShareOptions::new(Audience::Public)).0;
    has(&page(&public, "2026-01-05-a"), &["&lt;b&gt;bold&lt;/b&gt;"]);
    has(&page(&public, "2026-01-07-c"), &["<b>asked for</b>"]);
}

#[test]
fn callouts_of_every_kind_are_named_and_fold() {
    let alone = "abstract bug danger example failure important info note question quote success tip \
                 todo warning custom";
    let again = [
        ("summary", "abstract"),
        ("tldr", "abstract"),
        ("hint", "tip"),
        ("check", "success"),
        ("done", "success"),
        ("help", "question"),
        ("faq", "question"),
        ("attention", "warning"),
        ("caution", "warning"),
        ("fail", "failure"),
        ("missing", "failure"),
        ("error", "danger"),
        ("cite", "quote"),
    ];
    for (kind, looks) in alone.split_whitespace().map(|kind| (kind, kind)).chain(again) {
        let html = page(&format!("> [!{}]\n> Text.\n", kind.to_uppercase()));
        let open = format!("<div role=\"note\" class=\"callout callout-{looks}\">");
        has(&html, &[&open, &format!("<p class=\"callout-title\">{kind}</p>"), "<p>Text.</p>"]);
    }
    let html = page("> [!faq]- Why *so*?\n> Because.\n\n> [!faq]+ Open\n> > [!tip] Within\n");
    has(
        &html,
        &[
            "<details class=\"callout callout-question\">\n<summary>Why <em>so</em>?</summary>",
            "</details>",
            "<details open class=\"callout callout-question\">\n<summary>Open</summary>",
            "<div role=\"note\" class=\"callout callout-tip\">",
        ],
    );
}

#[test]
fn a_task_has_a_box_that_says_its_state() {
    let html = page("- [ ] Call\n- [x] Write\n");
    has(
        &html,
        &[
            "<input type=\"checkbox\" disabled aria-label=\"open\"> Call",
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> Write",
        ],
    );
    let html = page("- [/] Begun\n- [>] Later\n- [!] Now\n- [-] Never\n\n1. [?] Why\n\n2. two\n");
    let state = |word: &str, sign: &str, text: &str| {
        format!(
            "<span class=\"task-state\" role=\"img\" aria-label=\"{word}\" title=\"{word}\">{sign}</span> {text}"
        )
    };
    let states = [
        state("started", "◐", "Begun"),
        state("moved", "➜", "Later"),
        state("important", "❗", "Now"),
        state("cancelled", "☒", "Never"),
        state("question", "❓", "Why"),
    ];
    has(&html, &states.each_ref().map(String::as_str));
    assert!(!html.contains("[/]") && !html.contains("[-]"));
}
