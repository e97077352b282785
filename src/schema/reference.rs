//! What templates see, as Markdown for people and as lines that a change can be held against.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::theme::{CONTEXTS, all};
use crate::model::vocabulary::{ShippedTheme, Word};
use crate::theme::{shipped, statements};

/// The schema of all contexts, taken apart.
struct Contexts {
    /// By template.
    pages: Value,
    definitions: Map<String, Value>,
}

impl Contexts {
    fn new() -> Self {
        let mut root = all();
        let definitions = match root["$defs"].take() {
            Value::Object(definitions) => definitions,
            _ => Map::new(),
        };
        Self { pages: root["properties"].take(), definitions }
    }

    /// The object that a template sees.
    fn of(&self, template: &str) -> &Value {
        let page = &self.pages[template];
        name_of(page).and_then(|name| self.definitions.get(name)).unwrap_or(page)
    }
}

/// The name of the definition that a value refers to.
fn name_of(value: &Value) -> Option<&str> {
    value["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn fields(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object["properties"].as_object().into_iter().flatten()
}

/// A type in words, and the definition in it: `list of`, `Ref`, `or null`.
fn kind(value: &Value) -> (String, Option<&str>, &'static str) {
    if let Some(name) = name_of(value) {
        return (String::new(), Some(name), "");
    }
    if let Some(any) = value["anyOf"].as_array() {
        let (lead, name, _) = kind(&any[0]);
        return (lead, name, " or null");
    }
    let types: Vec<&str> = match &value["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let or_null = if types.contains(&"null") { " or null" } else { "" };
    match types.first().copied().unwrap_or_default() {
        "array" if value["prefixItems"].is_array() => ("list of two".to_owned(), None, or_null),
        "array" => {
            let (lead, name, null) = kind(&value["items"]);
            let gap = if lead.is_empty() { "" } else { " " };
            (format!("list of{gap}{lead}{null}"), name, or_null)
        }
        "string" => ("text".to_owned(), None, or_null),
        "integer" | "number" => ("number".to_owned(), None, or_null),
        "boolean" => ("true or false".to_owned(), None, or_null),
        other => (other.to_owned(), None, or_null),
    }
}

/// The tables of `docs/themes.md`.
pub fn markdown() -> String {
    let contexts = Contexts::new();
    let mut out = String::new();
    let mut pages = BTreeSet::new();
    for context in CONTEXTS {
        let title = match context.template {
            "script" => "scripts",
            "note" => "notes",
            page => page,
        };
        let _ = writeln!(out, "### {title}\n\n{}.\n", capitalised(context.makes));
        let blocks = blocks(context.template);
        if !blocks.is_empty() {
            let _ = writeln!(out, "Blocks: `{}`.\n", blocks.join("`, `"));
        }
        table(&mut out, contexts.of(context.template));
        pages.extend(name_of(&contexts.pages[context.template]));
    }
    let _ = writeln!(out, "### Values of several fields\n");
    for (name, definition) in &contexts.definitions {
        if !pages.contains(name.as_str()) {
            let says = definition["description"].as_str().unwrap_or_default();
            let _ = writeln!(out, "#### {name}\n\n{}\n", one_line(says));
            table(&mut out, definition);
        }
    }
    let _ = writeln!(out, "### Components\n\n`root` is always `page.root`.\n\n```jinja");
    for component in components() {
        let _ = writeln!(out, "{component}");
    }
    let _ = writeln!(out, "```");
    out
}

fn table(out: &mut String, object: &Value) {
    if object["properties"].is_null() {
        return;
    }
    let _ = writeln!(out, "| field | is | says |\n|---|---|---|");
    for (name, value) in fields(object) {
        let (lead, named, null) = kind(value);
        let link = named.map_or_else(String::new, |name| {
            let gap = if lead.is_empty() { "" } else { " " };
            format!("{gap}[{name}](#{})", name.to_lowercase())
        });
        let says = one_line(value["description"].as_str().unwrap_or_default());
        let _ = writeln!(out, "| `{name}` | {lead}{link}{null} | {} |", says.trim_end_matches('.'));
    }
    out.push('\n');
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The text of a template of the theme that has all of them.
fn template(name: &str) -> &'static str {
    let path = format!("templates/{name}");
    let mut files = shipped::sources(ShippedTheme::WORDS[0].1);
    let found = files.find(|(file, _)| *file == path);
    found.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The blocks that a template has itself.
fn blocks(name: &str) -> Vec<&'static str> {
    let opened = statements(template(name), "block");
    opened.filter_map(|rest| rest.split_once(' ').map(|(name, _)| name)).collect()
}

/// The components, as they are declared.
fn components() -> Vec<&'static str> {
    let opened = statements(template("parts.html"), "component");
    let heads = opened.filter_map(|rest| rest.find(')').map(|end| &rest[..=end]));
    let mut heads: Vec<&str> = heads.collect();
    heads.sort_unstable();
    heads
}

/// What a theme may count on, a line each: the fields of every context and of the values in it,
/// blocks, and components. A line that goes away could break a theme.
pub fn promises() -> BTreeSet<String> {
    let contexts = Contexts::new();
    let mut lines = BTreeSet::new();
    for context in CONTEXTS {
        let name = context.template;
        lines.extend(typed(contexts.of(name)).map(|field| format!("{name}: {field}")));
        lines.extend(blocks(name).iter().map(|block| format!("{name}: block {block}")));
    }
    let pages: Vec<&str> =
        CONTEXTS.iter().filter_map(|c| name_of(&contexts.pages[c.template])).collect();
    let shared = contexts.definitions.iter().filter(|(name, _)| !pages.contains(&name.as_str()));
    for (name, definition) in shared {
        lines.extend(typed(definition).map(|field| format!("{name}: {field}")));
    }
    lines.extend(blocks("base.html").iter().map(|block| format!("base.html: block {block}")));
    lines.extend(components().iter().map(|component| format!("parts.html: component {component}")));
    lines
}

/// The fields of an object with their types: `due: Day or null`.
fn typed(object: &Value) -> impl Iterator<Item = String> {
    fields(object).map(|(field, value)| {
        let (lead, named, null) = kind(value);
        format!("{field}: {}{null}", format!("{lead} {}", named.unwrap_or_default()).trim())
    })
}
