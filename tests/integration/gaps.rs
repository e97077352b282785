//! What a goal needs, and the evidence for it: a test a rule, with a journal on each side of each
//! of its conditions. How the journals are written is said in `support/notation.rs`.

use serde_json::Value;

use crate::support::export::{export, rows, word};

/// A goal that needs `craft`.
const CRAFT: &str = "=== goals/g.md\n---\nneeds: [craft]\n---\n";

/// Three levels: `craft` is expected at two of them, `reach` at the highest.
const LADDER: &str = "=== ladders/track.yaml\ntitle: Track\nlevels: [l4, l5, l6]\n\
    competencies: [{id: reach, title: Reach, expects: {l6: much}}, \
    {id: craft, title: Craft, expects: {l5: some, l6: much}}]\n";

/// Three counting units for `craft` in two projects and two quarters, the first two of 2026.
const SUSTAINED: &str = "01-10 deliver task=x impact=less shows=craft
    04-10 deliver task=x impact=less shows=craft
    04-11 deliver task=y impact=less shows=craft";

/// The file of the goal `g`.
fn goal(keys: &str) -> String {
    format!("=== goals/g.md\n---\n{keys}\n---\n")
}

/// The needs of the goal `g`.
fn needs(today: &str, text: &str) -> Vec<Value> {
    let export = export(today, text);
    let own = rows(&export, "goals").iter().find(|goal| goal["id"] == "g").expect("the goal");
    rows(own, "needs").to_vec()
}

/// The needs with who named each: `craft self`.
fn named(text: &str) -> String {
    let needs = needs("12-31", text);
    let each = needs.iter().map(|need| format!("{} {}", word(need, "id"), word(need, "named_by")));
    each.collect::<Vec<_>>().join(", ")
}

/// The first need of the goal `g`, which is `craft` for `CRAFT`.
fn need(today: &str, text: &str) -> Value {
    let text =
        if text.contains("=== goals/g.md") { text.to_owned() } else { format!("{text}\n{CRAFT}") };
    needs(today, &text)[0].clone()
}

fn status(today: &str, text: &str) -> String {
    word(&need(today, text), "status").to_owned()
}

fn earliest(today: &str, text: &str) -> String {
    word(&need(today, text), "earliest").to_owned()
}

/// How many units count.
fn counting(text: &str) -> u64 {
    need("12-31", text)["counting"].as_u64().expect("a number")
}

fn is_stale(today: &str, text: &str) -> bool {
    need(today, text)["stale"] == true
}

/// The units of the first need: `x 2026-Q1 backed: a b`.
fn units(text: &str) -> String {
    let need = need("12-31", text);
    let units = rows(&need, "units").iter().map(|unit| {
        let task = unit["task"].as_str().unwrap_or("-");
        let below = if unit["below_level"] == true { " below" } else { "" };
        let entries = rows(unit, "entries").iter().filter_map(Value::as_str);
        let entries: Vec<_> = entries.map(|id| &id["2026-01-01-".len()..]).collect();
        let (quarter, grade) = (word(unit, "quarter"), word(unit, "grade"));
        format!("{task} {quarter} {grade}{below}: {}", entries.join(" "))
    });
    let mut units: Vec<String> = units.collect();
    units.sort_unstable();
    units.join(", ")
}

/// A journal with a line of `loopbook.yaml`.
fn with(config: &str, text: &str) -> String {
    format!("{text}\n{CRAFT}=== loopbook.yaml\n{config}\n")
}

// Needs.

#[test]
fn needs_are_those_of_the_goal_then_of_its_ladder_then_of_the_leader() {
    let text =
        format!("pivot gaps=vision\n{}{LADDER}", goal("needs: [depth]\nladder: track\nto: l6"));
    assert_eq!(named(&text), "depth self, reach ladder, craft ladder, vision leader");
}

#[test]
fn needs_stand_once_with_who_named_them_first() {
    let goal = goal("needs: [craft]\nladder: track\nto: l6");
    let text = format!("pivot gaps=reach,craft,vision; pivot gaps=vision\n{goal}{LADDER}");
    assert_eq!(named(&text), "craft self, reach ladder, vision leader");
}

#[test]
fn a_ladder_expects_what_it_says_at_the_level_that_the_goal_leads_to() {
    for (keys, expected) in [
        ("ladder: track\nto: l6", "reach ladder, craft ladder"),
        ("ladder: track\nto: L5", "craft ladder"),
        ("ladder: track\nto: l4", ""),
        ("ladder: track\nto: director", ""),
        ("ladder: track", ""),
        ("to: l6", ""),
    ] {
        assert_eq!(named(&format!("{}{LADDER}", goal(keys))), expected, "{keys}");
    }
}

#[test]
fn a_leader_names_needs_in_a_pivot_for_the_goal() {
    let other = "=== goals/h.md\n---\nto: l6\n---\n";
    for (entry, expected) in [
        ("pivot goal=g gaps=craft", "craft leader"),
        ("pivot goal=h,g gaps=craft", "craft leader"),
        ("pivot with=ana goal=g gaps=craft", "craft leader"),
        ("pivot goal=h gaps=craft", ""),
        ("pivot gaps=craft", ""),
        ("ask goal=g gaps=craft", ""),
    ] {
        assert_eq!(named(&format!("{entry}\n{}{other}", goal("to: l6"))), expected, "{entry}");
    }
}

#[test]
fn an_entry_without_a_goal_is_for_the_only_active_one() {
    for (state, expected) in
        [("active", ""), ("paused", "craft leader"), ("reached", "craft leader")]
    {
        let other = format!("=== goals/h.md\n---\nstate: {state}\n---\n");
        let text = format!("pivot gaps=craft\n{}{other}", goal("to: l6"));
        assert_eq!(named(&text), expected, "{state}");
    }
}

#[test]
fn a_goal_takes_no_entry_from_before_it_was_wanted_that_does_not_name_it() {
    for (since, names, expected) in
        [("+4", "", ""), ("+3", "", "craft leader"), ("+4", "goal=g ", "craft leader")]
    {
        let text =
            format!("+3 pivot {names}gaps=craft\n{}", goal(&format!("to: l6\nsince: {since}")));
        assert_eq!(named(&text), expected, "{since} {names}");
    }
}

// Units.

#[test]
fn a_unit_is_one_task_in_one_quarter() {
    let text = "01-10 deliver task=x shows=craft; 03-31 note task=x shows=craft
        04-01 note task=x shows=craft; 04-02 note task=y shows=craft";
    assert_eq!(units(text), "x 2026-Q1 claimed: a b, x 2026-Q2 claimed: c, y 2026-Q2 claimed: d");
}

#[test]
fn a_unit_has_the_entries_that_show_the_competency() {
    let text = "01-10 deliver task=x shows=craft; 01-11 note task=x impact=less
        01-12 note task=x shows=reach impact=less; 01-13 note task=x shows=reach,craft";
    assert_eq!(units(text), "x 2026-Q1 claimed: a d");
}

#[test]
fn an_entry_without_tasks_is_a_unit_and_one_with_two_is_in_two() {
    let text = "01-10 note shows=craft; 01-11 note shows=craft; 01-12 note task=x,y shows=craft";
    assert_eq!(
        units(text),
        "- 2026-Q1 claimed: a, - 2026-Q1 claimed: b, x 2026-Q1 claimed: c, y 2026-Q1 claimed: c"
    );
}

#[test]
fn evidence_counts_for_every_goal_that_needs_the_competency() {
    let other = "=== goals/h.md\n---\nneeds: [craft]\n---\n";
    let text = format!("deliver goal=h task=x impact=less shows=craft\n{CRAFT}{other}");
    assert_eq!(units(&text), "x 2026-Q1 backed: a");
}

#[test]
fn quarters_follow_the_fiscal_year() {
    for (start, day, quarter) in [
        ("1", "03-31", "2026-Q1"),
        ("1", "04-01", "2026-Q2"),
        ("4", "03-31", "2025-Q4"),
        ("4", "04-01", "2026-Q1"),
        ("2", "01-31", "2025-Q4"),
        ("2", "02-01", "2026-Q1"),
        ("10", "09-30", "2025-Q4"),
        ("10", "12-31", "2026-Q1"),
        ("12", "11-30", "2025-Q4"),
        ("12", "12-01", "2026-Q1"),
    ] {
        let text = with(&format!("fiscal_year_start: {start}"), &format!("{day} note shows=craft"));
        assert_eq!(units(&text), format!("- {quarter} claimed: a"), "{start} {day}");
    }
}

// Levels.

#[test]
fn below_the_goals_level_is_shown_and_does_not_count() {
    for (keys, shows, expected) in [
        ("ladder: track\nto: l5", "craft@l4", "x 2026-Q1 claimed below: a"),
        ("ladder: track\nto: l5", "craft@l5", "x 2026-Q1 confirmed: a"),
        ("ladder: track\nto: l5", "craft@l6", "x 2026-Q1 confirmed: a"),
        ("ladder: track\nto: l5", "craft", "x 2026-Q1 confirmed: a"),
        ("ladder: track\nto: l5", "craft@l3", "x 2026-Q1 claimed: a"),
        ("ladder: track\nto: director", "craft@l4", "x 2026-Q1 confirmed: a"),
        ("ladder: track", "craft@l4", "x 2026-Q1 confirmed: a"),
        ("to: l5", "craft@l4", "x 2026-Q1 confirmed: a"),
    ] {
        let goal = goal(&format!("needs: [craft]\n{keys}"));
        let text = format!("deliver task=x confirmed_by=manager shows={shows}\n{goal}{LADDER}");
        assert_eq!(units(&text), expected, "{keys} {shows}");
        assert_eq!(counting(&text), u64::from(!expected.contains("claimed")), "{keys} {shows}");
    }
}

#[test]
fn a_unit_is_below_level_where_all_its_entries_are() {
    let goal = goal("needs: [craft]\nladder: track\nto: l5");
    let text = format!(
        "deliver task=x shows=craft@l4 confirmed_by=manager; note task=x shows=craft@l5
        note task=y shows=craft@l4 impact=less; note task=y shows=craft@l4\n{goal}{LADDER}"
    );
    assert_eq!(units(&text), "x 2026-Q1 claimed: a b, y 2026-Q1 claimed below: c d");
    assert_eq!(counting(&text), 0);
}

// Grades.

#[test]
fn a_grade_is_what_an_entry_has_for_it() {
    let people = "=== people/sam.md\n---\nrelation: skip-level\n---\n\
        === people/cpo.md\n---\nrelation: manager\n---\n\
        === people/eve.md\n---\nrelation: sponsor\n---\n";
    for (keys, grade) in [
        ("", "claimed"),
        ("impact=less", "backed"),
        ("metric=\"calls:9->3\"", "backed"),
        ("evidence=https://example.org", "backed"),
        ("quote=great", "claimed"),
        ("quote_from=ana", "claimed"),
        ("quote=great quote_from=ana", "vouched"),
        ("quote=great quote_from=ana impact=less", "vouched"),
        ("confirmed_by=manager", "confirmed"),
        ("confirmed_by=cpo", "confirmed"),
        ("confirmed_by=sam", "confirmed"),
        ("confirmed_by=ana,sam", "confirmed"),
        ("confirmed_by=ana", "claimed"),
        ("confirmed_by=eve impact=less", "backed"),
        ("seen_by=manager", "claimed"),
    ] {
        let text = format!("note shows=craft {keys}\n{CRAFT}{people}");
        assert_eq!(units(&text), format!("- 2026-Q1 {grade}: a"), "{keys}");
        assert_eq!(counting(&text), u64::from(grade != "claimed"), "{keys}");
    }
}

#[test]
fn a_unit_has_the_highest_grade_of_its_entries() {
    let text = "note task=x shows=craft confirmed_by=manager; note task=x shows=craft
        note task=y shows=craft quote=great; note task=y shows=craft quote_from=ana";
    assert_eq!(units(text), "x 2026-Q1 confirmed: a b, y 2026-Q1 claimed: c d");
}

// Statuses.

#[test]
fn nothing_but_what_is_below_level_is_none() {
    assert_eq!(status("12-31", "note"), "none");
    let goal = goal("needs: [craft]\nladder: track\nto: l5");
    let text = |level: &str| format!("note shows=craft@{level} impact=less\n{goal}{LADDER}");
    assert_eq!(status("12-31", &text("l4")), "none");
    assert_eq!(status("12-31", &text("l5")), "emerging");
}

#[test]
fn units_that_do_not_count_are_claimed() {
    assert_eq!(status("12-31", "note shows=craft; note shows=craft"), "claimed");
}

#[test]
fn one_counting_unit_is_emerging() {
    assert_eq!(status("12-31", "note shows=craft impact=less; note shows=craft"), "emerging");
}

#[test]
fn counting_units_from_two_projects_are_supported() {
    for (text, expected) in [
        ("note shows=craft impact=less; note shows=craft impact=less", "supported"),
        ("note task=x shows=craft impact=less; note task=y shows=craft impact=less", "supported"),
        ("note task=x shows=craft impact=less; note task=y shows=craft", "emerging"),
        (
            "note task=x shows=craft impact=less; 05-01 note task=x shows=craft impact=less",
            "emerging",
        ),
        ("note task=x,y project=north shows=craft impact=less", "emerging"),
        (
            "note task=x project=north shows=craft impact=less; note task=y project=south shows=craft impact=less",
            "supported",
        ),
    ] {
        assert_eq!(status("12-31", text), expected, "{text}");
    }
}

#[test]
fn a_project_is_that_of_the_tasks_file() {
    let file =
        "=== tasks/x.md\n---\nproject: north\n---\n=== tasks/y.md\n---\nproject: north\n---\n";
    let text = format!("note task=x,y shows=craft impact=less\n{CRAFT}");
    assert_eq!(status("12-31", &text), "supported");
    assert_eq!(status("12-31", &format!("{text}{file}")), "emerging");
}

#[test]
fn two_counting_units_of_two_projects_in_two_quarters_are_sustained() {
    let unit =
        |day: &str, task: &str, keys: &str| format!("{day} note task={task} shows=craft {keys}");
    let proven = |day: &str, task: &str| unit(day, task, "impact=less");
    for (units, expected) in [
        (vec![proven("01-10", "x"), proven("04-10", "y")], "sustained"),
        (vec![proven("03-31", "x"), proven("10-01", "y")], "sustained"),
        (vec![proven("01-10", "x"), proven("04-10", "x"), proven("04-11", "y")], "sustained"),
        (vec![proven("01-10", "x"), unit("04-10", "y", "")], "emerging"),
        (vec![proven("01-10", "x"), proven("01-11", "y"), unit("04-10", "y", "")], "supported"),
        (vec![proven("01-10", "x"), proven("02-10", "y"), proven("03-11", "z")], "supported"),
        (vec![proven("01-10", "x"), proven("04-10", "x"), proven("07-11", "x")], "emerging"),
    ] {
        let text = units.join("\n");
        assert_eq!(status("12-31", &text), expected, "{text}");
    }
}

#[test]
fn what_is_sustained_lies_in_this_quarter_and_the_five_before_it() {
    let two = "-400 note task=x shows=craft impact=less; 01-10 note task=y shows=craft impact=less";
    assert_eq!(status("03-31", two), "sustained");
    assert_eq!(status("04-01", two), "supported");
    // Each is counted for itself: the second project may be of the first of two quarters.
    let three =
        "01-10 note task=x,y shows=craft impact=less; 04-10 note task=x shows=craft impact=less";
    assert_eq!(status("04-20", three), "sustained");
    let old = "-600 note task=x shows=craft impact=less
        01-10 note task=y shows=craft impact=less; 04-10 note task=y shows=craft impact=less";
    assert_eq!(status("04-20", old), "supported", "two projects ever, and one of late");
}

#[test]
fn another_span() {
    let two =
        "01-10 note task=x shows=craft impact=less; 07-10 note task=y shows=craft impact=less";
    assert_eq!(status("07-20", &with("gaps: {span: 3}", two)), "sustained");
    assert_eq!(status("07-20", &with("gaps: {span: 2}", two)), "supported");
    assert_eq!(earliest("07-20", &with("gaps: {span: 2}", two)), "2026-Q4");
}

// Goals that are reached.

#[test]
fn a_reached_goal_is_frozen() {
    let goal = |keys: &str| goal(&format!("needs: [craft]\nstate: reached{keys}"));
    let later = "07-10 note task=z shows=craft impact=less; 07-11 pivot goal=g gaps=reach";
    let frozen = |keys: &str, text: &str| format!("{text}\n{later}\n{}", goal(keys));
    let text = "01-10 note task=x shows=craft impact=less; 04-10 note task=y goal=g";
    // Without `reached_on` it is the day of the last note that names the goal.
    assert_eq!(status("+900", &frozen("", text)), "sustained");
    assert_eq!(status("+900", &frozen("\nreached_on: 2026-04-10", text)), "emerging");
    assert_eq!(earliest("+900", &frozen("\nreached_on: 2026-04-10", text)), "");
    assert!(!is_stale("+900", &frozen("\nreached_on: 2026-04-10", text)));
}

#[test]
fn a_confirmed_unit_in_this_quarter_or_the_two_before_confirms() {
    let confirmed = SUSTAINED.replacen("impact=less", "confirmed_by=manager", 1);
    for (today, expected) in
        [("04-20", "confirmed"), ("09-30", "confirmed"), ("10-01", "sustained")]
    {
        assert_eq!(status(today, &confirmed), expected, "{today}");
        assert_eq!(status(today, SUSTAINED), "sustained", "{today}");
    }
}

#[test]
fn a_confirmed_unit_alone_is_emerging() {
    assert_eq!(status("01-01", "note shows=craft confirmed_by=manager"), "emerging");
}

#[test]
fn an_open_setback_on_a_counting_task_holds_at_supported() {
    for (rest, expected) in [
        ("04-12 note kind=setback task=y", "supported"),
        ("04-12 note kind=setback task=y,z", "supported"),
        ("04-12 note kind=setback task=y; 04-13 note resolves=y", "sustained"),
        ("04-12 note kind=setback task=y; 04-13 note resolves=2026-04-12-d", "sustained"),
        ("04-12 note kind=setback task=y; 04-13 note kind=update task=y", "supported"),
        ("04-12 note kind=setback task=z", "sustained"),
        ("04-12 note kind=setback", "sustained"),
        ("04-12 note task=z shows=craft; 04-13 note kind=setback task=z", "sustained"),
    ] {
        let text = format!("{SUSTAINED}\n{rest}");
        assert_eq!(status("12-31", &text), expected, "{rest}");
    }
    let confirmed = SUSTAINED.replace("impact=less", "impact=less confirmed_by=manager");
    let held = format!("{confirmed}\n04-12 note kind=setback task=x");
    assert_eq!(status("04-20", &held), "supported");
}

#[test]
fn an_open_setback_leaves_what_is_lower() {
    let text = "note task=x shows=craft impact=less; note kind=setback task=x";
    assert_eq!(status("12-31", text), "emerging");
}

// Stale.

#[test]
fn a_need_is_stale_where_its_newest_unit_is_older_than_the_two_quarters_before() {
    let text = "01-10 note shows=craft impact=less; 03-31 note shows=craft";
    assert!(!is_stale("09-30", text));
    assert!(is_stale("10-01", text));
    assert!(!is_stale("10-01", "note"), "nothing is not stale");
}

#[test]
fn what_is_below_level_keeps_nothing_fresh() {
    let goal = goal("needs: [craft]\nladder: track\nto: l5");
    let text = |level: &str| {
        format!("01-10 note shows=craft; 09-30 note shows=craft@{level}\n{goal}{LADDER}")
    };
    assert!(is_stale("10-01", &text("l4")));
    assert!(!is_stale("10-01", &text("l5")));
}

#[test]
fn a_status_stays_while_it_is_stale() {
    assert_eq!(status("12-31", SUSTAINED), "sustained");
    let need = need("+370", SUSTAINED);
    assert_eq!((word(&need, "status"), &need["stale"]), ("sustained", &Value::from(true)));
}

// Earliest.

#[test]
fn the_earliest_quarter_has_enough_before_it() {
    let unit = |day: &str| format!("{day} note task=x shows=craft impact=less");
    for (text, expected) in [
        ("note".to_owned(), "2026-Q3"),
        ("04-10 note shows=craft".to_owned(), "2026-Q3"),
        (unit("04-10"), "2026-Q3"),
        (unit("03-31"), "2026-Q2"),
        (unit("-1"), "2026-Q2"),
        (unit("-400"), "2026-Q3"),
        (format!("{}; {}", unit("01-10"), unit("04-10")), "2026-Q2"),
        (format!("{}; {}", unit("-700"), unit("-600")), "2026-Q3"),
        (SUSTAINED.to_owned(), ""),
    ] {
        assert_eq!(earliest("04-20", &text), expected, "{text}");
    }
}

#[test]
fn the_earliest_quarter_is_this_one_where_a_setback_alone_holds_a_need() {
    let text = format!("{SUSTAINED}\n04-12 note kind=setback task=x");
    assert_eq!(earliest("04-20", &text), "2026-Q2");
}

#[test]
fn the_earliest_quarter_counts_what_is_dated_after_today() {
    // A quarter that is still to come counts once it is there.
    assert_eq!(earliest("01-20", "04-10 note shows=craft impact=less"), "2026-Q2");
    assert_eq!(earliest("01-20", "07-10 note shows=craft impact=less"), "2026-Q2");
}

#[test]
fn the_earliest_quarter_waits_for_as_many_as_are_wanted() {
    for (text, expected) in [
        ("note", "2026-Q4"),
        ("03-10 note shows=craft impact=less", "2026-Q3"),
        ("-10 note shows=craft impact=less", "2026-Q3"),
        ("-500 note shows=craft impact=less", "2026-Q4"),
        ("-10 note shows=craft impact=less; 03-10 note shows=craft impact=less", "2026-Q2"),
    ] {
        assert_eq!(earliest("04-20", &with("gaps: {quarters: 3}", text)), expected, "{text}");
    }
    assert_eq!(earliest("04-20", &with("gaps: {quarters: 1}", "note")), "2026-Q2");
}

// Thresholds.

#[test]
fn other_numbers_of_units_projects_and_quarters() {
    let two =
        "01-10 note task=x shows=craft impact=less; 01-11 note task=y shows=craft impact=less";
    let one = "01-10 note task=x shows=craft impact=less";
    let twice =
        "01-10 note task=x shows=craft impact=less; 04-10 note task=x shows=craft impact=less";
    for (gaps, text, expected) in [
        ("units: 2", two, "supported"),
        ("quarters: 1", two, "sustained"),
        ("units: 3, quarters: 1", two, "supported"),
        ("projects: 3, quarters: 1", two, "emerging"),
        ("projects: 1", one, "supported"),
        ("projects: 1, quarters: 1", one, "supported"),
        ("projects: 1", twice, "sustained"),
        ("units: 4", SUSTAINED, "supported"),
        ("quarters: 3", SUSTAINED, "supported"),
        ("projects: 3", SUSTAINED, "emerging"),
    ] {
        let text = with(&format!("gaps: {{{gaps}}}"), text);
        assert_eq!(status("12-31", &text), expected, "{gaps}");
    }
}

#[test]
fn another_number_of_recent_quarters() {
    let confirmed = SUSTAINED.replacen("impact=less", "confirmed_by=manager", 1);
    let text = with("gaps: {recent: 1}", &confirmed);
    assert_eq!(status("06-30", &text), "confirmed");
    assert_eq!(status("07-01", &text), "sustained");
    let claimed = with("gaps: {recent: 1}", "03-31 note shows=craft");
    assert!(!is_stale("06-30", &claimed));
    assert!(is_stale("07-01", &claimed));
}

#[test]
fn every_threshold_at_once() {
    let text = "01-10 note task=x shows=craft confirmed_by=manager; 01-11 note task=y project=x shows=craft impact=less";
    let text = with("gaps: {units: 2, projects: 1, quarters: 1, recent: 1}", text);
    assert_eq!(status("06-30", &text), "confirmed");
    assert_eq!(status("07-01", &text), "sustained");
}

#[test]
fn evidence_of_what_fell_short_does_not_count() {
    let shown = "01-10 deliver task=x impact=less shows=craft confirmed_by=manager";
    assert_eq!(status("12-31", shown), "emerging");
    let short = format!("{shown}; 01-12 note kind=feedback task=x met_bar=missed");
    assert_eq!(status("12-31", &short), "claimed");
    assert_eq!(counting(&short), 0);
    let again = format!("{short}; 01-20 deliver task=x met_bar=met");
    assert_eq!(status("12-31", &again), "emerging");
    let praise = format!("{shown}; 01-12 note task=x met_bar=missed");
    assert_eq!(status("12-31", &praise), "emerging");
}

#[test]
fn a_frozen_goal_knows_no_later_word_on_the_bar() {
    let frozen = goal("needs: [craft]\nstate: reached\nreached_on: 2026-01-11");
    let shown = "01-10 deliver task=x impact=less shows=craft";
    for (day, expected) in [("01-11", "claimed"), ("01-12", "emerging")] {
        let text = format!("{shown}; {day} note kind=feedback task=x met_bar=missed\n{frozen}");
        assert_eq!(status("12-31", &text), expected, "{day}");
    }
}
