//! The inline fields of a note's text as keys: `key:: value` means what the key means in front matter.
//!
//! Where front matter has the key too, it wins. Of keys that say who may see the note, all count: the
//! narrower one wins, wherever it stands.

use std::ops::Range;

use super::fields::{Fields, HIDING};
use super::front_matter::written_as;
use super::privacy::{decides, is_deciding, says_who_sees};
use super::scan::Scanned;
use super::types::Flag;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Document;
use crate::model::document::{Kind, NodeId};
use crate::model::vocabulary::Visibility;

/// A field as it stands in a text.
#[derive(Clone, Debug)]
pub struct WrittenField {
    /// Its key: a known one as the tables have it, any other as it is written.
    pub key: String,
    /// Its value, without the quotes around it.
    pub value: String,
    /// Where it stands in the file.
    pub place: Range<usize>,
    /// Its node.
    pub node: NodeId,
}

/// What fields of a text say of who may see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatedAccess {
    /// Whether one of them is `private`, `draft` or `publish: no`.
    pub hides: bool,
    /// The narrowest `visibility`.
    pub visibility: Option<Visibility>,
}

impl StatedAccess {
    /// The same with another `visibility`: the narrower one stays.
    #[must_use]
    pub fn with(self, other: Option<Visibility>) -> Self {
        let narrowest = self.visibility.into_iter().chain(other).min();
        Self { visibility: narrowest, ..self }
    }
}

/// The fields of a text.
pub fn written(scanned: &Scanned) -> Vec<WrittenField> {
    let body = &scanned.body;
    let fields = body.fields.iter().map(|own| WrittenField {
        key: canonical(body.words(own.key)),
        value: unquoted(body.words(own.value)).to_owned(),
        place: scanned.place(&body.node(own.node).span),
        node: own.node,
    });
    fields.collect()
}

/// Whether a key has a meaning here, so that no blank is needed behind its `::`.
pub fn is_key(key: &str) -> bool {
    written_as(&canonical(key)).is_some() || is_deciding(key)
}

/// A key as the tables have it; in the text, `update by` and `update-by` are `update_by`.
fn canonical(key: &str) -> String {
    let joined = key.trim().replace([' ', '-'], "_").to_lowercase();
    if written_as(&joined).is_some() { joined } else { key.trim().to_owned() }
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(value)
}

/// Adds fields to the keys of a note, or of a part of one. Gives what they say of who may see it.
pub fn add(fields: &mut Fields<'_>, written: &[WrittenField]) -> StatedAccess {
    let mut access = StatedAccess::default();
    let mut stated: Vec<&WrittenField> = Vec::new();
    for own in written.iter().filter(|own| !own.value.is_empty()) {
        if own.key == "date" {
            let hint = "put it into the front matter: a date is the note's";
            warn(fields, own, "`date` does not count in the text".to_owned(), hint);
        } else if HIDING.contains(&own.key.as_str()) {
            decide(fields, own, &mut access);
        } else if fields.has(&own.key) && !decides(&own.key, &own.value) {
            let message = format!("`{}` is in the front matter too, and that one counts", own.key);
            warn(fields, own, message, "remove one of the two");
        } else {
            stated.push(own);
        }
    }
    while let Some(first) = stated.first() {
        let key = first.key.clone();
        let (same, others): (Vec<_>, Vec<_>) =
            stated.into_iter().partition(|own| own.key.eq_ignore_ascii_case(&key));
        stated = others;
        add_values(fields, &key, &same);
    }
    access
}

/// Adds the values of one key.
fn add_values(fields: &mut Fields<'_>, key: &str, same: &[&WrittenField]) {
    let style = written_as(key);
    let several = match style {
        Some("names" | "claims" | "tags" | "texts" | "metrics") => true,
        // Of keys that decide, each counts: of two, one may hide.
        Some(_) => false,
        None => {
            fields.add_each(
                key,
                same.iter().map(|own| (own.value.clone(), own.place.clone())).collect(),
            );
            return;
        }
    };
    if !several {
        // Of values that hide a note, each counts.
        let (deciding, others): (Vec<&WrittenField>, Vec<&WrittenField>) =
            same[1..].iter().copied().partition(|again| decides(key, &again.value));
        let deciding = deciding.into_iter().map(|own| (own.value.clone(), own.place.clone()));
        fields.add_each(key, deciding.collect());
        for again in others {
            let message = format!("`{key}` stands here twice, and the first one counts");
            warn(fields, again, message, "remove one of the two");
        }
        fields.add(key, vec![(same[0].value.clone(), same[0].place.clone())]);
        return;
    }
    let named = matches!(style, Some("names" | "claims"));
    let values = same.iter().flat_map(|own| {
        let values = if named { names(&own.value) } else { vec![own.value.clone()] };
        values.into_iter().map(|value| (value, own.place.clone()))
    });
    fields.add(key, values.collect());
}

/// The names in a value: several are separated by commas.
fn names(value: &str) -> Vec<String> {
    let listed = value.strip_prefix('[').filter(|rest| !rest.starts_with('['));
    let value = listed.and_then(|rest| rest.strip_suffix(']')).unwrap_or(value);
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    let mut quoted = false;
    for c in value.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ',' && depth == 0 && !quoted {
            names.push(String::new());
        } else if let Some(last) = names.last_mut() {
            last.push(c);
        }
    }
    let names = names.iter().map(|name| unquoted(name.trim()).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// Reads one of this program's own keys that say who may see a note.
fn decide(fields: &mut Fields<'_>, own: &WrittenField, access: &mut StatedAccess) {
    let value = fields.node(own.value.clone(), &own.place);
    if own.key == "visibility" {
        let stated = fields.convert::<Visibility>("visibility", &value);
        *access = access.with(stated.map(|(value, _)| value));
        return;
    }
    let Some((Flag(flag), _)) = fields.convert::<Flag>(&own.key, &value) else { return };
    access.hides |= flag == (own.key != "publish");
}

fn warn(fields: &mut Fields<'_>, own: &WrittenField, message: String, hint: &str) {
    let warning = fields.warning(codes::TEXT, own.place.clone(), message);
    fields.problems.push(warning.hint(hint));
}

/// What stands between a key and its value: with the second, of East Asian keyboards, nothing is a field.
const SEPARATORS: [&str; 2] = ["::", "：："];

/// The places where a text says `private:: yes`, or the like, and that is no field: in quotes,
/// callouts, footnotes, tables and HTML, and in code by indentation, which may be an accident.
pub fn misplaced(text: &str, document: &Document) -> Vec<Range<usize>> {
    if !SEPARATORS.iter().any(|separator| text.contains(separator)) {
        return Vec::new();
    }
    // In order; one may stand within another.
    let spans = |nodes: &mut dyn Iterator<Item = NodeId>| -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = Vec::new();
        for id in nodes {
            let span = &document.node(id).span;
            let span = span.start as usize..span.end as usize;
            if spans.last().is_none_or(|last| last.end <= span.start) {
                spans.push(span);
            }
        }
        spans
    };
    let is_code =
        |id: &NodeId| matches!(document.node(*id).kind, Kind::FencedCode(_) | Kind::Code(_));
    let code = spans(&mut (0..document.len()).filter(is_code));
    let around = |spans: &[Range<usize>], at: usize| {
        let next = spans.partition_point(|own| own.end <= at);
        spans.get(next).filter(|own| own.start <= at).map(|_| next)
    };
    let fields = spans(&mut document.fields.iter().map(|own| own.node));
    let is_field = |at: usize, key: &str| {
        around(&fields, at)
            .is_some_and(|own| document.words(document.fields[own].key).eq_ignore_ascii_case(key))
    };
    let stray = |(at, separator): (usize, &str)| {
        let before = text[..at].trim_end_matches([' ', '*', '_', '~', '=', '"', '\'']);
        let in_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let start = before.len() - trailing(before, in_key);
        let key = &before[start..];
        let signs = [':', '：', ' ', '*', '_', '~', '=', '"', '\''];
        let value = text[at..].trim_start_matches(signs);
        // An editor may have wrapped the line there.
        let wrapped = value.strip_prefix('\n').map(|value| value.trim_start_matches(signs));
        let value = wrapped.unwrap_or(value);
        // A word that decides is short.
        let end = value.char_indices().nth(40).map_or(value.len(), |(end, _)| end);
        let value =
            value[..end].split(['\n', ',', ';', ']', ')', '<', '|']).next().unwrap_or_default();
        let decides = says_who_sees(key, value.trim_matches(|c: char| !c.is_alphanumeric()));
        let misplaced =
            decides && around(&code, at).is_none() && (wrapped.is_some() || !is_field(at, key));
        misplaced.then(|| start..at + separator.len())
    };
    SEPARATORS
        .iter()
        .flat_map(|separator| text.match_indices(separator))
        .filter_map(stray)
        .collect()
}

/// How many bytes of such letters a text ends with.
fn trailing(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.chars().rev().take_while(|c| wanted(*c)).map(char::len_utf8).sum()
}

/// The error of a place that says who may see the note where nothing counts.
pub fn misplaced_error(path: &str) -> Diagnostic {
    let message = "this field says who may see the note, but fields do not count here";
    Diagnostic::error(codes::WRONG_VALUE, path, message).hint(
        "put it on a line of its own outside of quotes, callouts, footnotes, tables and HTML; until then the note is left out",
    )
}
