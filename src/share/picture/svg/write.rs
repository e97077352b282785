//! A cleaned drawing as text: what is painted of it, under names that say nothing.

use std::collections::{BTreeSet, HashMap};

use quick_xml::escape::{escape, minimal_escape};

use super::paint::Painted;
use super::sheet::{SheetItem, StyleRule, names};
use super::styled::{Styled, references};
use super::tree::{Child, Element};
use crate::markdown::url;

pub(super) fn document(styled: &Styled, painted: &Painted) -> String {
    let mut writer = Writer::new(styled, painted);
    writer.element(0, None);
    writer.out.push('\n');
    writer.out
}

struct Writer<'s> {
    styled: &'s Styled,
    painted: &'s Painted,
    /// The ids of elements that are there and that something there refers to.
    referred: BTreeSet<String>,
    ids: HashMap<String, String>,
    classes: HashMap<String, String>,
    /// The classes that a style sheet selects by.
    selected: BTreeSet<String>,
    out: String,
}

impl<'s> Writer<'s> {
    fn new(styled: &'s Styled, painted: &'s Painted) -> Self {
        let mut writer = Self {
            styled,
            painted,
            referred: BTreeSet::new(),
            ids: HashMap::new(),
            classes: HashMap::new(),
            selected: BTreeSet::new(),
            out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        };
        writer.find_names();
        writer
    }

    fn elements(&self) -> impl Iterator<Item = &'s Element> + use<'s, '_> {
        self.painted.elements.iter().map(|at| &self.styled.elements[*at])
    }

    fn find_names(&mut self) {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for element in self.elements() {
            for (name, value) in &element.attributes {
                match *name {
                    "aria-labelledby" | "aria-describedby" => {
                        wanted.extend(value.split_whitespace().map(str::to_owned));
                    }
                    "begin" | "end" => wanted.extend(times(value).filter_map(|(id, _)| id)),
                    "href" | "xlink:href" => {
                        let name = value.strip_prefix('#').map(url::decode);
                        wanted.extend(name);
                    }
                    _ => wanted.extend(references(value)),
                }
            }
        }
        for (_, parts) in &self.styled.sheets {
            for part in parts {
                match part {
                    SheetItem::Rule(rule) => {
                        for selector in self.selectors(rule) {
                            names(&selector, |mark, start, end, _| {
                                let all =
                                    if mark == '#' { &mut wanted } else { &mut self.selected };
                                all.insert(selector[start..end].to_owned());
                            });
                        }
                        wanted.extend(
                            rule.declarations.iter().flat_map(|own| references(&own.value)),
                        );
                    }
                    SheetItem::At(text) => wanted.extend(references(text)),
                    SheetItem::Open(_) | SheetItem::Close => {}
                }
            }
        }
        let there: BTreeSet<&str> = self.elements().filter_map(|own| own.attribute("id")).collect();
        self.referred = wanted.into_iter().filter(|id| there.contains(id.as_str())).collect();
    }

    /// The selectors of a rule that are about something that is there, or may be.
    fn selectors(&self, rule: &StyleRule) -> Vec<String> {
        let elements = &self.styled.elements;
        let there = || self.painted.elements.iter().copied();
        let about = rule.selectors.iter().filter(|own| own.may_select(elements, there()));
        about.map(|selector| selector.text.clone()).collect()
    }

    fn element(&mut self, at: usize, outer: Option<bool>) {
        let element = &self.styled.elements[at];
        let sheet = self.styled.sheets.iter().find(|(own, _)| *own == at);
        let css = sheet.map(|(_, parts)| self.sheet(parts));
        if css.as_ref().is_some_and(String::is_empty) {
            return;
        }
        self.out.push_str(&format!("<{}", element.name));
        match outer {
            None => self.out.push_str(
                " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
            ),
            Some(false) if element.html => {
                self.out.push_str(" xmlns=\"http://www.w3.org/1999/xhtml\"");
            }
            Some(_) => {}
        }
        for (name, value) in &element.attributes {
            if let Some(value) = self.attribute(name, value) {
                self.out.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
            }
        }
        self.out.push('>');
        if let Some(css) = css {
            self.text(&css);
        } else {
            for (index, child) in element.children.iter().enumerate() {
                match child {
                    Child::Text(text) if self.painted.texts.contains(&(at, index)) => {
                        self.text(text);
                    }
                    Child::Element(inner) if self.painted.elements.contains(inner) => {
                        self.element(*inner, Some(element.html));
                    }
                    _ => {}
                }
            }
        }
        self.out.push_str(&format!("</{}>", element.name));
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&minimal_escape(text).replace("]]>", "]]&gt;"));
    }

    /// The value of an attribute under the new names; `None` where nothing of it is left.
    fn attribute(&mut self, name: &str, value: &str) -> Option<String> {
        let value = match name {
            "id" => self.id(value)?,
            "class" => {
                let own: Vec<String> =
                    value.split_whitespace().filter_map(|class| self.class(class)).collect();
                own.join(" ")
            }
            "aria-labelledby" | "aria-describedby" => {
                let own: Vec<String> =
                    value.split_whitespace().filter_map(|id| self.id(id)).collect();
                own.join(" ")
            }
            "href" | "xlink:href" => match value.strip_prefix('#') {
                Some(id) => format!("#{}", self.id(&url::decode(id))?),
                None => value.to_owned(),
            },
            "begin" | "end" => {
                let own = times(value).filter_map(|(id, rest)| match id {
                    Some(id) => Some(format!("{}.{rest}", self.id(&id)?)),
                    None => Some(rest),
                });
                let own: Vec<String> = own.collect();
                // What would have begun it is not there any more.
                if own.is_empty() { "indefinite".to_owned() } else { own.join(";") }
            }
            _ => self.addresses(value),
        };
        (!value.is_empty() || !matches!(name, "class" | "aria-labelledby" | "aria-describedby"))
            .then_some(value)
    }

    fn id(&mut self, name: &str) -> Option<String> {
        if !self.referred.contains(name) {
            return None;
        }
        let next = self.ids.len() + 1;
        Some(self.ids.entry(name.to_owned()).or_insert_with(|| format!("i{next}")).clone())
    }

    fn class(&mut self, name: &str) -> Option<String> {
        if !self.selected.contains(name) {
            return None;
        }
        let next = self.classes.len() + 1;
        Some(self.classes.entry(name.to_owned()).or_insert_with(|| format!("c{next}")).clone())
    }

    /// A value with the new names in its `url(#name)`; `none` where nothing of that name is left.
    fn addresses(&mut self, value: &str) -> String {
        let mut parts = value.split("url(#");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once(')').unwrap_or((part, ""));
            match self.id(&url::decode(name)) {
                Some(id) => out.push_str(&format!("url(#{id}){rest}")),
                None => out.push_str(&format!("none{rest}")),
            }
        }
        out
    }

    fn sheet(&mut self, parts: &[SheetItem]) -> String {
        let mut css = String::new();
        for part in parts {
            match part {
                SheetItem::Rule(rule) => {
                    let selectors: Vec<String> =
                        self.selectors(rule).iter().map(|text| self.selector(text)).collect();
                    if selectors.is_empty() {
                        continue;
                    }
                    css.push_str(&selectors.join(","));
                    css.push('{');
                    for (index, own) in rule.declarations.iter().enumerate() {
                        let strong = if own.important { " !important" } else { "" };
                        let gap = if index > 0 { ";" } else { "" };
                        css.push_str(&format!(
                            "{gap}{}:{}{strong}",
                            own.name,
                            self.addresses(&own.value)
                        ));
                    }
                    css.push('}');
                }
                SheetItem::At(text) => css.push_str(&self.addresses(text)),
                SheetItem::Open(head) => css.push_str(head),
                SheetItem::Close => css.push('}'),
            }
        }
        css
    }

    fn selector(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        let mut found: Vec<(char, usize, usize)> = Vec::new();
        names(text, |mark, start, end, _| found.push((mark, start, end)));
        for (mark, start, end) in found {
            out.push_str(&text[done..start]);
            let name = &text[start..end];
            let new = if mark == '#' { self.id(name) } else { self.class(name) };
            out.push_str(&new.unwrap_or_else(|| "gone".to_owned()));
            done = end;
        }
        out.push_str(&text[done..]);
        out
    }
}

/// When something begins, as `button.click`, `first.end + 1s; 3s`: the id, and the rest.
fn times(value: &str) -> impl Iterator<Item = (Option<String>, String)> {
    value.split(';').map(str::trim).filter(|time| !time.is_empty()).map(|time| {
        match time.split_once('.') {
            // `0.5s` has a point too.
            Some((id, rest))
                if !id.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)) =>
            {
                (Some(id.trim().to_owned()), rest.to_owned())
            }
            _ => (None, time.to_owned()),
        }
    })
}
