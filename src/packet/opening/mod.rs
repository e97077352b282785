//! The pages that are read first: what is asked, the case, the strongest results, how far each
//! competency is, and the stories. Everything else is the annex, and is referred to by number.

pub(crate) mod decision;
pub mod length;
pub(crate) mod prose;
pub(crate) mod readiness;
pub(crate) mod recommendation;
pub(crate) mod results;
pub(crate) mod written;

use schemars::JsonSchema;
use serde::Serialize;

use super::headings::renumber;
use super::{Case, PacketNeed, PacketQuote, PacketSource, PacketStory, Selection};
use crate::analyse::health::leader_of;
use crate::model::Slug;
use crate::model::packet_file::PacketFile;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::GoalState;
use crate::render::level::level_title;
pub use decision::{PacketDecision, Support};
pub use length::PacketLength;
pub(crate) use prose::section;
pub use prose::{SECTIONS, paragraphs};
pub use readiness::{Readiness, ReadinessRow};
pub use recommendation::PacketRecommendation;
pub use results::PacketResult;

/// How many quotes stand on these pages; the others stand with the evidence.
pub(crate) const QUOTES: usize = 3;

/// The pages that are read first.
#[derive(Debug, Default, JsonSchema, Serialize)]
#[schemars(rename = "PacketOpening")]
pub struct Opening {
    /// What leads to what: `Group PM → Director of Product`, or the goal's title.
    pub title: String,
    /// The sections, in order.
    pub sections: Vec<OpeningSection>,
    /// Whether the matrix stands there, and not in the annex.
    pub has_matrix: bool,
    /// Whether the request log stands there, and not in the annex.
    pub has_log: bool,
    /// How long they are, for the author.
    #[serde(skip)]
    pub length: PacketLength,
}

/// A section of the pages that are read first.
#[derive(Debug, Default, JsonSchema, Serialize)]
#[schemars(rename = "PacketSection")]
pub struct OpeningSection {
    /// The fragment by which it is reached.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The page on which it stands if the pages are as long as they should be: 1 or 2.
    pub page: u8,
    /// What it says, in order.
    pub blocks: Vec<OpeningBlock>,
    /// Who has to write it, as in the middle of a sentence, where there is only room for that; absent elsewhere.
    pub to_write: Option<String>,
}

/// Something that a section says: one of these.
#[derive(Debug, Default, JsonSchema, Serialize)]
#[schemars(rename = "PacketBlock")]
pub struct OpeningBlock {
    /// The author's words.
    pub text: Option<Case>,
    /// What is asked.
    pub decision: Option<PacketDecision>,
    /// The strongest results.
    pub results: Vec<PacketResult>,
    /// How far each competency is.
    pub readiness: Option<Readiness>,
    /// A story.
    pub story: Option<PacketStory>,
    /// What others said.
    pub quotes: Vec<PacketQuote>,
    /// What others recommend.
    pub recommendations: Vec<PacketRecommendation>,
    /// The evidence for a competency.
    pub evidence: Vec<EvidenceLine>,
    /// A part of the annex that stands here: `matrix` or `log`.
    pub shows: Option<&'static str>,
}

/// A piece of evidence in a line.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketEvidenceLine")]
pub struct EvidenceLine {
    /// Its task's name.
    pub title: String,
    /// `2026-Q3`.
    pub quarter: String,
    /// The word of its grade.
    pub grade: &'static str,
    /// Who confirmed it, as in the middle of a sentence.
    pub confirmed_by: Vec<String>,
    /// The notes behind it.
    pub notes: Vec<usize>,
}

impl OpeningBlock {
    fn is_empty(&self) -> bool {
        let Self {
            text,
            decision,
            results,
            readiness,
            story,
            quotes,
            recommendations,
            evidence,
            shows,
        } = self;
        text.is_none()
            && decision.is_none()
            && results.is_empty()
            && readiness.is_none()
            && story.is_none()
            && quotes.is_empty()
            && recommendations.is_empty()
            && evidence.is_empty()
            && shows.is_none()
    }
}

/// What the pages are made of, beside the journal.
pub(crate) struct OpeningParts<'p> {
    pub case: Option<&'p Case>,
    pub results: Vec<PacketResult>,
    pub readiness: Option<Readiness>,
    pub stories: &'p [PacketStory],
    pub quotes: &'p [PacketQuote],
    pub recommendations: Vec<PacketRecommendation>,
    pub needs: &'p [PacketNeed],
}

/// The pages for a goal: as their author wrote them in `file`, or else as the notes have them.
pub(crate) fn opening(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    file: Option<&PacketFile>,
    parts: &OpeningParts<'_>,
) -> Opening {
    let mut sections = match file {
        Some(file) => written::sections(source, selection, file, parts),
        None => of_notes(source, selection, parts),
    };
    let is_active = source.goal.state_on(source.made) == GoalState::Active;
    for section in &mut sections {
        section.blocks.retain(|block| !block.is_empty());
        let is_unwritten = section.anchor == "recommendation" && section.blocks.is_empty();
        section.to_write = (is_active && is_unwritten).then(|| recommended_by(source));
    }
    sections.retain(|section| !section.blocks.is_empty() || section.to_write.is_some());
    renumber(sections.iter_mut().map(|section| &mut section.title));
    let length = PacketLength::of(&sections);
    let written = file.and_then(|file| file.title.clone());
    Opening {
        title: written.unwrap_or_else(|| title(source)),
        sections,
        length,
        ..Opening::default()
    }
}

/// The sections as the notes have them.
fn of_notes(
    source: &PacketSource<'_, '_>,
    selection: &Selection<'_>,
    parts: &OpeningParts<'_>,
) -> Vec<OpeningSection> {
    let of_stories = match parts.stories.len() {
        1 => "A story",
        2 => "Two stories",
        3 => "Three stories",
        _ => "Stories",
    };
    let of_results = match parts.results.len() {
        1 => "The strongest result",
        2 => "Two strongest results",
        _ => "Three strongest results",
    };
    let block = |change: &dyn Fn(&mut OpeningBlock)| {
        let mut block = OpeningBlock::default();
        change(&mut block);
        vec![block]
    };
    let stories = parts
        .stories
        .iter()
        .map(|story| OpeningBlock { story: Some(story.clone()), ..OpeningBlock::default() });
    let section = |page: u8, anchor: &str, title: &str, blocks: Vec<OpeningBlock>| OpeningSection {
        anchor: anchor.to_owned(),
        title: title.to_owned(),
        page,
        blocks,
        to_write: None,
    };
    let decision = decision::decision(source, selection);
    let mut sections = vec![
        section(1, "decision", "Decision", block(&|block| block.decision = Some(decision.clone()))),
        section(1, "case", "The case", block(&|block| block.text = parts.case.cloned())),
        section(1, "results", of_results, block(&|block| block.results.clone_from(&parts.results))),
        section(
            1,
            "readiness",
            "Readiness",
            block(&|block| block.readiness.clone_from(&parts.readiness)),
        ),
        section(1, "recommendation", "Recommendation", recommendation(source, parts)),
        section(2, "stories", of_stories, stories.collect()),
        section(
            2,
            "quotes",
            "In the words of others",
            block(&|block| block.quotes = parts.quotes.to_vec()),
        ),
    ];
    for (anchor, title) in SECTIONS.iter().filter(|(_, title)| *title != "Recommendation") {
        sections.push(section(2, anchor, title, text(source, title)));
    }
    sections
}

fn text(source: &PacketSource<'_, '_>, title: &str) -> Vec<OpeningBlock> {
    let text = prose::goal_section(source, title);
    vec![OpeningBlock { text, ..OpeningBlock::default() }]
}

/// What the goal's file says, then what others do.
fn recommendation(source: &PacketSource<'_, '_>, parts: &OpeningParts<'_>) -> Vec<OpeningBlock> {
    let mut blocks = text(source, "Recommendation");
    let recommendations = parts.recommendations.clone();
    blocks.push(OpeningBlock { recommendations, ..OpeningBlock::default() });
    blocks
}

/// Who writes the recommendation: whom the goal was told to first; for a direct report, the leader who makes
/// the packet.
fn recommended_by(source: &PacketSource<'_, '_>) -> String {
    let PacketSource { ctx, goal, .. } = source;
    if ctx.analysis.shared.direct_report().is_some() {
        return ctx.journal.config.author.clone().unwrap_or_else(|| "the manager".to_owned());
    }
    ctx.spoken(leader_of(ctx.journal, goal, source.made))
}

/// What leads to what.
fn title(source: &PacketSource<'_, '_>) -> String {
    let goal = source.goal;
    let Some(from) = goal.from.as_deref() else { return goal.title.clone() };
    format!("{} → {}", level_name(source, from), goal.title)
}

/// What a level is called: as the goal that leads to it is, else as the ladder has it.
pub(crate) fn level_name(source: &PacketSource<'_, '_>, written: &str) -> String {
    let PacketSource { ctx, goal, .. } = source;
    let slug = Slug::new(written);
    match ctx.journal.goal(slug.as_str()) {
        Some(reached) => reached.title.clone(),
        None if slug.spaced() == written => {
            capitalised(&level_title(ctx.journal, goal, slug.as_str()))
        }
        None => capitalised(&level_title(ctx.journal, goal, written)),
    }
}
