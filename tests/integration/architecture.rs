//! Imports point down only. `ARCHITECTURE.md` says what each room may use; this holds it.

use std::fs;
use std::path::Path;

/// Each room of `src/`, with the rooms below it that it may import from.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("interrupt", &[]),
    ("regular_file", &[]),
    ("model", &[]),
    ("markdown", &["model"]),
    ("edit", &["regular_file"]),
    ("read", &["diagnostic", "markdown", "model", "ownership", "regular_file"]),
    ("ownership", &["model"]),
    ("share", &["diagnostic", "markdown", "model", "ownership"]),
    ("analyse", &["markdown", "model", "share", "ownership"]),
    ("ladder", &["diagnostic", "model", "read"]),
    ("export", &["analyse", "diagnostic", "model", "share"]),
    ("theme", &["analyse", "diagnostic", "model", "regular_file"]),
    ("render", &["analyse", "diagnostic", "markdown", "model", "regular_file", "share", "theme"]),
    ("compose", &["analyse", "diagnostic", "edit", "ladder", "model", "render", "share", "theme"]),
    ("packet", &["analyse", "diagnostic", "markdown", "model", "render", "ownership", "theme"]),
    ("review", &["diagnostic", "model", "packet", "render", "theme"]),
    ("audit", &["analyse", "diagnostic", "markdown", "model", "packet", "ownership", "share"]),
    (
        "site",
        &["analyse", "diagnostic", "markdown", "model", "regular_file", "render", "share", "theme"],
    ),
    (
        "schema",
        &["compose", "export", "model", "packet", "read", "render", "review", "site", "theme"],
    ),
    ("output", &["diagnostic", "interrupt", "model", "regular_file", "site"]),
    (
        "pipeline",
        &[
            "analyse",
            "diagnostic",
            "model",
            "output",
            "packet",
            "read",
            "render",
            "share",
            "site",
            "theme",
        ],
    ),
    (
        "watch",
        &[
            "analyse",
            "diagnostic",
            "markdown",
            "model",
            "output",
            "read",
            "regular_file",
            "render",
            "share",
            "site",
            "theme",
        ],
    ),
    (
        "cli",
        &[
            "analyse",
            "audit",
            "compose",
            "diagnostic",
            "edit",
            "export",
            "interrupt",
            "ladder",
            "model",
            "output",
            "packet",
            "pipeline",
            "read",
            "regular_file",
            "render",
            "review",
            "schema",
            "share",
            "theme",
            "watch",
        ],
    ),
    ("main", &[]),
    ("lib", &[]),
    // A test of all of them.
    ("parsed_once", &["analyse", "markdown", "model", "packet", "pipeline", "read", "share"]),
];

#[test]
fn imports_point_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut files = 0;
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.expect("the sources can be read");
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        files += 1;
        let path = entry.path().strip_prefix(&root).expect("below src");
        let first = path.components().next().expect("a name").as_os_str().to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        let allowed = ROOMS.iter().find(|(name, _)| *name == room);
        let Some((_, allowed)) = allowed else {
            wrong.push(format!("`{room}` is a room that this test does not know"));
            continue;
        };
        let text = fs::read_to_string(entry.path()).expect("text");
        if text.contains("crate::{") {
            wrong
                .push(format!("{} groups its imports, which hides them from here", path.display()));
        }
        for used in text.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let known = ROOMS.iter().any(|(name, _)| *name == used);
            if known && used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} imports `{used}`", path.display()));
            }
        }
    }
    assert!(files > 40, "only {files} files were looked at");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
