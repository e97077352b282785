//! Tells an author where notes that others see say the real name of somebody with `share_as`.

use std::ops::Range;
use std::path::Path;

use crate::diagnostic::{Diagnostic, codes};
use crate::model::Journal;
use crate::model::phrasing::counted;
use crate::model::real_names::{RealNames, Writing};
use crate::read::source::SourceFile;
use crate::regular_file;
use crate::share::ShareOptions;
use crate::share::said_names::{SaidName, said_names};

/// The names that a reader would see, each with its file and line.
pub(super) fn real_names(
    journal: &Journal,
    folder: &Path,
    options: &ShareOptions,
) -> Vec<Diagnostic> {
    let names = RealNames::of(&journal.people);
    let said = said_names(journal, options);
    said.iter().map(|said| diagnostic(&names, folder, said)).collect()
}

fn diagnostic(names: &RealNames<'_>, folder: &Path, said: &SaidName) -> Diagnostic {
    let SaidName { path, part, name, share_as, more, .. } = said;
    let more = match more {
        0 => String::new(),
        1 => "; so does 1 more place of this file".to_owned(),
        more => format!("; so do {} of this file", counted(*more, "more place")),
    };
    let message = format!("{part} says `{name}`, whom others know as `{share_as}`{more}");
    let hint = match *part {
        "its path" => "rename the file: it has this path for everybody".to_owned(),
        "the site's title" => format!("write `{share_as}` there: every reader sees it"),
        _ if path.starts_with("ladders/") => format!("write `{share_as}` there"),
        _ => format!("write `{share_as}` there, or keep the note private"),
    };
    let diagnostic = Diagnostic::warning(codes::REAL_NAME, path, message).hint(hint);
    let bytes = regular_file::read_text(&folder.join(path)).ok();
    let source = bytes.and_then(|bytes| SourceFile::decode(path.clone(), bytes).ok());
    let place = source
        .filter(|_| *part != "its path")
        .and_then(|source| place(names, &source.text, said).map(|range| source.location(range)));
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

/// Where a file says the name: in the words that a reader sees, as far as they stand there like that.
fn place(names: &RealNames<'_>, text: &str, said: &SaidName) -> Option<Range<usize>> {
    let SaidName { words, name, person, .. } = said;
    let start = text.find(words.as_str()).map(|at| at + words.find(name).unwrap_or(0));
    let as_shown = start.or_else(|| text.find(name)).map(|at| at..at + name.len());
    as_shown.or_else(|| {
        let found = names.find(text, Writing::Id).into_iter();
        let mut own = found.filter(|found| found.person.id == *person);
        own.next().map(|found| found.range)
    })
}
