//! The coil as a chart: what its shape says of loops, few and many, short and long.

use jiff::civil::date;
use loopbook::analyse::Analysis;
use loopbook::model::vocabulary::Audience;
use loopbook::render::RenderContext;
use loopbook::render::charts::coil::{Coil, newest, of_managers, years};
use loopbook::render::charts::turn::Turn;
use loopbook::share::{ShareOptions, for_author, share};

use crate::support::read::journal;

const TODAY: jiff::civil::Date = date(2026, 11, 21);

/// What becomes of the manager's thread.
fn with<T>(text: &str, look: impl Fn(&RenderContext<'_>, &loopbook::analyse::Thread) -> T) -> T {
    let journal = journal(text);
    let shared = for_author(&journal, &[]);
    let last = journal.entries.last().map(|entry| entry.date);
    let analysis = Analysis::of(&shared, last.max(Some(TODAY)).expect("a day"));
    let ctx = RenderContext::new(&analysis);
    look(&ctx, analysis.timeline.thread("manager").expect("the manager's thread"))
}

fn coil(text: &str) -> Coil {
    with(text, |ctx, thread| newest(ctx, thread).expect("a loop"))
}

/// Each loop's marks: capital where it is held, small where it was left out, `.` where it is ahead.
fn marks(coil: &Coil) -> Vec<String> {
    let mark = |mark: &loopbook::render::charts::turn::StepMark| match mark.state {
        "held" => mark.step[..1].to_uppercase(),
        "skipped" => mark.step[..1].to_owned(),
        _ => ".".to_owned(),
    };
    coil.turns.iter().map(|own| own.turn.marks.iter().map(mark).collect()).collect()
}

/// Text for a loop that began so many days from the first of the year, and was closed so many days
/// later, as files, for there may be more of them than letters.
fn closed(from: i32, days: i32) -> String {
    let entry = |after: i32, keys: &str| {
        let day = date(2026, 1, 1).saturating_add(jiff::Span::new().days(from + after));
        let name = keys.replace([':', ' ', '\n'], "-");
        format!("=== entries/{day}-{from}-{name}.md\n---\n{keys}\n---\n")
    };
    entry(0, "step: ask\nloop: new")
        + &entry(days / 2, "step: deliver")
        + &entry(days, "step: repeat")
}

/// Where a path ends.
fn end(path: &str) -> (f64, f64) {
    let mut numbers = path.rsplit(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    let mut next = || numbers.next().and_then(|number| number.parse().ok()).expect("a number");
    let y = next();
    (next(), y)
}

fn near((x, y): (f64, f64), to: (f64, f64)) -> bool {
    (x - to.0).abs() < 0.2 && (y - to.1).abs() < 0.2
}

#[test]
fn an_open_loop_is_an_open_arc_and_a_closed_one_is_a_whole_turn() {
    let both = coil("01-05 ask\n01-20 repeat\n02-01 ask\n02-20 deliver");
    let [closed, open] = both.turns.as_slice() else { panic!("{both:?}") };
    assert_eq!((closed.state, open.state), ("closed", "open"));
    assert_eq!(closed.turn.ahead, "");
    assert!(open.turn.reached.starts_with('M') && open.turn.ahead.starts_with('M'));
    let turn = &open.turn;
    assert!(near(end(&turn.reached), (turn.x, turn.y - turn.radius)), "at deliver: {turn:?}");
    assert!(near(end(&turn.ahead), (turn.x, turn.y + turn.radius)), "at the bottom: {turn:?}");
    assert!(near(end(&both.line), (turn.x, turn.y + turn.radius)), "{}", both.line);
}

#[test]
fn steps_are_held_left_out_or_ahead() {
    assert_eq!(marks(&coil("ask; deliver")), ["mAD.."]);
    assert_eq!(marks(&coil("master; ask; deliver; pivot; repeat")), ["MADPR"]);
    assert_eq!(marks(&coil("deliver; repeat; pivot")), ["maDpR", "madP."]);
    assert_eq!(marks(&coil("pivot; deliver")), ["maDP."]);
}

#[test]
fn loops_that_overlap_in_time_overlap_and_others_do_not() {
    let overlap =
        "01-05 ask task=a size=large\n03-01 ask task=b loop=new\n06-01 deliver task=a impact=yes";
    let overlap = coil(overlap);
    let [first, second] = overlap.turns.as_slice() else { panic!("{overlap:?}") };
    assert!(second.turn.x > first.turn.x);
    let apart = coil(&(closed(0, 60) + &closed(90, 60) + &closed(180, 60)));
    for two in apart.turns.windows(2) {
        let between = two[1].turn.x - two[0].turn.x;
        assert!(between > two[0].turn.radius + two[1].turn.radius, "{apart:?}");
    }
}

/// Eight loops that overlap in time, each by other lengths: of one begins the next when it is half done.
fn overlapping(step: i32) -> String {
    let entry = |from: i32, keys: &str| {
        let day = date(2026, 1, 1).saturating_add(jiff::Span::new().days(from));
        let name = keys.replace([':', ' ', '\n'], "-");
        format!("=== entries/{day}-{name}.md\n---\n{keys}\n---\n")
    };
    let own = |at: i32| {
        let task = format!("task: the-work-of-{at}");
        entry(at * step, &format!("step: ask\nloop: new\n{task}"))
            + &entry(
                at * step + step * (1 + at % 3),
                &format!("step: deliver\n{task}\nimpact: less"),
            )
    };
    (0..8).map(own).collect()
}

#[test]
fn no_name_or_number_of_a_turn_lies_on_the_line_or_the_marks_of_another() {
    // About what a letter of 12 units takes, less than the drawing reckons with.
    let covers = |line: &loopbook::render::charts::coil::TextLine, size: f64, x: f64, y: f64| {
        let half = line.text.chars().count() as f64 * 3.0 * size;
        (x - line.x).abs() < half && (line.y - 9.0 * size..line.y).contains(&y)
    };
    let mut overlaps = 0;
    for step in [3, 5, 8, 12, 20, 40] {
        let coil = coil(&overlapping(step));
        for own in &coil.turns {
            let inside = own.title.iter().map(|line| (line, 1.0));
            let inside = inside.chain(own.number_at.iter().map(|line| (line, 1.4)));
            for (line, size) in inside {
                for other in coil.turns.iter().filter(|other| other.number != own.number) {
                    let Turn { x, y, radius, marks, .. } = &other.turn;
                    overlaps += i32::from((own.turn.x - x).abs() < own.turn.radius + radius);
                    let mark = marks.iter().find(|mark| covers(line, size, mark.x, mark.y));
                    assert!(mark.is_none(), "{step}: {line:?} on {mark:?}");
                    let around = (0..360).map(|degree| f64::from(degree).to_radians());
                    let mut around =
                        around.map(|angle| (x + radius * angle.sin(), y + radius * angle.cos()));
                    let on_line = around.find(|(x, y)| covers(line, size, *x, *y));
                    assert_eq!(on_line, None, "{step}: {line:?} on the line of {}", other.number);
                }
            }
        }
        assert!(coil.turns.iter().any(|own| !own.title.is_empty()), "{step}: no names at all");
    }
    assert!(overlaps > 20, "turns overlap in these pictures: {overlaps}");
}

#[test]
fn what_was_delivered_widens_and_what_rose_lifts() {
    let grown = coil(
        "01-05 ask task=a size=small\n02-05 deliver task=a impact=yes\n02-06 repeat\n\
         03-05 ask task=b size=large initiative=acted\n05-05 deliver task=b impact=yes",
    );
    let [small, large] = grown.turns.as_slice() else { panic!("{grown:?}") };
    let area = |radius: f64| radius * radius;
    let factor = area(large.turn.radius) / area(small.turn.radius);
    assert!((factor - 2.0).abs() < 0.05, "six parts beside three: {factor}");
    let bottom = |own: &loopbook::render::charts::coil::LoopTurn| own.turn.y + own.turn.radius;
    assert!((bottom(small) - bottom(large) - 48.0).abs() < 0.2, "two notches");
}

#[test]
fn an_open_loop_stands_at_its_last_note_and_waits_dotted_until_today() {
    let waiting = coil("01-05 ask\n01-20 repeat\n02-01 ask\n02-20 deliver");
    let [_, open] = waiting.turns.as_slice() else { panic!("{waiting:?}") };
    let noted = waiting.ticks.last().expect("a note").x;
    assert!((open.turn.x - noted).abs() < 0.2, "{} is not {noted}", open.turn.x);
    let today = waiting.today.expect("today");
    assert!(near(end(&waiting.line), (open.turn.x, open.turn.y + open.turn.radius)));
    assert!(waiting.dotted.ends_with(&format!("H{today}")), "{}", waiting.dotted);
    let closed = coil("01-05 ask\n01-20 repeat");
    assert!(
        closed.line.ends_with(&format!("H{}", closed.today.expect("today"))),
        "{}",
        closed.line
    );
}

/// Two managers, and a peer.
const MANAGERS: &str = "=== loopbook.yaml\nmanager: vera\n\
    === people/nils.md\n---\nrelation: manager\nuntil: 2026-05-31\n---\n\
    === people/vera.md\n---\nrelation: manager\nsince: 2026-06-15\n---\n\
    === people/wen.md\n---\nrelation: peer\n---\n\
    === entries/2026-01-05-a.md\n---\nstep: ask\nwith: nils\ntask: one\nsize: small\n---\n\
    === entries/2026-02-05-b.md\n---\nstep: deliver\ntask: one\nimpact: less\n---\n\
    === entries/2026-02-06-w.md\n---\nstep: ask\nwith: wen\n---\n\
    === entries/2026-07-05-c.md\n---\nstep: ask\nwith: vera\ntask: two\nsize: large\n---\n";

#[test]
fn loops_with_a_former_manager_end_with_their_time_and_one_line_runs_across_managers() {
    let journal = journal(MANAGERS);
    let shared = for_author(&journal, &[]);
    let analysis = Analysis::of(&shared, TODAY);
    let ctx = RenderContext::new(&analysis);
    let nils = newest(&ctx, analysis.timeline.thread("nils").expect("a thread")).expect("a coil");
    assert_eq!((nils.today, nils.changes.len()), (None, 0));
    let end_of_time = nils.dotted.rsplit('H').next().expect("an end");
    assert_eq!(end_of_time, (nils.width - 32.0).to_string(), "the axis ends with the time");
    let all = of_managers(&ctx).expect("two managers");
    assert_eq!(all.loops.len(), 2, "no peer's");
    let coil = newest(&ctx, all).expect("a coil");
    let names: Vec<&str> = coil.changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(names, ["Nils", "Vera"]);
    assert_eq!(coil.changes[1].title, "Vera, from 15 June 2026");
    let [first, second] = coil.turns.as_slice() else { panic!("{coil:?}") };
    assert!(first.turn.x < coil.changes[1].x && coil.changes[1].x < second.turn.x);
    let bottom = |own: &loopbook::render::charts::coil::LoopTurn| own.turn.y + own.turn.radius;
    assert!(bottom(first) > bottom(second), "what rose is compared across managers");
    assert!(coil.line.starts_with('M') && !coil.dotted.contains("inf"), "{coil:?}");
}

#[test]
fn sixty_loops_are_the_newest_eight_and_the_rest_by_year() {
    let text: String = (0..60).map(|at| closed(at * 20 - 900, 12)).collect();
    let newest = coil(&text);
    assert_eq!((newest.turns.len(), newest.earlier), (8, 52));
    assert!(newest.dotted.starts_with("M0 "), "the way from earlier loops: {}", newest.dotted);
    let years = with(&text, years);
    let loops: usize = years.iter().map(|year| year.coil.turns.len()).sum();
    assert_eq!(loops, 60);
    assert_eq!(years.iter().map(|year| year.year).collect::<Vec<_>>(), [2023, 2024, 2025, 2026]);
}

#[test]
fn of_very_many_notes_steps_have_ticks_and_none_hides_another() {
    let first = date(2026, 1, 1);
    let note = |at: i32, keys: &str| {
        let day = first.saturating_add(jiff::Span::new().days(at));
        format!("=== entries/{day}-{}.md\n---\n{keys}\n---\n", &keys[..4])
    };
    let notes = |count: i32| (0..count).map(|at| note(at, "kind: note")).collect::<String>();
    let steps = (0..6).map(|at| note(at * 50 + 1, "step: ask")).collect::<String>();
    let few = coil(&(notes(70) + &note(80, "step: ask"))).ticks;
    assert_eq!(few.len(), 71);
    let many = coil(&(notes(300) + &steps)).ticks;
    assert!((30..=80).contains(&many.len()), "{}", many.len());
    assert_eq!(many.iter().filter(|tick| tick.step == "ask").count(), 6);
    assert!(many.windows(2).all(|two| two[1].x - two[0].x >= 15.9), "{many:?}");
}

#[test]
fn everything_is_in_the_picture_in_one_day_and_in_ten_years() {
    let day =
        (0..8).map(|at| closed(10, 0).replace("-10-", &format!("-{at}-"))).collect::<String>();
    let decade: String = (0..8).map(|at| closed(-3650 + at * 490, 400)).collect();
    for text in [day.as_str(), decade.as_str(), "01-01 ask", "12-24 ask"] {
        let coil = coil(text);
        for own in &coil.turns {
            let turn = &own.turn;
            assert!(turn.x - turn.radius >= 0.0 && turn.x + turn.radius <= coil.width, "{text}");
            assert!(turn.y - turn.radius >= 0.0 && turn.y + turn.radius < coil.axis, "{text}");
        }
        let right = coil.turns.windows(2).all(|two| two[0].turn.x < two[1].turn.x);
        assert!(right, "time runs on: {text}");
        assert!(coil.ticks.iter().all(|tick| (0.0..=coil.width).contains(&tick.x)), "{text}");
        let named = coil.quarters.iter().filter(|tick| !tick.label.is_empty()).count();
        assert!((1..=16).contains(&named), "{named} labels: {text}");
    }
}

#[test]
fn every_turn_says_in_words_what_it_shows() {
    let text = "01-05 ask task=a,b size=small\n02-05 deliver task=a impact=yes";
    assert_eq!(
        coil(text).turns[0].label,
        "Loop 1 with your manager, open at deliver; 1 task delivered: a"
    );
}

/// Recurring work is kept up and never delivered, and work that fell short was delivered.
#[test]
fn a_turn_does_not_call_recurring_work_delivered() {
    let text = "ask task=a,b,c; deliver task=a,b,c met_bar=missed; deliver task=c impact=yes\n\
                === tasks/b.md\n---\nrepeats: weekly\n---\n";
    assert_eq!(
        coil(text).turns[0].label,
        "Loop 1 with your manager, open at deliver; 2 tasks delivered: a, c; kept up: b"
    );
}

/// What others read of a first is of the notes that they see.
#[test]
fn a_first_is_one_of_the_shared_notes_for_others() {
    let journal = journal(
        "ask task=a size=large visibility=private; deliver task=a impact=yes visibility=private
        ask task=b size=small visibility=manager loop=new; ask task=c size=large visibility=manager loop=new",
    );
    let shared = share(&journal, &[], &ShareOptions::new(Audience::Manager).on(TODAY)).0;
    let analysis = Analysis::of(&shared, TODAY);
    let ctx = RenderContext::new(&analysis);
    let thread = analysis.timeline.thread("manager").expect("the manager's thread");
    let coil = newest(&ctx, thread).expect("a loop");
    let label = &coil.turns.last().expect("a turn").label;
    assert!(label.ends_with("; first large work in the shared notes"), "{label}");
}
