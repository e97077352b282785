//! The packet: one goal's case, to be read by those who decide about it.
//!
//! Each claim has the notes that it comes from, by their numbers in the appendix, and each verdict its
//! rule. A packet is made of what its reader may see and of nothing else: the notes it is made from
//! were [chosen](crate::ownership::usable_entries) before anything was counted.
//!
//! | step | function | gives |
//! |---|---|---|
//! | what the packet tells, as places in the journal | `Selection::of` | stories, ledger, quotes, gaps |
//! | which notes that takes, each with a number | `Appendix::new` | the appendix |
//! | what readers see | [`Packet::of`] | typed values, the same for every format |
//! | a file for its author to write in | [`draft::draft`] | Markdown, which [`Packet::of`] then takes |
//! | a document | [`html::html`], [`md::markdown`] | one file |
//! | the page as a Word document | [`docx::docx`] | one file |
//! | a copy that its reader can answer | [`html::html_with_reply`], [`reply`] | one file |
//! | a page that a password opens | [`seal::seal`] | one file |
//! | what the next one is compared to | [`Baseline::of`] | JSON |

pub mod advice;
mod appendix;
pub mod baseline;
mod case;
pub mod docx;
pub mod draft;
mod gaps;
mod growth;
mod headings;
pub mod html;
mod ledger;
mod matrix;
pub mod md;
mod needs;
mod new_since;
mod once;
mod opening;
pub mod others;
mod plan;
mod quotes;
pub mod reply;
pub mod seal;
mod select;
mod setbacks;
mod stories;
mod tags;
mod who;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analyse::gaps::{GoalGaps, Need};
use crate::model::packet_file::PacketFile;
use crate::model::phrasing::capitalised;
use crate::model::vocabulary::Audience;
use crate::model::{Evidence, Goal, Metric, Slug};
use crate::ownership::is_owner;
use crate::render::RenderContext;
use crate::render::views::Day;
pub use appendix::{Appendix, Citation, CitedNote};
pub use baseline::Baseline;
pub use case::Case;
pub use gaps::{Gap, Gaps, PacketOpenSetback, PacketOpenTask};
pub use growth::Growth;
pub use ledger::{Ledger, LedgerRow};
pub use matrix::{Matrix, PacketCell};
pub use needs::{PacketNeed, PacketUnit};
pub use new_since::{ChangedNeed, NewSince, NewUnit};
use opening::OpeningParts;
use opening::written::Wanted;
pub use opening::{
    EvidenceLine, Opening, OpeningBlock, OpeningSection, PacketDecision, PacketLength,
    PacketRecommendation, PacketResult, Readiness, ReadinessRow, SECTIONS, Support, length,
    paragraphs,
};
pub use plan::{Ahead, PacketPlan, Promised};
pub use quotes::PacketQuote;
pub use select::Selection;
pub use setbacks::PacketSetback;
pub use stories::PacketStory;
pub use who::Who;

/// Whom a document is written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recipient {
    /// Those who decide.
    #[default]
    Committee,
    /// The manager, who also gets the plan, what is asked of them, and what is missing.
    Manager,
}

impl Recipient {
    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Manager => "manager",
        }
    }
}

/// The dates of the notes that a packet may use.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// The first day of the notes that it may use; all from the first note on without one.
    pub from: Option<Date>,
    /// The last day, which is that of the analysis; without one, the day on which it is made.
    pub to: Option<Date>,
    /// The day on which it is made; without one, the day of the analysis.
    pub made: Option<Date>,
}

/// The case for one goal as typed values.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Packet {
    /// Who reads it.
    #[serde(skip)]
    pub audience: Audience,
    /// Whether what no note of it ends is open, because no other note can have ended it.
    #[serde(skip)]
    pub knows_ends: bool,
    /// Whether only shared notes were read, because the reader is not the author.
    pub of_shared: bool,
    /// The word of whom it is written to: `committee` or `manager`.
    pub recipient: &'static str,
    /// `language` of `loopbook.yaml`, for HTML's `lang`.
    pub language: String,
    /// The pages that are read first.
    pub opening: Opening,
    /// Who asks for what, by when.
    pub who: Who,
    /// The case in the author's words; absent where the goal's file has none.
    pub case: Option<Case>,
    /// What is new since another packet; absent where there is none to compare to.
    #[serde(rename = "fresh")]
    pub new_since: Option<NewSince>,
    /// Needs by quarters, with the rules; absent where the goal has no needs.
    pub matrix: Option<Matrix>,
    /// What the goal must show, in the goal's order, each with its evidence.
    pub needs: Vec<PacketNeed>,
    /// Three stories, or those that the author pins.
    pub stories: Vec<PacketStory>,
    /// What was asked, and what was delivered.
    pub ledger: Option<Ledger>,
    /// How scope and initiative grew.
    pub growth: Option<Growth>,
    /// What went wrong on the tasks that it names, and what came of that, oldest first.
    pub setbacks: Vec<PacketSetback>,
    /// What others said and stands nowhere else, newest first.
    #[serde(rename = "voices")]
    pub quotes: Vec<PacketQuote>,
    /// The tasks whose stories would say no more than a result does, to be told to the author.
    #[serde(skip)]
    pub untold: Vec<Slug>,
    /// All that others said, as it is kept.
    #[serde(skip)]
    pub all_quotes: Vec<PacketQuote>,
    /// What is missing, for a manager; empty for others.
    pub gaps: Gaps,
    /// The next two quarters, and what is needed from the reader; absent for others than a manager, and for a
    /// goal that is not worked towards.
    pub plan: Option<PacketPlan>,
    /// Every note that the packet rests on, oldest first.
    pub notes: Vec<CitedNote>,
    /// What it covers.
    pub covers: Covers,
}

/// What a packet covers: its last line.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "PacketCovers")]
pub struct Covers {
    /// The first day of its notes, where that was chosen.
    pub from: Option<Day>,
    /// The last day of its notes.
    pub to: Day,
    /// Whether all notes up to that day could be used.
    pub all: bool,
    /// Whether that day is the one on which the goal was reached.
    pub reached: bool,
    /// The ladder's title.
    pub ladder: Option<String>,
    /// The day on which it was made.
    pub made: Day,
}

/// A measure, before and after.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketMeasure")]
pub struct Measure {
    /// What was measured.
    pub name: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
    /// Its unit; may be empty.
    pub unit: String,
}

impl From<&Metric> for Measure {
    fn from(metric: &Metric) -> Self {
        let Metric { name, before, after, unit } = metric.clone();
        Self { name, before, after, unit }
    }
}

/// Proof: a link, or the name of something that the reader can be shown.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[schemars(rename = "PacketProof")]
pub struct Proof {
    /// What it is called.
    pub text: String,
    /// Where it is; absent where that is in the journal.
    pub url: Option<String>,
    /// Whether its name is another one than its address, so that on paper the address is lost.
    pub named: bool,
}

impl From<&Evidence> for Proof {
    fn from(proof: &Evidence) -> Self {
        let named = proof.url.as_ref().is_some_and(|url| *url != proof.text);
        let bare = proof.url.as_deref().filter(|_| !named).map(bare);
        let text = bare.unwrap_or(&proof.text).to_owned();
        Self { text, url: proof.url.clone(), named }
    }
}

/// An address without what every address has.
fn bare(url: &str) -> &str {
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    let rest = schemes.iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    rest.trim_end_matches('/')
}

/// What a packet is made from.
pub(crate) struct PacketSource<'b, 'a> {
    /// What its reader may see.
    pub ctx: &'b RenderContext<'a>,
    /// The goal.
    pub goal: &'a Goal,
    /// Its needs.
    pub gaps: &'a GoalGaps,
    /// The day on which the packet is made. All that is told is as of the day of the analysis, its last.
    pub made: Date,
}

impl PacketSource<'_, '_> {
    /// Whether somebody is not the owner of the goal, so that what they say is the word of another.
    fn is_other(&self, person: &Slug) -> bool {
        !is_owner(self.ctx.journal, &self.goal.owner, person)
    }

    /// Whether the packet ends before the day on which it is made, so that it knows nothing of what is ahead.
    fn is_past(&self) -> bool {
        self.ctx.today < self.made
    }
}

impl Packet {
    /// The packet for the goal at that place in the journal. `last` is what an earlier one told.
    pub fn of<'a>(
        ctx: &RenderContext<'a>,
        goal: usize,
        window: &Window,
        last: Option<&Baseline>,
        recipient: Recipient,
        file: Option<&PacketFile>,
    ) -> Self {
        let source = PacketSource {
            ctx,
            goal: &ctx.journal.goals[goal],
            gaps: &ctx.analysis.gaps[goal],
            made: window.made.unwrap_or(ctx.today),
        };
        let wanted = Wanted::of(file);
        let selection = Selection::of(&source, recipient, &wanted);
        let appendix = Appendix::new(&source, &selection);
        let quotes = quotes::quotes(&source, &selection, &appendix);
        let for_manager = recipient == Recipient::Manager;
        let mut packet = Self {
            audience: ctx.analysis.shared.audience(),
            knows_ends: ctx.knows_ends(),
            of_shared: !ctx.is_authors(),
            recipient: recipient.word(),
            opening: Opening::default(),
            language: ctx.journal.config.language.clone(),
            who: who::who(&source, recipient),
            case: case::case(&source),
            new_since: None,
            matrix: matrix::matrix(&source),
            needs: needs::needs(&source, &appendix),
            stories: stories::stories(&source, &selection, &appendix),
            ledger: ledger::ledger(&source, &selection, &appendix),
            growth: growth::growth(&source, &selection),
            setbacks: setbacks::setbacks(&source, &selection, &appendix),
            untold: selection.untold.clone(),
            all_quotes: Vec::new(),
            quotes,
            gaps: match for_manager {
                true => gaps::gaps(&source, &selection, &appendix),
                false => Gaps::default(),
            },
            plan: for_manager.then(|| plan::plan(&source, &selection, &appendix)).flatten(),
            notes: appendix.notes(&source),
            covers: covers(&source, window),
        };
        packet.new_since = last.map(|last| new_since::compare(&mut packet, last));
        packet.all_quotes.clone_from(&packet.quotes);
        let results = opening::results::results(&source, &selection.results, &appendix);
        let readiness =
            opening::readiness::readiness(&source, &packet.needs, &results, wanted.readiness);
        let quotes = once::say_once(&mut packet, &results, readiness.as_ref(), wanted.quotes);
        let opening = opening::opening(
            &source,
            &selection,
            file,
            &OpeningParts {
                case: packet.case.as_ref(),
                results,
                readiness,
                stories: &packet.stories,
                quotes: &quotes,
                recommendations: opening::recommendation::told(&source, &selection, &appendix),
                needs: &packet.needs,
            },
        );
        packet.opening = opening;
        if file.is_some() {
            packet.written();
        }
        packet
    }
}

impl Packet {
    /// Takes over what the author wrote in a file of their own: the case and the words of stories.
    fn written(&mut self) {
        let section = self.opening.sections.iter().find(|section| section.anchor == "case");
        let blocks = section.into_iter().flat_map(|section| &section.blocks);
        self.case = blocks.filter_map(|block| block.text.clone()).next();
        let blocks = self.opening.sections.iter().flat_map(|section| &section.blocks);
        self.stories = blocks.filter_map(|block| block.story.clone()).collect();
        let shows = |what: &str| {
            let mut blocks = self.opening.sections.iter().flat_map(|section| &section.blocks);
            blocks.any(|block| block.shows == Some(what))
        };
        (self.opening.has_matrix, self.opening.has_log) = (shows("matrix"), shows("log"));
    }
}

/// What a need is called: where it is known by its slug alone, as the goal's file spells it over its
/// bar.
pub(crate) fn need_title(source: &PacketSource<'_, '_>, need: &Need) -> String {
    let spelled =
        source.goal.body.headings.iter().find(|heading| Slug::new(heading.name()) == need.id);
    match spelled.filter(|_| need.title == need.id.title()) {
        Some(heading) => heading.name().to_owned(),
        None => capitalised(&need.title),
    }
}

fn covers(source: &PacketSource<'_, '_>, window: &Window) -> Covers {
    let PacketSource { ctx, goal, .. } = source;
    let ladder = goal.ladder.as_ref().and_then(|id| ctx.journal.ladder(id.as_str()));
    Covers {
        from: window.from.map(Day::from),
        to: window.to.unwrap_or(ctx.today).into(),
        all: window.from.is_none() && window.to.is_none(),
        reached: window.to.is_some() && window.to == goal.reached_on,
        ladder: ladder.map(|ladder| ladder.title.clone()),
        made: source.made.into(),
    }
}

impl Covers {
    /// Which notes it could use, in words.
    pub fn window(&self) -> String {
        let end = if self.reached { ", the day on which the goal was reached" } else { "" };
        match &self.from {
            Some(from) => format!("Notes from {} to {}{end}", from.text, self.to.text),
            None => format!("All notes until {}{end}", self.to.text),
        }
    }
}
