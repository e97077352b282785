//! Composes files that help to write notes in an editor. They use the same templates as `loopbook new`,
//! so that new notes look the same in both.

use serde_json::{Map, Value, json};

use super::{NewNote, blank, properties};
use crate::model::NoteTemplate;

/// The editors that `init` has files for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditorFiles {
    /// Obsidian: templates and the types of properties.
    Obsidian,
    /// Visual Studio Code: snippets and the schema of `loopbook.yaml`.
    Vscode,
}

/// The path of the schema of `loopbook.yaml` for Visual Studio Code.
pub const SCHEMA: &str = ".vscode/loopbook.schema.json";

/// The folder for Obsidian's templates, if it has none yet. No journal reads notes in it.
pub const TEMPLATES: &str = "templates";

/// The note of a day with two parts that are entries of their own.
const DAY: &str = include_str!("day.md");

/// The files of an editor, by their paths in the journal. `schema` is that of `loopbook.yaml`, and
/// `templates` the folder for templates.
pub fn files(editor: EditorFiles, schema: &Value, templates: &str) -> Vec<NewNote> {
    match editor {
        EditorFiles::Obsidian => obsidian(templates),
        EditorFiles::Vscode => vscode(schema),
    }
}

fn obsidian(templates: &str) -> Vec<NewNote> {
    let mut files: Vec<NewNote> = NoteTemplate::ALL
        .iter()
        .map(|template| NewNote {
            path: format!("{templates}/{}.md", template.word()),
            text: with_properties(&blank(*template)),
        })
        .collect();
    files.push(NewNote { path: format!("{templates}/day.md"), text: with_properties(DAY) });
    let types = json!({ "types": properties::types() });
    files.push(file(".obsidian/templates.json", &json!({ "folder": templates })));
    files.push(file(".obsidian/types.json", &types));
    files
}

/// Turns the commented keys of a note into properties without values, which Obsidian shows and
/// loopbook ignores. Adds the date on which the note is created.
fn with_properties(note: &str) -> String {
    let mut fences = 0;
    let mut lines = Vec::new();
    for line in note.lines() {
        fences += usize::from(line == "---");
        match line.strip_prefix("# ").and_then(|key| key.split_once(':')) {
            Some((key, _)) if fences == 1 => lines.push(format!("{key}:")),
            _ => lines.push(line.to_owned()),
        }
        if fences == 1 && line == "---" {
            lines.push("date: {{date:YYYY-MM-DD}}".to_owned());
        }
    }
    lines.join("\n") + "\n"
}

fn vscode(schema: &Value) -> Vec<NewNote> {
    let mut snippets: Map<String, Value> = NoteTemplate::ALL
        .iter()
        .map(|template| {
            let word = template.word();
            let about = match template {
                NoteTemplate::Step(_) => format!("A note of the step `{word}`"),
                NoteTemplate::Kind(_) => format!("A note of the kind `{word}`"),
            };
            let snippet = json!({
                "scope": "markdown",
                "prefix": format!("loop-{word}"),
                "description": about,
                "body": snippet(&blank(*template)),
            });
            (format!("loopbook {word}"), snippet)
        })
        .collect();
    let day = json!({
        "scope": "markdown",
        "prefix": "loop-day",
        "description": "The note of a day, with parts that are entries of their own",
        "body": snippet(DAY),
    });
    snippets.insert("loopbook day".to_owned(), day);
    let settings = json!({ "yaml.schemas": { format!("./{SCHEMA}"): "loopbook.yaml" } });
    vec![
        file(".vscode/loopbook.code-snippets", &Value::Object(snippets)),
        file(".vscode/settings.json", &settings),
        file(SCHEMA, schema),
    ]
}

/// A note as the lines of a snippet, with a stop below each question and at each field without a value.
fn snippet(note: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut stops = 0;
    let mut below_heading = false;
    for line in note.lines() {
        let mut escaped = line.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
        if line.ends_with("::") {
            stops += 1;
            escaped += &format!(" ${stops}");
        }
        lines.push(escaped);
        if below_heading && line.starts_with("%%") {
            stops += 1;
            lines.extend([String::new(), format!("${stops}")]);
        }
        below_heading = line.starts_with("## ") || (below_heading && line.is_empty());
    }
    lines.push("$0".to_owned());
    lines
}

fn file(path: &str, value: &Value) -> NewNote {
    NewNote { path: path.to_owned(), text: format!("{value:#}\n") }
}

#[cfg(test)]
mod tests {
    use super::{snippet, with_properties};

    #[test]
    fn a_commented_key_is_a_property_without_a_value() {
        let note = "---\nstep: ask\n# due: YYYY-MM-DD\n---\n\n## Trying\n\n%% What? %%\n\n# a: b\n";
        let expected = "---\ndate: {{date:YYYY-MM-DD}}\nstep: ask\ndue:\n---\n\n## Trying\n\n\
                        %% What? %%\n\n# a: b\n";
        assert_eq!(with_properties(note), expected);
    }

    #[test]
    fn a_snippet_stops_at_each_field_without_a_value() {
        assert_eq!(
            snippet("step:: ask\ntask::\nwith::\n"),
            ["step:: ask", "task:: $1", "with:: $2", "$0"]
        );
    }

    #[test]
    fn a_snippet_stops_below_each_question() {
        let note = "## A\n\n%% ${x} %%\n\n%% y %%\n\n## B\n\n%% z %%\n";
        let lines = [
            "## A",
            "",
            "%% \\${x\\} %%",
            "",
            "$1",
            "",
            "%% y %%",
            "",
            "## B",
            "",
            "%% z %%",
            "",
            "$2",
            "$0",
        ];
        assert_eq!(snippet(note), lines);
    }
}
