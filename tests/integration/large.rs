//! A journal that is larger than anybody's: NOTES says how large, for `tests/long`.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::support::folder::folder;
use crate::support::program::{command, run};

/// In `tests/run`.
const FEW: usize = 400;

/// Notes of some 270 words, five a day, each with a link to the one before; every eighth names a task and a person.
pub(crate) fn notes(count: usize) -> Vec<(String, String)> {
    let words = "What was asked for, what was delivered, and what came of it. ".repeat(20);
    let first = jiff::civil::date(1961, 1, 1);
    let date = |number: usize| first + jiff::Span::new().days((number / 5) as i64);
    let name = |number: usize| format!("{}-note-{number}", date(number));
    let note = |number: usize| {
        let keys = match number % 8 {
            0 => format!("step: ask\ntask: task-{}\nwith: person-{}\n", number / 40, number % 7),
            4 => format!("step: deliver\ntask: task-{}\nimpact: \"less\"\n", number / 40),
            _ => "kind: note\n".to_owned(),
        };
        let before = name(number.saturating_sub(1));
        format!("---\n{keys}---\n# Note {number}\n\n{words}[[{before}]]\n\n## More\n\n{words}\n")
    };
    (0..count).map(|number| (format!("entries/{}.md", name(number)), note(number))).collect()
}

/// The files of a site, with the times when they were written.
fn written(site: &Path) -> BTreeSet<(PathBuf, SystemTime)> {
    let files = walkdir::WalkDir::new(site).into_iter().map(|entry| entry.expect("an entry"));
    let files =
        files.filter(|entry| entry.file_type().is_file() && entry.file_name() != ".loopbook");
    let time =
        |entry: &walkdir::DirEntry| entry.metadata().expect("there").modified().expect("it has");
    files.map(|entry| (entry.path().to_owned(), time(&entry))).collect()
}

/// No page has more rows or bytes than a reader can use, and the journal's pages lead to every entry.
fn lists_are_folded(site: &Path, count: usize) {
    assert_eq!(pages_are_bounded(site).len(), count);
}

/// The same; tells which entries the journal's pages lead to.
fn pages_are_bounded(site: &Path) -> BTreeSet<String> {
    let mut listed = BTreeSet::new();
    for file in walkdir::WalkDir::new(site).into_iter().map(|entry| entry.expect("an entry")) {
        let path = file.path().strip_prefix(site).expect("a file of the site").to_owned();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let html = std::fs::read_to_string(file.path()).expect("a page");
        let rows = html.matches("<li").count() + html.matches("<tr").count();
        assert!(rows <= 400 && html.len() <= 300_000, "{path:?}: {rows} rows, {}", html.len());
        if path.starts_with("journal") {
            let links = html.split("href=\"../entries/").skip(1);
            listed.extend(links.filter_map(|link| Some(link.split_once('"')?.0.to_owned())));
        }
    }
    listed
}

/// Notes of the kinds that have a page or a strip of their own, more of each than one page has room for.
#[test]
fn no_page_is_too_long_in_a_journal_with_very_many_notes_of_one_kind() {
    let kinds = [
        "kind: decision\nexpect: less\noutcome: right",
        "kind: setback\ntask: broken\ntell: manager\nlesson: Ask first",
        "kind: idea",
        "kind: seen",
        "step: master\nperception: meets\nwishes: Shorter",
        "step: pivot\ngoal: lead\nanswer: later",
    ];
    let first = jiff::civil::date(2018, 1, 1);
    let note = |number: usize| {
        let date = first + jiff::Span::new().days((number / 6 * 7) as i64);
        let path = format!("entries/{date}-note-{number}.md");
        let link = "[[2018-01-01-note-0]]";
        (path, format!("---\n{}\n---\nWords about {link}.\n", kinds[number % 6]))
    };
    let journal = folder(&(0..6 * 420).map(note).collect::<Vec<_>>());
    let done = run(command().args(["build", "--today", "2026-11-21"]).arg(journal.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    pages_are_bounded(&journal.path().join("site"));
    let read = |page: &str| {
        std::fs::read_to_string(journal.path().join("site").join(page)).expect("a page")
    };
    for page in ["seen.html", "ideas.html", "decisions.html", "setbacks.html"] {
        let page = read(page);
        assert!(page.contains("older in the"), "what is left out is counted: {page}");
    }
}

/// One thing each with more notes than a page has room for, and more things of its kind than one page tells.
#[test]
fn no_page_is_too_long_where_a_thing_has_very_many_notes() {
    let first = jiff::civil::date(2018, 1, 1);
    let day = |number: usize| first + jiff::Span::new().days(number as i64);
    let keys = |number: usize| {
        let task = number / 24;
        [
            format!("step: ask\nwith: noor\ntask: work-{task}\ntrying: more\ninitiative: acted"),
            format!(
                "step: deliver\ntask: work-{task}\nimpact: less\nshows: [a, b, c]\nlesson: Ask\n\
                 metrics: [\"hours: 4 -> 1\", \"days: 3 -> 2\", \"calls: 9 -> 5\"]"
            ),
            format!("kind: setback\ntask: work-{task}\nlesson: Ask\ntell: manager"),
            format!("kind: update\ntask: work-{task}\nupdate_by: {}", day(number)),
            "kind: setback\ntask: rota".to_owned(),
            format!("kind: update\ntask: rota\nupdate_by: {}", day(number + 1)),
            "step: deliver\ntask: rota\nimpact: less\nmetric: \"hours: 4 -> 1\"".to_owned(),
            format!("step: ask\nwith: tom\ntask: late-{number}\ndue: {}", day(number)),
        ][number % 8]
            .clone()
    };
    let note = |number: usize| {
        let (path, keys) = (format!("entries/{}-note.md", day(number)), keys(number));
        (path, format!("---\n{keys}\n---\nWords.\n"))
    };
    let mut files: Vec<(String, String)> = (0..8 * 200).map(note).collect();
    // One loop in which very many tasks were delivered.
    files.extend((0..200).map(|number| {
        let keys = format!("step: deliver\nwith: kim\ntask: done-{number}\nstatus: delivered");
        (format!("entries/{}-done.md", day(number)), format!("---\n{keys}\n---\nWords.\n"))
    }));
    files.extend([
        ("tasks/rota.md".to_owned(), "---\nrepeats: weekly\n---\n".to_owned()),
        ("people/tom.md".to_owned(), "---\nrelation: report\n---\n".to_owned()),
    ]);
    let journal = folder(&files);
    let done = run(command().args(["build", "--today", "2026-11-21"]).arg(journal.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    pages_are_bounded(&journal.path().join("site"));
    let read = |page: &str| {
        std::fs::read_to_string(journal.path().join("site").join(page)).expect("a page")
    };
    let task = read("tasks/rota.html");
    let results = task.matches("<p>less</p>").count() + task.matches("lead\">less</p>").count();
    assert_eq!((results, task.matches("class=\"big\"").count()), (15, 30));
    for counted in ["197 earlier results", "194 earlier measures", "185 older in the", "170 older"]
    {
        assert!(task.contains(counted), "no `{counted}`: {task}");
    }
    for own in ["loops/tom-1.html", "loops/kim-1.html"] {
        let own = read(own);
        assert!(own.contains("140 more: <a href=\"../search.html\">"), "no cap: {own}");
        assert_eq!(own.matches("<th scope=\"row\">").count(), 60);
    }
    let kim = read("people/kim.html");
    let (_, table) = kim.split_once("First time</th>").expect("the loops as a table");
    assert!(table.contains("Done 5</a> <span class=\"meta\">and 194 more</span>"), "{table}");
    assert!(read("stories.html").contains(">4 earlier notes</a>"));
    assert!(read("team.html").contains("and 195 more"));
    assert!(read("timeline.html").contains("and 194 more</span>"), "tasks of one loop");
    let setbacks = read("setbacks.html");
    assert!(setbacks.contains(" earlier</span>") && setbacks.contains("older in the"));
}

/// A past time shows itself, and nothing that has no room in it.
#[test]
fn the_page_of_a_past_time_ends_with_it_and_has_no_empty_parts() {
    let first = jiff::civil::date(2020, 1, 1);
    let note = |number: usize| {
        let date = first + jiff::Span::new().days((number * 2) as i64);
        (format!("entries/{date}-ask.md"), "---\nstep: ask\nloop: new\n---\nWords.\n".to_owned())
    };
    let journal = folder(&(0..400).map(note).collect::<Vec<_>>());
    let done = run(command().args(["build", "--today", "2026-11-21"]).arg(journal.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    let read = |page: &str| {
        std::fs::read_to_string(journal.path().join("site").join(page)).expect("a page")
    };
    let year = read("timeline/2020.html");
    assert!(year.contains("January to March 2020") && !year.contains("main-thread"), "{year}");
    let quarter = read("timeline/2020-01-to-03.html");
    let (_, lanes) = quarter.split_once("class=\"lanes\"").expect("loops side by side");
    assert!(lanes.contains(">Q1 2020<") && !lanes.contains("2021<"), "{lanes}");
    assert!(!lanes.contains("class=\"today\""), "{lanes}");
    assert!(read("timeline.html").contains("class=\"lanes\""));
}

#[test]
fn every_note_of_a_large_journal_has_its_page_and_what_did_not_change_is_not_written_again() {
    let count = env::var("NOTES").map_or(FEW, |count| count.parse().expect("NOTES is a number"));
    let journal = folder(&notes(count));
    let site = journal.path().join("site");
    let build = |today: &str| {
        let done = run(command().args(["build", "--today", today]).arg(journal.path()));
        assert_eq!(done.code, 0, "{}", done.err);
    };
    build("2026-11-21");
    let first = written(&site);
    let pages = first.iter().filter(|(path, _)| path.starts_with(site.join("entries")));
    assert_eq!(
        pages.filter(|(path, _)| path.extension().is_some_and(|e| e == "html")).count(),
        count
    );
    lists_are_folded(&site, count);
    build("2026-11-21");
    assert_eq!(written(&site), first);
    build("2026-11-22");
    let next_day = written(&site);
    assert_eq!(next_day.len(), first.len());
    let changed: Vec<_> = next_day.difference(&first).map(|(path, _)| path).collect();
    let lasting =
        ["entries", "tasks", "tags", "journal", "search", "assets"].map(|it| site.join(it));
    assert!(changed.iter().any(|path| path.ends_with("index.html")), "{changed:?}");
    for path in changed {
        assert!(!lasting.iter().any(|folder| path.starts_with(folder)), "{}", path.display());
    }
}
