//! Obsidian: the folders of its daily notes and its templates.

use std::path::Path;

use super::{Settings, folder};
use crate::model::conventions::Conventions;
use crate::model::date_pattern::DatePattern;

const SETTINGS: &str = ".obsidian";

pub(super) fn add(root: &Path, found: &mut Conventions) {
    if !root.join(SETTINGS).is_dir() {
        return;
    }
    found.settings.push(SETTINGS.to_owned());
    let own = Settings::read(root, ".obsidian/templates.json");
    let templates = own.as_ref().and_then(|own| own.text(&["folder"])).and_then(folder);
    let templater = Settings::read(root, ".obsidian/plugins/templater-obsidian/data.json");
    let others =
        templater.as_ref().and_then(|own| own.text(&["templates_folder"])).and_then(folder);
    found.skipped.extend(templates.iter().chain(&others).cloned());
    found.templates = templates.or(others);
    add_daily(root, found);
}

/// Its own daily notes, or those of the plugin for periodic notes.
fn add_daily(root: &Path, found: &mut Conventions) {
    let own = Settings::read(root, ".obsidian/daily-notes.json");
    let plugin = Settings::read(root, ".obsidian/plugins/periodic-notes/data.json");
    let of = |key: &str| {
        let own = own.as_ref().and_then(|own| own.text(&[key]));
        own.or_else(|| plugin.as_ref().and_then(|plugin| plugin.text(&["daily", key])))
    };
    let daily = of("folder").and_then(folder);
    let pattern = of("format").and_then(DatePattern::moment);
    if let Some(pattern) = pattern {
        found.daily = Some((daily.clone().unwrap_or_default(), pattern));
    }
    found.notes = daily;
}
