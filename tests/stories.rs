//! The journals that tell the stories of the method come out as told: `tests/stories/README.md`
//! says what a reader should see, from the stories themselves.

use std::fmt::Write as _;
use std::path::Path;

use loopbook::analyse::Timeline;
use loopbook::read;

/// Threads with their loops, and tasks, in a form that a person can check.
fn story(folder: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = read::read(&root, None);
    assert_eq!(read.diagnostics, [], "a story has no problems");
    let journal = read.journal.expect("a journal");
    let timeline = Timeline::of(&journal);
    let mut told = String::new();
    for thread in &timeline.threads {
        let _ = writeln!(told, "{} ({})", thread.person, thread.relation.word());
        for own in thread.loops.iter().map(|at| &timeline.loops[*at]) {
            let steps: Vec<&str> = own
                .entries
                .iter()
                .filter_map(|at| journal.entries[*at].step.map(|step| step.word()))
                .collect();
            let aligned = if own.aligned { ", aligned" } else { "" };
            let state = format!("{:?}", own.state).to_lowercase();
            let closed = own.closed.map_or_else(String::new, |date| format!(" {date}"));
            let wins: Vec<&str> =
                own.wins.iter().map(|at| timeline.tasks[*at].id.as_str()).collect();
            let _ = writeln!(
                told,
                "  {} {} {state}{closed}, position {}{aligned}: {}; won: {}",
                own.id,
                own.opened,
                own.position,
                steps.join(" "),
                wins.join(" ")
            );
        }
    }
    for task in &timeline.tasks {
        let status = task.status.map_or("planned", |status| status.word());
        let delivered = task.delivered.map_or_else(String::new, |date| format!(" {date}"));
        let _ = writeln!(told, "{}: {status}{delivered}, {}", task.id, task.initiative.word());
    }
    told
}

#[test]
fn the_senior_product_manager() {
    insta::assert_snapshot!(story("example-journal"));
}

#[test]
fn the_entry_level_engineer() {
    insta::assert_snapshot!(story("tests/stories/entry-level-engineer"));
}

#[test]
fn the_product_manager_who_moves_to_ai() {
    insta::assert_snapshot!(story("tests/stories/product-manager-to-ai"));
}

#[test]
fn the_engineer_who_becomes_an_executive() {
    insta::assert_snapshot!(story("tests/stories/engineer-to-executive"));
}
