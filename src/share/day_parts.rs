//! Days of which a reader may see some parts and not others: the journal without what they may not see
//! of each text, before anything else is made of it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::ShareOptions;
use super::filter::cut::{Cuts, cut};
use crate::markdown::{part_name, part_title, section};
use crate::model::{Document, Entry, Journal, Slug};

/// The journal without inline fields and without the parts that the reader may not see; `None` where it
/// has neither.
pub(super) fn without(journal: &Journal, options: &ShareOptions) -> Option<Journal> {
    let entries = &journal.entries;
    if !journal.bodies().any(|body| !body.fields.is_empty() || !body.parts.is_empty()) {
        return None;
    }
    let hidden: HashSet<&Slug> = entries
        .iter()
        .enumerate()
        .filter(|(at, entry)| options.hides(*at, entry).is_some())
        .map(|(_, entry)| &entry.id)
        .collect();
    let is_day = |entry: &&Entry| !entry.body.parts.is_empty() && entry.part.is_none();
    // What of each day's text the reader does not get.
    let days: HashMap<&Slug, Vec<Range<u32>>> = entries
        .iter()
        .filter(is_day)
        .map(|day| (&day.id, hidden_ranges(&day.body, &hidden)))
        .collect();
    let mut without = journal.clone();
    for entry in &mut without.entries {
        // What nobody sees is left as it is.
        if !hidden.contains(&entry.id) {
            share_entry(entry, &hidden, &days);
        }
    }
    let others = without.pages.iter_mut().map(|page| &mut page.body);
    let others = others.chain(without.goals.iter_mut().map(|goal| &mut goal.body));
    let others = others.chain(without.tasks.iter_mut().map(|task| &mut task.body));
    let others = others.chain(without.people.iter_mut().map(|person| &mut person.body));
    let none = HashSet::new();
    for body in others {
        let cuts = Cuts { parts: &none, within: WHOLE, hidden: &[] };
        *body = cut(body, &cuts).unwrap_or_else(|| std::mem::take(body));
    }
    Some(without)
}

const WHOLE: Range<u32> = 0..u32::MAX;

/// The places of the hidden parts of a text, in order; none is within another.
fn hidden_ranges(body: &Document, hidden: &HashSet<&Slug>) -> Vec<Range<u32>> {
    let gone = body.parts.iter().filter(|part| hidden.contains(&part.id));
    let mut ranges: Vec<Range<u32>> = gone.map(|part| body.node(part.node).span.clone()).collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    ranges.dedup_by(|next, last| next.end <= last.end);
    ranges
}

fn share_entry(entry: &mut Entry, hidden: &HashSet<&Slug>, days: &HashMap<&Slug, Vec<Range<u32>>>) {
    let note = entry.part.as_ref().and_then(|part| part.note.as_ref());
    let ranges = days.get(note.unwrap_or(&entry.id));
    let sees_note = note.is_none_or(|note| !hidden.contains(note));
    let part = entry.part.as_ref().filter(|_| !sees_note);
    let within = part.map_or(WHOLE, |part| part.span.clone());
    let cuts = Cuts { parts: hidden, within, hidden: ranges.map_or(&[], Vec::as_slice) };
    if let Some(body) = cut(&entry.body, &cuts) {
        answer_again(entry, &body);
        // A title that is the part's own words is what is left of them.
        if entry.part.is_some() && part_title(&entry.body) == entry.title {
            let title = part_title(&body);
            entry.title = if title.is_empty() { "Part".to_owned() } else { title };
        }
        entry.body = body;
    }
    if entry.part.is_some() {
        rename(entry);
    }
    if !sees_note {
        forget_note(entry);
    }
}

/// An answer that stands in the text is what is left of that.
fn answer_again(entry: &mut Entry, body: &Document) {
    let old = &entry.body;
    let keys = &mut entry.keys;
    for (key, answer) in [
        ("trying", &mut keys.trying),
        ("blocking", &mut keys.blocking),
        ("help", &mut keys.help),
        ("bar", &mut keys.bar),
    ] {
        if answer.is_some() && *answer == section(old, key) {
            *answer = section(body, key);
        }
    }
}

/// The id of a part is made from what the reader sees.
fn rename(entry: &mut Entry) {
    let Some(part) = &entry.part else { return };
    let words = part_name(&entry.body);
    entry.plain_id = Entry::part_id(entry.date, part.block.as_deref(), &words);
}

/// What a part has from a note that the reader may not see.
fn forget_note(entry: &mut Entry) {
    let Some(part) = &entry.part else { return };
    if part.note_tasks {
        entry.keys.tasks.clear();
    }
    if part.note_people {
        entry.keys.with.clear();
    }
    if part.note_goals {
        entry.keys.goals.clear();
        entry.names_goal = false;
    }
    if part.note_tags {
        entry.key_tags.clear();
    }
    entry.spelled.truncate(part.own_spelled);
}
