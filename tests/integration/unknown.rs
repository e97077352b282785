//! What a reader may not see is unknown to them, never a default: each fact with the note that states it
//! shared, hidden, and not there.

use jiff::civil::{Date, date};
use loopbook::analyse::Analysis;
use loopbook::export::Export;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;
use serde_json::Value;

use crate::support::folder::folder;
use crate::support::program::{command, run};

const TODAY: Date = date(2026, 5, 20);

/// What a reader gets: the pages as text, and the export.
struct Told {
    pages: Vec<(String, String)>,
    export: Value,
}

impl Told {
    /// The words of a page, without markup.
    #[track_caller]
    fn words(&self, path: &str) -> String {
        let page = self.pages.iter().find(|(own, _)| own == path);
        let (_, html) = page.unwrap_or_else(|| panic!("no page {path}"));
        let main = html.split("<main").nth(1).unwrap_or(html);
        let texts = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, t)| t));
        texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn of<'a>(&'a self, list: &str, id: &str) -> &'a Value {
        let rows = self.export[list].as_array().expect("a list");
        let named = |row: &&Value| row["id"] == id || row["person"] == id;
        rows.iter().find(named).unwrap_or_else(|| panic!("no {id} in {list}"))
    }
}

fn told(audience: Audience, files: &[(&str, &str)]) -> Told {
    let config = ("loopbook.yaml", "manager: ines\n");
    let files: Vec<(&str, &str)> = files.iter().copied().chain([config]).collect();
    let loaded = read(folder(&files).path(), None);
    let wrong = loaded.diagnostics.iter().find(|found| found.is_error());
    assert!(wrong.is_none(), "{wrong:?}");
    let journal = loaded.journal.expect("a journal");
    let (shared, _) = share(&journal, &[], &ShareOptions::new(audience).on(TODAY));
    let (site, mut problems) = pipeline::site(&shared, TODAY);
    let analysis = Analysis::of(&shared, TODAY);
    let moves = pipeline::moves(&analysis, &mut problems);
    let export = serde_json::to_value(Export::new(&analysis, &moves, &problems)).expect("JSON");
    assert_eq!(problems, []);
    let text = |content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Content::Copy(_) => String::new(),
    };
    let pages = site.files.into_iter().map(|(path, content)| (path, text(content))).collect();
    Told { pages, export }
}

/// What a manager gets, which is the same whether a note is hidden or not there.
#[track_caller]
fn without(visible: &[(&str, &str)], hidden: (&str, &str)) -> Told {
    let alone = told(Audience::Manager, visible);
    let besides: Vec<(&str, &str)> = visible.iter().copied().chain([hidden]).collect();
    let with_hidden = told(Audience::Manager, &besides);
    for ((path, one), (other_path, other)) in alone.pages.iter().zip(&with_hidden.pages) {
        assert_eq!(path, other_path);
        assert_eq!(one, other, "{path} differs");
    }
    assert_eq!(alone.pages.len(), with_hidden.pages.len());
    assert_eq!(alone.export, with_hidden.export);
    with_hidden
}

/// What the author gets of all of it.
fn authors(visible: &[(&str, &str)], hidden: (&str, &str)) -> Told {
    let all: Vec<(&str, &str)> = visible.iter().copied().chain([hidden]).collect();
    told(Audience::Me, &all)
}

const DONE: (&str, &str) = (
    "entries/2026-04-01-done.md",
    "---\nstep: deliver\ntask: plan\nimpact: It holds.\nvisibility: manager\n---\n",
);
const TAKEN: (&str, &str) = (
    "entries/2026-03-02-begun.md",
    "---\nstep: ask\nwith: wen\ntask: plan\ninitiative: acted\nsize: large\n---\n",
);

#[test]
fn how_a_task_was_taken_on() {
    let author = authors(&[DONE], TAKEN);
    let task = author.of("tasks", "plan");
    assert_eq!(task["thread"], "wen");
    assert_eq!((&task["initiative"], &task["size"]), (&"acted".into(), &"large".into()));
    assert_eq!(task["taken_on"], "2026-03-02");

    let told = without(&[DONE], TAKEN);
    let task = told.of("tasks", "plan");
    for fact in ["thread", "loop", "initiative", "size", "taken_on"] {
        assert_eq!(task[fact], Value::Null, "{fact}");
    }
    assert_eq!(task["delivered"], "2026-04-01");
    let words = told.words("tasks/plan.html");
    assert!(words.contains("First shared note 1 April 2026"), "{words}");
    assert!(!words.contains("Taken on") && !words.contains("with"), "{words}");
}

/// The note that says who saw the need is the one that took the task on. One that says nothing of it may
/// not be the first.
#[test]
fn when_a_task_was_taken_on() {
    let ask = |more: &str| format!("---\nstep: ask\ntask: plan\n{more}visibility: manager\n---\n");
    let (bare, stated) = (ask(""), ask("initiative: asked\n"));
    let path = "entries/2026-03-30-talk.md";
    let told = without(&[(path, &bare), DONE], TAKEN);
    assert_eq!(told.of("tasks", "plan")["taken_on"], Value::Null);
    let words = told.words("tasks/plan.html");
    assert!(words.contains("First shared note 30 March 2026"), "{words}");
    assert!(!words.contains("Taken on") && !words.contains("asked"), "{words}");

    let told = self::told(Audience::Manager, &[(path, &stated), DONE]);
    assert_eq!(told.of("tasks", "plan")["taken_on"], "2026-03-30");
    let words = told.words("tasks/plan.html");
    assert!(words.contains("Taken on 30 March 2026 , asked"), "{words}");
}

/// A delivery without `with` is with the person of its task, whoever that was.
#[test]
fn with_whom_a_note_was() {
    let author = authors(&[DONE], TAKEN);
    assert_eq!(author.of("entries", "2026-04-01-done")["thread"], "wen");
    let told = without(&[DONE], TAKEN);
    let entry = told.of("entries", "2026-04-01-done");
    assert_eq!((&entry["thread"], &entry["loop"]), (&Value::Null, &Value::Null));
    assert_eq!(told.export["loops"], Value::Array(Vec::new()));
    let words = told.words("entries/2026-04-01-done.html");
    assert!(!words.contains("Loop") && !words.contains("With"), "{words}");

    // Seen, the talk says it of both.
    let talk = TAKEN.1.replace("---\nstep", "---\nvisibility: manager\nstep");
    let told = self::told(Audience::Manager, &[(TAKEN.0, &talk), DONE]);
    assert_eq!(told.of("entries", "2026-04-01-done")["loop"], "wen-1");
    // A note about no task is with the manager, whatever is hidden.
    let plain = "---\nstep: master\nvisibility: manager\n---\n";
    let told = without(&[("entries/2026-04-02-how.md", plain)], TAKEN);
    assert_eq!(told.of("entries", "2026-04-02-how")["thread"], "manager");
}

#[test]
fn what_somebody_is_to_the_author() {
    let seen = "---\nstep: ask\nwith: wen\nvisibility: manager\n---\n";
    let (seen, file) =
        (("entries/2026-04-01-talk.md", seen), ("people/wen.md", "---\nrelation: sponsor\n---\n"));
    assert_eq!(authors(&[seen], file).of("threads", "wen")["relation"], "sponsor");
    let told = without(&[seen], file);
    assert_eq!(told.of("threads", "wen")["relation"], Value::Null);
    for page in ["people/wen.html", "timeline.html"] {
        let words = told.words(page);
        assert!(!words.contains("peer") && !words.contains("sponsor"), "{words}");
    }
    let shared = ("people/wen.md", "---\nrelation: sponsor\nvisibility: manager\n---\n");
    let told = self::told(Audience::Manager, &[seen, shared]);
    assert_eq!(told.of("threads", "wen")["relation"], "sponsor");
    assert!(told.words("people/wen.html").contains("sponsor"));
}

/// A story shows influence without authority only over people of whom the reader knows that.
#[test]
fn whose_eyes_a_story_had() {
    let done = DONE.1.replace("impact", "seen_by: wen\nimpact");
    let done = (DONE.0, done.as_str());
    let file = ("people/wen.md", "---\nrelation: skip-level\n---\n");
    let asks = |told: &Told| {
        let (_, html) = told.pages.iter().find(|(path, _)| path == "stories.html").expect("it");
        html.contains("href=\"#asks-influence\"")
    };
    assert!(!asks(&authors(&[done], file)));
    assert!(!asks(&without(&[done], file)));
    let shared = ("people/wen.md", "---\nrelation: peer\nvisibility: manager\n---\n");
    assert!(asks(&self::told(Audience::Manager, &[done, shared])));
}

#[test]
fn what_sort_of_goal_it_is_and_where_it_stands() {
    let entry = "---\nstep: pivot\ngoal: lead\ngaps: Strategy\nvisibility: manager\n---\n";
    let entry = ("entries/2026-04-01-told.md", entry);
    let file = ("goals/lead.md", "---\ntitle: lead\nkind: raise\nstate: dropped\n---\n");
    let told = without(&[entry], file);
    let words = told.words("goals/lead.html");
    for unknown in ["promotion", "active", "raise", "dropped", "earliest", "have not told"] {
        assert!(!words.contains(unknown), "{unknown}: {words}");
    }
    assert!(!told.words("index.html").contains("competencies sustained"));
    assert!(told.words("gaps.html").contains("No active goal is shared."));
}

/// A plain note refers to a task; that nobody took it on would be a guess.
#[test]
fn where_a_task_stands() {
    let plain = "---\ntask: plan\nvisibility: manager\n---\n";
    let plain = ("entries/2026-04-05-more.md", plain);
    assert!(told(Audience::Me, &[plain]).words("tasks/plan.html").contains("planned"));
    let told = without(&[plain], TAKEN);
    assert_eq!(told.of("tasks", "plan")["status"], Value::Null);
    let words = told.words("tasks/plan.html");
    assert!(words.contains("Status not noted") && !words.contains("planned"), "{words}");
}

/// A hidden note may have delivered it.
#[test]
fn whether_something_is_late() {
    let ask = "---\nstep: ask\ntask: plan\ndue: 2026-04-01\nvisibility: manager\n---\n- [ ] Call Wen (by 2026-04-02)\n";
    let ask = ("entries/2026-03-01-ask.md", ask);
    let done =
        ("entries/2026-03-30-done.md", "---\nstep: deliver\ntask: plan\nimpact: It holds.\n---\n");
    let late = |told: &Told| told.words("index.html").contains("late,");
    assert!(late(&told(Audience::Me, &[ask])));
    let told = without(&[ask], done);
    assert!(!late(&told), "{}", told.words("index.html"));
    let words = told.words("index.html");
    assert!(!words.contains("was due"), "{words}");
}

/// Nor is a loop or a task open for somebody who may not see the note that ends it.
#[test]
fn whether_something_is_open() {
    let ask =
        "---\nstep: ask\nwith: wen\ntask: plan\ninitiative: asked\nvisibility: manager\n---\n";
    let ask = ("entries/2026-03-01-ask.md", ask);
    let closed = "---\nstep: repeat\nwith: wen\ntask: plan\nstatus: delivered\n---\n";
    let closed = ("entries/2026-03-30-closed.md", closed);
    let pages = ["index.html", "loops/wen-1.html", "tasks/plan.html", "people/wen.html"];
    let author = told(Audience::Me, &[ask]);
    let told = without(&[ask], closed);
    for page in pages {
        let open = if page == "index.html" { "coming up" } else { "open" };
        assert!(author.words(page).to_lowercase().contains(open), "{page}");
        let words = told.words(page);
        assert!(!words.to_lowercase().contains("open"), "{page}: {words}");
        assert!(!words.contains("Coming up"), "{page}: {words}");
        // The page of a person lists no tasks.
        assert!(page.starts_with("people") || words.contains("taken on"), "{page}: {words}");
    }
    assert!(told.words("index.html").contains("Not noted as done"));
    // Nor is a step still to come, or left out: a hidden note may have it.
    let words = told.words("loops/wen-1.html");
    assert!(author.words("loops/wen-1.html").contains("deliver: not yet"));
    assert!(words.contains("deliver: no shared note"), "{words}");
    for (path, page) in &told.pages {
        assert!(!page.contains(": not yet") && !page.contains(": skipped"), "{path}");
    }
    let shared = closed.1.replace("---\nstep", "---\nvisibility: manager\nstep");
    let told = self::told(Audience::Manager, &[ask, (closed.0, &shared)]);
    assert!(told.words("loops/wen-1.html").contains("closed"));
}

/// Nor how long a loop went on, and how many notes it has: a hidden one may be later, or earlier.
#[test]
fn how_long_a_loop_went_on() {
    let ask = "---\nstep: ask\ntask: plan\nvisibility: manager\n---\n";
    let ask = ("entries/2026-04-15-ask.md", ask);
    let later = ("entries/2026-04-20-more.md", "---\nstep: deliver\ntask: plan\n---\n");
    let author = told(Audience::Me, &[ask]).words("loops/ines-1.html");
    assert!(
        author.contains("15 April 2026 : 1 entry in 35 days; tasks delivered: 0 of 1."),
        "{author}"
    );

    let told = without(&[ask], later);
    let words = told.words("loops/manager-1.html");
    assert!(words.contains("First shared note 15 April 2026 : 1 shared note."), "{words}");
    assert!(!words.contains(" ·"), "{words}");
    let words = told.words("index.html");
    assert!(words.contains(": ask is the last step in the shared notes."), "{words}");
    assert!(!words.contains(" is ,") && !words.contains("closed"), "{words}");
    for page in ["index.html", "timeline.html", "people/manager.html", "loops/manager-1.html"] {
        let words = told.words(page);
        assert!(!words.contains(" day"), "{page}: {words}");
        // A task's days are those from one shared note to another.
        assert!(page.starts_with("loops") || !words.contains("Days"), "{page}: {words}");
    }
}

/// That nothing is shared does not say that there is nothing.
#[test]
fn whether_there_is_anything_at_all() {
    let hidden = ("entries/2026-03-01-outage.md", "---\nkind: setback\n---\n");
    let told = without(&[], hidden);
    for (page, said) in [
        ("index.html", "No notes are shared."),
        ("journal.html", "No notes are shared."),
        ("timeline.html", "The shared notes tell of no loop with the author’s manager."),
        ("gaps.html", "No active goal is shared."),
        ("path.html", "No goal is shared."),
        ("stories.html", "No stories are shared."),
        ("review.html", "The shared notes tell of no work."),
        ("effects.html", "No notes are shared."),
        ("setbacks.html", "No setbacks are shared."),
        ("ideas.html", "No ideas are shared."),
        ("decisions.html", "No decisions are shared."),
        ("seen.html", "No problems are shared."),
    ] {
        let words = told.words(page);
        assert!(words.contains(said), "{page}: {words}");
        assert!(!words.contains(" yet"), "{page}: {words}");
    }
}

/// A packet lists what no shared note ends, and calls none of it open or late.
#[test]
fn what_a_packet_leaves_open() {
    let goal = (
        "goals/lead.md",
        "---\ntitle: lead\nto: lead\nneeds: Strategy\nvisibility: manager\n---\n",
    );
    let ask = "---\nstep: ask\ngoal: lead\ntask: plan\ndue: 2026-04-01\nvisibility: manager\n---\n- [ ] Call Wen (by 2026-04-02)\n";
    let ask = ("entries/2026-03-01-ask.md", ask);
    let done = "---\nstep: deliver\ntask: plan\nimpact: It holds.\n---\n";
    let visible = [("loopbook.yaml", "manager: ines\n"), goal, ask];
    let hidden: Vec<(&str, &str)> =
        visible.into_iter().chain([("entries/2026-03-30-done.md", done)]).collect();
    let text = packet("manager", &hidden);
    assert_eq!(text, packet("manager", &visible));
    assert!(text.contains("- Not noted as done: Plan, taken on, due 1 April 2026\n"), "{text}");
    assert!(text.contains("1 task: 1 not noted as done"), "{text}");
    for unsaid in [", late", "Open: ", "1 open"] {
        assert!(!text.contains(unsaid), "{unsaid}: {text}");
    }
    let author = packet("me", &visible);
    assert!(author.contains("- Open: Plan, open, due 1 April 2026, late\n"), "{author}");
}

/// The author's default is in no note either.
#[test]
fn who_saw_the_need_in_the_authors_own_packet() {
    let goal = ("goals/lead.md", "---\ntitle: lead\nto: lead\nneeds: Strategy\n---\n");
    let ask = |more: &str| format!("---\nstep: ask\ngoal: lead\ntask: plan\n{more}---\n");
    let row = |text: &str| {
        let row = text.lines().find(|line| line.contains("| Plan |")).expect("a row").to_owned();
        (row.contains("| not noted |"), row.contains("| asked for |"))
    };
    let path = "entries/2026-03-01-ask.md";
    assert_eq!(row(&packet("me", &[goal, (path, &ask(""))])), (true, false));
    assert_eq!(row(&packet("me", &[goal, (path, &ask("initiative: asked\n"))])), (false, true));
}

/// Somebody's word confirms work for those who know that they lead.
#[test]
fn who_confirmed_it() {
    let goal = "---\ntitle: lead\nto: lead\nneeds: Strategy\nvisibility: manager\n---\n";
    let done = DONE.1.replace("impact", "shows: Strategy\nconfirmed_by: wen\nimpact");
    let visible = [("goals/lead.md", goal), (DONE.0, done.as_str())];
    let file = ("people/wen.md", "---\nrelation: skip-level\n---\n");
    let grade = |told: &Told| told.of("goals", "lead")["needs"][0]["units"][0]["grade"].clone();
    assert_eq!(grade(&authors(&visible, file)), "confirmed");
    assert_eq!(grade(&without(&visible, file)), "backed");
}

/// The packet for the goal `lead`, as Markdown.
fn packet(audience: &str, files: &[(&str, &str)]) -> String {
    let made = folder(files);
    let done = run(command()
        .args(["packet", "lead", "--for", "manager", "--audience", audience, "--format", "md"])
        .args(["--today", "2026-05-20", "-C"])
        .arg(made.path()));
    assert_eq!(done.code, 0, "{}", done.err);
    done.out
}

/// The packet of work that was begun in a private note.
#[test]
fn a_packet_of_work_that_was_begun_in_private() {
    let goal = (
        "goals/lead.md",
        "---\ntitle: lead\nto: lead\nneeds: Strategy\nvisibility: manager\n---\n",
    );
    let done = DONE.1.replace("impact", "goal: lead\nshows: Strategy\nimpact");
    let talk = "---\nstep: ask\ntask: plan\ngoal: lead\nvisibility: manager\n---\n";
    let taken = TAKEN.1.replace("task", "goal: lead\ntask");
    let packet = |files: &[(&str, &str)]| packet("manager", files);
    let config = ("loopbook.yaml", "manager: ines\n");
    let done = (DONE.0, done.as_str());
    let (talked, taken) = (("entries/2026-03-30-talk.md", talk), (TAKEN.0, taken.as_str()));
    for visible in [&[config, goal, done][..], &[config, goal, talked, done]] {
        let hidden: Vec<(&str, &str)> = visible.iter().copied().chain([taken]).collect();
        let text = packet(&hidden);
        assert_eq!(text, packet(visible));
        for unsaid in ["taken on", "Taken on", "begun", "March 2", "2 March", "wen", "Wen"] {
            assert!(!text.contains(unsaid), "{unsaid}: {text}");
        }
        assert!(text.contains("not noted"), "{text}");
    }
}

/// How much energy there is, is the author's alone: others get no chart of it, not even an empty one.
#[test]
fn how_much_energy_there_is() {
    let ask = "---\nstep: ask\ntask: plan\nenergy: 2\nvisibility: manager\n---\n";
    let ask = ("entries/2026-04-15-ask.md", ask);
    assert!(told(Audience::Me, &[ask]).words("effects.html").contains("Energy"));
    let words = told(Audience::Manager, &[ask]).words("effects.html").to_lowercase();
    assert!(!words.contains("energy"), "{words}");
}

const GOAL: (&str, &str) = (
    "goals/staff.md",
    "---\nto: Staff\nby: 2026-06-30\nsince: 2025-10-01\nneeds: [scope]\nvisibility: manager\n---\n# Staff\n",
);
const SHOWN: (&str, &str) = (
    "entries/2026-02-02-shown.md",
    "---\nstep: deliver\ntask: plan\nimpact: It holds.\nshows: scope\n---\n",
);

/// Evidence that is hidden may be all that is missing, so nothing is said of when a goal can be reached.
#[test]
fn when_a_goal_can_be_reached() {
    let author = authors(&[GOAL], SHOWN);
    assert_eq!(author.of("goals", "staff")["needs"][0]["earliest"], "2026-Q2");
    let words = author.words("goals/staff.html");
    assert!(words.contains("arliest possible quarter"), "{words}");
    let late = (
        "entries/2025-06-02-old.md",
        "---\nshows: scope\nevidence: https://e.example\nvisibility: manager\n---\n",
    );
    for visible in [&[GOAL][..], &[GOAL, late]] {
        let told = without(visible, SHOWN);
        let need = &told.of("goals", "staff")["needs"][0];
        assert_eq!((&need["earliest"], &need["stale"]), (&Value::Null, &Value::Bool(false)));
        let words: String =
            ["index.html", "goals.html", "goals/staff.html"].map(|page| told.words(page)).join(" ");
        for word in ["arliest", "too late", "tale", "no evidence yet", "no proof"] {
            assert!(!words.contains(word), "{word}: {words}");
        }
        assert!(words.contains("sustained in the shared notes"), "{words}");
        assert!(words.contains("By the shared notes, one "), "{words}");
    }
    let told = without(&[GOAL], SHOWN);
    let review = told.words("review.html");
    assert!(review.contains("The shared notes tell of no work"), "{review}");
}

/// What somebody is to the author is in a file that others may not see; whose work a note tells of is not.
#[test]
fn a_loop_of_a_direct_report_is_not_on_the_way_of_the_author() {
    let kim = ("people/kim.md", "---\nrelation: report\n---\n# Kim\n");
    let files = [
        GOAL,
        (
            "entries/2026-03-03-a.md",
            "---\nstep: ask\nwith: kim\ntask: kt\nvisibility: manager\n---\n",
        ),
        (
            "entries/2026-03-04-b.md",
            "---\nstep: ask\nwith: ines\ntask: own\nvisibility: manager\n---\n",
        ),
        kim,
    ];
    for audience in [Audience::Me, Audience::Manager] {
        let told = told(audience, &files);
        assert_eq!(told.export["path"][0]["loops"], serde_json::json!(["ines-1"]));
    }
}
