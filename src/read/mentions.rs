//! Where notes name a task, a goal or a person: in their keys, and in links.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::files::{self, CONFIG};
use super::matter::{Format, MAX_BYTES, Shape, ValueNode, fields};
use super::notes::ParsedNote;
use super::packet_file::stories;
use super::resolve::References;
use super::scan::{Scanned, scan};
use super::source::SourceFile;
use super::split::{FrontMatter, split};
use super::written::texts;
use super::{Read, Sources, Texts, configuration, parse_files, resolve, unreadable};
use crate::diagnostic::Diagnostic;
use crate::model::document::LinkKind;
use crate::model::keys::{ENTRY_KEYS, EntryKeys, GoalKeys, PersonKeys, TaskKeys};
use crate::model::note_path::{is_note, without_ending};
use crate::model::packet_file::PACKETS;
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
    /// Written in a way that has no place here, such as a link with its definition elsewhere, or in a file that is
    /// none of the journal's own.
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
        let parsed = parsed.iter().map(Borrow::borrow);
        notes.extend(parsed.map(|note| (note.source.clone(), note.scanned.clone())));
    }
    copy(&parsed.notes, &mut notes);
    copy(&parsed.goals, &mut notes);
    copy(&parsed.tasks, &mut notes);
    copy(&parsed.people, &mut notes);
    let (journal, references) = resolve::resolve(config, parsed, Texts::All, &mut problems);
    let mut found = Vec::new();
    if let Some(target) = target(&journal) {
        let bodies = bodies(&journal);
        let search = MentionSearch { references: &references, target: &target };
        for (source, scanned) in &notes {
            let mut ranges = search.in_keys(source);
            ranges.extend(in_fields(&source.text, scanned, &target));
            // Places in the entries of jrnl's text are none in its file.
            let is_file = is_note(&source.path);
            if !is_file {
                ranges.extend(wikilinks(&source.text, 0..source.text.len(), &target));
            } else if let Some(body) = bodies.get(source.path.as_str()) {
                let targets = body.links.iter().map(|link| link.target.clone());
                ranges.extend(in_links(&source.text, scanned, targets, &target));
            }
            let mention = |(range, form)| Mention {
                path: source.path.clone(),
                range,
                form: if is_file { form } else { MentionForm::Elsewhere },
            };
            found.extend(ranges.into_iter().map(mention));
        }
        found.extend(search.in_packets(root, &mut problems));
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

/// What is looked for, and what tells what a link leads to.
struct MentionSearch<'a> {
    references: &'a References,
    target: &'a Target,
}

impl MentionSearch<'_> {
    fn in_keys(&self, source: &SourceFile) -> Vec<(Range<usize>, MentionForm)> {
        let (text, target) = (source.text.as_str(), self.target);
        let matter = split(text).ok().and_then(|parts| parts.matter);
        let Some(FrontMatter { range, format }) = matter else { return Vec::new() };
        let Ok(fields) = fields(&text[range.clone()], format, MAX_BYTES) else { return Vec::new() };
        let mut found = Vec::new();
        for (key, _, value) in &fields {
            let names = is_naming(key, target);
            let is_proof = key.eq_ignore_ascii_case(ENTRY_KEYS.evidence);
            scalars(value, &mut |written, place| {
                let place = range.start + place.start..range.start + place.end;
                if names && names_target(written, target) {
                    found.push((place, MentionForm::Value(format)));
                } else if is_proof && !written.contains("[[") {
                    found.extend(self.in_proof(source, written, place));
                } else {
                    found.extend(wikilinks(text, place, target));
                }
            });
        }
        found
    }

    /// A path, or a link with a path, to what proves something.
    fn in_proof(
        &self,
        source: &SourceFile,
        written: &str,
        place: Range<usize>,
    ) -> Option<(Range<usize>, MentionForm)> {
        let proof = self.references.proof(&source.path, written);
        if proof.target.as_ref() != Some(self.target) {
            return None;
        }
        let path =
            written.rsplit_once("](").map_or(written, |(_, path)| path.trim_end_matches(')'));
        let path = path.split('#').next().unwrap_or(path);
        let start = source.text[place.clone()].rfind(path).map(|at| place.start + at);
        Some(match start.filter(|_| !path.is_empty()) {
            Some(start) => (start..start + path.len(), MentionForm::LinkPath),
            None => (place, MentionForm::Elsewhere),
        })
    }

    /// The packets that the author wrote are no notes: a task is named by the block of its story, and anything by a
    /// link.
    fn in_packets(&self, root: &Path, problems: &mut Vec<Diagnostic>) -> Vec<Mention> {
        let mut found = Vec::new();
        for path in packet_files(root) {
            let bytes = match regular_file::read_text(&root.join(&path)) {
                Ok(bytes) => bytes,
                Err(error) => {
                    problems.push(unreadable(&path, &error));
                    continue;
                }
            };
            let mut source = match SourceFile::decode(path, bytes) {
                Ok(source) => source,
                Err(problem) => {
                    problems.push(*problem);
                    continue;
                }
            };
            let body = split(&source.text).map_or(0..source.text.len(), |parts| parts.body);
            // What is wrong with it is said where the packet is made.
            let scanned = scan(&mut source, body, Texts::All, &mut Vec::new());
            let mut ranges: Vec<_> = match self.target {
                Target::Task(task) => stories(&scanned.body)
                    .filter(|(_, story)| story == task)
                    .map(|(node, _)| {
                        in_block(&source.text, scanned.place(&scanned.body.node(node).span))
                    })
                    .collect(),
                _ => Vec::new(),
            };
            let links = scanned.body.links.iter();
            let targets =
                links.map(|link| self.references.target(&source.path, &scanned.body, link));
            ranges.extend(in_links(&source.text, &scanned, targets, self.target));
            let own = is_own(root, &source.path);
            found.extend(ranges.into_iter().map(|(range, form)| Mention {
                path: source.path.clone(),
                range,
                form: if own { form } else { MentionForm::Elsewhere },
            }));
        }
        found
    }
}

/// The packets that the author wrote, by their paths in the journal.
fn packet_files(root: &Path) -> Vec<String> {
    let Ok(folder) = std::fs::read_dir(root.join(PACKETS)) else { return Vec::new() };
    let names = folder.filter_map(|file| file.ok()?.file_name().into_string().ok());
    let is_packet = |name: &String| !name.starts_with('.') && name.ends_with(".md");
    let mut paths: Vec<String> =
        names.filter(is_packet).map(|name| format!("{PACKETS}/{name}")).collect();
    paths.sort_unstable();
    paths
}

/// Whether a file is in the journal itself, and no link leads out of it.
pub fn is_own(root: &Path, path: &str) -> bool {
    let [whole, root] = [root.join(path), root.to_owned()].map(|path| path.canonicalize());
    whole.is_ok_and(|whole| root.is_ok_and(|root| whole == root.join(path)))
}

/// The name in the block of a story.
fn in_block(text: &str, block: Range<usize>) -> (Range<usize>, MentionForm) {
    let line = text[block.clone()].find('\n').map(|at| block.start + at + 1);
    let name = line.and_then(|start| {
        let line = text[start..block.end].lines().find(|line| line.contains(':'))?;
        let (_, name) = line.split_once(':')?;
        let from =
            start + text[start..block.end].find(line)? + line.len() - name.trim_start().len();
        Some(from..from + name.trim().len())
    });
    name.map_or((block, MentionForm::Elsewhere), |name| (name, MentionForm::InlineValue))
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

/// The links of a text whose target it is. `targets` says for each link what it leads to.
fn in_links(
    text: &str,
    scanned: &Scanned,
    targets: impl Iterator<Item = Option<Target>>,
    target: &Target,
) -> Vec<(Range<usize>, MentionForm)> {
    let links = scanned.body.links.iter().zip(targets);
    let links = links.filter(|(_, leads_to)| leads_to.as_ref() == Some(target));
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
