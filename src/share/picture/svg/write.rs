//! The items that stay as a drawing again, without what nobody sees or refers to.

use std::collections::BTreeSet;

use quick_xml::escape::{escape, minimal_escape};

use super::Item;
use crate::markdown::url;

pub(super) fn document(items: &[Item]) -> String {
    let used = Used::of(items);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        match item {
            Item::Open { attributes, .. } if !open.is_empty() && hidden(attributes) => {
                let length = length(&items[at..]);
                if !used.refers_into(&items[at..at + length]) {
                    at += length;
                    continue;
                }
                start(&mut out, item, &mut open, &used);
            }
            Item::Open { .. } => start(&mut out, item, &mut open, &used),
            Item::Text(text) => {
                out.push_str(&minimal_escape(text.as_str()).replace("]]>", "]]&gt;"));
            }
            Item::Close => {
                if let Some((name, _)) = open.pop() {
                    out.push_str(&format!("</{name}>"));
                }
            }
        }
        at += 1;
    }
    out.push('\n');
    out
}

fn start<'a>(out: &mut String, item: &'a Item, open: &mut Vec<(&'a str, bool)>, used: &Used) {
    let Item::Open { name, attributes, html } = item else { return };
    out.push_str(&format!("<{name}"));
    match open.last() {
        None => out.push_str(
            " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
        ),
        Some((_, outer)) if *html && !outer => {
            out.push_str(" xmlns=\"http://www.w3.org/1999/xhtml\"");
        }
        Some(_) => {}
    }
    for (name, value) in attributes {
        let value = match *name {
            "id" if !used.ids.contains(value.as_str()) => String::new(),
            "class" => used.classes_of(value),
            _ => value.clone(),
        };
        if matches!(*name, "id" | "class") && value.is_empty() {
            continue;
        }
        out.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
    }
    out.push('>');
    open.push((name, *html));
}

/// How many items an element has, with its own start and end.
fn length(items: &[Item]) -> usize {
    let mut depth = 0_usize;
    let end = items.iter().position(|item| {
        match item {
            Item::Open { .. } => depth += 1,
            Item::Close => depth = depth.saturating_sub(1),
            Item::Text(_) => {}
        }
        depth == 0
    });
    end.map_or(items.len(), |end| end + 1)
}

/// Whether it is switched off, as layers are.
fn hidden(attributes: &[(&'static str, String)]) -> bool {
    attributes.iter().any(|(name, value)| match *name {
        "display" => value.trim() == "none",
        "style" => value
            .split(';')
            .filter_map(|pair| pair.split_once(':'))
            .any(|(key, value)| key.trim() == "display" && value.trim() == "none"),
        _ => false,
    })
}

/// The names that something in the drawing goes by.
#[derive(Default)]
struct Used {
    ids: BTreeSet<String>,
    classes: BTreeSet<String>,
    /// A style sheet selects by attributes, perhaps these.
    by_attribute: bool,
}

impl Used {
    fn of(items: &[Item]) -> Self {
        let mut used = Self::default();
        let mut in_sheet = false;
        for item in items {
            match item {
                Item::Open { name, attributes, .. } => {
                    in_sheet = name == "style";
                    attributes.iter().for_each(|(name, value)| used.attribute(name, value));
                }
                Item::Text(text) if in_sheet => {
                    used.by_attribute |= text.contains('[');
                    used.referred(text);
                    used.classes.extend(text.split('.').skip(1).map(|rest| word(rest).to_owned()));
                }
                Item::Text(_) | Item::Close => {}
            }
        }
        used
    }

    fn attribute(&mut self, name: &str, value: &str) {
        match name {
            "aria-labelledby" | "aria-describedby" => {
                self.ids.extend(value.split_whitespace().map(str::to_owned));
            }
            // `button.click`, `first.end + 1s; 3s`
            "begin" | "end" => {
                self.ids.extend(
                    value.split(';').filter_map(|time| {
                        time.split_once('.').map(|(id, _)| id.trim().to_owned())
                    }),
                );
            }
            _ => self.referred(value),
        }
    }

    /// `#name`, in an address or a selector.
    fn referred(&mut self, text: &str) {
        for rest in text.split('#').skip(1) {
            let whole = rest.split([')', '"', '\'']).next().unwrap_or(rest);
            self.ids.extend([word(rest).to_owned(), whole.to_owned(), url::decode(whole)]);
        }
    }

    fn classes_of(&self, value: &str) -> String {
        let used = |class: &&str| self.by_attribute || self.classes.contains(*class);
        value.split_whitespace().filter(used).collect::<Vec<_>>().join(" ")
    }

    /// Whether something may still show what is hidden, all or part of it.
    fn refers_into(&self, items: &[Item]) -> bool {
        items.iter().any(|item| match item {
            Item::Open { name, attributes, .. } => {
                matches!(name.as_str(), "animate" | "set" | "style")
                    || attributes.iter().any(|(name, id)| *name == "id" && self.ids.contains(id))
            }
            Item::Text(_) | Item::Close => false,
        })
    }
}

/// The name at the start of a text, as CSS has names.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()));
    &text[..end.unwrap_or(text.len())]
}
