//! Where notes name a task, a goal or a person: in their keys, and in links.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::files::{self, CONFIG};
use super::matter::{Format, MAX_BYTES, Shape, ValueNode, fields};
use super::notes::ParsedNote;
use super::scan::Scanned;
use super::source::SourceFile;
use super::split::{FrontMatter, split};
use super::written::texts;
use super::{Read, Sources, Texts, configuration, parse_files, resolve};
use crate::model::document::LinkKind;
use crate::model::keys::{EntryKeys, GoalKeys, PersonKeys, TaskKeys};
use crate::model::note_path::{is_note, without_ending};
use crate::model::{Document, Journal, Slug, Target};
use crate::regular_file;

/// A place that names something. Places are in the text as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The file.
    pub path: String,
    /// Where the name stands.
    pub range: Range<usize>,
    /// How it is written there.
    pub form: MentionForm,
}

/// How a mention is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionForm {
    /// The whole value of a key, in front matter of this format.
    Value(Format),
    /// A value of an inline field, or one of several that are separated by commas.
    InlineValue,
    /// The name in a wikilink.
    Wikilink,
    /// The path of a Markdown link.
    LinkPath,
    /// A link that names it in a way that has no place here, such as by a definition elsewhere.
    Elsewhere,
}

/// Reads a journal, with every place that names `target`.
pub fn mentions(root: &Path, target: impl Fn(&Journal) -> Option<Target>) -> (Read, Vec<Mention>) {
    let mut problems = Vec::new();
    let Some(config) = configuration(root, &mut problems) else {
        return (Read::new(None, problems), Vec::new());
    };
    let output = root.join(&config.output);
    let files = files::walk(root, &config, &output, &mut problems).files;
    let parsed = parse_files(files, Texts::All, Sources::Held, &config, &mut problems);
    let mut notes: Vec<(SourceFile, Scanned)> = Vec::new();
    fn copy<T>(parsed: &[impl Borrow<ParsedNote<T>>], notes: &mut Vec<(SourceFile, Scanned)>) {
        // Places in the entries of jrnl's text are none in its file.
        let whole = parsed.iter().map(Borrow::borrow).filter(|note| is_note(&note.source.path));
        notes.extend(whole.map(|note| (note.source.clone(), note.scanned.clone())));
    }
    copy(&parsed.notes, &mut notes);
    copy(&parsed.goals, &mut notes);
    copy(&parsed.tasks, &mut notes);
    copy(&parsed.people, &mut notes);
    let journal = resolve::resolve(config, parsed, Texts::All, &mut problems).0;
    let mut found = Vec::new();
    if let Some(target) = target(&journal) {
        let bodies = bodies(&journal);
        for (source, scanned) in &notes {
            let mut ranges = in_keys(&source.text, &target);
            ranges.extend(in_fields(&source.text, scanned, &target));
            if let Some(body) = bodies.get(source.path.as_str()) {
                ranges.extend(in_links(&source.text, scanned, body, &target));
            }
            let mention = |(range, form)| Mention { path: source.path.clone(), range, form };
            found.extend(ranges.into_iter().map(mention));
        }
        found.extend(in_configuration(root, &target));
    }
    (Read::new(Some(journal), problems), found)
}

fn bodies(journal: &Journal) -> HashMap<&str, &Document> {
    let notes = journal.entries.iter().filter(|entry| entry.part.is_none());
    let entries = notes.map(|entry| (entry.path.as_str(), &entry.body));
    let pages = journal.pages.iter().map(|page| (page.path.as_str(), &page.body));
    let tasks = journal.tasks.iter().map(|task| (task.path.as_str(), &task.body));
    let goals = journal.goals.iter().filter_map(|goal| Some((goal.path.as_deref()?, &goal.body)));
    let people = journal.people.iter().filter_map(|one| Some((one.path.as_deref()?, &one.body)));
    entries.chain(pages).chain(tasks).chain(goals).chain(people).collect()
}

/// The keys that name things of the target's kind, by their rules in the tables of keys.
fn is_naming(key: &str, target: &Target) -> bool {
    let rules: &[&str] = match target {
        Target::Task(_) => &["tasks", "settled", "stories"],
        Target::Goal(_) => &["goals"],
        Target::Person(_) => &["people", "speaker"],
        Target::Entry(_) | Target::Page(_) | Target::File(_) => &[],
    };
    let tables = [EntryKeys::RULES, GoalKeys::RULES, TaskKeys::RULES, PersonKeys::RULES];
    let mut keys = tables.into_iter().flatten();
    keys.any(|(own, rule)| own.eq_ignore_ascii_case(key) && rules.contains(rule))
}

fn in_keys(text: &str, target: &Target) -> Vec<(Range<usize>, MentionForm)> {
    let matter = split(text).ok().and_then(|parts| parts.matter);
    let Some(FrontMatter { range, format }) = matter else { return Vec::new() };
    let Ok(fields) = fields(&text[range.clone()], format, MAX_BYTES) else { return Vec::new() };
    let mut found = Vec::new();
    for (key, _, value) in &fields {
        let names = is_naming(key, target);
        scalars(value, &mut |written, place| {
            let place = range.start + place.start..range.start + place.end;
            if names && names_target(written, target) {
                found.push((place, MentionForm::Value(format)));
            } else {
                found.extend(wikilinks(text, place, target));
            }
        });
    }
    found
}

fn in_fields(text: &str, scanned: &Scanned, target: &Target) -> Vec<(Range<usize>, MentionForm)> {
    let mut found = Vec::new();
    for body in texts(scanned) {
        for field in &body.fields {
            let span = scanned.place(&body.node(field.node).span);
            found.extend(wikilinks(text, span.clone(), target));
            let value = body.words(field.value);
            let key = body.words(field.key).trim().replace([' ', '-'], "_");
            let start = text[span.clone()].rfind(value).map(|at| span.start + at);
            let Some(mut start) = start.filter(|_| is_naming(&key, target)) else { continue };
            for name in value.split(',') {
                let trimmed = name.trim().trim_matches(['"', '[', ']']);
                if !name.contains("[[") && names_target(trimmed, target) {
                    let begin = start + name.find(trimmed).unwrap_or(0);
                    found.push((begin..begin + trimmed.len(), MentionForm::InlineValue));
                }
                start += name.len() + 1;
            }
        }
    }
    found
}

fn scalars(value: &ValueNode, found: &mut impl FnMut(&str, Range<usize>)) {
    match &value.shape {
        Shape::Scalar(text, _) => found(text, value.range.clone()),
        Shape::List(items) => items.iter().for_each(|item| scalars(item, found)),
        Shape::Map(pairs) => pairs.iter().for_each(|(_, value)| scalars(value, found)),
    }
}

/// Whether a value is the target's name, as a key may write it. A wikilink is changed as one.
fn names_target(written: &str, target: &Target) -> bool {
    let name = written.trim().trim_start_matches(['-', '@']);
    !name.contains("[[") && target.slug().is_some_and(|id| Slug::new(name) == *id)
}

/// The wikilinks in a range of a text that name the target.
fn wikilinks(
    text: &str,
    within: Range<usize>,
    target: &Target,
) -> Vec<(Range<usize>, MentionForm)> {
    let mut found = Vec::new();
    let mut from = within.start;
    while let Some(at) = text[from..within.end].find("[[") {
        let start = from + at + 2;
        let length = text[start..within.end].find([']', '|', '#']).unwrap_or(0);
        let name = text[start..start + length].rsplit('/').next().unwrap_or_default();
        let name = without_ending(name);
        if target.slug().is_some_and(|id| Slug::new(name) == *id) {
            found.push((start..start + length, MentionForm::Wikilink));
        }
        from = start;
    }
    found
}

/// The links of a text whose target it is. `body` is the text after its links were resolved.
fn in_links(
    text: &str,
    scanned: &Scanned,
    body: &Document,
    target: &Target,
) -> Vec<(Range<usize>, MentionForm)> {
    let links = scanned.body.links.iter().zip(&body.links);
    let links = links.filter(|(_, resolved)| resolved.target.as_ref() == Some(target));
    let place = |link: &crate::model::Link| {
        let span = scanned.place(&scanned.body.node(link.node).span);
        let written = scanned.body.words(link.destination);
        let path = written.split(['#', '|']).next().unwrap_or(written);
        let (open, form) = match link.kind {
            LinkKind::Wiki { .. } => ("[[", MentionForm::Wikilink),
            _ => ("](", MentionForm::LinkPath),
        };
        let source = &text[span.clone()];
        let found = match form {
            MentionForm::Wikilink => source.find(open),
            _ => source.rfind(open),
        };
        let start = found.map(|at| span.start + at + open.len());
        let start = start.filter(|start| text[*start..].starts_with(path) && !path.is_empty());
        match start {
            Some(start) => (start..start + path.len(), form),
            None => (span, MentionForm::Elsewhere),
        }
    };
    links.map(|(link, _)| place(link)).collect()
}

/// The manager is named in the configuration.
fn in_configuration(root: &Path, target: &Target) -> Option<Mention> {
    let Target::Person(_) = target else { return None };
    let bytes = regular_file::read_text(&root.join(CONFIG)).ok()?;
    let source = SourceFile::decode(CONFIG.into(), bytes).ok()?;
    let fields = fields(&source.text, Format::Yaml, source.text.len()).ok()?;
    let (.., value) = fields.into_iter().find(|(key, ..)| key.eq_ignore_ascii_case("manager"))?;
    let form = MentionForm::Value(Format::Yaml);
    names_target(value.scalar()?, target).then(|| Mention {
        path: CONFIG.to_owned(),
        range: value.range.clone(),
        form,
    })
}
