//! Typed values out of front matter, each problem located at the value it is about.
//!
//! All problems of a note are found, not the first one: every key is converted on its own.

use std::collections::BTreeMap;
use std::ops::Range;

use super::line_ends::FOREIGN;
use super::matter::{self, FieldList, Format, MAX_BYTES, MatterError, Shape, ValueNode};
use super::privacy::{self, Deciding, PrivacyRuling};
use super::source::SourceFile;
use super::split::{FrontMatter, is_key};
use crate::diagnostic::{Code, Diagnostic, codes, nearest};
use crate::markdown::comments;
use crate::model::dates::Period;
use crate::model::keys::CommonKeys;

/// The keys and values of one file, taken one by one.
pub struct Fields<'s> {
    source: &'s SourceFile,
    /// The language, and where it is in the file.
    format: Format,
    range: Range<usize>,
    fields: FieldList,
    /// Where repairs put quotes into the text that the file does not have.
    inserted: Vec<usize>,
    /// Whether a key with a value of another kind is ignored, unless it decides who sees what.
    lenient: bool,
    /// What stands below keys that are read before `decided_elsewhere`.
    below: Vec<Deciding>,
    /// What was wrong so far.
    pub problems: Vec<Diagnostic>,
}

/// A value that can be read from front matter.
pub trait FromNode: Sized {
    /// Converts a value, or says why not.
    fn from_node(node: &ValueNode) -> Result<Self, ValueError>;
}

/// Why a value could not be converted.
#[derive(Debug)]
pub struct ValueError {
    /// What was wrong with it.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl ValueError {
    /// A problem with advice.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()) }
    }
}

/// A line end of other programs with a key behind it, which would be read as words of the value before it.
fn end_before_key(yaml: &str) -> Option<Range<usize>> {
    if yaml.is_ascii() {
        return None;
    }
    let ends = yaml.match_indices(FOREIGN).map(|(at, end)| at..at + end.len());
    let is_before_key = |end: &Range<usize>| {
        let rest = yaml[end.end..].split('\n').next().unwrap_or_default();
        rest.split(FOREIGN).next().is_some_and(is_key)
    };
    ends.into_iter().find(is_before_key)
}

impl<'s> Fields<'s> {
    /// Reads the front matter of a note.
    pub fn of_matter(
        source: &'s SourceFile,
        FrontMatter { range, format }: FrontMatter,
    ) -> Result<Self, Box<Diagnostic>> {
        if format == Format::Yaml {
            return Self::read(source, range, MAX_BYTES);
        }
        let read = Self { format, range: range.clone(), ..Self::none(source) };
        match matter::fields(&source.text[range], format, MAX_BYTES) {
            Ok(fields) => Ok(read.with(fields)),
            Err(error) => Err(Box::new(read.broken(error))),
        }
    }

    /// Reads the YAML in a range of a file, with slips that have one meaning put right.
    pub fn read(
        source: &'s SourceFile,
        range: Range<usize>,
        limit: usize,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut text = source.text[range.clone()].to_owned();
        let mut read = Self { range, ..Self::none(source) };
        if let Some(end) = end_before_key(&text) {
            let message = "this ends no line in YAML, and what follows looks like a key";
            let hint = "end the line as the others, and not with U+0085, U+2028 or U+2029";
            return Err(Box::new(read.broken(MatterError::new(end, message).hint(hint))));
        }
        let mut repairs = 0;
        loop {
            let error = match matter::fields(&text, Format::Yaml, limit) {
                Ok(fields) => return Ok(read.with(fields)),
                Err(error) => error,
            };
            let Some((repaired, touched)) = matter::requote(&text, &error) else {
                return Err(Box::new(read.broken(error)));
            };
            let place = read.place(&touched);
            // `params: private: yes` was meant as a key in a key, and not as a text.
            if privacy::decides_within(&source.text[place.clone()]) {
                let message = "this value has a key that says who may see the note";
                let problem = Diagnostic::error(codes::FRONT_MATTER, &source.path, message);
                let hint = "put that key on a line of its own; until then the note is left out";
                return Err(Box::new(problem.at(source.location(place)).hint(hint)));
            }
            if repairs == MOST_REPAIRS {
                let message = format!("more than {MOST_REPAIRS} values need quotes in YAML");
                let problem = Diagnostic::error(codes::FRONT_MATTER, &source.path, message);
                let hint = "put this value and those like it in quotes";
                return Err(Box::new(problem.at(source.location(place)).hint(hint)));
            }
            let written = &source.text[place.clone()];
            read.problems.push(
                Diagnostic::warning(
                    codes::UNQUOTED_VALUE,
                    &source.path,
                    "YAML needs quotes around this value; it was read as if it had them",
                )
                .at(source.location(place))
                .hint(format!("write `{}`", matter::quoted(written))),
            );
            for quote in &mut read.inserted {
                *quote += if *quote > touched.start { 2 } else { 0 };
            }
            read.inserted.extend([touched.start, touched.end + 1]);
            read.inserted.sort_unstable();
            text = repaired;
            repairs += 1;
        }
    }

    fn with(mut self, mut fields: FieldList) -> Self {
        for node in fields.iter_mut().map(|(.., node)| node) {
            self.cut_comments(node);
        }
        self.below = privacy::deciding_below(&fields, CommonKeys::NAMES);
        self.fields = fields;
        self
    }

    /// Cuts comments out of a value before anything is made of it.
    fn cut_comments(&mut self, node: &mut ValueNode) {
        match &mut node.shape {
            Shape::Scalar(text, _) if comments::next_opening(text, 0).is_some() => {
                let cut = comments::cut(text);
                *text = cut.text.trim().to_owned();
                if cut.unclosed.is_some() {
                    let message = "this comment is never closed: the rest of the value is left out";
                    let place = self.source.location(self.place(&node.range));
                    let path = &self.source.path;
                    let warning = Diagnostic::warning(codes::UNCLOSED_COMMENT, path, message);
                    self.problems.push(warning.at(place).hint("close it with `%%` or `-->`"));
                }
            }
            Shape::Scalar(..) => {}
            Shape::List(items) => items.iter_mut().for_each(|item| self.cut_comments(item)),
            Shape::Map(pairs) => {
                for (key, value) in pairs {
                    self.cut_comments(key);
                    self.cut_comments(value);
                }
            }
        }
    }

    /// What the keys of other programs say of who may see the note: those that hide it, with their
    /// places, and the days on which others may see it. One that can't be read is an error.
    pub fn decided_elsewhere(&mut self) -> (Vec<(String, Range<usize>)>, Period) {
        let (mut hiding, mut period) = (Vec::new(), Period::default());
        let below = std::mem::take(&mut self.below);
        let rest = privacy::deciding(&self.fields);
        for Deciding { key, span, verdict } in below.into_iter().chain(rest) {
            let place = self.place(&span);
            match verdict {
                PrivacyRuling::Hides => hiding.push((key, place)),
                PrivacyRuling::From(day) => period.from = period.from.max(Some(day)),
                PrivacyRuling::Until(day) => {
                    period.until = Some(period.until.map_or(day, |until| until.min(day)));
                }
                PrivacyRuling::Unreadable(hint) => {
                    let message = format!("`{key}` says who may see the note, and can't be read");
                    let hint = format!("{hint}; until then the note stays out");
                    self.error(codes::WRONG_VALUE, place, message, Some(hint));
                }
            }
        }
        // `status: private` is no state of a task.
        let is_status =
            |(name, ..): &(String, Range<usize>, ValueNode)| name.eq_ignore_ascii_case("status");
        let hides = |(_, span, _): &(String, Range<usize>, ValueNode)| {
            hiding.iter().any(|(_, place)| *place == self.place(span))
        };
        let other: Vec<bool> =
            self.fields.iter().map(|one| !(is_status(one) && hides(one))).collect();
        let mut other = other.into_iter();
        self.fields.retain(|_| other.next().unwrap_or(true));
        (hiding, period)
    }

    /// A tag that was meant to hide the note and that YAML takes for a comment.
    pub fn commented_tag(&self) -> Option<&'s str> {
        let text = self.source.text.get(self.range.clone())?;
        (self.format == Format::Yaml).then(|| privacy::commented_tag(text)).flatten()
    }

    /// A tag that hides the note in a value that was not taken yet.
    pub fn hiding_tag(&self) -> Option<String> {
        privacy::hiding_tag_of_fields(&self.fields).map(ToOwned::to_owned)
    }

    /// A file without any keys.
    pub fn none(source: &'s SourceFile) -> Self {
        Self {
            source,
            format: Format::Yaml,
            range: 0..0,
            fields: Vec::new(),
            inserted: Vec::new(),
            lenient: false,
            below: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The same keys, as those of a note: other programs may have written them.
    #[must_use]
    pub fn of_note(self) -> Self {
        Self { lenient: true, ..self }
    }

    /// Whether a key has a value.
    pub fn has(&self, key: &str) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|(name, _, node)| name.eq_ignore_ascii_case(key) && !node.is_null())
    }

    /// Adds a key that stands elsewhere in the file: one value, or several as a list.
    pub fn add(&mut self, key: &str, values: Vec<(String, Range<usize>)>) {
        let nodes = values.into_iter().map(|(value, place)| self.node(value, &place));
        let mut nodes: Vec<ValueNode> = nodes.collect();
        let Some(first) = nodes.first() else { return };
        let range = first.range.clone();
        let node = if nodes.len() == 1 {
            nodes.remove(0)
        } else {
            ValueNode { range: range.clone(), shape: Shape::List(nodes) }
        };
        self.drop_null(key);
        self.fields.push((key.to_owned(), range, node));
    }

    /// Adds a key that stands elsewhere in the file as often as it has values.
    pub fn add_each(&mut self, key: &str, values: Vec<(String, Range<usize>)>) {
        self.drop_null(key);
        for (value, place) in values {
            let node = self.node(value, &place);
            self.fields.push((key.to_owned(), node.range.clone(), node));
        }
    }

    /// An empty value in front matter is no value.
    fn drop_null(&mut self, key: &str) {
        self.fields.retain(|(name, _, own)| !(name.eq_ignore_ascii_case(key) && own.is_null()));
    }

    /// A value that stands elsewhere in the file, behind the front matter.
    pub fn node(&self, value: String, place: &Range<usize>) -> ValueNode {
        let own = |at: usize| (at + self.inserted.len()).saturating_sub(self.range.start);
        ValueNode { range: own(place.start)..own(place.end), shape: Shape::Scalar(value, true) }
    }

    /// A warning at a place in the file.
    pub fn warning(&self, code: Code, at: Range<usize>, message: String) -> Diagnostic {
        Diagnostic::warning(code, &self.source.path, message).at(self.source.location(at))
    }

    /// The place of a key's value.
    pub fn span(&self, key: &str) -> Option<Range<usize>> {
        let mut fields = self.fields.iter();
        let (.., node) = fields.find(|(name, ..)| name.eq_ignore_ascii_case(key))?;
        Some(self.place(&node.range))
    }

    /// The value of a key that stays there, if it can be read.
    pub fn peek<T: FromNode>(&self, key: &str) -> Option<T> {
        let mut fields = self.fields.iter();
        let (.., node) = fields.find(|(name, ..)| name.eq_ignore_ascii_case(key))?;
        if node.is_null() { None } else { T::from_node(node).ok() }
    }

    /// Takes the value of a key. An empty value is an absent one.
    pub fn get<T: FromNode>(&mut self, key: &str) -> Option<T> {
        self.get_spanned(key).map(|(value, _)| value)
    }

    /// Takes the value of a key, with its place in the file.
    pub fn get_spanned<T: FromNode>(&mut self, key: &str) -> Option<(T, Range<usize>)> {
        let node = self.remove(key)?;
        self.convert(key, &node)
    }

    /// Takes the values of a key: a list, or one value alone.
    pub fn list<T: FromNode>(&mut self, key: &str) -> Vec<T> {
        self.list_spanned(key).into_iter().map(|(value, _)| value).collect()
    }

    /// Takes the names that a key has, each with its place in the file. An empty one is absent. Several in
    /// one value that has no quotes are read as several, with a warning.
    pub fn names_spanned<T: FromNode>(&mut self, key: &str) -> Vec<(T, Range<usize>)> {
        let Some(mut node) = self.remove(key) else { return Vec::new() };
        let says = |node: &ValueNode| node.scalar().is_none_or(|text| !text.trim().is_empty());
        if !says(&node) {
            return Vec::new();
        }
        if let Some(several) = self.several(key, &node) {
            node.shape = Shape::List(several);
        }
        if let Shape::List(nodes) = &mut node.shape {
            nodes.retain(|node| says(node) || node.is_null());
        }
        self.values(key, &node)
    }

    /// The names in one value, where it has several: `jo, al`.
    fn several(&mut self, key: &str, node: &ValueNode) -> Option<Vec<ValueNode>> {
        let text = node.scalar()?;
        let place = self.place(&node.range);
        let is_quoted = self.source.text.get(place.clone())?.starts_with(['"', '\'']);
        let are_links = text.trim_start().starts_with("[[") && text.contains("]],");
        if is_quoted && !are_links {
            return None;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut from = 0;
        for (at, _) in text.match_indices(',') {
            // `1,5` is a number.
            if !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) {
                names.push(&text[from..at]);
                from = at + 1;
            }
        }
        names.push(&text[from..]);
        let names = names.into_iter().map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<&str> = names.collect();
        if names.len() < 2 {
            return None;
        }
        let message = format!("`{key}`: read as several names: {}", ticked(names.iter().copied()));
        let hint = "write them as a list, `[a, b]`; put one name that has a comma in quotes";
        let problem = self.warning(codes::WRONG_VALUE, place, message).hint(hint);
        self.problems.push(problem);
        let node = |name: &str| ValueNode {
            range: node.range.clone(),
            shape: Shape::Scalar(name.to_owned(), true),
        };
        Some(names.into_iter().map(node).collect())
    }

    /// Forgets keys whose value is an empty text in quotes: that is no name.
    pub fn drop_empty(&mut self, keys: &[&str]) {
        let is_empty = |node: &ValueNode| matches!(&node.shape, Shape::Scalar(text, true) if text.trim().is_empty());
        self.fields.retain(|(name, _, node)| {
            !(is_empty(node) && keys.iter().any(|key| name.eq_ignore_ascii_case(key)))
        });
    }

    /// Takes the values of a key, each with its place in the file.
    pub fn list_spanned<T: FromNode>(&mut self, key: &str) -> Vec<(T, Range<usize>)> {
        self.remove(key).map_or_else(Vec::new, |node| self.values(key, &node))
    }

    fn values<T: FromNode>(&mut self, key: &str, node: &ValueNode) -> Vec<(T, Range<usize>)> {
        let Shape::List(nodes) = &node.shape else {
            return self.convert(key, node).into_iter().collect();
        };
        let mut items = Vec::with_capacity(nodes.len());
        for node in nodes {
            if node.is_null() {
                self.warn_of_comment(node.range.end);
            } else {
                items.extend(self.convert(key, node));
            }
        }
        items
    }

    /// The keys and values of a map.
    pub fn map(&mut self, key: &str) -> Vec<(String, Range<usize>, ValueNode)> {
        let Some(node) = self.remove(key) else { return Vec::new() };
        let Shape::Map(pairs) = node.shape else {
            let message = format!("`{key}` needs keys and values");
            self.error(codes::WRONG_VALUE, self.place(&node.range), message, None);
            return Vec::new();
        };
        let named = pairs.into_iter().filter_map(|(key, node)| match key.shape {
            Shape::Scalar(name, _) => Some((name, self.place(&key.range), node)),
            Shape::List(_) | Shape::Map(_) => None,
        });
        named.collect()
    }

    /// The list of a key as it is: for items that have a shape of their own.
    pub fn raw_list(&mut self, key: &str) -> Vec<ValueNode> {
        let Some(node) = self.remove(key) else { return Vec::new() };
        let Shape::List(nodes) = node.shape else {
            let message = format!("`{key}` needs a list");
            self.error(codes::WRONG_VALUE, self.place(&node.range), message, None);
            return Vec::new();
        };
        nodes
    }

    /// Converts a value that was got from [`Fields::map`] or [`Fields::raw_list`].
    pub fn convert<T: FromNode>(
        &mut self,
        key: &str,
        node: &ValueNode,
    ) -> Option<(T, Range<usize>)> {
        let place = self.place(&node.range);
        match T::from_node(node) {
            Ok(typed) => Some((typed, place)),
            Err(error) => {
                // To YAML, what a template's program left is keys in keys.
                let written = self.source.text.get(place.clone());
                let left = written.is_some_and(|written| written.starts_with("{{"));
                let (message, hint) = match self.unfilled(place.start).filter(|_| left) {
                    Some(unfilled) => {
                        let unfilled = &self.source.text[unfilled];
                        let message = format!("the template's `{unfilled}` was never filled in");
                        (message, Some("fill it in, or remove the line".to_owned()))
                    }
                    None => (error.message, error.hint),
                };
                self.wrong_value(key, place, format!("`{key}`: {message}"), hint);
                None
            }
        }
    }

    /// The places of the keys that nothing took, with their values: the author's own. One that
    /// nearly spells one of `known` is a warning.
    pub fn take_rest(&mut self, known: &[&'static str]) -> BTreeMap<String, String> {
        let fields = std::mem::take(&mut self.fields);
        let mut rest = BTreeMap::new();
        for (key, range, node) in fields {
            if let Some(meant) = nearest(&key, known.iter().copied())
                && !OTHERS.contains(&key.to_lowercase().as_str())
                && !privacy::is_deciding(&key)
            {
                let message = format!("unknown key `{key}`");
                let path = &self.source.path;
                // Such a slip may have been to hide the note.
                let (problem, hint) = if HIDING.contains(&meant) {
                    let hint =
                        format!("did you mean `{meant}`? until it is fixed, the note is left out");
                    (Diagnostic::error(codes::UNKNOWN_KEY, path, message), hint)
                } else {
                    let hint = format!("did you mean `{meant}`?");
                    (Diagnostic::warning(codes::UNKNOWN_KEY, path, message), hint)
                };
                let place = self.source.location(self.place(&range));
                self.problems.push(problem.at(place).hint(hint));
            }
            let text = serde_yaml::to_string(&node.value()).unwrap_or_default();
            rest.insert(key, text.trim_end().to_owned());
        }
        rest
    }

    /// The keys that nothing took, where every key has to be known.
    pub fn reject_unknown(&mut self, known: &[&'static str]) {
        for (key, range, ..) in std::mem::take(&mut self.fields) {
            let hint = nearest(&key, known.iter().copied()).map_or_else(
                || format!("the keys are {}", ticked(known.iter().copied())),
                |meant| format!("did you mean `{meant}`?"),
            );
            let place = self.place(&range);
            self.error(codes::UNKNOWN_KEY, place, format!("unknown key `{key}`"), Some(hint));
        }
    }

    /// Reports a value of another kind. In a note it is ignored, so that the note stays; but a key
    /// that decides who sees what keeps the note out.
    pub fn wrong_value(
        &mut self,
        key: &str,
        at: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        if !self.lenient || KEEPS_OUT.contains(&key) || HIDING.contains(&key) {
            return self.error(codes::WRONG_VALUE, at, message, hint);
        }
        let mut problem = Diagnostic::warning(codes::WRONG_VALUE, &self.source.path, message)
            .at(self.source.location(at));
        let until = match key {
            "date" => "until then, the day in the file's name counts, if it has one",
            _ => "until then, the key is ignored",
        };
        let joined =
            |hint: String| format!("{hint}{} {until}", if hint.ends_with('?') { "" } else { ";" });
        problem.hint = Some(hint.map_or_else(|| until.to_owned(), joined));
        self.problems.push(problem);
    }

    /// Reports an error at a place in the file.
    pub fn error(&mut self, code: Code, at: Range<usize>, message: String, hint: Option<String>) {
        let mut problem =
            Diagnostic::error(code, &self.source.path, message).at(self.source.location(at));
        problem.hint = hint;
        self.problems.push(problem);
    }

    /// A range of the YAML as a range of the file.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let original = |at: usize| at - self.inserted.iter().filter(|quote| **quote < at).count();
        self.range.start + original(range.start)..self.range.start + original(range.end)
    }

    fn broken(&self, error: MatterError) -> Diagnostic {
        let place = self.place(&error.range);
        if let Some(unfilled) = self.unfilled(place.start) {
            let message = format!(
                "the template's `{}` was never filled in, so the {} cannot be read",
                &self.source.text[unfilled.clone()],
                self.format.name(),
            );
            return Diagnostic::error(codes::FRONT_MATTER, &self.source.path, message)
                .at(self.source.location(unfilled))
                .hint("fill it in, or remove the line; if this is a template, name its folder in `ignore`");
        }
        let mut problem = Diagnostic::error(codes::FRONT_MATTER, &self.source.path, error.message)
            .at(self.source.location(place));
        problem.hint = error.hint;
        problem
    }

    /// What a template's program left in the line around that place.
    fn unfilled(&self, at: usize) -> Option<Range<usize>> {
        let text = &self.source.text;
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start..].lines().next()?;
        [("{{", "}}"), ("<%", "%>")].into_iter().find_map(|(open, close)| {
            let from = line.find(open)?;
            let length = line[from..].find(close)? + close.len();
            Some(start + from..start + from + length)
        })
    }

    /// Keys are compared without case: Hugo and Obsidian both take `Date`.
    fn remove(&mut self, key: &str) -> Option<ValueNode> {
        let at = self.fields.iter().position(|(name, ..)| name.eq_ignore_ascii_case(key))?;
        let (_, range, node) = self.fields.remove(at);
        if node.is_null() {
            self.warn_of_comment(range.end);
            return None;
        }
        if matches!(node.shape, Shape::Scalar(_, false)) {
            self.warn_of_comment(node.range.end);
        }
        Some(node)
    }

    /// `task: #12` is an empty value and a comment, and `impact: the #1 thing` ends before the
    /// mark; hardly ever is that meant. A comment that is one has a space behind its mark.
    fn warn_of_comment(&mut self, end: usize) {
        if self.format != Format::Yaml {
            return;
        }
        let end = self.place(&(end..end)).end;
        let line = self.source.text[end..].split('\n').next().unwrap_or("");
        let comment = line.trim_start_matches([':', ' ', '\t']);
        let meant =
            comment.strip_prefix('#').is_some_and(|c| !c.is_empty() && !c.starts_with([' ', '#']));
        if !meant {
            return;
        }
        let start = end + line.len() - comment.len();
        self.problems.push(
            Diagnostic::warning(
                codes::COMMENT_VALUE,
                &self.source.path,
                "this is not part of the value: in YAML, `#` begins a comment",
            )
            .at(self.source.location(start..start + comment.trim_end().len()))
            .hint("put the whole value in quotes"),
        );
    }
}

/// How many values get quotes. Each time all is read again.
const MOST_REPAIRS: usize = 100;

/// The keys that decide who may see a note.
pub const HIDING: [&str; 4] = ["visibility", "draft", "private", "publish"];

/// Keys whose value decides by what name, or whether at all, others see something.
const KEEPS_OUT: [&str; 7] =
    ["share_as", "quote_ok", "share_words", "raw_html", "with", "task", "relation"];

/// Keys that Hugo, Jekyll, Obsidian, Logseq and Dendron write: no slips, however near they are to
/// one of ours.
const OTHERS: &[&str] = &[
    "author",
    "authors",
    "categories",
    "category",
    "comments",
    "cover",
    "created",
    "cssclass",
    "cssclasses",
    "description",
    "excerpt",
    "expirydate",
    "featured",
    "icon",
    "id",
    "image",
    "images",
    "keywords",
    "lang",
    "lastmod",
    "layout",
    "linktitle",
    "markup",
    "math",
    "menu",
    "modified",
    "nav_order",
    "outputs",
    "parent",
    "permalink",
    "pin",
    "pinned",
    "public",
    "publishdate",
    "published",
    "resources",
    "series",
    "site",
    "slug",
    "stub",
    "subtitle",
    "summary",
    "time",
    "toc",
    "topic",
    "type",
    "updated",
    "url",
    "uuid",
    "weight",
];

/// Names, ticked and joined, for a message.
pub fn ticked<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
