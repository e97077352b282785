//! What kills the loop: a test a rule, with a journal on each side of each of its conditions. How
//! the journals are written is said in `support/notation.rs`; a day `+30` is 30 days after the
//! first of 2026.

use serde_json::Value;

use crate::support::export::{export, rows, word};

/// A goal that lacks nothing.
const GOAL: &str = "=== goals/g.md\n---\nto: l6\nby: 2026-12-31\nneeds: [craft]\n---\n";
/// Another.
const OTHER: &str = "=== goals/h.md\n---\nto: l6\nby: 2026-12-31\nneeds: [craft]\n---\n";

/// Three pivots in half a year, of which nothing came.
const REFUSED: &str = "+0 pivot answer=no; +90 pivot answer=no; +182 pivot answer=no";

fn findings(code: &str, today: &str, text: &str) -> Vec<Value> {
    let export = export(today, text);
    rows(&export, "health").iter().filter(|row| word(row, "code") == code).cloned().collect()
}

/// The subjects of the findings with a code.
fn found(code: &str, today: &str, text: &str) -> String {
    let findings = findings(code, today, text);
    findings.iter().map(|row| word(row, "subject")).collect::<Vec<_>>().join(" ")
}

/// The tasks of the only finding with a code, in the order of their names.
fn tasks(code: &str, today: &str, text: &str) -> String {
    let findings = findings(code, today, text);
    let [only] = findings.as_slice() else { panic!("{findings:#?}") };
    let mut tasks: Vec<&str> = rows(only, "tasks").iter().filter_map(Value::as_str).collect();
    tasks.sort_unstable();
    tasks.join(" ")
}

/// A journal with a line of `loopbook.yaml`.
fn with(config: &str, text: &str) -> String {
    format!("{text}\n=== loopbook.yaml\n{config}\n")
}

/// A journal with a file of a person.
fn person(id: &str, keys: &str, text: &str) -> String {
    format!("{text}\n=== people/{id}.md\n---\n{keys}\n---\n")
}

/// A journal in which each rule holds, and on which day.
fn examples() -> Vec<(&'static str, &'static str, String)> {
    let small = "ask task=x,y,z size=small initiative=acted";
    vec![
        ("baseline-missing", "+0", "ask".to_owned()),
        ("baseline-shaky", "+0", "master perception=below".to_owned()),
        ("perception-missing", "+1", "master".to_owned()),
        ("asked-not-delivered", "+46", "ask task=x".to_owned()),
        ("bar-missed", "+0", "deliver task=x met_bar=missed".to_owned()),
        ("refused", "+0", "ask task=x status=declined".to_owned()),
        ("vague-goal", "+0", "pivot".to_owned()),
        ("goal-untold", "+31", format!("note goal=g\n{GOAL}")),
        ("no-bar", "+0", GOAL.to_owned()),
        ("pivot-too-early", "+0", "pivot".to_owned()),
        ("gave-up", "+61", "deliver task=x impact=less".to_owned()),
        ("waiting-for-recognition", "+0", "deliver task=x,y,z impact=less".to_owned()),
        ("quarter-skipped", "08-01", "01-05 ask".to_owned()),
        ("late-and-asking", "+3", "ask task=x due=+1; +3 ask".to_owned()),
        ("too-pushy", "+2", "ask; ask; ask".to_owned()),
        ("no-skip-level", "+2", "repeat; ask; repeat".to_owned()),
        ("too-easy", "+0", small.to_owned()),
        ("impact-missing", "+31", "deliver task=x status=delivered".to_owned()),
        ("silent", "+15", "ask task=x".to_owned()),
        ("no-next-update", "+1", "note kind=setback".to_owned()),
        ("promise-late", "+2", "note with=ana update_by=+1".to_owned()),
        ("mode-stuck", "+0", "ask task=w,x,y,z".to_owned()),
        ("leader-changed", "+31", person("manager", "relation: manager\nsince: +0", GOAL)),
        ("manager-left", "+2", person("manager", "relation: manager\nuntil: +1", "ask")),
        ("one-sided", "+182", REFUSED.to_owned()),
        ("review-due", "+1", "note kind=decision review_on=+1".to_owned()),
        ("plateau", "+0", format!("2020-01-01 note\n{GOAL}")),
        ("overloaded", "+0", "ask task=v,w,x,y,z".to_owned()),
    ]
}

/// Nothing is asked of a direct report who has left, or is still to come, with whom the same was found while they were here.
#[test]
fn nobody_is_asked_who_is_not_here() {
    let goal = "=== goals/g.md\n---\nof: ana\n---\n";
    for (code, text) in [
        ("asked-not-delivered", "ask with=ana task=x due=+5".to_owned()),
        ("silent", "ask with=ana task=x".to_owned()),
        ("silent", "note with=ana kind=setback".to_owned()),
        ("no-next-update", "note with=ana kind=setback".to_owned()),
        ("impact-missing", "deliver with=ana task=x status=delivered".to_owned()),
        ("gave-up", "deliver with=ana task=x impact=less".to_owned()),
        ("vague-goal", format!("pivot with=ana goal=g\n{goal}")),
    ] {
        let found = |keys: &str| {
            found(code, "+90", &person("ana", &format!("relation: report\n{keys}"), &text))
        };
        assert_ne!(found("until: +90"), "", "{code}");
        assert_eq!(found("until: +89"), "", "{code}");
        assert_eq!(found("since: +91"), "", "{code}");
    }
    // The author's own work is theirs to finish, whoever asked for it.
    let text = person("ana", "relation: manager\nuntil: +89", "ask with=ana task=x due=+5");
    assert_eq!(found("asked-not-delivered", "+90", &text), "x");
}

/// To somebody who has left nothing can be offered, and nothing is asked of them.
#[test]
fn nothing_is_advised_to_do_with_somebody_who_has_left() {
    for (code, text) in [
        ("refused", "ask with=ana task=x status=declined"),
        ("vague-goal", "pivot with=ana"),
        ("pivot-too-early", "pivot with=ana"),
        ("late-and-asking", "ask with=ana task=x due=+1; +3 ask with=ana"),
        ("too-pushy", "+80 ask with=ana; ask with=ana; ask with=ana"),
        (
            "one-sided",
            "+0 pivot with=ana answer=no; +80 pivot with=ana answer=no; +182 pivot with=ana answer=no",
        ),
    ] {
        let day = if code == "one-sided" { 200 } else { 90 };
        let found = |until: i32| {
            let keys = format!("relation: manager\nuntil: +{until}");
            found(code, &format!("+{day}"), &person("ana", &keys, text))
        };
        assert_ne!(found(day), "", "{code}");
        assert_eq!(found(day - 1), "", "{code}");
    }
    for (code, text) in [
        ("asked-not-delivered", "ask with=ana task=x due=+5"),
        ("asked-not-delivered", "ask with=ana task=x"),
        ("silent", "ask with=ana task=x"),
        ("silent", "note with=ana kind=setback"),
        ("no-next-update", "note with=ana kind=setback"),
        ("bar-missed", "deliver with=ana task=x met_bar=missed"),
        ("bar-missed", "deliver with=ana task=x met_bar=missed; deliver task=x"),
        ("promise-late", "note with=ana update_by=+1"),
        (
            "promise-late",
            "=== entries/2026-01-01-z.md\n---\nwith: ana\n---\n- [ ] Send the plan (by 2026-01-03)\n",
        ),
    ] {
        let advice = |until: i32| {
            let keys = format!("relation: manager\nuntil: +{until}");
            let findings = findings(code, "+90", &person("ana", &keys, text));
            let [only] = findings.as_slice() else { panic!("{code}: {findings:#?}") };
            word(only, "advice").to_owned()
        };
        assert!(advice(89).starts_with("ana has left: "), "{code}: {}", advice(89));
        assert!(!advice(90).contains("has left"), "{code}: {}", advice(90));
    }
    // Whoever else was promised it can still be told.
    let text = person("ana", "relation: manager\nuntil: +89", "note with=ana,ben update_by=+1");
    let findings = findings("promise-late", "+90", &text);
    assert!(word(&findings[0], "advice").starts_with("send it, or say today"), "{findings:#?}");
}

/// With a threshold of 1, one task is no *last 1 tasks*.
#[test]
fn one_task_is_counted_as_one() {
    let text = "ask task=x size=small initiative=acted\n=== loopbook.yaml\nhealth: {too-easy: 1}\n";
    let findings_of = |code, text: &str| word(&findings(code, "+0", text)[0], "message").to_owned();
    assert_eq!(findings_of("too-easy", text), "the last task that you proposed is small");
    let text = "ask task=x\n=== loopbook.yaml\nstage: senior\nhealth: {mode-stuck: 1}\n";
    assert_eq!(findings_of("mode-stuck", text), "others asked for the last task");
}

// The settings.

#[test]
fn each_rule_has_its_severity() {
    for (code, today, text) in examples() {
        let findings = findings(code, today, &with("stage: senior", &text));
        let info =
            ["too-pushy", "no-skip-level", "perception-missing", "review-due", "plateau", "no-bar"]
                .contains(&code);
        let expected = if info { "info" } else { "warning" };
        assert_eq!(findings.len(), 1, "{code}");
        assert_eq!(word(&findings[0], "severity"), expected, "{code}");
    }
}

#[test]
fn each_rule_can_be_turned_off() {
    for (code, today, text) in examples() {
        let off = format!("stage: senior\nhealth: {{{code}: off}}");
        assert_eq!(found(code, today, &with(&off, &text)), "", "{code}");
    }
}

#[test]
fn a_rule_that_is_off_leaves_the_others_on() {
    let text = with("health: {silent: off}", "ask task=x");
    assert_eq!(found("silent", "+46", &text), "");
    assert_eq!(found("asked-not-delivered", "+46", &text), "x");
}

// baseline-missing

#[test]
fn baseline_missing_holds_for_an_ask_or_pivot_without_a_master() {
    for (text, subjects) in
        [("ask", "manager"), ("pivot", "manager"), ("deliver", ""), ("repeat", ""), ("note", "")]
    {
        assert_eq!(found("baseline-missing", "+0", text), subjects, "{text}");
    }
}

#[test]
fn baseline_missing_looks_180_days_back_from_the_latest_ask_or_pivot() {
    for (text, subjects) in [
        ("+0 master; +180 ask", ""),
        ("+0 master; +181 ask", "manager"),
        ("+0 master; +10 ask; +180 pivot", ""),
        ("+0 master; +10 ask; +181 pivot", "manager"),
    ] {
        assert_eq!(found("baseline-missing", "+300", text), subjects, "{text}");
    }
}

#[test]
fn baseline_missing_is_settled_by_a_master_since() {
    assert_eq!(found("baseline-missing", "+300", "+0 ask; +0 master"), "");
    assert_eq!(found("baseline-missing", "+300", "+0 ask; +200 master"), "");
}

#[test]
fn baseline_missing_is_about_the_manager_alone() {
    assert_eq!(found("baseline-missing", "+1", "ask with=ana"), "");
    assert_eq!(found("baseline-missing", "+1", "master with=ana; ask"), "manager");
}

#[test]
fn baseline_missing_has_another_number_of_days() {
    for (text, subjects) in [("+0 master; +90 ask", ""), ("+0 master; +91 ask", "manager")] {
        let text = with("health: {baseline-missing: 90}", text);
        assert_eq!(found("baseline-missing", "+100", &text), subjects, "{text}");
    }
}

// baseline-shaky

#[test]
fn baseline_shaky_holds_for_a_perception_below_or_wishes() {
    for (text, subjects) in [
        ("master", ""),
        ("master perception=meets", ""),
        ("master perception=exceeds", ""),
        ("master perception=below", "manager"),
        ("master wishes=Faster", "manager"),
        ("master perception=exceeds wishes=Faster", "manager"),
        ("master with=ana perception=below", ""),
    ] {
        assert_eq!(found("baseline-shaky", "+300", text), subjects, "{text}");
    }
}

#[test]
fn baseline_shaky_looks_at_the_latest_master() {
    assert_eq!(found("baseline-shaky", "+9", "master wishes=Faster; master"), "");
    assert_eq!(found("baseline-shaky", "+9", "master; master wishes=Faster"), "manager");
    assert_eq!(found("baseline-shaky", "+9", "master wishes=Faster; master with=ana"), "manager");
}

#[test]
fn baseline_shaky_is_settled_whole_by_the_masters_id() {
    let master = "master perception=below wishes=Faster,Fewer";
    let settled = format!("{master}; note with=ana resolves=2026-01-01-a");
    assert_eq!(found("baseline-shaky", "+9", &settled), "");
    let before = format!("-1 note resolves=2026-01-01-b; +0 {master}");
    assert_eq!(found("baseline-shaky", "+9", &before), "manager");
}

#[test]
fn baseline_shaky_is_settled_wish_by_wish() {
    let master = "master wishes=Faster,FEWER";
    for (rest, subjects) in [
        ("note resolves=faster", "manager"),
        ("note resolves=faster,fewer", ""),
        ("note resolves=faster; note with=ana resolves=Fewer", ""),
        ("note resolves=other", "manager"),
    ] {
        assert_eq!(found("baseline-shaky", "+9", &format!("{master}; {rest}")), subjects, "{rest}");
    }
    assert_eq!(
        found("baseline-shaky", "+9", "note resolves=faster; master wishes=Faster"),
        "manager"
    );
}

#[test]
fn baseline_shaky_is_not_settled_by_wishes_where_the_work_is_seen_as_below() {
    let text = "master perception=below wishes=Faster; note resolves=faster";
    assert_eq!(found("baseline-shaky", "+9", text), "manager");
}

// asked-not-delivered

#[test]
fn asked_not_delivered_is_over_45_days_past_the_taking_on() {
    assert_eq!(found("asked-not-delivered", "+45", "ask task=x; +40 note task=x"), "");
    assert_eq!(found("asked-not-delivered", "+46", "ask task=x; +40 note task=x"), "x");
    assert_eq!(found("asked-not-delivered", "+50", "note task=x; +5 ask task=x"), "");
    assert_eq!(found("asked-not-delivered", "+51", "note task=x; +5 ask task=x"), "x");
}

#[test]
fn asked_not_delivered_is_over_7_days_past_due() {
    assert_eq!(found("asked-not-delivered", "+17", "ask task=x due=+10"), "");
    assert_eq!(found("asked-not-delivered", "+18", "ask task=x due=+10"), "x");
    assert_eq!(found("asked-not-delivered", "+107", "ask task=x due=+100"), "");
    assert_eq!(found("asked-not-delivered", "+108", "ask task=x due=+100"), "x");
}

#[test]
fn asked_not_delivered_is_about_what_is_open_or_started() {
    for (rest, subjects) in [
        ("deliver task=x", "x"),
        ("note task=x status=started", "x"),
        ("deliver task=x impact=less", ""),
        ("note task=x status=declined", ""),
        ("note task=x status=dropped", ""),
        ("note task=x status=delivered; note task=x status=open", "x"),
    ] {
        let text = format!("ask task=x; {rest}");
        assert_eq!(found("asked-not-delivered", "+99", &text), subjects, "{rest}");
    }
}

#[test]
fn asked_not_delivered_has_other_numbers_of_days() {
    let health = "health: {asked-not-delivered: {overdue: 3, age: 20}}";
    for (today, entry, subjects) in [
        ("+20", "ask task=x", ""),
        ("+21", "ask task=x", "x"),
        ("+13", "ask task=x due=+10", ""),
        ("+14", "ask task=x due=+10", "x"),
    ] {
        assert_eq!(found("asked-not-delivered", today, &with(health, entry)), subjects, "{today}");
    }
}

// refused

#[test]
fn refused_is_what_was_declined_after_an_ask() {
    for (text, subjects) in [
        ("ask task=x", ""),
        ("ask task=x status=declined", "x"),
        ("ask task=x; note task=x status=declined", "x"),
        ("ask task=x; note task=x status=dropped", ""),
        ("ask task=x; note task=x status=declined; note task=x status=open", ""),
        ("deliver task=x; ask task=x status=declined", ""),
        ("pivot task=x status=declined", ""),
        ("note task=x status=declined", ""),
        ("note task=x; ask task=x status=declined", "x"),
        ("ask with=ana task=x status=declined", "x"),
    ] {
        assert_eq!(found("refused", "+9", text), subjects, "{text}");
    }
}

#[test]
fn refused_is_in_its_threads_current_loop() {
    let declined = "ask task=x status=declined";
    assert_eq!(found("refused", "+9", &format!("{declined}; repeat")), "x");
    assert_eq!(found("refused", "+9", &format!("{declined}; repeat; ask")), "");
    assert_eq!(found("refused", "+9", &format!("{declined}; ask loop=new")), "");
    assert_eq!(found("refused", "+9", &format!("{declined}; ask with=ana loop=new")), "x");
}

// vague-goal

/// The subjects of `vague-goal` for a pivot with a goal that has these keys.
fn vague(pivot: &str, goal: &str) -> String {
    found("vague-goal", "+9", &format!("{pivot}\n=== goals/g.md\n---\n{goal}\n---\n"))
}

#[test]
fn vague_goal_lacks_one_of_three() {
    assert_eq!(vague("pivot", "to: l6\nby: 2026-12-31\nneeds: [craft]"), "");
    assert_eq!(vague("pivot", "by: 2026-12-31\nneeds: [craft]"), "manager");
    assert_eq!(vague("pivot", "to: l6\nneeds: [craft]"), "manager");
    assert_eq!(vague("pivot", "to: l6\nby: 2026-12-31"), "manager");
    assert_eq!(vague("pivot with=ana", "to: l6\nby: 2026-12-31"), "ana");
    assert_eq!(vague("ask", "to: l6\nby: 2026-12-31"), "");
}

#[test]
fn vague_goal_lacks_what_its_kind_needs() {
    for (goal, subjects) in [
        ("kind: role\nto: architect\nby: 2026-12-31", ""),
        ("kind: role\nby: 2026-12-31", "manager"),
        ("kind: raise\nto: the next band\nby: 2026-12-31", ""),
        ("kind: raise\namount: 20 000\nby: 2026-12-31", ""),
        ("kind: raise\nby: 2026-12-31", "manager"),
        ("kind: raise\namount: 20 000", "manager"),
        ("kind: learning\nby: 2026-12-31", ""),
        ("kind: project\nby: 2026-12-31", ""),
        ("kind: team\nby: 2026-12-31", ""),
        ("kind: balance\nby: 2026-12-31", ""),
        ("kind: balance", "manager"),
    ] {
        let text = format!("pivot goal=g\n=== goals/g.md\n---\n{goal}\n---\n");
        assert_eq!(found("vague-goal", "+9", &text), subjects, "{goal}");
    }
}

#[test]
fn vague_goal_has_the_needs_that_the_leader_or_the_ladder_names() {
    assert_eq!(vague("pivot gaps=craft", "to: l6\nby: 2026-12-31"), "");
    let ladder = "=== ladders/track.yaml\ntitle: Track\nlevels: [l5, l6]\n\
                  competencies: [{id: craft, title: Craft, expects: {l6: much}}]\n";
    for (to, subjects) in [("l6", ""), ("l5", "manager")] {
        let goal =
            format!("=== goals/g.md\n---\nto: {to}\nby: 2026-12-31\nladder: track\n---\n{ladder}");
        assert_eq!(found("vague-goal", "+9", &format!("pivot\n{goal}")), subjects, "{to}");
    }
}

#[test]
fn vague_goal_is_no_goal_too() {
    assert_eq!(found("vague-goal", "+9", "pivot"), "manager");
    assert_eq!(found("vague-goal", "+9", &format!("pivot\n{GOAL}{OTHER}")), "manager");
    assert_eq!(found("vague-goal", "+9", &format!("pivot goal=g\n{GOAL}{OTHER}")), "");
    assert_eq!(found("vague-goal", "+9", &format!("pivot goal=elsewhere\n{GOAL}")), "manager");
}

#[test]
fn vague_goal_is_one_of_several() {
    let text = format!("pivot goal=g,elsewhere\n{GOAL}");
    assert_eq!(found("vague-goal", "+9", &text), "manager");
    assert_eq!(found("vague-goal", "+9", &format!("pivot goal=g,h\n{GOAL}{OTHER}")), "");
}

#[test]
fn vague_goal_is_that_of_the_latest_pivot() {
    let text = format!("pivot; pivot goal=g\n{GOAL}{OTHER}");
    assert_eq!(found("vague-goal", "+9", &text), "");
    let text = format!("pivot goal=g; pivot\n{GOAL}{OTHER}");
    assert_eq!(found("vague-goal", "+9", &text), "manager");
}

// goal-untold

#[test]
fn goal_untold_was_first_named_over_30_days_ago() {
    let text = format!("note goal=g; +20 note goal=g\n{GOAL}");
    assert_eq!(found("goal-untold", "+30", &text), "");
    assert_eq!(found("goal-untold", "+31", &text), "g");
    let unnamed = format!("note goal=h\n{GOAL}{OTHER}");
    assert_eq!(found("goal-untold", "+31", &unnamed), "h");
}

#[test]
fn goal_untold_counts_from_since_before_any_note() {
    let since = "=== goals/g.md\n---\nsince: +10\n---\n";
    for text in ["note", "note goal=g", "+20 note goal=g"] {
        assert_eq!(found("goal-untold", "+40", &format!("{text}\n{since}")), "", "{text}");
        assert_eq!(found("goal-untold", "+41", &format!("{text}\n{since}")), "g", "{text}");
    }
    // A note that is for it only because it is the only active one does not name it.
    assert_eq!(found("goal-untold", "+99", &format!("note\n{GOAL}")), "");
    assert_eq!(found("goal-untold", "+99", &format!("note goal=g; pivot\n{GOAL}")), "");
}

#[test]
fn goal_untold_is_told_by_sharing_or_by_a_pivot_for_it() {
    let shared = "note goal=g\n=== goals/g.md\n---\nshared_on: +20\n---\n";
    assert_eq!(found("goal-untold", "+31", shared), "");
    for (pivot, subjects) in [
        ("pivot goal=g", ""),
        ("pivot with=ana goal=h,g", ""),
        ("pivot goal=h", "g"),
        ("pivot", "g"),
        ("ask goal=g", "g"),
    ] {
        let text = format!("note goal=g; {pivot}\n{GOAL}{OTHER}");
        assert_eq!(found("goal-untold", "+31", &text), subjects, "{pivot}");
    }
}

#[test]
fn goal_untold_is_active() {
    for (state, subjects) in [("active", "g"), ("reached", ""), ("paused", ""), ("dropped", "")] {
        let text = format!("note goal=g\n=== goals/g.md\n---\nstate: {state}\n---\n");
        assert_eq!(found("goal-untold", "+31", &text), subjects, "{state}");
    }
}

#[test]
fn goal_untold_has_another_number_of_days() {
    let text = with("health: {goal-untold: 10}", &format!("note goal=g\n{GOAL}"));
    assert_eq!(found("goal-untold", "+10", &text), "");
    assert_eq!(found("goal-untold", "+11", &text), "g");
}

// pivot-too-early

#[test]
fn pivot_too_early_comes_before_a_delivery() {
    for (text, subjects) in [
        ("ask; pivot", "manager"),
        ("deliver task=x; pivot", "manager"),
        ("deliver task=x impact=less; pivot", ""),
        ("+5 pivot; +5 deliver task=x impact=less", ""),
        ("+5 pivot; +6 deliver task=x impact=less", "manager"),
        ("deliver task=x impact=less; note task=x status=open; pivot", "manager"),
        ("deliver with=ana task=x impact=less; pivot", "manager"),
        ("pivot with=ana", "ana"),
    ] {
        assert_eq!(found("pivot-too-early", "+9", text), subjects, "{text}");
    }
}

#[test]
fn pivot_too_early_is_about_the_first_pivot_of_the_current_loop() {
    for (text, subjects) in [
        ("pivot; note task=x status=delivered; pivot", "manager"),
        ("pivot; deliver task=x impact=less; pivot", ""),
        ("pivot; repeat", "manager"),
        ("pivot; repeat; ask", ""),
        ("deliver task=x impact=less; repeat; pivot", ""),
    ] {
        assert_eq!(found("pivot-too-early", "+9", text), subjects, "{text}");
    }
}

// gave-up

#[test]
fn gave_up_is_over_60_days_after_the_last_delivery() {
    let text = "deliver task=x impact=less";
    assert_eq!(found("gave-up", "+60", text), "");
    assert_eq!(found("gave-up", "+61", text), "manager");
    let two = "deliver task=x impact=less; +10 deliver with=ana task=y impact=less";
    assert_eq!(found("gave-up", "+70", two), "manager");
    assert_eq!(found("gave-up", "+71", two), "ana manager");
    let last = "deliver task=x impact=less; +10 deliver task=y impact=less";
    assert_eq!(found("gave-up", "+70", last), "");
    assert_eq!(found("gave-up", "+71", last), "manager");
}

#[test]
fn gave_up_has_nothing_open_or_started() {
    for (rest, subjects) in [
        ("deliver task=y", ""),
        ("deliver task=y status=started", ""),
        ("deliver task=y status=dropped", "manager"),
        ("deliver task=y with=ana", "manager"),
    ] {
        let text = format!("deliver task=x impact=less; {rest}");
        assert_eq!(found("gave-up", "+99", &text), subjects, "{rest}");
    }
    assert_eq!(found("gave-up", "+99", "deliver task=x status=dropped"), "");
}

#[test]
fn gave_up_has_no_ask_or_pivot_on_or_after_that_day() {
    for (text, subjects) in [
        ("+4 ask; +5 deliver task=x impact=less", "manager"),
        ("+5 ask; +5 deliver task=x impact=less", ""),
        ("+5 deliver task=x impact=less; +6 ask", ""),
        ("+5 deliver task=x impact=less; +6 pivot", ""),
        ("+5 deliver task=x impact=less; +6 master", "manager"),
        ("+5 deliver task=x impact=less; +6 ask with=ana", "manager"),
    ] {
        assert_eq!(found("gave-up", "+99", text), subjects, "{text}");
    }
}

/// Where a day for the next talk is agreed on, nobody gave up before it.
#[test]
fn gave_up_waits_for_an_agreed_cadence() {
    let text = "+0 ask task=x; +5 deliver task=x impact=less";
    let on = |cadence: &str, today: &str| {
        found("gave-up", today, &person("manager", &format!("relation: manager\n{cadence}"), text))
    };
    assert_eq!(on("", "+66"), "manager");
    assert_eq!(on("cadence: monthly", "+66"), "manager");
    assert_eq!(on("cadence: yearly", "+365"), "");
    assert_eq!(on("cadence: yearly", "+366"), "manager");
}

/// What is advised is the next step, if that is a talk or leads to one.
#[test]
fn gave_up_advises_the_next_step() {
    let won = "master; ask task=x; deliver task=x impact=less";
    for (text, relation, wanted) in [
        (format!("{won}; repeat"), "manager", "ask Ines what would help them most now"),
        (won.to_owned(), "manager", "make your goal clear, and tell Ines"),
        (format!("{won}\n{GOAL}"), "manager", "ask Ines for work that serves your goal, too"),
        (
            format!("master; pivot task=x; deliver task=x impact=less\n{GOAL}"),
            "manager",
            "close the loop, then ask Ines what would help them most now",
        ),
        (won.to_owned(), "report", "agree with Ines on a clear goal"),
    ] {
        let text = person("manager", &format!("title: Ines\nrelation: {relation}"), &text);
        let findings = findings("gave-up", "+90", &text);
        let [only] = findings.as_slice() else { panic!("{text}: {findings:#?}") };
        assert_eq!(word(only, "advice"), wanted, "{text}");
    }
}

#[test]
fn gave_up_has_another_number_of_days() {
    let text = with("health: {gave-up: 20}", "deliver task=x impact=less");
    assert_eq!(found("gave-up", "+20", &text), "");
    assert_eq!(found("gave-up", "+21", &text), "manager");
}

// waiting-for-recognition

#[test]
fn waiting_for_recognition_has_three_deliveries_since_the_last_pivot() {
    for (text, subjects) in [
        ("deliver task=x,y impact=less", ""),
        ("deliver task=x,y,z impact=less", "manager"),
        ("deliver task=x,y impact=less; pivot; deliver task=z impact=less", ""),
        ("pivot; deliver task=x,y impact=less; deliver task=z impact=less", "manager"),
        ("pivot; deliver task=x,y,z impact=less; pivot", ""),
        ("deliver task=x,y,z impact=less; pivot with=ana", "manager"),
        ("deliver task=x,y impact=less; deliver with=ana task=z impact=less", ""),
        ("deliver with=ana task=x,y,z impact=less", ""),
        ("deliver task=x,y,z impact=less; note task=z status=open", ""),
    ] {
        assert_eq!(found("waiting-for-recognition", "+9", text), subjects, "{text}");
    }
}

#[test]
fn waiting_for_recognition_has_another_number_of_tasks() {
    let two = "deliver task=x,y impact=less";
    let text = with("health: {waiting-for-recognition: 2}", two);
    assert_eq!(found("waiting-for-recognition", "+9", &text), "manager");
}

// quarter-skipped

#[test]
fn quarter_skipped_is_the_last_complete_one() {
    for (text, subjects) in [
        ("01-05 ask", "manager"),
        ("03-31 pivot", "manager"),
        ("04-01 ask", ""),
        ("01-05 ask; 04-01 ask", ""),
        ("01-05 ask; 06-30 pivot", ""),
        ("01-05 ask; 07-01 ask", "manager"),
        ("07-01 ask", ""),
        ("01-05 deliver", ""),
        ("01-05 ask; 05-05 deliver; 05-06 repeat", "manager"),
        ("01-05 ask with=ana", ""),
        ("01-05 ask; 05-05 ask with=ana", "manager"),
    ] {
        assert_eq!(found("quarter-skipped", "08-01", text), subjects, "{text}");
    }
}

#[test]
fn quarter_skipped_changes_with_the_quarter_of_today() {
    assert_eq!(found("quarter-skipped", "06-30", "01-05 ask"), "");
    assert_eq!(found("quarter-skipped", "07-01", "01-05 ask"), "manager");
}

#[test]
fn quarter_skipped_follows_the_fiscal_year() {
    for (text, subjects) in
        [("04-30 ask", "manager"), ("05-01 ask", ""), ("01-05 ask; 07-31 ask", "")]
    {
        let text = with("fiscal_year_start: 2", text);
        assert_eq!(found("quarter-skipped", "08-01", &text), subjects, "{text}");
    }
}

// too-pushy

#[test]
fn too_pushy_is_more_than_two_talks_in_60_days() {
    for (today, text, subjects) in [
        ("+60", "+0 ask; +1 ask", ""),
        ("+60", "+0 ask; +1 ask; +2 ask", "manager"),
        ("+61", "+0 ask; +1 ask; +2 ask", ""),
        ("+60", "+0 ask; +1 ask; +2 pivot", ""),
        ("+60", "+0 ask; +1 ask; +60 ask", "manager"),
        ("+60", "+0 ask; +1 ask task=x; +5 deliver task=x impact=less; +9 ask", ""),
        ("+60", "+0 ask; +1 ask task=x; +5 deliver task=x; +9 ask", "manager"),
        ("+60", "+0 ask; +1 ask task=x; +9 ask; +10 deliver task=x impact=less", "manager"),
        ("+60", "+0 ask; +1 ask; +2 deliver", ""),
        ("+60", "+0 ask; +1 ask; +2 ask with=ana", ""),
        ("+60", "+0 ask with=ana; +1 ask with=ana; +2 ask with=ana", "ana"),
    ] {
        assert_eq!(found("too-pushy", today, text), subjects, "{today} {text}");
    }
}

#[test]
fn too_pushy_is_a_monthly_rhythm_with_a_manager() {
    let done = "deliver task=x impact=less";
    for (today, days, subjects) in [
        ("+105", [0, 35, 70, 105], "manager"),
        ("+140", [0, 35, 70, 105], "manager"),
        ("+141", [0, 35, 70, 105], ""),
        ("+106", [0, 35, 70, 106], ""),
        ("+106", [0, 36, 71, 106], ""),
    ] {
        let asks = days.map(|day| format!("+{day} ask; {done}")).join("; ");
        assert_eq!(found("too-pushy", today, &asks), subjects, "{today} {asks}");
        let peer = asks.replace(" ask", " ask with=ana");
        assert_eq!(found("too-pushy", today, &peer), "", "{today} {peer}");
    }
}

#[test]
fn too_pushy_is_nobody_with_a_shorter_cadence() {
    let (few, row) = ("+0 ask; +1 ask; +2 ask", "+0 ask; +30 ask; +60 ask; +90 ask");
    for (cadence, subjects) in [
        ("weekly", ""),
        ("fortnightly", ""),
        ("monthly", ""),
        ("quarterly", "manager"),
        ("yearly", "manager"),
    ] {
        let keys = format!("relation: manager\ncadence: {cadence}");
        assert_eq!(found("too-pushy", "+2", &person("manager", &keys, few)), subjects);
        assert_eq!(found("too-pushy", "+90", &person("manager", &keys, row)), subjects);
    }
}

#[test]
fn too_pushy_has_other_numbers() {
    let text = with("health: {too-pushy: 10}", "ask; ask; ask");
    assert_eq!(found("too-pushy", "+10", &text), "manager");
    assert_eq!(found("too-pushy", "+11", &text), "");
    let text = with("health: {too-pushy: {talks: 1}}", "ask; ask");
    assert_eq!(found("too-pushy", "+10", &text), "manager");
    let text = with("health: {too-pushy: {apart: 3}}", "+0 ask; +3 ask; +6 ask; +9 ask");
    assert_eq!(found("too-pushy", "+12", &text), "manager");
    let text = with("health: {too-pushy: {apart: 3}}", "-80 ask; -78 ask; -75 ask; -72 ask");
    assert_eq!(found("too-pushy", "+0", &text), "");
}

// no-skip-level

/// A journal with two loops behind it, and a skip-level called sam.
fn two_loops(rest: &str) -> String {
    person("sam", "relation: skip-level", &format!("+0 repeat; +1 repeat loop=new; {rest}"))
}

#[test]
fn no_skip_level_counts_loops_closed_or_passed() {
    for (text, subjects) in [
        ("ask; repeat; ask", ""),
        ("ask; repeat; ask; repeat", "journal"),
        ("deliver; ask; deliver", ""),
        ("deliver; ask; deliver; ask", "journal"),
        ("repeat with=ana; ask with=ana; repeat with=ana", ""),
        ("repeat; repeat with=ana", ""),
    ] {
        assert_eq!(found("no-skip-level", "+9", text), subjects, "{text}");
    }
}

#[test]
fn no_skip_level_counts_the_loops_of_all_managers() {
    let text = person("ana", "relation: manager", "repeat; repeat with=ana");
    assert_eq!(found("no-skip-level", "+9", &text), "journal");
}

#[test]
fn no_skip_level_is_met_in_this_quarter_or_the_one_before() {
    for (today, rest, subjects) in [
        ("03-31", "03-31 note", "journal"),
        ("03-31", "03-31 note with=sam", ""),
        ("06-30", "03-31 note with=sam", ""),
        ("07-01", "03-31 note with=sam", "journal"),
        ("07-01", "04-01 ask with=manager,sam", ""),
        ("07-01", "04-01 ask with=sam,manager", ""),
        ("07-01", "03-31 ask with=sam task=x; 04-01 note task=x", ""),
    ] {
        assert_eq!(found("no-skip-level", today, &two_loops(rest)), subjects, "{today} {rest}");
    }
}

#[test]
fn no_skip_level_has_another_number_of_loops() {
    let text = with("health: {no-skip-level: 1}", "repeat");
    assert_eq!(found("no-skip-level", "+9", &text), "journal");
}

// too-easy

#[test]
fn too_easy_is_three_small_tasks_that_were_not_asked_for() {
    for (text, subjects) in [
        ("ask task=x,y,z size=small initiative=acted", "journal"),
        ("ask task=x,y size=small initiative=acted", ""),
        ("ask task=x,y size=small", ""),
        ("ask task=x,y,z initiative=acted", ""),
        ("ask task=x,y,z size=medium initiative=acted", ""),
        ("ask task=x,y size=small initiative=acted; ask task=z size=large initiative=acted", ""),
    ] {
        assert_eq!(found("too-easy", "+9", text), subjects, "{text}");
    }
}

#[test]
fn too_easy_looks_at_the_last_three_of_them() {
    let small =
        "ask task=x,y size=small initiative=suggested; ask task=z size=small initiative=acted";
    let text = format!("ask task=w size=large initiative=acted; {small}");
    assert_eq!(tasks("too-easy", "+9", &text), "x y z");
    let text = format!("{small}; ask task=w size=large");
    assert_eq!(tasks("too-easy", "+9", &text), "x y z");
}

#[test]
fn too_easy_is_a_remark_where_one_of_them_was_asked_for() {
    let severity = |text: &str| {
        let findings = findings("too-easy", "+9", text);
        let [only] = findings.as_slice() else { panic!("{text}: {findings:#?}") };
        word(only, "severity").to_owned()
    };
    let proposed = "ask task=x,y,z size=small initiative=acted";
    assert_eq!(severity("ask task=x,y,z size=small"), "info");
    assert_eq!(severity("ask task=x,y size=small initiative=acted; ask task=z size=small"), "info");
    assert_eq!(severity(&format!("{proposed}; ask task=w size=small")), "warning");
    assert_eq!(found("too-easy", "+9", "ask task=x,y size=small; ask task=z size=large"), "");
}

#[test]
fn too_easy_has_another_number_of_tasks() {
    let text = "ask task=x,y size=small initiative=acted";
    assert_eq!(tasks("too-easy", "+9", &with("health: {too-easy: 2}", text)), "x y");
}

// bar-missed

#[test]
fn bar_missed_is_the_last_word_on_a_delivered_task() {
    for (text, subjects) in [
        ("deliver task=x met_bar=missed", "x"),
        ("deliver task=x met_bar=met", ""),
        ("deliver task=x impact=less; note kind=feedback task=x met_bar=missed", "x"),
        ("deliver task=x impact=less; note task=x met_bar=missed", ""),
        ("deliver task=x met_bar=missed; deliver task=x met_bar=exceeded", ""),
        ("deliver task=x met_bar=met; note kind=feedback task=x met_bar=missed", "x"),
        ("deliver task=x met_bar=missed; note resolves=x", ""),
        ("note resolves=x; deliver task=x met_bar=missed", "x"),
        ("deliver task=x met_bar=missed; note task=x status=started", ""),
        ("deliver with=ana task=x met_bar=missed", ""),
    ] {
        assert_eq!(found("bar-missed", "+9", text), subjects, "{text}");
    }
    let skip = person("ana", "relation: skip-level", "deliver with=ana task=x met_bar=missed");
    assert_eq!(found("bar-missed", "+9", &skip), "x");
}

#[test]
fn a_second_version_that_nobody_judged_is_to_be_judged_and_not_done_again() {
    let short = "deliver task=x met_bar=missed";
    for (text, is_to_judge) in [
        (short.to_owned(), false),
        (format!("{short}; note task=x impact=less"), false),
        (format!("{short}; deliver task=x impact=less"), true),
        (format!("{short}; deliver task=x"), true),
        (format!("{short}; deliver task=x; note kind=feedback task=x met_bar=missed"), false),
        (format!("{short}; +10 deliver task=x"), false),
    ] {
        let findings = findings("bar-missed", "+9", &text);
        let [only] = findings.as_slice() else { panic!("{text}: {findings:#?}") };
        let advice = word(only, "advice");
        assert_eq!(advice.contains("second version"), !is_to_judge, "{text}: {advice}");
        assert_eq!(advice.starts_with("ask whether"), is_to_judge, "{text}: {advice}");
        let message = word(only, "message");
        assert_eq!(message.contains("delivered again"), is_to_judge, "{text}: {message}");
    }
}

#[test]
fn what_fell_short_is_no_win() {
    let three = "deliver task=x,y,z impact=less";
    assert_eq!(found("waiting-for-recognition", "+9", three), "manager");
    let short = format!("{three}; note kind=feedback task=z met_bar=missed");
    assert_eq!(found("waiting-for-recognition", "+9", &short), "");
    assert_eq!(found("impact-missing", "+99", "deliver task=x met_bar=missed"), "");
    assert_eq!(found("impact-missing", "+99", "deliver task=x met_bar=met"), "x");
}

// late-and-asking

#[test]
fn late_and_asking_is_a_talk_after_the_due_of_what_was_not_delivered() {
    let task = "+0 ask task=x due=+5";
    for (rest, subjects) in [
        ("+5 ask", ""),
        ("+6 ask", "manager"),
        ("+6 pivot", "manager"),
        ("+6 note", ""),
        ("+6 ask with=ana", "ana"),
        ("+4 deliver task=x impact=less; +6 ask", ""),
        ("+6 deliver task=x impact=less; +6 ask", ""),
        ("+6 ask; +7 deliver task=x impact=less", "manager"),
        ("+6 ask; +7 deliver task=x impact=less; +8 ask", ""),
        ("+3 note task=x status=dropped; +6 ask", ""),
    ] {
        let text = format!("{task}; {rest}");
        assert_eq!(found("late-and-asking", "+9", &text), subjects, "{text}");
    }
    assert_eq!(found("late-and-asking", "+9", "+6 ask; +7 ask with=ana task=x due=+5"), "ana");
    let report = person("ana", "relation: report", "+0 ask with=ana task=x due=+5; +6 ask");
    assert_eq!(found("late-and-asking", "+9", &report), "");
}

// one-sided

#[test]
fn one_sided_is_three_pivots_of_which_nothing_came() {
    assert_eq!(found("one-sided", "+182", REFUSED), "manager");
    for (today, text, subjects) in [
        ("+182", "+0 pivot answer=no; +182 pivot answer=no", ""),
        ("+181", "+0 pivot answer=no; +90 pivot answer=no; +181 pivot answer=no", ""),
        ("+182", "+0 pivot answer=no; +90 pivot answer=partly; +182 pivot answer=no", ""),
        ("+182", "+0 pivot answer=no; +90 pivot; +182 pivot answer=no", ""),
        ("+200", "+0 pivot answer=no; +90 pivot answer=later; +182 pivot answer=no", "manager"),
        ("+181", "+0 pivot answer=later; +1 pivot answer=no; +182 pivot answer=later", ""),
        ("+273", "+0 pivot answer=later; +1 pivot answer=no; +182 pivot answer=later", ""),
        ("+274", "+0 pivot answer=later; +1 pivot answer=no; +182 pivot answer=later", "manager"),
    ] {
        assert_eq!(found("one-sided", today, text), subjects, "{today} {text}");
    }
    let until = |day| person("manager", &format!("relation: manager\nuntil: {day}"), REFUSED);
    assert_eq!(found("one-sided", "+182", &until("+182")), "manager");
    assert_eq!(found("one-sided", "+183", &until("+182")), "");
    let yes = format!("+0 pivot answer=yes; {REFUSED}");
    assert_eq!(found("one-sided", "+182", &yes), "manager");
    assert_eq!(found("one-sided", "+183", &format!("{REFUSED}; +183 pivot answer=yes")), "");
}

// overloaded

#[test]
fn overloaded_is_too_much_open_work() {
    for (text, subjects) in [
        ("ask task=w,x,y,z", ""),
        ("ask task=v,w,x,y,z", "journal"),
        ("ask task=w,x,y,z size=medium; ask task=v size=small", "journal"),
        ("ask task=x,y size=large", ""),
        ("ask task=x,y size=large; ask with=ana task=z size=small", "journal"),
        ("ask task=v,w,x,y,z; deliver task=v impact=less", ""),
    ] {
        assert_eq!(found("overloaded", "+9", text), subjects, "{text}");
    }
    let report = person("ana", "relation: report", "ask with=ana task=v,w,x,y,z");
    assert_eq!(found("overloaded", "+9", &report), "");
    for (text, said) in [
        ("ask task=v size=large", "1 task is open, and it is large"),
        ("ask task=v", "1 task is open"),
        ("ask task=v,w size=large", "2 tasks are open, all of them large"),
        ("ask task=v size=large; ask task=w", "2 tasks are open, 1 of them large"),
    ] {
        let text = with("health: {overloaded: 0}", text);
        assert_eq!(word(&findings("overloaded", "+9", &text)[0], "message"), said);
    }
    let text = with("health: {overloaded: 4}", "ask task=x,y,z");
    assert_eq!(found("overloaded", "+9", &text), "journal");
}

#[test]
fn overloaded_is_little_energy_for_weeks() {
    for (today, text, subjects) in [
        ("+2", "+0 note energy=2; note energy=2", ""),
        ("+2", "+0 note energy=2; note energy=2; note energy=2", "journal"),
        ("+2", "+0 note energy=2; note energy=2; note energy=3", ""),
        ("+2", "+0 note energy=1; note energy=2; note energy=3", "journal"),
        ("+30", "+0 note energy=2; note energy=2; note energy=2", "journal"),
        ("+31", "+0 note energy=2; note energy=2; note energy=2", ""),
        ("+1", "+0 note energy=2; note energy=2; note energy=2", ""),
    ] {
        assert_eq!(found("overloaded", today, text), subjects, "{today} {text}");
    }
}

// What a leader is told of work begun unasked.

#[test]
fn telling_of_work_begun_unasked_is_contact() {
    let told = "01-05 ask; 05-10 deliver task=x initiative=acted";
    assert_eq!(found("quarter-skipped", "07-01", "01-05 ask"), "manager");
    assert_eq!(found("quarter-skipped", "07-01", told), "");
    assert_eq!(found("quarter-skipped", "07-01", "01-05 ask; 05-10 deliver task=x"), "manager");
    assert_eq!(found("quarter-skipped", "07-01", "01-05 note initiative=acted"), "manager");
}

#[test]
fn telling_of_work_begun_unasked_resets_the_wait_for_recognition() {
    let done = "+1 deliver task=w,x,y,z impact=less";
    let acted = "+5 ask task=v initiative=acted";
    let goal = |shared: &str| format!("=== goals/g.md\n---\nshared_on: {shared}\n---\n");
    for (shared, subjects) in [("-9", ""), ("+5", ""), ("+6", "manager")] {
        let text = format!("{done}; {acted}\n{}", goal(shared));
        assert_eq!(found("waiting-for-recognition", "+9", &text), subjects, "{shared}");
    }
    let other = goal("-9").replace("shared_on", "with: ana\nshared_on");
    let text = format!("{done}; {acted}\n{other}");
    assert_eq!(found("waiting-for-recognition", "+9", &text), "manager");
}

// Recurring work.

/// A journal with recurring work.
fn weekly(text: &str) -> String {
    format!("{text}\n=== tasks/x.md\n---\nrepeats: weekly\n---\n")
}

#[test]
fn recurring_work_waits_between_its_cycles() {
    let text = weekly("+0 ask task=x; +7 deliver task=x impact=less");
    for (today, silent, late) in [("+14", "", ""), ("+21", "", ""), ("+22", "x", "x")] {
        assert_eq!(found("silent", today, &text), silent, "{today}");
        assert_eq!(found("asked-not-delivered", today, &text), late, "{today}");
    }
    let ended = weekly("+0 ask task=x; +7 deliver task=x; +8 note task=x status=dropped");
    assert_eq!(found("asked-not-delivered", "+99", &ended), "");
    assert_eq!(found("gave-up", "+300", &weekly("+0 ask task=x; +7 deliver task=x")), "");
}

#[test]
fn a_later_cycle_makes_no_earlier_pivot_too_early() {
    let text = weekly("+0 ask task=x; +7 deliver task=x; +8 pivot; +14 deliver task=x");
    assert_eq!(found("pivot-too-early", "+15", &text), "");
    let text = weekly("+0 ask task=x; +8 pivot; +14 deliver task=x");
    assert_eq!(found("pivot-too-early", "+15", &text), "manager");
}

// perception-missing, no-next-update, promise-late

#[test]
fn perception_missing_is_about_the_latest_master() {
    for (text, subjects) in [
        ("+9 master", ""),
        ("master", "manager"),
        ("master perception=meets", ""),
        ("master; master perception=below", ""),
        ("master perception=below; master wishes=Faster", "manager"),
        ("master with=ana", ""),
        ("ask", ""),
    ] {
        assert_eq!(found("perception-missing", "+9", text), subjects, "{text}");
    }
}

#[test]
fn no_next_update_is_found_the_next_day() {
    for (today, text, subjects) in [
        ("+0", "note kind=setback task=x", ""),
        ("+1", "note kind=setback task=x", "2026-01-01-a"),
        ("+1", "note kind=setback task=x update_by=+9", ""),
        ("+9", "note kind=setback task=x; note kind=update task=x update_by=+3", ""),
        ("+9", "note kind=setback task=x; note kind=update task=x", "2026-01-01-a"),
        ("+9", "note kind=setback task=x; note resolves=x", ""),
    ] {
        assert_eq!(found("no-next-update", today, text), subjects, "{today} {text}");
    }
}

#[test]
fn promise_late_is_an_open_one_of_the_author() {
    let note = |item: &str| format!("=== entries/2026-01-01-p.md\n---\nstep: ask\n---\n\n{item}\n");
    for (today, item, subjects) in [
        ("+1", "- [ ] Send it (by 2026-01-02)", ""),
        ("+2", "- [ ] Send it (by 2026-01-02)", "2026-01-01-p"),
        ("+2", "- [x] Send it (by 2026-01-02)", ""),
        ("+2", "- [-] Send it (by 2026-01-02)", ""),
        ("+9", "- [x] Send it (by 2026-01-02) (done 2026-01-09)", ""),
        ("+2", "- [ ] Manager: send it (by 2026-01-02)", ""),
    ] {
        assert_eq!(found("promise-late", today, &note(item)), subjects, "{today} {item}");
    }
    assert_eq!(found("promise-late", "+9", "note task=x update_by=+1"), "2026-01-01-a");
    assert_eq!(found("promise-late", "+9", "note task=x update_by=+1; +5 note task=x"), "");
    // What the author owes a direct report is late like any other word; the update on their work is theirs.
    let report = |text: &str| found("promise-late", "+9", &person("ana", "relation: report", text));
    assert_eq!(report("note with=ana update_by=+1"), "");
    let item =
        "=== entries/2026-01-01-p.md\n---\nwith: ana\n---\n\n- [ ] Send it (by 2026-01-02)\n";
    assert_eq!(report(item), "2026-01-01-p");
    assert_eq!(report(&item.replace("Send", "Ana: send")), "");
}

// review-due

#[test]
fn review_due_is_a_decision_without_an_outcome_whose_day_has_come() {
    let report = person("ana", "relation: report", "note kind=decision with=ana review_on=+5");
    for (today, text, subjects) in [
        ("+4", "note kind=decision review_on=+5", ""),
        ("+5", "note kind=decision review_on=+5", "2026-01-01-a"),
        ("+9", "note kind=decision review_on=+5", "2026-01-01-a"),
        ("+9", "note kind=decision", ""),
        ("+9", "note kind=idea review_on=+5", ""),
        ("+9", "note kind=decision review_on=+5 outcome=mixed", ""),
        ("+9", "note kind=decision review_on=+5; note resolves=2026-01-01-a outcome=right", ""),
        ("+9", "note kind=decision review_on=+5; note resolves=2026-01-01-a", ""),
        ("+9", "note kind=decision review_on=+5; note outcome=right", "2026-01-01-a"),
        ("+9", "note kind=decision task=x review_on=+5; note resolves=x", "2026-01-01-a"),
        ("+9", &report, ""),
    ] {
        assert_eq!(found("review-due", today, text), subjects, "{today} {text}");
    }
}

// impact-missing

#[test]
fn impact_missing_was_delivered_over_30_days_ago() {
    let text = "ask task=x; +5 deliver task=x status=delivered";
    assert_eq!(found("impact-missing", "+35", text), "");
    assert_eq!(found("impact-missing", "+36", text), "x");
    let again = "deliver task=x status=delivered; +20 note task=x status=delivered";
    assert_eq!(found("impact-missing", "+30", again), "");
    assert_eq!(found("impact-missing", "+31", again), "x");
    assert_eq!(found("impact-missing", "+99", "deliver task=x"), "");
}

#[test]
fn impact_missing_has_no_impact_metric_or_evidence_in_any_entry() {
    for (keys, subjects) in [
        ("impact=less", ""),
        ("metric=\"calls:9->3\"", ""),
        ("evidence=https://example.org", ""),
        ("quote=great quote_from=ana", "x"),
        ("confirmed_by=manager", "x"),
    ] {
        let before = format!("note task=x {keys}; deliver task=x status=delivered");
        assert_eq!(found("impact-missing", "+99", &before), subjects, "{keys}");
        let after = format!("deliver task=x status=delivered; note task=x {keys}");
        assert_eq!(found("impact-missing", "+99", &after), subjects, "{keys}");
        let other = format!("deliver task=x status=delivered; note task=y {keys}");
        assert_eq!(found("impact-missing", "+99", &other), "x", "{keys}");
    }
}

#[test]
fn impact_missing_has_another_number_of_days() {
    let text = with("health: {impact-missing: 10}", "deliver task=x status=delivered");
    assert_eq!(found("impact-missing", "+10", &text), "");
    assert_eq!(found("impact-missing", "+11", &text), "x");
}

// silent

#[test]
fn silent_tasks_were_not_named_for_over_14_days() {
    assert_eq!(found("silent", "+14", "ask task=x"), "");
    assert_eq!(found("silent", "+15", "ask task=x"), "x");
    assert_eq!(found("silent", "+24", "ask task=x; +10 note task=x"), "");
    assert_eq!(found("silent", "+25", "ask task=x; +10 note task=x"), "x");
}

#[test]
fn silent_tasks_are_open_or_started() {
    for (status, subjects) in
        [("open", "x"), ("started", "x"), ("delivered", ""), ("declined", ""), ("dropped", "")]
    {
        let text = format!("ask task=x status={status}");
        assert_eq!(found("silent", "+99", &text), subjects, "{status}");
    }
}

#[test]
fn silent_setbacks_are_open_for_over_30_days() {
    assert_eq!(found("silent", "+30", "note kind=setback"), "");
    assert_eq!(found("silent", "+31", "note kind=setback"), "2026-01-01-a");
    let updated = "note kind=setback task=x status=dropped; +29 note kind=update task=x";
    assert_eq!(found("silent", "+31", updated), "2026-01-01-a");
}

#[test]
fn silent_setbacks_are_not_resolved() {
    let setback = "note kind=setback task=x status=dropped";
    for (rest, subjects) in [
        ("note resolves=2026-01-01-a", ""),
        ("note resolves=x", ""),
        ("note kind=update task=x resolves=x", ""),
        ("note resolves=y", "2026-01-01-a"),
        ("note kind=update task=x", "2026-01-01-a"),
    ] {
        assert_eq!(found("silent", "+99", &format!("{setback}; {rest}")), subjects, "{rest}");
    }
    let before = format!("-1 note resolves=x; +0 {setback}");
    assert_eq!(found("silent", "+99", &before), "2026-01-01-b");
}

#[test]
fn silent_setbacks_are_past_the_promised_update() {
    let setback = "note kind=setback task=x status=dropped update_by=+5";
    for (today, rest, subjects) in [
        ("+5", "", ""),
        ("+6", "", "2026-01-01-a"),
        ("+6", "+3 note kind=update task=x", ""),
        ("+9", "+8 note kind=update task=x", ""),
        ("+6", "+3 note task=x", "2026-01-01-a"),
        ("+6", "+3 note kind=update", "2026-01-01-a"),
        ("+6", "+3 note kind=update task=y status=dropped", "2026-01-01-a"),
    ] {
        let text = format!("{setback}; {rest}");
        assert_eq!(found("silent", today, &text), subjects, "{today} {rest}");
    }
}

#[test]
fn silent_setbacks_go_by_the_promise_that_was_stated_last() {
    let first = "note kind=setback task=x status=dropped update_by=+5";
    let second = "+3 note kind=update task=x update_by=+10";
    let third = "+7 note kind=update task=x";
    for (today, rest, subjects) in [
        ("+10", second.to_owned(), ""),
        ("+11", second.to_owned(), "2026-01-01-a"),
        ("+11", format!("{second}; {third}"), ""),
    ] {
        assert_eq!(found("silent", today, &format!("{first}; {rest}")), subjects, "{today} {rest}");
    }
}

#[test]
fn silent_has_other_numbers_of_days() {
    let health = "health: {silent: {task: 20, setback: 10}}";
    for (today, text, subjects) in [
        ("+20", "ask task=x", ""),
        ("+21", "ask task=x", "x"),
        ("+10", "note kind=setback", ""),
        ("+11", "note kind=setback", "2026-01-01-a"),
    ] {
        assert_eq!(found("silent", today, &with(health, text)), subjects, "{today} {text}");
    }
}

// mode-stuck

#[test]
fn mode_stuck_is_a_senior_who_was_asked_four_times() {
    for (stage, text, subjects) in [
        ("senior", "ask task=w,x,y,z", "journal"),
        ("senior", "ask task=x,y,z", ""),
        ("mid", "ask task=w,x,y,z", ""),
        ("junior", "ask task=w,x,y,z", ""),
        ("senior", "ask task=w,x,y; ask task=z initiative=suggested", ""),
        ("senior", "ask task=w,x,y initiative=asked; ask with=ana task=z", "journal"),
    ] {
        let text = with(&format!("stage: {stage}"), text);
        assert_eq!(found("mode-stuck", "+9", &text), subjects, "{text}");
    }
}

#[test]
fn mode_stuck_looks_at_the_last_four() {
    let text = "ask task=v initiative=acted; ask task=w,x,y,z";
    assert_eq!(tasks("mode-stuck", "+9", &with("stage: senior", text)), "w x y z");
    let text = "ask task=w,x,y,z; ask task=v initiative=acted";
    assert_eq!(found("mode-stuck", "+9", &with("stage: senior", text)), "");
}

#[test]
fn mode_stuck_has_another_number_of_tasks() {
    let text = with("stage: senior\nhealth: {mode-stuck: 2}", "ask task=x,y");
    assert_eq!(tasks("mode-stuck", "+9", &text), "x y");
}

// leader-changed

/// The subjects of `leader-changed` 31 days after a manager became that.
fn changed(text: &str, keys: &str) -> String {
    let text = person("manager", &format!("since: +0\n{keys}"), text);
    found("leader-changed", "+31", &text)
}

#[test]
fn leader_changed_over_30_days_ago() {
    for (since, subjects) in [("+1", ""), ("+0", "g"), ("-300", "g")] {
        let text = person("manager", &format!("relation: manager\nsince: {since}"), GOAL);
        assert_eq!(found("leader-changed", "+31", &text), subjects, "{since}");
    }
}

#[test]
fn leader_changed_to_a_current_manager() {
    for (keys, subjects) in [
        ("relation: manager", "g"),
        ("relation: sponsor", ""),
        ("relation: manager\nuntil: +30", ""),
        ("relation: manager\nuntil: +31", "g"),
    ] {
        assert_eq!(changed(GOAL, keys), subjects, "{keys}");
    }
    let other = person("ana", "relation: manager\nsince: +0", GOAL);
    assert_eq!(found("leader-changed", "+31", &other), "g");
}

#[test]
fn leader_changed_and_was_told_since() {
    for (text, subjects) in [
        ("+0 pivot goal=g", ""),
        ("-1 pivot goal=g", "g"),
        ("+5 pivot goal=h", "g"),
        ("+5 pivot with=ana goal=g", "g"),
        ("+5 ask goal=g", "g"),
    ] {
        assert_eq!(changed(&format!("{text}\n{GOAL}"), "relation: manager"), subjects, "{text}");
    }
    for (shared, subjects) in [("+0", ""), ("-1", "g")] {
        let goal = format!("=== goals/g.md\n---\nshared_on: {shared}\n---\n");
        assert_eq!(changed(&goal, "relation: manager"), subjects, "{shared}");
    }
}

#[test]
fn leader_changed_is_about_active_goals() {
    for (state, subjects) in [("active", "g"), ("reached", ""), ("paused", ""), ("dropped", "")] {
        let goal = format!("=== goals/g.md\n---\nstate: {state}\n---\n");
        assert_eq!(changed(&goal, "relation: manager"), subjects, "{state}");
    }
    assert_eq!(changed(&format!("{GOAL}{OTHER}"), "relation: manager"), "g h");
}

#[test]
fn leader_changed_has_another_number_of_days() {
    let text = person("manager", "since: +0", GOAL);
    let text = with("health: {leader-changed: 60}", &text);
    assert_eq!(found("leader-changed", "+60", &text), "");
    assert_eq!(found("leader-changed", "+61", &text), "g");
}

/// A goal that was told before the manager changed is no secret of the old one's, and no news to the new one.
#[test]
fn a_goal_was_told_to_the_manager_of_that_day() {
    let people = "=== people/wen.md\n---\nrelation: manager\nuntil: +10\n---\n\
                  === people/ines.md\n---\nrelation: manager\nsince: +11\n---\n=== loopbook.yaml\nmanager: ines\n";
    let goal = |keys: &str| {
        format!("=== goals/g.md\n---\nto: l6\nby: 2026-12-31\nneeds: [craft]\n{keys}\n---\n")
    };
    let text = "+12 ask task=x,y,z; +13 deliver task=x,y,z impact=less; +14 note initiative=acted";
    let waits = |keys: &str| {
        found("waiting-for-recognition", "+20", &format!("{text}\n{}{people}", goal(keys)))
    };
    assert_eq!(waits("shared_on: +11"), "");
    assert_eq!(waits("shared_on: +10"), "ines");
    assert_eq!(waits("shared_on: +10\nwith: [wen, ines]"), "ines");
    assert_eq!(waits("shared_on: +11\nwith: [wen, ines]"), "");
}
