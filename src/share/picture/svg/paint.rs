//! What of a drawing is ever painted, and what of it others may be given because of that.
//!
//! An element is kept where it may be seen: not where it, or what it is in, is switched off, invisible,
//! of no size or outside the view box, and in a definition only where something that is seen refers to
//! it. What something else covers, or is cut off by a clip or a mask, or has the colour of its ground,
//! is painted, and stays.

use std::collections::{BTreeSet, HashMap};

use super::super::SanitizeError;
use super::color::Paint;
use super::context::{PaintContext, Placement};
use super::place::{Area, Transform};
use super::shape;
use super::styled::{Style, Styled, TEXT_FILL};
use super::tree::{Child, Element};
use crate::markdown::url;

/// What may be given to others.
#[derive(Default)]
pub(super) struct Painted {
    /// Elements that are seen, or without which one that is seen would look different.
    pub elements: BTreeSet<usize>,
    /// Texts that are seen or read aloud: the element that they are in, and which of its children.
    pub texts: BTreeSet<(usize, usize)>,
}

struct Painter<'s> {
    styled: &'s Styled,
    ids: HashMap<&'s str, usize>,
    /// How many elements refer to one by `use`.
    uses: HashMap<&'s str, usize>,
    view: Option<Area>,
    painted: Painted,
    /// What was referred to already.
    referred: BTreeSet<usize>,
    queue: Vec<(usize, PaintContext, bool)>,
    /// Something was left out because it is switched off, and because of where it is.
    hides: bool,
    displaces: bool,
}

/// The branches of a `switch`, of which the first that holds is taken. Which language a reader has is not known.
#[derive(Default)]
struct Branches {
    /// The languages whose readers have a branch.
    languages: BTreeSet<String>,
    /// Some of them are shown nothing.
    hides: bool,
}

impl Branches {
    /// Whether whoever would take this branch takes one before it.
    fn are_taken(&mut self, branch: &Element) -> bool {
        let Some(all) = branch.attribute("systemLanguage") else { return false };
        let before = self.languages.len();
        self.languages.extend(all.split(',').map(|own| own.trim().to_ascii_lowercase()));
        self.languages.len() == before
    }

    /// Whether no branch behind this one is taken.
    fn is_last(&mut self, branch: &Element, seen: bool) -> Result<bool, SanitizeError> {
        if self.hides && seen {
            // Without the branch that shows nothing, its readers would be shown this one.
            return Err(SanitizeError::foreign("hides something from readers of some languages"));
        }
        self.hides |= !seen;
        Ok(branch.attribute("systemLanguage").is_none())
    }
}

pub(super) fn painted(styled: &Styled) -> Result<Painted, SanitizeError> {
    let elements = &styled.elements;
    let mut ids = HashMap::new();
    for (at, element) in elements.iter().enumerate() {
        if let Some(id) = element.attribute("id") {
            ids.entry(id).or_insert(at);
        }
    }
    let mut uses = HashMap::new();
    for element in elements.iter().filter(|element| element.name == "use") {
        *uses.entry(element.href().unwrap_or_default()).or_insert(0) += 1;
    }
    let view = shape::view(elements.first().ok_or_else(|| SanitizeError::damaged("SVG"))?);
    let mut painter = Painter {
        styled,
        ids,
        uses,
        view,
        painted: Painted::default(),
        referred: BTreeSet::new(),
        queue: Vec::new(),
        hides: false,
        displaces: false,
    };
    let place =
        if view.is_some() { Placement::Known(Transform::SAME) } else { Placement::Elsewhere };
    painter.visit(0, &PaintContext::new(place))?;
    while let Some((at, context, whole)) = painter.queue.pop() {
        painter.reach(at, &context, whole)?;
    }
    painter.keep_sheets();
    if painter.hides && styled.reveals || painter.displaces && styled.moves {
        return Err(SanitizeError::foreign("shows and hides parts of itself as it moves"));
    }
    Ok(painter.painted)
}

impl Painter<'_> {
    /// Keeps what is seen of an element, and says whether anything is.
    fn visit(&mut self, at: usize, outer: &PaintContext) -> Result<bool, SanitizeError> {
        let element = &self.styled.elements[at];
        if element.is_definition() && at != 0 {
            return Ok(false);
        }
        let style = self.styled.style(at);
        if style.is_gone()? {
            self.hides = true;
            return Ok(false);
        }
        let Some(context) = self.context(at, &style, outer)? else {
            self.displaces = true;
            return Ok(false);
        };
        let seen = self.children(at, &context)? | self.is_seen(at, &style, &context)?;
        if seen || at == 0 {
            self.keep(at, &style, &context);
            let companions =
                element.elements().filter(|own| self.styled.elements[*own].is_companion());
            companions.collect::<Vec<_>>().into_iter().for_each(|own| self.keep_all(own));
        }
        Ok(seen)
    }

    /// What is in an element: text, and elements.
    fn children(&mut self, at: usize, context: &PaintContext) -> Result<bool, SanitizeError> {
        let styled = self.styled;
        let element = &styled.elements[at];
        let mut context = context.clone();
        let mut seen = false;
        let mut branches = Branches::default();
        for (index, child) in element.children.iter().enumerate() {
            let inner = match child {
                Child::Text(text) => {
                    if text.trim().is_empty() {
                        self.painted.texts.insert((at, index));
                        // A gap between words is a part of their text.
                        seen |= element.name == "tspan" && context.visible;
                    } else if self.is_read(at, &context)? {
                        self.painted.texts.insert((at, index));
                        seen = true;
                    }
                    continue;
                }
                Child::Element(inner) => *inner,
            };
            let child = &styled.elements[inner];
            if child.is_companion() || !shape::holds(child) {
                continue;
            }
            if element.name == "switch" && branches.are_taken(child) {
                continue;
            }
            let own = self.visit(inner, &context)?;
            seen |= own;
            if element.name == "switch" && branches.is_last(child, own)? {
                break;
            }
            if child.name == "tspan" {
                // The text goes on where this one stands.
                let mut there = context.clone();
                shape::moved(child, &styled.style(inner), &mut there, self.view)?;
                (context.at, context.slack) = (there.at, there.slack);
            }
        }
        Ok(seen)
    }

    /// Whether text that stands in an element itself is seen.
    fn is_read(&mut self, at: usize, context: &PaintContext) -> Result<bool, SanitizeError> {
        let element = &self.styled.elements[at];
        let paint = context.text(element.html);
        if !context.visible || context.font <= 0.0 || paint == Paint::Clear {
            self.hides = true;
            return Ok(false);
        }
        if paint == Paint::Unclear {
            return Err(SanitizeError::foreign("has text in a colour that may be clear"));
        }
        let area = if element.html { None } else { Some(shape::text_area(context)) };
        self.is_inside(area, context, true)
    }

    /// Whether an element is painted itself, whatever is in it.
    fn is_seen(
        &mut self,
        at: usize,
        style: &Style,
        context: &PaintContext,
    ) -> Result<bool, SanitizeError> {
        let element = &self.styled.elements[at];
        match element.name.as_str() {
            "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "path" | "image" => {}
            // What it shows is asked where it stands.
            "use" => {
                return Ok(element
                    .href()
                    .is_some_and(|id| self.ids.contains_key(&*url::decode(id))));
            }
            "br" | "hr" => return Ok(context.visible),
            _ => return Ok(false),
        }
        if !context.visible {
            self.hides = true;
            return Ok(false);
        }
        let Some(area) = shape::area(&element.name, style, context, self.view)? else {
            self.displaces = true;
            return Ok(false);
        };
        self.is_inside(area, context, element.name == "image")
    }

    /// Whether an area may be seen; `None` where it is not known which it is.
    fn is_inside(
        &mut self,
        area: Option<Area>,
        context: &PaintContext,
        tells: bool,
    ) -> Result<bool, SanitizeError> {
        let (Some(view), Some(area)) = (self.view, area) else { return Ok(true) };
        match context.place {
            Placement::Known(matrix) => {
                let inside = matrix.area(area).meets(view);
                self.displaces |= !inside;
                Ok(inside)
            }
            Placement::Elsewhere => Ok(true),
            Placement::Unclear if tells => {
                Err(SanitizeError::foreign("has text or pictures at places that can't be told"))
            }
            Placement::Unclear => Ok(true),
        }
    }

    /// What an element's own content has from it; `None` where it makes everything too small.
    fn context(
        &self,
        at: usize,
        style: &Style,
        outer: &PaintContext,
    ) -> Result<Option<PaintContext>, SanitizeError> {
        let element = &self.styled.elements[at];
        let mut context = outer.clone();
        if let Some(visible) = style.is_visible()? {
            context.visible = visible;
        }
        let paint = |name: &str, around: Paint| match style.get(name) {
            Some(value) => self.styled.custom.paint(value, around),
            None => around,
        };
        context.color = match paint("color", outer.color) {
            Paint::CurrentColor => outer.color,
            color => color,
        };
        if style.get(TEXT_FILL).is_some() {
            context.text_fill =
                Some(paint(TEXT_FILL, outer.text_fill.unwrap_or(Paint::CurrentColor)));
        }
        if !element.html {
            context.fill = paint("fill", outer.fill);
            let is_initial = style.get("stroke").is_some_and(|own| own == "initial");
            context.stroke = if is_initial { Paint::Clear } else { paint("stroke", outer.stroke) };
            context.fill_clear = style.is_clear("fill-opacity", outer.fill_clear)?;
            context.stroke_clear = style.is_clear("stroke-opacity", outer.stroke_clear)?;
        }
        context.font = shape::font(style, outer.font)?;
        if !shape::moved(element, style, &mut context, self.view)? {
            return Ok(None);
        }
        if element.name == "text" {
            context.letters = self.letters(at);
        }
        Ok(Some(context))
    }

    fn letters(&self, at: usize) -> usize {
        let own = self.styled.elements[at].children.iter().map(|child| match child {
            Child::Text(text) => text.chars().count(),
            Child::Element(inner) => self.letters(*inner),
        });
        own.sum()
    }

    fn keep(&mut self, at: usize, style: &Style, context: &PaintContext) {
        self.painted.elements.insert(at);
        let element = &self.styled.elements[at];
        for name in style.references().collect::<Vec<_>>() {
            self.refer(&name, PaintContext::new(Placement::Elsewhere), false);
        }
        if let Some(name) = element.href() {
            let path = matches!(element.name.as_str(), "textPath" | "mpath");
            let inner = match self.uses.get(name) {
                Some(1) if element.name == "use" => context.clone(),
                _ => PaintContext { place: Placement::Elsewhere, ..context.clone() },
            };
            self.refer(&url::decode(name), inner, path);
        }
    }

    fn refer(&mut self, name: &str, context: PaintContext, whole: bool) {
        if let Some(at) = self.ids.get(name).copied()
            && self.referred.insert(at)
        {
            self.queue.push((at, context, whole));
        }
    }

    /// Something that is seen refers to an element.
    fn reach(
        &mut self,
        at: usize,
        context: &PaintContext,
        whole: bool,
    ) -> Result<(), SanitizeError> {
        let element = &self.styled.elements[at];
        let style = self.styled.style(at);
        if whole || element.is_definition() {
            let inner = self.inside(at, context);
            self.keep(at, &style, &inner);
            for child in element.elements() {
                let own = &self.styled.elements[child];
                if own.is_companion() || own.name == "stop" || own.name.starts_with("fe") {
                    self.keep_all(child);
                } else {
                    self.visit(child, &inner)?;
                }
            }
        } else {
            self.visit(at, context)?;
        }
        if self.painted.elements.contains(&at) {
            self.keep_around(at);
        }
        Ok(())
    }

    /// Where the content of a definition stands: a symbol's where it is used, that of others anywhere.
    fn inside(&self, at: usize, context: &PaintContext) -> PaintContext {
        let element = &self.styled.elements[at];
        match context.place {
            Placement::Known(_) | Placement::Unclear if element.name == "symbol" => {
                let place = match element.attribute("viewBox") {
                    Some(_) => Placement::Unclear,
                    None => context.place,
                };
                PaintContext { place, ..context.clone() }
            }
            _ => PaintContext::new(Placement::Elsewhere),
        }
    }

    /// An element of a definition that has only values.
    fn keep_all(&mut self, at: usize) {
        let style = self.styled.style(at);
        self.keep(at, &style, &PaintContext::new(Placement::Elsewhere));
        let texts = self.styled.elements[at].children.len();
        self.painted.texts.extend((0..texts).map(|index| (at, index)));
        for child in self.styled.elements[at].elements() {
            self.keep_all(child);
        }
    }

    /// What stands around something that is kept has to be there; what else is in it has not.
    fn keep_around(&mut self, at: usize) {
        let mut around = self.styled.elements[at].parent;
        while let Some(outer) = around {
            self.painted.elements.insert(outer);
            around = self.styled.elements[outer].parent;
        }
    }

    fn keep_sheets(&mut self) {
        for (at, _) in &self.styled.sheets {
            self.painted.elements.insert(*at);
            self.keep_around(*at);
        }
    }
}
