//! YAML in one pass: `granit-parser` gives scalars as they are written, with their places, and holds
//! the limits. `serde_yaml` makes typed values of scalars where their type matters.
//!
//! A document is read as a tree of [`YamlNode`]s. References (`*name`) are followed here, and equal keys
//! and tags are refused, so that nothing later has to know of them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use serde_yaml::{Mapping, Value};

/// The most bytes of front matter; real ones have a hundredth.
pub const MAX_BYTES: usize = 16 * 1024;
/// The deepest nesting; the format itself needs three levels.
pub const MAX_DEPTH: usize = 64;
/// The most nodes that references may add.
const MAX_REPEATED: usize = 10_000;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct YamlNode {
    /// Where it stands in the YAML.
    pub range: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

/// The structure of a [`YamlNode`].
#[derive(Clone, Debug)]
pub enum Shape {
    /// A scalar as it is written, and whether it is quoted.
    Scalar(String, bool),
    /// A list.
    List(Vec<YamlNode>),
    /// Keys and values, in order.
    Map(Vec<(YamlNode, YamlNode)>),
}

impl YamlNode {
    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        let Shape::Scalar(text, false) = &self.shape else { return false };
        matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// Its text, where it is a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.shape {
            Shape::Scalar(text, _) => Some(text),
            Shape::List(_) | Shape::Map(_) => None,
        }
    }

    /// It as YAML types it.
    pub fn value(&self) -> Value {
        match &self.shape {
            Shape::Scalar(text, quoted) => {
                let typed = if *quoted || self.is_null() { None } else { number_or_flag(text) };
                let text = || if self.is_null() { Value::Null } else { text.as_str().into() };
                typed.unwrap_or_else(text)
            }
            Shape::List(items) => items.iter().map(Self::value).collect(),
            Shape::Map(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| (key.value(), value.value()));
                Value::Mapping(pairs.collect::<Mapping>())
            }
        }
    }

    /// How many nodes it has.
    fn count(&self) -> usize {
        match &self.shape {
            Shape::Scalar(..) => 1,
            Shape::List(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            Shape::Map(pairs) => {
                1 + pairs.iter().map(|(key, value)| key.count() + value.count()).sum::<usize>()
            }
        }
    }
}

/// What a scalar without quotes is, other than text.
fn number_or_flag(text: &str) -> Option<Value> {
    // Else it might be read as a document's structure.
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-._".contains(&b));
    if !plain || text.starts_with("---") || text.starts_with("...") {
        return None;
    }
    let typed: Value = serde_yaml::from_str(text).ok()?;
    (typed.is_bool() || typed.is_number()).then_some(typed)
}

/// A problem in the YAML itself.
#[derive(Debug)]
pub struct YamlError {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl YamlError {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), hint: None }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Keys and values at the top of a document, each with its key's place.
pub type YamlFields = Vec<(String, Range<usize>, YamlNode)>;

/// Reads a document of keys and values. `limit` is the most bytes it may have.
pub fn fields(text: &str, limit: usize) -> Result<YamlFields, YamlError> {
    if text.len() > limit {
        let message = format!("{} bytes of YAML; the limit is {limit}", text.len());
        return Err(YamlError::new(0..1, message).hint("move long texts below the front matter"));
    }
    let Some(root) = parse(text)? else { return Ok(Vec::new()) };
    let pairs = match root.shape {
        Shape::Map(pairs) => pairs,
        Shape::Scalar(..) if root.is_null() => return Ok(Vec::new()),
        _ => {
            return Err(YamlError::new(root.range, "expected keys and values")
                .hint("write one `key: value` per line, such as `step: ask`"));
        }
    };
    let named = pairs.into_iter().filter_map(|(key, node)| match key.shape {
        Shape::Scalar(name, _) => Some((name, key.range, node)),
        Shape::List(_) | Shape::Map(_) => None,
    });
    Ok(named.collect())
}

/// The tree of a document, within the limits; `None` where it is empty.
fn parse(text: &str) -> Result<Option<YamlNode>, YamlError> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let offsets = Offsets::new(text);
    let mut tree = TreeBuilder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let at = offsets.byte(error.marker().index());
            explain(text, at, &error.info())
        })?;
        tree.add(event, offsets.range(&span))?;
    }
    Ok(tree.root)
}

/// Makes a tree of the parser's events.
#[derive(Default)]
struct TreeBuilder {
    root: Option<YamlNode>,
    open: Vec<Open>,
    /// The values that references may name.
    anchors: HashMap<usize, YamlNode>,
    /// How many nodes references have added.
    repeated: usize,
}

/// A list or a map that is not closed yet.
struct Open {
    node: YamlNode,
    anchor: usize,
    /// A key that waits for its value.
    key: Option<YamlNode>,
}

impl TreeBuilder {
    fn add(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), YamlError> {
        if event.tag().is_some() {
            let hint = "put a value that begins with `!` in quotes";
            return Err(YamlError::new(range, "YAML tags are not supported").hint(hint));
        }
        match event {
            Event::Scalar(value, style, anchor, _) => {
                let quoted = style != ScalarStyle::Plain;
                let shape = Shape::Scalar(value.into_owned(), quoted);
                self.place(YamlNode { range, shape }, anchor)
            }
            Event::Alias(anchor) => self.repeat(anchor, range),
            Event::SequenceStart(_, anchor, _) => {
                self.open(YamlNode { range, shape: Shape::List(Vec::new()) }, anchor);
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(YamlNode { range, shape: Shape::Map(Vec::new()) }, anchor);
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open { mut node, anchor, .. }) = self.open.pop() else { return Ok(()) };
                node.range.end = range.end.max(node.range.end);
                if let Shape::Map(pairs) = &node.shape {
                    refuse_duplicates(pairs)?;
                }
                self.place(node, anchor)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(YamlError::new(range, "a second document begins here")
                    .hint("keep to one, without a line `---` in it"))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, node: YamlNode, anchor: usize) {
        self.open.push(Open { node, anchor, key: None });
    }

    /// A reference is the value that it names, at its own place.
    fn repeat(&mut self, anchor: usize, range: Range<usize>) -> Result<(), YamlError> {
        let Some(named) = self.anchors.get(&anchor) else {
            return Err(YamlError::new(range, "this reference is within what it refers to"));
        };
        self.repeated += named.count();
        if self.repeated > MAX_REPEATED {
            return Err(YamlError::new(0..1, "repetition limit exceeded")
                .hint("its `*references` multiply the data: write the values out"));
        }
        let shape = named.shape.clone();
        self.place(YamlNode { range, shape }, 0)
    }

    fn place(&mut self, node: YamlNode, anchor: usize) -> Result<(), YamlError> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(YamlError::new(node.range, message));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut parent.node.shape, parent.key.take()) {
            (Shape::List(items), _) => items.push(node),
            (Shape::Map(pairs), Some(key)) => pairs.push((key, node)),
            (Shape::Map(_), None) => parent.key = Some(node),
            (Shape::Scalar(..), _) => {}
        }
        Ok(())
    }
}

/// Equal keys, and the key by which other programs take over all keys of another map.
fn refuse_duplicates(pairs: &[(YamlNode, YamlNode)]) -> Result<(), YamlError> {
    let mut seen = HashSet::new();
    for (key, _) in pairs {
        let Shape::Scalar(name, quoted) = &key.shape else { continue };
        if name == "<<" && !quoted {
            return Err(YamlError::new(key.range.clone(), "merge keys (`<<`) are not supported")
                .hint("write the keys themselves"));
        }
        if !seen.insert(name.to_lowercase()) {
            let message = format!("the key `{name}` appears twice");
            return Err(YamlError::new(key.range.clone(), message)
                .hint("keep one of the two; write several values as a list, `[a, b]`"));
        }
    }
    Ok(())
}

/// A syntax error in the words of somebody who writes notes, where the line shows a classic slip.
fn explain(text: &str, at: usize, message: &str) -> YamlError {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[start..].split('\n').next().unwrap_or("");
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim());
    let error = YamlError::new(at..at + 1, message.to_owned());
    if value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>']) || value.contains(": ") {
        error.hint(format!("put the value in quotes: `{}`", quoted(value)))
    } else if text[start..].lines().take(2).any(|line| line.starts_with('\t')) {
        error.hint("indent with spaces: YAML does not allow tabs")
    } else if message.contains("quoted scalar") {
        error.hint("a quote that was opened above is not closed on its line")
    } else if message.starts_with("recursion limit") {
        error.hint(format!("use at most {MAX_DEPTH} levels"))
    } else {
        error
    }
}

/// Puts the value of a line in quotes where YAML reads something else than what was meant:
/// `with: @x` is no value at all, and `goal: L6: staff` is a key in a key. Gives the text with the
/// same number of lines, and the range of the value it touched.
pub fn requote(text: &str, error: &YamlError) -> Option<(String, Range<usize>)> {
    let at = error.range.start.min(text.len());
    // The parser may notice on the line after.
    let own = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = text[..own.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
    [own, before].into_iter().find_map(|start| {
        let line = text[start..].split('\n').next()?;
        let (key, rest) = line.split_once(": ")?;
        let value = rest.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let slipped = value.starts_with('@') || value.contains(": ") || value.ends_with(':');
        let structured = value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
        if !key.chars().all(plain) || !slipped || structured || value.contains(" #") {
            return None;
        }
        let from = start + line.len() - rest.trim_start().len();
        let to = from + value.len();
        // A place behind a repair is found by counting its two quotes: no other character may come.
        let quoted = quoted(value);
        (quoted.len() == value.len() + 2)
            .then(|| (format!("{}{quoted}{}", &text[..from], &text[to..]), from..to))
    })
}

/// A text as a quoted scalar.
pub fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// From the parser's character counts to bytes.
struct Offsets<'a> {
    text: &'a str,
    ascii: bool,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, ascii: text.is_ascii() }
    }

    fn byte(&self, index: usize) -> usize {
        if self.ascii {
            return index.min(self.text.len());
        }
        self.text.char_indices().nth(index).map_or(self.text.len(), |(byte, _)| byte)
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let range = span.byte_range();
        range.unwrap_or_else(|| self.byte(span.start.index())..self.byte(span.end.index()))
    }
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::{MAX_BYTES, Shape, fields};

    fn error(text: &str) -> String {
        let error = fields(text, MAX_BYTES).expect_err("an error");
        let end = error.range.end.min(text.len());
        format!("{}: {}", &text[error.range.start.min(end)..end], error.message)
    }

    #[test]
    fn every_value_has_its_place() {
        let text = "title: Ünder\ntask:\n  - a\n  - 'b'\n";
        let fields = fields(text, MAX_BYTES).expect("fields");
        let (key, at, node) = &fields[0];
        assert_eq!((key.as_str(), &text[at.clone()]), ("title", "title"));
        assert_eq!((node.scalar(), &text[node.range.clone()]), (Some("Ünder"), "Ünder"));
        let Shape::List(items) = &fields[1].2.shape else { panic!("a list") };
        assert_eq!(&text[items[1].range.clone()], "'b'");
    }

    #[test]
    fn what_is_not_keys_and_values_is_an_error() {
        assert_eq!(error("just text"), "just text: expected keys and values");
        assert_eq!(error("a: 1\nb: 2\nA: 3"), "A: the key `A` appears twice");
        assert!(fields("", MAX_BYTES).expect("nothing").is_empty());
        assert!(fields("# only a comment\n", MAX_BYTES).expect("nothing").is_empty());
    }

    #[test]
    fn a_reference_is_what_it_names() {
        let fields = fields("a: &a [x, 1.10]\nb: *a\n", MAX_BYTES).expect("fields");
        let values: Vec<Value> = fields.iter().map(|(.., node)| node.value()).collect();
        assert_eq!(values[0], values[1]);
        assert_eq!(error("a: &a [*a]"), "*a: this reference is within what it refers to");
    }

    #[test]
    fn a_scalar_is_text_and_has_a_type() {
        let typed =
            |text: &str| fields(&format!("a: {text}"), MAX_BYTES).expect("fields")[0].2.value();
        for text in [
            "1.10",
            "007",
            "0x1f",
            "1e3",
            "true",
            "no",
            "~",
            "null",
            "2026-01-05",
            "a b",
            "--- 5",
            "---",
            ".inf",
        ] {
            let whole: Value = serde_yaml::from_str(&format!("a: {text}")).expect("YAML");
            assert_eq!(typed(text), whole["a"], "{text}");
        }
        assert_eq!(fields("a: 1.10", MAX_BYTES).expect("fields")[0].2.scalar(), Some("1.10"));
    }

    #[test]
    fn a_second_document_is_an_error() {
        assert!(error("a: b\n---\nprivate: yes\n").ends_with("a second document begins here"));
        assert!(error("a: b\n...\nprivate: yes\n").ends_with("a second document begins here"));
    }

    #[test]
    fn size_depth_and_bombs_are_bounded() {
        assert!(error(&format!("a: {}", "x".repeat(MAX_BYTES))).contains("the limit is 16384"));
        assert!(!error(&format!("a: {}{}", "[".repeat(100), "]".repeat(100))).is_empty());
        assert!(fields(&format!("a: {}{}", "[".repeat(60), "]".repeat(60)), MAX_BYTES).is_ok());
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for i in 1..12 {
            let link = format!("*a{},", i - 1).repeat(9);
            bomb.push_str(&format!("a{i}: &a{i} [{}]\n", link.trim_end_matches(',')));
        }
        assert!(!error(&bomb).is_empty());
    }
}
