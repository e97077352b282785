//! A drawing as a tree, so that what is painted of it can be asked.

use super::super::SanitizeError;
use super::Item;

/// An element.
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(&'static str, String)>,
    /// In a label, which is HTML.
    pub html: bool,
    pub parent: Option<usize>,
    pub children: Vec<Child>,
}

/// What an element contains: another element, by its index, or text.
pub(super) enum Child {
    Element(usize),
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or_default().split_whitespace()
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = usize> + '_ {
        self.children.iter().filter_map(|child| match child {
            Child::Element(at) => Some(*at),
            Child::Text(_) => None,
        })
    }

    /// Where it refers to, if it does so by `href`.
    pub(super) fn href(&self) -> Option<&str> {
        self.attribute("href").or_else(|| self.attribute("xlink:href"))?.strip_prefix('#')
    }

    /// Whether it is nothing by itself, and there for the element that it is in.
    pub(super) fn is_companion(&self) -> bool {
        matches!(
            self.name.as_str(),
            "animate" | "animateMotion" | "animateTransform" | "set" | "mpath"
        )
    }

    /// Whether it is painted only where something refers to it.
    pub(super) fn is_definition(&self) -> bool {
        matches!(
            self.name.as_str(),
            "defs"
                | "symbol"
                | "clipPath"
                | "mask"
                | "marker"
                | "pattern"
                | "linearGradient"
                | "radialGradient"
                | "filter"
        )
    }
}

/// More elements in each other are no drawing that a person made.
const DEEPEST: usize = 500;

/// The elements, each before those in it; the first is the whole drawing.
pub(super) fn tree(items: Vec<Item>) -> Result<Vec<Element>, SanitizeError> {
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for item in items {
        match item {
            Item::Open { name, attributes, html } => {
                let at = elements.len();
                let parent = open.last().copied();
                elements.push(Element { name, attributes, html, parent, children: Vec::new() });
                if let Some(parent) = parent {
                    elements[parent].children.push(Child::Element(at));
                }
                open.push(at);
                if open.len() > DEEPEST {
                    return Err(SanitizeError::foreign("has too many elements in each other"));
                }
            }
            Item::Text(text) => {
                if let Some(within) = open.last() {
                    elements[*within].children.push(Child::Text(text));
                }
            }
            Item::Close => {
                open.pop();
            }
        }
    }
    Ok(elements)
}
