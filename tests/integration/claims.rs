//! What the program says follows from notes: nothing is promised, asked for, held or delivered that no note says.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::folder::folder;
use crate::support::program::{command, run};

const TODAY: &str = "2026-04-01";

/// What a command prints on both streams.
fn said(journal: &Path, args: &[&str]) -> String {
    let dated: &[&str] = if args[0] == "new" { &["--date", TODAY] } else { &["--today", TODAY] };
    let done = run(command().args(args).args(dated).arg("-C").arg(journal));
    format!("{}{}", done.err, done.out)
}

/// A page of the author's own site as text, without tags.
fn page(journal: &Path, page: &str) -> String {
    let site = TempDir::new().expect("a folder");
    let out = site.path().join("site");
    run(command().arg("build").arg(journal).arg("-o").arg(&out).args(["--today", TODAY]));
    let html = fs::read_to_string(out.join(page)).expect("a page");
    html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

const MANAGER: (&str, &str) = ("loopbook.yaml", "manager: Ines\n");

#[test]
fn a_plain_to_do_is_promised_to_nobody() {
    let plain = "- [ ] Book the therapist 📅 2026-03-09\n";
    let update = "---\nupdate_by: 2026-03-20\n---\n# My plans\n";
    let files = [MANAGER, ("entries/2026-03-02.md", plain), ("entries/2026-03-05-b.md", update)];
    let journal = folder(&files);
    for args in [&["next"][..], &["next", "--sheet"], &["next", "--sheet", "--notes"], &["check"]] {
        let text = said(journal.path(), args);
        for word in ["romised", "therapist", "an update on"] {
            assert!(!text.contains(word), "{args:?} says `{word}`:\n{text}");
        }
    }
    let status = said(journal.path(), &["status"]);
    assert!(status.contains("To do\n☐ late: Book the therapist"), "{status}");
    assert!(!status.contains("Promised"), "{status}");
    let home = page(journal.path(), "index.html");
    assert!(home.contains("to do") && home.contains("Book the therapist"), "{home}");
    let own = home.split("Example").next().expect("the author's own part");
    assert!(!own.contains("promised"), "{own}");
}

#[test]
fn what_a_note_with_somebody_says_stays_a_promise() {
    for key in ["with: Ines", "step: ask", "task: offer\nstatus: started"] {
        let note = format!("---\n{key}\n---\n- [ ] Send the offer (by 2026-03-09)\n");
        let journal = folder(&[MANAGER, ("entries/2026-03-02-a.md", &note)]);
        let text = said(journal.path(), &["next"]);
        assert!(text.contains("I promised this for 9 March"), "{key}:\n{text}");
        assert!(said(journal.path(), &["status"]).contains("Promised\n☐ late: Send"), "{key}");
    }
}

#[test]
fn a_note_that_is_not_filled_in_is_no_talk() {
    for step in ["master", "ask", "deliver", "pivot", "repeat"] {
        let journal = folder(&[MANAGER, ("entries/.gitkeep", "")]);
        let first = said(journal.path(), &["new", step]);
        let status = said(journal.path(), &["status"]);
        assert!(
            status.contains("because no note with `step: master` asks Ines"),
            "{step}:\n{status}"
        );
        assert!(!status.contains("day 1"), "{step}:\n{status}");
        let again = said(journal.path(), &["new", step]);
        assert!(again.contains("exists, and nothing is filled in yet"), "{step}:\n{again}");
        let path = first.lines().last().expect("a path");
        assert!(again.ends_with(&format!("{path}\n")), "{first}\n{again}");
        // With an answer it is a talk.
        let text = fs::read_to_string(path).expect("the note");
        let at = text.find("\n## ").expect("a question") + 1;
        let at = at + text[at..].find('\n').expect("its end");
        fs::write(path, format!("{}\n\nShe said it.\n{}", &text[..at], &text[at..]))
            .expect("a note");
        let export = said(journal.path(), &["export"]);
        assert!(export.contains(&format!("\"step\": \"{step}\"")), "{step}:\n{export}");
    }
}

#[test]
fn a_bare_step_is_still_one() {
    for text in [
        "---\nstep: ask\n---\n",
        "---\nstep: ask\n---\n# A talk\n",
        "---\nstep: ask\n---\n## Fewer pages\n",
    ] {
        let journal = folder(&[MANAGER, ("entries/2026-03-02-a.md", text)]);
        assert!(said(journal.path(), &["export"]).contains("\"step\": \"ask\""), "{text}");
    }
}

#[test]
fn a_review_lists_deliveries_without_a_task() {
    let note =
        "---\nstep: deliver\nimpact: 9 of 10 carts finish\nvisibility: manager\n---\nDone.\n";
    let journal = folder(&[("entries/2026-03-02-carts.md", note)]);
    let text = said(journal.path(), &["review", "--year", "2026"]);
    assert!(text.contains("Also done: Carts (9 of 10 carts finish)."), "{text}");
    let journal = folder(&[("2026-03-02.md", "Worked on the site all day and shipped it.\n")]);
    let text = said(journal.path(), &["review", "--year", "2026", "--audience", "me"]);
    assert!(text.contains("No note names a task that was delivered in this time."), "{text}");
}

#[test]
fn a_review_names_the_talks_that_work_came_from() {
    let note = |step: &str, task: &str, more: &str| {
        format!("---\nstep: {step}\ntask: {task}\n{more}---\n")
    };
    let notes = [
        note("ask", "docs", ""),
        note("deliver", "docs", "impact: Less searching\n"),
        note("pivot", "lead", ""),
        note("deliver", "lead", "impact: It is live\n"),
    ];
    let journal = folder(&[
        MANAGER,
        ("entries/2026-01-05-a.md", &notes[0]),
        ("entries/2026-01-15-a.md", &notes[1]),
        ("entries/2026-02-05-a.md", &notes[2]),
        ("entries/2026-02-15-a.md", &notes[3]),
    ]);
    let text = said(journal.path(), &["review", "--year", "2026", "--audience", "me"]);
    assert!(
        text.contains("From such talks came “Docs”. From talks about my own goal came “Lead”."),
        "{text}"
    );
}

#[test]
fn what_is_still_to_come_is_not_told_as_past() {
    let ask = "---\nstep: ask\ntask: docs\n---\n";
    let deliver = "---\nstep: deliver\ntask: docs\nimpact: faster\n---\n";
    let journal =
        folder(&[MANAGER, ("entries/2026-02-02-a.md", ask), ("entries/2027-03-02-a.md", deliver)]);
    let sheet = said(journal.path(), &["next", "--sheet"]);
    assert!(!sheet.contains("2027"), "{sheet}");
    let text = said(journal.path(), &["review", "--year", "2027", "--audience", "me"]);
    assert!(!text.contains("faster"), "{text}");
}

#[test]
fn a_packet_for_a_goal_that_was_reached_uses_nothing_later() {
    let goal = "---\ntitle: Senior\nto: senior\nby: 2019-12-31\nstate: reached\nreached_on: 2020-02-29\n\
                needs: [x]\n---\nWhy.\n";
    let deliver = |task: &str, impact: &str| {
        format!(
            "---\nstep: deliver\ntask: {task}\nimpact: {impact}\nshows: x\ngoal: senior\nvisibility: manager\n---\n"
        )
    };
    let (before, after) = (deliver("t", "good"), deliver("u", "better"));
    let journal = folder(&[
        ("goals/senior.md", goal),
        ("entries/2019-03-01-a.md", &before),
        ("entries/2026-03-01-b.md", &after),
    ]);
    let text = said(journal.path(), &["packet", "senior", "--format", "md"]);
    assert!(text.contains("1. good (T)") && !text.contains("better (U)"), "{text}");
    assert!(
        text.contains("All notes until 29 February 2020, the day on which the goal was reached."),
        "{text}"
    );
    assert!(text.contains("2020-Q1") && !text.contains("2025-Q"), "{text}");
}

#[test]
fn a_story_in_a_private_file_is_named_as_one() {
    let goal = "---\ntitle: Senior\nto: senior\nby: 2026-12-31\nneeds: [x]\n---\nWhy.\n";
    let story = format!("## Story\n\n{}\n", "word ".repeat(90));
    let deliver =
        "---\nstep: deliver\ntask: docs\nshows: x\nimpact: faster\nvisibility: manager\n---\n";
    let files = [
        MANAGER,
        ("goals/senior.md", goal),
        ("tasks/docs.md", &story),
        ("entries/2026-02-02-a.md", deliver),
    ];
    let text = said(folder(&files).path(), &["packet", "senior", "--format", "md"]);
    let hint = "what you wrote under `## Story` is not used, because `tasks/docs.md` is `private`: set \
                `visibility: manager` in it";
    assert!(text.contains(hint), "{text}");
    assert!(!text.contains("write it under `## Story`"), "{text}");
}

#[test]
fn nothing_is_asked_for_that_no_note_says_was() {
    let note = "---\nstep: deliver\ntask: tool\nimpact: saves an hour\n---\nNobody asked me.\n";
    let asked = "---\nasked_by: ines\n---\n";
    let own = folder(&[MANAGER, ("entries/2026-03-02-a.md", note)]);
    let file = folder(&[MANAGER, ("entries/2026-03-02-a.md", note), ("tasks/tool.md", asked)]);
    let initiative = |journal: &TempDir| {
        let export = said(journal.path(), &["export"]);
        let line = export.lines().find(|line| line.contains("\"initiative\""));
        (line.expect("a task").trim().to_owned(), export.contains("\"asked\": 1"))
    };
    assert_eq!(initiative(&own), ("\"initiative\": null,".to_owned(), false));
    assert_eq!(initiative(&file), ("\"initiative\": \"asked\",".to_owned(), true));
}

#[test]
fn next_steps_are_with_the_manager_of_today() {
    let gone = "---\ntitle: Marcus\nrelation: manager\nsince: 2024-09-01\nuntil: 2025-11-30\n---\n";
    let now = "---\ntitle: Helen\nrelation: manager\nsince: 2025-12-01\n---\n";
    let ask = |task: &str, with: &str| format!("---\nstep: ask\ntask: {task}\nwith: {with}\n---\n");
    let (first, second) = (ask("docs", "marcus"), ask("plan", "helen"));
    let files = [
        ("loopbook.yaml", "manager: marcus\n"),
        ("people/marcus.md", gone),
        ("entries/2025-02-05-a.md", &*first),
        ("entries/2026-02-05-a.md", &*second),
        ("people/helen.md", now),
    ];
    let journal = folder(&files);
    let status = said(journal.path(), &["status"]);
    assert!(status.contains("next, with Helen"), "{status}");
    let check = said(journal.path(), &["check"]);
    assert!(check.contains("Marcus was your manager until 30 November 2025"), "{check}");
    assert!(check.contains("set `manager: helen` in `loopbook.yaml`"), "{check}");
    assert!(!check.contains("you asked Marcus anything"), "{check}");
    let sheet = said(journal.path(), &["next", "--sheet"]);
    assert!(sheet.contains("# 1:1 with Helen"), "{sheet}");
    let new = said(journal.path(), &["new", "ask"]);
    let text = fs::read_to_string(new.lines().last().expect("a path")).expect("the note");
    assert!(text.contains("with: helen"), "{text}");
    // Nobody says who followed.
    let alone = folder(&files[..3]);
    let check = said(alone.path(), &["check"]);
    assert!(check.contains("say who your manager is now"), "{check}");
    assert!(!check.contains("you asked Marcus anything"), "{check}");
    // The screen ends an open loop with their time, as the pages do.
    let status = said(alone.path(), &["status"]);
    assert!(status.contains("day 298"), "{status}");
    let home = page(journal.path(), "timeline.html");
    assert!(!home.contains("Marcus, from 1 January 2025"), "{home}");
}

#[test]
fn what_is_past_is_told_as_past() {
    let goal = "---\ntitle: Senior\nto: senior\nby: 2019-12-31\nneeds: [x]\nwith: ines\nshared_on: 2019-02-01\n---\n";
    let journal = folder(&[MANAGER, ("goals/senior.md", goal), ("entries/2026-02-02-a.md", "x")]);
    let sheet = said(journal.path(), &["next", "--sheet"]);
    assert!(sheet.contains("- Goal: **Senior**; it was wanted by 31 December 2019"), "{sheet}");
    let reached =
        "---\ntitle: B\nto: z\nby: 2020-12-31\nstate: reached\nreached_on: 2020-06-01\n---\n";
    let one = "---\ntitle: A\nto: x\nby: 2026-12-31\nneeds: [y]\n---\n";
    let journal =
        folder(&[("goals/b.md", reached), ("goals/a.md", one), ("entries/2026-01-01.md", "x")]);
    assert!(!page(journal.path(), "goals/b.html").contains("told anybody"));
    assert!(page(journal.path(), "goals/a.html").contains("0 of 1 competency is sustained"));
}

#[test]
fn a_day_before_the_years_that_are_read_exists() {
    let journal = folder(&[("1899-12-31 old.md", "x"), ("2026-01-01.md", "z")]);
    let check = said(journal.path(), &["check"]);
    assert!(check.contains("`1899-12-31`, and days are read from 1900 to 2200"), "{check}");
}

#[test]
fn a_pivot_without_a_goal_named_none() {
    let journal =
        folder(&[MANAGER, ("entries/2026-02-05-a.md", "---\nstep: pivot\ntask: lead\n---\n")]);
    let check = said(journal.path(), &["check"]);
    assert!(check.contains("names no goal") && !check.contains("you named your goal"), "{check}");
}

/// A note made from the journal's own template says nothing until somebody fills it in.
#[test]
fn a_note_of_an_own_template_that_was_not_filled_in_is_no_talk() {
    let template = "---\n{{ keys }}\n---\n# {{ title }}\n\n## What keeps you up?\n\n- [ ] \n\n## And {{ person.name }}?\n";
    let open = |text: &str, theme: &str| {
        let note = format!("---\nstep: ask\nwith: ines\n---\n{text}");
        let template_path = format!("{theme}/notes/ask.md");
        let settings = match theme {
            "theme" => "manager: ines\n".to_owned(),
            other => format!("manager: ines\ntheme: {other}\n"),
        };
        let manifest = format!("{theme}/theme.yaml");
        let journal = folder(&[
            ("loopbook.yaml", &*settings),
            (&*template_path, template),
            (&*manifest, "theme_api: 1\nextends: notebook\n"),
            ("entries/2026-02-05-a.md", &*note),
        ]);
        said(journal.path(), &["export"]).contains("\"step\": \"ask\"")
    };
    for theme in ["theme", "look"] {
        assert!(
            !open("# 1:1\n\n## What keeps you up?\n\n- [ ] \n\n## And Ines?\n", theme),
            "{theme}"
        );
        assert!(open("# 1:1\n\n## What keeps you up?\n\n- [ ] Costs\n", theme), "{theme}");
        assert!(open("# 1:1\n\n## What else?\n", theme), "{theme}");
    }
}

/// An empty `entries/` decides nothing; beside one with notes, notes with a day are told of.
#[test]
fn notes_beside_an_empty_folder_of_entries_are_read() {
    let files = [
        ("2026-02-05-a.md", "---\nstep: ask\n---\n"),
        ("log/2026-02-06-b.md", "Words.\n"),
        ("goals/2026-02-07.md", "A day beside goals.\n"),
        ("README.md", "Words.\n"),
    ];
    let journal = folder(&files);
    let without = said(journal.path(), &["export"]);
    fs::create_dir_all(journal.path().join("entries/.obsidian")).expect("a folder");
    fs::write(journal.path().join("entries/.obsidian/x.md"), "x").expect("a file");
    assert_eq!(said(journal.path(), &["export"]), without);
    assert!(without.contains("2026-02-05-a") && without.contains("2026-02-06-b"), "{without}");
    assert!(!said(journal.path(), &["check"]).contains("beside-entries"));
    // The first note there makes the others no notes, which nobody may have meant.
    fs::write(journal.path().join("entries/2026-02-08-c.md"), "Words.\n").expect("a note");
    let check = said(journal.path(), &["check"]);
    let told = "this note is beside `entries/`, so it is not read, and so are 2 more notes with a day in their names";
    assert!(check.contains(told) && check.contains("--> 2026-02-05-a.md"), "{check}");
    let settings = |text: &str| {
        fs::write(journal.path().join("loopbook.yaml"), text).expect("settings");
        let check = said(journal.path(), &["check"]);
        assert!(!check.contains("beside-entries"), "{check}");
        said(journal.path(), &["export"])
    };
    assert!(settings("entries: .\n").contains("2026-02-05-a"));
    assert!(!settings("entries: entries\n").contains("2026-02-05-a"));
}

/// What a journal's export says besides its notes, the to-dos in them and the day that each list of them ends.
fn concluded(files: &[(&str, &str)]) -> Value {
    let journal = folder(files);
    let export = run(command().args(["export", "--today", TODAY, "-C"]).arg(journal.path())).out;
    let mut export: Value = serde_json::from_str(&export).expect("JSON");
    for list in ["entries", "promises"] {
        export[list] = Value::Null;
    }
    export
}

/// A note of a day to come says what is planned: nothing follows from it before that day.
#[test]
fn what_is_dated_after_today_is_a_plan() {
    let known = [
        MANAGER,
        ("people/wen.md", "---\nrelation: peer\n---\n# Wen\n"),
        ("goals/staff.md", "---\nto: Staff\nby: 2027-03-31\nneeds: [scope]\n---\n# Staff\n"),
        ("tasks/index.md", "---\nsize: large\n---\n# Index\n"),
        ("entries/2026-01-12-m.md", "---\nstep: master\nwishes: [Shorter mails]\n---\n"),
        ("entries/2026-03-02-a.md", "---\nstep: ask\ntask: plan\ndue: 2026-03-20\n---\n"),
        ("entries/2026-03-03-s.md", "---\nkind: setback\ntask: plan\nupdate_by: 2026-03-09\n---\n"),
        ("entries/2026-03-04-d.md", "---\nkind: decision\n---\n# One index\n"),
        ("entries/2026-03-05-p.md", "---\nkind: seen\n---\n# Slow search\n"),
    ];
    let plans = [
        (
            "entries/2026-04-02-a.md",
            "---\nstep: ask\ntask: [index, plan]\nwith: Wen\ndue: 2026-05-01\n---\n",
        ),
        ("entries/2026-04-02-u.md", "---\nkind: update\ntask: plan\nupdate_by: 2026-04-09\n---\n"),
        (
            "entries/2026-04-03-d.md",
            "---\nstep: deliver\ntask: plan\nimpact: Half.\nshows: scope\nconfirmed_by: Ines\n---\n",
        ),
        (
            "entries/2026-04-04-p.md",
            "---\nstep: pivot\ngoal: staff\nanswer: no\ngaps: [vision]\n---\n",
        ),
        ("entries/2026-04-05-m.md", "---\nstep: master\nperception: below\n---\n"),
        (
            "entries/2026-04-06-r.md",
            "---\nresolves: [2026-03-03-s, 2026-03-04-d, 2026-03-05-p, plan, shorter-mails]\noutcome: wrong\n---\n",
        ),
        (
            "entries/2026-04-07-s.md",
            "---\nkind: setback\ntask: index\ntell: Wen\n---\n# Launch slips\n",
        ),
        (
            "entries/2026-04-08-w.md",
            "---\nwith: Wen\nenergy: 1\nseen_by: Wen\n---\n- [ ] Send the offer 📅 2026-04-01\n- [ ] Wen: read it 📅 2026-04-01\n",
        ),
    ];
    let all: Vec<(&str, &str)> = known.iter().chain(&plans).copied().collect();
    let (without, with) = (concluded(&known), concluded(&all));
    for (list, row) in without.as_object().expect("lists") {
        assert_eq!(with[list], *row, "{list}");
    }
    let journal = folder(&all);
    // They have pages, and what is to be done is a to-do of the author's.
    let own = page(journal.path(), "entries/2026-04-07-s.html");
    assert!(own.contains("Launch slips") && own.contains("7 April 2026, planned"), "{own}");
    assert!(!page(journal.path(), "entries/2026-03-02-a.html").contains("planned"));
    assert!(!page(journal.path(), "setbacks.html").contains("Launch slips"));
    // The newest notes are of days that have come, unless all are planned.
    let first = page(journal.path(), "index.html");
    assert!(first.contains("Slow search") && !first.contains("Launch slips"), "{first}");
    let planned = page(folder(&plans[6..7]).path(), "index.html");
    assert!(planned.contains("Launch slips"), "{planned}");
    let status = said(journal.path(), &["status"]);
    assert!(status.contains("To do\n☐ Send the offer"), "{status}");
    assert!(status.contains("☐ Wen: read it") && !status.contains("Promised"), "{status}");
    // On their day, they count.
    let later =
        run(command().args(["next", "wen", "--today", "2026-04-08", "-C"]).arg(journal.path()));
    assert!(later.out.contains("Launch slips"), "{}", later.out);
}

const SETBACK: &str =
    "---\nkind: setback\ntask: import\ntell: Zoe\nupdate_by: 2026-03-09\n---\n# Import broke\n";

/// Each person hears of the updates and promises in which they took part.
#[test]
fn a_setback_is_told_as_its_hearer_knows_it() {
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let zoe = ("people/zoe.md", "---\nrelation: skip-level\n---\n# Zoe\n");
    let setback = ("entries/2026-03-02-s.md", SETBACK);
    let update = |keys: &str| format!("---\nkind: update\ntask: import\n{keys}---\n");
    let told = update("with: Ines\n");
    let journal = folder(&[MANAGER, zoe, setback, ("entries/2026-03-03-u.md", &told)]);
    // Zoe was told nothing, so there is no more on it, and nothing was promised to her.
    let words = flat(said(journal.path(), &["next", "zoe"]));
    assert!(words.contains("is open, and no note tells it to Zoe"), "{words}");
    assert!(words.contains("I'd rather you heard this from me"), "{words}");
    assert!(!words.contains("promised") && !words.contains("There is more"), "{words}");
    // Ines was: the update came before its day, so that none is late.
    let words = flat(said(journal.path(), &["next"]));
    assert!(words.contains("There is more on this"), "{words}");
    assert!(!words.contains("promised") && !words.contains("9 March"), "{words}");
    // What the update promised is still to come, for Ines alone.
    let told = update("with: Ines\nupdate_by: 2026-03-20\n");
    let journal = folder(&[MANAGER, zoe, setback, ("entries/2026-03-03-u.md", &told)]);
    let words = flat(said(journal.path(), &["next"]));
    assert!(words.contains("I promised an update for 20 March"), "{words}");
    assert!(!flat(said(journal.path(), &["next", "zoe"])).contains("promised"));
    // Without an update, the setback's own promise is late.
    let journal = folder(&[MANAGER, zoe, setback]);
    let words = flat(said(journal.path(), &["next"]));
    assert!(words.contains("I promised an update for 9 March"), "{words}");
}

/// A day that nobody set is reckoned, and is not told as one that somebody did.
#[test]
fn no_day_is_told_that_nobody_set() {
    let goal = ("goals/staff.md", "---\nto: Staff\nby: 2027-03-31\nneeds: [scope]\n---\n# Staff\n");
    let master = ("entries/2025-12-01-m.md", "---\nstep: master\nperception: meets\n---\n");
    let put_off = |day: &str| format!("---\nstep: pivot\ngoal: staff\nanswer: later\n{day}---\n");
    let with = |pivot: &str| {
        let journal = folder(&[MANAGER, goal, master, ("entries/2025-12-02-p.md", pivot)]);
        said(journal.path(), &["next"])
    };
    let words = with(&put_off(""));
    assert!(words.contains("Ines put the answer off 120 days ago"), "{words}");
    let words = with(&put_off("answer_by: 2026-03-01\n"));
    assert!(words.contains("Ines put the answer off until 1 March"), "{words}");
    let files = [
        MANAGER,
        ("tasks/figures.md", "---\nrepeats: monthly\n---\n# Figures\n"),
        ("entries/2025-12-01-m.md", "---\nstep: master\nperception: meets\n---\n"),
        ("entries/2026-01-02-d.md", "---\nstep: deliver\ntask: figures\n---\n"),
    ];
    let journal = folder(&files);
    let sheet = said(journal.path(), &["next", "--sheet", "--notes"]);
    for words in [said(journal.path(), &["next"]), said(journal.path(), &["check"]), sheet] {
        assert!(words.contains("recurring work, last done 89 days ago"), "{words}");
        let spoken = words.split("say to").nth(1).unwrap_or(&words);
        let is_script = words.contains("say to");
        assert_eq!(is_script, spoken.contains("it comes back every month"), "{words}");
        assert!(!spoken.contains("1 February") && !words.contains("was due"), "{words}");
    }
}

/// Whoever is called as the author is the author, also as their own manager.
#[test]
fn the_author_does_not_confirm_their_own_work() {
    let deliver =
        "---\nstep: deliver\ntask: plan\nimpact: Half.\nshows: scope\nconfirmed_by: NAME\n---\n";
    let goal = ("goals/staff.md", "---\nto: Staff\nby: 2027-03-31\nneeds: [scope]\n---\n# Staff\n");
    let grade = |config: &str, person: &str, name: &str| {
        let delivered = deliver.replace("NAME", name);
        let files = [
            ("loopbook.yaml", config),
            goal,
            ("people/ada-low.md", person),
            ("entries/2026-03-02-d.md", &delivered),
        ];
        let journal = folder(&files);
        let export =
            run(command().args(["export", "--today", TODAY, "-C"]).arg(journal.path())).out;
        let export: Value = serde_json::from_str(&export).expect("JSON");
        export["goals"][0]["needs"][0]["units"][0]["grade"].as_str().expect("a grade").to_owned()
    };
    let own = "manager: ada-low\nauthor: Ada Low\n";
    assert_eq!(grade(own, "# Ada Low\n", "Ada Low"), "backed");
    assert_eq!(grade("manager: ada-low\nauthor: A. Low\n", "# Ada\n", "ada-low"), "confirmed");
    let alias = "---\naliases: [A. Low]\n---\n# Ada\n";
    assert_eq!(grade("manager: ada-low\nauthor: A. Low\n", alias, "ada-low"), "backed");
    // Nor do their own words vouch for it, support it or recommend it.
    let goal =
        ("goals/staff.md", "---\nto: Staff\nby: 2027-03-31\nneeds: [scope]\n---\nThe case.\n");
    let praise = "---\nstep: deliver\ntask: plan\nimpact: Half.\nshows: scope\nquote: Well done\nquote_from: WHO\nquote_ok: true\n---\n";
    let words = "---\ngoal: staff\nrecommends: yes\nrecommendation: Take them\nquote_from: WHO\nquote_ok: true\n---\n";
    for (who, is_other) in [("Ada Low", false), ("me", false), ("Ines", true)] {
        let (praise, words) = (praise.replace("WHO", who), words.replace("WHO", who));
        let files = [
            ("loopbook.yaml", "manager: Ines\nauthor: Ada Low\n"),
            goal,
            ("entries/2026-03-02-d.md", &praise),
            ("entries/2026-03-03-r.md", &words),
        ];
        let packet = said(folder(&files).path(), &["packet", "--format", "md", "--audience", "me"]);
        for word in ["Well done", "Take them", "Supported by", "vouched |"] {
            assert_eq!(packet.contains(word), is_other, "{who}, {word}: {packet}");
        }
    }
}

/// What is set for a day to come has not been yet: nobody was told of a goal, and nobody is here.
#[test]
fn a_day_to_come_has_told_nobody() {
    let goal = "---\nto: Staff\nby: 2027-03-31\nneeds: [scope]\nwith: Ines\nshared_on: DAY\n---\n# Staff\n";
    let nina = ("people/nina.md", "---\nrelation: skip-level\nsince: 2026-07-01\n---\n# Nina\n");
    let sheet = |day: &str| {
        let goal = goal.replace("DAY", day);
        let journal = folder(&[MANAGER, nina, ("goals/staff.md", &goal)]);
        let page = page(journal.path(), "goals/staff.html");
        (said(journal.path(), &["next", "--sheet"]), page, said(journal.path(), &["status"]))
    };
    let (told, page, status) = sheet("2026-03-01");
    assert!(
        told.contains("Goal: **Staff**") && page.contains("Told on 1 March 2026"),
        "{told}{page}"
    );
    assert!(!status.contains("Nina"), "{status}");
    let (untold, page, _) = sheet("2026-07-01");
    assert!(!untold.contains("Staff") && !page.contains("1 July"), "{untold}{page}");
}

/// A `deliver` with a measure alone leaves the work started: what is missing is said in full, so that doing it is enough.
#[test]
fn what_finishes_work_is_said_where_it_is_missing() {
    let goal = "---\nto: Staff\nneeds: [scope]\npacket: [rota]\n---\n# Staff engineer\n";
    let file = "---\naudience: me\n---\n## Stories\n\n```loopbook\nstory: rota\n```\n";
    let asked = ("entries/2026-01-05-a.md", "---\nstep: ask\ntask: rota\n---\n");
    let told = |keys: &str| {
        let note = format!(
            "---\nstep: deliver\ntask: rota\nshows: scope\nmetric: 'nights: 4 -> 1'\n{keys}---\n"
        );
        let done = ("entries/2026-01-20-b.md", &*note);
        let journal = folder(&[MANAGER, ("goals/staff.md", goal), asked, done]);
        let packet = ["packet", "staff", "--audience", "me", "--check"];
        let memory = said(journal.path(), &packet);
        fs::create_dir(journal.path().join("packets")).expect("a folder");
        fs::write(journal.path().join("packets/staff.md"), file).expect("a file");
        [said(journal.path(), &["check"]), memory, said(journal.path(), &packet)]
    };
    let [check, memory, written] = told("");
    let finish = "if it is finished, add `impact` or `status: delivered` to its `deliver`";
    assert_eq!(check.matches(finish).count(), 2, "{check}");
    let needs = "it takes a `deliver` with an `impact`, or with a `metric` and `status: delivered`";
    assert!(memory.contains(&format!("`rota` is pinned but not a story yet: {needs}")), "{memory}");
    assert!(memory.contains("or a `metric` and `status: delivered`"), "{memory}");
    assert!(written.contains(needs), "{written}");
    for text in told("status: delivered\n") {
        assert!(!text.contains("if it is finished") && !text.contains(needs), "{text}");
    }
}

/// Nothing says that a goal is reached, or what came of it, before the day on which it is.
#[test]
fn a_goal_that_is_to_be_reached_is_not_told_as_reached() {
    let goal = "---\nto: Staff\nby: 2026-12-31\nneeds: [scope]\nwith: Ines\nvisibility: manager\nstate: reached\n\
                reached_on: DAY\noutcome: On the payroll\n---\n# Staff engineer\n";
    let talk = "---\nstep: pivot\ngoal: staff\nanswer: yes\nvisibility: manager\n---\n";
    let told = |day: &str| {
        let goal = goal.replace("DAY", day);
        let files = [MANAGER, ("goals/staff.md", &goal), ("entries/2026-03-02-a.md", talk)];
        let journal = folder(&files);
        let pages =
            ["goals/staff.html", "goals.html", "gaps.html", "path.html", "people/ines.html"];
        let pages = pages.map(|name| page(journal.path(), name));
        let commands = [&["status"][..], &["packet", "staff", "--format", "md"]];
        let said = commands.map(|args| said(journal.path(), args));
        [&pages[..], &said[..]].concat()
    };
    let before = told("2026-04-02");
    for text in &before {
        for word in
            ["Reached on", "reached on", "This goal is reached", "On the payroll", "2 April"]
        {
            assert!(!text.contains(word), "`{word}` in:\n{text}");
        }
    }
    assert!(before[0].contains("active"), "{}", before[0]);
    assert!(before[6].contains("Promotion to Staff"), "{}", before[6]);
    let after = told("2026-04-01");
    assert!(after[0].contains("Reached on 1 April 2026: On the payroll"), "{}", after[0]);
    assert!(after[6].contains("This goal is reached"), "{}", after[6]);
}

/// Whom nobody works with yet has no next step anywhere: not in the list, not on the team, not by name.
#[test]
fn nobody_has_a_next_step_before_they_come() {
    let person =
        |relation: &str| format!("---\nrelation: {relation}\nsince: 2026-07-01\n---\n# Kim\n");
    let talk = ("entries/2026-03-02-talk.md", "---\nstep: ask\nwith: kim\ntask: rota\n---\n");
    for relation in ["report", "peer", "skip-level"] {
        let person = person(relation);
        let journal = folder(&[MANAGER, ("people/kim.md", &person), talk]);
        for args in [&["next", "kim"][..], &["next", "kim", "--sheet"]] {
            let said = said(journal.path(), args);
            assert!(said.contains("you start working with Kim on 1 July 2026"), "{args:?}: {said}");
        }
        for args in [&["status"][..], &["status", "--team"]] {
            let said = said(journal.path(), args);
            assert!(!said.contains("Kim"), "{args:?}: {said}");
        }
        let team = said(journal.path(), &["status", "--team"]);
        assert_eq!(
            team.contains("they left, or are still to come"),
            relation == "report",
            "{team}"
        );
    }
}

/// A direct report who has to hear of a setback that is not theirs is told of it, and not asked to answer for it.
#[test]
fn a_direct_report_does_not_answer_for_others() {
    let kim = ("people/kim.md", "---\nrelation: report\n---\n# Kim\n");
    let words = |keys: &str| {
        let setback = format!("---\nkind: setback\n{keys}---\n# Import broke\n");
        said(
            folder(&[MANAGER, kim, ("entries/2026-03-02-s.md", &setback)]).path(),
            &["next", "kim"],
        )
    };
    let told = words("tell: Kim\n");
    assert!(told.contains("Own “Import broke” and tell Kim"), "{told}");
    assert!(told.contains("I want you to hear this from me"), "{told}");
    let asked = words("with: Kim\n");
    assert!(asked.contains("Ask Kim where the setback stands"), "{asked}");
}

/// A packet that ends before today tells of no later quarter, and of no later day of an open loop.
#[test]
fn a_packet_ends_with_its_last_day() {
    let files = [
        MANAGER,
        (
            "goals/staff.md",
            "---\nfrom: Senior\nto: Staff\nby: 2025-12-31\nneeds: [scope]\n---\nThe case.\n",
        ),
        ("entries/2025-01-10-a.md", "---\nstep: ask\ntask: one\nsize: small\n---\n"),
        (
            "entries/2025-03-10-b.md",
            "---\nstep: deliver\ntask: one\nimpact: Half.\nshows: scope\n---\n",
        ),
        ("entries/2025-04-10-c.md", "---\nstep: ask\ntask: two\nsize: small\n---\n"),
        ("entries/2025-12-10-d.md", "---\nstep: ask\ntask: three\nsize: large\n---\n"),
    ];
    let journal = folder(&files);
    let packet = |more: &[&str]| {
        let own = ["packet", "staff", "--format", "md", "--audience", "me"];
        said(journal.path(), &[&own[..], more].concat())
    };
    let ended = packet(&["--to", "2025-05-01"]);
    assert!(ended.contains("All notes until 1 May 2025: later notes are not included."), "{ended}");
    assert!(ended.contains("| 2025-Q2 |") && !ended.contains("2025-Q3"), "{ended}");
    assert!(ended.contains("| 2 | 2025-04-10 | 21 | open |"), "{ended}");
    assert!(!ended.contains("tale:") && !ended.contains("arliest"), "{ended}");
    let cut = packet(&["--from", "2025-03-01", "--to", "2025-05-01"]);
    assert!(cut.contains("earlier and later notes are not included."), "{cut}");
    assert!(packet(&[]).contains("| 2025-Q4 |"));
}

/// Of what only a private file names, the sheet says nothing.
#[test]
fn the_sheet_names_no_competency_of_a_private_goal() {
    let goal = |keys: &str| {
        format!("---\nto: Staff\nby: 2027-03-31\nneeds: [leave-well]\n{keys}---\n# Staff\n")
    };
    let told = "with: Ines\nshared_on: 2026-01-03\n";
    let talk = |keys: &str| format!("---\nstep: ask\ntask: plan\nvisibility: manager\n{keys}---\n");
    let sheet = |goal: &str, talk: &str| {
        let files = [
            MANAGER,
            ("goals/staff.md", goal),
            ("tasks/plan.md", "---\nserves: [leave-well]\n---\n# Plan\n"),
            ("entries/2026-03-02-a.md", talk),
        ];
        said(folder(&files).path(), &["next", "--sheet"])
    };
    let hidden = sheet(&goal(told), &talk(""));
    assert!(
        hidden.contains("Goal: **Staff**") && !hidden.to_lowercase().contains("leave"),
        "{hidden}"
    );
    let shared = sheet(&goal(&format!("{told}visibility: manager\n")), &talk(""));
    assert!(shared.contains("Comes next: **Leave well**"), "{shared}");
    let named = sheet(&goal(told), &talk("shows: leave-well\n"));
    assert!(named.contains("Comes next: **Leave well**"), "{named}");
    // A goal that the author keeps on a direct report is the report's to read once it is shared or was told.
    let rep = ("people/kim.md", "---\nrelation: report\n---\n# Kim\n");
    let talk = ("entries/2026-03-02-a.md", "---\nstep: ask\nwith: Kim\ntask: plan\n---\n");
    let of_report = |keys: &str| {
        let goal = format!(
            "---\nof: kim\nto: Lead\nby: 2027-01-01\nneeds: [calm]\n{keys}---\n# Kim moves out\n"
        );
        let journal = folder(&[MANAGER, rep, talk, ("goals/out.md", &goal)]);
        said(journal.path(), &["next", "kim", "--sheet"])
    };
    assert!(!of_report("").contains("moves out"), "{}", of_report(""));
    for keys in ["visibility: public\n", "shared_on: 2026-01-03\n"] {
        assert!(of_report(keys).contains("Goal: **Kim moves out**"), "{}", of_report(keys));
    }
}

#[test]
fn an_open_loop_with_somebody_who_will_leave_goes_on_until_then() {
    let files = [
        MANAGER,
        ("people/ines.md", "---\nrelation: manager\nuntil: 2026-12-31\n---\n"),
        ("entries/2026-03-02-a.md", "---\nstep: ask\ntask: x\n---\n"),
    ];
    let status = said(folder(&files).path(), &["status"]);
    assert!(status.contains("day 30"), "{status}");
}

#[test]
fn recurring_work_is_never_called_delivered_or_given_a_date() {
    let files = [
        MANAGER,
        ("tasks/report.md", "---\nrepeats: weekly\n---\n"),
        ("entries/2026-01-04-m.md", "---\nstep: master\nperception: meets\n---\n"),
        ("entries/2026-01-05-a.md", "---\nstep: ask\ntask: report\n---\n"),
        ("entries/2026-01-12-d.md", "---\nstep: deliver\ntask: report\n---\n"),
        ("entries/2026-02-02-b.md", "---\nstep: ask\ntask: x\ndue: 2026-03-01\nwith: zoe\n---\n"),
    ];
    let journal = folder(&files);
    let review = said(journal.path(), &["review", "--audience", "me"]);
    assert!(review.contains("I took on 1 task in talks; it is not delivered."), "{review}");
    let status = said(journal.path(), &["status"]);
    assert!(status.contains("Keep up report"), "{status}");
    let files = files.map(|(path, text)| match path {
        "entries/2026-01-05-a.md" => (path, "---\nstep: ask\ntask: report\nwith: zoe\n---\n"),
        "entries/2026-01-12-d.md" => (path, "---\nstep: deliver\ntask: report\nwith: zoe\n---\n"),
        _ => (path, text),
    });
    let home = page(folder(&files).path(), "index.html");
    assert!(home.contains("by its rhythm"), "{home}");
}

#[test]
fn an_empty_sheet_does_not_say_that_no_note_tells_of_anything() {
    let wish = "---\nstep: master\nperception: meets\nwishes: Fewer surprises\n---\n";
    let journal = folder(&[MANAGER, ("entries/2026-03-02-m.md", wish)]);
    assert!(said(journal.path(), &["next"]).contains("Fewer surprises"));
    let sheet = said(journal.path(), &["next", "--sheet"]);
    assert!(sheet.contains("no note has anything for it"), "{sheet}");
    assert!(sheet.contains("`--notes` adds what is for your eyes alone"), "{sheet}");
}

#[test]
fn a_promise_on_the_sheet_has_no_words_of_a_private_callout_and_names_nothing_hidden() {
    let hidden = ("entries/2026-02-02-offer.md", "Text.\n");
    let shared = "---\nvisibility: manager\nstep: ask\n---\n\
        - [ ] Send the draft (by 2026-03-07)\n  > [!private]\n  > KANARI she was rude\n\
        - [ ] Send it, see [[2026-02-02-offer]] (by 2026-03-08)\n";
    for text in [shared.to_owned(), shared.replace("visibility: manager\n", "")] {
        let journal = folder(&[MANAGER, hidden, ("entries/2026-03-02-a.md", &text)]);
        for args in [&["next", "--sheet"][..], &["next"], &["status"], &["check"]] {
            let said = said(journal.path(), args);
            assert!(!said.contains("KANARI"), "{args:?}: {said}");
        }
        let sheet = said(journal.path(), &["next", "--sheet"]);
        assert!(sheet.contains("- [ ] Send the draft (7 March"), "{sheet}");
        assert!(!sheet.contains("offer"), "{sheet}");
    }
}

#[test]
fn a_date_that_only_a_private_file_says_is_not_counted_on_the_sheet() {
    let counted = |visibility: &str| {
        let task = format!("---\ndue: 2026-01-10\nvisibility: {visibility}\n---\n");
        let shared = "visibility: manager\n---\n";
        let ask = format!("---\nstep: ask\ntask: docs\n{shared}");
        let deliver = format!("---\nstep: deliver\ntask: docs\nimpact: Read.\n{shared}");
        let files = [
            MANAGER,
            ("tasks/docs.md", &*task),
            ("entries/2026-01-06-a.md", &ask),
            ("entries/2026-01-20-d.md", &deliver),
        ];
        said(folder(&files).path(), &["next", "--sheet"]).contains("- Dates: 0 of 1")
    };
    assert!(counted("manager"));
    assert!(!counted("private"));
}

#[test]
fn what_only_a_private_file_of_a_task_says_is_not_on_the_sheet() {
    let goal = "---\nto: Staff\nby: 2027-03-31\nneeds: [writing]\nwith: Ines\n\
        shared_on: 2026-01-03\nvisibility: manager\n---\n";
    let ask = "---\nstep: ask\ntask: report\nvisibility: manager\n---\n";
    let sheet = |visibility: &str| {
        let task = format!(
            "---\nserves: writing\nrepeats: weekly\nvisibility: {visibility}\n---\n# Report\n"
        );
        let files = [
            MANAGER,
            ("goals/staff.md", goal),
            ("tasks/report.md", &*task),
            ("entries/2026-03-02.md", ask),
        ];
        said(folder(&files).path(), &["next", "--sheet"])
    };
    let shared = sheet("manager");
    assert!(shared.contains("- In hand for it: **Report**"), "{shared}");
    assert!(shared.contains("**Report**: recurring work, and no note says"), "{shared}");
    let hidden = sheet("private");
    assert!(hidden.contains("- Comes next: **writing**"), "{hidden}");
    assert!(!hidden.contains("In hand") && !hidden.contains("recurring"), "{hidden}");
    // A note of the day is called as its day.
    assert!(hidden.contains("last note 2 March\n"), "{hidden}");
}
