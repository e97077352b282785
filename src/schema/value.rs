//! Values as people may write them in YAML, which is more than what is meant by them: text without
//! quotes may be a number to YAML, a list of one may stand without brackets, and nothing at all is
//! as if the key were absent. There is a function for each way in which a key of
//! [`keys`](crate::model::keys) may be written.

use serde_json::{Value, json};

use crate::model::vocabulary::Word;
use crate::read::types::{NO, YES};

/// A key: its name, what its value may be, and what it says.
pub(super) type Key = (&'static str, fn() -> Value, &'static str);

/// The keys of a file, as the properties of an object.
pub(super) fn properties(keys: &[Key]) -> Value {
    let described = |(name, value, says): &Key| {
        let mut value = value();
        value["description"] = json!(says.trim_start());
        ((*name).to_owned(), value)
    };
    Value::Object(keys.iter().map(described).collect())
}

/// Text, which may look like something else.
pub(super) fn text() -> Value {
    json!({ "type": ["string", "number", "boolean", "null"] })
}

/// One text, or several.
pub(super) fn texts() -> Value {
    list(text())
}

/// A slug, any text that has one, or a wikilink; without quotes that is a list in a list.
pub(super) fn name() -> Value {
    let inner = json!({ "type": "array", "items": text(), "minItems": 1, "maxItems": 1 });
    let outer = json!({ "type": "array", "items": inner, "minItems": 1, "maxItems": 1 });
    json!({ "anyOf": [text(), inner, outer] })
}

/// One name, or several.
pub(super) fn names() -> Value {
    list(name())
}

/// Tags, with or without `#`.
pub(super) fn tags() -> Value {
    texts()
}

/// Competencies with their levels.
pub(super) fn claims() -> Value {
    names()
}

/// What a goal needs.
pub(super) fn needs() -> Value {
    names()
}

/// Stories to tell, or not to tell.
pub(super) fn stories() -> Value {
    names()
}

fn list(item: Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// A civil date; what stands behind it is ignored.
pub(super) fn date() -> Value {
    let day = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([Tt Z,].*)?";
    json!({ "type": ["string", "null"], "pattern": format!(r"^\s*({day}|\[\[{day}\]\])\s*$") })
}

/// Yes or no.
pub(super) fn flag() -> Value {
    let words: Vec<&str> = [YES, NO].concat();
    any_case(&words)
}

/// Yes or no, and no where nothing is said.
pub(super) fn switch() -> Value {
    flag()
}

/// One of a set of words.
pub(super) fn word<W: Word>() -> Value {
    let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
    any_case(&words)
}

/// One of a set of words that has a default.
pub(super) fn word_or_default<W: Word>() -> Value {
    word::<W>()
}

/// `new`, and nothing else.
pub(super) fn new_loop() -> Value {
    any_case(&["new"])
}

/// These words: listed, so that an editor can offer them; in any case; and as the numbers and
/// truth values that YAML takes some of them for.
fn any_case(words: &[&str]) -> Value {
    let mut listed: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    let untyped = words.iter().filter_map(|word| serde_yaml::from_str::<Value>(word).ok());
    listed.extend(untyped.filter(|value| !value.is_string()));
    listed.push(Value::Null);
    let letter = |c: char| match (c.to_ascii_lowercase(), c.to_ascii_uppercase()) {
        (lower, upper) if lower != upper => format!("[{lower}{upper}]"),
        (same, _) => same.to_string(),
    };
    let pattern: Vec<String> =
        words.iter().map(|word| word.chars().map(letter).collect()).collect();
    let pattern = format!(r"^\s*({})\s*$", pattern.join("|"));
    json!({ "anyOf": [{ "enum": listed }, { "type": "string", "pattern": pattern }] })
}

/// A whole number within bounds.
#[expect(clippy::extra_unused_type_parameters, reason = "the tables name the type of the number")]
pub(super) fn whole<T, const MIN: u32, const MAX: u32>() -> Value {
    let number = json!({ "type": ["integer", "null"], "minimum": MIN, "maximum": MAX });
    json!({ "anyOf": [number, { "type": "string", "pattern": r"^\s*\+?\d+\s*$" }] })
}

/// Measures: `name: before -> after unit`; without quotes that is a key and its value.
pub(super) fn metrics() -> Value {
    let change = r"\s*\S.*?(->|→)\s*\S";
    let text =
        json!({ "type": ["string", "null"], "pattern": format!(r"^\s*[^:\s][^:]*:{change}") });
    let map = json!({
        "type": "object",
        "additionalProperties": { "type": "string", "pattern": format!("^{change}") },
        "minProperties": 1,
        "maxProperties": 1,
    });
    list(json!({ "anyOf": [text, map] }))
}
