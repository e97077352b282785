//! Statements of the documentation that did not hold once, each by its words.

use super::Vault;
use crate::support::folder::folder;
use crate::support::program::{command, run};

/// What `check` says of a journal, and its exit code.
fn check(files: &[(&str, &str)]) -> (String, i32) {
    let done = run(command().args(["check", "--today", "2026-01-20"]).arg(folder(files).path()));
    (done.out, done.code)
}

/// "Names with commas and without quotes are read as several, with a warning", and "an empty one is no
/// value".
#[test]
fn names_with_commas_are_several() {
    let people = |line: &str| {
        let text = format!("---\n{line}\n---\n");
        let vault = Vault::new(&[("entries/2026-01-05.md", &text)]);
        let entry = vault.journal.entries.first();
        let people = entry.map(|own| own.with.iter().map(ToString::to_string).collect());
        (people.unwrap_or_default(), vault.problems().len())
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (line, with, problems) in [
        ("with: jo, al", names(&["jo", "al"]), 1),
        ("with: [jo, al]", names(&["jo", "al"]), 0),
        ("with: \"Lee, Ann\"", names(&["lee-ann"]), 0),
        ("with: '[[Jo]], [[Al]]'", names(&["jo", "al"]), 1),
        ("with: \"\"", names(&[]), 0),
        ("with: [\"\", jo]", names(&["jo"]), 0),
        ("with: team 1,5", names(&["team-1-5"]), 0),
    ] {
        assert_eq!(people(line), (with, problems), "{line}");
    }
    let text = "---\ntask: a, b\nshows: ownership, craft@senior\ngoal: ''\nproject: \"\"\n---\n";
    let vault = Vault::new(&[("entries/2026-01-05.md", text)]);
    assert_eq!(vault.problems(), ["wrong-value entries/2026-01-05.md"; 2]);
    let entry = &vault.journal.entries[0];
    assert_eq!((entry.tasks.len(), entry.shows.len(), entry.goals.len()), (2, 2, 0));
}

/// "A ladder has no such level … in a goal it is one too."
#[test]
fn a_goal_leads_to_a_level_of_its_ladder() {
    let ladder = "title: L\nlevels: [junior, senior]\ncompetencies:\n  - id: x\n    title: X\n    expects: {senior: y}\n";
    let goal = "---\nladder: l\nfrom: Junior\nto: wizard\n---\n";
    let vault = Vault::new(&[
        ("entries/2026-01-05.md", ""),
        ("goals/up.md", goal),
        ("ladders/l.yaml", ladder),
    ]);
    assert_eq!(vault.problems(), ["unknown-level goals/up.md"]);
}

/// "It can lead out of it, but must not contain the journal, or be in a folder of notes."
#[test]
fn check_refuses_a_folder_that_build_refuses() {
    for (output, code) in
        [("site", 0), ("../x", 0), (".", 1), ("..", 1), ("entries", 1), ("goals/x", 1)]
    {
        let config = format!("output: {output}\n");
        let (said, found) = check(&[("loopbook.yaml", &config), ("entries/2026-01-05.md", "")]);
        assert_eq!(found, code, "{output}: {said}");
        assert_eq!(said.contains("`output`: "), code == 1, "{said}");
    }
}

/// "All three have `title`, `aliases`, `tags`, …": tags as a list, and as a word.
#[test]
fn goals_tasks_and_people_have_tags() {
    for tags in ["[a, b]", "a"] {
        let text = format!("---\ntags: {tags}\n---\n");
        let vault = Vault::new(&[
            ("entries/2026-01-05.md", ""),
            ("goals/g.md", &text),
            ("tasks/t.md", &text),
            ("people/p.md", &text),
        ]);
        assert_eq!(vault.problems(), [""; 0], "{tags}");
    }
}

/// "Drawings of Excalidraw are no notes", but links can lead to them.
#[test]
fn a_drawing_is_no_note() {
    let vault = Vault::new(&[
        ("2026-01-05.md", "[[Sketch]] ![[Old.excalidraw]]"),
        ("Sketch.md", "---\nexcalidraw-plugin: parsed\n---\n# Text Elements\n"),
        ("Old.excalidraw.md", "x"),
        ("Own.md", "excalidraw-plugin: no front matter"),
    ]);
    assert_eq!(vault.problems(), [""; 0]);
    assert_eq!(vault.notes().len(), 2);
    assert_eq!(vault.links("2026-01-05.md"), ["Sketch.md", "Old.excalidraw.md"]);
}

/// "What other programs draw or answer is shown as code, with its name above it."
#[test]
fn a_query_is_code_with_its_name() {
    let text = "```mermaid\na --> b\n```\n\n```dataview\nLIST\n```\n\n```rust\nfn a() {}\n```\n";
    let journal = folder(&[("entries/2026-01-05.md", text)]);
    run(command().args(["build", "--today", "2026-01-20"]).arg(journal.path()));
    let page = std::fs::read_to_string(journal.path().join("site/entries/2026-01-05.html"));
    let page = page.expect("a page");
    for name in ["mermaid", "dataview"] {
        assert!(page.contains(&format!("<figcaption>{name}</figcaption>\n<pre")), "{page}");
    }
    assert!(!page.contains("<figcaption>rust"), "{page}");
}

/// "A task that only links name has no page, because no entry is on it: its title is text."
#[test]
fn a_hidden_task_that_only_links_name_has_no_page() {
    let note = "---\nvisibility: public\n---\n[[tasks/docs]] and [[goals/lead]]\n";
    let named = "---\nvisibility: public\ntask: docs\n---\n";
    let hidden = "---\ntitle: Known name\n---\nx\n";
    for (second, has_page) in [("", false), (named, true)] {
        let journal = folder(&[
            ("entries/2026-01-05.md", note),
            ("entries/2026-01-06.md", second),
            ("tasks/docs.md", hidden),
            ("goals/lead.md", hidden),
        ]);
        let build = ["build", "--audience", "public", "--today", "2026-01-20"];
        assert_eq!(run(command().args(build).arg(journal.path())).code, 0);
        let site = journal.path().join("site");
        assert_eq!(site.join("tasks/docs.html").exists(), has_page);
        assert!(site.join("goals/lead.html").exists());
        let page = std::fs::read_to_string(site.join("entries/2026-01-05.html")).expect("a page");
        assert!(page.matches("Known name").count() >= 2, "{page}");
        assert_eq!(page.contains("href=\"../tasks/docs.html\""), has_page);
    }
}

/// "loopbook takes keys in any case; the schemas know them in lower case".
#[test]
fn keys_are_taken_in_any_case_and_suggested_in_one() {
    let (said, code) = check(&[("loopbook.yaml", "Title: Mine\n"), ("entries/2026-01-05.md", "")]);
    assert_eq!(code, 0, "{said}");
    for schema in ["config", "front-matter"] {
        let printed = run(command().args(["schema", schema])).out;
        assert!(printed.contains("\"title\":") && !printed.contains("\"Title\":"), "{printed}");
    }
}
