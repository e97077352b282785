//! The verbs that change notes: what was not asked for stays byte for byte the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use loopbook::markdown::plain;
use loopbook::model::Document;
use loopbook::read;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::effort::cases;
use crate::support::folder::folder;
use crate::support::program::{Done, command, run};

fn loopbook(journal: &Path, args: &[&str]) -> Done {
    let (verb, rest) = args.split_first().expect("a verb");
    run(command()
        .arg(verb)
        .arg("-C")
        .arg(journal)
        .args(rest)
        .env("SOURCE_DATE_EPOCH", "1767657600"))
}

fn contents(journal: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(journal).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let content = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(journal).expect("below").display().to_string();
        (path, fs::read_to_string(entry.path()).expect("text"))
    };
    files.map(content).collect()
}

/// The lines that a verb removed from a note and added to it; every other file stays as it was.
fn changed(journal: &TempDir, note: &str, args: &[&str]) -> (Vec<String>, Vec<String>) {
    let before = contents(journal.path());
    let done = loopbook(journal.path(), args);
    assert_eq!(done.code, 0, "{args:?}: {}", done.err);
    let mut after = contents(journal.path());
    let (old, new) = (&before[note], after.insert(note.to_owned(), before[note].clone()));
    let new = new.expect("the note is there");
    assert_eq!(after, before, "{args:?}");
    let lines = |text: &str| text.split_inclusive('\n').map(ToOwned::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(&new));
    let kept = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[kept..].iter().rev().zip(new[kept..].iter().rev()).take_while(|(a, b)| a == b);
    let end = end.count();
    (old[kept..old.len() - end].to_vec(), new[kept..new.len() - end].to_vec())
}

proptest! {
    #![proptest_config(cases(24))]
    #[test]
    fn a_change_touches_only_its_own_lines(
        mark in prop::bool::ANY,
        windows in prop::bool::ANY,
        ended in prop::bool::ANY,
        before in "([a-zé漢 ]{1,12}\n){0,3}",
        after in "(\n[a-zé漢 ]{1,12}){0,3}",
    ) {
        let text = format!(
            "---\nstep: ask # why\ntask: docs # [[docs]]\nextra: 'x'\n---\n{before}\n- [ ] Send it (by 2026-01-09)\n{after}\n\n[[docs]], `[[docs]]`{}",
            if ended { "\n" } else { "" }
        );
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        let text = if mark { format!("\u{feff}{text}") } else { text };
        let path = "entries/2026-01-06.md";
        let task = ("tasks/docs.md", "See [[2026-01-06]].\n");
        let journal = folder(&[(path, text.as_str()), ("entries/2026-01-02-a.md", "a\n"), task]);
        let end = if windows { "\r\n" } else { "\n" };

        let (old, new) = changed(&journal, path, &["done", "send it", "--yes"]);
        prop_assert_eq!(old, [format!("- [ ] Send it (by 2026-01-09){end}")]);
        prop_assert_eq!(new, [format!("- [x] Send it (by 2026-01-09) (done 2026-01-06){end}")]);

        let (old, new) = changed(&journal, path, &["share", path, "--with", "manager", "--yes"]);
        prop_assert_eq!(old, Vec::<String>::new());
        prop_assert_eq!(new, [format!("visibility: manager{end}")]);

        let whole = contents(journal.path())[path].clone();
        let done = loopbook(journal.path(), &["log", "deliver", "Live", "--day"]);
        prop_assert_eq!(done.code, 0, "{}", done.err);
        let now = contents(journal.path())[path].clone();
        prop_assert!(now.starts_with(&whole));
        prop_assert_eq!(now.ends_with('\n'), whole.ends_with('\n'));
        let added = now[whole.len()..].trim();
        prop_assert_eq!(added, format!("## Live{end}step:: deliver{end}visibility:: private"));

        let mut expected = contents(journal.path());
        let done = loopbook(journal.path(), &["log", "note", "Late"]);
        prop_assert_eq!(done.code, 0, "{}", done.err);
        expected.insert("entries/2026-01-06-late.md".into(), "---\nkind: note\n---\n# Late\n".into());
        prop_assert_eq!(&contents(journal.path()), &expected);

        let done = loopbook(journal.path(), &["rename", "task", "docs", "For all", "--yes"]);
        prop_assert_eq!(done.code, 0, "{}", done.err);
        let note = expected.get_mut(path).expect("the note");
        *note = note.replacen("task: docs #", "task: For all #", 1).replacen(
            &format!("{end}[[docs]], `"),
            &format!("{end}[[For all]], `"),
            1,
        );
        let task = expected.remove("tasks/docs.md").expect("the task");
        expected.insert("tasks/For all.md".into(), task);
        prop_assert_eq!(&contents(journal.path()), &expected);
    }
}

#[test]
fn text_that_looks_like_anything_is_text() {
    for text in [
        "private: yes",
        "visibility: public",
        "%% hidden",
        "<!-- hidden",
        "> [!private]",
        "- [ ] a (by 2026-01-01)",
        "```",
        "# Title",
        "step:: ask",
        "---",
        "[a]: https://a.example",
        "{{ x }} ${y} \\",
    ] {
        for day in [&["--day"][..], &[]] {
            let journal = folder(&[("entries/2026-01-02-a.md", "a\n")]);
            let done =
                loopbook(journal.path(), &[&["log"][..], day, &["--", "note", text]].concat());
            assert_eq!(done.code, 0, "{text}: {}", done.err);
            let read = read::read(journal.path(), None);
            assert!(read.diagnostics.is_empty(), "{text}: {:?}", read.diagnostics);
            let entries = read.journal.expect("a journal").entries;
            let of_day = entries.iter().filter(|entry| entry.date == date(2026, 1, 6));
            let bodies: Vec<_> = of_day.map(|entry| &entry.body).collect();
            let plain: String = bodies.iter().map(|body| plain(body)).collect();
            let words = |text: &str| text.split_whitespace().collect::<String>();
            assert!(words(&plain).contains(&words(text)), "{text}: {plain}");
            let is_text = |body: &&Document| body.promises.is_empty() && body.callouts.is_empty();
            assert!(bodies.iter().all(is_text), "{text}");
        }
    }
}

#[test]
fn a_text_that_would_decide_who_sees_the_note_says_how_to_state_it() {
    let journal = folder(&[("entries/2026-01-02-a.md", "a\n")]);
    let before = contents(journal.path());
    for (text, line, option) in [
        ("private:: yes", "private:: yes", "private=yes"),
        ("A talk\n\n  draft:: true", "draft:: true", "draft=true"),
        ("visibility：manager", "visibility：manager", "visibility=manager"),
        ("hidden=true", "hidden=true", "visibility=private"),
    ] {
        for day in [&["--day"][..], &[]] {
            let done =
                loopbook(journal.path(), &[&["log"][..], day, &["--", "note", text]].concat());
            assert_eq!(done.code, 2, "{text}: {}", done.err);
            let said = format!("`{line}` in the text looks like a key");
            assert!(done.err.contains(&said), "{}", done.err);
            assert!(done.err.contains(&format!("use `--set {option}`")), "{}", done.err);
            assert!(!done.err.contains('\\') && !done.err.contains("-->"), "{}", done.err);
        }
    }
    assert_eq!(contents(journal.path()), before);
    let done = loopbook(journal.path(), &["log", "note", "A talk", "--set", "private=yes"]);
    assert_eq!(done.code, 0, "{}", done.err);
}

#[test]
fn code_in_a_text_stays_as_it_is() {
    let journal = folder(&[("entries/2026-01-02-a.md", "a\n")]);
    let text = "Use `std::vector`, `a %% b` and ``c <!-- ` d``";
    let done = loopbook(journal.path(), &["log", "note", text]);
    assert_eq!(done.code, 0, "{}", done.err);
    let read = read::read(journal.path(), None);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let entries = read.journal.expect("a journal").entries;
    assert_eq!(plain(&entries[1].body), "Use std::vector, a %% b and c <!-- ` d");
}

#[test]
fn a_promise_is_ticked_however_its_list_is_nested() {
    let path = "entries/2026-01-05-a.md";
    let promise = "[ ] Send it (by 2026-01-09)";
    for before in [
        "- x\n\t- P\n",
        "- x\n\t-\tP\n",
        "- x\n\t- y\n\t\t- z\n\t\t\t- P\n",
        "- x\n  - P\n    more\n",
        "- x\n    - P\n",
        "* x\n\t* P ^mine\n",
        "+ x\n\n\tmore\n\n\t+ P\n",
        "1. x\n\t1. P\n",
        "1. x\n   1) P\n",
        "12) P\n",
        "1. - P\n",
        "- [ ] x\n\t- P\n",
        "- [x] x\n\t- P\n\t- [ ] z\n",
        "- x [a]\n\t- P\n",
        "- [due:: 2026-01-09] x\n\t- P\n",
        "> - x\n> \t- P\n",
        ">- x\n>\t- P\n",
        "> > - P\nlazy\n",
        "> [!todo] T\n> > [!note] U\n> > - x\n> > \t- P\n> - z\n",
        "x[^1]\n\n[^1]: y\n\n\t- P\n",
        "## Talk\nstep:: ask\n\n- x\n\t- P\n",
        "- Live [step:: deliver]\n\t- y\n\t\t- P\n",
        "%% [ ] %%\n- x\n\t- %% [c] %%P\n",
        "a $x$\n\n- <b>x</b>\n\t- P\n",
    ] {
        for text in [before.to_owned(), format!("\u{feff}{before}").replace('\n', "\r\n")] {
            let ticked = "[x] Send it (by 2026-01-09) (done 2026-01-06)";
            let journal = folder(&[(path, text.replace('P', promise))]);
            let done = loopbook(journal.path(), &["done", "send it", "--yes"]);
            assert_eq!(done.code, 0, "{text:?}: {}", done.err);
            assert_eq!(contents(journal.path())[path], text.replace('P', ticked));
        }
    }
}

#[test]
fn what_keeps_a_note_private_is_named() {
    for (key, path) in [
        ("draft: yes", "entries/2026-01-06-a.md"),
        ("private: yes", "entries/2026-01-06-a.md"),
        ("published: false", "entries/2026-01-06-a.md"),
        ("a: b", "entries/_drafts/2026-01-06-a.md"),
    ] {
        let text = format!("---\n{key}\n---\nA\n");
        let journal = folder(&[(path, text.as_str())]);
        let done = loopbook(journal.path(), &["share", path, "--with", "public", "--yes"]);
        assert_eq!(done.code, 1, "{key}");
        assert!(done.err.contains("nothing was changed"), "{}", done.err);
        assert_eq!(contents(journal.path())[path], text);
    }
}

/// A journal in which everything names one task and one person, in every way that a note can.
fn renamed_journal(task: &str, person: &str) -> Vec<(String, String)> {
    let link = task.replace(' ', "%20").replace('ü', "%C3%BC");
    let note = format!(
        "---\r\nstep: deliver\r\ntask: [{task}, other]\r\nwith: \"{person}\"\r\nevidence: \"[[{task}]]\"\r\n\
         resolves: {task} # settled\r\n---\r\nSee [[{task}]], [[tasks/{task}#Case|it]], ![[{task}]] and\r\n\
         [this](../tasks/{link}.md \"t\"). Not `[[docs-cleanup]]`, [[docs-cleanup-2]] or docs-cleanup.\r\n\
         %% docs-cleanup in a comment %% [[People/x|{task}]]\r\n"
    );
    vec![
        ("loopbook.yaml".to_owned(), format!("title: Loops\nmanager: {person} # her\n")),
        ("entries/2026-01-05-a.md".to_owned(), note),
        (
            "entries/2026-01-06-b.md".to_owned(),
            format!("+++\ntask = \"{task}\"\nwith = [\"{person}\"]\n+++\nB\n"),
        ),
        (
            "entries/2026-01-07-c.md".to_owned(),
            format!(
                "---\nevidence:\n  - ../tasks/{link}.md\n  - \"[the docs](../tasks/{link}.md#case)\"\n---\nC\n"
            ),
        ),
        ("goals/senior.md".to_owned(), format!("---\nwith: {person}\npacket: [{task}]\n---\nG\n")),
        (
            "goals/staff.md".to_owned(),
            format!("+++\nwith = \"{person}\"\npacket = [\"-{task}\"]\n+++\nG\n"),
        ),
        (
            "packets/senior.md".to_owned(),
            format!(
                "---\r\naudience: manager\r\n---\r\n# docs-cleanup\r\n\r\n## Three stories\r\n\r\n\
                 ### Docs\r\n\r\n```loopbook\r\nstory: {task}\r\n```\r\n\r\n%% docs-cleanup [[docs-cleanup]] %%\r\n\
                 With [[{person}]] on [[{task}]].\r\n\r\n```yaml\r\nstory: docs-cleanup\r\n```\r\n\r\n\
                 ~~~ loopbook\r\n  Story :  {task}  \r\n~~~\r\n\r\n```loopbook\r\nstory: docs-cleanup-2\r\n```\r\n"
            ),
        ),
        // No goal has this packet, and it does not say for whom it is: its stories keep their names all the same.
        ("packets/old.md".to_owned(), format!("## A\n\n```loopbook\nstory: {task}\n```\n")),
        (
            format!("tasks/{task}.md"),
            format!("---\nasked_by: {person}\n---\n# The docs\n\n## Case\n\nSee [[{person}]].\n"),
        ),
        ("tasks/docs-cleanup-2.md".to_owned(), "Another.\n".to_owned()),
        ("tasks/other.md".to_owned(), "Other.\n".to_owned()),
        (format!("people/{person}.md"), "---\nrelation: manager\n---\n".to_owned()),
    ]
}

#[test]
fn a_rename_reaches_every_key_and_link_and_nothing_else() {
    let journal = folder(&renamed_journal("docs-cleanup", "ines"));
    for args in [["task", "docs-cleanup", "Docs für alle"], ["person", "ines", "ines-r"]] {
        let done = loopbook(journal.path(), &[&["rename"][..], &args, &["--yes"]].concat());
        assert_eq!(done.code, 0, "{}", done.err);
    }
    let expected = renamed_journal("Docs für alle", "ines-r");
    let expected: BTreeMap<String, String> = expected.into_iter().collect();
    let found = contents(journal.path());
    for (path, text) in &expected {
        let text = text
            .replace("with: \"ines-r\"", "with: ines-r")
            .replace("|Docs für alle]]", "|docs-cleanup]]");
        assert_eq!(found.get(path), Some(&text), "{path}");
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn a_goal_takes_its_packet_with_it() {
    let path = "packets/senior.md";
    let journal = folder(&renamed_journal("docs-cleanup", "ines"));
    let before = contents(journal.path());
    let rename = |new| loopbook(journal.path(), &["rename", "goal", "senior", new, "--yes"]);
    std::fs::write(journal.path().join("packets/lead.md"), "mine\n").expect("written");
    let done = rename("lead");
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(done.err.contains("`packets/lead.md` exists already"), "{}", done.err);
    std::fs::remove_file(journal.path().join("packets/lead.md")).expect("removed");
    assert_eq!(contents(journal.path()), before);

    let done = rename("Lead of all");
    assert_eq!(done.code, 0, "{}", done.err);
    let packet = format!("rename {path}\n    to packets/lead-of-all.md\n");
    assert!(done.err.contains(&packet), "{}", done.err);
    let found = contents(journal.path());
    assert_eq!(found["packets/lead-of-all.md"], before[path]);
    assert_eq!(found["goals/Lead of all.md"], before["goals/senior.md"]);
    assert!(!found.contains_key(path) && !found.contains_key("goals/senior.md"));
    assert_eq!(found.len(), before.len());
    let packet = loopbook(journal.path(), &["packet", "lead-of-all", "--format", "md"]);
    assert!(packet.err.contains("packets/lead-of-all.md"), "{}", packet.err);
}

#[test]
fn a_manager_by_name_alone_stays_the_manager() {
    let notes = [("entries/2026-01-05-a.md", "---\nstep: ask\n---\nA\n")];
    let person = ("people/manager.md", "---\ntitle: Ines\n---\n");
    for (before, after) in [
        (None, "manager: Ines R\n"),
        (Some(""), "manager: Ines R\n"),
        (Some("# Mine\ntitle: Loops\n"), "# Mine\nmanager: Ines R\ntitle: Loops\n"),
        (
            Some("---\r\ntitle: Loops\r\n---\r\n"),
            "---\r\nmanager: Ines R\r\ntitle: Loops\r\n---\r\n",
        ),
    ] {
        let config = before.map(|text| ("loopbook.yaml", text));
        let files: Vec<_> = notes.into_iter().chain([person]).chain(config).collect();
        let journal = folder(&files);
        let done = loopbook(journal.path(), &["rename", "person", "manager", "Ines R", "--yes"]);
        assert_eq!(done.code, 0, "{}", done.err);
        let found = contents(journal.path());
        assert_eq!(found["loopbook.yaml"], after);
        assert_eq!(found["people/Ines R.md"], person.1);
        let read = read::read(journal.path(), None).journal.expect("a journal");
        assert_eq!(read.config.manager.as_str(), "ines-r");
        assert_eq!(read.people.len(), 1);
    }
}

#[test]
fn what_a_rename_cannot_change_is_listed() {
    let journal = folder(&[
        ("loopbook.yaml", "entries: [\"notes.txt\", \"entries\"]\n"),
        ("notes.txt", "[2026-01-05 09:00] A day.\ntask:: docs\n"),
        (
            "entries/2026-01-06-a.md",
            "---\ntask: docs\n---\nSee [it][d].\n\n[d]: ../tasks/docs.md\n",
        ),
        ("tasks/docs.md", "# The docs\n"),
    ]);
    let done = loopbook(journal.path(), &["rename", "task", "docs", "Manuals", "--yes"]);
    assert_eq!(done.code, 0, "{}", done.err);
    for path in ["entries/2026-01-06-a.md", "notes.txt"] {
        let line = format!("{path} names it in a way that has to be changed in an editor\n");
        assert_eq!(done.err.matches(&line).count(), 1, "{}", done.err);
    }
    assert!(contents(journal.path())["entries/2026-01-06-a.md"].contains("task: Manuals\n"));
}

#[test]
fn nobody_is_renamed_to_what_means_somebody_else() {
    let mut files = renamed_journal("docs-cleanup", "ines");
    files.push(("people/lee.md".to_owned(), "---\naliases: [Big Lee]\n---\n".to_owned()));
    let journal = folder(&files);
    let before = contents(journal.path());
    for (kind, old, new, why) in [
        ("person", "lee", "Me", "keys such as `confirmed_by` and `of` name you, the author, by it"),
        ("person", "lee", "ines", "there is a person `ines` already"),
        ("person", "ines", "big-lee", "`Big Lee` is another name of the person `lee` already"),
        ("task", "other", "the docs", "`The docs` is another name of the task `docs-cleanup`"),
        ("task", "other", "2026-01-05 Docs", "it begins with a day"),
        ("task", "other", "2026-02-30", "it begins with a day"),
        ("goal", "staff", "index", "the name of a folder's own file"),
    ] {
        let done = loopbook(journal.path(), &["rename", kind, old, new, "--yes"]);
        assert_eq!(done.code, 2, "{old} -> {new}: {}", done.err);
        assert!(done.err.contains(why), "{old} -> {new}: {}", done.err);
    }
    assert_eq!(contents(journal.path()), before);
}

#[test]
fn a_rename_refuses_names_that_exist_or_cannot_be_files() {
    let journal = folder(&renamed_journal("docs-cleanup", "ines"));
    let before = contents(journal.path());
    for (old, new) in [
        ("docs-cleanup", "other"),
        ("docs-cleanup", "Docs Cleanup"),
        ("docs-cleanup", "a/b"),
        ("docs-cleanup", "..."),
        ("nothing", "new"),
    ] {
        let done = loopbook(journal.path(), &["rename", "task", old, new, "--yes"]);
        assert_eq!(done.code, 2, "{old} -> {new}: {}", done.err);
    }
    let done = loopbook(journal.path(), &["rename", "task", "docs-cleanup", "new"]);
    assert_eq!(done.code, 2, "without a terminal nobody can agree");
    assert_eq!(contents(journal.path()), before);
}

#[test]
fn shells_complete_the_names_of_the_journal() {
    let journal = folder(&renamed_journal("docs-cleanup", "ines"));
    for (option, expected) in [
        ("--task", "docs-cleanup\tThe docs"),
        ("--goal", "senior\tsenior"),
        ("--with", "ines\tines"),
    ] {
        let done = run(command()
            .env("LOOPBOOK_COMPLETE", "fish")
            .args(["--", "loopbook", "log", "deliver", "text", option, ""])
            .current_dir(journal.path()));
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.lines().any(|line| line == expected), "{option}: {}", done.out);
    }
    let script = run(command().args(["completions", "bash"]));
    assert!(script.out.contains("LOOPBOOK_COMPLETE"), "{}", script.out);
}

#[test]
fn a_part_is_shown_to_nobody_who_would_not_see_a_note_of_its_own() {
    let path = "entries/2026-01-06.md";
    for (default, day, set, stated) in [
        ("private", "visibility: public", &[][..], Some("private")),
        ("private", "visibility: manager", &[], Some("private")),
        ("manager", "visibility: public", &[], Some("manager")),
        ("private", "visibility: public", &["--set", "visibility=public"], Some("public")),
        ("private", "tags: a", &[], None),
        ("manager", "tags: a", &[], None),
        ("public", "visibility: manager", &[], None),
        ("manager", "private: yes", &[], None),
    ] {
        for style in ["", "- a [kind:: note] [visibility:: public]\n"] {
            let config = format!("visibility: {default}\n");
            let text = format!("---\n{day}\n---\n# Day\n\n{style}");
            let journal = folder(&[("loopbook.yaml", &config), (path, &text)]);
            let done = loopbook(
                journal.path(),
                &[&["log", "note", "Ines is leaving", "--day"], set].concat(),
            );
            assert_eq!(done.code, 0, "{day}: {}", done.err);
            let now = contents(journal.path())[path].clone();
            let added = now.strip_prefix(&text).expect("the note stays");
            let written = stated.map(|word| format!("visibility:: {word}"));
            match written {
                Some(field) => assert!(added.contains(&field), "{default}, {day}: {added}"),
                None => assert!(!added.contains("visibility"), "{default}, {day}: {added}"),
            }
            assert_eq!(!done.err.is_empty(), stated.is_some() && set.is_empty(), "{}", done.err);
        }
    }
}

#[test]
fn days_with_parts_are_changed_too() {
    let path = "entries/2026-01-06.md";
    let text = "# Day\n\n- Live [step:: deliver] (task:: docs-cleanup)\n  - [ ] tell them (by 2026-01-09)\n- Mine [kind:: note] [private:: yes]\n\n\
        ## Talk\nstep:: ask\ntask:: other, docs-cleanup\n";
    let mut files = renamed_journal("docs-cleanup", "ines");
    files.push((path.to_owned(), text.to_owned()));
    files.retain(|(path, _)| path != "entries/2026-01-06-b.md");
    let journal = folder(&files);
    let loopbook = |args: &[&str]| {
        let done = loopbook(journal.path(), args);
        assert_eq!(done.code, 0, "{args:?}: {}", done.err);
        done.err
    };
    loopbook(&["rename", "task", "docs-cleanup", "docs for all", "--yes"]);
    loopbook(&["done", "tell", "--yes"]);
    loopbook(&["log", "note", "--day", "Late, [and] tired"]);
    let err = loopbook(&["share", path, "--with", "manager", "--yes"]);
    for part in ["Live", "Talk"] {
        assert!(err.contains(&format!("this also shares the part `{part}`")), "{err}");
    }
    assert!(!err.contains("Mine`"), "{err}");
    let expected = text.replace("docs-cleanup", "docs for all").replace(
        "[ ] tell them (by 2026-01-09)",
        "[x] tell them (by 2026-01-09) (done 2026-01-06)",
    );
    let expected =
        format!("---\nvisibility: manager\n---\n{expected}\n## Late, [and] tired\nkind:: note\n");
    assert_eq!(contents(journal.path())[path], expected);
}
