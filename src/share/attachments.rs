//! Files that notes link to: which of them other readers never get, and which tell more than they
//! show.

use std::collections::BTreeMap;

use super::{ShareOptions, share};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::Journal;
use crate::model::packet_file::PACKETS;
use crate::model::vocabulary::Audience;

/// Kinds of files that are notes of some program, or hold whole ones. What such a file says of who
/// may read it is not known here, so a link from a shared note does not share it.
const NOTES: &str = "mdc mdtext mdtxt mkdown livemd rmd qmd txt text org org_archive rst adoc asciidoc textile wiki canvas \
    base json jsonl ndjson yaml yml toml html html5 htm shtml xhtml mht mhtml webarchive maff xml opml drawio excalidraw \
    eml emlx mbox msg \
    ics vcf log enex one onetoc2 ipynb bear textbundle textpack tana mm xmind";

/// Endings of Markdown, which say what a file is wherever they stand: `b.md`, and its copies `b.md.2026-01-01` and `b.md_`.
const MARKDOWN: &str = "md markdown mdown mkd mkdn mdx";

/// Copies that editors and people keep of a file beside it: what they are copies of comes before the ending.
const COPIES: &str = "bak backup old orig rej save saved tmp temp swp swo copy prev part dump";

/// Kinds of files that say who made them, where, with which program and often what was there before.
const METADATA: &str = "pdf ps eps ai indd doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm pps ppsx odt ods odp odg odf \
    rtf pages numbers key epub mobi azw3 vsd vsdx pub mpp \
    mov mp4 m4v 3gp avi mkv webm wmv mpg mpeg mts mp3 m4a m4b aac flac ogg oga opus wav aif aiff wma amr \
    psd psb xcf kra sketch fig heic heif avif tif tiff bmp raw dng cr2 cr3 nef arw orf rw2 jxl jp2 ico \
    zip 7z rar tar gz tgz bz2 xz zst dmg iso jar apk db sqlite sqlite3 mdb accdb pst pcap har \
    dwg dxf stl blend gpx kml kmz fit tcx";

/// Whether a link from a shared note may give the file to another reader. In `static/` it is the
/// site's own.
pub fn may_be_shared(path: &str) -> bool {
    path.starts_with("static/") || !(is_below(path, PACKETS) || may_be_note(path))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.split_once('/').is_some_and(|(first, _)| first.eq_ignore_ascii_case(folder))
}

/// Whether a file may be a note of some program, or a copy of one: `notes.md.bak`, `old.txt~`, `notes.md.1`.
fn may_be_note(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_markdown = |piece: &str| {
        let letters = piece.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        among(MARKDOWN, &letters.to_lowercase())
    };
    if name.split('.').skip(1).any(is_markdown) {
        return true;
    }
    let mut path = path.trim_end_matches(['~', ' ', '.']);
    loop {
        let Some(ending) = extension(path) else { return true };
        if among(NOTES, &ending) {
            return true;
        }
        // What a copy's own ending is says nothing; a name without another one may be anything.
        let is_number = ending.chars().all(|c| c.is_ascii_digit());
        if !(is_number || among(COPIES, ending.trim_end_matches('~'))) {
            return false;
        }
        path = path[..path.len() - ending.len()].trim_end_matches(['~', '.']);
    }
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
        for path in [
            "files/plan.canvas",
            "old.MARKDOWN",
            "a/notes.txt",
            "a.b/README",
            ".env",
            "x.html",
            "a.enex",
            "a.ipynb",
            "a.md.bak",
            "a.md.2026-01-01",
            "a.md_",
            "a.md (1)",
            "a.md.sync",
            "packets/a.pdf",
            "a.txt~",
            "a.md.old",
            "a.MD.BAK",
            "a.md.1",
            "a.md~.2",
            "README.bak",
            "a.org.orig",
            "a.html.bak.bak",
        ] {
            assert!(!may_be_shared(path), "{path}");
        }
        for path in [
            "a.png",
            "a/b.pdf",
            "a.csv",
            "a.mov",
            "a.csv.bak",
            "b.png~",
            "a.tar.gz",
            "static/robots.txt",
            "static/README",
        ] {
            assert!(may_be_shared(path), "{path}");
        }
    }
}
