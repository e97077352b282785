//! `calendar.ics`: what has a fixed day, for the author alone.

use std::fs;

use crate::support::folder::folder;
use crate::support::notation;
use crate::support::program::{command, run};

const JOURNAL: &str = "01-05 ask with=ana task=docs due=2026-01-30 trying=Less
    01-08 note kind=setback task=docs update_by=2026-01-12
    === loopbook.yaml\nmanager: ana\nauthor: Mira\ncalendar: yes\nbase_url: https://a.example/notes\n
    === entries/2026-01-09-k.md\n---\nstep: master\nwith: ana\n---\n- [ ] A list, with; signs 📅 2026-01-20\n- [x] Kept 📅 2026-01-21\n
    === tasks/docs.md\n---\ntitle: Docs debt\n---\n
    === goals/lead.md\n---\ntitle: Team lead\nby: 2026-12-31\nshared_on: 2026-01-05\n---\n
    === people/ana.md\n---\ntitle: Ana\nrelation: manager\n---\n";

/// The file in the site for that reader; `None` where there is none. The page of the calendar links it where it is.
fn calendar(journal: &str, audience: &str, today: &str) -> Option<String> {
    let folder = folder(&notation::files(journal));
    let options = ["--audience", audience, "--today", today];
    let done = run(command().arg("build").args(options).arg(folder.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    let file = fs::read_to_string(folder.path().join("site/calendar.ics")).ok();
    let page = fs::read_to_string(folder.path().join("site/calendar.html")).expect("the page");
    assert_eq!(page.contains("href=\"calendar.ics\""), file.is_some(), "{page}");
    file
}

#[test]
fn what_has_a_fixed_day_is_an_event_with_a_lasting_id() {
    let calendar = calendar(JOURNAL, "me", "2026-01-10").expect("a calendar");
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let lines: Vec<&str> = calendar.split("\r\n").collect();
    let starting = |start: &str| -> Vec<&str> {
        lines.iter().filter_map(|line| line.strip_prefix(start)).collect()
    };
    assert_eq!(
        starting("SUMMARY:"),
        [
            "Update on b",
            "Promised: A list\\, with\\; signs",
            "Docs debt is due",
            "Talk with Ana",
            "Goal: Team lead"
        ]
    );
    let days = ["20260112", "20260120", "20260130", "20260406", "20261231"];
    assert_eq!(starting("DTSTART;VALUE=DATE:"), days);
    let stamps = ["20260108", "20260109", "20260108", "20260105", "20260105"];
    assert_eq!(starting("DTSTAMP:"), stamps.map(|day| format!("{day}T000000Z")));
    assert_eq!(starting("URL:")[2], "https://a.example/notes/tasks/docs.html");
    let ids = starting("UID:");
    assert!(ids.iter().all(|id| id.len() == 36), "{ids:?}");
    // A talk whose day is past is not moved to today, and an event keeps its id.
    let later = self::calendar(JOURNAL, "me", "2026-08-01").expect("a calendar");
    assert!(later.contains("DTSTART;VALUE=DATE:20260406"), "{later}");
    let moved = JOURNAL.replace("due=2026-01-30", "due=2026-02-02");
    let moved = self::calendar(&moved, "me", "2026-01-10").expect("a calendar");
    assert!(ids.iter().all(|id| moved.contains(id)) && moved.contains("20260202"), "{moved}");
}

#[test]
fn only_who_asks_for_it_has_it_and_no_other_reader() {
    for reader in ["manager", "public"] {
        assert_eq!(calendar(JOURNAL, reader, "2026-01-10"), None, "{reader}");
    }
    let without = JOURNAL.replace("calendar: yes\n", "");
    assert_eq!(calendar(&without, "me", "2026-01-10"), None);
}
