//! Formulas in TeX, wherever a text with them goes.

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

use crate::support::folder::folder;
use crate::support::program::{command, run};

const NOTE: &str = "---
visibility: public
title: On speed
---
So $E=mc^2$ costs $5-$10 % here.

$$
\\begin{aligned}
a &= b % zqcomment
\\\\
  &= \\frac{c}{d} %% zqhidden %%
\\end{aligned}
$$

## Of $x_1$

- [ ] Show $\\sum_{i=1}^n i$ (by 2026-03-01)

> [!private]
> $zqprivate$

Wrong: $\\zqunknown{x}$, \\$2 and `$y$`.
";

/// The pages of a site, as this reader gets them.
fn pages(audience: Audience) -> Vec<(String, String)> {
    let folder = folder(&[("entries/2026-01-05-speed.md", NOTE)]);
    let read = read(folder.path(), None);
    let told: Vec<&str> = read.diagnostics.iter().map(|told| told.code.as_str()).collect();
    assert_eq!(told, ["text"]);
    let journal = read.journal.expect("a journal");
    let today = date(2026, 2, 1);
    let options = ShareOptions::new(audience).on(today);
    let (shared, _) = share(&journal, &read.diagnostics, &options);
    let (site, problems) = pipeline::site(&shared, today);
    assert_eq!(problems.len(), 0, "{problems:?}");
    let files = site.files.into_iter().map(|(path, content)| match content {
        Content::Bytes(bytes) => (path, String::from_utf8_lossy(&bytes).into_owned()),
        Content::Copy(_) => (path, String::new()),
    });
    files.collect()
}

#[test]
fn a_formula_is_mathml_for_every_reader() {
    for audience in [Audience::Me, Audience::Public] {
        let pages = pages(audience);
        let page = |path: &str| {
            let page = pages.iter().find(|(own, _)| own.ends_with(path));
            &page.unwrap_or_else(|| panic!("no {path}")).1
        };
        let note = page("2026-01-05-speed.html");
        assert!(note.contains("<msup><mi>c</mi><mn>2</mn></msup></math> costs $5-$10 % here."));
        assert!(note.contains("tabindex=\"0\"><math display=\"block\"><mtable"), "{note}");
        assert!(note.contains("<code>$\\zqunknown{x}$</code>, $2 and <code>$y$</code>"));
        assert!(note.contains("<h2 id=\"of-x-1\">Of <math"));
        let feed = page("feed.xml");
        assert!(feed.contains("&lt;math display=&quot;block&quot;"), "{feed}");
        assert!(!feed.contains("class=&quot;formula"));
        let search = pages.iter().filter(|(path, _)| path.starts_with("search/"));
        let search: String = search.map(|(_, text)| text.as_str()).collect();
        assert!(search.contains("E=mc^2"), "{search}");
        for (path, text) in &pages {
            for gone in ["zqcomment", "zqhidden", "annotation", "aligned"] {
                assert!(!text.contains(gone), "{gone} in {path}");
            }
            assert!(audience == Audience::Me || !text.contains("zqprivate"), "{path}");
            assert!(!path.ends_with(".html") || !text.contains("style=\""), "{path}");
        }
    }
}

#[test]
fn a_promise_and_a_packet_say_a_formula_in_words() {
    let journal = folder(&[
        ("entries/2026-01-05-speed.md", NOTE),
        ("goals/fast.md", "---\nvisibility: public\n---\nI need $x^2$.\n"),
    ]);
    let journal = journal.path();
    let of = |arguments: &[&str]| {
        run(command().current_dir(journal).args(arguments).args(["--today", "2026-02-01"])).out
    };
    let promises: serde_json::Value = serde_json::from_str(&of(&["export"])).expect("JSON");
    assert_eq!(promises["promises"][0]["text"], "Show ∑_(i=1)^n i");
    let packet = run(command().current_dir(journal).args(["packet", "fast", "--format", "md"]));
    assert!(packet.out.contains("I need x^2."), "{}{}", packet.out, packet.err);
}
