//! Somebody with `share_as`: what carries their real name to other readers is replaced where that is safe, and told to
//! the author where it is their own words.

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

use crate::support::folder::folder;
use crate::support::program::{command, run};

const PEOPLE: [(&str, &str); 3] = [
    ("loopbook.yaml", "manager: ines-kovac\n"),
    (
        "people/ines-kovac.md",
        "---\ntitle: Inès Kovač\naliases: [王伟]\nshare_as: my manager\n---\n",
    ),
    ("people/wen.md", "---\ntitle: Wen\n---\n"),
];

/// All that the public gets: paths, and bytes.
fn public(files: &[(&str, &str)]) -> String {
    let all: Vec<(&str, &str)> = PEOPLE.iter().chain(files).copied().collect();
    let folder = folder(&all);
    let loaded = read::read(folder.path(), None);
    let journal = loaded.journal.expect("a journal");
    let day = date(2026, 3, 1);
    let (shared, _) = share(&journal, &[], &ShareOptions::new(Audience::Public).on(day));
    let (site, problems) = pipeline::site(&shared, day);
    assert_eq!(problems, []);
    let mut told = String::new();
    for (path, content) in site.files {
        told.push_str(&format!("{path}\n"));
        if let Content::Bytes(bytes) = content {
            told.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    told
}

#[test]
fn titles_links_tasks_and_addresses_say_the_name_that_others_know() {
    let told = public(&[
        (
            "entries/2026-02-01-talk-with-ines-kovac.md",
            "---\nvisibility: public\nstep: ask\ntask: [plan-for-kovac, Help Inès, kovacs-review]\nwith: ines-kovac\n---\nWords.\n",
        ),
        (
            "entries/2026-02-02-b.md",
            "---\nvisibility: public\ntask: help-ines-kovac\naliases: [Kovač]\n---\n# Kovač wants a plan\n\n[[2026-02-01-talk-with-ines-kovac]] and [[help-ines-kovac]] [figures](ines-kovac.csv)\n",
        ),
        ("entries/2026-02-03-王伟さんと.md", "---\nvisibility: public\n---\nWords.\n"),
        ("tasks/help-ines-kovac.md", "---\ntitle: Help Ines\nvisibility: public\n---\nWords.\n"),
        ("goals/as-ines-kovac.md", "---\nvisibility: public\ntitle: As good as Ines\n---\n"),
        ("entries/ines-kovac.csv", "x"),
        ("entries/kovac-s-page.md", "---\nvisibility: public\ntitle: Page of Inès\n---\n"),
    ]);
    for name in ["ines", "inès", "kovac", "kovač", "王伟"] {
        let lower = told.to_lowercase();
        let near = lower.match_indices(name).find(|(at, _)| {
            // A word of the program's own, as *lines*, is none.
            !lower[..*at].ends_with(char::is_alphabetic)
        });
        let around = near.map(|(at, _)| lower[at..].chars().take(60).collect::<String>());
        assert_eq!(around, None, "{name}");
    }
    for shown in [
        "entries/2026-02-01-talk-with-my-manager.html",
        "Talk with my manager",
        "My manager wants a plan",
        "Help my manager",
        "tasks/help-my-manager.html",
        "tasks/my-managers-review.html",
        "goals/as-my-manager.html",
        "As good as my manager",
        "files/my-manager.csv",
        "Page of my manager",
    ] {
        assert!(told.contains(shown), "{shown}");
    }
}

#[test]
fn what_the_author_wrote_is_told_with_its_line() {
    let journal: Vec<(&str, &str)> = PEOPLE
        .iter()
        .copied()
        .chain([
            (
                "entries/2026-02-01-a.md",
                "---\nvisibility: public\nimpact: INES-KOVAC was glad\n---\n\nWords.\n\n> [!private]\n> Kovač\n\nThen 王伟さん came.\n",
            ),
            ("entries/2026-02-02-b.md", "---\nvisibility: manager\n---\n## Plan of Kovač\n"),
            ("entries/2026-02-03-c.md", "---\nvisibility: public\ntags: [kovač-plan]\nshows: help-ines-kovac\ngaps: [王伟]\n---\nFine, says Wen.\n"),
            ("entries/2026-02-04-d.md", "---\nvisibility: public\n---\nWords #ines-kovac/plan and `Inès`, Kovačs\n"),
            ("entries/2026-02-05-e.md", "---\nwith: ines-kovac\n---\nKovač, for me alone.\n"),
            ("entries/2026-02-06-f.md", "---\nvisibility: public\nwith: ines-kovac\n---\nFine: my manager, [[ines-kovac]], a kovač.\n\n> [!private]\n> Kovač\n"),
            ("entries/2026-02-07-g.md", "---\nvisibility: public\n---\n![](../static/ines-kovac.csv) [[wen|Inès]]\n"),
            ("static/ines-kovac.csv", "x"),
            ("people/rui.md", "---\ntitle: Rui\nshare_as: my manager\n---\n"),
            ("entries/2026-02-08-h.md", "---\nvisibility: public\n---\nRui.\n\nRui and Kovač.\n"),
        ])
        .collect();
    let folder = folder(&journal);
    let args = ["check", "--today", "2026-03-01", "--format", "json"];
    let done = run(command().args(args).arg(folder.path()));
    let found: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    let found: Vec<String> = found
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["code"] == "real-name")
        .map(|one| {
            format!(
                "{}:{} {}",
                one["path"].as_str().expect("a path"),
                one["line"],
                one["message"].as_str().expect("words")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "entries/2026-02-01-a.md:11 the text says `王伟`, whom others know as `my manager`; so does 1 more place of this file",
            "entries/2026-02-02-b.md:4 a heading says `Kovač`, whom others know as `my manager`",
            "entries/2026-02-03-c.md:3 `tags` says `kovač`, whom others know as `my manager`; so do 2 more places of this file",
            "entries/2026-02-04-d.md:4 the text says `ines-kovac`, whom others know as `my manager`; so do 2 more places of this file",
            "entries/2026-02-07-g.md:4 the text says `Inès`, whom others know as `my manager`",
            "entries/2026-02-08-h.md:4 the text says `Rui`, whom others know as `my manager`; so does 1 more place of this file",
            "entries/2026-02-08-h.md:6 the text says `Kovač`, whom others know as `my manager`",
            "static/ines-kovac.csv:null its path says `ines-kovac`, whom others know as `my manager`",
        ]
    );
}

#[test]
fn check_finds_names_in_ladders_and_the_title_of_the_site() {
    let ladder = "title: L\nlevels: [Lead]\ncompetencies:\n  - id: craft\n    title: As Kovač does it\n    expects:\n      Lead: Reviews with Inès\n";
    let goal = "---\nladder: l\nto: Lead\nneeds: [craft]\nvisibility: public\n---\n";
    let people = "---\ntitle: Mueller\nshare_as: a peer\n---\n";
    let folder = folder(&[
        ("loopbook.yaml", "manager: ines-kovac\ntitle: Loops with Müller\n"),
        PEOPLE[1],
        ("people/m.md", people),
        ("ladders/l.yaml", ladder),
        ("goals/g.md", goal),
    ]);
    let args = ["check", "--today", "2026-03-01", "--format", "json"];
    let done = run(command().args(args).arg(folder.path()));
    let found: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    let found = found.as_array().expect("a list").iter();
    let found = found.filter(|one| one["code"] == "real-name");
    let found: Vec<String> =
        found.map(|one| format!("{}:{} {}", one["path"], one["line"], one["message"])).collect();
    assert_eq!(
        found,
        [
            r#""ladders/l.yaml":5 "a competency says `Kovač`, whom others know as `my manager`; so does 1 more place of this file""#,
            r#""loopbook.yaml":2 "the site's title says `Müller`, whom others know as `a peer`""#,
        ]
    );
}

#[test]
fn share_says_whose_name_the_note_would_say() {
    let journal: Vec<(&str, &str)> = PEOPLE
        .iter()
        .copied()
        .chain([
            ("entries/2026-02-01-a.md", "---\nstep: ask\n---\nWords.\n\nKovač was glad.\n"),
            ("entries/2026-02-02-b.md", "---\nstep: ask\n---\nWords with [[ines-kovac]].\n"),
        ])
        .collect();
    let folder = folder(&journal);
    let share = |note: &str| {
        let args = ["share", note, "--with", "manager", "--yes"];
        run(command().args(args).arg("-C").arg(folder.path()))
    };
    let done = share("2026-02-01-a");
    assert_eq!(done.code, 0, "{}", done.err);
    let told = "warning: entries/2026-02-01-a.md, line 6: the text says `Kovač`, whom others know as `my manager`";
    assert!(done.err.contains(told), "{}", done.err);
    let done = share("2026-02-02-b");
    assert!(done.code == 0 && !done.err.contains("warning"), "{}", done.err);
}
