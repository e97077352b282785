//! The path: what each goal took, and when none was reached for long. How the journals are written is said
//! in `support/notation.rs`; a day `+30` is 30 days after the first of 2026.

use loopbook::model::vocabulary::Audience;
use serde_json::Value;

use crate::support::export::{export, export_for, rows, word};

const REACHED: &str = "=== goals/senior.md\n---\nfrom: engineer\nto: senior\nsince: 2025-02-10\n\
                       reached_on: 2026-01-15\nstate: reached\n---\n";
const WANTED: &str = "=== goals/lead.md\n---\nto: lead\nby: 2027-12-31\nneeds: [craft]\n---\n";

/// A row of the path, as `goal, began, reached, quarters`.
fn path(today: &str, text: &str) -> Vec<String> {
    let export = export(today, text);
    rows(&export, "path").iter().map(row).collect()
}

fn row(row: &Value) -> String {
    let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
    let quarters = row["quarters"].as_i64().map_or("-".to_owned(), |number| number.to_string());
    format!("{} {} {} {quarters}", text("goal"), text("began"), text("reached"))
}

fn names(row: &Value, list: &str) -> String {
    let names = rows(row, list).iter().filter_map(Value::as_str);
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn goals_stand_in_the_order_in_which_they_were_reached() {
    let first = "=== goals/engineer.md\n---\nsince: 2024-01-01\nreached_on: 2024-12-31\nstate: reached\n---\n";
    let paused =
        "=== goals/balance.md\n---\nkind: balance\nsince: 2025-05-05\nstate: paused\n---\n";
    let text = format!("note goal=lead\n{WANTED}{REACHED}{paused}{first}");
    let expected = [
        "engineer 2024-01-01 2024-12-31 4",
        "senior 2025-02-10 2026-01-15 5",
        "lead 2026-01-01 - 1",
        "balance 2025-05-05 - -",
    ];
    assert_eq!(path("+14", &text), expected);
}

#[test]
fn notes_say_the_days_that_no_key_says() {
    let goal = "=== goals/senior.md\n---\nto: senior\nstate: reached\n---\n";
    let text = format!("+10 pivot goal=senior; +120 deliver task=x goal=senior; +200 note\n{goal}");
    assert_eq!(path("+300", &text), ["senior 2026-01-11 2026-05-01 2"]);
    assert_eq!(path("+300", &format!("note\n{goal}")), ["senior - - -"]);
    // Only a file makes a name a goal of the path.
    assert!(path("+300", "note goal=senior").is_empty());
}

/// What is to be reached on a later day is worked towards until then, and on that day it is reached.
#[test]
fn a_goal_is_not_reached_before_its_day() {
    let goal = "=== goals/g.md\n---\nto: senior\nby: 2026-12-31\nneeds: [craft, reach]\nsince: +0\n\
                reached_on: +90\nstate: reached\n---\n";
    let text = format!("deliver task=a impact=less goal=g shows=craft; +20 pivot goal=g\n{goal}");
    let state = |today: &str| {
        let export = export(today, &text);
        let goal = &rows(&export, "goals")[0];
        (word(goal, "state").to_owned(), names(goal, "plan"), path(today, &text))
    };
    let (active, plan, before) = state("+89");
    assert_eq!((&*active, &*plan), ("active", "craft reach"));
    assert_eq!(before, ["g 2026-01-01 - 1"]);
    let (reached, plan, after) = state("+90");
    assert_eq!((&*reached, &*plan), ("reached", ""));
    assert_eq!(after, ["g 2026-01-01 2026-04-01 2"]);
}

#[test]
fn the_quarters_are_those_of_the_fiscal_year() {
    let config = "=== loopbook.yaml\nfiscal_year_start: 2\n";
    let goal =
        "=== goals/g.md\n---\nsince: 2026-01-31\nreached_on: 2026-02-01\nstate: reached\n---\n";
    assert_eq!(path("+100", &format!("note\n{goal}{config}")), ["g 2026-01-31 2026-02-01 2"]);
}

#[test]
fn the_loops_and_the_managers_on_the_way() {
    let people = "=== people/manager.md\n---\nrelation: manager\nsince: 2025-03-01\nuntil: 2025-12-31\nemployer: a shop\n---\n\
                  === people/ann.md\n---\nrelation: manager\nsince: 2026-01-01\nemployer: a bank\n---\n\
                  === people/old.md\n---\nrelation: manager\nsince: 2020-01-01\nuntil: 2025-02-09\n---\n\
                  === people/vp.md\n---\nrelation: skip-level\nemployer: a shop\n---\n\
                  === people/wen.md\n---\nrelation: report\n---\n";
    let notes = "2025-01-05 ask; 2025-01-06 repeat; 2025-04-01 ask; 2025-05-01 ask with=vp; \
                 2025-06-01 ask with=wen; +14 ask with=ann; +15 ask with=old";
    let export = export("+60", &format!("{notes}\n{people}{REACHED}"));
    let step = &rows(&export, "path")[0];
    assert_eq!(names(step, "loops"), "manager-1 vp-1 ann-1");
    assert_eq!(names(step, "managers"), "manager ann");
    assert_eq!(names(step, "employers"), "a shop a bank");
}

#[test]
fn a_goal_of_a_direct_report_is_not_on_the_path() {
    let report = "=== people/wen.md\n---\nrelation: report\n---\n";
    let goal = "=== goals/g.md\n---\nof: wen\nsince: 2025-01-01\n---\n";
    assert!(path("+0", &format!("note\n{report}{goal}")).is_empty());
}

#[test]
fn others_know_only_the_days_that_keys_say() {
    let shared = "=== goals/senior.md\n---\nto: senior\nstate: reached\nvisibility: manager\n---\n";
    let hidden = "=== goals/lead.md\n---\nto: lead\nsince: 2025-01-01\n---\n";
    let notes =
        "+10 pivot goal=senior visibility=manager; +120 note goal=senior,lead visibility=manager";
    let export = export_for(Audience::Manager, "+300", &format!("{notes}\n{shared}{hidden}"));
    let all: Vec<String> = rows(&export, "path").iter().map(row).collect();
    assert_eq!(all, ["senior - - -"]);
    let said =
        shared.replace("to: senior", "to: senior\nsince: 2025-01-01\nreached_on: 2025-09-30");
    let export = export_for(Audience::Manager, "+300", &format!("{notes}\n{said}{hidden}"));
    let all: Vec<String> = rows(&export, "path").iter().map(row).collect();
    assert_eq!(all, ["senior 2025-01-01 2025-09-30 3"]);
}

// plateau

fn plateau(today: &str, text: &str) -> Vec<(String, String)> {
    let export = export(today, text);
    let found = rows(&export, "health").iter().filter(|row| word(row, "code") == "plateau");
    found.map(|row| (word(row, "message").to_owned(), word(row, "advice").to_owned())).collect()
}

#[test]
fn plateau_counts_the_quarters_since_a_level_was_reached() {
    let text = format!("2020-01-01 note\n{REACHED}{WANTED}");
    assert!(plateau("2027-12-31", &text).is_empty());
    let found = plateau("2028-01-01", &text);
    let (message, advice) = &found[0];
    assert_eq!(message, "no level was reached since 2026-Q1, 8 quarters ago");
    assert!(advice.starts_with("ask your manager which place"), "{advice}");
    // A raise is no level, and a goal of another kind is not in question.
    let raise = REACHED.replace("state", "kind: raise\nstate");
    assert_eq!(plateau("2027-12-31", &format!("2020-01-01 note\n{raise}{WANTED}")).len(), 1);
    let role = WANTED.replace("to: lead", "to: lead\nkind: role");
    assert!(plateau("2028-01-01", &format!("note\n{REACHED}{role}")).is_empty());
    let paused = WANTED.replace("to: lead", "to: lead\nstate: paused");
    assert!(plateau("2028-01-01", &format!("note\n{REACHED}{paused}")).is_empty());
}

#[test]
fn plateau_counts_from_the_first_note_while_no_level_was_reached() {
    assert!(plateau("2027-12-31", &format!("note\n{WANTED}")).is_empty());
    assert_eq!(plateau("2028-01-01", &format!("note\n{WANTED}")).len(), 1);
}

#[test]
fn plateau_sets_strategic_competencies_beside_functional_ones() {
    let ladder = "=== ladders/track.yaml\nlevels: [senior, lead]\ncompetencies: \
                  [{id: craft, title: Craft, expects: {lead: Much.}}, \
                  {id: strategy, title: Strategy, strategic: yes, expects: {lead: Much.}}, \
                  {id: reach, title: Reach, strategic: yes, expects: {lead: Much.}}]\n";
    let goal = "=== goals/lead.md\n---\nto: lead\nby: 2030-12-31\nladder: track\n---\n";
    let notes = "2026-02-01 deliver task=a impact=less shows=craft; \
                 2027-11-01 deliver task=b impact=less shows=craft,reach; \
                 2028-02-01 deliver task=c impact=less shows=craft; 2028-02-02 deliver task=d shows=strategy";
    let found = plateau("2028-03-01", &format!("{notes}\n{ladder}{goal}"));
    let (message, advice) = &found[0];
    let wanted = "no level was reached since 2026-Q1, 8 quarters ago; of the last 8 quarters, notes show \
                  strategic competencies in 1, functional ones in 2";
    assert_eq!(message, wanted);
    let wanted =
        "take on work that shows `Strategy`, the strategic competency that your notes show least";
    assert_eq!(advice, wanted);
}
