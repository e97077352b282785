//! JSON, with the places of its keys and values: `serde_json` says what is JSON and where it ends, and
//! what was found to be JSON is taken apart here.

use serde::de::IgnoredAny;
use serde_json::{Deserializer, Error};

use super::node::{MAX_DEPTH, MatterError, Shape, ValueNode, refuse_duplicates, too_deep};

/// How long the value is that a text begins with.
pub fn length(text: &str) -> Result<usize, MatterError> {
    let mut values = Deserializer::from_str(text).into_iter::<IgnoredAny>();
    match values.next() {
        Some(Ok(_)) => Ok(values.byte_offset()),
        Some(Err(error)) => Err(located(text, 0, &error)),
        None => Err(MatterError::new(0..1, "expected a JSON object")),
    }
}

/// The tree of a text that is one value.
pub(super) fn parse(text: &str) -> Result<ValueNode, MatterError> {
    length(text)?;
    Tree { text, at: 0 }.value(1)
}

/// An error of the parser as a place: it counts lines from 1, and bytes in them.
fn located(text: &str, offset: usize, error: &Error) -> MatterError {
    let start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (start + error.column().saturating_sub(1)).min(text.len()) + offset;
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let message = match message {
        "expected ident" => "expected `true`, `false` or `null`",
        message => message,
    };
    MatterError::new(at..at + 1, message)
        .hint("JSON needs quotes around keys and texts, and no comma behind the last one")
}

/// Takes a text apart that is known to be JSON.
struct Tree<'t> {
    text: &'t str,
    at: usize,
}

impl Tree<'_> {
    fn value(&mut self, depth: usize) -> Result<ValueNode, MatterError> {
        self.skip_space();
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(too_deep(start..start + 1));
        }
        let shape = match self.text.as_bytes().get(start) {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => self.string()?,
            _ => {
                let rest = &self.text[start..];
                let end = rest.find([',', ']', '}', ' ', '\t', '\n', '\r']);
                let literal = &rest[..end.unwrap_or(rest.len())];
                self.at += literal.len();
                Shape::Scalar(literal.to_owned(), false)
            }
        };
        Ok(ValueNode { range: start..self.at, shape })
    }

    fn object(&mut self, depth: usize) -> Result<Shape, MatterError> {
        let mut pairs = Vec::new();
        self.at += 1;
        while self.goes_on() {
            let key = self.value(depth + 1)?;
            self.skip_space();
            // The colon.
            self.at += 1;
            pairs.push((key, self.value(depth + 1)?));
        }
        refuse_duplicates(&pairs)?;
        Ok(Shape::Map(pairs))
    }

    fn array(&mut self, depth: usize) -> Result<Shape, MatterError> {
        let mut items = Vec::new();
        self.at += 1;
        while self.goes_on() {
            items.push(self.value(depth + 1)?);
        }
        Ok(Shape::List(items))
    }

    /// Goes to the next item of a list or an object, or over its end.
    fn goes_on(&mut self) -> bool {
        self.skip_space();
        if self.text[self.at..].starts_with(',') {
            self.at += 1;
            self.skip_space();
        }
        let ends = self.text[self.at..].starts_with([']', '}']) || self.at == self.text.len();
        self.at += usize::from(ends && self.at < self.text.len());
        !ends
    }

    fn string(&mut self) -> Result<Shape, MatterError> {
        let start = self.at;
        let mut escaped = false;
        let end = self.text[start + 1..].find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        self.at = end.map_or(self.text.len(), |end| start + 1 + end + 1);
        let string = serde_json::from_str(&self.text[start..self.at]);
        let string: String = string
            .map_err(|error| MatterError { range: start..self.at, ..located("", 0, &error) })?;
        Ok(Shape::Scalar(string, true))
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }
}
