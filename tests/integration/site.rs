//! The sites of whole journals, in memory: what is in them, and that nothing in them leads nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::date;
use loopbook::model::vocabulary::{Audience, ShippedTheme};
use loopbook::pipeline;
use loopbook::read;
use loopbook::share::{ShareOptions, share};
use loopbook::site::Content;
use loopbook::theme::shipped;

const STORIES: [&str; 4] = [
    "example-journal",
    "tests/stories/entry-level-engineer",
    "tests/stories/product-manager-to-ai",
    "tests/stories/engineer-to-executive",
];

/// The files of a journal's site; a copied file is empty here.
fn site(folder: &str) -> BTreeMap<String, String> {
    site_in(folder, ShippedTheme::Notebook)
}

/// The same, in one of the shipped themes.
fn site_in(folder: &str, theme: ShippedTheme) -> BTreeMap<String, String> {
    site_for(folder, theme, Audience::Me)
}

/// The same, for a reader.
fn site_for(folder: &str, theme: ShippedTheme, audience: Audience) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let loaded = read::read(&root, None);
    let mut journal = loaded.journal.expect("a journal");
    journal.theme.base = theme;
    let today = date(2026, 11, 21);
    let options = ShareOptions::new(audience).on(today);
    let (shared, _) = share(&journal, &loaded.diagnostics, &options);
    let (site, problems) = pipeline::site(&shared, today);
    assert_eq!(problems, [], "the theme renders everything");
    let text = |content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Content::Copy(_) => String::new(),
    };
    site.files.into_iter().map(|(path, content)| (path, text(content))).collect()
}

fn stories_and_themes() -> impl Iterator<Item = (&'static str, ShippedTheme)> {
    STORIES.into_iter().flat_map(|story| shipped::all().map(move |theme| (story, theme)))
}

/// The values of an attribute, wherever it stands in a tag.
fn attribute<'h>(html: &'h str, name: &str) -> impl Iterator<Item = &'h str> {
    let start = format!(" {name}=\"");
    let parts: Vec<&str> = html.split(&start).skip(1).collect();
    parts.into_iter().filter_map(|rest| rest.split('"').next())
}

#[test]
fn the_example_has_these_pages() {
    let site = site("example-journal");
    let folders = ["entries", "tasks", "tags"];
    let mut listed: Vec<String> = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in site.keys() {
        match path.split_once('/') {
            Some((folder, _)) if folders.contains(&folder) => {
                *counts.entry(folder).or_default() += 1;
            }
            _ => listed.push(path.clone()),
        }
    }
    listed.extend(counts.iter().map(|(folder, count)| format!("{folder}/: {count} pages")));
    insta::assert_snapshot!(listed.join("\n"));
}

#[test]
fn every_page_is_reached_and_every_link_leads_somewhere() {
    let mut checked = 0;
    let mut dead = Vec::new();
    let mut unreached = Vec::new();
    for (story, theme) in stories_and_themes() {
        for audience in [Audience::Me, Audience::Manager, Audience::Public] {
            let name = format!("{story} in {theme:?} for {}", audience.word());
            let site = site_for(story, theme, audience);
            let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
            let ids: BTreeMap<&str, BTreeSet<&str>> = pages
                .clone()
                .map(|(path, html)| (path.as_str(), attribute(html, "id").collect()))
                .collect();
            // No link leads to the page that a server shows in place of one that is not there.
            let mut reached = BTreeSet::from(["index.html".to_owned(), "404.html".to_owned()]);
            for (path, html) in pages {
                for link in attribute(html, "href").chain(attribute(html, "src")) {
                    if link.contains("://") || link.starts_with("mailto:") {
                        continue;
                    }
                    checked += 1;
                    let (to, fragment) = link.split_once('#').unwrap_or((link, ""));
                    let to = if to.is_empty() { path.clone() } else { resolved(path, to) };
                    let there = site.contains_key(&to)
                        && (fragment.is_empty()
                            || ids.get(to.as_str()).is_some_and(|ids| ids.contains(fragment)));
                    if !there {
                        dead.push(format!("{name}: {path} → {link}"));
                    }
                    if to != *path {
                        reached.insert(to);
                    }
                }
            }
            let missed = ids.keys().filter(|path| !reached.contains(**path));
            unreached.extend(missed.map(|path| format!("{name}: {path}")));
        }
    }
    assert!(checked > 5_000, "only {checked} links were found");
    assert_eq!(dead, Vec::<String>::new());
    assert_eq!(unreached, Vec::<String>::new());
}

fn resolved(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The names of the attributes of all tags.
fn attributes(html: &str) -> BTreeSet<&str> {
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    // What stands between quotes is a value.
    let outside = tags.flat_map(|tag| tag.split('"').step_by(2));
    outside.flat_map(|part| part.split(['=', ' ', '\n'])).collect()
}

#[test]
fn no_page_has_a_style_or_a_script_within() {
    let mut pages = 0;
    for story in STORIES {
        for (path, html) in site(story).iter().filter(|(path, _)| path.ends_with(".html")) {
            pages += 1;
            let place = format!("{story}: {path}");
            let head =
                "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"";
            assert!(html.contains(head), "{place}");
            let names = attributes(html);
            let handler = names.iter().find(|name| name.starts_with("on") && name.len() > 2);
            assert!(handler.is_none(), "{place}: {handler:?}");
            assert!(!names.contains("style") && !html.contains("<style"), "{place}");
            let mut scripts = html.split("<script").skip(1);
            assert!(
                scripts.all(|tag| tag.split('>').next().is_some_and(|t| t.contains(" src=\""))),
                "{place}"
            );
        }
    }
    assert!(pages > 400, "only {pages} pages");
}

#[test]
fn an_id_stands_once_on_a_page() {
    for story in STORIES {
        for (path, html) in site(story).iter().filter(|(path, _)| path.ends_with(".html")) {
            let ids: Vec<&str> = attribute(html, "id").collect();
            let distinct: BTreeSet<&&str> = ids.iter().collect();
            assert_eq!(ids.len(), distinct.len(), "{story}: {path}: {ids:?}");
        }
    }
}

#[test]
fn the_same_journal_gives_the_same_bytes() {
    assert!(site("example-journal") == site("example-journal"));
}
