//! The rules of threads, loops and tasks, read a second time and in the plainest way: slow, without
//! an index, and sharing nothing with the program. Both readings have to agree on any journal.

use std::collections::BTreeSet;

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::export::Export;
use loopbook::share::for_author;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::support::effort::cases;
use crate::support::folder::folder;

const MANAGER: &str = "boss";

/// An entry as it is written.
#[derive(Clone, Debug)]
struct Note {
    id: String,
    path: String,
    date: String,
    step: Option<&'static str>,
    new: bool,
    with: Vec<&'static str>,
    tasks: Vec<&'static str>,
    status: Option<&'static str>,
    impact: bool,
    initiative: Option<&'static str>,
    size: Option<&'static str>,
    project: Option<&'static str>,
}

/// The file of a task.
#[derive(Clone, Debug)]
struct TaskFile {
    id: &'static str,
    size: Option<&'static str>,
    project: Option<&'static str>,
}

#[derive(Debug)]
struct Loop {
    id: String,
    person: String,
    number: usize,
    entries: Vec<usize>,
}

// Writing.

fn some(words: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    weighted(0.2, select(words))
}

fn list(words: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(words, 0..=most).prop_shuffle()
}

fn note() -> impl Strategy<Value = Note> {
    let place = (1..=9_u8, select(&["", "x/", "y/z/"][..]));
    let step = weighted(0.7, select(&["master", "ask", "deliver", "pivot", "repeat"][..]));
    let names = (list(&["ana", "ben", MANAGER], 2), list(&["api", "docs", "site"], 2));
    let work = (
        some(&["open", "started", "delivered", "declined", "dropped"]),
        any::<bool>(),
        some(&["asked", "suggested", "acted"]),
        some(&["small", "medium", "large"]),
        some(&["north", "south"]),
    );
    (place, step, weighted(0.1, Just(())), names, work).prop_map(
        |((day, folder), step, new, (with, tasks), work)| {
            let (status, impact, initiative, size, project) = work;
            let (date, path) = (format!("2026-01-0{day}"), folder.to_owned());
            let (id, new) = (String::new(), new.is_some());
            Note {
                id,
                path,
                date,
                step,
                new,
                with,
                tasks,
                status,
                impact,
                initiative,
                size,
                project,
            }
        },
    )
}

/// Notes with names of their own, so that no two have one id.
fn notes() -> impl Strategy<Value = Vec<Note>> {
    vec(note(), 1..=14).prop_map(|mut notes| {
        for (name, note) in ('a'..).zip(&mut notes) {
            note.id = format!("{}-{name}", note.date);
            note.path = format!("entries/{}{}.md", note.path, note.id);
        }
        notes
    })
}

fn task_files() -> impl Strategy<Value = Vec<TaskFile>> {
    let stated = (some(&["small", "medium", "large"]), some(&["north", "south"]));
    (list(&["api", "docs", "site"], 3), vec(stated, 3)).prop_map(|(ids, stated)| {
        let files = ids.into_iter().zip(stated);
        files.map(|(id, (size, project))| TaskFile { id, size, project }).collect()
    })
}

fn matter(keys: &[(&str, Option<String>)]) -> String {
    let lines =
        keys.iter().filter_map(|(key, value)| Some(format!("{key}: {}\n", value.as_ref()?)));
    format!("---\n{}---\n", lines.collect::<String>())
}

fn files(notes: &[Note], tasks: &[TaskFile]) -> Vec<(String, String)> {
    let text = |word: Option<&str>| word.map(str::to_owned);
    let names = |names: &[&str]| (!names.is_empty()).then(|| format!("[{}]", names.join(", ")));
    let mut files = vec![("loopbook.yaml".to_owned(), format!("manager: {MANAGER}\n"))];
    files.extend(tasks.iter().map(|task| {
        let keys = [("size", text(task.size)), ("project", text(task.project))];
        (format!("tasks/{}.md", task.id), matter(&keys))
    }));
    let parts = |note: &&Note| note.path.contains('#');
    for day in notes.iter().filter(|note| note.id == note.date) {
        let keys = [("with", names(&day.with)), ("task", names(&day.tasks))];
        let own = notes.iter().filter(parts).filter(|note| note.date == day.date);
        let text: String = own.map(part).collect();
        files.push((day.path.clone(), matter(&keys) + "# Day\n\nWords.\n\n" + &text));
    }
    let whole = notes.iter().filter(|note| note.id != note.date && !parts(note));
    files.extend(whole.map(|note| {
        let keys = [
            ("step", text(note.step)),
            ("loop", note.new.then(|| "new".to_owned())),
            ("with", names(&note.with)),
            ("task", names(&note.tasks)),
            ("status", text(note.status)),
            ("impact", note.impact.then(|| "fewer calls".to_owned())),
            ("initiative", text(note.initiative)),
            ("size", text(note.size)),
            ("project", text(note.project)),
        ];
        (note.path.clone(), matter(&keys))
    }));
    files
}

/// A part of a day: an item or a section, with its fields on the line or below it.
fn part(note: &Note) -> String {
    let name = note.id.rsplit('-').next().expect("a name");
    let names = |names: &[&str]| (!names.is_empty()).then(|| names.join(", "));
    let text = |word: Option<&str>| word.map(str::to_owned);
    let fields = [
        ("loop", note.new.then(|| "new".to_owned())),
        ("with", names(&note.with)),
        ("task", names(&note.tasks)),
        ("status", text(note.status)),
        ("impact", note.impact.then(|| "fewer calls".to_owned())),
        ("initiative", text(note.initiative)),
        ("size", text(note.size)),
        ("project", text(note.project)),
    ];
    let fields = fields.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    let opens = note.step.map_or("kind:: note".to_owned(), |step| format!("step:: {step}"));
    if name < "g" {
        let fields: String = fields.map(|(key, value)| format!(" [{key}:: {value}]")).collect();
        return format!("- Part ({opens}){fields} ^{name}\n\n  > with:: nobody\n\n");
    }
    let fields: String = fields.map(|(key, value)| format!("{key}:: {value}\n")).collect();
    format!("## Part [{opens}] ^{name}\n{fields}\n")
}

/// The same notes as parts of their days, whose notes say whom they were with, and on what.
fn as_days(notes: Vec<Note>, with: &[&'static str], tasks: &[&'static str]) -> Vec<Note> {
    let dates: BTreeSet<String> = notes.iter().map(|note| note.date.clone()).collect();
    let days = dates.into_iter().map(|date| Note {
        id: date.clone(),
        path: format!("entries/{date}.md"),
        date,
        step: None,
        new: false,
        with: with.to_vec(),
        tasks: tasks.to_vec(),
        status: None,
        impact: false,
        initiative: None,
        size: None,
        project: None,
    });
    let parts = notes
        .into_iter()
        .map(|note| Note { path: format!("entries/{}.md#{}", note.date, note.id), ..note });
    parts.chain(days).collect()
}

/// What a part does not say of people and tasks, its day says.
fn inherited(notes: &[Note], with: &[&'static str], tasks: &[&'static str]) -> Vec<Note> {
    let own = notes.iter().cloned().map(|mut note| {
        if note.with.is_empty() {
            note.with = with.to_vec();
        }
        if note.tasks.is_empty() {
            note.tasks = tasks.to_vec();
        }
        note
    });
    own.collect()
}

// Reading.

/// The entry that took a task on: the first with a step or a status that names it.
fn taker(notes: &[Note], task: &str) -> Option<usize> {
    let takes = |note: &Note| note.step.is_some() || note.status.is_some();
    notes.iter().position(|note| takes(note) && note.tasks.contains(&task))
}

/// The person of an entry: the first it is with, else that of its first task's taking-on, else
/// the manager.
fn person(notes: &[Note], at: usize) -> String {
    if let Some(first) = notes[at].with.first() {
        return (*first).to_owned();
    }
    match notes[at].tasks.first().and_then(|task| taker(notes, task)) {
        Some(taker) if taker != at => person(notes, taker),
        _ => MANAGER.to_owned(),
    }
}

fn rank(step: &str, after_pivot: bool) -> u8 {
    match step {
        "master" => 1,
        "ask" => 2,
        "deliver" if after_pivot => 5,
        "deliver" => 3,
        "pivot" => 4,
        _ => 6,
    }
}

impl Loop {
    /// The steps in the order in which they joined.
    fn steps(&self, notes: &[Note]) -> Vec<&'static str> {
        self.entries.iter().filter_map(|at| notes[*at].step).collect()
    }

    fn has(&self, notes: &[Note], step: &str) -> bool {
        self.steps(notes).contains(&step)
    }

    fn position(&self, notes: &[Note]) -> u8 {
        let steps = self.steps(notes);
        let ranks = (0..steps.len()).map(|i| rank(steps[i], steps[..i].contains(&"pivot")));
        ranks.max().unwrap_or(0)
    }

    fn holds(&self, at: usize) -> bool {
        self.entries.contains(&at)
    }
}

/// The loop that an entry with a step joins; `None` where it opens one.
fn joined(notes: &[Note], loops: &[Loop], at: usize) -> Option<usize> {
    let (note, step, person) = (&notes[at], notes[at].step?, person(notes, at));
    if note.new {
        return None;
    }
    if step == "deliver" {
        for task in &note.tasks {
            let Some(taken_on) = taker(notes, task) else { continue };
            let unfinished = loops.iter().position(|own| {
                own.holds(taken_on) && own.person == person && !own.has(notes, "repeat")
            });
            if unfinished.is_some() {
                return unfinished;
            }
        }
    }
    let current = loops.iter().rposition(|own| own.person == person)?;
    let own = &loops[current];
    let joins = step == "master" && !own.has(notes, "repeat")
        || rank(step, own.has(notes, "pivot")) >= own.position(notes);
    joins.then_some(current)
}

/// The loops in the order of their opening.
fn loops(notes: &[Note]) -> Vec<Loop> {
    let mut loops: Vec<Loop> = Vec::new();
    for at in (0..notes.len()).filter(|at| notes[*at].step.is_some()) {
        if let Some(own) = joined(notes, &loops, at) {
            loops[own].entries.push(at);
        } else {
            let person = person(notes, at);
            let number = 1 + loops.iter().filter(|own| own.person == person).count();
            let id = format!("{person}-{number}");
            loops.push(Loop { id, person, number, entries: vec![at] });
        }
    }
    loops
}

/// What a task's entries make of it: its status, and the day of its delivery.
fn status(notes: &[Note], task: &str) -> (Option<&'static str>, Option<String>) {
    let (mut status, mut delivered) = (None, None);
    for note in notes.iter().filter(|note| note.tasks.contains(&task)) {
        let deliver = note.step == Some("deliver");
        let next = if note.status.is_some() {
            note.status
        } else if deliver && note.impact {
            Some("delivered")
        } else if deliver && (status.is_none() || status == Some("open")) {
            Some("started")
        } else if status.is_none() && note.step.is_some() {
            Some("open")
        } else {
            continue;
        };
        delivered = match next {
            Some("delivered") if status == next => delivered,
            Some("delivered") => Some(note.date.clone()),
            _ => None,
        };
        status = next;
    }
    (status, delivered)
}

// Comparing.

/// By date, then by id.
fn ids(notes: &[Note], entries: impl Iterator<Item = usize>) -> Vec<&str> {
    let mut ids: Vec<&str> = entries.map(|at| notes[at].id.as_str()).collect();
    ids.sort_unstable();
    ids
}

fn task_row(notes: &[Note], loops: &[Loop], files: &[TaskFile], id: &str) -> Value {
    let naming: Vec<usize> = (0..notes.len()).filter(|at| notes[*at].tasks.contains(&id)).collect();
    let file = files.iter().find(|file| file.id == id);
    let size = |at: &usize| notes[*at].size;
    let project = |at: &usize| notes[*at].project;
    let (status, delivered) = status(notes, id);
    let taken = taker(notes, id);
    json!({
        "id": id,
        "status": status,
        "size": file.and_then(|file| file.size).or_else(|| naming.iter().rev().find_map(size)),
        "project":
            file.and_then(|file| file.project).or_else(|| naming.iter().rev().find_map(project)),
        "thread": taken.map(|at| person(notes, at)),
        "loop": taken.and_then(|at| loops.iter().find(|own| own.holds(at))).map(|own| &own.id),
        "initiative": taken.and_then(|at| {
            let is_talk = matches!(notes[at].step, Some("ask" | "pivot"));
            notes[at].initiative.or(is_talk.then_some("asked"))
        }),
        "taken_on": taken.map(|at| &notes[at].date),
        "delivered": delivered,
        "entries": ids(notes, naming.into_iter()),
    })
}

/// By the date of that key, those without one last, then by id.
fn sorted(mut rows: Vec<Value>, date: &str) -> Vec<Value> {
    let key = |row: &Value| (row[date].is_null(), row[date].to_string(), row["id"].to_string());
    rows.sort_by_key(key);
    rows
}

fn loop_row(notes: &[Note], loops: &[Loop], own: &Loop, tasks: &[Value]) -> Value {
    let closed = own.entries.iter().find(|at| notes[**at].step == Some("repeat"));
    let later = loops.iter().any(|other| other.person == own.person && other.number > own.number);
    let tasks = || tasks.iter().filter(|task| task["loop"] == own.id);
    let wins = tasks().filter(|task| task["status"] == "delivered");
    json!({
        "id": own.id,
        "thread": own.person,
        "number": own.number,
        "state": match closed {
            Some(_) => "closed",
            None if later => "passed",
            None => "open",
        },
        "opened": notes[own.entries[0]].date,
        "closed": closed.map(|at| &notes[*at].date),
        "position": own.position(notes),
        "aligned": own.has(notes, "pivot"),
        "entries": ids(notes, own.entries.iter().copied()),
        "tasks": tasks().map(|task| &task["id"]).collect::<Vec<_>>(),
        "wins": wins.map(|task| &task["id"]).collect::<Vec<_>>(),
    })
}

fn entry_rows(notes: &[Note], loops: &[Loop]) -> Vec<Value> {
    let rows = (0..notes.len()).map(|at| {
        let own = loops.iter().find(|own| own.holds(at)).map(|own| &own.id);
        let (note, person) = (&notes[at], person(notes, at));
        json!({ "id": note.id, "date": note.date, "thread": person, "loop": own })
    });
    sorted(rows.collect(), "date")
}

/// The journal as this reading has it.
fn expected(mut notes: Vec<Note>, files: &[TaskFile]) -> Value {
    notes.sort_by(|a, b| (&a.date, &a.path).cmp(&(&b.date, &b.path)));
    let loops = loops(&notes);
    let named = notes.iter().flat_map(|note| note.tasks.iter().copied());
    let ids: BTreeSet<&str> = named.chain(files.iter().map(|file| file.id)).collect();
    let tasks = ids.into_iter().map(|id| task_row(&notes, &loops, files, id)).collect();
    let tasks = sorted(tasks, "taken_on");
    let rows = loops.iter().map(|own| loop_row(&notes, &loops, own, &tasks)).collect();
    let (entries, loops) = (entry_rows(&notes, &loops), sorted(rows, "opened"));
    json!({ "entries": entries, "loops": loops, "tasks": tasks })
}

/// The same parts of what the program exports.
fn exported(notes: &[Note], tasks: &[TaskFile]) -> Value {
    let folder = folder(&files(notes, tasks));
    let read = loopbook::read::read(folder.path(), None);
    assert!(!read.diagnostics.iter().any(|found| found.is_error()), "{:#?}", read.diagnostics);
    let journal = read.journal.expect("a journal");
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, date(2026, 2, 1));
    let export = serde_json::to_value(Export::new(&analysis, &[], &[])).expect("JSON");
    let rows = |list: &str, keys: &[&str]| {
        let rows = export[list].as_array().expect("a list").iter();
        rows.map(|row| keys.iter().map(|key| ((*key).to_owned(), row[*key].clone())).collect())
            .collect::<Vec<Value>>()
    };
    let task = [
        "id",
        "status",
        "size",
        "project",
        "thread",
        "loop",
        "initiative",
        "taken_on",
        "delivered",
        "entries",
    ];
    json!({
        "entries": rows("entries", &["id", "date", "thread", "loop"]),
        "loops": export["loops"],
        "tasks": rows("tasks", &task),
    })
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn both_readings_agree(notes in notes(), tasks in task_files()) {
        let expected = expected(notes.clone(), &tasks);
        let exported = exported(&notes, &tasks);
        prop_assert_eq!(
            serde_json::to_string_pretty(&exported).expect("text"),
            serde_json::to_string_pretty(&expected).expect("text")
        );
    }

    #[test]
    fn both_readings_agree_on_parts_of_days(
        notes in notes(),
        files in task_files(),
        with in list(&["ana", "ben", MANAGER], 1),
        tasks in list(&["api", "docs", "site"], 1),
    ) {
        let notes = as_days(notes, &with, &tasks);
        let expected = expected(inherited(&notes, &with, &tasks), &files);
        let exported = exported(&notes, &files);
        prop_assert_eq!(
            serde_json::to_string_pretty(&exported).expect("text"),
            serde_json::to_string_pretty(&expected).expect("text")
        );
    }
}
