//! Templates, and the files that pages load: those of a theme that the program carries, and over
//! them the journal's own.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use crate::analyse::next::Move;
use crate::diagnostic::{Diagnostic, Location};
use crate::model::Journal;
use crate::model::words::{Relation, Stage, Word};

/// Every file of every theme that the program carries, by its path below `themes/`.
const SHIPPED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Under which the shipped templates can be reached even where a journal replaces them, as in
/// `{% extends "theme/notebook/entry.html" %}`.
const PREFIX: &str = "theme/";

/// The folder of a journal that replaces files of its theme.
const OWN: &str = "theme/";

/// A theme, ready to render.
pub struct Theme {
    tera: Tera,
    /// The journal's own templates: name, path in the journal, text.
    own: BTreeMap<String, (String, String)>,
    /// What pages load, by its path in the site.
    pub assets: BTreeMap<String, Vec<u8>>,
}

/// The themes that the program carries.
pub fn shipped() -> Vec<&'static str> {
    let mut names: Vec<&str> =
        SHIPPED.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    names.dedup();
    names
}

impl Theme {
    /// Loads the theme of a journal. `None`, and an error, where a template can't be parsed.
    pub fn load(journal: &Journal, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let chosen = &journal.config.theme;
        let known = shipped().into_iter().find(|name| name == chosen);
        let folder = if known.is_some() { None } else { Some(chosen.trim_matches('/')) };
        let base = known.unwrap_or("notebook");
        if let Some(folder) = folder
            && !journal.files.keys().any(|path| below(path, folder).is_some())
        {
            let names = shipped().join("`, `");
            let message = format!("there is no theme `{folder}`, and no folder of that name");
            problems.push(
                Diagnostic::error("theme", "loopbook.yaml", message)
                    .hint(format!("shipped are `{names}`")),
            );
        }
        let mut theme =
            Self { tera: Tera::default(), own: BTreeMap::new(), assets: BTreeMap::new() };
        theme.tera.autoescape_on([".html", ".xml", ".svg"]);
        let shipped = SHIPPED.iter().filter_map(|(path, bytes)| Some((below(path, base)?, *bytes)));
        for (path, bytes) in shipped.clone() {
            if let Some(asset) = path.strip_prefix("static/") {
                theme.assets.insert(asset.to_owned(), bytes.to_vec());
            }
        }
        let mut own: Vec<(&String, &Path)> =
            journal.files.iter().map(|(path, on_disk)| (path, on_disk.as_path())).collect();
        own.sort();
        for layer in [folder, Some(OWN.trim_end_matches('/'))].into_iter().flatten() {
            for (path, on_disk) in &own {
                if let Some(rest) = below(path, layer) {
                    theme.take(path, rest, on_disk, problems);
                }
            }
        }
        match theme.compile(base, shipped) {
            Ok(()) => Some(theme),
            Err(error) => {
                problems.push(theme.diagnose(&error));
                None
            }
        }
    }

    /// Takes a file of the journal's own theme.
    fn take(&mut self, path: &str, rest: &str, on_disk: &Path, problems: &mut Vec<Diagnostic>) {
        let bytes = match std::fs::read(on_disk) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                problems.push(Diagnostic::error("unreadable", path, message));
                return;
            }
        };
        if let Some(asset) = rest.strip_prefix("static/") {
            self.assets.insert(asset.to_owned(), bytes);
        } else if let Some(template) = template_name(rest) {
            if let Some(script) = template.strip_prefix("scripts/")
                && !is_script(script)
            {
                let message = "no move has a script of this name";
                let hint =
                    "it is `<move>.txt`, with a relation, a stage, or both before the `.txt`";
                problems.push(Diagnostic::warning("theme", path, message).hint(hint));
            }
            match String::from_utf8(bytes) {
                Ok(text) => {
                    self.own.insert(template.to_owned(), (path.to_owned(), text));
                }
                Err(_) => {
                    problems.push(Diagnostic::error(
                        "theme",
                        path,
                        "the template is not UTF-8 text",
                    ));
                }
            }
        } else {
            let message =
                "a theme has `templates/`, `scripts/` and `static/`; this file is in none of them";
            problems.push(Diagnostic::warning("theme", path, message));
        }
    }

    fn compile<'t>(
        &mut self,
        base: &str,
        shipped: impl Iterator<Item = (&'t str, &'t [u8])>,
    ) -> tera::TeraResult<()> {
        let prefix = format!("{PREFIX}{base}/");
        self.tera.set_fallback_prefixes([prefix.clone()])?;
        let shipped = shipped.filter_map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).ok()?;
            Some((format!("{prefix}{}", template_name(path)?), text))
        });
        let own = self.own.iter().map(|(name, (_, text))| (name.clone(), text.as_str()));
        self.tera.add_raw_templates(shipped.chain(own))
    }

    /// The journal's own templates and scripts, as a number; those of the program don't change.
    pub fn version(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.own.hash(&mut hasher);
        hasher.finish()
    }

    /// The names of all templates and scripts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tera.get_template_names()
    }

    /// Whether the journal has a template of its own of that name.
    pub fn has_own(&self, template: &str) -> bool {
        self.own.contains_key(template)
    }

    /// Whether there is a template of that name.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Renders a script.
    pub fn render(&self, script: &str, sees: &impl Serialize) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.fill(script, Context::from_serialize(sees))
    }

    /// Renders a page, or a file beside them. `address` is where it will be on the web, where
    /// that is known.
    pub fn page(
        &self,
        template: &str,
        address: Option<&str>,
        sees: &impl Serialize,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let context = Context::from_serialize(sees).map(|mut context| {
            context.insert("address", &address);
            context
        });
        self.fill(template, context)
    }

    fn fill(
        &self,
        template: &str,
        context: tera::TeraResult<Context>,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let rendered = context.and_then(|context| {
            let mut html = Vec::with_capacity(8 * 1024);
            self.tera.render_to(template, &context, &mut html)?;
            // Every page is held until all are rendered.
            html.shrink_to_fit();
            Ok(html)
        });
        rendered.map_err(|error| Box::new(self.diagnose(&error)))
    }

    /// A template's error at its place in the journal's own file; an error in a shipped template
    /// has no file that its reader could mend.
    fn diagnose(&self, error: &tera::Error) -> Diagnostic {
        let report = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report,
            other => {
                let text = other.to_string();
                // It is a report over several lines, of which the first says what is wrong.
                let text = text.lines().next().unwrap_or("it can't be used").to_owned();
                return Diagnostic::error("template", "theme", text);
            }
        };
        let message = report.message().lines().next().unwrap_or("it can't be rendered");
        let name = report.filename();
        let Some((path, text)) = self.own.get(name) else {
            return Diagnostic::error("template", format!("(shipped) {name}"), message);
        };
        let span = report.span();
        let source = text.lines().nth(span.start_line.saturating_sub(1)).unwrap_or("");
        let length = if span.start_line == span.end_line {
            span.end_col.saturating_sub(span.start_col)
        } else {
            1
        };
        let location = Location {
            line: span.start_line,
            column: span.start_col + 1,
            length: length.max(1),
            source: source.to_owned(),
            clipped: false,
        };
        Diagnostic::error("template", path, message).at(location)
    }
}

/// Whether a script can ever be taken: `<move>[.<relation>][.<stage>].txt`.
fn is_script(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".txt") else { return false };
    let parts: Vec<&str> = name.split('.').collect();
    let relation = |word: &str| Relation::WORDS.iter().any(|(known, _)| *known == word);
    let stage = |word: &str| Stage::WORDS.iter().any(|(known, _)| *known == word);
    Move::ALL.iter().any(|known| known.word() == parts[0])
        && match parts[1..] {
            [] => true,
            [one] => relation(one) || stage(one),
            [first, second] => relation(first) && stage(second),
            _ => false,
        }
}

/// The name of a template: its path below `templates/`, or a script's with its folder.
fn template_name(path: &str) -> Option<&str> {
    path.strip_prefix("templates/").or_else(|| path.starts_with("scripts/").then_some(path))
}

fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}
