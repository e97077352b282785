//! A journal replaces files of its theme by files of the same path.

use jiff::civil::date;
use loopbook::diagnostic::Diagnostic;
use loopbook::model::theme::API;
use loopbook::model::vocabulary::ShippedTheme;
use loopbook::pipeline;
use loopbook::read;
use loopbook::read::source::SourceFile;
use loopbook::share::for_author;
use loopbook::site::{Content, Site};
use loopbook::theme::shipped;

use crate::support::folder::folder;

fn build(files: &[(&str, &str)]) -> (Site, Vec<Diagnostic>) {
    let note = ("entries/2026-01-05-talk.md", "---\nstep: ask\n---\nWhat do you need?\n");
    let files: Vec<_> = files.iter().chain([&note]).copied().collect();
    let folder = folder(&files);
    let loaded = read::read(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    pipeline::site(&for_author(&loaded.journal.expect("a journal"), &[]), date(2026, 1, 6))
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    match site.files.get(path) {
        Some(Content::Bytes(bytes)) => std::str::from_utf8(bytes).expect("text"),
        _ => panic!("no page `{path}`"),
    }
}

#[test]
fn a_template_may_extend_the_one_it_replaces() {
    let own = "{% extends \"theme/notebook/entry.html\" %}{% block header %}Mine, {{ super() }}{% endblock header %}";
    let (site, problems) = build(&[("theme/templates/entry.html", own)]);
    assert_eq!(problems, []);
    let page = text(&site, "entries/2026-01-05-talk.html");
    assert!(page.contains("Mine, <header>") && page.contains("What do you need?"), "{page}");
}

#[test]
fn a_style_sheet_and_a_script_are_replaced_whole() {
    let (site, problems) = build(&[
        ("theme/static/assets/style.css", "body { color: red }"),
        ("theme/scripts/master.txt", "Tell me, {{ person.name }}."),
    ]);
    assert_eq!(problems, []);
    assert_eq!(text(&site, "assets/style.css"), "body { color: red }");
    assert!(text(&site, "index.html").contains("Tell me, your manager."));
}

#[test]
fn a_script_of_the_journals_own_says_what_is_owed_only_where_it_asks_for_it() {
    let late = ("entries/2026-01-02-late.md", "---\ntask: x\nupdate_by: 2026-01-05\n---\n");
    let asks = "Now?{% if owed %} {% include \"scripts/owed.txt\" %}{% endif %}";
    for (script, owed, says) in [
        ("Now?", None, "Now?"),
        (asks, None, "Now? I promised an update on x for 5 January, and I’m late."),
        (asks, Some("Late: {{ owed[0].text }}."), "Now? Late: an update on x."),
    ] {
        let mut files = vec![late, ("theme/scripts/master.txt", script)];
        files.extend(owed.map(|text| ("theme/scripts/owed.txt", text)));
        let (site, problems) = build(&files);
        assert_eq!(problems, []);
        let page = text(&site, "index.html");
        assert!(page.contains(says), "{script}: {page}");
        let shipped = "I’m late";
        assert_eq!(page.contains(shipped), says.contains(shipped), "{script}");
    }
}

#[test]
fn a_script_that_no_move_has_is_a_slip() {
    let names = ["ask.txt", "ask.peer.txt", "ask.mid.txt", "ask.peer.mid.txt"];
    let wrong = ["apologise.txt", "ask.boss.txt", "ask.mid.peer.txt", "ask.html"];
    let paths: Vec<String> =
        [names, wrong].concat().iter().map(|n| format!("theme/scripts/{n}")).collect();
    let files: Vec<(&str, &str)> =
        paths.iter().map(|path| (path.as_str(), "What do you need?")).collect();
    let (_, problems) = build(&files);
    let mut slips: Vec<&str> = problems.iter().filter_map(|p| p.path.rsplit('/').next()).collect();
    slips.sort_unstable();
    assert_eq!(slips, ["apologise.txt", "ask.boss.txt", "ask.html", "ask.mid.peer.txt"]);
}

#[test]
fn an_error_in_a_template_is_at_its_place() {
    let (site, problems) = build(&[("theme/templates/tag.html", "<p>\n{{ 1 + }}")]);
    assert!(site.files.is_empty());
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!(
        (problem.code.as_str(), problem.path.as_str()),
        ("template", "theme/templates/tag.html")
    );
    assert_eq!(problem.location.as_ref().map(|at| at.line), Some(2));

    let (site, problems) = build(&[("theme/templates/entry.html", "{{ entry.nothing }}")]);
    assert!(site.files.contains_key("index.html"));
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    let at = problem.location.as_ref().expect("a place");
    assert_eq!((at.line, at.source.as_str()), (1, "{{ entry.nothing }}"));
}

#[test]
fn a_file_that_the_site_has_already_is_not_replaced_by_another() {
    let (site, problems) = build(&[("static/index.html", "mine"), ("static/robots.txt", "mine")]);
    assert!(text(&site, "index.html").contains("<!doctype html>"));
    assert!(site.files.contains_key("robots.txt"));
    assert_eq!(
        problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(),
        ["taken-path"]
    );
}

#[test]
fn a_part_of_a_page_is_replaced_alone() {
    let own = "{% extends \"theme/notebook/entry.html\" %}{% block header %}<h1>Mine</h1>{% endblock header %}";
    let (site, problems) = build(&[("theme/templates/entry.html", own)]);
    assert_eq!(problems, []);
    let page = text(&site, "entries/2026-01-05-talk.html");
    assert!(page.contains("<h1>Mine</h1>") && !page.contains("<h1>talk</h1>"), "{page}");
    assert!(page.contains("What do you need?") && page.contains("<nav aria-label=\"Site\">"));
}

#[test]
fn a_few_rules_of_style_come_after_the_themes() {
    for theme in ["notebook", "plain"] {
        let (site, problems) = build(&[
            ("loopbook.yaml", &format!("theme: {theme}\n")),
            ("theme/static/assets/custom.css", ":root { --accent: teal }"),
        ]);
        assert_eq!(problems, []);
        let page = text(&site, "entries/2026-01-05-talk.html");
        let theirs = page.find("../assets/style.css").expect("the theme's style");
        let own = page.find("../assets/custom.css").expect("the journal's");
        assert!(theirs < own, "{theme}: {page}");
    }
    let (site, _) = build(&[]);
    assert!(!text(&site, "index.html").contains("custom.css"));
}

#[test]
fn a_whole_theme_lies_upon_the_one_it_extends() {
    let (site, problems) = build(&[
        ("loopbook.yaml", "theme: mine\n"),
        ("mine/theme.yaml", "theme_api: 1\nextends: plain\n"),
        (
            "mine/templates/404.html",
            "{% extends \"theme/notebook/404.html\" %}{% block header %}Mine{% endblock header %}",
        ),
        ("mine/scripts/master.txt", "Tell me, {{ person.name }}."),
        (
            "theme/templates/404.html",
            "{% extends \"theme/mine/404.html\" %}{% block header %}Above, {{ super() }}{% endblock header %}",
        ),
    ]);
    assert_eq!(problems, []);
    assert!(text(&site, "404.html").contains("Above, Mine"));
    assert!(!text(&site, "404.html").contains("class=\"top\""), "the frame is that of `plain`");
    assert!(text(&site, "index.html").contains("Tell me, your manager."));
}

#[test]
fn the_folder_of_a_theme_may_say_what_it_extends() {
    let (site, problems) = build(&[("theme/theme.yaml", "theme_api: 1\nextends: plain\n")]);
    assert_eq!(problems, []);
    assert!(!text(&site, "404.html").contains("class=\"top\""));
    let (site, problems) = build(&[
        ("loopbook.yaml", "theme: notebook\n"),
        ("theme/theme.yaml", "theme_api: 1\nextends: notebook\n"),
    ]);
    assert_eq!(problems, []);
    assert!(text(&site, "404.html").contains("class=\"top\""));
}

#[test]
fn shipped_themes_say_what_they_are_made_for() {
    for theme in shipped::all() {
        let name = theme.word();
        let manifest = shipped::sources(theme).find(|(path, _)| *path == "theme.yaml");
        let text = manifest.unwrap_or_else(|| panic!("`{name}` has no theme.yaml")).1.to_vec();
        let source = SourceFile::decode(format!("{name}/theme.yaml"), text).expect("text");
        let mut problems = Vec::new();
        let manifest = loopbook::read::theme::read(&source, &mut problems).expect("a manifest");
        assert_eq!((problems, manifest.api), (Vec::new(), Some(API)), "{name}");
        let below = shipped::lineage(theme).get(1).copied();
        assert_eq!(manifest.extends, below, "{name}");
    }
}

/// Small enough to be understood in ten minutes, and without scripts.
#[test]
fn the_plain_theme_is_plain() {
    let files: Vec<_> = shipped::sources(ShippedTheme::Plain).collect();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(files.len() < 10 && bytes < 16 * 1024, "{} files, {bytes} bytes", files.len());
    let style = files.iter().find(|(path, _)| path.ends_with("style.css")).expect("a style");
    assert!(style.1.len() < 4400, "{} bytes", style.1.len());
    let (site, problems) = build(&[("loopbook.yaml", "theme: plain\n")]);
    assert_eq!(problems, []);
    let pages = site.files.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut count = 0;
    for (path, _) in pages {
        count += 1;
        let page = text(&site, path);
        // Nothing but searching needs one.
        assert_eq!(page.contains("<script"), path == "search.html", "{path} has a script");
        assert!(!page.contains(" style=\""), "{path} has style of its own");
    }
    assert!(count > 10, "only {count} pages");
}

#[test]
fn a_page_that_grows_without_end_is_an_error_at_its_template() {
    // Each iteration writes 10 kB, so that the limit of 64 MB is reached quickly.
    let loops = format!(
        "{{% for a in range(end=9000) %}}{{% for b in range(end=9000) %}}{}\
         {{% endfor %}}{{% endfor %}}",
        "long ".repeat(2000),
    );
    let (site, problems) = build(&[("theme/templates/entry.html", &loops)]);
    let [problem] = &problems[..] else { panic!("one problem, not {problems:#?}") };
    assert!(problem.is_error() && problem.path == "theme/templates/entry.html");
    assert_eq!(problem.message, "`entry.html` would be longer than 64 MB with this template");
    assert!(!site.files.contains_key("entries/2026-01-05-talk.html"));
}
