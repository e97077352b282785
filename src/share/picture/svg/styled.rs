//! The values of properties: of rules, `style` and attributes, as far as they decide what is painted.

use std::collections::HashMap;

use super::super::SanitizeError;
use super::color::{CustomProperties, Paint};
use super::sheet::{Declaration, Selector, SheetItem, StyleRule, declarations};
use super::tree::{Child, Element};

/// Properties that can hide what has them, or bring it out.
const HIDING: [&str; 9] = [
    "display",
    "visibility",
    "opacity",
    "content-visibility",
    "transform",
    "scale",
    "translate",
    "rotate",
    "all",
];
/// Properties that say where and how large something is.
const PLACING: [&str; 13] = [
    "x",
    "y",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "width",
    "height",
    "d",
    "font-size",
    "font",
    "offset-path",
];

/// What paints text in HTML instead of its `color`.
pub(super) const TEXT_FILL: &str = "-webkit-text-fill-color";
/// How many gradients may refer to each other.
const DEEPEST: usize = 8;

/// A drawing with its style sheets.
pub(super) struct Styled {
    pub elements: Vec<Element>,
    /// The parts of each `style` element.
    pub sheets: Vec<(usize, Vec<SheetItem>)>,
    /// Something about visibility changes as the drawing moves.
    pub reveals: bool,
    /// Something moves.
    pub moves: bool,
    pub custom: CustomProperties,
}

fn unclear(what: &str) -> SanitizeError {
    SanitizeError {
        reason: format!("has {what}, so it can't be told what is never seen"),
        hint: "export it as plain SVG with presentation attributes, or save it as PNG",
    }
}

impl Styled {
    pub(super) fn new(elements: Vec<Element>) -> Result<Self, SanitizeError> {
        let mut sheets = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            if element.name == "style" && !element.html {
                let text = element.children.iter().filter_map(|child| match child {
                    Child::Text(text) => Some(text.as_str()),
                    Child::Element(_) => None,
                });
                sheets.push((at, super::sheet::parse(&text.collect::<String>())?));
            }
        }
        let custom = CustomProperties::default();
        let mut styled = Self { elements, sheets, reveals: false, moves: false, custom };
        styled.custom = styled.custom();
        styled.custom.servers = styled.servers();
        styled.find_movement();
        styled.refuse_what_is_unclear()?;
        Ok(styled)
    }

    fn custom(&self) -> CustomProperties {
        let mut custom = CustomProperties::default();
        for rule in self.rules() {
            custom.add(rule.declarations.iter());
        }
        for element in &self.elements {
            let style = element.attribute("style").filter(|style| style.contains("--"));
            custom.add(declarations(style.unwrap_or_default()).iter());
        }
        for (_, parts) in &self.sheets {
            for part in parts {
                // The steps of an animation.
                if let SheetItem::At(text) = part {
                    custom.add_initial(text);
                    let steps = text.split(['{', '}']).flat_map(declarations);
                    custom.add(steps.collect::<Vec<_>>().iter());
                }
            }
        }
        custom
    }

    /// What gradients and patterns paint, by their ids: a gradient nothing where none of its stops is seen.
    fn servers(&self) -> HashMap<String, Paint> {
        let mut servers = HashMap::new();
        for element in &self.elements {
            let paint = match element.name.as_str() {
                "linearGradient" | "radialGradient" => self.gradient(element, 0),
                "pattern" if element.elements().next().is_none() && element.href().is_none() => {
                    Paint::Clear
                }
                "pattern" => Paint::Visible,
                _ => continue,
            };
            if let Some(id) = element.attribute("id") {
                servers.entry(id.to_owned()).or_insert(paint);
            }
        }
        servers
    }

    /// What a gradient paints. Without stops, it has those of another one.
    fn gradient(&self, element: &Element, depth: usize) -> Paint {
        let stops = element.elements().filter(|at| self.elements[*at].name == "stop");
        let stops: Vec<Paint> = stops.map(|at| self.stop(at)).collect();
        let next = element.href().filter(|_| stops.is_empty() && depth < DEEPEST);
        let next = next
            .and_then(|id| self.elements.iter().find(|other| other.attribute("id") == Some(id)));
        let seen = [Paint::Visible, Paint::Unclear].into_iter().find(|own| stops.contains(own));
        match next {
            Some(next) => self.gradient(next, depth + 1),
            None => seen.unwrap_or(Paint::Clear),
        }
    }

    fn stop(&self, at: usize) -> Paint {
        let style = self.style(at);
        if style.is_clear("stop-opacity", false).unwrap_or(false) {
            return Paint::Clear;
        }
        let color = style.get("stop-color").unwrap_or("black");
        match self.custom.paint(color, Paint::Visible) {
            // Which one holds there is not asked.
            Paint::CurrentColor => Paint::Unclear,
            paint => paint,
        }
    }

    fn find_movement(&mut self) {
        for element in &self.elements {
            let of = element.attribute("attributeName").unwrap_or_default();
            match element.name.as_str() {
                "animateTransform" | "animateMotion" => self.moves = true,
                "animate" | "set" if HIDING.contains(&of) => self.reveals = true,
                "animate" | "set" if PLACING.contains(&of) || of == "viewBox" => self.moves = true,
                "animate" | "set" if of == "class" || of == "fill-opacity" => self.reveals = true,
                _ => {}
            }
        }
        for part in self.sheets.iter().flat_map(|(_, parts)| parts) {
            if let SheetItem::At(text) = part
                && text.to_ascii_lowercase().contains("keyframes")
            {
                self.reveals |=
                    ["opacity", "visibility", "display"].iter().any(|p| text.contains(p));
                self.moves |=
                    ["transform", "translate", "scale", "offset"].iter().any(|p| text.contains(p));
            }
        }
    }

    /// A rule that may hide something, and of which it can't be told what it is about or when it holds.
    fn refuse_what_is_unclear(&self) -> Result<(), SanitizeError> {
        let may_be_clear = |value: &str| {
            matches!(self.custom.paint(value, Paint::Visible), Paint::Clear | Paint::Unclear)
        };
        for rule in self.rules() {
            let concerns = |own: &Declaration| {
                let name = own.name.as_str();
                HIDING.contains(&name)
                    || PLACING.contains(&name) && name != "font" && name != "font-size"
                    || matches!(name, "font-size" | "font") && own.value.starts_with('0')
                    || matches!(name, "fill" | "color" | TEXT_FILL) && may_be_clear(&own.value)
            };
            let about =
                |selector: &&Selector| selector.may_select(&self.elements, 0..self.elements.len());
            let selectors: Vec<&Selector> = rule.selectors.iter().filter(about).collect();
            let told = !rule.conditional && selectors.iter().all(|own| own.parts.is_some());
            if !told && !selectors.is_empty() && rule.declarations.iter().any(concerns) {
                return Err(unclear("styles that hold only sometimes"));
            }
            if rule.selectors.iter().any(|s| s.text.contains("[class") || s.text.contains("[id")) {
                return Err(unclear("styles that select by parts of names"));
            }
        }
        Ok(())
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &StyleRule> {
        self.sheets.iter().flat_map(|(_, parts)| parts).filter_map(|part| match part {
            SheetItem::Rule(rule) => Some(rule),
            _ => None,
        })
    }

    /// The rules that select an element, weakest first.
    fn cascade(&self, at: usize) -> Vec<&Declaration> {
        let mut found = Vec::new();
        for (order, rule) in self.rules().enumerate() {
            let weights = rule.selectors.iter().filter(|one| one.selects(&self.elements, at));
            if let Some(weight) = weights.map(super::sheet::Selector::weight).max() {
                found.extend(
                    rule.declarations.iter().map(|own| (own.important, weight, order, own)),
                );
            }
        }
        found.sort_by_key(|(important, weight, order, _)| (*important, *weight, *order));
        found.into_iter().map(|(.., own)| own).collect()
    }

    /// What an element says of itself.
    pub(super) fn style(&self, at: usize) -> Style {
        let element = &self.elements[at];
        let mut all: Vec<Declaration> = Vec::new();
        if !element.html {
            all.extend(element.attributes.iter().map(|(name, value)| Declaration {
                name: (*name).to_owned(),
                value: value.trim().to_owned(),
                important: false,
            }));
        }
        let mut rules: Vec<Declaration> = self.cascade(at).into_iter().cloned().collect();
        let inline = declarations(element.attribute("style").unwrap_or_default());
        let (strong, weak): (Vec<_>, Vec<_>) = rules.drain(..).partition(|own| own.important);
        let (inline_strong, inline) =
            inline.into_iter().partition(|own: &Declaration| own.important);
        all.extend(weak);
        all.extend(inline);
        all.extend(strong);
        let strong: Vec<Declaration> = inline_strong;
        all.extend(strong);
        Style { declarations: all }
    }
}

/// The declarations about an element, the last of a name being the one that holds.
pub(super) struct Style {
    declarations: Vec<Declaration>,
}

impl Style {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.declarations.iter().rev().find(|own| own.name == name);
        found.map(|own| own.value.as_str())
    }

    /// A value that must be read, because it decides what is seen.
    fn decided(&self, name: &str) -> Result<Option<String>, SanitizeError> {
        let value = self.get(name).map(str::to_ascii_lowercase);
        match value {
            Some(value) if value.contains('(') => Err(unclear(&format!("a computed `{name}`"))),
            value => Ok(value),
        }
    }

    /// Whether neither it nor anything in it is ever painted.
    pub(super) fn is_gone(&self) -> Result<bool, SanitizeError> {
        let display = self.decided("display")?.is_some_and(|value| value == "none");
        let skipped = self.decided("content-visibility")?.is_some_and(|value| value == "hidden");
        let opacity = self.decided("opacity")?.is_some_and(|value| is_zero(&value));
        if self.get("all").is_some() {
            return Err(unclear("a style that resets all others"));
        }
        Ok(display || skipped || opacity)
    }

    /// `visibility`, where it is said: whether what has it is seen.
    pub(super) fn is_visible(&self) -> Result<Option<bool>, SanitizeError> {
        Ok(match self.decided("visibility")?.as_deref() {
            Some("hidden" | "collapse") => Some(false),
            Some("visible" | "initial") => Some(true),
            _ => None,
        })
    }

    /// Whether an opacity of this name is none, where that around is none or not.
    pub(super) fn is_clear(&self, name: &str, around: bool) -> Result<bool, SanitizeError> {
        Ok(match self.decided(name)?.as_deref() {
            None | Some("inherit" | "unset" | "revert" | "revert-layer") => around,
            Some(value) => is_zero(value),
        })
    }

    /// Every place in the drawing that a value refers to.
    pub(super) fn references(&self) -> impl Iterator<Item = String> + '_ {
        self.declarations.iter().flat_map(|own| references(&own.value))
    }
}

/// The names in `url(#name)`.
pub(super) fn references(value: &str) -> Vec<String> {
    let found = value.split("url(").skip(1).filter_map(|rest| {
        let address = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        address.strip_prefix('#').map(crate::markdown::url::decode)
    });
    found.collect()
}

/// Whether an opacity is none.
pub(super) fn is_zero(value: &str) -> bool {
    value.trim().trim_end_matches('%').parse::<f64>().is_ok_and(|value| value <= 0.0)
}
