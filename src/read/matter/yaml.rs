//! YAML in one pass: `granit-parser` gives scalars as they are written, with their places, and holds
//! the limits.
//!
//! A document is read as a tree of [`ValueNode`]s. References (`*name`) are followed here, and equal keys
//! and tags are refused, so that nothing later has to know of them.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};

use super::node::{MAX_DEPTH, MatterError, Shape, ValueNode, refuse_duplicates};
use crate::model::letters::in_word;

/// The most nodes that references may add.
const MAX_REPEATED: usize = 10_000;

/// The tree of a document, within the limits; `None` where it is empty.
pub(super) fn parse(text: &str) -> Result<Option<ValueNode>, MatterError> {
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
    root: Option<ValueNode>,
    open: Vec<Open>,
    /// The values that references may name.
    anchors: HashMap<usize, ValueNode>,
    /// How many nodes references have added.
    repeated: usize,
}

/// A list or a map that is not closed yet.
struct Open {
    node: ValueNode,
    anchor: usize,
    /// A key that waits for its value.
    key: Option<ValueNode>,
}

impl TreeBuilder {
    fn add(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), MatterError> {
        if event.tag().is_some() {
            let hint = "put a value that begins with `!` in quotes";
            return Err(MatterError::new(range, "YAML tags are not supported").hint(hint));
        }
        match event {
            Event::Scalar(value, style, anchor, _) => {
                let quoted = style != ScalarStyle::Plain;
                let shape = Shape::Scalar(value.into_owned(), quoted);
                self.place(ValueNode { range, shape }, anchor)
            }
            Event::Alias(anchor) => self.repeat(anchor, range),
            Event::SequenceStart(_, anchor, _) => {
                self.open(ValueNode { range, shape: Shape::List(Vec::new()) }, anchor);
                Ok(())
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(ValueNode { range, shape: Shape::Map(Vec::new()) }, anchor);
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open { mut node, anchor, .. }) = self.open.pop() else { return Ok(()) };
                node.range.end = range.end.max(node.range.end);
                if let Shape::Map(pairs) = &node.shape {
                    refuse_merge_keys(pairs)?;
                    refuse_duplicates(pairs)?;
                }
                self.place(node, anchor)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(MatterError::new(range, "a second document begins here")
                    .hint("keep to one, without a line `---` in it"))
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, node: ValueNode, anchor: usize) {
        self.open.push(Open { node, anchor, key: None });
    }

    /// A reference is the value that it names, at its own place.
    fn repeat(&mut self, anchor: usize, range: Range<usize>) -> Result<(), MatterError> {
        let Some(named) = self.anchors.get(&anchor) else {
            return Err(MatterError::new(range, "this reference is within what it refers to"));
        };
        self.repeated += named.count();
        if self.repeated > MAX_REPEATED {
            return Err(MatterError::new(0..1, "repetition limit exceeded")
                .hint("its `*references` multiply the data: write the values out"));
        }
        let shape = named.shape.clone();
        self.place(ValueNode { range, shape }, 0)
    }

    fn place(&mut self, node: ValueNode, anchor: usize) -> Result<(), MatterError> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(MatterError::new(node.range, message));
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

/// The key by which other programs take over all keys of another map.
fn refuse_merge_keys(pairs: &[(ValueNode, ValueNode)]) -> Result<(), MatterError> {
    let merges =
        |key: &&ValueNode| matches!(&key.shape, Shape::Scalar(name, false) if name == "<<");
    pairs.iter().map(|(key, _)| key).find(merges).map_or(Ok(()), |key| {
        Err(MatterError::new(key.range.clone(), "merge keys (`<<`) are not supported")
            .hint("write the keys themselves"))
    })
}

/// A syntax error in the words of somebody who writes notes, where the line shows a classic slip.
fn explain(text: &str, at: usize, message: &str) -> MatterError {
    let at = at.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[start..].split('\n').next().unwrap_or("");
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim());
    let error = MatterError::new(at..at + 1, message.to_owned());
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
pub fn requote(text: &str, error: &MatterError) -> Option<(String, Range<usize>)> {
    let at = error.range.start.min(text.len());
    // The parser may notice on the line after.
    let own = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = text[..own.saturating_sub(1)].rfind('\n').map_or(0, |i| i + 1);
    [own, before].into_iter().find_map(|start| {
        let line = text[start..].split('\n').next()?;
        let (key, rest) = line.split_once(": ").or_else(|| line.split_once(":\t"))?;
        let value = rest.trim();
        let plain = |c: char| in_word(c) || matches!(c, '_' | '-' | ' ');
        let slipped = value.starts_with('@')
            || value.contains(": ")
            || value.contains(":\t")
            || value.ends_with(':');
        let structured = value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
        let named = !key.trim().is_empty() && key.chars().all(plain);
        if !named || !slipped || structured || value.contains(" #") {
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

    use crate::read::matter::{FieldList, Format, MAX_BYTES, MatterError, Shape};

    fn fields(text: &str, limit: usize) -> Result<FieldList, MatterError> {
        crate::read::matter::fields(text, Format::Yaml, limit)
    }

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
        assert!(error(&format!("a: {}", "x".repeat(MAX_BYTES))).contains("the limit is 1048576"));
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
