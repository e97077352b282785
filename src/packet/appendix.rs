//! The appendix: every note that a packet rests on, with its number, and where it is referred to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::needs::proofs;
use super::opening::level_name;
use super::opening::results::behind;
use super::{PacketSource, Proof, Selection, need_title};
use crate::analyse::evidence::EvidenceIndex;
use crate::model::Entry;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::Step;
use crate::render::views::Day;

/// The numbers of the notes in a packet's appendix.
pub struct Appendix {
    notes: BTreeMap<usize, Cited>,
}

struct Cited {
    number: usize,
    at: Vec<Citation>,
}

/// Where the packet refers to a note.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketPlace")]
pub struct Citation {
    /// The fragment by which it is reached.
    pub anchor: String,
    /// What it is called.
    pub title: String,
}

/// A note in the appendix.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketNote")]
pub struct CitedNote {
    /// Its number.
    pub number: usize,
    /// Its date.
    pub date: Day,
    /// Its title. The shipped theme does not show it: it is its author's.
    pub title: String,
    /// What sort of note it is: a word such as `ask`, `deliver` or `setback`.
    pub sort: &'static str,
    /// The tasks that it is about.
    pub tasks: Vec<String>,
    /// The competencies that it shows, each with its level where it names one.
    pub shows: Vec<String>,
    /// The word of its own grade; absent where it shows nothing.
    pub grade: Option<&'static str>,
    /// Proof.
    pub links: Vec<Proof>,
    /// Where the packet refers to it.
    pub cited: Vec<Citation>,
    /// Its place in the journal that the packet was made from.
    #[serde(skip)]
    pub entry: usize,
}

impl Appendix {
    /// Numbers the notes that a packet refers to, oldest first.
    pub(crate) fn new(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> Self {
        let mut notes: BTreeMap<usize, Cited> = BTreeMap::new();
        for (place, entries) in places(source, selection) {
            for at in entries {
                let cited = notes.entry(at).or_insert(Cited { number: 0, at: Vec::new() });
                if cited.at.last() != Some(&place) {
                    cited.at.push(place.clone());
                }
            }
        }
        for (number, cited) in (1..).zip(notes.values_mut()) {
            cited.number = number;
        }
        Self { notes }
    }

    /// The numbers of notes, in order.
    pub fn numbers(&self, entries: &[usize]) -> Vec<usize> {
        let mut numbers: Vec<usize> = entries.iter().filter_map(|at| self.number(*at)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The number of a note.
    pub fn number(&self, entry: usize) -> Option<usize> {
        self.notes.get(&entry).map(|cited| cited.number)
    }

    /// The appendix.
    pub(crate) fn notes(&self, source: &PacketSource<'_, '_>) -> Vec<CitedNote> {
        let journal = source.ctx.journal;
        let shown = EvidenceIndex::of(journal, source.ctx.today);
        let note = |(at, cited): (&usize, &Cited)| {
            let entry = &journal.entries[*at];
            let tasks = entry.tasks.iter().filter_map(|id| source.ctx.task(id));
            CitedNote {
                number: cited.number,
                date: entry.date.into(),
                title: entry.title.clone(),
                sort: entry.step.map_or(entry.kind.word(), Step::word),
                tasks: tasks.map(|task| capitalised(&task.title)).collect(),
                shows: shows(source, entry),
                grade: (!entry.shows.is_empty())
                    .then(|| shown.grade(entry, &source.goal.owner).word()),
                links: proofs([entry]),
                cited: cited.at.clone(),
                entry: *at,
            }
        };
        self.notes.iter().map(note).collect()
    }
}

fn shows(source: &PacketSource<'_, '_>, entry: &Entry) -> Vec<String> {
    let said = entry.shows.iter().map(|shows| {
        let need = source.gaps.needs.iter().find(|need| need.id == shows.competency);
        let title = need.map_or_else(
            || capitalised(&source.ctx.journal.competency_title(&shows.competency)),
            |need| need_title(source, need),
        );
        match &shows.level {
            Some(level) => format!("{title} at {}", level_name(source, level.as_str())),
            None => title,
        }
    });
    said.collect()
}

/// Every place of a packet that refers to notes, in its order, with the notes.
fn places(source: &PacketSource<'_, '_>, selection: &Selection<'_>) -> Vec<(Citation, Vec<usize>)> {
    let place = |anchor: String, title: &str| Citation { anchor, title: title.to_owned() };
    let mut places = Vec::new();
    for need in &source.gaps.needs {
        let entries = need.units.iter().flat_map(|unit| unit.entries.iter().copied()).collect();
        places.push((place(format!("need-{}", need.id), &need_title(source, need)), entries));
    }
    for (number, story) in (1..).zip(&selection.stories) {
        let entries = story.situation.into_iter().chain(story.task.entries.iter().copied());
        let title = format!("story {number}");
        places.push((place(format!("story-{}", story.task.id), &title), entries.collect()));
    }
    for (number, task) in (1..).zip(&selection.results) {
        let title = format!("result {number}");
        let entries = behind(source, task).into_iter().collect();
        places.push((place(format!("result-{number}"), &title), entries));
    }
    places.push((place("decision".into(), "decision"), selection.support.clone()));
    let recommendations = selection.recommendations.clone();
    places.push((place("recommendation".into(), "recommendation"), recommendations));
    let ledger = selection.ledger.iter().flat_map(|item| [item.asked, item.delivered]).flatten();
    places.push((place("ledger".into(), "request log"), ledger.collect()));
    places.push((place("voices".into(), "words of others"), selection.quotes.clone()));
    let setbacks = |own: &[usize]| -> Vec<usize> {
        own.iter().flat_map(|at| source.ctx.analysis.setbacks[*at].notes()).collect()
    };
    places.push((place("setbacks".into(), "setbacks"), setbacks(&selection.setbacks)));
    places.push((place("gaps".into(), "open gaps"), setbacks(&selection.other_setbacks)));
    let promises = selection.promises.iter().map(|at| source.ctx.analysis.promises[*at].entry);
    places.push((place("plan".into(), "next two quarters"), promises.collect()));
    places
}
