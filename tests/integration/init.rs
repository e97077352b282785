//! `loopbook init`: a journal that is right from its first day, and nothing replaced.

use std::fs;
use std::path::Path;

use crate::support::folder::folder;
use crate::support::program::{Done, command, run};
use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::analyse::next::Move;
use loopbook::ladder;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::for_author;

fn init(dir: &Path, args: &[&str]) -> Done {
    // 21 November 2026.
    run(command().env("SOURCE_DATE_EPOCH", "1795219200").arg("init").arg(dir).args(args))
}

#[test]
fn the_folder_is_named_as_for_all_other_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let init = |args: &[&str]| {
        let command = &mut command();
        run(command
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .current_dir(folder.path())
            .arg("init")
            .args(args))
    };
    let [as_option, as_argument] = [init(&["-C", "one", "--yes"]), init(&["two", "--yes"])];
    assert_eq!((as_option.code, as_argument.code), (0, 0), "{}", as_option.err);
    assert_eq!(as_option.out, as_argument.out.replace("two", "one"));
    assert!(folder.path().join("one/loopbook.yaml").is_file());
    assert_eq!(init(&["three", "-C", "four"]).code, 2, "only one of them");
    assert_eq!(init(&["--yes"]).code, 0, "here");
    assert!(folder.path().join("loopbook.yaml").is_file());
}

#[test]
fn a_new_journal_has_no_problem_and_teaches_the_first_move() {
    let ladders = ladder::shipped();
    let with_ladder = ladders.iter().map(|ladder| {
        let levels = &ladder.levels;
        let [from, to] = [&levels[0], &levels[1]].map(|level| level.title.as_str());
        let goal = ["--goal", "More: of \"it\" %% #1", "--from", from, "--to", to];
        [&goal[..], &["--ladder", ladder.id.as_str(), "--by", "2027-06-30"]].concat()
    });
    let odd = vec!["--manager", "no: %% 日本", "--author=- a #b", "--title", "\"", "--goal", "!"];
    for editor in ["none", "obsidian", "vscode"] {
        for mut args in with_ladder.clone().chain([Vec::new(), odd.clone()]) {
            args.extend(["--editor", editor]);
            let folder = tempfile::tempdir().expect("a folder");
            let dir = folder.path().join("mine");
            let done = init(&dir, &args);
            assert_eq!(done.code, 0, "{args:?}: {}", done.err);
            let loaded = read::read(&dir, None);
            assert_eq!(loaded.diagnostics, [], "{args:?}");
            let journal = loaded.journal.expect("a journal");
            let today = date(2026, 11, 21);
            let shared = for_author(&journal, &[]);
            let (site, problems) = pipeline::site(&shared, today);
            assert_eq!(problems, [], "{args:?}");
            assert!(site.files.contains_key("entries/2026-11-21-how-this-journal-works.html"));
            let analysis = Analysis::of(&shared, today);
            assert!(analysis.findings.is_empty(), "{args:?}: {:?}", analysis.findings);
            // Nothing was done yet, so nothing says that it was.
            assert!(journal.entries.iter().all(|e| e.step.is_none() && e.body.promises.is_empty()));
            let moves = analysis.next_moves();
            assert_eq!(moves[0].kind, Move::Master, "{args:?}");
            for path in done.out.lines() {
                assert!(Path::new(path).is_file(), "{path}");
                let inside = Path::new(path).strip_prefix(&dir).expect("in the journal");
                if inside.starts_with(".obsidian") || inside.starts_with(".vscode") {
                    let text = fs::read_to_string(path).expect("text");
                    serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
                }
            }
        }
    }
}

#[test]
fn a_file_that_is_there_stays_as_it_is() {
    let folder = folder(&[(".gitignore", "target\n"), ("people/manager.md", "# Ines\n")]);
    let done = init(folder.path(), &[]);
    assert_eq!(done.code, 0, "{}", done.err);
    let text = |path: &str| fs::read_to_string(folder.path().join(path)).expect("text");
    assert_eq!(
        (text(".gitignore"), text("people/manager.md")),
        ("target\n".into(), "# Ines\n".into())
    );
    assert_eq!(done.err.matches("kept `").count(), 2, "{}", done.err);
    // A second time it is a journal.
    let before = text("loopbook.yaml");
    assert_eq!(init(folder.path(), &["--author", "Mira"]).code, 2);
    assert_eq!(init(folder.path(), &["--editor", "obsidian"]).code, 0);
    assert_eq!(text("loopbook.yaml"), before);
    assert!(folder.path().join("templates/ask.md").is_file());
}

/// With a folder of entries, only what is in it would count.
#[test]
fn a_vault_keeps_its_notes() {
    let folder = folder(&[("log/2026-01-05 A talk.md", "# A talk"), ("Home.md", "# Home")]);
    assert_eq!(init(folder.path(), &["--editor", "obsidian"]).code, 0);
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let ids: Vec<&str> = journal.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["2026-01-05-a-talk", "2026-11-21-how-this-journal-works"]);
    assert_eq!(journal.pages.len(), 1);
}

/// What Obsidian's settings and the names of folders say is taken over.
#[test]
fn a_vault_keeps_its_folders_and_its_people() {
    let daily = "{\"folder\": \"Days\", \"format\": \"DD.MM.YYYY\"}";
    let mut files = vec![
        (".obsidian/daily-notes.json", daily),
        (".obsidian/templates.json", "{\"folder\": \"Forms\"}"),
        ("Days/16.09.2026.md", "A day 66 days ago."),
        ("Days/20.11.2026.md", "---\nwith: Ines\n---\n"),
        ("GOALS/.keep", ""),
    ];
    let goal = ["--manager", "Ines", "--goal", "Senior", "--editor", "obsidian"];
    for (person, mapped) in [
        ("People/Ines.md", false),
        ("20 People/Ines.md", true),
        ("Ines.md", false),
        ("people/lead.md", false),
    ] {
        files.push((person, "---\naliases: [Ines]\n---\nMy lead."));
        let folder = folder(&files);
        files.pop();
        let done = init(folder.path(), &goal);
        assert_eq!(done.code, 0, "{}", done.err);
        let loaded = read::read(folder.path(), None);
        assert_eq!(loaded.diagnostics, [], "{person}");
        let journal = loaded.journal.expect("a journal");
        let config = fs::read_to_string(folder.path().join("loopbook.yaml")).expect("text");
        assert_eq!(config.contains("  people: 20 People\n"), mapped, "{config}");
        let there = |path: &str| folder.path().join(path).is_file();
        assert!(there("Forms/ask.md") && there("GOALS/senior.md"), "{}", done.out);
        assert!(there("Days/2026-11-21-how-this-journal-works.md"), "{}", done.out);
        assert!(!done.out.contains("/ines.md") && !done.out.contains("templates/"), "{}", done.out);
        let goal = fs::read_to_string(folder.path().join("GOALS/senior.md")).expect("text");
        let called = if person == "people/lead.md" { "lead" } else { "Ines" };
        assert!(goal.contains(&format!("told {called}, set")), "{goal}");
        let people: Vec<&str> = journal.people.iter().map(|own| own.id.as_str()).collect();
        assert_eq!(people, [journal.config.manager.as_str()], "{person}");
        let own = for_author(&journal, &[]);
        let analysis = Analysis::of(&own, date(2026, 11, 21));
        assert!(analysis.findings.iter().all(|found| found.code != "goal-untold"));
        // A new note goes beside the others; nobody gets a second one.
        let done = run(command()
            .args(["new", "ask", "A talk", "--with", "Ines"])
            .current_dir(folder.path()));
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.starts_with("Days/"), "{}", done.out);
        assert!(!done.err.contains("created `"), "{}", done.err);
    }
}

/// Any folder with dated notes can be looked at, but for the home folder.
#[test]
fn a_folder_of_dated_notes_needs_no_name() {
    for files in [
        [("2026-11-20.md", "A day.")],
        [("deep/note.markdown", "+++\ndate = 2026-11-20\n+++\n")],
        [(".obsidian/app.json", "{}")],
    ] {
        let folder = folder(&files);
        let status = || run(command().arg("status").current_dir(folder.path()));
        assert_eq!(status().code, 0, "{}", status().err);
        let build = run(command().args(["build", "-o", "site"]).current_dir(folder.path()));
        assert_eq!(build.code, 0, "{}", build.err);
        let home = fs::canonicalize(folder.path()).expect("a path");
        fs::remove_dir_all(folder.path().join("site")).expect("the site");
        let at_home = run(command().arg("status").env("HOME", &home).current_dir(&home));
        assert_eq!(at_home.code, 2, "{}", at_home.out);
        assert!(at_home.err.contains("`loopbook init`"), "{}", at_home.err);
    }
    let folder = folder(&[("note.md", "no date")]);
    let done = run(command().arg("status").current_dir(folder.path()));
    assert_eq!(done.code, 2, "{}", done.out);
    assert!(done.err.contains("`loopbook init`"), "{}", done.err);
}

/// The questions, at a terminal: `script` makes one.
#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_it_asks() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().expect("a folder");
    let program = env!("CARGO_BIN_EXE_loopbook");
    let line = format!(
        "{program} init mine && cd mine && {program} new && \
         {program} new ask One --with inse && {program} new ask Two --with inse"
    );
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(folder.path())
        .env("VISUAL", "sh -c 'echo edited >>\"$1\"' sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`script`, of util-linux, makes a terminal for this test");
    let answers = "Mira\nInes\n2\n\n3\ny\nn\n";
    terminal.stdin.take().expect("its input").write_all(answers.as_bytes()).expect("answers");
    let done = terminal.wait_with_output().expect("an end");
    let shown = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{shown}");
    assert!(shown.contains("your name?"), "{shown}");
    let text =
        |path: &str| fs::read_to_string(folder.path().join("mine").join(path)).expect("text");
    let config = text("loopbook.yaml");
    assert!(config.contains("author: Mira\nmanager: ines\n"), "{config}");
    assert!(config.contains("\nstage: mid\n"), "{config}");
    let notes = fs::read_dir(folder.path().join("mine/entries")).expect("the notes");
    let notes = notes.map(|note| note.expect("a note").file_name().into_string().expect("text"));
    let names: Vec<String> = notes.collect();
    let note = names.iter().find(|name| name.ends_with("how-ines-sees-my-work.md"));
    let note = text(&format!("entries/{}", note.expect("the note of the first move")));
    assert!(note.ends_with("edited\n"), "{note}");
    // A name that nearly spells another is asked about.
    assert!(shown.contains("there is no person `inse`: did you mean `ines`? [Y/n]"), "{shown}");
    let [one, two] = ["one", "two"].map(|name| {
        let name = names.iter().find(|note| note.ends_with(&format!("-{name}.md")));
        text(&format!("entries/{}", name.expect("a note")))
    });
    assert!(one.contains("with: ines\n") && two.contains("with: inse\n"), "{one}{two}");
}
