//! A journal replaces files of its theme by files of the same path.

#[path = "support/folder.rs"]
mod folder;

use jiff::civil::date;
use loopbook::diagnostic::Diagnostic;
use loopbook::pipeline;
use loopbook::render::{Content, Site};

fn build(files: &[(&str, &str)]) -> (Site, Vec<Diagnostic>) {
    let note = ("entries/2026-01-05-talk.md", "---\nstep: ask\n---\nWhat do you need?\n");
    let files: Vec<_> = files.iter().chain([&note]).copied().collect();
    let folder = folder::folder(&files);
    let loaded = pipeline::load(folder.path(), None);
    assert_eq!(loaded.diagnostics, []);
    pipeline::site(&loaded.journal.expect("a journal"), &[], date(2026, 1, 6))
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    match site.files.get(path) {
        Some(Content::Bytes(bytes)) => std::str::from_utf8(bytes).expect("text"),
        _ => panic!("no page `{path}`"),
    }
}

#[test]
fn a_template_may_extend_the_one_it_replaces() {
    let own = "{% extends \"theme/notebook/entry.html\" %}{% block footer %}Mine, {{ super() }}{% endblock footer %}";
    let (site, problems) = build(&[("theme/templates/entry.html", own)]);
    assert_eq!(problems, []);
    let page = text(&site, "entries/2026-01-05-talk.html");
    assert!(page.contains("Mine, <p>") && page.contains("What do you need?"), "{page}");
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
    assert_eq!((problem.code, problem.path.as_str()), ("template", "theme/templates/tag.html"));
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
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["taken-path"]);
}
