//! The author's own paragraphs: sections of the goal's file, and what a task's file or its notes tell of the work.

use std::ops::Range;

use super::super::case::{Case, case_of};
use super::super::{PacketSource, others};
use crate::analyse::Task;
use crate::markdown::plain_range;
use crate::model::document::{self, NodeId};
use crate::model::vocabulary::{Kind, Step};
use crate::model::{Document, Entry, Slug, Target};
use crate::render::context::NoteText;

/// The sections of a goal's file that have a place of their own, with their fragments. What stands under none of
/// them, nor under the name of a competency, is the case.
pub const SECTIONS: [(&str, &str); 4] = [
    ("recommendation", "Recommendation"),
    ("why-now", "Why now"),
    ("against", "What could speak against it"),
    ("growth-areas", "Growth areas"),
];

/// The sections of a task's file that tell its story, in the order in which they are told.
const STORY: [&str; 6] =
    ["Story", "Situation", "My part", "What was hard", "What changed", "How we know"];

/// A story is at most that long, in words: more of a note's own paragraphs are not added.
pub(crate) const LONGEST_STORY: usize = 120;
/// A story of fewer words is none, so a note's paragraphs do not make one.
const SHORTEST_STORY: usize = 30;

/// A section of the goal's file.
pub(crate) fn goal_section(source: &PacketSource<'_, '_>, title: &str) -> Option<Case> {
    let body = &source.goal.body;
    let own = Target::Goal(source.goal.id.clone());
    let text = NoteText { own, title: &source.goal.title, body, raw_html: false };
    case_of(source.ctx, &text, &[section(body, title)?])
}

/// The nodes of the level-2 section with that heading.
pub(crate) fn section(body: &Document, title: &str) -> Option<Range<NodeId>> {
    let mut headings = body.headings.iter();
    let at = headings.position(|own| {
        own.level == 2 && !own.quoted && Slug::new(own.name()) == Slug::new(title)
    })?;
    Some(body.section(at)).filter(|range| !range.is_empty())
}

/// What the author tells of a task: the sections of its file, or else paragraphs of its notes.
pub(crate) fn story(source: &PacketSource<'_, '_>, task: &Task) -> Option<Case> {
    of_file(source, task).or_else(|| of_notes(source, task))
}

fn of_file(source: &PacketSource<'_, '_>, task: &Task) -> Option<Case> {
    let file = source.ctx.journal.task(task.id.as_str())?;
    let parts: Vec<Range<NodeId>> =
        STORY.iter().filter_map(|title| section(&file.body, title)).collect();
    let own = Target::Task(file.id.clone());
    let text = NoteText { own, title: &file.title, body: &file.body, raw_html: false };
    let told: Vec<Case> =
        parts.into_iter().filter_map(|part| case_of(source.ctx, &text, &[part])).collect();
    joined(told)
}

/// Whole paragraphs of the task's notes, first of those that deliver it, the newest of them first, as many as a
/// story has room for. Only deliveries and plain notes tell what the author did; a talk tells what somebody else
/// said. A paragraph that speaks of somebody else, or quotes, is left out too: only its author knows whether they
/// would mind.
fn of_notes(source: &PacketSource<'_, '_>, task: &Task) -> Option<Case> {
    let journal = source.ctx.journal;
    let delivers = |at: &&usize| journal.entries[**at].step == Some(Step::Deliver);
    let is_own = |at: &&usize| {
        let entry = &journal.entries[**at];
        delivers(at) || (entry.step.is_none() && entry.kind == Kind::Note)
    };
    let (done, before): (Vec<&usize>, Vec<&usize>) =
        task.entries.iter().filter(is_own).partition(delivers);
    let mut chosen: Vec<(usize, Range<NodeId>)> = Vec::new();
    let mut room = LONGEST_STORY;
    for at in done.into_iter().rev().chain(before) {
        let entry = &journal.entries[*at];
        for part in paragraphs(&entry.body) {
            let plain = plain_range(&entry.body, part.clone(), |_| None);
            let words = plain.split_whitespace().count();
            if words <= room
                && stands_alone(&entry.body, part.clone(), &plain)
                && !others::speaks_of_others(journal, &plain)
            {
                room -= words;
                chosen.push((*at, part));
            }
        }
    }
    if LONGEST_STORY - room < SHORTEST_STORY {
        return None;
    }
    chosen.sort_by_key(|(at, part)| (*at, part.start));
    let told = chosen.into_iter().filter_map(|(at, part)| {
        let Entry { id, title, body, .. } = &journal.entries[at];
        let text = NoteText { own: Target::Entry(id.clone()), title, body, raw_html: false };
        case_of(source.ctx, &text, &[part])
    });
    joined(told.collect())
}

/// The paragraphs of a text that stand in nothing else, up to a heading within it: below one, somebody may be asked.
pub fn paragraphs(body: &Document) -> Vec<Range<NodeId>> {
    let mut paragraphs = Vec::new();
    let mut id = 0;
    while id < body.len() {
        let node = body.node(id);
        match node.kind {
            document::Kind::Paragraph => paragraphs.push(body.subtree(id)),
            // The heading of a part of a day begins its text.
            document::Kind::Heading(at) if id > 0 && body.headings[at as usize].level > 1 => break,
            _ => {}
        }
        id = node.end;
    }
    paragraphs
}

/// Whether a paragraph says something by itself: one that ends with a colon introduces what is left out here, and one
/// with a picture or an embedded note, or of links alone, is a title in place of what it shows.
fn stands_alone(body: &Document, part: Range<NodeId>, plain: &str) -> bool {
    let mut linked_until = part.start;
    let mut has_own_words = false;
    for id in part {
        let node = body.node(id);
        match node.kind {
            document::Kind::Image(_) => return false,
            document::Kind::Link(_) => linked_until = linked_until.max(node.end),
            document::Kind::Text(words) if id >= linked_until => {
                has_own_words |= body.words(words).contains(char::is_alphanumeric);
            }
            _ => {}
        }
    }
    has_own_words && !plain.trim_end().ends_with([':', '：', '…'])
}

fn joined(parts: Vec<Case>) -> Option<Case> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next()?;
    for Case { html, markdown, words, plain } in parts {
        whole.html.push_str(&html);
        whole.markdown.push_str("\n\n");
        whole.markdown.push_str(&markdown);
        whole.plain.push('\n');
        whole.plain.push_str(&plain);
        whole.words += words;
    }
    Some(whole)
}
