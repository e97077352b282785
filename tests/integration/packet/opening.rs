//! The rules of the first pages and of the annex, each with a journal on both sides of its conditions.

use loopbook::packet::{OpeningBlock, Packet, PacketResult, ReadinessRow};

use super::packet;

fn goal(needs: &str, keys: &str, text: &str) -> String {
    format!("=== goals/g.md\n---\nneeds: [{needs}]\n{keys}---\n{text}\n")
}

fn blocks(packet: &Packet) -> impl Iterator<Item = &OpeningBlock> {
    packet.opening.sections.iter().flat_map(|section| &section.blocks)
}

fn results(packet: &Packet) -> Vec<&PacketResult> {
    blocks(packet).flat_map(|block| &block.results).collect()
}

fn rows(packet: &Packet) -> Vec<&ReadinessRow> {
    blocks(packet).flat_map(|block| &block.readiness).flat_map(|table| &table.rows).collect()
}

/// Somebody supports a goal only in their own word, and only if it may be handed on.
#[test]
fn support_takes_a_yes_that_may_be_handed_on() {
    let of = |keys: &str| {
        let text = format!("01-05 pivot with=ana {keys}\n{}", goal("craft", "", ""));
        let packet = packet("02-01", &text);
        let support = blocks(&packet).flat_map(|block| &block.decision);
        let support = support.flat_map(|decision| &decision.support);
        support.map(|own| format!("{} {}", own.who, own.date.iso)).collect::<Vec<_>>()
    };
    assert_eq!(of("goal=g answer=yes share_words=yes"), ["ana 2026-01-05"]);
    assert_eq!(of("goal=g answer=yes"), [""; 0]);
    assert_eq!(of("goal=g answer=yes quote=good quote_from=ana quote_ok=yes"), [""; 0]);
    assert_eq!(of("goal=g answer=partly share_words=yes"), [""; 0]);
    assert_eq!(of("goal=other answer=yes share_words=yes"), [""; 0]);
    // What they answered last is what they say.
    assert_eq!(
        of("goal=g answer=yes share_words=yes; 01-06 pivot with=ana goal=g answer=later"),
        [""; 0]
    );
    assert_eq!(
        of("goal=g answer=no; 01-06 pivot with=ana goal=g answer=yes share_words=yes"),
        ["ana 2026-01-06"]
    );
    // So does a written answer, by whoever is said to have given it.
    let written = "01-07 note kind=feedback with=ben goal=g quote_from=ana";
    for (keys, expected) in [
        ("recommends=yes quote_ok=yes", &["ana 2026-01-07"][..]),
        ("recommends=yes", &[]),
        ("recommends=partly quote_ok=yes", &[]),
        ("recommendation=good quote_ok=yes", &["ana 2026-01-05"]),
    ] {
        let said = of(&format!("goal=g answer=yes share_words=yes; {written} {keys}"));
        assert_eq!(said, expected, "{keys}");
    }
    assert_eq!(of("; 01-07 note kind=feedback goal=g recommends=yes quote_ok=yes"), [""; 0]);
}

/// Somebody's words stand under *Recommendation* only if they may, after those of the goal's file.
#[test]
fn a_recommendation_takes_consent_and_a_name() {
    let of = |notes: &str, text: &str| {
        let packet = packet("02-01", &format!("{notes}\n{}", goal("craft", "", text)));
        let section = packet.opening.sections.iter().find(|own| own.anchor == "recommendation");
        let section = section.expect("a section");
        let own = |block: &OpeningBlock| {
            let words = block.text.iter().map(|text| text.plain.clone());
            let others = block.recommendations.iter();
            let others = others.map(|own| format!("{}: {}", own.who, own.paragraphs.join("|")));
            words.chain(others).collect::<Vec<_>>()
        };
        let said = section.blocks.iter().flat_map(own).collect::<Vec<_>>();
        (said, section.to_write.is_some())
    };
    let note = |day: &str, keys: &str| format!("{day} note kind=feedback goal=g {keys}");
    let room = (vec![], true);
    assert_eq!(of(&note("01-05", "recommendation=good quote_from=ana"), ""), room);
    assert_eq!(of(&note("01-05", "recommendation=good quote_ok=yes"), ""), room);
    let other = "01-05 note goal=other recommendation=good quote_from=ana quote_ok=yes";
    assert_eq!(of(other, ""), room);
    let good = note("01-05", "recommendation=good quote_from=ana quote_ok=yes");
    let said = |words: &[&str]| (words.iter().map(|own| (*own).to_owned()).collect(), false);
    assert_eq!(of(&good, ""), said(&["ana: good"]));
    assert_eq!(of(&good, "## Recommendation\n\nzfile"), said(&["zfile", "ana: good"]));
    // Of each person the newest; the oldest of them first.
    let more = format!(
        "{good}\n{}\n{}",
        note("01-06", "recommendation=fine quote_from=ben quote_ok=yes"),
        note("01-07", "recommendation=better quote_from=ana quote_ok=yes")
    );
    assert_eq!(of(&more, ""), said(&["ben: fine", "ana: better"]));
}

#[test]
fn results_are_the_strongest_and_begin_with_a_number() {
    let of = |text: &str| {
        let packet = packet("12-31", &format!("{text}\n{}", goal("craft", "", "")));
        let line = |own: &&PacketResult| match &own.measure {
            Some(measure) => format!("{} {}→{}", own.id, measure.before, measure.after),
            None => format!("{} {}", own.id, own.impact.clone().unwrap_or_default()),
        };
        results(&packet).iter().map(line).collect::<Vec<_>>()
    };
    let backed =
        "01-05 deliver task=a impact=ia shows=craft; 01-06 deliver task=b impact=ib shows=craft";
    // Of equals, the newest; then a measure; then who confirms it; then there are three.
    assert_eq!(of(backed), ["b ib", "a ia"]);
    let measured = format!("{backed} metric=n:1->2");
    assert_eq!(of(&measured), ["b 1→2", "a ia"]);
    let confirmed =
        format!("{measured}\n01-01 deliver task=c impact=ic shows=craft confirmed_by=manager");
    assert_eq!(of(&confirmed), ["c ic", "b 1→2", "a ia"]);
    let four =
        format!("{confirmed}\n01-02 deliver task=d impact=id shows=craft confirmed_by=manager");
    assert_eq!(of(&four), ["d id", "c ic", "b 1→2"]);
    // Work for something else is no result of this goal.
    assert_eq!(of("01-05 deliver task=a impact=ia goal=other"), [""; 0]);
}

#[test]
fn readiness_compares_both_levels_in_at_most_eight_rows() {
    let ladder = "=== ladders/l.yaml\ntitle: L\nlevels: [junior, senior]\n\
        competencies: [{id: craft, title: Craft, expects: {junior: less, senior: more}}]\n";
    let notes = "01-05 deliver task=a impact=ia shows=craft@senior confirmed_by=manager
        01-06 deliver task=b impact=ib shows=craft@junior; 01-07 deliver task=c shows=craft@senior";
    let keys = "ladder: l\nfrom: junior\nto: senior\n";
    let made = packet("02-01", &format!("{notes}\n{}{ladder}", goal("craft", keys, "")));
    let [row] = rows(&made)[..] else { panic!("one row: {:?}", made.opening) };
    assert_eq!((row.now.as_deref(), row.next.as_deref()), (Some("less"), Some("more")));
    assert_eq!((row.proof.as_deref(), row.result), (Some("A"), Some(1)));
    assert_eq!(row.confirmed_by, ["your manager"]);
    assert_eq!(row.lower, ["Junior: B"]);
    assert!(made.needs[0].bar.is_none(), "the table says it");

    // What was delivered again in a later quarter, or other work of that name, is another result than the proof.
    let proof = |text: &str| {
        let made = packet("12-31", &format!("{text}\n{}", goal("craft", "", "")));
        let [row] = rows(&made)[..] else { panic!("one row: {:?}", made.opening) };
        (row.proof.clone(), row.result)
    };
    let first = "01-05 deliver task=a impact=ia shows=craft confirmed_by=manager";
    let a = |number| (Some("A".to_owned()), number);
    assert_eq!(proof(&format!("{first}; 05-05 note task=a metric=n:1->2")), a(Some(1)));
    assert_eq!(proof(&format!("{first}; 01-06 deliver task=a impact=again")), a(Some(1)));
    assert_eq!(proof(&format!("{first}; 05-05 deliver task=a impact=again")), a(None));
    let alike = "=== tasks/a.md\n---\ntitle: Same\n---\n=== tasks/b.md\n---\ntitle: Same\n---\n";
    let named = format!(
        "{first}; 05-05 deliver task=b impact=ib confirmed_by=manager goal=g metric=n:1->2"
    );
    assert_eq!(proof(&format!("{named}\n{alike}")), (Some("Same".to_owned()), Some(2)));

    let nine = "n1, n2, n3, n4, n5, n6, n7, n8, n9";
    let made = packet("02-01", &goal(nine, "", "## N9\n\nThe last bar."));
    assert_eq!(rows(&made).len(), 8);
    assert_eq!(made.needs[8].bar.as_deref(), Some("The last bar."), "the annex says it");
}

/// What a talk tells is somebody else's, and so is a paragraph that names them or quotes.
#[test]
fn a_story_has_the_authors_own_paragraphs() {
    let words = |count: usize| vec!["word"; count].join(" ");
    let of = |notes: &[(&str, &str, String)]| {
        let notes = notes.iter().map(|(day, keys, text)| {
            format!("=== entries/2026-{day}-x.md\n---\ntask: a\n{keys}\n---\n{text}\n")
        });
        let text = format!(
            "=== people/ana.md\n---\ntitle: Ana\n---\n{}{}",
            notes.collect::<String>(),
            goal("craft", "", "")
        );
        let packet = packet("12-31", &text);
        // One that would say no more than its result is left out, and its author is told.
        assert_eq!(packet.stories.is_empty(), packet.untold.len() == 1);
        packet.stories.first().and_then(|story| story.text.as_ref()).map_or(0, |text| text.words)
    };
    let done = "step: deliver\nimpact: less\nshows: craft";
    assert_eq!(of(&[("01-05", done, words(40))]), 40);
    assert_eq!(of(&[("01-05", done, words(29))]), 0, "no story yet");
    assert_eq!(of(&[("01-05", done, words(121))]), 0, "nothing is cut");
    assert_eq!(of(&[("01-05", done, format!("{}\n\n{}", words(90), words(40)))]), 90);
    assert_eq!(of(&[("01-04", "step: ask", words(50)), ("01-05", done, words(40))]), 40);
    assert_eq!(of(&[("01-04", "title: A", words(50)), ("01-05", done, words(40))]), 90);
    // What it introduces or shows would be missing.
    for unsaid in ["This is how:", "![[chart.png]]", "![[2026-01-05-x]]"] {
        assert_eq!(of(&[("01-05", done, format!("{} {unsaid}\n\n{}", words(40), words(30)))]), 30);
    }
    let link = format!("[{}](https://example.org)", words(40));
    assert_eq!(of(&[("01-05", done, format!("{link}\n\n{}", words(30)))]), 30);
    for other in ["Ana said so.", "She said so.", "It was “fine”."] {
        assert_eq!(of(&[("01-05", done, format!("{} {other}\n\n{}", words(40), words(30)))]), 30);
    }
}

#[test]
fn a_setback_says_what_came_of_it() {
    let text = "01-05 deliver task=a impact=ia shows=craft; 01-06 note kind=setback task=a lesson=zslow
        01-07 note kind=update task=a; 01-09 note kind=update task=a resolves=a; 01-10 note kind=setback task=b goal=other";
    let made = packet("02-01", &format!("{text}\n{}", goal("craft", "", "")));
    let [setback] = &made.setbacks[..] else { panic!("{:?}", made.setbacks) };
    assert_eq!(setback.tasks, ["A"]);
    assert_eq!((setback.updates, setback.days), (2, Some(3)));
    assert_eq!(setback.lessons, ["zslow"]);
}

/// A quarter that is nearly over is no promise.
#[test]
fn an_earliest_quarter_needs_more_than_fourteen_days() {
    let text = "2025-11-05 deliver task=a impact=ia shows=craft; 2025-11-06 deliver task=b impact=ib shows=craft";
    let of = |today: &str| {
        let made = packet(today, &format!("{text}\n{}", goal("craft", "by: 2026-12-31\n", "")));
        (made.gaps.needs[0].earliest.clone(), made.gaps.outlook.is_some())
    };
    assert_eq!(of("03-17"), (Some("2026-Q1".to_owned()), true));
    assert_eq!(of("03-18"), (None, false));
}

/// The sections of the goal's file that have a place of their own are not the case.
#[test]
fn the_goals_file_has_sections_with_a_place() {
    let text =
        "zcase\n\n## Why now\n\nznow\n\n## Recommendation\n\nzword\n\n## Growth areas\n\nzgrow";
    let made = packet("02-01", &goal("craft", "", text));
    assert_eq!(made.case.as_ref().map(|case| case.markdown.as_str()), Some("zcase"));
    let section = |anchor: &str| {
        let section = made.opening.sections.iter().find(|section| section.anchor == anchor);
        let block = section.and_then(|section| section.blocks.first());
        block.and_then(|block| block.text.as_ref()).map(|text| text.plain.clone())
    };
    assert_eq!(section("why-now").as_deref(), Some("znow"));
    assert_eq!(section("recommendation").as_deref(), Some("zword"));
    assert_eq!(section("growth-areas").as_deref(), Some("zgrow"));
    assert_eq!(section("against"), None);
}

/// A story that would only refer to a result is no story: the next one is told instead.
#[test]
fn a_story_says_more_than_its_result() {
    let of = |done: &str| {
        let text = format!(
            "01-05 deliver task=a {done} shows=craft confirmed_by=manager
            01-06 deliver task=b impact=more metric=n:1->2 shows=craft\n{}",
            goal("craft", "", "")
        );
        let packet = packet("02-01", &text);
        let told = packet.stories.iter().map(|story| story.id.clone()).collect::<Vec<_>>();
        let untold: Vec<String> = packet.untold.iter().map(ToString::to_string).collect();
        (told.join(" "), untold.join(" "))
    };
    let (nothing, told) = (String::new(), |told: &str| told.to_owned());
    assert_eq!(of("impact=less"), (told("b"), told("a")));
    assert_eq!(of("impact=less evidence=https://a.example"), (told("b"), told("a")));
    assert_eq!(of("impact=less metric=n:1->2"), (told("a b"), nothing));
    let file = "=== tasks/a.md\n---\nsize: small\n---\n## Story\n\nI did it.\n";
    let text =
        format!("01-05 deliver task=a impact=less shows=craft\n{}{file}", goal("craft", "", ""));
    assert_eq!(packet("02-01", &text).stories.len(), 1, "the author tells it");
}

/// Where what is wanted is past, a document does not ask for it by then; and dates have their year.
#[test]
fn the_request_says_by_when_with_its_year() {
    let of = |today: &str| {
        let text = goal("craft", "to: senior\nby: 2026-06-30\n", "");
        packet(today, &text).who.ask.expect("a request")
    };
    assert_eq!(of("06-30"), "Promotion to Senior, by 30 June 2026");
    assert_eq!(of("07-01"), "Promotion to Senior; it was wanted by 30 June 2026");
}

/// The sums of the request log say what is true of so few.
#[test]
fn half_of_two_tasks_is_not_counted() {
    let spans = |days: &[u32]| {
        let notes = days.iter().enumerate().map(|(at, days)| {
            format!(
                "01-01 ask task=t{at} with=ana; 01-{:02} deliver task=t{at} impact=i{at} goal=g\n",
                days + 1
            )
        });
        let made =
            packet("02-01", &format!("{}{}", notes.collect::<String>(), goal("craft", "", "")));
        made.ledger.expect("a log").sums
    };
    assert_eq!(spans(&[3]), ["1 task, delivered", "From request to delivery: 3 days"]);
    assert_eq!(
        spans(&[3, 9])[..2],
        ["2 tasks, all delivered", "From request to delivery: 3 to 9 days"]
    );
    let half = |days: &[u32]| spans(days)[1].rsplit(' ').next().map(ToOwned::to_owned);
    assert_eq!(half(&[1, 2, 9, 20]).as_deref(), Some("2"), "two of four");
    assert_eq!(half(&[1, 2, 5, 9, 20]).as_deref(), Some("5"), "three of five");
}

/// A packet is for somebody who is here, and tells nobody that somebody was told who was not there yet.
#[test]
fn who_has_left_is_asked_nothing() {
    let said = |keys: &str| {
        let people = "=== people/ana.md\n---\nrelation: manager\nuntil: +30\n---\n\
                      === people/ben.md\n---\nrelation: skip-level\nsince: +20\n---\n\
                      === loopbook.yaml\nmanager: ana\n";
        let text = people.to_owned();
        let of = |today: &str| {
            packet(today, &goal("craft", &format!("with: [ana, ben]\n{keys}"), &text))
        };
        let said = |packet: Packet| {
            let plan = packet.plan.expect("a plan");
            format!("{} {} {}", packet.who.reader, packet.who.with.join(","), plan.with)
        };
        [said(of("+30")), said(of("+31"))]
    };
    assert_eq!(said("by: 2026-12-31\nto: senior\n"), ["ana ana,ben ana", "ben ben ben"]);
    assert_eq!(said(""), ["ana ana,ben ana", "ben ben ben"]);
    assert_eq!(said("shared_on: +10\n"), ["ana ana ana", "ben ana ben"]);
}

/// A later version is not said to fall short, while nobody compared it with the bar.
#[test]
fn the_request_log_tells_which_version_fell_short() {
    let short = "01-05 ask task=a; 01-06 deliver task=a met_bar=missed shows=craft";
    let log = |text: &str| {
        let text = format!("{text}\n{}", goal("craft", "", ""));
        let made = super::made(
            &crate::support::read::journal(&text),
            "g",
            "02-01",
            &Default::default(),
            None,
        );
        assert_eq!(
            made.html.contains("after a version that"),
            made.markdown.contains("after a version that")
        );
        made.markdown
    };
    assert!(log(short).contains("[2], fell short of the bar |"), "{}", log(short));
    let again = log(&format!("{short}; 01-07 deliver task=a impact=ia"));
    assert!(again.contains(", after a version that fell short of the bar |"), "{again}");
}
