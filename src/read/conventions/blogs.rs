//! Hugo and Jekyll: where their posts are, and what they write.

use std::path::Path;

use super::{Settings, folder};
use crate::model::conventions::Conventions;

/// Where Hugo's settings may be. An older name is Hugo's only beside its folder of notes.
pub(super) const HUGO: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
];
pub(super) const OLD_HUGO: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];
/// What Hugo makes or needs besides notes.
const HUGO_FOLDERS: [&str; 6] = ["archetypes", "assets", "i18n", "layouts", "resources", "themes"];

pub(super) const JEKYLL: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];
/// What Jekyll makes or needs besides notes.
const JEKYLL_FOLDERS: [&str; 7] =
    ["_site", "_layouts", "_includes", "_sass", "_data", "_plugins", "vendor"];

/// Hugo: its notes are in `content/`.
pub(super) fn add_hugo(root: &Path, found: &mut Conventions) {
    let is_file = |path: &&str| root.join(path).is_file();
    let old = || OLD_HUGO.into_iter().find(is_file).filter(|_| root.join("content").is_dir());
    let Some(path) = HUGO.into_iter().find(is_file).or_else(old) else { return };
    found.settings.push(path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned());
    let settings = Settings::read(root, path);
    let own = |key: &str, default: &str| {
        let written = settings.as_ref().and_then(|own| own.text(&[key]));
        written.and_then(folder).unwrap_or_else(|| default.to_owned())
    };
    let content = own("contentDir", "content");
    found.skipped.push(own("publishDir", "public"));
    found.skipped.extend(HUGO_FOLDERS.map(str::to_owned));
    found.is_site = true;
    let posts = ["posts", "post", "blog"].map(|name| format!("{content}/{name}"));
    found.notes = posts.into_iter().find(|posts| root.join(posts).is_dir()).or(found.notes.take());
    if root.join(&content).is_dir() {
        found.sources.push(content);
    }
}

/// Jekyll: posts in `_posts/`, drafts in `_drafts/`, pages anywhere.
pub(super) fn add_jekyll(root: &Path, found: &mut Conventions) {
    let Some(path) = JEKYLL.into_iter().find(|path| root.join(path).is_file()) else { return };
    found.settings.push(String::new());
    let settings = Settings::read(root, path);
    let source = settings.as_ref().and_then(|own| own.text(&["source"])).and_then(folder);
    let below = |name: &str| match &source {
        Some(source) => format!("{source}/{name}"),
        None => name.to_owned(),
    };
    found.skipped.extend(JEKYLL_FOLDERS.map(below));
    let excluded = settings.as_ref().map(|own| own.texts(&["exclude"])).unwrap_or_default();
    found.skipped.extend(excluded.into_iter().filter_map(folder).map(|name| below(&name)));
    let written = settings.as_ref().and_then(|own| own.text(&["destination"])).and_then(folder);
    found.skipped.extend(written);
    let posts = below("_posts");
    found.notes = Some(posts).filter(|posts| root.join(posts).is_dir()).or(found.notes.take());
    found.sources.extend(source);
}
