//! TOML, with the places of its keys and values.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::node::{MAX_DEPTH, MatterError, Shape, ValueNode, refuse_duplicates, too_deep};

/// The tree of a document.
pub(super) fn parse(text: &str) -> Result<ValueNode, MatterError> {
    let document = Document::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().replace('\n', ", ");
        MatterError::new(at..at + 1, message).hint("text needs quotes in TOML: `title = \"A day\"`")
    })?;
    Tree { text }.table(document.as_table(), 0..text.len(), 1)
}

struct Tree<'t> {
    text: &'t str,
}

impl Tree<'_> {
    /// A table, with a header or dotted or inline. One that is only implied stands where its key does.
    fn table(
        &self,
        table: &dyn TableLike,
        range: Range<usize>,
        depth: usize,
    ) -> Result<ValueNode, MatterError> {
        if depth > MAX_DEPTH {
            return Err(too_deep(range));
        }
        let mut pairs = Vec::new();
        for (name, item) in table.iter() {
            let span = table.key(name).and_then(toml_edit::Key::span);
            let key_range = span.unwrap_or_else(|| range.clone());
            let value = self.item(item, &key_range, depth + 1)?;
            let shape = Shape::Scalar(name.to_owned(), true);
            pairs.push((ValueNode { range: key_range, shape }, value));
        }
        refuse_duplicates(&pairs)?;
        Ok(ValueNode { range, shape: Shape::Map(pairs) })
    }

    fn item(
        &self,
        item: &Item,
        key: &Range<usize>,
        depth: usize,
    ) -> Result<ValueNode, MatterError> {
        let range = item.span().unwrap_or_else(|| key.clone());
        match item {
            Item::None => Ok(ValueNode { range, shape: Shape::Scalar(String::new(), false) }),
            Item::Value(value) => self.value(value, range, depth),
            Item::Table(table) => self.table(table, range, depth),
            Item::ArrayOfTables(tables) => {
                let tables = tables.iter().map(|table| {
                    let range = table.span().unwrap_or_else(|| key.clone());
                    self.table(table, range, depth + 1)
                });
                Ok(ValueNode { range, shape: Shape::List(tables.collect::<Result<_, _>>()?) })
            }
        }
    }

    fn value(
        &self,
        value: &Value,
        range: Range<usize>,
        depth: usize,
    ) -> Result<ValueNode, MatterError> {
        if depth > MAX_DEPTH {
            return Err(too_deep(range));
        }
        let shape = match value {
            Value::String(text) => Shape::Scalar(text.value().clone(), true),
            Value::Integer(number) => Shape::Scalar(number.value().to_string(), false),
            // As it is written: `1.10` is a version.
            Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
                Shape::Scalar(self.text[range.clone()].to_owned(), false)
            }
            Value::Array(items) => {
                let item = |item: &Value| {
                    let own = item.span().unwrap_or_else(|| range.clone());
                    self.value(item, own, depth + 1)
                };
                Shape::List(items.iter().map(item).collect::<Result<_, _>>()?)
            }
            Value::InlineTable(table) => return self.table(table, range, depth),
        };
        Ok(ValueNode { range, shape })
    }
}
