//! Values as they are written, each with its place.

use std::collections::HashSet;
use std::ops::Range;

use serde_yaml::{Mapping, Value};

/// The most bytes of front matter; real ones have a thousandth.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The deepest nesting; the format itself needs three levels.
pub const MAX_DEPTH: usize = 64;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct ValueNode {
    /// Where it stands in the front matter.
    pub range: Range<usize>,
    /// What it is.
    pub shape: Shape,
}

/// The structure of a [`ValueNode`].
#[derive(Clone, Debug)]
pub enum Shape {
    /// A scalar as it is written, and whether it is quoted.
    Scalar(String, bool),
    /// A list.
    List(Vec<ValueNode>),
    /// Keys and values, in order.
    Map(Vec<(ValueNode, ValueNode)>),
}

impl ValueNode {
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
    pub fn count(&self) -> usize {
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

/// A problem in the front matter itself.
#[derive(Debug)]
pub struct MatterError {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl MatterError {
    /// A problem at a place.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), hint: None }
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Keys and values at the top of a document, each with its key's place.
pub type FieldList = Vec<(String, Range<usize>, ValueNode)>;

/// Refuses keys that are equal but for their case: for this program they are one.
pub(super) fn refuse_duplicates(pairs: &[(ValueNode, ValueNode)]) -> Result<(), MatterError> {
    let mut seen = HashSet::new();
    for (key, _) in pairs {
        let Shape::Scalar(name, _) = &key.shape else { continue };
        if !seen.insert(name.to_lowercase()) {
            let message = format!("the key `{name}` appears twice");
            return Err(MatterError::new(key.range.clone(), message)
                .hint("keep one of the two; write several values as a list, `[a, b]`"));
        }
    }
    Ok(())
}

/// The error for values inside of too many others.
pub(super) fn too_deep(range: Range<usize>) -> MatterError {
    MatterError::new(range, format!("nested deeper than {MAX_DEPTH} levels"))
}
