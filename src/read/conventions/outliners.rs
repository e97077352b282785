//! Logseq and Dendron.

use std::path::Path;

use super::{folder, text};
use crate::model::conventions::Conventions;
use crate::model::date_pattern::DatePattern;

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

/// Dendron: its vaults, in which names are paths with dots.
pub(super) fn add_dendron(root: &Path, found: &mut Conventions) {
    let Some(settings) = text(root, "dendron.yml") else { return };
    found.settings.push(String::new());
    found.dotted = true;
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

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_value_stands_behind_its_key() {
        let settings =
            "{:meta/version 1\n ;; :journals-directory \"no\"\n :journals-directory \"log\"\n}";
        assert_eq!(value(settings, ":journals-directory").as_deref(), Some("log"));
        assert_eq!(value(settings, ":journals"), None);
        assert_eq!(value("", ":a"), None);
    }
}
