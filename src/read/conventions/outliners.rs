//! Logseq and Dendron.

use std::path::Path;

use super::{Settings, field, folder, text};
use crate::model::conventions::{Conventions, HiddenScope};
use crate::model::date_pattern::DatePattern;
use crate::read::matter::{Shape, ValueNode};
use crate::read::privacy;
use crate::read::types::read_flag;

/// Logseq: `journals/2025_02_15.md` and `pages/`.
pub(super) fn add_logseq(root: &Path, found: &mut Conventions) {
    let Some(settings) = text(root, "logseq/config.edn") else { return };
    found.settings.push("logseq".to_owned());
    let own = |key: &str, default: &str| {
        value(&settings, key).and_then(|text| folder(&text)).unwrap_or_else(|| default.to_owned())
    };
    let journals = own(":journals-directory", "journals");
    let pages = own(":pages-directory", "pages");
    found
        .sources
        .extend([&journals, &pages].into_iter().filter(|own| root.join(own).is_dir()).cloned());
    found.skipped.push("logseq".to_owned());
    let pattern = |key: &str, default: &str| {
        DatePattern::unicode(&value(&settings, key).unwrap_or_else(|| default.to_owned()))
    };
    found.daily_name = pattern(":journal/page-title-format", "MMM do, yyyy");
    found.notes = Some(journals.clone());
    found.daily =
        pattern(":journal/file-name-format", "yyyy_MM_dd").map(|pattern| (journals, pattern));
    found.namespaces = true;
    let reason = "`:hidden` in `logseq/config.edn`";
    let paths = values(&settings, ":hidden").into_iter().filter_map(|path| folder(&path));
    found.hidden.extend(paths.map(|path| HiddenScope::new(path, reason.to_owned())));
}

/// The text behind a key of EDN, which Logseq writes one a line; `;` begins a comment.
fn value(settings: &str, key: &str) -> Option<String> {
    settings.lines().find_map(|line| {
        let line = line.trim_start_matches(['{', ' ', '\t']);
        let rest = line.strip_prefix(key)?.strip_prefix([' ', '\t'])?;
        let (quoted, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        Some(quoted.to_owned())
    })
}

/// The texts of the vector behind a key of EDN: `:hidden ["/archived" "/pages/pay.md"]`.
fn values(settings: &str, key: &str) -> Vec<String> {
    let without_comments = |line: &'_ str| line.split(';').next().unwrap_or_default().to_owned();
    let settings = settings.lines().map(without_comments).collect::<Vec<_>>().join("\n");
    let vector = settings.split_once(key).map(|(_, rest)| rest.trim_start());
    let Some(vector) = vector.and_then(|rest| rest.strip_prefix('[')) else { return Vec::new() };
    let vector = vector.split(']').next().unwrap_or_default();
    vector.split('"').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}

/// Dendron: its vaults, in which names are paths with dots.
pub(super) fn add_dendron(root: &Path, found: &mut Conventions) {
    let Some(settings) = text(root, "dendron.yml") else { return };
    found.settings.push(String::new());
    found.dotted = true;
    add_private_vaults(root, found);
    fn own(line: &str) -> Option<&str> {
        let (key, path) = line.trim().trim_start_matches("- ").split_once(':')?;
        (key.trim() == "fsPath").then(|| path.trim().trim_matches(['"', '\'']))
    }
    let vaults: Vec<&str> = settings.lines().filter_map(own).collect();
    if !vaults.contains(&".") {
        let vaults =
            vaults.into_iter().filter_map(folder).filter(|vault| root.join(vault).is_dir());
        found.sources.extend(vaults);
    }
}

/// What Dendron does not publish: a private vault, what is in none of the hierarchies that a site has, and a hierarchy that
/// is not published by default.
fn add_private_vaults(root: &Path, found: &mut Conventions) {
    let reason = "`dendron.yml`";
    let Some(settings) = Settings::read(root, "dendron.yml") else {
        // What can't be read may say so.
        found.hidden.push(HiddenScope::new(String::new(), reason.to_owned()));
        return;
    };
    let mut vaults = [&["workspace", "vaults"][..], &["vaults"]].into_iter();
    let vaults = vaults.find_map(|path| settings.node(path)).map(|node| &node.shape);
    let vaults: &[ValueNode] = if let Some(Shape::List(items)) = vaults { items } else { &[] };
    let path = |vault: &ValueNode| {
        let path = field(vault, "fsPath").and_then(ValueNode::scalar);
        path.and_then(folder).unwrap_or_default()
    };
    let hidden =
        |folder: String, what: &str| HiddenScope::new(folder, format!("`{what}` in {reason}"));
    for vault in vaults.iter().filter(|vault| privacy::node_hides(vault)) {
        found.hidden.push(hidden(path(vault), "visibility"));
    }
    let folders =
        if vaults.is_empty() { vec![String::new()] } else { vaults.iter().map(path).collect() };
    let mut published = [&["publishing", "siteHierarchies"][..], &["site", "siteHierarchies"]]
        .into_iter()
        .filter(|path| settings.node(path).is_some_and(|node| !node.is_null()));
    if let Some(published) = published.next().map(|path| settings.texts(path))
        && !published.contains(&"root")
    {
        for folder in &folders {
            let except =
                published.iter().filter(|name| !name.is_empty()).flat_map(|own| named(folder, own));
            let scope = hidden(folder.clone(), "siteHierarchies");
            found.hidden.push(HiddenScope { except: except.collect(), ..scope });
        }
    }
    let mut hierarchies = [&["publishing", "hierarchy"][..], &["site", "config"]].into_iter();
    let Some(Shape::Map(hierarchies)) =
        hierarchies.find_map(|path| settings.node(path)).map(|node| &node.shape)
    else {
        return;
    };
    for (name, hierarchy) in hierarchies {
        if !field(hierarchy, "publishByDefault").is_some_and(says_no) {
            continue;
        }
        let name = name.scalar().filter(|name| *name != "root").unwrap_or_default();
        let paths = folders.iter().flat_map(|folder| named(folder, name));
        found.hidden.extend(paths.map(|path| hidden(path, "publishByDefault")));
    }
}

/// The paths of a hierarchy of names in a vault, which may keep its notes in a folder of their own.
fn named(vault: &str, name: &str) -> [String; 2] {
    ["", "notes"].map(|notes| {
        let parts = [vault, notes, name].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    })
}

/// Whether a value is *no*, or a table that says so for one of the vaults.
fn says_no(node: &ValueNode) -> bool {
    match &node.shape {
        Shape::Scalar(text, _) => read_flag(text) == Some(false),
        Shape::List(items) => items.iter().any(says_no),
        Shape::Map(pairs) => pairs.iter().any(|(_, value)| says_no(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::{value, values};

    #[test]
    fn a_value_stands_behind_its_key() {
        let settings =
            "{:meta/version 1\n ;; :journals-directory \"no\"\n :journals-directory \"log\"\n}";
        assert_eq!(value(settings, ":journals-directory").as_deref(), Some("log"));
        assert_eq!(value(settings, ":journals"), None);
        assert_eq!(value("", ":a"), None);
    }

    #[test]
    fn a_vector_has_several_texts() {
        let settings =
            "{;; :hidden [\"no\"]\n :hidden [\"/a b\"\n  ; \"/c\"\n  \"/d.md\"]\n :x [\"e\"]}";
        assert_eq!(values(settings, ":hidden"), ["/a b", "/d.md"]);
        assert!(values("{:hidden []}", ":hidden").is_empty());
        assert!(values("{:hidden true}", ":hidden").is_empty());
    }
}
