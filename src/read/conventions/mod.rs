//! Folders that other programs wrote, recognised by their settings: where their notes are, what is a
//! template, how a name says its day.
//!
//! Settings that can't be read say nothing: they are another program's.

mod blogs;
mod hidden;
mod obsidian;
mod outliners;

use std::path::Path;

use super::matter::{self, FieldList, Format, Shape, ValueNode};
use crate::model::conventions::Conventions;
use crate::regular_file;

/// The most bytes of settings that are read.
const MAX_SETTINGS: usize = 256 * 1024;

/// What the settings in a folder say. A folder may be that of several programs.
pub fn of(root: &Path) -> Conventions {
    let mut found = Conventions::default();
    obsidian::add(root, &mut found);
    outliners::add_logseq(root, &mut found);
    outliners::add_dendron(root, &mut found);
    blogs::add_hugo(root, &mut found);
    blogs::add_jekyll(root, &mut found);
    hidden::add(root, &mut found);
    found
}

/// Whether a folder has the settings of a program that is known here.
pub fn is_known(root: &Path) -> bool {
    !of(root).settings.is_empty()
}

/// Settings in one of the three languages of front matter.
struct Settings(FieldList);

impl Settings {
    /// Reads a file; `None` where it is not there, or can't be read.
    fn read(root: &Path, path: &str) -> Option<Self> {
        let format = match path.rsplit_once('.')?.1 {
            "toml" => Format::Toml,
            "json" => Format::Json,
            _ => Format::Yaml,
        };
        let text = text(root, path)?;
        matter::fields(text.trim_start_matches('\u{feff}'), format, MAX_SETTINGS).ok().map(Self)
    }

    /// The text at a path of keys.
    fn text(&self, keys: &[&str]) -> Option<&str> {
        self.node(keys)?.scalar().filter(|text| !text.trim().is_empty())
    }

    /// The texts of a list at a path of keys.
    fn texts(&self, keys: &[&str]) -> Vec<&str> {
        match self.node(keys).map(|node| &node.shape) {
            Some(Shape::List(items)) => items.iter().filter_map(ValueNode::scalar).collect(),
            Some(Shape::Scalar(text, _)) => vec![text],
            _ => Vec::new(),
        }
    }

    fn node(&self, keys: &[&str]) -> Option<&ValueNode> {
        let (first, rest) = keys.split_first()?;
        let mut fields = self.0.iter();
        let (.., node) = fields.find(|(name, ..)| name.eq_ignore_ascii_case(first))?;
        rest.iter().try_fold(node, |node, key| field(node, key))
    }
}

fn field<'n>(node: &'n ValueNode, key: &str) -> Option<&'n ValueNode> {
    let Shape::Map(pairs) = &node.shape else { return None };
    let is_named =
        |name: &ValueNode| name.scalar().is_some_and(|name| name.eq_ignore_ascii_case(key));
    pairs.iter().find(|(name, _)| is_named(name)).map(|(_, value)| value)
}

fn text(root: &Path, path: &str) -> Option<String> {
    let bytes = regular_file::read_text(&root.join(path)).ok()?;
    String::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_SETTINGS)
}

/// A folder as it stands in paths of the journal; `None` for the journal itself, and for what is not
/// in it.
fn folder(written: &str) -> Option<String> {
    let folder = written.trim().trim_start_matches("./").trim_matches('/');
    let inside = !folder.is_empty() && folder != "." && !folder.split('/').any(|part| part == "..");
    inside.then(|| folder.to_owned())
}
