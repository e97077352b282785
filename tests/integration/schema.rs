//! The schemas say what the reader takes, and what templates may count on stays.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use loopbook::model::theme::API;
use loopbook::read::read;
use loopbook::schema::front_matter::{Of, front_matter};
use loopbook::schema::{config, reference, theme};
use serde_json::Value;

use crate::support::folder::folder;

fn bless() -> bool {
    env::var_os("BLESS").is_some()
}

/// The words that a schema lists for a key, as YAML that means the text itself.
fn words(schema: &Value) -> Vec<(String, String)> {
    let keys = schema["properties"].as_object().expect("keys");
    let listed = keys.iter().flat_map(|(key, value)| {
        let words = value["anyOf"][0]["enum"].as_array().into_iter().flatten();
        words.filter(|word| !word.is_null()).map(|word| (key.clone(), word.to_string()))
    });
    listed.collect()
}

#[test]
fn every_word_that_is_listed_is_read() {
    let kinds =
        [(Of::Entry, "entries"), (Of::Goal, "goals"), (Of::Task, "tasks"), (Of::Person, "people")];
    let mut count = 0;
    for (of, kind) in kinds {
        for (key, word) in words(&front_matter(of)) {
            let path = format!("{kind}/2026-01-05-a.md");
            let journal = folder(&[
                (path.as_str(), format!("---\n{key}: {word}\n---\n")),
                ("entries/2026-01-06-b.md", String::new()),
            ]);
            let read = read(journal.path(), None);
            assert_eq!(read.diagnostics, [], "{kind}: `{key}: {word}`");
            count += 1;
        }
    }
    for (key, word) in words(&config::config()) {
        let journal = folder(&[("loopbook.yaml", format!("{key}: {word}\n"))]);
        assert_eq!(read(journal.path(), None).diagnostics, [], "`{key}: {word}`");
        count += 1;
    }
    assert!(count > 100, "only {count} words were read");
}

#[test]
fn every_threshold_that_is_listed_is_read() {
    let schema = config::config();
    let mut lines = String::from("gaps:\n");
    for name in schema["properties"]["gaps"]["properties"].as_object().expect("names").keys() {
        lines.push_str(&format!("  {name}: 1\n"));
    }
    lines.push_str("health:\n");
    for (rule, value) in schema["properties"]["health"]["properties"].as_object().expect("rules") {
        let names = value["anyOf"][1]["properties"].as_object().expect("thresholds");
        let names: Vec<String> = names.keys().map(|name| format!("{name}: 1")).collect();
        lines.push_str(&format!("  {rule}: {{{}}}\n", names.join(", ")));
    }
    let journal = folder(&[("loopbook.yaml", &lines)]);
    assert_eq!(read(journal.path(), None).diagnostics, [], "{lines}");
}

#[test]
fn a_template_sees_what_its_page_says() {
    let schema = theme::page("goal").expect("a page");
    assert_eq!(schema, theme::page("goal.html").expect("the same"));
    let name = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()).expect("a name");
    assert!(schema["$defs"][name]["properties"]["gaps"].is_object(), "{schema}");
    assert!(theme::page("script").is_some());
    assert!(theme::page("nothing.html").is_none());
    let all = theme::all();
    let definitions = all["$defs"].as_object().expect("definitions");
    let twice: Vec<_> =
        definitions.keys().filter(|name| name.ends_with(char::is_numeric)).collect();
    assert!(twice.is_empty(), "two types have one name: rename one of {twice:?} for its schema");
}

/// `docs/themes.md` has the tables that are made from the types; `BLESS=1` writes them.
#[test]
fn the_documentation_has_every_field() {
    const BEGIN: &str = "<!-- What follows is made from the types: tests/run bless -->\n";
    let path = Path::new("docs/themes.md");
    let text = fs::read_to_string(path).expect("the documentation");
    let (own, made) = text.split_once(BEGIN).expect("the mark");
    let made_now = format!("\n{}", reference::markdown());
    if bless() {
        fs::write(path, format!("{own}{BEGIN}{made_now}")).expect("a file that can be written");
    } else {
        assert!(made == made_now, "`docs/themes.md` is not what the types say: tests/run bless");
    }
}

/// Everything that a theme may count on is in `tests/theme-api-N.txt`. What is new there is
/// recorded by `BLESS=1`; what went away breaks themes, and no blessing hides it.
#[test]
fn what_themes_count_on_is_still_there() {
    let path = format!("tests/theme-api-{API}.txt");
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    let recorded: BTreeSet<String> = recorded.lines().map(ToOwned::to_owned).collect();
    let now = reference::promises();
    let gone: Vec<&String> = recorded.difference(&now).collect();
    assert!(
        gone.is_empty(),
        "themes of API {API} may use these, and they changed or went away: {gone:#?}\n\
         keep them, or raise `API` in `src/model/theme.rs` and say so in CHANGELOG.md; \
         while API {API} is in no release, remove `{path}` instead, and bless"
    );
    if bless() {
        let lines: String = now.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).expect("a file that can be written");
    } else {
        let new: Vec<&String> = now.difference(&recorded).collect();
        assert!(new.is_empty(), "not promised yet, tests/run bless records them: {new:#?}");
    }
}
