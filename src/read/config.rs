//! Reading `loopbook.yaml`.

use std::path::{Component, Path};

use super::fields::{Fields, ticked};
use super::files::{self, CONFIG};
use super::matter::{Format, MAX_BYTES, Shape};
use super::source::SourceFile;
use super::split::{FrontMatter, Split, split};
use super::types::{Flag, Minutes, Name, ScalarText, Whole};
use super::values::{flag, text, texts};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::model::config::config_keys;
use crate::model::folders::{FolderKind, FolderNames};
use crate::model::phrasing::choices;
use crate::model::thresholds::{GapThresholds, HEALTH, HealthSettings};
use crate::model::{Config, name};

macro_rules! list_names {
    ([$NAME:ident] $($(#[doc = $doc:literal])+ $key:literal = $written:path;)*) => {
        /// The keys of `loopbook.yaml`.
        const $NAME: &[&str] = &[$($key),*];
    };
}

config_keys! { list_names [KEYS] }

/// Reads the configuration. Returns `None` if it can't be read at all. Then nothing may be built, because
/// the configuration may say what is private.
pub fn read(source: &SourceFile, root: &Path, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let whole = matter(&source.text);
    let mut fields = match Fields::read(source, whole, MAX_BYTES) {
        Ok(fields) => fields,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let defaults = Config::default();
    let manager: Option<Name> = fields.get("manager");
    let config = Config {
        title: text(&mut fields, &["title"]).unwrap_or(defaults.title),
        author: text(&mut fields, &["author"]),
        stage: fields.get("stage").unwrap_or(defaults.stage),
        manager_name: manager
            .as_ref()
            .map_or(defaults.manager_name, |name| name::person_title(&name.text)),
        manager: manager.map_or(defaults.manager, |name| name.slug),
        entries: entries(&mut fields, root),
        entries_by_default: false,
        template_headings: Vec::new(),
        folders: folders(&mut fields, root),
        conventions: defaults.conventions,
        output: text(&mut fields, &["output"]).unwrap_or(defaults.output),
        theme: text(&mut fields, &["theme"])
            .map(|name| name.trim_start_matches("./").trim_matches('/').to_owned()),
        base_url: fields.get("base_url"),
        language: text(&mut fields, &["language"]).unwrap_or(defaults.language),
        fiscal_year_start: fields
            .get("fiscal_year_start")
            .map_or(defaults.fiscal_year_start, |Whole::<1, 12>(month)| month as i8),
        visibility: fields.get("visibility").unwrap_or(defaults.visibility),
        raw_html: flag(&mut fields, &["raw_html"]).unwrap_or(defaults.raw_html),
        calendar: flag(&mut fields, &["calendar"]).unwrap_or(defaults.calendar),
        strict_names: flag(&mut fields, &["strict_names"]).unwrap_or(defaults.strict_names),
        ignore: texts(&mut fields, &["ignore"]),
        thinking: fields.get("thinking").map(|Minutes(minutes)| minutes),
        gaps: gaps(&mut fields),
        health: health(&mut fields),
    };
    if let Some(folder) = config.source_folders().find(|f| files::below(&config.output, f)) {
        let message = format!("`output` is inside `{folder}`, a folder of the journal");
        fields.problems.push(
            Diagnostic::error(codes::WRONG_VALUE, CONFIG, message)
                .hint("choose a separate folder for the site"),
        );
    }
    fields.reject_unknown(KEYS);
    problems.append(&mut fields.problems);
    Some(config)
}

/// The YAML of the file. Some people put it between the fences of front matter.
fn matter(text: &str) -> std::ops::Range<usize> {
    match split(text) {
        Ok(Split { matter: Some(FrontMatter { range, format: Format::Yaml }), body })
            if text[body.clone()].trim().is_empty() =>
        {
            range
        }
        _ => 0..text.len(),
    }
}

/// Where a line with the key `manager` can be put into the text of the file; `None` where it has that key.
pub fn place_of_manager(text: &str) -> Option<usize> {
    let whole = matter(text);
    let fields = super::matter::fields(&text[whole.clone()], Format::Yaml, MAX_BYTES).ok()?;
    if fields.iter().any(|(key, ..)| key.eq_ignore_ascii_case("manager")) {
        return None;
    }
    let first = fields.first().map(|(_, key, _)| whole.start + key.start);
    // Without keys, the file is empty or has comments only.
    let place = first.unwrap_or(whole.start);
    (place == 0 || text[..place].ends_with('\n')).then_some(place)
}

/// The folders of entries. Each must exist, because a misspelled one would lose every note.
fn entries(fields: &mut Fields<'_>, root: &Path) -> Option<Vec<String>> {
    let mut folders = Vec::new();
    for (ScalarText(folder), span) in fields.list_spanned::<ScalarText>("entries") {
        let inside = Path::new(&folder)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        // The text of jrnl may stand among them.
        let place = root.join(&folder);
        let is_text = folder.ends_with(".txt") && place.is_file();
        if inside && (is_text || place.is_dir()) {
            folders.push(folder);
        } else {
            let hint =
                Some("name a folder of this journal, or `.` for the whole journal".to_owned());
            fields.error(
                codes::WRONG_VALUE,
                span,
                format!("there is no folder `{folder}` in this journal"),
                hint,
            );
        }
    }
    (!folders.is_empty()).then_some(folders)
}

/// The folders that have other names than usual. Those of files have to be there.
fn folders(fields: &mut Fields<'_>, root: &Path) -> FolderNames {
    let mut folders = FolderNames::default();
    for (key, place, node) in fields.map("folders") {
        let kind = FolderKind::ALL.into_iter().find(|kind| kind.name() == key);
        if kind.is_none() && key != "notes" && key != "templates" {
            let hint = "the keys are `goals`, `tasks`, `people`, `ladders`, `notes`, `templates`"
                .to_owned();
            let message = format!("unknown key `{key}` in `folders`");
            fields.error(codes::UNKNOWN_KEY, place, message, Some(hint));
            continue;
        }
        let Some((ScalarText(written), place)) = fields.convert(&key, &node) else { continue };
        let name = written.trim_start_matches("./").trim_matches('/').to_owned();
        let inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
        if name.is_empty() || !inside || (kind.is_some() && !root.join(&name).is_dir()) {
            let hint = Some("name a folder of this journal".to_owned());
            let message = format!("there is no folder `{written}` in this journal");
            fields.error(codes::WRONG_VALUE, place, message, hint);
            continue;
        }
        match kind {
            Some(kind) => folders.set(kind, &name),
            None if key == "notes" => folders.notes = Some(name),
            None => folders.templates = Some(name),
        }
    }
    folders
}

fn gaps(fields: &mut Fields<'_>) -> GapThresholds {
    let mut thresholds = GapThresholds::default();
    let mut span_place = None;
    for (key, place, node) in fields.map("gaps") {
        if matches!(key.as_str(), "span" | "quarters") {
            span_place = Some(place.clone());
        }
        let threshold = match key.as_str() {
            "units" => &mut thresholds.units,
            "projects" => &mut thresholds.projects,
            "quarters" => &mut thresholds.quarters,
            "span" => &mut thresholds.span,
            "recent" => &mut thresholds.recent,
            _ => {
                let hint =
                    "the keys are `units`, `projects`, `quarters`, `span`, `recent`".to_owned();
                let message = format!("unknown key `{key}` in `gaps`");
                fields.error(codes::UNKNOWN_KEY, place, message, Some(hint));
                continue;
            }
        };
        if let Some((Whole::<1, 100>(number), _)) = fields.convert(&key, &node) {
            *threshold = number;
        }
    }
    let GapThresholds { quarters, span, .. } = thresholds;
    if let Some(place) = span_place.filter(|_| span < quarters) {
        let message = format!("`span` is {span}, which is below `quarters`, {quarters}");
        let hint = "set `span` to at least `quarters`: no competency could become sustained";
        fields.error(codes::WRONG_VALUE, place, message, Some(hint.to_owned()));
    }
    thresholds
}

/// For each rule, `off`, a number for its first threshold, or several thresholds by name.
fn health(fields: &mut Fields<'_>) -> HealthSettings {
    let mut settings = HealthSettings::default();
    for (key, place, node) in fields.map("health") {
        let Some((rule, thresholds)) = HEALTH.iter().find(|(code, _)| *code == key) else {
            let codes = || HEALTH.iter().map(|(code, _)| *code);
            let hint = nearest(&key, codes())
                .map_or_else(|| ticked(codes()), |meant| format!("did you mean `{meant}`?"));
            fields.error(
                codes::UNKNOWN_KEY,
                place,
                format!("there is no rule `{key}`"),
                Some(hint),
            );
            continue;
        };
        if let Shape::Map(pairs) = &node.shape {
            for (name, node) in pairs {
                let Shape::Scalar(name_text, _) = &name.shape else { continue };
                let known = thresholds.iter().find(|(known, _)| known == name_text);
                let Some((name, _)) = known else {
                    let names: Vec<String> =
                        thresholds.iter().map(|(name, _)| format!("`{name}`")).collect();
                    let hint = match &names[..] {
                        [] => "it has none: it can only be `off`".to_owned(),
                        names => choices("its only threshold is", "its thresholds are", names),
                    };
                    let message = format!("`{key}` has no threshold `{name_text}`");
                    let place = fields.place(&name.range);
                    fields.error(codes::UNKNOWN_KEY, place, message, Some(hint));
                    continue;
                };
                if let Some((Whole::<0, 10_000>(number), _)) = fields.convert(name, node) {
                    settings.changed.insert((rule, name), number);
                }
            }
        } else if node.value().as_u64().is_some() {
            let Some((name, _)) = thresholds.first() else {
                let place = fields.place(&node.range);
                let hint = Some("write `off` to turn it off".to_owned());
                fields.error(codes::WRONG_VALUE, place, format!("`{key}` takes no number"), hint);
                continue;
            };
            if let Some((Whole::<0, 10_000>(number), _)) = fields.convert(&key, &node) {
                settings.changed.insert((rule, name), number);
            }
        } else if let Some((Flag(false), _)) = fields.convert(&key, &node) {
            settings.off.push(rule);
        }
    }
    settings
}
