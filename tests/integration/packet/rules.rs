//! The rules of the packet, each with a journal on both sides of its conditions.

use loopbook::analyse::Analysis;
use loopbook::audit::{AuditInput, audit};
use loopbook::model::vocabulary::Audience;
use loopbook::packet::{Packet, Recipient, Window};
use loopbook::pipeline;
use loopbook::share::{PacketOptions, ShareOptions, share};

use super::{made, packet};
use crate::support::{notation, read};

/// A goal that needs these, with other keys of its file.
fn goal(needs: &str, keys: &str) -> String {
    format!("=== goals/g.md\n---\nneeds: [{needs}]\n{keys}---\n")
}

fn stories(text: &str) -> String {
    let packet = packet("12-31", text);
    packet.stories.iter().map(|story| story.id.clone()).collect::<Vec<_>>().join(" ")
}

#[test]
fn stories_are_chosen_by_breadth_first() {
    // `x` shows two needs; `y` shows one of them again, confirmed and later; `z` another one.
    let text = "01-10 deliver task=x impact=less metric=n:1->2 shows=craft,reach
        02-10 deliver task=y impact=less metric=n:1->2 shows=craft confirmed_by=manager
        03-10 deliver task=z impact=less metric=n:1->2 shows=care";
    assert_eq!(stories(&format!("{text}\n{}", goal("craft, reach, care", ""))), "x z y");
    // Where each shows one, the grade decides, and then the day.
    let text = "01-10 deliver task=w impact=less metric=n:1->2 shows=craft
        01-11 deliver task=x impact=less metric=n:1->2 shows=reach
        02-10 deliver task=y impact=less metric=n:1->2 shows=care confirmed_by=manager";
    assert_eq!(stories(&format!("{text}\n{}", goal("craft, reach, care", ""))), "y x w");
    // Of one day, the first by name.
    let text = "01-10 deliver task=b impact=less metric=n:1->2 shows=craft
        01-10 deliver task=a impact=less metric=n:1->2 shows=craft";
    assert_eq!(stories(&format!("{text}\n{}", goal("craft", ""))), "a b");
}

/// Two stories have one situation only if one note took both on.
#[test]
fn a_story_has_the_situation_of_its_own_talk() {
    let told = |first: &str, second: &str| {
        let text = format!(
            "{first}; {second}; deliver task=a impact=less metric=n:1->2 shows=craft; \
             deliver task=b impact=less metric=n:1->2 shows=reach\n{}",
            goal("craft, reach", "")
        );
        let packet = packet("12-31", &text);
        let story = |id: &str| packet.stories.iter().find(|story| story.id == id).expect("a story");
        let has = |id: &str| story(id).trying.is_some() || story(id).same_as.is_some();
        [has("a"), has("b")]
    };
    assert_eq!(told("ask task=a trying=ship share_words=yes", "pivot task=b"), [true, false]);
    assert_eq!(told("ask task=a,b trying=ship share_words=yes", "note"), [true, true]);
    assert_eq!(told("ask trying=ship share_words=yes", "ask task=a,b"), [false, false]);
    // What somebody said of their own aims is theirs, whatever may be quoted of them.
    assert_eq!(told("ask task=a,b trying=ship quote_ok=yes", "note"), [false, false]);
}

/// Neither document has what somebody told of their own aims and troubles, unless the note says that it may.
#[test]
fn what_others_told_of_themselves_needs_their_word() {
    let told = |keys: &str| {
        let text = format!(
            "ask task=a trying=zaims blocking=ztroubles help=zhelp {keys}; \
             deliver task=a impact=less shows=craft; master wishes=zwish\n{}",
            goal("craft", "")
        );
        let made = made(&read::journal(&text), "g", "12-31", &Window::default(), None);
        let has = |word: &str| made.html.contains(word) || made.markdown.contains(word);
        ["zaims", "ztroubles", "zhelp", "zwish"].map(has)
    };
    assert_eq!(told("quote=q quote_from=ana quote_ok=yes"), [false; 4]);
    assert_eq!(told("share_words=no"), [false; 4]);
    assert_eq!(told("share_words=yes"), [true, true, false, false]);
}

#[test]
fn a_role_and_a_level_stand_where_their_files_say_so() {
    let of = |task: &str, person: &str| {
        let text = format!(
            "deliver task=a impact=less metric=n:1->2 shows=craft quote=good quote_from=ana quote_ok=yes\n{}\
             === tasks/a.md\n---\nsize: small\n{task}---\n=== people/ana.md\n---\ntitle: Ana\n{person}---\n",
            goal("craft", "")
        );
        let made = made(&read::journal(&text), "g", "12-31", &Window::default(), None);
        let role = made.packet.stories[0].role;
        let level = made.packet.all_quotes[0].level.clone();
        (
            role,
            level,
            made.html.contains("staff designer"),
            made.markdown.contains("staff designer"),
        )
    };
    assert_eq!(of("", ""), (None, None, false, false));
    assert_eq!(
        of("role: drove\n", "level: staff designer\n"),
        (Some("drove"), Some("staff designer".to_owned()), true, true)
    );
}

#[test]
fn three_are_told() {
    let five = "01-10 deliver task=a impact=less metric=n:1->2 shows=craft
        01-11 deliver task=b impact=less metric=n:1->2 shows=craft
        01-12 deliver task=c impact=less metric=n:1->2 shows=craft
        01-13 deliver task=d impact=less metric=n:1->2 shows=craft";
    assert_eq!(stories(&format!("{five}\n{}", goal("craft", ""))), "d c b");
    let broad = "01-10 deliver task=a impact=less metric=n:1->2 shows=n1
        01-11 deliver task=b impact=less metric=n:1->2 shows=n2
        01-12 deliver task=c impact=less metric=n:1->2 shows=n3
        01-13 deliver task=d impact=less metric=n:1->2 shows=n4";
    assert_eq!(stories(&format!("{broad}\n{}", goal("n1, n2, n3, n4", ""))), "d c b");
}

#[test]
fn the_author_pins_and_drops() {
    let text = "01-10 deliver task=a impact=less metric=n:1->2 shows=craft
        01-11 deliver task=b impact=less metric=n:1->2 shows=craft
        01-12 deliver task=c impact=less metric=n:1->2 shows=craft
        01-13 deliver task=d impact=less metric=n:1->2 shows=craft";
    let of = |keys: &str| stories(&format!("{text}\n{}", goal("craft", keys)));
    assert_eq!(of(""), "d c b");
    assert_eq!(of("packet: [a]\n"), "a d c");
    assert_eq!(of("packet: [b, a, -d]\n"), "b a c");
    assert_eq!(of("packet: -d\n"), "c b a");
    assert_eq!(of("packet:\n- \"[[a]]\"\n- \"-[[d]]\"\n"), "a c b");
    // One that has nothing to do with the goal is told where it is pinned, and only there.
    let other = "01-10 deliver task=a impact=less metric=n:1->2 goal=other
        01-11 deliver task=b impact=less metric=n:1->2 shows=craft goal=g";
    assert_eq!(stories(&format!("{other}\n{}", goal("craft", ""))), "b");
    assert_eq!(stories(&format!("{other}\n{}", goal("craft", "packet: a\n"))), "a b");
}

#[test]
fn a_need_tells_six_units_in_full_the_strongest_first() {
    let mut text = String::from("01-01 deliver task=t0 impact=less shows=craft\n");
    for day in 1..8 {
        text += &format!("01-{:02} deliver task=t{day} impact=less shows=craft\n", day + 1);
    }
    text +=
        "01-20 deliver task=v shows=craft\n01-02 deliver task=w shows=craft confirmed_by=manager";
    let packet = packet("12-31", &format!("{text}\n{}", goal("craft", "")));
    let need = &packet.needs[0];
    let told: Vec<&str> = need.units.iter().map(|unit| unit.title.as_str()).collect();
    assert_eq!(told, ["W", "T7", "T6", "T5", "T4", "T3"]);
    assert_eq!((need.more, need.more_notes.len()), (4, 4));
}

#[test]
fn what_a_note_measures_stands_once() {
    let text = "01-10 deliver task=x impact=less metric=\"n:1->2\" shows=craft,reach evidence=https://a.example";
    let packet = packet("12-31", &format!("{text}\n{}", goal("craft, reach", "")));
    let [first, second] = &packet.needs[..] else { panic!("two needs") };
    assert_eq!((first.units[0].measures.len(), first.units[0].links.len()), (0, 0));
    assert_eq!((second.units[0].measures.len(), second.units[0].links.len()), (0, 0));
    // Its measure is a result, and what it changed stands with the story; the annex refers to them.
    for need in [first, second] {
        let told = need.units[0].told.as_ref().map(|place| place.title.as_str());
        assert_eq!((told, need.units[0].impact.len()), (Some("result 1"), 0));
    }
}

/// A row of the ledger: `x 2026-01-05..2026-01-10 5 delivered`.
fn ledger(packet: &Packet) -> String {
    let rows = packet.ledger.iter().flat_map(|ledger| &ledger.rows).map(|row| {
        let day = |day: &Option<loopbook::render::views::Day>| {
            day.as_ref().map_or("not noted".to_owned(), |day| day.iso[5..].to_owned())
        };
        let days = row.days.map_or("?".to_owned(), |days| days.to_string());
        format!("{} {}..{} {days} {}", row.id, day(&row.asked), day(&row.delivered), row.status)
    });
    rows.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_ledger_counts_days_from_the_asking() {
    let of = |text: &str| ledger(&packet("12-31", &format!("{text}\n{}", goal("craft", ""))));
    assert_eq!(
        of("01-05 ask task=x\n01-10 deliver task=x impact=less"),
        "x 01-05..01-10 5 delivered"
    );
    assert_eq!(
        of("01-05 pivot task=x\n01-05 deliver task=x impact=less"),
        "x 01-05..01-05 0 delivered"
    );
    // No note asks: that is not 0 days.
    assert_eq!(of("01-10 deliver task=x impact=less"), "x not noted..01-10 ? delivered");
    assert_eq!(
        of("01-05 note task=x\n01-10 deliver task=x impact=less"),
        "x not noted..01-10 ? delivered"
    );
    assert_eq!(
        of("01-10 deliver task=x impact=less\n01-15 ask task=x"),
        "x not noted..01-10 ? delivered"
    );
    assert_eq!(of("01-05 ask task=x"), "x 01-05..not noted ? open");
    // What the task's file says comes before.
    let file = "=== tasks/x.md\n---\nasked_on: 2026-01-02\n---\n";
    assert_eq!(
        of(&format!("01-10 deliver task=x impact=less\n{file}")),
        "x 01-02..01-10 8 delivered"
    );
}

#[test]
fn the_ledger_has_what_was_done_for_the_goal() {
    let text = "01-05 ask task=x,y goal=g
        01-06 ask task=z goal=other
        01-07 deliver task=w impact=less goal=other shows=craft";
    let packet = packet("12-31", &format!("{text}\n{}", goal("craft", "")));
    assert_eq!(
        ledger(&packet),
        "x 01-05..not noted ? open, y 01-05..not noted ? open, w not noted..01-07 ? delivered"
    );
    let sums = &packet.ledger.as_ref().expect("a ledger").sums;
    assert_eq!(sums[0], "3 tasks: 1 delivered, 2 open");
    assert!(!sums.iter().any(|sum| sum.starts_with("From asking")), "{sums:?}");
}

#[test]
fn a_quote_is_shared_by_consent_and_stands_once() {
    let text =
        "01-05 deliver task=x impact=less quote=good quote_from=ana quote_ok=true shows=craft
        01-06 deliver task=x quote=secret quote_from=ana shows=craft
        01-07 note task=x quote=nobody quote_ok=true
        01-08 note task=x quote=good quote_from=ana quote_ok=true";
    let made = made(
        &read::journal(&format!("{text}\n{}", goal("craft", ""))),
        "g",
        "12-31",
        &Window::default(),
        None,
    );
    let said: Vec<&str> = made.packet.all_quotes.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(said, ["good"]);
    assert_eq!(made.packet.all_quotes[0].date.iso, "2026-01-05", "the day when it was said");
    for document in [made.html, made.markdown] {
        assert!(!document.contains("secret") && !document.contains("nobody"));
    }
}

#[test]
fn the_window_has_both_its_days_and_nothing_ahead() {
    let text = "01-05 ask task=a; 01-06 ask task=b; 01-07 ask task=c; 01-08 ask task=d";
    let journal = read::journal(&format!("{text}\n{}", goal("craft", "")));
    let of = |from: Option<&str>, to: Option<&str>, today: &str| {
        let day = |day: &str| notation::day(day).expect("a day");
        let window = Window { from: from.map(day), to: to.map(day), made: None };
        let made = made(&journal, "g", today, &window, None);
        let rows = made.packet.ledger.map(|ledger| ledger.rows).unwrap_or_default();
        rows.iter().map(|row| row.id.clone()).collect::<String>()
    };
    assert_eq!(of(None, None, "12-31"), "abcd");
    assert_eq!(of(None, None, "01-07"), "abc");
    assert_eq!(of(Some("01-06"), Some("01-07"), "12-31"), "bc");
    assert_eq!(of(Some("01-09"), None, "12-31"), "");
}

#[test]
fn what_is_missing_is_always_said() {
    let packet = packet(
        "02-15",
        &format!("01-05 deliver task=x shows=craft\n{}", goal("craft, reach", "by: 2026-03-31\n")),
    );
    let gaps: Vec<String> = packet
        .gaps
        .needs
        .iter()
        .map(|gap| format!("{} {} {:?} {}", gap.title, gap.status, gap.earliest, gap.too_late))
        .collect();
    assert_eq!(gaps, ["Reach none Some(\"2026-Q2\") true", "Craft claimed Some(\"2026-Q2\") true"]);
    let plan = packet.plan.expect("a plan");
    assert_eq!(plan.quarters, ["2026-Q1", "2026-Q2"]);
    assert!(plan.needs.iter().all(|need| need.wanted == [true, true]));
}

#[test]
fn a_bare_goal_has_a_short_and_honest_packet() {
    let journal = read::journal("=== goals/g.md\n---\n---\n");
    let made = made(&journal, "g", "12-31", &Window::default(), None);
    let Packet { case, matrix, needs, stories, ledger, growth, quotes, notes, .. } = made.packet;
    assert!(case.is_none() && matrix.is_none() && ledger.is_none() && growth.is_none());
    assert!(needs.is_empty() && stories.is_empty() && quotes.is_empty() && notes.is_empty());
    assert!(made.markdown.contains("names no competencies yet"), "{}", made.markdown);
    assert!(made.html.contains("names no competencies yet"));
}

#[test]
fn the_case_is_the_body_without_the_bars() {
    let text = "=== goals/g.md\n---\nneeds: [craft]\n---\n# g\n\nWhy *now*.\n\n## Craft\n\nThe bar.\n\n### Sub\n\nOf the bar.\n\n## More\n\nWords.\n";
    let case = packet("12-31", text).case.expect("a case");
    assert_eq!(case.markdown, "Why *now*.\n\n### More\n\nWords.");
    assert_eq!(case.html.trim(), "<p>Why <em>now</em>.</p>\n<h3>More</h3>\n<p>Words.</p>");
    let bars = "=== goals/g.md\n---\nneeds: [craft]\n---\n## Craft\n\nThe bar.\n";
    assert!(packet("12-31", bars).case.is_none());
}

/// What `packet --check` says of a packet for the manager, by its code.
fn audited(code: &str, text: &str) -> Vec<String> {
    let journal = read::journal(text);
    let today = notation::day("12-31").expect("a day");
    let goal = journal.goal("g").expect("the goal");
    let options = |audience| {
        let packet = PacketOptions::for_goal(&journal, goal, None, Some(today));
        let packet = Some(packet.expect("one person's goal"));
        ShareOptions { packet, ..ShareOptions::new(audience) }
    };
    let (own, _) = share(&journal, &[], &options(Audience::Me));
    let (shared, report) = share(&journal, &[], &options(Audience::Manager));
    let (own, shared) = (Analysis::of(&own, today), Analysis::of(&shared, today));
    let window = Window::default();
    let packet = pipeline::packet(&shared, &goal.id, &window, None, Recipient::Manager, None);
    let packet = packet.expect("the goal is in it");
    let input = AuditInput {
        journal: &journal,
        own: &own,
        shared: &shared,
        report: &report,
        goal: &goal.id,
        packet: &packet,
        file: None,
    };
    let found = audit(&input).findings.into_iter().filter(|finding| finding.code == code);
    found.map(|finding| format!("{} {}", finding.message, finding.paths.join(" "))).collect()
}

/// A name that others get as another one is found in a story too, wherever its words are from.
#[test]
fn a_name_in_a_story_is_found() {
    let people = "=== people/ana.md\n---\ntitle: Ana\nshare_as: the lead\n---\n";
    let goal = goal("craft", "visibility: manager\n");
    let note = "01-10 deliver task=x impact=less shows=craft visibility=manager";
    let named = |story: &str| {
        let task = format!("=== tasks/x.md\n---\nvisibility: manager\n---\n## Story\n\n{story}\n");
        audited("named", &format!("{note}\n{goal}{people}{task}"))
    };
    assert_eq!(named("It works now."), [""; 0]);
    let found = named("Ana said that it works now.");
    assert_eq!(found, ["your text names `Ana`, who is shared as `the lead` tasks/x.md"]);
}

#[test]
fn a_claim_that_a_hidden_note_contradicts_is_overstated() {
    let shown = "01-10 deliver task=x impact=less shows=craft visibility=manager";
    let goal = goal("craft", "visibility: manager\n");
    let judged = "01-12 note kind=feedback task=x met_bar=missed";
    let text = format!("{shown}; {judged}\n{goal}");
    let short = "`x` fell short of the bar, and the packet does not say so entries/2026-01-12-b.md";
    assert!(audited("overstated", &text).contains(&short.to_owned()));
    let shared = format!("{shown}; {judged} visibility=manager\n{goal}");
    assert_eq!(audited("overstated", &shared), [""; 0]);
    let made = packet("12-31", &shared);
    assert!(made.needs[0].units[0].missed && made.ledger.expect("a log").rows[0].missed);
    assert!(made.stories.is_empty());
}

/// A *yes* that a hidden note takes back stands in the packet, and its author is told.
#[test]
fn support_that_a_hidden_note_takes_back_is_overstated() {
    let yes = "02-01 pivot with=boss goal=g answer=yes share_words=true visibility=manager";
    let no = "02-02 pivot with=boss goal=g answer=no";
    let goal = goal("craft", "visibility: manager\n");
    let said = "the packet says that boss supports it, but they answered otherwise later \
                entries/2026-02-02-b.md";
    let found = |notes: &[&str]| audited("overstated", &format!("{}\n{goal}", notes.join("; ")));
    assert_eq!(found(&[yes, no]), [said]);
    assert_eq!(found(&[yes, &format!("{no} visibility=manager")]), [""; 0]);
    assert_eq!(found(&["01-02 pivot with=boss goal=g answer=no", yes]), [""; 0]);
}

/// What a leader named comes first, and the plan says which work is meant for what.
#[test]
fn the_plan_says_what_is_meant_for_each_competency() {
    let goal = "=== goals/g.md\n---\nto: lead\nby: 2027-12-31\nneeds: [craft, strategy]\n---\n";
    let tasks = "=== tasks/plan.md\n---\nserves: strategy\n---\n=== tasks/done.md\n---\nserves: strategy\n---\n";
    let notes = "+0 ask task=plan; deliver task=done impact=less; pivot goal=g gaps=strategy";
    let journal = read::journal(&format!("{notes}\n{goal}{tasks}"));
    let made = made(&journal, "g", "+9", &Window::default(), None);
    let plan = made.packet.plan.expect("a plan");
    let titles: Vec<&str> = plan.needs.iter().map(|need| need.title.as_str()).collect();
    assert_eq!(titles, ["Strategy", "Craft"]);
    assert_eq!(plan.needs[0].tasks, ["Plan"]);
    assert!(made.markdown.contains("- Meant for Strategy: Plan\n"), "{}", made.markdown);
    assert!(made.html.contains("Meant for it: Plan"), "{}", made.html);
}
