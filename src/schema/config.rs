//! The schema of `loopbook.yaml`. Other keys are not allowed.

use serde_json::{Map, Value, json};

use super::DIALECT;
use super::value::{Key, flag, name, properties, text, texts, whole, word};
use crate::model::config::config_keys;
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

macro_rules! describe {
    ([$NAME:ident] $($(#[doc = $doc:literal])+ $key:literal = $written:path;)*) => {
        const $NAME: &[Key] = &[$(($key, $written, concat!($($doc),+))),*];
    };
}

config_keys! { describe [CONFIG] }

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

fn duration() -> Value {
    json!({ "type": ["string", "null"], "pattern": r"^(\s*[0-9.]+\s*[A-Za-z]+)+\s*$" })
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
