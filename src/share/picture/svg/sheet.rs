//! The style sheets of a drawing: which rules they have, and what those select.

use super::super::SanitizeError;
use super::tree::Element;

/// An item of a style sheet: a rule, an at-rule, or a side of a group of rules.
pub(super) enum SheetItem {
    Rule(StyleRule),
    /// What begins with `@` and has no rules in it: fonts, and the steps of animations.
    At(String),
    /// The beginning of what holds rules under a condition, as `@media (…) {`, and its end.
    Open(String),
    Close,
}

/// A rule of a style sheet: its selectors and what they declare.
pub(super) struct StyleRule {
    pub selectors: Vec<Selector>,
    pub declarations: Vec<Declaration>,
    /// It applies only under a condition, such as `@media print`.
    pub conditional: bool,
}

/// One selector of a rule, as written and in parts.
pub(super) struct Selector {
    pub text: String,
    /// Its parts, the last one first; absent if it uses something that is not read here.
    pub parts: Option<Vec<Compound>>,
}

/// `rect.wide#first`, and how what is selected relates to what the part before it selects.
#[derive(Default)]
pub(super) struct Compound {
    name: Option<String>,
    classes: Vec<String>,
    id: Option<String>,
    root: bool,
    /// The part before it is the parent itself, and not any element around it.
    child: bool,
}

#[derive(Clone)]
/// One `name: value` of a style sheet or of a `style` attribute.
pub(super) struct Declaration {
    pub name: String,
    pub value: String,
    pub important: bool,
}

fn unclear() -> SanitizeError {
    SanitizeError::foreign("has a style sheet that can't be read in full")
}

/// Reads a sheet, which has no comments any more.
pub(super) fn parse(text: &str) -> Result<Vec<SheetItem>, SanitizeError> {
    let mut parts = Vec::new();
    rules(text, false, &mut parts, 0)?;
    Ok(parts)
}

fn rules(
    text: &str,
    conditional: bool,
    parts: &mut Vec<SheetItem>,
    depth: usize,
) -> Result<(), SanitizeError> {
    let mut rest = text.trim_start();
    if depth > 8 {
        return Err(unclear());
    }
    while !rest.is_empty() {
        let end = outside(rest, &['{', ';', '}']).ok_or_else(unclear)?;
        let head = rest[..end].trim();
        if rest[end..].starts_with(';') {
            // `@charset`, `@namespace`: nothing that a cleaned drawing needs.
            rest = rest[end + 1..].trim_start();
            continue;
        }
        let body = rest[end..].strip_prefix('{').ok_or_else(unclear)?;
        let close = closing(body).ok_or_else(unclear)?;
        let inner = &body[..close];
        rest = body[close + 1..].trim_start();
        let lower = head.to_ascii_lowercase();
        if ["@media", "@supports", "@layer", "@container"].iter().any(|at| lower.starts_with(at)) {
            parts.push(SheetItem::Open(format!("{head} {{")));
            rules(inner, true, parts, depth + 1)?;
            parts.push(SheetItem::Close);
        } else if head.starts_with('@') {
            parts.push(SheetItem::At(format!("{head} {{{inner}}}")));
        } else {
            // A rule in a rule.
            if inner.contains(['{', '}']) {
                return Err(unclear());
            }
            let selectors = split(head, ',').map(|selector| Selector::new(&selector)).collect();
            parts.push(SheetItem::Rule(StyleRule {
                selectors,
                declarations: declarations(inner),
                conditional,
            }));
        }
    }
    Ok(())
}

/// The declarations of a rule, or of a `style` attribute.
pub(super) fn declarations(text: &str) -> Vec<Declaration> {
    let pairs = split(text, ';').filter_map(|pair| {
        let (name, value) = pair.split_once(':')?;
        let value = value.trim();
        let (plain, important) = match value.rsplit_once('!') {
            Some((plain, word)) if word.trim().eq_ignore_ascii_case("important") => (plain, true),
            _ => (value, false),
        };
        let name = name.trim();
        // The names of a drawing's own properties have two hyphens, and case.
        let name = if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() };
        let value = plain.trim().to_owned();
        Some(Declaration { name, value, important })
    });
    pairs.collect()
}

/// Where one of these characters is first, outside of quotes and brackets.
fn outside(text: &str, wanted: &[char]) -> Option<usize> {
    let (mut quote, mut open) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(quoted), _) => quote = (quoted != c).then_some(quoted),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => open += 1,
            (None, ')' | ']') => open = open.saturating_sub(1),
            (None, _) if open == 0 && wanted.contains(&c) => return Some(at),
            (None, _) => {}
        }
    }
    None
}

/// Where the brace is that closes what was opened before the text.
fn closing(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        let found = at + outside(&text[at..], &['{', '}'])?;
        match (text.as_bytes()[found], depth) {
            (b'{', _) => depth += 1,
            (_, 0) => return Some(found),
            (_, _) => depth -= 1,
        }
        at = found + 1;
    }
}

/// The parts between such a character, outside of quotes and brackets.
pub(super) fn split(text: &str, at: char) -> impl Iterator<Item = String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(end) = outside(rest, &[at]) {
        parts.push(rest[..end].trim().to_owned());
        rest = &rest[end + 1..];
    }
    parts.push(rest.trim().to_owned());
    parts.into_iter().filter(|part| !part.is_empty())
}

impl Selector {
    fn new(text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts = compounds(&text);
        Self { text, parts }
    }

    /// How much it weighs against others.
    pub(super) fn weight(&self) -> (usize, usize, usize) {
        let parts = self.parts.iter().flatten();
        parts.fold((0, 0, 0), |(ids, classes, names), part| {
            (
                ids + usize::from(part.id.is_some()),
                classes + part.classes.len() + usize::from(part.root),
                names + usize::from(part.name.is_some()),
            )
        })
    }

    /// Whether it selects any of these elements, or can't be told and may.
    pub(super) fn may_select(
        &self,
        elements: &[Element],
        mut of: impl Iterator<Item = usize>,
    ) -> bool {
        if self.parts.is_some() {
            return of.any(|at| self.selects(elements, at));
        }
        let mut all = true;
        let of: Vec<&Element> = of.map(|at| &elements[at]).collect();
        names(&self.text, |mark, start, end, within| {
            let name = &self.text[start..end];
            let has = |element: &&Element| match mark {
                '#' => element.attribute("id") == Some(name),
                _ => element.classes().any(|class| class == name),
            };
            // In brackets it may be what is not selected.
            all &= within || of.iter().any(has);
        });
        all
    }

    /// Whether it selects the element. One that can't be told selects nothing.
    pub(super) fn selects(&self, elements: &[Element], at: usize) -> bool {
        self.parts.as_deref().is_some_and(|parts| matches(parts, elements, at))
    }
}

/// `a > b c > d` is two chains; each has to be around the one behind it, the nearer the better.
fn matches(parts: &[Compound], elements: &[Element], at: usize) -> bool {
    let (first, mut rest) = chain(parts);
    let Some(mut top) = climb(first, elements, at) else { return false };
    while !rest.is_empty() {
        let (next, others) = chain(rest);
        let mut around = elements[top].parent;
        let found = loop {
            let Some(outer) = around else { return false };
            if let Some(found) = climb(next, elements, outer) {
                break found;
            }
            around = elements[outer].parent;
        };
        (top, rest) = (found, others);
    }
    true
}

/// The parts up to the first that is not the parent of the one behind it.
fn chain(parts: &[Compound]) -> (&[Compound], &[Compound]) {
    let length = parts.iter().position(|part| !part.child).map_or(parts.len(), |last| last + 1);
    parts.split_at(length)
}

/// The element that the first part of a chain selects, where the last selects this one.
fn climb(chain: &[Compound], elements: &[Element], at: usize) -> Option<usize> {
    let mut found = at;
    for (index, part) in chain.iter().enumerate() {
        if index > 0 {
            found = elements[found].parent?;
        }
        if !part.fits(&elements[found]) {
            return None;
        }
    }
    Some(found)
}

impl Compound {
    fn fits(&self, element: &Element) -> bool {
        self.name.as_ref().is_none_or(|name| *name == element.name)
            && self.id.as_ref().is_none_or(|id| element.attribute("id") == Some(id))
            && self.classes.iter().all(|class| element.classes().any(|own| own == class))
            && (!self.root || element.parent.is_none())
    }

    fn new(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        if let Some(all) = rest.strip_prefix('*') {
            rest = all;
        } else if let Some(root) = rest.strip_prefix(":root") {
            compound.root = true;
            rest = root;
        } else {
            let name = word(rest);
            compound.name = (!name.is_empty()).then(|| name.to_owned());
            rest = &rest[name.len()..];
        }
        while let Some(mark) = rest.chars().next() {
            let name = word(&rest[mark.len_utf8()..]);
            match mark {
                '.' if !name.is_empty() => compound.classes.push(name.to_owned()),
                '#' if !name.is_empty() => compound.id = Some(name.to_owned()),
                _ => return None,
            }
            rest = &rest[1 + name.len()..];
        }
        Some(compound)
    }
}

/// The parts of a selector, the last first.
fn compounds(text: &str) -> Option<Vec<Compound>> {
    let spaced = text.replace('>', " > ");
    let mut parts: Vec<Compound> = Vec::new();
    let mut child = false;
    for token in spaced.split_whitespace() {
        if token == ">" {
            child = true;
            continue;
        }
        let mut part = Compound::new(token)?;
        part.child = std::mem::take(&mut child);
        parts.push(part);
    }
    parts.reverse();
    (!child && !parts.is_empty() && parts.len() <= 8).then_some(parts)
}

/// The names of classes and ids in a selector: the mark before it, where it begins and ends, and
/// whether it stands in round brackets.
pub(super) fn names(text: &str, mut each: impl FnMut(char, usize, usize, bool)) {
    let (mut square, mut round) = (0_usize, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '[' => square += 1,
            ']' => square = square.saturating_sub(1),
            '(' => round += 1,
            ')' => round = round.saturating_sub(1),
            '.' | '#' if square == 0 => {
                let name = word(&text[at + 1..]);
                if !name.is_empty() {
                    each(c, at + 1, at + 1 + name.len(), round > 0);
                }
            }
            _ => {}
        }
    }
}

/// The name at the start of a text, as CSS has names.
pub(super) fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()));
    &text[..end.unwrap_or(text.len())]
}
