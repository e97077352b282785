//! What pages say of small journals, which stand here as text.

use std::collections::BTreeMap;
use std::fs;

use jiff::civil::date;
use loopbook::model::vocabulary::Audience;
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;

/// The pages of a journal, given as files: path, front matter, text.
fn pages(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    pages_for(Audience::Me, files)
}

/// The pages that a reader gets.
fn pages_for(audience: Audience, files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    let journal = loaded.journal.expect("a journal");
    let options = ShareOptions::new(audience).on(date(2026, 11, 21));
    let (shared, _) = share(&journal, &loaded.diagnostics, &options);
    let (site, problems) = pipeline::site(&shared, date(2026, 11, 21));
    assert_eq!(problems, []);
    let text = |content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Content::Copy(_) => String::new(),
    };
    site.files.into_iter().map(|(path, content)| (path, text(content))).collect()
}

/// The text that a reader sees, without markup and with single blanks.
fn words(html: &str) -> String {
    let outside = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text = outside.collect::<String>().replace("&quot;", "\"").replace("&#x27;", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(html: &str, wanted: &str) {
    let words = words(html);
    assert!(words.contains(wanted), "no `{wanted}` in:\n{words}");
}

const MANAGER: (&str, &str) = ("people/ines.md", "---\ntitle: Ines\nrelation: manager\n---\n");
const CONFIG: (&str, &str) = ("loopbook.yaml", "manager: ines\n");

#[test]
fn a_loop_with_several_tasks_says_so_in_words() {
    let ask = "---\nstep: ask\nwith: ines\ntask: [metrics, rubric, hiring]\n---\nThree.\n";
    let pages = pages(&[CONFIG, MANAGER, ("entries/2026-03-02-ask.md", ask)]);
    says(&pages["loops/ines-1.html"], "hiring and 2 more");
}

#[test]
fn an_empty_journal_teaches() {
    let pages = pages(&[]);
    for (page, wanted) in [
        ("index.html", "loopbook new master"),
        ("gaps.html", "A goal is a file in goals/"),
        ("path.html", "No goal yet."),
        ("health.html", "No findings today."),
        ("effects.html", "fill these charts"),
        ("stories.html", "becomes a story here"),
        ("setbacks.html", "No setback of your own yet."),
        ("ideas.html", "No ideas yet."),
        ("decisions.html", "No decision of your own yet."),
        ("seen.html", "No problem that you saw yet."),
    ] {
        says(&pages[page], wanted);
    }
}

#[test]
fn an_entry_has_previews_of_what_its_text_links_to_without_private_callouts() {
    let files = [
        CONFIG,
        MANAGER,
        ("tasks/plan.md", "---\ntitle: The plan\n---\nOne plan for all.\n"),
        (
            "2026-11-02-first.md",
            "---\nstep: ask\ntask: plan\nvisibility: manager\n---\n# First\n\n> [!private]\n> Nobody hears this\n\n\
             Asked what hurts.\n",
        ),
        ("2026-11-03-hidden.md", "---\nvisibility: private\n---\nA secret word.\n"),
        (
            "2026-11-04-second.md",
            "---\nvisibility: manager\n---\nSee [[2026-11-02-first]], [[2026-11-03-hidden]], [[plan]], [[ines]] and \
             [[2026-11-02-first|it]] again.\n",
        ),
    ];
    let previews = |page: &str| -> Vec<String> {
        let (_, rest) = page.split_once("<template id=\"previews\">").expect("previews");
        let (inside, _) = rest.split_once("</template>").expect("their end");
        inside.split("<div data-url=\"").skip(1).map(words).collect()
    };
    let own = &pages(&files)["entries/2026-11-04-second.html"];
    let told = previews(own);
    assert_eq!(told.len(), 4, "each once: {told:?}");
    assert!(told[0].ends_with("First2 November 2026 · askAsked what hurts."), "{told:?}");
    assert!(told[2].contains("The plan") && told[2].ends_with("openOne plan for all."), "{told:?}");
    assert!(told[3].ends_with("Inesmanager"), "{told:?}");
    assert!(!told.iter().any(|told| told.contains("Nobody hears")), "{told:?}");
    // What links here has one too, and an entry without links has none, nor the script.
    let first = &pages(&files)["entries/2026-11-02-first.html"];
    assert!(previews(first)[0].contains("second4 November 2026"), "{first}");
    let alone = &pages(&files)["entries/2026-11-03-hidden.html"];
    assert!(alone.contains("preview.js"), "the other note links to it");
    let none =
        &pages(&[CONFIG, MANAGER, ("2026-11-02-a.md", "Words.\n")])["entries/2026-11-02-a.html"];
    assert!(!none.contains("preview") && !none.contains("<template"), "{none}");
    let shared = &pages_for(Audience::Manager, &files)["entries/2026-11-04-second.html"];
    assert!(!shared.contains("secret word") && !shared.contains("hidden"), "{shared}");
}

#[test]
fn a_long_list_of_mentions_is_folded_and_a_very_long_one_counted() {
    let mut files: Vec<(String, String)> = Vec::new();
    let start = jiff::civil::date(2026, 1, 1);
    for day in 0..70 {
        let day = start.saturating_add(jiff::Span::new().days(day));
        files.push((format!("entries/{day}-note.md"), "About [[ines]].\n".to_owned()));
    }
    let mut files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.extend([CONFIG, MANAGER]);
    let page = &pages(&files)["people/ines.html"];
    let (_, list) = page.split_once("Mentioned in</h2>").expect("the list");
    let (list, _) = list.split_once("</section>").expect("its end");
    let (shown, folded) = list.split_once("<details>").expect("a fold");
    assert_eq!((shown.matches("<li>").count(), folded.matches("<li>").count()), (12, 48));
    says(folded, "58 more");
    says(folded, "and 10 before these");
    assert!(shown.contains("2026-03-11-note.html"), "the newest first: {shown}");
    let few = &pages(&files[60..])["people/ines.html"];
    let (_, list) = few.split_once("Mentioned in</h2>").expect("the list");
    assert!(!list.split_once("</section>").expect("its end").0.contains("<details>"));
}

#[test]
fn the_example_of_a_first_page_is_on_that_page_alone_until_a_note_has_a_step() {
    let plain = ("2026-11-02-how-this-works.md", "# How this works\n");
    for files in [&[][..], &[CONFIG, MANAGER, plain]] {
        let mut pages = pages(files);
        let first = pages.remove("index.html").expect("the first page");
        says(&first, "Begin with three commands");
        says(&first, "Example What this page shows after a few months");
        let (_, example) =
            first.split_once("<div class=\"example-page\" aria-hidden=\"true\">").expect("it");
        let (example, _) = example.split_once("</section>").expect("its end");
        for interactive in ["<a ", "<button", "tabindex", "<h"] {
            assert!(!example.contains(interactive), "{interactive} in {example}");
        }
        // It is in no other page, no feed, and nothing that search reads; the export has no pages.
        for (path, text) in &pages {
            assert!(!text.contains("Shared metrics"), "{path}");
        }
    }
    let pages = |audience, files: &[_]| pages_for(audience, files)["index.html"].clone();
    let begun = [CONFIG, MANAGER, ("2026-11-02-talk.md", "---\nstep: ask\n---\n")];
    for first in [pages(Audience::Manager, &[CONFIG, MANAGER]), pages(Audience::Me, &begun)] {
        assert!(!first.contains("Shared metrics") && !first.contains("three commands"), "{first}");
    }
}

#[test]
fn a_goal_says_what_is_missing_and_when_it_is_too_late() {
    let goal = "---\ntitle: Lead\nkind: promotion\nto: lead\nby: 2026-12-31\nneeds: [Strategy, Hiring]\n---\n";
    let one = "---\nstep: deliver\ntask: plan\nshows: strategy\nimpact: It holds.\n---\n";
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("goals/lead.md", goal),
        ("2026-11-02-plan.md", one),
        ("2026-11-03-hired.md", "---\nshows: hiring\n---\n"),
    ]);
    let page = &pages["goals/lead.html"];
    says(
        page,
        "emerging: 1 piece of evidence that counts, from 1 project; supported needs 2 projects.",
    );
    says(page, "One more project with evidence makes it supported.");
    says(page, "mentioned: 1 piece of evidence, but none counts");
    says(page, "earliest possible quarter: 2027-Q1; wanted by 31 December: too late");
    assert!(!words(page).contains('%'), "readiness is no percentage");
    says(&pages["index.html"], "0 of 2 competencies sustained");
    assert!(
        pages["gaps.html"]
            .contains("href=\"entries/2026-11-02-plan.html\" title=\"2026-Q4: plan, backed\"")
    );
    let (hiring, strategy) =
        (pages["gaps.html"].find("need-hiring"), pages["gaps.html"].find("need-strategy"));
    assert!(hiring < strategy, "the weakest stands first");
    let home = &pages["index.html"];
    says(home, "deliver (here) → pivot");
    says(home, "Next step with Ines");
    says(home, "no evidence claimed backed vouched confirmed at a lower level");
    says(home, "Competency Q4 Status");
    says(&pages["gaps.html"], "mentioned there is evidence, but none counts");
    says(page, "backed a note says what changed, has a measure, or links to proof");
}

#[test]
fn what_comes_up_is_one_list_by_date() {
    let files: &[(&str, &str)] = &[
        CONFIG,
        MANAGER,
        ("people/wen.md", "---\ntitle: Wen\nrelation: peer\n---\n"),
        ("people/tom.md", "---\ntitle: Tom\nrelation: report\n---\n"),
        ("2026-11-02-a.md", "---\nstep: ask\nwith: ines\ntask: plan\ndue: 2026-11-10\n---\n"),
        ("2026-11-03-b.md", "---\nstep: ask\nwith: wen\ntask: map\ndue: 2026-11-19\n---\n"),
        ("2026-11-04-c.md", "---\nstep: ask\nwith: wen\ntask: rota\n---\n"),
        ("2026-11-05-d.md", "---\nstep: ask\nwith: tom\ntask: inbox\ndue: 2026-12-04\n---\n"),
        (
            "2026-11-06-e.md",
            "---\nwith: wen\n---\n- [ ] Wen: send the draft (by 2026-11-22)\n\
             - [ ] Read the draft (by 2027-01-08)\n- [x] Print it (by 2026-11-08)\n",
        ),
    ];
    let (home, others) =
        (&pages(files)["index.html"], &pages_for(Audience::Manager, files)["index.html"]);
    let list = home.split("Coming up").nth(1).expect("a list").split("Newest").next().expect("it");
    let said = words(list);
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("no `{text}` in {said}"));
    // The next step is about the plan: it stands above the list.
    assert!(!said.contains("plan"), "{said}");
    assert!(at("Wen Finish map 2 days late, 19 Nov") < at("Wen send the draft their promise"));
    assert!(at("tomorrow, 22 Nov") < at("Tom Ask Tom where inbox stands"));
    assert!(at("Read the draft promised in 48 days, 8 Jan 2027") < at("rota"));
    assert!(!said.contains("Print it") && !said.contains("Tom inbox"), "{said}");
    assert_eq!(said.matches("map").count(), 1, "{said}");
    assert!(!words(others).contains("late") && !words(others).contains("in 48 days"));
}

#[test]
fn the_first_page_has_one_finding_of_each_rule_and_the_competencies_of_one_goal() {
    let needs = "needs: [a, b, c, d, e, f, g, h, i]";
    let goal = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}\n---\n");
    let (lead, staff) = (goal("Lead", needs), goal("Staff", "needs: [a]\nby: 2027-12-31"));
    let raise = goal("Raise", "kind: raise");
    let late = |task: &str| format!("---\nstep: ask\ntask: {task}\ndue: 2026-10-01\n---\n");
    let (map, plan) = (late("map"), late("plan"));
    let mut files = vec![CONFIG, MANAGER, ("goals/lead.md", &*lead), ("goals/raise.md", &*raise)];
    files.extend([("2026-09-01-map.md", &*map), ("2026-09-02-plan.md", &*plan)]);
    let home = &pages(&files)["index.html"];
    says(home, "was due 51 days ago and 1 more like it");
    assert_eq!(home.matches("was due 51 days ago</a>").count(), 1, "{home}");
    says(home, "Lead 0 of 9 competencies sustained");
    says(home, "Other goals: Raise · all goals");
    // Beyond seven, competencies unfold.
    let folded = home.split("2 more</summary>").nth(1).expect("what is folded");
    assert_eq!(folded.split("</details>").next().expect("it").matches("class=\"need\"").count(), 2);
    // The goal that is wanted first has its competencies on the page, and one is not several.
    files.push(("goals/staff.md", &*staff));
    let home = &pages(&files)["index.html"];
    says(home, "Staff 0 of 1 competency sustained");
    says(home, "Other goals: Lead (0 of 9 sustained) · Raise · all goals");
}

#[test]
fn pages_say_who_may_read_a_note_and_call_levels_as_the_ladder_does() {
    let ladder = "title: Ladder\nlevels: [PM, Group PM]\ncompetencies:\n  - id: team-work\n    \
                  title: Work in teams\n";
    let goal = "---\ntitle: Lead\nladder: l\nneeds: [team-work]\nto: group-pm\n---\n";
    let note = |more: &str| {
        format!(
            "---\nstep: deliver\ntask: plan\nshows: team-work@group-pm\nimpact: less\n{more}---\n"
        )
    };
    let (private, managers) = (note(""), note("visibility: manager\n"));
    let files = [
        CONFIG,
        ("people/ines.md", "---\ntitle: Ines\nrelation: manager\ncadence: monthly\n---\n"),
        ("ladders/l.yaml", ladder),
        ("goals/lead.md", goal),
        ("2026-11-02-a.md", &*private),
        ("2026-11-03-b.md", &*managers),
    ];
    let pages = pages(&files);
    says(&pages["entries/2026-11-02-a.html"], "· for you alone");
    says(&pages["entries/2026-11-03-b.html"], "· for managers");
    says(&pages["entries/2026-11-03-b.html"], "ShowsWork in teams at Group PM");
    says(&pages["goals/lead.html"], "at Group PM:");
    says(&pages["people/ines.html"], "manager · monthly talks");
    says(&pages["people/ines.html"], "Loops 1 loop");
    says(&pages["calendar.html"], "Calendar of 2026");
}

#[test]
fn what_a_rule_found_very_often_is_folded() {
    let late = |task: usize| {
        let text = format!("---\nstep: ask\ntask: plan-{task}\ndue: 2023-10-01\n---\n");
        (format!("2023-09-{:02}-plan.md", task + 1), text)
    };
    let late: Vec<(String, String)> = (0..8).map(late).collect();
    let mut files = vec![CONFIG, MANAGER];
    files.extend(late.iter().map(|(path, text)| (&**path, &**text)));
    let health = &pages(&files)["health.html"];
    says(health, "was due over 3 years ago");
    says(health, "asked-not-deliveredfound when a task is open");
    let rule = health.split("asked-not-delivered").next().expect("the first rules");
    let folded = rule.rsplit("4 more</summary>").next().expect("what is folded");
    assert_eq!(folded.matches("class=\"finding\"").count(), 4, "{folded}");
}

#[test]
fn every_page_is_in_a_section_that_the_navigation_marks() {
    let goal = "---\ntitle: Lead\nneeds: [Strategy]\n---\n";
    let note =
        "---\nstep: deliver\ntask: plan\nshows: strategy\ntags: [gnu]\nimpact: It holds.\n---\n";
    let files = [CONFIG, MANAGER, ("goals/lead.md", goal), ("2026-11-02-plan.md", note)];
    for audience in [Audience::Me, Audience::Manager] {
        let pages = pages_for(audience, &files);
        for (path, html) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
            let nav = html.split("<nav aria-label=\"Site\">").nth(1).expect("a navigation");
            let nav = nav.split("</nav>").next().expect("its end");
            let marked = nav.matches("aria-current=").count();
            // In the menu, both its name and the item are marked.
            let wanted = if path == "404.html" { 0..=0 } else { 1..=2 };
            let hidden = audience != Audience::Me && path == "health.html";
            assert!(wanted.contains(&marked) || hidden, "{path}: {marked}\n{nav}");
            assert!(!nav.contains("></summary>"), "{path}: no name");
        }
    }
    let pages = pages(&files);
    says(&pages["people.html"], "Inesmanager11plan 2 November 2026");
    says(&pages["tasks.html"], "Delivered 1");
    says(&pages["goals.html"], "Lead active · 0 of 1 competency sustained");
    says(&pages["tags.html"], "#gnu 1");
    says(&pages["journal.html"], "plan plan");
    assert!(pages["journal.html"].contains("id=\"only-deliver\""));
    // A loop is called by its work.
    says(&pages["loops/ines-1.html"], "Loop 1 with Ines");
    assert!(pages["loops/ines-1.html"].contains("<h1 dir=\"auto\">plan</h1>"));
    says(&pages["entries/2026-11-02-plan.html"], "plan, loop 1 with Ines");
    // From a note to what it shows, and from there to the note.
    assert!(
        pages["entries/2026-11-02-plan.html"].contains("href=\"../goals/lead.html#need-strategy\"")
    );
    assert!(pages["goals/lead.html"].contains("href=\"../entries/2026-11-02-plan.html\""));
}

#[test]
fn an_open_setback_is_told_beside_what_it_holds() {
    let goal = "---\ntitle: Lead\nneeds: [Strategy]\n---\n";
    let shown = |task: &str| {
        format!("---\nstep: deliver\ntask: {task}\nshows: strategy\nimpact: It holds.\n---\n")
    };
    let (a, b, c) = (shown("plan"), shown("map"), shown("plan"));
    let setback = "---\nkind: setback\ntask: plan\nupdate_by: 2026-11-12\n---\n";
    let update = "---\nkind: update\ntask: plan\nupdate_by: 2026-11-15\n---\n";
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("goals/lead.md", goal),
        ("2026-08-03-plan.md", &a),
        ("2026-08-04-map.md", &b),
        ("2026-10-05-plan-again.md", &c),
        ("2026-11-10-it-broke.md", setback),
        ("2026-11-14-why.md", update),
    ]);
    says(&pages["goals/lead.html"], "held back by an open setback");
    says(&pages["goals/lead.html"], "this is enough, but an open setback holds it back");
    let page = &pages["setbacks.html"];
    says(page, "0 of 2 promised updates came in time.");
    says(page, "an update by 12 November 2026, said on 10 November 2026: 2 days late");
    says(page, "an update by 15 November 2026, said on 14 November 2026: broken, 6 days ago");
    says(&pages["index.html"], "and tell Ines what comes next");
}

#[test]
fn a_story_leads_with_its_impact_and_answers_questions() {
    let ask = "---\nstep: ask\nwith: ines\ntask: plan\ntrying: Ship by spring.\nblocking: No plan.\ninitiative: suggested\nsize: large\ndue: 2026-10-01\n---\n";
    let done = "---\nstep: deliver\ntask: plan\nimpact: Spring holds.\nmetric: \"late teams: 4 -> 1\"\nquote: It helped.\nquote_from: rui\nshows: strategy\n---\n";
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("people/rui.md", "---\ntitle: Rui\nrelation: peer\n---\n"),
        ("2026-09-01-ask.md", ask),
        ("2026-09-20-done.md", done),
    ]);
    let page = words(&pages["stories.html"]);
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("no `{text}` in {page}"));
    assert!(place("Spring holds.") < place("Blocked by: No plan."));
    says(&pages["stories.html"], "Your own suggestion; large work");
    for question in ["result", "complex", "beyond", "influence", "need", "deadline"] {
        assert!(
            pages["stories.html"].contains(&format!("href=\"#asks-{question}\"")),
            "{question}"
        );
    }
    for question in ["went-wrong", "learned"] {
        assert!(
            !pages["stories.html"].contains(&format!("href=\"#asks-{question}\"")),
            "{question}"
        );
    }
    assert!(pages["stories.html"].contains("href=\"#shows-strategy\""));
}

#[test]
fn no_page_has_a_style_of_its_own_and_what_it_loads_is_small() {
    let pages =
        pages(&[CONFIG, MANAGER, ("2026-11-02-idea.md", "---\nkind: idea\nminutes: 30\n---\n")]);
    for (path, html) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!html.contains(" style=") && !html.contains("<style"), "{path}");
    }
    assert!(pages["assets/style.css"].len() < 27_500);
    let scripts =
        pages.iter().filter(|(path, _)| path.starts_with("assets/") && path.ends_with(".js"));
    let own = scripts.filter(|(path, _)| !path.contains("minisearch"));
    assert!(own.map(|(_, script)| script.len()).sum::<usize>() < 14 * 1024);
    says(&pages["ideas.html"], "2026-W45");
}

/// The words of a search index, each of which is written without what it shares with the last.
fn indexed(index: &str) -> Vec<String> {
    let json = index.strip_prefix("searchIndex=").expect("a script that holds data");
    let index: serde_json::Value = serde_json::from_str(json).expect("data");
    let mut word = String::new();
    let written = index["words"].as_str().expect("words").split(' ');
    let words = written.map(|written| {
        let same = usize::from(written.as_bytes()[0] - b'#');
        word = word.chars().take(same).chain(written[1..].chars()).collect();
        word.clone()
    });
    words.collect()
}

#[test]
fn all_that_a_page_says_can_be_found_and_nothing_that_is_hidden() {
    let note = "---\nstep: ask\nwith: ines\ntask: plan\ntrying: Fewer pagers.\nquote: Quagga!\ntags: [gnu]\naliases: [Okapi]\n---\n# Größe\nA **ze**bra saw [[other]]. %%lynx%% <!-- puma -->\n\n> [!private]\n> otter\n\n```\nheron\n```\n";
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("2026-09-01-a.md", note),
        ("other.md", "# Kudu\n\n<b>ibis</b>\n"),
        ("tasks/plan.md", "---\ntitle: The great plan\n---\nTapir\n"),
    ]);
    let words = indexed(&pages["search/index.js"]);
    let lost = |wanted: &&&str| !words.iter().any(|word| word == **wanted);
    let said = [
        "grosse",
        "zebra",
        "kudu",
        "heron",
        "pagers",
        "quagga",
        "gnu",
        "okapi",
        "ibis",
        "great",
        "tapir",
        "ines",
        "september",
        "2026",
        "loop",
    ];
    assert_eq!(said.iter().filter(lost).collect::<Vec<_>>(), Vec::<&&str>::new(), "{words:?}");
    let hidden = ["lynx", "puma", "otter", "private"];
    assert_eq!(hidden.iter().filter(lost).count(), hidden.len(), "{words:?}");
    let texts = &pages["search/text-0.js"];
    assert!(
        texts.starts_with("searchTexts[0]=[[\"1 September 2026 · Ines · The great plan · #gnu\",")
    );
    assert!(texts.contains("Größe A zebra saw Kudu. heron · Trying to: Fewer pagers."), "{texts}");
    assert!(hidden.iter().all(|word| !texts.contains(word)), "{texts}");
}

#[test]
fn search_can_be_narrowed_and_says_what_to_do_without_a_script() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("2026-09-01-a.md", "---\nstep: ask\nwith: ines\ntask: plan\ntags: [gnu]\n---\n"),
    ]);
    let page = &pages["search.html"];
    for choice in ["value=\"pivot\">pivot", "value=\"plan\">plan", "value=\"ines\">Ines"] {
        assert!(page.contains(choice), "{choice}: {page}");
    }
    assert!(!page.contains("name=\"goal\""), "there is no goal to choose");
    let without = page.split("<noscript>").nth(1).expect("words for those without a script");
    for link in ["journal.html", "timeline.html", "tags/gnu.html"] {
        assert!(without.contains(&format!("href=\"{link}\"")), "{link}");
    }
    let index = &pages["search/index.js"];
    assert!(index.contains("\"facets\":[\"step=ask\",\"task=plan\",\"person=ines\"]"), "{index}");
}

#[test]
fn work_is_shown_beside_the_bar_that_was_agreed() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        (
            "entries/2026-03-02-ask.md",
            "---\nstep: ask\ntask: plan\nbar: She can use most of it\n---\n",
        ),
        (
            "entries/2026-03-20-plan.md",
            "---\nstep: deliver\ntask: plan\nmet_bar: missed\nshows: craft\nimpact: Two teams read it\n---\n",
        ),
        ("entries/2026-03-21-b.md", "---\nstep: deliver\ntask: book\nmet_bar: missed\n---\n"),
        ("entries/2026-03-25-b.md", "---\nstep: deliver\ntask: book\nimpact: It is read\n---\n"),
        ("goals/g.md", "---\nneeds: [craft]\n---\n"),
    ]);
    let again = "missed; delivered again on 25 March 2026, and no note judges that";
    says(&pages["tasks/book.html"], again);
    assert!(!pages["tasks/plan.html"].contains("delivered again"));
    for page in ["tasks/plan.html", "entries/2026-03-20-plan.html"] {
        says(&pages[page], "She can use most of it");
        says(&pages[page], "Against the barmissed");
    }
    says(&pages["goals/g.html"], "2026-Q1, fell short of the bar");
    says(&pages["goals/g.html"], "A second version that meets the bar");
}

#[test]
fn a_date_that_was_moved_once_it_was_past_was_not_met() {
    for (moved_on, is_met) in [("2026-01-30", true), ("2026-02-10", false)] {
        let moved = format!("entries/{moved_on}-moved.md");
        let pages = pages(&[
            CONFIG,
            MANAGER,
            ("entries/2026-01-05-a.md", "---\nstep: ask\ntask: x\ndue: 2026-01-31\n---\n"),
            (&*moved, "---\ntask: x\ndue: 2026-03-10\n---\n"),
            ("entries/2026-03-05-d.md", "---\nstep: deliver\ntask: x\nimpact: Faster.\n---\n"),
        ]);
        let answers = pages["stories.html"].contains("href=\"#asks-deadline\"");
        assert_eq!(answers, is_met, "moved on {moved_on}");
    }
}

#[test]
fn recurring_work_says_how_often_and_its_next_day_is_told_to_the_author_as_reckoned() {
    let all = "visibility: public\n";
    let file = format!("---\nrepeats: weekly\n{all}---\n");
    let ask = format!("---\nstep: ask\ntask: figures\n{all}---\n");
    let sent = format!("---\nstep: deliver\ntask: figures\nimpact: used\n{all}---\n");
    // Others do not see that it was done again.
    let again = "---\nstep: deliver\ntask: figures\nvisibility: private\n---\n";
    let files = [
        CONFIG,
        MANAGER,
        ("tasks/figures.md", &*file),
        ("entries/2026-11-02-ask.md", &ask),
        ("entries/2026-11-09-sent.md", &sent),
        ("entries/2026-11-16-again.md", again),
    ];
    let own = pages(&files);
    says(&own["tasks/figures.html"], "Comes backweekly, done 2 times");
    says(&own["tasks/figures.html"], "Due by its rhythm23 November 2026");
    says(&own["tasks.html"], "by its rhythm due 23 November 2026");
    let others = pages_for(Audience::Manager, &files);
    says(&others["tasks/figures.html"], "Comes backweekly, done 1 time in the shared notes");
    for page in ["tasks/figures.html", "tasks.html", "index.html"] {
        let said = words(&others[page]);
        assert!(said.contains("figures") && !said.contains("16 November"), "{said}");
    }
}

#[test]
fn a_goal_without_competencies_is_shown_by_the_steps_for_it() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("goals/calmer.md", "---\ntitle: Calmer weeks\nkind: balance\nby: 2026-12-31\n---\n"),
        (
            "entries/2026-05-04-said.md",
            "---\nstep: pivot\ntask: rota\ngoal: calmer\nanswer: partly\nenergy: 2\n---\n",
        ),
        (
            "entries/2026-06-01-rota.md",
            "---\nstep: deliver\ntask: rota\ngoal: calmer\nimpact: no nights\nenergy: 4\n---\n",
        ),
    ]);
    let page = &pages["goals/calmer.html"];
    says(page, "Tasks delivered: 1 of 1. Talks: 1.");
    says(page, "answer: partly");
    says(page, "Energy");
    assert!(!words(page).contains("no competencies"));
    says(&pages["index.html"], "What was done for it is on its page.");
}

#[test]
fn the_amount_of_a_raise_is_the_authors_alone() {
    let journal = crate::support::read::journal(
        "pivot goal=g visibility=manager\n=== goals/g.md\n---\nkind: raise\namount: 77123\nby: 2026-12-31\nvisibility: manager\n---\n",
    );
    for audience in [Audience::Manager, Audience::Public] {
        let (shared, _) = share(&journal, &[], &ShareOptions::new(audience));
        assert!(shared.goals.iter().all(|goal| goal.amount.is_none()));
    }
}

#[test]
fn kept_words_are_counted_by_quarter_and_person() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        (
            "entries/2026-02-02-a.md",
            "---\nstep: ask\ntask: [one, two, three]\ndue: 2026-03-01\n---\n",
        ),
        ("entries/2026-03-01-b.md", "---\nstep: deliver\ntask: one\nimpact: less\n---\n"),
        ("entries/2026-03-02-c.md", "---\nstep: deliver\ntask: two\nimpact: less\n---\n"),
        ("entries/2026-03-05-d.md", "---\ntask: three\ndue: 2026-03-20\n---\n"),
        ("entries/2026-03-10-e.md", "---\nstep: deliver\ntask: three\nimpact: less\n---\n"),
        (
            "entries/2026-03-11-f.md",
            "---\nstep: ask\n---\n\n- [x] Send (by 2026-03-12) (done 2026-03-12)\n\
             - [x] Call (by 2026-03-12) ✅ 2026-03-13\n- [x] Ring (by 2026-03-12)\n\
             - [ ] Write (by 2026-03-12)\n",
        ),
    ]);
    let page = &pages["effects.html"];
    says(page, "2026-Q11 of 31 of 3");
    says(page, "Ines1 of 31 of 3");
}

#[test]
fn how_a_leader_sees_the_work_is_shown_by_date() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        (
            "entries/2026-02-02-a.md",
            "---\nstep: master\nperception: below\nwishes: [Shorter updates, Fewer bugs]\n---\n",
        ),
        ("entries/2026-03-02-b.md", "---\nresolves: Shorter updates\n---\n"),
        ("entries/2026-05-02-c.md", "---\nstep: master\nperception: meets\n---\n"),
    ]);
    for page in ["effects.html", "people/ines.html"] {
        let page = &pages[page];
        says(page, "Shorter updates settled 2 March 2026");
        says(page, "Fewer bugs open");
        says(page, "1 of 2 wishes settled.");
        assert!(words(page).find("below") < words(page).find("meets"));
    }
}

#[test]
fn a_lesson_that_was_noted_before_stands_beside_it() {
    let pages = pages(&[
        CONFIG,
        MANAGER,
        ("entries/2026-02-02-a.md", "---\nstep: repeat\nlesson: Agree on the measure first\n---\n"),
        (
            "entries/2026-05-02-b.md",
            "---\nkind: setback\nlesson: Agree on the measure first, always\ntell: ines\nupdate_by: 2026-05-09\n---\n",
        ),
    ]);
    says(&pages["setbacks.html"], "Much the same on 2 February 2026: Agree on the measure first");
    says(&pages["setbacks.html"], "no update is with Ines");
}

/// Four decisions: two without an outcome, one that says its own, one that a later note looks at.
const DECISIONS: &[(&str, &str)] = &[
    CONFIG,
    MANAGER,
    ("people/ana.md", "---\ntitle: Ana\nrelation: report\n---\n"),
    (
        "entries/2026-03-02-due.md",
        "---\nkind: decision\nreview_on: 2026-11-21\nexpect: Fewer calls\nvisibility: manager\n---\n",
    ),
    (
        "entries/2026-04-01-right.md",
        "---\nkind: decision\nreversible: yes\nwrong_if: More calls\noutcome: right\nvisibility: manager\n---\n",
    ),
    (
        "entries/2026-05-04-moved.md",
        "---\nkind: decision\nreversible: no\nwith: ines\ntask: move\noutcome: right\nvisibility: manager\n---\n",
    ),
    (
        "entries/2026-06-03-looked-at.md",
        "---\nresolves: 2026-05-04-moved\noutcome: mixed\nlesson: Ask the night shift first\n---\n",
    ),
    ("entries/2026-10-05-open.md", "---\nkind: decision\nreview_on: 2026-11-22\n---\n"),
    ("entries/2026-10-06-hers.md", "---\nkind: decision\nwith: ana\n---\n"),
];

#[test]
fn a_person_is_named_within_a_sentence_without_a_capital_article() {
    let pages = pages(&[
        ("loopbook.yaml", "manager: cpo\n"),
        ("people/cpo.md", "---\ntitle: The CPO\nrelation: manager\n---\n"),
        ("entries/2026-03-02-cold.md", "---\nkind: seen\nwith: cpo\n---\n"),
        ("entries/2026-03-03-move.md", "---\nkind: decision\nwith: cpo\n---\n"),
        ("entries/2026-03-04-how.md", "---\nstep: master\nperception: meets\n---\n"),
    ]);
    says(&pages["seen.html"], "2 March 2026, with the CPO");
    says(&pages["decisions.html"], "3 March 2026, with the CPO");
    says(&pages["effects.html"], "How your work is seen by the CPO");
    says(&pages["loops/cpo-1.html"], "with the CPO");
    says(&pages["people/cpo.html"], "The CPO");
}

#[test]
fn decisions_say_what_was_expected_and_how_they_turned_out() {
    let page = &pages(DECISIONS)["decisions.html"];
    says(page, "Outcomes so far: 1 right, 1 mixed, 0 wrong.");
    says(page, "to be reviewed due Decided2 March 2026 ExpectedFewer calls");
    says(page, "Reviewon 21 November 2026: note its outcome");
    says(page, "right Decided1 April 2026; it can be undone Wrong ifMore calls");
    says(page, "mixed · move moved Decided4 May 2026, with Ines; it cannot be undone");
    says(page, "Turned outLooked at 30 days later LearnedAsk the night shift first");
    let words = words(page);
    let place = |text: &str| words.find(text).unwrap_or_else(|| panic!("no `{text}` in {words}"));
    assert!(place("to be reviewed due") < place("open open"));
    assert!(place("open open") < place("mixed ·"));
    assert!(place("mixed ·") < place("right Decided"));
    assert!(!words.contains("hers"), "a direct report's decisions are on that person's page");
    says(&pages(DECISIONS)["entries/2026-04-01-right.html"], "Can be undoneyes");
}

#[test]
fn another_reader_is_not_told_that_a_decision_has_no_outcome() {
    let all: Vec<_> = DECISIONS.to_vec();
    let told =
        |files: &[(&str, &str)]| pages_for(Audience::Manager, files)["decisions.html"].clone();
    let page = told(&all);
    says(&page, "Outcomes so far: 2 right, 0 mixed, 0 wrong.");
    says(&page, "due Decided2 March 2026 ExpectedFewer calls Review21 November 2026");
    let words = words(&page);
    for hidden in ["to be reviewed", "open", "looked at", "night shift"] {
        assert!(!words.contains(hidden), "`{hidden}` in {words}");
    }
    let shared: Vec<_> =
        all.into_iter().filter(|(_, text)| !text.starts_with("---\nresolves")).collect();
    assert_eq!(page, told(&shared));
}

/// Four problems: one is open, one was taken on under its title, one under its task, one somebody else solved.
const SEEN: &[(&str, &str)] = &[
    CONFIG,
    MANAGER,
    ("entries/2026-03-02-slow-builds.md", "---\nkind: seen\nvisibility: manager\n---\n"),
    ("entries/2026-03-03-lost-keys.md", "---\nkind: seen\ntask: key-cupboard\n---\n"),
    ("entries/2026-03-04-old-printer.md", "---\nkind: seen\nvisibility: manager\n---\n"),
    (
        "entries/2026-03-05-cold-office.md",
        "---\nkind: seen\ntask: heating\nvisibility: manager\n---\n",
    ),
    (
        "entries/2026-04-01-ask.md",
        "---\nstep: ask\ntask: slow-builds\ninitiative: suggested\ntrying: Ship each day\nblocking: Waiting\nvisibility: manager\n---\n",
    ),
    ("entries/2026-04-02-keys.md", "---\nstep: ask\ntask: key-cupboard\n---\n"),
    ("entries/2026-04-03-new-printer.md", "---\nresolves: 2026-03-04-old-printer\n---\n"),
];

#[test]
fn problems_seen_say_what_became_of_them() {
    let pages = pages(SEEN);
    let page = &pages["seen.html"];
    says(page, "Taken on: 2 of 4.");
    says(page, "open Cold office 5 March 2026, with Ines For 261 days: offer to take it on");
    says(page, "taken on Lost keys 3 March 2026, with Ines As Key cupboard, 30 days later");
    says(page, "taken on Slow builds 2 March 2026, with Ines As Slow builds, 30 days later");
    says(page, "settled Old printer 4 March 2026, with Ines By New printer");
    assert!(words(page).find("Cold office") < words(page).find("Old printer"));
    says(&pages["effects.html"], "2026-Q2011002");
    let person = &pages["people/ines.html"];
    says(person, "Ship each day Blocked by Waiting Taken on Slow builds open");
}

#[test]
fn another_reader_sees_the_shared_problems_and_not_that_one_is_open() {
    let pages = pages_for(Audience::Manager, SEEN);
    let page = words(&pages["seen.html"]);
    for hidden in ["Lost keys", "open", "settled", "offer"] {
        assert!(!page.contains(hidden), "`{hidden}` in {page}");
    }
    says(&pages["seen.html"], "Taken on: 1 of 3.");
    let person = words(&pages["people/manager.html"]);
    assert!(!person.contains("Ship each day"), "{person}");
}

/// An idea with a first thought that could not know its name, a later one, and the task that tried it.
const IDEAS: &[(&str, &str)] = &[
    ("loopbook.yaml", "manager: ines\nthinking: 1h30m\n"),
    MANAGER,
    (
        "entries/2024-11-20-drone-trucks.md",
        "---\nkind: idea\ncombines: [drones, carriers]\nminutes: 40\ntask: old-work\n---\n",
    ),
    (
        "entries/2026-10-12-again.md",
        "---\nidea: drone-trucks\ncombines: [drones, trucks]\nminutes: 60\nvisibility: manager\n---\n",
    ),
    ("entries/2026-11-17-more.md", "---\nminutes: 90\n---\n"),
    (
        "entries/2026-11-19-try.md",
        "---\nstep: pivot\nidea: \"[[2024-11-20-drone-trucks]]\"\ntask: [old-work, one-truck]\n---\n",
    ),
    ("entries/2024-01-08-old.md", "---\nstep: ask\ntask: old-work\n---\n"),
    (
        "entries/2026-11-18-other.md",
        "---\nkind: idea\nidea: Roof gardens\nvisibility: manager\n---\n",
    ),
];

#[test]
fn an_idea_is_all_its_notes_up_to_the_task_that_tried_it() {
    let page = &pages(IDEAS)["ideas.html"];
    says(
        page,
        "2 years Drone trucks 20 November 2024 · 100 minutes drones + carriers + trucks Then again 12 October 2026, try 19 November 2026 Tried as One truck, 729 days after the first thought open",
    );
    says(page, "your aim is 90 a week, reached in 1 of the last 12");
    assert!(page.contains("<line class=\"today\""));
    assert!(words(page).find("Drone trucks") < words(page).find("3 days other"));
    says(&pages(IDEAS)["entries/2026-11-18-other.html"], "IdeaRoof gardens");
}

#[test]
fn another_reader_sees_the_shared_ideas_each_by_itself_and_no_aim() {
    let pages = pages_for(Audience::Manager, IDEAS);
    let page = words(&pages["ideas.html"]);
    assert!(page.contains("3 days other 18 November 2026 Time to think"), "{page}");
    for hidden in ["aim", "Tried", "carriers", "2024", "Then", "Drone", "Roof"] {
        assert!(!page.contains(hidden), "`{hidden}` in {page}");
    }
    assert!(!words(&pages["entries/2026-11-18-other.html"]).contains("Roof"));
}

#[test]
fn the_path_says_what_each_goal_took_and_what_came_of_it() {
    let senior = "---\ntitle: Senior\nfrom: engineer\nto: senior-engineer\nsince: 2025-02-10\nstate: reached\n\
                  reached_on: 2026-01-15\noutcome: Senior from February.\nvisibility: manager\n---\n";
    let lead =
        "---\ntitle: Lead\nto: lead\nby: 2027-06-30\nsince: 2026-08-01\nneeds: [Strategy]\n---\n";
    let ines = "---\ntitle: Ines\nrelation: manager\nsince: 2025-01-06\nemployer: a shop\n---\n";
    let files = [
        CONFIG,
        ("people/ines.md", ines),
        ("goals/senior.md", senior),
        ("goals/lead.md", lead),
        ("2025-03-03-ask.md", "---\nstep: ask\nvisibility: manager\n---\n"),
    ];
    let all = pages(&files);
    let page = &all["path.html"];
    for wanted in [
        "15 January 2026 Senior Engineer → Senior engineer Senior from February.",
        "Took11 months, in 5 quarters, since 10 February 2025",
        "ManagerInes Ata shop Loops on the wayLoop 1 with Ines",
        "now Lead → Lead So far4 months, in 2 quarters, since 1 August 2026, wanted by 30 June 2027",
    ] {
        says(page, wanted);
    }
    says(&all["goals/senior.html"], "Reached on 15 January 2026: Senior from February. the path");
    says(&all["people/ines.html"], "manager since 6 January 2025 · a shop");
    let page = &pages_for(Audience::Manager, &files)["path.html"];
    says(page, "Senior from February.");
    says(page, "Loops on the wayLoop 1 with the manager");
    for hidden in ["Lead", "Ines", "a shop", "2027"] {
        assert!(!page.contains(hidden), "{hidden} in {page}");
    }
}

/// `confirmed_by: me` is the author, who has no page.
#[test]
fn the_author_confirms_without_a_page() {
    let entry = "---\nwith: noor\nstep: deliver\ntask: plan\nimpact: It holds.\nconfirmed_by: [me, ines]\nvisibility: manager\n---\n";
    let files = [
        ("loopbook.yaml", "manager: ines\nauthor: Mira\n"),
        ("people/ines.md", "---\ntitle: Ines\nrelation: manager\nvisibility: manager\n---\n"),
        ("people/noor.md", "---\ntitle: Noor\nrelation: report\nvisibility: manager\n---\n"),
        ("entries/2026-03-02-done.md", entry),
    ];
    for (audience, author) in [(Audience::Me, "you"), (Audience::Manager, "Mira")] {
        let pages = pages_for(audience, &files);
        let page = &pages["entries/2026-03-02-done.html"];
        assert!(page.contains(&format!("<dt>Confirmed by</dt><dd>{author}, <a href=")), "{page}");
        assert!(!pages.values().any(|page| page.contains("people/me.html")));
    }
}

/// What a person is called has a capital at the head of something only: a role is a word in a sentence.
#[test]
fn a_role_has_a_capital_at_the_head_only() {
    let files = [
        ("loopbook.yaml", "manager: cpo\nvisibility: manager\n"),
        (
            "people/cpo.md",
            "---\ntitle: The CPO\nshare_as: the CPO\nvisibility: manager\nrelation: manager\n---\n",
        ),
        (
            "people/dev.md",
            "---\ntitle: The backend dev\nvisibility: manager\nrelation: report\n---\n",
        ),
        (
            "people/lead.md",
            "---\ntitle: An engineering lead\nshare_as: an engineering lead\nvisibility: manager\n---\n",
        ),
        (
            "goals/senior.md",
            "---\ntitle: Senior\nvisibility: manager\nof: dev\nneeds: [Craft]\n---\n",
        ),
        ("tasks/plan.md", "---\ntitle: Plan\nvisibility: manager\nasked_by: cpo\n---\n"),
        ("entries/2026-03-02-ask.md", "---\nstep: ask\ntask: plan\n---\n"),
        ("entries/2026-03-03-lead.md", "---\nstep: ask\nwith: lead\n---\n"),
        ("entries/2026-03-04-seen.md", "---\nkind: seen\n---\n"),
        ("entries/2026-03-05-master.md", "---\nstep: master\nperception: meets\n---\n"),
        ("entries/2026-03-06-oops.md", "---\nkind: setback\ntell: lead\n---\n"),
    ];
    for audience in [Audience::Me, Audience::Manager] {
        let pages = pages_for(audience, &files);
        for (path, page) in pages.iter().filter(|(path, _)| *path != "health.html") {
            let words = words(page);
            for wrong in ["with The ", "with An ", "by The ", "of The ", "to The ", "yet: An"] {
                assert!(!words.contains(wrong), "{path} says {wrong}: {words}");
            }
        }
        for (person, heading) in [("cpo", "The CPO"), ("lead", "An engineering lead")] {
            let slug = match audience {
                Audience::Me => person.to_owned(),
                _ => heading.to_lowercase().replace(' ', "-"),
            };
            let page = &pages[&format!("people/{slug}.html")];
            assert!(page.contains(&format!(">{heading}</h1>")), "{page}");
        }
        says(&pages["tasks/plan.html"], "by the CPO");
        says(&pages["goals/senior.html"], "Goal of the backend dev");
    }
}

#[test]
fn a_task_first_noted_at_its_delivery_says_neither_when_nor_by_whom_it_was_begun() {
    let note = "---\nstep: deliver\ntask: flaky-build\nimpact: No red build\n---\n";
    let pages = pages(&[CONFIG, MANAGER, ("entries/2026-02-17-done.md", note)]);
    let task = words(&pages["tasks/flaky-build.html"]);
    assert!(task.contains("delivered on 17 February 2026"), "{task}");
    for unsaid in ["Taken on", "asked", "First note"] {
        assert!(!task.contains(unsaid), "{unsaid}: {task}");
    }
    let row = words(&pages["loops/ines-1.html"]);
    assert!(row.contains("deliverednot noted17 February 2026"), "{row}");
    // A talk takes work on, and one that says so more exactly is believed.
    let ask = ("entries/2026-02-01-ask.md", "---\nstep: ask\ntask: flaky-build\n---\n");
    says(
        &self::pages(&[CONFIG, MANAGER, ask])["tasks/flaky-build.html"],
        "Taken on1 February 2026, asked",
    );
}

#[test]
fn an_open_loop_ends_with_the_time_of_its_person() {
    let left = ("people/ines.md", "---\ntitle: Ines\nrelation: manager\nuntil: 2024-06-30\n---\n");
    let ask = ("entries/2024-06-01-ask.md", "---\nstep: ask\ntask: x\n---\n");
    let pages = pages(&[CONFIG, left, ask]);
    says(
        &pages["loops/ines-1.html"],
        "1 June 2024 until your time together ended on 30 June 2024: 1 entry in 29 days",
    );
    let stays = self::pages(&[CONFIG, MANAGER, ask]);
    says(&stays["loops/ines-1.html"], "1 June 2024: 1 entry in over 2 years");
}

#[test]
fn the_plan_names_six_tasks_for_a_competency_and_counts_the_others() {
    let goal = ("goals/lead.md", "---\nstate: active\nneeds: [craft]\n---\n");
    let paths: Vec<String> = (0..10).map(|number| format!("tasks/meant-{number}.md")).collect();
    let meant = paths.iter().map(|path| (path.as_str(), "---\nserves: [craft]\n---\n"));
    let files: Vec<_> = [CONFIG, MANAGER, goal].into_iter().chain(meant).collect();
    let page = &pages(&files)["goals/lead.html"];
    let (_, plan) = page.split_once("Meant for it:").expect("a plan");
    let (plan, _) = plan.split_once("</li>").expect("the end of a competency");
    assert_eq!(plan.matches("<a ").count(), 6, "{plan}");
    assert!(plan.contains("and 4 more"), "{plan}");
}

#[test]
fn open_tasks_stand_by_the_day_they_are_due_and_others_by_their_delivery() {
    let ask = ("entries/2026-11-01-ask.md", "---\nstep: ask\ntask: plan\ndue: 2026-12-01\n---\n");
    let done =
        ("entries/2026-11-02-done.md", "---\nstep: deliver\ntask: draft\nimpact: less\n---\n");
    let page = &pages(&[CONFIG, MANAGER, ask, done])["tasks.html"];
    let (open, delivered) = page.split_once(">Delivered <").expect("two groups");
    assert!(open.contains(">Due</th>") && !open.contains(">Days</th>"), "{open}");
    assert!(delivered.contains(">Delivered</th>"), "{delivered}");
}
