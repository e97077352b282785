//! The plan of a goal: the order of its competencies, what is meant for them, and what has no bar. How the
//! journals are written is said in `support/notation.rs`.

use loopbook::model::vocabulary::Audience;
use serde_json::Value;

use crate::support::export::{export, export_for, rows, word};

const GOAL: &str =
    "=== goals/g.md\n---\nto: lead\nby: 2027-12-31\nneeds: [craft, strategy, hiring, reach]\n---\n";

fn names(list: &Value) -> String {
    let names = list.as_array().expect("a list").iter().filter_map(Value::as_str);
    names.collect::<Vec<_>>().join(" ")
}

fn plan(today: &str, text: &str) -> String {
    names(&export(today, text)["goals"][0]["plan"])
}

#[test]
fn what_a_leader_named_comes_first_then_what_can_be_reached_first() {
    assert_eq!(plan("05-01", GOAL), "craft strategy hiring reach");
    // With evidence in the last quarter, this one is enough.
    let shown = format!("02-01 deliver task=a impact=less shows=hiring\n{GOAL}");
    assert_eq!(plan("05-01", &shown), "hiring craft strategy reach");
    let named =
        format!("02-01 deliver task=a impact=less shows=hiring; pivot goal=g gaps=reach\n{GOAL}");
    assert_eq!(plan("05-01", &named), "reach hiring craft strategy");
    // What the author listed too counts as named by the leader, and what only the leader named stands last
    // in the goal's order.
    let added = format!("pivot goal=g gaps=finance,strategy\n{GOAL}");
    assert_eq!(plan("05-01", &added), "strategy finance craft hiring reach");
}

#[test]
fn what_is_sustained_and_goals_that_are_not_active_need_no_plan() {
    let shown = "02-01 deliver task=a,b impact=less shows=craft; 05-01 deliver task=c impact=less shows=craft";
    assert_eq!(plan("05-02", &format!("{shown}\n{GOAL}")), "strategy hiring reach");
    let paused = GOAL.replace("to: lead", "to: lead\nstate: paused");
    assert_eq!(plan("05-02", &paused), "");
}

#[test]
fn what_a_task_serves_is_no_evidence() {
    let task = "=== tasks/a.md\n---\nserves: [craft, Strategy]\nvisibility: manager\n---\n";
    let text = format!("deliver task=a impact=less\n{GOAL}{task}");
    let export = export("05-01", &text);
    assert_eq!(names(&export["tasks"][0]["serves"]), "craft strategy");
    let needs = rows(&export["goals"][0], "needs");
    assert!(needs.iter().all(|need| word(need, "status") == "none"), "{needs:#?}");
    let hidden = task.replace("visibility: manager", "visibility: private");
    let text = format!("deliver task=a impact=less visibility=manager\n{hidden}");
    assert_eq!(names(&export_for(Audience::Manager, "05-01", &text)["tasks"][0]["serves"]), "");
    let text = format!("deliver task=a impact=less visibility=manager\n{task}");
    let shared = export_for(Audience::Manager, "05-01", &text);
    assert_eq!(names(&shared["tasks"][0]["serves"]), "craft strategy");
}

// no-bar

fn no_bar(text: &str) -> String {
    let export = export("05-01", text);
    let found = rows(&export, "health").iter().find(|row| word(row, "code") == "no-bar");
    found.map_or_else(String::new, |row| word(row, "message").to_owned())
}

#[test]
fn a_competency_without_a_bar_is_a_remark() {
    assert_eq!(
        no_bar(GOAL),
        "no note says what would be enough for `craft`, `strategy`, `hiring` and `reach` in `g`"
    );
    let one = "=== goals/g.md\n---\nto: lead\nneeds: [craft, strategy]\n---\n## Craft\n\nIt holds.\n\n## Strategy\n";
    assert_eq!(no_bar(one), "no note says what would be enough for `strategy` in `g`");
    let ladder = "=== ladders/track.yaml\nlevels: [senior, lead]\ncompetencies: \
                  [{id: craft, title: Craft, expects: {lead: Much.}}, \
                  {id: strategy, title: Strategy, expects: {senior: Some.}}]\n";
    let climbing = "=== goals/g.md\n---\nto: lead\nladder: track\nneeds: [craft, strategy]\n---\n";
    let text = format!("{climbing}{ladder}");
    assert_eq!(no_bar(&text), "no note says what would be enough for `Strategy` in `g`");
    // What is hidden from others is no bar that anybody could hold the work against.
    let hidden =
        "=== goals/g.md\n---\nneeds: [craft]\n---\n## Craft\n\n> [!private]\n> It holds.\n";
    assert_eq!(no_bar(hidden), "no note says what would be enough for `craft` in `g`");
}

#[test]
fn only_an_active_goal_of_the_authors_wants_a_bar() {
    for state in ["paused", "reached", "dropped"] {
        assert_eq!(no_bar(&GOAL.replace("to: lead", &format!("to: lead\nstate: {state}"))), "");
    }
    let report = "=== people/wen.md\n---\nrelation: report\n---\n";
    assert_eq!(no_bar(&format!("{}{report}", GOAL.replace("to: lead", "to: lead\nof: wen"))), "");
    assert_eq!(no_bar("pivot goal=g gaps=craft"), "");
}
