//! Templates, and the files that pages load: those of a theme that the program carries, and over
//! them the journal's own.

mod error;
mod fonts;
pub mod limits;
mod report;
pub mod shipped;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Serialize;
use tera::{Context, Tera};

use crate::analyse::next::Move;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Journal;
use crate::model::NoteTemplate;
use crate::model::theme::{OWN, ThemeChoice};
use crate::model::vocabulary::{Relation, ShippedTheme, Stage, Word};
use limits::{PageBuffer, Rendering};

/// Under which the templates of each layer can be reached even where one above replaces them, as
/// in `{% extends "theme/notebook/entry.html" %}`.
const PREFIX: &str = "theme/";

/// A style sheet that is loaded after the theme's, if there is one: for changes of a few lines.
const CUSTOM: &str = "assets/custom.css";

/// A theme, ready to render.
pub struct Theme {
    tera: Arc<Tera>,
    /// The journal's own templates, by the names under which they are loaded.
    own: BTreeMap<String, Template>,
    /// The shipped templates, by the names under which they are loaded.
    shipped: BTreeMap<String, &'static str>,
    /// The prefixes of the layers below `theme/`, the highest first.
    prefixes: Vec<String>,
    /// What pages load, by its path in the site.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
}

/// Which templates of the shipped themes are loaded.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum TemplateSet {
    Whole,
    /// Not those of documents and of new notes, which are half of them.
    Site,
    Notes,
    Scripts,
}

impl TemplateSet {
    fn has(self, template: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Site => {
                !(template.contains("/notes/")
                    || template.ends_with("/packet.html")
                    || template.ends_with("/packet-parts.html")
                    || template.ends_with("/packet.css")
                    || template.ends_with("/review-document.html"))
            }
            Self::Notes => template.contains("/notes/") || Self::Scripts.has(template),
            Self::Scripts => template.contains("/scripts/"),
        }
    }
}

/// Templates that were parsed.
type ParsedThemes = HashMap<(ShippedTheme, TemplateSet), Arc<Tera>>;

/// The shipped themes that were parsed before: whoever makes several sites parses their templates once.
static PARSED: LazyLock<Mutex<ParsedThemes>> = LazyLock::new(Mutex::default);

/// A template of the journal's own.
#[derive(Hash)]
struct Template {
    /// Its path in the journal.
    path: String,
    text: String,
}

impl Theme {
    /// Loads the theme of a journal. `None`, and errors, where a template can't be parsed.
    pub fn load(journal: &Journal, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::load_set(journal, TemplateSet::Whole, problems)
    }

    /// Loads what a site needs of the theme, unless the journal has templates that may extend the others.
    pub fn load_for_site(journal: &Journal, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::load_set(journal, TemplateSet::Site, problems)
    }

    /// Loads what new notes need of the theme, which say what to say, unless the journal has templates of its own.
    pub fn load_for_notes(journal: &Journal, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::load_set(journal, TemplateSet::Notes, problems)
    }

    /// Loads what the words of next steps need of the theme, unless the journal has templates of its own.
    pub fn load_for_scripts(journal: &Journal, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::load_set(journal, TemplateSet::Scripts, problems)
    }

    fn load_set(
        journal: &Journal,
        set: TemplateSet,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let ThemeChoice { folder, base } = &journal.theme;
        let mut theme = Self::shipped(*base);
        if let Some(folder) = folder {
            theme.prefixes.insert(0, format!("{PREFIX}{folder}/"));
            if !journal.files.keys().any(|path| below(path, folder).is_some()) {
                problems.push(no_such_theme(folder));
            }
        }
        let mut files: Vec<(&String, &Path)> =
            journal.files.iter().map(|(path, on_disk)| (path, on_disk.as_path())).collect();
        files.sort();
        for layer in [folder.as_deref(), Some(OWN)].into_iter().flatten() {
            let prefix = if layer == OWN { String::new() } else { format!("{PREFIX}{layer}/") };
            for (path, on_disk) in &files {
                if let Some(rest) = below(path, layer) {
                    theme.take(path, rest, &prefix, on_disk, problems);
                }
            }
        }
        let is_shipped = folder.is_none() && theme.own.is_empty();
        if theme.own.is_empty() {
            theme.shipped.retain(|name, _| set.has(name));
        }
        let parsed = if is_shipped { theme.parse_once(*base, set) } else { theme.parse() };
        match parsed {
            Ok(tera) => {
                theme.tera = tera;
                Some(theme)
            }
            Err(error) => {
                problems.extend(theme.explain_load(&error));
                None
            }
        }
    }

    /// A shipped theme, not compiled yet.
    fn shipped(base: ShippedTheme) -> Self {
        let (mut shipped, mut assets) = (BTreeMap::new(), BTreeMap::new());
        let mut prefixes = Vec::new();
        for layer in shipped::lineage(base) {
            let prefix = format!("{PREFIX}{}/", layer.word());
            for (path, bytes) in shipped::used(*layer) {
                if let Some(asset) = path.strip_prefix("static/") {
                    assets.entry(asset.to_owned()).or_insert(Cow::Borrowed(bytes));
                } else if let (Some(name), Ok(text)) =
                    (template_name(path), std::str::from_utf8(bytes))
                {
                    shipped.insert(format!("{prefix}{name}"), text);
                }
            }
            prefixes.push(prefix);
        }
        Self { tera: Arc::default(), own: BTreeMap::new(), shipped, prefixes, assets }
    }

    /// Takes a file of the journal's own theme; its templates are loaded under the prefix.
    fn take(
        &mut self,
        path: &str,
        rest: &str,
        prefix: &str,
        on_disk: &Path,
        problems: &mut Vec<Diagnostic>,
    ) {
        let bytes = match crate::regular_file::read(on_disk) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                problems.push(Diagnostic::error(codes::UNREADABLE, path, message));
                return;
            }
        };
        if let Some(asset) = rest.strip_prefix("static/") {
            self.assets.insert(asset.to_owned(), bytes.into());
        } else if let Some(template) = template_name(rest) {
            if let Some(script) = template.strip_prefix("scripts/")
                && !is_script(script)
            {
                let message = "no script has this name";
                let hint = "name it `<move>.txt`, with a relation, a stage or both before `.txt`";
                problems.push(Diagnostic::warning(codes::THEME, path, message).hint(hint));
            }
            if let Some(note) = template.strip_prefix("notes/")
                && !is_form(note)
            {
                let message = "`loopbook new` has no template of this name";
                let words: Vec<String> =
                    NoteTemplate::ALL.iter().map(|form| format!("`{}.md`", form.word())).collect();
                let hint = format!("use one of {}", words.join(", "));
                problems.push(Diagnostic::warning(codes::THEME, path, message).hint(hint));
            }
            let name = format!("{prefix}{template}");
            match String::from_utf8(bytes) {
                Ok(text) => {
                    self.own.insert(name, Template { path: path.to_owned(), text });
                }
                Err(_) => {
                    let message = "the template is not UTF-8 text";
                    problems.push(Diagnostic::error(codes::THEME, path, message));
                }
            }
        } else if rest != "theme.yaml" {
            let message = "this file is not part of a theme, which has `theme.yaml`, `templates/`, `scripts/`, `notes/` and `static/`";
            problems.push(Diagnostic::warning(codes::THEME, path, message));
        }
    }

    fn parse(&self) -> tera::TeraResult<Arc<Tera>> {
        let mut tera = Tera::default();
        tera.autoescape_on([".html", ".xml", ".svg"]);
        tera.set_fallback_prefixes(self.prefixes.clone())?;
        let shipped = self.shipped.iter().map(|(name, text)| (name.as_str(), *text));
        let own = self.own.iter().map(|(name, own)| (name.as_str(), own.text.as_str()));
        tera.add_raw_templates(shipped.chain(own))?;
        Ok(Arc::new(tera))
    }

    /// The same for a theme without files of the journal's own.
    fn parse_once(&self, base: ShippedTheme, set: TemplateSet) -> tera::TeraResult<Arc<Tera>> {
        let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tera) = parsed.get(&(base, set)) {
            return Ok(tera.clone());
        }
        let tera = self.parse()?;
        parsed.insert((base, set), tera.clone());
        Ok(tera)
    }

    /// The journal's own templates and scripts, and the theme below them, as a number; those of the
    /// program don't change.
    pub fn version(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.own, &self.prefixes).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether the journal has no template of its own.
    pub fn is_shipped(&self) -> bool {
        self.own.is_empty()
    }

    /// The names of all templates and scripts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tera.get_template_names()
    }

    /// Whether the journal has a template of its own of that name.
    pub fn has_own(&self, template: &str) -> bool {
        self.own.contains_key(&self.resolve(template))
    }

    /// Whether there is a template of that name.
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// The text of a template, in the highest layer that has it.
    pub fn source(&self, template: &str) -> Option<&str> {
        self.text_of(&self.resolve(template))
    }

    /// Whether there is a style sheet for a few changes.
    pub fn has_custom_style(&self) -> bool {
        self.assets.contains_key(CUSTOM)
    }

    /// The name under which a template is loaded, in the highest layer that has it.
    fn resolve(&self, name: &str) -> String {
        let prefixed = || self.prefixes.iter().map(|prefix| format!("{prefix}{name}"));
        let mut names = std::iter::once(name.to_owned()).chain(prefixed());
        let loaded = |name: &String| self.own.contains_key(name) || self.shipped.contains_key(name);
        names.find(loaded).unwrap_or_else(|| name.to_owned())
    }

    /// Renders a template that is no page of the site.
    pub fn render(
        &self,
        template: &str,
        values: &impl Serialize,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let json = || serde_json::to_value(values).unwrap_or_default();
        self.fill(template, Context::from_serialize(values), json)
    }

    /// Renders a template with these values. `json` gives them once more, where a fault is to be
    /// explained.
    pub fn fill(
        &self,
        template: &str,
        values: tera::TeraResult<Context>,
        json: impl FnOnce() -> serde_json::Value,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        // The shipped templates end; the journal's own are programs of somebody else's.
        let _rendering = self.blame(template).map(Rendering::begin);
        let mut page = PageBuffer::new();
        let rendered = values.and_then(|values| self.tera.render_to(template, &values, &mut page));
        if page.is_full {
            return Err(Box::new(self.too_long(template)));
        }
        rendered
            .map(|()| page.into_bytes())
            .map_err(|error| Box::new(self.explain_render(template, &json(), &error)))
    }
}

impl Theme {
    /// The journal's own file to name where a page takes too long or gets too long: the page's
    /// template, else the frame that it extends, else any. `None` where all are shipped.
    fn blame(&self, template: &str) -> Option<&str> {
        if self.own.is_empty() {
            return None;
        }
        let name = self.resolve(template);
        let own = self.own.get(&name);
        let own = own.or_else(|| self.own.get(self.frame_of(&name)?));
        own.or_else(|| self.own.values().next()).map(|own| own.path.as_str())
    }

    fn too_long(&self, template: &str) -> Diagnostic {
        let limit = limits::MAX_PAGE_BYTES >> 20;
        let message = format!("`{template}` would be longer than {limit} MB with this template");
        let path = self.blame(template).unwrap_or(OWN);
        Diagnostic::error(codes::TEMPLATE, path, message).hint("check its loops")
    }
}

fn no_such_theme(folder: &str) -> Diagnostic {
    let names: Vec<&str> =
        shipped::all().map(crate::model::vocabulary::ShippedTheme::word).collect();
    let near = crate::diagnostic::nearest(folder, names.iter().copied());
    let hint = near.map_or_else(
        || format!("the shipped themes are `{}`", names.join("`, `")),
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("there is no theme or folder `{folder}`");
    Diagnostic::error(codes::THEME, "loopbook.yaml", message).hint(hint)
}

/// Whether a script can ever be taken: `<move>[.<relation>][.<stage>].txt`.
fn is_script(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".txt") else { return false };
    let parts: Vec<&str> = name.split('.').collect();
    let relation = |word: &str| Relation::WORDS.iter().any(|(known, _)| *known == word);
    let stage = |word: &str| Stage::WORDS.iter().any(|(known, _)| *known == word);
    // What is owed comes before every shipped script, whatever it is about.
    parts == ["owed"]
        || Move::ALL.iter().any(|known| known.word() == parts[0])
            && match parts[1..] {
                [] => true,
                [one] => relation(one) || stage(one),
                [first, second] => relation(first) && stage(second),
                _ => false,
            }
}

/// Whether a new note can ever be made of it: `<step or kind>.md`.
fn is_form(name: &str) -> bool {
    // The draft of a packet is one too.
    name == "packet.md"
        || NoteTemplate::ALL.iter().any(|form| name.strip_suffix(".md") == Some(form.word()))
}

/// The name of a template: its path below `templates/`, or a script's or a note's with its folder.
fn template_name(path: &str) -> Option<&str> {
    let whole = path.starts_with("scripts/") || path.starts_with("notes/");
    path.strip_prefix("templates/").or_else(|| whole.then_some(path))
}

fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// What comes after `{% <keyword> ` wherever a template has it.
pub(crate) fn statements<'t>(text: &'t str, keyword: &'t str) -> impl Iterator<Item = &'t str> {
    let opened = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
    opened.filter_map(move |tag| tag.strip_prefix(keyword)?.strip_prefix(' '))
}
