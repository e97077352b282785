//! Whatever is made of a journal, each note's text is parsed once.

use std::fs;

use jiff::civil::date;

use crate::analyse::Analysis;
use crate::markdown::parse::count;
use crate::model::Slug;
use crate::model::vocabulary::Audience;
use crate::packet::{Recipient, Window};
use crate::pipeline;
use crate::read;
use crate::share::{PacketOptions, ShareOptions, for_author, share};

const ENTRY: &str = "---\nvisibility: public\nstep: deliver\ntask: docs\n---\n# Counted\n\n\
    Words of a counted-text entry, [[docs|a link]] and #tag.\n\n## Trying\n\nShip it. ^id\n\n\
    > [!private]\n> pay\n\n- [ ] call (by 2026-03-01)\n\n![[other]]\n";
const OTHER: &str = "---\nvisibility: public\n---\n# Other\n\nA counted-text page of [[nobody]].\n";
const DAY: &str = "---\nvisibility: manager\n---\nA counted-text day.\n\n## One [step:: ask]\nvisibility:: public\n\n\
    - two [kind:: idea] [private:: yes]\n\n## Three [step:: deliver]\n";
const GOAL: &str = "---\nvisibility: public\nneeds: [craft]\n---\n# Grow\n\n\
    A counted-text goal with <b>HTML</b>.\n\n## Craft\n\nThe bar.\n";

#[test]
fn a_note_is_parsed_once_for_pages_feeds_search_other_readers_and_packets() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [
        ("entries/2026-01-05-one.md", ENTRY),
        ("entries/2026-01-06.md", DAY),
        ("entries/other.md", OTHER),
        ("goals/grow.md", GOAL),
        ("loopbook.yaml", "title: A journal\nmanager: lead\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let today = date(2026, 3, 1);
    let read = read::read(folder.path(), None);
    let journal = read.journal.expect("a journal");
    let site = pipeline::site(&for_author(&journal, &read.diagnostics), today).0;
    assert!(site.files.contains_key("feed.xml"));
    let (shared, _) = share(&journal, &[], &ShareOptions::new(Audience::Public));
    pipeline::site(&shared, today);
    let goal = journal.goal("grow").expect("a goal");
    let packet = PacketOptions::for_goal(&journal, goal, None, None).expect("one person's");
    let options = ShareOptions { packet: Some(packet), ..ShareOptions::new(Audience::Manager) };
    let (shared, _) = share(&journal, &[], &options);
    let analysis = Analysis::of(&shared, today);
    let packet = pipeline::packet(
        &analysis,
        &Slug::new("grow"),
        &Window::default(),
        None,
        Recipient::Manager,
        None,
    );
    let case = packet.and_then(|packet| packet.case).expect("a case");
    assert_eq!(case.markdown, "A counted-text goal with \\<b>HTML\\</b>.");
    for text in ["counted-text entry", "counted-text day", "counted-text page", "counted-text goal"]
    {
        assert_eq!(count::of(text), 1, "{text}");
    }
}
