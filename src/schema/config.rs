//! `loopbook.yaml`. Every key has to be known, so others are refused.

use serde_json::{Map, Value, json};

use super::DIALECT;
use super::value::{Key, flag, name, properties, text, texts, whole, word};
use crate::model::thresholds::{GapThresholds, HEALTH, HealthRule};
use crate::model::vocabulary::{Stage, Visibility};

/// The schema of `loopbook.yaml`.
pub fn config() -> Value {
    json!({
        "$schema": DIALECT,
        "title": "loopbook.yaml",
        "type": ["object", "null"],
        "properties": properties(CONFIG),
        "additionalProperties": false,
    })
}

const CONFIG: &[Key] = &[
    ("title", text, "The site's title"),
    ("author", text, "Who writes the journal"),
    ("stage", word::<Stage>, "How far along you are: it chooses the words of scripts"),
    ("manager", name, "The person whose thread is the main one"),
    ("entries", texts, "The folders of notes; `.` is the whole journal"),
    ("folders", folders, "Folders that have other names than usual"),
    ("output", text, "Where the site goes, in the journal"),
    ("theme", text, "`notebook`, `plain`, or a folder of the journal with a whole theme"),
    ("base_url", address, "Where the site will be served from"),
    ("language", text, "The language of the notes, as in HTML's `lang`"),
    ("fiscal_year_start", whole::<u32, 1, 12>, "The month in which a fiscal year begins"),
    ("visibility", word::<Visibility>, "Of entries and pages that state none"),
    ("raw_html", flag, "Whether HTML in notes is let through, on the author's own site"),
    ("strict_names", flag, "Whether names without a file of their own are warned of"),
    ("ignore", texts, "Names or paths to leave out; `*` and `?` are wildcards"),
    ("gaps", gaps, "How much evidence a need wants"),
    ("health", health, "What is looked at: `off`, a number, or thresholds, by rule"),
];

fn address() -> Value {
    json!({ "type": ["string", "null"], "pattern": r"^\s*https?://[^\s/:][^\s?#]*\s*$" })
}

fn folders() -> Value {
    let folder = |about: &str| json!({ "type": ["string", "null"], "description": about });
    json!({
        "type": ["object", "null"],
        "properties": {
            "goals": folder("Files of goals"),
            "tasks": folder("Files of tasks"),
            "people": folder("Files of people"),
            "ladders": folder("Ladders"),
            "notes": folder("Where new notes go"),
            "templates": folder("Templates for notes, which are not read"),
        },
        "additionalProperties": false,
    })
}

fn gaps() -> Value {
    let defaults = GapThresholds::default();
    let GapThresholds { units, projects, quarters, span, recent } = defaults;
    let threshold = |default: u32| {
        let mut value = whole::<u32, 1, 100>();
        value["default"] = json!(default);
        value
    };
    json!({
        "type": ["object", "null"],
        "properties": {
            "units": threshold(units),
            "projects": threshold(projects),
            "quarters": threshold(quarters),
            "span": threshold(span),
            "recent": threshold(recent),
        },
        "additionalProperties": false,
    })
}

fn health() -> Value {
    let rules: Map<String, Value> =
        HEALTH.iter().map(|rule| (rule.0.to_owned(), of_rule(rule))).collect();
    json!({ "type": ["object", "null"], "properties": rules, "additionalProperties": false })
}

/// `off`; a number, its first threshold, if it has one; or thresholds by name.
fn of_rule((_, thresholds): &HealthRule) -> Value {
    let number = |default: &u32| json!({ "type": ["integer", "null"], "minimum": 0, "maximum": 10_000, "default": default });
    let named = thresholds.iter().map(|(name, default)| ((*name).to_owned(), number(default)));
    let named: Map<String, Value> = named.collect();
    let map = json!({ "type": "object", "properties": named, "additionalProperties": false });
    let mut any = vec![flag(), map];
    any.extend(thresholds.first().map(|(_, default)| number(default)));
    json!({ "anyOf": any })
}

#[cfg(test)]
mod tests {
    use super::CONFIG;
    use crate::read::config::KEYS;

    #[test]
    fn every_key_that_is_read_is_described() {
        let described: Vec<&str> = CONFIG.iter().map(|(name, ..)| *name).collect();
        assert_eq!(described, KEYS);
    }
}
