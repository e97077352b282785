//! The rules of gaps, health, next moves and effects, read a second time from their text, in the
//! plainest and slowest way and sharing nothing with the program. Both readings have to agree on
//! any journal. `second_reading.rs` does the same for threads, loops and tasks.

mod effects;
mod gaps;
mod health;
mod journal;
mod next;
mod path;
mod promises;
mod review;
mod said;
mod timeline;
mod titles;

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::analyse::headlines::Headlines;
use loopbook::diagnostic::{Diagnostic, codes};
use loopbook::export::Export;
use loopbook::model::quarter::Quarter;
use loopbook::share::for_author;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use self::health::WITH_TASKS;
use self::journal::{Journal, journal};
use self::timeline::Reading;

use crate::support::effort::cases;
use crate::support::folder::folder;

/// What the program exports.
fn exported(journal: &Journal) -> Value {
    let folder = folder(&journal.files());
    let read = loopbook::read::read(folder.path(), None);
    let wrong = |found: &Diagnostic| found.is_error() && found.code != codes::GOAL_OWNER;
    assert!(!read.diagnostics.iter().any(wrong), "{:#?}", read.diagnostics);
    let read = read.journal.expect("a journal");
    let shared = for_author(&read, &[]);
    let analysis = Analysis::of(&shared, journal.today);
    let moves: Vec<_> =
        analysis.next_moves().into_iter().map(|next| (next, String::new())).collect();
    let mut export = serde_json::to_value(Export::new(&analysis, &moves, &[])).expect("JSON");
    let start = read.config.fiscal_year_start;
    let said = Headlines::of(&analysis.effects, Quarter::of(journal.today, start), true);
    export["headlines"] = json!([said.visibility, said.scope, said.trust, said.energy]);
    let [(first, today), (half, _)] = reviewed(journal);
    export["reviewed"] =
        json!([review::told(&analysis, first, today), review::told(&analysis, half, today)]);
    export
}

/// The days that are reviewed: all up to today, and the half year up to today.
fn reviewed(journal: &Journal) -> [(Date, Date); 2] {
    let today = journal.today;
    [(date(2000, 1, 1), today), (today - 182.days(), today)]
}

fn rows<'a>(export: &'a Value, list: &str) -> &'a [Value] {
    export[list].as_array().expect("a list")
}

/// These keys of a row.
fn part(row: &Value, keys: &[&str]) -> Value {
    keys.iter().map(|key| ((*key).to_owned(), row[*key].clone())).collect()
}

fn by_text(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(Value::to_string);
    rows
}

fn goals(export: &Value) -> Value {
    let unit = |unit: &Value| part(unit, &["task", "quarter", "grade", "below_level", "entries"]);
    let need = |need: &Value| {
        let keys = ["id", "named_by", "status", "stale", "counting", "quarters", "earliest"];
        let mut own = part(need, &keys);
        own["units"] = by_text(rows(need, "units").iter().map(unit).collect()).into();
        own
    };
    let goal = |goal: &Value| {
        let needs: Vec<Value> = rows(goal, "needs").iter().map(need).collect();
        json!({ "id": goal["id"], "owner": goal["owner"], "needs": needs, "plan": goal["plan"] })
    };
    let mut goals: Vec<Value> = rows(export, "goals").iter().map(goal).collect();
    goals.sort_by_key(|goal| goal["id"].to_string());
    goals.into()
}

fn findings(export: &Value) -> Vec<Value> {
    let finding = |finding: &Value| {
        let mut own = part(finding, &["code", "severity", "subject", "tasks"]);
        let code = own["code"].as_str().expect("a code").to_owned();
        let compared = WITH_TASKS.contains(&code.as_str());
        let tasks = if compared { rows(finding, "tasks").to_vec() } else { Vec::new() };
        own["tasks"] = by_text(tasks).into();
        own
    };
    by_text(rows(export, "health").iter().map(finding).collect())
}

/// Quarters that something is said of.
fn effects(export: &Value, reading: &Reading) -> Vec<Value> {
    let own = reading.effect_rows();
    let has_entries = |row: &&Value| own.iter().any(|own| own["quarter"] == row["quarter"]);
    let effect = |row: &Value| {
        let mut own = part(row, &["quarter", "visibility", "scope", "trust"]);
        own["energy"] = row["energy"]["mean"].clone();
        own
    };
    rows(export, "effects").iter().filter(has_entries).map(effect).collect()
}

/// The promises, which here are all of updates.
fn promises(export: &Value) -> Vec<Value> {
    let keys = ["entry", "due", "to_do", "done", "person"];
    by_text(rows(export, "promises").iter().map(|row| part(row, &keys)).collect())
}

/// The author's goals on the path.
fn path(export: &Value) -> Vec<Value> {
    let keys = ["goal", "began", "reached", "quarters", "loops", "managers"];
    rows(export, "path").iter().map(|row| part(row, &keys)).collect()
}

fn text(value: impl serde::Serialize) -> String {
    serde_json::to_string_pretty(&value).expect("text")
}

/// Whether the moves agree, where the text leaves no room.
fn agree_on_moves(export: &Value, reading: &Reading) -> Result<(), TestCaseError> {
    let mut moves = rows(export, "next").to_vec();
    moves.sort_by_key(|row| row["thread"].to_string());
    let expected = reading.moves();
    let names = |row: &Value| (row["thread"].clone(), row["move"].clone());
    let own: Vec<_> = expected.iter().map(|own| (json!(own.thread), json!(own.kind))).collect();
    prop_assert_eq!(moves.iter().map(names).collect::<Vec<_>>(), own);
    for (row, own) in moves.iter().zip(&expected) {
        let is_one_of = |value: &Value, list: &[String]| {
            list.is_empty() || list.iter().any(|allowed| value == allowed)
        };
        prop_assert!(is_one_of(&row["tasks"][0], &own.tasks), "{row:#} is not {own:?}");
        prop_assert!(is_one_of(&row["need"], &own.needs), "{row:#} is not {own:?}");
        let due = json!(own.due);
        let dated = matches!(own.kind, "ask" | "deliver" | "own-it");
        prop_assert!(!dated || row["due"] == due, "{row:#} is not {own:?}");
    }
    Ok(())
}

/// The rules, moves and statuses that a journal comes to.
fn words(export: &Value) -> Vec<String> {
    let needs = rows(export, "goals").iter().flat_map(|goal| rows(goal, "needs"));
    let codes = rows(export, "health").iter().map(|row| &row["code"]);
    let moves = rows(export, "next").iter().map(|row| &row["move"]);
    let words = codes.chain(moves).chain(needs.map(|need| &need["status"]));
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What has to come up, lest both readings agree on a rule that holds in no journal.
const WORDS: &[&str] = &[
    "baseline-missing",
    "baseline-shaky",
    "asked-not-delivered",
    "perception-missing",
    "no-next-update",
    "promise-late",
    "manager-left",
    "review-due",
    "bar-missed",
    "refused",
    "vague-goal",
    "goal-untold",
    "pivot-too-early",
    "gave-up",
    "waiting-for-recognition",
    "quarter-skipped",
    "late-and-asking",
    "one-sided",
    "overloaded",
    "too-pushy",
    "no-skip-level",
    "too-easy",
    "impact-missing",
    "silent",
    "mode-stuck",
    "leader-changed",
    "plateau",
    "no-bar",
    "own-it",
    "slow-down",
    "make-good",
    "master",
    "fix",
    "deliver",
    "show-impact",
    "pivot",
    "set-goal",
    "repeat",
    "ask",
    "none",
    "claimed",
    "emerging",
    "supported",
    "sustained",
    "confirmed",
];

#[test]
fn both_readings_agree() {
    let config = cases(300);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let seen = RefCell::new(BTreeSet::new());
    let result = TestRunner::new_with_rng(config, rng).run(&journal(), |journal| {
        let export = exported(&journal);
        seen.borrow_mut().extend(words(&export));
        let reading = Reading::of(journal);
        prop_assert_eq!(text(findings(&export)), text(reading.findings()));
        prop_assert_eq!(text(goals(&export)), text(reading.goal_rows()));
        agree_on_moves(&export, &reading)?;
        prop_assert_eq!(text(effects(&export, &reading)), text(reading.effect_rows()));
        prop_assert_eq!(text(&export["headlines"]), text(reading.headlines()));
        prop_assert_eq!(text(promises(&export)), text(reading.promises()));
        prop_assert_eq!(text(path(&export)), text(reading.path_rows()));
        let reviews = reviewed(&reading.journal).map(|(first, last)| reading.review(first, last));
        prop_assert_eq!(text(&export["reviewed"]), text(reviews));
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let missing: Vec<_> = WORDS.iter().filter(|word| !seen.borrow().contains(**word)).collect();
    assert!(missing.is_empty(), "never came up: {missing:?}");
}
