//! Reading `loopbook.yaml`.

use super::fields::Fields;
use super::files::CONFIG;
use super::front_matter::{text, texts};
use super::source::Source;
use super::types::{Flag, Name, Text, Whole};
use super::yaml::MAX_BYTES;
use crate::diagnostic::Diagnostic;
use crate::model::Config;

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

/// The thresholds of the gap analysis.
const GAPS: &[&str] = &["units", "projects", "quarters", "recent"];

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

fn gaps(fields: &mut Fields<'_>) -> std::collections::BTreeMap<String, u32> {
    let mut thresholds = std::collections::BTreeMap::new();
    for (key, place, value, node) in fields.map("gaps") {
        if !GAPS.contains(&key.as_str()) {
            let hint = format!("known are {}", super::fields::ticked(GAPS.iter().copied()));
            fields.error(
                "unknown-key",
                place,
                format!("unknown key `{key}` in `gaps`"),
                Some(hint),
            );
        } else if let Some((Whole::<1, 100>(number), _)) = fields.convert(&key, &value, &node) {
            thresholds.insert(key, number);
        }
    }
    thresholds
}

/// A number is a rule's threshold in days; `off` turns the rule off, `on` leaves it as it is.
fn health(fields: &mut Fields<'_>) -> std::collections::BTreeMap<String, Option<u32>> {
    let mut rules = std::collections::BTreeMap::new();
    for (key, _, value, node) in fields.map("health") {
        let Some((Text(text), _)) = fields.convert(&key, &value, &node) else { continue };
        if let Ok(days) = text.parse() {
            rules.insert(key, Some(days));
        } else if let Some((Flag(on), _)) = fields.convert(&key, &value, &node)
            && !on
        {
            rules.insert(key, None);
        }
    }
    rules
}

/// The configuration of a folder without a file for it.
pub fn absent() -> Source {
    Source { path: CONFIG.into(), text: String::new() }
}
