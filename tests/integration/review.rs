//! The review of a range of days: which work is told, in which order, and what is said of it. How the
//! journals are written is said in `support/notation.rs`.

use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::model::vocabulary::Audience;
use loopbook::render::RenderContext;
use loopbook::render::review::ReviewView;
use loopbook::review::md;
use loopbook::share::{ShareOptions, share};

use crate::support::{notation, read};

const BOSS: &str = "=== people/manager.md\n---\nrelation: manager\nvisibility: manager\n---\n";

/// The review of 2026 as Markdown, for a reader.
fn review_for(reader: Audience, today: &str, text: &str) -> String {
    let journal = read::journal(text);
    let today = notation::day(today).expect("a day");
    let (shared, _) = share(&journal, &[], &ShareOptions::new(reader).on(today));
    let analysis = Analysis::of(&shared, today);
    let ctx = RenderContext::new(&analysis);
    let days: std::ops::RangeInclusive<Date> = date(2026, 1, 1)..=date(2026, 12, 31);
    md::markdown(&ReviewView::new(&ctx, "2026".to_owned(), &days), today)
}

fn review(text: &str) -> String {
    review_for(Audience::Me, "12-31", text)
}

/// The titles of the pieces of work that are told, in order.
fn told(text: &str) -> String {
    let review = review(text);
    let titles = review.lines().filter_map(|line| line.strip_prefix("### "));
    titles.map(|title| title.split_once(". ").expect("a number").1).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(review: &str, wanted: &str) {
    assert!(review.contains(wanted), "no `{wanted}` in:\n{review}");
}

#[test]
fn the_largest_effect_stands_first() {
    for (first, second) in [
        ("impact=less confirmed_by=manager", "impact=less quote=good quote_from=wen"),
        ("impact=less quote=good quote_from=wen", "impact=less"),
        ("impact=less evidence=https://a.example metric=a:1->2", "impact=less"),
        ("impact=less size=large", "impact=less size=medium"),
        ("impact=less size=medium", "impact=less size=small"),
        ("impact=less size=small", "impact=less"),
    ] {
        // The newer of two that are alike stands first, so the better one is the older.
        let text = format!("+0 deliver task=b {first}; +9 deliver task=a {second}\n{BOSS}");
        assert_eq!(told(&text), "B A", "{first} before {second}");
    }
    assert_eq!(told("+0 deliver task=b impact=less; +9 deliver task=a impact=less"), "A B");
    assert_eq!(told("+0 deliver task=b,a impact=less"), "A B");
}

#[test]
fn three_are_told_and_up_to_five_if_somebody_else_speaks_for_them() {
    let plain = "deliver task=a,b,c,d,e,f impact=less";
    assert_eq!(told(plain), "A B C");
    says(&review(plain), "Also done: D, E, F.");
    let quoted = format!("{plain} quote=good quote_from=wen");
    assert_eq!(told(&quoted), "A B C D E");
    let four = format!(
        "{plain}; note task=d quote=good quote_from=wen; note task=e,f,a,b confirmed_by=manager"
    );
    assert_eq!(told(&format!("{four}\n{BOSS}")), "A B E F D");
}

#[test]
fn work_without_an_effect_or_short_of_the_bar_is_not_told() {
    assert_eq!(told("deliver task=a status=delivered"), "");
    says(&review("deliver task=a status=delivered"), "Also done: A.");
    let missed = review("deliver task=a impact=less; note kind=feedback task=a met_bar=missed");
    assert!(!missed.contains("A.") || missed.contains("No note names a task"), "{missed}");
    assert_eq!(told("2025-12-31 deliver task=a impact=less; +0 note"), "");
    assert_eq!(told("2027-01-01 deliver task=a impact=less"), "");
    // What is said of it later counts, up to today.
    let later = review("12-01 deliver task=a impact=less; 12-31 note task=a metric=calls:9->3");
    says(&later, "- calls: 9 → **3**");
}

#[test]
fn recurring_work_is_told_by_the_notes_of_the_time() {
    let file = "=== tasks/a.md\n---\nrepeats: quarterly\n---\n";
    let text =
        format!("2025-11-01 deliver task=a impact=old; 02-01 deliver task=a impact=new\n{file}");
    let review = review(&text);
    says(&review, "new\n");
    assert!(!review.contains("old"), "{review}");
}

/// What somebody said about their troubles is theirs: another reader gets it where its note says so.
#[test]
fn others_read_of_somebodys_troubles_only_what_may_be_handed_on() {
    let told = |more: &str| {
        let notes = format!(
            "+0 ask task=a trying=ship blocking=time visibility=manager {more}; \
             deliver task=a impact=less visibility=manager"
        );
        let of = |reader| review_for(reader, "12-31", &notes).contains("as I noted it");
        (of(Audience::Me), of(Audience::Manager))
    };
    assert_eq!(told(""), (true, false));
    assert_eq!(told("share_words=yes"), (true, true));
}

#[test]
fn work_that_nobody_had_assigned_says_how_it_came_about() {
    let notes = "+0 ask task=a size=large trying=ship blocking=time; deliver task=a impact=less; \
                 ask with=wen task=b initiative=suggested; deliver task=b impact=less; \
                 deliver task=c initiative=acted impact=less; deliver task=d impact=less";
    let review = review(notes);
    let heard =
        "What your manager wanted, as I noted it: ship. What was in the way, as I noted it: time.";
    says(&review, &format!("\n\n{heard}"));
    says(&review, "Nobody had assigned this: I started it on my own.");
    let answer = "## How I decide what to take on beyond what I am given\n\n\
                  I ask people what they are trying to do, what is in the way, and where I can help: once with \
                  your manager. From such talks came “A”. I suggested “B”. I started “C” on my own.\n";
    says(&review, answer);
    // Work that was given is no answer.
    let given = self::review("+0 ask; deliver task=d impact=less");
    assert!(!given.contains("How I decide"), "{given}");
    assert!(!given.contains("Nobody had assigned"), "{given}");
}

/// Who saw the need is said only where a note or the task's file says it.
#[test]
fn who_asked_for_work_is_named_as_far_as_notes_say() {
    let answer = "I asked where I could help, and your manager named this.";
    let asked = "\n=== tasks/a.md\n---\nasked_by: manager\n---\n";
    for (notes, file, said) in [
        ("ask task=a", asked, answer),
        ("ask task=a help=draft", "", answer),
        ("ask task=a initiative=asked", "", answer),
        ("pivot task=a", asked, "Your manager asked for this."),
        ("ask with=wen task=a", asked, "Your manager asked for this."),
        ("note", asked, "Your manager asked for this."),
        ("ask task=a", "", ""),
        ("pivot task=a", "", ""),
        ("ask help=draft; ask task=a", "", ""),
        ("ask task=a initiative=suggested", asked, "Nobody had assigned this: I suggested it."),
        ("ask task=a initiative=acted", asked, "Nobody had assigned this: I started it on my own."),
    ] {
        let review = review(&format!("{notes}; deliver task=a impact=less{file}"));
        let all = ["I asked where", "asked for this", "Nobody had assigned"];
        let told: Vec<&str> =
            review.lines().filter(|line| all.iter().any(|s| line.contains(s))).collect();
        assert_eq!(told.join("\n"), said, "{notes} {file}:\n{review}");
    }
}

/// Who suggests work or has begun it did not ask.
#[test]
fn only_talks_in_which_the_author_asked_are_counted() {
    let work = "deliver task=a impact=less";
    for (notes, counted) in [
        ("ask task=a; ask initiative=asked", "twice with your manager."),
        ("ask task=a; ask task=b initiative=suggested", "once with your manager."),
        ("ask task=a; ask task=b initiative=acted; pivot", "once with your manager."),
    ] {
        says(&review(&format!("{notes}; {work}")), &format!("where I can help: {counted}"));
    }
    let own = review(&format!("ask task=a initiative=suggested; {work}"));
    says(&own, "I suggested “A”.");
    assert!(!own.contains("I ask people"), "{own}");
}

/// What was said in a talk about other work is no reason for this one.
#[test]
fn a_situation_is_said_in_a_talk_about_that_very_work() {
    for (notes, is_told) in [
        ("ask task=a trying=ship", true),
        ("note task=a; ask task=a blocking=ship", true),
        ("ask task=a; pivot task=a trying=ship", true),
        ("ask task=b,a trying=ship", true),
        ("deliver task=a trying=ship status=started", true),
        ("ask trying=ship; ask task=a", false),
        ("ask task=b trying=ship; pivot task=a", false),
        ("ask task=a; ask with=wen task=a trying=ship", false),
        ("ask task=a; note task=a trying=ship", false),
        ("ask task=a; deliver task=a status=delivered; ask task=a trying=ship", false),
    ] {
        let review = review(&format!("{notes}; deliver task=a impact=less"));
        assert_eq!(review.contains("as I noted it: ship."), is_told, "{notes}:\n{review}");
    }
}

#[test]
fn lessons_setbacks_and_what_was_kept() {
    let notes = "+0 ask task=a due=+20; +5 note kind=setback task=a lesson=test-first; \
                 +6 note kind=update task=a; +8 note kind=update task=a resolves=a; \
                 +10 deliver task=a impact=less; +11 repeat lesson=ask-earlier; +12 ask task=b due=+13; \
                 +14 note kind=setback task=b";
    let review = review(notes);
    says(&review, "## What I learned\n\n- ask-earlier\n\n");
    says(&review, "(6 January 2026). Settled 3 days later, with 2 updates. Learned: test-first\n");
    says(&review, "(15 January 2026). Not settled yet.\n");
    says(&review, "I took on 2 tasks in talks; 1 of them is delivered. Dates kept: 1 of 2.\n");
}

#[test]
fn a_direct_reports_work_is_not_the_authors() {
    let report = "=== people/noor.md\n---\nrelation: report\n---\n";
    let notes = "+0 ask with=noor task=a; deliver task=a impact=less lesson=none; note kind=setback with=noor";
    says(
        &review(&format!("{notes}\n{report}")),
        "No note names a task that was delivered in this time.",
    );
}

/// Another reader gets what their notes say, and nothing of what hidden ones end or confirm.
#[test]
fn others_are_told_what_is_shared() {
    let shared = "visibility=manager";
    let notes = format!(
        "+0 ask task=a {shared}; deliver task=a impact=less {shared}; \
         note task=a quote=secret quote_from=wen {shared}; deliver task=b impact=hidden; \
         +20 note kind=setback task=a {shared}; note kind=update task=a resolves=a; ask task=c due=+30 {shared}"
    );
    let review = review_for(Audience::Manager, "12-31", &format!("{notes}\n{BOSS}"));
    says(&review, "### 1. A\n");
    says(&review, "No shared note says how it ended.");
    says(&review, "I took on 2 tasks in talks; 1 of them is noted as delivered.");
    for hidden in ["secret", "hidden", "Settled", "ates kept", "### 2"] {
        assert!(!review.contains(hidden), "{hidden} in:\n{review}");
    }
}
