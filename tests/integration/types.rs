//! Each public type has one name, used for one thing: `ARCHITECTURE.md` lists them all.
//! `tests/run bless` writes the list.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The heading of the list; it is the last section of its page.
const HEADING: &str = "\n## Public types\n";

/// A type by its module and its name, with the first sentence of its documentation.
type Types = BTreeMap<(String, String), String>;

#[test]
fn each_public_type_is_listed_and_its_name_means_one_thing() {
    let types = public_types();
    let mut modules: BTreeMap<&str, &str> = BTreeMap::new();
    for (module, name) in types.keys() {
        let other = modules.insert(name, module);
        assert!(
            other.is_none(),
            "`{name}` is a type of `{module}` and of `{}`",
            other.unwrap_or("")
        );
    }
    let page = fs::read_to_string("ARCHITECTURE.md").expect("the page");
    let (before, _) = page.split_once(HEADING).unwrap_or((&page, ""));
    let wanted = format!("{before}{HEADING}{}", list(&types));
    if std::env::var_os("BLESS").is_some() {
        fs::write("ARCHITECTURE.md", &wanted).expect("written");
    }
    assert!(
        fs::read_to_string("ARCHITECTURE.md").expect("the page") == wanted,
        "`ARCHITECTURE.md` does not list the public types as they are: tests/run bless"
    );
}

/// The types of the library, without those of the command line, which has one `Args` for each verb.
fn public_types() -> Types {
    let mut types = Types::new();
    for file in walkdir::WalkDir::new("src") {
        let file = file.expect("the sources can be read");
        let path = file.path().strip_prefix("src").expect("below src");
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if is_source && !path.starts_with("cli") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(file.path()).expect("text");
            add_types(&mut types, &module(path), &text);
        }
    }
    types
}

fn module(path: &Path) -> String {
    let path = path.with_extension("").to_string_lossy().replace('\\', "/");
    path.trim_end_matches("/mod").replace('/', "::")
}

fn add_types(types: &mut Types, module: &str, text: &str) {
    let mut docs = String::new();
    for line in text.lines() {
        if let Some(doc) = line.strip_prefix("///") {
            docs = format!("{docs} {}", doc.trim());
        } else if let Some(name) = type_name(line) {
            let first = docs.trim().split(". ").next().unwrap_or_default();
            let meaning = first.trim_end_matches('.').replace('|', "\\|");
            assert!(!meaning.is_empty(), "`{module}::{name}` has no documentation");
            types.insert((module.to_owned(), name.to_owned()), meaning);
            docs.clear();
        } else if !line.starts_with("#[") && !line.starts_with(' ') && !line.starts_with(")]") {
            docs.clear();
        }
    }
}

/// The name of the type that a line at the top of a file defines for other modules.
fn type_name(line: &str) -> Option<&str> {
    let (visibility, item) = line.split_once(' ')?;
    if !matches!(visibility, "pub" | "pub(crate)" | "pub(super)") {
        return None;
    }
    let kinds = ["struct ", "enum ", "trait ", "type "];
    let name = kinds.iter().find_map(|kind| item.strip_prefix(kind))?;
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

fn list(types: &Types) -> String {
    let mut list = "\nEach name is used for one type. `tests/integration/types.rs` writes and checks this list; it leaves\n\
                    out `cli/`, where each verb has its `Args`.\n\n| type | module | meaning |\n|---|---|---|\n"
        .to_owned();
    for ((module, name), meaning) in types {
        let _ = writeln!(list, "| `{name}` | `{module}` | {meaning} |");
    }
    list
}
