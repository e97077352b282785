//! A drawing as the items of it that may stay.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::super::{SanitizeError, style};
use super::{Item, attribute, picture, words};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// What an open element means to what is in it.
#[derive(Clone, Copy, Default)]
struct Inside {
    /// Left out, with everything in it.
    dropped: bool,
    /// Text in it can be seen or is read aloud.
    text: bool,
    style: bool,
    /// In a `foreignObject`.
    html: bool,
}

#[derive(Default)]
struct Reading {
    items: Vec<Item>,
    open: Vec<Inside>,
    /// The text of a style sheet, which may come in pieces.
    sheet: String,
    ended: bool,
}

pub(super) fn items(text: &str) -> Result<Vec<Item>, SanitizeError> {
    let mut reader = NsReader::from_str(text);
    let mut reading = Reading::default();
    loop {
        let event = reader.read_event().map_err(|_| damaged())?;
        match event {
            Event::Start(start) => reading.start(&reader, &start)?,
            Event::Empty(start) => {
                reading.start(&reader, &start)?;
                reading.end()?;
            }
            Event::End(_) => reading.end()?,
            Event::Text(text) => reading.text(&text.xml10_content())?,
            Event::CData(text) => reading.text(&text.xml10_content())?,
            Event::GeneralRef(name) => reading.text(&resolved(&name)?)?,
            Event::Eof => break,
            Event::Decl(declaration) => encoded_as_told(&declaration)?,
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if !reading.ended || !reading.open.is_empty() {
        return Err(damaged());
    }
    Ok(reading.items)
}

fn damaged() -> SanitizeError {
    SanitizeError::damaged("SVG")
}

impl Reading {
    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart) -> Result<(), SanitizeError> {
        let outer = self.open.last().copied();
        if outer.is_none() && self.ended {
            return Err(damaged());
        }
        let outer = outer.unwrap_or_default();
        let (namespace, local) = reader.resolver().resolve_element(start.name());
        let name = local.as_ref();
        let svg = is(&namespace, SVG);
        if self.open.is_empty() && !(svg && name == "svg") {
            return Err(damaged());
        }
        let label = is(&namespace, XHTML) && words::label(name);
        if outer.html && !label {
            return Err(SanitizeError::foreign(format!("has the element `{name}` in a label")));
        }
        let is_drawn = if outer.html { label } else { svg && words::draws(name) };
        let kept = !outer.dropped && is_drawn && !(label && is_hidden(start));
        let inside = Inside {
            dropped: !kept,
            text: outer.text || words::holds_text(name) || label,
            style: kept && svg && name == "style",
            html: kept && (outer.html || name == "foreignObject"),
        };
        self.open.push(inside);
        if kept {
            let attributes = attributes(reader, start, name)?;
            self.items.push(Item::Open { name: name.to_owned(), attributes, html: outer.html });
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SanitizeError> {
        let inside = self.open.pop().ok_or_else(damaged)?;
        self.ended = self.open.is_empty();
        if inside.style {
            let sheet = style::clean(&std::mem::take(&mut self.sheet), &picture)?;
            self.items.push(Item::Text(sheet));
        }
        if !inside.dropped {
            self.items.push(Item::Close);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), SanitizeError> {
        match self.open.last() {
            Some(inside) if inside.style => self.sheet.push_str(text),
            Some(inside) if inside.text && !inside.dropped => {
                self.items.push(Item::Text(text.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether an element of HTML has an attribute that hides it.
fn is_hidden(start: &BytesStart) -> bool {
    let mut names = start.attributes().flatten().map(|written| written.key.local_name());
    names
        .any(|name| ["hidden", "popover"].iter().any(|own| name.as_ref().eq_ignore_ascii_case(own)))
}

/// The attributes that may stay, under the names of their list.
fn attributes(
    reader: &NsReader<&[u8]>,
    start: &BytesStart,
    element: &str,
) -> Result<Vec<(&'static str, String)>, SanitizeError> {
    let mut kept = Vec::new();
    for written in start.attributes() {
        let written = written.map_err(|_| damaged())?;
        let (namespace, local) = reader.resolver().resolve_attribute(written.key);
        let name = match namespace {
            ResolveResult::Unbound => words::attribute(local.as_ref()),
            _ if is(&namespace, XLINK) && local.as_ref() == "href" => Some("xlink:href"),
            _ if is(&namespace, XML) && local.as_ref() == "space" => Some("xml:space"),
            _ if is(&namespace, XML) && local.as_ref() == "lang" => Some("xml:lang"),
            _ => None,
        };
        let Some(name) = name else { continue };
        let value = written
            .normalized_value(quick_xml::XmlVersion::Explicit1_0)
            .map_err(|_| unknown_entity())?;
        if let Some(value) = attribute(element, name, &value)? {
            kept.push((name, value));
        }
    }
    Ok(kept)
}

fn is(namespace: &ResolveResult, wanted: &str) -> bool {
    matches!(namespace, ResolveResult::Bound(Namespace(bound)) if *bound == wanted)
}

/// What a reference in a text stands for. Those that the file defines itself stay unknown.
fn resolved(name: &quick_xml::events::BytesRef) -> Result<String, SanitizeError> {
    if let Some(character) = name.resolve_char_ref().map_err(|_| damaged())? {
        return Ok(character.to_string());
    }
    quick_xml::escape::resolve_xml_entity(name).map(str::to_owned).ok_or_else(unknown_entity)
}

fn unknown_entity() -> SanitizeError {
    SanitizeError {
        reason: "defines its own entities".to_owned(),
        hint: "export it as plain SVG, without the editor's own data",
    }
}

/// What says that it is in another encoding was read as something else.
fn encoded_as_told(declaration: &quick_xml::events::BytesDecl) -> Result<(), SanitizeError> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name))
            if ["utf-8", "utf8", "us-ascii", "ascii"].contains(&name.to_lowercase().as_str()) =>
        {
            Ok(())
        }
        Some(_) => Err(SanitizeError::damaged("SVG in UTF-8")),
    }
}
