//! The packet as a file of its author's: what a draft says, what its blocks become, and who may have it.

use std::fs;
use std::path::Path;

use loopbook::model::vocabulary::Audience;
use loopbook::model::{Journal, Slug};
use loopbook::packet::{Recipient, Window};
use loopbook::read::packet_file::packet_file;
use loopbook::read::read;

use super::{Made, STORIES, made_of, made_to};
use crate::support::folder::folder;
use crate::support::read as notes;

const TO: (Audience, Recipient) = (Audience::Manager, Recipient::Committee);

/// The packet that a file makes.
fn of_file(journal: &Journal, goal: &str, today: &str, text: &str) -> Made {
    let folder = folder(&[(format!("packets/{goal}.md"), text.to_owned())]);
    let file = packet_file(folder.path(), &Slug::new(goal)).expect("a file without errors");
    made_of(file.as_ref(), TO, journal, goal, today, &Window::default(), None)
}

/// What is wrong with a file, each with its line.
fn wrong(text: &str) -> Vec<String> {
    let folder = folder(&[("packets/g.md".to_owned(), text.to_owned())]);
    let found = packet_file(folder.path(), &Slug::new("g")).err().unwrap_or_default();
    let line =
        |location: Option<&loopbook::diagnostic::Location>| location.map_or(0, |own| own.line);
    found.iter().map(|own| format!("{}: {}", line(own.location.as_ref()), own.message)).collect()
}

/// Without a file, the same draft is rendered from memory.
#[test]
fn a_draft_that_nobody_touched_is_the_packet() {
    for (folder, goal, today) in STORIES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let journal = read(&root, None).journal.expect("a journal");
        let memory = made_to(TO, &journal, goal, today, &Window::default(), None);
        let written = of_file(&journal, goal, today, &memory.draft);
        assert_eq!(written.markdown, memory.markdown, "{}", memory.draft);
        assert_eq!(written.draft, memory.draft);
    }
}

const TEXT: &str = "01-05 ask task=a with=ana visibility=manager
    01-10 deliver task=a impact=zless shows=craft visibility=manager
    01-11 deliver task=b impact=zmore shows=reach visibility=manager
    01-12 deliver task=c impact=zhidden metric=n:1->2 shows=craft
    === goals/g.md\n---\nneeds: [craft, reach]\nvisibility: manager\n---\nzcase\n";

fn fenced(line: &str) -> String {
    format!("\n```loopbook\n{line}\n```\n\n")
}

#[test]
fn the_author_writes_and_the_blocks_are_filled_in() {
    let text = format!(
        "---\naudience: manager\n---\n# zmy title\n\nzabove\n\n## Why so\n\nzmine %%zcomment%%\n{}{}\
         ## Two stories\n\n### zname\n{}zwords\n\n### znext\n{}## The log\n{}## Recommendation\n",
        fenced("results: 1"),
        fenced("evidence: craft"),
        fenced("story: a"),
        fenced("story: c"),
        fenced("log")
    );
    let made = of_file(&notes::journal(TEXT), "g", "02-01", &text);
    let titles: Vec<&str> =
        made.packet.opening.sections.iter().map(|own| own.title.as_str()).collect();
    // A story of a note that the reader does not see is not there, whatever the file says.
    assert_eq!(titles, ["Why so", "Two stories", "The log", "Recommendation"]);
    assert_eq!(made.packet.opening.title, "zmy title");
    let stories: Vec<&str> = made.packet.stories.iter().map(|story| story.title.as_str()).collect();
    assert_eq!(stories, ["zname"]);
    for document in [&made.html, &made.markdown] {
        for word in ["zmine", "zwords", "zname", "zmy title", "To be written by"] {
            assert!(document.contains(word), "{word}: {document}");
        }
        for word in ["zcomment", "zabove", "zcase", "zhidden", "loopbook\n"] {
            assert!(!document.contains(word), "{word}: {document}");
        }
    }
    assert_eq!(made.markdown.matches("Request log").count(), 1, "{}", made.markdown);
    assert!(made.html.contains("id=\"ledger\""));
}

/// Numbers before the titles of sections stay while they count up; a section has its place with or without one.
#[test]
fn numbers_of_sections_that_are_left_out_are_no_gaps() {
    let journal = notes::journal(TEXT);
    let titles = |sections: &str| {
        let text = format!("---\naudience: manager\n---\n# zmy title\n\n{sections}");
        let made = of_file(&journal, "g", "02-01", &text);
        let sections = made.packet.opening.sections.iter();
        sections.map(|own| format!("{} {}", own.anchor, own.title)).collect::<Vec<_>>()
    };
    let first = format!("## 1. Results\n{}", fenced("results: 1"));
    let last = "## 3. Why now\n\nzdue\n\n";
    let full = format!("{first}## 2) The case\n\nzmine\n\n{last}");
    assert_eq!(titles(&full), ["results 1. Results", "case 2) The case", "why-now 3. Why now"]);
    let empty = format!("{first}## 2. The case\n\n{last}");
    assert_eq!(titles(&empty), ["results Results", "why-now Why now"]);
    let mixed = format!("{first}## Growth areas\n\nzmore\n\n## 4. Recommendation\n");
    assert_eq!(
        titles(&mixed),
        ["results Results", "growth-areas Growth areas", "recommendation Recommendation"]
    );
    let story = format!("## Stories\n\n### 1. zname\n{}", fenced("story: a"));
    let text = format!("---\naudience: manager\n---\n{story}");
    let made = of_file(&journal, "g", "02-01", &text);
    assert!(made.markdown.contains("### 1. zname"), "{}", made.markdown);
}

/// The same in the goal's file: what has nothing to say is left out of the case, and so are numbers with gaps.
#[test]
fn a_draft_has_no_heading_with_nothing_below_it() {
    let drafted = |case: &str| {
        let journal = notes::journal(&TEXT.replace("zcase", case));
        made_to(TO, &journal, "g", "02-01", &Window::default(), None).draft
    };
    let case = "## 1. zone\n\nzfirst\n\n## 2. Craft\n\nzbar\n\n## 3. zempty\n\n### zbelow\n\n## 4. ztwo\n\nzsecond\n\n## 5. Why now\n\nzdue";
    let draft = drafted(case);
    let wanted = "## The case\n\n### zone\n\nzfirst\n\n### ztwo\n\nzsecond\n\n";
    assert!(draft.contains(wanted), "{draft}");
    assert!(draft.contains("## Why now\n\nzdue\n"), "{draft}");
    for left_out in ["zempty", "zbelow", "zbar"] {
        assert!(!draft.contains(left_out), "{left_out}: {draft}");
    }
    let draft = drafted("## 1. zone\n\nzfirst\n\n## 2. ztwo\n\nzsecond");
    assert!(draft.contains("### 1\\. zone\n\nzfirst\n\n### 2\\. ztwo\n\nzsecond\n"), "{draft}");
}

#[test]
fn what_nothing_fills_in_is_an_error_at_its_place() {
    let head = "---\naudience: manager\n---\n";
    assert_eq!(wrong(&format!("{head}## A\n{}", fenced("story: a"))), [""; 0]);
    assert_eq!(
        wrong(&format!("{head}## A\n\n%%x%% y\n{}", fenced("resultz: 3"))),
        ["8: nothing fills in `resultz: 3`"]
    );
    assert_eq!(wrong("## A\n"), ["1: it does not say who may read it"]);
    assert_eq!(wrong("---\n---\n## A\n"), ["1: it does not say who may read it"]);
    let strange = wrong("---\naudience: board\n---\n");
    assert_eq!(strange.len(), 1, "{strange:?}");
    let callout = wrong(&format!("{head}## A\n\n> [!private]\n> zsecret\n"));
    assert_eq!(callout, ["6: a packet has no private callouts: everything in it is read"]);
    assert!(!wrong(&format!("{head}## A\n\n- x\n\n      > [!private]\n")).is_empty());
}

/// A draft has nothing that its reader may not see, and it says for whom it is.
#[test]
fn a_draft_is_for_its_reader() {
    let journal = notes::journal(TEXT);
    for (audience, hidden) in [(Audience::Me, false), (Audience::Manager, true)] {
        let to = (audience, Recipient::Committee);
        let made = made_to(to, &journal, "g", "02-01", &Window::default(), None);
        assert!(made.draft.starts_with(&format!("---\naudience: {}\n---\n", audience.word())));
        assert_eq!(!made.draft.contains("story: c"), hidden, "{}", made.draft);
        let folder = folder(&[("packets/g.md".to_owned(), made.draft)]);
        let file = packet_file(folder.path(), &Slug::new("g")).expect("no errors").expect("a file");
        let may =
            [Audience::Me, Audience::Manager, Audience::Public].map(|own| file.may_be_read_by(own));
        assert_eq!(may, if hidden { [true, true, false] } else { [true, false, false] });
    }
}

/// The folder of these files is never one of notes, also where the whole folder is the journal.
#[test]
fn a_packet_is_no_note() {
    let files = [
        ("2026-01-05-a.md".to_owned(), "a\n".to_owned()),
        ("packets/2026-01-06-b.md".to_owned(), "---\nstep: ask\n---\nb\n".to_owned()),
    ];
    let folder = folder(&files);
    fs::create_dir_all(folder.path().join("more")).expect("a folder");
    let journal = read(folder.path(), None).journal.expect("a journal");
    assert_eq!(journal.entries.len(), 1);
}
