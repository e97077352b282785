//! The sentences of a packet that speak of somebody else. No rule can say whether they would mind; their author reads
//! each before it goes out.

use crate::model::Journal;
use crate::packet::others::sentences_about_others;
use crate::packet::{OpeningBlock, Packet};

/// A sentence about somebody else, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutOthers {
    /// Where it stands: `The case`, `Story: Planning tool`, or the number of a note.
    pub place: String,
    /// The sentence.
    pub sentence: String,
}

/// The sentences, in the order of the packet, each once.
pub(super) fn about_others(journal: &Journal, packet: &Packet) -> Vec<AboutOthers> {
    let mut found: Vec<AboutOthers> = Vec::new();
    for (place, text) in texts(packet) {
        for sentence in sentences_about_others(journal, &text) {
            if !found.iter().any(|other| other.sentence == sentence) {
                found.push(AboutOthers { place: place.clone(), sentence: sentence.to_owned() });
            }
        }
    }
    found
}

/// The author's words in a packet, each with its place. Quotes have their own consent.
fn texts(packet: &Packet) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for section in &packet.opening.sections {
        for block in &section.blocks {
            of_block(&section.title, block, &mut texts);
        }
    }
    for need in &packet.needs {
        let place = format!("Evidence: {}", need.title);
        texts.extend(need.bar.iter().map(|bar| (place.clone(), bar.clone())));
        let units = need.units.iter();
        let told = units.flat_map(|unit| {
            unit.impact.iter().cloned().chain(unit.measures.iter().map(|own| own.name.clone()))
        });
        texts.extend(told.map(|text| (place.clone(), text)));
    }
    let rows = packet.ledger.iter().flat_map(|ledger| &ledger.rows);
    let results = rows.filter_map(|row| row.result.clone());
    texts.extend(results.map(|text| ("Request log".to_owned(), text)));
    let lessons = packet.setbacks.iter().flat_map(|setback| &setback.lessons);
    texts.extend(lessons.map(|text| ("What went wrong".to_owned(), text.clone())));
    let promises = packet.plan.iter().flat_map(|plan| &plan.promises);
    texts.extend(promises.map(|own| ("Promises".to_owned(), own.text.clone())));
    texts
}

fn of_block(section: &str, block: &OpeningBlock, texts: &mut Vec<(String, String)>) {
    let place = section.to_owned();
    let OpeningBlock { text, results, readiness, story, .. } = block;
    texts.extend(text.iter().map(|own| (place.clone(), own.plain.clone())));
    for result in results {
        let measured = result.measure.as_ref().map(|own| own.name.clone());
        texts.extend(result.impact.clone().or(measured).map(|text| (place.clone(), text)));
    }
    for row in readiness.iter().flat_map(|table| &table.rows) {
        texts.extend(row.next.iter().map(|bar| (format!("{place}: {}", row.title), bar.clone())));
    }
    if let Some(story) = story {
        let place = format!("Story: {}", story.title);
        let said = story.text.iter().map(|text| text.plain.clone());
        let told = story.impact.iter().chain(&story.trying).chain(&story.blocking).cloned();
        let measures = story.measures.iter().map(|own| own.name.clone());
        texts.extend(said.chain(told).chain(measures).map(|text| (place.clone(), text)));
    }
}
