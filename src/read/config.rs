//! Reading `loopbook.yaml`.

use serde_yaml::Value;

use super::fields::{Fields, ticked};
use super::files::CONFIG;
use super::front_matter::{text, texts};
use super::source::Source;
use super::types::{Flag, Name, Whole};
use super::yaml::{MAX_BYTES, Shape};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::Config;
use crate::model::thresholds::{GapThresholds, HEALTH, HealthSettings};

const KEYS: &[&str] = &[
    "title",
    "author",
    "stage",
    "manager",
    "entries",
    "output",
    "theme",
    "base_url",
    "language",
    "fiscal_year_start",
    "visibility",
    "ignore",
    "gaps",
    "health",
];

/// Reads the configuration. `None` where it can't be read at all: nothing may be built then, for
/// it may have said what is private.
pub fn read(source: &Source, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let whole = 0..source.text.len();
    let mut fields = match Fields::read(source, whole, MAX_BYTES) {
        Ok(fields) => fields,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let defaults = Config::default();
    let config = Config {
        title: text(&mut fields, "title").unwrap_or(defaults.title),
        author: text(&mut fields, "author"),
        stage: fields.one("stage").unwrap_or(defaults.stage),
        manager: fields.one("manager").map_or(defaults.manager, |name: Name| name.slug),
        entries: Some(texts(&mut fields, "entries")).filter(|folders| !folders.is_empty()),
        output: text(&mut fields, "output").unwrap_or(defaults.output),
        theme: text(&mut fields, "theme").unwrap_or(defaults.theme),
        base_url: text(&mut fields, "base_url"),
        language: text(&mut fields, "language").unwrap_or(defaults.language),
        fiscal_year_start: fields
            .one("fiscal_year_start")
            .map_or(defaults.fiscal_year_start, |Whole::<1, 12>(month)| month as i8),
        visibility: fields.one("visibility").unwrap_or(defaults.visibility),
        ignore: texts(&mut fields, "ignore"),
        gaps: gaps(&mut fields),
        health: health(&mut fields),
    };
    fields.refuse_rest(KEYS);
    problems.append(&mut fields.problems);
    Some(config)
}

fn gaps(fields: &mut Fields<'_>) -> GapThresholds {
    let mut thresholds = GapThresholds::default();
    for (key, place, value, node) in fields.map("gaps") {
        let threshold = match key.as_str() {
            "units" => &mut thresholds.units,
            "projects" => &mut thresholds.projects,
            "quarters" => &mut thresholds.quarters,
            "recent" => &mut thresholds.recent,
            _ => {
                let hint = "known are `units`, `projects`, `quarters`, `recent`".to_owned();
                let message = format!("unknown key `{key}` in `gaps`");
                fields.error("unknown-key", place, message, Some(hint));
                continue;
            }
        };
        if let Some((Whole::<1, 100>(number), _)) = fields.convert(&key, &value, &node) {
            *threshold = number;
        }
    }
    thresholds
}

/// Under a rule's name: `off`; a number, its main threshold; or names and numbers.
fn health(fields: &mut Fields<'_>) -> HealthSettings {
    let mut settings = HealthSettings::default();
    for (key, place, value, node) in fields.map("health") {
        let Some((rule, thresholds)) = HEALTH.iter().find(|(code, _)| *code == key) else {
            let codes = || HEALTH.iter().map(|(code, _)| *code);
            let hint = nearest(&key, codes())
                .map_or_else(|| ticked(codes()), |meant| format!("did you mean `{meant}`?"));
            fields.error("unknown-key", place, format!("there is no rule `{key}`"), Some(hint));
            continue;
        };
        if let (Value::Mapping(values), Shape::Map(pairs)) = (&value, &node.shape) {
            for (name, node) in pairs {
                let Shape::Scalar(name_text, _) = &name.shape else { continue };
                let known = thresholds.iter().find(|(known, _)| known == name_text);
                let Some((name, _)) = known else {
                    let hint = format!("known are {}", ticked(thresholds.iter().map(|(n, _)| *n)));
                    let message = format!("`{key}` has no threshold `{name_text}`");
                    let place = fields.place(&name.range);
                    fields.error("unknown-key", place, message, Some(hint));
                    continue;
                };
                let value = values.get(name_text.as_str()).cloned().unwrap_or(Value::Null);
                if let Some((Whole::<0, 10_000>(number), _)) = fields.convert(name, &value, node) {
                    settings.changed.insert((rule, name), number);
                }
            }
        } else if value.as_u64().is_some() {
            let Some((name, _)) = thresholds.first() else {
                let place = fields.place(&node.range);
                let hint = Some("write `off` to turn it off".to_owned());
                fields.error("wrong-value", place, format!("`{key}` has no number"), hint);
                continue;
            };
            if let Some((Whole::<0, 10_000>(number), _)) = fields.convert(&key, &value, &node) {
                settings.changed.insert((rule, name), number);
            }
        } else if let Some((Flag(false), _)) = fields.convert(&key, &value, &node) {
            settings.off.push(rule);
        }
    }
    settings
}

/// The configuration of a folder without a file for it.
pub fn absent() -> Source {
    Source { path: CONFIG.into(), text: String::new() }
}
