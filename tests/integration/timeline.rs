//! The rules by which dated notes become threads, loops and tasks: one test a rule, with a journal
//! on each side of its condition. How the journals are written is said in `support`.

use insta::assert_snapshot;

use crate::support::export::{export, rows, word};
use crate::support::outcome::{growth, loops, tasks, threads};
use crate::support::read::journal;

/// The position of a journal's only loop.
fn position(text: &str) -> String {
    let only = loops(text);
    assert_eq!(only.lines().count(), 1, "{only}");
    let (_, rest) = only.split_once(" at ").expect("a position");
    rest.split([' ', ':']).next().expect("a number").to_owned()
}

/// The entries of each loop, in the order of their opening: `a b | c`.
fn split(text: &str) -> String {
    let loops = loops(text);
    let entries = loops.lines().map(|own| {
        let (_, rest) = own.split_once(": ").expect("entries");
        rest.split(',').next().expect("entries")
    });
    entries.collect::<Vec<_>>().join(" | ")
}

/// Where a journal's only task stands, and since when it is delivered.
fn status(text: &str) -> String {
    let only = tasks(text);
    assert_eq!(only.lines().count(), 1, "{only}");
    let (_, rest) = only.split_once(": ").expect("a status");
    rest.split(',').next().expect("a status").to_owned()
}

// The five steps.

#[test]
fn each_step_has_its_words() {
    for (words, rank) in [
        ("master 1 do job baseline", "1"),
        ("ask 2 help offer", "2"),
        ("deliver 3 done", "3"),
        ("pivot 4 align goal", "4"),
        ("repeat 5 reflect review", "6"),
    ] {
        for word in words.split(' ') {
            assert_eq!(position(word), rank, "{word}");
        }
    }
}

#[test]
fn an_entry_without_a_step_is_in_no_loop() {
    let text = "note; ask; note; repeat; note";
    assert_snapshot!(loops(text), @"manager-1 01-02..01-04 closed at 6: b d");
    assert_snapshot!(threads(text), @"manager (manager), loops manager-1, entries a b c d e");
}

#[test]
fn the_quarterly_questions_are_one_ask() {
    assert_snapshot!(
        loops("ask trying=growth blocking=hiring help=scorecards bar=weekly; deliver"),
        @"manager-1 01-01.. open at 3: a b"
    );
}

// Threads.

#[test]
fn entries_are_read_by_date() {
    assert_eq!(split("03-01 repeat; 02-01 pivot; 01-01 ask"), "c b a");
}

#[test]
fn entries_of_one_day_are_read_by_path() {
    let entry = |folder: &str, name: &str, step: &str| {
        format!("=== entries/{folder}/2026-01-01-{name}.md\n---\nstep: {step}\n---\n")
    };
    let forth = entry("x", "b", "ask") + &entry("y", "a", "repeat");
    assert_eq!(split(&forth), "b a");
    let back = entry("x", "b", "repeat") + &entry("y", "a", "ask");
    assert_eq!(split(&back), "b | a");
}

#[test]
fn an_entry_belongs_to_the_first_person_it_is_with() {
    assert_snapshot!(threads("ask with=ana; ask with=ben,ana"), @r"
    ana (peer), loops ana-1, entries a
    ben (peer), loops ben-1, entries b
    manager (manager)
    ");
}

#[test]
fn an_entry_with_nobody_belongs_where_its_first_task_was_taken_on() {
    let taken = "ask with=ana task=x; ask with=ben task=y;";
    assert_snapshot!(threads(&format!("{taken} deliver task=x; deliver task=y,x; note task=x")), @r"
    ana (peer), loops ana-1, entries a c e
    ben (peer), loops ben-1, entries b d
    manager (manager)
    ");
}

#[test]
fn a_stated_person_comes_before_that_of_a_task() {
    assert_snapshot!(threads("ask with=ana task=x; deliver with=ben task=x"), @r"
    ana (peer), loops ana-1, entries a
    ben (peer), loops ben-1, entries b
    manager (manager)
    ");
}

#[test]
fn a_task_that_was_taken_on_with_nobody_leads_to_where_that_entry_belongs() {
    let text = "ask with=ana task=x; ask task=x,y; deliver task=y";
    assert_snapshot!(threads(text), @r"
    ana (peer), loops ana-1, entries a b c
    manager (manager)
    ");
}

#[test]
fn a_note_before_the_taking_on_belongs_there_too() {
    assert_snapshot!(threads("note task=x; ask with=ana task=x"), @r"
    ana (peer), loops ana-1, entries a b
    manager (manager)
    ");
    assert_snapshot!(threads("ask with=ana task=y; note task=x; ask task=y,x"), @r"
    ana (peer), loops ana-1, entries a b c
    manager (manager)
    ");
}

#[test]
fn a_task_taken_on_by_a_status_leads_to_its_thread() {
    assert_snapshot!(threads("note with=ana task=x status=open; note task=x"), @r"
    ana (peer), entries a b
    manager (manager)
    ");
}

#[test]
fn a_task_that_plain_notes_refer_to_leads_to_no_thread() {
    assert_snapshot!(threads("note with=ana task=x; note task=x"), @r"
    ana (peer), entries a
    manager (manager), entries b
    ");
}

#[test]
fn an_entry_with_nobody_and_no_task_belongs_to_the_manager() {
    assert_snapshot!(threads("ask; deliver task=x; note"), @"manager (manager), loops manager-1, entries a b c");
}

#[test]
fn the_manager_is_whom_the_configuration_names() {
    let configured = "ask; ask with=manager\n=== loopbook.yaml\nmanager: cpo";
    assert_snapshot!(threads(configured), @r"
    cpo (manager), loops cpo-1, entries a
    manager (peer), loops manager-1, entries b
    ");
}

#[test]
fn the_manager_may_be_named_as_the_file_of_a_person_titles_them() {
    let text = "ask
        === loopbook.yaml
        manager: Ana Lima
        === people/ana.md
        ---
        title: Ana Lima
        ---";
    assert_snapshot!(threads(text), @"ana (manager), loops ana-1, entries a");
}

#[test]
fn the_managers_thread_is_always_there() {
    assert_snapshot!(threads(""), @"manager (manager)");
}

#[test]
fn a_person_of_plain_notes_alone_has_a_thread_without_loops() {
    assert_snapshot!(threads("note with=ana"), @r"
    ana (peer), entries a
    manager (manager)
    ");
}

#[test]
fn a_file_says_what_a_person_is() {
    for relation in ["manager", "skip-level", "report", "peer", "sponsor"] {
        let text = format!("ask with=ana\n=== people/ana.md\n---\nrelation: {relation}\n---");
        let threads = threads(&text);
        let ana = threads.lines().next().expect("a thread");
        assert_eq!(ana, format!("ana ({relation}), loops ana-1, entries a"));
    }
}

#[test]
fn without_a_stated_relation_the_manager_is_a_manager_and_anybody_else_a_peer() {
    let text = "ask; ask with=ana; ask with=ben
        === people/manager.md
        ---
        title: The boss
        ---
        === people/ana.md
        ---
        title: Ana
        ---";
    assert_snapshot!(threads(text), @r"
    manager (manager), loops manager-1, entries a
    ana (peer), loops ana-1, entries b
    ben (peer), loops ben-1, entries c
    ");
}

#[test]
fn a_file_may_say_that_the_manager_is_none() {
    let text = "ask\n=== people/manager.md\n---\nrelation: sponsor\n---";
    assert_snapshot!(threads(text), @"manager (sponsor), loops manager-1, entries a");
}

#[test]
fn each_thread_has_its_own_loops() {
    let text = "ask with=ana; repeat with=ben; deliver with=ana; ask with=ben; repeat with=ana";
    assert_snapshot!(loops(text), @r"
    ana-1 01-01..01-05 closed at 6: a c e
    ben-1 01-02..01-02 closed at 6: b
    ben-2 01-04.. open at 2: d
    ");
}

// Loops: positions.

#[test]
fn a_position_is_the_highest_rank_that_was_reached() {
    assert_eq!(position("master"), "1");
    assert_eq!(position("master; ask"), "2");
    assert_eq!(position("ask; deliver"), "3");
    assert_eq!(position("deliver; pivot"), "4");
    assert_eq!(position("master; pivot; repeat"), "6");
    assert_eq!(position("ask; deliver; master"), "3");
}

#[test]
fn a_deliver_ranks_higher_once_a_pivot_was_reached() {
    assert_eq!(position("deliver; deliver"), "3");
    assert_eq!(position("pivot; deliver"), "5");
}

// Loops: the four rules.

#[test]
fn the_first_step_of_a_thread_opens_its_first_loop() {
    for step in ["master", "ask", "deliver", "pivot", "repeat"] {
        assert_eq!(split(step), "a", "{step}");
    }
}

#[test]
fn loop_new_opens_a_loop_whatever_the_step() {
    for step in ["master", "ask", "deliver", "pivot", "repeat"] {
        assert_eq!(split(&format!("master; {step}")), "a b", "{step}");
        assert_eq!(split(&format!("master; {step} loop=new")), "a | b", "{step}");
    }
}

#[test]
fn loop_new_on_the_first_step_opens_the_first_loop() {
    assert_snapshot!(loops("ask loop=new"), @"manager-1 01-01.. open at 2: a");
}

#[test]
fn loop_new_opens_a_loop_for_a_delivery_too() {
    assert_eq!(split("ask task=x; deliver task=x loop=new"), "a | b");
}

#[test]
fn loop_new_on_a_plain_note_opens_nothing() {
    assert_eq!(split("ask; note loop=new; deliver"), "a c");
}

#[test]
fn a_delivery_joins_the_loop_in_which_its_task_was_taken_on() {
    assert_eq!(split("ask task=x; deliver; ask; deliver"), "a b | c d");
    assert_eq!(split("ask task=x; deliver; ask; deliver task=x"), "a b d | c");
}

#[test]
fn loops_may_overlap_in_time() {
    assert_snapshot!(loops("ask task=x; deliver; ask; deliver task=x; pivot"), @r"
    manager-1 01-01.. passed at 3: a b d, tasks x
    manager-2 01-03.. open at 4 aligned: c e
    ");
}

#[test]
fn a_delivery_moves_the_position_of_the_loop_that_it_joins() {
    assert_snapshot!(loops("ask task=x; ask loop=new; pivot; deliver task=x"), @r"
    manager-1 01-01.. passed at 3: a d, tasks x
    manager-2 01-02.. open at 4 aligned: b c
    ");
    assert_snapshot!(loops("pivot task=x; ask; deliver task=x"), @r"
    manager-1 01-01.. passed at 5 aligned: a c, tasks x
    manager-2 01-02.. open at 2: b
    ");
}

#[test]
fn a_delivery_joins_no_loop_that_has_a_repeat() {
    assert_eq!(split("ask task=x; repeat; ask; deliver task=x"), "a b | c d");
    assert_eq!(split("ask task=x; repeat; deliver task=x"), "a b | c");
}

#[test]
fn a_delivery_joins_no_loop_of_another_thread() {
    assert_snapshot!(loops("ask with=ana task=x; ask with=ben; deliver with=ben task=x"), @r"
    ana-1 01-01.. open at 2: a, tasks x
    ben-1 01-02.. open at 3: b c
    ");
    assert_eq!(split("ask with=ana task=x; deliver with=ben task=x"), "a | b");
}

#[test]
fn a_delivery_of_a_task_that_no_step_took_on_joins_the_current_loop() {
    assert_eq!(split("ask; note task=x; deliver; ask; deliver task=x"), "a c | d e");
}

#[test]
fn the_first_task_that_was_taken_on_in_an_unfinished_loop_of_this_thread_decides() {
    let two = "ask task=x; ask task=y loop=new; ask loop=new;";
    assert_eq!(split(&format!("{two} deliver task=x,y")), "a d | b | c");
    assert_eq!(split(&format!("{two} deliver task=y,x")), "a | b d | c");
    assert_eq!(split(&format!("{two} deliver task=z,y,x")), "a | b d | c");
}

#[test]
fn a_task_of_a_finished_loop_decides_nothing() {
    let two = "ask task=x; repeat; ask task=y; ask loop=new;";
    assert_eq!(split(&format!("{two} deliver task=x,y")), "a b | c e | d");
    assert_eq!(split(&format!("{two} deliver task=x")), "a b | c | d e");
}

#[test]
fn a_task_of_another_thread_decides_nothing() {
    let two = "ask with=ana task=x; ask with=ben task=y; ask with=ben loop=new;";
    assert_eq!(split(&format!("{two} deliver with=ben task=x,y")), "a | b d | c");
}

#[test]
fn no_other_step_goes_back_to_the_loop_of_its_task() {
    for step in ["master", "ask", "pivot", "repeat"] {
        let text = format!("ask task=x; ask loop=new; {step} task=x");
        assert_eq!(split(&text), "a | b c", "{step}");
    }
}

#[test]
fn a_master_joins_the_current_loop_and_leaves_its_position() {
    for (before, position) in
        [("master", 1), ("ask", 2), ("deliver", 3), ("pivot", 4), ("pivot; deliver", 5)]
    {
        assert_eq!(self::position(&format!("{before}; master")), position.to_string(), "{before}");
    }
}

#[test]
fn a_master_after_a_repeat_opens_the_next_loop() {
    assert_snapshot!(loops("ask; repeat; master"), @r"
    manager-1 01-01..01-02 closed at 6: a b
    manager-2 01-03.. open at 1: c
    ");
}

/// For each position, which steps join the loop, and which open the next. `master` is the one
/// step that joins below the position.
#[test]
fn a_step_joins_the_current_loop_from_its_position_upwards_and_else_opens_the_next() {
    let steps = ["master", "ask", "deliver", "pivot", "repeat"];
    let rows = ["master", "ask", "deliver", "pivot", "pivot; deliver", "repeat"].map(|before| {
        let joining = steps.into_iter().filter(|step| {
            let text = format!("{before}; {step}");
            loops(&text).lines().count() == 1
        });
        format!("{} {before}: {}", position(before), joining.collect::<Vec<_>>().join(" "))
    });
    assert_snapshot!(rows.join("\n"), @r"
    1 master: master ask deliver pivot repeat
    2 ask: master ask deliver pivot repeat
    3 deliver: master deliver pivot repeat
    4 pivot: master deliver pivot repeat
    5 pivot; deliver: master deliver repeat
    6 repeat: repeat
    ");
}

#[test]
fn only_the_newest_loop_is_joined_by_rank() {
    assert_eq!(split("ask; ask loop=new; pivot; ask"), "a | b c | d");
    assert_eq!(split("master; deliver loop=new; ask"), "a | b | c");
}

// Loops: what is said of them.

#[test]
fn a_loop_is_closed_by_its_first_repeat() {
    assert_snapshot!(loops("ask; repeat; repeat"), @"manager-1 01-01..01-02 closed at 6: a b c");
}

#[test]
fn a_loop_is_passed_when_a_later_one_is_there_and_it_has_no_repeat() {
    assert_snapshot!(loops("ask; deliver; ask; repeat; ask"), @r"
    manager-1 01-01.. passed at 3: a b
    manager-2 01-03..01-04 closed at 6: c d
    manager-3 01-05.. open at 2: e
    ");
}

#[test]
fn a_later_loop_of_another_thread_passes_nothing() {
    assert_snapshot!(loops("ask with=ana; ask with=ben"), @r"
    ana-1 01-01.. open at 2: a
    ben-1 01-02.. open at 2: b
    ");
}

#[test]
fn a_passed_loop_stays_passed_when_a_delivery_joins_it() {
    assert_snapshot!(loops("ask task=x; deliver; ask; deliver task=x impact=yes; repeat"), @r"
    manager-1 01-01.. passed at 3: a b d, tasks x, wins x
    manager-2 01-03..01-05 closed at 6: c e
    ");
}

#[test]
fn a_loop_is_aligned_when_it_holds_a_pivot() {
    assert_snapshot!(loops("ask; deliver; repeat; ask; pivot"), @r"
    manager-1 01-01..01-03 closed at 6: a b c
    manager-2 01-04.. open at 4 aligned: d e
    ");
}

#[test]
fn loops_are_numbered_in_their_thread() {
    assert_snapshot!(loops("ask with=ana; ask with=ben; ask with=ana loop=new; ask with=ben loop=new"), @r"
    ana-1 01-01.. passed at 2: a
    ben-1 01-02.. passed at 2: b
    ana-2 01-03.. open at 2: c
    ben-2 01-04.. open at 2: d
    ");
}

#[test]
fn a_second_round_without_a_repeat_is_a_second_loop() {
    let steps = "master; ask; deliver; deliver; ask; deliver; pivot; deliver; repeat";
    assert_snapshot!(loops(steps), @r"
    manager-1 01-01.. passed at 3: a b c d
    manager-2 01-05..01-09 closed at 6 aligned: e f g h i
    ");
}

#[test]
fn a_second_pivot_after_a_delivery_is_a_second_loop() {
    assert_snapshot!(loops("pivot; deliver; pivot; deliver"), @r"
    manager-1 01-01.. passed at 5 aligned: a b
    manager-2 01-03.. open at 5 aligned: c d
    ");
}

// Tasks: taking on.

#[test]
fn a_task_is_taken_on_by_the_first_entry_with_a_step_or_a_status_that_names_it() {
    assert_snapshot!(
        tasks("note with=ana task=x; ask with=ben task=x; pivot with=ana task=x"),
        @"x: open, taken on 01-02 asked with ben in ben-1, named by a b c"
    );
}

#[test]
fn a_status_takes_a_task_on_into_no_loop() {
    assert_snapshot!(
        tasks("ask with=ana; note with=ana task=x status=started; ask with=ben task=x"),
        @"x: started, taken on 01-02 with ana, named by b c"
    );
}

#[test]
fn a_plain_note_or_praise_opens_nothing() {
    assert_snapshot!(
        tasks("note with=ana task=x size=small; note kind=feedback task=x"),
        @"x: no status, small, named by a b"
    );
}

#[test]
fn any_step_takes_a_task_on() {
    for step in ["master", "ask", "pivot", "repeat"] {
        // Only in a talk did somebody ask for it.
        let asked = if matches!(step, "ask" | "pivot") { " asked" } else { "" };
        assert_eq!(
            tasks(&format!("{step} task=x")),
            format!("x: open, taken on 01-01{asked} with manager in manager-1, named by a")
        );
    }
}

#[test]
fn a_task_has_the_initiative_of_its_taking_on() {
    for initiative in ["asked", "suggested", "acted"] {
        let text = format!("ask task=x initiative={initiative}; pivot task=x");
        let expected =
            format!("x: open, taken on 01-01 {initiative} with manager in manager-1, named by a b");
        assert_eq!(tasks(&text), expected);
    }
    assert_snapshot!(
        tasks("note task=x initiative=acted; ask task=x; pivot task=x initiative=suggested"),
        @"x: open, taken on 01-02 asked with manager in manager-1, named by a b c"
    );
}

#[test]
fn a_task_belongs_to_the_loop_of_its_taking_on_wherever_it_is_delivered() {
    let text = "ask task=x; repeat; ask; deliver task=x impact=yes";
    assert_snapshot!(tasks(text), @"x: delivered 01-04, taken on 01-01 asked with manager in manager-1, named by a d");
    assert_snapshot!(loops(text), @r"
    manager-1 01-01..01-02 closed at 6: a b, tasks x, wins x
    manager-2 01-03.. open at 3: c d
    ");
}

#[test]
fn an_entry_can_take_on_several_tasks() {
    assert_snapshot!(tasks("ask with=ana task=y,x; deliver task=x impact=yes"), @r"
    x: delivered 01-02, taken on 01-01 asked with ana in ana-1, named by a b
    y: open, taken on 01-01 asked with ana in ana-1, named by a
    ");
}

#[test]
fn a_task_is_one_by_whatever_spelling_it_is_named() {
    let text = "ask task=docs-cleanup
        === entries/2026-01-02-b.md
        ---
        step: deliver
        task: [\"[[Docs cleanup]]\", docs-cleanup]
        ---";
    assert_snapshot!(
        tasks(text),
        @"docs-cleanup: started, taken on 01-01 asked with manager in manager-1, named by a b"
    );
}

#[test]
fn tasks_are_listed_by_their_taking_on_and_then_by_id() {
    let text = "01-01 note task=late; 01-02 ask task=b; 01-02 ask task=a; 01-03 ask task=late";
    assert_snapshot!(tasks(text), @r"
    a: open, taken on 01-02 asked with manager in manager-1, named by c
    b: open, taken on 01-02 asked with manager in manager-1, named by b
    late: open, taken on 01-03 asked with manager in manager-1, named by a d
    ");
}

#[test]
fn a_task_that_only_has_a_file_stands_last_and_was_not_taken_on() {
    let text = "ask task=z\n=== tasks/a.md\n---\nsize: small\n---";
    assert_snapshot!(tasks(text), @r"
    z: open, taken on 01-01 asked with manager in manager-1, named by a
    a: no status, small
    ");
}

// Tasks: status.

const STATUSES: [&str; 5] = ["open", "started", "delivered", "declined", "dropped"];

/// A task that stands so since the first of January.
fn standing(status: &str) -> String {
    format!("note task=x status={status}")
}

#[test]
fn a_stated_status_is_taken() {
    for stated in STATUSES {
        for before in STATUSES {
            let date = match (before, stated) {
                ("delivered", "delivered") => " 01-01",
                (_, "delivered") => " 01-02",
                _ => "",
            };
            let text = format!("{}; note task=x status={stated}", standing(before));
            assert_eq!(status(&text), format!("{stated}{date}"), "{before}");
        }
    }
}

#[test]
fn a_stated_status_is_taken_before_what_the_step_says() {
    for stated in ["open", "started", "declined", "dropped"] {
        let text = format!("ask task=x; deliver task=x impact=yes status={stated}");
        assert_eq!(status(&text), stated);
    }
    assert_eq!(status("ask task=x; deliver task=x status=delivered"), "delivered 01-02");
}

#[test]
fn a_deliver_with_impact_makes_any_task_delivered() {
    assert_eq!(status("deliver task=x impact=yes"), "delivered 01-01");
    for before in STATUSES {
        let text = format!("{}; deliver task=x impact=yes", standing(before));
        let day = if before == "delivered" { "01-01" } else { "01-02" };
        assert_eq!(status(&text), format!("delivered {day}"), "{before}");
    }
}

#[test]
fn impact_delivers_with_that_step_alone() {
    for step in ["note", "master", "ask", "pivot", "repeat"] {
        assert_eq!(status(&format!("ask task=x; {step} task=x impact=yes")), "open", "{step}");
    }
}

#[test]
fn proof_without_impact_delivers_nothing() {
    assert_eq!(status("ask task=x; deliver task=x evidence=https://a.example"), "started");
}

#[test]
fn a_deliver_without_impact_starts_an_open_task() {
    assert_eq!(status("ask task=x; deliver task=x"), "started");
    assert_eq!(status("note task=x; deliver task=x"), "started");
}

#[test]
fn a_deliver_without_impact_leaves_what_is_not_open() {
    for before in ["started", "declined", "dropped"] {
        assert_eq!(status(&format!("{}; deliver task=x", standing(before))), before);
    }
    assert_eq!(status("note task=x status=delivered; deliver task=x"), "delivered 01-01");
}

#[test]
fn what_takes_a_task_on_otherwise_makes_it_open() {
    for step in ["master", "ask", "pivot", "repeat"] {
        assert_eq!(status(&format!("{step} task=x")), "open", "{step}");
        assert_eq!(status(&format!("note task=x; {step} task=x")), "open", "{step}");
    }
    assert_eq!(status("deliver task=x"), "started");
    assert_eq!(status("note task=x"), "no status");
}

#[test]
fn a_later_entry_otherwise_leaves_a_task_as_it_is() {
    for step in ["note", "master", "ask", "pivot", "repeat"] {
        for before in ["open", "started", "declined", "dropped"] {
            assert_eq!(status(&format!("{}; {step} task=x", standing(before))), before, "{step}");
        }
        let text = format!("{}; {step} task=x", standing("delivered"));
        assert_eq!(status(&text), "delivered 01-01", "{step}");
    }
}

#[test]
fn entries_move_a_status_in_their_order() {
    assert_eq!(status("01-02 deliver task=x; 01-01 ask task=x"), "started");
    assert_eq!(status("01-03 note task=x status=dropped; 01-02 ask task=x"), "dropped");
}

#[test]
fn an_entry_moves_all_tasks_that_it_names() {
    assert_snapshot!(tasks("ask task=x,y; deliver task=x,y impact=yes"), @r"
    x: delivered 01-02, taken on 01-01 asked with manager in manager-1, named by a b
    y: delivered 01-02, taken on 01-01 asked with manager in manager-1, named by a b
    ");
}

#[test]
fn a_delivery_keeps_its_first_day() {
    let twice = "deliver task=x impact=yes; deliver task=x impact=more";
    assert_eq!(status(twice), "delivered 01-01");
    assert_eq!(status(&format!("{twice}; note task=x")), "delivered 01-01");
    assert_eq!(status(&format!("{twice}; note task=x status=delivered")), "delivered 01-01");
}

/// What is delivered after a version that fell short is a second version, and has a day of its own.
#[test]
fn a_second_version_is_delivered_on_its_own_day() {
    let missed = "deliver task=x met_bar=missed";
    for second in ["met_bar=met", "impact=more", "met_bar=missed", "status=delivered"] {
        let text = format!("{missed}; deliver task=x {second}");
        assert_eq!(status(&text), "delivered 01-02", "{second}");
    }
    let judged = "deliver task=x impact=yes; note kind=feedback task=x met_bar=missed";
    assert_eq!(status(&format!("{judged}; deliver task=x impact=more")), "delivered 01-03");
    // Another word on the first version, or a note on it, is no second one.
    for later in
        ["note kind=feedback task=x met_bar=met", "note task=x status=delivered", "deliver task=x"]
    {
        assert_eq!(status(&format!("{missed}; {later}")), "delivered 01-01", "{later}");
    }
    // A third delivery says more of the second version.
    let third = format!("{missed}; deliver task=x met_bar=met; deliver task=x impact=more");
    assert_eq!(status(&third), "delivered 01-02");
}

#[test]
fn a_task_that_was_reopened_has_no_date_until_it_is_delivered_again() {
    for status in ["open", "started", "declined", "dropped"] {
        let reopened = format!("deliver task=x impact=yes; note task=x status={status}");
        assert_eq!(self::status(&reopened), status);
        let again = format!("{reopened}; deliver task=x impact=yes");
        assert_eq!(self::status(&again), "delivered 01-03");
    }
}

// Tasks: due, size and project.

#[test]
fn due_size_and_project_are_what_an_entry_states_last() {
    let first = "ask task=x due=2026-03-01 size=small project=web";
    let second = "note task=x due=2026-02-01 size=large project=app";
    assert_snapshot!(
        tasks(&format!("{first}; {second}; deliver task=x")),
        @"x: started, taken on 01-01 asked with manager in manager-1, large, due 02-01, for app, named by a b c"
    );
}

#[test]
fn due_size_and_project_are_each_stated_on_their_own() {
    assert_snapshot!(
        tasks("ask task=x due=2026-03-01; note task=x size=medium; note task=x project=web"),
        @"x: open, taken on 01-01 asked with manager in manager-1, medium, due 03-01, for web, named by a b c"
    );
}

#[test]
fn what_the_file_of_a_task_states_comes_before_what_entries_do() {
    let entry = "ask task=x due=2026-03-01 size=small project=web";
    assert_snapshot!(
        tasks(&format!("{entry}\n=== tasks/x.md\n---\nsize: large\n---")),
        @"x: open, taken on 01-01 asked with manager in manager-1, large, due 03-01, for web, named by a"
    );
    assert_snapshot!(
        tasks(&format!("{entry}\n=== tasks/x.md\n---\ndue: 2026-04-01\nproject: app\n---")),
        @"x: open, taken on 01-01 asked with manager in manager-1, small, due 04-01, for app, named by a"
    );
}

// Wins.

#[test]
fn a_loops_wins_are_its_own_delivered_tasks() {
    let text =
        "ask task=x,y,z; deliver task=x impact=yes; deliver task=y; note task=z status=dropped";
    assert_snapshot!(loops(text), @"manager-1 01-01.. open at 3: a b c, tasks x y z, wins x");
}

#[test]
fn a_task_that_was_reopened_is_no_win() {
    assert_snapshot!(
        loops("ask task=x; deliver task=x impact=yes; note task=x status=started"),
        @"manager-1 01-01.. open at 3: a b, tasks x"
    );
}

#[test]
fn a_delivery_in_another_thread_is_a_win_where_the_task_was_taken_on() {
    assert_snapshot!(loops("ask with=ana task=x; deliver with=ben task=x impact=yes"), @r"
    ana-1 01-01.. open at 2: a, tasks x, wins x
    ben-1 01-02.. open at 3: b
    ");
}

#[test]
fn a_task_that_a_plain_note_took_on_is_the_win_of_no_loop() {
    assert_snapshot!(
        loops("ask; note task=x status=delivered"),
        @"manager-1 01-01.. open at 2: a"
    );
}

// Names.

#[test]
fn what_only_entries_name_is_called_as_they_first_spell_it() {
    let journal = journal(
        "ask task=docs-cleanup with=jo
        === entries/2026-01-02-b.md
        ---
        step: ask
        task: Größere Datenbank
        with: [Jürgen Müller, Jo]
        ---
        === entries/2026-01-03-c.md
        ---
        task: [grossere-datenbank, docs cleanup]
        with: Juergen Mueller
        ---
        ",
    );
    let people: Vec<&str> = journal.people.iter().map(|person| person.title.as_str()).collect();
    assert_eq!(people, ["Jo", "Juergen Mueller", "Jürgen Müller", "manager"]);
    let shared = loopbook::share::for_author(&journal, &[]);
    let timeline =
        loopbook::analyse::Analysis::of(&shared, jiff::civil::date(2026, 11, 21)).timeline;
    let tasks: Vec<&str> = timeline.tasks.iter().map(|task| task.title.as_str()).collect();
    assert_eq!(tasks[..2], ["docs cleanup", "Größere Datenbank"]);
}

// Growth.

#[test]
fn a_loop_grows_by_what_it_delivered() {
    let text = "ask task=a,b,c,d; deliver task=a impact=yes size=small\
        ; deliver task=b impact=yes size=medium; deliver task=c impact=yes size=large; note";
    assert_snapshot!(growth(text), @"manager-1 delivered 7, level 0");
    assert_snapshot!(growth("ask task=a; deliver task=a impact=yes"), @"manager-1 delivered 1, level 0");
    assert_snapshot!(growth("ask task=a"), @"manager-1 delivered 0, level 0");
}

#[test]
fn a_rise_is_above_all_that_was_before() {
    let rising = "ask task=a size=small; repeat; ask task=b size=large initiative=acted; repeat\
        ; ask task=c size=medium; repeat; ask task=d size=large initiative=suggested";
    assert_snapshot!(growth(rising), @"
    manager-1 delivered 0, level 0
    manager-2 delivered 0, level 2: acted large
    manager-3 delivered 0, level 2
    manager-4 delivered 0, level 2
    ");
}

#[test]
fn what_was_declined_and_sizes_that_nobody_wrote_are_no_rise() {
    let declined = "ask task=a size=small; repeat; ask task=b size=large status=declined";
    assert_snapshot!(growth(declined), @"
    manager-1 delivered 0, level 0
    manager-2 delivered 0, level 0
    ");
    let unwritten = "ask task=a; repeat; ask task=b size=large; repeat; ask task=c size=large";
    assert_snapshot!(growth(unwritten), @"
    manager-1 delivered 0, level 0
    manager-2 delivered 0, level 0
    manager-3 delivered 0, level 0
    ");
}

// Promises.

/// What became of a promise of a note on these tasks, for 10 January, on the 20th.
fn promise(date: &str, done: &str, tasks: &str, rest: &str) -> (bool, bool) {
    let text = format!(
        "{rest}\n=== entries/2026-01-05-p.md\n---\ntask: [{tasks}]\n---\n- [{done}] Send it (by {date})\n"
    );
    let journal = journal(&text);
    let own = loopbook::share::for_author(&journal, &[]);
    let analysis = loopbook::analyse::Analysis::of(&own, jiff::civil::date(2026, 1, 20));
    let export = loopbook::export::Export::new(&analysis, &[], &[]);
    let export = serde_json::to_value(export).expect("JSON");
    let promise = &export["promises"][0];
    let is = |key: &str| promise[key].as_bool().expect("a flag");
    (is("done"), is("settled"))
}

#[test]
fn a_promise_is_settled_with_its_tasks_unless_its_day_is_still_to_come() {
    let over = "ask task=x; deliver task=x impact=yes; ask task=y; note task=y status=declined";
    assert_eq!(promise("2026-01-10", " ", "x", over), (false, true));
    assert_eq!(promise("2026-01-10", " ", "x, y", over), (false, true));
    assert_eq!(promise("2026-01-19", " ", "x", over), (false, true));
    assert_eq!(promise("2026-01-20", " ", "x", over), (false, false));
    assert_eq!(promise("2026-01-10", "x", "x", over), (true, false));
    assert_eq!(promise("2026-01-10", " ", "", over), (false, false));
    assert_eq!(promise("2026-01-10", " ", "x, z", over), (false, false));
    assert_eq!(promise("2026-01-10", " ", "x", "ask task=x"), (false, false));
}

/// Who managed the author on a day is read from the files of people, so a changed `manager` moves no older note.
#[test]
fn a_note_that_names_nobody_is_with_the_manager_of_its_day() {
    let people = |wen: &str, ines: &str| {
        format!("=== people/wen.md\n---\n{wen}\n---\n=== people/ines.md\n---\n{ines}\n---\n")
    };
    let thread = |manager: &str, people: &str| {
        let text = format!(
            "+1 ask; +10 ask; +20 ask task=x; +30 deliver task=x\n=== loopbook.yaml\nmanager: {manager}\n{people}"
        );
        let export = export("+60", &text);
        let entries = rows(&export, "entries").iter();
        entries.map(|entry| word(entry, "thread").to_owned()).collect::<Vec<_>>().join(" ")
    };
    let dated = people("relation: manager\nuntil: +10", "relation: manager\nsince: +11");
    // Before and after `manager` is set to the new one.
    assert_eq!(thread("ines", &dated), "wen wen ines ines");
    assert_eq!(thread("wen", &dated), "wen wen ines ines");
    // Nobody says who it was.
    let unknown = people("until: +10", "relation: manager\nsince: +11");
    assert_eq!(thread("ines", &unknown), "ines ines ines ines");
    let undated = people("relation: manager", "relation: manager");
    assert_eq!(thread("ines", &undated), "ines ines ines ines");
    let two = format!("{dated}=== people/ben.md\n---\nrelation: manager\n---\n");
    assert_eq!(thread("ines", &two), "ines ines ines ines");
}
