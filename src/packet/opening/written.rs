//! The first pages as their author wrote them: the sections of `packets/GOAL.md`, with its live blocks filled in.

use super::super::case::case_of;
use super::super::{PacketNeed, PacketSource, PacketStory};
use super::prose::SECTIONS;
use super::{EvidenceLine, OpeningBlock, OpeningParts, OpeningSection, decision};
use super::{QUOTES, Selection};
use crate::model::packet_file::{FilePiece, FileSection, LiveBlock, PacketFile};
use crate::model::phrasing::split_number;
use crate::model::{Slug, Target};
use crate::render::context::NoteText;

/// What the file asks for; without one, what every packet has.
pub(crate) struct Wanted {
    /// How many results.
    pub results: usize,
    /// How many competencies the table has.
    pub readiness: usize,
    /// How many quotes.
    pub quotes: usize,
    /// The stories, by their tasks; `None` where they are chosen.
    pub stories: Option<Vec<Slug>>,
}

impl Wanted {
    pub(crate) fn of(file: Option<&PacketFile>) -> Self {
        let Some(file) = file else {
            return Self { results: 3, readiness: 8, quotes: QUOTES, stories: None };
        };
        let mut wanted = Self { results: 0, readiness: 0, quotes: 0, stories: Some(Vec::new()) };
        for piece in file.sections.iter().flat_map(|section| &section.pieces) {
            match piece {
                FilePiece::Live(LiveBlock::Results(count)) => wanted.results = *count,
                FilePiece::Live(LiveBlock::Readiness(count)) => wanted.readiness = *count,
                FilePiece::Live(LiveBlock::Quotes(count)) => wanted.quotes = *count,
                FilePiece::Story(task, ..) => {
                    wanted.stories.get_or_insert_default().push(task.clone());
                }
                _ => {}
            }
        }
        wanted
    }
}

/// The sections of the file.
pub(super) fn sections(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    file: &PacketFile,
    parts: &OpeningParts<'_>,
) -> Vec<OpeningSection> {
    let mut page = 1;
    let mut sections = Vec::new();
    for own in &file.sections {
        let has_story = own.pieces.iter().any(|piece| matches!(piece, FilePiece::Story(..)));
        if has_story {
            page = 2;
        }
        let blocks =
            own.pieces.iter().filter_map(|piece| block(source, selection, file, parts, piece));
        sections.push(OpeningSection {
            anchor: anchor(own, has_story),
            title: own.title.clone(),
            page,
            blocks: blocks.filter(|block| !block.is_empty()).collect(),
            to_write: None,
        });
    }
    tell_apart(&mut sections);
    sections
}

/// No two sections have one fragment.
fn tell_apart(sections: &mut [OpeningSection]) {
    let mut taken: Vec<String> = Vec::new();
    for section in sections {
        let own = section.anchor.clone();
        let numbered = (2..).map(|number| format!("{own}-{number}"));
        let free = std::iter::once(own.clone()).chain(numbered).find(|name| !taken.contains(name));
        section.anchor = free.unwrap_or(own);
        taken.push(section.anchor.clone());
    }
}

/// The fragment of a section.
fn anchor(section: &FileSection, has_story: bool) -> String {
    let live = |wanted: fn(&LiveBlock) -> bool| {
        section.pieces.iter().any(|piece| matches!(piece, FilePiece::Live(live) if wanted(live)))
    };
    let slug = Slug::new(split_number(&section.title).1);
    let known = SECTIONS.iter().find(|(_, title)| Slug::new(title) == slug);
    match known {
        Some((anchor, _)) => (*anchor).to_owned(),
        None if has_story => "stories".to_owned(),
        None if live(|own| *own == LiveBlock::Decision) => "decision".to_owned(),
        None if live(|own| matches!(own, LiveBlock::Results(_))) => "results".to_owned(),
        None if live(|own| matches!(own, LiveBlock::Readiness(_))) => "readiness".to_owned(),
        None if live(|own| matches!(own, LiveBlock::Quotes(_))) => "quotes".to_owned(),
        None if slug == Slug::new("The case") => "case".to_owned(),
        None => format!("section-{slug}"),
    }
}

fn block(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    file: &PacketFile,
    parts: &OpeningParts<'_>,
    piece: &FilePiece,
) -> Option<OpeningBlock> {
    let text = NoteText {
        own: Target::Goal(source.goal.id.clone()),
        title: file.title.as_deref().unwrap_or_default(),
        body: &file.body,
        raw_html: false,
    };
    let words =
        |range: &std::ops::Range<_>| case_of(source.ctx, &text, std::slice::from_ref(range));
    let mut block = OpeningBlock::default();
    match piece {
        FilePiece::Text(range) => block.text = words(range),
        FilePiece::Story(task, title, range) => {
            let story = parts.stories.iter().find(|story| story.id == task.as_str())?;
            block.story = Some(PacketStory {
                // Stories have numbers of their own.
                title: title
                    .as_ref()
                    .map_or_else(|| story.title.clone(), |title| split_number(title).1.to_owned()),
                text: range.as_ref().and_then(words),
                ..story.clone()
            });
        }
        FilePiece::Live(live) => match live {
            LiveBlock::Case => block.text = parts.case.cloned(),
            LiveBlock::Decision => block.decision = Some(decision::decision(source, selection)),
            LiveBlock::Results(_) => block.results.clone_from(&parts.results),
            LiveBlock::Readiness(_) => block.readiness.clone_from(&parts.readiness),
            LiveBlock::Quotes(_) => block.quotes = parts.quotes.to_vec(),
            LiveBlock::Recommendation => {
                block.recommendations.clone_from(&parts.recommendations);
            }
            LiveBlock::Evidence(need) => block.evidence = evidence(parts.needs, need),
            LiveBlock::Matrix => block.shows = Some("matrix"),
            LiveBlock::Log => block.shows = Some("log"),
            LiveBlock::Story(_) => {}
        },
    }
    Some(block)
}

fn evidence(needs: &[PacketNeed], id: &Slug) -> Vec<EvidenceLine> {
    let units = needs.iter().filter(|need| need.id == id.as_str()).flat_map(|need| &need.units);
    let line = |unit: &super::super::PacketUnit| EvidenceLine {
        title: unit.title.clone(),
        quarter: unit.quarter.clone(),
        grade: unit.grade,
        confirmed_by: unit.confirmed_by.clone(),
        notes: unit.notes.clone(),
    };
    units.filter(|unit| unit.counts).map(line).collect()
}
