//! Everything is said once: what the first pages say, the annex refers to by number.

use std::collections::HashSet;

use super::{Citation, Packet, PacketQuote, PacketResult, Readiness};

/// Takes out of the stories and the annex what stands before them. Gives the quotes of the first pages.
pub(crate) fn say_once(
    packet: &mut Packet,
    results: &[PacketResult],
    readiness: Option<&Readiness>,
    count: usize,
) -> Vec<PacketQuote> {
    let rows = readiness.map_or(0, |readiness| readiness.rows.len());
    packet.needs.iter_mut().take(rows).for_each(|need| need.bar = None);
    let mut told = Told::default();
    for result in results {
        told.measures.extend(result.measure.iter().map(measure_key));
        told.texts.extend(result.impact.clone());
    }
    for story in &mut packet.stories {
        story.result = results.iter().find(|result| result.id == story.id).map(|own| own.number);
        story.impact.retain(|text| told.texts.insert(text.clone()));
        story.measures.retain(|measure| told.measures.insert(measure_key(measure)));
        story.quotes.clear();
        story.links.retain(|link| told.links.insert(link_key(link)));
    }
    let (first, rest) = packet.quotes.split_at(packet.quotes.len().min(count));
    let (first, mut rest) = (first.to_vec(), rest.to_vec());
    told.texts.extend(first.iter().map(|said| said.text.clone()));
    let places = places(packet, results);
    for unit in packet.needs.iter_mut().flat_map(|need| &mut need.units) {
        let before = unit.impact.len() + unit.measures.len();
        unit.impact.retain(|text| told.texts.insert(text.clone()));
        unit.measures.retain(|measure| told.measures.insert(measure_key(measure)));
        unit.quotes.retain(|said| told.texts.insert(said.text.clone()));
        unit.links.retain(|link| told.links.insert(link_key(link)));
        if unit.impact.len() + unit.measures.len() < before {
            let place = places.iter().find(|(title, _)| *title == unit.title);
            unit.told = place.map(|(_, place)| place.clone()).or_else(|| unit.told.clone());
        }
    }
    for row in packet.ledger.iter_mut().flat_map(|ledger| &mut ledger.rows) {
        row.result = row.result.take().filter(|text| told.texts.insert(text.clone()));
    }
    for setback in &mut packet.setbacks {
        setback.lessons.retain(|text| told.texts.insert(text.clone()));
    }
    for note in &mut packet.notes {
        note.links.retain(|link| told.links.insert(link_key(link)));
    }
    rest.retain(|said| told.texts.insert(said.text.clone()));
    refer_to_quotes(packet, &first, &rest);
    packet.quotes = rest;
    first
}

/// A quote stands on the first pages, with its evidence, or behind that: the index of notes says where.
fn refer_to_quotes(packet: &mut Packet, first: &[PacketQuote], rest: &[PacketQuote]) {
    let has =
        |quotes: &[PacketQuote], number: usize| quotes.iter().any(|said| said.note == Some(number));
    for note in &mut packet.notes {
        let number = note.number;
        note.cited.retain_mut(|place| {
            if place.anchor == "voices" && has(first, number) {
                "quotes".clone_into(&mut place.anchor);
            }
            place.anchor != "voices" || has(rest, number)
        });
    }
}

/// What was said, by its words.
#[derive(Default)]
struct Told {
    texts: HashSet<String>,
    measures: HashSet<String>,
    links: HashSet<String>,
}

fn link_key(link: &super::Proof) -> String {
    link.url.as_ref().unwrap_or(&link.text).clone()
}

fn measure_key(measure: &super::Measure) -> String {
    let super::Measure { name, before, after, unit: _ } = measure;
    [name, before, after].map(String::as_str).join("\n")
}

/// Where a task's work is told, by the task's name: a result, or else a story, or else the first competency.
fn places(packet: &Packet, results: &[PacketResult]) -> Vec<(String, Citation)> {
    let of_results = results.iter().map(|result| {
        let title = format!("result {}", result.number);
        (result.task.clone(), Citation { anchor: result.anchor.clone(), title })
    });
    let of_stories = (1..).zip(&packet.stories).map(|(number, story)| {
        let title = format!("story {number}");
        (story.title.clone(), Citation { anchor: story.anchor.clone(), title })
    });
    let of_needs = packet.needs.iter().flat_map(|need| {
        let place = Citation { anchor: need.anchor.clone(), title: need.title.clone() };
        need.units.iter().map(move |unit| (unit.title.clone(), place.clone()))
    });
    of_results.chain(of_stories).chain(of_needs).collect()
}
