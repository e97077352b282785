//! What settings of Hugo, Jekyll and Obsidian hide for many notes at once: `cascade`, `defaults` and `excluded`.
//!
//! These only ever hide. Where a scope is narrower than can be told here (a glob, a language, a kind of page), the whole
//! folder around it is hidden.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::blogs::{HUGO, JEKYLL, OLD_HUGO};
use super::{MAX_SETTINGS, Settings, field, folder, text};
use crate::model::config::SITE_MANIFEST;
use crate::model::conventions::{Conventions, HiddenScope};
use crate::read::files;
use crate::read::matter::{self, Shape, ValueNode};
use crate::read::privacy;
use crate::read::split::split;

/// What the names of Hugo's settings end in.
const SETTINGS: [&str; 4] = [".toml", ".yaml", ".yml", ".json"];
/// Characters that begin a pattern in a path.
const PATTERN: [char; 4] = ['*', '?', '[', '{'];

/// Adds what is hidden by the settings of a folder.
pub(super) fn add(root: &Path, found: &mut Conventions) {
    add_obsidian(root, found);
    add_jekyll(root, found);
    if found.is_site {
        add_hugo(root, found);
    }
    add_sections(root, found);
}

/// What is excluded from Obsidian Publish. Its `included` chooses notes in advance, so that it hides no others.
fn add_obsidian(root: &Path, found: &mut Conventions) {
    const PATH: &str = ".obsidian/publish.json";
    if !root.join(PATH).is_file() {
        return;
    }
    let reason = format!("`excluded` in `{PATH}`");
    let Some(settings) = Settings::read(root, PATH) else {
        found.hidden.extend(unreadable(root, PATH, "excluded", String::new(), &reason));
        return;
    };
    let excluded = settings.node(&["excluded"]).filter(|node| !node.is_null());
    for item in excluded.into_iter().flat_map(items) {
        // What is no folder of the journal is all of it: `/`, or what can't be read.
        let own = item.scalar().and_then(folder).unwrap_or_default();
        found.hidden.push(HiddenScope::new(own, reason.clone()));
    }
}

/// `defaults:` of Jekyll.
fn add_jekyll(root: &Path, found: &mut Conventions) {
    let Some(path) = JEKYLL.into_iter().find(|path| root.join(path).is_file()) else { return };
    let reason = format!("`defaults` in `{path}`");
    let Some(settings) = Settings::read(root, path) else {
        found.hidden.extend(unreadable(root, path, "defaults", String::new(), &reason));
        return;
    };
    // Where collections are in a folder of their own, a scope can mean either place.
    let moved = settings.text(&["collections_dir"]).is_some();
    let source = settings.text(&["source"]).and_then(folder).unwrap_or_default();
    let Some(defaults) = settings.node(&["defaults"]) else { return };
    for item in items(defaults) {
        if !field(item, "values").is_some_and(privacy::node_hides) {
            continue;
        }
        let path = field(item, "scope").and_then(|scope| field(scope, "path"));
        let path = path.and_then(ValueNode::scalar).filter(|_| !moved).unwrap_or_default();
        found.hidden.push(HiddenScope::new(below(&source, path), reason.clone()));
    }
}

/// `cascade` in a file of Hugo's settings.
fn add_hugo(root: &Path, found: &mut Conventions) {
    let mut paths: Vec<String> = HUGO.into_iter().chain(OLD_HUGO).map(ToOwned::to_owned).collect();
    // Each environment can have its own, and each key a file.
    let folders = WalkDir::new(root.join("config")).max_depth(2).sort_by_file_name();
    let files = folders.into_iter().flatten().filter(|entry| entry.file_type().is_file());
    paths.extend(files.map(|entry| files::relative(root, entry.path())));
    let is_settings = |path: &String| SETTINGS.iter().any(|ending| path.ends_with(ending));
    paths.retain(is_settings);
    paths.sort_unstable();
    paths.dedup();
    let read: Vec<(String, Option<Settings>)> = paths
        .into_iter()
        .filter(|path| root.join(path).is_file())
        .map(|path| (Settings::read(root, &path), path))
        .map(|(settings, path)| (path, settings))
        .collect();
    let content = read.iter().filter_map(|(_, settings)| settings.as_ref());
    let content = content.filter_map(|own| own.text(&["contentDir"])).find_map(folder);
    let content = content.unwrap_or_else(|| "content".to_owned());
    for (path, settings) in &read {
        let reason = format!("`cascade` in `{path}`");
        let Some(settings) = settings else {
            found.hidden.extend(unreadable(root, path, "cascade", String::new(), &reason));
            continue;
        };
        let is_own_file = path.rsplit('/').next().is_some_and(|name| name.starts_with("cascade."));
        if is_own_file && privacy::fields_hide(&settings.0) {
            found.hidden.push(HiddenScope::new(String::new(), reason.clone()));
        }
        let mut cascades = Vec::new();
        for (name, _, node) in &settings.0 {
            collect(name, node, &mut cascades);
        }
        for cascade in cascades {
            let scopes = cascade_scopes(cascade, &content);
            found.hidden.extend(scopes.map(|folder| HiddenScope::new(folder, reason.clone())));
        }
    }
}

/// Every `cascade` at a key or below it.
fn collect<'n>(name: &str, node: &'n ValueNode, found: &mut Vec<&'n ValueNode>) {
    if name.eq_ignore_ascii_case("cascade") {
        found.push(node);
    } else {
        match &node.shape {
            Shape::Scalar(..) => {}
            Shape::List(items) => items.iter().for_each(|item| collect("", item, found)),
            Shape::Map(pairs) => pairs
                .iter()
                .for_each(|(key, value)| collect(key.scalar().unwrap_or_default(), value, found)),
        }
    }
}

/// `cascade` in the `_index.md` of a folder. A journal may be a folder within a site, so this holds without settings, too.
fn add_sections(root: &Path, found: &mut Conventions) {
    let mut sections = Vec::new();
    find_sections(root, &mut sections);
    sections.sort_unstable();
    for section in sections {
        let path = files::relative(root, &section);
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let reason = format!("`cascade` in `{path}`");
        let Some(text) = text(root, &path).filter(|text| says(text, "cascade")) else {
            continue;
        };
        let text = text.trim_start_matches('\u{feff}');
        let fields = match split(text) {
            Ok(split) => match split.matter {
                Some(own) => matter::fields(&text[own.range], own.format, MAX_SETTINGS).ok(),
                None => continue,
            },
            Err(_) => None,
        };
        let Some(fields) = fields else {
            found.hidden.push(HiddenScope::new(own.to_owned(), reason));
            continue;
        };
        let mut cascades = Vec::new();
        for (name, _, node) in &fields {
            collect(name, node, &mut cascades);
        }
        // A target is a path within the site, and this folder may be anywhere in it: all of it is hidden.
        if cascades.into_iter().any(privacy::node_hides) {
            found.hidden.push(HiddenScope::new(own.to_owned(), reason));
        }
    }
}

/// Finds each `_index.md`, in whatever format. All names of a journal are looked at for that whenever it is read, so nothing
/// is made of them.
fn find_sections(folder: &Path, found: &mut Vec<PathBuf>) {
    if folder.join(SITE_MANIFEST).exists() {
        return;
    }
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        if kind.is_dir() && !name.as_encoded_bytes().starts_with(b".") && name != "node_modules" {
            find_sections(&entry.path(), found);
        } else if kind.is_file() && name.as_encoded_bytes().starts_with(b"_index.") {
            found.push(entry.path());
        }
    }
}

/// The folders in which a `cascade` of the settings hides notes.
fn cascade_scopes<'n>(cascade: &'n ValueNode, content: &'n str) -> impl Iterator<Item = String> {
    items(cascade).filter(|item| privacy::node_hides(item)).map(move |item| {
        let target = field(item, "_target").or_else(|| field(item, "target"));
        let path = target.and_then(|target| field(target, "path")).and_then(ValueNode::scalar);
        match path {
            // Only a path from the root of the site says where it is.
            Some(path) if path.starts_with('/') => below(content, path),
            // Notes may be outside of the folder of content, by mounts and languages.
            _ => String::new(),
        }
    })
}

/// The items of a list, or the one that stands for it.
fn items(node: &ValueNode) -> impl Iterator<Item = &ValueNode> {
    let (list, one) = match &node.shape {
        Shape::List(items) => (items.as_slice(), None),
        _ => (&[][..], Some(node)),
    };
    list.iter().chain(one)
}

/// The folder of what a path means, up to its first pattern.
fn below(around: &str, path: &str) -> String {
    let plain = path
        .find(PATTERN)
        .map_or(path, |pattern| path[..pattern].rsplit_once('/').map_or("", |(folder, _)| folder));
    match folder(plain) {
        Some(own) if around.is_empty() => own,
        Some(own) => format!("{around}/{own}"),
        None => around.to_owned(),
    }
}

/// What is hidden by settings that can't be read and have such a key.
fn unreadable(
    root: &Path,
    path: &str,
    key: &str,
    folder: String,
    reason: &str,
) -> Option<HiddenScope> {
    let says = text(root, path).is_none_or(|text| says(&text, key));
    says.then(|| HiddenScope::new(folder, format!("{reason}, which can't be read,")))
}

fn says(text: &str, key: &str) -> bool {
    text.to_ascii_lowercase().contains(key)
}
