//! The keys of a note as they were written: typed, each name still as its author spelled it.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::fields::Fields;
use super::types::{Flag, Name, ScalarText, Whole};
use crate::model::words::{Answer, Initiative, Kind, Perception, Size, Status, Step, Visibility};
use crate::model::{Metric, Shows};

/// A name and its place in the file.
pub type SpannedName = (Name, Range<usize>);

/// Every key of an entry. See [`Entry`](crate::model::Entry) for what each means.
#[expect(missing_docs, reason = "each field is named as the key that it holds")]
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    pub title: Option<String>,
    pub date: Option<(Date, Range<usize>)>,
    pub tags: Vec<String>,
    pub aliases: Vec<String>,
    pub step: Option<Step>,
    pub opens_loop: bool,
    pub task: Vec<SpannedName>,
    pub goal: Vec<SpannedName>,
    pub with: Vec<SpannedName>,
    pub kind: Option<Kind>,
    pub visibility: Option<Visibility>,
    pub energy: Option<u8>,
    pub perception: Option<Perception>,
    pub wishes: Vec<String>,
    pub trying: Option<String>,
    pub blocking: Option<String>,
    pub help: Option<String>,
    pub bar: Option<String>,
    pub initiative: Option<Initiative>,
    pub status: Option<Status>,
    pub due: Option<Date>,
    pub size: Option<Size>,
    pub project: Option<Name>,
    pub impact: Option<String>,
    pub metric: Vec<Metric>,
    pub evidence: Vec<String>,
    pub shows: Vec<(Shows, Range<usize>)>,
    pub confirmed_by: Vec<SpannedName>,
    pub seen_by: Vec<SpannedName>,
    pub quote: Option<String>,
    pub quote_from: Option<SpannedName>,
    pub quote_ok: bool,
    pub answer: Option<Answer>,
    pub gaps: Vec<Name>,
    pub lesson: Option<String>,
    pub resolves: Vec<Name>,
    pub update_by: Option<Date>,
    pub combines: Vec<String>,
    pub minutes: Option<u32>,
    pub raw_html: bool,
    pub extra: BTreeMap<String, String>,
}

/// The keys of an entry.
pub const KEYS: &[&str] = &[
    "title",
    "date",
    "tags",
    "aliases",
    "step",
    "loop",
    "task",
    "goal",
    "with",
    "kind",
    "visibility",
    "draft",
    "private",
    "publish",
    "energy",
    "perception",
    "wishes",
    "trying",
    "blocking",
    "help",
    "bar",
    "initiative",
    "status",
    "due",
    "size",
    "project",
    "impact",
    "metric",
    "evidence",
    "shows",
    "confirmed_by",
    "seen_by",
    "quote",
    "quote_from",
    "quote_ok",
    "answer",
    "gaps",
    "lesson",
    "resolves",
    "update_by",
    "combines",
    "minutes",
    "raw_html",
];

/// The keys of a note without a date. It is in no timeline, so all others are its author's own.
const PAGE_KEYS: &[&str] =
    &["title", "tags", "aliases", "visibility", "draft", "private", "publish", "raw_html"];

impl FrontMatter {
    /// Takes the keys of a note without a date.
    pub fn of_page(fields: &mut Fields<'_>) -> Self {
        Self {
            title: text(fields, "title"),
            tags: tags(fields),
            aliases: [texts(fields, "aliases"), texts(fields, "alias")].concat(),
            visibility: visibility(fields),
            raw_html: flag(fields, "raw_html").unwrap_or(false),
            extra: fields.take_rest(PAGE_KEYS),
            ..Self::default()
        }
    }

    /// Takes every key but the date; what is wrong is left in `fields.problems`.
    pub fn take(fields: &mut Fields<'_>) -> Self {
        Self {
            title: text(fields, "title"),
            date: None,
            tags: tags(fields),
            aliases: [texts(fields, "aliases"), texts(fields, "alias")].concat(),
            step: fields.get("step"),
            opens_loop: opens_loop(fields),
            task: fields.list_spanned("task"),
            goal: fields.list_spanned("goal"),
            with: fields.list_spanned("with"),
            kind: fields.get("kind"),
            visibility: visibility(fields),
            energy: fields.get("energy").and_then(|Whole::<1, 5>(n)| u8::try_from(n).ok()),
            perception: fields.get("perception"),
            wishes: texts(fields, "wishes"),
            trying: text(fields, "trying"),
            blocking: text(fields, "blocking"),
            help: text(fields, "help"),
            bar: text(fields, "bar"),
            initiative: fields.get("initiative"),
            status: fields.get("status"),
            due: fields.get("due"),
            size: fields.get("size"),
            project: fields.get("project"),
            impact: text(fields, "impact"),
            metric: fields.list("metric"),
            evidence: texts(fields, "evidence"),
            shows: fields.list_spanned("shows"),
            confirmed_by: fields.list_spanned("confirmed_by"),
            seen_by: fields.list_spanned("seen_by"),
            quote: text(fields, "quote"),
            quote_from: fields.get_spanned("quote_from"),
            quote_ok: flag(fields, "quote_ok").unwrap_or(false),
            answer: fields.get("answer"),
            gaps: fields.list("gaps"),
            lesson: text(fields, "lesson"),
            resolves: fields.list("resolves"),
            update_by: fields.get("update_by"),
            combines: texts(fields, "combines"),
            minutes: fields.get("minutes").map(|Whole::<0, { u32::MAX }>(n)| n),
            raw_html: flag(fields, "raw_html").unwrap_or(false),
            extra: fields.take_rest(KEYS),
        }
    }
}

/// The text of a key; an empty one is absent.
pub fn text(fields: &mut Fields<'_>, key: &str) -> Option<String> {
    fields.get(key).map(|ScalarText(text)| text).filter(|text| !text.is_empty())
}

/// The texts of a key.
pub fn texts(fields: &mut Fields<'_>, key: &str) -> Vec<String> {
    fields
        .list(key)
        .into_iter()
        .map(|ScalarText(text)| text)
        .filter(|text| !text.is_empty())
        .collect()
}

/// Yes or no.
pub fn flag(fields: &mut Fields<'_>, key: &str) -> Option<bool> {
    fields.get(key).map(|Flag(flag)| flag)
}

/// What the keys about visibility come to. `draft`, `private` and `publish: false` always win;
/// `publish: true` widens nothing, so that another tool's habit can't publish a note here. A value
/// that can't be read keeps the note out of the site, and is private besides.
pub fn visibility(fields: &mut Fields<'_>) -> Option<Visibility> {
    let stated = fields.get("visibility");
    let hides =
        [flag(fields, "draft"), flag(fields, "private"), flag(fields, "publish").map(|p| !p)];
    if hides.contains(&Some(true)) { Some(Visibility::Private) } else { stated }
}

/// Obsidian also takes tags with their `#`, and several in one text.
fn tags(fields: &mut Fields<'_>) -> Vec<String> {
    // Obsidian also takes the singular.
    let written = [texts(fields, "tags"), texts(fields, "tag")].concat();
    let split = written.iter().flat_map(|text| text.split([',', ' ']));
    split.map(|tag| tag.trim_start_matches('#').to_owned()).filter(|tag| !tag.is_empty()).collect()
}

fn opens_loop(fields: &mut Fields<'_>) -> bool {
    let Some((ScalarText(text), place)) = fields.get_spanned("loop") else { return false };
    let new = text.eq_ignore_ascii_case("new");
    if !new {
        let hint = "the one value of `loop` is `new`: it forces a new loop".to_owned();
        fields.error("wrong-value", place, format!("`loop`: there is no `{text}`"), Some(hint));
    }
    new
}
