//! The next move: a test a line of the table, with a journal on each side of each of its
//! conditions. How the journals are written is said in `support/notation.rs`; a day `+30` is 30
//! days after the first of 2026.

use loopbook::analyse::Analysis;
use loopbook::analyse::next::{Move, planned};
use loopbook::render::script::say;
use loopbook::share::for_author;
use loopbook::theme::Theme;
use serde_json::Value;

use crate::support::export::{export, rows, word};
use crate::support::notation::day;

/// A goal that lacks nothing.
const GOAL: &str = "=== goals/g.md\n---\nto: l6\nby: 2026-12-31\nneeds: [craft, reach]\n---\n";

/// The move with a person.
fn next(person: &str, today: &str, text: &str) -> Value {
    let export = export(today, text);
    let own = rows(&export, "next").iter().find(|row| row["thread"] == person);
    own.unwrap_or_else(|| panic!("nobody is called {person}")).clone()
}

/// What to do with the manager.
fn with_manager(today: &str, text: &str) -> String {
    word(&next("manager", today, text), "move").to_owned()
}

/// What to do with ana, a peer.
fn with_ana(today: &str, text: &str) -> String {
    word(&next("ana", today, text), "move").to_owned()
}

/// The first task of the manager's move.
fn first_task(today: &str, text: &str) -> String {
    next("manager", today, text)["tasks"][0].as_str().expect("a task").to_owned()
}

/// The need of the manager's move.
fn need(today: &str, text: &str) -> String {
    word(&next("manager", today, text), "need").to_owned()
}

fn due(person: &str, today: &str, text: &str) -> String {
    word(&next(person, today, text), "due").to_owned()
}

/// Who there is a move with, in the order of the list.
fn people(today: &str, text: &str) -> String {
    let export = export(today, text);
    let people: Vec<&str> = rows(&export, "next").iter().map(|row| word(row, "thread")).collect();
    people.join(" ")
}

/// A file of a person.
fn person(id: &str, keys: &str) -> String {
    format!("\n=== people/{id}.md\n---\n{keys}\n---\n")
}

// One for each thread.

#[test]
fn there_is_always_one_for_the_manager() {
    assert_eq!(people("+9", ""), "manager");
    let gone = person("manager", "until: +0");
    assert_eq!(people("+9", &format!("ask with=ana{gone}")), "manager ana");
    assert_eq!(people("+9", "ask with=cpo\n=== loopbook.yaml\nmanager: cpo\n"), "cpo");
}

#[test]
fn there_is_one_for_every_other_thread_whose_person_is_not_gone() {
    assert_eq!(people("+9", "ask with=ben; note with=ana"), "manager ben ana");
    let until = person("ana", "until: +9");
    assert_eq!(people("+9", &format!("ask with=ana{until}")), "manager ana");
    assert_eq!(people("+10", &format!("ask with=ana{until}")), "manager");
}

// 1. A setback is open.

#[test]
fn an_open_setback_comes_before_all() {
    let text = "note kind=setback task=x; ask task=y due=+3";
    assert_eq!(with_manager("+9", text), "own-it");
    assert_eq!(first_task("+9", text), "x");
    assert_eq!(with_ana("+9", "note with=ana kind=setback"), "own-it");
}

#[test]
fn a_resolved_setback_is_behind_one() {
    for resolves in ["x", "2026-01-02-b"] {
        let text =
            format!("master; note kind=setback task=x status=dropped; note resolves={resolves}");
        assert_eq!(with_manager("+9", &text), "ask", "{resolves}");
    }
}

#[test]
fn a_setback_is_owned_in_its_own_thread() {
    let text = "master; ask with=ana; note with=ana kind=setback";
    assert_eq!(with_manager("+9", text), "ask");
    assert_eq!(with_ana("+9", text), "own-it");
}

// 2. No master.

#[test]
fn a_master_lasts_180_days() {
    assert_eq!(with_manager("+0", ""), "master");
    assert_eq!(with_manager("+180", "+0 master"), "ask");
    assert_eq!(with_manager("+181", "+0 master"), "master");
    assert_eq!(with_manager("+9", "master with=ana"), "master");
}

#[test]
fn a_master_dated_after_today_takes_away_nothing_from_an_earlier_one() {
    assert_eq!(with_manager("+9", "+0 master; +10 master"), "ask");
    assert_eq!(with_manager("+9", "+10 master"), "master");
}

#[test]
fn only_managers_are_asked_how_the_work_is_seen() {
    for (relation, kind) in [
        ("manager", "master"),
        ("skip-level", "ask"),
        ("report", "ask"),
        ("peer", "ask"),
        ("sponsor", "ask"),
    ] {
        let text = format!("note with=ana{}", person("ana", &format!("relation: {relation}")));
        assert_eq!(with_ana("+9", &text), kind, "{relation}");
        let own = person("manager", &format!("relation: {relation}"));
        assert_eq!(with_manager("+9", &own), kind, "{relation}");
    }
}

#[test]
fn a_master_comes_before_open_tasks() {
    assert_eq!(with_manager("+9", "ask task=x"), "master");
}

// 3. The baseline is shaky.

#[test]
fn a_shaky_baseline_comes_before_open_tasks() {
    assert_eq!(with_manager("+9", "master wishes=Faster; ask task=x"), "fix");
    assert_eq!(with_manager("+9", "master perception=below; ask task=x"), "fix");
    assert_eq!(with_manager("+9", "master perception=meets; ask task=x"), "deliver");
}

#[test]
fn a_settled_baseline_is_not_shaky() {
    let text = "master wishes=Faster; note resolves=faster; ask task=x";
    assert_eq!(with_manager("+9", text), "deliver");
}

#[test]
fn any_managers_baseline_can_be_shaky() {
    let text = "master with=ana wishes=Faster";
    assert_eq!(with_ana("+9", text), "ask");
    let manager = person("ana", "relation: manager");
    assert_eq!(with_ana("+9", &format!("{text}{manager}")), "fix");
}

// 4. A task is open or started.

#[test]
fn what_is_open_or_started_is_delivered_first() {
    for (status, kind) in
        [("open", "deliver"), ("started", "deliver"), ("declined", "ask"), ("dropped", "ask")]
    {
        let text = format!("master; ask task=x status={status}");
        assert_eq!(with_manager("+9", &text), kind, "{status}");
        let text = format!("ask with=ana task=x status={status}");
        assert_eq!(with_ana("+9", &text), kind, "{status}");
    }
    assert_eq!(with_manager("+9", "master; ask with=ana task=x"), "ask");
}

#[test]
fn the_earliest_due_is_delivered_first_and_without_one_last() {
    for (tasks, first, day) in [
        ("ask task=x; ask task=y due=+50; ask task=z due=+40", "z", "2026-02-10"),
        ("ask task=x; ask task=y due=+50", "y", "2026-02-20"),
        ("ask task=x due=+5; ask task=y due=+2", "y", "2026-01-03"),
        ("ask task=y; ask task=x", "y", ""),
        ("ask task=y due=+50; ask task=x due=+50", "y", "2026-02-20"),
        ("note task=y; ask task=x; ask task=y", "x", ""),
    ] {
        let text = format!("master; {tasks}");
        assert_eq!(with_manager("+9", &text), "deliver", "{tasks}");
        assert_eq!(first_task("+9", &text), first, "{tasks}");
        assert_eq!(due("manager", "+9", &text), day, "{tasks}");
    }
}

// 5. A delivery without impact.

#[test]
fn the_impact_of_a_delivery_is_looked_for_within_90_days() {
    let text = "+5 master; +5 deliver task=x status=delivered; +5 repeat";
    assert_eq!(with_manager("+95", text), "show-impact");
    assert_eq!(first_task("+95", text), "x");
    assert_eq!(with_manager("+96", text), "ask");
    assert_eq!(with_ana("+9", "deliver with=ana task=x status=delivered"), "show-impact");
}

#[test]
fn the_impact_of_a_delivery_may_stand_in_any_entry_that_names_it() {
    for (keys, kind) in [
        ("impact=less", "ask"),
        ("metric=\"calls:9->3\"", "ask"),
        ("evidence=https://example.org", "ask"),
        ("quote=great quote_from=ana", "show-impact"),
    ] {
        let text = format!("master; deliver task=x status=delivered; repeat; note task=x {keys}");
        assert_eq!(with_manager("+9", &text), kind, "{keys}");
    }
}

#[test]
fn an_open_task_comes_before_the_impact_of_another() {
    let text = "master; deliver task=x status=delivered; ask task=y";
    assert_eq!(with_manager("+9", text), "deliver");
    assert_eq!(first_task("+9", text), "y");
}

// 6. A win, and no pivot.

/// A loop with a win.
const WON: &str = "master; ask; deliver task=x impact=less";

#[test]
fn a_win_leads_to_a_pivot() {
    assert_eq!(with_manager("+9", &format!("{WON}\n{GOAL}")), "pivot");
    for rest in ["repeat", "repeat; ask", "pivot; note"] {
        let text = format!("{WON}; {rest}\n{GOAL}");
        assert_ne!(with_manager("+9", &text), "pivot", "{rest}");
    }
    assert_eq!(with_manager("+9", &format!("master; ask\n{GOAL}")), "ask");
}

#[test]
fn a_win_is_the_current_loops_own() {
    let text = format!("master; deliver task=x impact=less; repeat; ask\n{GOAL}");
    assert_eq!(with_manager("+9", &text), "ask");
    let text = format!("master; ask; deliver with=ana task=x impact=less\n{GOAL}");
    assert_eq!(with_manager("+9", &text), "ask");
}

#[test]
fn a_pivot_is_for_everybody_but_peers() {
    for (relation, kind) in
        [("skip-level", "pivot"), ("report", "pivot"), ("sponsor", "pivot"), ("peer", "ask")]
    {
        let ana = person("ana", &format!("relation: {relation}"));
        // In a direct report's thread, the goal is theirs.
        let goal = if relation == "report" {
            GOAL.replacen("---\n", "---\nof: ana\n", 1)
        } else {
            GOAL.to_owned()
        };
        let text = format!("deliver with=ana task=x impact=less\n{goal}{ana}");
        assert_eq!(with_ana("+9", &text), kind, "{relation}");
    }
}

#[test]
fn without_a_clear_goal_one_is_set() {
    assert_eq!(with_manager("+9", WON), "set-goal");
    for (keys, kind) in [
        ("to: l6\nby: 2026-12-31\nneeds: [craft]", "pivot"),
        ("to: l6\nby: 2026-12-31\nneeds: [craft]\nstate: active", "pivot"),
        ("to: l6\nby: 2026-12-31\nneeds: [craft]\nstate: paused", "set-goal"),
        ("to: l6\nby: 2026-12-31\nneeds: [craft]\nstate: reached", "set-goal"),
        ("by: 2026-12-31\nneeds: [craft]", "set-goal"),
        ("to: l6\nneeds: [craft]", "set-goal"),
        ("to: l6\nby: 2026-12-31", "set-goal"),
    ] {
        let text = format!("{WON}\n=== goals/g.md\n---\n{keys}\n---\n");
        assert_eq!(with_manager("+9", &text), kind, "{keys}");
    }
}

#[test]
fn the_clear_goal_is_the_earliest() {
    let goal = |id: &str, by: &str, need: &str| {
        format!("=== goals/{id}.md\n---\nto: l6\n{by}\nneeds: [{need}]\n---\n")
    };
    let two = goal("g", "by: 2027-01-01", "craft") + &goal("h", "by: 2026-12-31", "reach");
    assert_eq!(need("+9", &format!("{WON}\n{two}")), "reach");
    let unclear = goal("g", "by: 2027-01-01", "craft") + &goal("h", "from: l5", "reach");
    assert_eq!(need("+9", &format!("{WON}\n{unclear}")), "craft");
}

#[test]
fn the_need_is_that_of_lowest_status() {
    for (rest, expected) in [
        ("note", "craft"),
        ("note shows=craft", "reach"),
        ("note shows=craft; note shows=reach", "craft"),
        ("note shows=craft impact=less; note shows=reach", "reach"),
        ("note shows=reach impact=less; note shows=craft", "craft"),
        (
            "note shows=craft impact=less; note shows=craft impact=less; note shows=reach impact=less",
            "reach",
        ),
    ] {
        let text = format!("{WON}; {rest}\n{GOAL}");
        assert_eq!(need("+9", &text), expected, "{rest}");
    }
}

#[test]
fn the_need_is_then_that_of_oldest_evidence_then_the_one_listed_first() {
    for (rest, expected) in [
        ("+4 note shows=reach; +5 note shows=craft", "reach"),
        ("+4 note shows=craft; +5 note shows=reach", "craft"),
        ("+4 note shows=craft,reach", "craft"),
    ] {
        let text = format!("{WON}; {rest}\n{GOAL}");
        assert_eq!(need("+9", &text), expected, "{rest}");
    }
}

// 7. A delivery since the pivot.

#[test]
fn a_delivery_on_or_after_the_pivots_day_closes_the_loop() {
    for (text, kind) in [
        ("+2 pivot; +3 deliver task=x impact=less", "repeat"),
        ("+2 pivot; +2 deliver task=x impact=less", "repeat"),
        ("+2 deliver task=x impact=less; +2 pivot", "repeat"),
        ("+1 deliver task=x impact=less; +2 pivot", "ask"),
        ("+2 pivot; +3 note task=x status=delivered impact=less; +4 pivot", "ask"),
        ("+2 pivot; +3 deliver task=x impact=less; +4 repeat", "ask"),
        ("+2 pivot; +3 deliver task=x impact=less; +4 repeat; +5 ask", "ask"),
        ("+2 pivot; +3 deliver with=ana task=x impact=less", "ask"),
    ] {
        let text = format!("+0 master; {text}\n{GOAL}");
        assert_eq!(with_manager("+9", &text), kind, "{text}");
    }
}

#[test]
fn a_peers_loop_is_not_closed() {
    let text = "pivot with=ana; deliver with=ana task=x impact=less";
    assert_eq!(with_ana("+9", text), "ask");
    assert_eq!(with_ana("+9", &format!("{text}{}", person("ana", "relation: sponsor"))), "repeat");
}

// 8. Otherwise.

#[test]
fn an_ask_is_due_a_quarter_after_the_last_ask_or_pivot() {
    for (today, text, day) in [
        ("+9", "master", "2026-01-10"),
        ("+9", "master; +5 ask", "2026-04-07"),
        ("+9", "master; +5 pivot", "2026-04-07"),
        ("+9", "master; +2 pivot; +5 ask", "2026-04-07"),
        ("+95", "+0 master; +5 ask", "2026-04-07"),
        ("+96", "+0 master; +5 ask", "2026-04-07"),
        ("+97", "+0 master; +5 ask", "2026-04-08"),
        ("+9", "+0 master; +5 ask with=ana", "2026-01-10"),
    ] {
        assert_eq!(with_manager(today, text), "ask", "{today} {text}");
        assert_eq!(due("manager", today, text), day, "{today} {text}");
    }
}

#[test]
fn an_ask_follows_a_persons_own_cadence() {
    for (cadence, day) in [
        ("weekly", "2026-01-08"),
        ("fortnightly", "2026-01-15"),
        ("monthly", "2026-01-31"),
        ("quarterly", "2026-04-02"),
        ("yearly", "2027-01-01"),
    ] {
        let text = format!("ask with=ana{}", person("ana", &format!("cadence: {cadence}")));
        assert_eq!(due("ana", "+0", &text), day, "{cadence}");
    }
}

// Work that fell short, and too much of it.

#[test]
fn what_fell_short_is_made_good_before_the_baseline() {
    let text = "deliver task=x met_bar=missed; deliver task=y met_bar=missed";
    assert_eq!(with_manager("+9", text), "make-good");
    assert_eq!(first_task("+9", text), "x");
    assert_eq!(with_manager("+9", &format!("{text}; ask task=z due=+8")), "deliver");
    let settled = format!("{text}; note kind=feedback task=x met_bar=met; note resolves=y");
    assert_eq!(with_manager("+9", &settled), "master");
    assert_eq!(with_ana("+9", "deliver with=ana task=x met_bar=missed"), "ask");
}

#[test]
fn no_second_version_is_offered_of_what_was_delivered_again() {
    let again = "deliver task=x met_bar=missed; +5 deliver task=x impact=less";
    for (relation, says) in
        [("manager", "Does it meet the bar now"), ("skip-level", "Is it good enough now")]
    {
        let text = format!("{again}{}", person("manager", &format!("relation: {relation}")));
        let next = next("manager", "+9", &text);
        assert_eq!(word(&next, "move"), "make-good");
        assert!(word(&next, "reason").contains("delivered again on 6 January"), "{next}");
        let script = said("+9", &text);
        assert!(script.contains(says) && !script.contains("second version"), "{script}");
    }
    let judged = format!("{again}; note kind=feedback task=x met_bar=missed");
    let script = said("+9", &judged);
    assert!(script.contains("second version"), "{script}");
}

#[test]
fn too_much_comes_after_a_setback_and_before_what_is_late() {
    let text = "ask task=v,w,x,y,z due=+2";
    assert_eq!(with_manager("+9", text), "slow-down");
    assert_eq!(first_task("+9", text), "v");
    assert_eq!(with_manager("+9", &format!("{text}; note kind=setback")), "own-it");
    assert_eq!(with_ana("+9", &format!("{text}; ask with=ana task=a due=+2")), "deliver");
    assert_eq!(with_manager("+9", "note energy=1; note energy=2; note energy=2"), "slow-down");
}

#[test]
fn wins_of_two_points_lead_to_a_pivot() {
    let won = |text: &str| with_manager("+9", &format!("master; {text}\n{GOAL}"));
    for (text, kind) in [
        ("deliver task=x impact=less", "pivot"),
        ("deliver task=x impact=less size=large", "pivot"),
        ("deliver task=x impact=less size=small", "ask"),
        ("deliver task=x,y impact=less size=small", "pivot"),
        ("deliver task=x met_bar=missed; note resolves=x", "ask"),
        (
            "deliver task=x,y impact=less size=small; pivot; repeat; deliver task=z impact=less size=small",
            "ask",
        ),
        (
            "deliver task=x impact=less; pivot; repeat; deliver task=z impact=less size=medium",
            "pivot",
        ),
    ] {
        assert_eq!(won(text), kind, "{text}");
    }
    let weekly = "=== tasks/x.md\n---\nrepeats: weekly\n---\n";
    let done = |text: &str| won(&format!("{text}\n{weekly}"));
    assert_eq!(done("ask task=x; deliver task=x"), "ask");
    assert_eq!(done("ask task=x; deliver task=x; deliver task=x"), "pivot");
    assert_eq!(done("ask task=x; +4 deliver task=x; +4 deliver task=x"), "ask");
}

#[test]
fn the_day_of_recurring_work_is_said_to_be_reckoned() {
    let of = |keys: &str| {
        let file = format!("=== tasks/x.md\n---\n{keys}\n---\n");
        next("manager", "+14", &format!("+0 master; +1 ask task=x; +3 deliver task=x\n{file}"))
    };
    let recurring = of("repeats: weekly");
    assert_eq!((word(&recurring, "move"), word(&recurring, "due")), ("deliver", "2026-01-11"));
    assert_eq!(recurring["by_rhythm"], true);
    let set = next(
        "manager",
        "+9",
        "+0 master; +1 ask task=x\n=== tasks/x.md\n---\ndue: 2026-01-11\n---\n",
    );
    assert_eq!((word(&set, "move"), word(&set, "due")), ("deliver", "2026-01-11"));
    assert_eq!(set["by_rhythm"], false);
}

const SENIOR: &str =
    "=== goals/senior.md\n---\ntitle: Senior\nkind: role\nto: Senior\nby: 2026-12-31\n";

/// An answer that was put off is asked for, on its own day, and is the note behind the step.
#[test]
fn an_answer_that_was_put_off_is_asked_for() {
    let text = |state: &str| {
        format!(
            "+0 master perception=meets; +1 ask task=x; +5 deliver task=x impact=less; \
             +31 pivot goal=senior answer=later answer_by=2026-02-15\n{SENIOR}state: {state}\n---\n"
        )
    };
    let next = next("manager", "+45", &text("active"));
    assert_eq!(
        (word(&next, "move"), word(&next, "reason")),
        ("pivot", "your manager put the answer off until 15 February")
    );
    let said = said("+45", &text("active"));
    assert!(said.contains("On 1 February we talked about my goal, Senior, and you put the answer off until 15 February. What do you say now?"), "{said}");
    for state in ["dropped", "paused", "reached"] {
        assert_eq!(with_manager("+45", &text(state)), "ask", "{state}");
    }
}

#[test]
fn what_a_leader_missed_for_a_goal_that_was_given_up_is_not_asked_for() {
    let text = |state: &str| {
        format!(
            "+0 master perception=meets; +31 pivot goal=staff answer=partly gaps=strategy\n\
             === goals/staff.md\n---\nto: Staff\nby: 2026-12-31\nneeds: [strategy]\nstate: {state}\n---\n"
        )
    };
    assert!(
        said("+78", &text("active")).contains("you named strategy"),
        "{}",
        said("+78", &text("active"))
    );
    for state in ["dropped", "paused", "reached"] {
        let said = said("+78", &text(state));
        assert!(!said.contains("strategy"), "{state}: {said}");
    }
}

#[test]
fn a_day_that_is_past_is_not_promised_for_a_goal() {
    let text = format!(
        "+0 master perception=meets; +1 ask task=x; +5 deliver task=x impact=less\n{SENIOR}---\n"
    );
    for (today, words) in [
        ("+40", "My goal is Senior, by 31 December."),
        ("+400", "My goal is Senior, which I wanted by 31 December 2026."),
    ] {
        let said = said_for(Some(Move::Pivot), today, &text);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn recurring_work_is_kept_up_and_has_no_date_to_move() {
    for stage in ["junior", "mid", "senior"] {
        let text = format!(
            "+0 master perception=meets; +1 ask task=x; +3 deliver task=x\n=== tasks/x.md\n---\nrepeats: weekly\n---\n=== loopbook.yaml\nstage: {stage}\n"
        );
        let said = said("+40", &text);
        assert!(
            said.starts_with(
                "On x: it comes back every week, and the last time that I noted is 4 January."
            ),
            "{said}"
        );
        assert!(!said.contains("date") && !said.contains("bar"), "{stage}: {said}");
    }
}

#[test]
fn one_point_asks_today_for_one_more() {
    let text = "+0 master; +1 ask task=x; +2 deliver task=x impact=less size=small";
    assert_eq!(due("manager", "+9", text), "2026-01-10");
    let large = "+0 master; +1 ask; +2 deliver task=x impact=less; +3 pivot; +3 repeat";
    assert_eq!(due("manager", "+9", large), "2026-04-05");
}

#[test]
fn what_was_declined_is_put_right_today() {
    let text = "+0 master; +1 ask task=x; +2 note task=x status=declined";
    assert_eq!(due("manager", "+9", text), "2026-01-10");
    let reason = word(&next("manager", "+9", text), "reason").to_owned();
    assert_eq!(reason, "you declined `x` after you had asked how to help");
    let asked = format!("{text}; +3 ask");
    assert_eq!(due("manager", "+9", &asked), "2026-04-05");
}

#[test]
fn who_has_to_hear_of_a_setback_is_told() {
    let text = "note kind=setback task=x tell=ana,ben";
    assert_eq!(with_ana("+9", &format!("note with=ana; note with=ben; {text}")), "own-it");
    let told = format!("note with=ana; note with=ben; {text}; note kind=update task=x with=ana");
    assert_eq!(with_ana("+9", &told), "ask");
    assert_eq!(word(&next("ben", "+9", &told), "move"), "own-it");
    assert_eq!(with_ana("+9", &format!("note with=ana; {text}; note resolves=x")), "ask");
    // Also somebody of whom nothing else is known, until they heard.
    assert_eq!(word(&next("ben", "+9", text), "move"), "own-it");
    let files = ["", "\n---\nkind: update\ntask: x\nwith: ben\n---\n"].map(|update| {
        let mut files = vec![(
            "entries/2026-01-05-a.md",
            "---\nkind: setback\ntask: x\ntell: [Ben, Zoe]\n---\n",
        )];
        files.extend(
            (!update.is_empty()).then_some(("entries/2026-01-06-b.md", update.trim_start())),
        );
        crate::support::folder::folder(&files)
    });
    let [before, after] = files.map(|folder| {
        let journal = loopbook::read::read(folder.path(), None).journal.expect("a journal");
        let shared = for_author(&journal, &[]);
        let analysis = Analysis::of(&shared, day("+9").expect("a day"));
        let moves = analysis.next_moves();
        let own = moves.iter().filter(|next| next.kind == Move::OwnIt);
        own.map(|next| next.thread.person.to_string()).collect::<Vec<_>>()
    });
    assert_eq!(before, ["manager", "ben", "zoe"]);
    assert_eq!(after, ["manager", "zoe"]);
}

/// What the next step with the manager says.
fn said(today: &str, text: &str) -> String {
    said_for(None, today, text)
}

/// What a step of that kind with the manager would say, or else the next one.
fn said_for(kind: Option<Move>, today: &str, text: &str) -> String {
    let journal = crate::support::read::journal(text);
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, day(today).expect("a day"));
    let theme = Theme::load(&journal, &mut Vec::new()).expect("a theme");
    let context = analysis.context();
    let thread = context.main_thread().expect("a thread");
    let next = match kind {
        Some(kind) => planned(&context, thread, kind, None, None),
        None => analysis.next_move(&journal.config.manager).expect("a step"),
    };
    say(&theme, &analysis, &next, &mut Vec::new())
}

#[test]
fn who_suggests_or_acts_offers_a_problem_by_its_name() {
    let at = |stage: &str, text: &str| {
        said("+9", &format!("master perception=meets; {text}\n=== loopbook.yaml\nstage: {stage}\n"))
    };
    let seen = "+1 note kind=seen task=flaky-tests";
    let offer = "On 2 January I noted a problem that I'd seen: “Flaky tests”.";
    for (stage, says) in [("junior", false), ("mid", true), ("senior", true)] {
        assert_eq!(at(stage, seen).contains(offer), says, "{stage}: {}", at(stage, seen));
    }
    for (rest, says) in [
        ("", true),
        ("; ask with=ana task=other", true),
        ("; note resolves=2026-01-02-b", false),
        ("; note task=flaky-tests status=dropped", false),
    ] {
        let said = at("mid", &format!("{seen}{rest}"));
        assert_eq!(said.contains(offer), says, "{rest}: {said}");
    }
    for relation in ["peer", "skip-level", "sponsor"] {
        let text = format!("{seen}\n=== people/manager.md\n---\nrelation: {relation}\n---\n");
        assert!(at("mid", &text).contains(offer), "{relation}: {}", at("mid", &text));
        assert!(!at("junior", &text).contains(offer), "{relation}");
    }
    assert!(
        !at("mid", "+1 note kind=seen with=ana task=flaky-tests").contains("I noted a problem")
    );
    assert!(at("mid", &format!("{seen}; +4 note kind=seen title=Cold")).contains("“Cold”"));
}

/// What was in the way in a talk is not asked again once the work of that talk is delivered.
#[test]
fn an_ask_asks_whether_delivered_work_did_what_was_needed() {
    let asks = |stage: &str, relation: &str, notes: &str| {
        let person = format!("=== people/manager.md\n---\nrelation: {relation}\n---\n");
        let config = format!("=== loopbook.yaml\nstage: {stage}\n");
        said("+40", &format!("master perception=meets; {notes}\n{person}{config}"))
    };
    let talk = "ask task=x,y trying=ship blocking=time";
    let end = "repeat lesson=none";
    for (notes, is_solved) in [
        (format!("{talk}; deliver task=x,y impact=less; {end}"), true),
        (format!("{talk}; deliver task=x,y impact=less; note trying=grow; {end}"), false),
        (format!("{talk}; note task=x,y status=dropped; {end}"), false),
        (format!("ask trying=ship; ask task=x,y; deliver task=x,y impact=less; {end}"), false),
    ] {
        for stage in ["junior", "mid", "senior"] {
            for relation in ["manager", "peer", "sponsor", "skip-level"] {
                let said = asks(stage, relation, &notes);
                let asked = said.contains("Did x and y do what you needed?");
                assert_eq!(asked, is_solved, "{stage} {relation} {notes}: {said}");
                assert_eq!(said.contains("I wrote down: “"), !is_solved, "{stage} {notes}: {said}");
            }
        }
        assert!(!asks("mid", "report", &notes).contains("do what you needed"), "{notes}");
    }
}

/// A pivot offers no piece of what was said in a talk that took one on.
#[test]
fn a_pivot_offers_nothing_that_was_taken_on() {
    let at = |stage: &str, notes: &str| {
        let notes = format!("master perception=meets; {notes}\n{GOAL}");
        said("+9", &format!("{notes}\n=== loopbook.yaml\nstage: {stage}\n"))
    };
    let wrote = "On 3 January I wrote down: “time”.";
    for (notes, is_said) in [
        ("ask task=x; ask blocking=time; deliver task=x impact=less", true),
        ("note; ask task=x blocking=time; deliver task=x impact=less", false),
        (
            "ask task=x; ask task=y blocking=time; deliver task=x impact=less; note task=y status=delivered impact=less",
            false,
        ),
        (
            "ask task=x; ask task=y blocking=time; deliver task=x impact=less; note task=y status=declined",
            true,
        ),
    ] {
        for stage in ["mid", "senior"] {
            let said = at(stage, notes);
            assert!(said.contains("My goal is"), "{stage} {notes}: {said}");
            assert_eq!(said.contains(wrote), is_said, "{stage} {notes}: {said}");
        }
    }
    let said = at("mid", "note; ask task=x blocking=time; deliver task=x impact=less");
    assert!(
        said.contains("I'd suggest that the next thing I take on for you is one that shows craft"),
        "{said}"
    );
}

#[test]
fn each_kind_of_goal_is_asked_for_as_itself() {
    let won = "master perception=meets; +1 ask task=x; +2 deliver task=x impact=less";
    let said = |stage: &str, kind: &str| {
        let goal = format!(
            "=== goals/g.md\n---\ntitle: That\nkind: {kind}\nto: l6\nby: 2026-12-31\n---\n"
        );
        said("+9", &format!("{won}\n{goal}\n=== loopbook.yaml\nstage: {stage}\n"))
    };
    for (kind, mid, senior) in [
        (
            "raise",
            "counts towards that as well. What would you want",
            "What would you want to have seen",
        ),
        ("role", "is a piece of that role as well.", "Which piece of that role could I carry"),
        ("skill", "lets me learn that as well. Which piece", "would let me learn that?"),
        (
            "project",
            "is a first piece of that work as well.",
            "What of that work do you need done first?",
        ),
        (
            "team",
            "is done together with that team as well.",
            "What do you need done together with them",
        ),
        (
            "balance",
            "I'd suggest that we look at how I work:",
            "What about how I work do you need just as it is",
        ),
    ] {
        for (stage, words) in [("mid", mid), ("senior", senior)] {
            let said = said(stage, kind);
            assert!(said.contains("My goal is That"), "{said}");
            assert!(said.contains(words), "{stage} {kind}: {said}");
            for other in ["promot", "takes me there", "missing"] {
                assert!(!said.contains(other) || kind == "role", "{stage} {kind}: {said}");
            }
        }
    }
}

#[test]
fn a_pivot_offers_a_problem_that_was_seen() {
    let text = "master perception=meets; +1 ask task=x; +2 deliver task=x impact=less; +3 note kind=seen task=flaky-tests";
    let at =
        |stage: &str| said("+9", &format!("{text}\n{GOAL}\n=== loopbook.yaml\nstage: {stage}\n"));
    assert!(!at("junior").contains("Flaky tests"));
    assert!(at("mid").contains(
        "“Flaky tests”. I'd suggest that I take that on, and do it so that it shows craft as well."
    ));
    assert!(
        at("senior").contains(
            "“Flaky tests”. I'd start on it next; what would it take to show craft in it?"
        )
    );
}

#[test]
fn a_script_begins_with_what_is_owed() {
    let owed = "master perception=meets; note task=x update_by=+5";
    let said_late = said("+9", owed);
    let begins = "I promised an update on x for 6 January, and I'm late.";
    assert!(said_late.starts_with(begins), "{said_late}");
    assert!(!said("+5", owed).contains("I promised"));
    assert!(!said("+9", &format!("{owed}; note task=x")).contains("I promised"));
    let item = "=== entries/2026-01-01-p.md\n---\nstep: master\nperception: meets\n---\n\n- [ ] Send it (by 2026-01-02)\n";
    let begins = "I promised this for 2 January, and I'm late: “Send it”. By when do you need it?";
    assert!(said("+9", item).starts_with(begins), "{}", said("+9", item));
    // Bad news comes first.
    let setback = said("+9", "note kind=setback; note task=x update_by=+5");
    assert!(!setback.starts_with("I promised") && setback.contains("I promised"), "{setback}");
}

#[test]
fn a_talk_with_several_people_is_one_with_each() {
    let both = "master; ask with=manager,ana; note with=ana";
    let reason = |who: &str| word(&next(who, "+9", both), "reason").to_owned();
    assert_eq!(reason("ana"), "no task is open with ana; the last `ask` or `pivot` was 8 days ago");
    assert_eq!(due("ana", "+9", both), "2026-04-03");
    assert_eq!(
        reason("manager"),
        "no task is open with your manager; the last `ask` or `pivot` was 8 days ago"
    );
    // A delivery with several people is no talk.
    let other = "master; deliver with=manager,ana task=x impact=less; note with=ana";
    assert_eq!(
        word(&next("ana", "+9", other), "reason"),
        "no note with `step: ask` or `pivot` asks ana what they need"
    );
}

#[test]
fn a_talk_whose_work_goes_on_offers_another_piece() {
    let ask = |stage: &str, rest: &str| {
        let text =
            format!("master; ask trying=Ship task=x{rest}\n=== loopbook.yaml\nstage: {stage}\n");
        said_for(Some(Move::Ask), "+9", &text)
    };
    for (stage, open, free) in [
        ("junior", "Which other piece of it could I", "Which one piece of it could I"),
        ("mid", "Is there another piece of it", "I'd like to take on a piece of that"),
    ] {
        let said = ask(stage, "");
        assert!(said.contains("I'm on x from that talk.") && said.contains(open), "{said}");
        let said = ask(stage, "; note task=x status=dropped");
        assert!(!said.contains("I'm on") && said.contains(free), "{said}");
    }
}

#[test]
fn a_pivot_tells_of_open_work_that_is_meant_for_the_need() {
    let pivot = |serves: &str, work: &str| {
        let file = format!("=== tasks/x.md\n---\nserves: {serves}\n---\n");
        said_for(Some(Move::Pivot), "+9", &format!("master; {work}\n{GOAL}{file}"))
    };
    let meant = "For craft I have nothing to show yet. I have x open, which is meant for that.";
    assert!(pivot("craft", "ask task=x").contains(meant));
    for (serves, work) in [
        ("reach", "ask task=x"),
        ("craft", "note task=x"),
        ("craft", "ask task=x status=declined"),
        ("craft", "ask task=x with=ana\n=== people/ana.md\n---\nrelation: report\n---\n"),
    ] {
        let said = pivot(serves, work);
        assert!(!said.contains("meant for"), "{serves} {work}: {said}");
    }
}

#[test]
fn work_first_noted_at_its_delivery_was_not_taken_on_that_day() {
    assert!(
        said("+9", "master perception=meets; ask task=x").contains("I've had it since 2 January")
    );
    let started = said("+9", "master perception=meets; deliver task=x");
    assert!(started.contains("it has no date yet") && !started.contains("since"), "{started}");
}

/// What a pivot says of the first competency of a goal, in each family of scripts.
fn said_of_the_need(today: &str, text: &str) -> Vec<String> {
    let say = |config: &str, person: &str| {
        let files =
            format!("=== loopbook.yaml\n{config}\n=== people/manager.md\n---\n{person}\n---\n");
        let goal = "=== goals/g.md\n---\nto: l6\nby: 2027-12-31\nneeds: craft\nladder: l\n---\n";
        let ladder = "=== ladders/l.yaml\ntitle: L\nlevels: [l5, l6]\ncompetencies: []\n";
        said_for(Some(Move::Pivot), today, &format!("{text}\n{goal}{ladder}{files}"))
    };
    let stages = ["junior", "mid", "senior"]
        .map(|stage| say(&format!("stage: {stage}"), "relation: manager"));
    let others = ["skip-level", "sponsor"]
        .map(|relation| say("stage: junior", &format!("relation: {relation}")));
    stages.into_iter().chain(others).collect()
}

#[test]
fn a_pivot_says_why_a_competency_is_not_sustained() {
    let recent = "too little of it is recent";
    let backed = "shows=craft impact=yes";
    // (today, notes, what is said)
    for (today, notes, wanted) in [
        (
            "+9",
            format!("deliver task=x {backed}; deliver task=y {backed}; deliver task=z {backed}"),
            "For craft I have work from 3 projects to show, but all of it is from one quarter.",
        ),
        (
            "2027-12-30",
            format!("deliver task=x {backed}; deliver task=y {backed}"),
            "For craft I have work from 2 projects to show, but too little of it is recent.",
        ),
        (
            "2027-12-30",
            format!(
                "deliver task=w {backed}; 2027-11-01 deliver task=x {backed}; deliver task=y {backed}"
            ),
            "For craft I have work from 3 projects to show, but what is recent of it is from one quarter.",
        ),
        (
            "+9",
            "deliver task=x shows=craft impact=yes met_bar=missed".to_owned(),
            "The work that I have to show for craft fell short.",
        ),
        (
            "+9",
            "deliver task=x shows=craft@l9 impact=yes".to_owned(),
            "What I have noted for craft names a level that the ladder does not have.",
        ),
        (
            "+9",
            "deliver task=x shows=craft confirmed_by=ana".to_owned(),
            "I have noted work that shows craft, but nothing that proves it yet.",
        ),
        (
            "+9",
            "deliver task=x shows=craft; deliver task=y shows=craft@l9".to_owned(),
            "What I have noted for craft does not count yet.",
        ),
        (
            "+120",
            format!("deliver task=x {backed}; +100 deliver task=y confirmed_by=ana {backed}"),
            "For craft I have enough to show, but no note that a manager or skip-level confirmed any of it recently.",
        ),
    ] {
        for said in said_of_the_need(today, &notes) {
            assert!(said.contains(wanted), "{notes}: {said}");
            assert!(said.contains(recent) == wanted.contains(recent), "{notes}: {said}");
        }
    }
}
