//! Reading `theme.yaml`, which says what a theme is made for and what lies below it.

use super::fields::Fields;
use super::files::{self, CONFIG, File};
use super::matter::MAX_BYTES;
use super::source::SourceFile;
use super::types::{ScalarText, Whole};
use super::unreadable;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Config;
use crate::model::theme::{API, OWN, ThemeChoice};
use crate::model::vocabulary::{ShippedTheme, Word};

/// The file.
pub const MANIFEST: &str = "theme.yaml";

/// The keys of `theme.yaml`.
pub const KEYS: &[&str] = &["theme_api", "title", "extends"];

/// What `theme.yaml` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ThemeManifest {
    /// The promise that the theme counts on.
    pub api: Option<u32>,
    /// Its name for people.
    pub title: Option<String>,
    /// The shipped theme below it.
    pub extends: Option<ShippedTheme>,
}

/// The layers of a journal's theme: what `theme:` of `loopbook.yaml` names, else what the
/// journal's own `theme/` says of itself.
pub fn choose(config: &Config, files: &[File], problems: &mut Vec<Diagnostic>) -> ThemeChoice {
    let named = config.theme.as_deref();
    let shipped = named.and_then(ShippedTheme::parse);
    let folder = named.filter(|_| shipped.is_none());
    if let Some(source) = folder.and_then(|folder| among_notes(config, folder)) {
        let message = format!("`theme` is inside `{source}`, a folder of the journal");
        let hint = "choose a separate folder for the theme";
        problems.push(Diagnostic::error(codes::WRONG_VALUE, CONFIG, message).hint(hint));
        return ThemeChoice::default();
    }
    let whole = folder.and_then(|folder| manifest(folder, files, true, problems));
    let own = if folder == Some(OWN) { None } else { manifest(OWN, files, false, problems) };
    let above = own.and_then(|own| own.extends);
    if let (Some(named), Some(extends)) = (named, above)
        && shipped != above
    {
        let message = format!("`extends: {}` is ignored", extends.word());
        let hint = format!(
            "`theme: {named}` in `loopbook.yaml` sets the base theme: remove one of the two"
        );
        problems.push(Diagnostic::warning(codes::THEME, path(OWN), message).hint(hint));
    }
    let below = if folder.is_some() { whole.and_then(|whole| whole.extends) } else { above };
    ThemeChoice {
        folder: folder.filter(|folder| *folder != OWN).map(ToOwned::to_owned),
        base: shipped.or(below).unwrap_or(ShippedTheme::Notebook),
    }
}

/// The folder that a theme can't share, for its files are no notes.
fn among_notes<'c>(config: &'c Config, folder: &str) -> Option<&'c str> {
    let mut sources = config.source_folders().filter(|source| *source != OWN);
    sources.find(|source| files::below(folder, source) || files::below(source, folder))
}

fn path(folder: &str) -> String {
    format!("{folder}/{MANIFEST}")
}

/// What a folder of the journal says of itself; a whole theme has to say what it is made for.
fn manifest(
    folder: &str,
    files: &[File],
    whole: bool,
    problems: &mut Vec<Diagnostic>,
) -> Option<ThemeManifest> {
    let path = path(folder);
    let hint = format!(
        "add `theme_api: {API}` to `{path}`, so that later versions of loopbook know its version"
    );
    let Some(file) = files.iter().find(|file| file.path == path) else {
        if whole && files.iter().any(|file| files::below(&file.path, folder)) {
            let message = "this theme does not say which version of loopbook it is for";
            problems.push(Diagnostic::warning(codes::THEME, folder, message).hint(hint));
        }
        return None;
    };
    let source = match crate::regular_file::read_text(&file.on_disk) {
        Ok(bytes) => SourceFile::decode(path.clone(), bytes),
        Err(error) => Err(Box::new(unreadable(&path, &error))),
    };
    let source = source.map_err(|problem| problems.push(*problem)).ok()?;
    let manifest = read(&source, problems)?;
    if manifest.api.is_none() {
        let message = "this does not say which version of loopbook the theme is for";
        problems.push(Diagnostic::warning(codes::THEME, path, message).hint(hint));
    }
    Some(manifest)
}

/// Reads the file. `None` where it can't be read at all.
pub fn read(source: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<ThemeManifest> {
    let mut fields = match Fields::read(source, 0..source.text.len(), MAX_BYTES) {
        Ok(fields) => fields,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let api = fields.get_spanned("theme_api").map(|(Whole::<1, { u32::MAX }>(number), place)| {
        if number > API {
            let message =
                format!("this theme needs theme API {number}, but this loopbook has {API}");
            let hint = "update loopbook, or use an older version of the theme".to_owned();
            fields.error(codes::THEME, place, message, Some(hint));
        }
        number
    });
    let title = fields.get("title").map(|ScalarText(title)| title);
    let extends = fields.get("extends");
    fields.reject_unknown(KEYS);
    problems.append(&mut fields.problems);
    Some(ThemeManifest { api, title, extends })
}
