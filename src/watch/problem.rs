//! Errors as the overlay of a page shows them: the message, the source line, and a link to an editor.

use std::path::Path;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::markdown::url::encode;

/// A template for links that open a position in a file in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditorLink(String);

/// The names of editors, and their links. `{path}` begins with a slash.
const EDITORS: &[(&str, &str)] = &[
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("bbedit", "bbedit://open?url=file://{path}&line={line}&column={column}"),
    ("obsidian", "obsidian://open?path={path}"),
];

impl std::str::FromStr for EditorLink {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        if let Some((_, link)) = EDITORS.iter().find(|(name, _)| *name == written) {
            return Ok(Self((*link).to_owned()));
        }
        if written.contains("{path}") && written.contains("://") {
            return Ok(Self(written.to_owned()));
        }
        let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
        Err(format!(
            "use one of {}, or a link such as `editor://{{path}}:{{line}}`",
            names.join(", ")
        ))
    }
}

impl EditorLink {
    fn link(&self, path: &Path, line: usize, column: usize) -> String {
        let path = path.to_string_lossy().replace('\\', "/");
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        self.0
            .replace("{path}", &encode(&path))
            .replace("{line}", &line.to_string())
            .replace("{column}", &column.to_string())
    }
}

/// The data of an error for the overlay of a page.
#[derive(Debug, Serialize)]
pub struct ErrorOverlay<'d> {
    message: &'d str,
    /// The position, like `entries/a.md:3:7`.
    place: String,
    /// A link that opens this position in an editor.
    href: Option<String>,
    /// The line with the error.
    source: Option<&'d str>,
    /// Spaces, and carets under the error.
    caret: String,
    hint: Option<&'d str>,
    /// What the error does to the pages, in words.
    effect: &'static str,
}

/// What an error does to the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Pages are made without the file.
    LeftOut,
    /// No pages are made.
    Refused,
    /// Pages whose template fails are not made.
    Unmade,
}

impl Effect {
    /// The effect in words, for the author.
    fn text(self) -> &'static str {
        match self {
            Self::LeftOut => {
                "Built without this file, so lists and advice may differ. The file's own page shows its last good version."
            }
            Self::Refused => "Nothing was built. All pages show their last good version.",
            Self::Unmade => "Pages that need this template show their last good version.",
        }
    }

    /// The effect in words for other readers, who never get an older version of a page.
    fn text_for_others(self) -> &'static str {
        match self {
            Self::LeftOut => "Built without the files that have errors.",
            Self::Refused => "Nothing was built.",
            Self::Unmade => "Pages whose template has an error are missing.",
        }
    }
}

impl<'d> ErrorOverlay<'d> {
    /// A notice that there are errors, without their text, for readers who may not see it.
    pub fn without_details(effect: Effect) -> Self {
        Self {
            message: "the journal has errors",
            place: String::new(),
            href: None,
            source: None,
            caret: String::new(),
            hint: Some("the terminal of its author shows them"),
            effect: effect.text_for_others(),
        }
    }

    /// An error of the journal in the folder `root`.
    pub fn new(
        error: &'d Diagnostic,
        effect: Effect,
        root: &Path,
        editor: Option<&EditorLink>,
    ) -> Self {
        let location = error.location.as_ref();
        let (line, column) = location.map_or((1, 1), |location| (location.line, location.column));
        let place = match location {
            Some(location) => format!("{}:{}:{}", error.path, location.line, location.column),
            None => error.path.clone(),
        };
        let file = root.canonicalize().unwrap_or_else(|_| root.to_path_buf()).join(&error.path);
        let caret = location.map_or_else(String::new, |location| {
            let before = if location.clipped { 0 } else { location.column - 1 };
            // Tabs stay, so that the carets line up with the source line.
            let space = |c: char| if c == '\t' { '\t' } else { ' ' };
            let space: String = location.source.chars().take(before).map(space).collect();
            format!("{space}{}", "^".repeat(location.length))
        });
        Self {
            message: &error.message,
            place,
            href: editor.map(|editor| editor.link(&file, line, column)),
            source: location.map(|location| location.source.as_str()),
            caret,
            hint: error.hint.as_deref(),
            effect: effect.text(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{EditorLink, Effect, ErrorOverlay};
    use crate::diagnostic::{Diagnostic, Location, codes};

    #[test]
    fn an_error_leads_to_its_place_in_the_editor() {
        let location =
            Location { line: 3, column: 7, length: 4, source: "step: danc".into(), clipped: false };
        let error =
            Diagnostic::error(codes::WRONG_VALUE, "entries/a b.md", "no such step").at(location);
        let editor: EditorLink = "vscode".parse().expect("known");
        let shown =
            ErrorOverlay::new(&error, Effect::LeftOut, Path::new("/no such folder"), Some(&editor));
        assert_eq!(shown.place, "entries/a b.md:3:7");
        let link = shown.href.expect("a link");
        assert_eq!(link, "vscode://file/no%20such%20folder/entries/a%20b.md:3:7");
        assert_eq!(shown.caret, "      ^^^^");
    }

    #[test]
    fn an_editor_is_a_name_or_a_link() {
        assert!("emacs".parse::<EditorLink>().is_err());
        assert!("emacs://open?file={path}&line={line}".parse::<EditorLink>().is_ok());
    }
}
