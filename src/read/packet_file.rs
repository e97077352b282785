//! A packet that its author wrote: `packets/GOAL.md`. It is no note of the journal, so it is read only when that
//! packet is made.

use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use super::fields::Fields;
use super::source::SourceFile;
use super::split::split;
use super::unreadable;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::markdown::comments::{self, Cut};
use crate::markdown::parse;
use crate::model::document::{Kind, NodeId};
use crate::model::packet_file::{FilePiece, FileSection, LiveBlock, PACKETS, PacketFile};
use crate::model::vocabulary::Audience;
use crate::model::{Document, Slug};
use crate::regular_file;

/// What a fenced block is called that is filled in.
const LIVE: &str = "loopbook";

/// The path of a goal's packet in the journal.
pub fn packet_path(goal: &Slug) -> String {
    format!("{PACKETS}/{goal}.md")
}

/// Reads the packet that was written for a goal; `None` where there is no such file.
///
/// # Errors
///
/// Where the file can't be read, does not say for whom it is, or has a block that nothing fills in.
pub fn packet_file(root: &Path, goal: &Slug) -> Result<Option<PacketFile>, Vec<Diagnostic>> {
    let path = packet_path(goal);
    let bytes = match regular_file::read_text(&root.join(&path)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(vec![unreadable(&path, &error)]),
    };
    let source = SourceFile::decode(path, bytes).map_err(|problem| vec![*problem])?;
    of_source(&source).map(Some)
}

fn of_source(source: &SourceFile) -> Result<PacketFile, Vec<Diagnostic>> {
    let error = |message: &str, hint: &str, at: Range<usize>| {
        let problem = Diagnostic::error(codes::WRONG_VALUE, &source.path, message);
        vec![problem.at(source.location(at)).hint(hint)]
    };
    let start = 0..source.text.find('\n').unwrap_or(source.text.len());
    let Ok(parts) = split(&source.text) else {
        let message = "the front matter can't be read";
        return Err(error(message, "begin with `---`, `audience: manager`, `---`", start));
    };
    let unsaid = "it does not say who may read it";
    let unsaid_hint = "add `audience: manager` to the front matter, or `me` or `public`";
    let Some(matter) = parts.matter else { return Err(error(unsaid, unsaid_hint, start)) };
    let mut fields = Fields::of_matter(source, matter).map_err(|problem| vec![*problem])?;
    let audience = fields.get::<Audience>("audience");
    fields.reject_unknown(&["audience"]);
    let problems: Vec<Diagnostic> =
        fields.problems.drain(..).filter(Diagnostic::is_error).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(audience) = audience else { return Err(error(unsaid, unsaid_hint, start)) };
    let text = &source.text[parts.body.clone()];
    let cut = comments::cut(text);
    let parsed = parse(&cut.text);
    let body = parsed.document;
    let place = |id: NodeId| {
        let span = &body.node(id).span;
        let at = |offset: u32| parts.body.start + cut.original(offset as usize);
        at(span.start)..at(span.end)
    };
    if let Some(stray) = body.private.first().map(|range| range.start) {
        let message = "a packet has no private callouts: everything in it is read";
        return Err(error(message, "remove it, or make it a comment: `%% … %%`", place(stray)));
    }
    if let Some(stray) = parsed.strays.first() {
        let message = "this looks like a private callout, but hides nothing";
        let hint = "remove it, or make it a comment: `%% … %%`";
        return Err(error(message, hint, original(&parts.body, &cut, stray.range.clone())));
    }
    let mut problems = Vec::new();
    let sections = sections(&body, &mut |line, id| {
        let word = line.split(':').next().unwrap_or_default();
        let words = LiveBlock::FORMS.map(|(form, _)| form.split(':').next().unwrap_or(form));
        let forms = LiveBlock::FORMS.map(|(form, _)| format!("`{form}`")).join(", ");
        let hint = match nearest(word, words) {
            Some(near) if near != word => format!("did you mean `{near}`?"),
            _ => format!("write one of {forms}"),
        };
        let message = format!("nothing fills in `{}`", line.trim());
        problems.push(
            Diagnostic::error(codes::WRONG_VALUE, &source.path, message)
                .at(source.location(place(id)))
                .hint(hint),
        );
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let title = body.title_heading().map(|heading| heading.text.clone());
    Ok(PacketFile { path: source.path.clone(), audience, title, sections, body: raised(body) })
}

fn original(body: &Range<usize>, cut: &Cut, range: Range<usize>) -> Range<usize> {
    body.start + cut.original(range.start)..body.start + cut.original(range.end)
}

/// The sections of a text. A heading above a story's block is the story's title, and the words below it are the
/// story's, up to the next heading or block.
fn sections(body: &Document, wrong: &mut dyn FnMut(&str, NodeId)) -> Vec<FileSection> {
    let mut sections: Vec<FileSection> = Vec::new();
    let mut id = 0;
    while id < body.len() {
        let node = body.node(id);
        let own = body.subtree(id);
        id = node.end;
        match node.kind {
            Kind::Heading(at) if body.headings[at as usize].level == 1 => {}
            Kind::Heading(at) if body.headings[at as usize].level == 2 => {
                let title = body.headings[at as usize].text.clone();
                sections.push(FileSection { title, pieces: Vec::new() });
            }
            Kind::FencedCode(info) if body.words(info).trim() == LIVE => {
                let line: String = own.clone().map(|id| body.text(id)).collect();
                let Some(section) = sections.last_mut() else { continue };
                match LiveBlock::parse(line.trim()) {
                    Some(LiveBlock::Story(task)) => story(body, section, task),
                    Some(block) => section.pieces.push(FilePiece::Live(block)),
                    None => wrong(&line, own.start),
                }
            }
            // What stands above the first section belongs to none.
            kind => {
                let Some(section) = sections.last_mut() else { continue };
                text(section, own, matches!(kind, Kind::Heading(_)));
            }
        }
    }
    sections
}

/// The blocks of stories in a packet's text, with the tasks that they name.
pub(super) fn stories(body: &Document) -> impl Iterator<Item = (NodeId, Slug)> + '_ {
    (0..body.len()).filter_map(|id| match body.node(id).kind {
        Kind::FencedCode(info) if body.words(info).trim() == LIVE => {
            let line: String = body.subtree(id).map(|id| body.text(id)).collect();
            match LiveBlock::parse(line.trim()) {
                Some(LiveBlock::Story(task)) => Some((id, task)),
                _ => None,
            }
        }
        _ => None,
    })
}

/// Adds nodes of text, to the story above them if no heading begins something else.
fn text(section: &mut FileSection, own: Range<NodeId>, is_heading: bool) {
    match section.pieces.last_mut() {
        Some(FilePiece::Story(_, _, words)) if !is_heading => match words {
            Some(words) => words.end = own.end,
            None => *words = Some(own),
        },
        Some(FilePiece::Text(words)) if !is_heading => words.end = own.end,
        _ => section.pieces.push(FilePiece::Text(own)),
    }
}

fn story(body: &Document, section: &mut FileSection, task: Slug) {
    let heading = match section.pieces.last() {
        Some(FilePiece::Text(range)) if body.node(range.start).end == range.end => {
            match body.node(range.start).kind {
                Kind::Heading(at) => Some(body.headings[at as usize].text.clone()),
                _ => None,
            }
        }
        _ => None,
    };
    if heading.is_some() {
        section.pieces.pop();
    }
    section.pieces.push(FilePiece::Story(task, heading, None));
}

/// The headings below those of the sections stand one level higher: a document puts them below its own.
fn raised(mut body: Document) -> Document {
    for heading in body.headings.iter_mut().filter(|heading| heading.level > 2) {
        heading.level -= 1;
    }
    body
}
