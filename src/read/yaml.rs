//! YAML with places: `serde_yaml` gives the values, `granit-parser` says where each stands.
//!
//! The pass for places comes first and holds the limits, for `serde_yaml` takes quadratic time
//! over deep nesting, and keeps the last of two equal keys without a word.

use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use serde_yaml::Value;

/// The most bytes of front matter; real ones have a hundredth.
pub const MAX_BYTES: usize = 16 * 1024;
/// The deepest nesting; the format itself needs three levels.
pub const MAX_DEPTH: usize = 64;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands in the YAML.
    pub range: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

/// The structure of a [`Node`].
#[derive(Clone, Debug)]
pub enum Shape {
    /// A scalar as it is written, and whether it is quoted.
    Scalar(String, bool),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in order.
    Map(Vec<(Node, Node)>),
    /// A `*reference`; its value is known to the typed side only.
    Alias,
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
pub type Fields = Vec<(String, Range<usize>, Value, Node)>;

/// Reads a document of keys and values. `limit` is the most bytes it may have.
pub fn fields(text: &str, limit: usize) -> Result<Fields, YamlError> {
    if text.len() > limit {
        let message = format!("{} bytes of YAML, and at most {limit} are read", text.len());
        return Err(YamlError::new(0..1, message)
            .hint("what is long belongs into the text below the front matter"));
    }
    let Some(root) = places(text)? else { return Ok(Vec::new()) };
    let pairs = match root.shape {
        Shape::Map(pairs) => pairs,
        Shape::Scalar(text, false) if text.is_empty() || text == "~" => return Ok(Vec::new()),
        _ => {
            let range = root.range.start..root.range.end;
            return Err(YamlError::new(range, "expected keys and values")
                .hint("one `key: value` on each line, as in `step: ask`"));
        }
    };
    let value: Value = serde_yaml::from_str(text).map_err(|error| typed_error(text, &error))?;
    let Value::Mapping(mut values) = value else {
        return Err(YamlError::new(root.range, "expected keys and values"));
    };
    Ok(pairs
        .into_iter()
        .filter_map(|(key, node)| {
            let Shape::Scalar(name, _) = key.shape else { return None };
            let value = values.remove(&name).unwrap_or_else(|| untyped(&node));
            Some((name, key.range, value, node))
        })
        .collect())
}

/// A key such as `2026` or `yes` is no string to `serde_yaml`; its value is then read as text.
fn untyped(node: &Node) -> Value {
    match &node.shape {
        Shape::Scalar(text, _) => Value::String(text.clone()),
        Shape::List(items) => Value::Sequence(items.iter().map(untyped).collect()),
        Shape::Map(_) | Shape::Alias => Value::Null,
    }
}

fn typed_error(text: &str, error: &serde_yaml::Error) -> YamlError {
    let at = error.location().map_or(0, |at| at.index().min(text.len()));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let repeats = message.starts_with("repetition limit");
    let error = YamlError::new(at..at + 1, message);
    if repeats { error.hint("its `*references` multiply: write the values out") } else { error }
}

/// The structure of a document with its places, within the limits; `None` where it is empty.
fn places(text: &str) -> Result<Option<Node>, YamlError> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let offsets = Offsets::new(text);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let at = offsets.byte(error.marker().index());
            explain(text, at, &error.info())
        })?;
        let range = offsets.range(&span);
        if event.tag().is_some() {
            let hint = "a value that begins with `!` needs quotes";
            return Err(YamlError::new(range, "YAML tags are not read").hint(hint));
        }
        let node = match event {
            Event::Scalar(value, style, ..) => {
                let quoted = style != ScalarStyle::Plain;
                Node { range, shape: Shape::Scalar(value.into_owned(), quoted) }
            }
            Event::Alias(_) => Node { range, shape: Shape::Alias },
            Event::SequenceStart(..) => {
                open.push(Node { range, shape: Shape::List(Vec::new()) });
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Node { range, shape: Shape::Map(Vec::new()) });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(mut node) = open.pop() else { continue };
                node.range.end = range.end.max(node.range.end);
                if let Shape::Map(pairs) = &node.shape {
                    refuse_duplicates(pairs)?;
                }
                node
            }
            Event::DocumentEnd if root.is_some() => break,
            _ => continue,
        };
        if open.len() >= MAX_DEPTH {
            return Err(YamlError::new(
                node.range,
                format!("nested deeper than {MAX_DEPTH} levels"),
            ));
        }
        match open.last_mut() {
            Some(parent) => adopt(parent, node),
            None => root = Some(node),
        }
    }
    Ok(root)
}

fn adopt(parent: &mut Node, node: Node) {
    match &mut parent.shape {
        Shape::List(items) => items.push(node),
        Shape::Map(pairs) => match pairs.last_mut() {
            // A key waits for its value as one whose range is empty and whose shape is `Alias`.
            Some((_, value)) if value.range == WAITING => *value = node,
            _ => pairs.push((node, Node { range: WAITING, shape: Shape::Alias })),
        },
        Shape::Scalar(..) | Shape::Alias => {}
    }
}

const WAITING: Range<usize> = usize::MAX..usize::MAX;

fn refuse_duplicates(pairs: &[(Node, Node)]) -> Result<(), YamlError> {
    let mut seen = std::collections::HashSet::new();
    for (key, _) in pairs {
        if let Shape::Scalar(name, _) = &key.shape
            && !seen.insert(name.to_lowercase())
        {
            let message = format!("the key `{name}` stands twice");
            return Err(YamlError::new(key.range.clone(), message)
                .hint("keep one of the two; several values are written as a list, `[a, b]`"));
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
        error.hint("indent with spaces: YAML takes no tabs")
    } else if message.contains("quoted scalar") {
        error.hint("a quote that was opened above is not closed on its line")
    } else if message.starts_with("recursion limit") {
        error.hint(format!("at most {MAX_DEPTH} levels are read"))
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
        let (key, at, value, node) = &fields[0];
        assert_eq!((key.as_str(), &text[at.clone()]), ("title", "title"));
        assert_eq!((value.as_str(), &text[node.range.clone()]), (Some("Ünder"), "Ünder"));
        let Shape::List(items) = &fields[1].3.shape else { panic!("a list") };
        assert_eq!(&text[items[1].range.clone()], "'b'");
    }

    #[test]
    fn what_is_not_keys_and_values_is_an_error() {
        assert_eq!(error("just text"), "just text: expected keys and values");
        assert_eq!(error("a: 1\nb: 2\nA: 3"), "A: the key `A` stands twice");
        assert!(fields("", MAX_BYTES).expect("nothing").is_empty());
        assert!(fields("# only a comment\n", MAX_BYTES).expect("nothing").is_empty());
    }

    #[test]
    fn size_depth_and_bombs_are_bounded() {
        assert!(error(&format!("a: {}", "x".repeat(MAX_BYTES))).contains("at most 16384 are read"));
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
