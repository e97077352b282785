//! The journals that tell the stories of the method come out as told: `tests/stories/README.md`
//! says what a reader should see, from the stories themselves.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::read;
use loopbook::share::for_author;

/// Threads with their loops, tasks, needs, findings and moves, in a form that a person can check.
fn story(folder: &str, today: Date) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = read::read(&root, None);
    assert_eq!(read.diagnostics, [], "a story has no problems");
    let journal = read.journal.expect("a journal");
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, today);
    let timeline = &analysis.timeline;
    let mut told = String::new();
    for thread in &timeline.threads {
        let _ = writeln!(
            told,
            "{} ({})",
            thread.person,
            thread.relation.map_or("unknown", |relation| relation.word())
        );
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
        let _ = writeln!(
            told,
            "{}: {status}{delivered}, {}",
            task.id,
            task.initiative.map_or("not noted", |first| first.word())
        );
    }
    for gaps in &analysis.gaps {
        let goal = &journal.goals[gaps.goal];
        let _ = writeln!(told, "{} ({})", goal.id, goal.state_on(analysis.today).word());
        for need in &gaps.needs {
            let stale = if need.stale { ", stale" } else { "" };
            let earliest =
                need.earliest.map_or_else(String::new, |q| format!(", {q} at the earliest"));
            let _ = writeln!(
                told,
                "  {} by {}: {}{stale}, {} counting from {}{earliest}",
                need.id,
                need.named_by.word(),
                need.status.word(),
                need.counting,
                need.projects
            );
        }
    }
    for finding in &analysis.findings {
        let _ = writeln!(told, "! {} {}: {}", finding.code, finding.subject, finding.message);
    }
    for next in analysis.next_moves() {
        let need = next.need.map_or_else(String::new, |need| format!(", to show {}", need.id));
        let _ = writeln!(
            told,
            "next with {}: {}{need}: {}",
            next.thread.person,
            next.kind.word(),
            next.reason
        );
    }
    told
}

#[test]
fn the_senior_product_manager() {
    insta::assert_snapshot!(story("example-journal", date(2026, 11, 21)));
}

#[test]
fn the_entry_level_engineer() {
    insta::assert_snapshot!(story("tests/stories/entry-level-engineer", date(2025, 12, 1)));
}

#[test]
fn the_product_manager_who_moves_to_ai() {
    insta::assert_snapshot!(story("tests/stories/product-manager-to-ai", date(2026, 8, 15)));
}

#[test]
fn the_engineer_who_becomes_an_executive() {
    insta::assert_snapshot!(story("tests/stories/engineer-to-executive", date(2025, 10, 1)));
}

/// A lead of three people, with somebody above: whose goal is whose, and what is said to whom.
#[test]
fn the_leader_of_three() {
    insta::assert_snapshot!(story("tests/stories/leader-of-three", date(2026, 5, 20)));
}
