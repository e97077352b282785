//! A leader's pages: the team, a direct report's page, and the goals of both.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

use crate::support::folder::folder;
use crate::support::program::{command, run};

const TODAY: Date = date(2026, 5, 20);

/// A leader of two, and what is shared with a manager.
const JOURNAL: [(&str, &str); 10] = [
    ("loopbook.yaml", "manager: ines\nvisibility: manager\n"),
    ("people/ines.md", "---\ntitle: Ines\nvisibility: manager\nrelation: manager\n---\n"),
    ("people/wen.md", "---\ntitle: Wen\nvisibility: manager\nrelation: report\n---\n"),
    ("people/kim.md", "---\ntitle: Kim\nrelation: report\n---\n"),
    ("people/rui.md", "---\ntitle: Rui\nrelation: report\nuntil: 2026-01-31\n---\n"),
    (
        "goals/senior.md",
        "---\ntitle: Senior\nvisibility: manager\nof: wen\nto: senior\nby: 2026-10-31\nneeds: [Craft, Mentoring]\n---\n",
    ),
    (
        "goals/lead.md",
        "---\ntitle: Lead\nvisibility: manager\nto: lead\nby: 2026-12-31\nneeds: [Strategy]\n---\n",
    ),
    (
        "entries/2026-02-02-first.md",
        "---\nstep: ask\nwith: wen\ntask: docs\ndue: 2026-05-01\n---\n- [ ] Find a reviewer (by 2026-03-02)\n",
    ),
    (
        "entries/2026-02-10-told.md",
        "---\nstep: pivot\nwith: wen\ngoal: senior\ngaps: [Mentoring]\n---\n",
    ),
    ("entries/2026-03-03-done.md", "---\nstep: deliver\ntask: docs\nshows: Craft\n---\n"),
];

/// The pages for a reader of the journal and these files besides.
fn pages(audience: Audience, more: &[(&str, &str)]) -> BTreeMap<String, String> {
    let files: Vec<(&str, &str)> = JOURNAL.iter().chain(more).copied().collect();
    let loaded = read(folder(&files).path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let (shared, _) = share(&journal, &[], &ShareOptions::new(audience).on(TODAY));
    let (site, problems) = pipeline::site(&shared, TODAY);
    assert_eq!(problems, []);
    let text = |content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Content::Copy(_) => String::new(),
    };
    let files = site.files.into_iter().filter(|(path, _)| !path.ends_with(".woff2"));
    files.map(|(path, content)| (path, text(content))).collect()
}

/// The text that a reader sees, without markup and with single blanks.
fn words(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or(html);
    let outside = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = outside.collect::<Vec<_>>().join(" ").replace("&quot;", "\"").replace("&#x27;", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" .", ".")
}

#[track_caller]
fn says(html: &str, wanted: &str) {
    let words = words(html);
    assert!(words.contains(wanted), "no `{wanted}` in:\n{words}");
}

#[track_caller]
fn says_not(html: &str, unwanted: &str) {
    let words = words(html);
    assert!(!words.contains(unwanted), "`{unwanted}` in:\n{words}");
}

#[test]
fn the_team_has_a_line_for_each_direct_report() {
    let pages = pages(Audience::Me, &[]);
    let team = &pages["team.html"];
    for wanted in [
        "Kim No loop yet No talk noted yet No active goal Next, today Ask Kim what they want next",
        "Loop 1 is open, reached deliver Last talk 10 February 2026",
        "Senior, by 31 October 2026 Furthest from the goal Mentoring not yet shown",
        "Next, due since 1 May Ask Wen where docs stands",
        "Late: Find a reviewer, promised by you for 2 March Late: docs, due 1 May",
    ] {
        says(team, wanted);
    }
    says_not(team, "Rui");
    says_not(team, "Ines");
    assert!(pages["index.html"].contains("href=\"team.html\""), "the navigation leads there");
    assert!(pages["people/wen.html"].contains("href=\"../team.html\" aria-current=\"true\""));
}

#[test]
fn a_talk_is_no_delivery_and_an_update_that_came_is_not_late() {
    let setback =
        "---\nkind: setback\nwith: wen\ntask: docs\ntitle: It broke\nupdate_by: 2026-05-12\n---\n";
    let late = pages(Audience::Me, &[("entries/2026-05-05-broke.md", setback)]);
    says(&late["team.html"], "the next update on “ It broke ”, promised for 12 May");
    let update = "---\nkind: update\ntask: docs\n---\n";
    let told = pages(
        Audience::Me,
        &[("entries/2026-05-05-broke.md", setback), ("entries/2026-05-11-told.md", update)],
    );
    says_not(&told["team.html"], "It broke”, promised");
    says(&told["team.html"], "Last talk 10 February 2026");
}

#[test]
fn a_goal_that_is_not_clear_says_what_it_lacks() {
    let goal = "---\ntitle: Data\nof: kim\nto: senior\n---\n";
    let pages = pages(Audience::Me, &[("goals/data.md", goal)]);
    says(&pages["team.html"], "Data The goal lacks a date and the competencies it takes.");
    let more = "---\ntitle: Speaking\nof: wen\n---\n";
    let pages = self::pages(Audience::Me, &[("goals/speaking.md", more)]);
    says(&pages["team.html"], "Senior, by 31 October 2026, and 1 more goal");
}

#[test]
fn others_have_no_page_of_the_team_and_nobody_has_one_without_direct_reports() {
    for audience in [Audience::Manager, Audience::Public] {
        let pages = pages(audience, &[]);
        assert!(!pages.contains_key("team.html"), "{audience:?}");
        assert!(!pages["index.html"].contains("team.html"), "{audience:?}");
    }
    let alone = [
        ("people/wen.md", "---\ntitle: Wen\nrelation: report\nuntil: 2026-01-31\n---\n"),
        ("people/kim.md", "---\ntitle: Kim\n---\n"),
    ];
    assert!(!pages(Audience::Me, &alone).contains_key("team.html"));
}

#[test]
fn the_page_of_a_direct_report_lists_their_goals_and_no_other_does() {
    let reached = "---\ntitle: Engineer\nvisibility: manager\nof: wen\nstate: reached\nreached_on: 2026-02-20\nneeds: [Craft]\n---\n";
    for audience in [Audience::Me, Audience::Manager] {
        let pages = pages(audience, &[("goals/engineer.md", reached)]);
        let wen = &pages["people/wen.html"];
        says(wen, "Senior 0 of 2 competencies sustained");
        says(wen, "Engineer reached");
        says_not(wen, "Strategy");
        let others = pages.iter().filter(|(path, _)| path.starts_with("people/"));
        let others = others.filter(|(path, _)| *path != "people/wen.html");
        others.for_each(|(_, page)| says_not(page, "competencies sustained"));
        says_not(&pages["index.html"], "Engineer");
    }
}

#[test]
fn the_page_of_a_direct_reports_goal_is_about_them() {
    let pages = pages(Audience::Me, &[]);
    let senior = &pages["goals/senior.html"];
    says(senior, "Goal of Wen · talked about on 10 February 2026");
    says(senior, "What to say to Wen about mentoring");
    says_not(senior, "told anybody");
    says_not(senior, "Told to");
    says_not(senior, "named by your leader");
    says(&pages["goals/lead.html"], "No note says that you told anybody");
    says(&pages["goals/lead.html"], "What to say to Ines about strategy");
}

/// The words for a pivot are for somebody who can hear them: of a helper who has left, the next one takes their place.
#[test]
fn the_page_of_a_goal_has_no_words_for_somebody_who_left() {
    let wen = |keys: &str| {
        let wen = format!("---\ntitle: Wen\nvisibility: manager\nrelation: report\n{keys}---\n");
        let mut pages = pages(Audience::Me, &[("people/wen.md", &wen)]);
        pages.remove("goals/senior.html").expect("a page")
    };
    says(&wen(""), "What to say to Wen");
    says_not(&wen("until: 2026-04-30\n"), "What to say");
    let lead =
        "---\ntitle: Lead\nto: lead\nby: 2026-12-31\nneeds: [Strategy]\nwith: [ada, kim]\n---\n";
    let ada = |keys: &str| {
        let ada = format!("---\ntitle: Ada\n{keys}---\n");
        let mut pages = pages(Audience::Me, &[("people/ada.md", &ada), ("goals/lead.md", lead)]);
        pages.remove("goals/lead.html").expect("a page")
    };
    says(&ada(""), "What to say to Ada");
    says(&ada("until: 2026-04-30\n"), "What to say to Kim");
}

/// Whether anybody was told may be in a note that is hidden, and what to say is the author's.
#[test]
fn a_goal_says_to_others_neither_that_nobody_was_told_nor_what_to_say() {
    let told = "---\nstep: pivot\ngoal: lead\nvisibility: private\n---\n";
    let visible = pages(Audience::Manager, &[]);
    let hidden = pages(Audience::Manager, &[("entries/2026-03-01-told.md", told)]);
    for page in ["goals/lead.html", "goals/senior.html"] {
        says_not(&visible[page], "have not told");
        says_not(&visible[page], "What to say");
        assert_eq!(visible[page], hidden[page], "{page}");
    }
    assert!(
        !pages(Audience::Me, &[("entries/2026-03-01-told.md", told)])["goals/lead.html"]
            .contains("have not told")
    );
}

/// The heading above a script names what the script is about: what the leader named comes first.
#[test]
fn the_heading_above_a_script_names_what_the_leader_named() {
    let goal = "---\ntitle: Lead\nvisibility: manager\nto: lead\nby: 2026-12-31\nneeds: [Strategy, Hiring]\n---\n";
    let pivot = "---\nstep: pivot\ngoal: lead\ngaps: [Hiring]\n---\n";
    let shown =
        "---\nstep: deliver\ntask: plan\nwith: ines\nshows: Hiring\nimpact: It holds.\n---\n";
    let pages = pages(
        Audience::Me,
        &[
            ("goals/lead.md", goal),
            ("entries/2026-01-05-plan.md", shown),
            ("entries/2026-03-01-told.md", pivot),
        ],
    );
    let lead = &pages["goals/lead.html"];
    says(lead, "What to say to Ines about hiring");
    says(lead, "On 1 March you named hiring.");
}

/// The sheet carries what was left open in the last talk: a promise has a day and a list of its own, and what
/// is ticked, asked, private or older is left out.
#[test]
fn the_sheet_has_the_open_points_of_the_last_talk() {
    let old = "---\nstep: ask\nwith: kim\nvisibility: public\n---\n- [ ] Long ago\n";
    let talk = "---\nstep: pivot\nwith: kim\nvisibility: public\n---\n- [ ] Read the **draft**\n  - [/] its first page\n- [x] Done\n- [-] Cancelled\n- [?] A question\n- [ ] Send it (by 2026-06-01)\n- no box\n\n> [!private]\n> - [ ] For me alone\n";
    let files: Vec<(&str, &str)> = JOURNAL
        .into_iter()
        .chain([("entries/2026-03-01-old.md", old), ("entries/2026-05-04-talk.md", talk)])
        .collect();
    let made = folder(&files);
    let done = run(command()
        .args(["next", "kim", "--sheet", "--today", "2026-05-20", "-C"])
        .arg(made.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    let points = done.out.split("## Open points\n\n").nth(1).expect("open points");
    let points = points.split("\n\n").next().expect("their list");
    assert_eq!(points, "- [ ] Read the draft (4 May)\n- [ ] its first page (4 May)");
}

/// What is copied from one talk to the next is one point, and the newest note says whether it is open.
#[test]
fn a_point_that_is_carried_over_stands_on_the_sheet_once() {
    let note = |items: &str| format!("---\nwith: kim\nvisibility: public\n---\n{items}");
    let first = note("- [ ] Ask about the budget\n- [ ] Team offsite\n");
    let second = note("- [x] Ask about the budget\n- [ ] Team offsite\n");
    let files: Vec<(&str, &str)> = JOURNAL
        .into_iter()
        .chain([("entries/2026-05-01-a.md", &*first), ("entries/2026-05-08-b.md", &*second)])
        .collect();
    let made = folder(&files);
    let done = run(command()
        .args(["next", "kim", "--sheet", "--today", "2026-05-20", "-C"])
        .arg(made.path()));
    let points = done.out.split("## Open points\n\n").nth(1).expect("open points");
    assert_eq!(points.split("\n\n").next().map(str::trim), Some("- [ ] Team offsite (8 May)"));
}

/// A point is over however a tool writes that, and also where a note to oneself says so.
#[test]
fn a_point_that_is_over_is_not_on_the_sheet() {
    let first = "---\nwith: kim\nvisibility: public\n---\n- [ ] Ask about the budget\n- [ ] Team offsite ➕ 2026-05-01\n";
    let points = |later: &str| {
        let files: Vec<(&str, &str)> = JOURNAL
            .into_iter()
            .chain([("entries/2026-05-01-a.md", first), ("entries/2026-05-08.md", later)])
            .collect();
        let made = folder(&files);
        let done = run(command()
            .args(["next", "kim", "--sheet", "--today", "2026-05-20", "-C"])
            .arg(made.path()));
        let points = done.out.split("## Open points\n\n").nth(1).expect("open points");
        points.split("\n\n").next().unwrap_or_default().trim().to_owned()
    };
    let offsite = "- [ ] Team offsite (1 May)";
    let with_kim = "---\nwith: kim\nvisibility: public\n---\n";
    for over in [
        "- [x] Ask about the budget ✅ 2026-05-08",
        "- [x] Ask about the budget (done 2026-05-08)",
        "- [x] Ask about the budget (by 2026-05-07)",
        "- [-] Ask about the budget ❌ 2026-05-08",
    ] {
        assert_eq!(points(&format!("{with_kim}{over}\n")), offsite, "{over}");
        assert_eq!(points(&format!("{over}\n")), offsite, "{over}");
    }
    let promised = "- [ ] Ask about the budget (by 2026-06-07)\n";
    assert_eq!(points(&format!("{with_kim}{promised}")), offsite);
    // What a talk with somebody else says of it is not of this one, and a note to oneself lists nothing.
    let both = format!("- [ ] Ask about the budget (1 May)\n{offsite}");
    assert_eq!(points("---\nwith: ines\n---\n- [x] Ask about the budget\n"), both);
    assert_eq!(points("- [ ] Ask about the budget\n- [ ] For me\n"), both);
    assert_eq!(points(promised), both);
}

/// Who is named second took part: what was promised and left open then is on their sheet, too.
#[test]
fn the_sheet_has_what_was_said_to_several() {
    let talk = "---\nwith: [ines, kim, noor]\nvisibility: public\n---\n- [ ] Ask about the budget\n\
                - [ ] Send the rota (by 2026-06-01)\n- [ ] Kim: read it (by 2026-06-02)\n";
    let files: Vec<(&str, &str)> =
        JOURNAL.into_iter().chain([("entries/2026-05-04-talk.md", talk)]).collect();
    let made = folder(&files);
    for person in ["ines", "kim"] {
        let done = run(command()
            .args(["next", person, "--sheet", "--today", "2026-05-20", "-C"])
            .arg(made.path()));
        assert!(done.out.contains("- [ ] Ask about the budget (4 May)\n"), "{}", done.out);
        assert!(done.out.contains("- [ ] Send the rota (1 June)\n"), "{}", done.out);
        assert_eq!(done.out.contains("read it"), person == "kim", "{}", done.out);
    }
}

/// What they try to do and what is in the way are of one talk, and what was in the way is left out once the work of
/// that talk is delivered.
#[test]
fn the_sheet_says_what_one_talk_said() {
    let heard = |notes: &[(&str, &str)]| {
        let notes: Vec<(String, String)> = notes
            .iter()
            .map(|(day, keys)| {
                (
                    format!("entries/{day}-n.md"),
                    format!("---\nwith: kim\nvisibility: public\n{keys}---\n"),
                )
            })
            .collect();
        let notes = notes.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let made = folder(&JOURNAL.into_iter().chain(notes).collect::<Vec<_>>());
        let done = run(command()
            .args(["next", "kim", "--sheet", "--today", "2026-05-20", "-C"])
            .arg(made.path()));
        assert_eq!(done.code, 0, "{}", done.err);
        let section = done.out.split("## What you are trying to do\n\n").nth(1);
        section.and_then(|text| text.split("\n\n").next()).unwrap_or_default().trim().to_owned()
    };
    let old = ("2026-03-01", "step: ask\ntask: rota\nblocking: Nights\nhelp: A rota\n");
    let talk = ("2026-04-01", "step: ask\ntask: notes\ntrying: Ship\n");
    let done = ("2026-04-10", "step: deliver\ntask: rota\nimpact: Less\n");
    let both = "- Blocked by (1 March): Nights\n- What you could take on (1 March): A rota";
    assert_eq!(heard(&[old]), both);
    assert_eq!(heard(&[old, talk]), "- Trying (1 April): Ship");
    assert_eq!(heard(&[old, done]), "");
    let missed = ("2026-04-10", "step: deliver\ntask: rota\nmet_bar: missed\n");
    assert_eq!(heard(&[old, missed]), both);
    let later = ("2026-04-12", "step: ask\nhelp: A draft\n");
    assert_eq!(
        heard(&[old, talk, later]),
        "- Trying (1 April): Ship\n- What you could take on (12 April): A draft"
    );
}

/// A direct report's setback is with them; and whether an update came is not known to others.
#[test]
fn setbacks_are_the_authors_and_tell_others_what_they_can_know() {
    let theirs = "---\nkind: setback\nwith: wen\ntitle: Theirs\nvisibility: manager\n---\n";
    let own = "---\nkind: setback\ntask: plan\ntitle: Mine\nupdate_by: 2026-05-10\nvisibility: manager\n---\n";
    let files = [("entries/2026-05-01-theirs.md", theirs), ("entries/2026-05-02-mine.md", own)];
    let authors = &pages(Audience::Me, &files)["setbacks.html"];
    says(authors, "0 of 1 promised update came in time.");
    says(authors, "broken, 10 days ago");
    says_not(authors, "Theirs");
    let update = "---\nkind: update\ntask: plan\nresolves: plan\nvisibility: private\n---\n";
    let hidden: Vec<(&str, &str)> =
        files.into_iter().chain([("entries/2026-05-08-told.md", update)]).collect();
    let others = &pages(Audience::Manager, &hidden)["setbacks.html"];
    assert_eq!(others, &pages(Audience::Manager, &files)["setbacks.html"]);
    says(others, "Mine");
    for unknown in ["open", "broken", "no update", "not yet", "came in time", "noted"] {
        says_not(others, unknown);
    }
}

/// The sheet is read by both: it speaks to the direct report, and what to say is for the leader alone.
#[test]
fn the_sheet_speaks_to_the_person_who_reads_it() {
    let talk = "---\nstep: ask\nwith: kim\ntrying: Lead a project.\nhelp: Own the release notes.\ntask: notes\nvisibility: public\n---\n";
    let talk = ("entries/2026-03-01-talk.md", talk);
    let files: Vec<(&str, &str)> = JOURNAL.into_iter().chain([talk]).collect();
    let made = folder(&files);
    let sheet = |more: &[&str]| {
        let args = ["next", "kim", "--sheet", "--today", "2026-05-20"];
        let done = run(command().args(args).args(more).arg("-C").arg(made.path()));
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    };
    let out = sheet(&[]);
    for said in [
        "## What you are trying to do\n\n- Trying (1 March): Lead a project.\n",
        "- What you could take on (1 March): Own the release notes.\n",
        "## To talk about\n\n- Notes: where it stands\n",
    ] {
        assert!(out.contains(said), "no `{said}` in:\n{out}");
    }
    for other in ["they", "Where I can help", "To say", "Ask Kim"] {
        assert!(!out.contains(other), "`{other}` in:\n{out}");
    }
    assert!(sheet(&["--notes"]).contains("## To say to Kim\n"));
    let pages = pages(Audience::Me, &[talk]);
    for page in ["entries/2026-03-01-talk.html", "loops/kim-1.html"] {
        says(&pages[page], "What they could take on");
        says_not(&pages[page], "Where I can help");
    }
}

/// A sheet can be pasted where its reader sees it: what no note that they may see says is left out. Names of tasks,
/// days and promises stay.
#[test]
fn the_sheet_quotes_only_notes_that_its_reader_may_see() {
    let note = |visibility: &str, keys: &str, text: &str| {
        format!("---\nwith: WHO\nvisibility: {visibility}\n{keys}---\n{text}\n")
    };
    let ask =
        "step: ask\ntitle: QTITLE\ntask: docs\ntrying: QTRYING\nblocking: QBLOCKING\nhelp: QHELP\n";
    let points = "- [ ] QPOINT\n- [ ] Send it (by 2026-06-01)\n\n> [!private]\n> - [ ] QALONE (by 2026-06-02)\n";
    let deliver = "step: deliver\ntask: rota\nimpact: QIMPACT\nmetric: 'QMETRIC: 4 -> 1 days'\nshows: hiring\n";
    let setback = "kind: setback\ntitle: QSETBACK\n";
    let lead = "---\ntitle: Lead\nwith: WHO\nby: 2026-12-31\nto: lead\nneeds: [hiring]\nshared_on: 2026-04-01\nvisibility: SEES\n---\n## Hiring\n\nQBAR\n";
    for (relation, sees, visibility, is_shown) in [
        ("report", "public", "private", false),
        ("report", "public", "manager", false),
        ("report", "public", "public", true),
        ("peer", "public", "manager", false),
        ("sponsor", "public", "manager", false),
        ("manager", "manager", "private", false),
        ("manager", "manager", "manager", true),
        ("skip-level", "manager", "manager", true),
    ] {
        let person = format!("---\ntitle: Kay\nrelation: {relation}\n---\n");
        let files = [
            ("people/kay.md", person),
            ("entries/2026-05-01-a.md", note(visibility, ask, points)),
            ("entries/2026-05-02-b.md", note(visibility, deliver, "")),
            ("entries/2026-05-03-c.md", note(visibility, setback, "")),
            ("goals/lead.md", lead.replace("SEES", visibility)),
        ];
        let files = files.map(|(path, text)| (path, text.replace("WHO", "kay")));
        let made = folder(&files);
        let sheet = |more: &[&str]| {
            let args = ["next", "kay", "--sheet", "--today", "2026-05-20"];
            let done = run(command().args(args).args(more).arg("-C").arg(made.path()));
            assert_eq!(done.code, 0, "{}", done.err);
            (done.out, done.err)
        };
        let (out, err) = sheet(&[]);
        let case = format!("{relation}, {visibility}:\n{out}{err}");
        let quoted =
            ["QTITLE", "QTRYING", "QBLOCKING", "QHELP", "QPOINT", "QIMPACT", "QMETRIC", "QSETBACK"];
        for word in quoted {
            assert_eq!(out.contains(word), is_shown, "{word}: {case}");
        }
        assert_eq!(err.contains(&format!("`visibility: {sees}`")), !is_shown, "{case}");
        for word in ["**docs**", "**rota** (2 May)", "- [ ] Send it (1 June)"] {
            assert!(out.contains(word), "{word}: {case}");
        }
        if relation != "peer" && relation != "report" {
            assert_eq!(out.contains("QBAR"), is_shown, "{case}");
            assert_eq!(out.contains("**hiring** (emerging)"), is_shown, "{case}");
        }
        assert!(!out.contains("QALONE"), "{case}");
        let (notes, err) = sheet(&["--notes"]);
        assert!(err.is_empty(), "{err}");
        for word in quoted.into_iter().chain(["QALONE"]) {
            assert!(notes.contains(word), "{word}: {notes}");
        }
    }
}

/// Nobody is asked what a note or a goal says already.
#[test]
fn a_direct_report_is_not_asked_for_an_aim_that_is_known() {
    let goal = ("goals/kims.md", "---\ntitle: Staff engineer\nof: kim\n---\n");
    let known = &pages(Audience::Me, &[goal])["people/kim.html"];
    says(known, "Your goal, as I have it, is Staff engineer. Is it still that");
    says_not(known, "What do you want from the next two years");
    let won =
        "---\nstep: deliver\nwith: kim\ntask: rota\nimpact: Less\nmetric: 'nights: 4 -> 1'\n---\n";
    let talk = "---\nstep: ask\nwith: kim\ntask: [rota, notes]\ntrying: Lead a project\n---\n";
    let notes = "---\nstep: deliver\nwith: kim\ntask: notes\nimpact: Read by all\n---\n";
    let won = [("entries/2026-05-03-won.md", won), ("entries/2026-05-04-notes.md", notes)];
    let talk = ("entries/2026-05-01-talk.md", talk);
    let unknown = &pages(Audience::Me, &won)["people/kim.html"];
    says(unknown, "Ask Kim what they are aiming for");
    says(unknown, "what you’re aiming for. Shall we write");
    let bare =
        ("entries/2026-05-01-talk.md", "---\nstep: ask\nwith: kim\ntask: [rota, notes]\n---\n");
    let asked = &pages(Audience::Me, &[won[0], won[1], bare])["people/kim.html"];
    says(asked, "Agree with Kim on a clear goal");
    says(asked, "On 1 May we talked about what you want. Shall we write");
    let heard = &pages(Audience::Me, &[won[0], won[1], talk])["people/kim.html"];
    says(heard, "Make a goal of what Kim is trying to do");
    says(heard, "I wrote down: “Lead a project”. Is that what you’re aiming for?");
    let named = &pages(Audience::Me, &[won[0], won[1], talk, goal])["people/kim.html"];
    says(named, "Make the goal “Staff engineer” clear with Kim");
    says(named, "Is it still what you want?");
    for page in [heard, named] {
        says_not(page, "what they are aiming for");
        says_not(page, "I want to ask you");
    }
}

/// The titles of notes that the other person may not see, and that there is a setback, stand on no sheet; what comes from
/// such notes otherwise is told to the author alone.
#[test]
fn a_sheet_tells_nothing_of_a_hidden_note_without_a_word_to_the_author() {
    let files = [
        ("loopbook.yaml", "manager: Ines\n"),
        (
            "entries/2026-05-05-leave.md",
            "---\nwith: ines\nupdate_by: 2026-05-12\n---\n# How I leave zyq\n",
        ),
        ("entries/2026-05-06-lost.md", "---\nkind: setback\n---\n# I lost zyq\n"),
        ("entries/2026-05-07-hr.md", "---\ntask: complaint\nstatus: started\n---\n"),
        (
            "entries/2026-05-08-day.md",
            "---\nwith: ines\n---\n- [ ] Book the therapist (by 2026-05-10)\n",
        ),
        (
            "entries/2026-05-09-known.md",
            "---\ntask: rota\nstatus: started\nvisibility: manager\n---\n",
        ),
    ];
    let made = folder(&files);
    let sheet = |more: &[&str]| {
        let args = ["next", "--sheet", "--today", "2026-05-20"];
        run(command().args(args).args(more).arg("-C").arg(made.path()))
    };
    let done = sheet(&[]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(!done.out.contains("zyq") && !done.out.contains("What happened"), "{}", done.out);
    assert!(done.out.contains("- [ ] an update (12 May, late)"), "{}", done.out);
    let (_, told) = done.err.split_once("may not see: leave out").expect("what is private");
    for line in ["- **complaint**: ", "- [ ] Book the therapist (10 May, late)", "- [ ] an update"]
    {
        assert!(done.out.contains(line) && told.contains(line), "{line}: {}", done.err);
    }
    assert!(!told.contains("rota"), "{told}");
    let notes = sheet(&["--notes"]);
    assert!(notes.out.contains("zyq") && !notes.err.contains("leave out"), "{}", notes.err);
}

/// A packet for a direct report is made of what the report may see, as their sheet is, unless its author says otherwise, who
/// is then told of what they may not see.
#[test]
fn a_packet_for_a_report_is_made_of_what_they_may_see() {
    let talk = "---\nstep: ask\nwith: wen\ntask: pager\ngoal: senior\nvisibility: manager\n---\n- [ ] Ask for more (by 2026-06-20)\n";
    let made = |text: &str, more: &[&str]| {
        let files: Vec<(&str, &str)> =
            JOURNAL.into_iter().chain([("entries/2026-05-04-pay.md", text)]).collect();
        let made = folder(&files);
        let args = ["packet", "senior", "--format", "md", "--today", "2026-05-20"];
        let done = run(command().args(args).args(more).arg("-C").arg(made.path()));
        assert_eq!(done.code, 0, "{}", done.err);
        let warned = done.err.contains("this packet is for Wen")
            && done.err.contains("entries/2026-05-04-pay.md");
        (done.out.contains("Ask for more"), warned)
    };
    let for_wen = ["--for", "manager"];
    assert_eq!(made(talk, &for_wen), (false, false));
    let shared = talk.replace("visibility: manager", "visibility: public");
    assert_eq!(made(&shared, &for_wen), (true, false));
    for audience in ["manager", "me"] {
        let args = ["--for", "manager", "--audience", audience];
        assert_eq!(made(talk, &args), (true, true), "{audience}");
    }
    // Who decides is somebody else, and gets no plan.
    assert_eq!(made(talk, &[]), (false, false));
}

/// What several notes say is one thing: it is taken from a note that the reader of the sheet may see, and left out once where
/// there is none.
#[test]
fn a_sheet_takes_what_two_notes_say_from_the_one_that_is_shared() {
    let promise = "- [ ] Send the rota (by 2026-06-12)\n- [ ] Ask about the budget\n";
    let points = "- [ ] QHIDDEN\n- [x] Book the room\n";
    let shared =
        format!("---\nwith: ines\nvisibility: manager\n---\n{promise}- [ ] Book the room\n");
    let hidden = |more: &str| format!("---\nwith: ines\n---\n{promise}{points}{more}");
    let sheet = |days: [(&str, &str); 3]| {
        let notes = days.map(|(day, text)| (format!("entries/{day}.md"), text.to_owned()));
        let config = ("loopbook.yaml".to_owned(), "manager: Ines\n".to_owned());
        let made = folder(&notes.into_iter().chain([config]).collect::<Vec<_>>());
        run(command().args(["next", "--sheet", "--today", "2026-05-20", "-C"]).arg(made.path()))
    };
    let (first, second) = (hidden(""), hidden("- [ ] QHIDDEN\n"));
    for days in [
        [("2026-05-04-a", &*first), ("2026-05-05-b", &*second), ("2026-05-03-c", &*shared)],
        [("2026-05-04-a", &*first), ("2026-05-05-b", &*shared), ("2026-05-06-c", &*second)],
    ] {
        let done = sheet(days);
        let day = if days[1].1 == shared { 5 } else { 3 };
        assert!(done.out.contains("- [ ] Send the rota (12 June)\n"), "{}", done.out);
        let points = format!("## Open points\n\n- [ ] Ask about the budget ({day} May)\n");
        assert!(done.out.contains(&points), "{}", done.out);
        assert!(!done.err.contains("may not see: leave out"), "{}", done.err);
        assert!(done.err.contains("1 detail is left out"), "{}", done.err);
        assert!(!done.out.contains("QHIDDEN") && !done.out.contains("room"), "{}", done.out);
    }
}

/// The numbers on a sheet are of what its reader can trace: no promise in a note or a callout that they may not see.
#[test]
fn a_sheet_counts_what_its_reader_can_trace() {
    let files = [
        ("loopbook.yaml", "manager: Ines\n"),
        (
            "entries/2026-05-05-hidden.md",
            "---\nwith: ines\ntask: complaint\nstatus: started\ndue: 2026-05-07\n---\n- [ ] Book the therapist (by 2026-05-10)\n",
        ),
        (
            "entries/2026-05-06-known.md",
            "---\nwith: ines\ntask: rota\nstatus: started\ndue: 2026-05-08\nvisibility: manager\n---\n\
             - [x] Send the rota (by 2026-05-12) (done 2026-05-11)\n\n> [!private]\n> - [ ] Ask HR (by 2026-05-09)\n",
        ),
    ];
    let made = folder(&files);
    let sheet = |more: &[&str]| {
        let args = ["next", "--sheet", "--today", "2026-05-20"];
        run(command().args(args).args(more).arg("-C").arg(made.path()))
    };
    let done = sheet(&[]);
    assert!(done.out.contains("- Dates: 0 of 1\n- Promises: 1 of 1\n"), "{}", done.out);
    assert!(done.err.contains("left out"), "{}", done.err);
    let notes = sheet(&["--notes"]);
    assert!(notes.out.contains("- Dates: 0 of 2\n- Promises: 1 of 3\n"), "{}", notes.out);
}
