//! What of each note is in a packet, key by key.

use std::collections::HashSet;

use serde_json::Value;

use super::AuditInput;
use crate::markdown::plain_range;
use crate::model::keys::EntryKeys;
use crate::model::slug::without_accents;
use crate::model::{Document, Entry, Evidence, Goal, Metric, TaskNote};
use crate::packet::{Packet, paragraphs};

/// A note of which a packet shows something.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its file.
    pub path: String,
    /// Its number in the appendix; the goal's file has none.
    pub number: Option<usize>,
    /// Its keys with the words that are shown, in the order in which notes have them.
    pub keys: Vec<(&'static str, String)>,
    /// Those of its other keys that something in the packet is counted or told from.
    pub used: Vec<&'static str>,
}

/// All texts of a packet, in lower case.
pub struct PacketText {
    each: HashSet<String>,
    all: String,
}

impl PacketText {
    /// Every text in it, however deep.
    pub fn of(packet: &Packet) -> Self {
        fn texts(value: Value, into: &mut HashSet<String>) {
            match value {
                Value::String(text) => drop(into.insert(plain(&text))),
                Value::Array(items) => items.into_iter().for_each(|item| texts(item, into)),
                Value::Object(pairs) => pairs.into_iter().for_each(|(_, item)| texts(item, into)),
                _ => {}
            }
        }
        let mut each = HashSet::new();
        // A packet is texts, numbers and lists of them, which are always JSON.
        texts(serde_json::to_value(packet).unwrap_or_default(), &mut each);
        let all: Vec<&str> = each.iter().map(String::as_str).collect();
        Self { all: all.join("\n"), each }
    }

    /// Whether one of its texts is this one.
    pub fn has(&self, text: &str) -> bool {
        let text = plain(text);
        !text.is_empty() && self.each.contains(&text)
    }

    /// Whether it names somebody.
    pub fn says(&self, name: &str) -> bool {
        has_word(&self.all, name)
    }
}

/// Whether a text has these words, and not as a part of others. Neither case nor accents matter.
pub fn has_word(text: &str, word: &str) -> bool {
    let [text, word] = [text, word].map(|text| without_accents(&text.to_lowercase()));
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !letter(before) && !letter(after)
    })
}

/// Words without what a page writes otherwise: blanks, and the marks around a quote.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let marks = ['"', '“', '”', '„', '«', '»', '‘', '’'];
    words.join(" ").trim_matches(marks).to_lowercase()
}

/// The notes that a packet shows something of.
pub fn seen(input: &AuditInput<'_>, shown: &PacketText) -> Vec<Seen> {
    let journal = input.shared.journal;
    let goal = journal.goal(input.goal.as_str()).map(|goal| of_goal(input, goal, shown));
    let file = input.file.map(|path| of_file(input.packet, path));
    let notes = input.packet.notes.iter().map(|note| {
        let entry = &journal.entries[note.entry];
        Seen {
            path: input.source(note.entry).path.clone(),
            number: Some(note.number),
            keys: [keys(entry, shown), told(&entry.body, input)].concat(),
            used: used(entry),
        }
    });
    let tasks = input.packet.ledger.iter().flat_map(|ledger| &ledger.rows);
    let tasks = tasks.filter_map(|row| of_task(input, journal.task(&row.id)?, shown));
    file.into_iter().chain(goal).chain(tasks).chain(notes).collect()
}

/// What the author wrote for this packet.
fn of_file(packet: &Packet, path: &str) -> Seen {
    let blocks = packet.opening.sections.iter().flat_map(|section| &section.blocks);
    let texts = blocks.flat_map(|block| {
        let story = block.story.as_ref().and_then(|story| story.text.as_ref());
        block.text.iter().chain(story)
    });
    let keys = texts.map(|text| ("text", text.plain.clone())).collect();
    Seen { path: path.to_owned(), number: None, keys, used: Vec::new() }
}

/// The paragraphs of a note that a story has. What the author wrote for the packet is in a file of its own.
fn told(body: &Document, input: &AuditInput<'_>) -> Vec<(&'static str, String)> {
    if input.file.is_some() {
        return Vec::new();
    }
    let stories: Vec<&str> = input
        .packet
        .stories
        .iter()
        .filter_map(|story| story.text.as_ref())
        .map(|text| text.plain.as_str())
        .collect();
    let paragraphs = paragraphs(body).into_iter();
    let plain = paragraphs.map(|part| plain_range(body, part, |_| None));
    let is_told = |own: &String| !own.is_empty() && stories.iter().any(|text| text.contains(own));
    plain.filter(is_told).map(|own| ("text", own)).collect()
}

fn of_task(input: &AuditInput<'_>, task: &TaskNote, shown: &PacketText) -> Option<Seen> {
    // Only a task whose file is shared has one here, and then it keeps its id.
    let own = input.journal.task(task.id.as_str())?;
    let title = Some(("title", task.title.clone())).filter(|(_, words)| shown.has(words));
    let used = [
        ("size", task.size.is_some()),
        ("due", task.due.is_some()),
        ("project", task.project.is_some()),
        ("asked_on", task.asked_on.is_some()),
    ];
    let stories = input.packet.stories.iter().filter(|story| story.id == task.id.as_str());
    let texts = stories.filter_map(|story| story.text.as_ref()).map(|text| text.plain.clone());
    let is_own =
        |text: &String| plain_range(&task.body, task.body.whole(), |_| None).contains(text);
    let story = texts.filter(|text| text.lines().all(|line| is_own(&line.to_owned())));
    let story = story.filter(|_| input.file.is_none()).map(|text| ("a story", text));
    let keys = title.into_iter().chain(story).collect();
    Some(Seen { path: own.path.clone(), number: None, keys, used: there(&used) })
}

fn of_goal(input: &AuditInput<'_>, goal: &Goal, shown: &PacketText) -> Seen {
    let text = |key, value: &Option<String>| Some((key, value.clone()?));
    let keys = [
        Some(("title", goal.title.clone())),
        text("from", &goal.from),
        text("to", &goal.to),
        goal.by.map(|by| ("by", by.to_string())),
        goal.shared_on.map(|day| ("shared_on", day.to_string())),
    ];
    let needs = goal.needs.iter().map(|need| ("needs", need.title.clone()));
    let mut keys: Vec<_> = keys.into_iter().flatten().chain(needs).collect();
    // A date and a level are written out.
    keys.retain(|(key, words)| *key != "title" || shown.has(words));
    let case = input.packet.case.as_ref().map(|case| ("the case", case.markdown.clone()));
    let blocks = input.packet.opening.sections.iter().flat_map(|section| &section.blocks);
    let rows = blocks.flat_map(|block| &block.readiness).flat_map(|table| &table.rows);
    let in_annex = input.packet.needs.iter().filter_map(|need| need.bar.clone());
    let bars = rows.filter_map(|row| row.next.clone()).chain(in_annex);
    let case = case.filter(|_| input.file.is_none());
    let sections = input.packet.opening.sections.iter().filter(|section| section.anchor != "case");
    let texts =
        sections.flat_map(|section| &section.blocks).filter_map(|block| block.text.as_ref());
    let texts =
        texts.filter(|_| input.file.is_none()).map(|text| ("a section", text.plain.clone()));
    keys.extend(case.into_iter().chain(texts).chain(bars.map(|bar| ("a bar", bar))));
    let stated =
        [("kind", true), ("ladder", goal.ladder.is_some()), ("with", !goal.with.is_empty())];
    let path = input.goal().and_then(|goal| goal.path.clone()).unwrap_or_default();
    Seen { path, number: None, keys, used: there(&stated) }
}

fn keys(entry: &Entry, shown: &PacketText) -> Vec<(&'static str, String)> {
    // Taken apart in part: what is no text is in `used`, and what is not here is in no packet.
    let Entry { title, date, body, .. } = entry;
    let EntryKeys { trying, blocking, help, bar, impact, quote, lesson, recommendation, .. } =
        &*entry.keys;
    let text = |key, value: &Option<String>| Some((key, value.clone()?));
    let one = [
        Some(("title", title.clone())),
        Some(("date", date.to_string())),
        text("trying", trying),
        text("blocking", blocking),
        text("help", help),
        text("bar", bar),
        text("impact", impact),
    ];
    let metrics = entry.metrics.iter().filter(|metric| measures(metric, shown));
    let metrics = metrics.map(|metric| ("metric", metric.to_string()));
    let proof = entry.evidence.iter().filter(|proof| proves(proof, shown));
    let proof = proof.map(|proof| ("evidence", proof.url.as_ref().unwrap_or(&proof.text).clone()));
    let last = [text("quote", quote), text("lesson", lesson)];
    // It is shown by paragraphs.
    let all_of =
        |words: &&String| words.lines().all(|line| line.trim().is_empty() || shown.has(line));
    let recommended = recommendation.as_ref().filter(all_of);
    let recommended = recommended.map(|words| ("recommendation", words.clone()));
    let texts = one.into_iter().flatten().chain(last.into_iter().flatten());
    let texts = texts.filter(|(key, words)| *key == "date" || shown.has(words));
    texts.chain(recommended).chain(metrics).chain(proof).chain(promises(body, shown)).collect()
}

fn measures(metric: &Metric, shown: &PacketText) -> bool {
    let Metric { name, before, after, .. } = metric;
    shown.has(name) && shown.has(before) && shown.has(after)
}

fn proves(proof: &Evidence, shown: &PacketText) -> bool {
    proof.url.as_deref().is_some_and(|url| shown.has(url)) || shown.has(&proof.text)
}

fn promises(body: &Document, shown: &PacketText) -> Vec<(&'static str, String)> {
    let told = body.promises.iter().filter(|promise| shown.has(&promise.text));
    told.map(|promise| ("a promise", promise.text.clone())).collect()
}

fn used(entry: &Entry) -> Vec<&'static str> {
    there(&[
        ("step", entry.step.is_some()),
        ("task", !entry.tasks.is_empty()),
        ("goal", entry.names_goal),
        ("with", !entry.with.is_empty()),
        ("status", entry.status.is_some()),
        ("due", entry.due.is_some()),
        ("size", entry.size.is_some()),
        ("project", entry.project.is_some()),
        ("shows", !entry.shows.is_empty()),
        ("confirmed_by", !entry.confirmed_by.is_empty()),
        ("seen_by", !entry.seen_by.is_empty()),
        ("quote_from", entry.quote_from.is_some()),
        ("answer", entry.answer.is_some()),
        ("recommends", entry.recommends.is_some()),
        ("gaps", !entry.gaps.is_empty()),
        ("resolves", !entry.resolves.is_empty()),
        ("update_by", entry.update_by.is_some()),
    ])
}

fn there(keys: &[(&'static str, bool)]) -> Vec<&'static str> {
    keys.iter().filter(|(_, there)| *there).map(|(key, _)| *key).collect()
}
