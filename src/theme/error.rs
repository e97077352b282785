//! Explains errors in templates: where they are in the journal's own file, and which names are valid
//! there.
//!
//! Tera reports errors of loading as one text, and errors of rendering as a value. This module parses
//! both and writes diagnostics. If the error is in a shipped template, one of the journal's own files led
//! to it, and the diagnostic names that file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use tera::ErrorKind;

use super::Theme;
use super::report::{
    FILTERS, Fault, chain, decapitalised, fault, missing, parse, parse_note, plain_name, ticked,
    typed, walk,
};
use super::{shipped, statements};
use crate::diagnostic::{Diagnostic, Location, codes, nearest};
use crate::model::phrasing::choices;

impl Theme {
    /// Explains why templates can't be loaded.
    pub(super) fn explain_load(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let fault = fault(report);
                vec![self.locate(&fault, decapitalised(&fault.message), None)]
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("it extends `{parent}`, which does not exist");
                vec![self.at_words(current, parent, message, Some(self.template_hint(parent)))]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let next = inheritance_chain.first().unwrap_or(tpl);
                let message = format!("it extends itself: {}", chain(inheritance_chain));
                let hint = self.same_name_hint(tpl);
                vec![self.at_words(tpl, &plain_name(next), message, Some(hint))]
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let next = include_chain.get(1).unwrap_or(tpl);
                let message = format!("it includes itself: {}", chain(include_chain));
                let hint = "move what both need into a third file".to_owned();
                vec![self.at_words(tpl, &plain_name(next), message, Some(hint))]
            }
            other => self.explain_reports(&other.to_string()),
        }
    }

    /// Parses a text in which Tera reports several errors.
    fn explain_reports(&self, text: &str) -> Vec<Diagnostic> {
        let faults: Vec<Fault<'_>> = text.split("\n\nerror: ").filter_map(parse).collect();
        if faults.is_empty() {
            let message = decapitalised(text.lines().next().unwrap_or("it cannot be used"));
            return vec![Diagnostic::error(codes::TEMPLATE, super::OWN, message)];
        }
        // If a base template lacks a block, Tera reports each shipped page that fills it. Report it
        // once.
        let (pages, others): (Vec<_>, Vec<_>) =
            faults.iter().partition(|fault| !self.own.contains_key(fault.template));
        let explain = |fault: &&Fault<'_>| {
            let (message, hint) = self.unknown(fault);
            self.locate(fault, message, hint)
        };
        let mut found: Vec<Diagnostic> = others.iter().map(explain).collect();
        let mut lacking = BTreeMap::new();
        for page in pages {
            lacking.entry((self.frame_of(page.template), ticked(&page.message))).or_insert(page);
        }
        found.extend(lacking.into_iter().map(|((frame, block), page)| match frame {
            Some(frame) => {
                let message =
                    format!("the block `{block}` is missing; `{}` fills it", page.template);
                let hint = format!("add `{{% block {block} %}}{{% endblock {block} %}}`");
                Diagnostic::error(codes::TEMPLATE, self.path_of(frame), message).hint(hint)
            }
            None => explain(&page),
        }));
        found
    }

    /// The journal's own template that a shipped one extends.
    pub(super) fn frame_of(&self, template: &str) -> Option<&String> {
        self.own.keys().find(|own| self.parent(template).as_ref() == Some(own))
    }

    /// The template that a template extends, by the name under which it is loaded.
    fn parent(&self, template: &str) -> Option<String> {
        let (_, rest) = self.text_of(template)?.split_once("{% extends \"")?;
        Some(self.resolve(rest.split_once('"')?.0))
    }

    /// The blocks of all templates that a template extends, directly or indirectly.
    fn blocks_below(&self, template: &str) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut next = self.parent(template);
        // There is no cycle, because that error is reported earlier.
        while let Some(parent) = next {
            let text = self.text_of(&parent).unwrap_or_default();
            let opened = statements(text, "block");
            blocks.extend(opened.filter_map(|rest| Some(rest.split_once(' ')?.0.to_owned())));
            next = self.parent(&parent);
        }
        blocks.sort();
        blocks.dedup();
        blocks
    }

    /// Explains why a page can't be rendered. `at_hand` is the data that its template sees.
    pub(super) fn explain_render(
        &self,
        template: &str,
        at_hand: &Value,
        error: &tera::Error,
    ) -> Diagnostic {
        let ErrorKind::RenderingError(report) = error.kind() else {
            let message = decapitalised(error.to_string().lines().next().unwrap_or_default());
            return Diagnostic::error(
                codes::TEMPLATE,
                self.path_of(&self.resolve(template)),
                message,
            );
        };
        let fault = fault(report);
        let (message, hint) = self.undefined(&fault, template, at_hand);
        if self.own.contains_key(fault.template) {
            return self.locate(&fault, message, hint);
        }
        // Tera's text also lists the callers of the shipped template.
        let text = error.to_string();
        let caller = text.split("\n\nnote: ").skip(1).filter_map(parse_note);
        let caller = caller.into_iter().find(|caller| self.own.contains_key(caller.template));
        self.led_to(template, caller, &fault, message, hint)
    }

    /// Reports an error in a shipped template at the line of the journal's own file that led to it.
    fn led_to(
        &self,
        template: &str,
        caller: Option<Fault<'_>>,
        fault: &Fault<'_>,
        message: String,
        hint: Option<String>,
    ) -> Diagnostic {
        let line = shipped::source_line(fault.template, fault.line);
        let message = format!("{message}, in `{}`, line {line}", fault.template);
        if let Some(caller) = caller {
            return self.locate(&caller, message, hint);
        }
        let name = self.resolve(template);
        let extends = fault.template.rsplit('/').next().unwrap_or(fault.template);
        let diagnostic = self.at_words(&name, extends, message, hint);
        if self.own.contains_key(&name) {
            return diagnostic;
        }
        // The journal replaced the base template that this shipped page extends.
        match self.frame_of(&name) {
            Some(frame) => Diagnostic { path: self.path_of(frame), ..diagnostic },
            None => diagnostic,
        }
    }

    /// Explains a missing variable or field, and lists those that exist.
    fn undefined(
        &self,
        fault: &Fault<'_>,
        template: &str,
        at_hand: &Value,
    ) -> (String, Option<String>) {
        let said = fault.message.as_str();
        let page = match template.split_once('/') {
            Some(("scripts", _)) => "script",
            Some(("notes", _)) => "note",
            _ => template,
        };
        let more = format!("see `loopbook schema theme {page}`");
        let Some((name, mut known)) = missing(said) else { return (decapitalised(said), None) };
        // What the shipped frame keeps for itself is nobody else's.
        known.retain(|known| !known.starts_with('_'));
        let variable = said.starts_with("Variable");
        let owner = self.owner(fault, name);
        let of = if variable { Some(at_hand) } else { walk(at_hand, owner.as_deref()) };
        let message = match (&owner, variable) {
            (_, true) => format!("there is no variable `{name}` here"),
            (Some(owner), false) => format!("`{owner}` has no field `{name}`"),
            (None, false) => format!("there is no field `{name}` here"),
        };
        if known.is_empty() {
            let hint = "test it first: `{% if … is defined %}`".to_owned();
            return (message, Some(hint));
        }
        let mut hint = nearest(name, known.iter().copied())
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let listed: Vec<String> = known.iter().map(|known| typed(known, of)).collect();
        let _ = write!(hint, "the fields are {}; {more}", listed.join(", "));
        (message, Some(hint))
    }

    /// The object whose field is missing, as the template writes it.
    fn owner(&self, fault: &Fault<'_>, field: &str) -> Option<String> {
        let line = self.text_of(fault.template)?.lines().nth(fault.line.checked_sub(1)?)?;
        let from: String = line.chars().skip(fault.column - 1).collect();
        let path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let written: String = from.chars().take_while(|c| path(*c)).collect();
        let before: String = line.chars().take(fault.column - 1).collect();
        let lead = before.rsplit(|c| !path(c)).next().unwrap_or_default();
        let whole = format!("{lead}{written}");
        let (owner, _) = whole.split_once(&format!(".{field}"))?;
        (!owner.is_empty()).then(|| owner.to_owned())
    }

    /// Explains an unknown filter, component, template or block, and suggests a similar name.
    fn unknown(&self, fault: &Fault<'_>) -> (String, Option<String>) {
        let said = fault.message.as_str();
        let name = &ticked(said);
        let hint = |near: Option<&str>, otherwise: String| {
            Some(near.map_or(otherwise, |near| format!("did you mean `{near}`?")))
        };
        if said.starts_with("Unknown filter") {
            let known = format!("the filters are `{}`", FILTERS.join("`, `"));
            let near = nearest(name, FILTERS.iter().copied());
            (format!("there is no filter `{name}`"), hint(near, known))
        } else if said.starts_with("Unknown component") {
            let known = self.components();
            let near = nearest(name, known.iter().map(String::as_str));
            let list = format!("the components are `{}`", known.join("`, `"));
            (format!("there is no component `{name}`"), hint(near, list))
        } else if said.starts_with("Unknown template") {
            (format!("there is no template `{name}` to include"), Some(self.template_hint(name)))
        } else if said.starts_with("Block") {
            let blocks = self.blocks_below(fault.template);
            let known = format!("the blocks are `{}`", blocks.join("`, `"));
            let near = nearest(name, blocks.iter().map(String::as_str));
            (format!("no template that this one extends has a block `{name}`"), hint(near, known))
        } else {
            (decapitalised(said), None)
        }
    }

    /// The components of all templates, by name.
    fn components(&self) -> Vec<String> {
        let texts = self.own.values().map(|own| own.text.as_str());
        let texts = texts.chain(self.shipped.values().copied());
        let opened = texts.flat_map(|text| statements(text, "component"));
        let mut names: Vec<String> =
            opened.filter_map(|rest| Some(rest.split_once('(')?.0.trim().to_owned())).collect();
        names.sort();
        names.dedup();
        names
    }

    fn template_hint(&self, name: &str) -> String {
        let known: Vec<&str> =
            self.own.keys().chain(self.shipped.keys()).map(String::as_str).collect();
        // A shipped template is named with its theme.
        let ending = known.iter().find(|known| known.ends_with(&format!("/{}", plain_name(name))));
        match nearest(name, known.iter().copied()).or(ending.copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let themes: Vec<String> =
                    self.prefixes.iter().map(|prefix| format!("`{prefix}…`")).collect();
                choices(
                    "the template below this theme is",
                    "the templates below this theme are",
                    &themes,
                )
            }
        }
    }

    fn same_name_hint(&self, name: &str) -> String {
        let below = self.prefixes.iter().map(|prefix| format!("{prefix}{}", plain_name(name)));
        let below = below.into_iter().find(|below| below != name && self.text_of(below).is_some());
        below.map_or_else(
            || "name another template".to_owned(),
            |below| format!("to extend the shipped one, write `{{% extends \"{below}\" %}}`"),
        )
    }

    pub(super) fn text_of(&self, template: &str) -> Option<&str> {
        let own = self.own.get(template).map(|own| own.text.as_str());
        own.or_else(|| self.shipped.get(template).copied())
    }

    /// The path of a template's file.
    fn path_of(&self, template: &str) -> String {
        self.own
            .get(template)
            .map_or_else(|| format!("(shipped) {template}"), |own| own.path.clone())
    }

    /// Locates an error in the journal's own file.
    fn locate(&self, fault: &Fault<'_>, message: String, hint: Option<String>) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error(codes::TEMPLATE, self.path_of(fault.template), message);
        diagnostic.hint = hint;
        if !self.own.contains_key(fault.template) {
            return diagnostic;
        }
        let text = self.text_of(fault.template).unwrap_or_default();
        let source = text.lines().nth(fault.line.saturating_sub(1)).unwrap_or("").to_owned();
        let (line, column, length) = (fault.line, fault.column, fault.length.max(1));
        diagnostic.at(Location { line, column, length, source, clipped: false })
    }

    /// Locates an error at the first `extends` or `include` of a template that has these words.
    fn at_words(
        &self,
        template: &str,
        words: &str,
        message: String,
        hint: Option<String>,
    ) -> Diagnostic {
        let text = self.text_of(template).unwrap_or_default();
        let named = |line: &str| {
            let tag = line.contains("extends") || line.contains("include");
            let at = line.find(words).filter(|_| tag)?;
            Some(line[..at].chars().count() + 1)
        };
        let found = text.lines().enumerate().find_map(|(at, line)| Some((at + 1, named(line)?)));
        let (line, column) = found.unwrap_or((1, 1));
        let length = if found.is_some() { words.chars().count() } else { 1 };
        let fault = Fault { message: String::new(), template, line, column, length };
        self.locate(&fault, message, hint)
    }
}
