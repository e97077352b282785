//! Headings of what the author wrote, once some of them are left out: one with nothing below it says nothing, and numbers
//! that no longer count up from 1 tell of sections that are not there.

use std::borrow::Cow;
use std::ops::Range;

use super::tags::part;
use crate::model::Document;
use crate::model::document::{Kind, NodeId};
use crate::model::phrasing::split_number;

/// The parts of a text without headings that have nothing below them in these parts, and the text without numbers that do
/// not count up.
pub(crate) fn tidied<'d>(
    body: &'d Document,
    parts: &[Range<NodeId>],
) -> (Cow<'d, Document>, Vec<Range<NodeId>>) {
    let mut kept = vec![false; body.len() as usize];
    parts.iter().cloned().flatten().for_each(|id| kept[id as usize] = true);
    let is_heading = |id: NodeId| matches!(body.node(id).kind, Kind::Heading(_));
    let mut left = Vec::new();
    for (at, heading) in body.headings.iter().enumerate().filter(|(_, own)| !own.quoted) {
        let mut id = body.section(at).start;
        let mut has_text = false;
        while id < body.section(at).end {
            has_text |= kept[id as usize] && !is_heading(id);
            id = if is_heading(id) { body.node(id).end } else { id + 1 };
        }
        if kept[heading.node as usize] && has_text {
            left.push(at);
        } else {
            body.subtree(heading.node).for_each(|id| kept[id as usize] = false);
        }
    }
    let mut own = Cow::Borrowed(body);
    for level in 2..=6 {
        let of_level = left.iter().map(|at| &body.headings[*at]).filter(|own| own.level == level);
        let headings: Vec<_> = of_level.collect();
        if count_up(headings.iter().map(|own| &*own.text)) {
            continue;
        }
        for first in headings.iter().map(|own| own.node + 1).filter(|id| *id < body.len()) {
            let Kind::Text(words) = body.node(first).kind else { continue };
            let text = body.words(words);
            let number = text.len() - split_number(text).1.len();
            own.to_mut().set_kind(first, Kind::Text(part(words, number, text.len())));
        }
    }
    let mut parts: Vec<Range<NodeId>> = Vec::new();
    for id in body.whole().filter(|id| kept[*id as usize]) {
        match parts.last_mut().filter(|last| last.end == id) {
            Some(last) => last.end = id + 1,
            None => parts.push(id..id + 1),
        }
    }
    (own, parts)
}

/// Takes the numbers off titles if they do not count up from 1.
pub(crate) fn renumber<'t>(titles: impl Iterator<Item = &'t mut String>) {
    let titles: Vec<&mut String> = titles.collect();
    if !count_up(titles.iter().map(|title| title.as_str())) {
        titles.into_iter().for_each(|title| *title = split_number(title).1.to_owned());
    }
}

/// Whether each title has a number, and the numbers count up from 1, and from 1 again below another heading.
fn count_up<'t>(titles: impl Iterator<Item = &'t str>) -> bool {
    let mut last = 0;
    let mut titles = titles.map(|title| split_number(title).0);
    titles.all(|number| {
        let is_next = number.is_some_and(|number| number == 1 || number == last + 1);
        last = number.unwrap_or(0);
        is_next
    })
}
