//! Whose a packet is: never two people's.

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::model::{Owner, Slug};
use loopbook::ownership::{SeveralOwners, usable_entries};

use loopbook::packet::Window;
use loopbook::packet::advice::advice;

use super::{made, made_for};
use crate::support::read;

/// The journal of somebody who has a manager and leads two people.
const LEADER: &str = "01-05 ask with=boss task=own impact=mine shows=craft
    01-06 ask with=noor task=calls trying=noor-wants
    01-07 deliver task=calls impact=noor-did shows=craft quote=lead-said quote_from=boss quote_ok=true
    01-08 ask with=tomas task=notes trying=tomas-wants
    01-09 deliver with=tomas task=notes impact=tomas-did shows=craft
    01-10 deliver with=noor,tomas task=calls impact=both-did shows=craft
    01-11 deliver with=boss task=own impact=mine-too shows=craft
    === loopbook.yaml\nauthor: Mira\nmanager: boss
    === people/boss.md\n---\nrelation: manager\n---
    === people/noor.md\n---\ntitle: Noor\nrelation: report\n---
    === people/tomas.md\n---\ntitle: Tomas\nrelation: report\n---
    === goals/mine.md\n---\nneeds: [craft]\nwith: boss\n---
    === goals/hers.md\n---\nneeds: [craft]\nwith: noor\n---
    === goals/his.md\n---\nneeds: [craft]\nwith: tomas\n---
    \n";

#[test]
fn a_packet_for_a_report_is_of_their_thread_alone() {
    let journal = read::journal(LEADER);
    for (goal, has, lacks) in [
        ("mine", ["mine", "mine-too"].as_slice(), ["noor", "tomas", "both"].as_slice()),
        ("hers", &["noor-did", "lead-said"], &["tomas", "mine", "both"]),
        ("his", &["tomas-did"], &["noor", "mine", "both"]),
    ] {
        let made = made(&journal, goal, "12-31", &Window::default(), None);
        for document in [&made.html, &made.markdown] {
            let document = document.to_lowercase();
            // The goal names itself.
            let document = document.replace("goals/mine", "");
            for word in has {
                assert!(document.contains(word), "{goal} lacks {word}");
            }
            for word in lacks {
                assert!(!document.contains(word), "{goal} has {word}:\n{}", made.markdown);
            }
        }
    }
}

/// Their file may be private, and with it that they are a report: the packet is about them still.
#[test]
fn a_packet_for_a_report_says_whose_it_is_and_speaks_for_them() {
    let journal = read::journal(LEADER);
    for audience in [Audience::Me, Audience::Manager] {
        let made = made_for(audience, &journal, "hers", "12-31", &Window::default(), None);
        assert_eq!(made.packet.who.name.as_deref(), Some("Noor"), "{audience:?}");
        assert_eq!(made.packet.who.by_leader.as_deref(), Some("Mira"), "{audience:?}");
        assert_eq!(made.packet.who.with, [] as [String; 0], "nobody asks a report for it");
        for document in [&made.html, &made.markdown] {
            assert!(document.contains("The next two quarters"), "{audience:?}");
            for word in ["I need from you", "I promised", "I ask of"] {
                assert!(!document.contains(word), "{audience:?}: {word}");
            }
        }
        // The plan is written to the report, and nobody is a pronoun.
        assert!(made.markdown.contains("# For Noor\n\n## The next two quarters for Noor\n"));
        let words = made.markdown.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        let pronouns = [
            "i", "me", "my", "you", "your", "he", "him", "his", "she", "her", "they", "them",
            "their",
        ];
        let found: Vec<String> = words.filter(|word| pronouns.contains(&word.as_str())).collect();
        assert!(found.is_empty(), "{found:?}: {}", made.markdown);
    }
}

/// The plan for a report names them where it is theirs, and nobody asks them to confirm their own work.
#[test]
fn the_plan_for_a_report_is_written_to_them_and_asks_nothing_of_them() {
    let shown = "05-01 deliver with=noor task=calls2 impact=again shows=craft";
    let unnamed = LEADER.replace("author: Mira\n", "");
    for (journal, leader) in [(LEADER, "Mira"), (&*unnamed, "the manager")] {
        for keys in ["needs: [craft]", "needs: [craft]\nto: lead\nby: 2026-12-31"] {
            let text =
                journal.replacen("needs: [craft]\nwith: noor", &format!("{keys}\nwith: noor"), 1);
            let journal = read::journal(&text.replacen(
                "=== loopbook",
                &format!("{shown}\n    === loopbook"),
                1,
            ));
            let made = made(&journal, "hers", "06-01", &Window::default(), None);
            let plan = made.packet.plan.as_ref().expect("a plan");
            assert_eq!((plan.with.as_str(), plan.script.len()), ("Noor", 0), "{leader}: {keys}");
            assert_eq!(plan.unconfirmed.len(), 1, "{leader}: {keys}");
            assert_eq!(made.packet.who.by_leader.as_deref(), Some(leader));
            for document in [&made.html, &made.markdown] {
                assert!(
                    document.contains(&format!("Not confirmed yet by {leader}: ")),
                    "{document}"
                );
                assert!(document.contains("The next two quarters for Noor"), "{document}");
                for word in ["For Noor to confirm", "I need from you", "I promised", "I ask of"] {
                    assert!(!document.contains(word), "{leader}: {word}");
                }
            }
        }
    }
}

#[test]
fn nothing_of_another_report_is_counted() {
    let journal = read::journal(LEADER);
    let made = made(&journal, "hers", "12-31", &Window::default(), None);
    let ledger = made.packet.ledger.expect("a ledger");
    assert_eq!(ledger.sums[0], "1 task, delivered");
    assert_eq!(made.packet.who.name.as_deref(), Some("Noor"));
    assert_eq!(made.packet.who.by_leader.as_deref(), Some("Mira"));
    assert_eq!(made.packet.growth.expect("her thread").with, "Noor");
}

#[test]
fn a_goal_of_two_reports_is_refused() {
    let text =
        format!("{LEADER}=== goals/theirs.md\n---\nneeds: [craft]\nwith: [noor, tomas]\n---\n");
    let folder = crate::support::folder::folder(&crate::support::notation::files(&text));
    let read = loopbook::read::read(folder.path(), None);
    let errors: Vec<_> = read.diagnostics.iter().filter(|found| found.is_error()).collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].code.as_str(), "goal-owner");
    let journal = read.journal.expect("a journal");
    let theirs = journal.goal("theirs").expect("the goal");
    let people = vec![Slug::new("noor"), Slug::new("tomas")];
    let refused = Err(SeveralOwners { goal: theirs.id.clone(), people });
    assert_eq!(theirs.owner, Owner::Unclear);
    assert_eq!(usable_entries(&journal, theirs), refused);
}

#[test]
fn without_with_a_goal_is_about_whose_threads_name_it() {
    const PEOPLE: &str = "=== people/noor.md\n---\nrelation: report\n---
        === people/tomas.md\n---\nrelation: report\n---
        === goals/g.md\n---\nneeds: [craft]\n---
        === goals/other.md\n---\n---\n";
    let of = |entries: &str| {
        let journal = read::journal(&format!("{entries}\n{PEOPLE}"));
        journal.goal("g").expect("the goal").owner.clone()
    };
    let noor = || Owner::Report(Slug::new("noor"));
    assert_eq!(of("01-05 ask with=noor goal=g"), noor());
    assert_eq!(of("01-05 ask with=noor goal=g task=x; deliver task=x goal=g"), noor());
    assert_eq!(of("01-05 ask with=noor goal=g; ask with=tomas goal=g"), Owner::Author);
    assert_eq!(of("01-05 ask with=noor goal=g; ask with=boss goal=g"), Owner::Author);
    assert_eq!(of("01-05 ask with=noor goal=other"), Owner::Author);
    assert_eq!(of(""), Owner::Author);
}

#[test]
fn of_says_whose_a_goal_is_and_with_where_it_names_reports_only() {
    const PEOPLE: &str = "=== people/noor.md\n---\nrelation: report\n---
        === people/tomas.md\n---\nrelation: report\n---\n";
    let of = |keys: &str| {
        let text =
            format!("01-05 ask with=noor goal=g\n{PEOPLE}=== goals/g.md\n---\n{keys}\n---\n");
        read::journal(&text).goal("g").expect("the goal").owner.clone()
    };
    let report = |name: &str| Owner::Report(Slug::new(name));
    assert_eq!(of("with: noor"), report("noor"));
    assert_eq!(of("with: [boss, noor]"), Owner::Author);
    assert_eq!(of("with: [noor, tomas]\nof: tomas"), report("tomas"));
    assert_eq!(of("with: noor\nof: me"), Owner::Author);
}

#[test]
fn a_report_s_work_never_becomes_the_authors() {
    let text = "01-05 ask with=noor task=calls
        01-06 deliver task=calls shows=craft impact=yes confirmed_by=me
        01-07 ask with=noor; 01-08 note with=noor shows=craft impact=more goal=mine
        === people/noor.md\n---\nrelation: report\n---
        === goals/hers.md\n---\nof: noor\nneeds: [craft]\n---
        === goals/mine.md\n---\nof: me\nneeds: [craft]\n---\n";
    let journal = read::journal(text);
    let goals = |at: usize| {
        journal.entries[at].goals.iter().map(|goal| goal.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!([goals(0), goals(2), goals(3)], [vec!["hers"], vec!["hers"], vec!["mine"]]);
    let own = loopbook::share::for_author(&journal, &[]);
    let analysis = loopbook::analyse::Analysis::of(&own, jiff::civil::date(2026, 2, 1));
    let counting: Vec<_> = analysis.gaps.iter().map(|gaps| gaps.needs[0].counting).collect();
    // What she delivered, and the note in her thread that names a goal of the author's, which is hers too.
    assert_eq!(counting, [2, 1]);
    assert_eq!(
        analysis.gaps[0].needs[0].units[0].grade,
        loopbook::analyse::evidence::Grade::Confirmed
    );
}

/// A packet claims no note that may be for another goal. It would be gone without a word.
#[test]
fn deliveries_that_name_no_goal_of_several_are_told_to_the_author() {
    let one = "01-05 deliver task=own impact=mine visibility=manager
        01-06 deliver task=other impact=more visibility=manager
        01-07 deliver task=named impact=most goal=mine visibility=manager
        === loopbook.yaml\nmanager: boss
        === goals/mine.md\n---\nneeds: [craft]\n---
        \n";
    let two = format!("{one}=== goals/leave.md\n---\nkind: role\n---\n");
    for (text, told) in [(one, false), (&two, true)] {
        let journal = read::journal(text);
        let made = made_for(Audience::Manager, &journal, "mine", "12-31", &Window::default(), None);
        assert_eq!(made.markdown.contains("more"), !told, "{}", made.markdown);
        let goal = journal.goal("mine").expect("it has a file");
        let said = advice(&made.packet, &journal, goal, None, date(2026, 12, 31)).join("\n");
        let wanted = "2 deliveries name no goal, and there are 2 active ones: write `goal: mine` into those that belong here";
        assert_eq!(said.contains(wanted), told, "{said}");
    }
}

/// What was ended in a talk with two reports is not in the packet of one: it is not called open or late there.
#[test]
fn what_a_talk_with_two_reports_ended_is_not_called_open() {
    let of = |last: &str| {
        let text = LEADER.replacen(
            "01-10 deliver with=noor,tomas",
            &format!(
                "01-09 ask with=noor task=more due=+19; {last}\n    01-10 deliver with=noor,tomas"
            ),
            1,
        );
        let text = text.replacen(
            "01-10 deliver with=noor,tomas task=calls impact=both-did shows=craft",
            "",
            1,
        );
        made(&read::journal(&text), "hers", "06-01", &Window::default(), None).markdown
    };
    let said = of("note with=noor");
    for word in ["| open |", "1 open", "- Open: More", ", late"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    for last in [
        "repeat with=noor,tomas",
        "repeat with=tomas,noor",
        "note with=noor,tomas task=more status=delivered",
        "note with=boss resolves=more",
    ] {
        let said = of(last);
        for word in ["| open |", "1 open", "- Open: More", ", late"] {
            assert!(!said.contains(word), "{last}: {word}: {said}");
        }
        assert!(said.contains("1 not noted as done"), "{said}");
    }
}
