//! What is new since an earlier packet.

use loopbook::model::vocabulary::Audience;
use loopbook::packet::baseline::{BaselineError, SCHEMA};
use loopbook::packet::{Baseline, Window};

use super::{Made, made};
use crate::support::read;

const GOAL: &str = "=== goals/g.md\n---\nneeds: [craft, reach]\n---\n";
const BEFORE: &str = "01-05 ask with=boss task=x
    01-10 deliver task=x impact=less metric=n:1->2 shows=craft
    01-12 ask with=boss task=y
    01-20 note task=x quote=good quote_from=ana quote_ok=true";

fn later(more: &str) -> Made {
    let before = read::journal(&format!("{BEFORE}\n{GOAL}"));
    let frozen = Baseline::of(&made(&before, "g", "01-31", &Window::default(), None).packet);
    let json = frozen.json();
    let read = Baseline::read(json.as_bytes(), "g", Audience::Me).expect("what was written");
    assert_eq!(read, frozen, "what is kept is read as it was");
    let now = read::journal(&format!("{BEFORE}\n{more}\n{GOAL}"));
    made(&now, "g", "05-31", &Window::default(), Some(&read))
}

#[test]
fn nothing_is_new_where_nothing_is() {
    let made = later("");
    assert!(made.packet.new_since.as_ref().expect("a comparison").is_empty());
    assert!(made.markdown.contains("## New since 31 January 2026\n\nNothing.\n"));
    assert!(!made.html.contains("class=\"new\""));
}

#[test]
fn what_moved_is_marked_where_it_stands_and_summed_up() {
    let made = later(
        "04-10 deliver task=y impact=more metric=n:1->2 shows=craft confirmed_by=boss
        04-11 note task=y quote=better quote_from=ana quote_ok=true",
    );
    let packet = &made.packet;
    let fresh = packet.new_since.as_ref().expect("a comparison");
    let needs: Vec<_> = fresh
        .needs
        .iter()
        .map(|need| (need.title.as_str(), need.was.as_deref(), need.now))
        .collect();
    assert_eq!(needs, [("Craft", Some("emerging"), "sustained")]);
    assert_eq!(packet.needs[0].was.as_deref(), Some("emerging"));
    let units: Vec<_> = fresh.needs[0].units.iter().map(|unit| unit.title.as_str()).collect();
    assert_eq!(units, ["Y"]);
    let marked: Vec<_> = packet.needs[0].units.iter().map(|unit| unit.is_new).collect();
    assert_eq!(marked, [true, false]);
    assert_eq!(fresh.delivered, ["Y"]);
    assert_eq!(fresh.quotes, 1);
    assert!(packet.all_quotes[0].is_new && !packet.all_quotes[1].is_new);
    let told: Vec<_> = packet.stories.iter().map(|s| (s.id.as_str(), s.is_new)).collect();
    assert_eq!(told, [("y", true), ("x", false)]);
    assert!(
        made.html.contains("was emerging") && made.markdown.contains("emerging → **sustained**")
    );
}

#[test]
fn a_stronger_grade_is_new_too() {
    let made = later("01-31 deliver task=x shows=craft confirmed_by=manager");
    let fresh = made.packet.new_since.expect("a comparison");
    let units: Vec<_> = fresh.needs[0]
        .units
        .iter()
        .map(|unit| (unit.title.as_str(), unit.was.as_deref(), unit.grade))
        .collect();
    assert_eq!(units, [("X", Some("backed"), "confirmed")]);
}

#[test]
fn what_got_worse_is_said_as_well() {
    // A setback on a task of its units holds a need at what it was before.
    const SUSTAINED: &str = "01-10 deliver task=x impact=less shows=craft
        04-10 deliver task=x impact=less shows=craft
        04-11 deliver task=y impact=less shows=craft";
    let before = read::journal(&format!("{SUSTAINED}\n{GOAL}"));
    let frozen = Baseline::of(&made(&before, "g", "05-31", &Window::default(), None).packet);
    let now = read::journal(&format!("{SUSTAINED}\n06-01 note task=x kind=setback\n{GOAL}"));
    let made = made(&now, "g", "06-30", &Window::default(), Some(&frozen));
    let need = &made.packet.new_since.expect("a comparison").needs[0];
    assert_eq!((need.was.as_deref(), need.now), (Some("sustained"), "supported"));
    let [setback] = &made.packet.setbacks[..] else { panic!("one setback") };
    assert!(setback.settled.is_none() && made.packet.gaps.setbacks.is_empty());
}

#[test]
fn another_file_is_refused() {
    let journal = read::journal(&format!("{BEFORE}\n{GOAL}"));
    let frozen = Baseline::of(&made(&journal, "g", "01-31", &Window::default(), None).packet);
    let other = Baseline::read(frozen.json().as_bytes(), "h", Audience::Me);
    assert!(matches!(other, Err(BaselineError::OtherGoal(goal)) if goal == "g"));
    let public = Baseline::read(frozen.json().as_bytes(), "g", Audience::Public);
    assert!(
        matches!(public, Err(BaselineError::OtherReader(_))),
        "another reader's tells too much"
    );
    let newer = Baseline { packet: SCHEMA + 1, ..frozen }.json();
    assert!(matches!(
        Baseline::read(newer.as_bytes(), "g", Audience::Me),
        Err(BaselineError::Newer(_))
    ));
    assert!(matches!(Baseline::read(b"{}", "g", Audience::Me), Err(BaselineError::Other(_))));
}
