//! What counts as a promise, whose it is, and when it is over.

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::model::vocabulary::Audience;
use loopbook::read;
use loopbook::share::{ShareOptions, share};

use crate::support::folder::folder;

/// The promises of a journal for a reader: text, person, day, and whether it is over.
fn promises(files: &[(&str, &str)], audience: Audience) -> Vec<String> {
    let folder = folder(files);
    let read = read::read(folder.path(), None);
    assert_eq!(read.diagnostics, []);
    let journal = read.journal.expect("a journal");
    let today = date(2026, 3, 1);
    let shared = share(&journal, &[], &ShareOptions::new(audience).on(today)).0;
    let analysis = Analysis::of(&shared, today);
    let line = |promise: &loopbook::analyse::promises::OwnedPromise| {
        let person = promise.person.as_ref().map_or("-", |person| person.as_str());
        let over = match (promise.done, promise.is_open()) {
            (true, _) => "over",
            (false, true) => "open",
            (false, false) => "moved",
        };
        format!("{} | {person} | {} | {over}", promise.text, promise.due)
    };
    analysis.promises.iter().map(line).collect()
}

const TOOLS: &str = "\
- [ ] tasks 📅 2026-03-05
- [x] tasks done 📅 2026-03-05 ✅ 2026-03-04
- [ ] dataview [due:: 2026-03-05]
- [ ] dataview round (due:: 2026-03-05)
- [ ] reminder (@2026-03-05 10:00)
- [-] given up (by 2026-03-05)
- [/] begun (by 2026-03-05)
- [>] moved on 📅 2026-03-05
- [?] asked (by 2026-03-05)
- [b] no state that we know (by 2026-03-05)
- `[-]` code (by 2026-03-05)
- \\[-] escaped (by 2026-03-05)

1. [/] numbered and loose (by 2026-03-05)

2. Second
";

#[test]
fn promises_of_other_tools_are_read() {
    let expected = [
        "tasks | - | 2026-03-05 | open",
        "tasks done | - | 2026-03-05 | over",
        "dataview | - | 2026-03-05 | open",
        "dataview round | - | 2026-03-05 | open",
        "reminder | - | 2026-03-05 | open",
        "given up | - | 2026-03-05 | over",
        "begun | - | 2026-03-05 | open",
        "moved on | - | 2026-03-05 | open",
        "numbered and loose | - | 2026-03-05 | open",
    ];
    assert_eq!(promises(&[("2026-01-05-a.md", TOOLS)], Audience::Me), expected);
}

#[test]
fn what_is_carried_over_is_one_promise() {
    let talk = "---\nstep: ask\nwith: wen\n---\n";
    let wen = ("people/wen.md", "---\nrelation: manager\n---\n");
    let said = |first: &str, second: &str, third: &str| {
        let files = [
            wen,
            ("2026-02-02.md", &*format!("{talk}- [ ] Send the plan (by {first})\n")),
            (
                "2026-02-03.md",
                &*format!("- [ ] Send the plan (by {second})\n- [ ] Tidy (by 2026-02-03)\n"),
            ),
            (
                "2026-02-04.md",
                &*format!(
                    "- [x] Send the plan (by {third}) ✅ 2026-02-04\n- [ ] Tidy (by 2026-02-05)\n"
                ),
            ),
            // Nothing is carried over yet by a note of a day to come.
            ("2026-03-09.md", "- [x] Tidy (by 2026-02-05)\n"),
        ];
        promises(&files, Audience::Me)
    };
    let tidy = ["Tidy | - | 2026-02-05 | open", "Tidy | - | 2026-02-05 | over"];
    let same = said("2026-02-06", "2026-02-06", "2026-02-06");
    assert_eq!(same, [&["Send the plan | - | 2026-02-06 | over"], &tidy[..]].concat());
    // A note to oneself does not change the day of what somebody was promised, and can keep it.
    let moved = said("2026-02-06", "2026-02-07", "2026-02-08");
    assert_eq!(moved, same);
}

#[test]
fn a_promise_is_carried_over_with_the_person_who_was_promised_it() {
    let people = [
        ("people/kim.md", "---\nrelation: report\n---\n"),
        ("people/rae.md", "---\nrelation: report\n---\n"),
        ("people/wen.md", "---\nrelation: manager\n---\n"),
    ];
    let said = |notes: &[(&str, &str)]| {
        let notes: Vec<(String, String)> = notes
            .iter()
            .enumerate()
            .map(|(at, (with, item))| {
                let with = if with.is_empty() {
                    String::new()
                } else {
                    format!("---\nwith: {with}\n---\n")
                };
                (format!("entries/2026-02-0{}.md", at + 2), format!("{with}{item}\n"))
            })
            .collect();
        let notes = notes.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        promises(&people.into_iter().chain(notes).collect::<Vec<_>>(), Audience::Me)
    };
    // The same was promised to two.
    let item = "- [ ] Write it (by 2026-02-20)";
    let both = said(&[("kim", "- [x] Write it (by 2026-02-20)"), ("rae", item)]);
    assert_eq!(both, ["Write it | - | 2026-02-20 | over", "Write it | - | 2026-02-20 | open"]);
    // Whoever was promised a to-do was promised it for good.
    let other_day = "- [ ] Write it (by 2026-02-25)";
    let promised = said(&[("", item), ("wen", item), ("", other_day)]);
    assert_eq!(promised, ["Write it | - | 2026-02-20 | open"]);
    // What was moved with the person is not open twice.
    let moved = said(&[("wen", item), ("wen", "- [x] Write it (by 2026-02-25)")]);
    assert_eq!(moved, ["Write it | - | 2026-02-20 | moved", "Write it | - | 2026-02-25 | over"]);
    // Of several days, each is carried over by itself.
    let two = "- [ ] Write it (by 2026-02-20)\n- [ ] Write it (by 2026-02-25)";
    let again = "- [x] Write it (by 2026-02-20)\n- [ ] Write it (by 2026-02-25)";
    let each = ["Write it | - | 2026-02-20 | over", "Write it | - | 2026-02-25 | open"];
    assert_eq!(said(&[("wen", two), ("wen", again)]), each);
    // What stands in a private callout first is for both as soon as a note says it to both.
    let private = "> [!private]\n> - [ ] Write it (by 2026-02-20)";
    assert_eq!(said(&[("wen", private), ("wen", item)]), ["Write it | - | 2026-02-20 | open"]);
}

const NAMED: [(&str, &str); 3] = [
    ("people/wen.md", "---\ntitle: Wen Li\naliases: Wenwen\n---\n"),
    ("people/ada.md", "---\ntitle: Ada\nshare_as: the design lead\n---\n"),
    (
        "2026-01-05-a.md",
        "---\nvisibility: manager\nwith: ada\n---\n\
         - [ ] Wen Li: send the plan (by 2026-03-05)\n\
         - [ ] @wenwen: read it 📅 2026-03-05\n\
         - [ ] [[wen]]: link it (by 2026-03-05)\n\
         - [ ] Ada: draw it (by 2026-03-05)\n\
         - [ ] the design lead: name it (by 2026-03-05)\n\
         - [ ] Manager: decide (by 2026-03-05)\n\
         - [ ] Note: send the plan (by 2026-03-05)\n\
         - [ ] wen:no blank (by 2026-03-05)\n",
    ),
];

#[test]
fn a_promise_that_begins_with_a_name_is_that_persons() {
    let expected = [
        "Wen Li: send the plan | wen | 2026-03-05 | open",
        "@wenwen: read it | wen | 2026-03-05 | open",
        "wen: link it | wen | 2026-03-05 | open",
        "Ada: draw it | ada | 2026-03-05 | open",
        "the design lead: name it | - | 2026-03-05 | open",
        "Manager: decide | manager | 2026-03-05 | open",
        "Note: send the plan | - | 2026-03-05 | open",
        "wen:no blank | - | 2026-03-05 | open",
    ];
    assert_eq!(promises(&NAMED, Audience::Me), expected);
}

#[test]
fn a_name_is_somebodys_only_for_readers_who_know_them() {
    // A link is a name that the reader gets; words of the author alone tell nothing of who exists.
    let expected = [
        "Wen Li: send the plan | wen | 2026-03-05 | open",
        "@wenwen: read it | - | 2026-03-05 | open",
        "Wen Li: link it | wen | 2026-03-05 | open",
        "Ada: draw it | - | 2026-03-05 | open",
        "the design lead: name it | the-design-lead | 2026-03-05 | open",
        "Manager: decide | manager | 2026-03-05 | open",
        "Note: send the plan | - | 2026-03-05 | open",
        "wen:no blank | - | 2026-03-05 | open",
    ];
    assert_eq!(promises(&NAMED, Audience::Manager), expected);
    let unnamed = NAMED[2].1.replace("- [ ] [[wen]]: link it (by 2026-03-05)\n", "");
    let told = promises(&[NAMED[0], NAMED[1], ("2026-01-05-a.md", &unnamed)], Audience::Manager);
    assert_eq!(told[0], "Wen Li: send the plan | - | 2026-03-05 | open");
}

#[test]
fn the_authors_own_name_is_the_authors() {
    let files = [
        ("loopbook.yaml", "author: Sam\n"),
        ("people/sam.md", ""),
        ("2026-01-05-a.md", "- [ ] Sam: send the plan (by 2026-03-05)\n"),
    ];
    let expected = ["Sam: send the plan | - | 2026-03-05 | open"];
    assert_eq!(promises(&files, Audience::Me), expected);
}

#[test]
fn update_by_is_a_promise_of_an_update() {
    let files = [
        ("2026-01-05-ask.md", "---\nstep: ask\ntask: docs-cleanup\nupdate_by: 2026-01-09\n---\n"),
        ("2026-01-06-later.md", "---\ntask: docs-cleanup\nupdate_by: 2026-01-12\n---\n"),
        ("2026-01-07-plain.md", "---\ntitle: The plan\nupdate_by: 2026-01-13\n---\n"),
        ("2026-01-08-wen.md", "---\nwith: wen\nupdate_by: 2026-01-14\n---\n"),
        ("2026-01-09-more.md", "---\nkind: update\nwith: wen\n---\n"),
        // What a setback promises stands with the setback.
        ("2026-01-10-bad.md", "---\nkind: setback\ntask: api\nupdate_by: 2026-01-15\n---\n"),
        ("2026-01-11-news.md", "---\nkind: update\ntask: api\nupdate_by: 2026-01-16\n---\n"),
    ];
    let expected = [
        "an update on Docs cleanup | - | 2026-01-09 | over",
        "an update on Docs cleanup | - | 2026-01-12 | open",
        "an update on the plan | - | 2026-01-13 | over",
        "an update on wen | - | 2026-01-14 | over",
    ];
    assert_eq!(promises(&files, Audience::Me), expected);
}

#[test]
fn what_somebody_promised_who_has_left_is_not_waited_for() {
    let said = |until: &str| {
        let wen = format!("---\nrelation: manager\nuntil: {until}\n---\n");
        let talk = "---\nwith: wen\n---\n- [ ] Wen: send the plan (by 2026-02-10)\n- [ ] Read it (by 2026-02-11)\n";
        promises(&[("people/wen.md", &*wen), ("2026-02-02.md", talk)], Audience::Me)
    };
    let own = "Read it | - | 2026-02-11 | open";
    let theirs = |state: &str| format!("Wen: send the plan | wen | 2026-02-10 | {state}");
    assert_eq!(said("2026-03-01"), [theirs("open"), own.to_owned()]);
    assert_eq!(said("2026-02-28"), [theirs("moved"), own.to_owned()]);
}
