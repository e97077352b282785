//! The documents: the four stories in Markdown, as they are read; and HTML that needs nothing.

use std::collections::BTreeSet;
use std::path::Path;

use base64ct::{Base64, Encoding as _};
use loopbook::model::vocabulary::Audience;
use loopbook::packet::{PacketLength, Recipient, Window, length};
use loopbook::read::read;
use sha2::Digest as _;

use super::{Made, STORIES, made, made_for, made_to};
use crate::support::folder::folder;
use crate::support::notation;

/// The packet of a story, for this reader.
fn story(folder: &str, goal: &str, today: &str, reader: Audience) -> Made {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let journal = read(&root, None).journal.expect("a journal");
    let made = made_for(reader, &journal, goal, today, &Window::default(), None);
    stands_alone(&made.html);
    made
}

#[test]
fn the_senior_product_manager() {
    insta::assert_snapshot!(
        story("example-journal", "director", "2026-11-21", Audience::Manager).markdown
    );
}

#[test]
fn the_entry_level_engineer() {
    let made = story(
        "tests/stories/entry-level-engineer",
        "senior-engineer",
        "2025-12-01",
        Audience::Manager,
    );
    insta::assert_snapshot!(made.markdown);
}

#[test]
fn the_product_manager_who_moves_to_ai() {
    let made = story(
        "tests/stories/product-manager-to-ai",
        "ai-product-role",
        "2026-08-15",
        Audience::Manager,
    );
    insta::assert_snapshot!(made.markdown);
}

#[test]
fn the_engineer_who_becomes_an_executive() {
    let made =
        story("tests/stories/engineer-to-executive", "executive", "2025-10-01", Audience::Manager);
    insta::assert_snapshot!(made.markdown);
}

/// The first two pages of the example and of the stories: how long they are, and that each result is said once.
#[test]
fn the_first_pages_are_short_and_say_each_result_once() {
    for (folder, goal, today) in STORIES {
        let Made { packet, html, markdown, .. } = story(folder, goal, today, Audience::Manager);
        let PacketLength { first_page, both_pages } = packet.opening.length;
        assert!(first_page <= length::FIRST_PAGE, "{goal}: {first_page} words on page one");
        assert!(both_pages <= length::BOTH_PAGES, "{goal}: {both_pages} words on two pages");
        let blocks = packet.opening.sections.iter().flat_map(|section| &section.blocks);
        for result in blocks.flat_map(|block| &block.results) {
            // The annex would write a measure as `name: 3 → **9**`.
            let line = match (&result.measure, &result.impact) {
                (Some(own), _) => format!("{} → {}", own.before, own.after),
                (None, impact) => impact.clone().expect("a result says something"),
            };
            let html = html.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&");
            assert_eq!(markdown.matches(&line).count(), 1, "{line}");
            assert_eq!(html.matches(&line).count(), 1, "{line}");
            let again =
                result.measure.as_ref().map(|own| format!("{}: {} → ", own.name, own.before));
            assert!(!again.is_some_and(|again| markdown.contains(&again)), "{line}");
        }
    }
}

/// What a manager is told reaches no committee, and no note's title does.
#[test]
fn a_committee_gets_what_is_written_to_it() {
    let text = "01-05 ask task=a with=ana; pivot goal=g gaps=craft,reach with=ana
        01-10 deliver task=a impact=less shows=craft metric=\"n:1->2\" goal=g
        === entries/2026-01-02-look.md\n---\ntitle: ztitle\nstep: master\nwith: ana\n---\nHow.\n
        === entries/2026-01-20-broke.md\n---\ntitle: ztitle\nkind: setback\ngoal: g\n---\nIt broke.\n
        === entries/2026-01-12-said.md\n---\ntitle: ztitle\ngoal: g\nwith: ana\nshows: craft\n---\n- [ ] zpromise (by 2026-12-31)\n
        === goals/g.md\n---\nneeds: [craft, reach]\nby: 2027-06-30\nwith: ana\n---\n";
    let journal = crate::support::read::journal(text);
    let of = |recipient| {
        made_to((Audience::Me, recipient), &journal, "g", "02-01", &Window::default(), None)
    };
    let (committee, manager) = (of(Recipient::Committee), of(Recipient::Manager));
    for (document, plan) in [(&committee, false), (&manager, true)] {
        for text in [&document.html, &document.markdown] {
            assert!(!text.contains("ztitle"), "{text}");
            for word in ["zpromise", "The next two quarters", "Open gaps", "Earliest possible"] {
                assert_eq!(text.contains(word), plan, "{word}: {text}");
            }
        }
    }
    assert!(committee.packet.plan.is_none() && committee.packet.gaps.needs.is_empty());
}

/// Titles of notes are written for oneself: no document has one, not even where it is pointed at.
#[test]
fn no_document_names_a_note_by_its_title() {
    for (folder, goal, today) in STORIES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let journal = read(&root, None).journal.expect("a journal");
        for reader in [Audience::Me, Audience::Manager] {
            let made = made_for(reader, &journal, goal, today, &Window::default(), None);
            let titles = journal.entries.iter().filter(|entry| {
                // Two words may stand in a sentence by chance, and a title may be that of the work, or taken from what
                // was said.
                let in_quote = entry.quote.as_ref().is_some_and(|said| said.contains(&entry.title));
                let is_task = journal.tasks.iter().any(|task| task.title == entry.title);
                entry.title.split(' ').count() > 2 && !in_quote && !is_task
            });
            let titles: Vec<&str> = titles.map(|entry| entry.title.as_str()).collect();
            assert!(titles.len() > 5, "{folder} has titles");
            for title in titles {
                let escaped = title.replace('&', "&amp;").replace(['\'', '’'], "&#x27;");
                for text in [&made.html, &made.markdown] {
                    let said = text.contains(title) || text.contains(&escaped);
                    assert!(!said, "{goal} for {reader:?} says “{title}”");
                }
            }
        }
    }
}

/// The values of an attribute.
fn values<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let open = format!(" {name}=\"");
    html.split(open.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Whether every link leads into the document or to the web, everything within is known to the
/// policy, and nothing is loaded.
fn stands_alone(html: &str) {
    let ids = values(html, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id stands twice");
    for link in values(html, "href") {
        match link.strip_prefix('#') {
            Some(anchor) => assert!(known.contains(anchor), "nothing is at #{anchor}"),
            None => assert!(link.contains(':'), "{link} leads to a page that nobody has"),
        }
    }
    for source in values(html, "src") {
        assert!(source.starts_with("data:"), "{source} is asked for");
    }
    let without_fonts = html.replace("url(data:font/woff2;base64,", "");
    for never in ["<script", " style=\"", "<link", "@import", "url("] {
        assert!(!without_fonts.contains(never), "it has `{never}`");
    }
    let style = html.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next());
    let hash = sha2::Sha256::digest(style.expect("a style").as_bytes());
    let hash = Base64::encode_string(&hash);
    assert!(
        html.contains(&format!("style-src &#x27;sha256-{hash}&#x27;"))
            || html.contains(&format!("style-src 'sha256-{hash}'")),
        "the policy refuses the style"
    );
}

const AWKWARD: &str = "01-05 ask with=zoe task=a
    === entries/2026-01-06-b.md\n---\ntitle: \"100 % | <b>*so*</b> [x](y) `z`\"\nstep: deliver\ntask: a\nshows: craft\nimpact: \"5 > 4 & <i>less</i> | more\"\nevidence: [\"https://a.example/(b)?c|d\", \"[a | b](https://c.example)\"]\nquote: \"\\\"A *good* | thing\\\"\"\nquote_from: zoe\nquote_ok: true\n---
    === tasks/a.md\n---\ntitle: \"# A | task </style><script>\"\n---
    === goals/g.md\n---\ntitle: \"</style><script>alert(1)</script> \\\"G\\\"\"\nneeds: [craft]\n---\nThe [[2026-01-06-b|case]] with <b>HTML</b>, `a | b` and [[tasks/a]].\n\n> [!tip]- A *title*\n> Within.\n\n![A dot](dot.svg) and ==this== ^block\n\n| a | b |\n|---|---|\n| 1 | 2 |\n
    === goals/dot.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n
    === people/zoe.md\n---\ntitle: \"Zoë <Z> | O'Neill\"\nrelation: manager\n---\n";

#[test]
fn awkward_titles_survive_in_both() {
    let folder = folder(&notation::files(AWKWARD));
    let journal = read(folder.path(), None).journal.expect("a journal");
    let made = made(&journal, "g", "12-31", &Window::default(), None);
    stands_alone(&made.html);
    assert!(made.html.contains("data:image/svg+xml;base64,"), "{}", made.html);
    insta::assert_snapshot!(made.markdown);
    // Each row of a table has as many cells as its head.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let mut head = None;
    for line in made.markdown.lines() {
        let is_row = line.starts_with('|');
        head = if is_row { head.or(Some(cells(line))) } else { None };
        if is_row && !line.contains('`') {
            assert_eq!(Some(cells(line)), head, "{line}");
        }
    }
}

#[test]
fn a_journal_styles_its_packet() {
    let folder = folder(&notation::files(
        "=== goals/g.md\n---\n---\nWhy.\n
        === theme/templates/packet.css\n{% include \"theme/notebook/packet.css\" %}\n:root { --good: #7a1f5c; }\n
        === theme/templates/packet.html\n{% extends \"theme/notebook/packet.html\" %}\n{% block contents %}{% endblock contents %}\n",
    ));
    let journal = read(folder.path(), None).journal.expect("a journal");
    let made = made(&journal, "g", "12-31", &Window::default(), None);
    stands_alone(&made.html);
    assert!(made.html.contains("--good: #7a1f5c;") && made.html.contains("@page"), "{}", made.html);
    assert!(!made.html.contains("<nav"), "the block is replaced");
}
