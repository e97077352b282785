//! Files that notes link to: which of them other readers never get, and which tell more than they
//! show.

use std::collections::BTreeMap;

use super::{ShareOptions, share};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::Journal;
use crate::model::vocabulary::Audience;

/// Kinds of files that are notes of some program, or hold whole ones. What such a file says of who
/// may read it is not known here, so a link from a shared note does not share it.
const NOTES: &str = "md markdown mdown mkd mkdn mdx txt text org rst adoc asciidoc textile canvas base json \
    jsonl yaml yml toml html htm xhtml mht mhtml xml opml drawio excalidraw eml ics log";

/// Kinds of files that say who wrote them, with which program and often what was there before.
const METADATA: &str = "pdf doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm pps ppsx odt ods odp odg \
    rtf pages numbers key epub vsd vsdx one pub";

/// Whether a link from a shared note may give the file to another reader. In `static/` it is the
/// site's own.
pub fn may_be_shared(path: &str) -> bool {
    path.starts_with("static/") || extension(path).is_some_and(|ending| !among(NOTES, &ending))
}

/// Says which files with metadata readers get: nothing can be left out of them.
pub fn with_metadata(journal: &Journal) -> Vec<Diagnostic> {
    let mut found: BTreeMap<&String, Vec<&str>> = BTreeMap::new();
    for audience in [Audience::Manager, Audience::Public] {
        let (shared, _) = share(journal, &[], &ShareOptions::new(audience));
        let places: Vec<_> = shared.files.values().collect();
        for (path, place) in &journal.files {
            let tells = extension(path).is_some_and(|ending| among(METADATA, &ending));
            if tells && places.contains(&place) {
                found.entry(path).or_default().push(audience.word());
            }
        }
    }
    let diagnostic = |(path, readers): (&String, Vec<&str>)| {
        let readers = readers.join("` and `");
        let message = format!("readers with `{readers}` get this file as it is, with its metadata");
        let hint = "remove its author, comments and earlier versions in the program that made it";
        let found = Diagnostic::warning(codes::ATTACHMENT_METADATA, path, message).hint(hint);
        Diagnostic { severity: Severity::Info, ..found }
    };
    found.into_iter().map(diagnostic).collect()
}

/// What a file's name ends in, in lower case; a name without an ending says nothing.
fn extension(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty()).then(|| ending.to_lowercase())
}

fn among(list: &str, ending: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == ending)
}

#[cfg(test)]
mod tests {
    use super::may_be_shared;

    #[test]
    fn notes_of_other_programs_are_not_shared() {
        for path in
            ["files/plan.canvas", "old.MARKDOWN", "a/notes.txt", "a.b/README", ".env", "x.html"]
        {
            assert!(!may_be_shared(path), "{path}");
        }
        for path in ["a.png", "a/b.pdf", "a.csv", "static/robots.txt", "static/README"] {
            assert!(may_be_shared(path), "{path}");
        }
    }
}
