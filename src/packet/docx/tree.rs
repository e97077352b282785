//! A page that loopbook wrote, as a tree. It is well formed but for what HTML allows: elements without
//! an end, and attributes without a value.

/// An element or a text of a page.
#[derive(Debug)]
pub(super) enum PageNode {
    PageElement(PageElement),
    Text(String),
}

/// An element, with what is in it.
#[derive(Debug, Default)]
pub(super) struct PageElement {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<PageNode>,
}

/// Elements that have no end.
const VOID: [&str; 10] =
    ["br", "hr", "img", "input", "meta", "link", "col", "source", "wbr", "track"];
/// Elements whose content is neither text nor tags.
const VERBATIM: [&str; 2] = ["style", "script"];

impl PageElement {
    /// The page. What is no tag is text, so nothing of it is lost.
    pub(super) fn read(page: &str) -> Self {
        let mut open = vec![Self::default()];
        let mut rest = page;
        while let Some(at) = rest.find('<') {
            push_text(&mut open, &rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            } else if rest.starts_with("<!") {
                rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
            } else if let Some((name, after)) = ending(rest) {
                end(&mut open, &name);
                rest = after;
            } else if let Some((element, is_closed, after)) = tag(rest) {
                let is_void = is_closed || VOID.contains(&element.name.as_str());
                let verbatim = VERBATIM.contains(&element.name.as_str());
                rest = if verbatim { behind(after, &element.name) } else { after };
                open.push(element);
                if is_void || verbatim {
                    close(&mut open);
                }
            } else {
                push_text(&mut open, "<");
                rest = &rest[1..];
            }
        }
        push_text(&mut open, rest);
        while open.len() > 1 {
            close(&mut open);
        }
        open.pop().unwrap_or_default()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or_default().split_whitespace()
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }

    /// The elements directly in it.
    pub(super) fn elements(&self) -> impl DoubleEndedIterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            PageNode::PageElement(element) => Some(element),
            PageNode::Text(_) => None,
        })
    }

    /// It, and all elements within it, in reading order.
    pub(super) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for child in self.elements() {
            all.extend(child.all());
        }
        all
    }

    /// The first element within it of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.all().into_iter().find(|element| element.name == name)
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().map(|child| match child {
            PageNode::PageElement(element) => element.text(),
            PageNode::Text(text) => text.clone(),
        });
        texts.collect()
    }
}

/// Ends the innermost open element.
fn close(open: &mut Vec<PageElement>) {
    if let Some(element) = open.pop()
        && let Some(around) = open.last_mut()
    {
        around.children.push(PageNode::PageElement(element));
    }
}

fn push_text(open: &mut [PageElement], text: &str) {
    if text.is_empty() {
        return;
    }
    let text = unescaped(text);
    let Some(around) = open.last_mut() else { return };
    match around.children.last_mut() {
        Some(PageNode::Text(before)) => before.push_str(&text),
        _ => around.children.push(PageNode::Text(text)),
    }
}

/// The name in an end tag that the text begins with, and what comes after it.
fn ending(text: &str) -> Option<(String, &str)> {
    let (inner, after) = text.strip_prefix("</")?.split_once('>')?;
    let name = inner.trim();
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| (name.to_ascii_lowercase(), after))
}

/// Ends the innermost element of that name; without one, the tag means nothing.
fn end(open: &mut Vec<PageElement>, name: &str) {
    if let Some(at) = open.iter().rposition(|own| own.name == name).filter(|at| *at > 0) {
        while open.len() > at {
            close(open);
        }
    }
}

/// The element whose tag the text begins with, whether it ends in itself, and what comes after.
fn tag(text: &str) -> Option<(PageElement, bool, &str)> {
    let mut rest = text.strip_prefix('<')?;
    rest.chars().next().filter(char::is_ascii_alphabetic)?;
    let name = until(&mut rest, |c| c.is_whitespace() || matches!(c, '>' | '/'));
    let mut element = PageElement { name: name.to_ascii_lowercase(), ..PageElement::default() };
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((element, true, after));
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((element, false, after));
        }
        if rest.is_empty() {
            return None;
        }
        if let Some(stray) = rest.strip_prefix(['/', '=']) {
            rest = stray;
            continue;
        }
        let key = until(&mut rest, |c| c.is_whitespace() || matches!(c, '>' | '/' | '='));
        let value = match rest.trim_start().strip_prefix('=').map(str::trim_start) {
            None => "",
            Some(after) => {
                rest = after;
                match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => {
                        let (value, behind) = after[1..].split_once(quote)?;
                        rest = behind;
                        value
                    }
                    _ => until(&mut rest, |c| c.is_whitespace() || c == '>'),
                }
            }
        };
        element.attributes.push((key.to_ascii_lowercase(), unescaped(value)));
    }
}

/// Takes what comes before the first such character.
fn until<'t>(rest: &mut &'t str, ends: impl Fn(char) -> bool) -> &'t str {
    let (taken, left) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
    *rest = left;
    taken
}

/// What comes behind the end of an element whose content is no text.
fn behind<'t>(text: &'t str, name: &str) -> &'t str {
    let end = text.find(&format!("</{name}")).and_then(|at| Some(at + text[at..].find('>')? + 1));
    end.map_or("", |end| &text[end..])
}

/// A text without references; one that is not known stays as it is.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end < 12);
        match end.and_then(|end| Some((referred(&rest[1..end])?, end))) {
            Some((c, end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}

fn referred(name: &str) -> Option<char> {
    let number = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PageElement;

    #[test]
    fn a_page_is_read_as_a_browser_would() {
        let page = "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body><p class=\"a b\">x &amp; <b>y</b>&#39;s<br>z</p><details open><i>w</b></details></body></html>";
        let tree = PageElement::read(page);
        let p = tree.find("p").expect("a paragraph");
        assert!(p.has_class("b") && !p.has_class("c"));
        assert_eq!(p.text(), "x & y's\u{0}z".replace('\u{0}', ""));
        assert_eq!(tree.find("details").expect("details").attribute("open"), Some(""));
        assert_eq!(tree.find("body").expect("a body").text(), "x & y'szw");
        let page = "<style>a { & b < c { } } </style><P Title=\"a > b\" hidden class=x/>1 < 2 & &#x41;&nosuch;</p><!-- <i> --></b>3";
        let tree = PageElement::read(page);
        assert_eq!(tree.text(), "1 < 2 & A&nosuch;3");
        let p = tree.find("p").expect("a paragraph");
        assert_eq!(p.attribute("title"), Some("a > b"));
    }
}
